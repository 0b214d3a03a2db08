//! What the dialogs of the two connections have in common: a password that stays in memory, and the CA file.

use std::path::Path;

use egui::text_edit::TextEditState;
use egui::{Key, Label, Response, Ui};

use crate::console::Intent;
use crate::domain::text::visible_line;
use crate::domain::{DirectoryServer, Secret};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::run_view::small_hint_ui;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, TextField, section_heading};
use crate::ui::{Screen, icons};

/// Enter in a field, which ends an input method's composition first and submits only then.
pub(super) fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// A field for a secret, and the secret when it was edited.
pub(super) fn secret_ui(
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
