//! Whether a procedure that a site has changed can be carried out, and what the site changed.

use std::collections::{HashMap, HashSet};

use super::procedure::{DoneBy, FORMAT, Operation, Procedure, ProcedureStep, Reading, StepId};
use crate::domain::{ChecklistMessage, ProcedureProblem};

/// As many as a week has.
const MOST_MINUTES: u32 = 7 * 24 * 60;

/// What a site changed about a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepChange {
    Added,
    Minutes,
    Owner,
    Notes,
    /// Its texts, its commands, what has to be done before, who has to be there.
    Content,
}

impl Procedure {
    /// What is wrong with it; nothing is, if the list is empty.
    pub fn check(&self) -> Vec<ChecklistMessage> {
        let problems = if self.format > FORMAT {
            vec![ProcedureProblem::NewerFormat {
                format: self.format,
                known: FORMAT,
            }]
        } else if self.steps().next().is_none() {
            vec![ProcedureProblem::NoSteps]
        } else {
            self.problems(&Self::built_in())
        };
        problems
            .into_iter()
            .map(ChecklistMessage::Procedure)
            .collect()
    }

    /// What differs from another procedure, step by step, in the order of this one.
    pub fn changed_from(&self, other: &Self) -> Vec<(StepId, StepChange)> {
        let mut changes = Vec::new();
        for (_, step) in self.steps() {
            let Some(before) = other.step(&step.id) else {
                changes.push((step.id.clone(), StepChange::Added));
                continue;
            };
            let parts = [
                (StepChange::Minutes, step.minutes != before.minutes),
                (StepChange::Owner, step.owner != before.owner),
                (StepChange::Notes, step.notes != before.notes),
                (StepChange::Content, content(step) != content(before)),
            ];
            let differing = parts.into_iter().filter(|(_, differs)| *differs);
            changes.extend(differing.map(|(change, _)| (step.id.clone(), change)));
        }
        changes
    }

    fn problems(&self, built_in: &Self) -> Vec<ProcedureProblem> {
        let mut problems = self.names(built_in);
        let places: HashMap<&StepId, usize> = self
            .steps()
            .enumerate()
            .map(|(place, (_, step))| (&step.id, place))
            .collect();
        let mut limits = 0;
        for (place, (_, step)) in self.steps().enumerate() {
            order(step, place, &places, &mut problems);
            shape(step, &mut problems);
            limits += usize::from(step.ends_lossless_rollback);
            if step.ends_lossless_rollback && limits > 1 {
                let step = step.id.to_string();
                problems.push(ProcedureProblem::TwoLossLimits { step });
            }
            match built_in.step(&step.id) {
                Some(before) => kept(step, before, &mut problems),
                None => own(step, &mut problems),
            }
        }
        problems
    }

    fn names(&self, built_in: &Self) -> Vec<ProcedureProblem> {
        let mut problems = Vec::new();
        let mut seen = HashSet::new();
        for (_, step) in self.steps() {
            let name = step.id.to_string();
            if !is_name(&name) {
                problems.push(ProcedureProblem::NameInvalid { name: name.clone() });
            }
            let is_instance = self.steps().any(|(_, other)| {
                let number = name
                    .strip_prefix(&other.id.0)
                    .and_then(|rest| rest.strip_prefix('-'));
                other.per_address && number.is_some_and(|number| number.parse::<u32>().is_ok())
            });
            if !seen.insert(&step.id) || is_instance {
                problems.push(ProcedureProblem::NameTwice { name });
            }
        }
        let mut phases = HashSet::new();
        for phase in &self.phases {
            if !phases.insert(&phase.id) {
                let name = phase.id.to_string();
                problems.push(ProcedureProblem::NameTwice { name });
            }
        }
        for (_, step) in built_in.steps() {
            if self.step(&step.id).is_none() {
                let step = step.id.to_string();
                problems.push(ProcedureProblem::StepMissing { step });
            }
        }
        problems
    }
}

/// Whether what comes before and after a step is there, and does.
fn order(
    step: &ProcedureStep,
    place: usize,
    places: &HashMap<&StepId, usize>,
    problems: &mut Vec<ProcedureProblem>,
) {
    for need in &step.needs {
        let (step, need_name) = (step.id.to_string(), need.to_string());
        match places.get(need) {
            None => problems.push(ProcedureProblem::NeedUnknown {
                step,
                need: need_name,
            }),
            // What stands before cannot need what stands after it, so nothing waits for itself.
            Some(needed) if *needed >= place => problems.push(ProcedureProblem::NeedLater {
                step,
                need: need_name,
            }),
            Some(_) => {}
        }
    }
    if let Some(until) = &step.until {
        let (step_name, until_name) = (step.id.to_string(), until.to_string());
        match places.get(until) {
            None => problems.push(ProcedureProblem::UntilUnknown {
                step: step_name,
                until: until_name,
            }),
            Some(end) if *end <= place => problems.push(ProcedureProblem::UntilEarlier {
                step: step_name,
                until: until_name,
            }),
            Some(_) if step.proof.reading().is_none() => {
                problems.push(ProcedureProblem::UntilWithoutReading { step: step_name });
            }
            Some(_) => {}
        }
    }
}

/// Whether a step is whole in itself.
fn shape(step: &ProcedureStep, problems: &mut Vec<ProcedureProblem>) {
    let name = || step.id.to_string();
    if step.title.is_empty() {
        problems.push(ProcedureProblem::TitleMissing { step: name() });
    }
    let reading = step.proof.reading();
    if step.done_by == DoneBy::Console(Operation::Read) && reading.is_none() {
        problems.push(ProcedureProblem::NothingToRead { step: name() });
    }
    let is_about_address = reading.is_some_and(is_of_one_address)
        || matches!(
            step.done_by,
            DoneBy::Console(Operation::SwapAddress | Operation::RemoveEndpoint)
        );
    let is_about_all = reading.is_some() && !is_about_address;
    if (is_about_address && !step.per_address) || (is_about_all && step.per_address) {
        problems.push(ProcedureProblem::AddressMismatch { step: name() });
    }
    if step.undo.done_by.is_some() && step.undo.proof.is_none() {
        problems.push(ProcedureProblem::UndoWithoutProof { step: name() });
    }
    let minutes = step.minutes.max(step.undo.minutes);
    if minutes > MOST_MINUTES {
        problems.push(ProcedureProblem::MinutesTooMany {
            step: name(),
            minutes,
        });
    }
}

/// How a step that comes with the program is done and proven is not the site's to change, nor what has to be over
/// before it.
fn kept(step: &ProcedureStep, before: &ProcedureStep, problems: &mut Vec<ProcedureProblem>) {
    if rules(step) != rules(before) || step.gate.is_some() != before.gate.is_some() {
        let step = step.id.to_string();
        problems.push(ProcedureProblem::ProofChanged { step });
    }
    for need in &before.needs {
        if !step.needs.contains(need) {
            problems.push(ProcedureProblem::NeedRemoved {
                step: step.id.to_string(),
                need: need.to_string(),
            });
        }
    }
}

/// A step of the site's own may be read by the console or done by people.
fn own(step: &ProcedureStep, problems: &mut Vec<ProcedureProblem>) {
    let name = step.id.to_string();
    if !step.id.is_own() {
        problems.push(ProcedureProblem::NotOwn { step: name.clone() });
    }
    let runs =
        |done_by: DoneBy| !matches!(done_by, DoneBy::People | DoneBy::Console(Operation::Read));
    if runs(step.done_by) || step.undo.done_by.is_some_and(runs) || step.ends_lossless_rollback {
        problems.push(ProcedureProblem::OwnRuns { step: name });
    }
}

/// What decides how a step is done and shown to be done.
fn rules(step: &ProcedureStep) -> impl PartialEq + '_ {
    (
        (step.done_by, step.proof, &step.until, step.applies),
        (step.per_address, step.two_people),
        (step.undo.done_by, step.undo.proof),
        step.ends_lossless_rollback,
    )
}

/// A step without what a site is meant to change.
fn content(step: &ProcedureStep) -> ProcedureStep {
    ProcedureStep {
        minutes: 0,
        owner: String::new(),
        notes: String::new(),
        ..step.clone()
    }
}

fn is_of_one_address(reading: Reading) -> bool {
    matches!(
        reading,
        Reading::AddressFree | Reading::EndpointStands | Reading::EndpointGone
    )
}

fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.chars().all(is_plain) && !name.starts_with("undo-")
}
