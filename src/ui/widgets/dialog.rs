//! The frame of every dialog: title, a body that scrolls, and a row of buttons.

use egui::{Align, CornerRadius, Frame, Id, Layout, Modal, Rect, ScrollArea, Ui, Vec2};

use super::page::heading;
use super::trailing;
use crate::ui::icons;
use crate::ui::theme::{self, margin, radius, size, space};
use crate::ui::widgets::Button;

/// A modal dialog. It keeps the keyboard inside and everything behind it out of reach.
#[must_use = "a dialog that is not shown asks nothing"]
#[derive(Clone, Copy, Debug)]
pub struct Dialog<'a> {
    id: Id,
    title: &'a str,
    close: Option<&'a str>,
    width: f32,
    body_height: Option<f32>,
    is_body_fixed: bool,
}

/// What a dialog's parts returned, and whether the person wants out.
#[derive(Clone, Copy, Debug)]
pub struct DialogOutcome<B, F> {
    pub body: B,
    pub footer: F,
    /// Escape or the cross; a click beside the dialog is not meant as one. A dialog that holds
    /// something asks before it goes.
    pub cancelled: bool,
}

impl<'a> Dialog<'a> {
    pub fn new(id: Id, title: &'a str) -> Self {
        Self {
            id,
            title,
            close: None,
            width: size::DIALOG,
            body_height: None,
            is_body_fixed: false,
        }
    }

    /// A cross in the corner with this name.
    pub fn close(mut self, name: &'a str) -> Self {
        self.close = Some(name);
        self
    }

    pub fn width(mut self, points: f32) -> Self {
        self.width = points;
        self
    }

    /// Keeps the body this high, so that a wizard's buttons stay where they are from step to step.
    pub fn body_height(mut self, points: f32) -> Self {
        self.body_height = Some(points);
        self
    }

    /// The body is a fixed area of this height whose parts scroll by themselves.
    pub fn fixed_body(mut self, points: f32) -> Self {
        self.body_height = Some(points);
        self.is_body_fixed = true;
        self
    }

    /// The footer's widgets are drawn from left to right and stand at the right: Back, Next, Cancel.
    pub fn show<B, F>(
        self,
        ui: &Ui,
        body: impl FnOnce(&mut Ui) -> B,
        footer: impl FnOnce(&mut Ui) -> F,
    ) -> DialogOutcome<B, F> {
        let palette = theme::palette(ui);
        let window = ui.ctx().content_rect().size();
        let width = self.width.min(window.x - 2.0 * space::M);
        let frame = Frame::new()
            .fill(palette.surface)
            .stroke(palette.hairline())
            .shadow(palette.shadow())
            .corner_radius(CornerRadius::same(radius::DIALOG));
        let modal = Modal::new(self.id)
            .area(
                Modal::default_area(self.id)
                    .accessible_name(self.title)
                    .fade_in(false),
            )
            .backdrop_color(palette.backdrop)
            .frame(frame)
            .show(ui.ctx(), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                let crossed = self.head(ui);
                // What title, buttons and margins leave of the window.
                let most = (window.y - 2.0 * space::M - size::DIALOG_EDGES).max(size::DIALOG_EDGES);
                let body = Frame::new()
                    .inner_margin(margin::DIALOG_BODY)
                    .show(ui, |ui| self.body(ui, most, body))
                    .inner;
                let footer = Frame::new()
                    .inner_margin(margin::DIALOG_FOOT)
                    .show(ui, |ui| {
                        ui.spacing_mut().item_spacing.x = space::S;
                        ui.horizontal(|ui| {
                            ui.set_min_height(size::CONTROL);
                            trailing(ui, "footer", footer)
                        })
                        .inner
                    })
                    .inner;
                (crossed, body, footer)
            });
        // egui places an area by the size it had in the frame before. A step that came out wider at first would stay
        // off center until the mouse moves, so another frame follows as long as the dialog still moves.
        let place = modal.response.rect;
        let moved = ui.ctx().data_mut(|data| {
            let before = data.get_temp::<Rect>(self.id);
            data.insert_temp(self.id, place);
            before != Some(place)
        });
        if moved {
            ui.ctx().request_repaint();
        }
        let escaped = modal.is_top_modal
            && !modal.any_popup_open
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        let (crossed, body, footer) = modal.inner;
        DialogOutcome {
            body,
            footer,
            cancelled: crossed || escaped,
        }
    }

    /// Returns whether the cross was clicked.
    fn head(self, ui: &mut Ui) -> bool {
        Frame::new()
            .inner_margin(margin::DIALOG_HEAD)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_min_height(size::CONTROL);
                    heading(ui, self.title, theme::title());
                    let Some(name) = self.close else {
                        return false;
                    };
                    let cross = Button::quiet(name).icon(icons::CLEAR).icon_only();
                    trailing(ui, "close", |ui| cross.show(ui)).clicked()
                })
                .inner
            })
            .inner
    }

    fn body<B>(self, ui: &mut Ui, most: f32, body: impl FnOnce(&mut Ui) -> B) -> B {
        let height = self.body_height.map(|height| height.min(most));
        if let Some(height) = height.filter(|_| self.is_body_fixed) {
            let area = Vec2::new(ui.available_width(), height);
            return ui
                .allocate_ui_with_layout(area, Layout::top_down(Align::Min), |ui| {
                    ui.set_min_size(area);
                    ui.set_max_size(area);
                    ui.spacing_mut().item_spacing.y = space::S;
                    body(ui)
                })
                .inner;
        }
        ScrollArea::vertical()
            .max_height(height.unwrap_or(most))
            .auto_shrink([false, height.is_none()])
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                ui.set_width(ui.available_width());
                body(ui)
            })
            .inner
    }
}
