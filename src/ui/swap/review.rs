//! Everything that will happen, before it happens: the steps with their commands, the way back, the point of no return.

use egui::Ui;

use super::{back, way};
use crate::console::{Intent, SwapEdit, SwapIntent, SwapWizard};
use crate::domain::text::visible_line;
use crate::domain::{Environment, Hand};
use crate::plan::{Act, swap_account};
use crate::tr;
use crate::ui::Screen;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{command_ui, hint_ui, script_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Banner, TextField, key_values, prose, section_heading};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    let text = screen.text();
    let Some(plan) = &swap.plan else {
        return;
    };
    if screen.state.environment() == Environment::Production {
        let host = visible_line(&plan.connection.host);
        let title = tr!(text, "dialog-production", host = host);
        Banner::new(Tone::Warning, &title).show(ui, "production");
    }
    section_heading(ui, &tr!(text, "swap-review-heading"));
    key_values(ui, |values| {
        let account = swap_account(plan);
        if let Some(address) = swap.captured_address() {
            values.code(
                &tr!(text, "column-sip-address"),
                &visible_line(address.as_str()),
            );
        }
        if let Some(account) = account {
            let dn = visible_line(account.directory.dn.as_str());
            values.code(&tr!(text, "swap-review-from"), &dn);
        }
        if let Some(pool) = &swap.pool {
            values.code(&tr!(text, "swap-review-to"), pool.as_str());
        }
        if let Some(way) = swap.way {
            values.text(&tr!(text, "swap-step-way"), &way::title(text, way));
        }
        if let Some(directory) = &plan.directory {
            values.code(
                &tr!(text, "swap-review-directory"),
                &visible_line(&directory.host),
            );
            values.text(
                &tr!(text, "swap-review-accounts"),
                &tr!(
                    text,
                    "swap-review-accounts-both",
                    lync = visible_line(&plan.connection.account),
                    directory = visible_line(&directory.account)
                ),
            );
        }
    });
    ui.add_space(space::XS);
    back::point_of_no_return_ui(ui, text, plan);
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "swap-review-steps"));
    hint_ui(ui, &tr!(text, "swap-review-steps-hint"));
    for (number, step) in plan.steps.iter().enumerate() {
        let act = visible_line(&text.act(&step.act));
        let count = (number + 1).to_string();
        prose(ui, &tr!(text, "dialog-numbered", number = count, act = act));
        let copy = if step.act.hand() == Some(Hand::Operator) {
            script_ui(ui, screen, &step.act, number)
        } else {
            command_ui(ui, screen, &step.act, number)
        };
        // Not the button that acts: whoever keeps pressing Enter copies, and nothing else.
        if let (Some(copy), Act::FreeAddress { .. }) = (copy, &step.act) {
            arrival.focus(&copy);
        }
    }
    ui.add_space(space::XS);
    back::show(ui, text, plan);
    confirmation_ui(ui, screen, swap);
}

/// Deleting an account takes typing what is lost by it.
fn confirmation_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    let Some(address) = swap.address_to_type() else {
        return;
    };
    ui.add_space(space::S);
    let problem = swap
        .confirmation()
        .err()
        .map(|problem| text.message(&problem));
    // While the beginning is right there is nothing to complain about.
    let typed = swap.typed.trim().to_lowercase();
    let wanted = address.folded();
    let is_beginning =
        wanted.starts_with(&typed) || wanted.trim_start_matches("sip:").starts_with(&typed);
    let label = tr!(text, "plan-type", address = visible_line(address.as_str()));
    let note = tr!(text, "swap-type-note");
    let field = TextField::new(&label)
        .note(Some(&note))
        .error(problem.as_deref().filter(|_| !is_beginning))
        .code()
        .width(ui.available_width())
        .show(ui, "swap confirmation", &swap.typed);
    if let Some(typed) = field.edited {
        screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Typed(typed))));
    }
}
