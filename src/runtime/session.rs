//! The worker that owns the session: one thread, one deployment, one journal. Writes are made one at a time; of
//! several readings that wait only the newest is made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::{Outside, Wake};
use crate::console::{Effect, Event, JobName, JournalView};
use crate::domain::{Connection, Dial, Recording, Source};
use crate::plan::{JournalWriter, Limits, PlanId, PlanRecord, Sides, recheck, run};
use crate::ports::{Call, Cancel, Deployment, PortError, PortErrorKind, PortResult};

/// Connecting shows its progress and can be cancelled; it may take as long as a slow sign-in does.
const CONNECT_DEADLINE: Duration = Duration::from_mins(1);
/// A reading asks once per pool.
const READ_DEADLINE: Duration = Duration::from_mins(5);
const ASK_DEADLINE: Duration = Duration::from_mins(1);
/// A job that arrives meanwhile waits as long.
const KEEP_ALIVE_DEADLINE: Duration = Duration::from_secs(5);
/// Each layer has a shorter patience of its own.
const TEST_DEADLINE: Duration = Duration::from_mins(3);

/// The window's end of the worker.
pub(super) struct Session {
    outside: Arc<dyn Outside>,
    events: Sender<Event>,
    wake: Wake,
    jobs: Sender<Job>,
    opened: Opened,
    /// The newest reading asked for; older ones that still wait are skipped.
    newest_reading: Arc<AtomicU64>,
    connecting: Option<Cancel>,
    testing: Option<Cancel>,
    running: Option<Cancel>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "a handful of jobs wait at any time"
)]
enum Job {
    /// Takes over a session that was opened elsewhere.
    Adopt(Box<dyn Deployment>),
    /// Closes a session nobody wants; a thread that draws must not wait for that.
    LetGo(Box<dyn Deployment>),
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
        let opened = Opened {
            waiting: Arc::default(),
            events: events.clone(),
            wake: wake.clone(),
        };
        Self {
            opened,
            outside,
            events,
            wake,
            jobs,
            newest_reading,
            connecting: None,
            testing: None,
            running: None,
        }
    }

    pub(super) fn perform(&mut self, effect: Effect) {
        let mut cancel = Cancel::default();
        match effect {
            Effect::ConnectLab { session } => {
                let deployment = self.outside.open_lab();
                self.opened.offer(session, deployment);
                return;
            }
            Effect::Connect { session, dial } => {
                self.dial(session, dial);
                return;
            }
            Effect::Adopt { session } => {
                if let Some(deployment) = self.opened.take(session) {
                    self.send(Job::Adopt(deployment));
                }
                return;
            }
            Effect::CancelConnect => {
                if let Some(deployment) = self.opened.take_any() {
                    self.send(Job::LetGo(deployment));
                }
                if let Some(connecting) = self.connecting.take() {
                    connecting.cancel();
                }
                return;
            }
            Effect::TestConnection { request, dial } => {
                self.test(request, dial);
                return;
            }
            Effect::CancelTest => {
                if let Some(testing) = self.testing.take() {
                    testing.cancel();
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
    fn dial(&mut self, session: u64, mut dial: Dial) {
        if dial.recording == Recording::DataFolder {
            let path = self.outside.new_transcript();
            dial.recording = Recording::File(path.clone());
            self.tell(Event::TranscriptStarted { session, path });
        }
        if let Some(before) = self.connecting.take() {
            before.cancel();
        }
        let cancel = Cancel::default();
        self.connecting = Some(cancel.clone());
        let (outside, opened) = (self.outside.clone(), self.opened.clone());
        let started = thread::Builder::new()
            .name("connect".to_owned())
            .spawn(move || {
                let call = Call::new(CONNECT_DEADLINE, &cancel);
                let result = catch_unwind(AssertUnwindSafe(|| outside.dial(&dial, &call)))
                    .unwrap_or_else(|_panic| Err(unexpected("sign-in")));
                match result {
                    // Nobody waits for it any more: dropping it here closes it.
                    Ok(_) if cancel.is_cancelled() => {}
                    Ok(deployment) => opened.offer(session, deployment),
                    Err(err) => opened.fail(session, err),
                }
            });
        if let Err(err) = started {
            let err = PortError::new(PortErrorKind::Protocol, "sign-in", "thread", err);
            self.opened.fail(session, err);
        }
    }

    /// Tests on a thread of its own, beside the session that is worked with.
    fn test(&mut self, request: u64, dial: Dial) {
        if let Some(before) = self.testing.take() {
            before.cancel();
        }
        let cancel = Cancel::default();
        self.testing = Some(cancel.clone());
        let (outside, events, wake) =
            (self.outside.clone(), self.events.clone(), self.wake.clone());
        let started = thread::Builder::new()
            .name("connection test".to_owned())
            .spawn(move || {
                let call = Call::new(TEST_DEADLINE, &cancel);
                let mut on_layer = |result| {
                    tell(&events, &wake, Event::LayerTested { request, result });
                };
                let done = catch_unwind(AssertUnwindSafe(|| {
                    outside.diagnose(&dial, &call, &mut on_layer);
                }));
                if done.is_err() {
                    tell(
                        &events,
                        &wake,
                        Event::WorkerPanicked(JobName::ConnectionTest),
                    );
                }
                tell(&events, &wake, Event::ConnectionTested { request });
            });
        if let Err(err) = started {
            tracing::error!(%err, "the connection test could not be started");
            self.tell(Event::WorkerPanicked(JobName::ConnectionTest));
            self.tell(Event::ConnectionTested { request });
        }
    }

    fn send(&self, job: Job) {
        if self.jobs.send(job).is_err() {
            self.tell(Event::WorkerPanicked(JobName::Session));
        }
    }

    fn tell(&self, event: Event) {
        tell(&self.events, &self.wake, event);
    }
}

/// A session under the number the console asked for it with.
type Waiting = Option<(u64, Box<dyn Deployment>)>;

/// The session that was opened last and waits for the console's word. Only [`Effect::Adopt`] makes it the one that is
/// worked with: a person may have cancelled, or asked for another one, while its answer was on the way.
#[derive(Clone)]
struct Opened {
    waiting: Arc<Mutex<Waiting>>,
    events: Sender<Event>,
    wake: Wake,
}

impl Opened {
    fn offer(&self, session: u64, deployment: Box<dyn Deployment>) {
        let connection = deployment.connection();
        *self.lock() = Some((session, deployment));
        self.tell(session, Ok(connection));
    }

    fn fail(&self, session: u64, err: PortError) {
        self.tell(session, Err(err));
    }

    fn take(&self, session: u64) -> Option<Box<dyn Deployment>> {
        let taken = self.lock().take_if(|(waiting, _)| *waiting == session);
        taken.map(|(_, deployment)| deployment)
    }

    fn take_any(&self) -> Option<Box<dyn Deployment>> {
        self.lock().take().map(|(_, deployment)| deployment)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, session: u64, result: PortResult<Connection>) {
        tell(
            &self.events,
            &self.wake,
            Event::Connected { session, result },
        );
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
        let pause = self.outside.longest_pause();
        loop {
            let next = match queue.recv_timeout(pause) {
                Ok(job) => Some(job),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let done = catch_unwind(AssertUnwindSafe(|| match next {
                Some(job) => self.perform(job),
                None => self.keep_alive(),
            }));
            if done.is_err() {
                self.tell(Event::WorkerPanicked(JobName::Session));
            }
        }
    }

    /// A session that is gone is opened anew when it is next needed, so nobody has to be told.
    fn keep_alive(&mut self) {
        let Some(open) = &mut self.open else { return };
        let call = Call::new(KEEP_ALIVE_DEADLINE, &Cancel::default());
        if let Err(err) = open.deployment.keep_alive(&call) {
            tracing::info!(%err, "the idle session is gone");
        }
    }

    fn perform(&mut self, job: Job) {
        match job {
            Job::Adopt(deployment) => {
                let journal = self.journal_for(deployment.connection().source);
                self.open = Some(Open {
                    deployment,
                    journal,
                });
            }
            Job::LetGo(deployment) => drop(deployment),
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
            Effect::ReadRights { request } => {
                let result = open.deployment.rights(&Call::new(ASK_DEADLINE, cancel));
                self.tell(Event::RightsRead { request, result });
            }
            Effect::ReadDeployment { request } => {
                let call = Call::new(READ_DEADLINE, cancel);
                let result = open.deployment.deployment_reading(&call);
                self.tell(Event::DeploymentRead { request, result });
            }
            Effect::ReadPool { request, pool } => {
                let call = Call::new(READ_DEADLINE, cancel);
                let result = open.deployment.pool_reading(&pool, &call);
                self.tell(Event::PoolRead {
                    request,
                    pool,
                    result,
                });
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
                    &mut Sides::deployment_only(open.deployment.as_mut()),
                    &mut open.journal,
                    clock.clock(),
                    cancel,
                    Limits::default(),
                    &mut |progress| tell(&events, &wake, Event::RunProgressed(progress)),
                );
                self.tell(Event::RunEnded(end));
            }
            Effect::ReadJournal { request } => {
                let result = read_journal(&open.journal, None);
                self.tell(Event::JournalRead { request, result });
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
            &mut Sides::deployment_only(open.deployment.as_mut()),
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
