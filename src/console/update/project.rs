//! Projects: made, opened, watched, taken over, closed, and what is changed about them as a whole.

use std::path::PathBuf;
use std::sync::Arc;

use super::{rehearsal, template};
use crate::checklist::{Procedure, Project, ProjectEntry, ProjectKind, file_name_of};
use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::{MigrationIntent, OpenMode, ProjectAccess};
use crate::console::project_draft::{DraftPage, ProjectDraft, ProjectEdit, ProjectField};
use crate::console::projects::{Picks, ProjectDialog, ProjectIntent, TemplateGoal};
use crate::console::state::{NoteKind, State};
use crate::domain::{Message, Moment, RecentProject};
use crate::ports::PortError;

/// The program, as its journals name it.
pub(super) const PROGRAM: &str = concat!("pchat-console ", env!("CARGO_PKG_VERSION"));

pub(super) fn on_intent(state: &mut State, intent: MigrationIntent, now: Moment) -> Vec<Effect> {
    match intent {
        MigrationIntent::OpenDraft => {
            open_draft(state);
            Vec::new()
        }
        MigrationIntent::EditDraft(edit) => edit_draft(state, edit, now),
        MigrationIntent::Create => create(state, now),
        MigrationIntent::CloseDraft => {
            state.migration.draft = None;
            Vec::new()
        }
        MigrationIntent::PickAndOpen => {
            state.migration.projects.picks = Picks::Open;
            vec![Effect::PickProjectFolder]
        }
        MigrationIntent::Open { folder, mode } => open(state, folder, mode),
        MigrationIntent::Close => close(state),
        MigrationIntent::Reload => vec![Effect::ReloadProject],
        MigrationIntent::Rehearse(faults) => rehearsal::rehearse(state, faults, now),
        MigrationIntent::TakeTimes(folder) => rehearsal::take_times(state, &folder),
        MigrationIntent::Manage(intent) => manage(state, intent, now),
        _ => Vec::new(),
    }
}

fn manage(state: &mut State, intent: ProjectIntent, now: Moment) -> Vec<Effect> {
    let projects = &mut state.migration.projects;
    match intent {
        ProjectIntent::AskToOpen => {
            let typed = String::new();
            projects.dialog = Some(ProjectDialog::Open { typed });
        }
        ProjectIntent::TypeFolder(typed) => projects.dialog = Some(ProjectDialog::Open { typed }),
        ProjectIntent::OpenTyped => {
            if let Some(ProjectDialog::Open { typed }) = &projects.dialog
                && !typed.trim().is_empty()
            {
                let folder = PathBuf::from(typed.trim());
                return open(state, folder, OpenMode::Work);
            }
        }
        ProjectIntent::Forget(folder) => {
            projects.gone.remove(&folder);
            state.settings.forget(&folder);
            return vec![Effect::SaveSettings(state.settings.clone())];
        }
        ProjectIntent::AskToTakeOver => {
            if let Some(open) = &state.migration.open
                && let ProjectAccess::Watch(Some(holder)) = &open.access
            {
                projects.dialog = Some(ProjectDialog::TakeOver {
                    folder: open.folder.clone(),
                    holder: holder.clone(),
                });
            }
        }
        ProjectIntent::TakeOver => {
            if let Some(ProjectDialog::TakeOver { folder, .. }) = projects.dialog.take() {
                return open(state, folder, OpenMode::TakeOver);
            }
        }
        ProjectIntent::CloseDialog => projects.dialog = None,
        ProjectIntent::ChangeFacts => change_facts(state),
        ProjectIntent::StartLabRehearsal => return rehearsal::start_on_lab(state, now),
        ProjectIntent::AskToRehearse
        | ProjectIntent::Fault(..)
        | ProjectIntent::BackToProject
        | ProjectIntent::AskForTimes(_)
        | ProjectIntent::Time { .. } => return rehearsal::on_intent(state, intent),
        ProjectIntent::EditTemplate
        | ProjectIntent::Template(_)
        | ProjectIntent::SaveTemplate
        | ProjectIntent::UseTemplate => return template::on_intent(state, intent),
    }
    Vec::new()
}

/// What arrives for projects as a whole.
pub(super) fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    match event {
        Event::ProjectClosed => {
            state.migration.open = None;
            state.migration.projects.lost = None;
            look_for_recent(state)
        }
        Event::ProjectLost(err) => {
            state.migration.projects.lost = Some(err);
            if let Some(open) = &mut state.migration.open {
                open.access = ProjectAccess::Watch(None);
            }
            Vec::new()
        }
        Event::ProjectFolderPicked(Some(folder)) => match state.migration.projects.picks {
            Picks::Open => open(state, folder, OpenMode::Work),
            Picks::Place => {
                if let Some(draft) = &mut state.migration.draft {
                    let name = file_name_of(draft.text(ProjectField::Name));
                    let folder = folder.join(name).display().to_string();
                    draft.set(ProjectField::Folder, folder);
                }
                Vec::new()
            }
        },
        Event::PassphraseSealed(result) => on_sealed(state, result, now),
        Event::ProjectsLookedFor(found) => {
            let gone = found.into_iter().filter(|(_, is_there)| !is_there);
            state.migration.projects.gone = gone.map(|(folder, _)| folder).collect();
            Vec::new()
        }
        Event::TemplatePicked(_) | Event::TemplateRead { .. } | Event::TemplateSaved(_) => {
            template::on_event(state, event)
        }
        Event::RehearsalRead { folder, result } => {
            rehearsal::on_read(state, &folder, result);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// A project was made, opened or read again: what follows beside the checklist, which is folded already.
pub(super) fn on_opened(state: &mut State, _now: Moment) -> Vec<Effect> {
    let projects = &mut state.migration.projects;
    projects.lost = None;
    let Some(open) = &state.migration.open else {
        return Vec::new();
    };
    // Read again while it stays open: nothing else has changed.
    if projects.asked.take().is_none() {
        return Vec::new();
    }
    projects.dialog = None;
    state.migration.draft = None;
    let is_rehearsal = open.checklist.project.is_rehearsal();
    projects.gone.remove(&open.folder);
    state.settings.remember(RecentProject {
        folder: open.folder.clone(),
        name: open.checklist.facts.name.clone(),
        is_rehearsal,
    });
    let mut effects = vec![Effect::SaveSettings(state.settings.clone())];
    if is_rehearsal {
        effects.extend(rehearsal::enter_lab(state));
    }
    effects
}

/// It could not be made or opened: what was entered stays.
pub(super) fn on_failed(state: &mut State) {
    state.migration.projects.asked = None;
    if let Some(draft) = &mut state.migration.draft {
        draft.is_busy = false;
    }
}

/// Finds out which of the recent projects are still where they were.
pub(super) fn look_for_recent(state: &State) -> Vec<Effect> {
    if state.migration.open.is_some() || state.settings.recent_projects.is_empty() {
        return Vec::new();
    }
    let recent = state.settings.recent_projects.iter();
    vec![Effect::LookForProjects(
        recent.map(|known| known.folder.clone()).collect(),
    )]
}

/// Leaves the project that is open, if one is, so that another one can be opened.
pub(super) fn leave(state: &State) -> Vec<Effect> {
    match &state.migration.open {
        Some(_) => vec![Effect::CloseProject],
        None => Vec::new(),
    }
}

/// A change that is being made writes to the project it belongs to.
pub(super) fn is_refused(state: &mut State) -> bool {
    let is_running = state.is_running();
    if is_running {
        state.note(NoteKind::Refused(Message::OtherChangeRunning));
    }
    is_running
}

pub(super) fn open(state: &mut State, folder: PathBuf, mode: OpenMode) -> Vec<Effect> {
    if is_refused(state) {
        return Vec::new();
    }
    let mut effects = leave(state);
    state.migration.is_opening = true;
    state.migration.problem = None;
    state.migration.projects.asked = Some(folder.clone());
    effects.push(Effect::OpenProject { folder, mode });
    effects
}

fn close(state: &mut State) -> Vec<Effect> {
    if is_refused(state) {
        return Vec::new();
    }
    state.migration.is_projected = false;
    vec![Effect::CloseProject]
}

fn open_draft(state: &mut State) {
    let inventory = state.inventory.value();
    let zone = state.localizer.zone().clone();
    let mut draft = ProjectDraft::new(inventory.map(AsRef::as_ref), Procedure::built_in(), zone);
    if let Some(session) = &state.session {
        draft.set(ProjectField::Profile, session.name.clone());
    }
    if let Some(deployment) = state.deployment.value() {
        draft.fill_in_servers(deployment);
    }
    state.migration.problem = None;
    state.migration.draft = Some(Box::new(draft));
}

fn change_facts(state: &mut State) {
    let Some(open) = &state.migration.open else {
        return;
    };
    let zone = state.localizer.zone().clone();
    let checklist = &open.checklist;
    let draft = ProjectDraft::of(&checklist.facts, checklist.procedure.clone(), zone);
    state.migration.draft = Some(Box::new(draft));
}

fn edit_draft(state: &mut State, edit: ProjectEdit, now: Moment) -> Vec<Effect> {
    let suggested = suggested_folder(state, now);
    let Some(draft) = &mut state.migration.draft else {
        return Vec::new();
    };
    match edit {
        ProjectEdit::Text(field, text) => {
            draft.set(field, text);
            if field == ProjectField::Template {
                draft.template_problem = None;
            }
        }
        ProjectEdit::Generation(generation) => draft.generation = generation,
        ProjectEdit::TargetGeneration(generation) => draft.target_generation = generation,
        ProjectEdit::PickTarget(pool) => {
            if let Some(inventory) = state.inventory.value() {
                draft.pick_target(&pool, inventory);
            }
        }
        ProjectEdit::PickSource(pool) => draft.set(ProjectField::SourcePool, pool),
        ProjectEdit::Lookup { place, is_used } => {
            if let Some(lookup) = draft.lookups.get_mut(place) {
                lookup.is_used = is_used;
            }
        }
        ProjectEdit::NeedsTwo(needs_two) => draft.needs_two = needs_two,
        ProjectEdit::Passphrase(secret) => draft.passphrase.first = secret,
        ProjectEdit::PassphraseAgain(secret) => draft.passphrase.again = secret,
        ProjectEdit::BuiltIn => {
            draft.procedure = Procedure::built_in();
            draft.procedure_file = None;
            draft.is_procedure_changed = false;
            draft.template_problem = None;
        }
        ProjectEdit::Next => next(draft, suggested),
        ProjectEdit::Back => back(draft),
        ProjectEdit::PickTemplate => return vec![Effect::PickTemplate],
        ProjectEdit::ReadTemplate => return template::read(draft),
        ProjectEdit::EditTemplate => {
            let procedure = draft.procedure.clone();
            template::open(state, &procedure, TemplateGoal::Draft);
        }
        ProjectEdit::PickFolder => {
            state.migration.projects.picks = Picks::Place;
            return vec![Effect::PickProjectFolder];
        }
    }
    Vec::new()
}

/// Under the data folder, named after the day and the project.
fn suggested_folder(state: &State, now: Moment) -> String {
    let name = state.migration.draft.as_ref();
    let name = name.map_or("", |draft| draft.text(ProjectField::Name));
    let day = now.civil().strftime("%Y-%m-%d");
    let folder = format!("{day}-{}", file_name_of(name));
    let projects = state.places.data_folder.join("projects");
    projects.join(folder).display().to_string()
}

/// To the next page, unless something on this one is wrong: then everything that is wrong is shown.
fn next(draft: &mut ProjectDraft, suggested: String) {
    if !draft.judged.contains(&draft.page) {
        draft.judged.push(draft.page);
    }
    if !draft.problems(draft.page).is_empty() {
        return;
    }
    let pages = draft.pages();
    let place = pages.iter().position(|page| *page == draft.page);
    let following = place.and_then(|place| pages.get(place + 1));
    if let Some(page) = following {
        draft.page = *page;
    }
    let needs_folder = draft.is_new() && draft.page == DraftPage::Review;
    if needs_folder && draft.text(ProjectField::Folder).is_empty() {
        draft.set(ProjectField::Folder, suggested);
    }
}

fn back(draft: &mut ProjectDraft) {
    let pages = draft.pages();
    let place = pages.iter().position(|page| *page == draft.page);
    let before = place.and_then(|place| place.checked_sub(1));
    if let Some(page) = before.and_then(|place| pages.get(place)) {
        draft.page = *page;
    }
}

/// Makes the project, or writes down what was changed. A passphrase is sealed first.
fn create(state: &mut State, now: Moment) -> Vec<Effect> {
    if is_refused(state) {
        return Vec::new();
    }
    let Some(draft) = &mut state.migration.draft else {
        return Vec::new();
    };
    if draft.is_busy {
        return Vec::new();
    }
    let wrong = draft.wrong_pages();
    if let Some(first) = wrong.first() {
        draft.page = *first;
        draft.judged.extend(wrong);
        return Vec::new();
    }
    draft.is_busy = true;
    match draft.to_seal() {
        Some(passphrase) => vec![Effect::SealPassphrase(passphrase)],
        None => finish(state, now),
    }
}

fn on_sealed(state: &mut State, result: Result<String, PortError>, now: Moment) -> Vec<Effect> {
    let Some(draft) = state.migration.draft.as_mut().filter(|draft| draft.is_busy) else {
        return Vec::new();
    };
    match result {
        Ok(sealed) => {
            draft.sealed = Some(sealed);
            draft.passphrase = crate::checklist::NewPassphrase::default();
            finish(state, now)
        }
        Err(err) => {
            draft.is_busy = false;
            state.migration.problem = Some(err);
            Vec::new()
        }
    }
}

fn finish(state: &mut State, now: Moment) -> Vec<Effect> {
    let Some(draft) = &mut state.migration.draft else {
        return Vec::new();
    };
    let Some(facts) = draft.facts() else {
        draft.is_busy = false;
        return Vec::new();
    };
    if !draft.is_new() {
        state.migration.draft = None;
        return vec![Effect::Record(vec![ProjectEntry::FactsChanged(facts)])];
    }
    let folder = PathBuf::from(draft.text(ProjectField::Folder).trim());
    let procedure = draft.procedure.clone();
    let project = Project::new(PROGRAM, ProjectKind::Production, facts, now);
    make(state, folder, project, procedure)
}

/// Makes a project in a folder of its own and opens it.
pub(super) fn make(
    state: &mut State,
    folder: PathBuf,
    project: Project,
    procedure: Arc<Procedure>,
) -> Vec<Effect> {
    let mut effects = leave(state);
    state.migration.is_opening = true;
    state.migration.problem = None;
    state.migration.projects.asked = Some(folder.clone());
    effects.push(Effect::CreateProject {
        folder,
        project: Box::new(project),
        procedure,
    });
    effects
}
