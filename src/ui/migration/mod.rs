//! The page of the migration: the checklist, the risk sheet and the record of the project that is open.

mod preflight;

use egui::Ui;

use super::{Screen, project};
use crate::console::MigrationView;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    let _ = wants_search;
    if screen.state.migration.open.is_none() {
        project::show(ui, screen);
        project::dialogs_ui(ui, screen);
        return;
    }
    project::banners_ui(ui, screen);
    ui.horizontal(|ui| project::actions_ui(ui, screen));
    match screen.state.migration.view {
        MigrationView::Preflight => preflight::show(ui, screen),
        MigrationView::Checklist | MigrationView::Record => {}
    }
    project::dialogs_ui(ui, screen);
}
