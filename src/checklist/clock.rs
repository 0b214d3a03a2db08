//! The window's clock: planned and actual times, the forecast of the end, and until when there is a way back.

use std::time::Duration;

use super::procedure::StepId;
use super::state::{Checklist, Direction, Item, Status};
use crate::domain::{ChecklistMessage, ClockMessage, Moment};

/// How long before the decision time it is said that it is near.
const NEAR: Duration = Duration::from_mins(30);
/// By how much clocks of two machines may differ without being spoken of.
const CLOCK_TOLERANCE: Duration = Duration::from_mins(2);

/// When a step is to be done, is being done or was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub step: StepId,
    /// As planned from the window's start; only steps inside the window have one.
    pub planned: Option<(Moment, Moment)>,
    pub actual: Option<(Moment, Option<Moment>)>,
    /// As it will be, if everything left takes as long as planned.
    pub forecast: Option<(Moment, Moment)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    pub slots: Vec<Slot>,
    /// When the steps of the window, or those of the rollback, are done.
    pub end: Option<Moment>,
    /// How much that is after the window's end.
    pub overrun: Option<Duration>,
    /// How long taking back everything that is done takes.
    pub rollback: Duration,
    /// The latest moment to decide for a rollback that still ends inside the window.
    pub decide_until: Option<Moment>,
    pub loss: LossLimit,
    /// What there is to be warned of, the gravest first.
    pub warnings: Vec<ChecklistMessage>,
}

/// The two limits of a way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossLimit {
    /// Services were not started: nothing is lost.
    Lossless,
    /// What was posted since then is lost.
    LosesSince(Moment),
}

/// The steps of the window follow one another: those who do them are the same people.
pub fn forecast(checklist: &Checklist, now: Moment) -> Forecast {
    let window = checklist.facts.window;
    let mut planned_from = window.start;
    let mut next = now.max(window.start);
    let mut end = None;
    let slots: Vec<Slot> = checklist
        .items
        .iter()
        .map(|item| {
            let in_window = checklist.is_in_window(item) && item.status != Status::NotApplicable;
            let is_planned = in_window && item.undoes.is_none();
            let planned = is_planned.then(|| span(&mut planned_from, item.minutes));
            let actual = actual(item);
            let is_bound = in_window || item.undoes.is_some();
            let forecast = (is_bound && is_ahead(checklist, item)).then(|| match actual {
                Some((started, _)) if item.status == Status::Running => {
                    // What runs late ends now at the earliest.
                    next = next.max(started.plus(minutes(item.minutes)));
                    (started, next)
                }
                _ => span(&mut next, item.minutes),
            });
            let ended = actual.and_then(|(_, ended)| ended);
            if is_bound && let Some(last) = forecast.map(|(_, last)| last).or(ended) {
                end = end.max(Some(last));
            }
            Slot {
                step: item.id.clone(),
                planned,
                actual,
                forecast,
            }
        })
        .collect();
    let rollback = rollback(checklist);
    let is_open = slots.iter().any(|slot| slot.forecast.is_some());
    let can_go_back = checklist.direction == Direction::Forwards && is_open;
    let decide_until =
        (can_go_back && rollback > Duration::ZERO).then(|| window.end.minus(rollback));
    let overrun = end
        .filter(|end| *end > window.end)
        .map(|end| end.since(window.end));
    let mut forecast = Forecast {
        slots,
        end,
        overrun,
        rollback,
        decide_until,
        loss: match checklist.services_started {
            Some(since) => LossLimit::LosesSince(since),
            None => LossLimit::Lossless,
        },
        warnings: Vec::new(),
    };
    forecast.warnings = warnings(checklist, &forecast, is_open, now);
    forecast
}

/// How long the steps took that were done, as whole minutes: what a rehearsal offers as planned durations.
pub fn measured(checklist: &Checklist) -> Vec<(StepId, u32)> {
    let done = checklist
        .items
        .iter()
        .filter(|item| matches!(item.status, Status::Done | Status::DoneWithWarning));
    done.filter_map(|item| {
        let taken = item.ended_at?.since(item.started_at?);
        let minutes = u32::try_from(taken.as_secs().div_ceil(60)).unwrap_or(u32::MAX);
        Some((item.id.clone(), minutes.max(1)))
    })
    .collect()
}

fn warnings(
    checklist: &Checklist,
    forecast: &Forecast,
    is_open: bool,
    now: Moment,
) -> Vec<ChecklistMessage> {
    let window = checklist.facts.window;
    let mut warnings = Vec::new();
    let begun = checklist.items.iter().any(|item| {
        checklist.is_in_window(item) && (item.started_at.is_some() || item.undoes.is_some())
    });
    if let Some(at) = forecast.decide_until {
        if now >= at {
            let rollback_minutes = whole_minutes(forecast.rollback);
            warnings.push(ClockMessage::DecisionTimePassed {
                at,
                rollback_minutes,
            });
        } else if at.since(now) <= NEAR {
            let minutes = whole_minutes(at.since(now));
            warnings.push(ClockMessage::DecisionTimeNear { at, minutes });
        }
    }
    if is_open && begun && now > window.end {
        warnings.push(ClockMessage::WindowOver { end: window.end });
    }
    if is_open && let (Some(end), Some(overrun)) = (forecast.end, forecast.overrun) {
        let minutes = whole_minutes(overrun);
        warnings.push(ClockMessage::Overrun { end, minutes });
    }
    if let LossLimit::LosesSince(since) = forecast.loss
        && is_open
    {
        warnings.push(ClockMessage::RollbackLosesSince { since });
    }
    if begun && now < window.start {
        let start = window.start;
        warnings.push(ClockMessage::WindowNotBegun { start });
    }
    if let Some(written) = checklist.written_at
        && written.since(now) > CLOCK_TOLERANCE
    {
        warnings.push(ClockMessage::ClockBehind { written });
    }
    warnings.into_iter().map(ChecklistMessage::Clock).collect()
}

/// How long the undo steps take of what was done; once they are steps, of those that are left.
fn rollback(checklist: &Checklist) -> Duration {
    let items = checklist.items.iter();
    let total: u64 = match checklist.direction {
        Direction::Forwards => items
            .filter(|item| item.has_to_be_taken_back)
            .map(|item| u64::from(checklist.undo_minutes(item)))
            .sum(),
        Direction::Rollback { .. } => items
            .filter(|item| item.undoes.is_some() && !item.status.is_over())
            .map(|item| u64::from(item.minutes))
            .sum(),
    };
    Duration::from_secs(total.saturating_mul(60))
}

/// Whether a step is still to come, or underway.
fn is_ahead(checklist: &Checklist, item: &Item) -> bool {
    !item.status.is_over() && checklist.direction_fits(item)
}

/// A clock that was set back in between makes no step end before it began.
fn actual(item: &Item) -> Option<(Moment, Option<Moment>)> {
    let started = item.started_at?;
    let ended = item.ended_at.map(|ended| ended.max(started));
    Some((started, ended))
}

fn span(from: &mut Moment, planned: u32) -> (Moment, Moment) {
    let start = *from;
    *from = start.plus(minutes(planned));
    (start, *from)
}

fn minutes(minutes: u32) -> Duration {
    Duration::from_secs(u64::from(minutes) * 60)
}

fn whole_minutes(duration: Duration) -> u64 {
    duration.as_secs().div_ceil(60)
}
