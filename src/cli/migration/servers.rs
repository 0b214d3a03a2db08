//! What a command reads and does on the servers for a step, written into the project's journal.

use std::sync::Arc;

use super::desk::{Desk, failed, refused};
use crate::adapters::client_path::NetworkPath;
use crate::adapters::clock::SystemClock;
use crate::checklist::{
    self, Checklist, DoneBy, Finding, FindingOutcome, Ground, Item, Operation, ProjectEntry,
    StepAct, StepId, Surroundings as ReadingGround, plan_of,
};
use crate::cli::act::{Act, Surroundings};
use crate::cli::directory_session::Wanted;
use crate::cli::migration_arguments::StepSessionCommand;
use crate::cli::{Exit, Streams, output};
use crate::domain::text::visible_line;
use crate::domain::{ChecklistMessage, Connection, Message};
use crate::lab::Lab;
use crate::localization::{Doing, Localizer};
use crate::plan::{Plan, PlanRecord};
use crate::ports::{ClientPath, Clock as _};

pub(super) fn read(
    command: &StepSessionCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Result<Exit, Exit> {
    at_servers(command, around, streams, |desk, act, step, _, streams| {
        prove(desk, act, step, command, streams).map(exit)
    })
}

pub(super) fn run(
    command: &StepSessionCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Result<Exit, Exit> {
    at_servers(
        command,
        around,
        streams,
        |desk, act, step, files, streams| {
            let record = prepare(desk, act, step, command, files, streams)?;
            let ended = act.run_into(&record, &mut desk.files, streams);
            desk.stored = desk
                .files
                .reload()
                .map_err(|err| failed(files, streams, &err))?;
            if ended != Exit::Done {
                return Ok(ended);
            }
            prove(desk, act, step, command, streams).map(exit)
        },
    )
}

/// Opens the project and the servers of a command, works on its step there, and says where the step stands then.
fn at_servers(
    command: &StepSessionCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
    work: impl FnOnce(
        &mut Desk<'_, '_>,
        &mut Act<'_>,
        &StepId,
        &Surroundings<'_>,
        &mut Streams<'_>,
    ) -> Result<Exit, Exit>,
) -> Result<Exit, Exit> {
    let files = around.again();
    let mut desk = Desk::open(&command.step.folder, &files, streams)?;
    let wanted = Wanted::BothWhereNamed(&command.sides);
    let mut act = Act::open(wanted, &command.act, around, streams)?;
    let step = StepId::new(&command.step.step);
    is_meant(&desk.checklist(), &act, &files, streams)?;
    let ended = work(&mut desk, &mut act, &step, &files, streams)?;
    desk.close(Some(&step), streams)?;
    Ok(ended)
}

/// The plan of a step that was interrupted, or a new one from fresh readings, linked to the step.
fn prepare(
    desk: &mut Desk<'_, '_>,
    act: &mut Act<'_>,
    step: &StepId,
    command: &StepSessionCommand,
    files: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Result<PlanRecord, Exit> {
    desk.deviate(
        step,
        &StepAct::Run,
        &command.step.by,
        command.step.reason.as_deref(),
        streams,
    )?;
    let checklist = desk.checklist();
    let Some(item) = checklist.item(step) else {
        let message = ChecklistMessage::NoSuchStep {
            step: step.to_string(),
        };
        return Err(refused(files, streams, &message));
    };
    let begun = item
        .plans
        .last()
        .and_then(|id| checklist.plans.get(id))
        .filter(|record| !record.status().is_satisfied() && record.undone_by.is_none());
    let record = match begun {
        Some(record) => record.clone(),
        None => PlanRecord::new(new_plan(item, &checklist, act, streams)?),
    };
    let connection = act.deployment.connection();
    let entry = ProjectEntry::Linked {
        step: step.clone(),
        plan: record.plan.id.clone(),
    };
    desk.write(Some(&connection), entry, streams)?;
    Ok(record)
}

fn new_plan(
    item: &Item,
    checklist: &Checklist,
    act: &mut Act<'_>,
    streams: &mut Streams<'_>,
) -> Result<Plan, Exit> {
    let call = act.call.clone();
    let is_of_endpoint = item.step.done_by == DoneBy::Console(Operation::RemoveEndpoint);
    let inventory = if is_of_endpoint {
        Some(act.inventory(streams)?)
    } else {
        None
    };
    let pool = if is_of_endpoint {
        None
    } else {
        let target = &checklist.facts.target.pool;
        let read = act.deployment.pool_reading(target, &call);
        Some(read.map_err(|err| act.failed(streams, &err, Doing::Reading))?)
    };
    let ground = Ground {
        pool: pool.as_ref(),
        inventory: inventory.as_ref(),
        picked: &[],
    };
    let connection = act.deployment.connection();
    plan_of(item, checklist, connection, ground, act.clock.now())
        .map_err(|message| act.refused(streams, &message))
}

/// Reads the proof of a step and writes down what it showed.
fn prove(
    desk: &mut Desk<'_, '_>,
    act: &mut Act<'_>,
    step: &StepId,
    command: &StepSessionCommand,
    streams: &mut Streams<'_>,
) -> Result<FindingOutcome, Exit> {
    let checklist = desk.checklist();
    let not_read = Message::Checklist(ChecklistMessage::NotReadHere);
    let Some(item) = checklist.item(step) else {
        let step = step.to_string();
        let message = Message::Checklist(ChecklistMessage::NoSuchStep { step });
        return Err(act.refused(streams, &message));
    };
    let Some(reading) = item.step.proof.reading() else {
        return Err(act.refused(streams, &not_read));
    };
    if let Err(message) = checklist.possible(step, &StepAct::Read) {
        return Err(act.refused(streams, &Message::Checklist(message)));
    }
    let around = ReadingGround {
        facts: checklist.facts.clone(),
        address: item.address.as_ref().map(|(_, address)| address.clone()),
        source: checklist.source_counts,
        baseline: checklist.baseline,
        names: Vec::new(),
    };
    let mut path = client_path(command);
    let (now, call) = (act.clock.now(), act.call.clone());
    let found = checklist::read(
        reading,
        &around,
        &mut act.sides(),
        path.as_mut(),
        now,
        &call,
    );
    let finding = found.map_err(|err| act.failed(streams, &err, Doing::Reading))?;
    write_finding(act.localizer, &finding, streams);
    let outcome = finding.outcome;
    let connection = act.deployment.connection();
    let entry = ProjectEntry::Found {
        step: step.clone(),
        finding,
    };
    desk.write(Some(&connection), entry, streams)?;
    Ok(outcome)
}

fn client_path(command: &StepSessionCommand) -> Box<dyn ClientPath> {
    let connection = &command.sides.connection;
    if connection.uri.is_none() {
        let clock = Arc::new(SystemClock::default());
        return Box::new(Lab::contoso(clock).client_path());
    }
    Box::new(NetworkPath::new(
        connection.ca_file.clone(),
        command.sides.directory.directory_dns.clone(),
    ))
}

fn write_finding(localizer: &Localizer, finding: &Finding, streams: &mut Streams<'_>) {
    let head = format!(
        "{}: {}",
        localizer.reading_name(finding.reading),
        localizer.finding_outcome(finding.outcome)
    );
    output::line(streams.errors, &head);
    for message in &finding.messages {
        let text = visible_line(&localizer.checklist_message(message));
        output::line(streams.errors, &format!("  {text}"));
    }
    for words in &finding.words {
        output::line(streams.errors, &format!("  {}", visible_line(words)));
    }
}

/// A rehearsal is never carried out on servers people work with that nobody called so, nor a migration in the lab.
fn is_meant(
    checklist: &Checklist,
    act: &Act<'_>,
    files: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Result<(), Exit> {
    let Connection { source, host, .. } = act.deployment.connection();
    let is_lab = source == crate::domain::Source::Lab;
    if is_lab && !checklist.project.is_rehearsal() {
        return Err(refused(
            files,
            streams,
            &ChecklistMessage::OtherSession { host },
        ));
    }
    Ok(())
}

fn exit(outcome: FindingOutcome) -> Exit {
    match outcome {
        FindingOutcome::Holds | FindingOutcome::HoldsWithWarning => Exit::Done,
        FindingOutcome::Contradicts => Exit::Failed,
        FindingOutcome::CannotBeRead => Exit::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_read_is_open_and_not_failed() {
        assert_eq!(exit(FindingOutcome::CannotBeRead), Exit::Open);
        assert_eq!(exit(FindingOutcome::Contradicts), Exit::Failed);
        assert_eq!(exit(FindingOutcome::HoldsWithWarning), Exit::Done);
    }
}
