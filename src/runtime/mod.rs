//! Threads: carries effects out and turns their answers into events.
//!
//! The only owner of promises and of the session's worker. Everything it needs from outside is behind [`Outside`],
//! which the program's wiring provides; so no file, socket or clock is named here.

mod jobs;
mod session;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::console::{Effect, Event, JobName};
use crate::domain::{
    Dial, DirectoryDial, LabDirectorySettings, LabFault, LayerResult, Profiles, Settings, Source,
};
use crate::plan::{Deed, JournalWriter, Plan};
use crate::ports::{Call, Clock, Deployment, Directory, PortResult};
use jobs::Jobs;
use session::Session;

/// What the runtime cannot do by itself.
pub trait Outside: Send + Sync {
    fn open_lab(&self) -> Box<dyn Deployment>;
    fn open_lab_directory(&self) -> Box<dyn Directory>;
    fn set_lab_fault(&self, fault: Option<LabFault>);
    fn set_lab_directory(&self, settings: LabDirectorySettings);
    /// Lets somebody else change the lab. A run that waits for it reads what came of it.
    fn act_in_lab(&self, deed: &Deed);
    fn dial(&self, dial: &Dial, call: &Call) -> PortResult<Box<dyn Deployment>>;
    fn dial_directory(&self, dial: &DirectoryDial, call: &Call) -> PortResult<Box<dyn Directory>>;
    /// Tests a connection layer by layer and tells each result as it comes. Ends early when cancelled.
    fn diagnose(&self, dial: &Dial, call: &Call, on_layer: &mut dyn FnMut(LayerResult));
    /// A file that does not exist yet, for the transcript of a session.
    fn new_transcript(&self) -> PathBuf;
    /// This run's journal for one kind of deployment; asked for once per session.
    fn journal(&self, source: Source) -> JournalWriter;
    fn save_plan(&self, plan: &Plan) -> PortResult<()>;
    fn save_settings(&self, settings: &Settings) -> PortResult<()>;
    fn save_profiles(&self, profiles: &Profiles) -> PortResult<()>;
    fn clock(&self) -> &dyn Clock;
    /// After how long without work a session is kept alive. Shorter than the 120 seconds after which IIS closes an idle
    /// connection, so that the next act needs no new sign-in.
    fn longest_pause(&self) -> Duration {
        Duration::from_mins(1)
    }
}

/// Wakes the window when an answer has arrived.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

pub struct Runtime {
    outside: Arc<dyn Outside>,
    wake: Wake,
    sender: Sender<Event>,
    queue: Receiver<Event>,
    session: Session,
    jobs: Jobs,
}

impl Runtime {
    pub fn new(outside: Arc<dyn Outside>, wake: Wake) -> Self {
        let (sender, queue) = channel();
        let session = Session::new(outside.clone(), sender.clone(), wake.clone());
        Self {
            jobs: Jobs::new(wake.clone()),
            outside,
            wake,
            sender,
            queue,
            session,
        }
    }

    /// What has arrived since the last time.
    pub fn events(&mut self) -> Vec<Event> {
        let mut events: Vec<Event> = self.queue.try_iter().collect();
        events.extend(self.jobs.finished());
        events
    }

    /// Carries out an effect. `Copy` and `Quit` belong to the window and are not for the runtime.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::ConnectLab { .. }
            | Effect::Connect { .. }
            | Effect::ConnectLabDirectory { .. }
            | Effect::ConnectDirectory { .. }
            | Effect::CancelConnectDirectory
            | Effect::AdoptDirectory { .. }
            | Effect::DisconnectDirectory
            | Effect::ReadDirectory { .. }
            | Effect::FindHolders { .. }
            | Effect::CancelConnect
            | Effect::TestConnection { .. }
            | Effect::CancelTest
            | Effect::ReadRights { .. }
            | Effect::ReadDeployment { .. }
            | Effect::ReadPool { .. }
            | Effect::SetAccess(_)
            | Effect::ReadInventory { .. }
            | Effect::ReadHolders { .. }
            | Effect::CaptureAccount { .. }
            | Effect::SurveySwap { .. }
            | Effect::ReadStanding { .. }
            | Effect::HandOver { .. }
            | Effect::Preview { .. }
            | Effect::RunPlan(_)
            | Effect::Recheck(_)
            | Effect::CancelRun
            | Effect::ReadJournal { .. }
            | Effect::Adopt { .. } => self.session.perform(effect),
            Effect::SaveSettings(settings) => {
                let outside = self.outside.clone();
                self.jobs.start(JobName::Files, move || {
                    Event::SettingsSaved(outside.save_settings(&settings))
                });
            }
            Effect::SaveProfiles(profiles) => {
                let outside = self.outside.clone();
                self.jobs.start(JobName::Files, move || {
                    Event::ProfilesSaved(outside.save_profiles(&profiles))
                });
            }
            Effect::PickCaFile => self.pick_ca_file(),
            Effect::SetLabFault(fault) => self.outside.set_lab_fault(fault),
            Effect::SetLabDirectory(settings) => self.outside.set_lab_directory(settings),
            Effect::ActInLab(deed) => self.outside.act_in_lab(&deed),
            Effect::CreateProject { .. }
            | Effect::OpenProject { .. }
            | Effect::CloseProject
            | Effect::ReloadProject
            | Effect::Record(_)
            | Effect::AttachEvidence { .. }
            | Effect::ReadProof { .. }
            | Effect::ReadExports(_)
            | Effect::PickExports
            | Effect::PickEvidence
            | Effect::PickProjectFolder
            | Effect::SealPassphrase(_)
            | Effect::LookForProjects(_)
            | Effect::PickTemplate
            | Effect::ReadTemplate(_)
            | Effect::SaveTemplate { .. }
            | Effect::PinProcedure(_)
            | Effect::ReadRehearsal(_)
            | Effect::SaveReport { .. }
            | Effect::StageLab { .. }
            | Effect::ActAsLabPeople { .. } => {}
            Effect::Copy(_) | Effect::Quit => {}
        }
    }

    /// Puts an event on the queue as if it had arrived from outside.
    pub fn send(&self, event: Event) {
        // The queue lives as long as the runtime.
        self.sender.send(event).ok();
        (self.wake)();
    }

    #[cfg(feature = "window")]
    fn pick_ca_file(&mut self) {
        // The dialog has to be made on the window's thread; only waiting for it happens elsewhere.
        let dialog = rfd::AsyncFileDialog::new()
            .add_filter("PEM, CRT, CER", &["pem", "crt", "cer"])
            .pick_file();
        self.jobs.start(JobName::FileDialog, move || {
            let picked: Option<PathBuf> =
                pollster::block_on(dialog).map(|file| file.path().to_owned());
            Event::CaFilePicked(picked)
        });
    }

    #[cfg(not(feature = "window"))]
    fn pick_ca_file(&self) {
        let none: Option<PathBuf> = None;
        self.send(Event::CaFilePicked(none));
    }
}
