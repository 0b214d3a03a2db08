//! Which pool legacy clients are to reach.

use egui::Ui;

use crate::console::{Intent, Purpose, Wizard, WizardEdit};
use crate::domain::text::visible_line;
use crate::domain::{EndpointOrigin, Field, Inventory, Message, Pool, Severity};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, lines, note_ui};
use crate::ui::theme::Tone;
use crate::ui::widgets::{Placeholder, radio_card, section_heading};
use crate::ui::{Screen, icons};

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
    if inventory.pools.is_empty() {
        Placeholder::empty(icons::POOLS, &tr!(text, "wizard-pool-none"))
            .body(&tr!(text, "wizard-pool-none-next"))
            .show(ui);
    }
    for pool in &inventory.pools {
        let is_chosen = wizard.draft.pool == pool.fqdn.as_str();
        let description = describe(text, inventory, pool);
        let card = radio_card(ui, is_chosen, pool.fqdn.as_str(), &description, None);
        let is_target = is_chosen || wizard.draft.pool.is_empty();
        if is_target {
            arrival.focus(&card);
        }
        if card.clicked() && !is_chosen {
            screen.ask(Intent::EditWizard(WizardEdit::Pool(pool.fqdn.clone())));
        }
    }
    for source in inventory.source_pools.iter().flatten() {
        let reason = text.message(&Message::PoolIsSource {
            pool: source.fqdn.clone(),
        });
        radio_card(ui, false, source.fqdn.as_str(), &reason, Some(&reason));
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

fn describe(text: &Localizer, inventory: &Inventory, pool: &Pool) -> String {
    let site = pool.site.as_deref().map(visible_line);
    let legacy = inventory
        .endpoints_of(&pool.fqdn)
        .filter(|endpoint| endpoint.origin == EndpointOrigin::Legacy)
        .count();
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
