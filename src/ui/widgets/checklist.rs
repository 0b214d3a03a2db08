//! One line of a checklist or of a run: what it is, how it stands, and the evidence.

use egui::accesskit::Role;
use egui::{Align, Layout, Response, Ui, UiBuilder, Vec2};

use super::{galley_line, icon, text};
use crate::ui::theme::{self, Tone, size, space};

/// One step with its state.
#[must_use = "a row that is not shown says nothing"]
#[derive(Clone, Copy, Debug)]
pub struct ChecklistRow<'a> {
    title: &'a str,
    tone: Tone,
    icon: &'a str,
    state: &'a str,
    detail: Option<&'a str>,
    aside: Option<&'a str>,
}

impl<'a> ChecklistRow<'a> {
    /// `state` is the state in a word, at the right end; icon and color repeat it.
    pub fn new(tone: Tone, state: &'a str, title: &'a str) -> Self {
        Self {
            title,
            tone,
            icon: tone.icon(),
            state,
            detail: None,
            aside: None,
        }
    }

    /// A more telling icon than the tone's own.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = icon;
        self
    }

    /// What was found, or why not; wraps.
    pub fn detail(mut self, detail: &'a str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// A short note at the right end: a time, a name.
    pub fn aside(mut self, aside: &'a str) -> Self {
        self.aside = Some(aside);
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = theme::palette(ui);
        let builder = UiBuilder::new()
            .accessibility_role(Role::ListItem)
            .accessibility_label(self.title)
            .layout(Layout::left_to_right(Align::Min));
        let response = ui
            .scope_builder(builder, |ui| {
                ui.set_min_height(size::ROW);
                let color = palette.tone(self.tone).text;
                ui.vertical(|ui| {
                    ui.add_space(space::XXS);
                    icon(ui, self.icon, size::ICON, color);
                });
                let most = ui.available_width() * 0.4;
                let word = galley_line(ui, self.state, theme::small(), color, most);
                let width = (ui.available_width() - word.size().x - space::M).max(80.0);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = space::XXS;
                    text(ui, self.title, theme::body(), palette.text);
                    if let Some(detail) = self.detail {
                        text(ui, detail, theme::small(), palette.weak);
                    }
                    if let Some(aside) = self.aside {
                        text(ui, aside, theme::small(), palette.weak);
                    }
                });
                let (_, rect) = ui.allocate_space(Vec2::new(ui.available_width(), size::LINE));
                let position = rect.right_center() - Vec2::new(word.size().x, word.size().y / 2.0);
                ui.painter().galley(position, word, color);
            })
            .response;
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_description(self.state));
        response
    }
}
