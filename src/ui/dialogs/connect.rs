//! The connection: saved profiles on the left, the one being edited on the right; a test takes the place of both.

use egui::{Align, Id, Layout, Response, Ui, Vec2};

use super::connection_test;
use super::fields::{
    NamedAccount, account_choice_ui, ca_file_ui, current_user_missing, entered, named_account_ui,
    secret_ui, server_words,
};
use crate::console::{ConnectDialog, ConnectEdit, Intent};
use crate::domain::text::visible_line;
use crate::domain::{Authentication, Environment, Message, Source};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{failure_ui, scrolling, small_hint_ui};
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{
    Banner, Button, Choice, Dialog, TextField, checkbox, nav_item, radio_row, section_heading,
};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog) {
    let text = screen.text();
    let state = screen.state;
    let is_testing = dialog.test.as_ref().map(|test| test.is_over);
    let arrival = Arrival::at(ui.ctx(), "connect", (dialog.is_connecting, is_testing));
    let title = match &dialog.test {
        Some(_) => tr!(text, "test-title"),
        None => tr!(text, "connect-title"),
    };
    let close = tr!(text, "dialog-close");
    let mut frame = Dialog::new(Id::unique("connect"), &title)
        .width(size::WIZARD)
        .fixed_body(size::DIALOG_PAGES + 2.0 * size::CONTROL);
    if !dialog.is_connecting {
        frame = frame.close(&close);
    }
    let mut below = Screen::new(state);
    let outcome = frame.show(
        ui,
        |ui| match &dialog.test {
            Some(trial) => connection_test::body_ui(ui, screen, dialog, trial),
            None => body_ui(ui, screen, dialog, arrival),
        },
        |ui| match &dialog.test {
            Some(trial) => connection_test::footer_ui(ui, &mut below, trial, arrival),
            None => footer_ui(ui, &mut below, dialog, arrival),
        },
    );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled {
        screen.ask(if dialog.is_connecting {
            Intent::CancelConnect
        } else if dialog.test.is_some() {
            Intent::LeaveTest
        } else {
            Intent::CloseDialog
        });
    }
}

fn body_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog, arrival: Arrival) {
    let room = ui.available_size();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let column = Vec2::new(size::NAVIGATION, room.y);
        ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
            ui.set_min_size(column);
            ui.set_max_width(column.x);
            ui.spacing_mut().item_spacing.y = space::XS;
            profiles_ui(ui, screen, dialog);
        });
        ui.add_space(space::L);
        ui.vertical(|ui| {
            ui.set_height(room.y);
            ui.spacing_mut().item_spacing.x = space::S;
            scrolling(ui, "connection", |ui| {
                connection_ui(ui, screen, dialog, arrival);
            });
        });
    });
}

fn profiles_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "connect-profiles"));
    let new = tr!(text, "connect-new");
    let is_new = dialog.selected.is_none();
    if nav_item(ui, icons::ADD, &new, is_new).clicked() && !dialog.is_connecting {
        screen.ask(Intent::EditConnect(ConnectEdit::Select(None)));
    }
    let height = (ui.available_height() - size::CONTROL - 2.0 * space::S).max(0.0);
    egui::ScrollArea::vertical()
        .max_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (place, profile) in screen.state.profiles.profiles.iter().enumerate() {
                let name = visible_line(&profile.name);
                let is_selected = dialog.selected == Some(place);
                let item = ui.push_id(place, |ui| nav_item(ui, icons::CONNECT, &name, is_selected));
                if item.inner.clicked() && !dialog.is_connecting {
                    screen
                        .intents
                        .push(Intent::EditConnect(ConnectEdit::Select(Some(place))));
                }
            }
        });
    if dialog.selected.is_some() {
        ui.add_space(space::S);
        let busy = tr!(text, "connect-busy");
        let delete = tr!(text, "connect-delete");
        let button = Button::quiet(&delete)
            .icon(icons::REMOVE)
            .disabled_because(dialog.is_connecting.then_some(&*busy));
        if button.show(ui).clicked() {
            screen.ask(Intent::DeleteProfile);
        }
    }
}

fn connection_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog, arrival: Arrival) {
    let text = screen.text();
    status_ui(ui, text, dialog);
    let busy = tr!(text, "connect-busy");
    let busy = dialog.is_connecting.then_some(busy.as_str());
    let profile = &dialog.profile;
    let width = ui.available_width();
    let problem = |message: &Option<Message>| message.as_ref().map(|message| text.message(message));

    let note = tr!(text, "connect-uri-note");
    let wrong = problem(&dialog.problems.uri);
    let uri = TextField::new(&tr!(text, "connect-uri"))
        .hint("fe01.contoso.com")
        .note(Some(&note))
        .error(wrong.as_deref())
        .code()
        .width(width)
        .disabled_because(busy)
        .show(ui, "uri", &profile.uri);
    arrival.focus(&uri.response);
    if let Some(typed) = uri.edited {
        screen.ask(Intent::EditConnect(ConnectEdit::Uri(typed)));
    }

    let mut typed = account_ui(ui, screen, dialog, busy);
    typed.extend(directory_ui(ui, screen, dialog, busy));
    environments_ui(ui, screen, dialog, busy);

    ui.add_space(space::XS);
    let note = tr!(text, "connect-name-note");
    let name = TextField::new(&tr!(text, "connect-name"))
        .note(Some(&note))
        .width(width)
        .disabled_because(busy)
        .show(ui, "name", &profile.name);
    if let Some(typed) = name.edited {
        screen.ask(Intent::EditConnect(ConnectEdit::Name(typed)));
    }
    more_ui(ui, screen, dialog, busy);
    for field in std::iter::once(&uri.response).chain(&typed) {
        if entered(ui, field) {
            screen.ask(Intent::Connect);
        }
    }
}

/// What is going on, or how the last attempt ended.
fn status_ui(ui: &mut Ui, text: &Localizer, dialog: &ConnectDialog) {
    if dialog.is_connecting {
        let uri = visible_line(&dialog.profile.completed_uri());
        let title = tr!(text, "connect-connecting", uri = uri);
        Banner::new(Tone::Info, &title)
            .body(&tr!(text, "connect-connecting-body"))
            .show(ui, "connecting");
    } else if let Some(err) = &dialog.error {
        let presented = text.present(err, Doing::Connecting);
        failure_ui(ui, text, "failure", &presented, None);
    } else if dialog.is_saved {
        Banner::new(Tone::Success, &tr!(text, "connect-saved")).show(ui, "saved");
    }
}

/// Who signs in. Returns the fields in which Enter connects.
fn account_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &ConnectDialog,
    busy: Option<&str>,
) -> Vec<Response> {
    let text = screen.text();
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "connect-account"));
    let is_current = dialog.profile.current_user;
    if let Some(is_current) = account_choice_ui(ui, screen, is_current, busy) {
        screen.ask(Intent::EditConnect(ConnectEdit::CurrentUser(is_current)));
    }
    let missing = current_user_missing(screen);
    if is_current {
        small_hint_ui(ui, &tr!(text, "connect-current-user-meaning"));
        if let Some(missing) = missing {
            crate::ui::run_view::note_ui(ui, Tone::Danger, &missing);
        }
        return Vec::new();
    }
    // A saved connection with a user name has no use for it; there the choice that is off says it.
    if let Some(missing) = missing.filter(|_| dialog.selected.is_none()) {
        small_hint_ui(ui, &missing);
    }
    let account = NamedAccount {
        hint: "CONTOSO\\admin",
        user: &dialog.profile.user,
        password: &dialog.password,
        user_problem: dialog.problems.user.as_ref(),
        password_problem: dialog.problems.password.as_ref(),
    };
    let edits = named_account_ui(ui, text, &account, busy);
    if let Some(typed) = edits.user {
        screen.ask(Intent::EditConnect(ConnectEdit::User(typed)));
    }
    if let Some(secret) = edits.password {
        screen.ask(Intent::EditConnect(ConnectEdit::Password(secret)));
    }
    edits.fields
}

/// The directory of a saved connection, which is connected at the same time where its account can sign in.
/// Returns the field in which Enter connects.
fn directory_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &ConnectDialog,
    busy: Option<&str>,
) -> Option<Response> {
    let text = screen.text();
    let directory = &dialog.profile.directory;
    if !directory.is_set() {
        return None;
    }
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "connect-directory"));
    let server = server_words(text, &directory.server());
    if directory.current_user {
        small_hint_ui(ui, &tr!(text, "connect-directory-current", server = server));
        return None;
    }
    let user = visible_line(&directory.user);
    let sentence = tr!(
        text,
        "connect-directory-named",
        user = user,
        server = server
    );
    small_hint_ui(ui, &sentence);
    let note = tr!(text, "connect-directory-password-note");
    let label = tr!(text, "connect-directory-password");
    let field = TextField::new(&label)
        .note(Some(&note))
        .width(ui.available_width())
        .disabled_because(busy);
    let secret = &dialog.directory_password;
    let (response, typed) = secret_ui(ui, "directory password", field, secret);
    if let Some(secret) = typed {
        screen.ask(Intent::EditConnect(ConnectEdit::DirectoryPassword(secret)));
    }
    Some(response)
}

fn environments_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &ConnectDialog,
    busy: Option<&str>,
) {
    let text = screen.text();
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "connect-environment"));
    let environments = [
        Environment::Production,
        Environment::Rehearsal,
        Environment::Lab,
    ];
    let words = environments.map(|environment| {
        let meaning = match environment {
            Environment::Production => tr!(text, "connect-production-meaning"),
            Environment::Rehearsal => tr!(text, "connect-rehearsal-meaning"),
            Environment::Lab => tr!(text, "connect-lab-meaning"),
        };
        (text.environment(environment, Source::Live), meaning)
    });
    let choices = words.each_ref().map(|(title, meaning)| Choice {
        title,
        meaning,
        disabled_because: busy,
    });
    let selected = environments
        .iter()
        .position(|environment| *environment == dialog.profile.environment);
    let chosen = radio_row(ui, &choices, selected);
    if let Some(environment) = chosen.and_then(|place| environments.get(place)) {
        screen.ask(Intent::EditConnect(ConnectEdit::Environment(*environment)));
    }
    if let Some((_, meaning)) = selected.and_then(|place| words.get(place)) {
        small_hint_ui(ui, meaning);
    }
}

/// What seldom has to be touched: folded away, with what is set said beside the button.
fn more_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog, busy: Option<&str>) {
    let text = screen.text();
    ui.add_space(space::XS);
    let folded = Folded {
        show: tr!(text, "connect-more-show"),
        hide: tr!(text, "connect-more-hide"),
    };
    let is_open = foldable_ui(ui, "more", &folded, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        method_ui(ui, screen, dialog, busy);
        let note = tr!(text, "connect-certificates");
        ca_file_ui(ui, screen, dialog.profile.ca_file.as_deref(), &note, busy);
    });
    if is_open {
        return;
    }
    let method = text.authentication(dialog.profile.authentication);
    let summary = match &dialog.profile.ca_file {
        Some(path) => tr!(
            text,
            "connect-more-summary",
            method = method,
            file = visible_line(&path.display().to_string())
        ),
        None => tr!(text, "connect-more-summary-without-file", method = method),
    };
    small_hint_ui(ui, &summary);
}

fn method_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog, busy: Option<&str>) {
    let text = screen.text();
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "connect-method"));
    let now = dialog.profile.authentication;
    let methods = [
        (
            Authentication::default(),
            "Negotiate".to_owned(),
            tr!(text, "connect-negotiate-meaning"),
        ),
        (
            Authentication::Kerberos,
            text.authentication(Authentication::Kerberos),
            tr!(text, "connect-kerberos-meaning"),
        ),
        (
            Authentication::Ntlm,
            text.authentication(Authentication::Ntlm),
            tr!(text, "connect-ntlm-meaning"),
        ),
    ];
    let needs_kerberos = tr!(text, "connect-current-user-kerberos");
    let no_ntlm = dialog
        .profile
        .current_user
        .then_some(needs_kerberos.as_str());
    let no_ntlm = busy.or(no_ntlm);
    let choices = methods.each_ref().map(|(method, title, meaning)| Choice {
        title,
        meaning,
        disabled_because: if *method == Authentication::Ntlm {
            no_ntlm
        } else {
            busy
        },
    });
    let selected = match now {
        Authentication::Negotiate { .. } => Some(0),
        Authentication::Kerberos => Some(1),
        Authentication::Ntlm => Some(2),
        Authentication::Basic | Authentication::Nobody => None,
    };
    let chosen = radio_row(ui, &choices, selected);
    if let Some((method, ..)) = chosen.and_then(|place| methods.get(place)) {
        screen.ask(Intent::EditConnect(ConnectEdit::Authentication(*method)));
    }
    if let Some((.., meaning)) = selected.and_then(|place| methods.get(place)) {
        small_hint_ui(ui, meaning);
    }
    if let Authentication::Negotiate { ntlm_allowed } = now {
        let label = tr!(text, "connect-allow-ntlm");
        if let Some(ntlm_allowed) = checkbox(ui, ntlm_allowed, &label, no_ntlm) {
            let method = Authentication::Negotiate { ntlm_allowed };
            screen.ask(Intent::EditConnect(ConnectEdit::Authentication(method)));
        }
        small_hint_ui(ui, &tr!(text, "connect-allow-ntlm-meaning"));
    }
}

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog, arrival: Arrival) {
    let text = screen.text();
    let cancel = tr!(text, "dialog-cancel");
    if dialog.is_connecting {
        let response = Button::secondary(&cancel).show(ui);
        arrival.focus(&response);
        if response.clicked() {
            screen.ask(Intent::CancelConnect);
        }
        return;
    }
    let save = tr!(text, "connect-save");
    if Button::secondary(&save)
        .icon(icons::SAVE)
        .show(ui)
        .clicked()
    {
        screen.ask(Intent::SaveProfile);
    }
    let trial = tr!(text, "connect-test");
    let trial = Button::secondary(&trial).icon(icons::NETWORK).show(ui);
    if trial.clicked() {
        screen.ask(Intent::TestConnection);
    }
    let running = text.message(&Message::OtherChangeRunning);
    let connect = tr!(text, "connect-connect");
    let connect =
        Button::primary(&connect).disabled_because(screen.state.is_running().then_some(&*running));
    if connect.show(ui).clicked() {
        screen.ask(Intent::Connect);
    }
    if Button::secondary(&cancel).show(ui).clicked() {
        screen.ask(Intent::CloseDialog);
    }
}
