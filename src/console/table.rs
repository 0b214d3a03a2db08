//! The model behind every long list: search, sort, and a selection that behaves as in Windows Explorer.
//!
//! Pure: no egui, no clock. A page keeps one [`TableState`] per list, the widget draws it without touching
//! it and returns [`TableEvent`]s, and [`TableState::apply`] is the only way the state changes. Rows are
//! named by key, never by position, so a click means the row that was on the screen when it was made, and a
//! selection survives a refresh.
//!
//! What is filtered out keeps its mark but is part of no answer: [`TableState::selected_rows`], the copied
//! text and every count speak of visible rows only, so nothing happens to a row nobody can see.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

/// Which column, counted from the left, starting at 0.
pub type ColumnIndex = usize;

/// Separates the cells of a row in its haystack; [`fold`] never produces it from a cell.
const CELL_END: char = '\u{1f}';

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    /// The other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// The rows of a list, as text. Implemented by the page's view of its data.
pub trait TableRows {
    /// What names a row for ever: an identity, not a position.
    type Key: Clone + Eq + Hash;

    /// Changes whenever any text here changes: new data, but also another language.
    fn generation(&self) -> u64;

    fn row_count(&self) -> usize;

    fn column_count(&self) -> usize;

    fn key(&self, row: usize) -> Self::Key;

    /// What the cell shows; also what is searched and copied.
    fn text(&self, row: usize, column: ColumnIndex) -> Cow<'_, str>;

    /// What the column is sorted by, where that is not what it shows (a state by its urgency, say).
    fn sort_text(&self, row: usize, column: ColumnIndex) -> Cow<'_, str> {
        self.text(row, column)
    }
}

/// What a click does to the selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Select {
    /// Plain click: this row and no other.
    #[default]
    Only,
    /// Ctrl+click: this row in or out, the others as they are.
    Toggle,
    /// Shift+click: from the anchor to this row, and no other.
    Extend,
    /// Ctrl+Shift+click: from the anchor to this row, added to the others.
    ExtendAdding,
    /// Right click: keeps the selection if the row is in it, else only this row.
    ForMenu,
}

/// Where the cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// So many rows down; up when negative. A page is as many rows as the widget shows.
    By(i64),
    First,
    Last,
}

/// What moving the cursor does to the selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Moving {
    /// Arrow: select the row reached and no other.
    #[default]
    Selecting,
    /// Shift+arrow: select from the anchor to the row reached.
    Extending,
    /// Ctrl+arrow: leave the selection alone.
    CursorOnly,
}

/// What a person did to a table. The widget reports these; [`TableState::apply`] carries them out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TableEvent<K> {
    SetQuery(String),
    /// A click on a header: by this column, or the other way round if it already is.
    SortBy(ColumnIndex),
    Select {
        row: K,
        how: Select,
    },
    Move {
        step: Step,
        moving: Moving,
    },
    /// Ctrl+Space: the row under the cursor in or out.
    ToggleCursor,
    SelectAll,
    /// A click beside the rows.
    SelectNone,
    /// Ctrl+C.
    Copy,
    /// Enter or double click.
    Activate,
}

/// What a table cannot do by itself and leaves to its page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TableRequest<K> {
    /// Put [`selected_rows_tsv`] of the selected rows on the clipboard.
    Copy,
    /// Open this row.
    Activate(K),
}

/// Search, sort, view and selection of one list.
#[derive(Clone, Debug)]
pub struct TableState<K> {
    query: String,
    sort: Option<(ColumnIndex, Direction)>,

    /// Rows in the order shown, as indices into the data of `generation`.
    view: Vec<u32>,
    /// For each row its place in `view`, or [`HIDDEN`].
    places: Vec<u32>,
    /// All rows in the order of the sort, before the search.
    order: Vec<u32>,
    haystacks: Haystacks,
    keys: Vec<K>,
    rows_by_key: HashMap<K, u32>,
    generation: Option<u64>,
    sorted_by: Option<(ColumnIndex, Direction)>,
    searched_for: String,
    rebuilds: u64,

    selected: HashSet<K>,
    anchor: Option<K>,
    cursor: Option<K>,
    /// Where the cursor was, for when its row is gone.
    cursor_place: usize,
    reveal: u64,
}

const HIDDEN: u32 = u32::MAX;

impl<K: Clone + Eq + Hash> Default for TableState<K> {
    fn default() -> Self {
        Self {
            query: String::new(),
            sort: None,
            view: Vec::new(),
            places: Vec::new(),
            order: Vec::new(),
            haystacks: Haystacks::default(),
            keys: Vec::new(),
            rows_by_key: HashMap::new(),
            generation: None,
            sorted_by: None,
            searched_for: String::new(),
            rebuilds: 0,
            selected: HashSet::new(),
            anchor: None,
            cursor: None,
            cursor_place: 0,
            reveal: 0,
        }
    }
}

impl<K: Clone + Eq + Hash> TableState<K> {
    /// An empty table, sorted by nothing: rows appear in the order of the data.
    pub fn new() -> Self {
        Self::default()
    }

    /// A table that starts sorted by a column.
    pub fn sorted_by(column: ColumnIndex, direction: Direction) -> Self {
        Self {
            sort: Some((column, direction)),
            ..Self::default()
        }
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    pub fn sort(&self) -> Option<(ColumnIndex, Direction)> {
        self.sort
    }

    /// The rows in the order shown.
    pub fn view(&self) -> &[u32] {
        &self.view
    }

    /// How many rows there are before the search.
    pub fn row_count(&self) -> usize {
        self.keys.len()
    }

    /// The generation of the data that [`Self::view`] speaks of.
    pub fn generation(&self) -> Option<u64> {
        self.generation
    }

    /// Counts the times the view was built; a frame without a change must not move it.
    pub fn rebuilds(&self) -> u64 {
        self.rebuilds
    }

    /// Changes when the cursor should be brought into sight.
    pub fn reveal(&self) -> u64 {
        self.reveal
    }

    pub fn key_at(&self, place: usize) -> Option<&K> {
        let row = *self.view.get(place)?;
        self.keys.get(row as usize)
    }

    /// Where a row is in the view; `None` when it is filtered out or gone.
    pub fn place_of(&self, key: &K) -> Option<usize> {
        let row = *self.rows_by_key.get(key)?;
        match self.places.get(row as usize).copied() {
            None | Some(HIDDEN) => None,
            Some(place) => Some(place as usize),
        }
    }

    pub fn is_selected(&self, key: &K) -> bool {
        self.selected.contains(key)
    }

    pub fn is_cursor(&self, key: &K) -> bool {
        self.cursor.as_ref() == Some(key)
    }

    /// The row the keyboard is on, when it is visible.
    pub fn cursor(&self) -> Option<&K> {
        self.cursor
            .as_ref()
            .filter(|key| self.place_of(key).is_some())
    }

    pub fn cursor_place(&self) -> Option<usize> {
        self.cursor.as_ref().and_then(|key| self.place_of(key))
    }

    /// The selected rows that are visible, from top to bottom, as indices into the data.
    pub fn selected_rows(&self) -> impl Iterator<Item = usize> + '_ {
        let any = !self.selected.is_empty();
        self.view
            .iter()
            .map(|row| *row as usize)
            .filter(move |row| any && self.keys.get(*row).is_some_and(|key| self.is_selected(key)))
    }

    /// The keys of [`Self::selected_rows`].
    pub fn selected_keys(&self) -> impl Iterator<Item = &K> + '_ {
        self.selected_rows().filter_map(|row| self.keys.get(row))
    }

    pub fn selected_count(&self) -> usize {
        if self.selected.len() <= 64 {
            self.selected
                .iter()
                .filter(|key| self.place_of(key).is_some())
                .count()
        } else {
            self.selected_rows().count()
        }
    }

    /// The one selected row, when it is exactly one: what a details pane shows.
    pub fn only_selected(&self) -> Option<&K> {
        let mut keys = self.selected_keys();
        match (keys.next(), keys.next()) {
            (Some(key), None) => Some(key),
            _ => None,
        }
    }

    /// Carries out what a person did. The view is up to date afterwards.
    pub fn apply<R: TableRows<Key = K>>(
        &mut self,
        event: TableEvent<K>,
        rows: &R,
    ) -> Option<TableRequest<K>> {
        self.sync(rows);
        match event {
            TableEvent::SetQuery(query) => self.query = query,
            TableEvent::SortBy(column) => {
                let direction = match self.sort {
                    Some((sorted, direction)) if sorted == column => direction.reversed(),
                    _ => Direction::Ascending,
                };
                self.sort = Some((column, direction));
                self.reveal += 1;
            }
            TableEvent::Select { row, how } => self.select(row, how),
            TableEvent::Move { step, moving } => self.step(step, moving),
            TableEvent::ToggleCursor => {
                if let Some(key) = self.cursor().cloned() {
                    self.select(key, Select::Toggle);
                }
            }
            TableEvent::SelectAll => {
                self.selected = self.view_keys(0, self.view.len());
                if self.cursor().is_none() {
                    self.cursor = self.key_at(0).cloned();
                    self.anchor = self.cursor.clone();
                }
            }
            TableEvent::SelectNone => self.selected.clear(),
            TableEvent::Copy => return Some(TableRequest::Copy),
            TableEvent::Activate => {
                return self.cursor().cloned().map(TableRequest::Activate);
            }
        }
        self.sync(rows);
        self.cursor_place = self.cursor_place().unwrap_or(self.cursor_place);
        None
    }

    /// Brings the view up to date with data, search and sort. Costs nothing when none of them changed.
    pub fn sync<R: TableRows<Key = K>>(&mut self, rows: &R) {
        let generation = Some(rows.generation());
        let data_changed = self.generation != generation;
        let sort_changed = data_changed || self.sorted_by != self.sort;
        let query_changed = sort_changed || self.searched_for != self.query;
        if !query_changed {
            return;
        }
        if data_changed {
            self.read(rows);
            self.generation = generation;
        }
        if sort_changed {
            self.order = sorted_order(rows, self.sort);
            self.sorted_by = self.sort;
        }
        self.searched_for.clone_from(&self.query);
        self.rebuild_view();
    }

    fn read<R: TableRows<Key = K>>(&mut self, rows: &R) {
        let count = u32::try_from(rows.row_count()).unwrap_or(HIDDEN - 1);
        self.keys = (0..count).map(|row| rows.key(row as usize)).collect();
        self.rows_by_key = self.keys.iter().cloned().zip(0..count).collect();
        self.haystacks = Haystacks::read(rows);
        let known = &self.rows_by_key;
        self.selected.retain(|key| known.contains_key(key));
        self.anchor.take_if(|key| !known.contains_key(key));
    }

    fn rebuild_view(&mut self) {
        self.rebuilds += 1;
        let words = Words::of(&self.query);
        self.view.clear();
        self.view.extend(
            self.order
                .iter()
                .copied()
                .filter(|row| words.all_in(self.haystacks.of(*row as usize))),
        );
        self.places.clear();
        self.places.resize(self.keys.len(), HIDDEN);
        for (place, row) in (0_u32..).zip(&self.view) {
            if let Some(slot) = self.places.get_mut(*row as usize) {
                *slot = place;
            }
        }
        // A cursor whose row no longer exists moves to the row that took its place.
        if let Some(cursor) = &self.cursor
            && !self.rows_by_key.contains_key(cursor)
        {
            let place = self.cursor_place.min(self.view.len().saturating_sub(1));
            self.cursor = self.key_at(place).cloned();
        }
    }

    fn select(&mut self, key: K, how: Select) {
        let Some(place) = self.place_of(&key) else {
            return;
        };
        match how {
            Select::ForMenu if self.is_selected(&key) => self.cursor = Some(key),
            Select::Only | Select::ForMenu => {
                self.selected.clear();
                self.selected.insert(key.clone());
                self.anchor = Some(key.clone());
                self.cursor = Some(key);
            }
            Select::Toggle => {
                if !self.selected.remove(&key) {
                    self.selected.insert(key.clone());
                }
                self.anchor = Some(key.clone());
                self.cursor = Some(key);
            }
            Select::Extend => {
                self.selected = self.keys_from_anchor(place);
                self.cursor = Some(key);
            }
            Select::ExtendAdding => {
                let range = self.keys_from_anchor(place);
                self.selected.extend(range);
                self.cursor = Some(key);
            }
        }
    }

    /// The rows between the anchor and a place; sets the anchor there if there is none to see.
    fn keys_from_anchor(&mut self, place: usize) -> HashSet<K> {
        let anchor = self.anchor.as_ref().and_then(|key| self.place_of(key));
        let from = anchor.unwrap_or_else(|| self.cursor_place().unwrap_or(place));
        if anchor.is_none() {
            self.anchor = self.key_at(from).cloned();
        }
        self.view_keys(from.min(place), from.max(place) + 1)
    }

    fn view_keys(&self, from: usize, to: usize) -> HashSet<K> {
        self.view
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .filter_map(|row| self.keys.get(*row as usize).cloned())
            .collect()
    }

    fn step(&mut self, step: Step, moving: Moving) {
        let Some(last) = self.view.len().checked_sub(1) else {
            return;
        };
        let place = match (step, self.cursor_place()) {
            (Step::First, _) => 0,
            (Step::Last, _) => last,
            // The first arrow lands on the first row rather than beside it.
            (Step::By(by), None) => {
                if by < 0 {
                    last
                } else {
                    0
                }
            }
            (Step::By(by), Some(place)) => {
                let by =
                    isize::try_from(by).unwrap_or(if by < 0 { isize::MIN } else { isize::MAX });
                place.saturating_add_signed(by).min(last)
            }
        };
        let Some(key) = self.key_at(place).cloned() else {
            return;
        };
        match moving {
            Moving::Selecting => self.select(key, Select::Only),
            Moving::Extending => self.select(key, Select::Extend),
            Moving::CursorOnly => self.cursor = Some(key),
        }
        self.reveal += 1;
    }
}

/// Every row's cells, folded for searching, in one allocation.
#[derive(Clone, Debug, Default)]
struct Haystacks {
    text: String,
    /// Where each row ends in `text`.
    ends: Vec<usize>,
}

impl Haystacks {
    fn read<R: TableRows>(rows: &R) -> Self {
        let count = rows.row_count();
        let mut text = String::with_capacity(count * 64);
        let mut ends = Vec::with_capacity(count);
        for row in 0..count {
            for column in 0..rows.column_count() {
                fold_into(&mut text, &rows.text(row, column));
                text.push(CELL_END);
            }
            ends.push(text.len());
        }
        Self { text, ends }
    }

    fn of(&self, row: usize) -> &str {
        let from = row
            .checked_sub(1)
            .and_then(|row| self.ends.get(row).copied())
            .unwrap_or(0);
        let to = self.ends.get(row).copied().unwrap_or(from);
        self.text.get(from..to).unwrap_or_default()
    }
}

/// The words of a query, folded; a row is found when every one of them is in one of its cells.
struct Words(Vec<String>);

impl Words {
    fn of(query: &str) -> Self {
        Self(fold(query).split_whitespace().map(String::from).collect())
    }

    fn all_in(&self, haystack: &str) -> bool {
        self.0.iter().all(|word| haystack.contains(word.as_str()))
    }
}

/// What two texts have in common when only width, case and composition differ.
///
/// NFKC, then lower case: `ＯＣＳ` finds `ocs`, `ﾌﾟｰﾙ` finds `プール`, a decomposed 한글 finds a composed one.
/// Control characters are dropped.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

fn fold_into(folded: &mut String, text: &str) {
    let kept = |c: &char| !c.is_control() || *c == '\t';
    if text.is_ascii() {
        folded.extend(text.chars().filter(kept).map(|c| c.to_ascii_lowercase()));
    } else if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        folded.extend(text.chars().flat_map(char::to_lowercase).filter(kept));
    } else {
        folded.extend(text.nfkc().flat_map(char::to_lowercase).filter(kept));
    }
}

/// Compares as a person would: without case or width, and numbers by value (`pool9` before `pool10`).
pub fn natural_cmp(left: &str, right: &str) -> Ordering {
    let mut keys = (Vec::new(), Vec::new());
    natural_key_into(&mut keys.0, left);
    natural_key_into(&mut keys.1, right);
    keys.0.cmp(&keys.1)
}

/// Writes bytes that compare like [`natural_cmp`], so that sorting compares nothing but bytes.
///
/// A run of digits becomes `0`, the count of its digits without leading zeros, and those digits; the
/// longer number is the larger one.
fn natural_key_into(key: &mut Vec<u8>, text: &str) {
    let folded = fold(text);
    let mut rest = folded.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if !first.is_ascii_digit() {
            key.push(*first);
            rest = tail;
            continue;
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (run, after) = rest.split_at(digits);
        let zeros = run.iter().take_while(|byte| **byte == b'0').count();
        let significant = run.get(zeros..).unwrap_or_default();
        key.push(b'0');
        key.push(u8::try_from(significant.len()).unwrap_or(u8::MAX));
        key.extend_from_slice(significant);
        rest = after;
    }
}

/// All rows in the order of a sort. Equal rows keep the order of the data, in both directions.
fn sorted_order<R: TableRows>(rows: &R, sort: Option<(ColumnIndex, Direction)>) -> Vec<u32> {
    let count = u32::try_from(rows.row_count()).unwrap_or(HIDDEN - 1);
    let Some((column, direction)) = sort.filter(|(column, _)| *column < rows.column_count()) else {
        return (0..count).collect();
    };
    let mut bytes = Vec::with_capacity(count as usize * 32);
    let mut spans = Vec::with_capacity(count as usize);
    for row in 0..count {
        let from = bytes.len();
        natural_key_into(&mut bytes, &rows.sort_text(row as usize, column));
        spans.push((from, bytes.len(), row));
    }
    let key_of = |span: &(usize, usize, u32)| bytes.get(span.0..span.1).unwrap_or_default();
    spans.sort_unstable_by(|left, right| {
        let by_key = key_of(left).cmp(key_of(right));
        match direction {
            Direction::Ascending => by_key,
            Direction::Descending => by_key.reverse(),
        }
        .then(left.2.cmp(&right.2))
    });
    spans.into_iter().map(|(_, _, row)| row).collect()
}

/// Rows as tab-separated text for a spreadsheet or a ticket, header first.
///
/// Tabs and line ends inside a cell become spaces. A cell that a spreadsheet would take for a formula
/// gets a leading apostrophe, and one that starts with a quotation mark is quoted, since a spreadsheet
/// would otherwise read on to the next mark.
pub fn selected_rows_tsv<R: TableRows>(
    header: &[&str],
    rows: &R,
    selected: impl IntoIterator<Item = usize>,
) -> String {
    let mut tsv = String::new();
    let header = header.iter().map(|title| Cow::Borrowed(*title));
    push_tsv_line(&mut tsv, header);
    for row in selected {
        push_tsv_line(
            &mut tsv,
            (0..rows.column_count()).map(|column| rows.text(row, column)),
        );
    }
    tsv
}

fn push_tsv_line<'a>(tsv: &mut String, cells: impl Iterator<Item = Cow<'a, str>>) {
    for (column, cell) in cells.enumerate() {
        if column > 0 {
            tsv.push('\t');
        }
        tsv.push_str(&safe_cell(&cell));
    }
    tsv.push('\n');
}

/// A cell that stays one cell and stays text when pasted into a spreadsheet.
pub fn safe_cell(cell: &str) -> Cow<'_, str> {
    let formula = cell
        .trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{200b}', '\u{feff}'])
        .starts_with([
            '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
        ]);
    let quoted = cell.starts_with('"');
    let broken = cell.contains(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}');
    if !formula && !quoted && !broken {
        return Cow::Borrowed(cell);
    }
    let mut safe = String::with_capacity(cell.len() + 2);
    if formula {
        safe.push('\'');
    }
    // One line end is one space, whichever way it was written.
    for c in cell.replace("\r\n", "\n").chars() {
        if c.is_control() || c == '\u{2028}' || c == '\u{2029}' {
            safe.push(' ');
        } else {
            safe.push(c);
        }
    }
    if quoted {
        safe = format!("\"{}\"", safe.replace('"', "\"\""));
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of addresses and notes; the address is the key.
    #[derive(Default)]
    struct List {
        rows: Vec<(String, String)>,
        generation: u64,
    }

    impl List {
        fn of(addresses: &[&str]) -> Self {
            Self {
                rows: addresses
                    .iter()
                    .map(|address| ((*address).to_owned(), format!("note of {address}")))
                    .collect(),
                generation: 1,
            }
        }

        fn now(&mut self, addresses: &[&str]) {
            let generation = self.generation + 1;
            *self = Self {
                generation,
                ..Self::of(addresses)
            };
        }
    }

    impl TableRows for List {
        type Key = String;

        fn generation(&self) -> u64 {
            self.generation
        }

        fn row_count(&self) -> usize {
            self.rows.len()
        }

        fn column_count(&self) -> usize {
            2
        }

        fn key(&self, row: usize) -> String {
            self.rows[row].0.clone()
        }

        fn text(&self, row: usize, column: ColumnIndex) -> Cow<'_, str> {
            let (address, note) = &self.rows[row];
            Cow::Borrowed(if column == 0 { address } else { note })
        }
    }

    struct Table {
        list: List,
        state: TableState<String>,
    }

    impl Table {
        fn of(addresses: &[&str]) -> Self {
            let list = List::of(addresses);
            let mut state = TableState::new();
            state.sync(&list);
            Self { list, state }
        }

        fn letters() -> Self {
            Self::of(&["a", "b", "c", "d", "e", "f"])
        }

        fn apply(&mut self, event: TableEvent<String>) -> Option<TableRequest<String>> {
            self.state.apply(event, &self.list)
        }

        fn click(&mut self, row: &str, how: Select) -> &mut Self {
            let request = self.apply(TableEvent::Select {
                row: row.to_owned(),
                how,
            });
            assert_eq!(request, None);
            self
        }

        fn press(&mut self, step: Step, moving: Moving) -> &mut Self {
            let request = self.apply(TableEvent::Move { step, moving });
            assert_eq!(request, None);
            self
        }

        fn search(&mut self, query: &str) -> &mut Self {
            let request = self.apply(TableEvent::SetQuery(query.to_owned()));
            assert_eq!(request, None);
            self
        }

        fn shown(&self) -> String {
            let keys: Vec<_> = (0..self.state.view().len())
                .filter_map(|place| self.state.key_at(place))
                .map(String::as_str)
                .collect();
            keys.join(" ")
        }

        fn selected(&self) -> String {
            let keys: Vec<_> = self.state.selected_keys().map(String::as_str).collect();
            assert_eq!(keys.len(), self.state.selected_count());
            keys.join(" ")
        }

        fn cursor(&self) -> &str {
            self.state.cursor().map_or("", String::as_str)
        }
    }

    #[test]
    fn a_click_selects_one_row() {
        let mut table = Table::letters();
        table.click("b", Select::Only).click("d", Select::Only);
        assert_eq!((table.selected().as_str(), table.cursor()), ("d", "d"));
        assert_eq!(table.state.only_selected().map(String::as_str), Some("d"));
    }

    #[test]
    fn ctrl_click_takes_rows_in_and_out() {
        let mut table = Table::letters();
        table.click("b", Select::Only).click("d", Select::Toggle);
        assert_eq!(table.selected(), "b d");
        table.click("b", Select::Toggle);
        assert_eq!((table.selected().as_str(), table.cursor()), ("d", "b"));
        assert_eq!(table.state.only_selected().map(String::as_str), Some("d"));
    }

    #[test]
    fn shift_click_selects_from_the_anchor_and_turns_round_it() {
        let mut table = Table::letters();
        table.click("c", Select::Only).click("e", Select::Extend);
        assert_eq!(table.selected(), "c d e");
        table.click("a", Select::Extend);
        assert_eq!((table.selected().as_str(), table.cursor()), ("a b c", "a"));
    }

    #[test]
    fn ctrl_shift_click_adds_the_range() {
        let mut table = Table::letters();
        table
            .click("a", Select::Only)
            .click("d", Select::Toggle)
            .click("f", Select::ExtendAdding);
        assert_eq!(table.selected(), "a d e f");
    }

    #[test]
    fn shift_click_without_an_anchor_selects_that_row() {
        let mut table = Table::letters();
        table.click("c", Select::Extend);
        assert_eq!(table.selected(), "c");
        table.click("e", Select::Extend);
        assert_eq!(table.selected(), "c d e");
    }

    #[test]
    fn a_right_click_keeps_a_selection_it_is_in() {
        let mut table = Table::letters();
        table.click("a", Select::Only).click("b", Select::Toggle);
        table.click("a", Select::ForMenu);
        assert_eq!(table.selected(), "a b");
        table.click("f", Select::ForMenu);
        assert_eq!(table.selected(), "f");
    }

    #[test]
    fn arrows_move_and_stop_at_the_ends() {
        let mut table = Table::letters();
        table.press(Step::By(1), Moving::Selecting);
        assert_eq!(table.selected(), "a");
        table.press(Step::By(1), Moving::Selecting);
        assert_eq!(table.selected(), "b");
        table.press(Step::By(-9), Moving::Selecting);
        assert_eq!(table.selected(), "a");
        table.press(Step::By(4), Moving::Selecting);
        table.press(Step::By(4), Moving::Selecting);
        assert_eq!((table.selected().as_str(), table.cursor()), ("f", "f"));
        table.press(Step::First, Moving::Selecting);
        assert_eq!(table.selected(), "a");
        table.press(Step::Last, Moving::Selecting);
        assert_eq!(table.selected(), "f");
        table.press(Step::By(i64::MIN), Moving::Selecting);
        assert_eq!(table.selected(), "a");
    }

    #[test]
    fn shift_arrows_grow_and_shrink_the_selection() {
        let mut table = Table::letters();
        table.click("c", Select::Only);
        table.press(Step::By(2), Moving::Extending);
        assert_eq!(table.selected(), "c d e");
        table.press(Step::By(-1), Moving::Extending);
        assert_eq!(table.selected(), "c d");
        table.press(Step::First, Moving::Extending);
        assert_eq!(table.selected(), "a b c");
        table.press(Step::Last, Moving::Extending);
        assert_eq!(
            (table.selected().as_str(), table.cursor()),
            ("c d e f", "f")
        );
    }

    #[test]
    fn ctrl_arrows_move_the_cursor_alone_and_ctrl_space_picks() {
        let mut table = Table::letters();
        table.click("a", Select::Only);
        table.press(Step::By(2), Moving::CursorOnly);
        assert_eq!((table.selected().as_str(), table.cursor()), ("a", "c"));
        table.apply(TableEvent::ToggleCursor);
        assert_eq!(table.selected(), "a c");
        table.press(Step::By(1), Moving::Extending);
        assert_eq!(table.selected(), "c d", "the picked row is the new anchor");
    }

    #[test]
    fn select_all_takes_what_is_shown_and_no_more() {
        let mut table = Table::of(&["ocs1", "ocs2", "pool1"]);
        table.search("ocs");
        table.apply(TableEvent::SelectAll);
        assert_eq!(table.selected(), "ocs1 ocs2");
        table.search("");
        assert_eq!(table.selected(), "ocs1 ocs2");
        table.apply(TableEvent::SelectNone);
        assert_eq!(table.selected(), "");
    }

    #[test]
    fn rows_that_are_filtered_out_are_in_no_answer() {
        let mut table = Table::of(&["ocs1", "ocs2", "pool1"]);
        table.apply(TableEvent::SelectAll);
        table.search("pool");
        assert_eq!(table.selected(), "pool1");
        let tsv = selected_rows_tsv(
            &["Address", "Note"],
            &table.list,
            table.state.selected_rows(),
        );
        assert_eq!(tsv, "Address\tNote\npool1\tnote of pool1\n");
    }

    #[test]
    fn a_click_on_a_row_that_has_gone_does_nothing() {
        let mut table = Table::letters();
        table.click("a", Select::Only);
        table.list.now(&["a", "c"]);
        table.click("b", Select::Only);
        assert_eq!(table.selected(), "a");
    }

    #[test]
    fn the_selection_survives_a_refresh_by_key() {
        let mut table = Table::letters();
        table.click("b", Select::Only).click("d", Select::Toggle);
        table.list.now(&["z", "d", "x", "b", "y"]);
        table.state.sync(&table.list);
        assert_eq!((table.selected().as_str(), table.cursor()), ("d b", "d"));
        table.list.now(&["z", "x", "y"]);
        table.state.sync(&table.list);
        assert_eq!(table.selected(), "");
        table.list.now(&["z", "d", "y"]);
        table.state.sync(&table.list);
        assert_eq!(table.selected(), "", "a row that comes back is a new row");
    }

    #[test]
    fn a_cursor_whose_row_is_gone_stays_at_its_place() {
        let mut table = Table::letters();
        table.click("c", Select::Only);
        table.list.now(&["a", "b", "d", "e"]);
        table.state.sync(&table.list);
        assert_eq!(table.cursor(), "d");
        table.list.now(&[]);
        table.state.sync(&table.list);
        assert_eq!(table.cursor(), "");
        table.press(Step::By(1), Moving::Selecting);
        assert_eq!(table.selected(), "");
    }

    #[test]
    fn the_view_is_rebuilt_only_when_something_changed() {
        let mut table = Table::letters();
        let built = table.state.rebuilds();
        table.state.sync(&table.list);
        table.click("b", Select::Only);
        table.press(Step::By(1), Moving::Selecting);
        assert_eq!(table.state.rebuilds(), built);
        table.search("b");
        assert_eq!(table.state.rebuilds(), built + 1);
        table.search("b");
        assert_eq!(table.state.rebuilds(), built + 1);
        table.apply(TableEvent::SortBy(0));
        assert_eq!(table.state.rebuilds(), built + 2);
        table.list.now(&["b"]);
        table.state.sync(&table.list);
        assert_eq!(table.state.rebuilds(), built + 3);
    }

    #[test]
    fn a_header_click_sorts_and_a_second_one_turns_it_round() {
        let mut table = Table::of(&["pool10", "Pool9", "pool1"]);
        assert_eq!(table.shown(), "pool10 Pool9 pool1");
        table.apply(TableEvent::SortBy(0));
        assert_eq!(table.shown(), "pool1 Pool9 pool10");
        table.apply(TableEvent::SortBy(0));
        assert_eq!(table.shown(), "pool10 Pool9 pool1");
        assert_eq!(table.state.sort(), Some((0, Direction::Descending)));
        table.apply(TableEvent::SortBy(1));
        assert_eq!(table.state.sort(), Some((1, Direction::Ascending)));
    }

    #[test]
    fn sorting_is_natural_and_blind_to_case_and_width() {
        let check =
            |left, right, expect| assert_eq!(natural_cmp(left, right), expect, "{left} {right}");
        check("pool9", "pool10", Ordering::Less);
        check("POOL9", "pool9", Ordering::Equal);
        check("pool009", "pool9", Ordering::Equal);
        check("ｐｏｏｌ２", "pool10", Ordering::Less);
        check("10.0.0.9", "10.0.0.10", Ordering::Less);
        check("0", "00", Ordering::Equal);
        check("a", "a1", Ordering::Less);
        check("a1", "aa", Ordering::Less);
        check("sip:a@b", "sip:b@a", Ordering::Less);
        check("가", "나", Ordering::Less);
        check(
            "99999999999999999999",
            "100000000000000000000",
            Ordering::Less,
        );
    }

    #[test]
    fn equal_rows_keep_the_order_of_the_data() {
        let mut table = Table::of(&["pool2", "POOL2", "Pool2", "pool1"]);
        table.apply(TableEvent::SortBy(0));
        assert_eq!(table.shown(), "pool1 pool2 POOL2 Pool2");
        table.apply(TableEvent::SortBy(0));
        assert_eq!(table.shown(), "pool2 POOL2 Pool2 pool1");
    }

    #[test]
    fn the_search_is_blind_to_case_width_and_composition() {
        let rows = [
            "sip:ocschat@contoso.com",
            "常設チャット ﾌﾟｰﾙ",
            "영구 채팅 서버",
        ];
        let found = |query: &str| {
            let mut table = Table::of(&rows);
            table.search(query);
            table.state.view().to_vec()
        };
        assert_eq!(found("OCSChat"), [0]);
        assert_eq!(found("ｏｃｓｃｈａｔ＠"), [0]);
        assert_eq!(found("プール"), [1]);
        assert_eq!(found("ﾁｬｯﾄ"), [1]);
        assert_eq!(
            found("\u{110e}\u{1162}\u{1110}\u{1175}\u{11bc}"),
            [2],
            "decomposed 채팅"
        );
        assert_eq!(found("チャット 常設"), [1], "words in any order");
        assert_eq!(found("　서버　"), [2], "an ideographic space is a space");
        assert_eq!(found("com note"), [0], "words may be in different cells");
        assert_eq!(found("comnote"), [0_u32; 0], "but one word is in one cell");
        assert_eq!(found("  ").len(), 3);
    }

    #[test]
    fn sort_search_and_selection_work_together() {
        let mut table = Table::of(&["ocs3", "pool1", "ocs1", "ocs2"]);
        table.apply(TableEvent::SortBy(0));
        table.search("ocs").click("ocs1", Select::Only);
        table.press(Step::By(1), Moving::Extending);
        assert_eq!(table.selected(), "ocs1 ocs2");
        assert_eq!(
            table.apply(TableEvent::Activate),
            Some(TableRequest::Activate("ocs2".to_owned()))
        );
        assert_eq!(table.apply(TableEvent::Copy), Some(TableRequest::Copy));
        let tsv = selected_rows_tsv(&["A", "N"], &table.list, table.state.selected_rows());
        assert_eq!(tsv, "A\tN\nocs1\tnote of ocs1\nocs2\tnote of ocs2\n");
    }

    #[test]
    fn nothing_is_activated_when_the_cursor_is_hidden() {
        let mut table = Table::of(&["ocs1", "pool1"]);
        table.click("ocs1", Select::Only).search("pool");
        assert_eq!(table.apply(TableEvent::Activate), None);
        table.press(Step::By(1), Moving::Selecting);
        assert_eq!(table.selected(), "pool1");
    }

    #[test]
    fn copied_cells_stay_cells_and_stay_text() {
        let check = |cell: &str, expect: &str| assert_eq!(safe_cell(cell), expect, "{cell:?}");
        check("sip:ocschat@contoso.com", "sip:ocschat@contoso.com");
        check("", "");
        check("CN=Pool, OU=RTC", "CN=Pool, OU=RTC");
        check("two\tcells", "two cells");
        check("two\r\nlines\nor three", "two lines or three");
        check("a\u{2028}b\u{0}c", "a b c");
        check("=1+1", "'=1+1");
        check("+82", "'+82");
        check("-Force", "'-Force");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "' =1");
        check("\n=1", "' =1");
        check(" =1", "' =1");
        check("\u{feff}=1", "'\u{feff}=1");
        check("＝1", "'＝1");
        check("＋1", "'＋1");
        check("－1", "'－1");
        check("＠a", "'＠a");
        check("\"a\" b", "\"\"\"a\"\" b\"");
        check("say \"a\"", "say \"a\"");
    }

    #[test]
    fn a_hundred_thousand_rows_are_read_sorted_and_searched() {
        let names: Vec<_> = (0..100_000)
            .map(|n| format!("sip:room{:06}@contoso.com", (n * 7_919) % 100_000))
            .collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let mut table = Table::of(&names);
        table.apply(TableEvent::SortBy(0));
        assert_eq!(
            table.state.key_at(0).map(String::as_str),
            Some("sip:room000000@contoso.com")
        );
        table.search("room0999");
        assert_eq!(table.state.view().len(), 100);
        table.search("");
        table.apply(TableEvent::SelectAll);
        assert_eq!(table.state.selected_count(), 100_000);
        table.press(Step::Last, Moving::Selecting);
        assert_eq!(table.cursor(), "sip:room099999@contoso.com");
    }
}
