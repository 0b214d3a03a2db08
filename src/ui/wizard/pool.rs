//! Which pool legacy clients are to reach.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Id, Ui};

use crate::console::{Intent, Purpose, Wizard, WizardEdit};
use crate::domain::text::visible_line;
use crate::domain::{EndpointOrigin, Field, Fqdn, Inventory, Message, Pool, Severity};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, lines, note_ui};
use crate::ui::theme::Tone;
use crate::ui::widgets::{Placeholder, SearchField, radio_card, section_heading};
use crate::ui::{Screen, icons};

/// As many pools as are looked through without a search field.
const FEW_CARDS: usize = 8;
/// As many cards as are drawn.
const MOST_CARDS: usize = 24;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, arrival: Arrival) {
    let text = screen.text();
    let Some(inventory) = screen.state.inventory.value() else {
        return;
    };
    section_heading(ui, &tr!(text, "wizard-pool-heading"));
    hint_ui(ui, &tr!(text, "wizard-pool-hint"));
    if let Purpose::Replace(captured) = &wizard.purpose {
        let address = visible_line(captured.sip_address.as_str());
        note_ui(
            ui,
            Tone::Info,
            &tr!(text, "wizard-replace-hint", address = address),
        );
    }
    let chosen = cards_ui(ui, text, inventory, &wizard.draft.pool, arrival);
    if let Some(pool) = chosen {
        screen.ask(Intent::EditWizard(WizardEdit::Pool(pool)));
    }
    if !wizard.draft.pool.is_empty() {
        for finding in wizard.findings(Field::Pool) {
            let tone = match finding.severity {
                Severity::Note => Tone::Info,
                Severity::Warning => Tone::Warning,
                Severity::Error => Tone::Danger,
            };
            note_ui(ui, tone, &text.message(&finding.message));
        }
    }
}

/// The pools as cards, the chosen one first, and those a migration comes from turned off. Returns the one chosen just
/// now.
pub(in crate::ui) fn cards_ui(
    ui: &mut Ui,
    text: &Localizer,
    inventory: &Arc<Inventory>,
    selected: &str,
    arrival: Arrival,
) -> Option<Fqdn> {
    let mut chosen = None;
    if inventory.pools.is_empty() {
        Placeholder::empty(icons::POOLS, &tr!(text, "wizard-pool-none"))
            .body(&tr!(text, "wizard-pool-none-next"))
            .show(ui);
    }
    let counts = legacy_counts(ui, inventory);
    let query = search_ui(ui, text, inventory.pools.len());
    let found = inventory.pools.iter().filter(|pool| {
        let site = pool.site.as_deref().unwrap_or_default();
        let fqdn = pool.fqdn.as_str();
        query.is_empty()
            || fqdn.to_lowercase().contains(&query)
            || site.to_lowercase().contains(&query)
    });
    let mut found: Vec<&Pool> = found.collect();
    // The one that is chosen is never out of sight.
    found.sort_by_key(|pool| selected != pool.fqdn.as_str());
    if found.is_empty() && !inventory.pools.is_empty() {
        hint_ui(ui, &tr!(text, "page-nothing-found"));
    }
    for pool in found.iter().take(MOST_CARDS) {
        let is_chosen = selected == pool.fqdn.as_str();
        let legacy = counts.get(&pool.fqdn).copied().unwrap_or_default();
        let description = describe(text, pool, legacy);
        let card = radio_card(ui, is_chosen, pool.fqdn.as_str(), &description, None);
        let is_target = is_chosen || selected.is_empty();
        if is_target {
            arrival.focus(&card);
        }
        if card.clicked() && !is_chosen {
            chosen = Some(pool.fqdn.clone());
        }
    }
    let rest = found.len().saturating_sub(MOST_CARDS);
    if rest > 0 {
        hint_ui(ui, &tr!(text, "wizard-pool-more", count = rest));
    }
    for source in inventory.source_pools.iter().flatten() {
        let reason = text.message(&Message::PoolIsSource {
            pool: source.fqdn.clone(),
        });
        radio_card(ui, false, source.fqdn.as_str(), &reason, Some(&reason));
    }
    chosen
}

/// A field above the cards where there are too many to look through. What is typed is the screen's own business.
fn search_ui(ui: &mut Ui, text: &Localizer, pools: usize) -> String {
    if pools <= FEW_CARDS {
        return String::new();
    }
    let id = Id::unique("search among the pools of the wizard");
    let query: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let label = tr!(text, "pools-search");
    let clear = tr!(text, "page-search-clear");
    let outcome = SearchField::new(&label, &label, &clear).show(ui, "pools", &query);
    let query = outcome.edited.unwrap_or(query);
    ui.data_mut(|data| data.insert_temp(id, query.clone()));
    query.trim().to_lowercase()
}

/// How many legacy endpoints each pool has. Counted once, not in every frame: there may be many endpoints.
fn legacy_counts(ui: &Ui, inventory: &Arc<Inventory>) -> Arc<HashMap<Fqdn, usize>> {
    let id = Id::unique("legacy endpoints of the pools");
    let known = ui.data(|data| data.get_temp::<(Arc<Inventory>, Arc<HashMap<Fqdn, usize>>)>(id));
    match known {
        Some((of, counts)) if Arc::ptr_eq(&of, inventory) => counts,
        _ => {
            let mut counts = HashMap::new();
            let endpoints = inventory.endpoints.iter();
            for endpoint in endpoints.filter(|known| known.origin == EndpointOrigin::Legacy) {
                if let Some(pool) = &endpoint.pool {
                    *counts.entry(pool.clone()).or_default() += 1;
                }
            }
            let counts = Arc::new(counts);
            let entry = (Arc::clone(inventory), Arc::clone(&counts));
            ui.data_mut(|data| data.insert_temp(id, entry));
            counts
        }
    }
}

fn describe(text: &Localizer, pool: &Pool, legacy: usize) -> String {
    let site = pool.site.as_deref().map(visible_line);
    let about = tr!(
        text,
        "wizard-pool-card",
        generation = text.generation(pool.generation),
        site = site.unwrap_or_else(|| tr!(text, "not-read")),
        state = text.pool_state(pool.state.as_ref())
    );
    let endpoints = tr!(text, "wizard-pool-endpoints", count = legacy.to_string());
    lines([about.as_str(), endpoints.as_str()])
}
