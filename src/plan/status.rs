//! The status of a step is computed from the journal and from nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::journal::{Entry, Record};
use super::swap::take_over;
use super::types::{Evidence, Plan, PlanId};
use crate::domain::{Message, Moment};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StepStatus {
    Pending,
    Running,
    /// *Started* was written and no result: the program ended in between.
    Interrupted,
    Done,
    DoneWithWarning,
    /// It already was so; nothing was done.
    AlreadySatisfied,
    Failed,
    /// The answer was lost and reading did not show whether the act happened.
    UnknownOutcome,
    /// The server accepted the act, but a reading does not show it yet.
    NotVisibleYet,
}

/// What can happen to a step.
#[expect(
    clippy::large_enum_variant,
    reason = "events are few, and none is kept"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepEvent {
    Started,
    Ended {
        status: StepStatus,
        message: Option<Message>,
        evidence: Evidence,
    },
}

/// A sequence of journal entries that no run of the engine can have written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a step that is {from:?} cannot become {to:?}")]
pub struct IllegalTransition {
    pub from: StepStatus,
    pub to: StepStatus,
}

impl StepStatus {
    /// Whether what the step is for holds.
    pub fn is_satisfied(self) -> bool {
        matches!(
            self,
            Self::Done | Self::DoneWithWarning | Self::AlreadySatisfied
        )
    }

    /// Whether reading the server again may settle the step.
    pub fn can_be_checked_again(self) -> bool {
        matches!(
            self,
            Self::UnknownOutcome | Self::NotVisibleYet | Self::Interrupted
        )
    }

    /// The only way forward, at run time and when a journal is read.
    pub fn after(self, event: &StepEvent) -> Result<Self, IllegalTransition> {
        let to = match event {
            StepEvent::Started => Self::Running,
            StepEvent::Ended { status, .. } => *status,
        };
        let legal = match event {
            // A step may be run again after anything but success; a run after *Interrupted* starts at observe.
            StepEvent::Started => !self.is_satisfied(),
            StepEvent::Ended { status, .. } => {
                // A later reading may settle what was open; it never turns a settled step into something else.
                let from_is_open = self == Self::Running || self.can_be_checked_again();
                from_is_open && !matches!(status, Self::Pending | Self::Running)
            }
        };
        if legal {
            Ok(to)
        } else {
            Err(IllegalTransition { from: self, to })
        }
    }
}

/// A plan with the state of its steps, as the journal tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRecord {
    pub plan: Plan,
    pub steps: Vec<StepRecord>,
    /// The plan that undid this one, if one was made.
    pub undone_by: Option<PlanId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    pub status: StepStatus,
    pub message: Option<Message>,
    pub evidence: Evidence,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    /// How often a result was written down since the step was begun: more than once means it was checked again.
    pub readings: u32,
}

impl PlanRecord {
    /// A plan that was never run.
    pub fn new(plan: Plan) -> Self {
        let steps = plan.steps.iter().map(|_| StepRecord::pending()).collect();
        Self {
            plan,
            steps,
            undone_by: None,
        }
    }

    /// The status of the plan as a whole: its worst open step, or done.
    pub fn status(&self) -> StepStatus {
        let open = self.steps.iter().find(|step| !step.status.is_satisfied());
        match open {
            Some(step)
                if step.status == StepStatus::Pending
                    && self.steps.iter().any(|s| s.status.is_satisfied()) =>
            {
                // Some steps done, the next never begun: the run ended between two steps.
                StepStatus::Interrupted
            }
            Some(step) => step.status,
            None if self
                .steps
                .iter()
                .any(|step| step.status == StepStatus::DoneWithWarning) =>
            {
                StepStatus::DoneWithWarning
            }
            None if self
                .steps
                .iter()
                .all(|step| step.status == StepStatus::AlreadySatisfied) =>
            {
                StepStatus::AlreadySatisfied
            }
            None => StepStatus::Done,
        }
    }
}

/// Computes all plans and the status of their steps from journal records in order.
///
/// `live` names the plan that is being run right now, whose open step is running rather than interrupted.
pub fn fold(
    records: &[Record],
    live: Option<&PlanId>,
) -> (Vec<PlanRecord>, Vec<IllegalTransition>) {
    let mut fold = PlanFold::default();
    for record in records {
        fold.apply(&record.entry, record.at);
    }
    fold.finish(live)
}

/// The same, entry by entry, for journals that hold more than plans.
#[derive(Debug, Default)]
pub struct PlanFold {
    plans: Vec<PlanRecord>,
    places: BTreeMap<PlanId, usize>,
    illegal: Vec<IllegalTransition>,
}

impl PlanFold {
    pub fn apply(&mut self, entry: &Entry, at: Moment) {
        match entry {
            Entry::RunOpened { .. } => {}
            Entry::PlanMade(plan) => {
                if let Some(undone) = plan.undoes.as_ref().and_then(|id| self.find(id)) {
                    undone.undone_by = Some(plan.id.clone());
                }
                if !self.places.contains_key(&plan.id) {
                    self.places.insert(plan.id.clone(), self.plans.len());
                    self.plans.push(PlanRecord::new(plan.clone()));
                }
            }
            Entry::Step { plan, step, event } => {
                let state = self
                    .find(plan)
                    .and_then(|record| record.steps.get_mut(*step));
                if let Some(Err(transition)) = state.map(|state| state.apply(event, at)) {
                    self.illegal.push(transition);
                }
            }
            Entry::HandedOver { plan, step } => {
                if let Some(record) = self.find(plan) {
                    take_over(&mut record.plan, *step);
                }
            }
        }
    }

    /// A plan as it stands by now; an open step is *Running*.
    pub fn record(&self, id: &PlanId) -> Option<&PlanRecord> {
        self.plans.get(*self.places.get(id)?)
    }

    pub fn finish(mut self, live: Option<&PlanId>) -> (Vec<PlanRecord>, Vec<IllegalTransition>) {
        let left = self
            .plans
            .iter_mut()
            .filter(|record| live != Some(&record.plan.id))
            .flat_map(|record| &mut record.steps)
            .filter(|step| step.status == StepStatus::Running);
        for step in left {
            step.status = StepStatus::Interrupted;
        }
        (self.plans, self.illegal)
    }

    fn find(&mut self, id: &PlanId) -> Option<&mut PlanRecord> {
        let place = *self.places.get(id)?;
        self.plans.get_mut(place)
    }
}

impl StepRecord {
    fn pending() -> Self {
        Self {
            status: StepStatus::Pending,
            message: None,
            evidence: Evidence::default(),
            started_at: None,
            ended_at: None,
            readings: 0,
        }
    }

    /// Takes the step one event further, or says why that cannot be.
    pub(super) fn apply(&mut self, event: &StepEvent, at: Moment) -> Result<(), IllegalTransition> {
        self.status = self.status.after(event)?;
        match event {
            StepEvent::Started => {
                self.started_at = Some(at);
                self.ended_at = None;
                self.message = None;
                self.evidence = Evidence::default();
                self.readings = 0;
            }
            StepEvent::Ended {
                message, evidence, ..
            } => {
                self.ended_at = Some(at);
                self.message.clone_from(message);
                self.evidence.clone_from(evidence);
                self.readings += 1;
            }
        }
        Ok(())
    }
}
