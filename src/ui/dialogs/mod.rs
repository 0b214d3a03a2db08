//! What asks one thing: the connection, leave to change, a plan outside the wizard, whether to close the window.

mod allow_changes;
mod close;
mod connect;
mod connection_test;
mod directory;
pub(super) mod fields;
mod plan;

use egui::Ui;

use super::Screen;
use crate::console::Dialog;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    match &screen.state.dialog {
        Some(Dialog::Connect(dialog)) => connect::show(ui, screen, dialog),
        Some(Dialog::Directory(dialog)) => directory::show(ui, screen, dialog),
        Some(Dialog::AllowChanges) => allow_changes::show(ui, screen),
        Some(Dialog::Plan(dialog)) => plan::show(ui, screen, dialog),
        Some(Dialog::Close) => close::show(ui, screen),
        None => {}
    }
}
