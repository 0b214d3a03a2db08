//! The worker that owns the session: one thread, one deployment, one journal. Writes are made one at a time; of
//! several readings that wait only the newest is made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use super::{Outside, Wake};
use crate::console::{Effect, Event, JobName, JournalView};
use crate::domain::{Dial, Source};
use crate::plan::{JournalWriter, Limits, PlanId, PlanRecord, recheck, run};
use crate::ports::{Call, Cancel, Deployment, PortError, PortErrorKind, PortResult};

/// Connecting shows its progress and can be cancelled; it may take as long as a slow sign-in does.
const CONNECT_DEADLINE: Duration = Duration::from_mins(1);
/// A reading asks once per pool.
const READ_DEADLINE: Duration = Duration::from_mins(5);
const ASK_DEADLINE: Duration = Duration::from_mins(1);

/// The window's end of the worker.
pub(super) struct Session {
    outside: Arc<dyn Outside>,
    events: Sender<Event>,
    wake: Wake,
    jobs: Sender<Job>,
    /// The newest reading asked for; older ones that still wait are skipped.
    newest_reading: Arc<AtomicU64>,
    connecting: Option<Cancel>,
    running: Option<Cancel>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "a handful of jobs wait at any time"
)]
enum Job {
    /// Takes over a session that was opened on another thread.
    Adopt {
        session: u64,
        deployment: Box<dyn Deployment>,
    },
    Effect {
        effect: Effect,
        cancel: Cancel,
    },
}

impl Session {
    pub(super) fn new(outside: Arc<dyn Outside>, events: Sender<Event>, wake: Wake) -> Self {
        let (jobs, queue) = channel();
        let newest_reading = Arc::new(AtomicU64::new(0));
        let worker = Worker {
            outside: outside.clone(),
            events: events.clone(),
            wake: wake.clone(),
            newest_reading: newest_reading.clone(),
            open: None,
        };
        let started = thread::Builder::new()
            .name("session".to_owned())
            .spawn(move || worker.work(&queue));
        if let Err(err) = started {
            // Without the worker nothing can be read; the first job that is sent says so.
            tracing::error!(%err, "the session thread could not be started");
        }
        Self {
            outside,
            events,
            wake,
            jobs,
            newest_reading,
            connecting: None,
            running: None,
        }
    }

    pub(super) fn perform(&mut self, effect: Effect) {
        let mut cancel = Cancel::default();
        match effect {
            Effect::ConnectLab { session } => {
                let deployment = self.outside.open_lab();
                self.send(Job::Adopt {
                    session,
                    deployment,
                });
                return;
            }
            Effect::Connect { session, dial } => {
                self.dial(session, dial);
                return;
            }
            Effect::CancelConnect => {
                if let Some(connecting) = self.connecting.take() {
                    connecting.cancel();
                }
                return;
            }
            Effect::CancelRun => {
                if let Some(running) = &self.running {
                    running.cancel();
                }
                return;
            }
            Effect::ReadInventory { request } => {
                self.newest_reading.store(request, Ordering::SeqCst);
            }
            Effect::RunPlan(_) | Effect::Recheck(_) => {
                cancel = Cancel::default();
                self.running = Some(cancel.clone());
            }
            _ => {}
        }
        self.send(Job::Effect { effect, cancel });
    }

    /// Dials on a thread of its own: the session before stays usable, and cancelling does not wait for the network.
    fn dial(&mut self, session: u64, dial: Dial) {
        if let Some(before) = self.connecting.take() {
            before.cancel();
        }
        let cancel = Cancel::default();
        self.connecting = Some(cancel.clone());
        let (outside, events, wake, jobs) = (
            self.outside.clone(),
            self.events.clone(),
            self.wake.clone(),
            self.jobs.clone(),
        );
        let failed = events.clone();
        let started = thread::Builder::new()
            .name("connect".to_owned())
            .spawn(move || {
                let call = Call::new(CONNECT_DEADLINE, &cancel);
                let result = catch_unwind(AssertUnwindSafe(|| outside.dial(&dial, &call)))
                    .unwrap_or_else(|_panic| Err(unexpected("sign-in")));
                match result {
                    Ok(deployment) if !cancel.is_cancelled() => {
                        jobs.send(Job::Adopt {
                            session,
                            deployment,
                        })
                        .ok();
                    }
                    // Nobody waits for it any more: dropping it closes it.
                    Ok(_) => {}
                    Err(err) => {
                        events
                            .send(Event::Connected {
                                session,
                                result: Err(err),
                            })
                            .ok();
                        wake();
                    }
                }
            });
        if let Err(err) = started {
            let err = PortError::new(PortErrorKind::Protocol, "sign-in", "thread", err);
            failed
                .send(Event::Connected {
                    session,
                    result: Err(err),
                })
                .ok();
        }
    }

    fn send(&self, job: Job) {
        if self.jobs.send(job).is_err() {
            self.events
                .send(Event::WorkerPanicked(JobName::Session))
                .ok();
            (self.wake)();
        }
    }
}

struct Worker {
    outside: Arc<dyn Outside>,
    events: Sender<Event>,
    wake: Wake,
    newest_reading: Arc<AtomicU64>,
    open: Option<Open>,
}

struct Open {
    deployment: Box<dyn Deployment>,
    journal: JournalWriter,
}

impl Worker {
    fn work(mut self, queue: &Receiver<Job>) {
        for job in queue {
            let done = catch_unwind(AssertUnwindSafe(|| self.perform(job)));
            if done.is_err() {
                self.tell(Event::WorkerPanicked(JobName::Session));
            }
        }
    }

    fn perform(&mut self, job: Job) {
        match job {
            Job::Adopt {
                session,
                deployment,
            } => {
                let connection = deployment.connection();
                let journal = self.journal_for(connection.source);
                self.open = Some(Open {
                    deployment,
                    journal,
                });
                self.tell(Event::Connected {
                    session,
                    result: Ok(connection),
                });
            }
            Job::Effect { effect, cancel } => self.effect(effect, &cancel),
        }
    }

    /// One file per run and kind of deployment: a second session continues it.
    fn journal_for(&mut self, source: Source) -> JournalWriter {
        match self.open.take() {
            Some(open) if open.deployment.connection().source == source => open.journal,
            _ => self.outside.journal(source),
        }
    }

    fn effect(&mut self, effect: Effect, cancel: &Cancel) {
        let Some(open) = &mut self.open else {
            tracing::warn!("asked of a session that is not open");
            return;
        };
        let clock = self.outside.clone();
        match effect {
            Effect::SetAccess(access) => open.deployment.set_access(access),
            Effect::ReadInventory { request }
                if request == self.newest_reading.load(Ordering::SeqCst) =>
            {
                let result = open.deployment.inventory(&Call::new(READ_DEADLINE, cancel));
                self.tell(Event::InventoryRead { request, result });
            }
            Effect::ReadHolders { request, address } => {
                let result = open
                    .deployment
                    .holders(&address, &Call::new(ASK_DEADLINE, cancel));
                self.tell(Event::HoldersRead { request, result });
            }
            Effect::Preview { request, change } => {
                let result = open
                    .deployment
                    .preview(&change, &Call::new(ASK_DEADLINE, cancel));
                self.tell(Event::Previewed { request, result });
            }
            Effect::RunPlan(record) => self.run_plan(&record, cancel),
            Effect::Recheck(record) => {
                let (events, wake) = (self.events.clone(), self.wake.clone());
                let end = recheck(
                    &record,
                    open.deployment.as_mut(),
                    &mut open.journal,
                    clock.clock(),
                    cancel,
                    Limits::default(),
                    &mut |progress| tell(&events, &wake, Event::RunProgressed(progress)),
                );
                self.tell(Event::RunEnded(end));
            }
            Effect::ReadJournal => {
                let result = read_journal(&open.journal, None);
                self.tell(Event::JournalRead(result));
            }
            _ => {}
        }
    }

    fn run_plan(&mut self, record: &PlanRecord, cancel: &Cancel) {
        let Some(open) = &mut self.open else { return };
        let clock = self.outside.clone();
        // A plan that cannot be written down is not begun.
        if let Err(err) = self.outside.save_plan(&record.plan) {
            let end = crate::plan::RunEnd {
                record: record.clone(),
                journal_error: Some(err),
            };
            self.tell(Event::RunEnded(end));
            return;
        }
        let (events, wake) = (self.events.clone(), self.wake.clone());
        let end = run(
            record,
            open.deployment.as_mut(),
            &mut open.journal,
            clock.clock(),
            cancel,
            Limits::default(),
            &mut |progress| tell(&events, &wake, Event::RunProgressed(progress)),
        );
        self.tell(Event::RunEnded(end));
    }

    fn tell(&self, event: Event) {
        tell(&self.events, &self.wake, event);
    }
}

fn tell(events: &Sender<Event>, wake: &Wake, event: Event) {
    // Without a window there is nobody to tell; the journal has it.
    events.send(event).ok();
    wake();
}

fn read_journal(journal: &JournalWriter, live: Option<&PlanId>) -> PortResult<JournalView> {
    Ok(JournalView::new(&journal.read()?, live))
}

fn unexpected(operation: &str) -> PortError {
    PortError::new(
        PortErrorKind::Protocol,
        operation,
        "",
        "the worker ended unexpectedly",
    )
}
