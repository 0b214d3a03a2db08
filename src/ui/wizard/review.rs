//! Everything that will happen, before it happens: in words, as commands, and as the server previews it.

use egui::Ui;

use crate::console::{Intent, Purpose, Wizard};
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{Environment, Preview};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{Folded, command_ui, failure_ui, hint_ui, note_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Banner, BannerOutcome, Button, CodeBlock, key_values, section_heading};
use crate::ui::{Screen, icons};

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
    preview_ui(ui, screen, wizard, is_plural);
}

fn preview_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, is_plural: bool) {
    let text = screen.text();
    if wizard.preview.is_loading() {
        hint_ui(ui, &tr!(text, "wizard-what-if-asking"));
        return;
    }
    let again = tr!(text, "wizard-what-if-again");
    if let Some(err) = wizard.preview.error() {
        let mut presented = text.present(err, Doing::Reading);
        presented.not_done = tr!(text, "wizard-what-if-failed");
        let button = Button::secondary(&again).icon(icons::REFRESH);
        let outcome = failure_ui(ui, text, "preview", &presented, Some(button));
        if outcome == BannerOutcome::Action {
            screen.ask(Intent::AskForPreview);
        }
        return;
    }
    if let Some(preview) = wizard.preview.value() {
        answer_ui(ui, text, preview);
        if is_plural {
            hint_ui(ui, &tr!(text, "wizard-what-if-first"));
        }
    }
    if Button::quiet(&again)
        .icon(icons::REFRESH)
        .small()
        .show(ui)
        .clicked()
    {
        screen.ask(Intent::AskForPreview);
    }
}

fn answer_ui(ui: &mut Ui, text: &Localizer, preview: &Preview) {
    let answer = visible_lines(&preview.text.join("\n"));
    if answer.trim().is_empty() {
        // Nothing said is not a promise that all is well.
        note_ui(ui, Tone::Unknown, &tr!(text, "no-preview"));
    } else {
        let title = tr!(text, "dialog-details-title");
        CodeBlock::new(&title, &answer, &tr!(text, "dialog-copy")).show(ui, "preview");
    }
    let words = visible_lines(&preview.words.join("\n"));
    if !words.trim().is_empty() {
        let warning = tr!(text, "server-warning");
        let folded = Folded::new(text);
        Banner::new(Tone::Warning, &warning)
            .details(folded.details(&words))
            .show(ui, "preview words");
    }
}
