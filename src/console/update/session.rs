//! Connecting, leaving, and what a session may do.

use std::path::PathBuf;

use super::{close_dialog, directory, read_inventory, read_journal};
use crate::console::connect::ConnectDialog;
use crate::console::connection_test::ConnectionTest;
use crate::console::dialog::Dialog;
use crate::console::directory::DirectoryState;
use crate::console::effect::Effect;
use crate::console::fetched::Fetched;
use crate::console::guard::Act;
use crate::console::intent::Intent;
use crate::console::lists::List;
use crate::console::pool_servers::PoolServers;
use crate::console::state::{NoteKind, OpenSession, Opening, State};
use crate::domain::{
    Access, Connection, DirectoryProfile, Environment, LayerResult, Recording, Source, profile,
};
use crate::ports::PortError;

pub(super) fn on_intent(state: &mut State, intent: Intent) -> Vec<Effect> {
    match intent {
        Intent::OpenConnect => {
            let dialog = ConnectDialog::new(state.current_user.is_ok());
            state.dialog = Some(Dialog::Connect(Box::new(dialog)));
            Vec::new()
        }
        Intent::EditConnect(edit) => {
            if let Some(Dialog::Connect(dialog)) = &mut state.dialog {
                dialog.edit(edit, &state.profiles, state.current_user.is_ok());
            }
            Vec::new()
        }
        Intent::SetCaFile(path) => {
            set_ca_file(state, path);
            Vec::new()
        }
        Intent::PickCaFile => vec![Effect::PickCaFile],
        Intent::TestConnection => test_connection(state),
        Intent::CancelTest => cancel_test(state),
        Intent::LeaveTest => leave_test(state),
        Intent::SetRecording(is_on) => {
            state.recording.is_on = is_on;
            Vec::new()
        }
        Intent::SaveProfile => save_profile(state),
        Intent::DeleteProfile => delete_profile(state),
        Intent::Connect => connect(state),
        Intent::CancelConnect => cancel_connect(state),
        Intent::UseLab => use_lab(state),
        Intent::AskToAllowChanges => {
            if let Err(message) = state.possible(&Act::AllowChanges) {
                state.note(NoteKind::Refused(message));
            } else {
                state.dialog = Some(Dialog::AllowChanges);
            }
            Vec::new()
        }
        Intent::AllowChanges => {
            let effects = set_access(state, Access::Changes);
            close_dialog(state);
            effects
        }
        Intent::MakeReadOnly => set_access(state, Access::ReadOnly),
        Intent::Refresh => match state.possible(&Act::Refresh) {
            Ok(()) => read_inventory(state),
            Err(message) => {
                state.note(NoteKind::Refused(message));
                Vec::new()
            }
        },
        Intent::SetLabFault(fault) => {
            state.lab_fault = fault;
            vec![Effect::SetLabFault(fault)]
        }
        _ => Vec::new(),
    }
}

/// The file belongs to the dialog in view.
pub(super) fn set_ca_file(state: &mut State, path: Option<PathBuf>) {
    match &mut state.dialog {
        Some(Dialog::Connect(dialog)) => dialog.set_ca_file(path),
        Some(Dialog::Directory(dialog)) => dialog.set_ca_file(path),
        _ => {}
    }
}

/// Opens the embedded lab. The lab is there to be tried, so changes are allowed from the start.
pub(super) fn use_lab(state: &mut State) -> Vec<Effect> {
    if refuse_while_running(state) {
        return Vec::new();
    }
    let session = state.number();
    state.opening = Some(Opening {
        session,
        environment: Environment::Lab,
        name: String::new(),
        access: Access::Changes,
        directory: DirectoryProfile::default(),
        ca_file: None,
        directory_dial: None,
    });
    vec![Effect::ConnectLab { session }]
}

fn connect(state: &mut State) -> Vec<Effect> {
    if refuse_while_running(state) {
        return Vec::new();
    }
    let session = state.number();
    let Some(Dialog::Connect(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    let recording = if state.recording.is_on {
        Recording::DataFolder
    } else {
        Recording::Off
    };
    // What is missing is said beside the fields.
    dialog.test = None;
    let Some(dial) = dialog.dial(recording) else {
        return Vec::new();
    };
    dialog.is_connecting = true;
    dialog.error = None;
    state.opening = Some(Opening {
        session,
        environment: dialog.profile.environment,
        name: dialog.named_profile().name,
        access: dial.access,
        directory: dialog.profile.directory.clone(),
        ca_file: dialog.profile.ca_file.clone(),
        directory_dial: dialog.directory_dial(),
    });
    vec![Effect::Connect { session, dial }]
}

pub(super) fn cancel_connect(state: &mut State) -> Vec<Effect> {
    state.opening = None;
    if let Some(Dialog::Connect(dialog)) = &mut state.dialog {
        dialog.is_connecting = false;
    }
    vec![Effect::CancelConnect]
}

fn test_connection(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    let Some(Dialog::Connect(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    if dialog.is_connecting {
        return Vec::new();
    }
    dialog.test = None;
    let Some(dial) = dialog.dial(Recording::Off) else {
        return Vec::new();
    };
    dialog.error = None;
    dialog.test = Some(ConnectionTest::new(request));
    vec![Effect::TestConnection { request, dial }]
}

fn cancel_test(state: &mut State) -> Vec<Effect> {
    match test_in_view(state) {
        Some(test) if !test.is_over => {
            test.is_stopped = true;
            vec![Effect::CancelTest]
        }
        _ => Vec::new(),
    }
}

pub(super) fn leave_test(state: &mut State) -> Vec<Effect> {
    let effects = cancel_test(state);
    if let Some(Dialog::Connect(dialog)) = &mut state.dialog {
        dialog.test = None;
    }
    effects
}

pub(super) fn on_layer(state: &mut State, request: u64, result: LayerResult) {
    if let Some(test) = test_in_view(state).filter(|test| test.request == request) {
        test.results.push(result);
    }
}

pub(super) fn on_tested(state: &mut State, request: u64) {
    if let Some(test) = test_in_view(state).filter(|test| test.request == request) {
        test.is_over = true;
    }
}

fn test_in_view(state: &mut State) -> Option<&mut ConnectionTest> {
    match &mut state.dialog {
        Some(Dialog::Connect(dialog)) => dialog.test.as_mut(),
        _ => None,
    }
}

pub(super) fn on_connected(
    state: &mut State,
    session: u64,
    result: Result<Connection, PortError>,
) -> Vec<Effect> {
    // An answer to a question nobody asks any more.
    let Some(opening) = state.opening.take_if(|opening| opening.session == session) else {
        return Vec::new();
    };
    match result {
        Err(err) => {
            if let Some(Dialog::Connect(dialog)) = &mut state.dialog {
                dialog.is_connecting = false;
                dialog.error = Some(err);
            }
            Vec::new()
        }
        Ok(connection) => {
            // What was asked in a dialog was asked about the deployment before.
            state.dialog = None;
            let is_lab = connection.source == Source::Lab;
            state.session = Some(OpenSession {
                connection,
                environment: opening.environment,
                name: opening.name,
                access: opening.access,
            });
            // Nothing of the deployment before is kept in view: its rows would be taken for the new one's.
            state.rights = Fetched::default();
            state.deployment = Fetched::default();
            state.servers = PoolServers::default();
            super::migration::on_session_gone(state);
            let before = directory::cancel_connect(state);
            state.directory = DirectoryState::beside(opening.directory, opening.ca_file);
            state.inventory = Fetched::default();
            state.journal = Fetched::default();
            state.pools = List::default();
            state.endpoints = List::default();
            state.journal_list = List::default();
            state.wizard = None;
            state.swap = None;
            state.standing = None;
            state.run = None;
            let mut effects = take_back_lab_fault(state);
            effects.extend(before);
            effects.push(Effect::Adopt {
                session,
                environment: state.environment(),
            });
            // First: it costs one question, and says which of the others are worth asking.
            effects.extend(read_rights(state));
            effects.extend(read_inventory(state));
            effects.extend(read_journal(state));
            // Last: the session does not wait for it.
            if is_lab {
                effects.extend(directory::connect_lab(state));
            } else if let Some(dial) = opening.directory_dial {
                effects.extend(directory::dial(state, dial));
            }
            effects
        }
    }
}

fn read_rights(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    state.rights_request = request;
    state.rights.begin();
    vec![Effect::ReadRights { request }]
}

/// A fault was asked for one change and one deployment; none waits unseen.
pub(super) fn take_back_lab_fault(state: &mut State) -> Vec<Effect> {
    match state.lab_fault.take() {
        Some(_) => vec![Effect::SetLabFault(None)],
        None => Vec::new(),
    }
}

fn set_access(state: &mut State, access: Access) -> Vec<Effect> {
    match &mut state.session {
        Some(session) => {
            session.access = access;
            vec![Effect::SetAccess(access)]
        }
        None => Vec::new(),
    }
}

fn save_profile(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Connect(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    // Saving needs an address to find again, but neither a password nor a server that answers.
    let problems = dialog.profile.problems(None);
    if let Some(problem) = problems.uri {
        dialog.problems.uri = Some(problem);
        return Vec::new();
    }
    let profile = dialog.named_profile();
    dialog.profile = profile.clone();
    let profiles = &mut state.profiles.profiles;
    if let Some(saved) = dialog.selected.and_then(|place| profiles.get_mut(place)) {
        *saved = profile;
    } else {
        dialog.selected = Some(profiles.len());
        profiles.push(profile);
    }
    state.profiles.version = profile::VERSION;
    vec![Effect::SaveProfiles(state.profiles.clone())]
}

fn delete_profile(state: &mut State) -> Vec<Effect> {
    let Some(Dialog::Connect(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    let Some(place) = dialog
        .selected
        .filter(|place| *place < state.profiles.profiles.len())
    else {
        return Vec::new();
    };
    state.profiles.profiles.remove(place);
    **dialog = ConnectDialog::new(state.current_user.is_ok());
    vec![Effect::SaveProfiles(state.profiles.clone())]
}

fn refuse_while_running(state: &mut State) -> bool {
    let is_running = state.is_running();
    if is_running {
        state.note(NoteKind::Refused(
            crate::domain::Message::OtherChangeRunning,
        ));
    }
    is_running
}
