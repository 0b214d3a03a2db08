//! Where the steps of a migration stand, as its journal tells.

use pchat_console::checklist::FindingOutcome::{
    CannotBeRead, Contradicts, Holds, HoldsWithWarning,
};
use pchat_console::checklist::{AttestedOutcome, Counts, Decision, Obstacle, ProjectEntry, Status};
use pchat_console::domain::ChecklistMessage;
use pchat_console::plan::{Entry, StepStatus};

use super::checklist_stage::{Night, attested, facts, id, project};
use super::support::address;

#[test]
fn a_new_project_is_ready_where_nothing_comes_before_and_waits_elsewhere() {
    let night = Night::new();
    assert_eq!(night.status("a1"), Status::Ready);
    assert_eq!(night.status("a5"), Status::Pending);
    assert_eq!(night.status("c9"), Status::Pending);
    assert_eq!(night.checklist().current, Some(id("a1")));
    assert_eq!(night.checklist().contradictions, 0);
}

#[test]
fn a_step_of_the_other_source_is_shown_as_not_applicable_and_stands_in_nobodys_way() {
    let mut night = Night::new();
    assert_eq!(night.status("d2b"), Status::NotApplicable);
    assert_ne!(night.status("d2"), Status::NotApplicable);
    night.up_to("d2");
    assert!(!night.item("d3").obstacles.iter().any(|_| true));
}

#[test]
fn a_reading_that_holds_turns_a_step_green_and_one_that_warns_keeps_the_warning() {
    let mut night = Night::new();
    night.find("a2", Holds);
    assert_eq!(night.status("a2"), Status::Done);
    assert!(night.item("a2").verified.is_some());
    night.find("a3", HoldsWithWarning);
    assert_eq!(night.status("a3"), Status::DoneWithWarning);
}

#[test]
fn a_reading_that_says_no_fails_a_step_until_one_says_yes() {
    let mut night = Night::new();
    night.find("a2", Contradicts);
    assert_eq!(night.status("a2"), Status::Failed);
    assert!(night.item("a2").contradicted.is_none());
    night.find("a2", CannotBeRead);
    assert_eq!(night.status("a2"), Status::CannotBeRead);
    night.find("a2", Holds);
    assert_eq!(night.status("a2"), Status::Done);
}

#[test]
fn nobody_can_attest_what_only_a_reading_proves() {
    let mut night = Night::new();
    night.attest("a2", AttestedOutcome::Done);
    assert_eq!(night.status("a2"), Status::Ready);
    assert_eq!(night.checklist().contradictions, 1);
}

#[test]
fn a_persons_word_ends_a_persons_step_and_keeps_its_warning() {
    let mut night = Night::new();
    night.begin("a1");
    assert_eq!(night.status("a1"), Status::Running);
    night.attest("a1", AttestedOutcome::DoneWithWarning);
    let item = night.item("a1");
    assert_eq!(item.status, Status::DoneWithWarning);
    assert_eq!(item.attested.unwrap().by, "operator1");
    assert!(item.verified.is_none());
}

#[test]
fn a_step_that_failed_can_be_begun_again() {
    let mut night = Night::new();
    night.attest("a1", AttestedOutcome::Failed);
    assert_eq!(night.status("a1"), Status::Failed);
    night.begin("a1");
    assert_eq!(night.status("a1"), Status::Running);
    night.attest("a1", AttestedOutcome::Done);
    assert_eq!(night.status("a1"), Status::Done);
}

#[test]
fn a_step_that_is_read_and_said_needs_both() {
    let mut said_first = Night::new();
    said_first.attest("a7", AttestedOutcome::Done);
    assert!(!said_first.status("a7").is_over());
    said_first.find("a7", Holds);
    assert_eq!(said_first.status("a7"), Status::Done);

    let mut read_first = Night::new();
    read_first.find("a7", Holds);
    assert!(!read_first.status("a7").is_over());
    read_first.attest("a7", AttestedOutcome::Done);
    assert_eq!(read_first.status("a7"), Status::Done);
}

#[test]
fn a_word_does_not_stand_in_for_a_reading_that_cannot_be_made() {
    let mut night = Night::new();
    night.attest("a7", AttestedOutcome::Done);
    night.find("a7", CannotBeRead);
    assert_eq!(night.status("a7"), Status::CannotBeRead);
}

#[test]
fn a_step_that_was_begun_in_an_earlier_run_is_interrupted_until_something_is_said_about_it() {
    let mut night = Night::new();
    night.begin("a1");
    night.open();
    assert_eq!(night.status("a1"), Status::Interrupted);
    assert_eq!(night.checklist().current, Some(id("a1")));
    night.write(ProjectEntry::Output {
        step: id("a1"),
        text: "all users moved".to_owned(),
    });
    assert_eq!(night.status("a1"), Status::Running);
}

#[test]
fn a_plan_runs_while_it_is_live_and_is_interrupted_when_it_is_not() {
    let mut night = Night::new();
    night.up_to("c1");
    night.decide("c1", Decision::Go);
    let plan = night.stop_plan();
    night.make("c1", &plan);
    assert_eq!(night.status("c1"), Status::Ready);
    night.start_act(&plan, 0);
    assert_eq!(night.status("c1"), Status::Interrupted);
    night.live = Some(plan.id.clone());
    assert_eq!(night.status("c1"), Status::Running);
}

#[test]
fn a_plan_that_ended_well_turns_nothing_green_before_it_is_read_back() {
    let mut night = Night::new();
    night.up_to("c9");
    night.decide("c9", Decision::Go);
    let plan = night.start_plan();
    night.carry_out("c9", &plan);
    assert_eq!(night.status("c9"), Status::Running);
    night.open();
    assert_eq!(night.status("c9"), Status::Interrupted);
    night.find("c9", Holds);
    assert_eq!(night.status("c9"), Status::Done);
}

#[test]
fn a_reading_from_before_the_act_proves_nothing_after_it() {
    let mut night = Night::new();
    night.up_to("c9");
    night.find("c9", Contradicts);
    assert!(!night.status("c9").is_over());
    let plan = night.start_plan();
    night.carry_out("c9", &plan);
    assert!(!night.status("c9").is_over());
    night.find("c9", Contradicts);
    assert_eq!(night.status("c9"), Status::Failed);
}

#[test]
fn an_outcome_that_was_lost_is_unknown_until_a_reading_settles_it() {
    let mut night = Night::new();
    night.up_to("c9");
    let plan = night.start_plan();
    night.make("c9", &plan);
    night.start_act(&plan, 0);
    night.end_act(&plan, 0, StepStatus::UnknownOutcome);
    assert_eq!(night.status("c9"), Status::UnknownOutcome);
    night.find("c9", Holds);
    assert_eq!(night.status("c9"), Status::Done);
}

#[test]
fn what_already_was_so_at_the_first_reading_was_not_done() {
    let mut night = Night::new();
    night.up_to("c3");
    night.find("c3", Holds);
    assert_eq!(night.status("c3"), Status::AlreadySatisfied);

    let mut later = Night::new();
    later.up_to("c3");
    later.find("c3", Contradicts);
    later.find("c3", Holds);
    assert_eq!(later.status("c3"), Status::Done);
}

#[test]
fn a_plan_that_found_everything_done_did_nothing() {
    let mut night = Night::new();
    night.up_to("c9");
    let plan = night.start_plan();
    night.make("c9", &plan);
    night.start_act(&plan, 0);
    night.end_act(&plan, 0, StepStatus::AlreadySatisfied);
    night.find("c9", Holds);
    assert_eq!(night.status("c9"), Status::AlreadySatisfied);
}

#[test]
fn a_fact_that_is_contradicted_inside_its_span_turns_amber_and_green_again() {
    let mut night = Night::new();
    night.up_to("c3");
    night.find("c1", Contradicts);
    let item = night.item("c1");
    assert_eq!(item.status, Status::DoneWithWarning);
    assert!(item.contradicted.is_some());
    assert!(item.verified.is_some());
    night.find("c1", CannotBeRead);
    assert!(night.item("c1").contradicted.is_some());
    night.find("c1", Holds);
    assert_eq!(night.status("c1"), Status::Done);
}

#[test]
fn a_reading_for_one_step_speaks_about_the_same_fact_of_another() {
    let mut night = Night::new();
    night.up_to("c3");
    night.find("c3", Contradicts);
    assert!(night.item("c1").contradicted.is_some());
}

#[test]
fn what_cannot_be_read_later_contradicts_nothing() {
    let mut night = Night::new();
    night.find("a2", Holds);
    night.find("a2", CannotBeRead);
    let item = night.item("a2");
    assert_eq!(item.status, Status::Done);
    assert_eq!(item.newest.unwrap().outcome, CannotBeRead);
}

#[test]
fn outside_its_span_a_fact_is_never_contradicted() {
    let mut night = Night::new();
    night.up_to("c9");
    assert!(night.item("c1").holds);
    let plan = night.start_plan();
    night.make("c9", &plan);
    assert!(night.item("c1").holds);
    night.start_act(&plan, 0);
    assert!(!night.item("c1").holds);
    night.find("c1", Contradicts);
    let item = night.item("c1");
    assert_eq!(item.status, Status::Done);
    assert!(item.contradicted.is_none());
}

#[test]
fn each_lookup_address_has_steps_of_its_own_side_by_side() {
    let mut two = facts();
    let second = address("sip:ocschat@fabrikam.com");
    two.source.lookup_addresses.push(second.clone());
    let night = Night::of(project(two), Night::new().procedure);
    let checklist = night.checklist();
    let swaps: Vec<&str> = checklist
        .items
        .iter()
        .map(|item| item.id.0.as_str())
        .filter(|step| step.starts_with("c8"))
        .collect();
    assert_eq!(swaps, ["c8a-1", "c8b-1", "c8a-2", "c8b-2"]);
    assert_eq!(night.item("c8b-2").needs, [id("c8a-2")]);
    assert_eq!(night.item("c8b-2").address, Some((1, second)));
    let needs = night.item("c9").needs;
    assert_eq!(needs, [id("c7"), id("c8b-1"), id("c8b-2")]);
}

#[test]
fn the_end_of_a_fact_is_that_of_the_same_address() {
    let mut two = facts();
    let second = address("sip:ocschat@fabrikam.com");
    two.source.lookup_addresses.push(second);
    let mut night = Night::of(project(two), Night::new().procedure);
    for step in ["c8a-1", "c8a-2", "c8b-1", "c8b-2"] {
        night.find(step, Holds);
    }
    night.begin("d5b-1");
    assert!(!night.item("c8b-1").holds);
    assert!(night.item("c8b-2").holds);
    night.find("c8b-1", Contradicts);
    night.find("c8b-2", Contradicts);
    assert!(night.item("c8b-1").contradicted.is_none());
    assert!(night.item("c8b-2").contradicted.is_some());
}

#[test]
fn an_address_that_is_added_brings_steps_and_one_with_entries_never_loses_them() {
    let mut night = Night::new();
    night.find("c8a-1", Contradicts);
    let mut changed = facts();
    changed.source.lookup_addresses = vec![address("sip:lookup@contoso.com")];
    night.facts_change(changed.clone());
    let first = night.item("c8a-1");
    assert_eq!(first.address.unwrap().1, address("sip:ocschat@contoso.com"));
    let second = night.item("c8a-2");
    assert_eq!(second.address.unwrap().1, address("sip:lookup@contoso.com"));
    assert_eq!(night.checklist().facts, changed);
}

#[test]
fn an_address_that_was_only_mistyped_gives_its_steps_to_the_right_one() {
    let mut night = Night::new();
    let mut changed = facts();
    changed.source.lookup_addresses = vec![address("sip:lookup@contoso.com")];
    night.facts_change(changed);
    let checklist = night.checklist();
    let item = checklist.item(&id("c8a-1")).unwrap();
    assert_eq!(
        item.address.as_ref().unwrap().1,
        address("sip:lookup@contoso.com")
    );
    assert!(checklist.item(&id("c8a-2")).is_none());
}

#[test]
fn a_step_that_is_skipped_or_does_not_apply_lets_the_next_begin() {
    let mut night = Night::new();
    night.skip("a4");
    assert_eq!(night.status("a4"), Status::Skipped);
    assert_eq!(night.item("a4").reason.as_deref(), Some("not here"));
    assert_eq!(night.status("a5"), Status::Ready);
    night.reopen("a4");
    assert_eq!(night.status("a4"), Status::Ready);
    assert_eq!(night.status("a5"), Status::Pending);
}

#[test]
fn a_step_that_is_reopened_is_to_be_done_again_and_keeps_what_was_written() {
    let mut night = Night::new();
    night.attest("a1", AttestedOutcome::Done);
    night.write(ProjectEntry::Noted {
        step: Some(id("a1")),
        text: "one pool was forgotten".to_owned(),
    });
    night.reopen("a1");
    let item = night.item("a1");
    assert_eq!(item.status, Status::Ready);
    assert!(item.attested.is_none());
    assert_eq!(item.notes.len(), 1);
}

#[test]
fn what_stands_before_a_step_is_said_and_a_failure_before_it_blocks_it() {
    let mut night = Night::new();
    let waits = night.item("a5");
    let before = ChecklistMessage::StepsBefore {
        steps: vec!["a4".to_owned()],
    };
    assert_eq!(waits.obstacles, [Obstacle(before.clone())]);
    assert_eq!(waits.status, Status::Pending);
    night.find("a4", Contradicts);
    let blocked = night.item("a5");
    assert_eq!(blocked.status, Status::Blocked);
    assert_eq!(blocked.obstacles, [Obstacle(before)]);
}

#[test]
fn a_gate_blocks_its_step_until_it_is_decided_and_anew_after_no_go() {
    let mut night = Night::new();
    night.up_to("c6");
    let gate = "c6".to_owned();
    let item = night.item("c6");
    assert_eq!(item.status, Status::Blocked);
    let undecided = ChecklistMessage::GateUndecided { gate: gate.clone() };
    assert_eq!(item.obstacles, [Obstacle(undecided)]);
    night.decide("c6", Decision::NoGo);
    let closed = ChecklistMessage::GateClosed { gate };
    assert_eq!(night.item("c6").obstacles, [Obstacle(closed)]);
    night.decide("c6", Decision::Go);
    assert_eq!(night.status("c6"), Status::Ready);
    let decisions = night.checklist().decisions;
    let on_c6 = decisions.iter().filter(|decided| decided.gate == id("c6"));
    assert_eq!(on_c6.count(), 2);
}

#[test]
fn a_gate_shows_what_it_is_decided_from() {
    let mut night = Night::new();
    night.up_to("c6");
    night.find("a2", Contradicts);
    let checklist = night.checklist();
    let gate = |step: &str| {
        let mut gates = checklist.gates.iter();
        gates.find(|gate| gate.gate.step == id(step)).unwrap()
    };
    assert!(gate("c1").before.iter().any(|(step, _)| *step == id("b9")));
    let before = &gate("c6").before;
    assert!(before.contains(&(id("a2"), Status::DoneWithWarning)));
    assert!(before.contains(&(id("c5"), Status::Done)));
    assert!(!before.iter().any(|(step, _)| *step == id("b9")));
    assert!(gate("c9").ends_lossless_rollback);
    assert!(!gate("c6").ends_lossless_rollback);
}

#[test]
fn counts_before_and_after_stand_side_by_side() {
    let mut night = Night::new();
    let counts = |rooms| {
        Some(Counts {
            categories: Some(2),
            rooms: Some(rooms),
            addins: None,
        })
    };
    night.find_counts("c0b", Holds, counts(3));
    night.write(ProjectEntry::SourceCounted {
        counts: counts(40).unwrap(),
        exports: vec!["rooms.csv".to_owned()],
    });
    night.begin("c1");
    night.find_counts("c0b", Holds, counts(43));
    night.find_counts("c10", Holds, counts(43));
    let checklist = night.checklist();
    assert_eq!(checklist.baseline, counts(3));
    assert_eq!(checklist.source_counts, counts(40));
    assert_eq!(checklist.counts, counts(43));
}

#[test]
fn services_count_as_started_when_the_first_one_was() {
    let mut night = Night::new();
    night.up_to("c9");
    assert_eq!(night.checklist().services_started, None);
    let plan = night.start_plan();
    night.carry_out("c9", &plan);
    let started = night.now;
    night.find("c9", Holds);
    assert_eq!(night.checklist().services_started, Some(started));
}

#[test]
fn services_that_may_have_started_count_as_started() {
    let mut night = Night::new();
    night.up_to("c9");
    let plan = night.start_plan();
    night.make("c9", &plan);
    night.start_act(&plan, 0);
    let begun = night.now;
    night.end_act(&plan, 0, StepStatus::UnknownOutcome);
    assert_eq!(night.checklist().services_started, Some(begun));
}

#[test]
fn a_plan_that_is_undone_leaves_its_step_to_be_done_again() {
    let mut night = Night::new();
    night.up_to("c2");
    let record = night.checklist().plans.into_values().next().unwrap();
    night.wait(1);
    let undo = pchat_console::plan::undo(&record, night.now).unwrap();
    night.write(ProjectEntry::Plan(Entry::PlanMade(undo.clone())));
    assert_eq!(night.status("c1"), Status::Done);
    night.start_act(&undo, 0);
    assert!(!night.status("c1").is_over());
}

#[test]
fn sequences_no_run_can_have_written_are_counted_and_change_nothing() {
    let mut night = Night::new();
    night.attest("a1", AttestedOutcome::Done);
    let before = night.item("a1");
    night.begin("a1");
    night.attest("a1", AttestedOutcome::Failed);
    night.skip("a1");
    night.write(attested("zz", AttestedOutcome::Done));
    night.decide("a1", Decision::Go);
    let plan = night.stop_plan();
    night.make("c1", &plan);
    night.end_act(&plan, 0, StepStatus::Done);
    let checklist = night.checklist();
    assert_eq!(checklist.contradictions, 6);
    assert_eq!(checklist.item(&id("a1")), Some(&before));
}

#[test]
fn nothing_of_what_people_wrote_is_lost() {
    let mut night = Night::new();
    night.write(ProjectEntry::Noted {
        step: None,
        text: "on site at eight".to_owned(),
    });
    night.write(ProjectEntry::TakenOver {
        user: "operator2".to_owned(),
        computer: "ADMIN02".to_owned(),
    });
    night.write(ProjectEntry::Assigned {
        step: id("c8a"),
        owner: "directory1".to_owned(),
    });
    night.write(ProjectEntry::Planned {
        step: id("c8a-1"),
        minutes: 7,
    });
    night.deviate("c2");
    let checklist = night.checklist();
    assert_eq!(checklist.notes.len(), 1);
    assert_eq!(checklist.takeovers.len(), 1);
    assert_eq!(checklist.deviations.len(), 1);
    let swap = night.item("c8a-1");
    assert_eq!((swap.owner.as_str(), swap.minutes), ("directory1", 7));
    assert!(night.item("c2").has_deviated);
    assert_eq!(checklist.contradictions, 0);
    assert_eq!(checklist.written_at, Some(night.now));
}

#[test]
fn the_step_to_look_at_is_the_one_underway_or_the_first_nobody_has_gone_past() {
    let mut night = Night::new();
    night.find("a2", Contradicts);
    night.attest("a1", AttestedOutcome::Done);
    assert_eq!(night.checklist().current, Some(id("a2")));
    night.begin("b1");
    assert_eq!(night.checklist().current, Some(id("b1")));
    night.attest("b1", AttestedOutcome::Done);
    night.deviate("c1");
    night.begin("c1");
    night.attest("c1", AttestedOutcome::Done);
    let current = night.checklist().current;
    assert_eq!(current, Some(id("c1")));
}
