//! Steps the console does: the plan is made from a fresh reading, confirmed as every plan is, written down as the
//! step's before it runs, and followed by a reading of the proof.

use super::super::{plans, read_inventory, servers, swap};
use super::{read, record, refuse};
use crate::checklist::{Ground, Item, Operation, ProjectEntry, ProjectRecord, StepId, plan_of};
use crate::console::effect::Effect;
use crate::console::fetched::Fetched;
use crate::console::intent::SwapIntent;
use crate::console::state::State;
use crate::console::step_guard::operation;
use crate::console::step_run::{StepRun, StepRunStage};
use crate::console::swap::SwapEdit;
use crate::domain::{ChecklistMessage, Fqdn, Message, Moment, SipUri};
use crate::plan::{self, PlanId, PlanRecord};

/// Begins to do a step, up to the question that precedes its plan.
pub(super) fn begin(state: &mut State, step: StepId, now: Moment) -> Vec<Effect> {
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let Some(item) = open.checklist.item(&step).cloned() else {
        return Vec::new();
    };
    let pool = open.checklist.facts.target.pool.clone();
    let steps = same_plan(&open.checklist.items, &item);
    match operation(&item) {
        None | Some(Operation::Read) => read::one(state, step),
        Some(Operation::StopServices | Operation::StartServices) => {
            let reading = StepRunStage::ReadingPool(pool.clone());
            state.migration.run = Some(StepRun::new(steps, reading));
            servers::read_pool(state, &pool)
        }
        Some(Operation::RemoveEndpoint) => {
            state.migration.run = Some(StepRun::new(steps, StepRunStage::ReadingEndpoints));
            read_inventory(state)
        }
        Some(Operation::SwapAddress) if item.undoes.is_some() => {
            let plan = undone_plan(state, &item);
            match plan.and_then(|record| plan::undo(&record, now)) {
                Ok(plan) => confirm(state, steps, PlanRecord::new(plan)),
                Err(message) => refuse(state, message),
            }
        }
        Some(Operation::SwapAddress) => {
            let address = item.address.as_ref().map(|(_, address)| address.clone());
            open_swap(state, steps, address, pool, now)
        }
    }
}

/// The steps that are done by the plan of this one: both halves of the swap of one address.
fn same_plan(items: &[Item], item: &Item) -> Vec<StepId> {
    if operation(item) != Some(Operation::SwapAddress) {
        return vec![item.id.clone()];
    }
    let halves = items.iter().filter(|other| {
        operation(other) == Some(Operation::SwapAddress)
            && other.address == item.address
            && other.undoes.is_some() == item.undoes.is_some()
    });
    halves.map(|half| half.id.clone()).collect()
}

/// The plan a step that takes another one back has to undo: that step's last one.
fn undone_plan(state: &State, item: &Item) -> Result<PlanRecord, Message> {
    let missing = Message::Checklist(ChecklistMessage::NoPlanToUndo);
    let open = state
        .migration
        .open
        .as_ref()
        .ok_or_else(|| missing.clone())?;
    let undone = item.undoes.as_ref();
    let undone = undone.and_then(|step| open.checklist.item(step));
    let plan = undone.and_then(|item| item.plans.last());
    let record = plan.and_then(|plan| open.checklist.plans.get(plan));
    record.cloned().ok_or(missing)
}

fn open_swap(
    state: &mut State,
    steps: Vec<StepId>,
    address: Option<SipUri>,
    pool: Fqdn,
    now: Moment,
) -> Vec<Effect> {
    let mut effects = swap::on_intent(state, SwapIntent::Open(address), now);
    if state.swap.is_some() {
        state.migration.run = Some(StepRun::new(steps, StepRunStage::InSwapWizard));
        let edit = SwapIntent::Edit(SwapEdit::Pool(pool));
        effects.extend(swap::on_intent(state, edit, now));
    }
    effects
}

/// The pool was read: the plan is made from what its servers show.
pub(in crate::console::update) fn on_pool(
    state: &mut State,
    pool: &Fqdn,
    now: Moment,
) -> Vec<Effect> {
    let is_waited_for = state.migration.run.as_ref().is_some_and(
        |run| matches!(&run.stage, StepRunStage::ReadingPool(waited) if waited == pool),
    );
    if !is_waited_for || state.servers.of(pool).is_some_and(Fetched::is_loading) {
        return Vec::new();
    }
    plan_from_readings(state, now)
}

/// The endpoints were read.
pub(in crate::console::update) fn on_endpoints(state: &mut State, now: Moment) -> Vec<Effect> {
    let is_waited_for = state
        .migration
        .run
        .as_ref()
        .is_some_and(|run| matches!(run.stage, StepRunStage::ReadingEndpoints));
    if !is_waited_for || state.inventory.is_loading() {
        return Vec::new();
    }
    plan_from_readings(state, now)
}

fn plan_from_readings(state: &mut State, now: Moment) -> Vec<Effect> {
    let Some(run) = state.migration.run.take() else {
        return Vec::new();
    };
    match make_plan(state, &run, now) {
        Ok(record) => confirm(state, run.steps, record),
        Err(message) => refuse(state, message),
    }
}

fn make_plan(state: &State, run: &StepRun, now: Moment) -> Result<PlanRecord, Message> {
    let open = state.project()?;
    let step = run.steps.first().ok_or(Message::NothingRead)?;
    let item = open.checklist.item(step).ok_or(Message::NothingRead)?;
    let session = state.session.as_ref().ok_or(Message::NotConnected)?;
    let pool = &open.checklist.facts.target.pool;
    let reading = state.servers.of(pool);
    if let Some(err) = reading.and_then(|reading| reading.error()) {
        tracing::debug!(%err, "the pool could not be read for a step");
        return Err(Message::ReadingOutdated);
    }
    let plan = plan_of(
        item,
        &open.checklist,
        session.connection.clone(),
        Ground {
            pool: reading
                .and_then(|reading| reading.value())
                .map(AsRef::as_ref),
            inventory: state.inventory.value().map(AsRef::as_ref),
            picked: &state.servers.picked(),
        },
        now,
    )?;
    Ok(PlanRecord::new(plan))
}

/// Asks, as before every plan.
fn confirm(state: &mut State, steps: Vec<StepId>, record: PlanRecord) -> Vec<Effect> {
    let asked = StepRunStage::Asked(record.plan.id.clone());
    state.migration.run = Some(StepRun::new(steps, asked));
    plans::ask(state, Ok(record), false)
}

/// Before a plan runs: a step's is written down as the step's first. Returns `None` for any other plan.
pub(in crate::console::update) fn before(
    state: &mut State,
    record: &PlanRecord,
    now: Moment,
) -> Option<Vec<Effect>> {
    let run = state.migration.run.as_mut()?;
    if !run.is_about(record) {
        return None;
    }
    run.stage = StepRunStage::Linking(Box::new(record.clone()));
    let checklist = state.migration.open.as_ref().map(|open| &open.checklist);
    // A half that is over already keeps the plan it has.
    let is_open = |link: &ProjectEntry| {
        run.steps.len() == 1
            || checklist.is_some_and(|checklist| checklist.accepts(link, now).is_ok())
    };
    let links: Vec<_> = run
        .steps
        .iter()
        .map(|step| ProjectEntry::Linked {
            step: step.clone(),
            plan: record.plan.id.clone(),
        })
        .filter(is_open)
        .take(1)
        .collect();
    let effects = record::write(state, links, now);
    if effects.is_empty() {
        // Refused: nothing runs that could not be written down.
        on_not_linked(state);
    }
    Some(effects)
}

/// Its link stands in the journal: now the plan may run.
pub(super) fn on_linked(state: &mut State, records: &[ProjectRecord]) -> Vec<Effect> {
    let Some(run) = state.migration.run.as_mut() else {
        return Vec::new();
    };
    let StepRunStage::Linking(record) = &run.stage else {
        return Vec::new();
    };
    let is_linked = |id: &PlanId| {
        records.iter().any(
            |written| matches!(&written.entry, ProjectEntry::Linked { plan, .. } if plan == id),
        )
    };
    if !is_linked(&record.plan.id) {
        return Vec::new();
    }
    let record = (**record).clone();
    run.stage = StepRunStage::Running(record.plan.id.clone());
    plans::launch(state, record)
}

/// Whose plan it is could not be written down, so it does not run.
pub(super) fn on_not_linked(state: &mut State) {
    let is_linking = state
        .migration
        .run
        .as_ref()
        .is_some_and(|run| matches!(run.stage, StepRunStage::Linking(_)));
    if is_linking {
        state.migration.run = None;
        plans::not_launched(state);
    }
}

/// A plan came to its end: what it was for is read.
pub(in crate::console::update) fn after(state: &mut State, plan: &PlanId) -> Vec<Effect> {
    let is_running =
        |run: &mut StepRun| matches!(&run.stage, StepRunStage::Running(id) if id == plan);
    let mut steps = match state.migration.run.take_if(is_running) {
        Some(run) => run.steps,
        None => Vec::new(),
    };
    // A plan that was continued or checked again from elsewhere belongs to its steps all the same.
    if let Some(open) = state.migration.open.as_ref()
        && steps.is_empty()
    {
        let items = open.checklist.items.iter();
        let theirs = items.filter(|item| item.plans.contains(plan));
        steps = theirs.map(|item| item.id.clone()).collect();
    }
    if state.may_record().is_err() {
        return Vec::new();
    }
    let steps = still_to_prove(state, &steps);
    steps
        .into_iter()
        .flat_map(|step| read::one(state, step))
        .collect()
}

/// Of the steps of one plan, those whose facts it has not ended itself: once the endpoint stands, the address is no
/// longer free.
fn still_to_prove(state: &State, steps: &[StepId]) -> Vec<StepId> {
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let items: Vec<_> = steps
        .iter()
        .filter_map(|step| open.checklist.item(step))
        .collect();
    let is_ended = |item: &&&Item| {
        let until = item.step.until.as_ref();
        until.is_some_and(|until| items.iter().any(|other| other.step.id == *until))
    };
    let lasting = items.iter().filter(|item| !is_ended(item));
    lasting.map(|item| item.id.clone()).collect()
}

/// The wizard was left without a run.
pub(in crate::console::update) fn on_swap_closed(state: &mut State) {
    state
        .migration
        .run
        .take_if(|run| matches!(run.stage, StepRunStage::InSwapWizard));
}
