//! What may be done with a step now, and if not, why. The same answer disables a button and is its tooltip.

use super::entry::{AttestedOutcome, Decision, ProjectEntry};
use super::procedure::{DoneBy, Operation, StepId};
use super::state::{Checklist, Direction, Item, Obstacle, Status};
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
        let item = self.known(step)?;
        if *act == StepAct::Record {
            return Ok(());
        }
        let is_rolled_back = self.direction != Direction::Forwards;
        let may_still_be_told = *act == StepAct::Attest && item.started_at.is_some();
        if is_rolled_back && item.undoes.is_none() && !may_still_be_told {
            return Err(ChecklistMessage::RollbackUnderway);
        }
        match act {
            StepAct::Record => Ok(()),
            StepAct::Read => item.may_be_read(),
            StepAct::Confirm => self.may_be_confirmed(item),
            StepAct::Reopen => item.may_be_reopened(),
            StepAct::Begin => {
                item.is_not_over()?;
                item.is_not_running()?;
                item.may_be_begun()
            }
            StepAct::Run => {
                item.may_be_run()?;
                item.is_not_over()?;
                item.may_be_begun()
            }
            StepAct::Attest => {
                if !item.step.proof.is_attested() {
                    return Err(ChecklistMessage::OnlyReading);
                }
                item.is_not_over()?;
                item.is_confirmed()
            }
            StepAct::Skip | StepAct::MarkNotApplicable => item.is_not_over(),
        }
    }

    /// Why the act is outside the order and needs a reason for the deviation log; empty when it is inside.
    pub fn needs_reason(&self, step: &StepId, act: &StepAct, now: Moment) -> Vec<ChecklistMessage> {
        let Some(item) = self.item(step) else {
            return Vec::new();
        };
        let is_doing = matches!(act, StepAct::Begin | StepAct::Run | StepAct::Attest);
        if !is_doing || item.status.is_over() {
            return Vec::new();
        }
        let before =
            item.obstacles
                .iter()
                .filter_map(|Obstacle(message)| match message {
                    ChecklistMessage::StepsBefore { steps } => self.steps_before(item, steps, act),
                    ChecklistMessage::GateUndecided { .. }
                    | ChecklistMessage::GateClosed { .. } => Some(message.clone()),
                    _ => None,
                });
        before.chain(self.outside_window(item, now)).collect()
    }

    /// Whether an entry may be written now: the last guard before the journal.
    pub fn accepts(&self, entry: &ProjectEntry, now: Moment) -> Result<(), ChecklistMessage> {
        match entry {
            ProjectEntry::RunOpened { .. }
            | ProjectEntry::TakenOver { .. }
            | ProjectEntry::FactsChanged(_)
            | ProjectEntry::SourceCounted { .. }
            | ProjectEntry::ExportAdded { .. }
            | ProjectEntry::Noted { step: None, .. }
            | ProjectEntry::Plan(_) => Ok(()),
            ProjectEntry::Assigned { step, .. } | ProjectEntry::Planned { step, .. } => {
                if self.is_planned(step) {
                    Ok(())
                } else {
                    Err(no_such(step))
                }
            }
            ProjectEntry::Noted {
                step: Some(step), ..
            }
            | ProjectEntry::Output { step, .. }
            | ProjectEntry::LabActed { step, .. }
            | ProjectEntry::Attached { step, .. } => self.possible(step, &StepAct::Record),
            ProjectEntry::Began { step } => self.allows(step, &StepAct::Begin, now),
            ProjectEntry::Linked { step, .. } => self.allows(step, &StepAct::Run, now),
            ProjectEntry::Found { step, finding } => {
                let item = self.known(step)?;
                if item.step.proof.reading() == Some(finding.reading) {
                    Ok(())
                } else {
                    Err(ChecklistMessage::NotReadHere)
                }
            }
            ProjectEntry::Attested {
                step,
                by,
                outcome,
                words,
            } => {
                self.allows(step, &StepAct::Attest, now)?;
                let needs_words = *outcome != AttestedOutcome::Done;
                if is_blank(by) || (needs_words && is_blank(words)) {
                    return Err(ChecklistMessage::AttestationEmpty);
                }
                Ok(())
            }
            ProjectEntry::Skipped { step, by, reason } => {
                self.possible(step, &StepAct::Skip)?;
                with_reason(by, reason)
            }
            ProjectEntry::NotApplicable { step, by, reason } => {
                self.possible(step, &StepAct::MarkNotApplicable)?;
                with_reason(by, reason)
            }
            ProjectEntry::Reopened { step, by, reason } => {
                self.possible(step, &StepAct::Reopen)?;
                with_reason(by, reason)
            }
            ProjectEntry::Confirmed { step, .. } => self.possible(step, &StepAct::Confirm),
            ProjectEntry::Deviated { step, by, reason } => {
                self.known(step)?;
                with_reason(by, reason)
            }
            ProjectEntry::Decided {
                gate,
                decision,
                by,
                reason,
            } => self.may_be_decided(gate, *decision, by, reason),
            ProjectEntry::RollbackBegan { by, reason } => {
                if self.direction != Direction::Forwards {
                    return Err(ChecklistMessage::RollbackUnderway);
                }
                with_reason(by, reason)
            }
        }
    }

    /// Possible, and inside the order or with a reason that was written down.
    fn allows(&self, step: &StepId, act: &StepAct, now: Moment) -> Result<(), ChecklistMessage> {
        self.possible(step, act)?;
        let has_reason = self.item(step).is_some_and(|item| item.has_deviated);
        if has_reason || self.needs_reason(step, act, now).is_empty() {
            Ok(())
        } else {
            Err(ChecklistMessage::ReasonMissing)
        }
    }

    /// The steps that have to be over before. One plan does both halves of a swap, in their order.
    fn steps_before(
        &self,
        item: &Item,
        steps: &[String],
        act: &StepAct,
    ) -> Option<ChecklistMessage> {
        let is_same_plan = |other: &Item| {
            *act == StepAct::Run
                && other.address == item.address
                && other.step.done_by == item.step.done_by
                && item.step.done_by == DoneBy::Console(Operation::SwapAddress)
        };
        let steps: Vec<String> = steps
            .iter()
            .filter(|step| {
                let other = self.item(&StepId::new(step));
                !other.is_some_and(is_same_plan)
            })
            .cloned()
            .collect();
        (!steps.is_empty()).then_some(ChecklistMessage::StepsBefore { steps })
    }

    fn known(&self, step: &StepId) -> Result<&Item, ChecklistMessage> {
        self.item(step).ok_or_else(|| {
            let is_undo = step.0.starts_with("undo-");
            if is_undo && self.direction == Direction::Forwards {
                ChecklistMessage::RollbackNotUnderway
            } else {
                no_such(step)
            }
        })
    }

    /// Whether a name is that of a step, of all its instances, or of what will take it back.
    fn is_planned(&self, step: &StepId) -> bool {
        let name = step.0.strip_prefix("undo-").unwrap_or(&step.0);
        let name = StepId::new(name);
        self.item(&name).is_some() || self.procedure.step(&name).is_some()
    }

    fn may_be_confirmed(&self, item: &Item) -> Result<(), ChecklistMessage> {
        item.is_not_over()?;
        if !item.step.two_people || self.facts.passphrase.is_none() || item.confirmed.is_some() {
            return Err(ChecklistMessage::NoReviewNeeded);
        }
        Ok(())
    }

    fn may_be_decided(
        &self,
        gate: &StepId,
        decision: Decision,
        by: &str,
        reason: &str,
    ) -> Result<(), ChecklistMessage> {
        let item = self.known(gate)?;
        if item.step.gate.is_none() {
            return Err(no_such(gate));
        }
        if self.direction != Direction::Forwards {
            return Err(ChecklistMessage::RollbackUnderway);
        }
        item.is_not_over()?;
        let needs_reason = decision == Decision::NoGo;
        if is_blank(by) {
            return Err(ChecklistMessage::AttestationEmpty);
        }
        if needs_reason && is_blank(reason) {
            return Err(ChecklistMessage::ReasonMissing);
        }
        Ok(())
    }

    /// A rehearsal may be held at any time.
    fn outside_window(&self, item: &Item, now: Moment) -> Option<ChecklistMessage> {
        let window = self.facts.window;
        let is_outside = now < window.start || now > window.end;
        let is_bound = self.is_in_window(item) && item.undoes.is_none();
        (is_bound && is_outside && !self.project.is_rehearsal()).then_some(
            ChecklistMessage::OutsideWindow {
                start: window.start,
                end: window.end,
            },
        )
    }

    /// Whether a step is one of those that are done now: forwards, or of the rollback.
    pub fn direction_fits(&self, item: &Item) -> bool {
        item.undoes.is_some() == (self.direction != Direction::Forwards)
    }

    /// Whether a step belongs into the maintenance window.
    pub fn is_in_window(&self, item: &Item) -> bool {
        let mut phases = self.procedure.phases.iter();
        phases.any(|phase| phase.id == item.phase && phase.in_window)
    }
}

impl Item {
    fn is_not_over(&self) -> Result<(), ChecklistMessage> {
        if self.status.is_over() {
            Err(ChecklistMessage::StepOver)
        } else {
            Ok(())
        }
    }

    fn is_not_running(&self) -> Result<(), ChecklistMessage> {
        if self.status == Status::Running {
            Err(ChecklistMessage::StepRunning)
        } else {
            Ok(())
        }
    }

    fn may_be_read(&self) -> Result<(), ChecklistMessage> {
        match self.step.proof.reading() {
            Some(_) => Ok(()),
            None => Err(ChecklistMessage::NotReadHere),
        }
    }

    fn may_be_run(&self) -> Result<(), ChecklistMessage> {
        match self.step.done_by {
            DoneBy::Console(Operation::Read) | DoneBy::People => Err(ChecklistMessage::NotRunHere),
            DoneBy::Console(_) => Ok(()),
        }
    }

    /// What no reason helps against: a gate that says no, the last gate without a decision, a reviewer who was not there.
    fn may_be_begun(&self) -> Result<(), ChecklistMessage> {
        let hard = self
            .obstacles
            .iter()
            .find(|Obstacle(message)| match message {
                ChecklistMessage::GateClosed { .. } => true,
                ChecklistMessage::GateUndecided { .. } => self.step.ends_lossless_rollback,
                _ => false,
            });
        match hard {
            Some(Obstacle(message)) => Err(message.clone()),
            None => self.is_confirmed(),
        }
    }

    fn is_confirmed(&self) -> Result<(), ChecklistMessage> {
        let missing = Obstacle(ChecklistMessage::ReviewerMissing);
        if self.obstacles.contains(&missing) {
            Err(ChecklistMessage::ReviewerMissing)
        } else {
            Ok(())
        }
    }

    fn may_be_reopened(&self) -> Result<(), ChecklistMessage> {
        if !self.status.is_over() {
            return Err(ChecklistMessage::StepNotOver);
        }
        let does_not_apply = self.status == Status::NotApplicable && self.reason.is_none();
        if does_not_apply {
            return Err(ChecklistMessage::StepDoesNotApply);
        }
        Ok(())
    }
}

fn no_such(step: &StepId) -> ChecklistMessage {
    ChecklistMessage::NoSuchStep {
        step: step.to_string(),
    }
}

fn with_reason(by: &str, reason: &str) -> Result<(), ChecklistMessage> {
    if is_blank(by) || is_blank(reason) {
        Err(ChecklistMessage::ReasonMissing)
    } else {
        Ok(())
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
