//! The directory: who holds an address, how the forest stands, and which domain controllers it has.

use egui::{Align, Frame, Layout, ScrollArea, Ui};

use super::{
    card_ui, column_stretch, failed_reading_ui, is_clicked, note_ui, notices_ui, optional,
    remark_ui, server_words_ui, subject_ui, two_columns_ui,
};
use crate::console::table::{TableEvent, TableRows as _};
use crate::console::{Act, ControllerColumn, Intent, SwapIntent, controller_headings};
use crate::domain::text::visible_line;
use crate::domain::{
    AddressHolder, AddressHolders, AddressPlace, DirectoryReading, HolderClass, Readable,
};
use crate::localization::{Doing, Localizer};
use crate::ports::PortError;
use crate::tr;
use crate::ui::run_view::{failure_ui, small_hint_ui};
use crate::ui::shell::access_word;
use crate::ui::theme::{self, Tone, column, size, space};
use crate::ui::widgets::{
    Button, Cell, Column, DataTable, KeyValues, Placeholder, TextField, badge_with_icon,
    key_values, page_header, section_heading, stale_line, trailing,
};
use crate::ui::{Screen, icons};

/// As many objects as one answer shows.
const MOST_HOLDERS: usize = 24;
/// As many addresses as are offered.
const MOST_SUGGESTIONS: usize = 4;
/// As many rows as the table of controllers shows without scrolling.
const MOST_ROWS: usize = 8;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    let text = screen.text();
    let title = tr!(text, "nav-directory");
    let purpose = tr!(text, "directory-purpose");
    page_header(ui, &title, &purpose, |ui| actions_ui(ui, screen));
    if screen.state.directory().is_err() {
        not_connected_ui(ui, screen);
        return;
    }
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            card_ui(ui, |ui| search_ui(ui, screen, wants_search));
            ui.add_space(space::S);
            reading_ui(ui, screen);
        });
}

fn actions_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    if screen.state.directory().is_err() {
        return;
    }
    ui.spacing_mut().item_spacing.x = space::S;
    let busy = screen.state.directory.reading.is_loading();
    let busy = busy.then(|| tr!(text, "shell-reading-now"));
    let again = tr!(text, "servers-read-again");
    let again = Button::secondary(&again)
        .icon(icons::REFRESH)
        .disabled_because(busy.as_deref());
    if again.show(ui).clicked() {
        screen.ask(Intent::ReadDirectory);
    }
    let why_not = screen.why_not(&Act::ConnectDirectory);
    let leave = tr!(text, "directory-disconnect");
    let leave = Button::secondary(&leave)
        .icon(icons::DISCONNECT)
        .disabled_because(why_not.as_deref());
    if leave.show(ui).clicked() {
        screen.ask(Intent::DisconnectDirectory);
    }
}

/// What a directory is for, and how to connect one; or how connecting goes.
fn not_connected_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let directory = &screen.state.directory;
    if directory.is_connecting() {
        let title = tr!(text, "directory-connecting");
        let body = tr!(text, "directory-connecting-body");
        let cancel = tr!(text, "dialog-cancel");
        let mut placeholder = Placeholder::loading(&title).body(&body);
        if screen.state.dialog.is_none() {
            // A dialog in front of it has a button of its own.
            placeholder = placeholder.action(Button::secondary(&cancel));
        }
        if is_clicked(placeholder.show(ui)) {
            screen.ask(Intent::CancelConnectDirectory);
        }
        return;
    }
    if let Some(err) = &directory.error {
        let presented = text.present(err, Doing::ConnectingDirectory);
        failure_ui(ui, text, "directory failure", &presented, None);
    }
    let session = screen.state.session.as_ref();
    let connect = match session {
        Some(session) if session.is_lab() => tr!(text, "directory-connect-lab"),
        _ => tr!(text, "directory-connect"),
    };
    let title = tr!(text, "directory-none");
    let body = match session {
        Some(_) => tr!(text, "directory-none-body"),
        None => tr!(text, "directory-none-session"),
    };
    let why_not = screen.why_not(&Act::ConnectDirectory);
    let button = Button::primary(&connect)
        .icon(icons::CONNECT)
        .disabled_because(why_not.as_deref());
    let placeholder = Placeholder::empty(icons::PEOPLE, &title).body(&body);
    if is_clicked(placeholder.action(button).show(ui)) {
        screen.ask(Intent::OpenDirectory);
    }
}

fn search_ui(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    let text = screen.text();
    let search = &screen.state.directory.search;
    section_heading(ui, &tr!(text, "directory-search"));
    let wrong = search.problem.as_ref().map(|problem| text.message(problem));
    let note = tr!(text, "directory-search-note");
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let label = tr!(text, "column-sip-address");
        let width = size::DIALOG.min(ui.available_width() - 2.0 * size::BUTTON);
        let field = TextField::new(&label)
            .hint("sip:ocschat@contoso.com")
            .error(wrong.as_deref())
            .code()
            .width(width)
            .show(ui, "holder address", &search.typed);
        if wants_search {
            field.response.request_focus();
        }
        if let Some(typed) = field.edited {
            screen.ask(Intent::TypeHolderAddress(typed));
        }
        let is_entered =
            field.response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        ui.vertical(|ui| {
            // Beside the field, not beside its label.
            ui.add_space(size::LINE + space::XS);
            let find = tr!(text, "directory-find");
            let busy = tr!(text, "directory-asking");
            let busy = search.answer.is_loading().then_some(busy.as_str());
            let button = Button::primary(&find)
                .icon(icons::SEARCH)
                .disabled_because(busy);
            if button.show(ui).clicked() || is_entered && busy.is_none() {
                screen.ask(Intent::FindHolders);
            }
        });
    });
    small_hint_ui(ui, &note);
    suggestions_ui(ui, screen);
    answer_ui(ui, screen);
}

/// While nothing is typed: the addresses legacy clients look for, each one click away.
fn suggestions_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let state = screen.state;
    let Some(inventory) = state.inventory.value() else {
        return;
    };
    let lookups = &inventory.lookup_addresses;
    if !state.directory.search.typed.is_empty() || lookups.is_empty() {
        return;
    }
    ui.add_space(space::XS);
    note_ui(ui, &tr!(text, "directory-suggestions"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for lookup in lookups.iter().take(MOST_SUGGESTIONS) {
            let address = lookup.address.to_string();
            let words = visible_line(&address);
            let button = Button::quiet(&words).icon(icons::SEARCH).small();
            if button.show(ui).clicked() {
                screen.ask(Intent::TypeHolderAddress(address));
                screen.ask(Intent::FindHolders);
            }
        }
    });
}

fn answer_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let search = &screen.state.directory.search;
    if let Some(err) = search.answer.error() {
        ui.add_space(space::XS);
        let read_at = search.answer.value().map(|answer| answer.read_at);
        let title = tr!(text, "directory-asking-failed");
        failed_ui(ui, screen, "holders failed", err, read_at, &title);
    }
    let Some(answer) = search.answer.value() else {
        if search.answer.is_loading() {
            ui.add_space(space::XS);
            note_ui(ui, &tr!(text, "directory-asking"));
        }
        return;
    };
    ui.add_space(space::S);
    ui.separator();
    ui.add_space(space::S);
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        let (tone, icon, sentence) = summary(text, answer);
        remark_ui(ui, tone, icon, &sentence);
        stamp_ui(ui, screen, answer);
    });
    for (place, holder) in answer.holders.iter().take(MOST_HOLDERS).enumerate() {
        holder_ui(ui, screen, ("holder", place), holder, false);
    }
    more_ui(ui, text, answer.holders.len());
    notices_ui(ui, screen, &answer.notices);
    deleted_ui(ui, screen, answer);
}

/// What the answer comes to, in one sentence.
fn summary(text: &Localizer, answer: &AddressHolders) -> (Tone, &'static str, String) {
    let address = visible_line(answer.address.as_str());
    let address = address.as_str();
    let left_behind = answer
        .holders
        .iter()
        .filter(|holder| holder.place == AddressPlace::ProxyOnly)
        .count();
    match (answer.holders.len() - left_behind, left_behind) {
        (0, 0) if answer.is_free() => (
            Tone::Neutral,
            icons::INFORMATION,
            tr!(text, "directory-free", address = address),
        ),
        (0, 0) => (
            Tone::Unknown,
            icons::UNKNOWN,
            tr!(text, "directory-not-complete", address = address),
        ),
        (0, _) => (
            Tone::Warning,
            icons::WARNING,
            tr!(text, "directory-left-behind", address = address),
        ),
        (1, 0) => (
            Tone::Info,
            icons::ACCOUNT,
            tr!(text, "directory-held", count = 1, address = address),
        ),
        (count, 0) => (
            Tone::Warning,
            icons::WARNING,
            tr!(text, "directory-held", count = count, address = address),
        ),
        (_, _) => (
            Tone::Warning,
            icons::WARNING,
            tr!(text, "directory-held-and-left", address = address),
        ),
    }
}

/// When, and by which controller, the answer was given.
fn stamp_ui(ui: &mut Ui, screen: &Screen<'_>, answer: &AddressHolders) {
    let text = screen.text();
    let time = text.date_time(answer.read_at);
    let host = visible_line(&answer.host);
    let read_at = if answer.is_global_catalog {
        tr!(
            text,
            "directory-read-from-catalog",
            time = time,
            host = host
        )
    } else {
        tr!(text, "read-at-from", time = time, host = host)
    };
    let answer = &screen.state.directory.search.answer;
    let stale = match answer {
        _ if answer.is_loading() => Some(tr!(text, "shell-reading-now")),
        _ if answer.error().is_some() => Some(tr!(text, "page-stale-word")),
        _ => None,
    };
    stale_line(ui, &read_at, stale.as_deref());
}

/// One object: what it is, where it stands, and where on it the address stands.
fn holder_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    salt: impl egui::AsIdSalt,
    holder: &AddressHolder,
    is_deleted: bool,
) {
    let text = screen.text();
    let palette = theme::palette(ui);
    ui.add_space(space::XS);
    ui.push_id(egui::IdSalt::new(salt), |ui| {
        Frame::new()
            .fill(palette.window)
            .corner_radius(theme::radius::CONTROL)
            .inner_margin(theme::margin::CARD)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    let icon = match holder.class {
                        HolderClass::User => icons::ACCOUNT,
                        HolderClass::Contact | HolderClass::ApplicationContact => icons::ADDRESS,
                        HolderClass::Group => icons::PEOPLE,
                        HolderClass::Other => icons::UNKNOWN,
                    };
                    let class = text.holder_title(holder.class);
                    badge_with_icon(ui, Tone::Neutral, icon, &class);
                    if holder.place == AddressPlace::ProxyOnly && !is_deleted {
                        let word = tr!(text, "holder-left-behind");
                        badge_with_icon(ui, Tone::Warning, icons::WARNING, &word);
                    }
                });
                subject_ui(ui, &name_of(holder));
                facts_ui(ui, text, holder);
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::S;
                    if holder.class == HolderClass::User && !is_deleted {
                        swap_ui(ui, screen);
                    }
                    let copy = tr!(text, "holder-copy-dn");
                    let copy = Button::quiet(&copy).icon(icons::COPY).small();
                    if copy.show(ui).clicked() {
                        // It may be pasted into a shell, where a line break would run what stands before it.
                        screen.ask(Intent::Copy(visible_line(holder.dn.as_str())));
                    }
                });
            });
    });
}

/// What takes the address that was asked about from its account to an endpoint.
fn swap_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let asked = screen.state.directory.search.asked.clone();
    let why_not = screen.why_not(&Act::Swap(asked.clone()));
    let swap = tr!(text, "swap-open");
    let button = Button::secondary(&swap)
        .icon(icons::ROUTE)
        .small()
        .disabled_because(why_not.as_deref());
    if button.show(ui).clicked() {
        screen.ask(Intent::Swap(SwapIntent::Open(asked)));
    }
}

/// The display name, or what the distinguished name begins with.
fn name_of(holder: &AddressHolder) -> String {
    let display_name = holder.display_name.as_deref();
    visible_line(
        display_name
            .filter(|name| !name.trim().is_empty())
            .unwrap_or(holder.dn.as_str()),
    )
}

fn facts_ui(ui: &mut Ui, text: &Localizer, holder: &AddressHolder) {
    key_values(ui, |values| {
        values.text(
            &tr!(text, "holder-partition"),
            &text.partition(holder.partition),
        );
        values.code(&tr!(text, "holder-dn"), &visible_line(holder.dn.as_str()));
        values.text(
            &tr!(text, "holder-place"),
            &text.address_place(holder.place),
        );
        if let Some(address) = &holder.sip_address {
            values.code(&tr!(text, "holder-sip-address"), &visible_line(address));
        }
        if !holder.proxy_values.is_empty() {
            let spelled: Vec<_> = holder
                .proxy_values
                .iter()
                .take(MOST_HOLDERS)
                .map(|value| visible_line(value))
                .collect();
            values.code("proxyAddresses", &spelled.join("\n"));
        }
        let enabled = match holder.sip_enabled {
            Some(true) => tr!(text, "page-yes"),
            Some(false) => tr!(text, "page-no"),
            None => tr!(text, "page-no-value"),
        };
        values.text(&tr!(text, "holder-sip-enabled"), &enabled);
        if let Some(urn) = &holder.owner_urn {
            values.code(&tr!(text, "holder-owner"), &visible_line(urn));
        }
    });
}

fn more_ui(ui: &mut Ui, text: &Localizer, count: usize) {
    let rest = count.saturating_sub(MOST_HOLDERS);
    if rest > 0 {
        note_ui(ui, &tr!(text, "directory-more-holders", count = rest));
    }
}

/// Apart from the holders: what is in the recycle bin holds nothing.
fn deleted_ui(ui: &mut Ui, screen: &mut Screen<'_>, answer: &AddressHolders) {
    let text = screen.text();
    match &answer.deleted {
        Ok(deleted) if deleted.is_empty() => {}
        Ok(deleted) => {
            ui.add_space(space::S);
            section_heading(ui, &tr!(text, "directory-deleted"));
            note_ui(ui, &tr!(text, "directory-deleted-note"));
            for (place, holder) in deleted.iter().take(MOST_HOLDERS).enumerate() {
                holder_ui(ui, screen, ("deleted", place), holder, true);
            }
            more_ui(ui, text, deleted.len());
        }
        Err(unread) => {
            ui.add_space(space::XS);
            let reason = text.unread_reason(unread.reason);
            let sentence = tr!(text, "directory-deleted-unread", reason = reason);
            remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &sentence);
            server_words_ui(ui, screen, "deleted words", &unread.words);
        }
    }
}

fn reading_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let asked = &screen.state.directory.reading;
    if let Some(err) = asked.error() {
        let read_at = asked.value().map(|reading| reading.read_at);
        let title = tr!(text, "directory-reading-failed");
        failed_ui(ui, screen, "directory failed", err, read_at, &title);
    }
    let reading = asked.value().cloned();
    let reading = reading.as_deref();
    card_ui(ui, |ui| {
        two_columns_ui(
            ui,
            screen,
            |ui, screen| connection_ui(ui, screen, reading),
            |ui, screen| forest_ui(ui, screen, reading),
        );
    });
    let Some(reading) = reading else {
        return;
    };
    ui.add_space(space::S);
    card_ui(ui, |ui| controllers_ui(ui, screen, reading));
    if !reading.notices.is_empty() {
        ui.add_space(space::S);
        card_ui(ui, |ui| notices_ui(ui, screen, &reading.notices));
    }
}

/// A failed question to the directory; what was read before stays in view.
fn failed_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    salt: &str,
    err: &PortError,
    read_at: Option<crate::domain::Moment>,
    title: &str,
) {
    failed_reading_ui(
        ui,
        screen,
        salt,
        (err, Doing::ReadingDirectory),
        read_at,
        title,
    );
}

fn connection_ui(ui: &mut Ui, screen: &mut Screen<'_>, reading: Option<&DirectoryReading>) {
    let text = screen.text();
    let Ok(connection) = screen.state.directory() else {
        return;
    };
    section_heading(ui, &tr!(text, "directory-connection"));
    key_values(ui, |values| {
        values.code(
            &tr!(text, "directory-server"),
            &visible_line(&connection.host),
        );
        values.code(&tr!(text, "overview-url"), &visible_line(&connection.url));
        values.text(
            &tr!(text, "overview-account"),
            &visible_line(&connection.account),
        );
        if let Some(session) = &screen.state.session {
            values.text(
                &tr!(text, "overview-access"),
                &access_word(text, session.access),
            );
        }
        if let Some(reading) = reading {
            values.text(
                &tr!(text, "overview-read-at"),
                &text.date_time(reading.read_at),
            );
        }
    });
}

fn forest_ui(ui: &mut Ui, screen: &mut Screen<'_>, reading: Option<&DirectoryReading>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "directory-forest-heading"));
    let Some(reading) = reading else {
        if screen.state.directory.reading.is_loading() {
            note_ui(ui, &tr!(text, "directory-reading"));
        }
        return;
    };
    key_values(ui, |values| {
        let forest = reading.forest.clone();
        optional(values, screen, &tr!(text, "directory-forest"), forest);
        let domain = reading.domain.clone();
        optional(values, screen, &tr!(text, "directory-domain"), domain);
        let schema = match &reading.lync_schema {
            Ok(schema) => text.lync_schema(*schema),
            Err(unread) => text.unread_reason(unread.reason),
        };
        values.text(&tr!(text, "directory-schema"), &schema);
        bin_ui(values, text, &reading.recycle_bin);
    });
    let meaning = match &reading.recycle_bin {
        Ok(true) => tr!(text, "directory-bin-on-meaning"),
        Ok(false) => tr!(text, "directory-bin-off-meaning"),
        Err(unread) => tr!(
            text,
            "directory-bin-unread-meaning",
            reason = text.unread_reason(unread.reason)
        ),
    };
    small_hint_ui(ui, &meaning);
}

fn bin_ui(values: &mut KeyValues<'_>, text: &Localizer, bin: &Readable<bool>) {
    let (tone, word) = match bin {
        Ok(true) => (Tone::Success, tr!(text, "directory-bin-on")),
        Ok(false) => (Tone::Warning, tr!(text, "directory-bin-off")),
        Err(_unread) => (Tone::Unknown, tr!(text, "not-read")),
    };
    values.badge(&tr!(text, "directory-bin"), tone, &word);
}

fn controllers_ui(ui: &mut Ui, screen: &mut Screen<'_>, reading: &DirectoryReading) {
    let text = screen.text();
    let list = &screen.state.directory.controllers;
    ui.horizontal(|ui| {
        section_heading(ui, &tr!(text, "directory-controllers"));
        trailing(ui, "copy controllers", |ui| {
            if list.table.selected_count() > 0 {
                let copy = tr!(text, "page-copy");
                let copy = Button::quiet(&copy).icon(icons::COPY).small();
                if copy.show(ui).clicked() {
                    screen.ask(Intent::Controllers(TableEvent::Copy));
                }
            }
        });
    });
    if let Err(unread) = &reading.controllers {
        let reason = text.unread_reason(unread.reason);
        let sentence = tr!(text, "directory-controllers-unread", reason = reason);
        remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &sentence);
        server_words_ui(ui, screen, "controllers words", &unread.words);
        return;
    }
    let headings = controller_headings(text);
    let stretch = column_stretch(ui);
    let columns: Vec<_> = headings
        .iter()
        .zip(ControllerColumn::ALL)
        .map(|(title, kind)| {
            let width = match kind {
                ControllerColumn::Host => column::FQDN + 3.0 * space::L,
                ControllerColumn::Site => column::NAME - 2.0 * space::L,
                ControllerColumn::Domain => column::NAME - space::L,
                ControllerColumn::Writable | ControllerColumn::GlobalCatalog => {
                    column::WORD + space::L
                }
            };
            Column::new(title, width * stretch)
        })
        .collect();
    let connected = tr!(text, "directory-controller-connected");
    let host = reading.connection.host.as_str();
    let controllers = reading.controllers.as_deref().unwrap_or_default();
    let name = tr!(text, "directory-controllers");
    let nothing = tr!(text, "page-nothing-found");
    #[expect(clippy::cast_precision_loss, reason = "a few rows decide")]
    let height = size::ROW * (list.table.view().len().clamp(1, MOST_ROWS) + 1) as f32 + space::M;
    let table = DataTable::new("controllers", &name, &columns)
        .empty(&nothing)
        .height(height);
    let output = table.show(ui, &list.table, |row, column| {
        let word = list.rows.text(row, column);
        let controller = controllers.get(row);
        match ControllerColumn::ALL.get(column) {
            Some(ControllerColumn::Host) => {
                let is_connected =
                    controller.is_some_and(|one| one.host.eq_ignore_ascii_case(host));
                let cell = Cell::text(word);
                if is_connected {
                    cell.with_badge(Tone::Info, connected.as_str())
                } else {
                    cell
                }
            }
            _ => Cell::weak(word),
        }
    });
    for event in output.events {
        screen.ask(Intent::Controllers(event));
    }
}
