//! What the tests of the suite share: a clock that moves only when told, labs, journals and short builders.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use jiff::tz::{Offset, TimeZone};
use pchat_console::console::{Places, State};
use pchat_console::domain::{
    Access, AccountName, Applied, Change, ChatTest, ChatTestResult, Connection, DeploymentReading,
    Endpoint, EndpointDraft, EndpointOrigin, EndpointSpec, Fqdn, Holders, Inventory, Language,
    LyncAccount, Moment, PoolReading, Preview, Profiles, Properties, Readable, Replica, Rights,
    Settings, SipUri, Source, WindowsService,
};
use pchat_console::lab::{Lab, MemoryJournal};
use pchat_console::localization::Localizers;
use pchat_console::plan::{
    self, Journal, JournalWriter, Limits, Plan, PlanRecord, Progress, RunEnd, fold,
};
use pchat_console::ports::{
    Call, Cancel, Clock, Deployment, JournalFile, JournalStore as _, PortError, PortErrorKind,
    PortResult,
};

/// When every test begins.
pub(crate) const START: &str = "2026-11-20T09:00:00+09:00";

pub(crate) fn start() -> Moment {
    Moment::try_from(START.to_owned()).unwrap()
}

/// A clock that stands still; waiting moves it on at once.
pub(crate) struct TestClock {
    now: Mutex<Moment>,
}

impl TestClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            now: Mutex::new(start()),
        })
    }

    /// Another clock that shows the same time.
    pub(crate) fn fork(&self) -> Arc<Self> {
        let now = Mutex::new(self.now());
        Arc::new(Self { now })
    }

    pub(crate) fn advance(&self, duration: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.plus(duration);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, duration: Duration, cancel: &Cancel) {
        if !cancel.is_cancelled() {
            self.advance(duration);
        }
    }
}

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn lab() -> (Lab, Arc<TestClock>) {
    let clock = TestClock::new();
    (Lab::contoso(clock.clone()), clock)
}

pub(crate) fn call() -> Call {
    Call::new(secs(60), &Cancel::default())
}

pub(crate) fn address(text: &str) -> SipUri {
    SipUri::parse(text).unwrap()
}

pub(crate) fn fqdn(text: &str) -> Fqdn {
    Fqdn::parse(text).unwrap()
}

pub(crate) fn spec(sip_address: &str, pool: &str, display_name: Option<&str>) -> EndpointSpec {
    EndpointSpec {
        sip_address: address(sip_address),
        pool: fqdn(pool),
        display_name: display_name.map(str::to_owned),
    }
}

pub(crate) fn draft(sip_address: &str, pool: &str, display_name: &str) -> EndpointDraft {
    EndpointDraft {
        sip_address: sip_address.to_owned(),
        pool: pool.to_owned(),
        display_name: display_name.to_owned(),
    }
}

pub(crate) fn endpoint(sip_address: &str, pool: Option<&str>, origin: EndpointOrigin) -> Endpoint {
    Endpoint {
        identity: None,
        sip_address: address(sip_address),
        display_name: None,
        pool: pool.map(fqdn),
        enabled: Some(true),
        origin,
        properties: Properties::default(),
    }
}

pub(crate) fn connection() -> Connection {
    Connection {
        source: Source::Lab,
        host: "fe01.contoso.com".to_owned(),
        url: "lab://fe01.contoso.com/OcsPowershell".to_owned(),
        account: "CONTOSO\\lab-admin".to_owned(),
    }
}

/// Contoso as one reading shows it.
pub(crate) fn contoso() -> Inventory {
    let (mut lab, _clock) = lab();
    lab.inventory(&call()).unwrap()
}

pub(crate) fn listed(inventory: &Inventory, sip_address: &str) -> Endpoint {
    inventory
        .endpoint(&address(sip_address))
        .unwrap_or_else(|| panic!("{sip_address} is not listed"))
        .clone()
}

pub(crate) fn failure(kind: PortErrorKind) -> PortError {
    PortError::new(kind, "test", "test", "the server's own words")
}

/// A writer into a store, as a certain person at a certain computer.
pub(crate) fn writer(store: &MemoryJournal) -> JournalWriter {
    JournalWriter::new(
        Box::new(store.clone()),
        "CONTOSO\\operator",
        "ADMIN-PC",
        "pchat-console test",
    )
}

pub(crate) fn journal_file(name: &str, bytes: &[u8]) -> JournalFile {
    JournalFile {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    }
}

pub(crate) fn read(store: &MemoryJournal) -> Journal {
    Journal::read(&store.files().unwrap())
}

/// The one plan of a store, folded from all of its files.
pub(crate) fn folded(store: &MemoryJournal) -> PlanRecord {
    let journal = read(store);
    let (mut records, illegal) = fold(&journal.records, None);
    assert_eq!(illegal, [], "no run writes a sequence that cannot be");
    assert_eq!(records.len(), 1, "{records:?}");
    records.remove(0)
}

/// Runs a plan from its beginning, or the rest of a recorded one.
pub(crate) fn run(
    record: &PlanRecord,
    deployment: &mut dyn Deployment,
    store: &MemoryJournal,
    clock: &dyn Clock,
    limits: Limits,
) -> RunEnd {
    run_watched(
        record,
        deployment,
        store,
        clock,
        limits,
        &Cancel::default(),
        &mut |_| {},
    )
}

pub(crate) fn run_watched(
    record: &PlanRecord,
    deployment: &mut dyn Deployment,
    store: &MemoryJournal,
    clock: &dyn Clock,
    limits: Limits,
    cancel: &Cancel,
    on_event: &mut dyn FnMut(Progress),
) -> RunEnd {
    plan::run(
        record,
        &mut plan::Sides::deployment_only(deployment),
        &mut writer(store),
        clock,
        cancel,
        limits,
        on_event,
    )
}

pub(crate) fn new_record(plan: Plan) -> PlanRecord {
    PlanRecord::new(plan)
}

/// What reached a deployment behind a [`Spy`], and what became of it.
pub(crate) type Acts = Arc<Mutex<Vec<(Change, PortResult<Applied>)>>>;

/// A deployment that notes every change asked of the one behind it, and may look around before it passes one on.
pub(crate) struct Spy {
    inner: Box<dyn Deployment>,
    acts: Acts,
    before: Box<dyn FnMut(&Change) + Send>,
    on_keep_alive: Box<dyn FnMut() + Send>,
}

impl Spy {
    pub(crate) fn on(inner: Box<dyn Deployment>) -> (Self, Acts) {
        Self::looking(inner, |_| {})
    }

    pub(crate) fn looking(
        inner: Box<dyn Deployment>,
        before: impl FnMut(&Change) + Send + 'static,
    ) -> (Self, Acts) {
        let acts = Acts::default();
        let spy = Self {
            inner,
            acts: acts.clone(),
            before: Box::new(before),
            on_keep_alive: Box::new(|| {}),
        };
        (spy, acts)
    }

    /// Tells each time the one behind it was to be kept alive.
    pub(crate) fn keeping_alive(
        inner: Box<dyn Deployment>,
        on_keep_alive: impl FnMut() + Send + 'static,
    ) -> Self {
        let (spy, _acts) = Self::on(inner);
        Self {
            on_keep_alive: Box::new(on_keep_alive),
            ..spy
        }
    }
}

/// How many changes were asked for.
pub(crate) fn asked(acts: &Acts) -> usize {
    acts.lock().unwrap().len()
}

impl Deployment for Spy {
    fn connection(&self) -> Connection {
        self.inner.connection()
    }

    fn set_access(&mut self, access: Access) {
        self.inner.set_access(access);
    }

    fn keep_alive(&mut self, call: &Call) -> PortResult<()> {
        (self.on_keep_alive)();
        self.inner.keep_alive(call)
    }

    fn inventory(&mut self, call: &Call) -> PortResult<Inventory> {
        self.inner.inventory(call)
    }

    fn endpoint(&mut self, address: &SipUri, call: &Call) -> PortResult<Option<Endpoint>> {
        self.inner.endpoint(address, call)
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<Readable<Holders>> {
        self.inner.holders(address, call)
    }

    fn account(&mut self, account: &AccountName, call: &Call) -> PortResult<Option<LyncAccount>> {
        self.inner.account(account, call)
    }

    fn rights(&mut self, call: &Call) -> PortResult<Rights> {
        self.inner.rights(call)
    }

    fn pool_reading(&mut self, pool: &Fqdn, call: &Call) -> PortResult<PoolReading> {
        self.inner.pool_reading(pool, call)
    }

    fn deployment_reading(&mut self, call: &Call) -> PortResult<DeploymentReading> {
        self.inner.deployment_reading(call)
    }

    fn services(&mut self, server: &str, call: &Call) -> PortResult<Readable<Vec<WindowsService>>> {
        self.inner.services(server, call)
    }

    fn replicas(
        &mut self,
        replica: Option<&str>,
        call: &Call,
    ) -> PortResult<Readable<Vec<Replica>>> {
        self.inner.replicas(replica, call)
    }

    fn test_chat(&mut self, test: &ChatTest, call: &Call) -> PortResult<ChatTestResult> {
        self.inner.test_chat(test, call)
    }

    fn preview(&mut self, change: &Change, call: &Call) -> PortResult<Preview> {
        self.inner.preview(change, call)
    }

    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied> {
        (self.before)(change);
        let result = self.inner.apply(change, call);
        self.acts
            .lock()
            .unwrap()
            .push((change.clone(), result.clone()));
        result
    }
}

/// The repository this test was built from.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder whose name ends so, in order.
pub(crate) fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A console in English that has just been started.
pub(crate) fn new_state() -> State {
    State::new(
        localizers(),
        Language::English,
        None,
        Settings::default(),
        Profiles::default(),
        Places::default(),
    )
}

/// Loading three catalogues takes longer than most tests, so they are loaded once.
pub(crate) fn localizers() -> Localizers {
    static LOADED: OnceLock<Localizers> = OnceLock::new();
    let zone = || TimeZone::fixed(Offset::constant(9));
    LOADED.get_or_init(|| Localizers::new(&zone())).clone()
}
