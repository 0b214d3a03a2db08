//! Everything the screen shows.

use std::path::PathBuf;
use std::sync::Arc;

use super::dialog::Dialog;
use super::directory::DirectoryState;
use super::fetched::Fetched;
use super::journal_view::JournalView;
use super::lists::List;
use super::migration::Migration;
use super::pool_servers::PoolServers;
use super::run::ActiveRun;
use super::standing::SwapStanding;
use super::swap::SwapWizard;
use super::wizard::Wizard;
use crate::domain::{
    Access, Connection, DeploymentReading, DirectoryDial, DirectoryProfile, Environment, Inventory,
    LabDirectorySettings, LabFault, Language, Message, Moment, Profiles, Rights, Settings, Source,
};
use crate::localization::{Localizer, Localizers};
use crate::ports::PortError;

#[derive(Clone, Debug)]
pub struct State {
    /// The language of the screen.
    pub localizer: Arc<Localizer>,
    pub localizers: Localizers,
    /// What the system speaks, for when the settings follow it.
    pub system_language: Language,
    pub settings: Settings,
    pub profiles: Profiles,
    pub places: Places,
    pub page: Page,
    /// Whether this build can sign in as whoever runs it, and if not, why.
    pub current_user: Result<(), Message>,
    pub session: Option<OpenSession>,
    pub rights: Fetched<Rights>,
    pub inventory: Fetched<Arc<Inventory>>,
    /// What surrounds the chat pools; read on demand.
    pub deployment: Fetched<Arc<DeploymentReading>>,
    pub servers: PoolServers,
    pub directory: DirectoryState,
    pub journal: Fetched<JournalView>,
    pub pools: List,
    pub endpoints: List,
    pub journal_list: List,
    pub wizard: Option<Box<Wizard>>,
    /// Where the swap that was looked at last stands.
    pub standing: Option<SwapStanding>,
    /// The wizard of the address swap.
    pub swap: Option<Box<SwapWizard>>,
    pub migration: Migration,
    /// What time it is, as far as the page that shows it was told.
    pub now: Option<Moment>,
    pub dialog: Option<Dialog>,
    /// The dialog the question about closing the window stands in front of.
    pub(super) behind: Option<Dialog>,
    pub run: Option<ActiveRun>,
    pub notes: Vec<Note>,
    pub lab_fault: Option<LabFault>,
    pub lab_directory: LabDirectorySettings,
    pub recording: RecordingState,
    /// Close the window as soon as the running change is over.
    pub close_when_done: bool,
    pub(super) next_number: u64,
    /// The newest question of each kind; older answers are ignored.
    pub(super) rights_request: u64,
    pub(super) deployment_request: u64,
    pub(super) inventory_request: u64,
    pub(super) journal_request: u64,
    pub(super) holders_request: u64,
    pub(super) directory_holders_request: u64,
    pub(super) preview_request: u64,
    pub(super) capture_request: u64,
    pub(super) survey_request: u64,
    /// The session that is being opened.
    pub(super) opening: Option<Opening>,
}

#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) session: u64,
    pub(super) environment: Environment,
    pub(super) name: String,
    pub(super) access: Access,
    /// Of the profile, for a directory that is connected later.
    pub(super) directory: DirectoryProfile,
    pub(super) ca_file: Option<PathBuf>,
    /// The directory that is connected with it.
    pub(super) directory_dial: Option<DirectoryDial>,
}

/// Whether connections are written down for support, and where the newest of these files is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordingState {
    /// For the connections made from now on; never saved, so that nobody records without knowing.
    pub is_on: bool,
    pub file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    #[default]
    Overview,
    Pools,
    Endpoints,
    Directory,
    Migration,
    Journal,
    Settings,
}

impl Page {
    pub const ALL: [Self; 7] = [
        Self::Overview,
        Self::Pools,
        Self::Endpoints,
        Self::Directory,
        Self::Migration,
        Self::Journal,
        Self::Settings,
    ];
}

/// The session the console reads from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    pub connection: Connection,
    pub environment: Environment,
    /// The profile's name; empty for the lab.
    pub name: String,
    pub access: Access,
}

impl OpenSession {
    pub fn is_lab(&self) -> bool {
        self.connection.source == Source::Lab
    }
}

/// Files and folders Settings shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    pub data_folder: PathBuf,
    pub settings: PathBuf,
    pub profiles: PathBuf,
    pub journal: PathBuf,
    pub plans: PathBuf,
    /// This run's own log file.
    pub log: Option<PathBuf>,
}

/// Something that happened outside the page in view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub number: u64,
    pub kind: NoteKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    Copied,
    ProfileSaved,
    /// A file could not be understood and was put aside.
    KeptAside {
        file: PathBuf,
        aside: Option<PathBuf>,
        problem: PortError,
    },
    NotSaved(PortError),
    /// A report of the migration was written.
    ReportSaved(PathBuf),
    /// The log file could not be started.
    NoLog(String),
    WorkerPanicked(super::event::JobName),
    /// What was asked for is not possible.
    Refused(Message),
}

impl State {
    /// `asked` is a language given on the command line; it wins over the settings until another one is chosen.
    pub fn new(
        localizers: Localizers,
        system_language: Language,
        asked: Option<Language>,
        settings: Settings,
        profiles: Profiles,
        places: Places,
    ) -> Self {
        let language = asked.or(settings.language).unwrap_or(system_language);
        Self {
            localizer: localizers.of(language).clone(),
            localizers,
            system_language,
            settings,
            profiles,
            places,
            page: Page::default(),
            current_user: Ok(()),
            session: None,
            rights: Fetched::default(),
            inventory: Fetched::default(),
            deployment: Fetched::default(),
            servers: PoolServers::default(),
            directory: DirectoryState::default(),
            journal: Fetched::default(),
            pools: List::default(),
            endpoints: List::default(),
            journal_list: List::default(),
            wizard: None,
            standing: None,
            swap: None,
            migration: Migration::default(),
            now: None,
            dialog: None,
            behind: None,
            run: None,
            notes: Vec::new(),
            lab_fault: None,
            lab_directory: LabDirectorySettings::default(),
            recording: RecordingState::default(),
            close_when_done: false,
            next_number: 1,
            rights_request: 0,
            deployment_request: 0,
            inventory_request: 0,
            journal_request: 0,
            holders_request: 0,
            directory_holders_request: 0,
            preview_request: 0,
            capture_request: 0,
            survey_request: 0,
            opening: None,
        }
    }

    /// Whether a change is being made right now.
    pub fn is_running(&self) -> bool {
        self.run.as_ref().is_some_and(|run| !run.is_over)
    }

    /// What the person at the screen has to be told about the place they are in.
    pub fn environment(&self) -> Environment {
        self.session
            .as_ref()
            .map(|session| session.environment)
            .unwrap_or_default()
    }

    /// Adds a note; the runtime uses it for what went wrong before the window opened.
    pub fn note(&mut self, kind: NoteKind) {
        let number = self.number();
        self.notes.push(Note { number, kind });
    }

    pub(super) fn number(&mut self) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }
}
