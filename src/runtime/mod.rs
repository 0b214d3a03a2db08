//! Threads: carries effects out and turns their answers into events.
//!
//! The only owner of promises and of the session's worker. Everything it needs from outside is behind [`Outside`],
//! which the program's wiring provides; so no file, socket or clock is named here.

mod dialogs;
mod jobs;
mod project;
mod session;
mod teller;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::checklist::ProjectStore;
use crate::console::{Effect, Event, JobName};
use crate::domain::{
    Dial, DirectoryDial, LabAct, LabDeed, LabDirectorySettings, LabFault, LabStage, LayerResult,
    Profiles, RehearsalFault, Settings, Source,
};
use crate::plan::{Deed, JournalWriter, Plan};
use crate::ports::{Call, ClientPath, Clock, Deployment, Directory, PortResult};
use jobs::Jobs;
use project::{Projects, Slot};
use session::Session;
use teller::Teller;

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
    /// A project's folder, whether or not there is one.
    fn project_store(&self, folder: &Path) -> Box<dyn ProjectStore>;
    fn has_project(&self, folder: &Path) -> bool;
    /// A file that a person chose, if it is not larger than so many bytes.
    fn read_file(&self, path: &Path, limit: u64) -> PortResult<Vec<u8>>;
    /// Writes a file that is not there yet.
    fn save_new(&self, path: &Path, text: &str) -> PortResult<()>;
    /// The network as a client sees it, for one kind of deployment.
    fn client_path(&self, source: Source) -> Box<dyn ClientPath>;
    /// Sets the lab up anew, the sessions that are open with it included, and brings it to where it stood after what
    /// was done in it before.
    fn stage_lab(&self, stage: &LabStage, faults: &[RehearsalFault], past: &[LabAct]);
    /// Lets the lab's people do something; what their tools print, or their words when it failed.
    fn act_as_lab_people(&self, deed: LabDeed) -> Result<String, String>;
    fn clock(&self) -> &dyn Clock;
    /// How long a second is.
    fn second(&self) -> Duration {
        Duration::from_secs(1)
    }
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
    projects: Projects,
    jobs: Jobs,
}

impl Runtime {
    pub fn new(outside: Arc<dyn Outside>, wake: Wake) -> Self {
        let (sender, queue) = channel();
        let teller = Teller::new(sender.clone(), wake.clone());
        let slot = Slot::default();
        let session = Session::new(outside.clone(), teller.clone(), slot.clone());
        let projects = Projects::new(outside.clone(), teller, slot);
        Self {
            jobs: Jobs::new(wake.clone()),
            outside,
            wake,
            sender,
            queue,
            session,
            projects,
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
            | Effect::ReadProof { .. }
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
            Effect::PickCaFile
            | Effect::PickExports
            | Effect::PickEvidence
            | Effect::PickProjectFolder
            | Effect::PickTemplate => dialogs::pick(&effect, &mut self.jobs),
            Effect::StageLab {
                stage,
                faults,
                past,
            } => self.outside.stage_lab(&stage, &faults, &past),
            Effect::SetLabFault(fault) => self.outside.set_lab_fault(fault),
            Effect::SetLabDirectory(settings) => self.outside.set_lab_directory(settings),
            Effect::ActInLab(deed) => self.outside.act_in_lab(&deed),
            Effect::CreateProject { .. }
            | Effect::OpenProject { .. }
            | Effect::CloseProject
            | Effect::ReloadProject
            | Effect::Record(_)
            | Effect::AttachEvidence { .. }
            | Effect::ReadExports(_)
            | Effect::SealPassphrase(_)
            | Effect::LookForProjects(_)
            | Effect::ReadTemplate(_)
            | Effect::SaveTemplate { .. }
            | Effect::PinProcedure(_)
            | Effect::ReadRehearsal(_)
            | Effect::SaveReport { .. }
            | Effect::ActAsLabPeople { .. }
            | Effect::SetTicking(_) => self.projects.perform(effect, &mut self.jobs),
            Effect::Copy(_) | Effect::Quit => {}
        }
    }

    /// Puts an event on the queue as if it had arrived from outside.
    pub fn send(&self, event: Event) {
        // The queue lives as long as the runtime.
        self.sender.send(event).ok();
        (self.wake)();
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.projects.close();
    }
}
