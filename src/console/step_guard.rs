//! Whether something may be done with a step of the open project now, and if not, why.

use super::migration::{OpenProject, ProjectAccess};
use super::state::State;
use crate::checklist::{DoneBy, Item, Operation, Reading, StepAct, StepId};
use crate::domain::{ChecklistMessage, Environment, Message};

impl State {
    /// The project that is open.
    pub fn project(&self) -> Result<&OpenProject, Message> {
        let open = self.migration.open.as_deref();
        open.ok_or(Message::Checklist(ChecklistMessage::NoProjectOpen))
    }

    /// Whether anything may be written into the open project.
    pub fn may_record(&self) -> Result<(), Message> {
        match &self.project()?.access {
            ProjectAccess::Work => Ok(()),
            ProjectAccess::Watch(holder) => {
                let holder = holder.as_ref();
                Err(Message::Checklist(ChecklistMessage::Watching {
                    user: holder.map(|holder| holder.user.clone()).unwrap_or_default(),
                    computer: holder
                        .map(|holder| holder.computer.clone())
                        .unwrap_or_default(),
                }))
            }
        }
    }

    /// Whether an act on a step is possible now. Being outside the order needs a reason and is not impossible.
    pub fn step_possible(&self, step: &StepId, act: &StepAct) -> Result<(), Message> {
        self.may_record()?;
        let open = self.project()?;
        match act {
            StepAct::Run => {
                self.session_fits()?;
                self.may_change()?;
            }
            StepAct::Read => self.session_fits()?,
            _ => {}
        }
        open.checklist
            .possible(step, act)
            .map_err(Message::Checklist)
    }

    /// Whether the session is the one the open project is about.
    pub fn session_fits(&self) -> Result<(), Message> {
        let open = self.project()?;
        let session = self.session.as_ref().ok_or(Message::NotConnected)?;
        let profile = &open.checklist.facts.profile;
        let is_named = profile.is_empty() || *profile == session.name;
        let fits = if open.checklist.project.is_rehearsal() {
            // A rehearsal is never carried out where people work.
            session.environment != Environment::Production && (is_named || session.is_lab())
        } else {
            !session.is_lab() && session.environment == Environment::Production && is_named
        };
        if fits {
            Ok(())
        } else {
            Err(Message::Checklist(ChecklistMessage::OtherSession {
                host: session.connection.host.clone(),
            }))
        }
    }
}

impl OpenProject {
    /// Whether people may change it from here.
    pub fn is_writable(&self) -> bool {
        self.access == ProjectAccess::Work
    }
}

/// What the console does for a step, where it does it.
pub(super) fn operation(item: &Item) -> Option<Operation> {
    match item.step.done_by {
        DoneBy::Console(operation) => Some(operation),
        DoneBy::People => None,
    }
}

/// What the console reads for a step.
pub fn reading(item: &Item) -> Option<Reading> {
    item.step.proof.reading()
}
