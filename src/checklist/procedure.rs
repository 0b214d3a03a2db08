//! The procedure as data: what is to be done in which order, why, by whom, how it is shown to be done, and how it is
//! taken back. The one that comes with the program is `assets/procedure/*.ron`; a site may copy and change it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{LabDeed, Texts};

/// The newest form of a procedure file this program reads.
pub const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    pub format: u32,
    pub name: Texts,
    /// Which state of the texts it is, such as `2026-11`; a site that changes it says so here.
    pub edition: String,
    pub phases: Vec<Phase>,
}

/// Such as `C`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhaseId(pub String);

/// Such as `c8a`. A step that is done once for each Lookup address carries its number: `c8a-2`. Taking a step back is a
/// step of its own: `undo-c8a-2`. A site's own steps begin with `own-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepId(pub String);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub id: PhaseId,
    pub title: Texts,
    pub purpose: Texts,
    /// Whether its steps belong into the maintenance window.
    #[serde(default)]
    pub in_window: bool,
    pub steps: Vec<ProcedureStep>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureStep {
    pub id: StepId,
    pub title: Texts,
    /// What to do.
    pub what: Texts,
    pub why: Texts,
    #[serde(default)]
    pub warning: Option<Texts>,
    /// Why it stands here, where the public pages contradict each other.
    #[serde(default)]
    pub order: Option<Texts>,
    /// The public pages it is from, such as `JJ205264`.
    #[serde(default)]
    pub sources: Vec<String>,
    #[serde(default)]
    pub applies: Applies,
    /// Done once for each Lookup address.
    #[serde(default)]
    pub per_address: bool,
    /// What has to be done before.
    #[serde(default)]
    pub needs: Vec<StepId>,
    pub done_by: DoneBy,
    pub proof: Proof,
    /// What `proof` reads holds until this step begins; without one, to the end.
    #[serde(default)]
    pub until: Option<StepId>,
    #[serde(default)]
    pub commands: Vec<CommandKind>,
    pub preview: Previewing,
    pub minutes: u32,
    /// Who has to be there.
    pub crew: Vec<Crew>,
    /// The reviewer confirms before it is done.
    #[serde(default)]
    pub two_people: bool,
    /// A decision stands before it.
    #[serde(default)]
    pub gate: Option<Texts>,
    /// From here on, taking the migration back loses what was posted since.
    #[serde(default)]
    pub ends_lossless_rollback: bool,
    pub undo: Undo,
    /// What the lab's people do when the step is handed to them in a rehearsal.
    #[serde(default)]
    pub lab: Vec<LabDeed>,
    /// A site's own remark; with the owner it may be changed in a copy.
    #[serde(default)]
    pub notes: String,
    #[serde(default)]
    pub owner: String,
}

/// When a step is part of a migration at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Applies {
    #[default]
    Always,
    Source2007R2,
    Source2010,
}

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DoneBy {
    /// The console, by a plan or a reading.
    Console(Operation),
    /// People, with commands that are handed to them. Never shown as automatic.
    People,
}

/// What the console can do by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// Nothing is changed: the proof is the step.
    Read,
    /// Stops the chat services of every server of the target pool.
    StopServices,
    /// Starts those of the active servers.
    StartServices,
    /// The address swap; `c8a` and `c8b` of one address are one plan.
    SwapAddress,
    RemoveEndpoint,
}

/// How a step is shown to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// Read by the console; green from nothing else.
    Console(Reading),
    /// Said by a person.
    Attested,
    /// Read where the console can, and said by a person.
    Both(Reading),
}

/// What the console reads to prove a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reading {
    /// A2: the target and the source are published in one topology of one forest.
    SameForest,
    /// A3: no three versions at once.
    Versions,
    /// A4: the target's next hop is published.
    HomePool,
    /// A5: the target pool is published and every server's replica is up to date.
    TargetPool,
    /// A7: the account may run what the migration needs.
    Rights,
    /// A8: nothing in the target pool has the name of something that will be imported.
    NoCollidingNames,
    /// Client version policies and authentication let old clients sign in.
    ClientAccess,
    /// The compliance configuration.
    Compliance,
    /// `_sipinternaltls._tcp` for each SIP domain.
    ServiceRecords,
    /// The chat services of every server of the target pool are stopped.
    ServicesStopped,
    /// The chat services of the active servers run, the Compliance service included.
    ServicesRunning,
    /// How many categories, rooms and add-ins the target pool holds before anything is done.
    Baseline,
    /// The same afterwards, beside what the old system held.
    Counts,
    AddressFree,
    EndpointStands,
    EndpointGone,
    /// DNS and TLS on a client's way to the front end.
    ClientPath,
    /// D2: no trusted application of the source is published any more.
    SourceRetired,
    /// D3: a policy that enables Persistent Chat.
    ChatPolicy,
    /// D4: each pool has its automatic endpoint.
    AutomaticEndpoints,
}

/// Whether what a step does can be looked at before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Previewing {
    /// The server's own `-WhatIf`.
    Server,
    /// The console works out what would happen.
    Simulated,
    NotPreviewable,
    /// Nothing is changed.
    NotNeeded,
}

/// Whom a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Crew {
    Operator,
    /// `CsPersistentChatAdministrator`, member of *RTC Local Administrators*.
    ChatAdministrator,
    /// `CsServerAdministrator`.
    ServerAdministrator,
    /// `CsUserAdministrator`.
    UserAdministrator,
    /// Whoever may change accounts in Active Directory.
    DirectoryAdministrator,
    DomainAdministrator,
    DatabaseAdministrator,
    /// Of the Group Chat servers themselves.
    SourceAdministrator,
    NetworkAdministrator,
    PilotUser,
    Approver,
}

/// A command that is handed over. Its text is made from typed values; the procedure names only which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommandKind {
    GetServices,
    GetTopologyPools,
    GetReplicationStatus,
    InvokeReplication,
    GetAdminRoleAssignment,
    GetContents,
    GetClientVersionPolicy,
    GetProxyConfiguration,
    GetComplianceConfiguration,
    ResolveServiceRecords,
    /// `Get-Service -ComputerName` for each Group Chat server.
    GetGroupChatServices,
    StopGroupChatServices,
    StartGroupChatServices,
    StopChatServices,
    StartChatServices,
    GetChatServices,
    BackUpSourceDatabase,
    BackUpTargetDatabase,
    RestoreTargetDatabase,
    ExportData,
    PreviewImport,
    ImportData,
    CopyFiles,
    GetHolders,
    NewEndpoint,
    GetEndpoint,
    RemoveEndpoint,
    UpgradeVerifier,
    TestMessage,
    TestClientPath,
    GetTrustedApplications,
    RemoveTrustedApplications,
    EnableTopology,
    EnableChatPolicy,
    GetChatPolicy,
    /// Who still signs in with an old client: a question for the registrar's database.
    FindLegacyUsers,
    /// A site's own, shown and copied as it is; what it is run on and by whom stands before it.
    Own {
        machine: String,
        role: String,
        text: String,
    },
}

/// How a step is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Undo {
    pub text: Texts,
    /// `None`: there is nothing to take back.
    #[serde(default)]
    pub done_by: Option<DoneBy>,
    #[serde(default)]
    pub commands: Vec<CommandKind>,
    #[serde(default)]
    pub proof: Option<Proof>,
    #[serde(default)]
    pub minutes: u32,
    #[serde(default)]
    pub lab: Vec<LabDeed>,
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PhaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StepId {
    pub fn new(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl Proof {
    pub fn reading(self) -> Option<Reading> {
        match self {
            Self::Console(reading) | Self::Both(reading) => Some(reading),
            Self::Attested => None,
        }
    }

    /// Whether a person has to say so.
    pub fn is_attested(self) -> bool {
        matches!(self, Self::Attested | Self::Both(_))
    }
}

impl Procedure {
    pub fn steps(&self) -> impl Iterator<Item = (&Phase, &ProcedureStep)> {
        self.phases
            .iter()
            .flat_map(|phase| phase.steps.iter().map(move |step| (phase, step)))
    }

    pub fn step(&self, id: &StepId) -> Option<&ProcedureStep> {
        self.steps()
            .map(|(_, step)| step)
            .find(|step| step.id == *id)
    }
}
