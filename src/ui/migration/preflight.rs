//! The risk sheet of the open project.

use egui::Ui;

use crate::ui::Screen;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let _ = (ui, screen);
}
