//! What the runtime gets from outside, put together from the adapters and the lab.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::adapters::active_directory::ActiveDirectory;
use crate::adapters::client_path::NetworkPath;
use crate::adapters::clock::SystemClock;
use crate::adapters::files::{self, DataFolder, FileJournal, ProjectFolder, Run};
use crate::adapters::platform;
use crate::adapters::remote_powershell::{RemotePowerShell, diagnose};
use crate::checklist::ProjectStore;
use crate::domain::{
    Dial, DirectoryDial, LabAct, LabDeed, LabDirectorySettings, LabFault, LabStage, LayerResult,
    Profiles, RehearsalFault, Settings, Source,
};
use crate::lab::Lab;
use crate::plan::{Deed, JournalWriter, Plan};
use crate::ports::{Call, ClientPath, Clock, Deployment, Directory, PortResult};
use crate::runtime::Outside;

/// Named in each journal file.
pub const PROGRAM: &str = concat!("pchat-console ", env!("CARGO_PKG_VERSION"));

pub struct Wiring {
    folder: DataFolder,
    clock: Arc<SystemClock>,
    lab: Lab,
    surroundings: Mutex<Surroundings>,
}

/// What the sessions were dialled with, for looking at the network the way their clients see it.
#[derive(Default)]
struct Surroundings {
    ca_file: Option<PathBuf>,
    dns: Option<String>,
}

impl Wiring {
    pub fn new(folder: DataFolder) -> Self {
        let clock = Arc::new(SystemClock::default());
        let lab = Lab::contoso(clock.clone());
        Self {
            folder,
            clock,
            lab,
            surroundings: Mutex::default(),
        }
    }

    fn surroundings(&self) -> MutexGuard<'_, Surroundings> {
        self.surroundings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The journal of this run for one kind of deployment.
pub fn journal(folder: &DataFolder, source: Source, clock: &dyn Clock) -> JournalWriter {
    let store = FileJournal::new(folder.journal(source), clock.now(), std::process::id());
    JournalWriter::new(
        Box::new(store),
        platform::os_user(),
        platform::computer(),
        PROGRAM,
    )
}

/// A project's folder, as this process keeps it.
pub fn project_store(folder: PathBuf) -> ProjectFolder {
    ProjectFolder::new(folder, Run::current(PROGRAM))
}

impl Outside for Wiring {
    fn open_lab(&self) -> Box<dyn Deployment> {
        Box::new(self.lab.clone())
    }

    fn open_lab_directory(&self) -> Box<dyn Directory> {
        Box::new(self.lab.directory())
    }

    fn set_lab_fault(&self, fault: Option<LabFault>) {
        self.lab.clear_faults();
        if let Some(fault) = fault {
            self.lab.inject(fault, 1);
        }
    }

    fn set_lab_directory(&self, settings: LabDirectorySettings) {
        self.lab.set_directory(settings);
    }

    fn act_in_lab(&self, deed: &Deed) {
        let done = match deed {
            Deed::Deployment(change) => self.lab.act_as_operator(change),
            Deed::Directory(change) => self.lab.act_as_directory_operator(change),
        };
        if let Err(err) = done {
            tracing::info!(%err, "the lab refused what was handed over");
        }
    }

    fn dial(&self, dial: &Dial, call: &Call) -> PortResult<Box<dyn Deployment>> {
        let session = RemotePowerShell::connect(dial, call)?;
        self.surroundings().ca_file.clone_from(&dial.ca_file);
        Ok(Box::new(session))
    }

    fn dial_directory(&self, dial: &DirectoryDial, call: &Call) -> PortResult<Box<dyn Directory>> {
        let session = ActiveDirectory::connect(dial, call)?;
        self.surroundings().dns.clone_from(&dial.dns);
        Ok(Box::new(session))
    }

    fn diagnose(&self, dial: &Dial, call: &Call, on_layer: &mut dyn FnMut(LayerResult)) {
        diagnose(dial, call, on_layer);
    }

    fn new_transcript(&self) -> PathBuf {
        self.folder
            .new_transcript(self.clock.now(), std::process::id())
    }

    fn journal(&self, source: Source) -> JournalWriter {
        journal(&self.folder, source, self.clock.as_ref())
    }

    fn save_plan(&self, plan: &Plan) -> PortResult<()> {
        files::save_plan(&self.folder, plan).map(|_path| ())
    }

    fn save_settings(&self, settings: &Settings) -> PortResult<()> {
        files::save_settings(&self.folder, settings)
    }

    fn save_profiles(&self, profiles: &Profiles) -> PortResult<()> {
        files::save_profiles(&self.folder, profiles)
    }

    fn project_store(&self, folder: &Path) -> Box<dyn ProjectStore> {
        Box::new(project_store(folder.to_owned()))
    }

    fn has_project(&self, folder: &Path) -> bool {
        files::has_project(folder)
    }

    fn read_file(&self, path: &Path, limit: u64) -> PortResult<Vec<u8>> {
        files::read_limited(path, limit)
    }

    fn save_new(&self, path: &Path, text: &str) -> PortResult<()> {
        files::save_new(path, text)
    }

    fn client_path(&self, source: Source) -> Box<dyn ClientPath> {
        match source {
            Source::Lab => Box::new(self.lab.client_path()),
            Source::Live => {
                let surroundings = self.surroundings();
                Box::new(NetworkPath::new(
                    surroundings.ca_file.clone(),
                    surroundings.dns.clone(),
                ))
            }
        }
    }

    fn stage_lab(&self, stage: &LabStage, faults: &[RehearsalFault], past: &[LabAct]) {
        self.lab.restage(stage);
        self.lab.befall(faults);
        self.lab.replay(past);
    }

    fn act_as_lab_people(&self, deed: LabDeed) -> Result<String, String> {
        self.lab.people_act(deed)
    }

    fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }
}
