//! What the process returns, and nothing finer: scripts look at these numbers.

use crate::domain::Layer;
use crate::plan::{PlanRecord, StepStatus};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// Refused or failed; nothing is left open.
    Failed = 1,
    Usage = 2,
    /// The outcome is unknown, or the change is not visible yet.
    Open = 3,
    NoWindow = 4,
    // The layer at which a connection test failed
    NameResolution = 10,
    Tcp = 11,
    Tls = 12,
    SignIn = 13,
    Session = 14,
    Rights = 15,
}

impl Exit {
    pub fn code(self) -> u8 {
        self as u8
    }

    pub(super) fn of_layer(layer: &Layer) -> Self {
        match layer {
            Layer::NameResolution => Self::NameResolution,
            Layer::Tcp => Self::Tcp,
            Layer::Tls => Self::Tls,
            Layer::SignIn => Self::SignIn,
            Layer::Session => Self::Session,
            Layer::Rights | Layer::Cmdlet(_) => Self::Rights,
        }
    }

    pub(super) fn of(record: &PlanRecord) -> Self {
        match record.status() {
            StepStatus::Done | StepStatus::DoneWithWarning | StepStatus::AlreadySatisfied => {
                Self::Done
            }
            StepStatus::UnknownOutcome | StepStatus::NotVisibleYet | StepStatus::Running => {
                Self::Open
            }
            StepStatus::Failed | StepStatus::Pending | StepStatus::Interrupted => Self::Failed,
        }
    }
}
