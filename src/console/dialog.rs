//! What stands in front of the page: at most one dialog at a time.

use super::connect::ConnectDialog;
use crate::domain::{Message, SipUri};
use crate::plan::{Act, PlanRecord};

#[derive(Clone, Debug)]
pub enum Dialog {
    Connect(Box<ConnectDialog>),
    AllowChanges,
    Plan(Box<PlanDialog>),
    /// The window's close button was pressed while a change is running.
    Close,
}

/// A plan outside the wizard: shown, confirmed, run.
#[derive(Clone, Debug)]
pub struct PlanDialog {
    pub record: PlanRecord,
    pub stage: PlanStage,
    pub typed: String,
    /// The rest of a plan that was begun earlier.
    pub is_continuation: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanStage {
    Confirm,
    /// Running or over: the state's active run tells which.
    Run,
}

impl PlanDialog {
    pub(super) fn new(record: PlanRecord, is_continuation: bool) -> Self {
        Self {
            record,
            stage: PlanStage::Confirm,
            typed: String::new(),
            is_continuation,
        }
    }

    /// The address that has to be typed: that of the first endpoint this plan removes and has not removed yet.
    pub fn address_to_type(&self) -> Option<&SipUri> {
        self.record
            .plan
            .steps
            .iter()
            .zip(&self.record.steps)
            .find_map(|(step, state)| match &step.act {
                Act::RemoveEndpoint(endpoint) if !state.status.is_satisfied() => {
                    Some(&endpoint.sip_address)
                }
                _ => None,
            })
    }

    /// Whether what was typed confirms the plan.
    pub fn confirmation(&self) -> Result<(), Message> {
        match self.address_to_type() {
            Some(address) if !confirms(&self.typed, address) => Err(Message::TypedAddressDiffers),
            _ => Ok(()),
        }
    }
}

/// Compares as addresses are compared: without regard to case, and `sip:` may be left out.
pub(super) fn confirms(typed: &str, address: &SipUri) -> bool {
    let typed = typed.trim().to_lowercase();
    typed == address.folded() || format!("sip:{typed}") == address.folded()
}
