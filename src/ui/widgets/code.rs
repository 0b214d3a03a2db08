//! Commands and server texts: monospace, wrapped, selectable, with a button that copies them whole.

use egui::{CornerRadius, Frame, Label, Response, RichText, ScrollArea, Ui};

use super::{Button, text_line, trailing};
use crate::ui::icons;
use crate::ui::theme::{self, margin, radius, space};

/// A command or a server's own words, as they are.
#[must_use = "a code block that is not shown says nothing"]
#[derive(Clone, Copy, Debug)]
pub struct CodeBlock<'a> {
    title: &'a str,
    code: &'a str,
    copy: &'a str,
    max_height: Option<f32>,
}

impl<'a> CodeBlock<'a> {
    /// `title` says what language or whose words; `copy` is the button.
    pub fn new(title: &'a str, code: &'a str, copy: &'a str) -> Self {
        Self {
            title,
            code,
            copy,
            max_height: None,
        }
    }

    /// Longer texts scroll.
    pub fn max_height(mut self, points: f32) -> Self {
        self.max_height = Some(points);
        self
    }

    /// Returns the copy button; when it was clicked the text is on the clipboard already.
    pub fn show(self, ui: &mut Ui, salt: impl egui::AsIdSalt) -> Response {
        let palette = theme::palette(ui);
        ui.push_id(salt, |ui| {
            Frame::new()
                .fill(palette.sunken)
                .stroke(palette.hairline())
                .corner_radius(CornerRadius::same(radius::CONTROL))
                .inner_margin(margin::CODE)
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = space::XS;
                    let copy = ui
                        .horizontal(|ui| {
                            text_line(ui, self.title, theme::small(), palette.weak);
                            trailing(ui, "copy", |ui| {
                                Button::quiet(self.copy).icon(icons::COPY).small().show(ui)
                            })
                        })
                        .inner;
                    match self.max_height {
                        Some(height) => {
                            ScrollArea::vertical()
                                .max_height(height)
                                .show(ui, |ui| self.code_ui(ui));
                        }
                        None => self.code_ui(ui),
                    }
                    if copy.clicked() {
                        ui.ctx().copy_text(self.code.to_owned());
                    }
                    copy
                })
                .inner
        })
        .inner
    }

    fn code_ui(self, ui: &mut Ui) {
        let palette = theme::palette(ui);
        let code = RichText::new(self.code)
            .font(theme::code())
            .line_height(Some(theme::CODE_LINE))
            .color(palette.text);
        ui.set_width(ui.available_width() - space::S);
        ui.add(Label::new(code).selectable(true).wrap());
    }
}

/// [`CodeBlock`] in one call.
pub fn code_block(
    ui: &mut Ui,
    salt: impl egui::AsIdSalt,
    title: &str,
    code: &str,
    copy: &str,
) -> Response {
    CodeBlock::new(title, code, copy).show(ui, salt)
}
