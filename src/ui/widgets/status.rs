//! What is so, in an icon and a word: badges, banners, notices.

use egui::accesskit::Role;
use egui::{
    Align, Align2, CornerRadius, Frame, Id, Layout, Order, Rect, Response, Sense, Ui, UiBuilder,
    Vec2, WidgetInfo,
};

use super::{Button, CodeBlock, galley_line, icon, paint_icon, text};
use crate::ui::icons;
use crate::ui::theme::{self, Tone, margin, radius, size, space};

/// A state as a small colored label: its icon and a word.
pub fn badge(ui: &mut Ui, tone: Tone, word: &str) -> Response {
    badge_with_icon(ui, tone, tone.icon(), word)
}

/// A badge with a more telling icon than the tone's own.
pub fn badge_with_icon(ui: &mut Ui, tone: Tone, icon: &str, word: &str) -> Response {
    let width = badge_width(ui, word, ui.available_width());
    let size = Vec2::new(width, size::BADGE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    paint_badge(ui, rect, tone, icon, word);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
    response
}

/// How wide a badge wants to be.
pub(super) fn badge_width(ui: &Ui, word: &str, most: f32) -> f32 {
    let palette = theme::palette(ui);
    let galley = galley_line(ui, word, theme::small(), palette.text, f32::INFINITY);
    let width = galley.size().x + size::ICON_SMALL + space::XS + 2.0 * space::S;
    width.ceil().min(most)
}

pub(super) fn paint_badge(ui: &Ui, rect: Rect, tone: Tone, icon: &str, word: &str) {
    let colors = theme::palette(ui).tone(tone);
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::CONTROL), colors.soft);
    let inner = rect.shrink2(Vec2::new(space::S - space::XXS, 0.0));
    paint_status(
        ui,
        inner,
        tone,
        icon,
        word,
        theme::small(),
        size::ICON_SMALL,
    );
}

/// Icon and word in the color of a state, centered on a line; returns the width used.
pub(super) fn paint_status(
    ui: &Ui,
    rect: Rect,
    tone: Tone,
    icon: &str,
    word: &str,
    font: egui::FontId,
    icon_size: f32,
) -> f32 {
    let color = theme::palette(ui).tone(tone).text;
    let center = rect.left_center() + Vec2::new(icon_size / 2.0, 0.0);
    paint_icon(ui.painter(), center, icon, icon_size, color);
    let left = icon_size + space::XS;
    let galley = galley_line(ui, word, font, color, rect.width() - left);
    let position = rect.left_center() + Vec2::new(left, -galley.size().y / 2.0);
    let width = left + galley.size().x;
    ui.painter().galley(position, galley, color);
    width
}

/// A state in running text: its icon and a word, without a background.
pub fn status_word(ui: &mut Ui, tone: Tone, icon_text: &str, word: &str) -> Response {
    let color = theme::palette(ui).tone(tone).text;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        icon(ui, icon_text, size::ICON, color);
        text(ui, word, theme::body(), color)
    })
    .inner
}

/// The technical part of a message: untranslated, folded away, copyable.
#[derive(Clone, Copy, Debug)]
pub struct Details<'a> {
    /// On the button that unfolds it.
    pub show: &'a str,
    /// On the button that folds it away.
    pub hide: &'a str,
    /// Says whose words these are.
    pub title: &'a str,
    pub text: &'a str,
    pub copy: &'a str,
}

impl Details<'_> {
    /// Stands by itself, under what it explains.
    pub fn show(self, ui: &mut Ui, salt: impl egui::AsIdSalt) {
        ui.push_id(salt, |ui| {
            let id = ui.make_persistent_id("details");
            let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
            self.toggle(ui, id, &mut open);
            self.unfolded(ui, open);
        });
    }

    fn toggle(self, ui: &mut Ui, id: Id, open: &mut bool) {
        let (name, icon) = if *open {
            (self.hide, icons::UP)
        } else {
            (self.show, icons::DOWN)
        };
        let toggle = Button::quiet(name).icon(icon).small().show(ui);
        ui.ctx()
            .accesskit_node_builder(toggle.id, |node| node.set_expanded(*open));
        if toggle.clicked() {
            *open = !*open;
            ui.data_mut(|data| data.insert_temp(id, *open));
        }
    }

    fn unfolded(self, ui: &mut Ui, open: bool) {
        if open {
            ui.add_space(space::XS);
            CodeBlock::new(self.title, self.text, self.copy)
                .max_height(size::DETAILS_TEXT)
                .show(ui, "details text");
        }
    }
}

/// A message across the page.
#[must_use = "a banner that is not shown says nothing"]
#[derive(Clone, Copy, Debug)]
pub struct Banner<'a> {
    tone: Tone,
    title: &'a str,
    body: Option<&'a str>,
    action: Option<Button<'a>>,
    details: Option<Details<'a>>,
    dismiss: Option<&'a str>,
}

/// What was done with a [`Banner`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BannerOutcome {
    Nothing,
    Action,
    Dismissed,
}

impl<'a> Banner<'a> {
    pub fn new(tone: Tone, title: &'a str) -> Self {
        Self {
            tone,
            title,
            body: None,
            action: None,
            details: None,
            dismiss: None,
        }
    }

    pub fn body(mut self, body: &'a str) -> Self {
        self.body = Some(body);
        self
    }

    /// The one thing to do about it.
    pub fn action(mut self, button: Button<'a>) -> Self {
        self.action = Some(button.small());
        self
    }

    pub fn details(mut self, details: Details<'a>) -> Self {
        self.details = Some(details);
        self
    }

    /// A closing cross with this name. What must not be missed has none.
    pub fn dismiss(mut self, name: &'a str) -> Self {
        self.dismiss = Some(name);
        self
    }

    pub fn show(self, ui: &mut Ui, salt: impl egui::AsIdSalt) -> BannerOutcome {
        let colors = theme::palette(ui).tone(self.tone);
        let role = match self.tone {
            Tone::Danger | Tone::Warning | Tone::Unknown => Role::Alert,
            Tone::Success | Tone::Info | Tone::Neutral => Role::Status,
        };
        let builder = UiBuilder::new()
            .id_salt(salt)
            .accessibility_role(role)
            .accessibility_label(self.title);
        let inner = ui.scope_builder(builder, |ui| {
            Frame::new()
                .fill(colors.soft)
                .corner_radius(CornerRadius::same(radius::CARD))
                .inner_margin(margin::BANNER)
                .show(ui, |ui| self.contents(ui))
        });
        let rect = inner.inner.response.rect;
        let marker = rect.with_max_x(rect.left() + size::MARKER);
        let rounding = CornerRadius {
            ne: 0,
            se: 0,
            ..CornerRadius::same(radius::CARD)
        };
        ui.painter().rect_filled(marker, rounding, colors.line);
        inner.inner.inner
    }

    fn contents(self, ui: &mut Ui) -> BannerOutcome {
        let palette = theme::palette(ui);
        let mut outcome = BannerOutcome::Nothing;
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            let color = palette.tone(self.tone).text;
            ui.vertical(|ui| {
                ui.add_space(space::XXS);
                icon(ui, self.tone.icon(), size::ICON, color);
            });
            let cross = if self.dismiss.is_some() {
                size::CONTROL_SMALL + space::S
            } else {
                0.0
            };
            let width = ui.available_width() - cross;
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = space::XS;
                text(ui, self.title, theme::strong(), palette.text);
                if let Some(body) = self.body {
                    text(ui, body, theme::body(), palette.text);
                }
                if self.action.is_some() || self.details.is_some() {
                    ui.add_space(space::XS);
                    if self.buttons(ui) {
                        outcome = BannerOutcome::Action;
                    }
                }
            });
            if let Some(name) = self.dismiss {
                let cross = Button::quiet(name).icon(icons::CLEAR).icon_only().small();
                if cross.show(ui).clicked() {
                    outcome = BannerOutcome::Dismissed;
                }
            }
        });
        outcome
    }

    /// Returns whether the action was pressed.
    fn buttons(self, ui: &mut Ui) -> bool {
        let id = ui.make_persistent_id("details");
        let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
        let mut pressed = false;
        ui.horizontal(|ui| {
            match self.action {
                Some(action) => pressed = action.show(ui).clicked(),
                // So that the text of a frameless button stands under the body's.
                None => ui.add_space(-space::S),
            }
            if let Some(details) = self.details {
                details.toggle(ui, id, &mut open);
            }
        });
        if let Some(details) = self.details {
            details.unfolded(ui, open);
        }
        pressed
    }
}

/// A short notice in the corner that something was done.
#[derive(Clone, Copy, Debug)]
pub struct Toast<'a> {
    pub tone: Tone,
    pub text: &'a str,
    /// At most one thing to do about it.
    pub action: Option<&'a str>,
}

/// What was done with one of the [`toasts`], by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastOutcome {
    Nothing,
    Action(usize),
    Dismissed(usize),
}

/// The notices, newest last, in the lower right corner. `name` names the area, `dismiss` the crosses.
///
/// When they go is the model's business: a widget has no clock.
pub fn toasts(ui: &Ui, name: &str, dismiss: &str, toasts: &[Toast<'_>]) -> ToastOutcome {
    let mut outcome = ToastOutcome::Nothing;
    if toasts.is_empty() {
        return outcome;
    }
    egui::Area::new(Id::unique("toasts"))
        .anchor(Align2::RIGHT_BOTTOM, Vec2::splat(-space::M))
        .order(Order::Foreground)
        .role(Role::Status)
        .accessible_name(name)
        .default_width(size::TOAST)
        .fade_in(false)
        .show(ui.ctx(), |ui| {
            ui.set_width(size::TOAST);
            for (index, toast) in toasts.iter().enumerate() {
                let pressed = ui.push_id(index, |ui| toast_ui(ui, toast, dismiss)).inner;
                match pressed {
                    BannerOutcome::Nothing => {}
                    BannerOutcome::Action => outcome = ToastOutcome::Action(index),
                    BannerOutcome::Dismissed => outcome = ToastOutcome::Dismissed(index),
                }
            }
        });
    outcome
}

fn toast_ui(ui: &mut Ui, toast: &Toast<'_>, dismiss: &str) -> BannerOutcome {
    let palette = theme::palette(ui);
    let colors = palette.tone(toast.tone);
    let mut outcome = BannerOutcome::Nothing;
    Frame::new()
        .fill(palette.surface)
        .stroke(palette.hairline())
        .shadow(palette.shadow())
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(margin::TOAST)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                ui.vertical(|ui| {
                    ui.add_space(space::XS);
                    icon(ui, toast.tone.icon(), size::ICON, colors.text);
                });
                let room = ui.available_width() - size::CONTROL_SMALL - space::S;
                ui.vertical(|ui| {
                    ui.set_width(room);
                    ui.add_space(space::XXS);
                    text(ui, toast.text, theme::body(), palette.text);
                    if let Some(action) = toast.action
                        && Button::quiet(action).small().show(ui).clicked()
                    {
                        outcome = BannerOutcome::Action;
                    }
                });
                let cross = Button::quiet(dismiss)
                    .icon(icons::CLEAR)
                    .icon_only()
                    .small();
                if cross.show(ui).clicked() {
                    outcome = BannerOutcome::Dismissed;
                }
            });
        });
    outcome
}
