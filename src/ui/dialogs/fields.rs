//! What the dialogs of the two connections have in common: who signs in, a password that stays in memory, and the CA
//! file.

use std::path::Path;

use egui::text_edit::TextEditState;
use egui::{Key, Label, Response, Ui};

use crate::console::Intent;
use crate::domain::text::visible_line;
use crate::domain::{DirectoryServer, Message, Secret};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::run_view::small_hint_ui;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, Choice, TextField, radio_row, section_heading};
use crate::ui::{Screen, icons};

/// Enter in a field, which ends an input method's composition first and submits only then.
pub(super) fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// A field for a secret, and the secret when it was edited.
pub(in crate::ui) fn secret_ui(
    ui: &mut Ui,
    salt: &str,
    field: TextField<'_>,
    secret: &Secret,
) -> (Response, Option<Secret>) {
    let mut secret = secret.clone();
    let response = field.password().show_buffer(ui, salt, secret.edit());
    // The field's undo would keep copies of the password.
    if let Some(mut state) = TextEditState::load(ui.ctx(), response.id) {
        state.clear_undoer();
        state.store(ui.ctx(), response.id);
    }
    let typed = response.changed().then_some(secret);
    (response, typed)
}

/// Why nobody can sign in as whoever runs this program, where that is so.
pub(super) fn current_user_missing(screen: &Screen<'_>) -> Option<String> {
    let missing = screen.state.current_user.as_ref().err();
    missing.map(|message| screen.text().message(message))
}

/// Whoever runs this program, or an account with a name. Returns whether it is the former, when that was chosen.
pub(super) fn account_choice_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    is_current: bool,
    busy: Option<&str>,
) -> Option<bool> {
    let text = screen.text();
    let current = tr!(text, "connect-current-user");
    let current_meaning = tr!(text, "connect-current-user-meaning");
    let named = tr!(text, "connect-named-user");
    let named_meaning = tr!(text, "connect-named-user-meaning");
    let missing = current_user_missing(screen);
    let choices = [
        Choice {
            title: &current,
            meaning: &current_meaning,
            disabled_because: busy.or(missing.as_deref()),
        },
        Choice {
            title: &named,
            meaning: &named_meaning,
            disabled_because: busy,
        },
    ];
    let chosen = radio_row(ui, &choices, Some(usize::from(!is_current)));
    chosen.map(|place| place == 0)
}

/// An account with a name and a password, as it was entered so far.
pub(super) struct NamedAccount<'a> {
    pub(super) hint: &'a str,
    pub(super) user: &'a str,
    pub(super) password: &'a Secret,
    pub(super) user_problem: Option<&'a Message>,
    pub(super) password_problem: Option<&'a Message>,
}

/// What was edited of it, and the fields in which Enter connects.
pub(super) struct NamedEdits {
    pub(super) user: Option<String>,
    pub(super) password: Option<Secret>,
    pub(super) fields: Vec<Response>,
}

pub(super) fn named_account_ui(
    ui: &mut Ui,
    text: &Localizer,
    account: &NamedAccount<'_>,
    busy: Option<&str>,
) -> NamedEdits {
    let half = (ui.available_width() - space::M) / 2.0;
    let (user, (password, secret)) = ui
        .horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            let wrong = account.user_problem.map(|message| text.message(message));
            let note = tr!(text, "connect-user-note");
            let user = TextField::new(&tr!(text, "connect-user"))
                .hint(account.hint)
                .note(Some(&note))
                .error(wrong.as_deref())
                .width(half)
                .disabled_because(busy)
                .show(ui, "user", account.user);
            let wrong = account.password_problem;
            let wrong = wrong.map(|message| text.message(message));
            let note = tr!(text, "connect-password-note");
            let label = tr!(text, "connect-password");
            let field = TextField::new(&label)
                .note(Some(&note))
                .error(wrong.as_deref())
                .width(half)
                .disabled_because(busy);
            (user, secret_ui(ui, "password", field, account.password))
        })
        .inner;
    NamedEdits {
        user: user.edited,
        password: secret,
        fields: vec![user.response, password],
    }
}

/// The CA file of a saved connection, and what to know about it.
pub(super) fn ca_file_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    file: Option<&Path>,
    note: &str,
    busy: Option<&str>,
) {
    let text = screen.text();
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "connect-ca-file"));
    let shown = match file {
        Some(path) => visible_line(&path.display().to_string()),
        None => tr!(text, "connect-ca-file-none"),
    };
    ui.horizontal(|ui| {
        let browse = tr!(text, "connect-browse");
        let browse = Button::secondary(&browse)
            .icon(icons::OPEN)
            .disabled_because(busy);
        if browse.show(ui).clicked() {
            screen.ask(Intent::PickCaFile);
        }
        let clear = tr!(text, "connect-clear");
        let clear = Button::quiet(&clear).disabled_because(busy);
        if file.is_some() && clear.show(ui).clicked() {
            screen.ask(Intent::SetCaFile(None));
        }
        ui.add(Label::new(shown).truncate());
    });
    small_hint_ui(ui, note);
}

/// Which domain controller is meant.
pub(super) fn server_words(text: &Localizer, server: &DirectoryServer) -> String {
    match server {
        DirectoryServer::Typed(server) => visible_line(server),
        DirectoryServer::Discovered {
            domain: Some(domain),
        } => tr!(text, "directory-controller-of", domain = domain.as_str()),
        DirectoryServer::Discovered { domain: None } => tr!(text, "directory-any-controller"),
    }
}
