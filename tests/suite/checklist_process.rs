//! The console's own steps of a migration as a process that is killed inside every act, against the remote PowerShell
//! peer: started again with the same words, it finds what the journal says, asks the servers and goes on.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pchat_console::checklist::{
    Checklist, OpenMode, ProjectDesk, ProjectEntry, Status, StepId, fold,
};
use pchat_console::plan::{Entry, StepEvent, StepStatus};
use pchat_console::wiring::project_store;
use serde_json::json;
use tempfile::TempDir;

use crate::peer::Peer;
use crate::support::start;

const PATIENCE: Duration = Duration::from_mins(1);

/// A peer and the project of a migration to its pool.
struct Site {
    peer: Peer,
    home: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self {
            peer: Peer::start(&[]),
            home: tempfile::tempdir().unwrap(),
        };
        let facts = site.home.path().join("facts.ron");
        std::fs::write(&facts, pchat_console::checklist::FACTS_EXAMPLE).unwrap();
        let made = site.command("new").arg("--facts").arg(facts).output();
        assert!(made.unwrap().status.success());
        site
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("weekend")
    }

    fn command(&self, order: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pchat-console"));
        command
            .args(["--lang", "en", "--data-dir"])
            .arg(self.home.path().join("data"))
            .args(["migration", order])
            .arg(self.folder());
        command
    }

    /// What a person says, which needs no server.
    fn say(&self, order: &str, words: &[&str]) {
        let said = self.command(order).args(words).output().unwrap();
        let errors = String::from_utf8_lossy(&said.stderr);
        assert!(said.status.success(), "{order} {words:?}: {errors}");
    }

    /// The program at a step, with the password on its standard input.
    fn start(&self, order: &str, step: &str) -> Child {
        let mut running = self
            .command(order)
            .args(["--step", step, "--by", "operator"])
            .args(["--reason", "only this step is tried"])
            .args(["--wait", "60", "--format", "json"])
            .args(["--uri", self.peer.fact("uri")])
            .args(["--ca-file", self.peer.fact("ca_file")])
            .args(["--auth", "ntlm", "--user", self.peer.fact("user")])
            .arg("--password-stdin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = running.stdin.take().unwrap();
        writeln!(input, "{}", self.peer.password().expose()).unwrap();
        running
    }

    fn finish(&self, order: &str, step: &str) {
        let ended = self.start(order, step).wait_with_output().unwrap();
        let errors = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{order} {step}: {errors}");
    }

    fn hold(&self, cmdlet: &str, after_act: bool) {
        let fault = json!({ "name": "timeout", "cmdlet": cmdlet, "after_act": after_act });
        self.peer.post("/fault", &fault);
    }

    /// Starts the program and kills it while the peer holds its cmdlet.
    fn kill_held(&self, order: &str, step: &str) {
        let mut program = self.start(order, step);
        await_that("the peer holds the cmdlet", || {
            self.peer.get("/faults")["faults"] == json!([])
        });
        // By its number, and with no chance to tidy up.
        program.kill().unwrap();
        program.wait().unwrap();
    }

    /// Starts the program and kills it as soon as the journal has this many ends of steps of plans.
    fn kill_after(&self, order: &str, step: &str, ends: usize) {
        let mut program = self.start(order, step);
        await_that("the journal shows it", || self.ends() >= ends);
        program.kill().unwrap();
        program.wait().unwrap();
    }

    fn checklist(&self) -> Checklist {
        let store = project_store(self.folder());
        let (_, stored) = ProjectDesk::open(Box::new(store), OpenMode::Watch, start()).unwrap();
        fold(
            &stored.project,
            &stored.procedure,
            &stored.journal.records,
            None,
        )
    }

    /// How many steps of plans ended, as far as the journal says.
    fn ends(&self) -> usize {
        let store = project_store(self.folder());
        let (_, stored) = ProjectDesk::open(Box::new(store), OpenMode::Watch, start()).unwrap();
        let ended = stored.journal.records.iter().filter(|record| {
            matches!(
                record.entry,
                ProjectEntry::Plan(Entry::Step {
                    event: StepEvent::Ended { .. },
                    ..
                })
            )
        });
        ended.count()
    }

    fn status(&self, step: &str) -> Status {
        let checklist = self.checklist();
        checklist.item(&StepId::new(step)).unwrap().status
    }

    /// Every step of the newest plan of a step came out, and was begun no more often than it had to be.
    fn assert_proven(&self, step: &str) {
        let checklist = self.checklist();
        let item = checklist.item(&StepId::new(step)).unwrap();
        assert!(item.verified.is_some(), "{:#?}", item.newest);
        assert_eq!(item.contradicted, None);
        let record = &checklist.plans[item.plans.last().unwrap()];
        for state in &record.steps {
            assert!(state.status.is_satisfied(), "{state:#?}");
        }
        let verified = self.command("verify").output().unwrap();
        let said = String::from_utf8_lossy(&verified.stdout);
        assert!(verified.status.success(), "{said}");
    }
}

fn await_that(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "{what} within {PATIENCE:?}");
        // The program and the peer need the processor more.
        std::thread::sleep(Duration::from_millis(5));
    }
}

mod tests {
    use super::*;

    /// The act was begun, or its answer was lost: never called done, never called failed.
    fn assert_open(site: &Site, step: &str) {
        let status = site.status(step);
        assert!(
            matches!(status, Status::Interrupted | Status::UnknownOutcome),
            "{step}: {status:?}"
        );
    }

    #[test]
    fn stopping_the_services_survives_a_kill_inside_each_act_and_after_each() {
        let site = Site::new();
        for after_act in [false, true] {
            site.hold("Stop-CsWindowsService", after_act);
            site.kill_held("run", "c3");
            assert_open(&site, "c3");
        }
        let ends = site.ends() + 1;
        site.kill_after("run", "c3", ends);
        site.finish("run", "c3");
        site.assert_proven("c3");
    }

    #[test]
    fn starting_the_services_survives_a_kill_inside_each_act_and_reading_finds_them_running() {
        let site = Site::new();
        site.finish("run", "c3");
        site.say("decide", &["go", "--gate", "c9", "--by", "approver"]);
        for after_act in [false, true] {
            site.hold("Start-CsWindowsService", after_act);
            site.kill_held("run", "c9");
            assert_open(&site, "c9");
        }
        site.finish("run", "c9");
        site.assert_proven("c9");
        let checklist = site.checklist();
        assert!(checklist.services_started.is_some());
        let states = checklist.plans.values().flat_map(|record| &record.steps);
        let failed = states.filter(|state| state.status == StepStatus::Failed);
        assert_eq!(failed.count(), 0, "a kill is no failure");
    }
}
