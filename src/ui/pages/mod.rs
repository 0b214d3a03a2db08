//! The pages, and what they have in common: how a reading stands, a list beside its details, folded parts.

mod abilities;
mod deployment;
mod directory;
mod endpoints;
mod journal;
mod overview;
mod pool_servers;
mod pools;
mod settings;

use egui::{
    Color32, CornerRadius, Frame, Label, Rect, Response, RichText, ScrollArea, Ui, UiBuilder, Vec2,
};

use super::fold::{Folded, foldable_ui};
use super::{Screen, icons};
use crate::console::table::{TableEvent, TableState};
use crate::console::{Act, Fetched, Intent, List, Page};
use crate::domain::Properties;
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{Moment, Notice};
use crate::localization::{Doing, Localizer};
use crate::ports::PortError;
use crate::tr;
use crate::ui::theme::{self, Tone, margin, radius, size, space};
use crate::ui::widgets::{
    Banner, BannerOutcome, Button, CodeBlock, Details, KeyValues, Placeholder, SearchField,
    key_values, stale_line, trailing,
};

/// Draws the page in view. `wants_search` sends the keyboard to its search field.
pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    match screen.state.page {
        Page::Overview => overview::show(ui, screen),
        Page::Pools => pools::show(ui, screen, wants_search),
        Page::Endpoints => endpoints::show(ui, screen, wants_search),
        Page::Directory => directory::show(ui, screen, wants_search),
        Page::Migration => super::migration::show(ui, screen, wants_search),
        Page::Journal => journal::show(ui, screen, wants_search),
        Page::Settings => settings::show(ui, screen),
    }
}

impl Screen<'_> {
    /// Why something is not possible now, for a button that is off.
    pub(super) fn why_not(&self, act: &Act) -> Option<String> {
        let reason = self.state.possible(act).err()?;
        Some(visible_line(&self.text().message(&reason)))
    }
}

/// Whole sentences under each other; made visible, because some of them carry a server's words.
pub(in crate::ui) fn visible(sentences: &[String]) -> String {
    let lines: Vec<_> = sentences
        .iter()
        .filter(|sentence| !sentence.is_empty())
        .map(|sentence| visible_lines(sentence))
        .collect();
    lines.join("\n")
}

/// Room for an icon, and the icon; the word beside it says the same.
pub(super) fn icon_ui(ui: &mut Ui, icon: &str, points: f32, color: Color32) {
    let (_, rect) = ui.allocate_space(Vec2::splat(points));
    ui.painter().text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        icon,
        theme::icon(points),
        color,
    );
}

/// A sentence beside the point.
pub(in crate::ui) fn note_ui(ui: &mut Ui, sentence: &str) -> Response {
    let color = theme::palette(ui).weak;
    let sentence = RichText::new(sentence).font(theme::body()).color(color);
    ui.add(Label::new(sentence).selectable(false).wrap())
}

/// An icon in the color of a state, and a sentence beside it that may take several lines.
pub(in crate::ui) fn remark_ui(ui: &mut Ui, tone: Tone, icon: &str, sentence: &str) -> Response {
    let palette = theme::palette(ui);
    ui.with_layout(egui::Layout::left_to_right(egui::Align::Min), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.vertical(|ui| {
            ui.add_space(space::XXS);
            icon_ui(ui, icon, size::ICON, palette.tone(tone).text);
        });
        let sentence = RichText::new(sentence).font(theme::body());
        ui.add(
            Label::new(sentence.color(palette.text))
                .selectable(false)
                .wrap(),
        )
    })
    .inner
}

/// A framed part of a page.
pub(in crate::ui) fn card_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(palette.hairline())
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(margin::CARD)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// Everything the server sent about one object, as it sent it.
fn raw_properties_ui(ui: &mut Ui, screen: &mut Screen<'_>, properties: &Properties) {
    let text = screen.text();
    if properties.is_empty() {
        return;
    }
    let folded = Folded {
        show: tr!(text, "page-raw-properties-show"),
        hide: tr!(text, "page-raw-properties-hide"),
    };
    let mut is_copied = false;
    foldable_ui(ui, "raw properties", &folded, |ui| {
        let copy = tr!(text, "page-copy-properties");
        is_copied = Button::quiet(&copy)
            .icon(icons::COPY)
            .small()
            .show(ui)
            .clicked();
        key_values(ui, |values| {
            for (name, value) in properties.iter() {
                values.code(&visible_line(name), &visible_lines(value));
            }
        });
    });
    if is_copied {
        let lines: Vec<_> = properties
            .iter()
            .map(|(name, value)| format!("{}\t{}", visible_line(name), visible_lines(value)))
            .collect();
        screen.ask(Intent::Copy(lines.join("\n")));
    }
}

/// The server's own words, folded away, untranslated.
pub(in crate::ui) fn server_words_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    salt: impl egui::AsIdSalt,
    words: &str,
) {
    if words.is_empty() {
        return;
    }
    let text = screen.text();
    let words = visible_lines(words);
    let title = tr!(text, "page-server-words");
    let copy = tr!(text, "page-copy");
    let folded = Folded {
        show: tr!(text, "page-server-words-show"),
        hide: tr!(text, "page-server-words-hide"),
    };
    foldable_ui(ui, salt, &folded, |ui| {
        CodeBlock::new(&title, &words, &copy)
            .max_height(size::DETAILS_TEXT)
            .show(ui, "words");
    });
}

/// What stands where the rows of a reading would be while there are none, and what to do about it.
///
/// Returns whether there is a value to show. A failed refresh is said above the rows, which stay.
fn reading_ui(ui: &mut Ui, screen: &mut Screen<'_>) -> bool {
    let text = screen.text();
    let reading = &screen.state.inventory;
    let again = tr!(text, "page-refresh");
    let host = screen
        .state
        .session
        .as_ref()
        .map(|session| visible_line(&session.connection.host));
    let Some(host) = host else {
        let title = tr!(text, "shell-not-connected");
        let body = tr!(text, "page-not-connected-body");
        let connect = tr!(text, "shell-connect");
        let action = Button::primary(&connect).icon(icons::CONNECT);
        let placeholder = Placeholder::empty(icons::DISCONNECT, &title).body(&body);
        if is_clicked(placeholder.action(action).show(ui)) {
            screen.ask(Intent::OpenConnect);
        }
        return false;
    };
    match (reading.value(), reading.error()) {
        (Some(_), None) => true,
        (Some(inventory), Some(err)) => {
            let title = tr!(
                text,
                "page-stale-title",
                time = text.date_time(inventory.read_at)
            );
            if failure_banner_ui(ui, screen, Tone::Warning, &title, err) {
                screen.ask(Intent::Refresh);
            }
            true
        }
        (None, Some(err)) => {
            if failed_ui(ui, screen, err, &again) {
                screen.ask(Intent::Refresh);
            }
            false
        }
        (None, None) if reading.is_loading() => {
            let title = tr!(text, "shell-reading", host = host);
            let body = tr!(text, "page-loading-body");
            Placeholder::loading(&title).body(&body).show(ui);
            false
        }
        (None, None) => {
            let title = text.message(&crate::domain::Message::NothingRead);
            let action = Button::primary(&again).icon(icons::REFRESH);
            let placeholder = Placeholder::empty(icons::SEARCH, &title);
            if is_clicked(placeholder.action(action).show(ui)) {
                screen.ask(Intent::Refresh);
            }
            false
        }
    }
}

pub(in crate::ui) fn is_clicked(response: Option<Response>) -> bool {
    response.is_some_and(|response| response.clicked())
}

/// Nothing could be read and nothing older is there. Returns whether to try again.
fn failed_ui(ui: &mut Ui, screen: &Screen<'_>, err: &PortError, again: &str) -> bool {
    let presented = screen.text().present(err, Doing::Reading);
    let action = Button::primary(again).icon(icons::REFRESH);
    let placeholder = Placeholder::failed(&presented.happened).body(&presented.next);
    let is_asked = is_clicked(placeholder.action(action).show(ui));
    centered_ui(ui, |ui| {
        server_words_ui(ui, screen, "failed words", &presented.detail);
    });
    is_asked
}

/// Under a placeholder: as wide as its text.
pub(in crate::ui) fn centered_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let room = ui.available_rect_before_wrap();
    let side = ((room.width() - size::DIALOG) / 2.0).max(0.0);
    let room = room.shrink2(Vec2::new(side, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(room), add);
}

/// Something failed and what was read before is still shown. Returns whether to try again.
fn failure_banner_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    tone: Tone,
    title: &str,
    err: &PortError,
) -> bool {
    let text = screen.text();
    let presented = text.present(err, Doing::Reading);
    let body = visible(&[presented.happened, presented.next]);
    let again = tr!(text, "page-refresh");
    let labels = WordsLabels::new(text);
    let outcome = Banner::new(tone, title)
        .body(&body)
        .action(Button::secondary(&again).icon(icons::REFRESH))
        .details(labels.around(&presented.detail))
        .show(ui, "failure");
    ui.add_space(space::S);
    outcome == BannerOutcome::Action
}

/// What stands around the server's own words below a banner.
pub(in crate::ui) struct WordsLabels {
    show: String,
    hide: String,
    title: String,
    copy: String,
}

impl WordsLabels {
    pub(in crate::ui) fn new(text: &Localizer) -> Self {
        Self {
            show: tr!(text, "page-server-words-show"),
            hide: tr!(text, "page-server-words-hide"),
            title: tr!(text, "page-server-words"),
            copy: tr!(text, "page-copy"),
        }
    }

    pub(in crate::ui) fn around<'a>(&'a self, words: &'a str) -> Details<'a> {
        Details {
            show: &self.show,
            hide: &self.hide,
            title: &self.title,
            text: words,
            copy: &self.copy,
        }
    }
}

/// A reading on demand failed: what was read before stays in view, and the button that reads again stands above.
pub(in crate::ui) fn failed_reading_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    salt: &str,
    (err, doing): (&PortError, Doing),
    read_at: Option<Moment>,
    title: &str,
) {
    let text = screen.text();
    let presented = text.present(err, doing);
    let stale = read_at.map(|at| tr!(text, "page-stale-title", time = text.date_time(at)));
    let tone = if stale.is_some() {
        Tone::Warning
    } else {
        Tone::Danger
    };
    let labels = WordsLabels::new(text);
    Banner::new(tone, stale.as_deref().unwrap_or(title))
        .body(&visible(&[presented.happened, presented.next]))
        .details(labels.around(&presented.detail))
        .show(ui, salt);
    ui.add_space(space::S);
}

/// What a reading could not bring, each with the server's own words behind a button.
fn notices_ui(ui: &mut Ui, screen: &Screen<'_>, notices: &[Notice]) {
    const MOST: usize = 12;
    let text = screen.text();
    for (place, notice) in notices.iter().take(MOST).enumerate() {
        let sentence = visible_line(&text.message(&notice.message));
        remark_ui(ui, Tone::Warning, icons::WARNING, &sentence);
        server_words_ui(ui, screen, ("notice", place), &notice.words);
    }
    let rest = notices.len().saturating_sub(MOST);
    if rest > 0 {
        note_ui(ui, &tr!(text, "overview-more-notices", count = rest));
    }
}

/// How many rows there are, how many are selected, and when they were read.
fn count_line_ui(ui: &mut Ui, screen: &Screen<'_>, list: &List) {
    let text = screen.text();
    let reading = &screen.state.inventory;
    let read_at = reading.value().map(|inventory| {
        tr!(
            text,
            "read-at-from",
            time = text.date_time(inventory.read_at),
            host = visible_line(&inventory.connection.host)
        )
    });
    let stale = match reading {
        _ if reading.is_loading() => Some(tr!(text, "shell-reading-now")),
        _ if reading.error().is_some() => Some(tr!(text, "page-stale-word")),
        _ => None,
    };
    ui.horizontal(|ui| {
        rows_line_ui(ui, screen, list);
        trailing(ui, "read at", |ui| {
            stale_line(ui, read_at.as_deref().unwrap_or_default(), stale.as_deref());
        });
    });
}

pub(in crate::ui) fn rows_line_ui(ui: &mut Ui, screen: &Screen<'_>, list: &List) {
    let text = screen.text();
    let (shown, all) = (list.table.view().len(), list.table.row_count());
    let selected = list.table.selected_count();
    let line = match (shown == all, selected) {
        (true, 0) => tr!(text, "page-rows", all = all),
        (false, 0) => tr!(text, "page-rows-found", shown = shown, all = all),
        (true, _) => tr!(text, "page-rows-selected", all = all, selected = selected),
        (false, _) => tr!(
            text,
            "page-rows-found-selected",
            shown = shown,
            all = all,
            selected = selected
        ),
    };
    let color = theme::palette(ui).weak;
    let line = RichText::new(line).font(theme::small()).color(color);
    ui.add(Label::new(line).selectable(false));
}

/// A search field over a list; sends the keyboard into the rows when Enter or Down asks for them.
///
/// Returns the events for the list, and whether the rows are to have the keyboard.
pub(in crate::ui) fn search_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    label: &str,
    table: &TableState<String>,
    wants_search: bool,
) -> (Option<TableEvent<String>>, bool) {
    let text = screen.text();
    let hint = tr!(text, "page-search-hint");
    let clear = tr!(text, "page-search-clear");
    let outcome = SearchField::new(label, &hint, &clear).show(ui, "search", table.query());
    if wants_search {
        outcome.response.request_focus();
    }
    (outcome.edited.map(TableEvent::SetQuery), outcome.to_list)
}

/// The copy button of a list: the same as Ctrl+C in its rows.
pub(in crate::ui) fn copy_rows_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    list: &List,
) -> Option<TableEvent<String>> {
    let text = screen.text();
    let copy = tr!(text, "page-copy");
    let tooltip = tr!(text, "page-copy-rows-tooltip");
    let why_not = tr!(text, "page-select-rows");
    let is_empty = list.table.selected_count() == 0;
    let button = Button::secondary(&copy)
        .icon(icons::COPY)
        .tooltip(&tooltip)
        .disabled_because(is_empty.then_some(why_not.as_str()));
    button.show(ui).clicked().then_some(TableEvent::Copy)
}

/// What of a list is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Selection {
    Nothing,
    /// The place of the row in the data.
    One(usize),
    Several(usize),
}

impl Selection {
    /// What to say where the details would be when there are none.
    pub(in crate::ui) fn hint(
        self,
        text: &Localizer,
        nothing: impl FnOnce() -> String,
    ) -> Option<String> {
        match self {
            Self::Nothing => Some(nothing()),
            Self::One(_) => None,
            Self::Several(count) => Some(tr!(text, "page-several-selected", count = count)),
        }
    }
}

pub(in crate::ui) fn selection(list: &List) -> Selection {
    let table = &list.table;
    match table.selected_count() {
        0 => Selection::Nothing,
        1 => {
            // The selected row is nearly always the one under the cursor, and then nothing has to be searched.
            let under_cursor = table
                .cursor()
                .filter(|key| table.is_selected(key))
                .and_then(|key| table.place_of(key))
                .and_then(|place| table.view().get(place))
                .map(|row| *row as usize);
            under_cursor
                .or_else(|| table.selected_rows().next())
                .map_or(Selection::Nothing, Selection::One)
        }
        count => Selection::Several(count),
    }
}

/// Room for so many rows is kept for a list, however short it is.
const FEWEST_ROWS: usize = 3;

/// A list and the details of its selected row: beside each other where there is room, else one above the other.
/// While no row is selected, the list has all the room but a line that says what selecting one would bring.
pub(in crate::ui) fn split_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    rows: usize,
    hint: Option<&str>,
    list: impl FnOnce(&mut Ui, &mut Screen<'_>),
    details: impl FnOnce(&mut Ui, &mut Screen<'_>),
) {
    let room = ui.available_rect_before_wrap();
    if let Some(hint) = hint {
        let edge = room.bottom() - size::LINE;
        part_ui(ui, "list", room.with_max_y(edge - space::S), |ui| {
            list(ui, screen);
        });
        part_ui(ui, "hint", room.with_min_y(edge), |ui| {
            note_ui(ui, hint);
        });
        ui.allocate_rect(room, egui::Sense::hover());
        return;
    }
    let (list_room, details_room) = if let Some(pane) = side_pane(room.width()) {
        let edge = (room.right() - pane).round();
        (room.with_max_x(edge - space::M), room.with_min_x(edge))
    } else {
        // A short list leaves the rest to the details.
        #[expect(clippy::cast_precision_loss, reason = "a few rows decide")]
        let needed = size::ROW * (rows.clamp(FEWEST_ROWS, 100) + 1) as f32 + space::M;
        let list = (room.height() * (1.0 - size::DETAILS_SHARE)).min(needed);
        let edge = (room.top() + list).round();
        (room.with_max_y(edge - space::S), room.with_min_y(edge))
    };
    part_ui(ui, "list", list_room, |ui| list(ui, screen));
    part_ui(ui, "details", details_room, |ui| {
        let palette = theme::palette(ui);
        Frame::new()
            .fill(palette.surface)
            .stroke(palette.hairline())
            .corner_radius(CornerRadius::same(radius::CARD))
            .inner_margin(margin::CARD)
            .show(ui, |ui| {
                ui.set_min_size(ui.available_size());
                ScrollArea::vertical()
                    .auto_shrink([false, false])
                    .show(ui, |ui| details(ui, screen));
            });
    });
    ui.allocate_rect(room, egui::Sense::hover());
}

/// How wide the details are where they stand beside the list.
fn side_pane(page_width: f32) -> Option<f32> {
    let pane = size::DETAILS.max(page_width * size::SIDE_PANE_SHARE);
    (page_width >= size::WIDE_PAGE).then_some(pane)
}

/// By how much the first widths of columns are to be stretched, so that they fit while the details are open.
pub(in crate::ui) fn column_stretch(ui: &Ui) -> f32 {
    let window = ui.ctx().content_rect().width();
    let page = window - size::NAVIGATION - margin::PAGE.sum().x;
    let list = side_pane(page).map_or(page, |pane| page - pane - space::M);
    list / size::LIST
}

pub(in crate::ui) fn part_ui(ui: &mut Ui, salt: &str, room: Rect, add: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new()
        .id_salt(salt)
        .max_rect(room)
        .layout(egui::Layout::top_down(egui::Align::Min));
    let mut part = ui.new_child(builder);
    part.set_clip_rect(room.intersect(ui.clip_rect()).expand(space::XXS));
    add(&mut part);
}

/// Two groups of details: beside each other in a wide pane, else one after the other.
pub(in crate::ui) fn two_columns_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    first: impl FnOnce(&mut Ui, &mut Screen<'_>),
    second: impl FnOnce(&mut Ui, &mut Screen<'_>),
) {
    let room = ui.available_rect_before_wrap();
    if room.width() < 2.0 * size::DETAILS {
        first(ui, screen);
        ui.add_space(space::S);
        second(ui, screen);
        return;
    }
    let width = (room.width() - space::L) / 2.0;
    let mut column = |salt: &str, room: Rect, add: &mut dyn FnMut(&mut Ui)| {
        let builder = UiBuilder::new()
            .id_salt(salt)
            .max_rect(room)
            .layout(egui::Layout::top_down(egui::Align::Min));
        let mut column = ui.new_child(builder);
        add(&mut column);
        column.min_rect()
    };
    let (mut first, mut second) = (Some(first), Some(second));
    let left = column("first", room.with_max_x(room.left() + width), &mut |ui| {
        if let Some(first) = first.take() {
            first(ui, screen);
        }
    });
    let right = column("second", room.with_min_x(room.right() - width), &mut |ui| {
        if let Some(second) = second.take() {
            second(ui, screen);
        }
    });
    ui.advance_cursor_after_rect(left.union(right));
}

/// What a details pane is about: its heading, which can be selected and copied.
pub(in crate::ui) fn subject_ui(ui: &mut Ui, subject: &str) {
    let color = theme::palette(ui).text;
    let words = RichText::new(subject).font(theme::strong()).color(color);
    let response = ui.add(Label::new(words).selectable(true).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::Heading);
        node.set_label(subject);
    });
}

/// A value a server may have left out.
fn optional(values: &mut KeyValues<'_>, screen: &Screen<'_>, label: &str, value: Option<String>) {
    let value = value.filter(|value| !value.is_empty());
    match value {
        Some(value) => values.text(label, &visible_lines(&value)),
        None => values.text(label, &tr!(screen.text(), "page-no-value")),
    };
}

/// Whether a value is being read again while it is shown.
fn is_refreshing<T>(value: &Fetched<T>) -> bool {
    value.is_loading() && value.value().is_some()
}
