//! A process of the console that can be killed: at any call of either side and at any journal line.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex};

use pchat_console::domain::{
    Access, AccountName, AccountRights, AccountState, AddressHolders, Applied, Change, ChatTest,
    ChatTestResult, Connection, Controller, ControllerSighting, DeploymentReading, DirectoryChange,
    DirectoryConnection, DirectoryReading, Endpoint, Fqdn, Holders, Inventory, LyncAccount,
    ObjectGuid, PoolReading, Preview, Readable, Replica, Rights, ServiceRecord, SipUri, TlsAnswer,
    WindowsService,
};
use pchat_console::lab::Lab;
use pchat_console::ports::{
    Call, ClientPath, Deployment, Directory, JournalFile, JournalStore, PortError, PortErrorKind,
    PortResult,
};

/// The journal's folder.
#[derive(Clone, Default)]
pub(crate) struct Disk(pub(crate) Arc<Mutex<Vec<JournalFile>>>);

/// One run of the program.
#[derive(Clone)]
pub(crate) struct Process(Arc<Mutex<Life>>);

struct Life {
    /// At how many more points it still lives; `None` for good.
    left: Option<usize>,
    passed: usize,
    /// The change that meets a fault, counted from none.
    fault: Option<(usize, Fault)>,
    changes: usize,
    calls: Vec<Step>,
}

/// What becomes of one change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It happens, and the answer is lost.
    LostAfter,
    /// It does not happen, and nobody knows.
    LostBefore,
    Refused,
    NotSent,
}

impl Fault {
    pub(crate) const ALL: [Self; 4] = [
        Self::LostAfter,
        Self::LostBefore,
        Self::Refused,
        Self::NotSent,
    ];

    fn error(self) -> PortError {
        let kind = match self {
            Self::LostAfter | Self::LostBefore => PortErrorKind::OutcomeUnknown,
            Self::Refused => PortErrorKind::Refused,
            Self::NotSent => PortErrorKind::Unreachable,
        };
        PortError::new(kind, "change", "lab", "a fault of the test")
    }
}

/// What a process did, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Read,
    Changed(String),
}

/// What unwinds instead of a killed process.
struct Killed;

/// Lets a process work until it is done, or until it is killed: `None`.
pub(crate) fn live<T>(work: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(end) => Some(end),
        Err(unwound) if unwound.is::<Killed>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

impl Process {
    pub(crate) fn immortal() -> Self {
        Self::new(None, None)
    }

    pub(crate) fn killed_at(point: usize) -> Self {
        Self::new(Some(point), None)
    }

    pub(crate) fn failing(change: usize, fault: Fault) -> Self {
        Self::new(None, Some((change, fault)))
    }

    fn new(left: Option<usize>, fault: Option<(usize, Fault)>) -> Self {
        Self(Arc::new(Mutex::new(Life {
            left,
            passed: 0,
            fault,
            changes: 0,
            calls: Vec::new(),
        })))
    }

    pub(crate) fn points(&self) -> usize {
        self.0.lock().unwrap().passed
    }

    pub(crate) fn changes(&self) -> usize {
        self.0.lock().unwrap().changes
    }

    pub(crate) fn calls(&self) -> Vec<Step> {
        self.0.lock().unwrap().calls.clone()
    }

    /// A point at which the process may be gone.
    pub(crate) fn point(&self) {
        let is_over = {
            let mut life = self.0.lock().unwrap();
            life.passed += 1;
            match &mut life.left {
                Some(0) => true,
                Some(left) => {
                    *left -= 1;
                    false
                }
                None => false,
            }
        };
        if is_over {
            resume_unwind(Box::new(Killed));
        }
    }

    fn reading<T>(&self, read: impl FnOnce() -> PortResult<T>) -> PortResult<T> {
        self.point();
        self.0.lock().unwrap().calls.push(Step::Read);
        let answer = read();
        self.point();
        answer
    }

    fn changing<T>(&self, change: String, act: impl FnOnce() -> PortResult<T>) -> PortResult<T> {
        self.point();
        let fault = {
            let mut life = self.0.lock().unwrap();
            life.calls.push(Step::Changed(change));
            life.changes += 1;
            let place = life.changes - 1;
            life.fault.filter(|(which, _)| *which == place)
        };
        let answer = match fault {
            None => act(),
            Some((_, fault)) => {
                if fault == Fault::LostAfter {
                    drop(act());
                }
                Err(fault.error())
            }
        };
        self.point();
        answer
    }
}

/// One side of the world as a process that may be killed reaches it.
pub(crate) struct Mortal<T>(pub(crate) T, pub(crate) Process);

impl Deployment for Mortal<Lab> {
    fn connection(&self) -> Connection {
        self.0.connection()
    }

    fn set_access(&mut self, access: Access) {
        self.0.set_access(access);
    }

    fn inventory(&mut self, call: &Call) -> PortResult<Inventory> {
        self.1.reading(|| self.0.inventory(call))
    }

    fn endpoint(&mut self, address: &SipUri, call: &Call) -> PortResult<Option<Endpoint>> {
        self.1.reading(|| self.0.endpoint(address, call))
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<Readable<Holders>> {
        self.1
            .reading(|| Deployment::holders(&mut self.0, address, call))
    }

    fn account(&mut self, account: &AccountName, call: &Call) -> PortResult<Option<LyncAccount>> {
        self.1.reading(|| self.0.account(account, call))
    }

    fn rights(&mut self, call: &Call) -> PortResult<Rights> {
        self.1.reading(|| self.0.rights(call))
    }

    fn pool_reading(&mut self, pool: &Fqdn, call: &Call) -> PortResult<PoolReading> {
        self.1.reading(|| self.0.pool_reading(pool, call))
    }

    fn deployment_reading(&mut self, call: &Call) -> PortResult<DeploymentReading> {
        self.1.reading(|| self.0.deployment_reading(call))
    }

    fn services(&mut self, server: &str, call: &Call) -> PortResult<Readable<Vec<WindowsService>>> {
        self.1.reading(|| self.0.services(server, call))
    }

    fn replicas(
        &mut self,
        replica: Option<&str>,
        call: &Call,
    ) -> PortResult<Readable<Vec<Replica>>> {
        self.1.reading(|| self.0.replicas(replica, call))
    }

    fn preview(&mut self, change: &Change, call: &Call) -> PortResult<Preview> {
        self.1.reading(|| self.0.preview(change, call))
    }

    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied> {
        let named = format!("{change:?}");
        self.1
            .changing(named, || Deployment::apply(&mut self.0, change, call))
    }

    fn test_chat(&mut self, test: &ChatTest, call: &Call) -> PortResult<ChatTestResult> {
        self.0.test_chat(test, call)
    }
}

impl<D: Directory> Directory for Mortal<D> {
    fn connection(&self) -> DirectoryConnection {
        self.0.connection()
    }

    fn set_access(&mut self, access: Access) {
        self.0.set_access(access);
    }

    fn reading(&mut self, call: &Call) -> PortResult<DirectoryReading> {
        self.1.reading(|| self.0.reading(call))
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<AddressHolders> {
        self.1.reading(|| self.0.holders(address, call))
    }

    fn account(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountState> {
        self.1.reading(|| self.0.account(guid, call))
    }

    fn account_rights(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountRights> {
        self.1.reading(|| self.0.account_rights(guid, call))
    }

    fn sightings(
        &mut self,
        address: &SipUri,
        controllers: &[Controller],
        call: &Call,
    ) -> PortResult<Vec<ControllerSighting>> {
        self.1
            .reading(|| self.0.sightings(address, controllers, call))
    }

    fn apply(&mut self, change: &DirectoryChange, call: &Call) -> PortResult<()> {
        let named = format!("{change:?}");
        self.1.changing(named, || self.0.apply(change, call))
    }
}

/// This process's own journal file. A process may be gone before a line, in the middle of it, and after it.
pub(crate) struct MortalJournal {
    disk: Disk,
    process: Process,
    file: usize,
}

impl MortalJournal {
    pub(crate) fn new(disk: Disk, process: Process) -> Self {
        let mut files = disk.0.lock().unwrap();
        let file = files.len();
        files.push(JournalFile {
            name: format!("run-{file:03}"),
            bytes: Vec::new(),
        });
        drop(files);
        Self {
            disk,
            process,
            file,
        }
    }

    fn write(&self, bytes: &[u8]) {
        let mut files = self.disk.0.lock().unwrap();
        files[self.file].bytes.extend_from_slice(bytes);
    }
}

impl JournalStore for MortalJournal {
    fn append(&mut self, line: &str) -> PortResult<()> {
        self.process.point();
        let (head, tail) = line.as_bytes().split_at(line.len() / 2);
        self.write(head);
        self.process.point();
        self.write(tail);
        self.write(b"\n");
        self.process.point();
        Ok(())
    }

    fn own_file(&self) -> String {
        self.disk.0.lock().unwrap()[self.file].name.clone()
    }

    fn files(&self) -> PortResult<Vec<JournalFile>> {
        Ok(self.disk.0.lock().unwrap().clone())
    }
}

impl<P: ClientPath> ClientPath for Mortal<P> {
    fn services(&mut self, name: &str, call: &Call) -> PortResult<Vec<ServiceRecord>> {
        self.1.reading(|| self.0.services(name, call))
    }

    fn addresses(&mut self, host: &Fqdn, call: &Call) -> PortResult<Vec<String>> {
        self.1.reading(|| self.0.addresses(host, call))
    }

    fn tls(&mut self, host: &Fqdn, port: u16, call: &Call) -> PortResult<TlsAnswer> {
        self.1.reading(|| self.0.tls(host, port, call))
    }
}
