//! Which part of a plan belongs to which step: an address swap does two of them.

use std::ops::Range;

use super::track::{PlanPart, Track};
use crate::checklist::procedure::{DoneBy, Operation, Reading};
use crate::plan::{Act, Plan, PlanKind, PlanRecord, StepStatus};

/// The half of an address swap a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// The account's address: freed by the swap, returned by its way back.
    Account,
    Endpoint,
}

/// Which half a step is; none for what no swap does. `forward` is the step itself, or the one it takes back.
pub(super) fn half(forward: &Track<'_>) -> Option<Half> {
    let is_swap = forward.step.done_by == DoneBy::Console(Operation::SwapAddress);
    is_swap.then(|| match forward.step.proof.reading() {
        Some(Reading::AddressFree) => Half::Account,
        _ => Half::Endpoint,
    })
}

/// The steps of a plan that belong to a step of the checklist.
pub(super) fn part(plan: &Plan, half: Option<Half>) -> Range<usize> {
    let end = plan.steps.len();
    let find = |is: fn(&Act) -> bool| plan.steps.iter().position(|step| is(&step.act));
    let middle = match plan.kind {
        PlanKind::Swap => find(|act| matches!(act, Act::CreateEndpoint(_))),
        PlanKind::SwapBack => find(|act| matches!(act, Act::ReturnAddress { .. })),
        _ => None,
    };
    match (plan.kind, half, middle) {
        (PlanKind::Swap, Some(Half::Account), Some(middle))
        | (PlanKind::SwapBack, Some(Half::Endpoint), Some(middle)) => 0..middle,
        (PlanKind::Swap, Some(Half::Endpoint), Some(middle))
        | (PlanKind::SwapBack, Some(Half::Account), Some(middle)) => middle..end,
        _ => 0..end,
    }
}

/// How that part stands.
pub(super) fn stands(record: &PlanRecord, range: &Range<usize>, is_live: bool) -> PlanPart {
    let states = record.steps.get(range.clone()).unwrap_or_default();
    let acts = record.plan.steps.get(range.clone()).unwrap_or_default();
    if let Some(open) = states.iter().find(|state| !state.status.is_satisfied()) {
        let is_between =
            open.status == StepStatus::Pending && states.iter().any(|s| s.status.is_satisfied());
        return match open.status {
            StepStatus::Pending if is_between && is_live => PlanPart::Running,
            StepStatus::Pending if is_between => PlanPart::Interrupted,
            StepStatus::Running if is_live => PlanPart::Running,
            StepStatus::Running | StepStatus::Interrupted => PlanPart::Interrupted,
            StepStatus::Failed => PlanPart::Failed,
            StepStatus::UnknownOutcome | StepStatus::NotVisibleYet => PlanPart::Unknown,
            _ => PlanPart::None,
        };
    }
    let mut deeds = acts
        .iter()
        .zip(states)
        .filter(|(step, _)| step.act.deed_whoever_acts().is_some());
    PlanPart::Over {
        changed: deeds.any(|(_, state)| state.status != StepStatus::AlreadySatisfied),
        warned: states
            .iter()
            .any(|state| state.status == StepStatus::DoneWithWarning),
    }
}
