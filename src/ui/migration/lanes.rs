//! The phases as lanes: how far each of them is, and which one is being worked in.

use egui::accesskit::Role;
use egui::{CornerRadius, Rect, Sense, Ui, Vec2, WidgetInfo};

use crate::checklist::{Item, Status, StepId};
use crate::console::OpenProject;
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::Screen;
use crate::ui::theme::{self, Tone, radius, size, space};
use crate::ui::widgets::{focus_ring, galley_line};

/// A phase, or the taking back of everything.
pub(super) struct Lane {
    pub(super) title: String,
    pub(super) over: usize,
    pub(super) of: usize,
    is_current: bool,
    /// Where a click leads.
    first_open: Option<StepId>,
    has_contradiction: bool,
}

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let lanes = lanes(screen, open);
    if lanes.is_empty() {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of phases")]
    let count = lanes.len() as f32;
    let width = (ui.available_width() - space::S * (count - 1.0)) / count;
    let mut clicked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for lane in &lanes {
            if lane_ui(ui, screen, lane, width) {
                clicked.clone_from(&lane.first_open);
            }
        }
    });
    if clicked.is_some() {
        super::select(screen, clicked);
    }
}

fn lanes(screen: &Screen<'_>, open: &OpenProject) -> Vec<Lane> {
    let text = screen.text();
    let checklist = &open.checklist;
    let mut lanes: Vec<_> = checklist
        .procedure
        .phases
        .iter()
        .map(|phase| {
            let title = visible_line(phase.title.of(text.language()));
            let title = format!("{} {title}", phase.id);
            let items = checklist.items.iter();
            let items = items.filter(|item| item.undoes.is_none() && item.phase == phase.id);
            lane(open, title, items)
        })
        .collect();
    let undone = checklist.items.iter().filter(|item| item.undoes.is_some());
    let back = lane(open, tr!(text, "mig-rollback"), undone);
    if back.of > 0 {
        lanes.push(back);
    }
    lanes.retain(|lane| lane.of > 0);
    lanes
}

fn lane<'a>(open: &OpenProject, title: String, items: impl Iterator<Item = &'a Item>) -> Lane {
    let mut lane = Lane {
        title,
        over: 0,
        of: 0,
        is_current: false,
        first_open: None,
        has_contradiction: false,
    };
    let mut first = None;
    for item in items {
        first.get_or_insert_with(|| item.id.clone());
        lane.has_contradiction |= item.contradicted.is_some();
        if open.checklist.current.as_ref() == Some(&item.id) {
            lane.is_current = true;
        }
        if item.status == Status::NotApplicable {
            continue;
        }
        lane.of += 1;
        if item.status.is_over() {
            lane.over += 1;
        } else if lane.first_open.is_none() {
            lane.first_open = Some(item.id.clone());
        }
    }
    lane.first_open = lane.first_open.or(first);
    lane
}

fn lane_ui(ui: &mut Ui, screen: &Screen<'_>, lane: &Lane, width: f32) -> bool {
    let text = screen.text();
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::LANE), Sense::click());
    let progress = tr!(
        text,
        "mig-progress",
        over = lane.over.to_string(),
        all = lane.of.to_string()
    );
    let (font, color) = if lane.is_current {
        (theme::small_strong(), palette.text)
    } else {
        (theme::small(), palette.weak)
    };
    if response.hovered() {
        let corners = CornerRadius::same(radius::CONTROL);
        ui.painter().rect_filled(rect, corners, palette.hovered);
    }
    let count = galley_line(ui, &progress, theme::small(), color, width);
    let room = width - count.size().x - 2.0 * space::XS;
    let title = galley_line(ui, &lane.title, font, color, room);
    let is_cut = title.elided;
    let top = rect.top() + space::XS;
    let at = egui::pos2(rect.right() - space::XXS - count.size().x, top);
    ui.painter().galley(at, count, color);
    let at = egui::pos2(rect.left() + space::XXS, top);
    ui.painter().galley(at, title, color);
    let bar = Rect::from_min_max(
        egui::pos2(rect.left(), rect.bottom() - size::LANE_BAR - space::XS),
        egui::pos2(rect.right(), rect.bottom() - space::XS),
    );
    let corners = CornerRadius::same(radius::CONTROL / 2);
    ui.painter().rect_filled(bar, corners, palette.line);
    #[expect(clippy::cast_precision_loss, reason = "steps, not grains of sand")]
    let share = lane.over as f32 / lane.of.max(1) as f32;
    let fill = match (lane.has_contradiction, lane.is_current) {
        (true, _) => palette.tone(Tone::Warning).line,
        (false, true) => palette.accent.rest,
        (false, false) => palette.tone(Tone::Success).line,
    };
    let done = bar.with_max_x(bar.left() + bar.width() * share);
    ui.painter().rect_filled(done, corners, fill);
    if lane.is_current {
        let outline = egui::Stroke::new(1.0, palette.accent.rest);
        let outside = egui::StrokeKind::Outside;
        ui.painter().rect_stroke(bar, corners, outline, outside);
    }
    focus_ring(ui, &response, radius::CONTROL);
    let name = format!("{}, {progress}", lane.title);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, lane.is_current, &name));
    let response = if is_cut {
        response.on_hover_text(name)
    } else {
        response
    };
    response.clicked()
}
