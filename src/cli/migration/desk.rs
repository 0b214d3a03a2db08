//! A project opened by a command: what stands in it, and the only way something gets into its journal.

use std::path::Path;

use crate::checklist::{
    Checklist, OpenMode, ProjectDesk, ProjectEntry, StepAct, StepId, StoredProject, fold,
};
use crate::cli::act::Surroundings;
use crate::cli::{Exit, Streams, output};
use crate::domain::text::visible_line;
use crate::domain::{ChecklistMessage, Connection};
use crate::localization::Doing;
use crate::ports::{Clock as _, PortError};
use crate::wiring;

pub(super) struct Desk<'a, 'b> {
    pub(super) files: ProjectDesk,
    pub(super) stored: StoredProject,
    around: &'a Surroundings<'b>,
}

impl<'a, 'b> Desk<'a, 'b> {
    /// Opens a project for changes; one that somebody else has is refused.
    pub(super) fn open(
        folder: &Path,
        around: &'a Surroundings<'b>,
        streams: &mut Streams<'_>,
    ) -> Result<Self, Exit> {
        let store = wiring::project_store(folder.to_owned());
        let (mut desk, stored) =
            ProjectDesk::open(Box::new(store), OpenMode::Work, around.clock.now())
                .map_err(|err| failed(around, streams, &err))?;
        if desk.is_held() {
            return Ok(Self {
                files: desk,
                stored,
                around,
            });
        }
        let holder = desk.holder().and_then(|(holder, _)| holder.cloned());
        let message = ChecklistMessage::Watching {
            user: holder
                .as_ref()
                .map(|holder| holder.user.clone())
                .unwrap_or_default(),
            computer: holder.map(|holder| holder.computer).unwrap_or_default(),
        };
        desk.close().map_err(|err| failed(around, streams, &err))?;
        Err(refused(around, streams, &message))
    }

    pub(super) fn checklist(&self) -> Checklist {
        let StoredProject {
            project,
            procedure,
            journal,
            ..
        } = &self.stored;
        fold(project, procedure, &journal.records, None)
    }

    /// Writes one entry that the rules accept, or says why they do not.
    pub(super) fn write(
        &mut self,
        connection: Option<&Connection>,
        entry: ProjectEntry,
        streams: &mut Streams<'_>,
    ) -> Result<(), Exit> {
        let now = self.around.clock.now();
        if let Err(message) = self.checklist().accepts(&entry, now) {
            return Err(refused(self.around, streams, &message));
        }
        let records = self
            .files
            .append(now, connection, entry)
            .map_err(|err| failed(self.around, streams, &err))?;
        self.stored.journal.records.extend(records);
        Ok(())
    }

    /// Writes down why an act is outside the order, where it is; without a reason it is refused.
    pub(super) fn deviate(
        &mut self,
        step: &StepId,
        act: &StepAct,
        by: &str,
        reason: Option<&str>,
        streams: &mut Streams<'_>,
    ) -> Result<(), Exit> {
        let now = self.around.clock.now();
        let why = self.checklist().needs_reason(step, act, now);
        let has_deviated = self
            .checklist()
            .item(step)
            .is_some_and(|item| item.has_deviated);
        if why.is_empty() || has_deviated {
            return Ok(());
        }
        if let Some(reason) = reason {
            let entry = ProjectEntry::Deviated {
                step: step.clone(),
                by: by.to_owned(),
                reason: reason.to_owned(),
            };
            return self.write(None, entry, streams);
        }
        for message in &why {
            let text = self.around.localizer.checklist_message(message);
            output::line(streams.errors, &visible_line(&text));
        }
        let message = ChecklistMessage::ReasonMissing;
        Err(refused(self.around, streams, &message))
    }

    /// Lets go of the project and says how the step stands.
    pub(super) fn close(
        mut self,
        step: Option<&StepId>,
        streams: &mut Streams<'_>,
    ) -> Result<Exit, Exit> {
        self.files
            .close()
            .map_err(|err| failed(self.around, streams, &err))?;
        let checklist = self.checklist();
        if let Some(item) = step.and_then(|step| checklist.item(step)) {
            let localizer = self.around.localizer;
            let status = localizer.checklist_status(item.status);
            let title = item.step.title.of(localizer.language());
            output::line(
                streams.output,
                &visible_line(&format!("{} {title}: {status}", item.id)),
            );
        }
        Ok(Exit::Done)
    }
}

pub(super) fn failed(
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
    err: &PortError,
) -> Exit {
    output::failure(streams.errors, around.localizer, err, Doing::Keeping);
    Exit::Failed
}

pub(super) fn refused(
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
    message: &ChecklistMessage,
) -> Exit {
    let text = around.localizer.checklist_message(message);
    output::line(streams.errors, &visible_line(&text));
    Exit::Failed
}
