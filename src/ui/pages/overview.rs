//! The overview: what one is connected to, what is there, where legacy clients are led, and what to do next.

use std::sync::Arc;

use egui::{Label, RichText, ScrollArea, Ui};

use super::{card_ui, note_ui, reading_ui, remark_ui, server_words_ui, two_columns_ui, visible};
use crate::console::table::{Select, TableEvent};
use crate::console::{Act, Intent, OpenSession, Page, SwapIntent};
use crate::domain::text::visible_line;
use crate::domain::{
    Access, EndpointOrigin, HolderKind, Inventory, LookupAddress, Message, Notice, SipUri,
    SourcePool,
};
use crate::localization::Localizer;
use crate::plan::StepStatus;
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::shell::access_word;
use crate::ui::theme::{self, Tone, size, space};
use crate::ui::widgets::{
    Banner, Button, ChecklistRow, key_values, page_header, prose, section_heading,
};
use crate::ui::{Screen, icons, project};

/// As many lines of one kind as the page shows.
const MOST_LINES: usize = 12;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let state = screen.state;
    let title = tr!(text, "nav-overview");
    let purpose = tr!(text, "overview-purpose");
    page_header(ui, &title, &purpose, |_ui| ());
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if let Some(session) = state.session.as_ref().filter(|session| !session.is_lab()) {
                unproved_ui(ui, screen, session);
            }
            if !reading_ui(ui, screen) {
                return;
            }
            let Some(inventory) = state.inventory.value() else {
                return;
            };
            let facts = facts(ui, inventory);
            // After a failed refresh the banner above says what to do.
            if state.inventory.error().is_none() {
                next_step_ui(ui, screen, &facts);
                ui.add_space(space::S);
            }
            if state.migration.open.is_some() {
                card_ui(ui, |ui| project::card_ui(ui, screen));
                ui.add_space(space::S);
            }
            card_ui(ui, |ui| {
                let counts = |ui: &mut Ui, screen: &mut Screen<'_>| counts_ui(ui, screen, &facts);
                two_columns_ui(ui, screen, connection_ui, counts);
            });
            ui.add_space(space::S);
            card_ui(ui, |ui| lookups_ui(ui, screen, &facts));
            ui.add_space(space::S);
            super::abilities::show(ui, screen);
            card_ui(ui, |ui| source_ui(ui, screen, inventory));
            ui.add_space(space::S);
            card_ui(ui, |ui| super::deployment::show(ui, screen));
            notices_ui(ui, screen, &inventory.notices);
        });
}

/// What the page says about one reading. Counted once, not in every frame: there may be many endpoints.
struct Facts {
    automatic: usize,
    legacy: usize,
    unknown: usize,
    pools: usize,
    lookups: Vec<Lookup>,
}

/// Who holds the address legacy clients look for in one SIP domain.
struct Lookup {
    address: String,
    uri: SipUri,
    held_by: HeldBy,
}

#[derive(PartialEq, Eq)]
enum HeldBy {
    Endpoint {
        pool: Option<String>,
    },
    LookupAccount {
        name: String,
        registrar: Option<String>,
    },
    OtherObject {
        name: String,
    },
    Nobody,
    NotKnown,
}

fn facts(ui: &Ui, inventory: &Arc<Inventory>) -> Arc<Facts> {
    let id = egui::Id::unique("facts of the overview");
    let known = ui.data(|data| data.get_temp::<(Arc<Inventory>, Arc<Facts>)>(id));
    match known {
        Some((of, facts)) if Arc::ptr_eq(&of, inventory) => facts,
        _ => {
            let facts = Arc::new(Facts::of(inventory));
            let entry = (Arc::clone(inventory), Arc::clone(&facts));
            ui.data_mut(|data| data.insert_temp(id, entry));
            facts
        }
    }
}

impl Facts {
    fn of(inventory: &Inventory) -> Self {
        let count = |origin| {
            let endpoints = inventory.endpoints.iter();
            endpoints
                .filter(|endpoint| endpoint.origin == origin)
                .count()
        };
        Self {
            automatic: count(EndpointOrigin::Automatic),
            legacy: count(EndpointOrigin::Legacy),
            unknown: count(EndpointOrigin::Unknown),
            pools: inventory.pools.len(),
            lookups: inventory
                .lookup_addresses
                .iter()
                .map(|lookup| Lookup::of(inventory, lookup))
                .collect(),
        }
    }
}

impl Lookup {
    fn of(inventory: &Inventory, lookup: &LookupAddress) -> Self {
        let held_by = match (
            inventory.endpoint(&lookup.address),
            lookup.holders.found().first(),
        ) {
            (Some(endpoint), _) => HeldBy::Endpoint {
                pool: endpoint.pool.as_ref().map(ToString::to_string),
            },
            (None, Some(holder)) => {
                let name = holder.display_name.as_deref();
                let identity = holder.identity.as_ref().map(ToString::to_string);
                let name = name.map(str::to_owned).or(identity);
                let name = visible_line(&name.unwrap_or_else(|| lookup.address.to_string()));
                if holder.kind == HolderKind::User {
                    HeldBy::LookupAccount {
                        name,
                        registrar: holder.registrar.as_ref().map(ToString::to_string),
                    }
                } else {
                    HeldBy::OtherObject { name }
                }
            }
            // Nobody was found, but only if everybody could be asked.
            (None, None) if lookup.holders.principals.is_ok() && lookup.holders.users.is_ok() => {
                HeldBy::Nobody
            }
            (None, None) => HeldBy::NotKnown,
        };
        Self {
            address: visible_line(lookup.address.as_str()),
            uri: lookup.address.clone(),
            held_by,
        }
    }
}

/// Stays while a live session is open: nobody has proved this program on a real server yet.
fn unproved_ui(ui: &mut Ui, screen: &mut Screen<'_>, session: &OpenSession) {
    let text = screen.text();
    let title = tr!(text, "unproved-title");
    let mut sentences = vec![tr!(text, "unproved-body")];
    sentences.push(match session.access {
        Access::ReadOnly => tr!(text, "unproved-read-only"),
        Access::Changes => tr!(text, "unproved-changes"),
    });
    Banner::new(Tone::Info, &title)
        .body(&visible(&sentences))
        .show(ui, "unproved");
    let folded = Folded {
        show: tr!(text, "unproved-show"),
        hide: tr!(text, "unproved-hide"),
    };
    foldable_ui(ui, "unproved list", &folded, |ui| {
        for item in [
            tr!(text, "unproved-endpoint"),
            tr!(text, "unproved-sign-in"),
            tr!(text, "unproved-old-tls"),
            tr!(text, "unproved-properties"),
            tr!(text, "unproved-services"),
            tr!(text, "unproved-directory"),
        ] {
            remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &item);
        }
    });
    ui.add_space(space::S);
}

/// The one thing that helps now, and its button: the only primary one on this page.
fn next_step_ui(ui: &mut Ui, screen: &mut Screen<'_>, facts: &Facts) {
    let text = screen.text();
    let next = next_step(screen, facts);
    card_ui(ui, |ui| {
        section_heading(ui, &tr!(text, "overview-next"));
        prose(ui, &next.sentence);
        let Some((intent, icon, words)) = next.button else {
            return;
        };
        ui.add_space(space::XS);
        let why_not = match &intent {
            Intent::OpenWizard { .. } => screen.why_not(&Act::Create),
            Intent::Swap(SwapIntent::Open(address)) => screen.why_not(&Act::Swap(address.clone())),
            _ => None,
        };
        let button = Button::primary(&words)
            .icon(icon)
            .disabled_because(why_not.as_deref());
        if button.show(ui).clicked() {
            screen.ask(intent);
            if let Some(row) = next.row {
                let how = Select::Only;
                screen.ask(Intent::Journal(TableEvent::Select { row, how }));
            }
        }
    });
}

struct NextStep {
    sentence: String,
    button: Option<(Intent, &'static str, String)>,
    /// The change the journal is to show.
    row: Option<String>,
}

fn next_step(screen: &Screen<'_>, facts: &Facts) -> NextStep {
    let text = screen.text();
    let state = screen.state;
    let open = state
        .journal
        .value()
        .into_iter()
        .flat_map(|journal| &journal.plans)
        .filter(|entry| !state.is_undone(&entry.record))
        .filter(|entry| {
            matches!(
                entry.record.status(),
                StepStatus::UnknownOutcome | StepStatus::NotVisibleYet | StepStatus::Interrupted
            )
        })
        .count();
    if let Some(record) = state.interrupted_swap() {
        let words = tr!(text, "overview-open-journal");
        return NextStep {
            sentence: tr!(text, "swap-standing-interrupted"),
            button: Some((Intent::Navigate(Page::Journal), icons::JOURNAL, words)),
            row: Some(record.plan.id.to_string()),
        };
    }
    if open > 0 {
        let words = tr!(text, "overview-open-journal");
        return NextStep {
            sentence: tr!(text, "overview-next-open", count = open),
            button: Some((Intent::Navigate(Page::Journal), icons::JOURNAL, words)),
            row: None,
        };
    }
    if facts.pools == 0 {
        let words = tr!(text, "shell-connect");
        return NextStep {
            sentence: tr!(text, "overview-next-no-pool"),
            button: Some((Intent::OpenConnect, icons::CONNECT, words)),
            row: None,
        };
    }
    let held = facts
        .lookups
        .iter()
        .find(|lookup| matches!(lookup.held_by, HeldBy::LookupAccount { .. }));
    let free = facts
        .lookups
        .iter()
        .find(|lookup| lookup.held_by == HeldBy::Nobody);
    let sentence = match (held, free) {
        (Some(held), _) => tr!(text, "overview-next-held", address = held.address.as_str()),
        (None, Some(free)) => tr!(text, "overview-next-free", address = free.address.as_str()),
        (None, None) => tr!(text, "overview-next-none"),
    };
    let access = state.session.as_ref().map(|session| session.access);
    let button = if access == Some(Access::ReadOnly) {
        let words = tr!(text, "shell-allow-changes");
        (Intent::AskToAllowChanges, icons::UNLOCKED, words)
    } else if let Some(held) = held {
        let address = Some(held.uri.clone());
        let words = tr!(text, "swap-open");
        (Intent::Swap(SwapIntent::Open(address)), icons::ROUTE, words)
    } else {
        let words = tr!(text, "page-new-endpoint");
        (Intent::OpenWizard { pool: None }, icons::ADD, words)
    };
    NextStep {
        sentence,
        button: Some(button),
        row: None,
    }
}

fn connection_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let Some(session) = &screen.state.session else {
        return;
    };
    let connection = &session.connection;
    section_heading(ui, &tr!(text, "overview-connection"));
    key_values(ui, |values| {
        if !session.name.is_empty() {
            values.text(&tr!(text, "overview-profile"), &visible_line(&session.name));
        }
        values.text(
            &tr!(text, "overview-environment"),
            &text.environment(session.environment, session.connection.source),
        );
        values.text(
            &tr!(text, "overview-access"),
            &access_word(text, session.access),
        );
        values.code(&tr!(text, "overview-url"), &visible_line(&connection.url));
        values.text(
            &tr!(text, "overview-account"),
            &visible_line(&connection.account),
        );
        let directory = match screen.state.directory() {
            Ok(directory) => visible_line(&directory.host),
            Err(message) => text.message(&message),
        };
        values.text(&tr!(text, "nav-directory"), &directory);
        if let Some(inventory) = screen.state.inventory.value() {
            values.text(
                &tr!(text, "overview-read-at"),
                &text.date_time(inventory.read_at),
            );
        }
    });
}

fn counts_ui(ui: &mut Ui, screen: &mut Screen<'_>, facts: &Facts) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "overview-counts"));
    let counts = [
        (facts.pools, tr!(text, "overview-pools")),
        (facts.legacy, tr!(text, "overview-legacy")),
        (facts.automatic, tr!(text, "overview-automatic")),
        (facts.unknown, tr!(text, "overview-unknown")),
    ];
    let palette = theme::palette(ui);
    let spacing = ui.spacing().item_spacing.y;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (count, label) in &counts {
        ui.horizontal(|ui| {
            let number = RichText::new(count.to_string()).font(theme::title());
            ui.scope(|ui| {
                ui.set_min_width(size::STEP_ROW);
                ui.add(Label::new(number.color(palette.text)).selectable(false));
            });
            let label = RichText::new(label).font(theme::body()).color(palette.text);
            ui.add(Label::new(label).selectable(false).truncate());
        });
    }
    ui.spacing_mut().item_spacing.y = spacing;
    ui.horizontal(|ui| {
        for (page, icon, words) in [
            (Page::Pools, icons::POOLS, tr!(text, "overview-open-pools")),
            (
                Page::Endpoints,
                icons::ENDPOINTS,
                tr!(text, "overview-open-endpoints"),
            ),
        ] {
            if Button::quiet(&words).icon(icon).small().show(ui).clicked() {
                screen.ask(Intent::Navigate(page));
            }
        }
    });
}

fn lookups_ui(ui: &mut Ui, screen: &mut Screen<'_>, facts: &Facts) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "overview-lookups"));
    note_ui(ui, &tr!(text, "overview-lookups-note"));
    if facts.lookups.is_empty() {
        remark_ui(
            ui,
            Tone::Unknown,
            icons::UNKNOWN,
            &tr!(text, "overview-no-domains"),
        );
    }
    for lookup in facts.lookups.iter().take(MOST_LINES) {
        let (tone, icon, word, meaning) = lookup_words(text, &lookup.held_by);
        ChecklistRow::new(tone, &word, &lookup.address)
            .icon(icon)
            .detail(&meaning)
            .show(ui);
        if matches!(lookup.held_by, HeldBy::LookupAccount { .. }) {
            ui.push_id(&lookup.address, |ui| {
                swap_button_ui(ui, screen, &lookup.uri);
            });
        }
    }
    let rest = facts.lookups.len().saturating_sub(MOST_LINES);
    if rest > 0 {
        note_ui(ui, &tr!(text, "overview-more-domains", count = rest));
    }
}

/// What takes an address from its account to an endpoint; turned off with its reason.
fn swap_button_ui(ui: &mut Ui, screen: &mut Screen<'_>, address: &SipUri) {
    let text = screen.text();
    let why_not = screen.why_not(&Act::Swap(Some(address.clone())));
    let swap = tr!(text, "swap-open");
    let button = Button::secondary(&swap)
        .icon(icons::ROUTE)
        .small()
        .disabled_because(why_not.as_deref());
    ui.horizontal(|ui| {
        // Under the words of the row above.
        ui.add_space(size::ICON + space::S);
        if button.show(ui).clicked() {
            let address = Some(address.clone());
            screen.ask(Intent::Swap(SwapIntent::Open(address)));
        }
    });
}

/// The sign, who it is in a word, and what it means for legacy clients.
fn lookup_words(text: &Localizer, held_by: &HeldBy) -> (Tone, &'static str, String, String) {
    match held_by {
        HeldBy::Endpoint { pool } => {
            let word = tr!(text, "lookup-endpoint");
            match pool {
                Some(pool) => (
                    Tone::Success,
                    icons::SUCCEEDED,
                    word,
                    tr!(text, "lookup-endpoint-pool", pool = pool.as_str()),
                ),
                None => (
                    Tone::Unknown,
                    icons::UNKNOWN,
                    word,
                    tr!(text, "lookup-endpoint-without-pool"),
                ),
            }
        }
        HeldBy::LookupAccount { name, registrar } => {
            let name = name.as_str();
            let meaning = match registrar {
                Some(registrar) => tr!(
                    text,
                    "lookup-account-on",
                    name = name,
                    registrar = registrar.as_str()
                ),
                None => tr!(text, "lookup-account-name", name = name),
            };
            let word = tr!(text, "lookup-account");
            (Tone::Warning, icons::ACCOUNT, word, meaning)
        }
        HeldBy::OtherObject { name } => (
            Tone::Warning,
            icons::WARNING,
            tr!(text, "lookup-other"),
            tr!(text, "lookup-other-name", name = name.as_str()),
        ),
        HeldBy::Nobody => (
            Tone::Neutral,
            icons::NOT_STARTED,
            tr!(text, "lookup-nobody"),
            tr!(text, "lookup-nobody-meaning"),
        ),
        HeldBy::NotKnown => (
            Tone::Unknown,
            icons::UNKNOWN,
            tr!(text, "lookup-not-known"),
            tr!(text, "lookup-not-known-meaning"),
        ),
    }
}

/// Where Group Chat still runs: where one comes from, never where an endpoint may lead.
fn source_ui(ui: &mut Ui, screen: &mut Screen<'_>, inventory: &Inventory) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "overview-source"));
    match &inventory.source_pools {
        Ok(pools) if pools.is_empty() => {
            note_ui(ui, &tr!(text, "overview-source-none"));
        }
        Ok(pools) => {
            note_ui(ui, &tr!(text, "overview-source-note"));
            for pool in pools.iter().take(MOST_LINES) {
                source_pool_ui(ui, text, pool);
            }
        }
        Err(unread) => {
            let message = Message::SourcePoolsUnread {
                reason: unread.reason,
            };
            let message = visible_line(&text.message(&message));
            remark_ui(ui, Tone::Unknown, icons::UNKNOWN, &message);
            server_words_ui(ui, screen, "source words", &unread.words);
        }
    }
}

fn source_pool_ui(ui: &mut Ui, text: &Localizer, pool: &SourcePool) {
    key_values(ui, |values| {
        values.code(&tr!(text, "overview-source-pool"), pool.fqdn.as_str());
        values.text(
            &tr!(text, "column-generation"),
            &text.generation(pool.generation),
        );
        if let Some(registrar) = &pool.registrar {
            values.code(&tr!(text, "column-registrar"), registrar.as_str());
        }
        let applications: Vec<_> = pool
            .applications
            .iter()
            .map(|application| visible_line(application))
            .collect();
        if !applications.is_empty() {
            values.code(
                &tr!(text, "overview-source-application"),
                &applications.join("\n"),
            );
        }
    });
}

/// What the reading could not bring, each with the server's own words behind a button.
fn notices_ui(ui: &mut Ui, screen: &mut Screen<'_>, notices: &[Notice]) {
    let text = screen.text();
    if notices.is_empty() {
        return;
    }
    ui.add_space(space::S);
    card_ui(ui, |ui| {
        section_heading(ui, &tr!(text, "overview-notices"));
        super::notices_ui(ui, screen, notices);
    });
}
