//! The runtime's threads, with an outside that answers when the test says so.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pchat_console::checklist::ProjectStore;
use pchat_console::console::{Effect, Event, JobName};
use pchat_console::domain::{
    Access, Account, AccountRights, AccountState, AddressHolders, Authentication, Controller,
    ControllerSighting, Dial, DirectoryChange, DirectoryConnection, DirectoryDial,
    DirectoryReading, DirectoryServer, Environment, LabAct, LabDeed, LabDirectorySettings,
    LabFault, LabStage, Layer, LayerFacts, LayerResult, LayerVerdict, ObjectGuid, Profiles,
    Recording, RehearsalFault, Secret, Settings, SipUri, Source,
};
use pchat_console::lab::{Lab, LabDirectory, MemoryJournal};
use pchat_console::plan::{Deed, JournalWriter, Plan};
use pchat_console::ports::{
    Call, ClientPath, Clock, Deployment, Directory, PortErrorKind, PortResult,
};
use pchat_console::runtime::{Outside, Runtime};
use pchat_console::wiring::project_store;

use crate::support::{Spy, TestClock, failure};

/// Long enough for a thread to be scheduled on a busy machine; waiting ends with the answer.
const PATIENCE: Duration = Duration::from_secs(20);

struct World {
    lab: Lab,
    clock: Arc<TestClock>,
    /// What dialling answers, one at a time.
    answers: Mutex<Receiver<PortResult<()>>>,
    panics: bool,
    longest_pause: Duration,
    /// Told each time a dialled session was to be kept alive.
    kept_alive: Mutex<Sender<()>>,
    /// Told what the lab's directory may do.
    told_access: Mutex<Sender<Access>>,
}

impl Outside for World {
    fn open_lab(&self) -> Box<dyn Deployment> {
        Box::new(self.lab.clone())
    }

    fn open_lab_directory(&self) -> Box<dyn Directory> {
        Box::new(Told {
            inner: self.lab.directory(),
            access: self.told_access.lock().unwrap().clone(),
        })
    }

    fn dial_directory(
        &self,
        _dial: &DirectoryDial,
        _call: &Call,
    ) -> PortResult<Box<dyn Directory>> {
        assert!(!self.panics, "on purpose");
        let answer = self.answers.lock().unwrap().recv().unwrap();
        answer.map(|()| -> Box<dyn Directory> { Box::new(self.lab.directory()) })
    }

    fn set_lab_fault(&self, _fault: Option<LabFault>) {}

    fn act_in_lab(&self, _deed: &Deed) {}

    fn set_lab_directory(&self, settings: LabDirectorySettings) {
        self.lab.set_directory(settings);
    }

    fn dial(&self, dial: &Dial, _call: &Call) -> PortResult<Box<dyn Deployment>> {
        assert!(!self.panics, "on purpose");
        assert_ne!(dial.recording, Recording::DataFolder, "nobody named a file");
        let answer = self.answers.lock().unwrap().recv().unwrap();
        let mut other = Lab::grown(self.clock.clone(), 9, 20, 1);
        other.set_access(Access::ReadOnly);
        let kept_alive = self.kept_alive.lock().unwrap().clone();
        answer.map(|()| -> Box<dyn Deployment> {
            Box::new(Spy::keeping_alive(Box::new(other), move || {
                // A test that does not look has dropped the other end.
                kept_alive.send(()).ok();
            }))
        })
    }

    fn longest_pause(&self) -> Duration {
        self.longest_pause
    }

    fn diagnose(&self, _dial: &Dial, call: &Call, on_layer: &mut dyn FnMut(LayerResult)) {
        assert!(!self.panics, "on purpose");
        on_layer(LayerResult {
            layer: Layer::NameResolution,
            verdict: LayerVerdict::Passed,
            messages: Vec::new(),
            facts: LayerFacts::None,
            words: Vec::new(),
        });
        if self.answers.lock().unwrap().recv().is_err() {
            return;
        }
        if !call.cancel.is_cancelled() {
            on_layer(LayerResult {
                layer: Layer::Tcp,
                verdict: LayerVerdict::Failed,
                messages: Vec::new(),
                facts: LayerFacts::None,
                words: Vec::new(),
            });
        }
    }

    fn new_transcript(&self) -> PathBuf {
        PathBuf::from("transcripts/1.txt")
    }

    fn journal(&self, _source: Source) -> JournalWriter {
        let store = Box::new(MemoryJournal::default());
        JournalWriter::new(store, "CONTOSO\\operator", "ADMIN-PC", "test")
    }

    fn save_plan(&self, _plan: &Plan) -> PortResult<()> {
        Ok(())
    }

    fn save_settings(&self, _settings: &Settings) -> PortResult<()> {
        Err(failure(PortErrorKind::File))
    }

    fn save_profiles(&self, _profiles: &Profiles) -> PortResult<()> {
        Ok(())
    }

    fn project_store(&self, folder: &Path) -> Box<dyn ProjectStore> {
        Box::new(project_store(folder.to_owned()))
    }

    fn has_project(&self, _folder: &Path) -> bool {
        false
    }

    fn read_file(&self, _path: &Path, _limit: u64) -> PortResult<Vec<u8>> {
        Err(failure(PortErrorKind::File))
    }

    fn save_new(&self, _path: &Path, _text: &str) -> PortResult<()> {
        Err(failure(PortErrorKind::File))
    }

    fn client_path(&self, _source: Source) -> Box<dyn ClientPath> {
        Box::new(self.lab.client_path())
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

fn adopt(session: u64) -> Effect {
    Effect::Adopt {
        session,
        environment: Environment::Lab,
    }
}

struct Bench {
    runtime: Runtime,
    woken: Receiver<()>,
    dialled: Sender<PortResult<()>>,
    kept_alive: Receiver<()>,
    told_access: Receiver<Access>,
    arrived: Vec<Event>,
}

impl Bench {
    fn new(panics: bool) -> Self {
        Self::pausing(panics, Duration::from_hours(1))
    }

    fn pausing(panics: bool, longest_pause: Duration) -> Self {
        let clock = TestClock::new();
        let (keeper, kept_alive) = channel();
        let (teller, told_access) = channel();
        let (dialled, answers) = channel();
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let outside = Arc::new(World {
            lab: Lab::contoso(clock.clone()),
            clock,
            answers: Mutex::new(answers),
            panics,
            longest_pause,
            kept_alive: Mutex::new(keeper),
            told_access: Mutex::new(teller),
        });
        let runtime = Runtime::new(
            outside,
            Arc::new(move || {
                wake.lock().unwrap().send(()).ok();
            }),
        );
        Self {
            runtime,
            woken,
            dialled,
            kept_alive,
            told_access,
            arrived: Vec::new(),
        }
    }

    fn next(&mut self) -> Event {
        loop {
            self.arrived.extend(self.runtime.events());
            if !self.arrived.is_empty() {
                return self.arrived.remove(0);
            }
            self.woken
                .recv_timeout(PATIENCE)
                .expect("an answer arrives");
        }
    }

    fn on_lab() -> Self {
        let mut bench = Self::new(false);
        bench.runtime.perform(Effect::ConnectLab { session: 1 });
        assert!(matches!(
            bench.next(),
            Event::Connected {
                session: 1,
                result: Ok(_)
            }
        ));
        bench.runtime.perform(adopt(1));
        bench
    }

    fn pools(&mut self, request: u64) -> usize {
        self.runtime.perform(Effect::ReadInventory { request });
        match self.next() {
            Event::InventoryRead { result, .. } => result.unwrap().pools.len(),
            other => panic!("{other:?}"),
        }
    }
}

fn dial() -> Dial {
    Dial {
        uri: "https://fe01.contoso.com/OcsPowershell".to_owned(),
        account: Account::Named {
            user: "CONTOSO\\operator".to_owned(),
            password: Secret::new("correct horse"),
        },
        authentication: Authentication::Ntlm,
        ca_file: None,
        kdc: None,
        access: Access::ReadOnly,
        recording: Recording::Off,
    }
}

#[test]
fn an_opened_session_is_worked_with_only_when_the_console_adopts_it() {
    let mut bench = Bench::on_lab();
    assert_eq!(bench.pools(10), 3);
    bench.runtime.perform(Effect::Connect {
        session: 2,
        dial: dial(),
    });
    bench.dialled.send(Ok(())).unwrap();
    assert!(matches!(
        bench.next(),
        Event::Connected {
            session: 2,
            result: Ok(_)
        }
    ));
    // The answer is here, but nobody has taken it.
    assert_eq!(bench.pools(11), 3);
    bench.runtime.perform(adopt(2));
    assert_eq!(bench.pools(12), 9);
}

#[test]
fn a_connection_cancelled_while_its_answer_was_on_the_way_changes_nothing() {
    let mut bench = Bench::on_lab();
    bench.runtime.perform(Effect::Connect {
        session: 2,
        dial: dial(),
    });
    bench.dialled.send(Ok(())).unwrap();
    assert!(matches!(bench.next(), Event::Connected { .. }));
    bench.runtime.perform(Effect::CancelConnect);
    bench.runtime.perform(adopt(2));
    assert_eq!(bench.pools(10), 3);
}

#[test]
fn a_refused_sign_in_is_told_and_the_session_before_goes_on() {
    let mut bench = Bench::on_lab();
    bench.runtime.perform(Effect::Connect {
        session: 2,
        dial: dial(),
    });
    bench
        .dialled
        .send(Err(failure(PortErrorKind::Unauthenticated)))
        .unwrap();
    match bench.next() {
        Event::Connected {
            session: 2,
            result: Err(err),
        } => {
            assert_eq!(err.kind, PortErrorKind::Unauthenticated);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(bench.pools(10), 3);
}

#[test]
fn of_several_readings_that_wait_only_the_newest_is_made() {
    let mut bench = Bench::on_lab();
    // The worker may already be at the first; the second is skipped in any case once the third is asked for.
    for request in 10..40 {
        bench.runtime.perform(Effect::ReadInventory { request });
    }
    let mut answered = Vec::new();
    while answered.last() != Some(&39) {
        match bench.next() {
            Event::InventoryRead { request, .. } => answered.push(request),
            other => panic!("{other:?}"),
        }
    }
    assert!(answered.is_sorted(), "{answered:?}");
}

#[test]
fn a_panic_while_dialling_is_an_error_and_not_the_end() {
    let mut bench = Bench::new(true);
    bench.runtime.perform(Effect::Connect {
        session: 1,
        dial: dial(),
    });
    assert!(matches!(
        bench.next(),
        Event::Connected {
            session: 1,
            result: Err(_)
        }
    ));
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let mut bench = Bench::new(false);
    bench
        .runtime
        .perform(Effect::SaveSettings(Settings::default()));
    assert!(matches!(bench.next(), Event::SettingsSaved(Err(_))));
    bench.runtime.send(Event::WorkerPanicked(JobName::Files));
    assert!(matches!(
        bench.next(),
        Event::WorkerPanicked(JobName::Files)
    ));
}

fn test(request: u64) -> Effect {
    Effect::TestConnection {
        request,
        dial: dial(),
    }
}

/// The layers that were told for each test, until so many tests have ended.
fn layers(bench: &mut Bench, tests: usize) -> Vec<(u64, Layer)> {
    let mut told = Vec::new();
    let mut ended = 0;
    while ended < tests {
        match bench.next() {
            Event::LayerTested { request, result } => told.push((request, result.layer)),
            Event::ConnectionTested { .. } => ended += 1,
            other => panic!("{other:?}"),
        }
    }
    told
}

#[test]
fn a_connection_test_tells_each_layer_and_its_end() {
    let mut bench = Bench::new(false);
    bench.runtime.perform(test(7));
    bench.dialled.send(Ok(())).unwrap();
    assert_eq!(
        layers(&mut bench, 1),
        [(7, Layer::NameResolution), (7, Layer::Tcp)]
    );
}

#[test]
fn a_connection_test_ends_when_it_is_cancelled_or_another_begins() {
    let mut bench = Bench::new(false);
    bench.runtime.perform(test(1));
    bench.runtime.perform(test(2));
    bench.runtime.perform(Effect::CancelTest);
    bench.runtime.perform(test(3));
    for _ in 0..3 {
        bench.dialled.send(Ok(())).unwrap();
    }
    let told = layers(&mut bench, 3);
    let reached: Vec<u64> = told
        .iter()
        .filter(|(_, layer)| *layer == Layer::Tcp)
        .map(|(request, _)| *request)
        .collect();
    assert_eq!(reached, [3]);
}

#[test]
fn a_panic_in_a_connection_test_ends_the_test_and_nothing_else() {
    let mut bench = Bench::new(true);
    bench.runtime.perform(test(1));
    assert!(matches!(
        bench.next(),
        Event::WorkerPanicked(JobName::ConnectionTest)
    ));
    assert!(matches!(
        bench.next(),
        Event::ConnectionTested { request: 1 }
    ));
}

#[test]
fn the_file_of_a_transcript_is_named_before_anything_is_dialled() {
    let mut bench = Bench::new(false);
    bench.runtime.perform(Effect::Connect {
        session: 4,
        dial: Dial {
            recording: Recording::DataFolder,
            ..dial()
        },
    });
    match bench.next() {
        Event::TranscriptStarted { session: 4, path } => {
            assert_eq!(path, PathBuf::from("transcripts/1.txt"));
        }
        other => panic!("{other:?}"),
    }
    bench.dialled.send(Ok(())).unwrap();
    assert!(matches!(
        bench.next(),
        Event::Connected { result: Ok(_), .. }
    ));
}

#[test]
fn the_rights_of_a_session_are_read_when_asked_for() {
    let mut bench = Bench::on_lab();
    bench.runtime.perform(Effect::ReadRights { request: 9 });
    assert!(matches!(
        bench.next(),
        Event::RightsRead {
            request: 9,
            result: Ok(_)
        }
    ));
}

#[test]
fn an_idle_session_is_kept_alive_and_one_that_is_not_open_is_left_alone() {
    let mut bench = Bench::pausing(false, Duration::from_millis(1));
    bench.runtime.perform(Effect::Connect {
        session: 1,
        dial: dial(),
    });
    bench.dialled.send(Ok(())).unwrap();
    assert!(matches!(bench.next(), Event::Connected { .. }));
    assert!(bench.kept_alive.try_recv().is_err(), "nobody works with it");
    bench.runtime.perform(adopt(1));
    for _ in 0..3 {
        bench.kept_alive.recv_timeout(PATIENCE).unwrap();
    }
    assert_eq!(bench.pools(10), 9);
}

fn directory_dial() -> DirectoryDial {
    DirectoryDial {
        server: DirectoryServer::Typed("dc01.contoso.com".to_owned()),
        account: Account::Named {
            user: "CONTOSO\\reader".to_owned(),
            password: Secret::new("correct horse"),
        },
        ca_file: None,
        dns: None,
        access: Access::ReadOnly,
    }
}

/// Whether the directory beside the session answers.
fn directory_answers(bench: &mut Bench, request: u64) -> bool {
    bench.runtime.perform(Effect::ReadDirectory { request });
    match bench.next() {
        Event::DirectoryRead { result, .. } => result.is_ok(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_directory_is_dialled_beside_the_session_and_asked_only_once_it_is_adopted() {
    let mut bench = Bench::on_lab();
    bench.runtime.perform(Effect::ConnectDirectory {
        session: 2,
        dial: directory_dial(),
    });
    // The session does not wait for it.
    assert_eq!(bench.pools(10), 3);
    bench.dialled.send(Ok(())).unwrap();
    match bench.next() {
        Event::DirectoryConnected { session: 2, result } => {
            assert_eq!(result.unwrap().forest, "contoso.com");
        }
        other => panic!("{other:?}"),
    }
    assert!(!directory_answers(&mut bench, 11));
    bench.runtime.perform(Effect::AdoptDirectory { session: 2 });
    assert!(directory_answers(&mut bench, 12));
    let address = SipUri::parse("sip:ocschat@contoso.com").unwrap();
    bench.runtime.perform(Effect::FindHolders {
        request: 13,
        address,
    });
    match bench.next() {
        Event::HoldersFound {
            request: 13,
            result,
        } => assert_eq!(result.unwrap().holders.len(), 1),
        other => panic!("{other:?}"),
    }
    assert_eq!(bench.pools(14), 3, "the session is the same");
    bench.runtime.perform(Effect::DisconnectDirectory);
    assert!(!directory_answers(&mut bench, 15));
}

#[test]
fn a_directory_cancelled_or_refused_on_the_way_changes_nothing() {
    let mut bench = Bench::on_lab();
    for (session, answer) in [(2, Ok(())), (3, Err(failure(PortErrorKind::NoTicket)))] {
        bench.runtime.perform(Effect::ConnectDirectory {
            session,
            dial: directory_dial(),
        });
        bench.dialled.send(answer).unwrap();
        assert!(matches!(bench.next(), Event::DirectoryConnected { .. }));
        bench.runtime.perform(Effect::CancelConnectDirectory);
        bench.runtime.perform(Effect::AdoptDirectory { session });
        assert!(!directory_answers(&mut bench, 10 + session));
    }
}

#[test]
fn another_session_begins_without_the_directory_of_the_one_before() {
    let mut bench = Bench::on_lab();
    bench
        .runtime
        .perform(Effect::ConnectLabDirectory { session: 2 });
    assert!(matches!(bench.next(), Event::DirectoryConnected { .. }));
    bench.runtime.perform(Effect::AdoptDirectory { session: 2 });
    assert!(directory_answers(&mut bench, 10));
    bench.runtime.perform(Effect::ConnectLab { session: 3 });
    assert!(matches!(bench.next(), Event::Connected { .. }));
    bench.runtime.perform(adopt(3));
    assert!(!directory_answers(&mut bench, 11));
}

#[test]
fn what_may_be_done_is_set_for_the_directory_too() {
    let mut bench = Bench::on_lab();
    bench
        .runtime
        .perform(Effect::ConnectLabDirectory { session: 2 });
    assert!(matches!(bench.next(), Event::DirectoryConnected { .. }));
    bench.runtime.perform(Effect::AdoptDirectory { session: 2 });
    for access in [Access::ReadOnly, Access::Changes] {
        bench.runtime.perform(Effect::SetAccess(access));
        assert!(directory_answers(&mut bench, 10));
        assert_eq!(bench.told_access.recv_timeout(PATIENCE).unwrap(), access);
    }
}

#[test]
fn a_panic_while_a_directory_is_dialled_is_an_error_and_not_the_end() {
    let mut bench = Bench::new(true);
    bench.runtime.perform(Effect::ConnectDirectory {
        session: 1,
        dial: directory_dial(),
    });
    assert!(matches!(
        bench.next(),
        Event::DirectoryConnected {
            session: 1,
            result: Err(_)
        }
    ));
}

/// The lab's directory, which tells what it was told.
struct Told {
    inner: LabDirectory,
    access: Sender<Access>,
}

impl Directory for Told {
    fn connection(&self) -> DirectoryConnection {
        self.inner.connection()
    }

    fn set_access(&mut self, access: Access) {
        self.inner.set_access(access);
        // A test that does not look has dropped the other end.
        self.access.send(access).ok();
    }

    fn reading(&mut self, call: &Call) -> PortResult<DirectoryReading> {
        self.inner.reading(call)
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<AddressHolders> {
        self.inner.holders(address, call)
    }

    fn account(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountState> {
        self.inner.account(guid, call)
    }

    fn account_rights(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountRights> {
        self.inner.account_rights(guid, call)
    }

    fn sightings(
        &mut self,
        address: &SipUri,
        controllers: &[Controller],
        call: &Call,
    ) -> PortResult<Vec<ControllerSighting>> {
        self.inner.sightings(address, controllers, call)
    }

    fn apply(&mut self, change: &DirectoryChange, call: &Call) -> PortResult<()> {
        self.inner.apply(change, call)
    }
}
