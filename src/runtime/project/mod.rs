//! The project that is open: a worker of its own for its files, so that notes and attestations are written down while
//! the session's worker waits for a server; and what is done with files beside it.

mod beside;
mod log;
mod slot;
mod ticker;
mod worker;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

use super::jobs::Jobs;
use super::{Outside, Teller};
use crate::checklist::StoredProject;
use crate::console::{Effect, Event, JobName, ProjectAccess, ProjectFiles};
use ticker::Ticker;
use worker::{Job, Worker};

pub(super) use log::ProjectLog;
pub(super) use slot::Slot;

/// How long the end of the program waits for the project to be let go of. A share that hangs must not keep the window.
const LONGEST_CLOSING: Duration = Duration::from_secs(3);

/// The window's end of the worker.
pub(super) struct Projects {
    outside: Arc<dyn Outside>,
    teller: Teller,
    slot: Slot,
    jobs: Sender<Job>,
    ticker: Ticker,
}

impl Projects {
    pub(super) fn new(outside: Arc<dyn Outside>, teller: Teller, slot: Slot) -> Self {
        let (jobs, queue) = channel();
        let is_second_waiting = Arc::new(AtomicBool::new(false));
        let ticker = Ticker::start(
            outside.second(),
            teller.clone(),
            jobs.clone(),
            is_second_waiting.clone(),
        );
        let worker = Worker::new(
            outside.clone(),
            teller.clone(),
            slot.clone(),
            ticker.clone(),
            is_second_waiting,
        );
        let started = thread::Builder::new()
            .name("project".to_owned())
            .spawn(move || worker.work(&queue));
        if let Err(err) = started {
            // The first job that is sent says so.
            tracing::error!(%err, "the project's thread could not be started");
        }
        Self {
            outside,
            teller,
            slot,
            jobs,
            ticker,
        }
    }

    pub(super) fn perform(&mut self, effect: Effect, jobs: &mut Jobs) {
        match effect {
            Effect::SetTicking(is_wanted) => self.ticker.tell_console(is_wanted),
            Effect::CreateProject { .. }
            | Effect::OpenProject { .. }
            | Effect::CloseProject
            | Effect::ReloadProject
            | Effect::PinProcedure(_)
            | Effect::Record(_) => {
                if self.jobs.send(Job::Effect(effect)).is_err() {
                    self.teller.tell(Event::WorkerPanicked(JobName::Project));
                }
            }
            other => beside::perform(other, &self.outside, &self.slot, &self.teller, jobs),
        }
    }

    /// Lets go of the project before the program ends.
    pub(super) fn close(&self) {
        let (done, wait) = channel();
        if self.jobs.send(Job::Close(done)).is_ok() && wait.recv_timeout(LONGEST_CLOSING).is_err() {
            tracing::warn!("the project could not be let go of in time");
        }
    }
}

fn files_of(folder: &Path, access: ProjectAccess, stored: StoredProject) -> ProjectFiles {
    ProjectFiles {
        folder: folder.to_owned(),
        access,
        project: stored.project,
        procedure: stored.procedure,
        journal: stored.journal,
        rehearsals: stored.rehearsals,
    }
}
