//! What is written down about a migration, one entry a line, in the same chained journal plans are written to.

use serde::{Deserialize, Serialize};

use super::procedure::StepId;
use super::project::Facts;
use super::reading::{Counts, Finding};
use crate::domain::LabDeed;
use crate::plan::{self, Journal, JournalEntry, LineForm, PlanId, Record};

pub type ProjectRecord = Record<ProjectEntry>;
pub type ProjectJournal = Journal<ProjectEntry>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProjectEntry {
    /// The first line of every file: which program wrote it.
    RunOpened {
        program: String,
    },
    /// A lock that nobody kept any more was taken over.
    TakenOver {
        user: String,
        computer: String,
    },
    /// What people entered, as a whole, from now on.
    FactsChanged(Facts),
    Assigned {
        step: StepId,
        owner: String,
    },
    Planned {
        step: StepId,
        minutes: u32,
    },
    Noted {
        step: Option<StepId>,
        text: String,
    },
    /// Somebody begins a step.
    Began {
        step: StepId,
    },
    /// The plan that is about to be run is the step's.
    Linked {
        step: StepId,
        plan: PlanId,
    },
    /// What the plan engine writes.
    Plan(plan::Entry),
    /// The console read what proves a step.
    Found {
        step: StepId,
        finding: Finding,
    },
    /// What the exports of the old system list.
    SourceCounted {
        counts: Counts,
        /// The names of the exports.
        exports: Vec<String>,
    },
    /// An export of the old system was copied into the project's folder `evidence`.
    ExportAdded {
        file: EvidenceFile,
    },
    /// A person says how a step came out.
    Attested {
        step: StepId,
        by: String,
        outcome: AttestedOutcome,
        words: String,
    },
    Skipped {
        step: StepId,
        by: String,
        reason: String,
    },
    NotApplicable {
        step: StepId,
        by: String,
        reason: String,
    },
    /// A step that was over is to be done again.
    Reopened {
        step: StepId,
        by: String,
        reason: String,
    },
    /// The reviewer was there: the passphrase was right. It proves presence, not identity.
    Confirmed {
        step: StepId,
        reviewer: String,
    },
    /// What a command that was handed over said.
    Output {
        step: StepId,
        text: String,
    },
    Attached {
        step: StepId,
        file: EvidenceFile,
    },
    /// In a rehearsal, the lab's people are asked to do this. Written before they do, so that a lab that is set up anew
    /// can be brought to where it stood.
    LabActed {
        step: StepId,
        deeds: Vec<LabDeed>,
    },
    /// Something was done outside the order, and why.
    Deviated {
        step: StepId,
        by: String,
        reason: String,
    },
    /// Go or no-go at the gate before a step.
    Decided {
        gate: StepId,
        decision: Decision,
        by: String,
        reason: String,
    },
    RollbackBegan {
        by: String,
        reason: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttestedOutcome {
    Done,
    DoneWithWarning,
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    Go,
    NoGo,
}

/// A file in the project's folder `evidence`, named by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// As it was called.
    pub name: String,
    pub sha256: String,
    pub bytes: u64,
}

impl JournalEntry for ProjectEntry {
    const LINES: LineForm = LineForm::Json;

    fn run_opened(program: String) -> Self {
        Self::RunOpened { program }
    }
}

impl ProjectEntry {
    /// The step it is about.
    pub fn step(&self) -> Option<&StepId> {
        match self {
            Self::Assigned { step, .. }
            | Self::Planned { step, .. }
            | Self::Began { step }
            | Self::Linked { step, .. }
            | Self::Found { step, .. }
            | Self::Attested { step, .. }
            | Self::Skipped { step, .. }
            | Self::NotApplicable { step, .. }
            | Self::Reopened { step, .. }
            | Self::Confirmed { step, .. }
            | Self::Output { step, .. }
            | Self::Attached { step, .. }
            | Self::LabActed { step, .. }
            | Self::Deviated { step, .. }
            | Self::Decided { gate: step, .. } => Some(step),
            Self::Noted { step, .. } => step.as_ref(),
            Self::RunOpened { .. }
            | Self::TakenOver { .. }
            | Self::FactsChanged(_)
            | Self::SourceCounted { .. }
            | Self::ExportAdded { .. }
            | Self::Plan(_)
            | Self::RollbackBegan { .. } => None,
        }
    }
}
