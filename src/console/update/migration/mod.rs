//! The migration: what people want of its steps, and what arrives for them. What is about projects as a whole is in
//! `project`, the risk sheet and the report in `preflight`.

mod ask;
mod read;
mod record;
mod run;

use super::{preflight, project};
use crate::checklist::{ProjectEntry, StepAct, StepId};
use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::{MigrationIntent, OpenProject};
use crate::console::state::{NoteKind, Page, State};
use crate::console::step_dialog::StepQuestion;
use crate::console::step_guard;
use crate::domain::{LabDeed, Message, Moment};

pub(super) use read::{ahead, observe, on_session_gone};
pub(super) use record::{show_anew as show_record, write};
pub(super) use run::{
    after as after_run, before as before_run, on_endpoints, on_pool, on_swap_closed,
};

pub(super) fn on_intent(state: &mut State, intent: MigrationIntent, now: Moment) -> Vec<Effect> {
    match intent {
        MigrationIntent::Show(view) => {
            state.migration.view = view;
            record::show(state);
            Vec::new()
        }
        MigrationIntent::Select(step) => {
            state.migration.selected = step;
            Vec::new()
        }
        MigrationIntent::Project(is_projected) => {
            state.migration.is_projected = is_projected && state.migration.open.is_some();
            Vec::new()
        }
        MigrationIntent::OpenDraft
        | MigrationIntent::EditDraft(_)
        | MigrationIntent::Create
        | MigrationIntent::CloseDraft
        | MigrationIntent::PickAndOpen
        | MigrationIntent::Open { .. }
        | MigrationIntent::Close
        | MigrationIntent::Reload
        | MigrationIntent::Rehearse(_)
        | MigrationIntent::TakeTimes(_)
        | MigrationIntent::Manage(_) => project::on_intent(state, intent, now),
        MigrationIntent::PickExports
        | MigrationIntent::DropFile(_)
        | MigrationIntent::RunPreflight
        | MigrationIntent::CopyPreflight
        | MigrationIntent::SaveReport(_) => preflight::on_intent(state, intent, now),
        MigrationIntent::Begin(step) => act(state, step, StepAct::Begin, now),
        MigrationIntent::Read(step) => act(state, step, StepAct::Read, now),
        MigrationIntent::Run(step) => act(state, step, StepAct::Run, now),
        MigrationIntent::ReadAll => read::all(state),
        MigrationIntent::Ask { step, question } => ask::open(state, step.as_ref(), question, now),
        MigrationIntent::EditDialog(edit) => {
            if let Some(dialog) = state.migration.dialog.as_mut() {
                dialog.edit(edit);
            }
            Vec::new()
        }
        MigrationIntent::ConfirmDialog => ask::confirm(state, now),
        MigrationIntent::CloseDialog => {
            state.migration.dialog = None;
            Vec::new()
        }
        MigrationIntent::PickEvidence => vec![Effect::PickEvidence],
        MigrationIntent::LetLabAct(step) => let_lab_act(state, step, None, now),
        MigrationIntent::LetLabFix { step, deed } => let_lab_act(state, step, Some(deed), now),
        MigrationIntent::Record(event) => record::on_table(state, event),
    }
}

pub(super) fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    match event {
        Event::ExportsRead(_) | Event::ExportsPicked(_) | Event::ReportSaved(_) => {
            preflight::on_event(state, event, now)
        }
        Event::ProjectOpened(Ok(files)) => {
            let live = state.run.as_ref().filter(|run| !run.is_over);
            let open = OpenProject::of(*files, live.map(|run| &run.record.plan.id), now);
            state.migration.is_opening = false;
            state.migration.problem = None;
            state.migration.open = Some(Box::new(open));
            let mut effects = project::on_opened(state, now);
            effects.extend(opened(state, now));
            effects
        }
        Event::ProjectOpened(Err(err)) => {
            state.migration.is_opening = false;
            state.migration.problem = Some(err);
            project::on_failed(state);
            Vec::new()
        }
        Event::Recorded { records, result } => {
            let has_read = records
                .iter()
                .any(|record| matches!(record.entry, ProjectEntry::Found { .. }));
            let effects = record::on_recorded(state, &records, result, now);
            if has_read {
                preflight::judge(state);
            }
            effects
        }
        Event::ProofRead { step, result } => {
            read::on_read(state, step, result.map(|finding| *finding), now)
        }
        Event::LabPeopleActed { step, output } => on_lab_people(state, step, output, now),
        Event::EvidencePicked(file) => {
            if let (Some(file), Some(dialog)) = (file, state.migration.dialog.as_mut()) {
                dialog.file = file.display().to_string();
            }
            Vec::new()
        }
        Event::Tick => {
            state.now = Some(now);
            if let Some(open) = state.migration.open.as_mut() {
                open.look_at_clock(now);
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// A project was opened or read again.
fn opened(state: &mut State, now: Moment) -> Vec<Effect> {
    state.now = Some(now);
    let is_there = |state: &State, step: &StepId| {
        let open = state.migration.open.as_ref();
        open.is_some_and(|open| open.checklist.item(step).is_some())
    };
    if let Some(step) = state.migration.selected.clone()
        && !is_there(state, &step)
    {
        state.migration.selected = None;
    }
    state.migration.is_observed = false;
    show_record(state);
    preflight::on_opened(state);
    let mut effects = vec![tick(state)];
    effects.extend(observe(state));
    effects
}

/// The clock runs while somebody looks at it.
pub(super) fn tick(state: &State) -> Effect {
    let is_seen = state.page == Page::Migration && state.migration.open.is_some();
    Effect::SetTicking(is_seen)
}

/// The project was closed: nothing that was asked or read for it is of use any more.
pub(super) fn on_closed(state: &mut State) {
    let migration = &mut state.migration;
    migration.dialog = None;
    migration.selected = None;
    migration.is_projected = false;
    migration.unwritten = None;
    migration.unanswered.clear();
    on_session_gone(state);
    show_record(state);
}

/// An act without a question of its own; outside the order the reason is asked first.
fn act(state: &mut State, step: StepId, act: StepAct, now: Moment) -> Vec<Effect> {
    if let Err(message) = state.step_possible(&step, &act) {
        return refuse(state, message);
    }
    let is_outside = ask::outside(state, &step, &act, now);
    if is_outside.is_empty() {
        carry_out(state, step, &act, now)
    } else {
        ask::open(state, Some(&step), StepQuestion::Deviate(act), now)
    }
}

/// Does what was wished, its order settled.
fn carry_out(state: &mut State, step: StepId, act: &StepAct, now: Moment) -> Vec<Effect> {
    match act {
        StepAct::Begin => write(state, vec![ProjectEntry::Began { step }], now),
        StepAct::Read => read::one(state, step),
        StepAct::Run => run::begin(state, step, now),
        _ => Vec::new(),
    }
}

fn let_lab_act(state: &mut State, step: StepId, fix: Option<LabDeed>, now: Moment) -> Vec<Effect> {
    if let Err(message) = state.may_record().and_then(|()| state.session_fits()) {
        return refuse(state, message);
    }
    let is_lab = state
        .session
        .as_ref()
        .is_some_and(crate::console::OpenSession::is_lab);
    let Some(item) = state
        .migration
        .open
        .as_ref()
        .and_then(|open| open.checklist.item(&step))
        .filter(|_| is_lab)
    else {
        return Vec::new();
    };
    let deeds = match fix {
        Some(deed) => vec![deed],
        None => item.step.lab.clone(),
    };
    if deeds.is_empty() || !state.migration.acting.insert(step.clone()) {
        return Vec::new();
    }
    let is_begun = item_is_begun(state, &step);
    let mut effects = Vec::new();
    if !is_begun && fix.is_none() {
        effects.extend(write(
            state,
            vec![ProjectEntry::Began { step: step.clone() }],
            now,
        ));
    }
    let acted = ProjectEntry::LabActed {
        step: step.clone(),
        deeds: deeds.clone(),
    };
    effects.push(Effect::Record(vec![acted]));
    effects.push(Effect::ActAsLabPeople { step, deeds });
    effects
}

fn item_is_begun(state: &State, step: &StepId) -> bool {
    let open = state.migration.open.as_ref();
    let item = open.and_then(|open| open.checklist.item(step));
    item.is_some_and(|item| item.started_at.is_some())
}

/// What the lab's people saw is the step's output; where the console can read what they did, it does.
fn on_lab_people(state: &mut State, step: StepId, output: String, now: Moment) -> Vec<Effect> {
    state.migration.acting.remove(&step);
    let entry = ProjectEntry::Output {
        step: step.clone(),
        text: output,
    };
    let mut effects = write(state, vec![entry], now);
    let open = state.migration.open.as_ref();
    let item = open.and_then(|open| open.checklist.item(&step));
    if item.and_then(step_guard::reading).is_some() {
        effects.extend(read::one(state, step));
    }
    effects
}

fn refuse(state: &mut State, message: Message) -> Vec<Effect> {
    state.note(NoteKind::Refused(message));
    Vec::new()
}
