//! Everything that will happen, before it happens: in words, as commands, and as the server previews it.

use egui::Ui;

use crate::console::{Purpose, Wizard};
use crate::domain::Environment;
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{command_ui, hint_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Banner, key_values, section_heading};
use crate::ui::{Screen, preview};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, arrival: Arrival) {
    let text = screen.text();
    let Some(plan) = &wizard.plan else {
        return;
    };
    let host = visible_line(&plan.connection.host);
    if screen.state.environment() == Environment::Production {
        Banner::new(
            Tone::Warning,
            &tr!(text, "dialog-production", host = host.as_str()),
        )
        .show(ui, "production");
    }
    section_heading(ui, &tr!(text, "wizard-review-heading"));
    if let Some(spec) = wizard.spec() {
        key_values(ui, |values| {
            values.code(&tr!(text, "column-sip-address"), spec.sip_address.as_str());
            values.code(&tr!(text, "column-pool"), spec.pool.as_str());
            match &spec.display_name {
                Some(name) => values.text(&tr!(text, "column-display-name"), &visible_line(name)),
                None => values.text(
                    &tr!(text, "column-display-name"),
                    &tr!(text, "wizard-review-no-name"),
                ),
            };
        });
    }
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "wizard-review-commands"));
    hint_ui(ui, &tr!(text, "wizard-review-commands-hint"));
    let is_plural = plan.steps.len() > 1;
    for (number, step) in plan.steps.iter().enumerate() {
        if is_plural {
            let act = visible_line(&text.act(&step.act));
            let number = (number + 1).to_string();
            hint_ui(
                ui,
                &tr!(text, "dialog-numbered", number = number, act = act),
            );
        }
        if let Some(copy) = command_ui(ui, screen, &step.act, number) {
            // Not the button that acts: whoever keeps pressing Enter copies, and nothing else.
            arrival.focus(&copy);
        }
    }
    if is_plural && matches!(wizard.purpose, Purpose::Replace(_)) {
        hint_ui(ui, &tr!(text, "wizard-review-stops"));
    }
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "wizard-what-if"));
    preview::show(ui, screen, &wizard.preview, is_plural);
}
