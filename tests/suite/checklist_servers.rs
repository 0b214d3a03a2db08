//! Phases C and D on servers that are not ours: the remote PowerShell peer on Samba's data, DNS and a front end on
//! loopback. The console does its own steps through the real adapters, what it reads is written into a project's folder
//! on disk, and every step that only a reading can prove is green from one.

use std::net::Ipv4Addr;
use std::sync::{Arc, OnceLock};

use pchat_console::adapters::client_path::NetworkPath;
use pchat_console::checklist::{
    self, AttestedOutcome, Checklist, Counts, Decision, DoneBy, Facts, Finding, FindingOutcome,
    Ground, Item, OpenMode, Operation, Procedure, Project, ProjectDesk, ProjectEntry, Proof,
    Reading, Status, StepId, Surroundings, TargetSystem, fold,
};
use pchat_console::domain::{
    ChecklistMessage, Connection, Generation, Moment, ReadingMessage, SIP_TLS_PORT,
};
use pchat_console::plan::{self, Limits, Plan, PlanRecord};
use pchat_console::ports::{Cancel, Clock as _, Deployment as _, Directory as _};
use pchat_console::wiring::project_store;
use serde_json::{Value, json};

use crate::checklist_stage::{facts, id, project};
use crate::client_path::{Certificates, listen};
use crate::peer::call;
use crate::small_dns::{Record, SmallDns};
use crate::support::{TestClock, address, fqdn, secs};
use crate::swap_forest::{Forest, LOOKUP, REGISTRAR, TARGET, rename};

/// The front end's address: whoever else listens on the port does so on another one.
const FRONT_END: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 61);
const SERVICE: &str = "_sipinternaltls._tcp.contoso.com";

/// How much the old system held.
const SOURCE: Counts = Counts {
    categories: Some(1),
    rooms: Some(2),
    addins: Some(0),
};

/// One weekend: servers, a project in a folder, and a clock.
struct Weekend {
    forest: Forest,
    path: NetworkPath,
    clock: Arc<TestClock>,
    desk: ProjectDesk,
    project: Project,
    procedure: Arc<Procedure>,
    folder: tempfile::TempDir,
}

fn site() -> Facts {
    let mut facts = facts();
    "groupchat2010.contoso.com".clone_into(&mut facts.source.pool);
    facts.target = TargetSystem {
        pool: fqdn(TARGET),
        generation: Generation::Lync2013,
        registrar: Some(fqdn(REGISTRAR)),
        ..facts.target
    };
    facts
}

/// Listens once for all tests of this process.
fn front_end() {
    static LISTENING: OnceLock<u16> = OnceLock::new();
    LISTENING.get_or_init(|| listen("registrar", FRONT_END, SIP_TLS_PORT));
}

impl Weekend {
    fn begin() -> Self {
        let forest = Forest::start("off", &["--replicator-cycle", "0"]);
        front_end();
        let dns = SmallDns::start(vec![
            Record::Service(SERVICE, 0, SIP_TLS_PORT, REGISTRAR),
            Record::Address(REGISTRAR, FRONT_END),
        ]);
        let path = NetworkPath::new(Some(Certificates::get().authority()), Some(dns.address));
        let clock = TestClock::new();
        let folder = tempfile::tempdir().unwrap();
        let (project, procedure) = (project(site()), Procedure::built_in());
        let store = project_store(folder.path().join("project"));
        checklist::ProjectStore::create(&store, &project, &procedure).unwrap();
        let (desk, _) = ProjectDesk::open(Box::new(store), OpenMode::Work, clock.now()).unwrap();
        Self {
            forest,
            path,
            clock,
            desk,
            project,
            procedure,
            folder,
        }
    }

    /// Folded from what is on disk.
    fn checklist(&self) -> Checklist {
        let journal = self.desk.journal().unwrap();
        assert!(journal.damages.is_empty(), "{:?}", journal.damages);
        fold(&self.project, &self.procedure, &journal.records, None)
    }

    fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Writes what the rules accept, and nothing else.
    fn write(&mut self, entry: ProjectEntry) {
        let now = self.now();
        let accepted = self.checklist().accepts(&entry, now);
        assert_eq!(accepted, Ok(()), "{entry:?}");
        self.desk.append(now, None, entry).unwrap();
    }

    fn item(&self, step: &StepId) -> Item {
        self.checklist().item(step).unwrap().clone()
    }

    fn read(&mut self, step: &StepId) -> Finding {
        let checklist = self.checklist();
        let item = checklist.item(step).unwrap();
        let reading = item.step.proof.reading().unwrap();
        let around = Surroundings {
            facts: checklist.facts.clone(),
            address: item.address.as_ref().map(|(_, address)| address.clone()),
            source: checklist.source_counts,
            baseline: checklist.baseline,
            names: vec!["새 방".to_owned(), "New room".to_owned()],
        };
        let mut session = self.forest.sign_in();
        let mut sides = session.sides();
        let now = self.clock.now();
        checklist::read(reading, &around, &mut sides, &mut self.path, now, &call()).unwrap()
    }

    fn find(&mut self, step: &StepId) -> FindingOutcome {
        let finding = self.read(step);
        let outcome = finding.outcome;
        self.write(ProjectEntry::Found {
            step: step.clone(),
            finding,
        });
        outcome
    }

    /// Reads the proof, which has to be a good one.
    fn prove(&mut self, step: &StepId) {
        let outcome = self.find(step);
        let newest = self.item(step).newest;
        assert!(
            matches!(
                outcome,
                FindingOutcome::Holds | FindingOutcome::HoldsWithWarning
            ),
            "{step}: {newest:#?}"
        );
    }

    fn attest(&mut self, step: &StepId) {
        self.write(ProjectEntry::Attested {
            step: step.clone(),
            by: "operator1".to_owned(),
            outcome: AttestedOutcome::Done,
            words: String::new(),
        });
    }

    fn link(&mut self, step: &StepId, plan: &Plan) {
        self.write(ProjectEntry::Linked {
            step: step.clone(),
            plan: plan.id.clone(),
        });
    }

    /// Runs a plan through the real adapters, writing into the project's journal.
    fn run(&mut self, record: &PlanRecord) {
        let mut session = self.forest.sign_in();
        let end = plan::run(
            record,
            &mut session.sides(),
            &mut self.desk,
            &*self.clock,
            &Cancel::default(),
            Limits::default(),
            &mut |_| {},
        );
        assert_eq!(end.journal_error, None);
        assert!(end.record.status().is_satisfied(), "{:#?}", end.record);
    }

    fn do_operation(&mut self, item: &Item, operation: Operation) {
        match operation {
            Operation::Read => {}
            Operation::StopServices | Operation::StartServices | Operation::RemoveEndpoint => {
                let mut session = self.forest.sign_in();
                let connection: Connection = session.deployment.connection();
                let pool = session.deployment.pool_reading(&fqdn(TARGET), &call());
                let inventory = session.deployment.inventory(&call()).unwrap();
                let pool = pool.unwrap();
                let ground = Ground {
                    pool: Some(&pool),
                    inventory: Some(&inventory),
                    picked: &[],
                };
                let checklist = self.checklist();
                let made = checklist::plan_of(item, &checklist, connection, ground, self.now());
                match made {
                    Ok(plan) => {
                        self.link(&item.id, &plan);
                        self.run(&PlanRecord::new(plan));
                    }
                    // Every service is stopped already: the reading says so.
                    Err(message) => assert_eq!(item.id, id("c3"), "{message:?}"),
                }
            }
            Operation::SwapAddress => {
                let (free, take) = (id("c8a-1"), id("c8b-1"));
                if item.id == free {
                    let record = self.forest.plan(rename());
                    self.link(&free, &record.plan);
                    self.link(&take, &record.plan);
                    self.run(&record);
                }
            }
        }
    }

    /// What people do beside the console, on servers it cannot reach.
    fn people(&mut self, step: &StepId) {
        let list = |weekend: &Self, name: &str, entries: Value| {
            let list = json!({ "name": name, "entries": entries });
            weekend.forest.peer.post("/set-list", &list);
        };
        match step.0.as_str() {
            "c6" => {
                for (name, added) in [
                    ("categories", vec![category("이전 영업")]),
                    ("rooms", vec![room("새 방"), room("New room")]),
                ] {
                    let entries = in_file(name).into_iter().chain(added).collect();
                    list(self, name, Value::Array(entries));
                }
            }
            "d2" => list(self, "trusted_application_pools", json!([])),
            "d3" => list(
                self,
                "chat_policies",
                json!([{ "identity": "Global", "description": null, "enabled": true }]),
            ),
            _ => {}
        }
        self.write(ProjectEntry::Output {
            step: step.clone(),
            text: "done on the server".to_owned(),
        });
    }

    /// Does a step as its card says.
    fn step(&mut self, step: &StepId) {
        let item = self.item(step);
        if item.step.gate.is_some() {
            self.write(ProjectEntry::Decided {
                gate: step.clone(),
                decision: Decision::Go,
                by: "approver1".to_owned(),
                reason: "as agreed".to_owned(),
            });
        }
        match item.step.done_by {
            DoneBy::People => self.people(step),
            DoneBy::Console(operation) => self.do_operation(&item, operation),
        }
        if item.step.proof.reading().is_some() {
            self.prove(step);
        }
        if item.step.proof.is_attested() {
            self.attest(step);
        }
        let done = self.item(step);
        assert!(done.status.is_over(), "{step}: {:?}", done.status);
        // A step after the other, in its minutes.
        self.clock.advance(secs(60 * 5));
    }

    /// What was prepared in the weeks before is no part of this test.
    fn prepare(&mut self) {
        for item in self.checklist().items {
            if ["A", "B"].contains(&item.phase.0.as_str()) && !item.status.is_over() {
                self.write(ProjectEntry::Skipped {
                    step: item.id,
                    by: "operator1".to_owned(),
                    reason: "prepared before".to_owned(),
                });
            }
        }
        self.write(ProjectEntry::SourceCounted {
            counts: SOURCE,
            exports: vec!["rooms.csv".to_owned()],
        });
    }
}

fn in_file(name: &str) -> Vec<Value> {
    let file = crate::contract::asset();
    file[name].as_array().unwrap().clone()
}

fn category(name: &str) -> Value {
    json!({ "pool": TARGET, "name": name, "description": null })
}

fn room(name: &str) -> Value {
    json!({
        "pool": TARGET, "category": "이전 영업", "name": name, "privacy": "Open", "disabled": false,
        "guid": "0d3c6f5e-10a4-4c0b-9a41-6f6f0f5d1b01",
    })
}

fn says(finding: &Finding, is_it: impl Fn(&ReadingMessage) -> bool) -> bool {
    finding.messages.iter().any(|message| match message {
        ChecklistMessage::Reading(message) => is_it(message),
        _ => false,
    })
}

#[test]
fn the_cut_over_and_the_decommissioning_run_with_every_automatic_step_proved_by_reading() {
    let mut weekend = Weekend::begin();
    weekend.prepare();
    let steps: Vec<StepId> = weekend
        .checklist()
        .items
        .iter()
        .filter(|item| ["C", "D"].contains(&item.phase.0.as_str()))
        .filter(|item| item.status != Status::NotApplicable)
        .map(|item| item.id.clone())
        .collect();
    assert!(
        steps.contains(&id("c8a-1")) && steps.contains(&id("d5b-1")),
        "{steps:?}"
    );
    for step in &steps {
        weekend.step(step);
        if *step == id("c8b-1") {
            weekend.forest.assert_swapped();
            let freed = weekend.read(&id("c8a-1"));
            assert_eq!(freed.outcome, FindingOutcome::Holds, "{freed:#?}");
            assert!(says(&freed, |message| matches!(
                message,
                ReadingMessage::AddressTakenOver { .. }
            )));
        }
    }
    let shown = weekend.checklist();
    let session = weekend.forest.sign_in();
    let hosts = [
        session.deployment.connection().host,
        session.directory.connection().host,
    ];
    let mut proved: Vec<Reading> = Vec::new();
    for item in steps.iter().map(|step| shown.item(step).unwrap()) {
        assert!(item.status.is_over(), "{}: {:?}", item.id, item.status);
        assert_eq!(item.contradicted, None, "{}", item.id);
        if let Proof::Console(reading) = item.step.proof {
            let verified = item.verified.as_ref().unwrap();
            assert_eq!(verified.finding.reading, reading, "{}", item.id);
            // The freed address is shown by the plan itself, between freeing and taking over.
            let host = &verified.finding.host;
            assert!(hosts.contains(host), "{}: {host} was not asked", item.id);
            proved.push(reading);
        }
    }
    for reading in [
        Reading::Baseline,
        Reading::ServicesStopped,
        Reading::AddressFree,
        Reading::EndpointStands,
        Reading::ServicesRunning,
        Reading::SourceRetired,
        Reading::ChatPolicy,
        Reading::EndpointGone,
    ] {
        assert!(proved.contains(&reading), "{reading:?}");
    }
    let counted = shown.item(&id("c10")).unwrap().verified.as_ref();
    let counted = &counted.unwrap().finding;
    assert!(
        says(counted, |message| *message
            == ReadingMessage::CountsAsExpected),
        "{counted:?}"
    );
    assert_eq!(
        counted.counts,
        Some(Counts {
            categories: Some(3),
            rooms: Some(5),
            addins: Some(1)
        })
    );
    assert_eq!(weekend.forest.holders(LOOKUP), <[String; 0]>::default());

    // Another machine opens the folder: it stands where it stood.
    weekend.desk.close().unwrap();
    let store = project_store(weekend.folder.path().join("project"));
    let (_desk, stored) =
        ProjectDesk::open(Box::new(store), OpenMode::Watch, weekend.now()).unwrap();
    let again = fold(
        &stored.project,
        &stored.procedure,
        &stored.journal.records,
        None,
    );
    assert_eq!(again.items, shown.items);
}

#[test]
fn servers_that_are_not_as_a_step_wants_them_are_read_as_such() {
    let mut weekend = Weekend::begin();
    weekend.prepare();
    let contradicts = |weekend: &mut Weekend, step: &str| {
        let finding = weekend.read(&id(step));
        assert_eq!(
            finding.outcome,
            FindingOutcome::Contradicts,
            "{step}: {finding:#?}"
        );
        finding
    };
    // Nothing was done yet: services run, the account has its address, the old system is published.
    let running = contradicts(&mut weekend, "c1");
    assert!(
        says(&running, |message| matches!(
            message,
            ReadingMessage::ServiceRuns { server, .. } if server == "pc13.contoso.com"
        )),
        "an inactive server counts as well: {running:#?}"
    );
    let held = contradicts(&mut weekend, "c8a-1");
    assert!(
        says(&held, |message| matches!(
            message,
            ReadingMessage::AddressHeld { identity, .. } if identity.contains("CN=ocschat")
        )),
        "{held:#?}"
    );
    contradicts(&mut weekend, "c8b-1");
    contradicts(&mut weekend, "d2");
    // The peer's deployment has a pilot's policy from the beginning.
    weekend.forest.peer.post(
        "/set-list",
        &json!({ "name": "chat_policies", "entries": [] }),
    );
    contradicts(&mut weekend, "d3");

    // Without a directory an address that nobody seems to hold is not free: it cannot be said.
    let mut deployment = weekend.forest.peer.connect().unwrap();
    let around = Surroundings {
        facts: site(),
        address: Some(address("sip:nobody@contoso.com")),
        source: None,
        baseline: None,
        names: Vec::new(),
    };
    let mut sides = plan::Sides::deployment_only(&mut deployment);
    let now = weekend.clock.now();
    let path = &mut weekend.path;
    let unsaid = checklist::read(
        Reading::AddressFree,
        &around,
        &mut sides,
        path,
        now,
        &call(),
    );
    let unsaid = unsaid.unwrap();
    assert_eq!(unsaid.outcome, FindingOutcome::CannotBeRead);
    assert!(says(&unsaid, |message| *message
        == ReadingMessage::DirectoryNeeded));
}
