//! Proofs: read one after the other, written down as what was found, and after a crash read again unasked.

use super::{record, refuse};
use crate::checklist::{Checklist, Finding, Item, ProjectEntry, Status, StepAct, StepId};
use crate::console::effect::Effect;
use crate::console::state::State;
use crate::console::step_guard;
use crate::domain::Moment;
use crate::ports::PortError;

/// Reads the proof of one step.
pub(super) fn one(state: &mut State, step: StepId) -> Vec<Effect> {
    queue(state, step);
    next(state)
}

/// Reads every fact that should still be so, and the proof of the step at hand.
pub(super) fn all(state: &mut State) -> Vec<Effect> {
    if let Err(message) = state.may_record().and_then(|()| state.session_fits()) {
        return refuse(state, message);
    }
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let checklist = open.checklist.clone();
    for item in held(&checklist) {
        queue(state, item.id.clone());
    }
    next(state)
}

/// Reads what can be read days before: the proofs of the steps before the window.
pub(in crate::console::update) fn ahead(state: &mut State) -> Vec<Effect> {
    if let Err(message) = state.may_record().and_then(|()| state.session_fits()) {
        return refuse(state, message);
    }
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let checklist = open.checklist.clone();
    for item in checklist.items_before_window() {
        if step_guard::reading(item).is_some()
            && checklist.possible(&item.id, &StepAct::Read).is_ok()
        {
            queue(state, item.id.clone());
        }
    }
    next(state)
}

/// The steps whose facts should be so now.
fn held(checklist: &Checklist) -> impl Iterator<Item = &Item> {
    let items = checklist.items.iter();
    items.filter(|item| item.holds && step_guard::reading(item).is_some())
}

/// What was interrupted is looked at as soon as that is possible: nobody should guess how it came out.
pub(in crate::console::update) fn observe(state: &mut State) -> Vec<Effect> {
    if state.migration.is_observed
        || state.is_running()
        || state.may_record().is_err()
        || state.session_fits().is_err()
    {
        return Vec::new();
    }
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let checklist = open.checklist.clone();
    state.migration.is_observed = true;
    let interrupted = checklist.items.iter().filter(|item| {
        matches!(item.status, Status::Interrupted | Status::UnknownOutcome)
            && step_guard::reading(item).is_some()
    });
    for item in interrupted {
        if checklist.possible(&item.id, &StepAct::Read).is_ok() {
            queue(state, item.id.clone());
        }
    }
    next(state)
}

/// The session the answers would come from is gone.
pub(in crate::console::update) fn on_session_gone(state: &mut State) {
    state.migration.reading.clear();
    state.migration.queue.clear();
    state.migration.acting.clear();
    state.migration.is_observed = false;
    state.migration.run = None;
}

fn queue(state: &mut State, step: StepId) {
    let migration = &mut state.migration;
    if !migration.reading.contains(&step) && !migration.queue.contains(&step) {
        migration.queue.push_back(step);
    }
}

/// Asks for the next proof, unless one is being read or a change is being made.
pub(super) fn next(state: &mut State) -> Vec<Effect> {
    if !state.migration.reading.is_empty() || state.is_running() {
        return Vec::new();
    }
    while let Some(step) = state.migration.queue.pop_front() {
        if let Some(effect) = ask(state, &step) {
            state.migration.reading.insert(step);
            return vec![effect];
        }
    }
    Vec::new()
}

fn ask(state: &State, step: &StepId) -> Option<Effect> {
    state.session_fits().ok()?;
    let open = state.migration.open.as_ref()?;
    let item = open.checklist.item(step)?;
    let reading = step_guard::reading(item)?;
    let around = open.surroundings(item, &state.migration.names);
    Some(Effect::ReadProof {
        step: step.clone(),
        reading,
        around: Box::new(around),
    })
}

pub(super) fn on_read(
    state: &mut State,
    step: StepId,
    result: Result<Finding, PortError>,
    now: Moment,
) -> Vec<Effect> {
    // An answer for a project that was closed meanwhile belongs to nobody.
    if !state.migration.reading.remove(&step) {
        return Vec::new();
    }
    match result {
        Ok(finding) => {
            state.migration.unanswered.remove(&step);
            let mut effects =
                record::write(state, vec![ProjectEntry::Found { step, finding }], now);
            effects.extend(next(state));
            effects
        }
        Err(err) => {
            state.migration.unanswered.insert(step, err);
            next(state)
        }
    }
}
