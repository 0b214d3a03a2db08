//! The wizard's steps.

use super::plans::start;
use super::{read_inventory, show_page};
use crate::console::effect::Effect;
use crate::console::fetched::Fetched;
use crate::console::guard::Act;
use crate::console::intent::Intent;
use crate::console::state::{NoteKind, Page, State};
use crate::console::wizard::{Purpose, Wizard, WizardEdit, WizardStep};
use crate::domain::{AddressHolders, Holders, Message, Moment, Preview, Readable};
use crate::plan::PlanRecord;
use crate::ports::PortError;

pub(super) fn on_intent(state: &mut State, intent: Intent, now: Moment) -> Vec<Effect> {
    match intent {
        Intent::OpenWizard { pool } => match state.possible(&Act::Create) {
            Ok(()) => open(state, Purpose::Create, pool),
            Err(message) => refuse(state, message),
        },
        Intent::OpenReplace(address) => {
            let captured = state
                .possible(&Act::Replace(address.clone()))
                .and_then(|()| state.removable(&address));
            match captured {
                Ok(captured) => open(state, Purpose::Replace(Box::new(captured)), None),
                Err(message) => refuse(state, message),
            }
        }
        Intent::EditWizard(edit) => {
            // Answers that are still under way are about the draft as it was.
            state.preview_request = state.number();
            if matches!(edit, WizardEdit::Address(_)) {
                state.holders_request = state.number();
                state.directory_holders_request = state.number();
            }
            if let (Some(wizard), Some(inventory)) = (&mut state.wizard, state.inventory.value()) {
                wizard.edit(edit, inventory);
            }
            Vec::new()
        }
        Intent::WizardNext => next(state, now),
        Intent::WizardBack => {
            if let Some(wizard) = &mut state.wizard {
                wizard.step = match wizard.step {
                    WizardStep::Pool | WizardStep::Address => WizardStep::Pool,
                    WizardStep::Checks => WizardStep::Address,
                    WizardStep::Review => WizardStep::Checks,
                    // What was begun cannot be unbegun by going back.
                    step @ (WizardStep::Run | WizardStep::Result) => step,
                };
            }
            Vec::new()
        }
        Intent::CloseWizard => {
            // A running change stays in view until it is over.
            let is_run = state
                .wizard
                .as_ref()
                .is_some_and(|wizard| wizard.step == WizardStep::Run);
            if !(is_run && state.is_running()) {
                state.wizard = None;
            }
            Vec::new()
        }
        Intent::CheckAgainInWizard => ask_holders(state, true),
        Intent::AskForPreview if state.wizard.is_none() => super::plans::ask_preview(state),
        Intent::AskForPreview => ask_preview(state),
        Intent::RunWizard => run(state, now),
        _ => Vec::new(),
    }
}

pub(super) fn on_holders(
    state: &mut State,
    request: u64,
    result: Result<Readable<Holders>, PortError>,
) -> Vec<Effect> {
    if request == state.holders_request
        && let (Some(wizard), Some(inventory)) = (&mut state.wizard, state.inventory.value())
    {
        wizard.holders.finish(result);
        wizard.look_again(inventory);
    }
    Vec::new()
}

/// The directory's answer, to the same question.
pub(super) fn on_directory_holders(
    state: &mut State,
    request: u64,
    result: Result<AddressHolders, PortError>,
) -> Vec<Effect> {
    if request == state.directory_holders_request
        && let (Some(wizard), Some(inventory)) = (&mut state.wizard, state.inventory.value())
    {
        wizard.directory.finish(result);
        wizard.look_again(inventory);
    }
    Vec::new()
}

/// What was asked of a directory that was left is not answered any more.
pub(super) fn on_directory_gone(state: &mut State) {
    state.directory_holders_request = state.number();
    if let (Some(wizard), Some(inventory)) = (&mut state.wizard, state.inventory.value()) {
        wizard.directory = Fetched::default();
        wizard.look_again(inventory);
    }
}

pub(super) fn on_preview(
    state: &mut State,
    request: u64,
    result: Result<Preview, PortError>,
) -> Vec<Effect> {
    if request == state.preview_request
        && let Some(wizard) = &mut state.wizard
    {
        wizard.preview.finish(result);
    }
    Vec::new()
}

fn open(state: &mut State, purpose: Purpose, pool: Option<crate::domain::Fqdn>) -> Vec<Effect> {
    if let Some(inventory) = state.inventory.value() {
        state.wizard = Some(Box::new(Wizard::new(purpose, pool, inventory)));
        state.dialog = None;
    }
    Vec::new()
}

fn next(state: &mut State, now: Moment) -> Vec<Effect> {
    let connection = state
        .session
        .as_ref()
        .map(|session| session.connection.clone());
    let (Some(wizard), Some(connection)) = (&mut state.wizard, connection) else {
        return Vec::new();
    };
    if wizard.may_go_on().is_err() {
        // The page shows what is missing, from now on also for fields nobody has worked on yet.
        wizard.address_touched = true;
        return Vec::new();
    }
    match wizard.step {
        WizardStep::Pool => {
            wizard.step = WizardStep::Address;
            Vec::new()
        }
        WizardStep::Address => {
            wizard.step = WizardStep::Checks;
            ask_holders(state, false)
        }
        WizardStep::Checks => match wizard.make_plan(connection, now) {
            Ok(plan) => {
                wizard.plan = Some(plan);
                wizard.step = WizardStep::Review;
                ask_preview(state)
            }
            Err(message) => refuse(state, message),
        },
        WizardStep::Review | WizardStep::Run | WizardStep::Result => Vec::new(),
    }
}

/// Asks who holds the address. Going to the checks reads the deployment too where an earlier reading had failed.
fn ask_holders(state: &mut State, read_again: bool) -> Vec<Effect> {
    let request = state.number();
    let directory_request = state.number();
    let Some(wizard) = &mut state.wizard else {
        return Vec::new();
    };
    let address = wizard
        .spec()
        .map(|spec| spec.sip_address.clone())
        .or_else(|| crate::domain::SipUri::parse(&normal(&wizard.draft.sip_address)).ok());
    let Some(address) = address else {
        return Vec::new();
    };
    wizard.holders.begin();
    state.holders_request = request;
    let mut effects = vec![Effect::ReadHolders {
        request,
        address: address.clone(),
    }];
    if state.directory.connection.is_some() {
        wizard.directory.begin();
        state.directory_holders_request = directory_request;
        effects.push(Effect::FindHolders {
            request: directory_request,
            address,
        });
    }
    if read_again {
        effects.extend(read_inventory(state));
    }
    effects
}

/// The address as the draft's examination reads it, for asking about one that other rules refuse.
fn normal(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let typed: String = typed.trim().nfkc().collect::<String>().to_lowercase();
    if typed.starts_with(crate::domain::sip::SCHEME) {
        typed
    } else {
        format!("sip:{typed}")
    }
}

fn ask_preview(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    let Some(wizard) = &mut state.wizard else {
        return Vec::new();
    };
    let Some(change) = wizard.previewed_change() else {
        return Vec::new();
    };
    wizard.preview.begin();
    state.preview_request = request;
    vec![Effect::Preview { request, change }]
}

fn run(state: &mut State, now: Moment) -> Vec<Effect> {
    if let Err(message) = state.possible(&Act::Create) {
        return refuse(state, message);
    }
    let Some(wizard) = state
        .wizard
        .as_mut()
        .filter(|wizard| wizard.step == WizardStep::Review)
    else {
        return Vec::new();
    };
    // A refresh may have brought new facts since the checks were shown.
    if let Err(message) = wizard.may_go_on() {
        return refuse(state, message);
    }
    let Some(plan) = wizard.plan.clone() else {
        return Vec::new();
    };
    wizard.step = WizardStep::Run;
    start(state, PlanRecord::new(plan), now)
}

fn refuse(state: &mut State, message: Message) -> Vec<Effect> {
    state.note(NoteKind::Refused(message));
    Vec::new()
}

/// The result page's way to the journal.
pub(super) fn on_run_over(state: &mut State) {
    if let Some(wizard) = state
        .wizard
        .as_mut()
        .filter(|wizard| wizard.step == WizardStep::Run)
    {
        wizard.step = WizardStep::Result;
        show_page(state, Page::Endpoints);
    }
}
