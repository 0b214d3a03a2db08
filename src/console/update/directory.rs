//! The directory beside the session: connecting it, leaving it, reading it, asking it who holds an address.

use std::sync::Arc;

use crate::console::dialog::Dialog;
use crate::console::directory_dialog::DirectoryDialog;
use crate::console::effect::Effect;
use crate::console::guard::Act;
use crate::console::intent::Intent;
use crate::console::lists::controller_rows;
use crate::console::state::{NoteKind, State};
use crate::domain::draft::typed_address;
use crate::domain::{
    AddressHolders, DirectoryConnection, DirectoryDial, DirectoryReading, Message,
};
use crate::ports::PortError;

pub(super) fn on_intent(state: &mut State, intent: Intent) -> Vec<Effect> {
    match intent {
        Intent::OpenDirectory => open(state),
        Intent::EditDirectory(edit) => {
            if let Some(Dialog::Directory(dialog)) = &mut state.dialog {
                dialog.edit(edit);
            }
            Vec::new()
        }
        Intent::SaveDirectory => save(state),
        Intent::ConnectDirectory => connect(state),
        Intent::CancelConnectDirectory => cancel_connect(state),
        Intent::DisconnectDirectory => disconnect(state),
        Intent::ReadDirectory => match state.directory() {
            Ok(_) => read(state),
            Err(message) => refuse(state, message),
        },
        Intent::TypeHolderAddress(typed) => {
            state.directory.search.typed = typed;
            state.directory.search.problem = None;
            Vec::new()
        }
        Intent::FindHolders => find_holders(state),
        Intent::SetLabDirectory(settings) => {
            state.lab_directory = settings;
            let mut effects = vec![Effect::SetLabDirectory(settings)];
            if state.directory().is_ok() {
                effects.extend(read(state));
            }
            effects
        }
        _ => Vec::new(),
    }
}

/// The lab's own directory is just there; a real one is asked for first.
fn open(state: &mut State) -> Vec<Effect> {
    if let Err(message) = state.possible(&Act::ConnectDirectory) {
        return refuse(state, message);
    }
    let is_lab = state
        .session
        .as_ref()
        .is_some_and(crate::console::OpenSession::is_lab);
    if is_lab {
        return connect_lab(state);
    }
    let directory = &state.directory;
    let dialog = DirectoryDialog::new(
        &directory.profile,
        directory.ca_file.clone(),
        state.current_user.is_ok(),
    );
    state.dialog = Some(Dialog::Directory(Box::new(dialog)));
    Vec::new()
}

/// The lab starts whole: with its directory.
pub(super) fn connect_lab(state: &mut State) -> Vec<Effect> {
    let session = state.number();
    state.directory.opening = Some(session);
    vec![Effect::ConnectLabDirectory { session }]
}

/// Connects without a dialog, with what the connection beside it knew.
pub(super) fn dial(state: &mut State, dial: DirectoryDial) -> Vec<Effect> {
    let session = state.number();
    state.directory.opening = Some(session);
    state.directory.error = None;
    vec![Effect::ConnectDirectory { session, dial }]
}

fn connect(state: &mut State) -> Vec<Effect> {
    if let Err(message) = state.possible(&Act::ConnectDirectory) {
        return refuse(state, message);
    }
    let Some(Dialog::Directory(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    let Some(wanted) = dialog.dial() else {
        return Vec::new();
    };
    dialog.is_connecting = true;
    dialog.error = None;
    dial(state, wanted)
}

pub(super) fn cancel_connect(state: &mut State) -> Vec<Effect> {
    if let Some(Dialog::Directory(dialog)) = &mut state.dialog {
        dialog.is_connecting = false;
    }
    match state.directory.opening.take() {
        Some(_) => vec![Effect::CancelConnectDirectory],
        None => Vec::new(),
    }
}

fn disconnect(state: &mut State) -> Vec<Effect> {
    if state.is_running() {
        return refuse(state, Message::OtherChangeRunning);
    }
    let mut effects = cancel_connect(state);
    if state.directory.connection.is_some() {
        effects.push(Effect::DisconnectDirectory);
    }
    state.directory.forget();
    super::wizard::on_directory_gone(state);
    effects
}

pub(super) fn on_connected(
    state: &mut State,
    session: u64,
    result: Result<DirectoryConnection, PortError>,
) -> Vec<Effect> {
    // An answer to a question nobody asks any more.
    if state
        .directory
        .opening
        .take_if(|opening| *opening == session)
        .is_none()
    {
        return Vec::new();
    }
    match result {
        Err(err) => {
            match &mut state.dialog {
                Some(Dialog::Directory(dialog)) if dialog.is_connecting => {
                    dialog.is_connecting = false;
                    dialog.error = Some(err);
                }
                _ => state.directory.error = Some(err),
            }
            Vec::new()
        }
        Ok(connection) => {
            state.directory.forget();
            if let Some(Dialog::Directory(dialog)) = &state.dialog {
                state.directory.profile = dialog.chosen();
                state.directory.ca_file.clone_from(&dialog.ca_file);
                state.dialog = None;
            }
            state.directory.connection = Some(connection);
            let mut effects = vec![Effect::AdoptDirectory { session }];
            // It was dialled read-only; what the session beside it may do has perhaps changed since.
            if let Some(session) = &state.session {
                effects.push(Effect::SetAccess(session.access));
            }
            effects.extend(read(state));
            effects.extend(super::standing::read_interrupted(state));
            effects
        }
    }
}

pub(super) fn on_read(
    state: &mut State,
    request: u64,
    result: Result<DirectoryReading, PortError>,
) -> Vec<Effect> {
    if request == state.directory.reading_request {
        state.directory.reading.finish(result.map(Arc::new));
        show(state);
    }
    Vec::new()
}

/// Rebuilds what is shown of the newest reading.
pub(super) fn show(state: &mut State) {
    if let Some(reading) = state.directory.reading.value() {
        let rows = controller_rows(reading, &state.localizer);
        state.directory.controllers.set(rows);
    }
}

pub(super) fn on_holders(
    state: &mut State,
    request: u64,
    result: Result<AddressHolders, PortError>,
) -> Vec<Effect> {
    let search = &mut state.directory.search;
    if request == search.request {
        search.answer.finish(result.map(Arc::new));
        return Vec::new();
    }
    super::wizard::on_directory_holders(state, request, result)
}

fn read(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    state.directory.reading_request = request;
    state.directory.reading.begin();
    vec![Effect::ReadDirectory { request }]
}

fn find_holders(state: &mut State) -> Vec<Effect> {
    if let Err(message) = state.directory() {
        return refuse(state, message);
    }
    let request = state.number();
    let search = &mut state.directory.search;
    let address = match typed_address(&search.typed) {
        Ok(address) => address,
        Err(problem) => {
            search.problem = Some(problem);
            return Vec::new();
        }
    };
    search.problem = None;
    // The answer about another address is none about this one.
    if search.asked.as_ref() != Some(&address) {
        search.answer = crate::console::Fetched::default();
        search.asked = Some(address.clone());
    }
    search.request = request;
    search.answer.begin();
    vec![Effect::FindHolders { request, address }]
}

/// Saves how the directory is reached in the profile of the session, without a password.
fn save(state: &mut State) -> Vec<Effect> {
    let name = state.session.as_ref().map(|session| session.name.clone());
    let Some(Dialog::Directory(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    if !dialog.may_be_saved() {
        return Vec::new();
    }
    let mut profiles = state.profiles.profiles.iter_mut();
    let Some(profile) = profiles.find(|profile| Some(&profile.name) == name.as_ref()) else {
        return Vec::new();
    };
    profile.directory = dialog.chosen();
    profile.ca_file.clone_from(&dialog.ca_file);
    vec![Effect::SaveProfiles(state.profiles.clone())]
}

fn refuse(state: &mut State, message: Message) -> Vec<Effect> {
    state.note(NoteKind::Refused(message));
    Vec::new()
}
