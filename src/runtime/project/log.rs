//! The journal of the open project, as the session's worker writes plans to it.

use std::path::PathBuf;

use super::slot::Slot;
use crate::domain::{Connection, Environment, Moment};
use crate::plan::{Entry, PlanLog, PlanRecord};
use crate::ports::{PortError, PortErrorKind, PortResult};
use crate::runtime::Teller;

pub(in crate::runtime) struct ProjectLog {
    slot: Slot,
    teller: Teller,
    /// A project that is opened meanwhile is another one.
    folder: PathBuf,
}

impl ProjectLog {
    /// The open project's, where the plan's entries belong there.
    pub(in crate::runtime) fn of(
        slot: &Slot,
        teller: &Teller,
        record: &PlanRecord,
        environment: Environment,
    ) -> Option<Self> {
        let desk = slot.lock();
        let desk = desk
            .as_ref()
            .filter(|desk| desk.takes(record, environment))?;
        Some(Self {
            slot: slot.clone(),
            teller: teller.clone(),
            folder: desk.folder().to_owned(),
        })
    }
}

impl PlanLog for ProjectLog {
    fn append(&mut self, at: Moment, connection: &Connection, entry: Entry) -> PortResult<()> {
        let written = match self.slot.lock().as_mut() {
            Some(desk) if desk.folder() == self.folder => {
                let entry = crate::checklist::ProjectEntry::Plan(entry);
                desk.append(at, Some(connection), entry)
            }
            _ => Err(PortError::new(
                PortErrorKind::ProjectTaken,
                "write",
                self.folder.display().to_string(),
                "the project was closed",
            )),
        };
        let (records, result) = match written {
            Ok(records) => (records, Ok(())),
            Err(err) => (Vec::new(), Err(err)),
        };
        self.teller.tell_recorded(records, result.clone());
        result
    }
}
