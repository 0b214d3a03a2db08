//! Projects: what stands on the page while none is open, and everything asked about a project.

use egui::Ui;

use super::Screen;

/// The page while no project is open.
pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let _ = (ui, screen);
}

/// Above the page of an open project: who else has it, what is wrong with its files.
pub(super) fn banners_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let _ = (ui, screen);
}

/// What can be done with the open project, at the right end of its page's title.
pub(super) fn actions_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let _ = (ui, screen);
}

/// What stands in front of the page: a new project, people, a rehearsal.
pub(super) fn dialogs_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let _ = (ui, screen);
}
