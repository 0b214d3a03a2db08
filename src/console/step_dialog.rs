//! What is asked before something is written down about a step.

use crate::checklist::StepId;

#[derive(Clone, Debug)]
pub struct StepDialog {
    pub step: StepId,
}

/// One change of one field.
#[derive(Clone, Debug)]
pub enum StepEdit {
    Words(String),
}
