//! The window's outside for a migration: a project in memory, proofs read from the lab, the lab's people.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use pchat_console::checklist::{
    self, EvidenceFile, Procedure, Project, ProjectEntry, ProjectJournal, ProjectRecord,
};
use pchat_console::console::{Effect, Event, ProjectAccess, ProjectFiles};
use pchat_console::domain::{Connection, Moment};
use pchat_console::plan::{Entry, JournalWriter, PlanLog, Who};
use pchat_console::ports::{Call, Cancel, Clock as _, PortError, PortResult};

use super::window::Console;

/// The project's folder.
pub(crate) struct Kept {
    pub(crate) folder: PathBuf,
    pub(crate) project: Project,
    pub(crate) procedure: Arc<Procedure>,
    pub(crate) records: Vec<ProjectRecord>,
    pub(crate) access: ProjectAccess,
    /// Which run of the program writes: each has a file of its own.
    pub(crate) run: usize,
}

/// What is outside for a migration.
#[derive(Default)]
pub(crate) struct Outside {
    pub(crate) kept: Option<Kept>,
    /// Every line that is to be written fails with this.
    pub(crate) writing_fails: Option<PortError>,
    /// Proofs are answered with this.
    pub(crate) proof_fails: Option<PortError>,
    pub(crate) reports: Vec<(String, String)>,
}

impl Kept {
    fn push(&mut self, entry: ProjectEntry, at: Moment) {
        let number = u64::try_from(self.records.len()).unwrap_or_default() + 1;
        self.records.push(ProjectRecord {
            file: format!("{:04}.journal", self.run),
            number,
            at,
            who: Arc::new(Who {
                os_user: "CORP\\operator".to_owned(),
                computer: "ADMIN-PC01".to_owned(),
                connection: None,
            }),
            entry,
            hash: format!("{number:064x}"),
        });
    }

    fn files(&self) -> ProjectFiles {
        ProjectFiles {
            folder: self.folder.clone(),
            access: self.access.clone(),
            project: self.project.clone(),
            procedure: self.procedure.clone(),
            journal: ProjectJournal {
                records: self.records.clone(),
                damages: Vec::new(),
            },
            rehearsals: Vec::new(),
        }
    }
}

/// Writes a plan into the console's journal, and keeps what belongs into the project's.
pub(crate) struct Tee<'a> {
    pub(crate) journal: &'a mut JournalWriter,
    pub(crate) kept: Vec<(Moment, Entry)>,
}

impl PlanLog for Tee<'_> {
    fn append(&mut self, at: Moment, connection: &Connection, entry: Entry) -> PortResult<()> {
        self.kept.push((at, entry.clone()));
        PlanLog::append(self.journal, at, connection, entry)
    }
}

impl Console {
    /// What a plan wrote, as entries of the open project.
    pub(crate) fn keep_plan(&mut self, entries: Vec<(Moment, Entry)>) {
        let Some(kept) = &mut self.outside.kept else {
            return;
        };
        let before = kept.records.len();
        for (at, entry) in entries {
            kept.push(ProjectEntry::Plan(entry), at);
        }
        let records = kept.records[before..].to_vec();
        let result = Ok(());
        self.event(Event::Recorded { records, result });
    }

    /// The program ends and is started again; the project is opened anew.
    pub(crate) fn reopen_project(&mut self) {
        let now = self.clock.now();
        if let Some(kept) = &mut self.outside.kept {
            kept.run += 1;
            let program = "pchat-console test".to_owned();
            kept.push(ProjectEntry::RunOpened { program }, now);
            let files = Box::new(kept.files());
            self.event(Event::ProjectOpened(Ok(files)));
        }
    }

    pub(crate) fn answer_migration(&mut self, effect: Effect) {
        let now = self.clock.now();
        if let Some(folders) = &mut self.folders {
            for event in folders.answer(effect, now) {
                self.event(event);
            }
            return;
        }
        match effect {
            Effect::CreateProject {
                folder,
                project,
                procedure,
            } => {
                self.outside.kept = Some(Kept {
                    folder,
                    project: *project,
                    procedure,
                    records: Vec::new(),
                    access: ProjectAccess::Work,
                    run: 0,
                });
                self.reopen_project();
            }
            Effect::CloseProject => self.event(Event::ProjectClosed),
            Effect::Record(entries) => self.record(entries, now),
            Effect::AttachEvidence { step, file } => {
                let name = file
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned());
                let file = EvidenceFile {
                    name: name.unwrap_or_default(),
                    sha256: "5e88".repeat(16),
                    bytes: 4096,
                };
                self.record(vec![ProjectEntry::Attached { step, file }], now);
            }
            Effect::ReadProof {
                step,
                reading,
                around,
            } => {
                let call = Call::new(Duration::from_mins(1), &Cancel::default());
                let mut path = self.lab.client_path();
                let result = match (self.outside.proof_fails.clone(), self.sides()) {
                    (Some(err), _) => Err(err),
                    (None, Some(mut sides)) => {
                        checklist::read(reading, &around, &mut sides, &mut path, now, &call)
                    }
                    (None, None) => return,
                };
                let result = result.map(Box::new);
                self.event(Event::ProofRead { step, result });
            }
            Effect::StageLab { stage, faults, .. } => {
                self.lab.restage(&stage);
                self.lab.befall(&faults);
            }
            Effect::ActAsLabPeople { step, deeds } => {
                let said: Vec<_> = deeds
                    .into_iter()
                    .map(|deed| self.lab.people_act(deed).unwrap_or_else(|words| words))
                    .collect();
                let output = said.join("\n");
                self.event(Event::LabPeopleActed { step, output });
            }
            Effect::PickEvidence => self.event(Event::EvidencePicked(self.picked.clone())),
            Effect::SaveReport { name, html } => {
                let file = PathBuf::from("/srv/migration/reports").join(&name);
                self.outside.reports.push((name, html));
                self.event(Event::ReportSaved(Ok(file)));
            }
            _ => {}
        }
    }

    fn record(&mut self, entries: Vec<ProjectEntry>, now: Moment) {
        if let Some(err) = self.outside.writing_fails.clone() {
            let (records, result) = (Vec::new(), Err(err));
            self.event(Event::Recorded { records, result });
            return;
        }
        let Some(kept) = &mut self.outside.kept else {
            return;
        };
        let before = kept.records.len();
        for entry in entries {
            kept.push(entry, now);
        }
        let records = kept.records[before..].to_vec();
        let result = Ok(());
        self.event(Event::Recorded { records, result });
    }
}
