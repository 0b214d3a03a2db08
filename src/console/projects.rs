//! What is done with projects as a whole: which there were, what is asked about them, the template that is edited.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::migration::{LockHolder, OpenProject};
use super::state::State;
use crate::checklist::{OwnStep, Procedure, ProcedureStep, ProjectKind, StepId};
use crate::domain::{ChecklistMessage, Language, Message, RehearsalFault};
use crate::ports::PortError;

#[derive(Clone, Debug, Default)]
pub struct Projects {
    /// Folders of recent projects that hold none any more.
    pub gone: BTreeSet<PathBuf>,
    pub dialog: Option<ProjectDialog>,
    /// The file dialog that is open asks for this.
    pub(super) picks: Picks,
    /// The folder that is being opened or made, for when that fails.
    pub asked: Option<PathBuf>,
    /// The open project was lost to somebody else, or its folder is gone.
    pub lost: Option<PortError>,
}

/// What a folder is picked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picks {
    #[default]
    Open,
    /// The folder a new project goes into.
    Place,
}

/// What is asked about projects.
#[derive(Clone, Debug)]
pub enum ProjectDialog {
    /// The folder of a project, typed.
    Open {
        typed: String,
    },
    /// Somebody else's lock, which gave no sign of life.
    TakeOver {
        folder: PathBuf,
        holder: LockHolder,
    },
    Rehearse {
        faults: BTreeSet<RehearsalFault>,
    },
    Times(Box<TimesDialog>),
    Template(Box<TemplateDraft>),
}

/// The times a rehearsal took, beside those that are planned.
#[derive(Clone, Debug)]
pub struct TimesDialog {
    pub folder: PathBuf,
    pub rows: Vec<MeasuredTime>,
    pub is_reading: bool,
    pub error: Option<PortError>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasuredTime {
    pub step: StepId,
    pub planned: u32,
    pub measured: u32,
    pub is_taken: bool,
}

/// A procedure while it is changed.
#[derive(Clone, Debug)]
pub struct TemplateDraft {
    pub procedure: Procedure,
    pub goal: TemplateGoal,
    pub selected: Option<StepId>,
    /// The step that is being added behind the selected one.
    pub own: Option<OwnStep>,
    /// Why the own step cannot be added yet.
    pub own_is_incomplete: bool,
    pub file: String,
    pub file_problem: Option<TemplateProblem>,
    pub saved: Option<PathBuf>,
    pub is_changed: bool,
}

/// What a changed procedure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateGoal {
    /// The project that is being entered.
    Draft,
    /// The open project, which has not begun.
    Project,
    /// Only a file, because the open project has begun or none is open.
    File,
}

/// Why a template cannot be read or written.
#[derive(Clone, Debug)]
pub enum TemplateProblem {
    NoFile,
    Port(PortError),
    /// The parser's own word.
    NotAProcedure(String),
    /// It can be read, but its steps contradict each other.
    Contradicts(Vec<ChecklistMessage>),
}

#[derive(Clone, Debug)]
pub enum TemplateEdit {
    Select(StepId),
    Minutes(String),
    Owner(String),
    Notes(String),
    /// Begins a step behind the selected one.
    BeginOwn,
    Own(OwnEdit, String),
    AddOwn,
    DropOwn,
    RemoveOwn,
    File(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnEdit {
    Title,
    What,
    Command,
    Machine,
    Role,
    Minutes,
}

/// What the user wants of projects as a whole.
#[derive(Clone, Debug)]
pub enum ProjectIntent {
    /// Makes a rehearsal of the lab's own deployment, with everything filled in, and opens it.
    StartLabRehearsal,
    /// Opens the dialog a folder is typed in.
    AskToOpen,
    TypeFolder(String),
    OpenTyped,
    Forget(PathBuf),
    AskToTakeOver,
    TakeOver,
    AskToRehearse,
    Fault(RehearsalFault, bool),
    /// From a rehearsal to the project it rehearses.
    BackToProject,
    AskForTimes(PathBuf),
    Time {
        place: usize,
        is_taken: bool,
    },
    /// Opens the facts of the open project, to be changed.
    ChangeFacts,
    EditTemplate,
    Template(TemplateEdit),
    SaveTemplate,
    /// Uses the changed procedure for what it was opened for.
    UseTemplate,
    CloseDialog,
}

impl State {
    /// A rehearsal stands in the folder of the project it rehearses, and takes the place of the session.
    pub fn may_rehearse(&self) -> Result<(), Message> {
        if self.is_running() {
            return Err(Message::OtherChangeRunning);
        }
        self.may_record()
    }

    /// What the lab's own rehearsal is made from is the lab's reading.
    pub fn may_start_lab_rehearsal(&self) -> Result<(), Message> {
        if self.is_running() {
            return Err(Message::OtherChangeRunning);
        }
        let session = self.session.as_ref().ok_or(Message::NotConnected)?;
        if !session.is_lab() || self.inventory.value().is_none() {
            return Err(Message::NothingRead);
        }
        Ok(())
    }

    /// The folder of the project the open rehearsal belongs to.
    pub fn rehearsed_project(&self) -> Option<PathBuf> {
        let open = self.migration.open.as_ref()?;
        match &open.checklist.project.kind {
            ProjectKind::Rehearsal { of: Some(_), .. } => {
                let above = open.folder.parent()?.parent()?;
                Some(above.to_owned())
            }
            _ => None,
        }
    }
}

impl OpenProject {
    /// Whether any step was begun or is over.
    pub fn has_begun(&self) -> bool {
        let mut items = self.checklist.items.iter();
        // A step that never applied is over, too, but nobody began it.
        items.any(|item| {
            item.started_at.is_some()
                || item.verified.is_some()
                || item.attested.is_some()
                || item.reason.is_some()
        })
    }
}

impl TemplateDraft {
    pub(super) fn new(procedure: &Arc<Procedure>, goal: TemplateGoal, file: String) -> Self {
        let procedure = Procedure::clone(procedure);
        let first = procedure.steps().next().map(|(_, step)| step.id.clone());
        Self {
            procedure,
            goal,
            selected: first,
            own: None,
            own_is_incomplete: false,
            file,
            file_problem: None,
            saved: None,
            is_changed: false,
        }
    }

    pub(super) fn edit(&mut self, edit: TemplateEdit, language: Language) {
        self.saved = None;
        match edit {
            TemplateEdit::Select(step) => {
                self.selected = Some(step);
                self.own = None;
            }
            TemplateEdit::Minutes(typed) => {
                let minutes = minutes_of(&typed);
                self.change(|step| step.minutes = minutes);
            }
            TemplateEdit::Owner(typed) => self.change(|step| step.owner = typed),
            TemplateEdit::Notes(typed) => self.change(|step| step.notes = typed),
            TemplateEdit::BeginOwn => self.own = Some(OwnStep::default()),
            TemplateEdit::Own(field, typed) => self.edit_own(field, typed),
            TemplateEdit::DropOwn => self.own = None,
            TemplateEdit::AddOwn => self.add_own(language),
            TemplateEdit::RemoveOwn => {
                if let Some(step) = self.selected.take() {
                    self.procedure.remove_own(&step);
                    self.is_changed = true;
                }
                let first = self.procedure.steps().next();
                self.selected = first.map(|(_, step)| step.id.clone());
            }
            TemplateEdit::File(typed) => {
                self.file = typed;
                self.file_problem = None;
            }
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut ProcedureStep)) {
        let step = self.selected.as_ref();
        if let Some(step) = step.and_then(|step| self.procedure.step_mut(step)) {
            change(step);
            self.is_changed = true;
        }
    }

    fn edit_own(&mut self, field: OwnEdit, typed: String) {
        self.own_is_incomplete = false;
        let Some(own) = &mut self.own else {
            return;
        };
        match field {
            OwnEdit::Title => own.title = typed,
            OwnEdit::What => own.what = typed,
            OwnEdit::Command => own.command = typed,
            OwnEdit::Machine => own.machine = typed,
            OwnEdit::Role => own.role = typed,
            OwnEdit::Minutes => own.minutes = minutes_of(&typed),
        }
    }

    fn add_own(&mut self, language: Language) {
        let Some(own) = &self.own else {
            return;
        };
        // A step without a name or without words cannot be carried out by anybody.
        self.own_is_incomplete = own.title.trim().is_empty() || own.what.trim().is_empty();
        if self.own_is_incomplete {
            return;
        }
        let after = self.selected.clone();
        let added = after.and_then(|after| self.procedure.add_own(&after, own, language));
        if let Some(id) = added {
            self.selected = Some(id);
            self.own = None;
            self.is_changed = true;
        }
    }
}

/// The digits of what was typed; a planned time has at most four.
fn minutes_of(typed: &str) -> u32 {
    let digits: String = typed.chars().filter(char::is_ascii_digit).take(4).collect();
    digits.parse().unwrap_or_default()
}
