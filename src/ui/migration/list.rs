//! The steps, phase by phase: only those in view are laid out. One tab stop; arrows go from step to step.

use egui::accesskit::Role;
use egui::{
    CornerRadius, EventFilter, Frame, Id, Key, Modifiers, Rect, ScrollArea, Sense, StrokeKind, Ui,
    UiBuilder, Vec2,
};

use super::words;
use crate::checklist::{Item, Slot, StepId};
use crate::console::OpenProject;
use crate::domain::text::visible_line;
use crate::localization::Localizer;
use crate::tr;
use crate::ui::Screen;
use crate::ui::theme::{self, Palette, radius, size, space};
use crate::ui::widgets::{focus_visible, galley_line, paint_icon};

/// A line of the list.
#[derive(Clone, Copy)]
enum Row<'a> {
    Phase(&'a str),
    /// The taking back of what was done.
    Rollback,
    Step(&'a Item),
}

impl Row<'_> {
    fn height(self) -> f32 {
        match self {
            Self::Phase(_) | Self::Rollback => size::PHASE_LINE,
            Self::Step(_) => size::STEP_LINE,
        }
    }
}

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let palette = theme::palette(ui);
    let rows = rows(text, open);
    let shown = super::shown(screen, open).map(|item| item.id.clone());
    let outer = ui.available_rect_before_wrap();
    let id = Id::unique("the steps of the migration");
    // One focus for all of them.
    let focus = ui.interact(outer, id, Sense::FOCUSABLE);
    if focus.gained_focus() {
        // egui takes the filter below only from who had the focus a frame ago.
        ui.request_repaint();
    }
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::ListBox);
        node.set_label(tr!(text, "mig-steps"));
    });
    if focus.has_focus() {
        take_keys(ui, screen, open, id, shown.as_ref());
    }
    let followed = Id::unique("the step the list was scrolled to");
    let before: Option<StepId> = ui.data(|data| data.get_temp(followed));
    let is_new = before != shown;
    Frame::new()
        .fill(palette.surface)
        .stroke(palette.hairline())
        .corner_radius(CornerRadius::same(radius::CARD))
        .show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            let builder = UiBuilder::new().accessibility_parent(id);
            ui.scope_builder(builder, |ui| {
                let clicked = ScrollArea::vertical()
                    .auto_shrink([false, false])
                    .show_viewport(ui, |ui, viewport| {
                        let wanted = shown.as_ref().filter(|_| is_new);
                        rows_ui(ui, text, open, &rows, shown.as_ref(), wanted, viewport)
                    })
                    .inner;
                if clicked.is_some() {
                    focus.request_focus();
                    super::select(screen, clicked);
                }
            });
        });
    if is_new && let Some(shown) = shown {
        ui.data_mut(|data| data.insert_temp(followed, shown));
    }
    if focus.has_focus() && focus_visible(ui) {
        let corners = CornerRadius::same(radius::CARD);
        let ring = palette.focus_ring();
        ui.painter()
            .rect_stroke(outer, corners, ring, StrokeKind::Inside);
    }
}

fn rows<'a>(text: &Localizer, open: &'a OpenProject) -> Vec<Row<'a>> {
    let checklist = &open.checklist;
    let mut rows = Vec::with_capacity(checklist.items.len() + checklist.procedure.phases.len());
    let mut phase = None;
    let mut is_back = false;
    for item in &checklist.items {
        if item.undoes.is_some() {
            if !is_back {
                is_back = true;
                rows.push(Row::Rollback);
            }
        } else if phase != Some(&item.phase) {
            phase = Some(&item.phase);
            let of = checklist.procedure.phases.iter();
            let of = of.into_iter().find(|phase| phase.id == item.phase);
            if let Some(of) = of {
                rows.push(Row::Phase(of.title.of(text.language())));
            }
        }
        rows.push(Row::Step(item));
    }
    rows
}

/// Returns the step that was clicked.
fn rows_ui(
    ui: &mut Ui,
    text: &Localizer,
    open: &OpenProject,
    rows: &[Row<'_>],
    shown: Option<&StepId>,
    wanted: Option<&StepId>,
    viewport: Rect,
) -> Option<StepId> {
    let height: f32 = rows.iter().map(|row| row.height()).sum();
    ui.set_height(height);
    let origin = ui.max_rect().min;
    let width = ui.available_width();
    let mut clicked = None;
    let mut top = 0.0;
    for row in rows {
        let bottom = top + row.height();
        let rect =
            Rect::from_min_size(origin + Vec2::new(0.0, top), Vec2::new(width, row.height()));
        if let Row::Step(item) = row
            && wanted == Some(&item.id)
        {
            ui.scroll_to_rect(rect.expand(space::S), None);
        }
        if bottom >= viewport.top() && top <= viewport.bottom() {
            match row {
                Row::Phase(title) => phase_ui(ui, &visible_line(title), rect),
                Row::Rollback => phase_ui(ui, &tr!(text, "mig-rollback"), rect),
                Row::Step(item) => {
                    let is_shown = shown == Some(&item.id);
                    if step_ui(ui, text, open, item, is_shown, rect) {
                        clicked = Some(item.id.clone());
                    }
                }
            }
        }
        top = bottom;
    }
    clicked
}

fn phase_ui(ui: &Ui, title: &str, rect: Rect) {
    let palette = theme::palette(ui);
    ui.painter().rect_filled(
        rect.shrink2(Vec2::new(1.0, 0.0)),
        CornerRadius::ZERO,
        palette.sunken,
    );
    let room = rect.width() - 2.0 * space::S;
    let title = galley_line(ui, title, theme::small_strong(), palette.weak, room);
    let at = rect.left_center() + Vec2::new(space::S, -title.size().y / 2.0);
    ui.painter().galley(at, title, palette.weak);
}

fn step_ui(
    ui: &Ui,
    text: &Localizer,
    open: &OpenProject,
    item: &Item,
    is_shown: bool,
    rect: Rect,
) -> bool {
    let palette = theme::palette(ui);
    let is_current = open.checklist.current.as_ref() == Some(&item.id);
    // Not focusable: the list is one tab stop.
    let response = ui.interact(rect, ui.scope_id().with(("step", &item.id.0)), Sense::CLICK);
    let fill = match (is_shown, response.hovered()) {
        (true, _) => Some(palette.selected),
        (false, true) => Some(palette.hovered),
        (false, false) => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
    }
    if is_current {
        let bar = rect.with_max_x(rect.left() + size::MARKER);
        ui.painter()
            .rect_filled(bar, CornerRadius::ZERO, palette.accent.rest);
    }
    let (tone, icon) = words::sign_of(item);
    let color = palette.tone(tone).text;
    let middle = rect.left() + space::M + size::ICON / 2.0;
    let first_line = rect.top() + space::XS;
    paint_icon(
        ui.painter(),
        egui::pos2(middle, first_line + size::LINE / 2.0),
        icon,
        size::ICON,
        color,
    );
    let left = rect.left() + space::M + size::ICON + space::S;
    let title = format!("{}  {}", words::code(&item.id), words::title(text, item));
    titles_ui(ui, palette, &title, is_current, left, first_line, rect);
    let standing = if is_current {
        tr!(
            text,
            "mig-current-standing",
            standing = words::standing(text, item)
        )
    } else {
        words::standing(text, item)
    };
    let time = time(text, item, slot(open, item));
    let second_line = first_line + size::LINE;
    let time = galley_line(ui, &time, theme::small(), palette.weak, rect.width());
    let time_left = rect.right() - space::S - time.size().x;
    ui.painter()
        .galley(egui::pos2(time_left, second_line), time, palette.weak);
    let room = time_left - left - space::S;
    let word = galley_line(ui, &standing, theme::small(), color, room);
    ui.painter()
        .galley(egui::pos2(left, second_line), word, color);
    ui.painter()
        .hline(left..=rect.right(), rect.bottom(), palette.hairline());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::ListBoxOption);
        node.set_label(title.as_str());
        node.set_description(standing.as_str());
        node.set_selected(is_shown);
    });
    response.clicked()
}

fn titles_ui(
    ui: &Ui,
    palette: &Palette,
    title: &str,
    is_current: bool,
    left: f32,
    top: f32,
    rect: Rect,
) {
    let font = if is_current {
        theme::strong()
    } else {
        theme::body()
    };
    let room = rect.right() - space::S - left;
    let title = galley_line(ui, title, font, palette.text, room);
    ui.painter()
        .galley(egui::pos2(left, top), title, palette.text);
}

/// When a step was over, or when it is to begin.
fn time(text: &Localizer, item: &Item, slot: Option<&Slot>) -> String {
    if let Some(ended) = item.ended_at {
        return text.hour_minute(ended);
    }
    if let Some(started) = item.started_at {
        return tr!(text, "mig-since", time = text.hour_minute(started));
    }
    match slot.and_then(|slot| slot.forecast) {
        Some((start, _)) => tr!(text, "mig-from", time = text.hour_minute(start)),
        None => String::new(),
    }
}

pub(super) fn slot<'a>(open: &'a OpenProject, item: &Item) -> Option<&'a Slot> {
    let mut slots = open.forecast.slots.iter();
    slots.find(|slot| slot.step == item.id)
}

fn take_keys(ui: &Ui, screen: &mut Screen<'_>, open: &OpenProject, id: Id, shown: Option<&StepId>) {
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(
            id,
            EventFilter {
                vertical_arrows: true,
                ..EventFilter::default()
            },
        );
    });
    let items = &open.checklist.items;
    let place = shown.and_then(|shown| items.iter().position(|item| item.id == *shown));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let last = items.len().saturating_sub(1);
    let place = place.unwrap_or_default();
    let to = if pressed(Key::ArrowDown) {
        Some((place + 1).min(last))
    } else if pressed(Key::ArrowUp) {
        Some(place.saturating_sub(1))
    } else if pressed(Key::Home) {
        Some(0)
    } else if pressed(Key::End) {
        Some(last)
    } else {
        None
    };
    if let Some(item) = to.and_then(|to| items.get(to)) {
        super::select(screen, Some(item.id.clone()));
    }
    if pressed(Key::Enter)
        && let Some(item) = items.get(place)
        && let Some(act) = super::next::act(screen, open, item)
        && act.why_not.is_none()
    {
        screen.ask(act.intent);
    }
}
