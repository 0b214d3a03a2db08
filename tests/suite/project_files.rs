//! A project's folder: what disks, shares, crashes and other consoles do to it, on real files.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pchat_console::adapters::files::EVIDENCE_LIMIT;
use pchat_console::checklist::{
    AttestedOutcome, Decision, EvidenceFile, Finding, FindingOutcome, OpenMode, Procedure,
    ProjectDesk, ProjectEntry, ProjectRecord, Reading, STALE_AFTER, StepId,
};
use pchat_console::domain::{LabDeed, Moment};
use pchat_console::lab::MemoryJournal;
use pchat_console::plan::{self, DamageReason, JournalWriter, Limits};
use pchat_console::ports::{JournalStore as _, PortErrorKind};

use crate::project_stage::{
    DEAD, console, everything, journal_files, made, note, noted, notes, open, operator, production,
    reviewer, store,
};
use crate::support::{connection, lab, new_record, run, secs, spec, start};

fn append(desk: &mut ProjectDesk, text: &str) -> Vec<ProjectRecord> {
    desk.append(start(), None, note(text)).unwrap()
}

fn years_ago() -> Moment {
    Moment::try_from("2019-01-01T00:00:00Z".to_owned()).unwrap()
}

/// Looks at somebody else's lock until it would be stale.
fn watch_until_stale(desk: &mut ProjectDesk) {
    desk.observe(Duration::ZERO).unwrap();
    desk.observe(STALE_AFTER).unwrap();
    assert_eq!(desk.holder().map(|(_, is_stale)| is_stale), Some(true));
}

#[test]
fn a_project_that_was_made_and_nothing_more_opens_with_an_empty_journal() {
    let (_temp, folder) = made();
    let (desk, stored) = open(&folder, operator(), OpenMode::Work);
    assert!(desk.is_held());
    assert_eq!(stored.project, production());
    assert_eq!(stored.procedure, Procedure::built_in());
    assert_eq!(stored.journal.records, []);
    assert_eq!(stored.journal.damages, []);
}

#[test]
fn what_is_there_already_is_not_written_over() {
    let (_temp, folder) = made();
    let before = everything(&folder);
    let err = store(&folder, reviewer())
        .create(&production(), &Procedure::built_in())
        .unwrap_err();
    assert_eq!(err.kind, PortErrorKind::AlreadyThere);
    assert_eq!(err.target, folder.display().to_string());
    assert_eq!(everything(&folder), before);
}

#[test]
fn entries_come_back_as_they_were_written_and_as_append_said() {
    let (_temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    let mut said = append(&mut desk, "first");
    assert_eq!(said.len(), 2, "the file's opening line, and the note");
    said.extend(append(&mut desk, "둘째"));
    let connection = connection();
    said.extend(
        desk.append(start(), Some(&connection), noted("c1", "stopped"))
            .unwrap(),
    );
    assert_eq!(said[1].who.connection, None);
    assert_eq!(said[3].who.connection, Some(connection));
    let (_, stored) = open(&folder, reviewer(), OpenMode::Watch);
    assert_eq!(stored.journal.records, said);
    assert_eq!(stored.journal.damages, []);
}

/// One of each kind, the plans' own with everything a run of a plan writes.
fn every_entry() -> Vec<ProjectEntry> {
    let step = StepId::new("c8a-1");
    let by = "operator".to_owned();
    let reason = "\"이유\"\n理由".to_owned();
    let text = by.clone();
    let (mut session, clock) = lab();
    let memory = MemoryJournal::default();
    let wanted = spec(
        "sip:new@contoso.com",
        "pchat-seoul.contoso.com",
        Some("새 것"),
    );
    let record = new_record(plan::create(connection(), wanted, start()));
    run(
        &record,
        &mut session,
        &memory,
        clock.as_ref(),
        Limits::default(),
    );
    let plans = plan::Journal::<plan::Entry>::read(&memory.files().unwrap());
    let mut entries: Vec<ProjectEntry> = plans
        .records
        .into_iter()
        .map(|record| ProjectEntry::Plan(record.entry))
        .collect();
    assert!(entries.len() > 3);
    let plan = record.plan.id;
    entries.push(ProjectEntry::Plan(plan::Entry::HandedOver {
        plan: plan.clone(),
        step: 0,
    }));
    entries.extend([
        ProjectEntry::TakenOver {
            user: by.clone(),
            computer: "PC".to_owned(),
        },
        ProjectEntry::FactsChanged(production().facts),
        ProjectEntry::Assigned {
            step: step.clone(),
            owner: by.clone(),
        },
        ProjectEntry::Planned {
            step: step.clone(),
            minutes: 30,
        },
        ProjectEntry::Noted {
            step: None,
            text: reason.clone(),
        },
        ProjectEntry::Began { step: step.clone() },
        ProjectEntry::Linked {
            step: step.clone(),
            plan,
        },
        ProjectEntry::Found {
            step: step.clone(),
            finding: Finding {
                reading: Reading::AddressFree,
                outcome: FindingOutcome::Holds,
                messages: Vec::new(),
                counts: None,
                words: vec![reason.clone()],
                read_at: start(),
                host: "fe01.contoso.com".to_owned(),
            },
        },
        ProjectEntry::Attested {
            step: step.clone(),
            by: by.clone(),
            outcome: AttestedOutcome::DoneWithWarning,
            words: reason.clone(),
        },
        ProjectEntry::Skipped {
            step: step.clone(),
            by: by.clone(),
            reason: reason.clone(),
        },
        ProjectEntry::NotApplicable {
            step: step.clone(),
            by: by.clone(),
            reason: reason.clone(),
        },
        ProjectEntry::Reopened {
            step: step.clone(),
            by: by.clone(),
            reason: reason.clone(),
        },
        ProjectEntry::Confirmed {
            step: step.clone(),
            reviewer: by.clone(),
        },
        ProjectEntry::Output {
            step: step.clone(),
            text: text.clone(),
        },
        ProjectEntry::Attached {
            step: step.clone(),
            file: EvidenceFile {
                name: "그림.png".to_owned(),
                sha256: "ab".repeat(32),
                bytes: u64::MAX,
            },
        },
        ProjectEntry::LabActed {
            step: step.clone(),
            deeds: vec![LabDeed::StopGroupChat],
        },
        ProjectEntry::Deviated {
            step: step.clone(),
            by: by.clone(),
            reason: reason.clone(),
        },
        ProjectEntry::Decided {
            gate: step,
            decision: Decision::NoGo,
            by: by.clone(),
            reason: reason.clone(),
        },
        ProjectEntry::RollbackBegan { by, reason },
    ]);
    entries
}

#[test]
fn every_kind_of_entry_is_read_as_it_was_written() {
    let (_temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    let entries = every_entry();
    for entry in entries.clone() {
        desk.append(start(), None, entry).unwrap();
    }
    let read = desk.reload().unwrap();
    let read: Vec<ProjectEntry> = read.journal.records[1..]
        .iter()
        .map(|record| record.entry.clone())
        .collect();
    assert_eq!(read, entries);
}

#[test]
fn a_project_of_a_newer_version_says_which_and_is_left_alone() {
    for file in ["project.ron", "procedure.ron"] {
        let (_temp, folder) = made();
        let path = folder.join(file);
        let newer = fs::read_to_string(&path).unwrap().replacen(
            "format: 1",
            "format: 7, unheard_of: [1]",
            1,
        );
        fs::write(&path, newer).unwrap();
        let before = everything(&folder);
        let opened = ProjectDesk::open(store(&folder, operator()), OpenMode::Work, start());
        let err = opened.err().unwrap();
        assert_eq!(err.kind, PortErrorKind::NewerFile);
        assert_eq!(err.target, path.display().to_string());
        let version = if file == "project.ron" {
            "pchat-console test"
        } else {
            "7"
        };
        assert_eq!(err.source, version);
        assert_eq!(everything(&folder), before);
    }
}

/// Puts something in place of a line of the only journal file, and returns how it opens then.
fn damage(line: usize, with: &str) -> (Vec<String>, Vec<(usize, DamageReason)>, Vec<PathBuf>) {
    let (_temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    for text in ["one", "two", "three"] {
        append(&mut desk, text);
    }
    desk.close().unwrap();
    let path = journal_files(&folder).remove(0);
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[line] = with;
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let spoiled = fs::read(&path).unwrap();

    let (mut desk, stored) = open(&folder, operator(), OpenMode::Work);
    assert!(desk.is_held());
    append(&mut desk, "after");
    assert_eq!(fs::read(&path).unwrap(), spoiled, "it is left as it is");
    let again = desk.reload().unwrap();
    assert_eq!(again.journal.damages, stored.journal.damages);
    let damages = stored.journal.damages.into_iter();
    let damages = damages.map(|damage| (damage.line, damage.reason)).collect();
    (notes(&again), damages, journal_files(&folder))
}

#[test]
fn of_a_damaged_file_everything_before_counts_and_this_run_writes_another() {
    let (notes, damages, files) = damage(2, "{\"format\":1,\"number\":3");
    assert_eq!(notes, ["one", "after"]);
    assert!(
        matches!(damages.as_slice(), [(3, DamageReason::Unreadable(_))]),
        "{damages:?}"
    );
    assert_eq!(files.len(), 2);
}

#[test]
fn a_line_of_a_newer_form_is_named_and_what_is_before_it_counts() {
    let (notes, damages, _) = damage(3, "{\"format\":9,\"what\":\"is this\"}");
    assert_eq!(notes, ["one", "two", "after"]);
    assert_eq!(damages, [(4, DamageReason::NewerFormat(9))]);
}

#[test]
fn a_power_cut_in_the_middle_of_a_line_costs_only_that_line() {
    let (_temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    append(&mut desk, "whole");
    append(&mut desk, "half");
    drop(desk);
    let path = journal_files(&folder).remove(0);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 20]).unwrap();
    // The machine is up again, the lock still there, its process not.
    let mut restarted = operator();
    restarted.process = std::process::id() + 1;
    let (mut desk, _) = open(&folder, restarted, OpenMode::Work);
    if !desk.is_held() {
        watch_until_stale(&mut desk);
        desk.take_over(start()).unwrap();
    }
    append(&mut desk, "after");
    let stored = desk.reload().unwrap();
    assert_eq!(notes(&stored), ["whole", "after"]);
    let reasons: Vec<DamageReason> = stored
        .journal
        .damages
        .into_iter()
        .map(|damage| damage.reason)
        .collect();
    assert_eq!(reasons, [DamageReason::CutShort]);
}

#[test]
fn of_two_consoles_one_works_and_the_other_watches_and_says_who_works() {
    let (_temp, folder) = made();
    let (mut first, _) = open(&folder, operator(), OpenMode::Work);
    append(&mut first, "mine");
    let (mut second, stored) = open(&folder, reviewer(), OpenMode::Work);
    assert!(!second.is_held());
    assert_eq!(notes(&stored), ["mine"]);
    let (holder, is_stale) = second.holder().unwrap();
    let holder = holder.unwrap();
    assert_eq!(holder.user, "CONTOSO\\operator");
    assert_eq!(holder.computer, "ADMIN-PC");
    assert!(!is_stale);
    let before = everything(&folder);
    let err = second.append(start(), None, note("not mine")).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::ProjectTaken);
    assert!(err.source.contains("CONTOSO\\operator"), "{}", err.source);
    assert_eq!(everything(&folder), before);
    // Nor is it taken over while its holder lives.
    second.take_over(start()).unwrap();
    assert!(!second.is_held());
    append(&mut first, "still mine");
}

#[test]
fn a_project_that_was_closed_is_free_for_the_next() {
    let (_temp, folder) = made();
    let (mut first, _) = open(&folder, operator(), OpenMode::Work);
    append(&mut first, "first");
    first.close().unwrap();
    let (second, stored) = open(&folder, reviewer(), OpenMode::Work);
    assert!(second.is_held());
    assert_eq!(stored.journal.records.len(), 2, "no takeover is recorded");
}

#[test]
fn a_lock_is_stale_after_a_minute_without_a_sign_of_life_whatever_the_clocks_say() {
    let (_temp, folder) = made();
    // Its clock is years behind.
    let (mut holder, _) =
        ProjectDesk::open(store(&folder, operator()), OpenMode::Work, years_ago()).unwrap();
    let (mut watcher, _) = open(&folder, reviewer(), OpenMode::Work);
    let is_stale = |desk: &ProjectDesk| desk.holder().unwrap().1;
    assert!(!is_stale(&watcher));
    for _ in 0..10 {
        holder.beat().unwrap();
        watcher.observe(secs(50)).unwrap();
        assert!(!is_stale(&watcher), "it lives");
    }
    watcher.observe(secs(30)).unwrap();
    assert!(!is_stale(&watcher));
    let observed = watcher.observe(secs(30)).unwrap();
    assert!(is_stale(&watcher));
    assert!(observed.has_changed, "the page has to say so");
}

#[test]
fn after_a_takeover_the_one_before_never_writes_again() {
    let (_temp, folder) = made();
    let (mut old, _) = open(&folder, operator(), OpenMode::Work);
    append(&mut old, "before");
    let (mut new, _) = open(&folder, reviewer(), OpenMode::Work);
    watch_until_stale(&mut new);
    // The new one's clock is years behind; the order of the journal does not ask it.
    let stored = new.take_over(years_ago()).unwrap();
    assert!(new.is_held());
    let last = stored.journal.records.last().unwrap();
    assert_eq!(
        last.entry,
        ProjectEntry::TakenOver {
            user: "CONTOSO\\operator".to_owned(),
            computer: "ADMIN-PC".to_owned(),
        }
    );
    assert_eq!(last.who.os_user, "CONTOSO\\reviewer");

    let before = everything(&folder);
    let err = old.append(start(), None, note("too late")).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::ProjectTaken);
    assert!(err.source.contains("OTHER-PC"), "{}", err.source);
    assert!(!old.is_held());
    old.beat().unwrap();
    old.close().unwrap();
    assert_eq!(everything(&folder), before);

    append(&mut new, "after");
    let (_, stored) = open(&folder, operator(), OpenMode::Watch);
    assert_eq!(notes(&stored), ["before", "after"]);
}

#[test]
fn a_holder_finds_out_at_its_next_sign_of_life() {
    let (_temp, folder) = made();
    let (mut old, _) = open(&folder, operator(), OpenMode::Work);
    let (mut new, _) = open(&folder, reviewer(), OpenMode::Work);
    watch_until_stale(&mut new);
    new.take_over(start()).unwrap();
    let err = old.beat().unwrap_err();
    assert_eq!(err.kind, PortErrorKind::ProjectTaken);
    assert!(!old.is_held());
}

#[test]
fn of_two_consoles_that_take_over_at_once_one_has_it() {
    let (_temp, folder) = made();
    let (_gone, _) = open(&folder, operator(), OpenMode::Work);
    let (mut first, _) = open(&folder, reviewer(), OpenMode::Work);
    let (mut second, _) = open(
        &folder,
        console("CONTOSO\\approver", "THIRD-PC"),
        OpenMode::Work,
    );
    watch_until_stale(&mut first);
    watch_until_stale(&mut second);
    first.take_over(start()).unwrap();
    second.take_over(start()).unwrap();
    assert!(first.is_held());
    assert!(!second.is_held());
    assert_eq!(
        second.holder().unwrap().0.unwrap().user,
        "CONTOSO\\reviewer"
    );
    append(&mut first, "mine");
}

#[test]
fn a_lock_whose_number_somebody_else_has_just_taken_is_not_taken_again() {
    let (_temp, folder) = made();
    let store = store(&folder, operator());
    let free = store.look().unwrap();
    assert!(store.take(free.number, start()).unwrap().is_some());
    assert!(store.take(free.number, start()).unwrap().is_none());
}

#[test]
fn what_a_crash_left_behind_is_taken_over_at_once_by_the_same_user_and_recorded() {
    let (_temp, folder) = made();
    let mut crashed = operator();
    crashed.process = DEAD;
    let (mut desk, _) = open(&folder, crashed, OpenMode::Work);
    append(&mut desk, "before the crash");
    drop(desk);
    let (other, _) = open(&folder, reviewer(), OpenMode::Work);
    assert!(!other.is_held(), "nobody else can know that it is gone");
    if !Path::new("/proc/self").exists() {
        // This system does not say which processes live.
        return;
    }
    let (desk, stored) = open(&folder, operator(), OpenMode::Work);
    assert!(desk.is_held());
    assert_eq!(notes(&stored), ["before the crash"]);
    let last = &stored.journal.records.last().unwrap().entry;
    assert!(matches!(last, ProjectEntry::TakenOver { .. }), "{last:?}");
}

#[test]
fn half_a_line_at_the_end_is_being_written_while_its_writer_lives_and_damage_afterwards() {
    let (_temp, folder) = made();
    let (mut writer, _) = open(&folder, operator(), OpenMode::Work);
    append(&mut writer, "whole");
    let path = journal_files(&folder).remove(0);
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"format\":1,\"num");
    fs::write(&path, bytes).unwrap();
    let (mut watcher, stored) = open(&folder, reviewer(), OpenMode::Work);
    assert_eq!(stored.journal.damages, []);
    assert_eq!(notes(&stored), ["whole"]);
    watch_until_stale(&mut watcher);
    let stored = watcher.reload().unwrap();
    assert_eq!(stored.journal.damages.len(), 1);
    assert_eq!(stored.journal.damages[0].reason, DamageReason::CutShort);
}

#[test]
fn a_watcher_sees_that_something_was_written() {
    let (_temp, folder) = made();
    let (mut writer, _) = open(&folder, operator(), OpenMode::Work);
    let (mut watcher, _) = open(&folder, reviewer(), OpenMode::Watch);
    watcher.observe(secs(3)).unwrap();
    assert!(!watcher.observe(secs(3)).unwrap().has_changed);
    append(&mut writer, "news");
    assert!(watcher.observe(secs(3)).unwrap().has_changed);
    assert_eq!(notes(&watcher.reload().unwrap()), ["news"]);
    assert!(!watcher.observe(secs(3)).unwrap().has_changed);
}

#[test]
fn a_folder_that_went_away_is_not_made_anew_and_goes_on_when_it_is_back() {
    let (temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    append(&mut desk, "before");
    let elsewhere = temp.path().join("moved");
    fs::rename(&folder, &elsewhere).unwrap();
    let kept = everything(&elsewhere);
    for err in [
        desk.append(start(), None, note("lost")).unwrap_err(),
        desk.beat().unwrap_err(),
        desk.reload().unwrap_err(),
        desk.save_report("report.html", "<p>").unwrap_err(),
    ] {
        assert_eq!(err.kind, PortErrorKind::FolderGone, "{err}");
        assert_eq!(err.target, folder.display().to_string());
    }
    assert!(!folder.exists());
    assert_eq!(everything(&elsewhere), kept);
    fs::rename(&elsewhere, &folder).unwrap();
    desk.beat().unwrap();
    append(&mut desk, "after");
    assert_eq!(notes(&desk.reload().unwrap()), ["before", "after"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_watched() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_temp, folder) = made();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    // Nothing stops root.
    let is_root = fs::write(folder.join("try"), b"").is_ok();
    let (mut desk, stored) = open(&folder, operator(), OpenMode::Work);
    assert_eq!(stored.project, production());
    assert_eq!(desk.is_held(), is_root);
    if !is_root {
        assert_eq!(desk.holder(), None);
        let err = desk.append(start(), None, note("no")).unwrap_err();
        assert_eq!(err.kind, PortErrorKind::ProjectTaken);
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_called_by_its_name() {
    let (_temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    // What is written there finds the disk full.
    let pulse = folder.join("lock/000001.pulse");
    std::os::unix::fs::symlink("/dev/full", &pulse).unwrap();
    let err = desk.beat().unwrap_err();
    assert_eq!(err.kind, PortErrorKind::DiskFull);
    assert_eq!(err.target, pulse.display().to_string());
    assert!(desk.is_held(), "the lock is still this console's");
}

/// Runs a test again in a process of its own that may write only this many blocks to a file.
#[cfg(unix)]
fn in_small_files(test: &str, blocks: u32, folder: &Path) {
    let status = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!(
            "trap '' XFSZ; ulimit -f {blocks} && exec \"$0\" \"$@\""
        ))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("project_files::{test}")])
        .env(SMALL, folder)
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

#[cfg(unix)]
const SMALL: &str = "PCHAT_TEST_SMALL_FILES";

#[cfg(unix)]
#[test]
fn a_project_that_finds_no_room_leaves_nothing_behind() {
    if let Some(folder) = std::env::var_os(SMALL) {
        let folder = PathBuf::from(folder);
        let project = folder.join("new/contoso");
        let err = store(&project, operator())
            .create(&production(), &Procedure::built_in())
            .unwrap_err();
        assert_eq!(err.target, project.display().to_string());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        return;
    }
    let temp = tempfile::tempdir().unwrap();
    in_small_files(
        "a_project_that_finds_no_room_leaves_nothing_behind",
        4,
        temp.path(),
    );
}

#[cfg(unix)]
#[test]
fn what_was_recorded_before_the_room_ran_out_is_there_and_later_lines_find_another_file() {
    const WRITTEN: &str = "written";
    if let Some(folder) = std::env::var_os(SMALL) {
        let folder = PathBuf::from(folder);
        let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
        let mut written = 0;
        let err = loop {
            match desk.append(start(), None, note(&"x".repeat(300))) {
                Ok(_) => written += 1,
                Err(err) => break err,
            }
        };
        assert_eq!(err.operation, "write");
        assert!(err.target.ends_with(".journal"), "{}", err.target);
        append(&mut desk, "after");
        fs::write(folder.join(WRITTEN), written.to_string()).unwrap();
        return;
    }
    let (_temp, folder) = made();
    in_small_files(
        "what_was_recorded_before_the_room_ran_out_is_there_and_later_lines_find_another_file",
        8,
        &folder,
    );
    let written: usize = fs::read_to_string(folder.join(WRITTEN))
        .unwrap()
        .parse()
        .unwrap();
    assert!(written > 1);
    let (_, stored) = open(&folder, reviewer(), OpenMode::Watch);
    assert_eq!(stored.journal.damages, []);
    let notes = notes(&stored);
    assert_eq!(notes.len(), written + 1);
    assert_eq!(notes.last().unwrap(), "after");
    assert_eq!(journal_files(&folder).len(), 2);
}

#[test]
fn evidence_is_kept_under_its_hash_and_a_name_every_system_takes() {
    let (temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    let file = temp.path().join("화면 \"1\".png");
    fs::write(&file, b"abc").unwrap();
    let (kept, records) = desk.attach(start(), StepId::new("c1"), &file).unwrap();
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(kept.sha256, sha256);
    assert_eq!(kept.bytes, 3);
    assert_eq!(kept.name, "화면 \"1\".png");
    let copy = folder
        .join("evidence")
        .join(format!("{sha256}-화면 _1_.png"));
    assert_eq!(fs::read(&copy).unwrap(), b"abc");
    assert!(matches!(
        &records.last().unwrap().entry,
        ProjectEntry::Attached { file, .. } if *file == kept
    ));
    // The same again is the same.
    desk.attach(start(), StepId::new("c2"), &file).unwrap();
    assert_eq!(fs::read_dir(folder.join("evidence")).unwrap().count(), 1);
}

#[test]
fn evidence_that_is_too_large_is_refused_and_leaves_nothing_behind() {
    let (temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    let file = temp.path().join("dump.bak");
    fs::File::create(&file)
        .unwrap()
        .set_len(EVIDENCE_LIMIT + 1)
        .unwrap();
    let err = desk.attach(start(), StepId::new("c1"), &file).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::TooLarge);
    assert_eq!(err.source, "200 MB");
    assert!(!folder.join("evidence").exists());
    let gone = temp.path().join("not there");
    let err = desk.attach(start(), StepId::new("c1"), &gone).unwrap_err();
    assert_eq!(err.target, gone.display().to_string());
    assert_eq!(desk.reload().unwrap().journal.records, []);
}

#[test]
fn a_report_is_never_written_over_another() {
    let (_temp, folder) = made();
    let (desk, _) = open(&folder, reviewer(), OpenMode::Watch);
    let first = desk.save_report("migration.html", "<p>1").unwrap();
    let second = desk.save_report("migration.html", "<p>2").unwrap();
    assert_eq!(first, folder.join("reports/migration.html"));
    assert_eq!(second, folder.join("reports/migration-2.html"));
    assert_eq!(fs::read(&first).unwrap(), b"<p>1");
    assert_eq!(fs::read(&second).unwrap(), b"<p>2");
}

#[test]
fn the_procedure_is_pinned_anew_only_by_who_works() {
    let (_temp, folder) = made();
    let (mut desk, _) = open(&folder, operator(), OpenMode::Work);
    let mut changed = (*Procedure::built_in()).clone();
    changed.edition = "site-1".to_owned();
    desk.pin(&changed).unwrap();
    assert_eq!(*desk.reload().unwrap().procedure, changed);
    let (mut watcher, _) = open(&folder, reviewer(), OpenMode::Work);
    let err = watcher.pin(&Procedure::built_in()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::ProjectTaken);
    assert_eq!(*desk.reload().unwrap().procedure, changed);
}

#[test]
fn rehearsals_lie_in_the_projects_folder_and_are_found_in_their_order() {
    let (_temp, folder) = made();
    for name in ["2", "10", "1"] {
        store(&folder.join("rehearsals").join(name), operator())
            .create(&crate::project_stage::rehearsal(), &Procedure::built_in())
            .unwrap();
    }
    fs::create_dir(folder.join("rehearsals/not one")).unwrap();
    let (_, stored) = open(&folder, operator(), OpenMode::Watch);
    let names: Vec<_> = stored
        .rehearsals
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(names, ["1", "2", "10"]);
}

#[test]
fn lines_of_the_plans_own_journal_are_as_they_were() {
    let memory = MemoryJournal::default();
    let mut writer: JournalWriter = JournalWriter::new(
        Box::new(memory.clone()),
        "CONTOSO\\operator",
        "ADMIN-PC",
        "test",
    );
    let plan = plan::create(
        connection(),
        spec("sip:new@contoso.com", "pchat-seoul.contoso.com", None),
        start(),
    );
    let opened = plan::Entry::PlanMade(plan);
    writer
        .append(start(), Some(&connection()), &opened)
        .unwrap();
    let text = String::from_utf8(memory.bytes()).unwrap();
    assert!(
        text.contains("connection:(source:Lab,host:\"fe01.contoso.com\","),
        "{text}"
    );
}
