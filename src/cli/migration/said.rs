//! What people say about a step: begun, attested, left out, confirmed, decided.

use std::io::Read as _;

use super::desk::{Desk, failed, refused};
use crate::checklist::{AttestedOutcome, Decision, ProjectEntry, StepAct, StepId, is_passphrase};
use crate::cli::act::Surroundings;
use crate::cli::migration_arguments::{
    AttachCommand, AttestCommand, DecideCommand, DecisionWord, NoteCommand, OutcomeWord,
    ReasonCommand, RollbackCommand, StepCommand,
};
use crate::cli::{Exit, Streams, output as lines, session};
use crate::domain::ChecklistMessage;
use crate::localization::Doing;
use crate::ports::{Clock as _, PortError, PortErrorKind};

/// What a command may have printed; more belongs into a file that is attached.
const LONGEST_OUTPUT: u64 = 4 << 20;

type Done = Result<Exit, Exit>;

pub(super) fn begin(
    command: &StepCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let step = StepId::new(&command.step);
    let mut desk = Desk::open(&command.folder, around, streams)?;
    desk.deviate(
        &step,
        &StepAct::Begin,
        &command.by,
        command.reason.as_deref(),
        streams,
    )?;
    let entry = ProjectEntry::Began { step: step.clone() };
    desk.write(None, entry, streams)?;
    desk.close(Some(&step), streams)
}

pub(super) fn attest(
    command: &AttestCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let said = &command.step;
    let step = StepId::new(&said.step);
    let mut desk = Desk::open(&said.folder, around, streams)?;
    desk.deviate(
        &step,
        &StepAct::Attest,
        &said.by,
        said.reason.as_deref(),
        streams,
    )?;
    let outcome = match command.outcome {
        OutcomeWord::Done => AttestedOutcome::Done,
        OutcomeWord::DoneWithWarning => AttestedOutcome::DoneWithWarning,
        OutcomeWord::Failed => AttestedOutcome::Failed,
    };
    let entry = ProjectEntry::Attested {
        step: step.clone(),
        by: said.by.clone(),
        outcome,
        words: command.words.clone(),
    };
    desk.write(None, entry, streams)?;
    desk.close(Some(&step), streams)
}

pub(super) fn output(
    command: &StepCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let mut bytes = Vec::new();
    let read = (&mut *streams.input)
        .take(LONGEST_OUTPUT)
        .read_to_end(&mut bytes);
    if let Err(err) = read {
        let err = PortError::new(PortErrorKind::File, "read", "standard input", err);
        lines::failure(streams.errors, around.localizer, &err, Doing::Reading);
        return Err(Exit::Failed);
    }
    let step = StepId::new(&command.step);
    let mut desk = Desk::open(&command.folder, around, streams)?;
    let entry = ProjectEntry::Output {
        step: step.clone(),
        text: String::from_utf8_lossy(&bytes).into_owned(),
    };
    desk.write(None, entry, streams)?;
    desk.close(Some(&step), streams)
}

pub(super) fn attach(
    command: &AttachCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let step = StepId::new(&command.step.step);
    let mut desk = Desk::open(&command.step.folder, around, streams)?;
    let possible = desk.checklist().possible(&step, &StepAct::Record);
    possible.map_err(|message| refused(around, streams, &message))?;
    let (file, records) = desk
        .files
        .attach(around.clock.now(), step.clone(), &command.file)
        .map_err(|err| failed(around, streams, &err))?;
    desk.stored.journal.records.extend(records);
    lines::line(streams.output, &file.sha256);
    desk.close(Some(&step), streams)
}

pub(super) fn skip(
    command: &ReasonCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    with_reason(command, around, streams, |step, by, reason| {
        ProjectEntry::Skipped { step, by, reason }
    })
}

pub(super) fn not_applicable(
    command: &ReasonCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    with_reason(command, around, streams, |step, by, reason| {
        ProjectEntry::NotApplicable { step, by, reason }
    })
}

pub(super) fn reopen(
    command: &ReasonCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    with_reason(command, around, streams, |step, by, reason| {
        ProjectEntry::Reopened { step, by, reason }
    })
}

fn with_reason(
    command: &ReasonCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
    entry: impl FnOnce(StepId, String, String) -> ProjectEntry,
) -> Done {
    let step = StepId::new(&command.step);
    let mut desk = Desk::open(&command.folder, around, streams)?;
    let entry = entry(step.clone(), command.by.clone(), command.reason.clone());
    desk.write(None, entry, streams)?;
    desk.close(Some(&step), streams)
}

pub(super) fn note(
    command: &NoteCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let step = command.step.as_deref().map(StepId::new);
    let mut desk = Desk::open(&command.folder, around, streams)?;
    let entry = ProjectEntry::Noted {
        step: step.clone(),
        text: command.text.clone(),
    };
    desk.write(None, entry, streams)?;
    desk.close(step.as_ref(), streams)
}

/// The passphrase proves that the reviewer was there; it is read, compared and forgotten.
pub(super) fn confirm(
    command: &StepCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let step = StepId::new(&command.step);
    let mut desk = Desk::open(&command.folder, around, streams)?;
    let facts = desk.checklist().facts;
    let Some(sealed) = facts.passphrase else {
        return Err(refused(around, streams, &ChecklistMessage::NoReviewNeeded));
    };
    let typed = session::password(streams.input).map_err(|err| failed(around, streams, &err))?;
    if !is_passphrase(&typed, &sealed) {
        return Err(refused(around, streams, &ChecklistMessage::PassphraseWrong));
    }
    let entry = ProjectEntry::Confirmed {
        step: step.clone(),
        reviewer: facts.people.reviewer,
    };
    desk.write(None, entry, streams)?;
    desk.close(Some(&step), streams)
}

pub(super) fn decide(
    command: &DecideCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let gate = StepId::new(&command.gate);
    let mut desk = Desk::open(&command.folder, around, streams)?;
    let entry = ProjectEntry::Decided {
        gate: gate.clone(),
        decision: match command.decision {
            DecisionWord::Go => Decision::Go,
            DecisionWord::NoGo => Decision::NoGo,
        },
        by: command.by.clone(),
        reason: command.reason.clone(),
    };
    desk.write(None, entry, streams)?;
    desk.close(Some(&gate), streams)
}

pub(super) fn rollback(
    command: &RollbackCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let mut desk = Desk::open(&command.folder, around, streams)?;
    let entry = ProjectEntry::RollbackBegan {
        by: command.by.clone(),
        reason: command.reason.clone(),
    };
    desk.write(None, entry, streams)?;
    let current = desk.checklist().current;
    desk.close(current.as_ref(), streams)
}
