//! Reads where a swap stands, and hands a step of it over.

use super::plans;
use crate::console::effect::Effect;
use crate::console::fetched::Fetched;
use crate::console::run::ActiveRun;
use crate::console::standing::{SwapStanding, is_swap};
use crate::console::state::{NoteKind, State};
use crate::domain::Message;
use crate::plan::{self, PlanId, PlanRecord, SwapReading};
use crate::ports::PortError;

/// Reads both sides for one swap.
pub(super) fn read(state: &mut State, id: &PlanId) -> Vec<Effect> {
    if let Err(message) = state.directory() {
        state.note(NoteKind::Refused(message));
        return Vec::new();
    }
    match plans::recorded(state, id) {
        Some(record) => read_for(state, record),
        None => Vec::new(),
    }
}

/// A swap that was interrupted is looked at as soon as that is possible: nobody should guess where it stands.
pub(super) fn read_interrupted(state: &mut State) -> Vec<Effect> {
    if state.directory().is_err() || state.is_running() {
        return Vec::new();
    }
    let Some(record) = state.interrupted_swap().cloned() else {
        return Vec::new();
    };
    let is_asked = state.standing_of(&record.plan.id).is_some();
    if is_asked || state.made_here(&record).is_err() {
        return Vec::new();
    }
    read_for(state, record)
}

/// After a run what was read before is out of date.
pub(super) fn read_after(state: &mut State, record: &PlanRecord) -> Vec<Effect> {
    if !is_swap(record) {
        return Vec::new();
    }
    state.standing = None;
    if state.directory().is_err() {
        return Vec::new();
    }
    read_for(state, record.clone())
}

pub(super) fn on_read(state: &mut State, request: u64, result: Result<SwapReading, PortError>) {
    if let Some(standing) = state
        .standing
        .as_mut()
        .filter(|standing| standing.request == request)
    {
        standing.reading.finish(result);
    }
}

/// Hands the step that was refused over to a person, and waits for what that person does.
pub(super) fn hand_over(state: &mut State, id: &PlanId) -> Vec<Effect> {
    let record = state.may_hand_over(id).and_then(|()| {
        let record = plans::recorded(state, id).ok_or(Message::NothingRead)?;
        let step = plan::step_to_hand_over(&record).ok_or(Message::NothingOpen)?;
        Ok((record, step))
    });
    match record {
        Ok((record, step)) => {
            state.run = Some(ActiveRun::new(record.clone()));
            vec![Effect::HandOver { record, step }]
        }
        Err(message) => {
            state.note(NoteKind::Refused(message));
            Vec::new()
        }
    }
}

fn read_for(state: &mut State, record: PlanRecord) -> Vec<Effect> {
    let request = state.number();
    let mut reading = match state.standing.take() {
        Some(before) if before.plan == record.plan.id => before.reading,
        _ => Fetched::default(),
    };
    reading.begin();
    state.standing = Some(SwapStanding {
        plan: record.plan.id.clone(),
        reading,
        request,
    });
    vec![Effect::ReadStanding {
        request,
        record: Box::new(record),
    }]
}
