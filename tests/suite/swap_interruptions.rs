//! The address swap is killed before and after every call and in the middle of every journal line; each time the next
//! process reads where it stands, and goes on or goes back to a state that is consistent.

use pchat_console::domain::{Message, Way};
use pchat_console::plan::{Fit, PlanRecord, Standing};

use crate::swap_stage::{Fault, Process, Stage, Step, told, ways};

/// A stage on which the swap has been run in one go.
fn swapped(way: &Way) -> (Stage, PlanRecord) {
    let mut stage = Stage::new();
    let record = PlanRecord::new(stage.plan(way));
    let end = stage.run(&record, &Process::immortal()).unwrap();
    (stage, end.record)
}

/// At how many points a swap can be killed.
fn points(way: &Way) -> usize {
    let mut stage = Stage::new();
    let record = PlanRecord::new(stage.plan(way));
    let process = Process::immortal();
    stage.run(&record, &process).unwrap();
    process.points()
}

/// At how many points the way back can.
fn points_back(way: &Way) -> usize {
    let (mut stage, record) = swapped(way);
    let back = PlanRecord::new(stage.way_back(&record).unwrap());
    let process = Process::immortal();
    stage.run(&back, &process).unwrap();
    process.points()
}

/// Kills a swap at a point; the record as the next process reads it, or `None` when nothing was written down.
fn killed(way: &Way, point: usize) -> (Stage, Option<PlanRecord>) {
    let mut stage = Stage::new();
    let record = PlanRecord::new(stage.plan(way));
    let process = Process::killed_at(point);
    assert!(stage.run(&record, &process).is_none(), "{way:?} at {point}");
    let known = stage.record(&record.plan.id);
    (stage, known)
}

/// A test that kills at no point proves nothing.
#[test]
fn there_are_points_to_be_killed_at_in_every_step() {
    for way in ways() {
        assert!(points(&way) > 100, "{way:?}: {}", points(&way));
        assert!(points_back(&way) > 60, "{way:?}: {}", points_back(&way));
    }
}

#[test]
fn a_swap_killed_anywhere_is_gone_on_with_to_the_same_end() {
    for way in ways() {
        for point in 0..points(&way) {
            let (mut stage, known) = killed(&way, point);
            let Some(record) = known else {
                stage.assert_as_captured();
                continue;
            };
            let here = stage.whereabouts(&record);
            let is_over = record.steps.iter().all(|step| step.status.is_satisfied());
            assert_eq!(
                here.fits.contains(&Fit::Continue),
                !is_over,
                "{way:?} at {point}: {here:?}\n{}",
                told(&record)
            );
            assert!(
                !matches!(here.standing, Standing::Conflict | Standing::Lost),
                "{way:?} at {point}: {here:?}"
            );
            stage.resume(&record.plan.id);
            stage.assert_swapped(&way);
        }
    }
}

#[test]
fn a_swap_killed_anywhere_can_be_taken_back() {
    for way in ways() {
        for point in 0..points(&way) {
            let (mut stage, known) = killed(&way, point);
            let Some(record) = known else { continue };
            match stage.way_back(&record) {
                Err(message) => {
                    assert_eq!(message, Message::NothingToUndo, "{way:?} at {point}");
                }
                Ok(back) => {
                    let id = back.id.clone();
                    stage.run(&PlanRecord::new(back), &Process::immortal());
                    stage.resume(&id);
                }
            }
            stage.assert_as_captured();
        }
    }
}

#[test]
fn a_way_back_killed_anywhere_is_gone_on_with_to_the_same_end() {
    for way in ways() {
        for point in 0..points_back(&way) {
            let (mut stage, record) = swapped(&way);
            let back = PlanRecord::new(stage.way_back(&record).unwrap());
            assert!(stage.run(&back, &Process::killed_at(point)).is_none());
            let Some(known) = stage.record(&back.plan.id) else {
                stage.assert_swapped(&way);
                continue;
            };
            let here = stage.whereabouts(&known);
            let is_over = known.steps.iter().all(|step| step.status.is_satisfied());
            assert_eq!(
                here.fits.contains(&Fit::Continue),
                !is_over,
                "{way:?} at {point}: {here:?}\n{}",
                told(&known)
            );
            stage.resume(&back.plan.id);
            stage.assert_as_captured();
        }
    }
}

#[test]
fn a_way_back_from_anywhere_killed_anywhere_comes_to_the_same_end() {
    // Every pair of points would be many; these step through both at different paces.
    for way in ways() {
        let (points, points_back) = (points(&way), points_back(&way));
        for number in 0..60 {
            let (mut stage, known) = killed(&way, number * 7 % points);
            let Some(back) = known.and_then(|record| stage.way_back(&record).ok()) else {
                stage.assert_as_captured();
                continue;
            };
            let back = PlanRecord::new(back);
            stage.run(&back, &Process::killed_at(number * 11 % points_back));
            if stage.record(&back.plan.id).is_none() {
                stage.run(&back, &Process::immortal());
            }
            stage.resume(&back.plan.id);
            stage.assert_as_captured();
        }
    }
}

#[test]
fn a_change_that_fails_is_read_and_never_sent_again_blindly() {
    for way in ways() {
        let (mut counter, record) = swapped(&way);
        let back = PlanRecord::new(counter.way_back(&record).unwrap());
        let process = Process::immortal();
        counter.run(&back, &process).unwrap();
        for fault in Fault::ALL {
            for change in 0..2 {
                let mut stage = Stage::new();
                let record = PlanRecord::new(stage.plan(&way));
                let process = Process::failing(change, fault);
                let end = stage.run(&record, &process).unwrap().record;
                assert_read_between(&process.calls());
                let has_happened = fault == Fault::LostAfter;
                assert_eq!(end.status().is_satisfied(), has_happened, "{}", told(&end));
                stage.resume(&record.plan.id);
                stage.assert_swapped(&way);
            }
            for change in 0..process.changes() {
                let (mut stage, record) = swapped(&way);
                let back = PlanRecord::new(stage.way_back(&record).unwrap());
                let process = Process::failing(change, fault);
                stage.run(&back, &process).unwrap();
                assert_read_between(&process.calls());
                stage.resume(&back.plan.id);
                stage.assert_as_captured();
            }
        }
    }
}

/// No process sends one change twice, and none sends two without looking in between.
fn assert_read_between(calls: &[Step]) {
    let mut sent: Vec<&Step> = Vec::new();
    for pair in calls.windows(2) {
        assert!(
            !matches!(pair, [Step::Changed(_), Step::Changed(_)]),
            "{pair:?}"
        );
    }
    for call in calls.iter().filter(|call| **call != Step::Read) {
        assert!(!sent.contains(&call), "{call:?} was sent twice");
        sent.push(call);
    }
}
