//! The directory.

use egui::Ui;

use crate::tr;
use crate::ui::Screen;
use crate::ui::widgets::page_header;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, _wants_search: bool) {
    let text = screen.text();
    let title = tr!(text, "nav-directory");
    page_header(ui, &title, "", |_ui| ());
}
