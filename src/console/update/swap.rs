//! The steps of the address swap's wizard.

use super::plans::start;
use super::{migration, show_page, standing};
use crate::console::effect::Effect;
use crate::console::guard::Act;
use crate::console::intent::SwapIntent;
use crate::console::state::{NoteKind, Page, State};
use crate::console::swap::{SwapEdit, SwapStep, SwapWizard};
use crate::domain::{Message, Moment, SipUri, SwapCapture, SwapSurvey};
use crate::plan::PlanRecord;
use crate::ports::PortError;

pub(super) fn on_intent(state: &mut State, intent: SwapIntent, now: Moment) -> Vec<Effect> {
    match intent {
        SwapIntent::Open(address) => match state.possible(&Act::Swap(address.clone())) {
            Ok(()) => open(state, address.as_ref()),
            Err(message) => refuse(state, message),
        },
        SwapIntent::Edit(edit) => edit_wizard(state, edit, now),
        SwapIntent::Capture => capture(state),
        SwapIntent::Next => next(state, now),
        SwapIntent::Back => {
            if let Some(swap) = &mut state.swap {
                swap.step = swap.step.before();
            }
            Vec::new()
        }
        SwapIntent::CheckAgain => survey(state),
        SwapIntent::Run => run(state, now),
        SwapIntent::ReadStanding(id) => standing::read(state, &id),
        SwapIntent::HandOver(id) => standing::hand_over(state, &id),
        SwapIntent::Close => {
            // A running change stays in view until it is over.
            let is_run = state
                .swap
                .as_ref()
                .is_some_and(|swap| swap.step == SwapStep::Run);
            if !(is_run && state.is_running()) {
                state.swap = None;
                migration::on_swap_closed(state);
            }
            Vec::new()
        }
    }
}

pub(super) fn on_captured(state: &mut State, request: u64, result: Result<SwapCapture, PortError>) {
    if request == state.capture_request
        && let (Some(swap), Some(inventory)) = (&mut state.swap, state.inventory.value())
    {
        swap.captured(result, inventory);
    }
}

pub(super) fn on_surveyed(state: &mut State, request: u64, result: Result<SwapSurvey, PortError>) {
    if request == state.survey_request
        && let (Some(swap), Some(inventory)) = (&mut state.swap, state.inventory.value())
    {
        swap.surveyed(result, inventory);
    }
}

/// A run that ended in the wizard is told by its last page.
pub(super) fn on_run_over(state: &mut State) {
    if let Some(swap) = state
        .swap
        .as_mut()
        .filter(|swap| swap.step == SwapStep::Run)
    {
        swap.step = SwapStep::Result;
        // Who came from the checklist goes back there.
        if state.page != Page::Migration {
            show_page(state, Page::Endpoints);
        }
    }
}

/// The plan could not be started: it can be confirmed again.
pub(super) fn on_not_launched(state: &mut State) {
    if let Some(swap) = state
        .swap
        .as_mut()
        .filter(|swap| swap.step == SwapStep::Run)
    {
        swap.step = SwapStep::Review;
    }
}

fn open(state: &mut State, address: Option<&SipUri>) -> Vec<Effect> {
    let by = state
        .session
        .as_ref()
        .map(|session| session.connection.account.clone())
        .unwrap_or_default();
    let rights = state.rights.value().cloned();
    let Some(inventory) = state.inventory.value() else {
        return Vec::new();
    };
    let wizard = SwapWizard::new(address, inventory, rights, &by);
    state.swap = Some(Box::new(wizard));
    state.wizard = None;
    state.dialog = None;
    match address {
        // Whoever pointed at an address wants to know who holds it.
        Some(_) => capture(state),
        None => Vec::new(),
    }
}

fn edit_wizard(state: &mut State, edit: SwapEdit, now: Moment) -> Vec<Effect> {
    // Answers that are still under way are about what was chosen before.
    match &edit {
        SwapEdit::Address(_) => state.capture_request = state.number(),
        SwapEdit::Pool(_) | SwapEdit::Way(_) | SwapEdit::Retired(_) => {
            state.survey_request = state.number();
        }
        _ => {}
    }
    if let (Some(swap), Some(inventory)) = (&mut state.swap, state.inventory.value()) {
        swap.edit(edit, inventory, now);
    }
    Vec::new()
}

fn capture(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    let Some(swap) = &mut state.swap else {
        return Vec::new();
    };
    swap.address_touched = true;
    let Ok(address) = swap.typed_address() else {
        return Vec::new();
    };
    swap.capture.begin();
    swap.findings.clear();
    state.capture_request = request;
    vec![Effect::CaptureAccount { request, address }]
}

fn next(state: &mut State, now: Moment) -> Vec<Effect> {
    let (Some(swap), Some(inventory)) = (&mut state.swap, state.inventory.value()) else {
        return Vec::new();
    };
    // The first page asks before it is left.
    if swap.step == SwapStep::Account && !swap.capture.is_fresh() {
        return if swap.capture.is_loading() {
            Vec::new()
        } else {
            capture(state)
        };
    }
    if swap.may_go_on(inventory).is_err() {
        swap.address_touched = true;
        return Vec::new();
    }
    match swap.step {
        SwapStep::Account => {
            swap.step = SwapStep::Target;
            Vec::new()
        }
        SwapStep::Target => {
            swap.step = SwapStep::Way;
            Vec::new()
        }
        SwapStep::Way => {
            swap.step = SwapStep::Checks;
            survey(state)
        }
        SwapStep::Checks => match make_plan(state, now) {
            Ok(()) => Vec::new(),
            Err(message) => refuse(state, message),
        },
        SwapStep::Review | SwapStep::Run | SwapStep::Result => Vec::new(),
    }
}

fn make_plan(state: &mut State, now: Moment) -> Result<(), Message> {
    let directory = state.directory()?.clone();
    let inventory = state.inventory.value().ok_or(Message::NothingRead)?;
    if let Some(swap) = &mut state.swap {
        swap.plan = Some(swap.make_plan(directory, inventory, now)?);
        swap.step = SwapStep::Review;
    }
    Ok(())
}

fn survey(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    let (Some(swap), Some(inventory)) = (&mut state.swap, state.inventory.value()) else {
        return Vec::new();
    };
    let Some(question) = swap.question(inventory).map(Box::new) else {
        return Vec::new();
    };
    swap.survey.begin();
    swap.look_again(inventory);
    state.survey_request = request;
    vec![Effect::SurveySwap { request, question }]
}

fn run(state: &mut State, now: Moment) -> Vec<Effect> {
    if let Err(message) = state.possible(&Act::Swap(None)) {
        return refuse(state, message);
    }
    let (Some(swap), Some(inventory)) = (&mut state.swap, state.inventory.value()) else {
        return Vec::new();
    };
    if swap.step != SwapStep::Review {
        return Vec::new();
    }
    // A refresh may have brought new facts since the checks were shown.
    if let Err(message) = swap.may_go_on(inventory) {
        return refuse(state, message);
    }
    let Some(plan) = swap.plan.clone() else {
        return Vec::new();
    };
    swap.step = SwapStep::Run;
    start(state, PlanRecord::new(plan), now)
}

fn refuse(state: &mut State, message: Message) -> Vec<Effect> {
    state.note(NoteKind::Refused(message));
    Vec::new()
}
