//! What pages are laid out with: headers, headings, details, and what stands in for rows that are not there.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Align, Label, Layout, Pos2, Rect, Response, RichText, Ui, UiBuilder, Vec2};

use super::{Button, badge, icon, paint_icon, text};
use crate::ui::icons;
use crate::ui::theme::{self, Tone, size, space};

/// Puts widgets at the right end of the line while they keep their order from left to right.
///
/// egui's right-to-left layout would draw, and tab through, the last one first. The width is the one of
/// the frame before; where it was not known yet or was another, the frame is drawn a second time.
pub fn trailing<R>(ui: &mut Ui, salt: impl egui::AsIdSalt, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.make_persistent_id(egui::IdSalt::new(salt));
    let known = ui.data(|data| data.get_temp::<f32>(id));
    let room = ui.available_rect_before_wrap();
    let left = (room.right() - known.unwrap_or(0.0)).max(room.left());
    let mut line = Rect::from_min_max(Pos2::new(left, room.top()), room.right_bottom());
    if !ui.layout().is_horizontal() {
        line.max.y = line.min.y + size::CONTROL;
    }
    let mut builder = UiBuilder::new()
        .id_salt(id)
        .max_rect(line)
        .layout(Layout::left_to_right(Align::Center));
    if known.is_none() {
        builder = builder.invisible();
    }
    let inner = ui.scope_builder(builder, add);
    let width = inner.response.rect.width();
    if known != Some(width) {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.request_discard("the width of trailing widgets changed");
    }
    inner.inner
}

/// The title of a page, one line saying what it is for, and what one can do here.
pub fn page_header<R>(
    ui: &mut Ui,
    title: &str,
    purpose: &str,
    actions: impl FnOnce(&mut Ui) -> R,
) -> R {
    let palette = theme::palette(ui);
    let inner = ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        heading(ui, title, theme::title());
        ui.add_space(space::M);
        trailing(ui, "page actions", actions)
    });
    ui.add_space(-space::XS);
    let purpose = RichText::new(purpose)
        .font(theme::body())
        .color(palette.weak);
    ui.add(Label::new(purpose).selectable(false).truncate());
    ui.add_space(space::S);
    inner.inner
}

/// A heading inside a page.
pub fn section_heading(ui: &mut Ui, title: &str) -> Response {
    heading(ui, title, theme::strong())
}

pub(super) fn heading(ui: &mut Ui, title: &str, font: egui::FontId) -> Response {
    let color = theme::palette(ui).text;
    let response = text(ui, title, font, color);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(title);
    });
    response
}

/// A paragraph, no wider than one reads comfortably.
pub fn prose(ui: &mut Ui, paragraph: &str) -> Response {
    let color = theme::palette(ui).text;
    ui.scope(|ui| {
        ui.set_max_width(size::PROSE.min(ui.available_width()));
        text(ui, paragraph, theme::body(), color)
    })
    .inner
}

/// The lines of a details pane; made by [`key_values`].
pub struct KeyValues<'ui> {
    ui: &'ui mut Ui,
    label_width: f32,
}

/// Labels on the left, values on the right; values can be selected and wrap wherever they must.
pub fn key_values<R>(ui: &mut Ui, add: impl FnOnce(&mut KeyValues<'_>) -> R) -> R {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        // A narrow pane must leave the values the larger part of it.
        let label_width = size::LABEL_COLUMN.min(ui.available_width() * 0.36);
        add(&mut KeyValues { ui, label_width })
    })
    .inner
}

impl KeyValues<'_> {
    pub fn text(&mut self, label: &str, value: &str) -> Response {
        self.value(label, RichText::new(value).font(theme::body()))
    }

    /// A value that is compared letter by letter: an address, a distinguished name, a command.
    pub fn code(&mut self, label: &str, value: &str) -> Response {
        let value = RichText::new(value).font(theme::code());
        self.value(label, value.line_height(Some(theme::CODE_LINE)))
    }

    pub fn badge(&mut self, label: &str, tone: Tone, word: &str) -> Response {
        self.row(label, |ui| badge(ui, tone, word))
    }

    /// A value drawn by the caller; the label names what it returns.
    pub fn row(&mut self, label: &str, add: impl FnOnce(&mut Ui) -> Response) -> Response {
        let Self { ui, label_width } = self;
        let color = theme::palette(ui).weak;
        let width = *label_width;
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            let label = ui
                .allocate_ui_with_layout(
                    Vec2::new(width, 0.0),
                    Layout::top_down(Align::Min),
                    |ui| {
                        ui.set_width(width);
                        text(ui, label, theme::body(), color)
                    },
                )
                .inner;
            let room = ui.available_width();
            ui.vertical(|ui| {
                ui.set_width(room);
                add(ui).labelled_by(label.id)
            })
            .inner
        })
        .inner
    }

    fn value(&mut self, label: &str, value: RichText) -> Response {
        self.row(label, |ui| {
            let color = theme::palette(ui).text;
            ui.add(Label::new(value.color(color)).selectable(true).wrap())
        })
    }
}

/// Stands where rows would be and says why there are none and what to do.
#[must_use = "a placeholder that is not shown says nothing"]
#[derive(Clone, Copy, Debug)]
pub struct Placeholder<'a> {
    kind: PlaceholderKind<'a>,
    title: &'a str,
    body: Option<&'a str>,
    action: Option<Button<'a>>,
}

#[derive(Clone, Copy, Debug)]
enum PlaceholderKind<'a> {
    Empty(&'a str),
    Loading,
    Failed,
}

impl<'a> Placeholder<'a> {
    fn new(kind: PlaceholderKind<'a>, title: &'a str) -> Self {
        Self {
            kind,
            title,
            body: None,
            action: None,
        }
    }

    /// There is nothing, and that is known. The icon says nothing of what.
    pub fn empty(icon: &'a str, title: &'a str) -> Self {
        Self::new(PlaceholderKind::Empty(icon), title)
    }

    /// Being read for the first time. Where there were rows before, keep them instead.
    pub fn loading(title: &'a str) -> Self {
        Self::new(PlaceholderKind::Loading, title)
    }

    /// Could not be read, and there is nothing older to show.
    pub fn failed(title: &'a str) -> Self {
        Self::new(PlaceholderKind::Failed, title)
    }

    pub fn body(mut self, body: &'a str) -> Self {
        self.body = Some(body);
        self
    }

    pub fn action(mut self, button: Button<'a>) -> Self {
        self.action = Some(button);
        self
    }

    /// Returns the button, when there is one.
    pub fn show(self, ui: &mut Ui) -> Option<Response> {
        let palette = theme::palette(ui);
        let role = match self.kind {
            PlaceholderKind::Failed => Role::Alert,
            PlaceholderKind::Empty(_) | PlaceholderKind::Loading => Role::Status,
        };
        let builder = UiBuilder::new()
            .accessibility_role(role)
            .accessibility_label(self.title)
            .layout(Layout::top_down(Align::Center));
        ui.scope_builder(builder, |ui| {
            ui.add_space(space::L);
            let (_, rect) = ui.allocate_space(Vec2::splat(size::ICON_LARGE));
            match self.kind {
                PlaceholderKind::Empty(icon) => {
                    let color = palette.border;
                    paint_icon(ui.painter(), rect.center(), icon, size::ICON_LARGE, color);
                }
                PlaceholderKind::Failed => {
                    let color = palette.tone(Tone::Danger).line;
                    let icon = Tone::Danger.icon();
                    paint_icon(ui.painter(), rect.center(), icon, size::ICON_LARGE, color);
                }
                PlaceholderKind::Loading => paint_waiting(ui, rect),
            }
            text(ui, self.title, theme::strong(), palette.text);
            if let Some(body) = self.body {
                ui.set_max_width(size::DIALOG.min(ui.available_width()));
                text(ui, body, theme::body(), palette.weak);
            }
            let response = self.action.map(|button| {
                ui.add_space(space::XS);
                button.show(ui)
            });
            ui.add_space(space::L);
            response
        })
        .inner
    }
}

/// Three dots, one of them full: moves five times in two seconds, and only while it is on the screen.
fn paint_waiting(ui: &Ui, rect: Rect) {
    const BEAT: Duration = Duration::from_millis(400);
    let palette = theme::palette(ui);
    let step = size::DOT + space::XS;
    let beat = (ui.input(|input| input.time) / BEAT.as_secs_f64()).rem_euclid(3.0);
    for (dot, offset) in [(0.0, -step), (1.0, 0.0), (2.0, step)] {
        let full = (dot..dot + 1.0).contains(&beat);
        let color = if full {
            palette.accent.rest
        } else {
            palette.line
        };
        let center = rect.center() + Vec2::new(offset, 0.0);
        ui.painter().circle_filled(center, size::DOT / 2.0, color);
    }
    ui.request_repaint_after(BEAT);
}

/// Says when and where a list was read, and that it may be out of date when it is.
pub fn stale_line(ui: &mut Ui, read_at: &str, stale: Option<&str>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        if let Some(word) = stale {
            let color = palette.tone(Tone::Warning).text;
            icon(ui, icons::HISTORY, size::ICON_SMALL, color);
            text(ui, word, theme::small(), color);
            ui.add_space(space::XS);
        }
        text(ui, read_at, theme::small(), palette.weak);
    });
}
