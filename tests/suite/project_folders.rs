//! Folders of projects for tests of the window: in memory, with what can be wrong with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pchat_console::checklist::{
    Procedure, Project, ProjectEntry, ProjectJournal, ProjectRecord, seal_passphrase,
};
use pchat_console::console::{Effect, Event, ProjectAccess, ProjectFiles};
use pchat_console::domain::Moment;
use pchat_console::plan::{Damage, Who};
use pchat_console::ports::{PortError, PortErrorKind};

/// One project as its folder holds it.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) project: Project,
    pub(crate) procedure: Arc<Procedure>,
    pub(crate) records: Vec<ProjectRecord>,
    pub(crate) damages: Vec<Damage>,
    /// What whoever opens it finds.
    pub(crate) access: ProjectAccess,
}

/// The file share.
#[derive(Default)]
pub(crate) struct Folders {
    pub(crate) kept: BTreeMap<PathBuf, Kept>,
    pub(crate) open: Option<PathBuf>,
    /// Every attempt to make or open one fails with this.
    pub(crate) fails: Option<PortError>,
    pub(crate) texts: BTreeMap<PathBuf, String>,
    pub(crate) picked: Option<PathBuf>,
    /// What was staged in the lab.
    pub(crate) staged: Vec<Effect>,
}

impl Folders {
    /// Carries out what is asked of files, and says what comes back.
    pub(crate) fn answer(&mut self, effect: Effect, now: Moment) -> Vec<Event> {
        match effect {
            Effect::CreateProject {
                folder,
                project,
                procedure,
            } => {
                if self.kept.contains_key(&folder) {
                    let err = refusal(PortErrorKind::AlreadyThere, &folder);
                    return vec![Event::ProjectOpened(Err(err))];
                }
                if self.fails.is_none() {
                    let kept = Kept {
                        project: *project,
                        procedure,
                        records: Vec::new(),
                        damages: Vec::new(),
                        access: ProjectAccess::Work,
                    };
                    self.kept.insert(folder.clone(), kept);
                }
                vec![self.open(folder)]
            }
            Effect::OpenProject { folder, mode } => {
                use pchat_console::console::OpenMode;
                if let (OpenMode::TakeOver, Some(kept)) = (mode, self.kept.get_mut(&folder)) {
                    kept.access = ProjectAccess::Work;
                    let taken = ProjectEntry::TakenOver {
                        user: "CORP\\operator2".to_owned(),
                        computer: "ADMIN-PC02".to_owned(),
                    };
                    push(kept, taken, now);
                }
                if let (OpenMode::Watch, Some(kept)) = (mode, self.kept.get_mut(&folder)) {
                    kept.access = ProjectAccess::Watch(None);
                }
                vec![self.open(folder)]
            }
            Effect::CloseProject => {
                self.open = None;
                vec![Event::ProjectClosed]
            }
            Effect::ReloadProject => match self.open.clone() {
                Some(folder) => vec![self.open(folder)],
                None => Vec::new(),
            },
            Effect::Record(entries) => self.record(entries, now),
            Effect::PinProcedure(procedure) => {
                let folder = self.open.clone().unwrap();
                self.kept.get_mut(&folder).unwrap().procedure = procedure;
                vec![self.open(folder)]
            }
            Effect::ReadRehearsal(folder) => {
                let result = self.read(&folder).map(Box::new);
                vec![Event::RehearsalRead { folder, result }]
            }
            Effect::LookForProjects(folders) => {
                let found = folders.into_iter();
                let found = found.map(|folder| {
                    let is_there = self.kept.contains_key(&folder);
                    (folder, is_there)
                });
                vec![Event::ProjectsLookedFor(found.collect())]
            }
            Effect::SealPassphrase(passphrase) => {
                let sealed = seal_passphrase(&passphrase, &[7; 16]).unwrap();
                vec![Event::PassphraseSealed(Ok(sealed))]
            }
            Effect::PickProjectFolder => vec![Event::ProjectFolderPicked(self.picked.clone())],
            Effect::PickTemplate => vec![Event::TemplatePicked(self.picked.clone())],
            Effect::ReadTemplate(file) => {
                let text = self.texts.get(&file).cloned();
                let result = text.ok_or_else(|| refusal(PortErrorKind::File, &file));
                vec![Event::TemplateRead { file, result }]
            }
            Effect::SaveTemplate { file, text } => {
                if self.texts.contains_key(&file) {
                    let err = refusal(PortErrorKind::AlreadyThere, &file);
                    return vec![Event::TemplateSaved(Err(err))];
                }
                self.texts.insert(file.clone(), text);
                vec![Event::TemplateSaved(Ok(file))]
            }
            Effect::StageLab { .. } => {
                self.staged.push(effect);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn open(&mut self, folder: PathBuf) -> Event {
        let read = self.read(&folder);
        if read.is_ok() {
            self.open = Some(folder);
        }
        Event::ProjectOpened(read.map(Box::new))
    }

    fn read(&self, folder: &Path) -> Result<ProjectFiles, PortError> {
        if let Some(err) = &self.fails {
            return Err(err.clone());
        }
        let kept = self.kept.get(folder);
        let kept = kept.ok_or_else(|| refusal(PortErrorKind::FolderGone, folder))?;
        let below = folder.join("rehearsals");
        let rehearsals = self.kept.keys().filter(|other| other.starts_with(&below));
        Ok(ProjectFiles {
            folder: folder.to_owned(),
            access: kept.access.clone(),
            project: kept.project.clone(),
            procedure: kept.procedure.clone(),
            journal: ProjectJournal {
                records: kept.records.clone(),
                damages: kept.damages.clone(),
            },
            rehearsals: rehearsals.cloned().collect(),
        })
    }

    fn record(&mut self, entries: Vec<ProjectEntry>, now: Moment) -> Vec<Event> {
        let Some(kept) = self.open.as_ref().and_then(|open| self.kept.get_mut(open)) else {
            return Vec::new();
        };
        let before = kept.records.len();
        for entry in entries {
            push(kept, entry, now);
        }
        let records = kept.records[before..].to_vec();
        let result = Ok(());
        vec![Event::Recorded { records, result }]
    }
}

pub(crate) fn push(kept: &mut Kept, entry: ProjectEntry, at: Moment) {
    let number = u64::try_from(kept.records.len()).unwrap() + 1;
    kept.records.push(ProjectRecord {
        file: "20261120T140509-1.journal".to_owned(),
        number,
        at,
        who: Arc::new(Who {
            os_user: "CORP\\operator".to_owned(),
            computer: "ADMIN-PC01".to_owned(),
            connection: None,
        }),
        entry,
        hash: format!("{number:064}"),
    });
}

pub(crate) fn refusal(kind: PortErrorKind, path: &Path) -> PortError {
    PortError::new(kind, "open", path.display().to_string(), "os error 5")
}
