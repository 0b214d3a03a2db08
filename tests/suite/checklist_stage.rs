//! A migration on paper: the procedure that comes with the program, a journal that grows line by line, and no server.

use std::sync::Arc;

use pchat_console::checklist::{
    AttestedOutcome, Checklist, Counts, Decision, Facts, Finding, FindingOutcome, Item, People,
    Procedure, ProcedureStep, Project, ProjectEntry, ProjectId, ProjectKind, ProjectRecord, Proof,
    SourceGeneration, SourceSystem, Status, StepId, TargetSystem, Window, fold,
};
use pchat_console::domain::{Generation, Moment, ServiceName, ServiceStatus, WindowsService};
use pchat_console::plan::{
    self, Entry, Evidence, Plan, PlanId, Record, StepEvent, StepStatus, Who,
};

use super::support::{address, connection, fqdn, secs, start};

pub(crate) fn id(step: &str) -> StepId {
    StepId::new(step)
}

/// Facts of a site with one Lookup address, whose window begins at once and lasts twelve hours.
pub(crate) fn facts() -> Facts {
    Facts {
        name: "Contoso".to_owned(),
        source: SourceSystem {
            generation: SourceGeneration::Lync2010,
            pool: "gc2010.contoso.com".to_owned(),
            servers: vec!["gc01.contoso.com".to_owned()],
            sql_instance: "sql01.contoso.com\\GC".to_owned(),
            database: "mgc2010".to_owned(),
            compliance_database: "mgccomp2010".to_owned(),
            files: "\\\\gc01.contoso.com\\files".to_owned(),
            lookup_addresses: vec![address("sip:ocschat@contoso.com")],
        },
        target: TargetSystem {
            pool: fqdn("pcpool01.contoso.com"),
            generation: Generation::Lync2013,
            registrar: Some(fqdn("lyncpool01.contoso.com")),
            sql_instance: "sql02.contoso.com\\PCHAT".to_owned(),
            files: "\\\\fs01.contoso.com\\share".to_owned(),
        },
        window: Window {
            start: start(),
            end: start().plus(secs(12 * 3600)),
        },
        people: People {
            operator: "operator1".to_owned(),
            reviewer: "reviewer1".to_owned(),
            approver: "approver1".to_owned(),
            pilots: vec!["pilot1".to_owned()],
        },
        profile: String::new(),
        work_folder: "D:\\migration".to_owned(),
        cut_off: None,
        passphrase: None,
    }
}

pub(crate) fn project(facts: Facts) -> Project {
    Project {
        format: 1,
        id: ProjectId("20261120T000000000Z-contoso".to_owned()),
        made_at: start(),
        made_by: "pchat-console test".to_owned(),
        kind: ProjectKind::Production,
        facts,
    }
}

/// A journal that grows, and what is folded from it.
pub(crate) struct Night {
    pub(crate) project: Project,
    pub(crate) procedure: Arc<Procedure>,
    pub(crate) records: Vec<ProjectRecord>,
    pub(crate) now: Moment,
    pub(crate) live: Option<PlanId>,
    run: usize,
}

impl Night {
    pub(crate) fn new() -> Self {
        Self::of(project(facts()), Procedure::built_in())
    }

    pub(crate) fn of(project: Project, procedure: Arc<Procedure>) -> Self {
        let mut night = Self {
            project,
            procedure,
            records: Vec::new(),
            now: start(),
            live: None,
            run: 0,
        };
        night.open();
        night
    }

    /// Another run of the program begins: a file of its own.
    pub(crate) fn open(&mut self) {
        self.run += 1;
        let program = "pchat-console test".to_owned();
        self.write(ProjectEntry::RunOpened { program });
    }

    /// Writes an entry a minute after the one before.
    pub(crate) fn write(&mut self, entry: ProjectEntry) {
        self.now = self.now.plus(secs(60));
        self.records.push(Record {
            file: format!("{:04}.journal", self.run),
            number: self.records.len() as u64 + 1,
            at: self.now,
            who: Arc::new(Who {
                os_user: "operator1".to_owned(),
                computer: "ADMIN01".to_owned(),
                connection: Some(connection()),
            }),
            entry,
            hash: String::new(),
        });
    }

    pub(crate) fn wait(&mut self, minutes: u64) {
        self.now = self.now.plus(secs(minutes * 60));
    }

    pub(crate) fn checklist(&self) -> Checklist {
        fold(
            &self.project,
            &self.procedure,
            &self.records,
            self.live.as_ref(),
        )
    }

    pub(crate) fn item(&self, step: &str) -> Item {
        let checklist = self.checklist();
        let item = checklist.item(&id(step)).cloned();
        item.unwrap_or_else(|| panic!("there is no step {step}"))
    }

    pub(crate) fn status(&self, step: &str) -> Status {
        self.item(step).status
    }

    fn template(&self, step: &str) -> ProcedureStep {
        (*self.item(step).step).clone()
    }

    // What people and the console do

    pub(crate) fn begin(&mut self, step: &str) {
        self.write(ProjectEntry::Began { step: id(step) });
    }

    pub(crate) fn find(&mut self, step: &str, outcome: FindingOutcome) {
        self.find_counts(step, outcome, None);
    }

    pub(crate) fn find_counts(
        &mut self,
        step: &str,
        outcome: FindingOutcome,
        counts: Option<Counts>,
    ) {
        let reading = self.template(step).proof.reading();
        let finding = Finding {
            reading: reading.unwrap_or_else(|| panic!("nothing is read for {step}")),
            outcome,
            messages: Vec::new(),
            counts,
            words: Vec::new(),
            read_at: self.now,
            host: "fe01.contoso.com".to_owned(),
        };
        let step = id(step);
        self.write(ProjectEntry::Found { step, finding });
    }

    pub(crate) fn attest(&mut self, step: &str, outcome: AttestedOutcome) {
        self.write(attested(step, outcome));
    }

    pub(crate) fn skip(&mut self, step: &str) {
        self.write(ProjectEntry::Skipped {
            step: id(step),
            by: "operator1".to_owned(),
            reason: "not here".to_owned(),
        });
    }

    pub(crate) fn reopen(&mut self, step: &str) {
        self.write(ProjectEntry::Reopened {
            step: id(step),
            by: "operator1".to_owned(),
            reason: "once more".to_owned(),
        });
    }

    pub(crate) fn decide(&mut self, gate: &str, decision: Decision) {
        self.write(ProjectEntry::Decided {
            gate: id(gate),
            decision,
            by: "approver1".to_owned(),
            reason: "as agreed".to_owned(),
        });
    }

    pub(crate) fn deviate(&mut self, step: &str) {
        self.write(ProjectEntry::Deviated {
            step: id(step),
            by: "operator1".to_owned(),
            reason: "agreed by telephone".to_owned(),
        });
    }

    pub(crate) fn roll_back(&mut self) {
        self.write(ProjectEntry::RollbackBegan {
            by: "approver1".to_owned(),
            reason: "the import failed".to_owned(),
        });
    }

    pub(crate) fn facts_change(&mut self, facts: Facts) {
        self.write(ProjectEntry::FactsChanged(facts));
    }

    /// Links and makes a plan that has not been begun.
    pub(crate) fn make(&mut self, step: &str, plan: &Plan) {
        self.write(ProjectEntry::Linked {
            step: id(step),
            plan: plan.id.clone(),
        });
        self.write(ProjectEntry::Plan(Entry::PlanMade(plan.clone())));
    }

    pub(crate) fn start_act(&mut self, plan: &Plan, step: usize) {
        self.write(ProjectEntry::Plan(Entry::Step {
            plan: plan.id.clone(),
            step,
            event: StepEvent::Started,
        }));
    }

    pub(crate) fn end_act(&mut self, plan: &Plan, step: usize, status: StepStatus) {
        self.write(ProjectEntry::Plan(Entry::Step {
            plan: plan.id.clone(),
            step,
            event: StepEvent::Ended {
                status,
                message: None,
                evidence: Evidence::default(),
            },
        }));
    }

    pub(crate) fn acts(&mut self, plan: &Plan, steps: std::ops::Range<usize>) {
        for step in steps {
            self.start_act(plan, step);
            self.end_act(plan, step, StepStatus::Done);
        }
    }

    /// A plan that runs from its first act to its last.
    pub(crate) fn carry_out(&mut self, step: &str, plan: &Plan) {
        self.make(step, plan);
        self.acts(plan, 0..plan.steps.len());
    }

    /// Brings a step to its end as it is meant to be brought there.
    pub(crate) fn finish(&mut self, step: &str) {
        let item = self.item(step);
        if item.step.gate.is_some() {
            self.decide(step, Decision::Go);
        }
        match item.step.proof {
            Proof::Console(_) => self.find(step, FindingOutcome::Holds),
            Proof::Attested => {
                self.begin(step);
                self.attest(step, AttestedOutcome::Done);
            }
            Proof::Both(_) => {
                self.begin(step);
                self.find(step, FindingOutcome::Holds);
                self.attest(step, AttestedOutcome::Done);
            }
        }
    }

    /// Brings everything to its end that comes before a step, with plans where the console acts.
    pub(crate) fn up_to(&mut self, end: &str) {
        let items = self.checklist().items;
        for item in items {
            let step = item.id.0.as_str();
            if step == end {
                return;
            }
            if item.status.is_over() || self.status(step).is_over() {
                continue;
            }
            match step {
                "c1" => {
                    self.decide("c1", Decision::Go);
                    let plan = self.stop_plan();
                    self.carry_out("c1", &plan);
                    self.find("c1", FindingOutcome::Holds);
                    self.attest("c1", AttestedOutcome::Done);
                }
                "c9" => {
                    self.decide("c9", Decision::Go);
                    let plan = self.start_plan();
                    self.carry_out("c9", &plan);
                    self.find("c9", FindingOutcome::Holds);
                }
                _ => self.finish(step),
            }
        }
    }

    pub(crate) fn stop_plan(&self) -> Plan {
        let service = service(ServiceStatus::Running);
        plan::stop_service(connection(), "pc01.contoso.com", &service, self.now).unwrap()
    }

    pub(crate) fn start_plan(&self) -> Plan {
        let service = service(ServiceStatus::Stopped);
        plan::start_service(connection(), "pc01.contoso.com", &service, self.now).unwrap()
    }
}

pub(crate) fn attested(step: &str, outcome: AttestedOutcome) -> ProjectEntry {
    ProjectEntry::Attested {
        step: id(step),
        by: "operator1".to_owned(),
        outcome,
        words: "seen".to_owned(),
    }
}

pub(crate) fn service(status: ServiceStatus) -> WindowsService {
    WindowsService {
        name: ServiceName::parse("RTCCHAT").unwrap(),
        display_name: None,
        status,
        roles: Some(vec!["PersistentChatService".to_owned()]),
    }
}
