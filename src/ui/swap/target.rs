//! Which pool the address is to lead to, and whose domain controllers have to show the change.

use egui::Ui;

use crate::console::{Intent, SwapEdit, SwapIntent, SwapWizard, swap_commands};
use crate::domain::swap_reading::controller_sites;
use crate::domain::text::visible_line;
use crate::domain::{Controller, Field, Severity};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::Screen;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, lines, note_ui, small_hint_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{CodeBlock, TextField, checkbox, key_values, section_heading};
use crate::ui::wizard::pool;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    let text = screen.text();
    let Some(inventory) = screen.state.inventory.value() else {
        return;
    };
    section_heading(ui, &tr!(text, "swap-target-heading"));
    hint_ui(ui, &tr!(text, "swap-target-hint"));
    let selected = swap.pool.as_ref().map_or("", |pool| pool.as_str());
    if let Some(pool) = pool::cards_ui(ui, text, inventory, selected, arrival) {
        screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Pool(pool))));
    }
    if let Some(pool) = &swap.pool {
        if let Some(registrar) = swap.registrar(inventory) {
            key_values(ui, |values| {
                values.code(&tr!(text, "swap-next-hop"), registrar.as_str());
            });
        } else {
            let unknown = tr!(text, "swap-next-hop-unknown", pool = pool.as_str());
            note_ui(ui, Tone::Danger, &unknown);
        }
        for finding in swap.endpoint_findings(Field::Pool) {
            let tone = match finding.severity {
                Severity::Note => Tone::Info,
                Severity::Warning => Tone::Warning,
                Severity::Error => Tone::Danger,
            };
            note_ui(ui, tone, &text.message(&finding.message));
        }
    }
    name_ui(ui, screen, swap);
    controllers_ui(ui, screen, swap);
}

fn name_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    ui.add_space(space::XS);
    let problems: Vec<String> = swap
        .endpoint_findings(Field::DisplayName)
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| text.message(&finding.message))
        .collect();
    let problem = lines(problems.iter().map(String::as_str));
    let note = tr!(text, "wizard-name-note");
    let name = TextField::new(&tr!(text, "wizard-name"))
        .note(Some(&note))
        .error((!problem.is_empty()).then_some(problem.as_str()))
        .width(ui.available_width())
        .show(ui, "swap name", &swap.display_name);
    if let Some(typed) = name.edited {
        screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::DisplayName(typed))));
    }
}

/// Which controllers are waited for. Which AD site a registrar stands in is in no reading, so a person may choose.
fn controllers_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    let Some(capture) = swap.capture.value() else {
        return;
    };
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "swap-controllers"));
    if let Err(unread) = &capture.directory.controllers {
        note_ui(ui, Tone::Unknown, &text.unread_reason(unread.reason));
        return;
    }
    hint_ui(ui, &tr!(text, "swap-controllers-hint"));
    let controllers = capture.controllers();
    let sites = controller_sites(controllers);
    for site in &sites {
        let here = controllers
            .iter()
            .filter(|controller| controller.site.as_ref() == Some(site));
        let hosts: Vec<String> = here.map(|controller| about(text, controller)).collect();
        let label = tr!(
            text,
            "swap-site",
            site = visible_line(site),
            hosts = hosts.join(", ")
        );
        if let Some(is_required) = checkbox(ui, swap.sites.contains(site), &label, None) {
            let site = site.clone();
            let edit = SwapEdit::Site { site, is_required };
            screen.ask(Intent::Swap(SwapIntent::Edit(edit)));
        }
    }
    let written_to = visible_line(&capture.directory.connection.host);
    small_hint_ui(
        ui,
        &tr!(text, "swap-controllers-written-to", host = written_to),
    );
    if sites.len() > 1
        && let Some(registrar) = screen
            .state
            .inventory
            .value()
            .and_then(|inventory| swap.registrar(inventory))
    {
        small_hint_ui(ui, &tr!(text, "swap-site-of-registrar"));
        let command = swap_commands::site_of(&registrar);
        let copy = tr!(text, "dialog-copy-command");
        // Not translated: the name of the shell.
        let block = CodeBlock::new("cmd", &command, &copy).show(ui, "site");
        if block.clicked() {
            screen.ask(Intent::Copy(command));
        }
    }
}

fn about(text: &Localizer, controller: &Controller) -> String {
    let host = visible_line(&controller.host);
    if controller.is_writable {
        host
    } else {
        tr!(text, "swap-read-only-controller", host = host)
    }
}
