//! What may be done with a step now, and if not, why. The same answer disables a button and is its tooltip.

use super::entry::ProjectEntry;
use super::procedure::StepId;
use super::state::Checklist;
use crate::domain::{ChecklistMessage, Moment};

/// What people do with a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepAct {
    Begin,
    /// Reads its proof.
    Read,
    /// Lets the console do it.
    Run,
    Attest,
    Skip,
    MarkNotApplicable,
    Reopen,
    Confirm,
    Record,
}

impl Checklist {
    /// Whether an act is possible now. Being outside the order is not impossible: see [`Self::needs_reason`].
    pub fn possible(&self, step: &StepId, act: &StepAct) -> Result<(), ChecklistMessage> {
        let _ = act;
        let item = self.item(step);
        item.map(|_| ())
            .ok_or_else(|| ChecklistMessage::NoSuchStep {
                step: step.to_string(),
            })
    }

    /// Why the act is outside the order and needs a reason for the deviation log; empty when it is inside.
    pub fn needs_reason(&self, step: &StepId, act: &StepAct, now: Moment) -> Vec<ChecklistMessage> {
        let _ = (step, act, now);
        Vec::new()
    }

    /// Whether an entry may be written now: the last guard before the journal.
    pub fn accepts(&self, entry: &ProjectEntry, now: Moment) -> Result<(), ChecklistMessage> {
        let _ = now;
        match entry.step() {
            Some(step) => self.possible(step, &StepAct::Record),
            None => Ok(()),
        }
    }
}
