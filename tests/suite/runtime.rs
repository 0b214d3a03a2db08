//! The runtime's threads, with an outside that answers when the test says so.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pchat_console::console::{Effect, Event, JobName};
use pchat_console::domain::{
    Access, Account, Authentication, Dial, LabFault, Profiles, Secret, Settings, Source,
};
use pchat_console::lab::{Lab, MemoryJournal};
use pchat_console::plan::{JournalWriter, Plan};
use pchat_console::ports::{Call, Clock, Deployment, PortErrorKind, PortResult};
use pchat_console::runtime::{Outside, Runtime};

use crate::support::{TestClock, failure};

/// Long enough for a thread to be scheduled on a busy machine; waiting ends with the answer.
const PATIENCE: Duration = Duration::from_secs(20);

struct World {
    lab: Lab,
    clock: Arc<TestClock>,
    /// What dialling answers, one at a time.
    answers: Mutex<Receiver<PortResult<()>>>,
    panics: bool,
}

impl Outside for World {
    fn open_lab(&self) -> Box<dyn Deployment> {
        Box::new(self.lab.clone())
    }

    fn set_lab_fault(&self, _fault: Option<LabFault>) {}

    fn dial(&self, _dial: &Dial, _call: &Call) -> PortResult<Box<dyn Deployment>> {
        assert!(!self.panics, "on purpose");
        let answer = self.answers.lock().unwrap().recv().unwrap();
        let mut other = Lab::grown(self.clock.clone(), 9, 20, 1);
        other.set_access(Access::ReadOnly);
        answer.map(|()| -> Box<dyn Deployment> { Box::new(other) })
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

    fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }
}

struct Bench {
    runtime: Runtime,
    woken: Receiver<()>,
    dialled: Sender<PortResult<()>>,
    arrived: Vec<Event>,
}

impl Bench {
    fn new(panics: bool) -> Self {
        let clock = TestClock::new();
        let (dialled, answers) = channel();
        let (wake, woken) = channel();
        let wake = Mutex::new(wake);
        let outside = Arc::new(World {
            lab: Lab::contoso(clock.clone()),
            clock,
            answers: Mutex::new(answers),
            panics,
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
        bench.runtime.perform(Effect::Adopt { session: 1 });
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
    bench.runtime.perform(Effect::Adopt { session: 2 });
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
    bench.runtime.perform(Effect::Adopt { session: 2 });
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
