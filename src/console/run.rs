//! The one change that is being made, or was made last.

use std::time::Duration;

use crate::domain::Message;
use crate::plan::{Evidence, PlanRecord};
use crate::ports::PortError;

#[derive(Clone, Debug)]
pub struct ActiveRun {
    pub record: PlanRecord,
    /// The servers are read until they show the change.
    pub waiting: Option<Waiting>,
    /// The operator asked to stop; the run ends at the next safe place.
    pub is_stopping: bool,
    pub is_over: bool,
    /// The end could not be written down.
    pub journal_error: Option<PortError>,
}

/// What a run waits for, and what the last reading showed of it.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub step: usize,
    pub elapsed: Duration,
    pub limit: Duration,
    /// Where there is more to say than how long.
    pub message: Option<Message>,
    pub seen: Box<Evidence>,
}

impl ActiveRun {
    pub(super) fn new(record: PlanRecord) -> Self {
        Self {
            record,
            waiting: None,
            is_stopping: false,
            is_over: false,
            journal_error: None,
        }
    }
}
