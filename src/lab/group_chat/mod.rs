//! Group Chat as it stands beside the deployment: servers of its own, a database, uploaded files. Nothing of it shows
//! through the deployment but its trusted application pool; only people at its machines see and change it.

mod clients;
mod data;
mod database;
mod deeds;
mod file;
mod servers;
mod table;

pub(super) use database::{Named, OldDatabase, Size};
pub(super) use file::FileGroupChat;

use servers::OldService;

use super::settings::Content;
use crate::domain::{Fqdn, Moment, SipUri, SourcePool};

/// What people's tools print, or their words when they fail.
pub(super) type Told = Result<String, String>;

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any two may hold together"
)]
#[derive(Clone)]
pub(super) struct GroupChat {
    pub(super) is_2007_r2: bool,
    pub(super) sql_instance: String,
    pub(super) database: OldDatabase,
    services: Vec<OldService>,
    /// The pool everything moves to.
    pub(super) target: Fqdn,
    /// The addresses its Lookup service registers with.
    pub(super) lookup_addresses: Vec<SipUri>,
    /// What was published of it, after it no longer is.
    retired: Vec<SourcePool>,
    is_installed: bool,
    source_backup: Option<Moment>,
    target_backup: Option<Backup>,
    export: Option<Export>,
    imported: Option<Moment>,
    files_copied: bool,
    verified: bool,
    /// A setting and a name that somebody changes right before the preview.
    pub(super) warns_once: bool,
}

/// What the target pool held when its database was saved.
#[derive(Clone)]
struct Backup {
    categories: Vec<Content>,
    rooms: Vec<Content>,
    addins: Vec<Content>,
}

/// The file of an export: what the old system held when it was written.
#[derive(Clone)]
struct Export {
    at: Moment,
    database: OldDatabase,
    /// Whether Group Chat still ran, so that what was posted later is missing.
    while_running: bool,
}

impl GroupChat {
    pub(super) fn new(
        is_2007_r2: bool,
        servers: &[String],
        sql_instance: String,
        database: OldDatabase,
        target: Fqdn,
        lookup_addresses: Vec<SipUri>,
    ) -> Self {
        Self {
            is_2007_r2,
            sql_instance,
            database,
            services: servers::services(servers),
            target,
            lookup_addresses,
            retired: Vec::new(),
            is_installed: true,
            source_backup: None,
            target_backup: None,
            export: None,
            imported: None,
            files_copied: false,
            verified: false,
            warns_once: false,
        }
    }

    fn product(&self) -> &'static str {
        if self.is_2007_r2 {
            "Office Communications Server 2007 R2, Group Chat"
        } else {
            "Lync Server 2010, Group Chat"
        }
    }

    fn runs(&self) -> bool {
        self.is_installed && self.services.iter().any(|service| service.runs)
    }
}
