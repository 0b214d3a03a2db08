//! One step while the journal is folded: what was written about it, and how it stands by itself.

use std::sync::Arc;

use crate::checklist::entry::{AttestedOutcome, EvidenceFile};
use crate::checklist::procedure::{
    DoneBy, Operation, PhaseId, ProcedureStep, Proof, Reading, StepId,
};
use crate::checklist::reading::{Finding, FindingOutcome};
use crate::checklist::state::{Attested, Confirmed, Decided, Output, Status};
use crate::domain::{Moment, SipUri};
use crate::plan::PlanId;

/// Something that was written down: where in the journal, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    pub place: usize,
    pub at: Moment,
    pub file: &'a str,
}

#[derive(Debug)]
pub(super) struct Track<'a> {
    pub id: StepId,
    pub phase: PhaseId,
    pub step: Arc<ProcedureStep>,
    /// Which of the Lookup addresses, counted from 0.
    pub address: Option<(usize, SipUri)>,
    /// The step it takes back.
    pub undoes: Option<usize>,
    pub applies: bool,
    /// Something was written about it, so that it never vanishes.
    pub is_touched: bool,
    /// When something was first done for it, whatever happened since: what has to be taken back.
    pub acted: Option<usize>,
    /// Whether it ever began: what it ends is over for good.
    pub has_begun: bool,
    /// When what proves it first showed.
    pub first_held: Option<Moment>,
    pub plans: Vec<PlanId>,
    pub notes: Vec<(Moment, String)>,
    pub outputs: Vec<Output>,
    pub files: Vec<(Moment, EvidenceFile)>,
    pub newest: Option<&'a Finding>,
    /// What counts since it was last begun anew.
    pub cycle: Cycle<'a>,
}

/// What a step has behind it since it was last reopened.
#[derive(Debug, Default)]
pub(super) struct Cycle<'a> {
    /// How many of its plans belong to earlier times.
    pub plans_before: usize,
    /// The last that a plan did for it.
    pub act: Option<Mark<'a>>,
    pub began: Option<Mark<'a>>,
    /// The last a person wrote about it.
    pub last_word: Option<Mark<'a>>,
    pub readings: usize,
    pub newest: Option<&'a Finding>,
    pub verified: Option<(Mark<'a>, &'a Finding)>,
    /// The first reading ever showed it, and nothing had been done.
    pub held_at_once: bool,
    pub attested: Option<(Mark<'a>, Attested)>,
    pub set_aside: Option<(Status, String)>,
    pub confirmed: Option<Confirmed>,
    pub decided: Option<Decided>,
    pub has_deviated: bool,
    pub contradicted: Option<(Moment, &'a Finding)>,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
}

/// How the part of its newest plan that belongs to a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlanPart {
    None,
    Running,
    Interrupted,
    Failed,
    Unknown,
    /// `changed`: something was really done.
    Over {
        changed: bool,
        warned: bool,
    },
}

impl<'a> Track<'a> {
    pub(super) fn new(
        id: StepId,
        phase: PhaseId,
        step: Arc<ProcedureStep>,
        address: Option<(usize, SipUri)>,
    ) -> Self {
        Self {
            id,
            phase,
            step,
            address,
            undoes: None,
            applies: true,
            is_touched: false,
            acted: None,
            has_begun: false,
            first_held: None,
            plans: Vec::new(),
            notes: Vec::new(),
            outputs: Vec::new(),
            files: Vec::new(),
            newest: None,
            cycle: Cycle::default(),
        }
    }

    /// Begins anew; what was noted and kept stays.
    pub(super) fn begin_anew(&mut self) {
        self.cycle = Cycle {
            plans_before: self.plans.len(),
            ..Cycle::default()
        };
    }

    pub(super) fn act(&mut self, mark: Mark<'a>) {
        self.is_touched = true;
        self.has_begun = true;
        self.acted.get_or_insert(mark.place);
        self.cycle.started_at.get_or_insert(mark.at);
    }

    /// Takes a plan as the newest one, also where it is one of earlier times that is gone on with.
    pub(super) fn link(&mut self, plan: &PlanId) {
        let before = self.cycle.plans_before;
        match self.plans.iter().position(|known| known == plan) {
            Some(place) if place >= before => return,
            Some(place) => {
                self.plans.remove(place);
                self.cycle.plans_before = before - 1;
            }
            None => {}
        }
        self.plans.push(plan.clone());
    }

    /// A new attempt makes what a person said of the failed one history.
    pub(super) fn forget_failure(&mut self) {
        let said = &mut self.cycle.attested;
        if said
            .as_ref()
            .is_some_and(|(_, said)| said.outcome == AttestedOutcome::Failed)
        {
            *said = None;
        }
    }

    /// A step that is only read changes nothing.
    pub(super) fn is_reading(&self) -> bool {
        self.step.done_by == DoneBy::Console(Operation::Read)
    }

    /// The plan that counts for how it stands.
    pub(super) fn plan(&self) -> Option<&PlanId> {
        self.plans.get(self.cycle.plans_before..)?.last()
    }

    /// How it stands by itself, without what stands before it; `None` while nothing has happened.
    pub(super) fn status(&self, part: PlanPart, newest_run: &str) -> Option<Status> {
        if !self.applies {
            return Some(Status::NotApplicable);
        }
        let cycle = &self.cycle;
        if let Some((status, _)) = &cycle.set_aside {
            return Some(*status);
        }
        if part == PlanPart::Running {
            return Some(Status::Running);
        }
        let attested = cycle.attested.as_ref().map(|(_, said)| said.outcome);
        if attested == Some(AttestedOutcome::Failed) {
            return Some(Status::Failed);
        }
        if self.is_proven(part) {
            return Some(self.proven(part));
        }
        match part {
            PlanPart::Interrupted => return Some(Status::Interrupted),
            PlanPart::Failed => return Some(Status::Failed),
            PlanPart::Unknown => return Some(Status::UnknownOutcome),
            PlanPart::None | PlanPart::Running | PlanPart::Over { .. } => {}
        }
        self.read_badly(part)
            .or_else(|| self.underway(part, newest_run))
    }

    /// A reading that speaks against it, or that could not be made.
    fn read_badly(&self, part: PlanPart) -> Option<Status> {
        if self.is_read_well(part) {
            return None;
        }
        let newest = self.cycle.newest?;
        let has_ended = matches!(part, PlanPart::Over { .. });
        let is_said = self.cycle.attested.is_some();
        let is_by_people = self.step.done_by == DoneBy::People;
        match newest.outcome {
            FindingOutcome::Contradicts if self.is_reading() || has_ended || is_said => {
                Some(Status::Failed)
            }
            FindingOutcome::CannotBeRead if self.is_reading() || has_ended || is_by_people => {
                Some(Status::CannotBeRead)
            }
            _ => None,
        }
    }

    fn underway(&self, part: PlanPart, newest_run: &str) -> Option<Status> {
        let cycle = &self.cycle;
        let has_ended = matches!(part, PlanPart::Over { .. });
        if has_ended && self.is_read_well(part) {
            // Only a person's word is missing: nothing was interrupted.
            return Some(Status::Running);
        }
        let last = match (cycle.began, has_ended.then_some(cycle.act).flatten()) {
            (Some(began), Some(act)) if began.place > act.place => began,
            (_, Some(act)) => act,
            (Some(began), None) => began,
            (None, None) => return None,
        };
        let last = cycle
            .last_word
            .filter(|word| word.place > last.place)
            .unwrap_or(last);
        Some(if last.file == newest_run {
            Status::Running
        } else {
            Status::Interrupted
        })
    }

    fn proven(&self, part: PlanPart) -> Status {
        let cycle = &self.cycle;
        let is_warned = cycle.contradicted.is_some()
            || matches!(part, PlanPart::Over { warned: true, .. })
            || cycle
                .verified
                .is_some_and(|(_, finding)| finding.outcome == FindingOutcome::HoldsWithWarning)
            || cycle
                .attested
                .as_ref()
                .is_some_and(|(_, said)| said.outcome == AttestedOutcome::DoneWithWarning);
        let is_done_for_it = match part {
            PlanPart::Over { changed, .. } => changed,
            _ => !cycle.held_at_once,
        };
        let is_by_console = matches!(self.step.proof, Proof::Console(_));
        if is_warned {
            Status::DoneWithWarning
        } else if is_by_console && !self.is_reading() && !is_done_for_it {
            Status::AlreadySatisfied
        } else {
            Status::Done
        }
    }

    fn is_proven(&self, part: PlanPart) -> bool {
        match self.step.proof {
            Proof::Console(_) => self.is_read_well(part),
            Proof::Attested => self.is_said_well(part),
            Proof::Both(_) => self.is_read_well(part) && self.is_said_well(part),
        }
    }

    /// Whether the last reading after the last act showed it.
    fn is_read_well(&self, part: PlanPart) -> bool {
        let is_shown_by_plan = self.is_shown_by_its_plan() && matches!(part, PlanPart::Over { .. });
        is_shown_by_plan || self.cycle.verified.is_some()
    }

    fn is_said_well(&self, part: PlanPart) -> bool {
        let Some((said_at, said)) = &self.cycle.attested else {
            return false;
        };
        let is_after_plan = self
            .cycle
            .act
            .is_none_or(|act| said_at.place > act.place || matches!(part, PlanPart::Over { .. }));
        is_after_plan && said.outcome != AttestedOutcome::Failed
    }

    /// The freed address of a swap: the next act of the same plan takes it, so only the plan itself could look.
    pub(super) fn is_shown_by_its_plan(&self) -> bool {
        self.undoes.is_none()
            && self.step.done_by == DoneBy::Console(Operation::SwapAddress)
            && self.step.proof.reading() == Some(Reading::AddressFree)
    }
}
