//! Plans: confirmed, run, read back, checked again, undone.

use super::session::take_back_lab_fault;
use super::{migration, read_inventory, read_journal, servers, standing, swap, wizard};
use crate::console::dialog::{Dialog, PlanDialog, PlanStage};
use crate::console::effect::Effect;
use crate::console::event::JobName;
use crate::console::guard::Act;
use crate::console::intent::Intent;
use crate::console::run::{ActiveRun, Waiting};
use crate::console::state::{NoteKind, State};
use crate::domain::{Hand, Message, Moment, Preview};
use crate::plan::{self, Deed, PlanId, PlanRecord, Progress, RunEnd};
use crate::ports::PortError;

pub(super) fn on_intent(state: &mut State, intent: Intent, now: Moment) -> Vec<Effect> {
    match intent {
        Intent::AskToRemove(address) => {
            let record = state
                .possible(&Act::Remove(address.clone()))
                .and_then(|()| {
                    let endpoint = state.removable(&address)?;
                    let session = state.session.as_ref().ok_or(Message::NotConnected)?;
                    plan::remove(session.connection.clone(), endpoint, now).map(PlanRecord::new)
                });
            ask(state, record, false)
        }
        Intent::AskToUndo(id) => {
            let record = state.possible(&Act::Undo(id.clone())).and_then(|()| {
                let made = recorded(state, &id).ok_or(Message::NothingToUndo)?;
                plan::undo(&made, now).map(PlanRecord::new)
            });
            ask(state, record, false)
        }
        Intent::AskToContinue(id) => {
            let record = state
                .possible(&Act::Continue(id.clone()))
                .and_then(|()| recorded(state, &id).ok_or(Message::NothingRead));
            ask(state, record, true)
        }
        Intent::TypeConfirmation(typed) => {
            if let Some(Dialog::Plan(dialog)) = &mut state.dialog {
                dialog.typed = typed;
            }
            Vec::new()
        }
        Intent::RunDialogPlan => run_dialog_plan(state, now),
        Intent::CheckAgain(id) => {
            let record = match state.possible(&Act::CheckAgain(id.clone())) {
                Ok(()) => recorded(state, &id),
                Err(message) => {
                    state.note(NoteKind::Refused(message));
                    None
                }
            };
            match record {
                Some(record) => {
                    state.run = Some(ActiveRun::new(record.clone()));
                    vec![Effect::Recheck(record)]
                }
                None => Vec::new(),
            }
        }
        Intent::StopWaiting => match &mut state.run {
            Some(run) if !run.is_over => {
                run.is_stopping = true;
                vec![Effect::CancelRun]
            }
            _ => Vec::new(),
        },
        Intent::ActAsOperator => operators_deed(state)
            .map(Effect::ActInLab)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// What the running plan waits for somebody else to do. Only the lab has somebody else inside.
fn operators_deed(state: &State) -> Option<Deed> {
    state.session.as_ref().filter(|session| session.is_lab())?;
    let run = state.run.as_ref().filter(|run| !run.is_over)?;
    let step = run.record.plan.steps.get(run.waiting.as_ref()?.step)?;
    (step.act.hand() == Some(Hand::Operator)).then(|| step.act.deed_whoever_acts())?
}

/// Starts a plan. That of a migration's step is written down as the step's before it runs.
pub(super) fn start(state: &mut State, record: PlanRecord, now: Moment) -> Vec<Effect> {
    match migration::before_run(state, &record, now) {
        Some(effects) => effects,
        None => launch(state, record),
    }
}

/// It could not be written down whose plan it is: what would have shown its run goes.
pub(super) fn not_launched(state: &mut State) {
    if let Some(Dialog::Plan(dialog)) = &mut state.dialog {
        dialog.stage = PlanStage::Confirm;
    }
    swap::on_not_launched(state);
}

/// From here on it is the only change until its end has arrived.
pub(super) fn launch(state: &mut State, record: PlanRecord) -> Vec<Effect> {
    state.run = Some(ActiveRun::new(record.clone()));
    vec![Effect::RunPlan(record)]
}

pub(super) fn on_progress(state: &mut State, progress: Progress) -> Vec<Effect> {
    if let Some(run) = &mut state.run {
        match progress {
            Progress::Changed(record) => {
                run.record = *record;
                run.waiting = None;
            }
            Progress::Waiting {
                step,
                elapsed,
                limit,
                message,
                seen,
            } => {
                run.waiting = Some(Waiting {
                    step,
                    elapsed,
                    limit,
                    message,
                    seen,
                });
            }
        }
    }
    Vec::new()
}

/// What the server says it would do, for the plan that is being confirmed.
pub(super) fn on_preview(state: &mut State, request: u64, result: &Result<Preview, PortError>) {
    if request == state.preview_request
        && let Some(Dialog::Plan(dialog)) = &mut state.dialog
        && dialog.preview.is_loading()
    {
        dialog.preview.finish(result.clone());
    }
}

/// The end of a run: the server is read again, so that the lists show what it holds and not what was hoped for.
pub(super) fn on_end(state: &mut State, end: RunEnd) -> Vec<Effect> {
    if let Some(run) = &mut state.run {
        run.record = end.record;
        run.waiting = None;
        run.is_over = true;
        run.journal_error = end.journal_error;
    }
    wizard::on_run_over(state);
    swap::on_run_over(state);
    if state.close_when_done {
        return vec![Effect::Quit];
    }
    let mut effects = take_back_lab_fault(state);
    if let Some(record) = state.run.as_ref().map(|run| run.record.clone()) {
        effects.extend(servers::read_again(state, &record));
        effects.extend(standing::read_after(state, &record));
    }
    effects.extend(read_journal(state));
    effects.extend(read_inventory(state));
    if let Some(plan) = state.run.as_ref().map(|run| run.record.plan.id.clone()) {
        effects.extend(migration::after_run(state, &plan));
    }
    effects
}

/// A worker's panic ends what it was doing. What that was is read from the journal, not guessed.
pub(super) fn on_panic(state: &mut State, job: JobName, _now: Moment) -> Vec<Effect> {
    state.note(NoteKind::WorkerPanicked(job));
    if job != JobName::Session {
        return Vec::new();
    }
    let lost = |what: &str| {
        PortError::new(
            crate::ports::PortErrorKind::Protocol,
            what,
            "",
            "the worker ended unexpectedly",
        )
    };
    if state.rights.is_loading() {
        state.rights.finish(Err(lost("reading")));
    }
    if state.deployment.is_loading() {
        state.deployment.finish(Err(lost("reading")));
    }
    state.servers.answers_lost(&lost("reading"));
    state.directory.answers_lost(&lost("reading"));
    if state.inventory.is_loading() {
        state.inventory.finish(Err(lost("reading")));
    }
    if let Some(wizard) = &mut state.wizard {
        wizard.answers_lost(&lost("reading"), state.inventory.value().map(AsRef::as_ref));
    }
    if let Some(standing) = &mut state.standing {
        standing.answer_lost(&lost("reading"));
    }
    if let Some(swap) = &mut state.swap {
        swap.answers_lost(&lost("reading"));
    }
    if let Some(run) = state.run.as_mut().filter(|run| !run.is_over) {
        run.is_over = true;
        run.waiting = None;
    }
    // Nobody is to miss how the change came out.
    state.close_when_done = false;
    wizard::on_run_over(state);
    swap::on_run_over(state);
    read_journal(state)
}

pub(super) fn ask(
    state: &mut State,
    record: Result<PlanRecord, Message>,
    is_continuation: bool,
) -> Vec<Effect> {
    match record {
        Ok(record) => {
            let environment = state.environment();
            let dialog = PlanDialog::new(record, is_continuation, environment);
            state.dialog = Some(Dialog::Plan(Box::new(dialog)));
            ask_preview(state)
        }
        Err(message) => {
            state.note(NoteKind::Refused(message));
            Vec::new()
        }
    }
}

/// Asks the server what the plan in the dialog would do.
pub(super) fn ask_preview(state: &mut State) -> Vec<Effect> {
    let request = state.number();
    let Some(Dialog::Plan(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    match dialog.previewed_change() {
        Some(change) if dialog.is_previewed() => {
            dialog.preview.begin();
            state.preview_request = request;
            vec![Effect::Preview { request, change }]
        }
        _ => Vec::new(),
    }
}

fn run_dialog_plan(state: &mut State, now: Moment) -> Vec<Effect> {
    if state.is_running() {
        state.note(NoteKind::Refused(Message::OtherChangeRunning));
        return Vec::new();
    }
    let Some(Dialog::Plan(dialog)) = &mut state.dialog else {
        return Vec::new();
    };
    if dialog.stage != PlanStage::Confirm || dialog.confirmation().is_err() {
        return Vec::new();
    }
    dialog.stage = PlanStage::Run;
    let record = dialog.record.clone();
    // A dialog may stay open while the session is made read-only behind it.
    if let Err(message) = state.may_change() {
        state.dialog = None;
        state.note(NoteKind::Refused(message));
        return Vec::new();
    }
    start(state, record, now)
}

pub(super) fn recorded(state: &State, id: &PlanId) -> Option<PlanRecord> {
    state
        .journal
        .value()
        .and_then(|journal| journal.plan(id))
        .map(|entry| entry.record.clone())
}
