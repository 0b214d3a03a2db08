//! The one change that is being made, or was made last.

use std::time::Duration;

use crate::plan::PlanRecord;
use crate::ports::PortError;

#[derive(Clone, Debug)]
pub struct ActiveRun {
    pub record: PlanRecord,
    /// How long the server has been read without showing the change, and the limit.
    pub waiting: Option<(Duration, Duration)>,
    /// The operator asked to stop; the run ends at the next safe place.
    pub is_stopping: bool,
    pub is_over: bool,
    /// The end could not be written down.
    pub journal_error: Option<PortError>,
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
