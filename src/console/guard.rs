//! Whether something is possible now, and if not, why. The same answer disables a button and is its tooltip.

use super::state::State;
use crate::domain::{Access, Endpoint, Message, SipUri};
use crate::plan::{PlanId, StepRecord, StepStatus, undo};

/// What a person may want to do to the deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Refresh,
    Create,
    Remove(SipUri),
    Replace(SipUri),
    Undo(PlanId),
    Continue(PlanId),
    CheckAgain(PlanId),
    AllowChanges,
}

impl State {
    pub fn possible(&self, act: &Act) -> Result<(), Message> {
        let session = self.session.as_ref().ok_or(Message::NotConnected)?;
        match act {
            Act::Refresh | Act::CheckAgain(_) if self.is_running() => {
                return Err(Message::OtherChangeRunning);
            }
            Act::AllowChanges | Act::Refresh => return Ok(()),
            Act::CheckAgain(id) => {
                let entry = self
                    .journal
                    .value()
                    .and_then(|journal| journal.plan(id))
                    .ok_or(Message::NothingRead)?;
                self.is_made_here(&entry.record.plan.connection)?;
                let is_open = |step: &StepRecord| step.status.can_be_checked_again();
                return if entry.record.steps.iter().any(is_open) {
                    Ok(())
                } else {
                    Err(Message::NothingOpen)
                };
            }
            Act::Create | Act::Remove(_) | Act::Replace(_) | Act::Undo(_) | Act::Continue(_) => {}
        }
        if session.access == Access::ReadOnly {
            return Err(Message::ReadOnlySession);
        }
        if self.is_running() {
            return Err(Message::OtherChangeRunning);
        }
        // The deployment is about to be another one.
        if self.opening.is_some() {
            return Err(Message::NotConnected);
        }
        if self.inventory.value().is_none() {
            return Err(Message::NothingRead);
        }
        if self.inventory.error().is_some() {
            return Err(Message::ReadingOutdated);
        }
        match act {
            Act::Remove(address) | Act::Replace(address) => self.removable(address).map(|_| ()),
            Act::Undo(id) => {
                let entry = self
                    .journal
                    .value()
                    .and_then(|journal| journal.plan(id))
                    .ok_or(Message::NothingToUndo)?;
                self.is_made_here(&entry.record.plan.connection)?;
                let is_undone = entry.record.undone_by.as_ref().is_some_and(|by| {
                    let undoing = self.journal.value().and_then(|journal| journal.plan(by));
                    undoing.is_some_and(|undoing| {
                        undoing
                            .record
                            .steps
                            .iter()
                            .all(|step| step.status.is_satisfied())
                    })
                });
                if is_undone {
                    return Err(Message::UndoneAlready);
                }
                undo(&entry.record, entry.record.plan.made_at).map(|_| ())
            }
            Act::Continue(id) => {
                let entry = self
                    .journal
                    .value()
                    .and_then(|journal| journal.plan(id))
                    .ok_or(Message::NothingRead)?;
                self.is_made_here(&entry.record.plan.connection)?;
                let open = entry
                    .record
                    .steps
                    .iter()
                    .find(|step| !step.status.is_satisfied())
                    .ok_or(Message::NothingOpen)?;
                match open.status {
                    StepStatus::Pending | StepStatus::Failed | StepStatus::Interrupted => Ok(()),
                    // Read again, and it still is not there: a person may decide to repeat it, which reads first.
                    StepStatus::UnknownOutcome if open.readings > 1 => Ok(()),
                    _ => Err(Message::CheckAgainFirst),
                }
            }
            _ => Ok(()),
        }
    }

    /// The endpoint behind an address, if the console may remove it.
    pub(super) fn removable(&self, address: &SipUri) -> Result<Endpoint, Message> {
        let inventory = self.inventory.value().ok_or(Message::NothingRead)?;
        let endpoint = inventory
            .endpoint(address)
            .ok_or(Message::NoEndpointSelected)?;
        if endpoint.origin.is_protected() {
            return Err(Message::EndpointProtected {
                address: address.clone(),
            });
        }
        if endpoint.pool.is_none() {
            return Err(Message::PoolOfEndpointUnknown {
                address: address.clone(),
            });
        }
        Ok(endpoint.clone())
    }

    fn is_made_here(&self, connection: &crate::domain::Connection) -> Result<(), Message> {
        let here = self.session.as_ref().map(|session| &session.connection);
        if here.is_some_and(|here| here.source == connection.source && here.url == connection.url) {
            Ok(())
        } else {
            Err(Message::NotInThisDeployment)
        }
    }
}
