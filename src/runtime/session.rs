//! The worker that owns the session: one thread, one deployment, one journal. Writes are made one at a time; of
//! several readings that wait only the newest is made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::project::{ProjectLog, Slot};
use super::{Outside, Teller};
use crate::checklist::{self, Finding, Reading, Surroundings};
use crate::console::{Effect, Event, JobName, JournalView};
use crate::domain::{Dial, DirectoryDial, Environment, Recording, Source};
use crate::plan::{
    self, JournalWriter, Limits, PlanLog, PlanRecord, Progress, RunEnd, Sides, recheck, run,
};
use crate::ports::{
    Call, Cancel, Clock, Deployment, Directory, PortError, PortErrorKind, PortResult,
};

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
    teller: Teller,
    jobs: Sender<Job>,
    opened: Opened<dyn Deployment>,
    opened_directory: Opened<dyn Directory>,
    /// The newest reading asked for; older ones that still wait are skipped.
    newest_reading: Arc<AtomicU64>,
    connecting: Option<Cancel>,
    connecting_directory: Option<Cancel>,
    testing: Option<Cancel>,
    running: Option<Cancel>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "a handful of jobs wait at any time"
)]
enum Job {
    /// Takes over a session that was opened elsewhere.
    Adopt(Box<dyn Deployment>, Environment),
    /// Closes a session nobody wants; a thread that draws must not wait for that.
    LetGo(Box<dyn Deployment>),
    /// Takes over a directory that was opened elsewhere, or does without one.
    AdoptDirectory(Option<Box<dyn Directory>>),
    LetGoDirectory(Box<dyn Directory>),
    Effect {
        effect: Effect,
        cancel: Cancel,
    },
}

impl Session {
    pub(super) fn new(outside: Arc<dyn Outside>, teller: Teller, slot: Slot) -> Self {
        let (jobs, queue) = channel();
        let newest_reading = Arc::new(AtomicU64::new(0));
        let worker = Worker {
            outside: outside.clone(),
            teller: teller.clone(),
            slot,
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
            opened: Opened::default(),
            opened_directory: Opened::default(),
            outside,
            teller,
            jobs,
            newest_reading,
            connecting: None,
            connecting_directory: None,
            testing: None,
            running: None,
        }
    }

    pub(super) fn perform(&mut self, effect: Effect) {
        let mut cancel = Cancel::default();
        match effect {
            Effect::ConnectLab { session } => {
                let deployment = self.outside.open_lab();
                let result = Ok(deployment.connection());
                self.opened.offer(session, deployment);
                self.tell(Event::Connected { session, result });
                return;
            }
            Effect::ConnectLabDirectory { session } => {
                let directory = self.outside.open_lab_directory();
                let result = Ok(directory.connection());
                self.opened_directory.offer(session, directory);
                self.tell(Event::DirectoryConnected { session, result });
                return;
            }
            Effect::ConnectDirectory { session, dial } => {
                self.dial_directory(session, dial);
                return;
            }
            Effect::AdoptDirectory { session } => {
                if let Some(directory) = self.opened_directory.take(session) {
                    self.send(Job::AdoptDirectory(Some(directory)));
                }
                return;
            }
            Effect::DisconnectDirectory => {
                self.send(Job::AdoptDirectory(None));
                return;
            }
            Effect::CancelConnectDirectory => {
                if let Some(directory) = self.opened_directory.take_any() {
                    self.send(Job::LetGoDirectory(directory));
                }
                if let Some(connecting) = self.connecting_directory.take() {
                    connecting.cancel();
                }
                return;
            }
            Effect::Connect { session, dial } => {
                self.dial(session, dial);
                return;
            }
            Effect::Adopt {
                session,
                environment,
            } => {
                if let Some(deployment) = self.opened.take(session) {
                    self.send(Job::Adopt(deployment, environment));
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
            Effect::RunPlan(_) | Effect::Recheck(_) | Effect::HandOver { .. } => {
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
        let teller = self.teller.clone();
        let started = thread::Builder::new()
            .name("connect".to_owned())
            .spawn(move || {
                let call = Call::new(CONNECT_DEADLINE, &cancel);
                let dialled = catch_unwind(AssertUnwindSafe(|| outside.dial(&dial, &call)))
                    .unwrap_or_else(|_panic| Err(unexpected("sign-in")));
                // Nobody waits for it any more: dropping it here closes it.
                if dialled.is_ok() && cancel.is_cancelled() {
                    return;
                }
                let result = dialled.map(|deployment| {
                    let connection = deployment.connection();
                    opened.offer(session, deployment);
                    connection
                });
                teller.tell(Event::Connected { session, result });
            });
        if let Err(err) = started {
            let result = Err(no_thread(err));
            self.tell(Event::Connected { session, result });
        }
    }

    /// Beside the session that is worked with, which does not wait for it either.
    fn dial_directory(&mut self, session: u64, dial: DirectoryDial) {
        if let Some(before) = self.connecting_directory.take() {
            before.cancel();
        }
        let cancel = Cancel::default();
        self.connecting_directory = Some(cancel.clone());
        let (outside, opened) = (self.outside.clone(), self.opened_directory.clone());
        let teller = self.teller.clone();
        let started = thread::Builder::new()
            .name("connect directory".to_owned())
            .spawn(move || {
                let call = Call::new(CONNECT_DEADLINE, &cancel);
                let dialled =
                    catch_unwind(AssertUnwindSafe(|| outside.dial_directory(&dial, &call)))
                        .unwrap_or_else(|_panic| Err(unexpected("sign-in")));
                if dialled.is_ok() && cancel.is_cancelled() {
                    return;
                }
                let result = dialled.map(|directory| {
                    let connection = directory.connection();
                    opened.offer(session, directory);
                    connection
                });
                teller.tell(Event::DirectoryConnected { session, result });
            });
        if let Err(err) = started {
            let result = Err(no_thread(err));
            self.tell(Event::DirectoryConnected { session, result });
        }
    }

    /// Tests on a thread of its own, beside the session that is worked with.
    fn test(&mut self, request: u64, dial: Dial) {
        if let Some(before) = self.testing.take() {
            before.cancel();
        }
        let cancel = Cancel::default();
        self.testing = Some(cancel.clone());
        let (outside, teller) = (self.outside.clone(), self.teller.clone());
        let started = thread::Builder::new()
            .name("connection test".to_owned())
            .spawn(move || {
                let call = Call::new(TEST_DEADLINE, &cancel);
                let mut on_layer = |result| {
                    teller.tell(Event::LayerTested { request, result });
                };
                let done = catch_unwind(AssertUnwindSafe(|| {
                    outside.diagnose(&dial, &call, &mut on_layer);
                }));
                if done.is_err() {
                    teller.tell(Event::WorkerPanicked(JobName::ConnectionTest));
                }
                teller.tell(Event::ConnectionTested { request });
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
        self.teller.tell(event);
    }
}

/// A session under the number the console asked for it with.
type Waiting<S> = Option<(u64, Box<S>)>;

/// The session that was opened last and waits for the console's word. Only an effect that adopts it makes it the one
/// that is worked with: a person may have cancelled, or asked for another one, while its answer was on the way.
struct Opened<S: ?Sized>(Arc<Mutex<Waiting<S>>>);

impl<S: ?Sized> Opened<S> {
    fn offer(&self, session: u64, opened: Box<S>) {
        *self.lock() = Some((session, opened));
    }

    fn take(&self, session: u64) -> Option<Box<S>> {
        let taken = self.lock().take_if(|(waiting, _)| *waiting == session);
        taken.map(|(_, opened)| opened)
    }

    fn take_any(&self) -> Option<Box<S>> {
        self.lock().take().map(|(_, opened)| opened)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<S>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: ?Sized> Clone for Opened<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: ?Sized> Default for Opened<S> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

/// What the plan engine offers: running a plan, or reading the server once more for it.
type Engine = fn(
    &PlanRecord,
    &mut Sides<'_>,
    &mut dyn PlanLog,
    &dyn Clock,
    &Cancel,
    Limits,
    &mut dyn FnMut(Progress),
) -> RunEnd;

struct Worker {
    outside: Arc<dyn Outside>,
    teller: Teller,
    /// The open project, whose journal takes the plans that are run meanwhile.
    slot: Slot,
    newest_reading: Arc<AtomicU64>,
    open: Option<Open>,
}

struct Open {
    deployment: Box<dyn Deployment>,
    /// The directory beside it, with an account of its own.
    directory: Option<Box<dyn Directory>>,
    journal: JournalWriter,
    environment: Environment,
}

impl Open {
    /// Both places a plan acts on, and this run's journal.
    fn sides(&mut self) -> (Sides<'_>, &mut JournalWriter) {
        let directory = self
            .directory
            .as_mut()
            .map(|directory| directory.as_mut() as &mut dyn Directory);
        let sides = Sides::new(self.deployment.as_mut(), directory);
        (sides, &mut self.journal)
    }
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
        if let Some(directory) = &mut open.directory
            && let Err(err) = directory.keep_alive(&call)
        {
            tracing::info!(%err, "the idle session with the directory is gone");
        }
    }

    fn perform(&mut self, job: Job) {
        match job {
            Job::Adopt(deployment, environment) => {
                let journal = self.journal_for(deployment.connection().source);
                self.open = Some(Open {
                    deployment,
                    directory: None,
                    journal,
                    environment,
                });
            }
            Job::AdoptDirectory(directory) => {
                if let Some(open) = &mut self.open {
                    open.directory = directory;
                }
            }
            Job::LetGoDirectory(directory) => drop(directory),
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
            if let Effect::ReadProof { step, .. } = effect {
                let result = Err(no_session());
                self.tell(Event::ProofRead { step, result });
            }
            return;
        };
        let clock = self.outside.clone();
        match effect {
            Effect::ReadProof {
                step,
                reading,
                around,
            } => {
                let result = self.read_proof(reading, &around, cancel).map(Box::new);
                self.tell(Event::ProofRead { step, result });
            }
            Effect::SetAccess(access) => {
                open.deployment.set_access(access);
                if let Some(directory) = &mut open.directory {
                    directory.set_access(access);
                }
            }
            Effect::ReadDirectory { request } => {
                let call = Call::new(READ_DEADLINE, cancel);
                let result = match &mut open.directory {
                    Some(directory) => directory.reading(&call),
                    None => Err(no_directory()),
                };
                self.tell(Event::DirectoryRead { request, result });
            }
            Effect::FindHolders { request, address } => {
                let call = Call::new(ASK_DEADLINE, cancel);
                let result = match &mut open.directory {
                    Some(directory) => directory.holders(&address, &call),
                    None => Err(no_directory()),
                };
                self.tell(Event::HoldersFound { request, result });
            }
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
            Effect::CaptureAccount { request, address } => {
                let (mut sides, _) = open.sides();
                let call = Call::new(READ_DEADLINE, cancel);
                let result = plan::capture(&mut sides, &address, &call).map(Box::new);
                self.tell(Event::AccountCaptured { request, result });
            }
            Effect::SurveySwap { request, question } => {
                let (mut sides, _) = open.sides();
                let call = Call::new(READ_DEADLINE, cancel);
                let result = plan::survey(&mut sides, *question, &call).map(Box::new);
                self.tell(Event::SwapSurveyed { request, result });
            }
            Effect::ReadStanding { request, record } => {
                let (mut sides, _) = open.sides();
                let call = Call::new(READ_DEADLINE, cancel);
                let result = plan::read_swap(&mut sides, &record, &call).map(Box::new);
                self.tell(Event::StandingRead { request, result });
            }
            Effect::HandOver { record, step } => {
                let connection = open.deployment.connection();
                let now = clock.clock().now();
                let handed = match self.project_log(&record) {
                    Some(mut log) => plan::hand_over(&record, step, &connection, &mut log, now),
                    None => self.own_log().map_or_else(
                        || Err(no_session()),
                        |log| plan::hand_over(&record, step, &connection, log, now),
                    ),
                };
                match handed {
                    Ok(record) => self.run_plan(&record, cancel),
                    // What could not be written down was not handed over.
                    Err(err) => self.tell(Event::RunEnded(RunEnd {
                        record,
                        journal_error: Some(err),
                    })),
                }
            }
            Effect::RunPlan(record) => self.run_plan(&record, cancel),
            Effect::Recheck(record) => self.engine(&record, cancel, recheck),
            Effect::ReadJournal { request } => {
                let result = self.read_journal();
                self.tell(Event::JournalRead { request, result });
            }
            _ => {}
        }
    }

    fn run_plan(&mut self, record: &PlanRecord, cancel: &Cancel) {
        // A plan that cannot be written down is not begun.
        if let Err(err) = self.outside.save_plan(&record.plan) {
            let end = RunEnd {
                record: record.clone(),
                journal_error: Some(err),
            };
            self.tell(Event::RunEnded(end));
            return;
        }
        self.engine(record, cancel, run);
    }

    /// Lets the engine work on a plan, with the journal the plan belongs into.
    fn engine(&mut self, record: &PlanRecord, cancel: &Cancel, work: Engine) {
        let mut project = self.project_log(record);
        let (outside, teller) = (self.outside.clone(), self.teller.clone());
        let Some(open) = &mut self.open else { return };
        let (mut sides, own) = open.sides();
        let log: &mut dyn PlanLog = match &mut project {
            Some(log) => log,
            None => own,
        };
        let end = work(
            record,
            &mut sides,
            log,
            outside.clock(),
            cancel,
            Limits::default(),
            &mut |progress| teller.tell(Event::RunProgressed(progress)),
        );
        self.tell(Event::RunEnded(end));
    }

    fn project_log(&self, record: &PlanRecord) -> Option<ProjectLog> {
        let environment = self.open.as_ref()?.environment;
        ProjectLog::of(&self.slot, &self.teller, record, environment)
    }

    fn own_log(&mut self) -> Option<&mut JournalWriter> {
        self.open.as_mut().map(|open| &mut open.journal)
    }

    fn read_proof(
        &mut self,
        reading: Reading,
        around: &Surroundings,
        cancel: &Cancel,
    ) -> PortResult<Finding> {
        let outside = self.outside.clone();
        let open = self.open.as_mut().ok_or_else(no_session)?;
        let mut path = outside.client_path(open.deployment.connection().source);
        let (mut sides, _) = open.sides();
        let call = Call::new(READ_DEADLINE, cancel);
        let now = outside.clock().now();
        checklist::read(reading, around, &mut sides, path.as_mut(), now, &call)
    }

    /// This run's journal for the kind of deployment, with the plans of the open project beside it.
    fn read_journal(&self) -> PortResult<JournalView> {
        let open = self.open.as_ref().ok_or_else(no_session)?;
        let own = open.journal.read()?;
        let project = match self.slot.lock().as_ref() {
            Some(desk) => Some((desk.folder().to_owned(), desk.journal()?)),
            None => None,
        };
        let project = project
            .as_ref()
            .map(|(folder, journal)| (folder.as_path(), journal));
        Ok(JournalView::beside_project(&own, project, None))
    }

    fn tell(&self, event: Event) {
        self.teller.tell(event);
    }
}

fn unexpected(operation: &str) -> PortError {
    PortError::new(
        PortErrorKind::Protocol,
        operation,
        "",
        "the worker ended unexpectedly",
    )
}

fn no_thread(err: impl std::fmt::Display) -> PortError {
    PortError::new(PortErrorKind::Protocol, "sign-in", "thread", err)
}

/// The console asks only while a session is open; this is for a question that crossed its end.
fn no_session() -> PortError {
    PortError::new(
        PortErrorKind::Cancelled,
        "session",
        "",
        "no session is open",
    )
}

/// The console asks a directory only while one is connected; this is for a question that crossed its leaving.
fn no_directory() -> PortError {
    PortError::new(
        PortErrorKind::Cancelled,
        "directory",
        "",
        "no directory is connected",
    )
}
