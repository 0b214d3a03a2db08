//! The one place where the state changes: a closed list of inputs, a closed list of effects.

mod directory;
mod migration;
mod plans;
mod preflight;
mod project;
mod rehearsal;
mod servers;
mod session;
mod standing;
mod swap;
mod template;
mod wizard;

use std::sync::Arc;

use super::dialog::Dialog;
use super::effect::Effect;
use super::event::Event;
use super::intent::{Input, Intent};
use super::lists::{
    controller_headings, endpoint_headings, endpoint_rows, journal_headings, journal_rows,
    pool_headings, pool_rows,
};
use super::state::{NoteKind, Page, State};
use super::table::TableRequest;
use crate::domain::{Language, Moment};

/// Applies one input and returns what is asked of outside. `now` stamps plans that are made.
pub fn update(state: &mut State, input: Input, now: Moment) -> Vec<Effect> {
    match input {
        Input::Intent(intent) => on_intent(state, intent, now),
        Input::Event(event) => on_event(state, *event, now),
    }
}

fn on_intent(state: &mut State, intent: Intent, now: Moment) -> Vec<Effect> {
    match intent {
        Intent::Navigate(page) => {
            let was_seen = state.page == Page::Migration;
            state.page = page;
            let mut effects = match page {
                Page::Migration => project::look_for_recent(state),
                _ => Vec::new(),
            };
            if was_seen != (page == Page::Migration) && state.migration.open.is_some() {
                effects.push(migration::tick(state));
            }
            effects
        }
        Intent::SetLanguage(language) => set_language(state, language),
        Intent::SetTheme(theme) => {
            state.settings.theme = theme;
            vec![Effect::SaveSettings(state.settings.clone())]
        }
        Intent::OpenConnect
        | Intent::EditConnect(_)
        | Intent::TestConnection
        | Intent::CancelTest
        | Intent::LeaveTest
        | Intent::SetRecording(_)
        | Intent::SaveProfile
        | Intent::DeleteProfile
        | Intent::PickCaFile
        | Intent::SetCaFile(_)
        | Intent::Connect
        | Intent::CancelConnect
        | Intent::UseLab
        | Intent::AskToAllowChanges
        | Intent::AllowChanges
        | Intent::MakeReadOnly
        | Intent::Refresh
        | Intent::SetLabFault(_) => session::on_intent(state, intent),
        Intent::ReadDeployment
        | Intent::ReadPool(_)
        | Intent::PickService { .. }
        | Intent::AskToStart { .. }
        | Intent::AskToStop { .. } => servers::on_intent(state, intent, now),
        Intent::OpenDirectory
        | Intent::EditDirectory(_)
        | Intent::SaveDirectory
        | Intent::ConnectDirectory
        | Intent::CancelConnectDirectory
        | Intent::DisconnectDirectory
        | Intent::ReadDirectory
        | Intent::TypeHolderAddress(_)
        | Intent::FindHolders
        | Intent::SetLabDirectory(_) => directory::on_intent(state, intent),
        Intent::Pools(event) => {
            let request = state.pools.apply(event);
            copy_rows(state, request.as_ref(), |state| {
                state
                    .pools
                    .selected_as_text(&pool_headings(&state.localizer))
            })
        }
        Intent::Endpoints(event) => {
            let request = state.endpoints.apply(event);
            copy_rows(state, request.as_ref(), |state| {
                state
                    .endpoints
                    .selected_as_text(&endpoint_headings(&state.localizer))
            })
        }
        Intent::Controllers(event) => {
            let request = state.directory.controllers.apply(event);
            copy_rows(state, request.as_ref(), |state| {
                let headings = controller_headings(&state.localizer);
                state.directory.controllers.selected_as_text(&headings)
            })
        }
        Intent::Journal(event) => {
            let request = state.journal_list.apply(event);
            copy_rows(state, request.as_ref(), |state| {
                state
                    .journal_list
                    .selected_as_text(&journal_headings(&state.localizer))
            })
        }
        Intent::RefreshJournal => read_journal(state),
        Intent::OpenWizard { .. }
        | Intent::OpenReplace(_)
        | Intent::EditWizard(_)
        | Intent::WizardNext
        | Intent::WizardBack
        | Intent::CloseWizard
        | Intent::CheckAgainInWizard
        | Intent::AskForPreview
        | Intent::RunWizard => wizard::on_intent(state, intent, now),
        Intent::Swap(intent) => swap::on_intent(state, intent, now),
        Intent::Migration(intent) => migration::on_intent(state, intent, now),
        Intent::AskToRemove(_)
        | Intent::AskToUndo(_)
        | Intent::AskToContinue(_)
        | Intent::TypeConfirmation(_)
        | Intent::RunDialogPlan
        | Intent::CheckAgain(_)
        | Intent::StopWaiting
        | Intent::ActAsOperator => plans::on_intent(state, intent, now),
        Intent::CloseDialog => close_dialog(state),
        Intent::DismissNote(number) => {
            state.notes.retain(|note| note.number != number);
            Vec::new()
        }
        Intent::Copy(text) => copy(state, text),
        Intent::RequestClose => {
            if state.is_running() {
                if !matches!(state.dialog, Some(Dialog::Close)) {
                    // The dialog of the running change comes back when the question is answered.
                    state.behind = state.dialog.replace(Dialog::Close);
                }
                Vec::new()
            } else {
                vec![Effect::Quit]
            }
        }
        Intent::CloseAnyway => vec![Effect::Quit],
        Intent::CloseWhenDone => {
            state.close_when_done = true;
            state.dialog = state.behind.take();
            if state.is_running() {
                Vec::new()
            } else {
                vec![Effect::Quit]
            }
        }
    }
}

fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    match event {
        Event::Connected { session, result } => session::on_connected(state, session, result),
        Event::TranscriptStarted { session, path } => {
            if state
                .opening
                .as_ref()
                .is_some_and(|opening| opening.session == session)
            {
                state.recording.file = Some(path);
            }
            Vec::new()
        }
        Event::LayerTested { request, result } => {
            session::on_layer(state, request, result);
            Vec::new()
        }
        Event::ConnectionTested { request } => {
            session::on_tested(state, request);
            Vec::new()
        }
        Event::RightsRead { request, result } => {
            if request == state.rights_request {
                state.rights.finish(result);
            }
            Vec::new()
        }
        Event::DeploymentRead { request, result } => {
            if request == state.deployment_request {
                state.deployment.finish(result.map(Arc::new));
            }
            Vec::new()
        }
        Event::PoolRead {
            request,
            pool,
            result,
        } => {
            state.servers.finish(&pool, request, result);
            migration::on_pool(state, &pool, now)
        }
        Event::InventoryRead { request, result } => {
            if request != state.inventory_request {
                return Vec::new();
            }
            state.inventory.finish(result.map(Arc::new));
            show_inventory(state);
            let mut effects = migration::on_endpoints(state, now);
            effects.extend(migration::observe(state));
            effects
        }
        Event::DirectoryConnected { session, result } => {
            directory::on_connected(state, session, result)
        }
        Event::DirectoryRead { request, result } => directory::on_read(state, request, result),
        Event::HoldersFound { request, result } => directory::on_holders(state, request, result),
        Event::HoldersRead { request, result } => wizard::on_holders(state, request, result),
        Event::AccountCaptured { request, result } => {
            swap::on_captured(state, request, result.map(|capture| *capture));
            Vec::new()
        }
        Event::SwapSurveyed { request, result } => {
            swap::on_surveyed(state, request, result.map(|survey| *survey));
            Vec::new()
        }
        Event::StandingRead { request, result } => {
            standing::on_read(state, request, result.map(|reading| *reading));
            Vec::new()
        }
        Event::Previewed { request, result } => {
            plans::on_preview(state, request, &result);
            wizard::on_preview(state, request, result)
        }
        Event::RunProgressed(progress) => plans::on_progress(state, progress),
        Event::RunEnded(end) => plans::on_end(state, end),
        Event::JournalRead { request, result } => {
            if request != state.journal_request {
                return Vec::new();
            }
            state.journal.finish(result);
            show_journal(state);
            standing::read_interrupted(state)
        }
        Event::ProjectClosed => {
            let mut effects = project::on_event(state, event, now);
            migration::on_closed(state);
            effects.push(migration::tick(state));
            effects
        }
        Event::ProjectLost(_)
        | Event::ProjectFolderPicked(_)
        | Event::PassphraseSealed(_)
        | Event::ProjectsLookedFor(_)
        | Event::TemplatePicked(_)
        | Event::TemplateRead { .. }
        | Event::TemplateSaved(_)
        | Event::RehearsalRead { .. } => project::on_event(state, event, now),
        Event::ProjectOpened(_)
        | Event::Recorded { .. }
        | Event::ProofRead { .. }
        | Event::LabPeopleActed { .. }
        | Event::ExportsRead(_)
        | Event::ExportsPicked(_)
        | Event::EvidencePicked(_)
        | Event::ReportSaved(_)
        | Event::Tick => migration::on_event(state, event, now),
        Event::SettingsSaved(result) => {
            if let Err(err) = result {
                state.note(NoteKind::NotSaved(err));
            }
            Vec::new()
        }
        Event::ProfilesSaved(result) => {
            match result {
                Ok(()) => match &mut state.dialog {
                    Some(Dialog::Connect(dialog)) => dialog.is_saved = true,
                    Some(Dialog::Directory(dialog)) => dialog.is_saved = true,
                    _ => {}
                },
                Err(err) => state.note(NoteKind::NotSaved(err)),
            }
            Vec::new()
        }
        Event::CaFilePicked(path) => {
            if path.is_some() {
                session::set_ca_file(state, path);
            }
            Vec::new()
        }
        Event::WorkerPanicked(job) => plans::on_panic(state, job, now),
    }
}

fn set_language(state: &mut State, language: Option<Language>) -> Vec<Effect> {
    state.settings.language = language;
    let wanted = language.unwrap_or(state.system_language);
    if wanted != state.localizer.language() {
        state.localizer = state.localizers.of(wanted).clone();
        show_inventory(state);
        show_journal(state);
        migration::show_record(state);
        directory::show(state);
    }
    vec![Effect::SaveSettings(state.settings.clone())]
}

/// Rebuilds what is shown of the newest reading.
fn show_inventory(state: &mut State) {
    if let Some(inventory) = state.inventory.value().cloned() {
        state.pools.set(pool_rows(&inventory, &state.localizer));
        state
            .endpoints
            .set(endpoint_rows(&inventory, &state.localizer));
        if let Some(wizard) = &mut state.wizard {
            wizard.look_again(&inventory);
        }
        if let Some(swap) = &mut state.swap {
            swap.look_again(&inventory);
        }
    }
}

fn show_journal(state: &mut State) {
    if let Some(journal) = state.journal.value() {
        let rows = journal_rows(journal, &state.localizer);
        state.journal_list.set(rows);
    }
}

fn read_inventory(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    state.inventory_request = request;
    state.inventory.begin();
    vec![Effect::ReadInventory { request }]
}

fn read_journal(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    state.journal_request = request;
    state.journal.begin();
    vec![Effect::ReadJournal { request }]
}

/// A list asks for its selected rows; opening a row has no meaning of its own, the details pane shows it already.
fn copy_rows(
    state: &mut State,
    request: Option<&TableRequest<String>>,
    text: impl FnOnce(&State) -> String,
) -> Vec<Effect> {
    match request {
        Some(TableRequest::Copy) => {
            let text = text(state);
            copy(state, text)
        }
        Some(TableRequest::Activate(_)) | None => Vec::new(),
    }
}

fn copy(state: &mut State, text: String) -> Vec<Effect> {
    if text.is_empty() {
        return Vec::new();
    }
    state.notes.retain(|note| note.kind != NoteKind::Copied);
    state.note(NoteKind::Copied);
    vec![Effect::Copy(text)]
}

fn close_dialog(state: &mut State) -> Vec<Effect> {
    match &state.dialog {
        // A running change is not hidden by closing its dialog.
        Some(Dialog::Plan(dialog))
            if dialog.stage == super::PlanStage::Run && state.is_running() =>
        {
            Vec::new()
        }
        Some(Dialog::Connect(dialog)) if dialog.is_connecting => {
            let effects = session::cancel_connect(state);
            state.dialog = None;
            effects
        }
        Some(Dialog::Directory(dialog)) if dialog.is_connecting => {
            let effects = directory::cancel_connect(state);
            state.dialog = None;
            effects
        }
        Some(Dialog::Connect(dialog)) if dialog.test.is_some() => {
            let effects = session::leave_test(state);
            state.dialog = None;
            effects
        }
        Some(Dialog::Close) => {
            state.dialog = state.behind.take();
            Vec::new()
        }
        _ => {
            state.dialog = None;
            Vec::new()
        }
    }
}

/// Goes where the result of a change can be looked up.
fn show_page(state: &mut State, page: Page) {
    state.page = page;
}
