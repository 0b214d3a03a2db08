//! A night of a migration is killed at every boundary of its steps and inside every act; the next process opens the
//! journal alone and comes to the same end.

use pchat_console::checklist::{DoneBy, Item, Operation, StepId};

use crate::lab_night::{Goal, Night, Plot, told};
use crate::mortal::Process;

/// Inside the address swap every point is met by `swap_interruptions`; here so many of them.
const INSIDE_A_SWAP: usize = 24;

/// A step that only reads changes nothing; of each so many points are met, its boundaries among them.
const INSIDE_A_READING: usize = 8;

/// Carries a night to its end, and at each step lets processes be killed on the way; how many there were.
fn carried_with_deaths(mut night: Night, is_end: impl Fn(&Night)) -> usize {
    let mut deaths = 0;
    loop {
        let checklist = night.checklist();
        let Some(step) = checklist.current.clone() else {
            break;
        };
        let item = checklist.item(&step).unwrap();
        // Both halves of a swap are one plan: its first half alone may be over when a process is gone.
        let goal = Goal::After(StepId(step.0.replace("c8a", "c8b")));
        let goal = if item.undoes.is_some() {
            Goal::After(step.clone())
        } else {
            goal
        };
        let whole = night.fork();
        let process = Process::immortal();
        whole.carry(&process, &goal).unwrap();
        let world = whole.fork().world();
        let points = process.points();
        assert!(points > 0, "{step}");
        for point in sampled(item, points) {
            deaths += 1;
            let killed = night.fork();
            let death = killed.carry(&Process::killed_at(point), &goal);
            assert!(death.is_none(), "{step} at {point} of {points}");
            killed.carry_on(&goal);
            let stands = killed.checklist();
            let item = stands.item(&step).unwrap();
            assert!(item.status.is_over(), "{point}: {}", told(&stands, item));
            assert_eq!(
                killed.fork().world(),
                world,
                "{step} at {point} of {points}"
            );
            // One of each step goes all the way.
            if point == points / 2 {
                killed.carry_on(&Goal::End);
                is_end(&killed);
            }
        }
        night = whole;
    }
    is_end(&night);
    deaths
}

/// The first points, which are the boundary of the step, the middle, the last ones, and those between.
fn sampled(item: &Item, points: usize) -> Vec<usize> {
    let stride = match item.step.done_by {
        DoneBy::Console(Operation::SwapAddress) => points.div_ceil(INSIDE_A_SWAP).max(1),
        DoneBy::Console(Operation::Read) => points.div_ceil(INSIDE_A_READING).max(1),
        _ => 1,
    };
    let is_taken = |point: &usize| {
        point.is_multiple_of(stride) || *point == points / 2 || *point + 3 > points || *point < 3
    };
    (0..points).filter(is_taken).collect()
}

fn assert_over(night: &Night) {
    let checklist = night.checklist();
    assert_eq!(checklist.current, None);
    assert_eq!(checklist.contradictions, 0);
}

#[test]
fn a_migration_killed_anywhere_is_gone_on_with_from_its_journal_to_the_same_end() {
    let deaths = carried_with_deaths(Night::new(&Plot::plain()), assert_over);
    assert!(deaths > 700, "{deaths} deaths prove too little");
}

#[test]
fn a_rollback_killed_anywhere_is_gone_on_with_to_what_was_captured() {
    let night = Night::new(&Plot::plain());
    let before = night.fork().world();
    night.carry_on(&Goal::Before(StepId::new("c12")));
    night.begin_rollback();
    let deaths = carried_with_deaths(night, |end| {
        assert_over(end);
        assert_eq!(end.fork().world(), before);
    });
    assert!(deaths > 200, "{deaths} deaths prove too little");
}
