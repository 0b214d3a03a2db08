//! `migration` on the command line: projects, what people say, the pre-flight, the record, and the check of it all.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use pchat_console::checklist::FACTS_EXAMPLE;
use pchat_console::cli::{self, Exit, Start, Streams};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::files_below;

struct Ran {
    exit: Exit,
    output: String,
    errors: String,
}

fn run(home: &Path, words: &[&str], input: &str) -> Ran {
    let mut line: Vec<OsString> = ["pchat-console", "--lang", "en", "--data-dir"]
        .map(OsString::from)
        .into();
    line.push(home.join("data").into());
    line.push("migration".into());
    line.extend(words.iter().map(OsString::from));
    let mut input = input.as_bytes();
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let started = cli::run(
        line,
        &mut Streams {
            input: &mut input,
            output: &mut output,
            errors: &mut errors,
        },
    );
    let Start::Ended(exit) = started else {
        panic!("{words:?} opens a window");
    };
    Ran {
        exit,
        output: String::from_utf8(output).unwrap(),
        errors: String::from_utf8(errors).unwrap(),
    }
}

fn done(home: &Path, words: &[&str], input: &str) -> String {
    let ran = run(home, words, input);
    assert_eq!(ran.exit, Exit::Done, "{words:?}: {}", ran.errors);
    ran.output
}

/// A folder with a project, and the project's folder as a word.
fn project(more: &[&str], input: &str) -> (TempDir, String) {
    let home = tempfile::tempdir().unwrap();
    let facts = home.path().join("facts.ron");
    fs::write(&facts, FACTS_EXAMPLE).unwrap();
    let folder = home.path().join("weekend").display().to_string();
    let mut words = vec!["new", &folder, "--facts", facts.to_str().unwrap()];
    words.extend(more);
    done(home.path(), &words, input);
    (home, folder)
}

fn shown(home: &Path, folder: &str) -> Value {
    let text = done(home, &["show", folder, "--format", "json"], "");
    serde_json::from_str(&text).unwrap()
}

fn status(home: &Path, folder: &str, step: &str) -> String {
    let shown = shown(home, folder);
    let steps = shown["steps"].as_array().unwrap();
    let item = steps.iter().find(|item| item["step"] == step).unwrap();
    item["status"].as_str().unwrap().to_owned()
}

#[test]
fn the_example_makes_a_project_and_a_folder_that_is_there_is_never_touched() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(done(home.path(), &["new", "--example"], ""), FACTS_EXAMPLE);
    let (home, folder) = project(&[], "");
    assert_eq!(shown(home.path(), &folder)["is_rehearsal"], false);
    let facts = home.path().join("facts.ron");
    let again = run(
        home.path(),
        &["new", &folder, "--facts", facts.to_str().unwrap()],
        "",
    );
    assert_eq!(again.exit, Exit::Failed);
}

#[test]
fn what_people_say_changes_the_checklist_and_what_is_outside_the_order_needs_a_reason() {
    let (home, folder) = project(&["--rehearsal"], "");
    let home = home.path();
    done(
        home,
        &["attest", &folder, "--step", "a1", "--by", "operator"],
        "",
    );
    assert_eq!(status(home, &folder, "a1"), "done");
    let refused = run(
        home,
        &["attest", &folder, "--step", "b9", "--by", "operator"],
        "",
    );
    let needed_none = refused.exit == Exit::Done;
    assert!(
        needed_none || refused.errors.contains("reason"),
        "{}",
        refused.errors
    );
    done(
        home,
        &[
            "skip", &folder, "--step", "a6", "--by", "operator", "--reason", "one pool",
        ],
        "",
    );
    assert_eq!(status(home, &folder, "a6"), "skipped");
    done(
        home,
        &["output", &folder, "--step", "a1"],
        "Stopped  Lookup\r\n\u{1b}[31m<script>",
    );
    let nobody = run(
        home,
        &["attest", &folder, "--step", "a3", "--by", "operator"],
        "",
    );
    assert_eq!(nobody.exit, Exit::Failed, "only a reading turns it green");
}

#[test]
fn the_reviewers_passphrase_comes_from_standard_input_and_stands_nowhere() {
    const PASSPHRASE: &str = "canary phrase 4711";
    let (home, folder) = project(&["--passphrase-stdin"], &format!("{PASSPHRASE}\n"));
    let wrong = run(
        home.path(),
        &["confirm", &folder, "--step", "c1"],
        "another one\n",
    );
    assert_eq!(wrong.exit, Exit::Failed);
    assert!(!wrong.errors.contains("another one"));
    run(
        home.path(),
        &["confirm", &folder, "--step", "c1"],
        &format!("{PASSPHRASE}\n"),
    );
    for file in files_below(home.path(), "") {
        let bytes = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("canary"), "{}", file.display());
    }
    let parsed = run(
        home.path(),
        &["confirm", &folder, "--step", "c1", "--passphrase", "x"],
        "",
    );
    assert_eq!(parsed.exit, Exit::Usage);
}

#[test]
fn what_was_changed_in_the_files_shows_when_they_are_checked() {
    let (home, folder) = project(&["--rehearsal"], "");
    let home = home.path();
    let evidence = home.join("screen.png");
    fs::write(&evidence, b"as it was").unwrap();
    done(
        home,
        &[
            "attach",
            &folder,
            "--step",
            "a1",
            "--file",
            evidence.to_str().unwrap(),
        ],
        "",
    );
    done(home, &["note", &folder, "--text", "all is well"], "");
    let verify = |more: &[&str]| {
        let mut words = vec!["verify", &folder, "--format", "json"];
        words.extend(more);
        let ran = run(home, &words, "");
        let said: Value = serde_json::from_str(&ran.output).unwrap();
        (ran.exit, said)
    };
    let (exit, said) = verify(&[]);
    assert_eq!(exit, Exit::Done, "{said}");
    assert_eq!(said["files"], 1);
    let signed = said["last_hash"].as_str().unwrap().to_owned();
    assert_eq!(verify(&["--last-hash", &signed]).0, Exit::Done);
    assert_eq!(verify(&["--last-hash", &"0".repeat(64)]).0, Exit::Failed);

    let kept = files_below(&Path::new(&folder).join("evidence"), "");
    fs::write(&kept[0], b"as it should be").unwrap();
    let (exit, said) = verify(&[]);
    assert_eq!(exit, Exit::Failed);
    assert!(said["problems"][0].as_str().unwrap().contains("screen.png"));
    fs::write(&kept[0], b"as it was").unwrap();
    assert_eq!(verify(&[]).0, Exit::Done);

    let journals = files_below(&Path::new(&folder).join("journal"), "");
    let journal = journals.last().unwrap();
    let text = fs::read_to_string(journal).unwrap();
    fs::write(journal, text.replace("all is well", "all was bad")).unwrap();
    let (exit, _) = verify(&["--last-hash", &signed]);
    assert_eq!(exit, Exit::Failed);
}

#[test]
fn the_record_is_written_beside_the_project_in_each_language() {
    let (home, folder) = project(&["--rehearsal"], "");
    for language in ["ko", "ja", "en"] {
        let file = done(
            home.path(),
            &["report", &folder, "--language", language],
            "",
        );
        let html = fs::read_to_string(file.trim()).unwrap();
        assert!(html.contains(&format!("<html lang=\"{language}\">")));
    }
}

#[test]
fn the_pre_flight_fails_when_something_has_to_be_settled_before() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = home.path().join(name);
        fs::write(&file, text).unwrap();
        file.display().to_string()
    };
    let rooms = write("rooms.csv", "Room,Category\nA,Sales\n");
    let managers = write(
        "managers.csv",
        "Category,Manager\nRoot,sip:boss@contoso.com\n",
    );
    let good = run(home.path(), &["preflight", &rooms], "");
    assert_eq!(good.exit, Exit::Done, "{}", good.errors);
    let bad = run(
        home.path(),
        &["preflight", &rooms, &managers, "--format", "json"],
        "",
    );
    assert_eq!(bad.exit, Exit::Failed);
    let said: Value = serde_json::from_str(&bad.output).unwrap();
    assert_eq!(said["findings"][0]["topic"], "root-managers");
    assert_eq!(said["findings"][0]["rows"][0][2], "sip:boss@contoso.com");
    let none = write("notes.csv", "a,b\n");
    assert_eq!(
        run(home.path(), &["preflight", &none], "").exit,
        Exit::Failed
    );
}
