//! What the lab is set up as for a rehearsal, what the people around the console do there, and what may go wrong.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Change, DirectoryChange, Fqdn, Generation, SipUri};

/// The names of a real site, so that a rehearsal shows the servers and addresses of the real night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabStage {
    pub source_pool: String,
    pub source_is_2007_r2: bool,
    pub source_servers: Vec<String>,
    pub target_pool: Fqdn,
    pub target_generation: Generation,
    pub registrar: Fqdn,
    pub target_servers: Vec<String>,
    /// The Lookup addresses, one for each SIP domain in use; their domains are the SIP domains of the stage.
    pub lookup_addresses: Vec<SipUri>,
    /// How many categories, rooms and add-ins the old system holds.
    pub categories: u32,
    pub rooms: u32,
    pub addins: u32,
}

/// What somebody does who is not this console: on the old servers, on the database server, in another tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LabDeed {
    StopGroupChat,
    StartGroupChat,
    /// `Get-Service` against a Group Chat server.
    ShowGroupChatServices,
    BackUpSource,
    BackUpTarget,
    ExportData,
    PreviewImport,
    ImportData,
    CopyFiles,
    CompareDatabases,
    /// An old client of a pilot user signs in and joins a room.
    SignInWithLegacyClient,
    UninstallGroupChat,
    /// Trusted application, its pool, then `Enable-CsTopology`.
    RetireSource,
    EnableChatPolicy,
    FindLegacyUsers,
    RestoreTarget,
    /// The Group Chat Administration Tool: what the pre-flight found is put right in the old system.
    CleanUpSource,
    /// The colliding room of the target is renamed and the invitation setting put right, so that the preview is clean.
    FixImportWarnings,
    /// Takes a `sip:` value that a cmdlet left behind out of `proxyAddresses`.
    RemoveLeftProxyValue,
    /// Brings a server back that people have to look after on the spot.
    RepairServer,
    /// Takes `UninstallGroupChat` back.
    ReinstallGroupChat,
    /// Takes `RetireSource` back.
    RepublishSource,
    /// Takes `EnableChatPolicy` back.
    DisableChatPolicy,
    /// A message by the path of Lync 2013 clients.
    TestMessage,
    /// Creates the endpoints again that nobody holds the addresses of.
    RecreateEndpoints,
}

/// Something that was done to a lab, so that a lab that is set up anew can be brought to where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LabAct {
    People(LabDeed),
    Deployment(Change),
    Directory(DirectoryChange),
}

impl LabDeed {
    pub const ALL: [Self; 25] = [
        Self::StopGroupChat,
        Self::StartGroupChat,
        Self::ShowGroupChatServices,
        Self::BackUpSource,
        Self::BackUpTarget,
        Self::ExportData,
        Self::PreviewImport,
        Self::ImportData,
        Self::CopyFiles,
        Self::CompareDatabases,
        Self::SignInWithLegacyClient,
        Self::UninstallGroupChat,
        Self::RetireSource,
        Self::EnableChatPolicy,
        Self::FindLegacyUsers,
        Self::RestoreTarget,
        Self::CleanUpSource,
        Self::FixImportWarnings,
        Self::RemoveLeftProxyValue,
        Self::RepairServer,
        Self::ReinstallGroupChat,
        Self::RepublishSource,
        Self::DisableChatPolicy,
        Self::TestMessage,
        Self::RecreateEndpoints,
    ];
}

/// What may go wrong in a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RehearsalFault {
    /// A chat service stays in `StopPending` at the first attempt.
    ServiceWillNotStop,
    /// The import's preview warns of an invitation setting and a colliding name.
    ImportWarning,
    /// Controllers in the other site show the freed address late.
    ReplicationLags,
    /// The cmdlet leaves the address in `proxyAddresses`.
    AddressStillHeld,
    /// An active server of the target pool does not come back when services start.
    ServerLost,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no fault of a rehearsal")]
pub struct UnknownRehearsalFault(pub String);

impl RehearsalFault {
    pub const ALL: [Self; 5] = [
        Self::ServiceWillNotStop,
        Self::ImportWarning,
        Self::ReplicationLags,
        Self::AddressStillHeld,
        Self::ServerLost,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceWillNotStop => "service-will-not-stop",
            Self::ImportWarning => "import-warning",
            Self::ReplicationLags => "replication-lags",
            Self::AddressStillHeld => "address-still-held",
            Self::ServerLost => "server-lost",
        }
    }
}

impl fmt::Display for RehearsalFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RehearsalFault {
    type Err = UnknownRehearsalFault;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownRehearsalFault(name.to_owned()))
    }
}
