//! The wizard: pool, address, checks, review, run, result. One page each; this file is the frame round them.

mod address;
mod checks;
mod pool;
mod result;
mod review;
mod run;

use egui::{Id, Ui, Vec2};

use super::Screen;
use super::keyboard::Arrival;
use super::run_view::{hint_ui, place_ui, scrolling, stop_button_ui};
use super::theme::{size, space};
use super::widgets::{Button, Dialog, Step, StepState, stepper};
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
    let asks = Asks::of(ui);
    let close = tr!(text, "dialog-close");
    let mut dialog = Dialog::new(Id::unique("wizard"), &title)
        .width(size::WIZARD)
        .fixed_body(size::DIALOG_PAGES);
    if !is_busy {
        dialog = dialog.close(&close);
    }
    // Body and footer are drawn one after the other, but both have to be handed over at once.
    let mut below = Screen::new(state);
    let outcome = dialog.show(
        ui,
        |ui| body_ui(ui, screen, wizard, arrival),
        |ui| footer_ui(ui, &mut below, wizard, asks, arrival),
    );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled && !is_busy {
        if wizard.step < WizardStep::Run && has_entries(wizard) && !asks.now {
            asks.set(ui, true);
        } else if asks.now {
            asks.set(ui, false);
        } else {
            screen.ask(Intent::CloseWizard);
        }
    }
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

/// Whether Escape was pressed and the wizard asks if its entries may go. A question in the footer, not a dialog.
#[derive(Clone, Copy)]
struct Asks {
    id: Id,
    now: bool,
}

impl Asks {
    fn of(ui: &Ui) -> Self {
        let id = Id::unique("the wizard asks whether to close");
        let now = ui.data(|data| data.get_temp(id)).unwrap_or(false);
        Self { id, now }
    }

    fn set(self, ui: &Ui, asks: bool) {
        ui.data_mut(|data| data.insert_temp(self.id, asks));
        ui.request_repaint();
    }
}

fn body_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, arrival: Arrival) {
    let room = ui.available_size();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let column = Vec2::new(size::STEPPER, room.y);
        ui.allocate_ui_with_layout(column, egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.set_min_size(column);
            ui.set_max_width(column.x);
            steps_ui(ui, screen, wizard);
            ui.add_space(space::M);
            place_ui(ui, screen.state);
            ui.add_space(space::S);
            let meaning = meaning_of_cancel(screen.text(), screen.state, wizard);
            hint_ui(ui, &meaning);
        });
        ui.add_space(space::L);
        ui.vertical(|ui| {
            ui.set_height(room.y);
            ui.spacing_mut().item_spacing.x = space::S;
            scrolling(ui, wizard.step, |ui| match wizard.step {
                WizardStep::Pool => pool::show(ui, screen, wizard, arrival),
                WizardStep::Address => address::show(ui, screen, wizard, arrival),
                WizardStep::Checks => checks::show(ui, screen, wizard),
                WizardStep::Review => review::show(ui, screen, wizard, arrival),
                WizardStep::Run => run::show(ui, screen),
                WizardStep::Result => result::show(ui, screen),
            });
        });
    });
}

fn steps_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard) {
    let text = screen.text();
    let titles = WizardStep::ALL.map(|step| step_title(text, step));
    let words = [
        tr!(text, "wizard-step-done"),
        tr!(text, "wizard-step-current"),
        tr!(text, "wizard-step-upcoming"),
    ];
    let [done, current, upcoming] = &words;
    let steps: Vec<Step<'_>> = WizardStep::ALL
        .iter()
        .zip(&titles)
        .map(|(step, title)| {
            let (state, state_word) = match step.cmp(&wizard.step) {
                std::cmp::Ordering::Less => (StepState::Done, done),
                std::cmp::Ordering::Equal => (StepState::Current, current),
                std::cmp::Ordering::Greater => (StepState::Upcoming, upcoming),
            };
            Step {
                title,
                state,
                state_word,
                // What was begun cannot be unbegun by going back.
                open: *step < wizard.step && wizard.step < WizardStep::Run,
            }
        })
        .collect();
    if let Some(place) = stepper(ui, &tr!(text, "wizard-steps"), &steps) {
        let from = WizardStep::ALL.iter().position(|step| *step == wizard.step);
        for _ in place..from.unwrap_or(place) {
            screen.ask(Intent::WizardBack);
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

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, asks: Asks, arrival: Arrival) {
    let text = screen.text();
    if asks.now && wizard.step < WizardStep::Run {
        question_ui(ui, screen, asks);
        return;
    }
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

fn question_ui(ui: &mut Ui, screen: &mut Screen<'_>, asks: Asks) {
    let text = screen.text();
    // Not the places of Back, Next and Cancel: what has the keyboard here loses it when the question goes.
    ui.push_id("question", |ui| {
        ui.add(egui::Label::new(tr!(text, "wizard-discard-question")).selectable(false));
        let discard = Button::danger(&tr!(text, "wizard-discard")).show(ui);
        if discard.clicked() {
            asks.set(ui, false);
            screen.ask(Intent::CloseWizard);
        }
        let keep = Button::secondary(&tr!(text, "wizard-keep")).show(ui);
        if !discard.has_focus() && !keep.has_focus() {
            keep.request_focus();
        }
        if keep.clicked() {
            asks.set(ui, false);
        }
    });
}
