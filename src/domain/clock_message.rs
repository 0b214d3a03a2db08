//! What the clock of the maintenance window warns of.

use serde::{Deserialize, Serialize};

use super::Moment;

/// Like [`super::ChecklistMessage`], of which these are a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClockMessage {
    /// The window ends before the steps do.
    Overrun {
        end: Moment,
        minutes: u64,
    },
    /// A rollback begun now ends after the window.
    DecisionTimePassed {
        at: Moment,
        rollback_minutes: u64,
    },
    DecisionTimeNear {
        at: Moment,
        minutes: u64,
    },
    /// Services were started: a rollback loses what was posted since.
    RollbackLosesSince {
        since: Moment,
    },
    /// Steps of the window are open, and the window has not begun.
    WindowNotBegun {
        start: Moment,
    },
    /// Steps of the window are open, and the window is over.
    WindowOver {
        end: Moment,
    },
    /// The journal's newest entry is from later than now: a clock was set back, or differs between machines.
    ClockBehind {
        written: Moment,
    },
}
