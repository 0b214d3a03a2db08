//! The steps of a wizard, beside its pages.

use egui::accesskit::{AriaCurrent, Role};
use egui::{Align2, Rect, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::{focus_ring, galley_line, paint_icon};
use crate::ui::icons;
use crate::ui::theme::{self, Tone, radius, size, space};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepState {
    Done,
    Current,
    Upcoming,
}

/// One step of a wizard.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    pub title: &'a str,
    pub state: StepState,
    /// The state in a word, for who cannot see the mark.
    pub state_word: &'a str,
    /// Whether one may go back to it.
    pub open: bool,
}

/// The steps from top to bottom. Returns the one that was clicked.
pub fn stepper(ui: &mut Ui, name: &str, steps: &[Step<'_>]) -> Option<usize> {
    let palette = theme::palette(ui);
    let mut clicked = None;
    let builder = UiBuilder::new()
        .accessibility_role(Role::List)
        .accessibility_label(name);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let width = ui.available_width();
        for (index, step) in steps.iter().enumerate() {
            let number = index + 1;
            let sense = if step.open {
                Sense::click()
            } else {
                Sense::hover()
            };
            let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::STEP_ROW), sense);
            if response.hovered() && step.open {
                ui.painter()
                    .rect_filled(rect, f32::from(radius::CONTROL), palette.hovered);
            }
            let center = rect.left_center() + Vec2::new(size::STEP / 2.0 + space::XXS, 0.0);
            if number < steps.len() {
                let top = center.y + size::STEP / 2.0 + space::XS;
                let bottom = center.y + size::STEP_ROW - size::STEP / 2.0 - space::XS;
                ui.painter()
                    .vline(center.x, top..=bottom, palette.hairline());
            }
            paint_mark(
                ui,
                Rect::from_center_size(center, Vec2::splat(size::STEP)),
                step.state,
                number,
            );
            let left = size::STEP + space::XXS + space::S;
            let (font, color) = match step.state {
                StepState::Done => (theme::body(), palette.text),
                StepState::Current => (theme::strong(), palette.text),
                StepState::Upcoming => (theme::body(), palette.weak),
            };
            let galley = galley_line(ui, step.title, font, color, width - left);
            let position = rect.left_center() + Vec2::new(left, -galley.size().y / 2.0);
            ui.painter().galley(position, galley, color);
            focus_ring(ui, &response, radius::CONTROL);
            if response.clicked() {
                clicked = Some(index);
            }
            let role = if step.open {
                Role::Button
            } else {
                Role::ListItem
            };
            let name = format!("{number}. {}", step.title);
            response.widget_info(|| WidgetInfo::labeled(role, true, &name));
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_description(step.state_word);
                if step.state == StepState::Current {
                    node.set_aria_current(AriaCurrent::Step);
                }
            });
        }
    });
    clicked
}

fn paint_mark(ui: &Ui, rect: Rect, state: StepState, number: usize) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let center = rect.center();
    let radius = rect.width() / 2.0;
    let number = number.to_string();
    match state {
        StepState::Done => {
            let colors = palette.tone(Tone::Success);
            painter.circle_filled(center, radius, colors.soft);
            paint_icon(painter, center, icons::DONE, size::ICON, colors.text);
        }
        StepState::Current => {
            painter.circle_filled(center, radius, palette.accent.rest);
            let color = palette.accent.text;
            painter.text(
                center,
                Align2::CENTER_CENTER,
                number,
                theme::small_strong(),
                color,
            );
        }
        StepState::Upcoming => {
            painter.circle_stroke(center, radius - 0.5, palette.border());
            painter.text(
                center,
                Align2::CENTER_CENTER,
                number,
                theme::small(),
                palette.weak,
            );
        }
    }
}
