//! The journal: what a crash at any byte leaves, what a damaged file still tells, and that a change is made once.

use std::path::{Path, PathBuf};

use pchat_console::adapters::files::{DataFolder, FileJournal};
use pchat_console::domain::{Change, EndpointSpec, Message, Moment, Secret, Source};
use pchat_console::lab::{Lab, MemoryJournal, REPLICATION_DELAY};
use pchat_console::plan::{
    self, Damage, DamageReason, Entry, Evidence, IllegalTransition, Journal, JournalWriter, Limits,
    Plan, PlanId, PlanRecord, Record, StepEvent, StepStatus, fold,
};
use pchat_console::ports::{
    Cancel, Clock as _, Deployment as _, JournalFile, JournalStore, PortErrorKind, PortResult,
};

use crate::support::{
    Spy, TestClock, asked, call, connection, failure, folded, journal_file, lab, listed,
    new_record, read, run, secs, spec, start, writer,
};

const SEOUL: &str = "pchat-seoul.contoso.com";
const NEW: &str = "sip:persistentchat@contoso.com";
const FABRIKAM: &str = "sip:ocschat@fabrikam.com";

fn wanted() -> EndpointSpec {
    spec(NEW, SEOUL, Some("영구 채팅"))
}

fn create_plan() -> Plan {
    plan::create(connection(), wanted(), start())
}

fn replace_plan(lab: &Lab) -> Plan {
    let inventory = lab.clone().inventory(&call()).unwrap();
    let captured = listed(&inventory, FABRIKAM);
    let other = spec(FABRIKAM, "pchat2015.contoso.com", None);
    plan::replace(connection(), captured, other, start()).unwrap()
}

/// The journal of a create that went well.
fn whole_journal() -> Vec<u8> {
    let (mut lab, clock) = lab();
    let store = MemoryJournal::default();
    let record = new_record(create_plan());
    let end = run(&record, &mut lab, &store, clock.as_ref(), Limits::default());
    assert_eq!(end.record.status(), StepStatus::Done);
    store.bytes()
}

/// Where the lines of a journal end, each end behind its line feed.
fn line_ends(bytes: &[u8]) -> Vec<usize> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    ends.map(|(place, _)| place + 1).collect()
}

fn journal_of(bytes: &[u8]) -> Journal {
    Journal::read(&[journal_file("a.journal", bytes)])
}

fn record_of(journal: &Journal) -> Option<PlanRecord> {
    let (mut records, illegal) = fold(&journal.records, None);
    assert_eq!(illegal, []);
    assert!(records.len() <= 1);
    records.pop()
}

/// How many lines of [`whole_journal`] say what.
const OPENED: usize = 1;
const MADE: usize = 2;
const STARTED: usize = 3;
const ENDED: usize = 4;

#[test]
fn a_journal_cut_at_any_byte_tells_everything_before_the_cut() {
    let bytes = whole_journal();
    let ends = line_ends(&bytes);
    assert_eq!(ends.len(), ENDED);
    let whole = journal_of(&bytes);
    assert_eq!(whole.damages, []);
    for cut in 0..=bytes.len() {
        let journal = journal_of(&bytes[..cut]);
        let lines = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(journal.records, whole.records[..lines], "cut at {cut}");
        let is_between_lines = cut == 0 || ends.contains(&cut);
        let damages = if is_between_lines {
            Vec::new()
        } else {
            vec![Damage {
                file: "a.journal".to_owned(),
                line: lines + 1,
                reason: DamageReason::CutShort,
            }]
        };
        assert_eq!(journal.damages, damages, "cut at {cut}");
        let status = record_of(&journal).map(|record| record.status());
        let wanted = match lines {
            0 | OPENED => None,
            MADE => Some(StepStatus::Pending),
            STARTED => Some(StepStatus::Interrupted),
            _ => Some(StepStatus::Done),
        };
        assert_eq!(status, wanted, "cut at {cut}");
    }
}

/// What the world may look like after a crash.
#[derive(Clone, Copy, Debug)]
enum World {
    NotDone,
    /// Done a moment ago; readings do not show it yet.
    JustDone,
    Done,
}

/// Resumes what a cut journal tells, and returns how the plan stands and how often the server made the endpoint.
fn resume(cut: &[u8], world: World) -> (PlanRecord, usize) {
    let (lab, clock) = lab();
    let mut made = 0;
    if !matches!(world, World::NotDone) {
        let change = Change::CreateEndpoint(wanted());
        lab.clone().apply(&change, &call()).unwrap();
        made += 1;
    }
    if matches!(world, World::Done) {
        clock.advance(REPLICATION_DELAY);
    }
    let file = journal_file("earlier.journal", cut);
    // Without a believable plan the operator makes it again.
    let record = record_of(&Journal::read(std::slice::from_ref(&file)))
        .unwrap_or_else(|| new_record(create_plan()));
    let store = MemoryJournal::with_files(vec![file]);
    let (mut session, acts) = Spy::on(Box::new(lab.clone()));
    if !record.status().is_satisfied() {
        let end = run(
            &record,
            &mut session,
            &store,
            clock.as_ref(),
            Limits::default(),
        );
        assert_eq!(end.journal_error, None);
        assert_eq!(
            end.record.steps,
            folded(&store).steps,
            "both files together tell what the run told"
        );
    }
    made += acts
        .lock()
        .unwrap()
        .iter()
        .filter(|(_, result)| result.is_ok())
        .count();
    clock.advance(secs(600));
    let inventory = lab.clone().inventory(&call()).unwrap();
    let there = inventory
        .endpoints
        .iter()
        .filter(|endpoint| wanted().is_met_by(endpoint));
    assert_eq!(there.count(), made);
    (folded(&store), made)
}

#[test]
fn an_endpoint_is_created_exactly_once_wherever_the_journal_was_cut() {
    let bytes = whole_journal();
    let ends = line_ends(&bytes);
    // Every byte is cut at; what is resumed depends on what can be read of it, so each of those is resumed once.
    let mut resumed: Vec<(Vec<Record>, bool)> = Vec::new();
    for cut in 0..=bytes.len() {
        let journal = journal_of(&bytes[..cut]);
        let state = (journal.records, journal.damages.is_empty());
        if resumed.contains(&state) {
            continue;
        }
        resumed.push(state);
        // *Started* is on disk before the act, the result after it.
        let lines = ends.iter().filter(|end| **end <= cut).count();
        let worlds: &[World] = match lines {
            0..STARTED => &[World::NotDone],
            STARTED => &[World::NotDone, World::JustDone, World::Done],
            _ => &[World::Done],
        };
        for world in worlds {
            let (record, made) = resume(&bytes[..cut], *world);
            assert_eq!(made, 1, "cut at {cut}, {world:?}");
            assert!(
                record.status().is_satisfied(),
                "cut at {cut}, {world:?}: {:#?}",
                record.steps
            );
        }
    }
    assert_eq!(resumed.len(), 2 * ENDED + 1);
}

#[test]
fn resuming_an_interrupted_create_finds_it_already_there() {
    let bytes = whole_journal();
    let cut = line_ends(&bytes)[STARTED - 1];
    let (record, made) = resume(&bytes[..cut], World::Done);
    assert_eq!(record.status(), StepStatus::AlreadySatisfied);
    assert_eq!(made, 1);
}

#[test]
fn resuming_an_interrupted_create_that_was_never_sent_creates_it() {
    let bytes = whole_journal();
    let cut = line_ends(&bytes)[STARTED - 1];
    let (record, made) = resume(&bytes[..cut], World::NotDone);
    assert_eq!(record.status(), StepStatus::Done);
    assert_eq!(made, 1);
}

#[test]
fn a_refusal_that_echoes_the_interrupted_attempt_is_no_failure() {
    // Between the crash and the resumption nothing was replicated: the server knows more than its readings show.
    let bytes = whole_journal();
    let cut = line_ends(&bytes)[STARTED - 1];
    let (record, made) = resume(&bytes[..cut], World::JustDone);
    assert_eq!(made, 1);
    assert_eq!(record.status(), StepStatus::DoneWithWarning);
    assert_eq!(
        record.steps[0].message,
        Some(Message::StepAnswerLostButDone)
    );
}

#[test]
fn a_removal_interrupted_after_the_act_is_recognised_when_it_is_resumed_at_once() {
    let (mut lab, clock) = lab();
    let inventory = lab.inventory(&call()).unwrap();
    let plan = plan::remove(connection(), listed(&inventory, FABRIKAM), start()).unwrap();
    let change = plan.steps[0].act.change().unwrap();
    lab.apply(&change, &call()).unwrap();
    let store = MemoryJournal::default();
    let mut journal = writer(&store);
    let begun = Entry::Step {
        plan: plan.id.clone(),
        step: 0,
        event: StepEvent::Started,
    };
    journal
        .append(start(), Some(&connection()), &Entry::PlanMade(plan))
        .unwrap();
    journal
        .append(start(), Some(&connection()), &begun)
        .unwrap();
    let later = MemoryJournal::with_files(store.files().unwrap());
    let end = run(
        &folded(&store),
        &mut lab,
        &later,
        clock.as_ref(),
        Limits::default(),
    );
    assert_eq!(end.record.status(), StepStatus::DoneWithWarning);
}

#[test]
fn a_replacement_cut_between_any_two_lines_is_finished_with_one_endpoint_left() {
    let (first, clock) = lab();
    let plan = replace_plan(&first);
    let store = MemoryJournal::default();
    let record = new_record(plan);
    let end = run(
        &record,
        &mut first.clone(),
        &store,
        clock.as_ref(),
        Limits::default(),
    );
    assert!(end.record.status().is_satisfied());
    let bytes = store.bytes();
    for lines in MADE..=line_ends(&bytes).len() {
        let cut = line_ends(&bytes)[lines - 1];
        let earlier = Journal::read(&[journal_file("earlier.journal", &bytes[..cut])]);
        // The world as it was when that line was written: the acts whose result it tells are done.
        let (lab, clock) = lab();
        let told = record_of(&earlier).unwrap();
        for (step, state) in told.plan.steps.iter().zip(&told.steps) {
            if let (true, Some(change)) = (state.status.is_satisfied(), step.act.change()) {
                lab.clone().apply(&change, &call()).unwrap();
                clock.advance(REPLICATION_DELAY);
            }
        }
        let later = MemoryJournal::with_files(vec![journal_file("earlier.journal", &bytes[..cut])]);
        let end = run(
            &told,
            &mut lab.clone(),
            &later,
            clock.as_ref(),
            Limits::default(),
        );
        assert!(
            end.record.status().is_satisfied(),
            "after {lines} lines: {:#?}",
            end.record.steps
        );
        clock.advance(secs(600));
        let inventory = lab.clone().inventory(&call()).unwrap();
        let left = listed(&inventory, FABRIKAM);
        assert_eq!(
            left.pool.map(String::from).as_deref(),
            Some("pchat2015.contoso.com"),
            "after {lines} lines"
        );
    }
}

#[test]
fn a_flipped_bit_anywhere_is_noticed_no_later_than_in_the_next_line() {
    let bytes = whole_journal();
    let ends = line_ends(&bytes);
    let whole = journal_of(&bytes);
    for place in 0..bytes.len() {
        let line = ends.iter().filter(|end| **end <= place).count() + 1;
        for mask in [0x01, 0x04, 0x20, 0x80, 0xff] {
            let mut flipped = bytes.clone();
            flipped[place] ^= mask;
            let journal = journal_of(&flipped);
            assert_eq!(
                journal.records[..line - 1],
                whole.records[..line - 1],
                "byte {place} ^ {mask:#x}"
            );
            assert!(journal.records.len() <= ENDED);
            // Nothing follows the last line that could carry its hash; what it says is not proof against an editor.
            if line < ENDED {
                let [damage] = journal.damages.as_slice() else {
                    panic!("byte {place} ^ {mask:#x} went unnoticed");
                };
                assert!(damage.line == line || damage.line == line + 1, "{damage:?}");
                assert!(journal.records.len() <= line, "byte {place} ^ {mask:#x}");
            }
            // Folding what is left never panics either.
            fold(&journal.records, None);
        }
    }
}

#[test]
fn a_line_taken_out_moved_or_written_twice_breaks_the_chain() {
    let bytes = whole_journal();
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let check = |order: &[usize], line: usize, reason: &DamageReason| {
        let bytes: Vec<u8> = order.iter().flat_map(|n| lines[*n].to_vec()).collect();
        let journal = journal_of(&bytes);
        let [damage] = journal.damages.as_slice() else {
            panic!("{order:?} went unnoticed");
        };
        assert_eq!((damage.line, &damage.reason), (line, reason), "{order:?}");
        assert_eq!(journal.records.len(), line - 1);
    };
    check(&[0, 1, 3], 3, &DamageReason::ChainBroken);
    check(&[1, 2, 3], 1, &DamageReason::ChainBroken);
    check(&[0, 2, 1, 3], 2, &DamageReason::ChainBroken);
    check(&[0, 1, 1, 2], 3, &DamageReason::ChainBroken);
    check(&[0, 1, 2, 3, 0], 5, &DamageReason::ChainBroken);
}

#[test]
fn bytes_that_are_no_journal_are_a_damage_and_never_a_panic() {
    for (bytes, reason) in [
        (&b"\xff\xfe\n"[..], Some(DamageReason::NotUtf8)),
        (b"\n", None),
        (b"()\n", None),
        (b"(format:1)\n", None),
        (b"(format:-1)\n", None),
        (b"(format:99999999999999999999)\n", None),
        (b"no end", Some(DamageReason::CutShort)),
        (&[0; 4096], Some(DamageReason::CutShort)),
    ] {
        let journal = journal_of(bytes);
        assert_eq!(journal.records, []);
        assert_eq!(journal.damages.len(), 1, "{bytes:?}");
        assert_eq!(journal.damages[0].line, 1);
        if let Some(reason) = reason {
            assert_eq!(journal.damages[0].reason, reason);
        }
    }
    let deep = format!("{}\n", "(".repeat(100_000));
    assert_eq!(journal_of(deep.as_bytes()).damages.len(), 1);
}

#[test]
fn a_line_of_a_newer_format_is_said_to_be_one_and_what_stands_before_it_counts() {
    let bytes = whole_journal();
    let ends = line_ends(&bytes);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // Fields this version does not know are no obstacle to recognising it.
    lines[2] = lines[2].replacen("(format:1,", "(format:2,signature:\"x\",", 1);
    let journal = journal_of((lines.join("\n") + "\n").as_bytes());
    assert_eq!(
        journal.damages,
        [Damage {
            file: "a.journal".to_owned(),
            line: STARTED,
            reason: DamageReason::NewerFormat(2)
        }]
    );
    assert_eq!(
        journal.records,
        journal_of(&bytes[..ends[MADE - 1]]).records
    );
}

#[test]
fn a_line_from_before_services_had_evidence_is_still_read() {
    let text = String::from_utf8(whole_journal()).unwrap();
    let since = ",service:None,holder:None,replica:None";
    assert_eq!(text.matches(since).count(), 1, "{text}");
    let record = record_of(&journal_of(text.replace(since, "").as_bytes())).unwrap();
    assert_eq!(record.status(), StepStatus::Done);
    assert_eq!(record, record_of(&journal_of(text.as_bytes())).unwrap());
}

#[test]
fn damage_in_one_file_does_not_hide_the_others() {
    let bytes = whole_journal();
    let files = [
        journal_file("1.journal", b"rubbish\n"),
        journal_file("2.journal", &bytes),
        journal_file("3.journal", b""),
        journal_file("4.journal", &bytes[..bytes.len() - 1]),
    ];
    let journal = Journal::<Entry>::read(&files);
    let places: Vec<_> = journal
        .damages
        .iter()
        .map(|damage| (damage.file.as_str(), damage.line))
        .collect();
    assert_eq!(places, [("1.journal", 1), ("4.journal", ENDED)]);
    assert_eq!(journal.records.len(), ENDED + STARTED);
}

#[test]
fn a_plan_is_folded_over_all_files_it_stands_in() {
    let bytes = whole_journal();
    let ends = line_ends(&bytes);
    let id = create_plan().id;
    let earlier = journal_file("1.journal", &bytes[..ends[STARTED - 1]]);
    let records = Journal::read(std::slice::from_ref(&earlier)).records;
    let status = |live: Option<&PlanId>| fold(&records, live).0[0].status();
    assert_eq!(status(None), StepStatus::Interrupted);
    assert_eq!(status(Some(&id)), StepStatus::Running);
    assert_eq!(
        status(Some(&PlanId("another".to_owned()))),
        StepStatus::Interrupted
    );

    let store = MemoryJournal::with_files(vec![earlier]);
    let (mut lab, clock) = lab();
    run(
        &folded(&store),
        &mut lab,
        &store,
        clock.as_ref(),
        Limits::default(),
    );
    let journal = read(&store);
    assert_eq!(journal.damages, []);
    let files: Vec<_> = journal.records.iter().map(|r| r.file.as_str()).collect();
    assert_eq!(
        files,
        [
            "1.journal",
            "1.journal",
            "1.journal",
            "this-run",
            "this-run",
            "this-run"
        ],
        "the plan is not written down twice"
    );
    assert_eq!(folded(&store).status(), StepStatus::Done);
}

#[test]
fn entries_about_a_plan_that_cannot_be_read_are_left_out() {
    let bytes = whole_journal();
    let records = journal_of(&bytes).records;
    let (plans, illegal) = fold(&records[MADE..], None);
    assert_eq!(plans, []);
    assert_eq!(illegal, []);
}

#[test]
fn each_line_says_who_did_it_where_and_against_what() {
    let journal = journal_of(&whole_journal());
    for record in &journal.records {
        assert_eq!(record.who.os_user, "CONTOSO\\operator");
        assert_eq!(record.who.computer, "ADMIN-PC");
        assert_eq!(record.who.connection, Some(connection()));
        assert!(record.at >= start());
    }
    let numbers: Vec<_> = journal.records.iter().map(|record| record.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(
        journal.records[0].entry,
        Entry::RunOpened {
            program: "pchat-console test".to_owned()
        }
    );
}

#[test]
fn a_text_with_line_ends_stays_one_line_of_the_journal() {
    let store = MemoryJournal::default();
    let mut plan = create_plan();
    plan.id = PlanId("a\nb\r\u{2028}c".to_owned());
    let entry = Entry::PlanMade(plan.clone());
    writer(&store)
        .append(start(), Some(&connection()), &entry)
        .unwrap();
    assert_eq!(line_ends(&store.bytes()).len(), 2);
    let journal = read(&store);
    assert_eq!(journal.damages, []);
    assert_eq!(journal.records[1].entry, entry);
}

#[test]
fn nothing_secret_can_stand_in_the_journal() {
    // What a line is made of holds no secret, and a secret could not be written: it has no `Serialize`. What is left
    // is text somebody might put together, so the words of a whole run are looked at.
    let canary = Secret::new("canary-7f3a");
    assert!(!format!("{canary:?}").contains("canary-7f3a"));
    let text = String::from_utf8(whole_journal()).unwrap();
    assert!(!text.contains(canary.expose()));
    for word in ["password", "secret", "Authorization", "credential"] {
        assert!(
            !text.to_lowercase().contains(&word.to_lowercase()),
            "{word}"
        );
    }
}

// A store that fails

#[test]
fn nothing_is_sent_before_it_is_written_down_wherever_the_store_fails() {
    for room in 0..=ENDED {
        let (lab, clock) = lab();
        let store = MemoryJournal::default();
        store.fail_after(room);
        let (mut session, acts) = Spy::on(Box::new(lab.clone()));
        let record = new_record(create_plan());
        let end = run(
            &record,
            &mut session,
            &store,
            clock.as_ref(),
            Limits::default(),
        );
        assert_eq!(line_ends(&store.bytes()).len(), room);
        assert_eq!(
            asked(&acts),
            usize::from(room >= STARTED),
            "room for {room}"
        );
        assert_eq!(
            end.journal_error.map(|err| err.kind),
            (room < ENDED).then_some(PortErrorKind::File),
            "room for {room}"
        );
        let status = if room < STARTED {
            StepStatus::Pending
        } else {
            StepStatus::Done
        };
        assert_eq!(end.record.status(), status, "room for {room}");

        // After a restart the journal decides, and what was done is found rather than done again.
        if room >= MADE {
            let later = MemoryJournal::with_files(store.files().unwrap());
            clock.advance(secs(600));
            let told = folded(&store);
            if !told.status().is_satisfied() {
                run(
                    &told,
                    &mut session,
                    &later,
                    clock.as_ref(),
                    Limits::default(),
                );
            }
            assert!(folded(&later).status().is_satisfied());
            assert_eq!(asked(&acts), 1, "room for {room}");
        }
    }
}

/// A store that loses one line and is well again.
struct Stumbling {
    store: MemoryJournal,
    lines_before: usize,
}

impl JournalStore for Stumbling {
    fn append(&mut self, line: &str) -> PortResult<()> {
        let stumbles = self.lines_before == 0;
        self.lines_before = self.lines_before.wrapping_sub(1);
        if stumbles {
            return Err(failure(PortErrorKind::File));
        }
        self.store.append(line)
    }

    fn own_file(&self) -> String {
        self.store.own_file()
    }

    fn files(&self) -> PortResult<Vec<JournalFile>> {
        self.store.files()
    }
}

#[test]
fn one_line_that_was_not_written_ends_the_run_although_the_next_could_be() {
    // Lines and acts of a replacement: opened, made; started, act, ended; started, ended; started, act, ended.
    for (lines_before, acts_wanted) in [0, 0, 0, 1, 1, 1, 1, 2].into_iter().enumerate() {
        let (lab, clock) = lab();
        let record = new_record(replace_plan(&lab));
        let store = MemoryJournal::default();
        let stumbling = Stumbling {
            store: store.clone(),
            lines_before,
        };
        let (mut session, acts) = Spy::on(Box::new(lab));
        let end = plan::run(
            &record,
            &mut plan::Sides::deployment_only(&mut session),
            &mut JournalWriter::<Entry>::new(
                Box::new(stumbling),
                "CONTOSO\\operator",
                "ADMIN-PC",
                "test",
            ),
            clock.as_ref(),
            &Cancel::default(),
            Limits::default(),
            &mut |_| {},
        );
        assert!(end.journal_error.is_some(), "line {lines_before}");
        assert_eq!(asked(&acts), acts_wanted, "line {lines_before}");
        assert_eq!(line_ends(&store.bytes()).len(), lines_before);
        assert_eq!(read(&store).damages, []);
    }
}

#[test]
fn each_act_of_a_replacement_is_announced_in_the_journal_before_it_is_sent() {
    let (lab, clock) = lab();
    let store = MemoryJournal::default();
    let seen = store.clone();
    let (mut session, acts) = Spy::looking(Box::new(lab.clone()), move |change| {
        let journal = read(&seen);
        let Some(Entry::Step {
            step,
            event: StepEvent::Started,
            ..
        }) = journal.records.last().map(|record| record.entry.clone())
        else {
            panic!("{change:?} was not announced");
        };
        let (plans, _) = fold(&journal.records, None);
        assert_eq!(
            plans[0].plan.steps[step].act.change().as_ref(),
            Some(change)
        );
    });
    let record = new_record(replace_plan(&lab));
    let end = run(
        &record,
        &mut session,
        &store,
        clock.as_ref(),
        Limits::default(),
    );
    assert!(end.record.status().is_satisfied());
    assert_eq!(asked(&acts), 2);
}

#[test]
fn a_replacement_goes_no_further_than_its_journal() {
    let whole = {
        let (lab, clock) = lab();
        let store = MemoryJournal::default();
        let record = new_record(replace_plan(&lab));
        run(
            &record,
            &mut lab.clone(),
            &store,
            clock.as_ref(),
            Limits::default(),
        );
        line_ends(&store.bytes()).len()
    };
    let mut most = 0;
    for room in 0..whole {
        let (lab, clock) = lab();
        let record = new_record(replace_plan(&lab));
        let store = MemoryJournal::default();
        store.fail_after(room);
        let (mut session, acts) = Spy::on(Box::new(lab.clone()));
        let end = run(
            &record,
            &mut session,
            &store,
            clock.as_ref(),
            Limits::default(),
        );
        assert!(end.journal_error.is_some());
        let announced = read(&store)
            .records
            .iter()
            .filter(|record| match &record.entry {
                Entry::Step {
                    step,
                    event: StepEvent::Started,
                    ..
                } => end.record.plan.steps[*step].act.change().is_some(),
                _ => false,
            })
            .count();
        assert_eq!(asked(&acts), announced, "room for {room}");
        most = most.max(announced);
    }
    assert_eq!(most, 2);
}

// The way of a step

const STATUSES: [StepStatus; 9] = [
    StepStatus::Pending,
    StepStatus::Running,
    StepStatus::Interrupted,
    StepStatus::Done,
    StepStatus::DoneWithWarning,
    StepStatus::AlreadySatisfied,
    StepStatus::Failed,
    StepStatus::UnknownOutcome,
    StepStatus::NotVisibleYet,
];

fn ended(status: StepStatus) -> StepEvent {
    StepEvent::Ended {
        status,
        message: None,
        evidence: Evidence::default(),
    }
}

#[test]
fn a_step_moves_only_along_the_table() {
    use StepStatus::{
        AlreadySatisfied, Done, DoneWithWarning, Failed, Interrupted, NotVisibleYet, Pending,
        Running, UnknownOutcome,
    };
    let settled = [Done, DoneWithWarning, AlreadySatisfied];
    let results = [
        Interrupted,
        Done,
        DoneWithWarning,
        AlreadySatisfied,
        Failed,
        UnknownOutcome,
        NotVisibleYet,
    ];
    let open = [Running, Interrupted, UnknownOutcome, NotVisibleYet];
    for from in STATUSES {
        // Anything but success may be tried again.
        let may_start = !settled.contains(&from);
        let started = from.after(&StepEvent::Started);
        let refused = Err(IllegalTransition { from, to: Running });
        assert_eq!(started, if may_start { Ok(Running) } else { refused });
        for to in STATUSES {
            let legal = open.contains(&from) && results.contains(&to);
            let wanted = if legal {
                Ok(to)
            } else {
                Err(IllegalTransition { from, to })
            };
            assert_eq!(from.after(&ended(to)), wanted, "{from:?} -> {to:?}");
        }
        assert_eq!(from.is_satisfied(), settled.contains(&from));
        assert_eq!(
            from.can_be_checked_again(),
            from != Running && open.contains(&from)
        );
    }
    assert!(!settled.contains(&Pending) && !open.contains(&Pending));
}

#[test]
fn a_sequence_no_run_can_have_written_is_reported_and_changes_nothing() {
    let store = MemoryJournal::default();
    let mut journal = writer(&store);
    let plan = create_plan();
    let id = plan.id.clone();
    let step = |event| Entry::Step {
        plan: id.clone(),
        step: 0,
        event,
    };
    for entry in [
        Entry::PlanMade(plan.clone()),
        step(ended(StepStatus::Done)),
        step(StepEvent::Started),
        step(ended(StepStatus::Done)),
        step(ended(StepStatus::Failed)),
        step(StepEvent::Started),
    ] {
        journal
            .append(start(), Some(&connection()), &entry)
            .unwrap();
    }
    let (plans, illegal) = fold(&read(&store).records, None);
    assert_eq!(plans[0].status(), StepStatus::Done);
    let illegal: Vec<_> = illegal.iter().map(|t| (t.from, t.to)).collect();
    assert_eq!(
        illegal,
        [
            (StepStatus::Pending, StepStatus::Done),
            (StepStatus::Done, StepStatus::Failed),
            (StepStatus::Done, StepStatus::Running),
        ]
    );
}

#[test]
fn a_plan_that_undoes_another_is_noted_there() {
    let (mut lab, clock) = lab();
    let store = MemoryJournal::default();
    let record = new_record(create_plan());
    let limits = Limits::default();
    let done = run(&record, &mut lab, &store, clock.as_ref(), limits).record;
    let undo = plan::undo(&done, clock.now()).unwrap();
    let later = MemoryJournal::with_files(store.files().unwrap());
    run(
        &new_record(undo.clone()),
        &mut lab,
        &later,
        clock.as_ref(),
        limits,
    );
    let (plans, illegal) = fold(&read(&later).records, None);
    assert_eq!(illegal, []);
    assert_eq!(plans[0].undone_by, Some(undo.id));
    assert_eq!(plans[1].plan.undoes, Some(done.plan.id));
}

#[test]
fn what_changed_nothing_has_nothing_to_undo() {
    let mut record = new_record(create_plan());
    for status in STATUSES {
        record.steps[0].status = status;
        let is_done = matches!(status, StepStatus::Done | StepStatus::DoneWithWarning);
        // What was created can be removed again only when it was read back.
        record.steps[0].evidence.endpoint = None;
        assert_eq!(
            plan::undo(&record, start()),
            Err(Message::NothingToUndo),
            "{status:?}"
        );
        let (lab, _clock) = lab();
        let inventory = lab.clone().inventory(&call()).unwrap();
        record.steps[0].evidence.endpoint = Some(listed(&inventory, FABRIKAM));
        assert_eq!(plan::undo(&record, start()).is_ok(), is_done, "{status:?}");
    }
}

// On disk

fn folder() -> (tempfile::TempDir, DataFolder) {
    let temp = tempfile::tempdir().unwrap();
    let folder = DataFolder::new(Some(temp.path().to_owned())).unwrap();
    (temp, folder)
}

fn on_disk(folder: &Path, started: Moment, process: u32) -> JournalWriter {
    let store = FileJournal::new(folder.to_owned(), started, process);
    JournalWriter::new(Box::new(store), "CONTOSO\\operator", "ADMIN-PC", "test")
}

fn opened() -> Entry {
    Entry::RunOpened {
        program: "test".to_owned(),
    }
}

fn names(files: &[JournalFile]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn two_runs_write_two_files_and_both_are_read_in_their_order() {
    let (_temp, folder) = folder();
    let folder = folder.journal(Source::Lab);
    let clock = TestClock::new();
    let lab = Lab::contoso(clock.clone());
    let limits = Limits::default();
    let cancel = Cancel::default();
    let mut first = on_disk(&folder, clock.now(), 4321);
    let created = plan::run(
        &new_record(create_plan()),
        &mut plan::Sides::deployment_only(&mut lab.clone()),
        &mut first,
        clock.as_ref(),
        &cancel,
        limits,
        &mut |_| {},
    );
    assert_eq!(created.record.status(), StepStatus::Done);
    clock.advance(secs(3600));

    let mut second = on_disk(&folder, clock.now(), 17);
    let undo = plan::undo(&created.record, clock.now()).unwrap();
    plan::run(
        &new_record(undo),
        &mut plan::Sides::deployment_only(&mut lab.clone()),
        &mut second,
        clock.as_ref(),
        &cancel,
        limits,
        &mut |_| {},
    );
    let files = FileJournal::new(folder, clock.now(), 1).files().unwrap();
    let [first, last] = names(&files)[..] else {
        panic!("{:?}", names(&files));
    };
    assert_eq!(first, "20261120T000000000Z-4321-0.journal");
    assert!(last.ends_with("Z-17-0.journal"), "{last}");
    let journal = second.read().unwrap();
    assert_eq!(journal.damages, []);
    assert_eq!(journal, Journal::read(&files));
    let (plans, illegal) = fold(&journal.records, None);
    assert_eq!(illegal, []);
    let statuses: Vec<_> = plans.iter().map(PlanRecord::status).collect();
    assert_eq!(statuses, [StepStatus::Done, StepStatus::Done]);
}

#[test]
fn two_programs_started_in_the_same_moment_do_not_share_a_file() {
    let (_temp, folder) = folder();
    let folder = folder.journal(Source::Live);
    let mut first = on_disk(&folder, start(), 1);
    let mut second = on_disk(&folder, start(), 1);
    let entry = Entry::PlanMade(create_plan());
    first.append(start(), Some(&connection()), &entry).unwrap();
    second.append(start(), Some(&connection()), &entry).unwrap();
    first.append(start(), Some(&connection()), &entry).unwrap();
    let journal = first.read().unwrap();
    assert_eq!(journal.damages, []);
    assert_eq!(journal.records.len(), 5);
}

#[test]
fn an_empty_file_is_no_damage_and_a_run_that_wrote_nothing_leaves_no_file() {
    let (_temp, folder) = folder();
    let folder = folder.journal(Source::Lab);
    let idle = FileJournal::new(folder.clone(), start(), 1);
    assert_eq!(idle.files().unwrap(), []);
    assert!(!folder.exists());
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("20260101T000000000Z-1-0.journal"), b"").unwrap();
    let mut journal = on_disk(&folder, start(), 1);
    journal
        .append(start(), Some(&connection()), &opened())
        .unwrap();
    let read = journal.read().unwrap();
    assert_eq!(read.damages, []);
    assert_eq!(read.records.len(), 2);
}

#[test]
fn foreign_files_in_the_folder_are_left_alone() {
    let (_temp, folder) = folder();
    let folder = folder.journal(Source::Lab);
    std::fs::create_dir_all(folder.join("a folder.journal")).unwrap();
    for name in [
        "notes.txt",
        "old.journal.bak",
        "journal",
        ".hidden",
        "x.JOURNAL~",
    ] {
        std::fs::write(folder.join(name), b"not ours").unwrap();
    }
    let mut journal = on_disk(&folder, start(), 1);
    journal
        .append(start(), Some(&connection()), &opened())
        .unwrap();
    let files = FileJournal::new(folder.clone(), start(), 1)
        .files()
        .unwrap();
    assert_eq!(names(&files), ["20261120T000000000Z-1-0.journal"]);
    assert_eq!(
        std::fs::read(folder.join("notes.txt")).unwrap(),
        b"not ours"
    );
}

#[test]
fn a_journal_that_cannot_be_kept_fails_with_the_path_and_before_any_act() {
    let (temp, _folder) = folder();
    let taken = temp.path().join("a file where the folder should be");
    std::fs::write(&taken, b"").unwrap();
    let (lab, clock) = lab();
    let (mut session, acts) = Spy::on(Box::new(lab));
    let end = plan::run(
        &new_record(create_plan()),
        &mut plan::Sides::deployment_only(&mut session),
        &mut on_disk(&taken, start(), 1),
        clock.as_ref(),
        &Cancel::default(),
        Limits::default(),
        &mut |_| {},
    );
    let err = end.journal_error.unwrap();
    assert_eq!(err.kind, PortErrorKind::File);
    assert_eq!(err.target, taken.display().to_string());
    assert_eq!(asked(&acts), 0);
    assert_eq!(end.record.status(), StepStatus::Pending);
}

#[test]
fn the_lab_and_live_servers_have_journals_of_their_own() {
    let (_temp, folder) = folder();
    assert_ne!(folder.journal(Source::Lab), folder.journal(Source::Live));
    assert!(
        !folder
            .journal(Source::Live)
            .starts_with(folder.journal(Source::Lab))
    );
}

/// What the next test does in a process of its own, which may write no more than a few blocks to a file.
#[cfg(unix)]
fn write_until_the_disk_is_full(folder: PathBuf) {
    let mut store = FileJournal::new(folder, start(), 1);
    let long = "x".repeat(400);
    store.append(&long).unwrap();
    store.append(&long).unwrap();
    let err = loop {
        if let Err(err) = store.append(&long) {
            break err;
        }
    };
    assert_eq!(err.kind, PortErrorKind::File);
    assert_eq!(
        store.append(&long).unwrap_err().kind,
        PortErrorKind::File,
        "there is still no room"
    );
    store.append("short").expect("a short line finds room");
}

#[cfg(unix)]
#[test]
fn a_line_that_did_not_fit_on_the_disk_leaves_no_half_of_it_behind() {
    const FOLDER: &str = "PCHAT_TEST_FOLDER";
    if let Some(folder) = std::env::var_os(FOLDER) {
        return write_until_the_disk_is_full(folder.into());
    }
    let (temp, _folder) = folder();
    let status = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4 && exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "journal::a_line_that_did_not_fit_on_the_disk_leaves_no_half_of_it_behind",
        ])
        .env(FOLDER, temp.path())
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let files = FileJournal::new(temp.path().to_owned(), start(), 2)
        .files()
        .unwrap();
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let long = "x".repeat(400);
    let mut lines = text.lines().rev();
    assert_eq!(lines.next(), Some("short"));
    assert!(lines.all(|line| line == long), "{text}");
}
