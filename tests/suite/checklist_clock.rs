//! The clock of the maintenance window.

use pchat_console::checklist::{
    AttestedOutcome, Decision, Forecast, LossLimit, ProjectEntry, Slot, Status, forecast, measured,
};
use pchat_console::domain::{ChecklistMessage, ClockMessage, Moment};

use super::checklist_stage::{Night, facts, id};
use super::support::{secs, start};

fn at(night: &Night, now: Moment) -> Forecast {
    forecast(&night.checklist(), now)
}

fn slot<'a>(forecast: &'a Forecast, step: &str) -> &'a Slot {
    let mut slots = forecast.slots.iter();
    slots.find(|slot| slot.step == id(step)).unwrap()
}

fn minutes(minutes: u64) -> std::time::Duration {
    secs(minutes * 60)
}

fn clock_messages(forecast: &Forecast) -> Vec<&ClockMessage> {
    let warnings = forecast.warnings.iter();
    warnings
        .map(|warning| match warning {
            ChecklistMessage::Clock(message) => message,
            other => panic!("{other:?} is nothing a clock says"),
        })
        .collect()
}

#[test]
fn steps_of_the_window_are_planned_one_after_the_other_from_its_start() {
    let night = Night::new();
    let plan = at(&night, start());
    let c0 = night.item("c0").minutes;
    assert_eq!(
        slot(&plan, "c0").planned,
        Some((start(), start().plus(minutes(c0.into()))))
    );
    let (begins, _) = slot(&plan, "c0b").planned.unwrap();
    assert_eq!(begins, start().plus(minutes(c0.into())));
    assert_eq!(slot(&plan, "a1").planned, None);
    assert_eq!(slot(&plan, "d1").planned, None);
    assert_eq!(plan.overrun, None);
    assert_eq!(plan.loss, LossLimit::Lossless);
    assert!(plan.warnings.is_empty());
}

#[test]
fn before_the_window_the_forecast_begins_with_it() {
    let night = Night::new();
    let early = at(&night, start().minus(minutes(600)));
    assert_eq!(slot(&early, "c0").forecast.unwrap().0, start());
    assert_eq!(early.end, at(&night, start()).end);
}

#[test]
fn what_is_late_moves_the_end_and_what_is_done_early_brings_it_nearer() {
    let mut night = Night::new();
    let planned = at(&night, start()).end.unwrap();
    let late = at(&night, start().plus(minutes(60))).end.unwrap();
    assert_eq!(late.since(planned), minutes(60));
    night.attest("c0", AttestedOutcome::Done);
    let early = at(&night, start().plus(minutes(1))).end.unwrap();
    let saved = u64::from(night.item("c0").minutes) - 1;
    assert_eq!(planned.since(early), minutes(saved));
}

#[test]
fn a_step_that_runs_longer_than_planned_ends_now_at_the_earliest() {
    let mut night = Night::new();
    night.begin("c0");
    let begun = night.now;
    let late = begun.plus(minutes(500));
    let forecast = at(&night, late);
    assert_eq!(slot(&forecast, "c0").forecast, Some((begun, late)));
    assert_eq!(slot(&forecast, "c0").actual, Some((begun, None)));
    assert_eq!(slot(&forecast, "c0b").forecast.unwrap().0, late);
}

#[test]
fn an_end_after_the_window_is_an_overrun_and_is_said_in_words() {
    let mut night = Night::new();
    night.attest("c0", AttestedOutcome::Done);
    let late = facts().window.end.minus(minutes(10));
    let forecast = at(&night, late);
    let overrun = forecast.overrun.unwrap();
    assert_eq!(overrun, forecast.end.unwrap().since(facts().window.end));
    assert!(clock_messages(&forecast).contains(&&ClockMessage::Overrun {
        end: forecast.end.unwrap(),
        minutes: overrun.as_secs() / 60,
    }));
}

#[test]
fn the_latest_moment_to_decide_leaves_time_for_everything_that_is_done() {
    let mut night = Night::new();
    assert_eq!(at(&night, start()).decide_until, None);
    night.up_to("c6");
    let undo_c1 = u64::from(night.item("c1").step.undo.minutes);
    let first = at(&night, night.now);
    assert_eq!(first.rollback, minutes(undo_c1));
    let end = facts().window.end;
    assert_eq!(first.decide_until, Some(end.minus(minutes(undo_c1))));
    night.up_to("c7");
    let undo_c6 = u64::from(night.item("c6").step.undo.minutes);
    let second = at(&night, night.now);
    assert_eq!(second.rollback, minutes(undo_c1 + undo_c6));
    assert!(second.decide_until < first.decide_until);
}

#[test]
fn the_time_to_decide_is_announced_and_then_said_to_have_passed() {
    let mut night = Night::new();
    night.up_to("c6");
    let until = at(&night, night.now).decide_until.unwrap();
    let quiet = at(&night, until.minus(minutes(31)));
    let near = at(&night, until.minus(minutes(30)));
    let passed = at(&night, until);
    let is_near = ClockMessage::DecisionTimeNear {
        at: until,
        minutes: 30,
    };
    let is_passed = ClockMessage::DecisionTimePassed {
        at: until,
        rollback_minutes: passed.rollback.as_secs() / 60,
    };
    assert!(!clock_messages(&quiet).contains(&&is_near));
    assert_eq!(clock_messages(&near).first(), Some(&&is_near));
    assert_eq!(clock_messages(&passed).first(), Some(&&is_passed));
}

#[test]
fn once_services_started_a_rollback_loses_messages() {
    let mut night = Night::new();
    night.up_to("c10");
    let since = night.checklist().services_started.unwrap();
    let forecast = at(&night, night.now);
    assert_eq!(forecast.loss, LossLimit::LosesSince(since));
    let loses = ClockMessage::RollbackLosesSince { since };
    assert!(clock_messages(&forecast).contains(&&loses));
}

#[test]
fn during_a_rollback_the_clock_reckons_its_end() {
    let mut night = Night::new();
    night.up_to("c9");
    night.roll_back();
    let forecast = at(&night, night.now);
    assert_eq!(forecast.decide_until, None);
    assert_eq!(forecast.end, Some(night.now.plus(forecast.rollback)));
    assert_eq!(slot(&forecast, "c9").forecast, None);
    assert!(slot(&forecast, "undo-c6").forecast.is_some());
    night.attest("undo-c6", AttestedOutcome::Done);
    let c6 = u64::from(night.item("undo-c6").minutes);
    let later = at(&night, night.now).rollback;
    assert_eq!(forecast.rollback, later + minutes(c6));
}

#[test]
fn steps_outside_the_window_are_warned_of() {
    let mut night = Night::new();
    night.attest("c0", AttestedOutcome::Done);
    let window = facts().window;
    let early = at(&night, window.start.minus(minutes(1)));
    let late = at(&night, window.end.plus(minutes(1)));
    let not_begun = ClockMessage::WindowNotBegun {
        start: window.start,
    };
    let over = ClockMessage::WindowOver { end: window.end };
    assert!(clock_messages(&early).contains(&&not_begun));
    assert!(clock_messages(&late).contains(&&over));
}

#[test]
fn a_clock_that_was_set_back_is_said_and_yields_nothing_negative() {
    let mut night = Night::new();
    night.begin("c0");
    let written = night.now;
    let back = written.minus(minutes(24 * 60));
    let forecast = at(&night, back);
    let behind = ClockMessage::ClockBehind { written };
    assert!(clock_messages(&forecast).contains(&&behind));
    for slot in &forecast.slots {
        assert!(
            slot.forecast.is_none_or(|(from, to)| from <= to),
            "{slot:?}"
        );
    }
    night.now = back;
    night.attest("c0", AttestedOutcome::Done);
    let (begun, ended) = slot(&at(&night, back), "c0").actual.unwrap();
    assert_eq!(ended, Some(begun));
    assert_eq!(measured(&night.checklist()), [(id("c0"), 1)]);
}

#[test]
fn a_clock_at_the_end_of_time_stops_nothing() {
    let mut night = Night::new();
    night.up_to("c10");
    let end = Moment::new(jiff::Timestamp::MAX, jiff::tz::Offset::UTC);
    let begin = Moment::new(jiff::Timestamp::MIN, jiff::tz::Offset::UTC);
    assert!(at(&night, end).overrun.is_some());
    assert!(!at(&night, begin).warnings.is_empty());
}

#[test]
fn a_rehearsal_offers_how_long_its_steps_took() {
    let mut night = Night::new();
    night.begin("b1");
    night.wait(41);
    night.attest("b1", AttestedOutcome::Done);
    night.skip("b3");
    assert_eq!(measured(&night.checklist()), [(id("b1"), 42)]);
    for (step, minutes) in measured(&night.checklist()) {
        night.write(ProjectEntry::Planned { step, minutes });
    }
    assert_eq!(night.item("b1").minutes, 42);
}

#[test]
fn what_is_planned_for_an_undo_counts_before_the_rollback_and_in_it() {
    let mut night = Night::new();
    night.up_to("c6");
    night.write(ProjectEntry::Planned {
        step: id("undo-c1"),
        minutes: 99,
    });
    assert_eq!(at(&night, night.now).rollback, minutes(99));
    night.decide("c6", Decision::NoGo);
    night.roll_back();
    assert_eq!(night.item("undo-c1").minutes, 99);
    assert_eq!(at(&night, night.now).rollback, minutes(99));
    assert_eq!(night.checklist().contradictions, 0);
}

#[test]
fn what_does_not_apply_takes_no_time() {
    let mut night = Night::new();
    let before = at(&night, start()).end.unwrap();
    night.write(ProjectEntry::NotApplicable {
        step: id("c4"),
        by: "operator1".to_owned(),
        reason: "the pool is empty".to_owned(),
    });
    assert_eq!(night.status("c4"), Status::NotApplicable);
    let c4 = u64::from(night.item("c4").minutes);
    let after = at(&night, start()).end.unwrap();
    assert_eq!(before.since(after), minutes(c4));
}
