//! Taking a migration back, from every gate.

use pchat_console::checklist::FindingOutcome::{Contradicts, Holds};
use pchat_console::checklist::{
    AttestedOutcome, Decision, Direction, ProjectEntry, Proof, Status, StepAct,
};
use pchat_console::domain::ChecklistMessage;
use pchat_console::plan::StepStatus;

use super::checklist_stage::{Night, facts, id, project};
use super::support::address;

/// The steps of the rollback in their order.
fn way_back(night: &Night) -> Vec<String> {
    let items = night.checklist().items.into_iter();
    let undo = items.filter(|item| item.undoes.is_some());
    undo.map(|item| item.id.to_string()).collect()
}

/// Brings every step of the rollback to its end, one after the other.
fn go_back(night: &mut Night) {
    for step in way_back(night) {
        assert_eq!(night.status(&step), Status::Ready, "{step}");
        assert_eq!(night.checklist().current, Some(id(&step)));
        let item = night.item(&step);
        night.begin(&step);
        if item.step.proof.reading().is_some() {
            night.find(&step, Holds);
        }
        if matches!(item.step.proof, Proof::Attested | Proof::Both(_)) {
            night.attest(&step, AttestedOutcome::Done);
        }
        assert_eq!(night.status(&step), Status::Done, "{step}");
    }
    assert_eq!(night.checklist().current, None);
    assert_eq!(night.checklist().contradictions, 0);
}

#[test]
fn before_the_first_gate_there_is_little_to_take_back() {
    let mut night = Night::new();
    night.up_to("c1");
    night.roll_back();
    assert_eq!(way_back(&night), Vec::<String>::new());
    let checklist = night.checklist();
    assert!(matches!(checklist.direction, Direction::Rollback { .. }));
    assert_eq!(checklist.current, None);
}

#[test]
fn from_the_gate_of_the_import_group_chat_is_started_again() {
    let mut night = Night::new();
    night.up_to("c6");
    night.roll_back();
    assert_eq!(way_back(&night), ["undo-c1"]);
    go_back(&mut night);
}

#[test]
fn from_the_gate_of_the_start_the_swap_and_the_import_go_first() {
    let mut night = Night::new();
    night.up_to("c8a-1");
    for step in ["c8a-1", "c8b-1"] {
        night.begin(step);
        night.find(step, Holds);
    }
    night.up_to("c9");
    night.roll_back();
    assert_eq!(
        way_back(&night),
        ["undo-c8b-1", "undo-c8a-1", "undo-c6", "undo-c1"]
    );
    assert_eq!(night.item("undo-c8a-1").needs, [id("undo-c8b-1")]);
    assert_eq!(night.status("undo-c8a-1"), Status::Pending);
    go_back(&mut night);
}

#[test]
fn from_the_gate_of_the_release_services_are_stopped_first() {
    let mut night = Night::new();
    night.up_to("c12");
    night.roll_back();
    assert_eq!(
        way_back(&night).first().map(String::as_str),
        Some("undo-c9")
    );
    assert!(night.checklist().services_started.is_some());
    go_back(&mut night);
}

#[test]
fn from_the_gate_of_the_decommission_everything_goes_back() {
    let mut night = Night::new();
    night.up_to("d1");
    night.roll_back();
    let steps = way_back(&night);
    assert_eq!(steps.first().map(String::as_str), Some("undo-c12"));
    assert_eq!(steps.last().map(String::as_str), Some("undo-c1"));
    go_back(&mut night);
}

#[test]
fn after_everything_the_endpoint_comes_back_first() {
    let mut night = Night::new();
    night.up_to("d5b-1");
    night.begin("d5b-1");
    night.find("d5b-1", Holds);
    night.roll_back();
    assert_eq!(
        way_back(&night).first().map(String::as_str),
        Some("undo-d5b-1")
    );
    go_back(&mut night);
}

#[test]
fn what_was_only_half_done_is_taken_back_too_and_what_was_not_done_is_not() {
    let mut night = Night::new();
    night.up_to("c6");
    night.decide("c6", Decision::Go);
    night.begin("c6");
    night.attest("c6", AttestedOutcome::Failed);
    night.skip("c7");
    night.roll_back();
    assert_eq!(way_back(&night), ["undo-c6", "undo-c1"]);
}

#[test]
fn a_start_whose_answer_was_lost_is_taken_back() {
    let mut night = Night::new();
    night.up_to("c9");
    night.decide("c9", Decision::Go);
    let plan = night.start_plan();
    night.make("c9", &plan);
    night.start_act(&plan, 0);
    night.end_act(&plan, 0, StepStatus::UnknownOutcome);
    night.roll_back();
    assert_eq!(
        way_back(&night).first().map(String::as_str),
        Some("undo-c9")
    );
}

#[test]
fn what_already_was_so_is_left_as_it_was() {
    let mut night = Night::new();
    night.up_to("c9");
    night.decide("c9", Decision::Go);
    night.find("c9", Holds);
    assert_eq!(night.status("c9"), Status::AlreadySatisfied);
    night.roll_back();
    assert!(!way_back(&night).contains(&"undo-c9".to_owned()));
}

#[test]
fn a_step_that_was_reopened_is_still_taken_back() {
    let mut night = Night::new();
    night.up_to("c7");
    night.reopen("c6");
    night.roll_back();
    assert_eq!(way_back(&night), ["undo-c6", "undo-c1"]);
}

#[test]
fn a_plan_that_was_undone_completely_leaves_nothing_to_take_back() {
    let mut night = Night::new();
    night.up_to("c9");
    night.decide("c9", Decision::Go);
    let plan = night.start_plan();
    night.carry_out("c9", &plan);
    let record = night.checklist().plans.remove(&plan.id).unwrap();
    night.wait(1);
    let undo = pchat_console::plan::undo(&record, night.now).unwrap();
    let made = pchat_console::plan::Entry::PlanMade(undo.clone());
    night.write(ProjectEntry::Plan(made));
    night.acts(&undo, 0..1);
    night.roll_back();
    assert!(!way_back(&night).contains(&"undo-c9".to_owned()));
}

#[test]
fn each_address_is_given_back_the_newest_first() {
    let mut two = facts();
    let second = address("sip:ocschat@fabrikam.com");
    two.source.lookup_addresses.push(second);
    let mut night = Night::of(project(two), Night::new().procedure);
    for step in ["c8a-1", "c8b-1", "c8a-2", "c8b-2"] {
        night.begin(step);
        night.find(step, Holds);
    }
    night.roll_back();
    assert_eq!(
        way_back(&night),
        ["undo-c8b-2", "undo-c8a-2", "undo-c8b-1", "undo-c8a-1"]
    );
    let item = night.item("undo-c8a-2");
    assert_eq!(item.address, night.item("c8a-2").address);
    assert_eq!(item.undoes, Some(id("c8a-2")));
}

#[test]
fn forward_steps_are_not_begun_any_more_and_their_facts_are_not_held_against_them() {
    let mut night = Night::new();
    night.up_to("c7");
    night.roll_back();
    let item = night.item("c7");
    assert_eq!(item.status, Status::Blocked);
    let underway = ChecklistMessage::RollbackUnderway;
    assert_eq!(item.obstacles.first().map(|o| &o.0), Some(&underway));
    let checklist = night.checklist();
    for act in [StepAct::Begin, StepAct::Skip, StepAct::Reopen] {
        let refused = checklist.possible(&id("c7"), &act);
        assert_eq!(refused, Err(underway.clone()));
    }
    night.begin("c7");
    assert_eq!(night.checklist().contradictions, 1);
    night.find("c1", Contradicts);
    assert!(night.item("c1").contradicted.is_none());
}

#[test]
fn what_the_rollback_proved_is_watched_until_a_later_step_of_it_ends_it() {
    let mut night = Night::new();
    night.up_to("c10");
    night.roll_back();
    night.begin("undo-c9");
    night.find("undo-c9", Holds);
    assert!(night.item("undo-c9").holds);
    night.find("undo-c9", Contradicts);
    assert_eq!(night.status("undo-c9"), Status::DoneWithWarning);
    night.find("undo-c9", Holds);
    for step in way_back(&night) {
        if step == "undo-c1" {
            break;
        }
        if !night.status(&step).is_over() {
            night.skip(&step);
        }
    }
    night.begin("undo-c1");
    assert!(!night.item("undo-c9").holds);
    night.find("undo-c9", Contradicts);
    assert_eq!(night.status("undo-c9"), Status::Done);
}

#[test]
fn a_rollback_is_begun_once_and_with_a_reason() {
    let mut night = Night::new();
    let entry = |reason: &str| ProjectEntry::RollbackBegan {
        by: "approver1".to_owned(),
        reason: reason.to_owned(),
    };
    let checklist = night.checklist();
    let missing = Err(ChecklistMessage::ReasonMissing);
    assert_eq!(checklist.accepts(&entry(" "), night.now), missing);
    assert_eq!(checklist.accepts(&entry("no go"), night.now), Ok(()));
    let early = checklist.possible(&id("undo-c1"), &StepAct::Begin);
    assert_eq!(early, Err(ChecklistMessage::RollbackNotUnderway));
    night.roll_back();
    let twice = night.checklist().accepts(&entry("again"), night.now);
    assert_eq!(twice, Err(ChecklistMessage::RollbackUnderway));
}
