//! Go or no-go: the decisions that stand before certain steps, and what they are decided from.

use super::procedure::StepId;
use super::state::{Decided, Status};
use crate::domain::Texts;

/// The question before a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The step it stands before, which also names it.
    pub step: StepId,
    pub question: Texts,
}

/// A gate with what it is decided from, and the newest decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateState {
    pub gate: Gate,
    /// The steps before it with how they stand; those that are not over speak against going.
    pub before: Vec<(StepId, Status)>,
    pub decided: Option<Decided>,
    /// Whether taking the migration back loses nothing before it, and loses messages after it.
    pub ends_lossless_rollback: bool,
}
