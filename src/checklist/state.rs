//! Where a migration stands: everything the page shows, computed from the project and its journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entry::{AttestedOutcome, Decision, EvidenceFile};
use super::gate::GateState;
use super::procedure::{PhaseId, Procedure, ProcedureStep, StepId};
use super::project::{Facts, Project};
use super::reading::{Counts, Finding};
use crate::domain::{ChecklistMessage, Message, Moment, SipUri};
use crate::plan::{PlanId, PlanRecord};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    pub project: Project,
    /// As people last entered them.
    pub facts: Facts,
    pub procedure: Arc<Procedure>,
    pub direction: Direction,
    /// In the order they are done; while a rollback is underway, its steps come after those of the procedure.
    pub items: Vec<Item>,
    /// The first step that is not over: the one to look at.
    pub current: Option<StepId>,
    pub gates: Vec<GateState>,
    pub decisions: Vec<Decided>,
    pub deviations: Vec<Deviation>,
    /// Remarks that belong to no step.
    pub notes: Vec<(Moment, String)>,
    pub takeovers: Vec<(Moment, String, String)>,
    /// The plans of its steps, and those that were run beside them while the project was open.
    pub plans: BTreeMap<PlanId, PlanRecord>,
    /// What the target pool held before, what it holds now, what the old system held.
    pub baseline: Option<Counts>,
    pub counts: Option<Counts>,
    pub source_counts: Option<Counts>,
    /// When services were started: messages posted since cannot go back.
    pub services_started: Option<Moment>,
    /// When the first address was swapped: the compatibility period began.
    pub swapped_at: Option<Moment>,
    /// Entries that no run of this program can have written.
    pub contradictions: usize,
    /// The planned durations people entered, by the step they entered them for.
    pub planned: BTreeMap<StepId, u32>,
    /// When the newest entry was written, by the clock of the console that wrote it.
    pub written_at: Option<Moment>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    #[default]
    Forwards,
    /// Everything that was done is being taken back.
    Rollback {
        since: Moment,
        by: String,
        reason: String,
    },
}

/// One step of the checklist: a step of the procedure, of one address where it is done for each, or its taking back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: StepId,
    pub phase: PhaseId,
    pub step: Arc<ProcedureStep>,
    /// Which of the Lookup addresses, counted from 0.
    pub address: Option<(usize, SipUri)>,
    /// The step this one takes back.
    pub undoes: Option<StepId>,
    pub status: Status,
    /// What stands between it and being done, also while it is only *blocked*.
    pub obstacles: Vec<Obstacle>,
    /// What has to be done before, as instances.
    pub needs: Vec<StepId>,
    pub verified: Option<Verified>,
    pub attested: Option<Attested>,
    /// The newest reading, also where it showed nothing good.
    pub newest: Option<Finding>,
    /// A later reading that says otherwise, while the fact should still hold.
    pub contradicted: Option<Contradiction>,
    pub confirmed: Option<Confirmed>,
    /// Why it was skipped or does not apply.
    pub reason: Option<String>,
    /// Since it was last begun anew, a reason was given for doing it outside the order.
    pub has_deviated: bool,
    /// Something was done for it that a rollback has to take back.
    pub has_to_be_taken_back: bool,
    /// What was read of it should still be so: it is over, and what ends the fact has not begun.
    pub holds: bool,
    pub owner: String,
    pub minutes: u32,
    pub notes: Vec<(Moment, String)>,
    pub outputs: Vec<Output>,
    pub files: Vec<(Moment, EvidenceFile)>,
    /// Its plans, oldest first.
    pub plans: Vec<PlanId>,
    /// The last plan's own word, where it came out badly.
    pub message: Option<Message>,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
}

/// The words of the interface; what is said beside them is in [`Item`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    Pending,
    Ready,
    /// Begun by a person, or a plan runs.
    Running,
    Interrupted,
    Done,
    DoneWithWarning,
    AlreadySatisfied,
    Skipped,
    Failed,
    Blocked,
    UnknownOutcome,
    NotApplicable,
    CannotBeRead,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle(pub ChecklistMessage);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub finding: Finding,
    pub at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    pub by: String,
    pub outcome: AttestedOutcome,
    pub words: String,
    pub at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    pub finding: Finding,
    pub at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    pub reviewer: String,
    pub at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub at: Moment,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    pub step: StepId,
    pub by: String,
    pub reason: String,
    pub at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub gate: StepId,
    pub decision: Decision,
    pub by: String,
    pub reason: String,
    pub at: Moment,
}

impl Status {
    /// Whether nothing is left to do, so that what comes after may begin.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            Self::Done
                | Self::DoneWithWarning
                | Self::AlreadySatisfied
                | Self::Skipped
                | Self::NotApplicable
        )
    }
}

impl Checklist {
    pub fn item(&self, id: &StepId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// How long taking a step back takes.
    pub fn undo_minutes(&self, item: &Item) -> u32 {
        let names = [&item.id, &item.step.id];
        let entered = names
            .into_iter()
            .find_map(|id| self.planned.get(&StepId(format!("undo-{id}"))));
        entered.copied().unwrap_or(item.step.undo.minutes)
    }

    /// The steps that are done, or looked into, before the maintenance window.
    pub fn items_before_window(&self) -> impl Iterator<Item = &Item> {
        let phases = &self.procedure.phases;
        let ahead = phases.iter().take_while(|phase| !phase.in_window).count();
        self.items.iter().filter(move |item| {
            let mut ahead = phases.iter().take(ahead);
            item.undoes.is_none() && ahead.any(|phase| phase.id == item.phase)
        })
    }

    /// How many steps are over, of how many that apply.
    pub fn progress(&self) -> (usize, usize) {
        let applying = self
            .items
            .iter()
            .filter(|item| item.status != Status::NotApplicable);
        let over = applying.clone().filter(|item| item.status.is_over());
        (over.count(), applying.count())
    }
}
