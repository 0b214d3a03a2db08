//! What stands in front of the page: at most one dialog at a time.

use super::connect::ConnectDialog;
use super::directory_dialog::DirectoryDialog;
use super::fetched::Fetched;
use crate::domain::{Change, Environment, Hand, Message, Preview, SipUri, Way};
use crate::plan::{Act, PlanRecord};

#[derive(Clone, Debug)]
pub enum Dialog {
    Connect(Box<ConnectDialog>),
    Directory(Box<DirectoryDialog>),
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
    /// What the server says it would do, where it was asked.
    pub preview: Fetched<Preview>,
    environment: Environment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanStage {
    Confirm,
    /// Running or over: the state's active run tells which.
    Run,
}

/// What has to be typed before a plan may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation<'a> {
    /// Of the endpoint or the account that goes.
    Address(&'a SipUri),
    /// Of the server whose service stops under people who work with it.
    Server(&'a str),
}

impl PlanDialog {
    pub(super) fn new(record: PlanRecord, is_continuation: bool, environment: Environment) -> Self {
        Self {
            record,
            stage: PlanStage::Confirm,
            typed: String::new(),
            is_continuation,
            preview: Fetched::default(),
            environment,
        }
    }

    /// For the first thing this plan destroys and has not destroyed yet: its name. Stopping a service can be taken
    /// back, so it takes typing only where people work.
    pub fn to_type(&self) -> Option<Confirmation<'_>> {
        let steps = self.record.plan.steps.iter().zip(&self.record.steps);
        let mut open = steps.filter(|(_, state)| !state.status.is_satisfied());
        open.find_map(|(step, _)| match &step.act {
            Act::RemoveEndpoint(endpoint) => Some(Confirmation::Address(&endpoint.sip_address)),
            Act::FreeAddress {
                way: Way::DeleteAccount,
                hand: Hand::Console,
                ..
            } => self.address().map(Confirmation::Address),
            Act::StopService { server, .. } if self.environment == Environment::Production => {
                Some(Confirmation::Server(server))
            }
            _ => None,
        })
    }

    /// The address the plan is about, where one of its acts names it.
    fn address(&self) -> Option<&SipUri> {
        let mut steps = self.record.plan.steps.iter();
        steps.find_map(|step| step.act.address())
    }

    /// Whether what was typed confirms the plan.
    pub fn confirmation(&self) -> Result<(), Message> {
        match self.to_type() {
            Some(Confirmation::Address(address)) if !confirms(&self.typed, address) => {
                Err(Message::TypedAddressDiffers)
            }
            Some(Confirmation::Server(server)) if !names(&self.typed, server) => {
                Err(Message::TypedServerDiffers)
            }
            _ => Ok(()),
        }
    }

    /// Whether the server is asked what it would do. A removal shows what it takes away by itself.
    pub fn is_previewed(&self) -> bool {
        let acts = self.record.plan.steps.iter().map(|step| &step.act);
        acts.into_iter()
            .all(|act| matches!(act, Act::StartService { .. } | Act::StopService { .. }))
    }

    /// What the server can be asked about beforehand: the first thing the plan changes.
    pub(super) fn previewed_change(&self) -> Option<Change> {
        self.record
            .plan
            .steps
            .iter()
            .find_map(|step| step.act.change())
    }
}

/// Compares as addresses are compared: without regard to case, and `sip:` may be left out.
pub(super) fn confirms(typed: &str, address: &SipUri) -> bool {
    let typed = typed.trim().to_lowercase();
    typed == address.folded() || format!("sip:{typed}") == address.folded()
}

fn names(typed: &str, server: &str) -> bool {
    typed.trim().to_lowercase() == server.to_lowercase()
}
