//! What there is to say about a migration: why a step is not possible, what a file is like, what a reading showed.

use serde::{Deserialize, Serialize};

use super::{ClockMessage, Moment, PreflightMessage, ProcedureProblem, ReadingMessage};

/// Like [`super::Message`], of which these are a part: names and values, never sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChecklistMessage {
    // Why something is not possible now
    NoProjectOpen,
    /// Another console has it open for changes; this one watches.
    Watching {
        user: String,
        computer: String,
    },
    NoSuchStep {
        step: String,
    },
    StepOver,
    /// Steps that have to be done before; by their names.
    StepsBefore {
        steps: Vec<String>,
    },
    GateUndecided {
        gate: String,
    },
    GateClosed {
        gate: String,
    },
    ReviewerMissing,
    PassphraseWrong,
    /// Done outside the order: it needs a reason.
    ReasonMissing,
    AttestationEmpty,
    // What is missing in a question about a step
    NameMissing,
    TextMissing,
    FileMissing,
    PassphraseMissing,
    DecisionMissing,
    MinutesWrong,
    /// The step belongs to no plan that can be taken back.
    NoPlanToUndo,
    /// No service of Persistent Chat was found on the servers of the pool.
    NothingToRun,
    OnlyReading,
    NotReadHere,
    RollbackUnderway,
    RollbackNotUnderway,
    OtherSession {
        host: String,
    },
    OutsideWindow {
        start: Moment,
        end: Moment,
    },
    /// A plan runs, or somebody has begun it.
    StepRunning,
    StepNotOver,
    /// It is no part of a migration from this source.
    StepDoesNotApply,
    /// The console cannot do it: people do.
    NotRunHere,
    /// One person is enough, or the reviewer was there already.
    NoReviewNeeded,
    Clock(ClockMessage),
    Procedure(ProcedureProblem),
    /// What a reading showed.
    Reading(ReadingMessage),
    // About files and locks
    /// In the words of the system.
    FileUnreadable {
        file: String,
        words: String,
    },
    /// About the exports of the old system and the risks they show.
    Preflight(PreflightMessage),
}

impl From<ReadingMessage> for ChecklistMessage {
    fn from(message: ReadingMessage) -> Self {
        Self::Reading(message)
    }
}

impl From<ClockMessage> for ChecklistMessage {
    fn from(message: ClockMessage) -> Self {
        Self::Clock(message)
    }
}

impl From<ProcedureProblem> for ChecklistMessage {
    fn from(problem: ProcedureProblem) -> Self {
        Self::Procedure(problem)
    }
}
