//! What is done with files beside the journal, each on a thread of its own: copying evidence, reading exports,
//! templates and other projects, and asking where.

use std::path::Path;
use std::sync::Arc;

use super::slot::Slot;
use super::worker::not_open;
use crate::checklist::{
    self, OpenMode, ProjectDesk, ProjectEntry, ProjectRecord, StepId, seal_passphrase,
};
use crate::console::{Effect, Event, JobName, ProjectAccess, ProjectFiles};
use crate::domain::{ChecklistMessage, LabDeed, Secret};
use crate::ports::{PortError, PortErrorKind, PortResult};
use crate::runtime::jobs::Jobs;
use crate::runtime::{Outside, Teller};

/// An export of a large site has some ten thousand rows.
const EXPORT_LIMIT: u64 = 64 * 1024 * 1024;
const TEMPLATE_LIMIT: u64 = 4 * 1024 * 1024;

pub(super) fn perform(
    effect: Effect,
    outside: &Arc<dyn Outside>,
    slot: &Slot,
    teller: &Teller,
    jobs: &mut Jobs,
) {
    let outside = outside.clone();
    match effect {
        Effect::AttachEvidence { step, file } => {
            let (slot, teller) = (slot.clone(), teller.clone());
            jobs.start(JobName::Files, move || {
                let (records, result) = match attach(outside.as_ref(), &slot, step, &file) {
                    Ok(records) => (records, Ok(())),
                    Err(err) => (Vec::new(), Err(err)),
                };
                teller.recorded(records, result)
            });
        }
        Effect::ReadExports(files) => jobs.start(JobName::Files, move || {
            let read = files.iter().map(|file| read_export(outside.as_ref(), file));
            Event::ExportsRead(read.collect())
        }),
        Effect::SaveReport { name, html } => {
            let folder = slot.lock().as_ref().map(|desk| desk.folder().to_owned());
            jobs.start(JobName::Files, move || {
                let saved = match folder {
                    Some(folder) => outside.project_store(&folder).save_report(&name, &html),
                    None => Err(not_open()),
                };
                Event::ReportSaved(saved)
            });
        }
        Effect::SealPassphrase(passphrase) => {
            jobs.start(JobName::Files, move || {
                Event::PassphraseSealed(seal(&passphrase))
            });
        }
        Effect::LookForProjects(folders) => jobs.start(JobName::Files, move || {
            let looked = folders.into_iter().map(|folder| {
                let is_there = outside.has_project(&folder);
                (folder, is_there)
            });
            Event::ProjectsLookedFor(looked.collect())
        }),
        Effect::ReadTemplate(file) => jobs.start(JobName::Files, move || {
            let result = read_text(outside.as_ref(), &file);
            Event::TemplateRead { file, result }
        }),
        Effect::SaveTemplate { file, text } => jobs.start(JobName::Files, move || {
            let saved = outside.save_new(&file, &text);
            Event::TemplateSaved(saved.map(|()| file))
        }),
        Effect::ReadRehearsal(folder) => jobs.start(JobName::Files, move || {
            let result = read_project(outside.as_ref(), &folder).map(Box::new);
            Event::RehearsalRead { folder, result }
        }),
        Effect::ActAsLabPeople { step, deeds } => jobs.start(JobName::Files, move || {
            let output = act(outside.as_ref(), &deeds);
            Event::LabPeopleActed { step, output }
        }),
        _ => {}
    }
}

/// The copy is made without holding the journal up.
fn attach(
    outside: &dyn Outside,
    slot: &Slot,
    step: StepId,
    file: &Path,
) -> PortResult<Vec<ProjectRecord>> {
    let folder = match slot.lock().as_ref() {
        Some(desk) if desk.is_held() => desk.folder().to_owned(),
        _ => return Err(not_open()),
    };
    let kept = outside.project_store(&folder).keep_evidence(file)?;
    let entry = ProjectEntry::Attached { step, file: kept };
    match slot.lock().as_mut() {
        Some(desk) if desk.folder() == folder => desk.append(outside.clock().now(), None, entry),
        _ => Err(not_open()),
    }
}

fn read_export(
    outside: &dyn Outside,
    file: &Path,
) -> (String, Result<checklist::SourceExport, ChecklistMessage>) {
    let name = file.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let read = match outside.read_file(file, EXPORT_LIMIT) {
        Ok(bytes) => checklist::read_export(&name, &bytes),
        Err(err) => Err(ChecklistMessage::FileUnreadable {
            file: file.display().to_string(),
            words: err.source,
        }),
    };
    (name, read)
}

fn read_text(outside: &dyn Outside, file: &Path) -> PortResult<String> {
    let bytes = outside.read_file(file, TEMPLATE_LIMIT)?;
    String::from_utf8(bytes)
        .map_err(|err| PortError::new(PortErrorKind::File, "read", file.display().to_string(), err))
}

fn seal(passphrase: &Secret) -> PortResult<String> {
    seal_passphrase(passphrase, &rand::random()).ok_or_else(|| {
        PortError::new(
            PortErrorKind::Refused,
            "passphrase",
            "",
            "it could not be sealed",
        )
    })
}

/// Reads another project and leaves its lock alone.
fn read_project(outside: &dyn Outside, folder: &Path) -> PortResult<ProjectFiles> {
    let store = outside.project_store(folder);
    let (_, stored) = ProjectDesk::open(store, OpenMode::Watch, outside.clock().now())?;
    Ok(super::files_of(folder, ProjectAccess::Watch(None), stored))
}

/// One after the other; after the first that fails nothing more is done, and its words stand last.
fn act(outside: &dyn Outside, deeds: &[LabDeed]) -> String {
    let mut output = Vec::new();
    for deed in deeds {
        match outside.act_as_lab_people(*deed) {
            Ok(said) => output.push(said),
            Err(said) => {
                output.push(said);
                break;
            }
        }
    }
    output.join("\n")
}
