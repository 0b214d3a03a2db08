//! The frame round the pages: navigation on the left, the connection along the top.

use egui::accesskit::{AriaCurrent, Role};
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{CornerRadius, Rect, Response, Sense, StrokeKind, Ui, Vec2, WidgetInfo};

use super::{focus_ring, galley_line, paint_icon};
use crate::ui::theme::{self, Environment, radius, size, space};

/// A page in the navigation.
pub fn nav_item(ui: &mut Ui, icon: &str, title: &str, current: bool) -> Response {
    let palette = theme::palette(ui);
    let wanted = Vec2::new(ui.available_width(), size::NAVIGATION_ITEM);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let (fill, color, font) = match (current, response.hovered()) {
        (true, _) => (
            Some(palette.selected),
            palette.selected_text,
            theme::strong(),
        ),
        (false, true) => (Some(palette.hovered), palette.text, theme::body()),
        (false, false) => (None, palette.text, theme::body()),
    };
    let rounding = CornerRadius::same(radius::CONTROL);
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, rounding, fill);
    }
    if current {
        let height = size::NAVIGATION_ITEM - 2.0 * space::S;
        let left = rect.left_center() - Vec2::new(0.0, height / 2.0);
        let bar = Rect::from_min_size(left, Vec2::new(size::MARKER, height));
        ui.painter().rect_filled(
            bar,
            CornerRadius::same(radius::CONTROL / 2),
            palette.accent.rest,
        );
    }
    let center = rect.left_center() + Vec2::new(space::S + size::ICON / 2.0, 0.0);
    paint_icon(ui.painter(), center, icon, size::ICON, color);
    let left = space::S + size::ICON + space::S;
    let galley = galley_line(ui, title, font, color, rect.width() - left - space::XXS);
    let position = rect.left_center() + Vec2::new(left, -galley.size().y / 2.0);
    let elided = galley.elided;
    ui.painter().galley(position, galley, color);
    focus_ring(ui, &response, radius::CONTROL);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, current, title));
    if current {
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_aria_current(AriaCurrent::Page));
    }
    if elided {
        response.on_hover_text(title)
    } else {
        response
    }
}

/// The line along the very top that has the environment's color. Draw it first in the top strip.
pub fn environment_line(ui: &Ui, strip: Rect, environment: Environment) {
    let color = theme::palette(ui).environment(environment).line;
    let line = strip.with_max_y(strip.top() + size::MARKER);
    ui.painter().rect_filled(line, CornerRadius::ZERO, color);
}

/// Where one is connected and what is allowed: environment, host, mode. A click opens the session.
pub fn connection_chip(
    ui: &mut Ui,
    environment: Environment,
    icon: &str,
    word: &str,
    host: Option<&str>,
    mode: &str,
) -> Response {
    let palette = theme::palette(ui);
    let colors = palette.environment(environment);
    let mut job = LayoutJob::default();
    let mut part = |text: &str, font, color| {
        let lead = if job.is_empty() { 0.0 } else { space::S };
        job.append(text, lead, TextFormat::simple(font, color));
    };
    part(word, theme::small_strong(), colors.text);
    if let Some(host) = host {
        part(host, theme::small(), palette.text);
    }
    part(mode, theme::small(), palette.text);
    let lead = space::S + size::ICON + space::XS;
    job.wrap = TextWrapping::truncate_at_width(ui.available_width() - lead - space::S);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let wanted = Vec2::new(lead + galley.size().x + space::S, size::CHIP);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let border = if response.hovered() {
        colors.line
    } else {
        colors.soft
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::CONTROL),
        colors.soft,
        (1.0, border),
        StrokeKind::Inside,
    );
    let center = rect.left_center() + Vec2::new(space::S + size::ICON / 2.0, 0.0);
    paint_icon(ui.painter(), center, icon, size::ICON, colors.text);
    let position = rect.left_center() + Vec2::new(lead, -galley.size().y / 2.0);
    ui.painter().galley(position, galley, palette.text);
    let name = [Some(word), host, Some(mode)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    focus_ring(ui, &response, radius::CONTROL);
    response
}
