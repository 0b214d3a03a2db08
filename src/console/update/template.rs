//! The procedure as a site changes it: read from a file, edited, saved, used.

use std::path::PathBuf;
use std::sync::Arc;

use crate::checklist::Procedure;
use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::ProjectAccess;
use crate::console::project_draft::{ProjectDraft, ProjectField};
use crate::console::projects::{
    ProjectDialog, ProjectIntent, TemplateDraft, TemplateGoal, TemplateProblem,
};
use crate::console::state::State;
use crate::ports::PortError;

pub(super) fn on_intent(state: &mut State, intent: ProjectIntent) -> Vec<Effect> {
    match intent {
        ProjectIntent::EditTemplate => {
            let Some(project) = &state.migration.open else {
                let procedure = Procedure::built_in();
                open(state, &procedure, TemplateGoal::File);
                return Vec::new();
            };
            let may_be_changed = project.access == ProjectAccess::Work && !project.has_begun();
            let goal = if may_be_changed {
                TemplateGoal::Project
            } else {
                TemplateGoal::File
            };
            let procedure = project.checklist.procedure.clone();
            open(state, &procedure, goal);
            Vec::new()
        }
        ProjectIntent::Template(edit) => {
            let language = state.localizer.language();
            if let Some(template) = in_view(state) {
                template.edit(edit, language);
            }
            Vec::new()
        }
        ProjectIntent::SaveTemplate => save(state),
        ProjectIntent::UseTemplate => use_it(state),
        _ => Vec::new(),
    }
}

pub(super) fn open(state: &mut State, procedure: &Arc<Procedure>, goal: TemplateGoal) {
    let file = state.places.data_folder.join("procedure.ron");
    let template = TemplateDraft::new(procedure, goal, file.display().to_string());
    state.migration.projects.dialog = Some(ProjectDialog::Template(Box::new(template)));
}

fn in_view(state: &mut State) -> Option<&mut TemplateDraft> {
    match &mut state.migration.projects.dialog {
        Some(ProjectDialog::Template(template)) => Some(template),
        _ => None,
    }
}

pub(super) fn on_event(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::TemplatePicked(Some(file)) => match &mut state.migration.draft {
            Some(draft) => {
                draft.set(ProjectField::Template, file.display().to_string());
                read(draft)
            }
            None => Vec::new(),
        },
        Event::TemplateRead { file, result } => {
            on_read(state, file, result);
            Vec::new()
        }
        Event::TemplateSaved(result) => {
            if let Some(template) = in_view(state) {
                match result {
                    Ok(file) => template.saved = Some(file),
                    Err(err) => template.file_problem = Some(TemplateProblem::Port(err)),
                }
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Asks for the file whose name stands in the draft.
pub(super) fn read(draft: &mut ProjectDraft) -> Vec<Effect> {
    let file = draft.text(ProjectField::Template).trim();
    if file.is_empty() {
        draft.template_problem = Some(TemplateProblem::NoFile);
        return Vec::new();
    }
    vec![Effect::ReadTemplate(PathBuf::from(file))]
}

fn on_read(state: &mut State, file: PathBuf, result: Result<String, PortError>) {
    let Some(draft) = &mut state.migration.draft else {
        return;
    };
    let read = result
        .map_err(TemplateProblem::Port)
        .and_then(|text| Procedure::from_text(&text).map_err(TemplateProblem::NotAProcedure))
        .and_then(|procedure| match procedure.check() {
            problems if problems.is_empty() => Ok(procedure),
            problems => Err(TemplateProblem::Contradicts(problems)),
        });
    match read {
        Ok(procedure) => {
            draft.procedure = Arc::new(procedure);
            draft.procedure_file = Some(file);
            draft.is_procedure_changed = false;
            draft.template_problem = None;
        }
        Err(problem) => draft.template_problem = Some(problem),
    }
}

fn save(state: &mut State) -> Vec<Effect> {
    let Some(template) = in_view(state) else {
        return Vec::new();
    };
    let file = template.file.trim();
    if file.is_empty() {
        template.file_problem = Some(TemplateProblem::NoFile);
        return Vec::new();
    }
    match template.procedure.to_text() {
        Ok(text) => vec![Effect::SaveTemplate {
            file: PathBuf::from(file),
            text,
        }],
        Err(words) => {
            template.file_problem = Some(TemplateProblem::NotAProcedure(words));
            Vec::new()
        }
    }
}

fn use_it(state: &mut State) -> Vec<Effect> {
    let Some(template) = in_view(state) else {
        return Vec::new();
    };
    let contradictions = template.procedure.check();
    if !contradictions.is_empty() {
        template.file_problem = Some(TemplateProblem::Contradicts(contradictions));
        return Vec::new();
    }
    let goal = template.goal;
    let procedure = Arc::new(template.procedure.clone());
    state.migration.projects.dialog = None;
    match goal {
        TemplateGoal::Draft => {
            if let Some(draft) = &mut state.migration.draft {
                draft.procedure = procedure;
                draft.procedure_file = None;
                draft.is_procedure_changed = true;
            }
            Vec::new()
        }
        TemplateGoal::Project => vec![Effect::PinProcedure(procedure)],
        TemplateGoal::File => Vec::new(),
    }
}
