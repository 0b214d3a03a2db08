//! The wizard: pool, address, checks, review, run, result. One page each; this file leads from one to the next.

mod address;
mod checks;
pub(super) mod pool;
mod result;
mod review;
mod run;

use egui::Ui;

use super::Screen;
use super::keyboard::Arrival;
use super::run_view::{scrolling, stop_button_ui};
use super::widgets::Button;
use super::wizard_frame::{FrameOutcome, WizardFrame};
use crate::console::{Act, Intent, Purpose, State, Wizard, WizardStep};
use crate::localization::Localizer;
use crate::tr;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let state = screen.state;
    let Some(wizard) = state.wizard.as_deref() else {
        return;
    };
    let text = screen.text();
    let is_busy = state.is_running();
    let arrival = Arrival::at(ui.ctx(), "wizard", (wizard.step, is_busy));
    let title = match &wizard.purpose {
        Purpose::Create => tr!(text, "wizard-title-create"),
        Purpose::Replace(_) => tr!(text, "wizard-title-replace"),
    };
    let titles = WizardStep::ALL.map(|step| step_title(text, step));
    let place = WizardStep::ALL.iter().position(|step| *step == wizard.step);
    let frame = WizardFrame {
        name: "wizard",
        title: &title,
        steps: &titles,
        current: place.unwrap_or_default(),
        is_open: wizard.step < WizardStep::Run,
        has_entries: has_entries(wizard),
        is_busy,
        meaning: &meaning_of_cancel(text, state, wizard),
    };
    let outcome = frame.show(
        ui,
        screen,
        |ui, screen| page_ui(ui, screen, wizard, arrival),
        |ui, screen| footer_ui(ui, screen, wizard, arrival),
    );
    match outcome {
        FrameOutcome::Nothing => {}
        FrameOutcome::Back(steps) => {
            for _ in 0..steps {
                screen.ask(Intent::WizardBack);
            }
        }
        FrameOutcome::Close => screen.ask(Intent::CloseWizard),
    }
}

fn page_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, arrival: Arrival) {
    scrolling(ui, wizard.step, |ui| match wizard.step {
        WizardStep::Pool => pool::show(ui, screen, wizard, arrival),
        WizardStep::Address => address::show(ui, screen, wizard, arrival),
        WizardStep::Checks => checks::show(ui, screen, wizard),
        WizardStep::Review => review::show(ui, screen, wizard, arrival),
        WizardStep::Run => run::show(ui, screen),
        WizardStep::Result => result::show(ui, screen),
    });
}

/// Whether leaving would lose something that was typed.
fn has_entries(wizard: &Wizard) -> bool {
    let draft = &wizard.draft;
    match &wizard.purpose {
        Purpose::Create => !draft.sip_address.is_empty() || !draft.display_name.is_empty(),
        Purpose::Replace(captured) => {
            draft.sip_address != captured.sip_address.as_str()
                || captured
                    .pool
                    .as_ref()
                    .is_some_and(|pool| draft.pool != pool.as_str())
                || draft.display_name != captured.display_name.as_deref().unwrap_or_default()
        }
    }
}

fn step_title(text: &Localizer, step: WizardStep) -> String {
    match step {
        WizardStep::Pool => tr!(text, "wizard-step-pool"),
        WizardStep::Address => tr!(text, "wizard-step-address"),
        WizardStep::Checks => tr!(text, "wizard-step-checks"),
        WizardStep::Review => tr!(text, "wizard-step-review"),
        WizardStep::Run => tr!(text, "wizard-step-run"),
        WizardStep::Result => tr!(text, "wizard-step-result"),
    }
}

fn meaning_of_cancel(text: &Localizer, state: &State, wizard: &Wizard) -> String {
    match wizard.step {
        WizardStep::Run => match &state.run {
            Some(run) if run.waiting.is_some() => tr!(text, "run-stop-waiting-tip"),
            _ => tr!(text, "run-cancel-tip"),
        },
        WizardStep::Result => tr!(text, "wizard-close-meaning"),
        _ => tr!(text, "wizard-cancel-meaning"),
    }
}

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, arrival: Arrival) {
    let text = screen.text();
    match wizard.step {
        WizardStep::Run => {
            if let Some(run) = &screen.state.run {
                stop_button_ui(ui, screen, run);
            }
        }
        WizardStep::Result => {
            let close = Button::primary(&tr!(text, "dialog-close")).show(ui);
            arrival.focus(&close);
            if close.clicked() {
                screen.ask(Intent::CloseWizard);
            }
        }
        WizardStep::Pool | WizardStep::Address | WizardStep::Checks | WizardStep::Review => {
            let first = tr!(text, "wizard-first-step");
            let is_first = wizard.step == WizardStep::Pool;
            let back = tr!(text, "dialog-back");
            let back = Button::secondary(&back).disabled_because(is_first.then_some(&*first));
            if back.show(ui).clicked() {
                screen.ask(Intent::WizardBack);
            }
            forward_ui(ui, screen, wizard, arrival);
            if Button::secondary(&tr!(text, "dialog-cancel"))
                .show(ui)
                .clicked()
            {
                screen.ask(Intent::CloseWizard);
            }
        }
    }
}

/// *Next*, or on the last page before the act the act's own verb.
fn forward_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, arrival: Arrival) {
    let text = screen.text();
    let refusal = match wizard.step {
        WizardStep::Pool if wizard.draft.pool.is_empty() => Some(tr!(text, "wizard-pool-choose")),
        // Here the button shows what is missing.
        WizardStep::Pool | WizardStep::Address => None,
        WizardStep::Review => wizard
            .may_go_on()
            .and_then(|()| screen.state.possible(&Act::Create))
            .err()
            .map(|message| text.message(&message)),
        _ => wizard
            .may_go_on()
            .err()
            .map(|message| text.message(&message)),
    };
    let (label, intent) = match (wizard.step, &wizard.purpose) {
        (WizardStep::Review, Purpose::Create) => (tr!(text, "wizard-create"), Intent::RunWizard),
        (WizardStep::Review, Purpose::Replace(_)) => {
            (tr!(text, "wizard-replace"), Intent::RunWizard)
        }
        _ => (tr!(text, "dialog-next"), Intent::WizardNext),
    };
    let button = Button::primary(&label).disabled_because(refusal.as_deref());
    let response = button.show(ui);
    if wizard.step == WizardStep::Checks {
        arrival.focus(&response);
    }
    if response.clicked() {
        screen.ask(intent);
    }
}
