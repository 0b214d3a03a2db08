//! The questions about a step: opened with what is known, answered by writing down.

use super::{carry_out, refuse};
use crate::checklist::{StepAct, StepId};
use crate::console::effect::Effect;
use crate::console::state::State;
use crate::console::step_dialog::{StepDialog, StepQuestion};
use crate::domain::{ChecklistMessage, Message, Moment};

pub(super) fn open(
    state: &mut State,
    step: Option<&StepId>,
    question: StepQuestion,
    now: Moment,
) -> Vec<Effect> {
    if let Err(message) = state.may_record() {
        return refuse(state, message);
    }
    let act = act_of(&question);
    if let (Some(step), Some(act)) = (step, &act)
        && let Err(message) = state.step_possible(step, act)
    {
        return refuse(state, message);
    }
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let mut dialog = StepDialog::new(step.cloned(), question);
    let people = &open.checklist.facts.people;
    dialog.by = match dialog.question {
        StepQuestion::Confirm => people.reviewer.clone(),
        StepQuestion::Decide | StepQuestion::Rollback => people.approver.clone(),
        _ => people.operator.clone(),
    };
    if dialog.by.is_empty() {
        // Whoever works is known to the session, where the project names nobody.
        let session = state.session.as_ref();
        let account = session.map(|session| session.connection.account.clone());
        dialog.by = account.unwrap_or_default();
    }
    if let Some(item) = step.and_then(|step| open.checklist.item(step)) {
        if dialog.question == StepQuestion::Assign {
            dialog.words.clone_from(&item.owner);
            dialog.minutes = item.minutes.to_string();
        }
        if dialog.question == StepQuestion::Attest && !item.owner.is_empty() {
            dialog.by.clone_from(&item.owner);
        }
    }
    if let (Some(step), Some(act)) = (step, &act) {
        dialog.outside = outside(state, step, act, now);
    }
    state.migration.dialog = Some(Box::new(dialog));
    Vec::new()
}

/// Why an act is outside the order, unless a reason was given already.
pub(super) fn outside(
    state: &State,
    step: &StepId,
    act: &StepAct,
    now: Moment,
) -> Vec<ChecklistMessage> {
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let is_explained = open
        .checklist
        .item(step)
        .is_some_and(|item| item.has_deviated);
    if is_explained {
        Vec::new()
    } else {
        open.checklist.needs_reason(step, act, now)
    }
}

/// What is done when the question is answered.
fn act_of(question: &StepQuestion) -> Option<StepAct> {
    Some(match question {
        StepQuestion::Deviate(act) => act.clone(),
        StepQuestion::Attest => StepAct::Attest,
        StepQuestion::Skip => StepAct::Skip,
        StepQuestion::NotApplicable => StepAct::MarkNotApplicable,
        StepQuestion::Reopen => StepAct::Reopen,
        StepQuestion::Confirm => StepAct::Confirm,
        StepQuestion::Output | StepQuestion::Attach | StepQuestion::Note | StepQuestion::Assign => {
            StepAct::Record
        }
        StepQuestion::Decide | StepQuestion::Rollback => return None,
    })
}

pub(super) fn confirm(state: &mut State, now: Moment) -> Vec<Effect> {
    if let Err(message) = state.may_record() {
        return refuse(state, message);
    }
    let Some(open) = state.migration.open.as_ref() else {
        return Vec::new();
    };
    let Some(dialog) = state.migration.dialog.as_ref() else {
        return Vec::new();
    };
    if dialog.is_writing {
        return Vec::new();
    }
    let entries = dialog.entries(&open.checklist.facts).and_then(|entries| {
        // A reason settles the order of what is written after it.
        let first = entries.first();
        first.map_or(Ok(()), |entry| open.checklist.accepts(entry, now))?;
        Ok(entries)
    });
    let attached = dialog.attached();
    match (entries, state.migration.dialog.as_mut()) {
        (Ok(entries), Some(dialog)) => {
            dialog.is_touched = true;
            dialog.problem = None;
            let mut effects = Vec::new();
            if let Some((step, file)) = attached {
                dialog.is_writing = true;
                effects.push(Effect::AttachEvidence { step, file });
            } else if !entries.is_empty() {
                dialog.is_writing = true;
                effects.push(Effect::Record(entries));
            }
            effects
        }
        (Err(message), Some(dialog)) => {
            dialog.is_touched = true;
            // What is missing is shown at its field; the rest under all of them.
            dialog.problem = dialog.complete().is_ok().then_some(message);
            Vec::new()
        }
        (_, None) => Vec::new(),
    }
}

/// What was asked is written down: its dialog goes, and what it was the reason for follows.
pub(super) fn written(state: &mut State, now: Moment) -> Vec<Effect> {
    let Some(dialog) = state.migration.dialog.take_if(|dialog| dialog.is_writing) else {
        return Vec::new();
    };
    match (dialog.question, dialog.step) {
        (StepQuestion::Deviate(act), Some(step)) => match state.step_possible(&step, &act) {
            Ok(()) => carry_out(state, step, &act, now),
            Err(message) => refuse(state, message),
        },
        _ => Vec::new(),
    }
}

/// It could not be written down: what was entered stays, and can be tried again.
pub(super) fn not_written(state: &mut State) {
    if let Some(dialog) = state.migration.dialog.as_mut() {
        dialog.is_writing = false;
    }
}

/// For whoever writes entries without a question.
pub(super) fn refuse_entry(state: &mut State, message: ChecklistMessage) -> Vec<Effect> {
    refuse(state, Message::Checklist(message))
}
