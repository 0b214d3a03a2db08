//! The change while it is made.

use egui::Ui;

use crate::tr;
use crate::ui::Screen;
use crate::ui::run_view::run_ui;
use crate::ui::widgets::section_heading;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "run-heading"));
    if let Some(run) = &screen.state.run {
        run_ui(ui, screen, run);
    }
}
