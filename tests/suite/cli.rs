//! The command line on the lab, with streams in memory: what scripts may rely on.
//!
//! Commands ask the machine's clock, so whatever would have to wait for the lab's replication is told `--wait 0`.
//! Only the last two tests about changes really wait.

use std::ffi::OsString;
use std::path::Path;

use pchat_console::adapters::files::{DataFolder, FileJournal};
use pchat_console::cli::{self, Exit, Start, Streams};
use pchat_console::domain::{Language, Moment, Source};
use pchat_console::plan::{Journal, StepStatus, fold};
use pchat_console::ports::JournalStore as _;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::support::{files_below, start};

const NEW: &str = "--sip-address sip:persistentchat@contoso.com --pool pchat-seoul.contoso.com";
const FABRIKAM: &str = "--sip-address sip:ocschat@fabrikam.com";
const TOKYO: &str = "--pool pchat-tokyo.contoso.com";

/// What a command left behind.
struct Ran {
    exit: Exit,
    output: String,
    errors: String,
}

impl Ran {
    fn json(&self) -> Value {
        serde_json::from_str(&self.output)
            .unwrap_or_else(|err| panic!("{err}: {}{}", self.output, self.errors))
    }
}

/// Runs a line whose words have no blanks in them; more words may follow.
fn run_in(folder: &Path, line: &str, more: &[&str], input: &str) -> Ran {
    let mut words: Vec<OsString> = ["pchat-console", "--data-dir"].map(OsString::from).into();
    words.push(folder.into());
    if !line.contains("--lang") {
        words.extend(["--lang", "en"].map(OsString::from));
    }
    words.extend(line.split_whitespace().map(OsString::from));
    words.extend(more.iter().map(OsString::from));
    let mut input = input.as_bytes();
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let started = cli::run(
        words,
        &mut Streams {
            input: &mut input,
            output: &mut output,
            errors: &mut errors,
        },
    );
    let Start::Ended(exit) = started else {
        panic!("{line} opens a window");
    };
    Ran {
        exit,
        output: String::from_utf8(output).unwrap(),
        errors: String::from_utf8(errors).unwrap(),
    }
}

/// What is asked of a swap of the Lookup account's address, without the rest of the options.
fn swap_preview(more: &str) -> Ran {
    run(&format!(
        "swap start --lab {more} --what-if --delete-account --sip-address sip:ocschat@contoso.com \
         --pool pchat-seoul.contoso.com --attested-by op --group-chat-stopped yes --nobody-connected yes"
    ))
}

#[test]
fn a_swap_is_rehearsed_with_the_bin_and_the_rights_the_lab_is_told_to_have() {
    let usual = swap_preview("");
    assert_eq!(usual.exit, Exit::Done, "{}", usual.errors);
    assert!(usual.errors.contains("Remove-ADUser"), "{}", usual.errors);
    assert!(!usual.errors.contains("no way back"), "{}", usual.errors);
    let without_bin = swap_preview("--lab-recycle-bin off");
    assert_eq!(without_bin.exit, Exit::Done, "{}", without_bin.errors);
    assert!(without_bin.errors.contains("There is no way back"));
    let without_rights = swap_preview("--lab-directory-role help-desk");
    assert_eq!(without_rights.exit, Exit::Failed);
    assert!(without_rights.errors.contains("may not delete"));
    assert_eq!(without_rights.output, "");
}

fn run(line: &str) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), line, &[], "")
}

fn check(line: &str, exit: Exit) -> Ran {
    let ran = run(line);
    assert_eq!(ran.exit, exit, "{line}\n{}{}", ran.output, ran.errors);
    ran
}

/// The keys of an object, in the order of the alphabet.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

fn sorted<const N: usize>(mut keys: [&str; N]) -> [&str; N] {
    keys.sort_unstable();
    keys
}

// The inventory

#[test]
fn the_inventory_as_json_has_exactly_the_promised_fields() {
    let document = check("inventory --lab --format json", Exit::Done).json();
    assert_eq!(
        keys(&document),
        sorted([
            "schema_version",
            "pools",
            "endpoints",
            "sip_domains",
            "read_at",
            "source",
            "warnings"
        ])
    );
    assert_eq!(document["schema_version"], 1);
    assert_eq!(document["source"], "lab");
    assert_eq!(document["warnings"], Value::Array(Vec::new()));
    let pools = document["pools"].as_array().unwrap();
    assert_eq!(pools.len(), 3);
    for pool in pools {
        assert_eq!(
            keys(pool),
            sorted([
                "fqdn",
                "generation",
                "site",
                "registrar",
                "active_servers",
                "inactive_servers",
                "state"
            ])
        );
    }
    let endpoints = document["endpoints"].as_array().unwrap();
    assert_eq!(endpoints.len(), 4);
    for endpoint in endpoints {
        assert_eq!(
            keys(endpoint),
            sorted([
                "sip_address",
                "display_name",
                "pool",
                "origin",
                "identity",
                "enabled"
            ])
        );
    }
    let domains = document["sip_domains"].as_array().unwrap();
    for domain in domains {
        assert_eq!(keys(domain), sorted(["name", "is_default"]));
    }
}

#[test]
fn the_inventory_as_json_tells_contoso_in_stable_words() {
    let document = check("inventory --lab --format json", Exit::Done).json();
    assert_eq!(
        document["pools"][1],
        serde_json::json!({
            "fqdn": "pchat-tokyo.contoso.com",
            "generation": "lync-2013",
            "site": "Tokyo",
            "registrar": "pool2013-tokyo.contoso.com",
            "active_servers": ["pc11.contoso.com", "pc12.contoso.com"],
            "inactive_servers": ["pc13.contoso.com"],
            "state": "Normal",
        })
    );
    assert_eq!(
        document["pools"][2]["generation"],
        "skype-for-business-2015"
    );
    assert_eq!(
        document["endpoints"][3],
        serde_json::json!({
            "sip_address": "sip:ocschat@fabrikam.com",
            "display_name": "Persistent Chat (Fabrikam)",
            "pool": "pchat-tokyo.contoso.com",
            "origin": "legacy",
            "identity": "CN={d8031b6e-95c4-4c7a-a2f8-3b7e1d0c9a44},CN=Application Contacts,CN=RTC Service,\
                         CN=Services,CN=Configuration,DC=contoso,DC=com",
            "enabled": true,
        })
    );
    assert_eq!(document["endpoints"][0]["origin"], "automatic");
    assert_eq!(document["endpoints"][0]["display_name"], Value::Null);
    assert_eq!(
        document["sip_domains"],
        serde_json::json!([
            { "name": "contoso.com", "is_default": true },
            { "name": "fabrikam.com", "is_default": false },
        ])
    );
}

#[test]
fn the_time_of_reading_is_written_with_its_offset() {
    let document = check("inventory --lab --format json", Exit::Done).json();
    let read_at = document["read_at"].as_str().unwrap();
    let moment = Moment::try_from(read_at.to_owned()).unwrap();
    assert_eq!(moment.to_string(), read_at);
    let (date, rest) = read_at.split_once('T').unwrap();
    assert_eq!(date.len(), "2026-11-20".len());
    assert!(rest.contains(['+', '-']), "{read_at}");
}

#[test]
fn json_is_the_same_in_every_language() {
    let document = |line: &str, language: &str| {
        let mut document = run(&format!("--lang {language} {line}")).json();
        for field in ["read_at", "plan"] {
            document.as_object_mut().unwrap().remove(field);
        }
        if let Some(steps) = document.get_mut("steps") {
            for step in steps.as_array_mut().unwrap() {
                step.as_object_mut().unwrap().remove("read_at");
            }
        }
        document
    };
    for line in [
        "inventory --lab --format json".to_owned(),
        format!("endpoint new --lab {NEW} --wait 0 --format json"),
        format!("endpoint new --lab {FABRIKAM} --pool pchat-seoul.contoso.com --format json"),
        format!("endpoint new --lab {NEW} --what-if --format json"),
    ] {
        let english = document(&line, "en");
        assert_eq!(document(&line, "ko"), english, "{line}");
        assert_eq!(document(&line, "ja"), english, "{line}");
    }
}

#[test]
fn standard_output_holds_one_json_document_and_nothing_else() {
    for line in [
        "inventory --lab --format json".to_owned(),
        format!("endpoint new --lab {NEW} --wait 0 --format json"),
        format!("endpoint new --lab {NEW} --what-if --format json"),
        format!("endpoint remove --lab {FABRIKAM} --what-if --format json"),
    ] {
        let ran = run(&line);
        let document = ran.json();
        assert_eq!(document["schema_version"], 1, "{line}");
        assert_eq!(document["source"], "lab", "{line}");
        assert!(
            ran.errors.starts_with("Lab: "),
            "that it is the lab is said beside it: {}",
            ran.errors
        );
    }
}

#[test]
fn the_table_is_in_the_language_asked_for_and_aligned_by_width() {
    for (language, headings) in [
        ("en", ["SIP address", "Display name", "Pool", "Origin"]),
        ("ko", ["SIP 주소", "표시 이름", "풀", "출처"]),
        ("ja", ["SIP アドレス", "表示名", "プール", "作成元"]),
    ] {
        let ran = check(&format!("--lang {language} inventory --lab"), Exit::Done);
        let lines: Vec<&str> = ran.output.lines().collect();
        let first = lines
            .iter()
            .position(|line| line.starts_with(headings[0]))
            .unwrap_or_else(|| panic!("{}", ran.output));
        let begin = |line: &str, cell: &str| {
            let (before, _) = line.split_once(cell).unwrap_or_else(|| panic!("{line}"));
            before.width()
        };
        let row = lines[first + 4];
        assert!(row.starts_with("sip:ocschat@fabrikam.com"), "{row}");
        for (heading, cell) in [
            (headings[1], "Persistent Chat (Fabrikam)"),
            (headings[2], "pchat-tokyo.contoso.com"),
        ] {
            assert_eq!(begin(lines[first], heading), begin(row, cell), "{language}");
        }
        for line in &lines {
            assert_eq!(*line, line.trim_end(), "{language}");
        }
    }
}

#[test]
fn a_lab_can_be_grown_and_is_the_same_from_the_same_seed() {
    let grown = |seed: u32| {
        let line = format!(
            "inventory --lab --lab-pools 20 --lab-endpoints 300 --lab-seed {seed} --format json"
        );
        let mut document = check(&line, Exit::Done).json();
        document["read_at"] = Value::Null;
        document
    };
    let document = grown(7);
    assert_eq!(document["pools"].as_array().unwrap().len(), 20);
    assert_eq!(document["endpoints"].as_array().unwrap().len(), 300);
    assert_eq!(document, grown(7));
    assert_ne!(document, grown(8));
}

// Creating and removing

#[test]
fn the_five_numbers_scripts_look_at() {
    let exits = [
        Exit::Done,
        Exit::Failed,
        Exit::Usage,
        Exit::Open,
        Exit::NoWindow,
    ];
    assert_eq!(exits.map(Exit::code), [0, 1, 2, 3, 4]);
}

#[test]
fn what_is_so_already_is_done_and_sends_nothing() {
    let line = format!("endpoint new --lab {FABRIKAM} {TOKYO} --format json");
    let ran = check(&line, Exit::Done);
    let document = ran.json();
    assert_eq!(document["status"], "already-satisfied");
    assert_eq!(document["steps"][0]["status"], "already-satisfied");
    assert_eq!(document["steps"][0]["endpoint"]["origin"], "legacy");
}

#[test]
fn what_is_accepted_and_does_not_show_yet_is_open() {
    let ran = check(
        &format!("endpoint new --lab {NEW} --wait 0 --format json"),
        Exit::Open,
    );
    let document = ran.json();
    assert_eq!(document["status"], "not-visible-yet");
    assert_eq!(
        document["steps"][0]["message"]["code"],
        "step-not-visible-yet"
    );
    let removal = format!("endpoint remove --lab {FABRIKAM} --confirm sip:ocschat@fabrikam.com");
    let ran = check(&format!("{removal} --wait 0 --format json"), Exit::Open);
    assert_eq!(ran.json()["status"], "not-visible-yet");
}

#[test]
fn a_lost_answer_is_open_and_not_failed() {
    let line = format!("endpoint new --lab --lab-fault drop-after-act {NEW} --wait 0");
    let ran = check(&format!("{line} --format json"), Exit::Open);
    let document = ran.json();
    assert_eq!(document["status"], "unknown-outcome");
    assert_eq!(document["steps"][0]["message"]["code"], "step-answer-lost");
    let ran = check(&line, Exit::Open);
    assert_eq!(ran.output, "Unknown outcome\n");
    assert!(
        !ran.errors.contains("Nothing was changed"),
        "{}",
        ran.errors
    );
}

#[test]
fn a_refusal_is_a_failure_and_keeps_the_words_of_the_server() {
    let line = format!("endpoint new --lab --lab-fault refuse {NEW} --wait 0");
    let ran = check(&format!("{line} --format json"), Exit::Failed);
    let document = ran.json();
    assert_eq!(document["status"], "failed");
    assert!(!document["steps"][0]["words"].as_array().unwrap().is_empty());
    let ran = check(&line, Exit::Failed);
    assert!(
        ran.errors.contains("Nothing was changed."),
        "{}",
        ran.errors
    );
}

#[test]
fn a_failed_check_is_a_failure_before_anything_is_sent() {
    for (line, code) in [
        (
            "--sip-address sip:helpdesk@contoso.com --pool pchat-seoul.contoso.com",
            "address-held",
        ),
        (
            "--sip-address sip:helpdesk@contoso.com --pool pchat-seoul.contoso.com",
            "held-in-directory",
        ),
        (
            "--sip-address sip:frontdesk@contoso.com --pool pchat-seoul.contoso.com",
            "left-behind-in-directory",
        ),
        (
            "--sip-address sip:ocschat@fabrikam.com --pool pchat-seoul.contoso.com",
            "address-of-endpoint",
        ),
        (
            "--sip-address sip:x@adatum.com --pool pchat-seoul.contoso.com",
            "domain-not-configured",
        ),
        (
            "--sip-address sip:x@contoso.com --pool groupchat2010.contoso.com",
            "pool-is-source",
        ),
        (
            "--sip-address sip:x@contoso.com --pool pchat-seoul",
            "fqdn-short-name",
        ),
        (
            "--sip-address x --pool pchat-seoul.contoso.com",
            "address-without-at",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let line = format!("endpoint new --lab {line} --format json");
        let ran = run_in(folder.path(), &line, &[], "");
        assert_eq!(ran.exit, Exit::Failed, "{line}");
        let document = ran.json();
        assert_eq!(document["status"], "refused");
        let codes: Vec<&Value> = document["checks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|check| check["verdict"] == "failed")
            .flat_map(|check| check["messages"].as_array().unwrap())
            .map(|message| &message["code"])
            .collect();
        assert!(
            codes.iter().any(|found| *found == code),
            "{line}: {codes:?}"
        );
        assert!(!ran.errors.contains("New-Cs"), "{}", ran.errors);
        assert_eq!(journals(folder.path()), 0);
    }
}

#[test]
fn a_removal_needs_the_address_twice_and_an_endpoint_that_may_go() {
    for (line, exit) in [
        (
            format!("{FABRIKAM} --confirm sip:ocschat@contoso.com"),
            Exit::Failed,
        ),
        (FABRIKAM.to_owned(), Exit::Usage),
        (
            "--sip-address sip:gone@contoso.com --confirm sip:gone@contoso.com".to_owned(),
            Exit::Failed,
        ),
        (
            "--sip-address sip:GC-1-PersistentChatService-2@contoso.com \
             --confirm sip:GC-1-PersistentChatService-2@contoso.com"
                .to_owned(),
            Exit::Failed,
        ),
        (
            "--sip-address nonsense --confirm nonsense".to_owned(),
            Exit::Usage,
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let line = format!("endpoint remove --lab {line} --wait 0");
        let ran = run_in(folder.path(), &line, &[], "");
        assert_eq!(ran.exit, exit, "{line}: {}", ran.errors);
        assert_eq!(journals(folder.path()), 0, "{line}");
        assert!(!ran.errors.contains("Remove-Cs"), "{}", ran.errors);
    }
    // As addresses are compared: case does not matter, and the scheme may be left out.
    check(
        &format!("endpoint remove --lab {FABRIKAM} --confirm OcsChat@Fabrikam.com --wait 0"),
        Exit::Open,
    );
}

#[test]
fn a_preview_is_done_and_leaves_no_plan_and_no_journal() {
    for line in [
        format!("endpoint new --lab {NEW} --what-if"),
        format!("endpoint remove --lab {FABRIKAM} --what-if"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let ran = run_in(folder.path(), &line, &[], "");
        assert_eq!(ran.exit, Exit::Done);
        assert!(ran.output.starts_with("What if: "), "{}", ran.output);
        assert!(
            ran.errors.contains("-CsPersistentChatEndpoint "),
            "{}",
            ran.errors
        );
        assert_eq!(journals(folder.path()), 0);
        assert_eq!(files_below(folder.path(), ".ron").len(), 0);
    }
}

/// How many journals of the lab are in a data folder.
fn journals(folder: &Path) -> usize {
    files_below(folder, ".journal").len()
}

#[test]
fn a_change_is_journalled_among_those_of_the_lab_and_its_plan_is_kept() {
    let temp = tempfile::tempdir().unwrap();
    let line = format!("endpoint new --lab {NEW} --wait 0 --format json");
    let ran = run_in(temp.path(), &line, &["--display-name", "영구 채팅 ’A’"], "");
    let plan = ran.json()["plan"].as_str().unwrap().to_owned();
    let folder = DataFolder::new(Some(temp.path().to_owned())).unwrap();
    let files = |source| {
        FileJournal::new(folder.journal(source), start(), 1)
            .files()
            .unwrap()
    };
    assert_eq!(files(Source::Live), []);
    let journal = Journal::read(&files(Source::Lab));
    assert_eq!(journal.damages, []);
    let (plans, _) = fold(&journal.records, None);
    assert_eq!(plans.len(), 1);
    assert_eq!(plans[0].plan.id.0, plan);
    assert_eq!(plans[0].status(), StepStatus::NotVisibleYet);
    let saved = files_below(temp.path(), ".ron");
    assert_eq!(saved.len(), 1);
    assert!(
        std::fs::read_to_string(&saved[0])
            .unwrap()
            .contains("영구 채팅 ’A’"),
        "a person can read it"
    );
    assert!(
        ran.errors.contains("-DisplayName '영구 채팅 ’’A’’'"),
        "the exact command is shown: {}",
        ran.errors
    );
}

#[test]
fn without_a_place_for_the_plan_and_the_journal_nothing_is_begun() {
    let temp = tempfile::tempdir().unwrap();
    let taken = temp.path().join("a file");
    std::fs::write(&taken, "").unwrap();
    let line = format!("endpoint new --lab {NEW} --wait 0 --format json");
    let ran = run_in(&taken, &line, &[], "");
    assert_eq!(ran.exit, Exit::Failed, "{}{}", ran.output, ran.errors);
    assert_eq!(ran.json()["error"]["kind"], "file");
    assert!(
        ran.errors.contains("Nothing was changed."),
        "{}",
        ran.errors
    );
}

#[test]
fn what_shows_in_time_is_done() {
    for line in [
        format!("endpoint new --lab {NEW} --wait 30 --format json"),
        format!(
            "endpoint remove --lab {FABRIKAM} --confirm ocschat@fabrikam.com --wait 30 --format json"
        ),
    ] {
        assert_eq!(check(&line, Exit::Done).json()["status"], "done");
    }
}

#[test]
fn a_time_out_is_open() {
    let line = format!("endpoint new --lab --lab-fault time-out {NEW} --wait 0 --format json");
    assert_eq!(check(&line, Exit::Open).json()["status"], "unknown-outcome");
}

// Usage

#[test]
fn wrong_usage_is_told_on_standard_error_and_does_nothing() {
    for line in [
        "nonsense",
        "inventory",
        "inventory --lab --format xml",
        "inventory --lab --lang fr",
        "inventory --lab --uri https://fe01.contoso.com/OcsPowershell",
        "inventory --uri https://fe01.contoso.com/OcsPowershell",
        "inventory --uri https://fe01.contoso.com/OcsPowershell --user a",
        "inventory --uri https://fe01.contoso.com/OcsPowershell --password-stdin",
        "endpoint",
        "endpoint new --lab",
        "endpoint new --lab --sip-address sip:x@contoso.com",
        "endpoint new --lab --lab-fault explode --sip-address a --pool b",
        "endpoint new --lab --wait -1 --sip-address a --pool b",
        "endpoint new --lab --wait soon --sip-address a --pool b",
        "endpoint set --lab",
        "inventory --lab --lab-pools many",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let ran = run_in(folder.path(), line, &[], "");
        assert_eq!(ran.exit, Exit::Usage, "{line}");
        assert_eq!(ran.output, "", "{line}");
        assert!(!ran.errors.is_empty(), "{line}");
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            0,
            "{line}"
        );
    }
}

#[test]
fn help_and_version_are_answers_and_no_errors() {
    for line in [
        "--help",
        "--version",
        "inventory --help",
        "endpoint new --help",
        "endpoint remove --help",
    ] {
        let ran = check(line, Exit::Done);
        assert!(!ran.output.is_empty());
        assert_eq!(ran.errors, "");
    }
}

#[test]
fn without_a_command_a_window_is_asked_for() {
    let words = "pchat-console --lang ja --renderer glow".split(' ');
    let mut output = Vec::new();
    let mut errors = Vec::new();
    let started = cli::run(
        words.map(OsString::from),
        &mut Streams {
            input: &mut std::io::empty(),
            output: &mut output,
            errors: &mut errors,
        },
    );
    let Start::Window(options) = started else {
        panic!("no window");
    };
    assert_eq!(options.language, Some(Language::Japanese));
    assert_eq!(options.renderer, Some(cli::Renderer::Glow));
    assert!(output.is_empty() && errors.is_empty());
}

#[test]
fn a_password_is_never_an_argument() {
    let connection = "--uri https://fe01.contoso.com/OcsPowershell --user a";
    for word in [
        "--password canary",
        "--password=canary",
        "-p canary",
        "--pass canary",
        "--password-stdin=canary",
    ] {
        for command in [
            "inventory",
            "connection test",
            "endpoint new --sip-address a --pool b",
        ] {
            let ran = run(&format!("{command} {connection} {word}"));
            assert_eq!(ran.exit, Exit::Usage, "{command} {word}");
        }
    }
    for command in [
        "inventory",
        "connection test",
        "endpoint new",
        "endpoint remove",
    ] {
        let help = check(&format!("{command} --help"), Exit::Done).output;
        let options = help
            .split_whitespace()
            .filter(|word| word.starts_with("--pass"));
        let options: Vec<&str> = options.collect();
        assert_eq!(options, ["--password-stdin"], "{command}");
    }
}

#[test]
fn an_empty_password_is_refused_before_anything_is_dialled() {
    let folder = tempfile::tempdir().unwrap();
    // A name that is reserved never to exist: dialling it would be a failure of another kind.
    let line = "inventory --uri https://fe01.invalid/OcsPowershell --user a --password-stdin";
    for input in ["", "\n", "\r\nsecond line"] {
        let ran = run_in(folder.path(), line, &[], input);
        assert_eq!(ran.exit, Exit::Failed);
        assert!(
            ran.errors.contains("the password is empty"),
            "{}",
            ran.errors
        );
        assert_eq!(ran.output, "");
    }
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "a\u{1b}[31m\u{9b}2J\u{202e}b\r";
    for (line, more) in [
        (
            "endpoint new --lab --pool pchat-seoul.contoso.com --wait 0 --sip-address".to_owned(),
            hostile,
        ),
        (
            "endpoint new --lab --sip-address sip:x@contoso.com --wait 0 --pool".to_owned(),
            hostile,
        ),
        (
            format!("endpoint new --lab {NEW} --wait 0 --display-name"),
            hostile,
        ),
        (
            format!("endpoint remove --lab {FABRIKAM} --wait 0 --confirm"),
            hostile,
        ),
        (
            "endpoint remove --lab --what-if --sip-address".to_owned(),
            hostile,
        ),
    ] {
        for format in ["table", "json"] {
            let ran = run_in(folder.path(), &line, &[more, "--format", format], "");
            assert!(matches!(ran.exit, Exit::Failed | Exit::Usage), "{line}");
            for text in [&ran.output, &ran.errors] {
                let found = text
                    .chars()
                    .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
                assert_eq!(found, None, "{line}: {text:?}");
            }
        }
    }
}

#[test]
fn a_reader_that_went_away_is_no_failure_of_the_command() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _bytes: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
    }
    for line in ["pchat-console inventory --lab", "pchat-console --help"] {
        let started = cli::run(
            line.split(' ').map(OsString::from),
            &mut Streams {
                input: &mut std::io::empty(),
                output: &mut Gone,
                errors: &mut Gone,
            },
        );
        assert!(matches!(started, Start::Ended(Exit::Done)), "{line}");
    }
}

#[test]
fn a_caller_without_the_role_sees_and_changes_nothing() {
    let view_only = "--lab --lab-role view-only --format json";
    let seen = check(&format!("inventory {view_only}"), Exit::Done).json();
    assert_eq!(seen["endpoints"].as_array().unwrap().len(), 4);
    let refused = check(&format!("endpoint new {view_only} {NEW}"), Exit::Failed);
    assert_eq!(refused.json()["status"], "failed");
    assert!(
        refused
            .errors
            .contains("is not recognized as the name of a cmdlet"),
        "{}",
        refused.errors
    );
}

#[test]
fn what_a_session_has_no_right_to_read_is_null_and_a_warning() {
    let line = "inventory --lab --lab-role endpoints-only --format json";
    let seen = check(line, Exit::Done).json();
    assert_eq!(seen["sip_domains"], Value::Null);
    assert_eq!(seen["warnings"][0]["code"], "sip-domains-unread");
}

#[test]
fn a_refused_removal_is_one_json_document_too() {
    let automatic = "sip:GC-1-PersistentChatService-2@contoso.com";
    for (address, code) in [
        (automatic, "endpoint-protected"),
        ("sip:nobody@contoso.com", "endpoint-not-listed"),
    ] {
        let line = format!(
            "endpoint remove --lab --sip-address {address} --confirm {address} --format json"
        );
        let refused = check(&line, Exit::Failed).json();
        assert_eq!(refused["status"], "refused");
        assert_eq!(refused["message"]["code"], code);
    }
}

// Servers and services

const CHAT: &str = "--server pc01.contoso.com --service LABCHAT";

#[test]
fn a_pool_as_json_tells_its_servers_services_replicas_and_contents() {
    let line = format!("pool --lab {TOKYO} --format json");
    let document = check(&line, Exit::Done).json();
    assert_eq!(
        keys(&document),
        sorted([
            "schema_version",
            "source",
            "read_at",
            "pool",
            "servers",
            "categories",
            "rooms",
            "addins",
            "warnings"
        ])
    );
    let servers = document["servers"].as_array().unwrap();
    assert_eq!(servers.len(), 3);
    for server in servers {
        assert_eq!(
            keys(server),
            sorted(["server", "is_active", "services", "replica"])
        );
    }
    let chat = &servers[0]["services"][0];
    assert_eq!(chat["name"], "LABCHAT");
    assert_eq!(chat["status"], "Running");
    assert_eq!(chat["kind"], "persistent-chat");
    assert_eq!(servers[0]["replica"]["is_up_to_date"], true);
    assert_eq!(document["addins"], serde_json::json!(["シフト表"]));
}

#[test]
fn a_pool_as_a_table_leaves_out_the_services_of_others() {
    let output = check(&format!("pool --lab {TOKYO}"), Exit::Done).output;
    assert!(output.contains("LABCHATCOMPLIANCE"), "{output}");
    assert!(!output.contains("W3SVC"), "{output}");
    assert!(output.contains("障害対応"), "{output}");
}

#[test]
fn what_a_pool_does_not_tell_is_said_in_its_place() {
    let line = format!("pool --lab --lab-role persistent-chat-administrator {TOKYO}");
    let document = check(&format!("{line} --format json"), Exit::Done).json();
    assert_eq!(document["servers"][0]["services"]["unread"], "no-right");
    assert_eq!(document["rooms"].as_array().unwrap().len(), 3);
    let table = check(&line, Exit::Done).output;
    assert!(table.contains("does not have the right"), "{table}");
}

#[test]
fn the_deployment_as_json_tells_topology_and_settings() {
    let document = check("deployment --lab --format json", Exit::Done).json();
    assert_eq!(
        keys(&document),
        sorted([
            "schema_version",
            "source",
            "read_at",
            "sites",
            "pools",
            "computers",
            "replicas",
            "user_replicators",
            "client_version_policies",
            "proxy_configurations",
            "compliance_configurations",
            "warnings"
        ])
    );
    assert_eq!(document["user_replicators"][0]["cycle_seconds"], 60);
    let rule = &document["client_version_policies"][0]["rules"][0];
    assert_eq!(rule["action"], "Block");
    let table = check("deployment --lab", Exit::Done).output;
    assert!(table.contains("Client version policies: 2"), "{table}");
}

#[test]
fn a_service_is_stopped_with_a_plan_and_one_that_runs_is_left_alone() {
    let line = format!("service stop --lab {CHAT} --confirm pc01.contoso.com --wait 0");
    let document = check(&format!("{line} --format json"), Exit::Open).json();
    assert_eq!(document["status"], "not-visible-yet");
    let step = &document["steps"][0];
    assert_eq!(step["subject"], "pc01.contoso.com\\LABCHAT");
    assert_eq!(step["sip_address"], Value::Null);
    assert_eq!(step["service"]["status"], "StopPending");
    let line = format!("service start --lab {CHAT} --wait 0 --format json");
    let document = check(&line, Exit::Done).json();
    assert_eq!(document["status"], "already-satisfied");
}

#[test]
fn a_service_is_asked_about_before_it_is_stopped() {
    let line = format!("service stop --lab {CHAT} --what-if --format json");
    let document = check(&line, Exit::Done).json();
    assert_eq!(document["status"], "preview");
    assert!(!document["preview"].as_array().unwrap().is_empty());
    let line = format!("service stop --lab {CHAT} --confirm pc02.contoso.com");
    check(&line, Exit::Failed);
}

#[test]
fn a_service_of_something_else_and_one_that_is_not_there_are_refused() {
    for (service, code) in [
        ("W3SVC", "service-foreign"),
        ("NOSUCH", "step-service-missing"),
    ] {
        let line = format!(
            "service stop --lab --server pc01.contoso.com --service {service} \
             --confirm pc01.contoso.com --format json"
        );
        let refused = check(&line, Exit::Failed).json();
        assert_eq!(refused["status"], "refused");
        assert_eq!(refused["message"]["code"], code);
    }
}

#[test]
fn without_the_right_no_service_is_stopped() {
    let line = format!("service stop --lab --lab-role view-only {CHAT} --confirm pc01.contoso.com");
    let refused = check(&format!("{line} --format json"), Exit::Failed).json();
    assert_eq!(refused["status"], "failed");
    assert_eq!(refused["steps"][0]["service"]["status"], "Running");
}

#[test]
fn the_lab_has_no_connection_to_test_and_says_so() {
    let ran = check("connection test --lab", Exit::Usage);
    assert!(
        ran.errors.contains("The lab is part of this program"),
        "{}",
        ran.errors
    );
    assert_eq!(ran.output, "");
}

#[test]
fn a_connection_test_names_the_layer_that_failed_in_words_in_json_and_in_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let line = "connection test --uri https://127.0.0.1:1/OcsPowershell --user a --password-stdin";
    let ran = run_in(folder.path(), line, &[], "canary\n");
    assert_eq!(ran.exit, Exit::Tcp);
    assert_eq!(ran.exit.code(), 11);
    assert!(
        ran.output.contains("refuses connections on port 1"),
        "{}",
        ran.output
    );
    let ran = run_in(folder.path(), line, &["--format", "json"], "canary\n");
    let json = ran.json();
    assert_eq!(json["failed_layer"], "tcp");
    let layers: Vec<&str> = json["layers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|layer| layer["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(
        layers,
        [
            "passed",
            "failed",
            "not-reached",
            "not-reached",
            "not-reached",
            "not-reached"
        ]
    );
    assert_eq!(
        json["layers"][1]["messages"][0]["code"],
        "diagnosis-refused"
    );
    assert!(!ran.output.contains("canary"));
}

const MESSAGE: &str = "message test --lab --registrar pool2013-seoul.contoso.com \
    --sender sip:helpdesk@contoso.com --receiver sip:noc@contoso.com";

#[test]
fn a_test_message_arrives_and_is_said_to_prove_nothing_of_a_legacy_endpoint() {
    let ran = run(MESSAGE);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.errors);
    assert!(
        ran.output.contains("arrived") && ran.output.contains("nothing about a legacy endpoint")
    );
    let document = run(&format!("{MESSAGE} --format json")).json();
    assert_eq!(document["outcome"], "success");
    assert_eq!(document["path"], "lync-2013");
}

#[test]
fn a_test_message_to_nobody_fails_with_the_words_of_the_server() {
    let ran = run(&MESSAGE.replace("sip:noc@", "sip:nobody@"));
    assert_eq!(ran.exit, Exit::Failed);
    assert!(
        ran.output.contains("sip:nobody@contoso.com"),
        "{}",
        ran.output
    );
    assert_eq!(run(&MESSAGE.replace("sip:noc@", "noc@@")).exit, Exit::Usage);
    assert_eq!(
        run(&format!("{MESSAGE} --sender-user CONTOSO\\helpdesk")).exit,
        Exit::Usage
    );
}

#[test]
fn each_password_of_a_test_message_is_a_line_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("{MESSAGE} --sender-user CONTOSO\\helpdesk --receiver-user CONTOSO\\noc");
    assert_eq!(
        run_in(folder.path(), &line, &[], "first\r\nsecond\n").exit,
        Exit::Done
    );
    assert_eq!(
        run_in(folder.path(), &line, &[], "first\n").exit,
        Exit::Failed
    );
}

const SWAP: &str = "swap start --lab --sip-address sip:ocschat@contoso.com --pool pchat-tokyo.contoso.com \
                    --attested-by operator --group-chat-stopped stopped --nobody-connected none";

#[test]
fn a_swap_is_described_before_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run_in(
        folder.path(),
        &format!("{SWAP} --rename-to sip:retired@contoso.com --what-if --format json"),
        &[],
        "",
    );
    assert_eq!(ran.exit, Exit::Done, "{}", ran.errors);
    assert_eq!(ran.json()["status"], "preview");
    assert_eq!(ran.json()["steps"].as_array().unwrap().len(), 9);
    let freeing = "Set-CsUser -Identity 'CN=ocschat,OU=Service Accounts,DC=contoso,DC=com'";
    assert!(ran.errors.contains(freeing), "{}", ran.errors);
    assert!(
        ran.errors.contains("New-CsPersistentChatEndpoint"),
        "{}",
        ran.errors
    );
    let status = run_in(folder.path(), "swap status --lab --format json", &[], "");
    assert_eq!(status.exit, Exit::Failed, "nothing was written down");
    assert_eq!(status.json()["message"]["code"], "nothing-open");
}

#[test]
fn a_step_is_handed_over_with_the_lines_that_do_it_and_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let confirmed = format!("{SWAP} --confirm sip:ocschat@contoso.com --wait 0 --format json");
    let line = format!("{confirmed} --delete-account --hand-over");
    let ran = run_in(folder.path(), &line, &[], "");
    assert_eq!(ran.exit, Exit::Open, "{}", ran.errors);
    let step = &ran.json()["steps"][4];
    assert_eq!(step["status"], "not-visible-yet");
    assert_eq!(step["message"]["code"], "step-handed-over");
    let script = step["script"].as_str().unwrap();
    let deleting = "Remove-ADUser -Identity '3f5b8a10-6d2e-4c7a-9b41-0c5e7d1f2a01'";
    assert!(script.contains(deleting), "{script}");
    assert!(ran.errors.contains(deleting), "{}", ran.errors);

    // What was refused can be handed over afterwards, and stays so in the next process.
    let folder = tempfile::tempdir().unwrap();
    let line = format!("{confirmed} --rename-to sip:retired@contoso.com --lab-fault refuse");
    let ran = run_in(folder.path(), &line, &[], "");
    assert_eq!(ran.exit, Exit::Failed, "{}", ran.errors);
    let status = run_in(folder.path(), "swap status --lab --format json", &[], "");
    assert_eq!(status.json()["standing"], "not-begun");
    assert_eq!(status.json()["fits"], json!(["continue"]));
    let renaming = "Set-CsUser -Identity 'CN=ocschat,OU=Service Accounts,DC=contoso,DC=com'";
    for again in ["hand-over", "continue"] {
        let line = format!("swap {again} --lab --wait 0 --format json");
        let ran = run_in(folder.path(), &line, &[], "");
        assert_eq!(ran.exit, Exit::Open, "{}", ran.errors);
        let step = &ran.json()["steps"][4];
        assert_eq!(step["message"]["code"], "step-handed-over", "{again}");
        assert!(step["script"].as_str().unwrap().contains(renaming));
    }
    let ran = run_in(folder.path(), "swap hand-over --lab", &[], "");
    assert_eq!(ran.exit, Exit::Failed, "it was handed over already");
}

#[test]
fn a_swap_needs_one_way_and_its_address_twice() {
    let confirmed = format!("{SWAP} --confirm sip:ocschat@contoso.com");
    check(&confirmed, Exit::Usage);
    check(
        &format!("{confirmed} --delete-account --remove-from-lync"),
        Exit::Usage,
    );
    check(&format!("{SWAP} --delete-account"), Exit::Usage);
    let differs = format!("{SWAP} --delete-account --confirm sip:ocschat@fabrikam.com");
    check(&differs, Exit::Failed);
}

#[test]
fn what_an_endpoint_or_nobody_holds_is_not_swapped() {
    for address in ["sip:ocschat@fabrikam.com", "sip:nobody@contoso.com"] {
        let line = SWAP.replace("sip:ocschat@contoso.com", address);
        let ran = check(
            &format!("{line} --delete-account --what-if --format json"),
            Exit::Failed,
        );
        assert_eq!(ran.json()["status"], "refused");
        assert_eq!(ran.json()["message"]["code"], "swap", "{}", ran.output);
    }
}
