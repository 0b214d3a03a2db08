//! The clock of the window: when it is, when it will be over, and until when there is a way back.

use egui::{CornerRadius, Frame, Label, RichText, Ui, Vec2};

use super::projector::lines_ui;
use crate::console::OpenProject;
use crate::domain::Moment;
use crate::domain::text::visible_lines;
use crate::localization::Localizer;
use crate::tr;
use crate::ui::Screen;
use crate::ui::pages::{icon_ui, remark_ui};
use crate::ui::theme::{self, Tone, margin, radius, size, space};

/// One figure of the clock.
struct Figure {
    label: String,
    value: String,
    tone: Option<Tone>,
}

pub(super) fn show(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let palette = theme::palette(ui);
    let figures = figures(text, open, screen.state.now);
    Frame::new()
        .fill(palette.surface)
        .stroke(palette.hairline())
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(margin::LABEL)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XXS;
            #[expect(clippy::cast_precision_loss, reason = "a handful of figures")]
            let width = ui.available_width() / figures.len().max(1) as f32;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                for figure in &figures {
                    figure_ui(ui, figure, width);
                }
            });
            let limit = text.loss_limit(&open.forecast.loss);
            let limit = RichText::new(limit)
                .font(theme::small())
                .color(palette.text);
            ui.add(Label::new(limit).selectable(false).truncate());
        });
    if let Some(warning) = open.forecast.warnings.first() {
        ui.add_space(space::XS);
        let warning = visible_lines(&text.checklist_message(warning));
        remark_ui(ui, Tone::Warning, Tone::Warning.icon(), &warning);
    }
}

/// The same on a wall.
pub(super) fn show_large(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let palette = theme::palette(ui);
    let figures = figures(text, open, screen.state.now);
    #[expect(clippy::cast_precision_loss, reason = "a handful of figures")]
    let width = ui.available_width() / figures.len().max(1) as f32;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for figure in &figures {
            ui.allocate_ui_with_layout(
                Vec2::new(width, 0.0),
                egui::Layout::top_down(egui::Align::Min),
                |ui| {
                    ui.set_width(width - space::S);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let color = figure
                        .tone
                        .map_or(palette.text, |tone| palette.tone(tone).text);
                    let label = &figure.label;
                    lines_ui(ui, label, theme::body(), palette.weak, 1);
                    lines_ui(ui, &figure.value, theme::projected_small(), color, 2);
                },
            );
        }
    });
}

fn figures(text: &Localizer, open: &OpenProject, now: Option<Moment>) -> Vec<Figure> {
    let window = open.checklist.facts.window;
    let forecast = &open.forecast;
    let none = || tr!(text, "page-no-value");
    let moment =
        |moment: Option<Moment>| moment.map_or_else(none, |moment| text.day_hour_minute(moment));
    let end = match forecast.overrun {
        Some(overrun) => tr!(
            text,
            "mig-end-overrun",
            end = moment(forecast.end),
            overrun = text.hours(overrun)
        ),
        None => moment(forecast.end),
    };
    let is_too_late = now
        .zip(forecast.decide_until)
        .is_some_and(|(now, until)| now.instant() > until.instant());
    vec![
        Figure {
            label: tr!(text, "mig-window"),
            value: tr!(
                text,
                "mig-from-to",
                from = text.day_hour_minute(window.start),
                to = end_of(text, window.start, window.end)
            ),
            tone: None,
        },
        Figure {
            label: tr!(text, "mig-now"),
            value: now.map_or_else(none, |now| text.time(now)),
            tone: None,
        },
        Figure {
            label: tr!(text, "mig-forecast-end"),
            value: end,
            tone: forecast.overrun.map(|_| Tone::Danger),
        },
        Figure {
            label: tr!(text, "mig-decide-until"),
            value: if is_too_late {
                tr!(
                    text,
                    "mig-decide-passed",
                    time = moment(forecast.decide_until)
                )
            } else {
                moment(forecast.decide_until)
            },
            tone: is_too_late.then_some(Tone::Danger),
        },
    ]
}

/// A window that ends on the day it begins says the day once.
fn end_of(text: &Localizer, start: Moment, end: Moment) -> String {
    let (day, same) = (text.day_hour_minute(end), text.day_hour_minute(start));
    let is_same_day = day.split(' ').next() == same.split(' ').next();
    if is_same_day {
        text.hour_minute(end)
    } else {
        day
    }
}

fn figure_ui(ui: &mut Ui, figure: &Figure, width: f32) {
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(
        Vec2::new(width, 0.0),
        egui::Layout::top_down(egui::Align::Min),
        |ui| {
            ui.set_width(width - space::S);
            ui.spacing_mut().item_spacing.y = 0.0;
            let label = RichText::new(&figure.label)
                .font(theme::small())
                .color(palette.weak);
            ui.add(Label::new(label).selectable(false).truncate());
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                ui.spacing_mut().interact_size.y = 0.0;
                let color = match figure.tone {
                    Some(tone) => {
                        let color = palette.tone(tone).text;
                        icon_ui(ui, tone.icon(), size::ICON_SMALL, color);
                        color
                    }
                    None => palette.text,
                };
                let value = RichText::new(&figure.value)
                    .font(theme::strong())
                    .color(color);
                ui.add(Label::new(value).selectable(false).truncate());
            });
        },
    );
}
