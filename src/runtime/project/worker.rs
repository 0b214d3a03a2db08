//! The thread that opens a project, writes to it, keeps its lock alive, and looks at one that somebody else has.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use super::slot::Slot;
use super::ticker::Ticker;
use crate::checklist::{
    BEAT_EVERY, OpenMode, ProjectDesk, ProjectEntry, ProjectRecord, StoredProject,
};
use crate::console::{Effect, Event, JobName, LockHolder, ProjectAccess, ProjectFiles};
use crate::ports::{PortError, PortErrorKind, PortResult};
use crate::runtime::{Outside, Teller};

/// How often a project that is watched, or whose folder is gone, is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(3);

#[expect(
    clippy::large_enum_variant,
    reason = "a handful of jobs wait at any time"
)]
pub(super) enum Job {
    Effect(Effect),
    /// A second has passed, or more where the one before had to wait.
    Second,
    /// Lets go of the project and says when that is done.
    Close(Sender<()>),
}

pub(super) struct Worker {
    outside: Arc<dyn Outside>,
    teller: Teller,
    slot: Slot,
    ticker: Ticker,
    is_second_waiting: Arc<AtomicBool>,
    /// How many seconds the last sign of life, or the last look, is ago.
    seconds: u32,
    /// The folder cannot be reached; told once.
    is_lost: bool,
}

impl Worker {
    pub(super) fn new(
        outside: Arc<dyn Outside>,
        teller: Teller,
        slot: Slot,
        ticker: Ticker,
        is_second_waiting: Arc<AtomicBool>,
    ) -> Self {
        Self {
            outside,
            teller,
            slot,
            ticker,
            is_second_waiting,
            seconds: 0,
            is_lost: false,
        }
    }

    pub(super) fn work(mut self, queue: &Receiver<Job>) {
        while let Ok(job) = queue.recv() {
            let answer = Answer::to(&job);
            let done = catch_unwind(AssertUnwindSafe(|| self.perform(job)));
            if done.is_err() {
                self.teller.tell(Event::WorkerPanicked(JobName::Project));
                // Whoever waits for an answer gets one.
                match answer {
                    Answer::Opened => self.teller.tell(Event::ProjectOpened(Err(unexpected()))),
                    Answer::Recorded => self.teller.tell_recorded(Vec::new(), Err(unexpected())),
                    Answer::None => {}
                }
            }
        }
    }

    fn perform(&mut self, job: Job) {
        match job {
            Job::Effect(effect) => self.effect(effect),
            Job::Second => {
                self.is_second_waiting.store(false, Ordering::SeqCst);
                self.second();
            }
            Job::Close(done) => {
                self.close();
                // Whoever waited may have given up.
                done.send(()).ok();
            }
        }
    }

    fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::CreateProject {
                folder,
                project,
                procedure,
            } => {
                let store = self.outside.project_store(&folder);
                let made = store
                    .create(&project, &procedure)
                    .and_then(|()| self.open(&folder, OpenMode::Work));
                self.tell_opened(made);
            }
            Effect::OpenProject { folder, mode } => {
                let opened = self.open(&folder, mode);
                self.tell_opened(opened);
            }
            Effect::ReloadProject => {
                if let Some(reloaded) = self.reload() {
                    self.tell_opened(reloaded);
                }
            }
            Effect::PinProcedure(procedure) => {
                let pinned = self.slot.lock().as_mut().map(|desk| desk.pin(&procedure));
                match pinned {
                    Some(Ok(())) => {
                        if let Some(reloaded) = self.reload() {
                            self.tell_opened(reloaded);
                        }
                    }
                    Some(Err(err)) => self.tell_opened(Err(err)),
                    None => {}
                }
            }
            Effect::Record(entries) => {
                let (records, result) = self.record(entries);
                self.teller.tell_recorded(records, result);
            }
            Effect::CloseProject => {
                self.close();
                self.teller.tell(Event::ProjectClosed);
            }
            _ => {}
        }
    }

    fn open(&mut self, folder: &Path, mode: OpenMode) -> PortResult<ProjectFiles> {
        let now = self.outside.clock().now();
        let mut slot = self.slot.lock();
        // What was seen of the lock meanwhile is what a takeover is decided by.
        if let Some(desk) = slot.as_mut().filter(|desk| desk.folder() == folder) {
            let is_settled = mode == OpenMode::Watch || desk.is_held();
            let stored = if is_settled {
                desk.reload()?
            } else {
                desk.take_over(now)?
            };
            return Ok(self.files(desk, stored));
        }
        let store = self.outside.project_store(folder);
        let (mut desk, stored) = ProjectDesk::open(store, mode, now)?;
        desk.beat()?;
        let files = self.files(&desk, stored);
        let before = slot.replace(desk);
        drop(slot);
        if let Some(before) = before {
            let_go(before);
        }
        self.seconds = 0;
        self.is_lost = false;
        self.ticker.tell_project(true);
        Ok(files)
    }

    /// `None` where no project is open.
    fn reload(&self) -> Option<PortResult<ProjectFiles>> {
        let mut slot = self.slot.lock();
        let desk = slot.as_mut()?;
        Some(desk.reload().map(|stored| self.files(desk, stored)))
    }

    fn record(&self, entries: Vec<ProjectEntry>) -> (Vec<ProjectRecord>, PortResult<()>) {
        let mut records = Vec::with_capacity(entries.len());
        let mut slot = self.slot.lock();
        let Some(desk) = slot.as_mut() else {
            return (records, Err(not_open()));
        };
        for entry in entries {
            match desk.append(self.outside.clock().now(), None, entry) {
                Ok(written) => records.extend(written),
                Err(err) => return (records, Err(err)),
            }
        }
        (records, Ok(()))
    }

    fn close(&mut self) {
        let desk = self.slot.lock().take();
        if let Some(desk) = desk {
            let_go(desk);
        }
        self.ticker.tell_project(false);
    }

    fn second(&mut self) {
        self.seconds += 1;
        let is_held = match self.slot.lock().as_ref() {
            Some(desk) => desk.is_held(),
            None => return,
        };
        let pause = if is_held && !self.is_lost {
            BEAT_EVERY
        } else {
            LOOK_EVERY
        };
        if u64::from(self.seconds) < pause.as_secs() {
            return;
        }
        self.seconds = 0;
        let looked = match self.slot.lock().as_mut() {
            Some(desk) if is_held => desk.beat().map(|()| false),
            Some(desk) => desk.observe(pause).map(|observed| observed.has_changed),
            None => return,
        };
        match looked {
            Ok(has_changed) if has_changed || self.is_lost => {
                self.is_lost = false;
                if let Some(reloaded) = self.reload() {
                    self.tell_opened(reloaded);
                }
            }
            Ok(_) => {}
            // From here on it is watched; the next look says who has it.
            Err(err) if err.kind == PortErrorKind::ProjectTaken => {
                self.teller.tell(Event::ProjectLost(err));
            }
            Err(err) if !self.is_lost => {
                self.is_lost = true;
                self.teller.tell(Event::ProjectLost(err));
            }
            Err(_still_lost) => {}
        }
    }

    fn tell_opened(&self, opened: PortResult<ProjectFiles>) {
        self.teller.tell(Event::ProjectOpened(opened.map(Box::new)));
    }

    fn files(&self, desk: &ProjectDesk, stored: StoredProject) -> ProjectFiles {
        let access = if desk.is_held() {
            ProjectAccess::Work
        } else {
            let holder = desk.holder().map(|(holder, is_stale)| match holder {
                Some(holder) => LockHolder {
                    user: holder.user.clone(),
                    computer: holder.computer.clone(),
                    since: holder.since,
                    is_stale,
                },
                // The lock is there and says nothing.
                None => LockHolder {
                    user: "?".to_owned(),
                    computer: "?".to_owned(),
                    since: self.outside.clock().now(),
                    is_stale,
                },
            });
            ProjectAccess::Watch(holder)
        };
        super::files_of(desk.folder(), access, stored)
    }
}

/// What waits for the end of a job.
enum Answer {
    Opened,
    Recorded,
    None,
}

impl Answer {
    fn to(job: &Job) -> Self {
        match job {
            Job::Effect(
                Effect::CreateProject { .. }
                | Effect::OpenProject { .. }
                | Effect::ReloadProject
                | Effect::PinProcedure(_),
            ) => Self::Opened,
            Job::Effect(Effect::Record(_)) => Self::Recorded,
            _ => Self::None,
        }
    }
}

fn let_go(mut desk: ProjectDesk) {
    if let Err(err) = desk.close() {
        // Others find a lock that gives no sign of life, and can take it over.
        tracing::warn!(%err, "the project's lock could not be released");
    }
}

fn unexpected() -> PortError {
    PortError::new(
        PortErrorKind::Protocol,
        "project",
        "",
        "the worker ended unexpectedly",
    )
}

/// The console writes only to a project that is open; this is for an entry that crossed its closing.
pub(super) fn not_open() -> PortError {
    PortError::new(
        PortErrorKind::Cancelled,
        "project",
        "",
        "no project is open",
    )
}
