//! A migration as one site carries it out. The file is written once; what changes later stands in the journal.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Fqdn, Generation, Moment, RehearsalFault, SipUri};

/// The newest form of a project file this program reads.
pub const FORMAT: u32 = 1;

/// Made from the moment it was made and its name, so that it sorts and reads well.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProjectId(pub String);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    pub format: u32,
    pub id: ProjectId,
    pub made_at: Moment,
    /// The program that made it, as its journal names it.
    pub made_by: String,
    pub kind: ProjectKind,
    /// As they were when it was made; the journal says what they are now.
    pub facts: Facts,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProjectKind {
    Production,
    /// Against the lab, or a deployment that is labelled so.
    Rehearsal {
        /// The project it rehearses; none for one that began as a rehearsal.
        of: Option<ProjectId>,
        /// What was asked to go wrong; only the lab obeys.
        faults: Vec<RehearsalFault>,
        /// The servers of the target pool in the lab, so that a later process sets the same one up.
        #[serde(default)]
        servers: Vec<String>,
    },
}

/// Everything about a migration that people enter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub name: String,
    pub source: SourceSystem,
    pub target: TargetSystem,
    pub window: Window,
    pub people: People,
    /// The profile of the session; empty for the lab.
    pub profile: String,
    /// The folder for exports, backups and reports, as the servers see it.
    pub work_folder: String,
    /// Messages before this day are left behind (`-StartDate`), as `2010-01-01`.
    pub cut_off: Option<String>,
    /// The reviewer's passphrase, salted and hashed (Argon2id, PHC string). `None`: one person is enough.
    pub passphrase: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSystem {
    pub generation: SourceGeneration,
    /// The trusted application pool of 2010, or the name of the 2007 R2 pool.
    pub pool: String,
    pub servers: Vec<String>,
    /// Such as `sql01.contoso.com\GC`.
    pub sql_instance: String,
    pub database: String,
    pub compliance_database: String,
    /// The folder of uploaded files.
    pub files: String,
    /// The Lookup address of each SIP domain in use.
    pub lookup_addresses: Vec<SipUri>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceGeneration {
    /// Office Communications Server 2007 R2 Group Chat.
    Ocs2007R2,
    /// Lync Server 2010, Group Chat.
    Lync2010,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetSystem {
    pub pool: Fqdn,
    pub generation: Generation,
    pub registrar: Option<Fqdn>,
    pub sql_instance: String,
    /// The share of the pool's file store.
    pub files: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub start: Moment,
    pub end: Moment,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub operator: String,
    pub reviewer: String,
    pub approver: String,
    /// Who signs in before everybody does.
    pub pilots: Vec<String>,
}

impl Project {
    /// A project that begins now; `made_by` is the program, as its journal names it.
    pub fn new(made_by: &str, kind: ProjectKind, facts: Facts, now: Moment) -> Self {
        Self {
            format: FORMAT,
            id: ProjectId::new(&facts.name, now),
            made_at: now,
            made_by: made_by.to_owned(),
            kind,
            facts,
        }
    }

    pub fn is_rehearsal(&self) -> bool {
        matches!(self.kind, ProjectKind::Rehearsal { .. })
    }
}

impl ProjectId {
    fn new(name: &str, now: Moment) -> Self {
        let time = now.civil().strftime("%Y%m%dT%H%M%S");
        Self(format!("{time}-{}", file_name_of(name)))
    }
}

/// What a name becomes in the name of a file or a folder, on every system.
pub fn file_name_of(name: &str) -> String {
    const LONGEST: usize = 40;
    let mut kept = String::new();
    for letter in name.chars().take(LONGEST) {
        if letter.is_alphanumeric() {
            kept.extend(letter.to_lowercase());
        } else if !kept.is_empty() && !kept.ends_with('-') {
            kept.push('-');
        }
    }
    let kept = kept.trim_end_matches('-');
    if kept.is_empty() {
        "migration".to_owned()
    } else {
        kept.to_owned()
    }
}

impl fmt::Display for ProjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
