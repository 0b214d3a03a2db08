//! A stage for the address swap: the lab with both of its sides, and what has to hold at the end.

use std::sync::Arc;
use std::time::Duration;

use pchat_console::domain::{
    AccountState, AddressHolder, Attestation, AttestationSubject, Change, Controller, Endpoint,
    EndpointSpec, Hand, HolderClass, Inventory, LookupAccount, LyncAccount, Statements,
    SwapRequest, Way,
};
use pchat_console::lab::Lab;
use pchat_console::plan::{
    self, Journal, JournalWriter, Limits, Plan, PlanId, PlanLog, PlanRecord, Progress, RunEnd,
    Sides, SwapReading, Whereabouts, fold,
};
use pchat_console::ports::{Cancel, Clock as _, Deployment as _, Directory as _};

use crate::mortal::{Disk, Mortal, MortalJournal, live};
use crate::support::{TestClock, address, call, fqdn, lab, secs};

pub(crate) use crate::mortal::{Fault, Process, Step};

pub(crate) const LOOKUP: &str = "sip:ocschat@contoso.com";
pub(crate) const RETIRED: &str = "sip:ocschat-retired@contoso.com";
pub(crate) const POOL: &str = "pchat-seoul.contoso.com";
pub(crate) const REGISTRAR: &str = "pool2013-seoul.contoso.com";

/// Every controller of the lab.
const CONTROLLERS: [&str; 3] = ["dc01.contoso.com", "dc02.contoso.com", "dc11.contoso.com"];

pub(crate) fn ways() -> [Way; 3] {
    [rename(), Way::RemoveFromLync, Way::DeleteAccount]
}

pub(crate) fn rename() -> Way {
    Way::Rename {
        retired: address(RETIRED),
    }
}

/// What stays when a process is killed: the site, the journal on disk, and the time.
pub(crate) struct Stage {
    pub(crate) lab: Lab,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) captured: LookupAccount,
    pub(crate) limits: Limits,
    disk: Disk,
    pub(crate) told: Vec<Progress>,
}

impl Stage {
    /// Contoso with its chat services stopped, as a migration has them at this moment.
    pub(crate) fn new() -> Self {
        let (mut lab, clock) = lab();
        stop_chat(&mut lab, &clock);
        let captured = capture(&mut lab);
        Self {
            lab,
            clock,
            captured,
            limits: Limits::default(),
            disk: Disk::default(),
            told: Vec::new(),
        }
    }

    pub(crate) fn inventory(&self) -> Inventory {
        self.lab.clone().inventory(&call()).unwrap()
    }

    pub(crate) fn controllers(&self) -> Vec<Controller> {
        let reading = self.lab.directory().reading(&call()).unwrap();
        reading.controllers.unwrap()
    }

    pub(crate) fn request(&self, way: &Way) -> SwapRequest {
        let controllers = self.controllers().into_iter();
        let (required, listed) =
            controllers.partition(|controller| controller.site.as_deref() == Some("Seoul"));
        SwapRequest {
            account: self.captured.clone(),
            way: way.clone(),
            hand: Hand::Console,
            endpoint: EndpointSpec {
                sip_address: address(LOOKUP),
                pool: fqdn(POOL),
                display_name: Some("Group Chat".to_owned()),
            },
            registrar: fqdn(REGISTRAR),
            attestations: AttestationSubject::ALL
                .into_iter()
                .map(|subject| Attestation {
                    subject,
                    by: "CONTOSO\\operator".to_owned(),
                    at: self.clock.now(),
                    output: "Status   Name\r\nStopped  OCSCHATSVC".to_owned(),
                })
                .collect(),
            required,
            listed,
            replicator_cycle: Duration::from_mins(1),
            recycle_bin: Some(self.lab.has_recycle_bin()),
        }
    }

    pub(crate) fn plan(&self, way: &Way) -> Plan {
        self.plan_of(self.request(way)).unwrap()
    }

    pub(crate) fn plan_of(
        &self,
        request: SwapRequest,
    ) -> Result<Plan, pchat_console::domain::Message> {
        let directory = self.lab.directory().connection();
        plan::swap(&self.inventory(), directory, request, self.clock.now())
    }

    /// Runs a record in a process; `None` when it was killed.
    pub(crate) fn run(&mut self, record: &PlanRecord, process: &Process) -> Option<RunEnd> {
        self.work(process, |sides, journal, clock, limits, on_event| {
            plan::run(
                record,
                sides,
                journal,
                clock,
                &Cancel::default(),
                limits,
                on_event,
            )
        })
    }

    pub(crate) fn recheck(&mut self, record: &PlanRecord) -> RunEnd {
        let checked = self.work(
            &Process::immortal(),
            |sides, journal, clock, limits, on_event| {
                plan::recheck(
                    record,
                    sides,
                    journal,
                    clock,
                    &Cancel::default(),
                    limits,
                    on_event,
                )
            },
        );
        checked.unwrap()
    }

    pub(crate) fn hand_over(&mut self, record: &PlanRecord, step: usize) -> PlanRecord {
        let connection = self.lab.connection();
        let handed_over = self.work(&Process::immortal(), |_, journal, clock, _, _| {
            plan::hand_over(record, step, &connection, journal, clock.now())
        });
        handed_over.unwrap().unwrap()
    }

    fn work<T>(
        &mut self,
        process: &Process,
        work: impl FnOnce(
            &mut Sides<'_>,
            &mut dyn PlanLog,
            &TestClock,
            Limits,
            &mut dyn FnMut(Progress),
        ) -> T,
    ) -> Option<T> {
        let mut deployment = Mortal(self.lab.clone(), process.clone());
        let mut directory = Mortal(self.lab.directory(), process.clone());
        let store = MortalJournal::new(self.disk.clone(), process.clone());
        let mut journal = JournalWriter::new(
            Box::new(store),
            "CONTOSO\\operator",
            "ADMIN-PC",
            "pchat-console test",
        );
        let (clock, limits, told) = (self.clock.clone(), self.limits, &mut self.told);
        live(|| {
            let mut sides = Sides::new(&mut deployment, Some(&mut directory));
            work(&mut sides, &mut journal, &clock, limits, &mut |progress| {
                told.push(progress);
            })
        })
    }

    /// Every plan the journal knows, as the next process reads it.
    pub(crate) fn records(&self) -> Vec<PlanRecord> {
        let journal = Journal::read(&self.disk.0.lock().unwrap());
        let (records, illegal) = fold(&journal.records, None);
        assert_eq!(illegal, [], "no run writes a sequence that cannot be");
        records
    }

    pub(crate) fn record(&self, id: &PlanId) -> Option<PlanRecord> {
        let mut records = self.records().into_iter();
        records.find(|record| record.plan.id == *id)
    }

    pub(crate) fn reading(&self, record: &PlanRecord) -> SwapReading {
        let (mut deployment, mut directory) = (self.lab.clone(), self.lab.directory());
        let mut sides = Sides::new(&mut deployment, Some(&mut directory));
        plan::read_swap(&mut sides, record, &call()).unwrap()
    }

    pub(crate) fn whereabouts(&self, record: &PlanRecord) -> Whereabouts {
        plan::whereabouts(record, &self.reading(record))
    }

    /// Goes on with a plan as a person would: reads again what is open, then runs the rest; until it is over.
    pub(crate) fn resume(&mut self, id: &PlanId) -> PlanRecord {
        for _ in 0..4 {
            let Some(mut record) = self.record(id) else {
                panic!("{id} was never written down");
            };
            if record.steps.iter().all(|step| step.status.is_satisfied()) {
                return record;
            }
            if record
                .steps
                .iter()
                .any(|step| step.status.can_be_checked_again())
            {
                record = self.recheck(&record).record;
            }
            self.run(&record, &Process::immortal());
        }
        let record = self.record(id).unwrap();
        let is_over = record.steps.iter().all(|step| step.status.is_satisfied());
        assert!(is_over, "{}", told(&record));
        record
    }

    /// Prepares the way back of a recorded swap.
    pub(crate) fn way_back(
        &self,
        record: &PlanRecord,
    ) -> Result<Plan, pchat_console::domain::Message> {
        plan::undo(record, self.clock.now())
    }

    pub(crate) fn settle(&self) {
        self.clock.advance(Duration::from_mins(1));
    }

    /// Who holds the address, as every controller shows it once everything has spread.
    pub(crate) fn holders(&self) -> Vec<AddressHolder> {
        self.settle();
        let mut shown: Vec<Vec<AddressHolder>> = Vec::new();
        for host in CONTROLLERS {
            let mut directory = self.lab.directory_on(host).unwrap();
            let holders = directory.holders(&address(LOOKUP), &call()).unwrap();
            shown.push(holders.holders);
        }
        let first = shown.remove(0);
        for other in shown {
            assert_eq!(other, first, "the controllers agree");
        }
        first
    }

    pub(crate) fn account(&self) -> AccountState {
        let guid = self.captured.directory.guid;
        self.lab.directory().account(guid, &call()).unwrap()
    }

    pub(crate) fn lync(&self) -> Option<LyncAccount> {
        let name = self.captured.name().unwrap();
        self.lab.clone().account(&name, &call()).unwrap()
    }

    pub(crate) fn endpoint(&self) -> Option<Endpoint> {
        let mut lab = self.lab.clone();
        lab.endpoint(&address(LOOKUP), &call()).unwrap()
    }

    /// The endpoint has the address and nothing else does; the account is what the way makes of it.
    pub(crate) fn assert_swapped(&self, way: &Way) {
        let holders = self.holders();
        assert_eq!(holders.len(), 1, "{holders:?}");
        assert_eq!(holders[0].class, HolderClass::ApplicationContact);
        let endpoint = self.endpoint().unwrap();
        assert_eq!(endpoint.pool, Some(fqdn(POOL)));
        assert_eq!(endpoint.sip_address.as_str(), LOOKUP);
        match (way, self.account()) {
            (Way::Rename { retired }, AccountState::Present(account)) => {
                assert_eq!(account.sip_address(), Some(retired.as_str()));
                assert_eq!(
                    self.lync().unwrap().policies,
                    self.captured.lync.as_ref().unwrap().policies
                );
            }
            (Way::RemoveFromLync, AccountState::Present(account)) => {
                assert_eq!(account.sip_address(), None);
                assert_eq!(self.lync(), None);
            }
            (Way::DeleteAccount, AccountState::Deleted { is_recycled, .. }) => {
                assert_eq!(is_recycled, !self.lab.has_recycle_bin());
            }
            (_, other) => panic!("{way:?}: {other:?}"),
        }
    }

    /// The account has the address as it was captured and nothing else does.
    pub(crate) fn assert_as_captured(&self) {
        let holders = self.holders();
        assert_eq!(holders.len(), 1, "{holders:?}");
        assert_eq!(holders[0].guid, self.captured.directory.guid);
        assert_eq!(self.endpoint(), None);
        let AccountState::Present(account) = self.account() else {
            panic!("the account is gone");
        };
        assert!(account.is_as(&self.captured.directory), "{account:?}");
        assert_eq!(account.groups, self.captured.directory.groups);
        assert_eq!(self.lync(), self.captured.lync);
    }
}

/// How the steps of a record came out, for the message of a failed test.
pub(crate) fn told(record: &PlanRecord) -> String {
    let steps = record.plan.steps.iter().zip(&record.steps);
    let lines = steps.map(|(step, state)| {
        let act = format!("{:?}", step.act);
        let act = act.split(['(', ' ']).next().unwrap_or_default().to_owned();
        let words = state.evidence.words.join("; ");
        format!("{act}: {:?} {:?} {words}\n", state.status, state.message)
    });
    lines.collect()
}

fn stop_chat(lab: &mut Lab, clock: &TestClock) {
    let reading = lab.pool_reading(&fqdn(POOL), &call()).unwrap();
    for server in &reading.servers {
        for service in server.chat_services() {
            let change = Change::StopService {
                server: server.server.clone(),
                service: service.name.clone(),
            };
            lab.apply(&change, &call()).unwrap();
        }
    }
    clock.advance(secs(60));
}

fn capture(lab: &mut Lab) -> LookupAccount {
    let mut directory = lab.directory();
    let mut sides = Sides::new(lab, Some(&mut directory));
    let capture = plan::capture(&mut sides, &address(LOOKUP), &call()).unwrap();
    LookupAccount {
        directory: capture.account.unwrap(),
        lync: capture.lync.unwrap(),
        statements: Statements::default(),
    }
}
