//! The wizard of the address swap: account, target, way, checks, review, run, result. One page each; this file leads
//! from one to the next.

mod account;
mod attest;
pub(super) mod back;
mod checks;
mod progress;
mod result;
mod review;
pub(super) mod standing;
mod target;
mod way;

use egui::Ui;

use super::keyboard::Arrival;
use super::run_view::{scrolling, stop_button_ui};
use super::widgets::{Button, section_heading};
use super::wizard_frame::{FrameOutcome, WizardFrame};
use super::{Screen, icons};
use crate::console::{Act, Intent, State, SwapIntent, SwapStep, SwapWizard, WayKind};
use crate::localization::Localizer;
use crate::tr;

pub(super) use progress::waiting_ui;
pub(super) use result::next_steps_ui;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let state = screen.state;
    let Some(swap) = state.swap.as_deref() else {
        return;
    };
    let text = screen.text();
    let is_busy = state.is_running();
    let is_captured = swap.capture.is_fresh();
    let arrival = Arrival::at(ui.ctx(), "swap", (swap.step, is_busy, is_captured));
    let title = tr!(text, "swap-title");
    let titles = SwapStep::ALL.map(|step| step_title(text, step));
    let place = SwapStep::ALL.iter().position(|step| *step == swap.step);
    let frame = WizardFrame {
        name: "swap",
        title: &title,
        steps: &titles,
        current: place.unwrap_or_default(),
        is_open: swap.step < SwapStep::Run,
        has_entries: swap.has_entries(),
        is_busy,
        meaning: &meaning_of_cancel(text, state, swap),
    };
    let outcome = frame.show(
        ui,
        screen,
        |ui, screen| page_ui(ui, screen, swap, arrival),
        |ui, screen| footer_ui(ui, screen, swap, arrival),
    );
    match outcome {
        FrameOutcome::Nothing => {}
        FrameOutcome::Back(steps) => {
            for _ in 0..steps {
                screen.ask(Intent::Swap(SwapIntent::Back));
            }
        }
        FrameOutcome::Close => screen.ask(Intent::Swap(SwapIntent::Close)),
    }
}

fn page_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    let is_captured = swap.capture.is_fresh();
    scrolling(ui, (swap.step, is_captured), |ui| match swap.step {
        SwapStep::Account => account::show(ui, screen, swap, arrival),
        SwapStep::Target => target::show(ui, screen, swap, arrival),
        SwapStep::Way => way::show(ui, screen, swap, arrival),
        SwapStep::Checks => checks::show(ui, screen, swap),
        SwapStep::Review => review::show(ui, screen, swap, arrival),
        SwapStep::Run => run_ui(ui, screen),
        SwapStep::Result => result::show(ui, screen),
    });
}

/// The change while it is made.
fn run_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "run-heading"));
    if let Some(run) = &screen.state.run {
        super::run_view::run_ui(ui, screen, run);
    }
}

fn step_title(text: &Localizer, step: SwapStep) -> String {
    match step {
        SwapStep::Account => tr!(text, "swap-step-account"),
        SwapStep::Target => tr!(text, "swap-step-target"),
        SwapStep::Way => tr!(text, "swap-step-way"),
        SwapStep::Checks => tr!(text, "wizard-step-checks"),
        SwapStep::Review => tr!(text, "wizard-step-review"),
        SwapStep::Run => tr!(text, "wizard-step-run"),
        SwapStep::Result => tr!(text, "wizard-step-result"),
    }
}

fn meaning_of_cancel(text: &Localizer, state: &State, swap: &SwapWizard) -> String {
    match swap.step {
        SwapStep::Run => match &state.run {
            Some(run) if run.waiting.is_some() => tr!(text, "run-stop-waiting-tip"),
            _ => tr!(text, "run-cancel-tip"),
        },
        SwapStep::Result => tr!(text, "wizard-close-meaning"),
        _ => tr!(text, "swap-cancel-meaning"),
    }
}

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    let text = screen.text();
    match swap.step {
        SwapStep::Run => {
            if let Some(run) = &screen.state.run {
                stop_button_ui(ui, screen, run);
            }
        }
        SwapStep::Result => {
            let close = Button::primary(&tr!(text, "dialog-close")).show(ui);
            arrival.focus(&close);
            if close.clicked() {
                screen.ask(Intent::Swap(SwapIntent::Close));
            }
        }
        _ => {
            let first = tr!(text, "wizard-first-step");
            let is_first = swap.step == SwapStep::Account;
            let back = tr!(text, "dialog-back");
            let back = Button::secondary(&back).disabled_because(is_first.then_some(&*first));
            if back.show(ui).clicked() {
                screen.ask(Intent::Swap(SwapIntent::Back));
            }
            forward_ui(ui, screen, swap, arrival);
            let cancel = Button::secondary(&tr!(text, "dialog-cancel")).show(ui);
            if cancel.clicked() {
                screen.ask(Intent::Swap(SwapIntent::Close));
            }
        }
    }
}

/// *Next*, or the verb of what is asked or done from here.
fn forward_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    let text = screen.text();
    let refusal = why_not(screen.state, swap).map(|message| text.message(&message));
    let (label, intent) = match swap.step {
        SwapStep::Account if !swap.capture.is_fresh() => {
            (tr!(text, "swap-look-up"), SwapIntent::Next)
        }
        SwapStep::Review => (verb(text, swap), SwapIntent::Run),
        _ => (tr!(text, "dialog-next"), SwapIntent::Next),
    };
    let button = match (swap.step, swap.way) {
        (SwapStep::Review, Some(WayKind::DeleteAccount)) => {
            Button::danger(&label).icon(icons::REMOVE)
        }
        _ => Button::primary(&label),
    };
    let response = button.disabled_because(refusal.as_deref()).show(ui);
    if swap.step == SwapStep::Checks || swap.step == SwapStep::Account && swap.capture.is_fresh() {
        arrival.focus(&response);
    }
    if response.clicked() {
        screen.ask(Intent::Swap(intent));
    }
}

fn why_not(state: &State, swap: &SwapWizard) -> Option<crate::domain::Message> {
    use crate::domain::Message;
    let Some(inventory) = state.inventory.value() else {
        return Some(Message::NothingRead);
    };
    match swap.step {
        // Here the button asks, and the page shows what is missing.
        SwapStep::Account if !swap.capture.is_fresh() => {
            swap.capture.is_loading().then_some(Message::ChecksRunning)
        }
        SwapStep::Review => swap
            .may_go_on(inventory)
            .and_then(|()| state.possible(&Act::Swap(None)))
            .err(),
        _ => swap.may_go_on(inventory).err(),
    }
}

/// The button names the act that frees the address.
fn verb(text: &Localizer, swap: &SwapWizard) -> String {
    match swap.way {
        Some(WayKind::DeleteAccount) => tr!(text, "swap-verb-delete"),
        _ => tr!(text, "swap-verb"),
    }
}
