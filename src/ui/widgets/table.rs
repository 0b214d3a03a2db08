//! The one table of the console, drawn on `egui_table`.
//!
//! It reads a [`TableState`] and returns what the person did; it changes nothing. What `egui_table` lacks is
//! here: one focus for all rows, selection and keys as in Windows Explorer, sorting, a tree of
//! table, rows and cells for screen readers. Three of its habits are worked round: the first display
//! measures the cells instead of taking the widths asked for (they are stored before it runs), columns
//! grow to what scrolls by (cells truncate), and every row is announced a second time for the sticky columns.

use std::borrow::Cow;
use std::hash::Hash;

use egui::accesskit::{self, Action, Role};
use egui::{
    CornerRadius, Event, EventFilter, Id, IdSalt, Key, Modifiers, Rect, Response, Sense,
    StrokeKind, Ui, UiBuilder, Vec2,
};
use egui_table::{CellInfo, HeaderCellInfo, HeaderRow, Table, TableDelegate};

use super::status::{badge_width, paint_badge, paint_status};
use super::{focus_visible, galley_line, one_line, paint_icon};
use crate::console::table::{ColumnIndex, Direction, Moving, Select, Step, TableEvent, TableState};
use crate::ui::icons;
use crate::ui::theme::{self, Palette, Tone, radius, size, space};

/// A column: its title, its first width and its least.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    pub title: &'a str,
    /// The width at first; the last column takes what is left.
    pub width: f32,
    pub min_width: f32,
}

impl<'a> Column<'a> {
    pub fn new(title: &'a str, width: f32) -> Self {
        Self {
            title,
            width,
            min_width: size::COLUMN,
        }
    }
}

/// How the text of a cell is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CellStyle {
    #[default]
    Normal,
    /// Beside the point: a time, a source.
    Weak,
    /// Compared letter by letter.
    Code,
}

/// What a cell shows: a text, a text and a badge, or a state as icon and word.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    text: Cow<'a, str>,
    style: CellStyle,
    mark: Mark<'a>,
}

#[derive(Clone, Debug)]
enum Mark<'a> {
    None,
    Badge(Tone, &'a str, Cow<'a, str>),
    State(Tone, &'a str),
}

impl<'a> Cell<'a> {
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            style: CellStyle::Normal,
            mark: Mark::None,
        }
    }

    pub fn weak(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            style: CellStyle::Weak,
            ..Self::text(text)
        }
    }

    pub fn code(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            style: CellStyle::Code,
            ..Self::text(text)
        }
    }

    /// A state: its icon and a word in its color.
    pub fn state(tone: Tone, word: impl Into<Cow<'a, str>>) -> Self {
        Self {
            mark: Mark::State(tone, tone.icon()),
            ..Self::text(word)
        }
    }

    /// A more telling icon than the tone's own, on a state or a badge.
    #[must_use]
    pub fn with_icon(mut self, icon: &'a str) -> Self {
        match &mut self.mark {
            Mark::None => {}
            Mark::Badge(_, old, _) | Mark::State(_, old) => *old = icon,
        }
        self
    }

    /// A badge after the text.
    #[must_use]
    pub fn with_badge(mut self, tone: Tone, word: impl Into<Cow<'a, str>>) -> Self {
        self.mark = Mark::Badge(tone, tone.icon(), word.into());
        self
    }

    /// All the cell says, for a screen reader and the tooltip.
    fn spoken(&self) -> String {
        match &self.mark {
            Mark::Badge(_, _, word) => format!("{}, {word}", self.text),
            Mark::None | Mark::State(..) => self.text.clone().into_owned(),
        }
    }

    fn font(&self) -> egui::FontId {
        match self.style {
            CellStyle::Normal | CellStyle::Weak => theme::body(),
            CellStyle::Code => theme::code(),
        }
    }
}

/// A table that fills the room it is given.
#[must_use = "a table that is not shown shows nothing"]
#[derive(Clone, Copy, Debug)]
pub struct DataTable<'a> {
    id: Id,
    name: &'a str,
    columns: &'a [Column<'a>],
    empty: &'a str,
    height: Option<f32>,
}

/// What was done with a table. Give the events to [`TableState::apply`] in order.
#[derive(Clone, Debug)]
pub struct TableOutput<K> {
    pub events: Vec<TableEvent<K>>,
    /// Has the keyboard when the rows do; [`Response::request_focus`] sends it there.
    pub focus: Response,
}

impl<'a> DataTable<'a> {
    /// `id` is stable and unique in the program: widths are remembered by it. `name` is what a screen
    /// reader calls the table.
    pub fn new(id: impl egui::AsIdSalt, name: &'a str, columns: &'a [Column<'a>]) -> Self {
        Self {
            id: Id::unique(("table", IdSalt::new(id))),
            name,
            columns,
            empty: "",
            height: None,
        }
    }

    /// Stands under the column titles when no row is shown.
    pub fn empty(mut self, text: &'a str) -> Self {
        self.empty = text;
        self
    }

    /// Takes this height instead of all there is.
    pub fn height(mut self, points: f32) -> Self {
        self.height = Some(points);
        self
    }

    /// Draws the visible rows. `cell` is asked for those only; its row is an index into the data.
    pub fn show<'c, K, C>(self, ui: &mut Ui, state: &TableState<K>, cell: C) -> TableOutput<K>
    where
        K: Clone + Eq + Hash,
        C: FnMut(usize, ColumnIndex) -> Cell<'c>,
    {
        let palette = theme::palette(ui);
        let mut outer = ui.available_rect_before_wrap();
        if let Some(height) = self.height {
            outer.max.y = outer.min.y + height;
        }
        // One focus for all rows: arrows move in the table, Tab leaves it.
        let focus = ui.interact(outer, self.id, Sense::FOCUSABLE);
        let mut events = Vec::new();
        if focus.gained_focus() {
            // egui takes the filter below only from who had the focus a frame ago; without this frame
            // the first arrow would leave the table.
            ui.request_repaint();
        }
        if focus.has_focus() {
            take_keys(ui, self.id, outer, &mut events);
        }
        let rounding = CornerRadius::same(radius::CONTROL);
        ui.painter().rect_filled(outer, rounding, palette.surface);

        let mut delegate = Delegate {
            id: self.id,
            columns: self.columns,
            state,
            cell,
            palette,
            keyboard: focus.has_focus() && focus_visible(ui),
            events,
            cursor_row: None,
            over_row: false,
        };
        let inner = outer.shrink(1.0);
        // Under the titles and on over the scroll bar.
        let head = inner.with_max_y(inner.top() + size::ROW);
        ui.painter().rect_filled(head, rounding, palette.sunken);
        ui.painter()
            .hline(head.x_range(), head.bottom() - 0.5, palette.hairline());
        let builder = UiBuilder::new()
            .scope_id(self.id.with("rows"))
            .max_rect(inner)
            .accessibility_parent(focus.id);
        ui.scope_builder(builder, |ui| self.grid(ui, state, &mut delegate));

        let rows = inner.with_min_y(inner.top() + size::ROW);
        if state.view().is_empty() && !self.empty.is_empty() {
            let line = rows.with_max_y(rows.top() + 3.0 * size::ROW);
            let width = line.width() - 2.0 * space::M;
            let galley = galley_line(ui, self.empty, theme::body(), palette.weak, width);
            let position = line.center() - galley.size() / 2.0;
            ui.painter().galley(position, galley, palette.weak);
        }
        let Delegate {
            mut events,
            cursor_row,
            over_row,
            ..
        } = delegate;
        click_beside_rows(ui, self.id, rows, over_row, &mut events);
        if events.iter().any(is_by_pointer) {
            focus.request_focus();
        }
        let (stroke, kind) = if focus.has_focus() && focus_visible(ui) {
            (palette.focus_ring(), StrokeKind::Inside)
        } else {
            (palette.hairline(), StrokeKind::Inside)
        };
        ui.painter().rect_stroke(outer, rounding, stroke, kind);
        describe(ui, &focus, self, state, cursor_row);
        TableOutput { events, focus }
    }

    fn grid(
        self,
        ui: &mut Ui,
        state: &TableState<impl Clone + Eq + Hash>,
        delegate: &mut dyn TableDelegate,
    ) {
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        // A cursor that runs ahead of its table is worse than a jump.
        ui.style_mut().scroll_animation = egui::style::ScrollAnimation::none();
        let mut table = Table::new().id_salt("grid");
        let columns = self.column_widths(ui, table.get_id(ui), state.view().len());
        table = table
            .columns(columns)
            .headers([HeaderRow::new(size::ROW)])
            .num_rows(state.view().len() as u64);
        let seen_id = self.id.with("revealed");
        let seen = ui.data(|data| data.get_temp::<u64>(seen_id));
        if seen != Some(state.reveal()) {
            ui.data_mut(|data| data.insert_temp(seen_id, state.reveal()));
            if let Some(place) = state.cursor_place() {
                table = table.scroll_to_row(place as u64, None);
            }
        }
        table.show(ui, delegate);
    }

    /// The widths the person left behind, or ours; the last column takes what is left.
    fn column_widths(self, ui: &Ui, grid_id: Id, rows: usize) -> Vec<egui_table::Column> {
        let stored = egui_table::TableState::load(ui, grid_id).unwrap_or_else(|| {
            // Stored first, or egui_table would hide the first frame to measure every cell.
            let mut state = egui_table::TableState::default();
            // Not the last one: it has no width of its own.
            let own = self.columns.len().saturating_sub(1);
            for (index, column) in self.columns.iter().take(own).enumerate() {
                state.col_widths.insert(Id::unique(index), column.width);
            }
            state.clone().store(ui, grid_id);
            state
        });
        let height = ui.available_height() - size::ROW;
        #[expect(
            clippy::cast_precision_loss,
            reason = "compared with the height of a window"
        )]
        let bar = if rows as f32 * size::ROW > height {
            ui.spacing().scroll.allocated_width()
        } else {
            0.0
        };
        let last = self.columns.len().saturating_sub(1);
        let mut left = (ui.available_width() - bar).floor();
        let mut columns = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let range = column.min_width..=f32::INFINITY;
            if index == last {
                let width = left.max(column.min_width);
                columns.push(egui_table::Column::new(width).range(range).resizable(false));
            } else {
                let width = stored.col_widths.get(&Id::unique(index)).copied();
                let width = width.unwrap_or(column.width);
                columns.push(egui_table::Column::new(width).range(range));
                left -= width.max(column.min_width);
            }
        }
        columns
    }
}

/// Tells a screen reader that this is a table, how large it is, and which row the keyboard is on.
fn describe<K: Clone + Eq + Hash>(
    ui: &Ui,
    focus: &Response,
    table: DataTable<'_>,
    state: &TableState<K>,
    cursor_row: Option<Id>,
) {
    ui.ctx().accesskit_node_builder(focus.id, |node| {
        node.set_role(Role::Table);
        node.set_label(table.name);
        node.set_row_count(state.view().len());
        node.set_column_count(table.columns.len());
        node.set_multiselectable();
        if let Some(row) = cursor_row {
            node.set_active_descendant(row.accesskit_id());
        }
    });
}

fn is_by_pointer<K>(event: &TableEvent<K>) -> bool {
    matches!(event, TableEvent::Select { .. } | TableEvent::SelectNone)
}

/// A click in the empty part below the rows selects nothing, as in Explorer.
fn click_beside_rows<K>(
    ui: &Ui,
    id: Id,
    rows: Rect,
    over_row: bool,
    events: &mut Vec<TableEvent<K>>,
) {
    let clicked = ui.input(|input| {
        input.pointer.primary_clicked()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|position| rows.contains(position))
    });
    let free = ui
        .input(|input| input.pointer.interact_pos())
        .and_then(|position| ui.layer_id_at(position))
        == Some(ui.layer_id());
    if clicked && free && !over_row && ui.is_enabled() && events.is_empty() {
        let bar = rows.right() - ui.spacing().scroll.allocated_width();
        let on_bar = ui.input(|input| input.pointer.interact_pos().is_some_and(|at| at.x > bar));
        let dragged = ui.ctx().dragged_id().is_some_and(|dragged| dragged != id);
        if !on_bar && !dragged {
            events.push(TableEvent::SelectNone);
        }
    }
}

/// Takes the keys that mean something to a table, so that nobody else acts on them too.
fn take_keys<K>(ui: &Ui, id: Id, outer: Rect, events: &mut Vec<TableEvent<K>>) {
    let filter = EventFilter {
        vertical_arrows: true,
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    #[expect(clippy::cast_possible_truncation, reason = "rows on one screen")]
    let page = (((outer.height() / size::ROW).floor() as i64) - 2).max(1);
    ui.input_mut(|input| {
        input.events.retain(|event| match key_event(event, page) {
            Some(event) => {
                // Ctrl+C may come as the key and as the wish to copy.
                let twice = matches!(event, TableEvent::Copy)
                    && events.iter().any(|event| matches!(event, TableEvent::Copy));
                if !twice {
                    events.push(event);
                }
                false
            }
            None => true,
        });
    });
}

fn key_event<K>(event: &Event, page: i64) -> Option<TableEvent<K>> {
    let (key, modifiers) = match event {
        Event::Copy => return Some(TableEvent::Copy),
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => (*key, *modifiers),
        _ => return None,
    };
    if modifiers.alt {
        return None;
    }
    let step = match key {
        Key::ArrowUp => Some(Step::By(-1)),
        Key::ArrowDown => Some(Step::By(1)),
        Key::PageUp => Some(Step::By(-page)),
        Key::PageDown => Some(Step::By(page)),
        Key::Home => Some(Step::First),
        Key::End => Some(Step::Last),
        _ => None,
    };
    if let Some(step) = step {
        let moving = match (modifiers.shift, modifiers.command) {
            (true, _) => Moving::Extending,
            (false, true) => Moving::CursorOnly,
            (false, false) => Moving::Selecting,
        };
        return Some(TableEvent::Move { step, moving });
    }
    match (key, modifiers.command, modifiers.shift) {
        (Key::A, true, false) => Some(TableEvent::SelectAll),
        (Key::C, true, false) => Some(TableEvent::Copy),
        (Key::Space, _, false) => Some(TableEvent::ToggleCursor),
        (Key::Enter, false, false) => Some(TableEvent::Activate),
        _ => None,
    }
}

struct Delegate<'a, K, C> {
    id: Id,
    columns: &'a [Column<'a>],
    state: &'a TableState<K>,
    cell: C,
    palette: &'static Palette,
    /// Whether to show where the keyboard is.
    keyboard: bool,
    events: Vec<TableEvent<K>>,
    cursor_row: Option<Id>,
    over_row: bool,
}

impl<'c, K, C> Delegate<'_, K, C>
where
    K: Clone + Eq + Hash,
    C: FnMut(usize, ColumnIndex) -> Cell<'c>,
{
    fn data_row(&self, place: u64) -> Option<usize> {
        let place = usize::try_from(place).ok()?;
        self.state.view().get(place).map(|row| *row as usize)
    }

    fn row_spoken(&mut self, row: usize) -> String {
        let cells: Vec<_> = (0..self.columns.len())
            .map(|column| (self.cell)(row, column).spoken())
            .filter(|cell| !cell.is_empty())
            .collect();
        cells.join(", ")
    }

    fn clicked(&mut self, ui: &Ui, response: &Response, key: &K) {
        let asked =
            ui.input(|input| input.has_accesskit_action_request(ui.unique_id(), Action::Click));
        let how = if response.secondary_clicked() {
            Select::ForMenu
        } else if response.clicked() || asked {
            how_selected(ui.input(|input| input.modifiers))
        } else {
            return;
        };
        let row = key.clone();
        self.events.push(TableEvent::Select { row, how });
        if response.double_clicked() {
            self.events.push(TableEvent::Activate);
        }
    }
}

fn how_selected(modifiers: Modifiers) -> Select {
    match (modifiers.shift, modifiers.command) {
        (true, true) => Select::ExtendAdding,
        (true, false) => Select::Extend,
        (false, true) => Select::Toggle,
        (false, false) => Select::Only,
    }
}

impl<'c, K, C> TableDelegate for Delegate<'_, K, C>
where
    K: Clone + Eq + Hash,
    C: FnMut(usize, ColumnIndex) -> Cell<'c>,
{
    fn default_row_height(&self) -> f32 {
        size::ROW
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let index = cell.col_range.start;
        let Some(column) = self.columns.get(index) else {
            return;
        };
        let palette = self.palette;
        let rect = ui.max_rect();
        let sorted = match self.state.sort() {
            Some((column, direction)) if column == index => Some(direction),
            _ => None,
        };
        if ui.is_sizing_pass() {
            let galley = galley_line(
                ui,
                column.title,
                theme::small_strong(),
                palette.weak,
                f32::INFINITY,
            );
            let width = galley.size().x + 2.0 * space::S + size::ICON_SMALL + space::XS;
            ui.allocate_space(Vec2::new(width, size::ROW));
            return;
        }
        let response = ui.interact(rect, self.id.with(("header", index)), Sense::click());
        let fill = if response.hovered() {
            palette.hovered
        } else {
            palette.sunken
        };
        ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
        let inner = rect.shrink2(Vec2::new(space::S, 0.0));
        let arrow = if sorted.is_some() {
            size::ICON_SMALL + space::XS
        } else {
            0.0
        };
        let color = if sorted.is_some() {
            palette.text
        } else {
            palette.weak
        };
        let galley = galley_line(
            ui,
            column.title,
            theme::small_strong(),
            color,
            inner.width() - arrow,
        );
        let end = inner.left() + galley.size().x;
        let position = inner.left_center() - Vec2::new(0.0, galley.size().y / 2.0);
        ui.painter().galley(position, galley, color);
        if let Some(direction) = sorted {
            let center =
                egui::Pos2::new(end + space::XS + size::ICON_SMALL / 2.0, inner.center().y);
            let icon = match direction {
                Direction::Ascending => icons::SORT_ASCENDING,
                Direction::Descending => icons::SORT_DESCENDING,
            };
            paint_icon(ui.painter(), center, icon, size::ICON_SMALL, palette.text);
        }
        if response.has_focus() && focus_visible(ui) {
            let ring = rect.shrink(1.0);
            ui.painter().rect_stroke(
                ring,
                CornerRadius::ZERO,
                palette.focus_ring(),
                StrokeKind::Inside,
            );
        }
        if response.clicked() {
            self.events.push(TableEvent::SortBy(index));
        }
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Role::ColumnHeader);
            node.set_label(column.title);
            node.set_column_index(index);
            match sorted {
                Some(Direction::Ascending) => {
                    node.set_sort_direction(accesskit::SortDirection::Ascending);
                }
                Some(Direction::Descending) => {
                    node.set_sort_direction(accesskit::SortDirection::Descending);
                }
                None => {}
            }
        });
    }

    fn row_ui(&mut self, ui: &mut Ui, place: u64) {
        // Called once more for the sticky columns, of which there are none.
        if ui.clip_rect().width() <= 0.0 {
            return;
        }
        let (Some(row), Ok(index)) = (self.data_row(place), usize::try_from(place)) else {
            return;
        };
        let Some(key) = self.state.key_at(index) else {
            return;
        };
        let palette = self.palette;
        let rect = ui.max_rect();
        let response = ui.interact(rect, self.id.with(("row", place)), Sense::CLICK);
        self.over_row |= response.contains_pointer();
        let selected = self.state.is_selected(key);
        let cursor = self.state.is_cursor(key);
        let fill = match (selected, response.hovered()) {
            (true, _) => Some(palette.selected),
            (false, true) => Some(palette.hovered),
            (false, false) => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, CornerRadius::ZERO, fill);
        }
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 0.5, palette.hairline());
        if cursor && self.keyboard {
            let ring = rect.shrink2(Vec2::new(space::XXS, 1.0));
            let rounding = CornerRadius::same(radius::CONTROL / 2);
            ui.painter()
                .rect_stroke(ring, rounding, (1.0, palette.focus), StrokeKind::Inside);
        }
        self.clicked(ui, &response, key);
        if cursor {
            self.cursor_row = Some(ui.unique_id());
        }
        let ctx = ui.ctx().clone();
        if ctx.has_accesskit_node(ui.unique_id()) {
            let spoken = self.row_spoken(row);
            ctx.accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(Role::Row);
                node.set_label(spoken);
                node.set_row_index(index);
                node.set_selected(selected);
                node.add_action(Action::Click);
                node.set_bounds(bounds(rect));
            });
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        let Some(row) = self.data_row(info.row_nr) else {
            return;
        };
        let column = info.col_nr;
        let palette = self.palette;
        let cell = (self.cell)(row, column);
        let rect = ui.max_rect();
        if ui.is_sizing_pass() {
            let mut width = galley_line(ui, &cell.text, cell.font(), palette.text, f32::INFINITY)
                .size()
                .x;
            width += match &cell.mark {
                Mark::None => 0.0,
                Mark::State(..) => size::ICON + space::XS,
                Mark::Badge(_, _, word) => space::S + badge_width(ui, word, f32::INFINITY),
            };
            ui.allocate_space(Vec2::new(width + 2.0 * space::S, size::ROW));
            return;
        }
        let elided = paint_cell(ui, rect.shrink2(Vec2::new(space::S, 0.0)), &cell, palette);
        if elided {
            let id = self.id.with(("cell", info.row_nr, column));
            ui.interact(rect, id, Sense::hover())
                .on_hover_text(cell.spoken());
        }
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::Cell);
            node.set_label(cell.spoken());
            node.set_column_index(column);
            node.set_bounds(bounds(rect));
        });
    }
}

/// Returns whether something had to be cut.
fn paint_cell(ui: &Ui, rect: Rect, cell: &Cell<'_>, palette: &Palette) -> bool {
    let color = match (&cell.mark, cell.style) {
        (Mark::State(tone, icon), _) => {
            let icon_width = size::ICON + space::XS;
            let wanted = galley_line(ui, &cell.text, cell.font(), palette.text, f32::INFINITY);
            paint_status(ui, rect, *tone, icon, &cell.text, cell.font(), size::ICON);
            return wanted.size().x + icon_width > rect.width() + 0.5;
        }
        (_, CellStyle::Weak) => palette.weak,
        (_, CellStyle::Normal | CellStyle::Code) => palette.text,
    };
    let badge = match &cell.mark {
        Mark::Badge(tone, icon, word) => {
            // The badge is the shorter and the more telling; the text gives way.
            let share = if cell.text.is_empty() { 1.0 } else { 0.7 };
            let width = badge_width(ui, word, rect.width() * share);
            Some((*tone, *icon, word, width))
        }
        Mark::None | Mark::State(..) => None,
    };
    let taken = badge.map_or(0.0, |(_, _, _, width)| width + space::S);
    let room = (rect.width() - taken).max(0.0);
    let galley = galley_line(ui, &one_line(&cell.text), cell.font(), color, room);
    let elided = galley.elided;
    let end = rect.left() + galley.size().x;
    let position = rect.left_center() - Vec2::new(0.0, galley.size().y / 2.0);
    ui.painter().galley(position, galley, color);
    if let Some((tone, icon, word, width)) = badge {
        let left = if cell.text.is_empty() {
            rect.left()
        } else {
            end + space::S
        };
        let center = egui::Pos2::new(left + width / 2.0, rect.center().y);
        let badge = Rect::from_center_size(center, Vec2::new(width, size::BADGE));
        paint_badge(ui, badge, tone, icon, word);
        return elided || width + 0.5 < badge_width(ui, word, f32::INFINITY);
    }
    elided
}

fn bounds(rect: Rect) -> accesskit::Rect {
    accesskit::Rect {
        x0: rect.min.x.into(),
        y0: rect.min.y.into(),
        x1: rect.max.x.into(),
        y1: rect.max.y.into(),
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::console::table::{TableRequest, TableRows, selected_rows_tsv};
    use crate::ui::fonts::{self, FontOrder};
    use crate::ui::theme::Theme;

    const TITLES: [&str; 3] = ["주소", "プール", "State"];

    struct Endpoints {
        count: usize,
        generation: u64,
    }

    impl TableRows for Endpoints {
        type Key = String;

        fn generation(&self) -> u64 {
            self.generation
        }

        fn row_count(&self) -> usize {
            self.count
        }

        fn column_count(&self) -> usize {
            TITLES.len()
        }

        fn key(&self, row: usize) -> String {
            self.text(row, 0).into_owned()
        }

        fn text(&self, row: usize, column: ColumnIndex) -> Cow<'_, str> {
            Cow::Owned(match column {
                // Not in the order of the rows, so that sorting has something to do.
                0 => format!("sip:ocschat{}@contoso.com", (row * 7) % self.count),
                1 => format!("プール {}", row % 3),
                _ => "완료".to_owned(),
            })
        }
    }

    struct Page {
        rows: Endpoints,
        state: TableState<String>,
        requests: Vec<TableRequest<String>>,
        asked: usize,
        frames: usize,
        before: String,
    }

    type Test = Harness<'static, Page>;

    fn table_of(count: usize) -> Test {
        let rows = Endpoints {
            count,
            generation: 1,
        };
        let mut state = TableState::new();
        state.sync(&rows);
        let page = Page {
            rows,
            state,
            requests: Vec::new(),
            asked: 0,
            frames: 0,
            before: String::new(),
        };
        let mut harness = Harness::builder()
            .with_size(Vec2::new(700.0, 400.0))
            .with_max_steps(8)
            .with_step_dt(1.0 / 60.0)
            .with_context_setup(|ctx| {
                fonts::install(ctx, FontOrder::KoreanFirst);
                theme::apply(ctx, Theme::Light);
            })
            .build_ui_state(page_ui, page);
        harness.run();
        harness
    }

    fn page_ui(ui: &mut Ui, page: &mut Page) {
        page.frames += 1;
        ui.add(egui::TextEdit::singleline(&mut page.before))
            .accessible_name("Before");
        let columns = TITLES.map(|title| Column::new(title, 220.0));
        let Page {
            rows,
            state,
            asked,
            requests,
            ..
        } = page;
        let output = DataTable::new("test", "끝점", &columns).empty("없음").show(
            ui,
            state,
            |row, column| {
                *asked += 1;
                let text = rows.text(row, column).into_owned();
                match column {
                    0 => Cell::code(text),
                    1 => Cell::text(text).with_badge(Tone::Info, "自動作成"),
                    _ => Cell::state(Tone::Success, text),
                }
            },
        );
        for event in output.events {
            requests.extend(state.apply(event, rows));
        }
    }

    /// The selected addresses, by their number.
    fn selected(test: &Test) -> Vec<usize> {
        let number = |key: &String| {
            let digits = key.trim_start_matches("sip:ocschat");
            digits.trim_end_matches("@contoso.com").parse().unwrap()
        };
        test.state().state.selected_keys().map(number).collect()
    }

    fn row(number: usize) -> String {
        format!("sip:ocschat{number}@contoso.com")
    }

    fn click(test: &mut Test, number: usize, modifiers: Modifiers) {
        test.get_by_role_and_label(Role::Cell, &row(number))
            .click_modifiers(modifiers);
        test.run();
    }

    fn press(test: &mut Test, modifiers: Modifiers, key: Key) {
        test.key_press_modifiers(modifiers, key);
        test.run();
    }

    #[test]
    fn a_click_selects_and_the_keyboard_goes_on_from_there() {
        let mut test = table_of(100);
        click(&mut test, 7, Modifiers::NONE);
        assert_eq!(selected(&test), [7]);
        press(&mut test, Modifiers::NONE, Key::ArrowDown);
        assert_eq!(selected(&test), [14]);
        press(&mut test, Modifiers::SHIFT, Key::ArrowDown);
        assert_eq!(selected(&test), [14, 21]);
        press(&mut test, Modifiers::NONE, Key::ArrowUp);
        assert_eq!(selected(&test), [14]);
        press(&mut test, Modifiers::NONE, Key::Home);
        assert_eq!(selected(&test), [0]);
    }

    #[test]
    fn ctrl_and_shift_clicks_work_as_in_explorer() {
        let mut test = table_of(100);
        click(&mut test, 0, Modifiers::NONE);
        click(&mut test, 14, Modifiers::COMMAND);
        assert_eq!(selected(&test), [0, 14]);
        click(&mut test, 28, Modifiers::SHIFT);
        assert_eq!(selected(&test), [14, 21, 28]);
        press(&mut test, Modifiers::COMMAND, Key::A);
        assert_eq!(selected(&test).len(), 100);
    }

    #[test]
    fn a_hundred_thousand_rows_cost_no_more_than_those_on_the_screen() {
        let mut test = table_of(100_000);
        let rebuilds = test.state().state.rebuilds();
        let (asked, frames) = (test.state().asked, test.state().frames);
        test.step();
        let frames = test.state().frames - frames;
        let asked = test.state().asked - asked;
        assert!(
            asked < frames * 200,
            "{asked} cells asked for in {frames} frames"
        );
        click(&mut test, 0, Modifiers::NONE);
        press(&mut test, Modifiers::NONE, Key::End);
        let last = row((99_999 * 7) % 100_000);
        assert!(
            test.query_by_role_and_label(Role::Cell, &last).is_some(),
            "scrolled to"
        );
        press(&mut test, Modifiers::NONE, Key::PageUp);
        assert_eq!(selected(&test).len(), 1);
        assert_ne!(test.state().state.cursor(), Some(&last));
        press(&mut test, Modifiers::NONE, Key::Home);
        assert!(test.query_by_role_and_label(Role::Cell, &row(0)).is_some());
        assert_eq!(test.state().state.rebuilds(), rebuilds);
    }

    #[test]
    fn a_header_click_sorts_naturally_and_keeps_the_cursor_in_sight() {
        let mut test = table_of(1_000);
        click(&mut test, 14, Modifiers::NONE);
        test.get_by_role_and_label(Role::ColumnHeader, TITLES[0])
            .click();
        test.run();
        assert_eq!(test.state().state.key_at(2), Some(&row(2)));
        let header = test.get_by_role_and_label(Role::ColumnHeader, TITLES[0]);
        let direction = header.accesskit_node().data().sort_direction();
        assert_eq!(direction, Some(accesskit::SortDirection::Ascending));
        header.click();
        test.run();
        assert_eq!(test.state().state.key_at(0), Some(&row(999)));
        assert!(test.query_by_role_and_label(Role::Cell, &row(14)).is_some());
        assert_eq!(selected(&test), [14]);
    }

    #[test]
    fn the_keyboard_alone_sorts_too() {
        let mut test = table_of(10);
        test.get_by_role_and_label(Role::ColumnHeader, TITLES[0])
            .focus();
        test.run();
        press(&mut test, Modifiers::NONE, Key::Enter);
        assert_eq!(test.state().state.sort(), Some((0, Direction::Ascending)));
    }

    #[test]
    fn copying_gives_the_selected_rows_once() {
        let mut test = table_of(100);
        click(&mut test, 0, Modifiers::NONE);
        click(&mut test, 7, Modifiers::SHIFT);
        test.event(Event::Copy);
        press(&mut test, Modifiers::COMMAND, Key::C);
        let page = test.state();
        assert!(!page.requests.is_empty());
        assert!(
            page.requests
                .iter()
                .all(|request| *request == TableRequest::Copy)
        );
        let tsv = selected_rows_tsv(&TITLES, &page.rows, page.state.selected_rows());
        let lines: Vec<_> = tsv.lines().collect();
        assert_eq!(lines[0], "주소\tプール\tState");
        assert_eq!(lines[1], "sip:ocschat0@contoso.com\tプール 0\t완료");
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn enter_and_double_click_open_a_row() {
        let mut test = table_of(100);
        click(&mut test, 7, Modifiers::NONE);
        press(&mut test, Modifiers::NONE, Key::Enter);
        assert_eq!(test.state().requests, [TableRequest::Activate(row(7))]);
        // Else egui takes the click before for the first of three.
        test.run_steps(60);
        let name = row(14);
        let cell = test.get_by_role_and_label(Role::Cell, &name);
        cell.click();
        cell.click();
        test.run();
        assert_eq!(
            test.state().requests.last(),
            Some(&TableRequest::Activate(row(14)))
        );
    }

    #[test]
    fn a_click_below_the_rows_selects_nothing() {
        let mut test = table_of(3);
        click(&mut test, 0, Modifiers::NONE);
        let table = test.get_by_role(Role::Table).rect();
        let below = table.center_bottom() - Vec2::new(0.0, 20.0);
        test.drag_at(below);
        test.drop_at(below);
        test.run();
        assert_eq!(selected(&test), [0_usize; 0]);
    }

    #[test]
    fn a_right_click_selects_for_its_menu() {
        let mut test = table_of(10);
        test.get_by_role_and_label(Role::Cell, &row(7))
            .click_secondary();
        test.run();
        assert_eq!(selected(&test), [7]);
    }

    #[test]
    fn the_rows_are_one_tab_stop_and_arrows_stay_in_the_table() {
        let mut test = table_of(100);
        test.get_by_label("Before").focus();
        test.run();
        press(&mut test, Modifiers::NONE, Key::Tab);
        assert!(test.get_by_role(Role::Table).is_focused());
        for _ in 0..40 {
            press(&mut test, Modifiers::NONE, Key::ArrowDown);
        }
        press(&mut test, Modifiers::NONE, Key::ArrowLeft);
        assert_eq!(selected(&test), [(39 * 7) % 100]);
        let focused = test
            .root()
            .children_recursive()
            .find(egui_kittest::Node::is_focused);
        let role = focused.map(|node| node.accesskit_node().role());
        assert_eq!(
            role,
            Some(Role::Row),
            "told the row, though the table has the keyboard"
        );
        press(&mut test, Modifiers::NONE, Key::Tab);
        assert!(
            test.get_by_role_and_label(Role::ColumnHeader, TITLES[0])
                .is_focused()
        );
        press(&mut test, Modifiers::SHIFT, Key::Tab);
        press(&mut test, Modifiers::SHIFT, Key::Tab);
        assert!(test.get_by_label("Before").is_focused());
    }

    #[test]
    fn a_screen_reader_finds_a_table_with_rows_and_cells() {
        let mut test = table_of(5);
        click(&mut test, 2, Modifiers::NONE);
        press(&mut test, Modifiers::NONE, Key::ArrowDown);
        let table = test.get_by_role(Role::Table);
        let node = table.accesskit_node();
        assert_eq!(node.label().as_deref(), Some("끝점"));
        assert_eq!(node.data().row_count(), Some(5));
        assert_eq!(node.data().column_count(), Some(3));
        let rows: Vec<_> = table.query_all_by_role(Role::Row).collect();
        assert_eq!(rows.len(), 5, "each row once, whatever egui_table does");
        let named = table.get_by_role_and_label(
            Role::Row,
            "sip:ocschat4@contoso.com, プール 2, 自動作成, 완료",
        );
        assert_eq!(named.accesskit_node().data().is_selected(), Some(true));
        assert_eq!(table.query_all_by_role(Role::Cell).count(), 15);
        assert_eq!(table.query_all_by_role(Role::ColumnHeader).count(), 3);
        let selected: Vec<_> = rows
            .iter()
            .filter(|row| row.accesskit_node().data().is_selected() == Some(true))
            .map(|row| row.accesskit_node().locate().0)
            .collect();
        assert_eq!(selected.len(), 1);
        assert_eq!(node.data().active_descendant(), Some(selected[0]));
    }

    #[test]
    fn a_screen_reader_can_press_a_row() {
        let mut test = table_of(5);
        test.get_all_by_role(Role::Row)
            .nth(1)
            .unwrap()
            .click_accesskit();
        test.run();
        assert_eq!(selected(&test), [2]);
    }

    #[test]
    fn the_columns_fill_the_table_and_are_as_wide_as_asked_for_from_the_first_frame() {
        let test = table_of(100);
        let header = |title| test.get_by_role_and_label(Role::ColumnHeader, title).rect();
        assert!((header(TITLES[0]).width() - 220.0).abs() < 0.5);
        let table = test.get_by_role(Role::Table).rect();
        let free = table.right() - header(TITLES[2]).right();
        assert!(
            (0.0..20.0).contains(&free),
            "{free} left for the scroll bar"
        );
    }

    #[test]
    fn an_empty_table_says_so_and_survives() {
        let mut test = table_of(1);
        test.state_mut().rows.count = 0;
        test.state_mut().rows.generation = 2;
        let Page { rows, state, .. } = test.state_mut();
        state.sync(rows);
        test.run();
        test.get_by_role(Role::Table).focus();
        test.run();
        press(&mut test, Modifiers::NONE, Key::ArrowDown);
        assert_eq!(selected(&test), [0_usize; 0]);
    }
}
