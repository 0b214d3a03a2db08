//! Hands a step over to a person: written down, so that after an interruption nobody sends what was handed over.

use crate::domain::{Connection, Hand, Moment};
use crate::plan::journal::{Entry, PlanLog};
use crate::plan::status::{PlanRecord, StepStatus};
use crate::plan::types::{Act, Plan};
use crate::ports::PortResult;

/// Writes down that a step is done by another hand and returns the record with which the run goes on.
pub fn hand_over(
    record: &PlanRecord,
    step: usize,
    connection: &Connection,
    journal: &mut dyn PlanLog,
    now: Moment,
) -> PortResult<PlanRecord> {
    let plan = record.plan.id.clone();
    journal.append(now, connection, Entry::HandedOver { plan, step })?;
    let mut record = record.clone();
    take_over(&mut record.plan, step);
    Ok(record)
}

/// The first open step, if it was refused and is one a person can do.
pub fn step_to_hand_over(record: &PlanRecord) -> Option<usize> {
    let mut states = record.steps.iter();
    let open = states.position(|step| !step.status.is_satisfied())?;
    let (step, state) = (record.plan.steps.get(open)?, record.steps.get(open)?);
    let is_refused = state.status == StepStatus::Failed;
    let can_be_handed_over = step.act.hand() == Some(Hand::Console) && step.act.script().is_some();
    (is_refused && can_be_handed_over).then_some(open)
}

/// The plan as it is from then on. A step that only the console can do stays as it is.
pub(in crate::plan) fn take_over(plan: &mut Plan, step: usize) {
    let Some(step) = plan.steps.get_mut(step) else {
        return;
    };
    // Whoever has the right to take the address is the one who can give it back.
    for act in std::iter::once(&mut step.act).chain(&mut step.undo) {
        if let Act::FreeAddress { hand, .. } | Act::ReturnAddress { hand, .. } = act {
            *hand = Hand::Operator;
        }
    }
}
