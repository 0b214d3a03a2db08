//! The parts every page is made of.
//!
//! Widgets take plain data and give back what the person did; they hold no text of their own, read no
//! state and decide nothing. Colors and sizes come from [`super::theme`], words from the caller. What an
//! icon says is always said in words as well, on the screen or to a screen reader.

mod button;
mod checklist;
mod code;
mod dialog;
mod field;
mod page;
mod shell;
mod status;
mod table;
mod wizard;

#[cfg(test)]
mod gallery;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Galley, Id, Label, Painter, Pos2, Response, RichText, Ui};

pub use button::{Button, ButtonKind};
pub use checklist::ChecklistRow;
pub use code::{CodeBlock, code_block};
pub use dialog::{Dialog, DialogOutcome};
pub use field::{
    Choice, Combo, FieldOutcome, SearchField, SearchOutcome, TextField, checkbox, radio_card,
    radio_row,
};
pub use page::{
    KeyValues, Placeholder, key_values, page_header, prose, section_heading, stale_line, trailing,
};
pub use shell::{connection_chip, environment_line, nav_item};
pub use status::{
    Banner, BannerOutcome, Details, Toast, ToastOutcome, badge, badge_with_icon, status_word,
    toasts,
};
pub use table::{Cell, CellStyle, Column, DataTable, TableOutput};
pub use wizard::{Step, StepState, stepper};

use super::theme;

/// Text that is only read: not selectable, so it never takes a click meant for what is around it.
fn text(ui: &mut Ui, text: &str, font: FontId, color: Color32) -> Response {
    ui.add(Label::new(RichText::new(text).font(font).color(color)).selectable(false))
}

/// Text on one line, cut with … and whole in the tooltip where it does not fit.
fn text_line(ui: &mut Ui, text: &str, font: FontId, color: Color32) -> Response {
    let text = RichText::new(text).font(font).color(color);
    ui.add(Label::new(text).selectable(false).truncate())
}

/// Room for an icon, and the icon. Says nothing to a screen reader: the word beside it does.
fn icon(ui: &mut Ui, icon: &str, size: f32, color: Color32) {
    let (_, rect) = ui.allocate_space(egui::Vec2::splat(size));
    paint_icon(ui.painter(), rect.center(), icon, size, color);
}

pub(in crate::ui) fn paint_icon(
    painter: &Painter,
    center: Pos2,
    icon: &str,
    size: f32,
    color: Color32,
) {
    painter.text(
        center,
        Align2::CENTER_CENTER,
        icon,
        theme::icon(size),
        color,
    );
}

/// Text laid out to be painted by hand, cut with … at `width`.
pub(in crate::ui) fn galley_line(
    ui: &Ui,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(one_line(text), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A table row and a badge have one line, whatever a server sends.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

/// Whether the keyboard was used last: only then is the ring drawn round what a click has left focused.
pub(in crate::ui) fn focus_visible(ui: &Ui) -> bool {
    let id = Id::unique("keyboard was used last");
    let (key, pointer) = ui.input(|input| {
        let key = input
            .events
            .iter()
            .any(|event| matches!(event, egui::Event::Key { pressed: true, .. }));
        (key, input.pointer.any_pressed())
    });
    ui.data_mut(|data| {
        let visible = data.get_temp_mut_or(id, true);
        if key {
            *visible = true;
        } else if pointer {
            *visible = false;
        }
        *visible
    })
}

/// The ring round a widget that has the keyboard, a little outside it.
pub(in crate::ui) fn focus_ring(ui: &Ui, response: &Response, radius: u8) {
    if response.has_focus() && focus_visible(ui) {
        let palette = theme::palette(ui);
        ui.painter().rect_stroke(
            response.rect.expand(1.0),
            egui::CornerRadius::same(radius + 1),
            palette.focus_ring(),
            egui::StrokeKind::Outside,
        );
    }
}
