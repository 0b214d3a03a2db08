//! The window's clock: planned and actual times, the forecast of the end, and until when there is a way back.

use std::time::Duration;

use super::procedure::StepId;
use super::state::Checklist;
use crate::domain::{ChecklistMessage, Moment};

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
    /// When the steps of the window are done.
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

pub fn forecast(checklist: &Checklist, now: Moment) -> Forecast {
    let _ = now;
    Forecast {
        slots: Vec::new(),
        end: None,
        overrun: None,
        rollback: Duration::ZERO,
        decide_until: None,
        loss: match checklist.services_started {
            Some(since) => LossLimit::LosesSince(since),
            None => LossLimit::Lossless,
        },
        warnings: Vec::new(),
    }
}
