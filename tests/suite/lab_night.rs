//! A night of a migration on the lab: the built-in procedure, a project's journal on a disk that outlives processes, and
//! an operator who does what the checklist asks for, one act after another, from whatever the journal says.

use std::sync::Arc;
use std::time::Duration;

use pchat_console::checklist::{
    self, AttestedOutcome, Checklist, Decision, DoneBy, Facts, FindingOutcome, Ground, Item,
    Operation, People, Procedure, Project, ProjectEntry, ProjectJournal, ProjectKind,
    ProjectRecord, SourceGeneration, SourceSystem, Status, StepId, Surroundings, TargetSystem,
    Window,
};
use pchat_console::domain::{
    Attestation, AttestationSubject, EndpointSpec, Generation, Hand, LabAct, LabDeed, LabStage,
    LookupAccount, Message, RehearsalFault, SipUri, Statements, SwapRequest, Way,
};
use pchat_console::lab::{Lab, LabClientPath, LabDirectory};
use pchat_console::plan::{
    self, Entry, Journal, JournalWriter, Limits, Plan, PlanLog, PlanRecord, Sides,
};
use pchat_console::ports::{Cancel, Clock as _, Deployment as _, Directory as _, PortResult};

use crate::mortal::{Disk, Mortal, MortalJournal, Process, live};
use crate::support::{TestClock, address, call, fqdn, secs, start};

pub(crate) const POOL: &str = "pchat01.contoso.com";
const REGISTRAR: &str = "lync01.contoso.com";
const OPERATOR: &str = "operator1";

/// More than any step needs, so that a night that does not get on ends.
const PATIENCE: usize = 40;

/// What outlives every process.
#[derive(Clone)]
pub(crate) struct Night {
    pub(crate) lab: Lab,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) project: Project,
    procedure: Arc<Procedure>,
    disk: Disk,
    way: WayOf,
    /// Whether something is to go wrong, so that the operator looks after it.
    is_troubled: bool,
}

/// How the addresses are freed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WayOf {
    Rename,
    RemoveFromLync,
    DeleteAccount,
}

/// What a night is made of.
#[derive(Clone, Debug)]
pub(crate) struct Plot {
    pub(crate) generation: SourceGeneration,
    pub(crate) addresses: Vec<SipUri>,
    pub(crate) way: WayOf,
    pub(crate) faults: Vec<RehearsalFault>,
}

impl Plot {
    pub(crate) fn plain() -> Self {
        Self {
            generation: SourceGeneration::Lync2010,
            addresses: vec![address("sip:ocschat@contoso.com")],
            way: WayOf::Rename,
            faults: Vec::new(),
        }
    }

    pub(crate) fn with_two_addresses() -> Self {
        Self {
            addresses: vec![
                address("sip:ocschat@contoso.com"),
                address("sip:ocschat@fabrikam.com"),
            ],
            ..Self::plain()
        }
    }
}

/// How far a night is carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    End,
    /// Until this step is the one to look at.
    Before(StepId),
    /// Until this step is over.
    After(StepId),
}

impl Goal {
    fn is_reached(&self, checklist: &Checklist) -> bool {
        match self {
            Self::End => false,
            Self::Before(step) => checklist.current.as_ref() == Some(step),
            Self::After(step) => checklist
                .item(step)
                .is_some_and(|item| item.status.is_over()),
        }
    }
}

fn facts(plot: &Plot) -> Facts {
    Facts {
        name: "Night".to_owned(),
        source: SourceSystem {
            generation: plot.generation,
            pool: "gcpool.contoso.com".to_owned(),
            servers: vec!["gc01.contoso.com".to_owned()],
            sql_instance: "sql-gc.contoso.com\\GC".to_owned(),
            database: "GroupChat".to_owned(),
            compliance_database: "GroupChatCompliance".to_owned(),
            files: "\\\\gc01.contoso.com\\files".to_owned(),
            lookup_addresses: plot.addresses.clone(),
        },
        target: TargetSystem {
            pool: fqdn(POOL),
            generation: Generation::Lync2013,
            registrar: Some(fqdn(REGISTRAR)),
            sql_instance: "sql01.contoso.com\\pchat".to_owned(),
            files: "\\\\fs01.contoso.com\\pchat".to_owned(),
        },
        window: Window {
            start: start(),
            end: start().plus(Duration::from_hours(12)),
        },
        people: People {
            operator: OPERATOR.to_owned(),
            reviewer: "reviewer1".to_owned(),
            approver: "approver1".to_owned(),
            pilots: vec!["pilot1".to_owned()],
        },
        profile: String::new(),
        work_folder: "D:\\Migration".to_owned(),
        cut_off: None,
        passphrase: Some("sealed".to_owned()),
    }
}

fn stage(plot: &Plot) -> LabStage {
    LabStage {
        source_pool: "gcpool.contoso.com".to_owned(),
        source_is_2007_r2: plot.generation == SourceGeneration::Ocs2007R2,
        source_servers: vec!["gc01.contoso.com".to_owned()],
        target_pool: fqdn(POOL),
        target_generation: Generation::Lync2013,
        registrar: fqdn(REGISTRAR),
        target_servers: vec!["pc01.contoso.com".to_owned(), "pc02.contoso.com".to_owned()],
        lookup_addresses: plot.addresses.clone(),
        categories: 8,
        rooms: 12,
        addins: 2,
    }
}

impl Night {
    pub(crate) fn new(plot: &Plot) -> Self {
        let clock = TestClock::new();
        let lab = Lab::staged(clock.clone(), &stage(plot));
        lab.befall(&plot.faults);
        let kind = ProjectKind::Rehearsal {
            of: None,
            faults: plot.faults.clone(),
            servers: stage(plot).target_servers,
        };
        Self {
            lab,
            clock,
            project: Project::new("pchat-console test", kind, facts(plot), start()),
            procedure: Procedure::built_in(),
            disk: Disk::default(),
            way: plot.way,
            is_troubled: !plot.faults.is_empty(),
        }
    }

    /// The same night from here on, going its own way.
    pub(crate) fn fork(&self) -> Self {
        let clock = self.clock.fork();
        let files = self.disk.0.lock().unwrap().clone();
        Self {
            lab: self.lab.fork(clock.clone()),
            clock,
            disk: Disk(Arc::new(std::sync::Mutex::new(files))),
            ..self.clone()
        }
    }

    /// The same night after its program ended: the lab was in its memory, and is set up anew.
    pub(crate) fn with_lab_anew(&self, past: &[LabAct]) -> Self {
        let plot = Plot {
            generation: self.project.facts.source.generation,
            addresses: self.project.facts.source.lookup_addresses.clone(),
            way: self.way,
            faults: Vec::new(),
        };
        let night = self.fork();
        let lab = Lab::staged(night.clock.clone(), &stage(&plot));
        lab.replay(past);
        Self { lab, ..night }
    }

    pub(crate) fn records(&self) -> Vec<ProjectRecord> {
        let journal: ProjectJournal = Journal::read(&self.disk.0.lock().unwrap());
        journal.records
    }

    /// Where the journal says that the night stands.
    pub(crate) fn checklist(&self) -> Checklist {
        checklist::fold(&self.project, &self.procedure, &self.records(), None)
    }

    /// Lets a process go on from the journal until the goal, the end, or its death: `None`.
    pub(crate) fn carry(&self, process: &Process, goal: &Goal) -> Option<()> {
        live(|| Console::open(self, process).carry(goal))
    }

    pub(crate) fn carry_on(&self, goal: &Goal) {
        assert!(self.carry(&Process::immortal(), goal).is_some());
    }

    /// Somebody decides to take everything back.
    pub(crate) fn begin_rollback(&self) {
        Console::open(self, &Process::immortal()).write(ProjectEntry::RollbackBegan {
            by: "approver1".to_owned(),
            reason: "the pilot found no rooms".to_owned(),
        });
    }

    /// What a person sees who looks at everything but the journal.
    pub(crate) fn world(&self) -> World {
        self.clock.advance(secs(300));
        let mut lab = self.lab.clone();
        let inventory = lab.inventory(&call()).unwrap();
        let pool = lab.pool_reading(&fqdn(POOL), &call()).unwrap();
        let reading = lab.deployment_reading(&call()).unwrap();
        let addresses = self.project.facts.source.lookup_addresses.iter();
        let mut holders = Vec::new();
        for address in addresses {
            for host in ["dc01", "dc02", "dc11"] {
                let directory = self.lab.directory_on(&format!("{host}.contoso.com"));
                let found = directory.unwrap().holders(address, &call()).unwrap();
                let told = found.holders.into_iter().map(|holder| {
                    // An endpoint that was created again is another object with another name.
                    let class = format!("{:?}", holder.class);
                    (address.to_string(), class, holder.proxy_values)
                });
                holders.push(told.collect());
            }
        }
        let services = pool.servers.iter().flat_map(|server| {
            let services = server.services.iter().flatten();
            services
                .map(|service| format!("{}: {} {:?}", server.server, service.name, service.status))
        });
        let endpoints = inventory.endpoints.iter();
        World {
            endpoints: endpoints
                .map(|endpoint| endpoint.sip_address.to_string())
                .collect(),
            holders,
            sources: format!("{:?}", inventory.source_pools),
            services: services.collect(),
            content: format!("{:?}", pool.content),
            policies: format!("{:?}", reading.policies.chat),
            group_chat: match self.lab.people_act(LabDeed::ShowGroupChatServices) {
                Ok(shown) | Err(shown) => shown,
            },
        }
    }
}

/// Everything a migration changes, as reading shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct World {
    pub(crate) endpoints: Vec<String>,
    pub(crate) holders: Vec<Vec<(String, String, Vec<String>)>>,
    pub(crate) sources: String,
    pub(crate) services: Vec<String>,
    pub(crate) content: String,
    pub(crate) policies: String,
    pub(crate) group_chat: String,
}

/// The project's journal as one process writes it.
struct Log {
    writer: JournalWriter<ProjectEntry>,
    records: Vec<ProjectRecord>,
}

impl PlanLog for Log {
    fn append(
        &mut self,
        at: pchat_console::domain::Moment,
        connection: &pchat_console::domain::Connection,
        entry: Entry,
    ) -> PortResult<()> {
        let entry = ProjectEntry::Plan(entry);
        let written = self.writer.record(at, Some(connection), entry)?;
        self.records.extend(written);
        Ok(())
    }
}

/// One process, and the operator in front of it.
struct Console<'a> {
    night: &'a Night,
    process: &'a Process,
    deployment: Mortal<Lab>,
    directory: Mortal<LabDirectory>,
    path: Mortal<LabClientPath>,
    log: Log,
}

impl<'a> Console<'a> {
    fn open(night: &'a Night, process: &'a Process) -> Self {
        let records = night.records();
        let store = MortalJournal::new(night.disk.clone(), process.clone());
        let writer = JournalWriter::new(
            Box::new(store),
            "CONTOSO\\operator",
            "ADMIN-PC",
            "pchat-console test",
        );
        Self {
            night,
            process,
            deployment: Mortal(night.lab.clone(), process.clone()),
            directory: Mortal(night.lab.directory(), process.clone()),
            path: Mortal(night.lab.client_path(), process.clone()),
            log: Log { writer, records },
        }
    }

    fn checklist(&self) -> Checklist {
        let night = self.night;
        let checklist = checklist::fold(&night.project, &night.procedure, &self.log.records, None);
        assert_eq!(checklist.contradictions, 0, "no run writes what cannot be");
        checklist
    }

    fn write(&mut self, entry: ProjectEntry) {
        let now = self.night.clock.now();
        let accepted = self.checklist().accepts(&entry, now);
        assert_eq!(accepted, Ok(()), "{entry:?}");
        let connection = self.night.lab.connection();
        let written = self.log.writer.record(now, Some(&connection), entry);
        self.log.records.extend(written.unwrap());
    }

    fn carry(&mut self, goal: &Goal) {
        let mut visits = (StepId::new(""), 0);
        loop {
            let checklist = self.checklist();
            if goal.is_reached(&checklist) {
                return;
            }
            let Some(current) = checklist.current.clone() else {
                assert_eq!(*goal, Goal::End, "the night ended");
                return;
            };
            visits = match visits {
                (step, count) if step == current => (step, count + 1),
                _ => (current.clone(), 0),
            };
            let item = checklist.item(&current).unwrap();
            assert!(visits.1 < PATIENCE, "{}", told(&checklist, item));
            self.night.clock.advance(secs(1));
            self.act(&checklist, item);
        }
    }

    /// The next thing to do about a step.
    fn act(&mut self, checklist: &Checklist, item: &Item) {
        let step = item.id.clone();
        let mut gates = checklist.gates.iter();
        if gates.any(|gate| gate.gate.step == step && gate.decided.is_none()) {
            return self.write(ProjectEntry::Decided {
                gate: step,
                decision: Decision::Go,
                by: "approver1".to_owned(),
                reason: String::new(),
            });
        }
        if item.step.two_people && item.confirmed.is_none() {
            return self.write(ProjectEntry::Confirmed {
                step,
                reviewer: "reviewer1".to_owned(),
            });
        }
        match item.step.done_by {
            DoneBy::Console(Operation::Read) => {}
            DoneBy::Console(operation) => {
                if self.run(checklist, item, operation) {
                    return;
                }
            }
            DoneBy::People if item.status != Status::Running => {
                return self.write(ProjectEntry::Began { step });
            }
            DoneBy::People => {}
        }
        if let Some(deed) = self.deed(item) {
            return self.let_people(&step, deed);
        }
        if item.step.proof.reading().is_some() && item.verified.is_none() {
            return self.read(checklist, item);
        }
        self.write(ProjectEntry::Attested {
            step,
            by: OPERATOR.to_owned(),
            outcome: AttestedOutcome::Done,
            words: String::new(),
        });
    }

    /// Runs the step's plan, or what is left of it; `false` when nothing is left to run.
    fn run(&mut self, checklist: &Checklist, item: &Item, operation: Operation) -> bool {
        let newest = item.plans.last().and_then(|id| checklist.plans.get(id));
        if let Some(record) = newest {
            let is_over = |record: &PlanRecord| {
                let mut steps = record.steps.iter();
                steps.all(|step| step.status.is_satisfied())
            };
            if is_over(record) {
                return false;
            }
            self.run_plan(record);
            self.look_after(item);
            return true;
        }
        let Some(plan) = self.plan(checklist, item, operation) else {
            return false;
        };
        self.write(ProjectEntry::Linked {
            step: item.id.clone(),
            plan: plan.id.clone(),
        });
        self.run_plan(&PlanRecord::new(plan));
        self.look_after(item);
        true
    }

    fn plan(&mut self, checklist: &Checklist, item: &Item, operation: Operation) -> Option<Plan> {
        let now = self.night.clock.now();
        if operation == Operation::SwapAddress {
            let Some(undone) = &item.undoes else {
                return Some(self.swap(item));
            };
            let forward = checklist.item(undone).unwrap();
            let record = &checklist.plans[forward.plans.last().unwrap()];
            return match plan::undo(record, now) {
                Ok(plan) => Some(plan),
                Err(Message::NothingToUndo) => None,
                Err(other) => panic!("{}: {other:?}", item.id),
            };
        }
        let pool = self.deployment.pool_reading(&fqdn(POOL), &call()).unwrap();
        let inventory = self.deployment.inventory(&call()).unwrap();
        let ground = Ground {
            pool: Some(&pool),
            inventory: Some(&inventory),
            picked: &[],
        };
        let connection = self.night.lab.connection();
        checklist::plan_of(item, checklist, connection, ground, now).ok()
    }

    fn swap(&mut self, item: &Item) -> Plan {
        let (_, address) = item.address.clone().unwrap();
        let now = self.night.clock.now();
        let inventory = self.deployment.inventory(&call()).unwrap();
        let reading = self.directory.reading(&call()).unwrap();
        let connection = reading.connection.clone();
        let mut sides = Sides::new(&mut self.deployment, Some(&mut self.directory));
        let capture = plan::capture(&mut sides, &address, &call()).unwrap();
        let request = SwapRequest {
            account: LookupAccount {
                directory: capture.account.unwrap(),
                lync: capture.lync.unwrap(),
                statements: Statements::default(),
            },
            way: match self.night.way {
                WayOf::Rename => {
                    let retired = format!("sip:retired-{}@{}", address.user(), address.domain());
                    Way::Rename {
                        retired: SipUri::parse(&retired).unwrap(),
                    }
                }
                WayOf::RemoveFromLync => Way::RemoveFromLync,
                WayOf::DeleteAccount => Way::DeleteAccount,
            },
            hand: Hand::Console,
            endpoint: EndpointSpec {
                sip_address: address,
                pool: fqdn(POOL),
                display_name: Some("Group Chat".to_owned()),
            },
            registrar: fqdn(REGISTRAR),
            attestations: AttestationSubject::ALL
                .into_iter()
                .map(|subject| Attestation {
                    subject,
                    by: OPERATOR.to_owned(),
                    at: now,
                    output: "Stopped LABGCLOOKUP".to_owned(),
                })
                .collect(),
            required: reading.controllers.unwrap(),
            listed: Vec::new(),
            replicator_cycle: Duration::from_mins(1),
            recycle_bin: Some(true),
        };
        plan::swap(&inventory, connection, request, now).unwrap()
    }

    /// Reads again what is open, then runs the rest, as a person would.
    fn run_plan(&mut self, record: &PlanRecord) {
        let (clock, limits) = (self.night.clock.clone(), Limits::default());
        let cancel = Cancel::default();
        let mut sides = Sides::new(&mut self.deployment, Some(&mut self.directory));
        let mut record = record.clone();
        let mut steps = record.steps.iter();
        if steps.any(|step| step.status.can_be_checked_again()) {
            let log = &mut self.log;
            record = plan::recheck(
                &record,
                &mut sides,
                log,
                &*clock,
                &cancel,
                limits,
                &mut |_| {},
            )
            .record;
        }
        let log = &mut self.log;
        plan::run(
            &record,
            &mut sides,
            log,
            &*clock,
            &cancel,
            limits,
            &mut |_| {},
        );
    }

    /// On a night on which something is to go wrong, what did not come out is looked after on the spot.
    fn look_after(&mut self, item: &Item) {
        let checklist = self.checklist();
        let item = checklist.item(&item.id).unwrap();
        let newest = item.plans.last().and_then(|id| checklist.plans.get(id));
        let is_held_up = newest.is_some_and(|record| !record.status().is_satisfied());
        if !is_held_up || !self.night.is_troubled {
            return;
        }
        for deed in [LabDeed::RepairServer, LabDeed::RemoveLeftProxyValue] {
            self.let_people(&item.id, deed);
        }
    }

    /// What is left for other people to do: the first deed without an output, and again what warned and was put right.
    fn deed(&self, item: &Item) -> Option<LabDeed> {
        let mut done: Vec<(LabDeed, &str)> = Vec::new();
        let mut asked = None;
        for record in &self.log.records {
            match &record.entry {
                ProjectEntry::LabActed { step, deeds } if *step == item.id => {
                    asked = deeds.first().copied();
                }
                ProjectEntry::Output { step, text } if *step == item.id => {
                    done.extend(asked.take().map(|deed| (deed, text.as_str())));
                }
                _ => {}
            }
        }
        match done.last() {
            Some((LabDeed::PreviewImport, text)) if text.contains("WARNING") => {
                return Some(LabDeed::FixImportWarnings);
            }
            Some((LabDeed::FixImportWarnings, _)) => return Some(LabDeed::PreviewImport),
            _ => {}
        }
        let mut deeds = item.step.lab.iter().copied();
        deeds.find(|deed| !done.iter().any(|(known, _)| known == deed))
    }

    fn let_people(&mut self, step: &StepId, deed: LabDeed) {
        let was_asked = self.log.records.iter().any(|record| {
            matches!(&record.entry, ProjectEntry::LabActed { step: own, deeds } if own == step && deeds.contains(&deed))
        });
        self.write(ProjectEntry::LabActed {
            step: step.clone(),
            deeds: vec![deed],
        });
        self.process.point();
        let told = self.night.lab.people_act(deed);
        self.process.point();
        let text = match told {
            Ok(text) => text,
            // A process that was killed does not know that it was done; the tools say that it is so already.
            Err(words) if was_asked && is_once(deed) => words,
            Err(words) => panic!("{step}: {deed:?}: {words}"),
        };
        self.write(ProjectEntry::Output {
            step: step.clone(),
            text,
        });
    }

    fn read(&mut self, checklist: &Checklist, item: &Item) {
        let reading = item.step.proof.reading().unwrap();
        let around = Surroundings {
            facts: checklist.facts.clone(),
            address: item.address.clone().map(|(_, address)| address),
            source: checklist.source_counts,
            baseline: checklist.baseline,
            names: Vec::new(),
        };
        let now = self.night.clock.now();
        let mut sides = Sides::new(&mut self.deployment, Some(&mut self.directory));
        let finding = checklist::read(reading, &around, &mut sides, &mut self.path, now, &call());
        let finding = finding.unwrap();
        let is_good = matches!(
            finding.outcome,
            FindingOutcome::Holds | FindingOutcome::HoldsWithWarning
        );
        let shown = format!("{finding:?}");
        self.write(ProjectEntry::Found {
            step: item.id.clone(),
            finding,
        });
        assert!(is_good || self.night.is_troubled, "{}: {shown}", item.id);
    }
}

/// What cannot be done twice, and says so.
fn is_once(deed: LabDeed) -> bool {
    matches!(
        deed,
        LabDeed::UninstallGroupChat
            | LabDeed::ReinstallGroupChat
            | LabDeed::RetireSource
            | LabDeed::RepublishSource
    )
}

/// How a step stands, for the message of a failed test.
pub(crate) fn told(checklist: &Checklist, item: &Item) -> String {
    let plans = item.plans.iter().filter_map(|id| checklist.plans.get(id));
    let plans: Vec<String> = plans.map(crate::swap_stage::told).collect();
    format!(
        "{} {:?} {:?} newest {:?}\n{}",
        item.id,
        item.status,
        item.obstacles,
        item.newest,
        plans.join("\n")
    )
}
