//! What may be done with a step, when it needs a reason, and what the journal refuses.

use pchat_console::checklist::FindingOutcome::Holds;
use pchat_console::checklist::{
    AttestedOutcome, Checklist, Decision, ProjectEntry, ProjectKind, Reading, Status, StepAct,
};
use pchat_console::domain::ChecklistMessage;

use super::checklist_stage::{Night, attested, facts, id, project};
use super::support::secs;

fn possible(night: &Night, step: &str, act: &StepAct) -> Result<(), ChecklistMessage> {
    night.checklist().possible(&id(step), act)
}

fn reasons(night: &Night, step: &str, act: &StepAct) -> Vec<ChecklistMessage> {
    night.checklist().needs_reason(&id(step), act, night.now)
}

fn accepts(night: &Night, entry: &ProjectEntry) -> Result<(), ChecklistMessage> {
    night.checklist().accepts(entry, night.now)
}

fn reviewed() -> Night {
    let mut facts = facts();
    facts.passphrase = Some("sealed".to_owned());
    Night::of(project(facts), Night::new().procedure)
}

fn confirm(night: &mut Night, step: &str) {
    night.write(ProjectEntry::Confirmed {
        step: id(step),
        reviewer: "reviewer1".to_owned(),
    });
}

#[test]
fn a_step_that_is_not_there_is_named() {
    let missing = ChecklistMessage::NoSuchStep {
        step: "zz".to_owned(),
    };
    assert_eq!(possible(&Night::new(), "zz", &StepAct::Begin), Err(missing));
}

#[test]
fn what_is_over_is_reopened_before_it_is_done_again() {
    let mut night = Night::new();
    let not_over = possible(&night, "a1", &StepAct::Reopen);
    assert_eq!(not_over, Err(ChecklistMessage::StepNotOver));
    night.attest("a1", AttestedOutcome::Done);
    for act in [StepAct::Begin, StepAct::Attest, StepAct::Skip] {
        let over = possible(&night, "a1", &act);
        assert_eq!(over, Err(ChecklistMessage::StepOver));
    }
    assert_eq!(possible(&night, "a1", &StepAct::Reopen), Ok(()));
    let other_source = possible(&night, "d2b", &StepAct::Reopen);
    assert_eq!(other_source, Err(ChecklistMessage::StepDoesNotApply));
}

#[test]
fn only_what_is_read_is_read_only_what_is_said_is_attested_only_what_runs_is_run() {
    let night = Night::new();
    let attest = possible(&night, "a2", &StepAct::Attest);
    assert_eq!(attest, Err(ChecklistMessage::OnlyReading));
    let read = possible(&night, "a1", &StepAct::Read);
    assert_eq!(read, Err(ChecklistMessage::NotReadHere));
    for step in ["a1", "a2"] {
        let run = possible(&night, step, &StepAct::Run);
        assert_eq!(run, Err(ChecklistMessage::NotRunHere));
    }
    assert_eq!(possible(&night, "c3", &StepAct::Run), Ok(()));
    assert_eq!(possible(&night, "a2", &StepAct::Read), Ok(()));
}

#[test]
fn nobody_begins_a_step_twice() {
    let mut night = Night::new();
    night.begin("a1");
    let twice = possible(&night, "a1", &StepAct::Begin);
    assert_eq!(twice, Err(ChecklistMessage::StepRunning));
    night.open();
    assert_eq!(possible(&night, "a1", &StepAct::Begin), Ok(()));
}

#[test]
fn outside_the_order_a_reason_is_asked_for_and_the_journal_wants_it_first() {
    let mut night = Night::new();
    let began = ProjectEntry::Began { step: id("b2") };
    let before = ChecklistMessage::StepsBefore {
        steps: vec!["b1".to_owned()],
    };
    assert_eq!(reasons(&night, "b2", &StepAct::Begin), [before]);
    assert_eq!(
        accepts(&night, &began),
        Err(ChecklistMessage::ReasonMissing)
    );
    night.deviate("b2");
    assert_eq!(accepts(&night, &began), Ok(()));
    night.attest("b2", AttestedOutcome::Done);
    night.reopen("b2");
    assert_eq!(
        accepts(&night, &began),
        Err(ChecklistMessage::ReasonMissing)
    );
    assert_eq!(night.checklist().deviations.len(), 1);
}

#[test]
fn inside_the_order_no_reason_is_asked_for() {
    let mut night = Night::new();
    assert!(reasons(&night, "b1", &StepAct::Begin).is_empty());
    assert_eq!(
        accepts(&night, &ProjectEntry::Began { step: id("b1") }),
        Ok(())
    );
    night.up_to("c2");
    assert!(reasons(&night, "c2", &StepAct::Attest).is_empty());
}

#[test]
fn outside_the_window_a_reason_is_asked_for_except_in_a_rehearsal() {
    let mut night = Night::new();
    night.up_to("c2");
    night.wait(24 * 60);
    let window = facts().window;
    let outside = ChecklistMessage::OutsideWindow {
        start: window.start,
        end: window.end,
    };
    assert_eq!(reasons(&night, "c2", &StepAct::Begin), [outside]);
    assert!(reasons(&night, "d1", &StepAct::Read).is_empty());
    night.project.kind = ProjectKind::Rehearsal {
        of: None,
        faults: Vec::new(),
        servers: Vec::new(),
    };
    assert!(reasons(&night, "c2", &StepAct::Begin).is_empty());
}

#[test]
fn a_gate_that_is_undecided_asks_for_a_reason_and_at_the_start_of_services_stops() {
    let mut night = Night::new();
    night.up_to("c6");
    let undecided = |gate: &str| ChecklistMessage::GateUndecided {
        gate: gate.to_owned(),
    };
    assert_eq!(possible(&night, "c6", &StepAct::Begin), Ok(()));
    assert_eq!(reasons(&night, "c6", &StepAct::Begin), [undecided("c6")]);
    night.up_to("c9");
    assert_eq!(possible(&night, "c9", &StepAct::Run), Err(undecided("c9")));
    night.deviate("c9");
    assert_eq!(possible(&night, "c9", &StepAct::Run), Err(undecided("c9")));
    night.decide("c9", Decision::Go);
    assert_eq!(possible(&night, "c9", &StepAct::Run), Ok(()));
}

#[test]
fn no_go_stops_whatever_the_reason() {
    let mut night = Night::new();
    night.up_to("c6");
    night.decide("c6", Decision::NoGo);
    night.deviate("c6");
    let closed = ChecklistMessage::GateClosed {
        gate: "c6".to_owned(),
    };
    assert_eq!(possible(&night, "c6", &StepAct::Begin), Err(closed));
}

#[test]
fn a_decision_belongs_to_a_gate_and_no_go_says_why() {
    let night = Night::new();
    let decided = |gate: &str, decision: Decision, reason: &str| ProjectEntry::Decided {
        gate: id(gate),
        decision,
        by: "approver1".to_owned(),
        reason: reason.to_owned(),
    };
    let no_gate = accepts(&night, &decided("a1", Decision::Go, ""));
    assert!(matches!(no_gate, Err(ChecklistMessage::NoSuchStep { .. })));
    assert_eq!(accepts(&night, &decided("c6", Decision::Go, "")), Ok(()));
    let silent = accepts(&night, &decided("c6", Decision::NoGo, " "));
    assert_eq!(silent, Err(ChecklistMessage::ReasonMissing));
}

#[test]
fn a_step_for_two_people_waits_for_the_reviewer_each_time_it_is_done() {
    let mut night = reviewed();
    night.up_to("c6");
    night.decide("c6", Decision::Go);
    let missing = Err(ChecklistMessage::ReviewerMissing);
    assert_eq!(night.status("c6"), Status::Blocked);
    assert_eq!(possible(&night, "c6", &StepAct::Begin), missing);
    assert_eq!(possible(&night, "c6", &StepAct::Attest), missing);
    assert_eq!(possible(&night, "c6", &StepAct::Confirm), Ok(()));
    confirm(&mut night, "c6");
    assert_eq!(possible(&night, "c6", &StepAct::Begin), Ok(()));
    let again = possible(&night, "c6", &StepAct::Confirm);
    assert_eq!(again, Err(ChecklistMessage::NoReviewNeeded));
    night.attest("c6", AttestedOutcome::Done);
    night.reopen("c6");
    night.decide("c6", Decision::Go);
    assert_eq!(possible(&night, "c6", &StepAct::Begin), missing);
}

#[test]
fn without_a_passphrase_one_person_is_enough() {
    let mut night = Night::new();
    night.up_to("c6");
    night.decide("c6", Decision::Go);
    assert_eq!(possible(&night, "c6", &StepAct::Begin), Ok(()));
    let confirm = possible(&night, "c6", &StepAct::Confirm);
    assert_eq!(confirm, Err(ChecklistMessage::NoReviewNeeded));
}

#[test]
fn the_journal_takes_no_attestation_of_a_reading_and_none_without_a_name() {
    let night = Night::new();
    let read_only = accepts(&night, &attested("a2", AttestedOutcome::Done));
    assert_eq!(read_only, Err(ChecklistMessage::OnlyReading));
    let entry = |by: &str, outcome, words: &str| ProjectEntry::Attested {
        step: id("a1"),
        by: by.to_owned(),
        outcome,
        words: words.to_owned(),
    };
    let empty = Err(ChecklistMessage::AttestationEmpty);
    let nobody = entry(" ", AttestedOutcome::Done, "seen");
    assert_eq!(accepts(&night, &nobody), empty);
    let silent = entry("operator1", AttestedOutcome::Failed, "");
    assert_eq!(accepts(&night, &silent), empty);
    let plain = entry("operator1", AttestedOutcome::Done, "");
    assert_eq!(accepts(&night, &plain), Ok(()));
}

#[test]
fn skipping_needs_a_reason() {
    let night = Night::new();
    let skipped = |reason: &str| ProjectEntry::Skipped {
        step: id("a1"),
        by: "operator1".to_owned(),
        reason: reason.to_owned(),
    };
    let missing = Err(ChecklistMessage::ReasonMissing);
    assert_eq!(accepts(&night, &skipped("\t")), missing);
    assert_eq!(accepts(&night, &skipped("done in spring")), Ok(()));
}

#[test]
fn a_reading_is_written_down_only_for_the_step_it_proves() {
    let mut night = Night::new();
    night.find("a2", Holds);
    let entry = night.records.last().unwrap().entry.clone();
    let ProjectEntry::Found { mut finding, .. } = entry else {
        panic!("a reading was written");
    };
    finding.reading = Reading::Versions;
    let wrong = ProjectEntry::Found {
        step: id("a2"),
        finding: finding.clone(),
    };
    assert_eq!(accepts(&night, &wrong), Err(ChecklistMessage::NotReadHere));
    let right = ProjectEntry::Found {
        step: id("a3"),
        finding,
    };
    assert_eq!(accepts(&night, &right), Ok(()));
}

#[test]
fn one_plan_does_both_halves_of_a_swap_so_the_second_waits_for_no_reason() {
    let mut night = Night::new();
    night.up_to("c8a-1");
    let plan = night.stop_plan().id;
    let linked = |step: &str| ProjectEntry::Linked {
        step: id(step),
        plan: plan.clone(),
    };
    assert_eq!(accepts(&night, &linked("c8a-1")), Ok(()));
    assert_eq!(accepts(&night, &linked("c8b-1")), Ok(()));
    assert!(!reasons(&night, "c8b-1", &StepAct::Begin).is_empty());
}

#[test]
fn what_the_rules_allow_the_fold_never_calls_impossible() {
    let acts = [
        StepAct::Begin,
        StepAct::Attest,
        StepAct::Skip,
        StepAct::MarkNotApplicable,
        StepAct::Reopen,
        StepAct::Confirm,
    ];
    let mut night = reviewed();
    let steps: Vec<_> = night.checklist().items.into_iter().map(|i| i.id).collect();
    let mut seed = 7_u64;
    let mut written = 0;
    for _ in 0..600 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let pick = |n: usize, shift: u32| usize::try_from(seed >> shift).unwrap_or(0) % n;
        let step = &steps[pick(steps.len(), 33)];
        let act = &acts[pick(acts.len(), 17)];
        let checklist = night.checklist();
        let entry = entry_of(&checklist, step, act);
        if checklist.accepts(&entry, night.now).is_ok() {
            night.write(entry);
            written += 1;
        }
    }
    assert!(written > 100, "{written}");
    assert_eq!(night.checklist().contradictions, 0);
}

fn entry_of(
    checklist: &Checklist,
    step: &pchat_console::checklist::StepId,
    act: &StepAct,
) -> ProjectEntry {
    let (step, by) = (step.clone(), "operator1".to_owned());
    let reason = "as agreed".to_owned();
    match act {
        StepAct::Begin if checklist.item(&step).is_some_and(|i| !i.has_deviated) => {
            ProjectEntry::Deviated { step, by, reason }
        }
        StepAct::Begin => ProjectEntry::Began { step },
        StepAct::Skip => ProjectEntry::Skipped { step, by, reason },
        StepAct::MarkNotApplicable => ProjectEntry::NotApplicable { step, by, reason },
        StepAct::Reopen => ProjectEntry::Reopened { step, by, reason },
        StepAct::Confirm => ProjectEntry::Confirmed { step, reviewer: by },
        _ => attested(&step.0, AttestedOutcome::Done),
    }
}

#[test]
fn a_note_may_be_written_at_any_time() {
    let mut night = Night::new();
    night.attest("a1", AttestedOutcome::Done);
    night.now = night.now.plus(secs(86_400));
    let note = ProjectEntry::Noted {
        step: Some(id("a1")),
        text: "seen again".to_owned(),
    };
    assert_eq!(accepts(&night, &note), Ok(()));
}
