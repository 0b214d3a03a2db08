//! The step the console is doing: what it reads first, what it asks, what it runs, and whose proof is read then.

use crate::checklist::StepId;
use crate::domain::Fqdn;
use crate::plan::{PlanId, PlanRecord};

/// From the wish to do a step until its proof is read.
#[derive(Clone, Debug)]
pub struct StepRun {
    /// The step, and those that are done by the same plan.
    pub steps: Vec<StepId>,
    pub stage: StepRunStage,
}

#[derive(Clone, Debug)]
pub enum StepRunStage {
    /// The plan is made from a reading that is under way.
    ReadingPool(Fqdn),
    ReadingEndpoints,
    /// A person is asked, in the dialog of plans.
    Asked(PlanId),
    /// A person is in the wizard of the address swap, which makes the plan.
    InSwapWizard,
    /// It is being written down whose plan it is; nothing runs before that.
    Linking(Box<PlanRecord>),
    Running(PlanId),
}

impl StepRun {
    pub(super) fn new(steps: Vec<StepId>, stage: StepRunStage) -> Self {
        Self { steps, stage }
    }

    /// Whether a plan that is about to be started is this step's.
    pub(super) fn is_about(&self, record: &PlanRecord) -> bool {
        match &self.stage {
            StepRunStage::Asked(plan) => *plan == record.plan.id,
            StepRunStage::InSwapWizard => true,
            StepRunStage::ReadingPool(_)
            | StepRunStage::ReadingEndpoints
            | StepRunStage::Linking(_)
            | StepRunStage::Running(_) => false,
        }
    }
}
