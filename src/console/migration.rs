//! The page of the migration: the project that is open, what is looked at, what is being entered.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

pub use crate::checklist::OpenMode;

use super::lists::List;
use super::project_draft::ProjectDraft;
use super::projects::{ProjectIntent, Projects};
use super::step_dialog::{StepDialog, StepQuestion};
use super::step_run::StepRun;
use super::table::TableEvent;
use crate::checklist::{
    Checklist, Forecast, Item, PreflightReport, Procedure, Project, ProjectJournal, ProjectRecord,
    SourceExport, StepId, Surroundings, fold, forecast,
};
use crate::domain::{ChecklistMessage, LabDeed, Language, Moment, RehearsalFault};
use crate::plan::{Damage, PlanId};
use crate::ports::PortError;

#[derive(Clone, Debug, Default)]
pub struct Migration {
    pub open: Option<Box<OpenProject>>,
    /// A folder is being opened or made.
    pub is_opening: bool,
    /// What went wrong last with the project's files; shown until something succeeds.
    pub problem: Option<PortError>,
    pub view: MigrationView,
    /// The step whose card is shown; none follows the current one.
    pub selected: Option<StepId>,
    /// The view for the projector.
    pub is_projected: bool,
    /// A new project, being entered.
    pub draft: Option<Box<ProjectDraft>>,
    /// What is asked about a step.
    pub dialog: Option<Box<StepDialog>>,
    /// The steps whose proof is being read right now.
    pub reading: BTreeSet<StepId>,
    /// Those whose proof is read after it, one after the other.
    pub queue: VecDeque<StepId>,
    /// Where nobody answered at all.
    pub unanswered: BTreeMap<StepId, PortError>,
    /// The step the console is doing.
    pub run: Option<StepRun>,
    /// The steps the lab's people are doing.
    pub acting: BTreeSet<StepId>,
    /// Entries that could not be written down.
    pub unwritten: Option<PortError>,
    /// The project's journal, as a list.
    pub record: List,
    /// What was interrupted has been looked at since the project was opened.
    pub(super) is_observed: bool,
    /// What is done with projects as a whole.
    pub projects: Projects,
    pub exports: Vec<SourceExport>,
    /// What was dropped and could not be read.
    pub export_problems: Vec<ExportProblem>,
    /// How many times files were asked for and have not come yet.
    pub exports_asked: usize,
    pub preflight: Option<PreflightReport>,
    /// The names that will be imported, where exports were given.
    pub names: Vec<String>,
    /// The project the exports belong to.
    pub judged_folder: Option<PathBuf>,
}

/// A file that was dropped and is no export that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportProblem {
    pub name: String,
    pub message: ChecklistMessage,
}

/// The project that is open, as its files stand.
#[derive(Clone, Debug)]
pub struct OpenProject {
    pub folder: PathBuf,
    pub access: ProjectAccess,
    pub checklist: Arc<Checklist>,
    pub forecast: Arc<Forecast>,
    /// How many entries its journal has, and the hash of the last line.
    pub entries: usize,
    pub last_hash: String,
    pub damages: Vec<Damage>,
    pub records: Arc<Vec<ProjectRecord>>,
    /// The rehearsals in its folder, oldest first.
    pub rehearsals: Vec<PathBuf>,
}

/// A project as it was found in its folder.
#[derive(Clone, Debug)]
pub struct ProjectFiles {
    pub folder: PathBuf,
    pub access: ProjectAccess,
    pub project: Project,
    pub procedure: Arc<Procedure>,
    pub journal: ProjectJournal,
    /// The rehearsals in its folder, oldest first.
    pub rehearsals: Vec<PathBuf>,
}

impl OpenProject {
    pub fn of(files: ProjectFiles, live: Option<&PlanId>, now: Moment) -> Self {
        let ProjectFiles {
            folder,
            access,
            project,
            procedure,
            journal,
            rehearsals,
        } = files;
        let checklist = fold(&project, &procedure, &journal.records, live);
        Self {
            folder,
            access,
            forecast: Arc::new(forecast(&checklist, now)),
            checklist: Arc::new(checklist),
            entries: journal.records.len(),
            last_hash: journal
                .records
                .last()
                .map(|record| record.hash.clone())
                .unwrap_or_default(),
            damages: journal.damages,
            records: Arc::new(journal.records),
            rehearsals,
        }
    }
}

impl OpenProject {
    /// Computes anew where the migration stands.
    pub(super) fn refold(&mut self, live: Option<&PlanId>, now: Moment) {
        let Checklist {
            project, procedure, ..
        } = &*self.checklist;
        self.checklist = Arc::new(fold(project, procedure, &self.records, live));
        self.look_at_clock(now);
    }

    /// Looks at the clock: only what has changed is made anew.
    pub(super) fn look_at_clock(&mut self, now: Moment) {
        let seen = forecast(&self.checklist, now);
        if *self.forecast != seen {
            self.forecast = Arc::new(seen);
        }
    }

    /// What a reading for a step is made for.
    pub(super) fn surroundings(&self, item: &Item, names: &[String]) -> Surroundings {
        Surroundings {
            facts: self.checklist.facts.clone(),
            address: item.address.as_ref().map(|(_, address)| address.clone()),
            source: self.checklist.source_counts,
            baseline: self.checklist.baseline,
            names: names.to_vec(),
        }
    }
}

/// What this console may do with the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectAccess {
    Work,
    /// Somebody else has it open for changes, or the folder is read-only.
    Watch(Option<LockHolder>),
}

/// Who has a project open for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockHolder {
    pub user: String,
    pub computer: String,
    pub since: Moment,
    /// It gave no sign of life for longer than a console that runs would.
    pub is_stale: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MigrationView {
    #[default]
    Checklist,
    Preflight,
    Record,
}

/// What the user wants of the migration.
#[derive(Clone, Debug)]
pub enum MigrationIntent {
    Show(MigrationView),
    Select(Option<StepId>),
    Project(bool),
    // Projects
    OpenDraft,
    EditDraft(super::project_draft::ProjectEdit),
    /// Makes the project of the draft.
    Create,
    CloseDraft,
    /// Asks for the folder, then opens it.
    PickAndOpen,
    Open {
        folder: PathBuf,
        mode: OpenMode,
    },
    Close,
    Reload,
    /// Makes a rehearsal of the open project and opens it on the lab.
    Rehearse(Vec<RehearsalFault>),
    /// Takes the times a rehearsal measured as planned durations.
    TakeTimes(PathBuf),
    /// What else is done with projects as a whole.
    Manage(ProjectIntent),
    // Steps
    Begin(StepId),
    Read(StepId),
    /// Reads every fact that holds now.
    ReadAll,
    Run(StepId),
    /// Opens what is asked before an act.
    Ask {
        step: Option<StepId>,
        question: StepQuestion,
    },
    EditDialog(super::step_dialog::StepEdit),
    ConfirmDialog,
    CloseDialog,
    /// In a rehearsal, lets the lab's people do the step that was handed over.
    LetLabAct(StepId),
    /// The same for something that holds a step up.
    LetLabFix {
        step: StepId,
        deed: LabDeed,
    },
    /// Asks for a file to attach.
    PickEvidence,
    /// The journal of the project, as a list.
    Record(TableEvent<String>),
    // Pre-flight and record
    PickExports,
    DropFile(PathBuf),
    RunPreflight,
    /// The risk sheet, for a spreadsheet.
    CopyPreflight,
    SaveReport(Language),
}
