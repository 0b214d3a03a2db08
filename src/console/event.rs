//! Everything that arrives from outside, as one list on one queue.

use std::path::PathBuf;

use super::journal_view::JournalView;
use super::migration::ProjectFiles;
use crate::checklist::{self, ProjectRecord, SourceExport, StepId};
use crate::domain::{
    AddressHolders, ChecklistMessage, Connection, DeploymentReading, DirectoryConnection,
    DirectoryReading, Fqdn, Holders, Inventory, LayerResult, PoolReading, Preview, Readable,
    Rights, SwapCapture, SwapSurvey,
};
use crate::plan::{Progress, RunEnd, SwapReading};
use crate::ports::PortError;

#[derive(Clone, Debug)]
pub enum Event {
    Connected {
        session: u64,
        result: Result<Connection, PortError>,
    },
    /// Where the session that is being dialled writes down what it says and hears.
    TranscriptStarted {
        session: u64,
        path: PathBuf,
    },
    /// How one layer of a connection test came out, in the order of the layers.
    LayerTested {
        request: u64,
        result: LayerResult,
    },
    /// The connection test has ended, or was cancelled.
    ConnectionTested {
        request: u64,
    },
    RightsRead {
        request: u64,
        result: Result<Rights, PortError>,
    },
    InventoryRead {
        request: u64,
        result: Result<Inventory, PortError>,
    },
    DeploymentRead {
        request: u64,
        result: Result<DeploymentReading, PortError>,
    },
    PoolRead {
        request: u64,
        pool: Fqdn,
        result: Result<PoolReading, PortError>,
    },
    HoldersRead {
        request: u64,
        result: Result<Readable<Holders>, PortError>,
    },
    AccountCaptured {
        request: u64,
        result: Result<Box<SwapCapture>, PortError>,
    },
    SwapSurveyed {
        request: u64,
        result: Result<Box<SwapSurvey>, PortError>,
    },
    DirectoryConnected {
        session: u64,
        result: Result<DirectoryConnection, PortError>,
    },
    DirectoryRead {
        request: u64,
        result: Result<DirectoryReading, PortError>,
    },
    /// The directory's answer to who holds an address.
    HoldersFound {
        request: u64,
        result: Result<AddressHolders, PortError>,
    },
    StandingRead {
        request: u64,
        result: Result<Box<SwapReading>, PortError>,
    },
    Previewed {
        request: u64,
        result: Result<Preview, PortError>,
    },
    RunProgressed(Progress),
    RunEnded(RunEnd),
    JournalRead {
        request: u64,
        result: Result<JournalView, PortError>,
    },
    // The migration
    /// A project was made, opened, or read again.
    ProjectOpened(Result<Box<ProjectFiles>, PortError>),
    /// Entries were written down, as they stand in the journal now; on a failure none after the failed one.
    Recorded {
        records: Vec<ProjectRecord>,
        result: Result<(), PortError>,
    },
    ProjectClosed,
    /// The lock could not be kept: somebody else took it, or the folder is gone.
    ProjectLost(PortError),
    ProofRead {
        step: StepId,
        result: Result<Box<checklist::Finding>, PortError>,
    },
    LabPeopleActed {
        step: StepId,
        output: String,
    },
    ExportsRead(Vec<(String, Result<SourceExport, ChecklistMessage>)>),
    ExportsPicked(Vec<PathBuf>),
    /// `None` when the person closed the file dialog.
    EvidencePicked(Option<PathBuf>),
    ProjectFolderPicked(Option<PathBuf>),
    /// The sealed passphrase, as a PHC string.
    PassphraseSealed(Result<String, PortError>),
    /// Whether each of these folders holds a project right now.
    ProjectsLookedFor(Vec<(PathBuf, bool)>),
    TemplatePicked(Option<PathBuf>),
    TemplateRead {
        file: PathBuf,
        result: Result<String, PortError>,
    },
    TemplateSaved(Result<PathBuf, PortError>),
    RehearsalRead {
        folder: PathBuf,
        result: Result<Box<ProjectFiles>, PortError>,
    },
    /// Where the report was written.
    ReportSaved(Result<PathBuf, PortError>),
    /// A second has passed while something on the screen shows the time.
    Tick,
    SettingsSaved(Result<(), PortError>),
    ProfilesSaved(Result<(), PortError>),
    /// `None` when the person closed the file dialog.
    CaFilePicked(Option<PathBuf>),
    /// A worker ended in a way it should not. The window goes on.
    WorkerPanicked(JobName),
}

/// Which work a panic ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobName {
    Session,
    /// The open project's.
    Project,
    ConnectionTest,
    Files,
    FileDialog,
}
