//! The address swap as a process that is killed: at every boundary of steps and in the middle of every act, on Samba and
//! the remote PowerShell peer. Started again, it says where it stands and goes on, or goes back.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pchat_console::adapters::files::{DataFolder, FileJournal};
use pchat_console::domain::Source;
use pchat_console::plan::{Act, Journal, PlanKind, PlanRecord, StepStatus, fold};
use pchat_console::ports::JournalStore as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::start;
use crate::swap_forest::{Forest, LOOKUP, LOOKUP_DN, RETIRED, TARGET, captured};

const PATIENCE: Duration = Duration::from_mins(1);
const SWAP: &str = "start";
const STATUS: &str = "status";
const BACK: &str = "back";
const CONTINUE: &str = "continue";
const HANDED_OVER: &str = "The step was handed over.";

/// A forest and the folder in which the program keeps its journal.
struct Site {
    forest: Forest,
    data: TempDir,
    way: &'static [&'static str],
}

const RENAME: &[&str] = &["--rename-to", RETIRED];
const REMOVE: &[&str] = &["--remove-from-lync"];
const DELETE: &[&str] = &["--delete-account"];

impl Site {
    fn new(recycle_bin: &str, way: &'static [&'static str]) -> Self {
        Self {
            forest: Forest::start(recycle_bin, &["--replicator-cycle", "0"]),
            data: tempfile::tempdir().unwrap(),
            way,
        }
    }

    /// The program with one of its orders, and both passwords on its standard input.
    fn start(&self, order: &str) -> Child {
        self.start_as("rtcadmin", order, &[])
    }

    /// The same with another account in the directory and more options.
    fn start_as(&self, account: &str, order: &str, more: &[&str]) -> Child {
        let Forest { samba, peer, .. } = &self.forest;
        let mut program = Command::new(env!("CARGO_BIN_EXE_pchat-console"));
        program
            .args(["--lang", "en", "--data-dir"])
            .arg(self.data.path())
            .args(["swap", order, "--format", "json", "--wait", "60"])
            .args(["--uri", peer.fact("uri"), "--ca-file", peer.fact("ca_file")])
            .args([
                "--auth",
                "ntlm",
                "--user",
                peer.fact("user"),
                "--password-stdin",
            ])
            .args(["--directory", &format!("ldaps://{}", samba.host())])
            .args(["--directory-dns", &samba.dns(), "--directory-ca-file"])
            .arg(samba.ca_file())
            .args([
                "--directory-user",
                &samba.user(account),
                "--directory-password-stdin",
            ]);
        if order == SWAP {
            program
                .args([
                    "--sip-address",
                    LOOKUP,
                    "--confirm",
                    LOOKUP,
                    "--pool",
                    TARGET,
                ])
                .args(["--attested-by", "operator", "--nobody-connected", "none"])
                .args(["--group-chat-stopped", "Stopped  LookupService"])
                .args(self.way);
        }
        let mut running = program
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let passwords = [peer.password(), samba.password()];
        let mut input = running.stdin.take().unwrap();
        for password in &passwords {
            writeln!(input, "{}", password.expose()).unwrap();
        }
        running
    }

    /// Lets the program run to its end, which has to be a good one, and returns what it says of it.
    fn finish(&self, order: &str) -> Value {
        let ended = self.start(order).wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(
            ended.status.success(),
            "{order}: {:?}\n{said}",
            ended.status
        );
        serde_json::from_slice(&ended.stdout).unwrap()
    }

    /// Everything the journal has, in the order in which the plans were made.
    fn records(&self) -> Vec<PlanRecord> {
        let folder = DataFolder::new(Some(self.data.path().to_owned())).unwrap();
        let store = FileJournal::new(folder.journal(Source::Live), start(), 0);
        let journal = Journal::read(&store.files().unwrap());
        fold(&journal.records, None).0
    }

    /// The newest plan; its open step is interrupted, if the program is not running.
    fn record(&self) -> PlanRecord {
        self.records().pop().expect("a plan in the journal")
    }

    /// Kills the program when this holds of its newest plan.
    fn kill_when(&self, mut program: Child, plans: usize, holds: impl Fn(&PlanRecord) -> bool) {
        await_that("the journal shows it", || {
            let records = self.records();
            records.len() == plans && records.last().is_some_and(&holds)
        });
        // By its number, and with no chance to tidy up.
        program.kill().unwrap();
        program.wait().unwrap();
    }

    /// Where the program, started again, says that it stands, and what it offers.
    fn status(&self) -> (String, Vec<String>) {
        let said = self.finish(STATUS);
        let fits = said["fits"].as_array().unwrap().iter();
        let fits = fits.map(|fit| fit.as_str().unwrap().to_owned());
        (
            said["standing"].as_str().unwrap().to_owned(),
            fits.collect(),
        )
    }

    fn go_back(&self) {
        self.finish(BACK);
        self.assert_returned();
    }

    fn assert_returned(&self) {
        let record = self.record();
        assert_eq!(record.plan.kind, PlanKind::SwapBack);
        self.forest.assert_returned(captured(&record));
    }

    /// Lets the peer hold the next of these cmdlets for ever, before its effect or after it.
    fn hold(&self, cmdlet: &str, after_act: bool) {
        let fault = json!({ "name": "timeout", "cmdlet": cmdlet, "after_act": after_act });
        self.forest.peer.post("/fault", &fault);
    }

    /// The controller stops answering in the act that changes the directory; whether the request reached it is open.
    fn kill_when_paused(&self, mut program: Child, plans: usize) {
        let is_changing = |record: &PlanRecord| {
            let mut steps = record.plan.steps.iter().zip(&record.steps);
            steps.any(|(step, state)| {
                let acts = matches!(
                    step.act,
                    Act::FreeAddress { .. } | Act::ReturnAddress { .. }
                );
                acts && state.status == StepStatus::Interrupted
            })
        };
        await_that("the act is begun", || {
            let records = self.records();
            records.len() == plans && records.last().is_some_and(is_changing)
        });
        self.forest.samba.pause();
        program.kill().unwrap();
        program.wait().unwrap();
        self.forest.samba.resume();
    }

    /// What an act changes: who holds the address, and the account's policies.
    fn effect(&self) -> (Vec<String>, Vec<String>) {
        let account =
            self.forest
                .samba
                .search(LOOKUP_DN, "(objectClass=user)", &["msRTCSIP-UserPolicies"]);
        let policies = account
            .iter()
            .flat_map(|account| account.texts("msRTCSIP-UserPolicies"));
        (self.forest.holders(LOOKUP), policies.collect())
    }

    /// Starts the program and kills it while the peer holds its cmdlet.
    fn kill_held(&self, order: &str) {
        let mut program = self.start(order);
        self.await_hold();
        program.kill().unwrap();
        program.wait().unwrap();
    }

    /// Waits until the peer holds it.
    fn await_hold(&self) {
        await_that("the peer holds the cmdlet", || {
            self.forest.peer.get("/faults")["faults"] == json!([])
        });
    }
}

fn await_that(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "{what} within {PATIENCE:?}");
        // The program and the servers need the processor more.
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a step was begun and has no result.
fn is_begun(record: &PlanRecord, step: usize) -> bool {
    record.steps[step].status == StepStatus::Interrupted
}

fn is_ended(record: &PlanRecord, step: usize) -> bool {
    record.steps[step].status.is_satisfied()
}

mod tests {
    use super::*;

    /// Killed where `strikes` says for each step of the swap in turn, the program goes on when it is started again.
    fn killed_at_each_step(strikes: impl Fn(&PlanRecord, usize) -> bool) {
        let site = Site::new("off", RENAME);
        site.finish(SWAP);
        site.forest.assert_swapped();
        let steps = site.record().plan.steps.len();
        site.go_back();
        for step in 0..steps {
            let plans = site.records().len() + 1;
            let program = site.start(SWAP);
            site.kill_when(program, plans, |record| strikes(record, step));
            let (standing, fits) = site.status();
            let known = ["not-begun", "freed", "endpoint-stands"];
            assert!(
                known.contains(&standing.as_str()),
                "step {step}: {standing}"
            );
            if fits.iter().any(|fit| fit == "continue") {
                site.finish(CONTINUE);
            }
            site.forest.assert_swapped();
            site.go_back();
        }
    }

    #[test]
    fn the_program_says_where_it_stands_and_offers_what_fits() {
        let site = Site::new("off", RENAME);
        let stands = |standing: &str, fits: &[&str]| {
            let fits = fits.iter().map(ToString::to_string).collect();
            assert_eq!(site.status(), (standing.to_owned(), fits));
        };
        site.hold("Set-CsUser", false);
        site.kill_held(SWAP);
        stands("not-begun", &["continue"]);
        site.hold("New-CsPersistentChatEndpoint", false);
        site.kill_held(CONTINUE);
        stands("freed", &["continue", "way-back"]);
        site.finish(CONTINUE);
        stands("endpoint-stands", &["way-back"]);
        site.hold("Set-CsUser", false);
        site.kill_held(BACK);
        stands("freed", &["continue"]);
        site.finish(CONTINUE);
        stands("returned", &[]);
    }

    /// What the program says at its end and on the way there.
    fn ended(program: Child) -> (bool, Value, String) {
        let ended = program.wait_with_output().unwrap();
        let said = serde_json::from_slice(&ended.stdout).unwrap();
        let errors = String::from_utf8(ended.stderr).unwrap();
        (ended.status.success(), said, errors)
    }

    /// Reads what the program says to the person in front of it until all of these words came; it goes on by itself.
    fn await_words(program: &mut Child, words: &[&str]) {
        let mut said = String::new();
        let stderr = program.stderr.as_mut().unwrap();
        let mut byte = [0];
        while !words.iter().all(|words| said.contains(words)) {
            assert_eq!(stderr.read(&mut byte).unwrap(), 1, "{said}");
            said.push(char::from(byte[0]));
        }
    }

    #[test]
    fn who_may_not_delete_hands_a_script_over_and_goes_on_when_the_address_is_free() {
        let site = Site::new("restorable", DELETE);
        let (done, said, errors) = ended(site.start_as("helpdesk", SWAP, &[]));
        assert!(!done, "{said}\n{errors}");
        assert_eq!(site.forest.holders(LOOKUP), [LOOKUP_DN], "nothing was done");
        let mut program = site.start_as("helpdesk", SWAP, &["--hand-over"]);
        await_words(&mut program, &["Remove-ADUser -Identity '", HANDED_OVER]);
        site.forest
            .samba
            .change(&format!("dn: {LOOKUP_DN}\nchangetype: delete\n"));
        let (done, said, errors) = ended(program);
        assert!(done, "{said}\n{errors}");
        site.forest.assert_swapped();
    }

    #[test]
    fn a_step_that_was_refused_is_handed_over_later() {
        let site = Site::new("off", RENAME);
        let refused =
            json!({ "name": "refuse", "cmdlet": "Set-CsUser", "category": "PermissionDenied" });
        site.forest.peer.post("/fault", &refused);
        let (done, said, _) = ended(site.start(SWAP));
        assert!(!done, "{said}");
        let mut program = site.start("hand-over");
        await_words(&mut program, &["Set-CsUser -Identity", HANDED_OVER]);
        site.forest.samba.change(&format!(
            "dn: {LOOKUP_DN}\nchangetype: modify\nreplace: msRTCSIP-PrimaryUserAddress\n\
             msRTCSIP-PrimaryUserAddress: {RETIRED}\n-\nreplace: proxyAddresses\nproxyAddresses: {RETIRED}\n"
        ));
        let (done, said, errors) = ended(program);
        assert!(done, "{said}\n{errors}");
        site.forest.assert_swapped();
    }

    #[test]
    fn killed_after_any_step_the_swap_goes_on() {
        killed_at_each_step(is_ended);
    }

    #[test]
    fn killed_in_any_step_the_swap_goes_on() {
        killed_at_each_step(|record, step| is_begun(record, step) || is_ended(record, step));
    }

    #[test]
    fn killed_after_any_step_of_the_way_back_it_goes_on() {
        let site = Site::new("off", REMOVE);
        for step in 0.. {
            site.finish(SWAP);
            site.forest.assert_swapped();
            let plans = site.records().len() + 1;
            let program = site.start(BACK);
            site.kill_when(program, plans, |record| is_ended(record, step));
            if site.status().1 == ["continue"] {
                site.finish(CONTINUE);
            }
            site.assert_returned();
            if step + 1 == site.record().steps.len() {
                break;
            }
        }
    }

    /// Killed while the peer holds a cmdlet of `order`, before its effect or after it, the program is started again
    /// with each of the orders that fit.
    fn killed_while_held(site: &Site, order: &str, cmdlet: &str, ends: &[&str]) {
        for after_act in [false, true] {
            for end in ends {
                if order == BACK {
                    site.finish(SWAP);
                }
                let before = site.effect();
                site.hold(cmdlet, after_act);
                let mut program = site.start(order);
                site.await_hold();
                if after_act {
                    await_that("the effect is there", || site.effect() != before);
                }
                program.kill().unwrap();
                program.wait().unwrap();
                let (standing, fits) = site.status();
                let end = if *end == BACK && !fits.contains(&"way-back".to_owned()) {
                    // Nothing was freed, so there is nothing to give back.
                    assert_eq!((standing.as_str(), after_act), ("not-begun", false));
                    CONTINUE
                } else {
                    *end
                };
                site.finish(end);
                if order == SWAP && end == CONTINUE {
                    site.forest.assert_swapped();
                    site.go_back();
                } else {
                    site.assert_returned();
                }
            }
        }
    }

    #[test]
    fn killed_while_the_account_is_renamed_or_the_endpoint_made_it_goes_on_or_back() {
        let site = Site::new("off", RENAME);
        for cmdlet in ["Set-CsUser", "New-CsPersistentChatEndpoint"] {
            killed_while_held(&site, SWAP, cmdlet, &[CONTINUE, BACK]);
        }
    }

    #[test]
    fn killed_while_the_account_is_removed_from_lync_it_goes_on_or_back() {
        let site = Site::new("off", REMOVE);
        killed_while_held(&site, SWAP, "Disable-CsUser", &[CONTINUE, BACK]);
    }

    #[test]
    fn killed_in_the_acts_of_the_way_back_it_goes_on() {
        let site = Site::new("off", REMOVE);
        let acts = [
            "Remove-CsPersistentChatEndpoint",
            "Enable-CsUser",
            "Grant-CsPinPolicy",
        ];
        for cmdlet in acts {
            killed_while_held(&site, BACK, cmdlet, &[CONTINUE]);
        }
    }

    #[test]
    fn an_act_that_lands_after_the_program_was_killed_leaves_one_holder() {
        let site = Site::new("off", RENAME);
        for cmdlet in ["Set-CsUser", "New-CsPersistentChatEndpoint"] {
            let fault = json!({ "name": "slow", "cmdlet": cmdlet, "seconds": 4 });
            site.forest.peer.post("/clear-log", &json!({}));
            site.forest.peer.post("/fault", &fault);
            site.kill_held(SWAP);
            site.finish(CONTINUE);
            await_that("the late one is through", || {
                let log = site.forest.peer.get("/log");
                let mut ran = log["pipelines"].as_array().unwrap().iter();
                !ran.any(|ran| ran["outcome"] == "running")
            });
            site.forest.assert_swapped();
            site.go_back();
        }
    }

    #[test]
    fn killed_while_the_controller_holds_the_deletion_or_the_restoring_it_goes_on() {
        let site = Site::new("restorable", DELETE);
        for order in [SWAP, BACK] {
            let plans = site.records().len() + 1;
            let program = site.start(order);
            site.kill_when_paused(program, plans);
            site.finish(CONTINUE);
            if order == SWAP {
                site.forest.assert_swapped();
            } else {
                site.assert_returned();
            }
        }
    }
}
