//! Where an address swap stands on both sides: read for one swap at a time, and decided from what is there.

use super::fetched::Fetched;
use super::state::State;
use crate::plan::{Fit, PlanId, PlanKind, PlanRecord, SwapReading, Whereabouts, whereabouts};

/// What both sides showed of one swap.
#[derive(Clone, Debug)]
pub struct SwapStanding {
    pub plan: PlanId,
    pub reading: Fetched<SwapReading>,
    pub(super) request: u64,
}

impl State {
    /// What was read of a swap or its way back.
    pub fn standing_of(&self, plan: &PlanId) -> Option<&SwapStanding> {
        self.standing
            .as_ref()
            .filter(|standing| standing.plan == *plan)
    }

    /// Where a swap stands and what fits, if both sides were read since it last moved.
    pub fn whereabouts(&self, record: &PlanRecord) -> Option<Whereabouts> {
        let standing = self.standing_of(&record.plan.id)?;
        let reading = standing.reading.value()?;
        standing
            .reading
            .is_fresh()
            .then(|| whereabouts(record, reading))
    }

    /// The newest swap, or way back, that was begun and is not over.
    pub fn interrupted_swap(&self) -> Option<&PlanRecord> {
        let journal = self.journal.value()?;
        let mut swaps = journal
            .plans
            .iter()
            .map(|entry| &entry.record)
            .filter(|record| is_swap(record));
        // Only the newest one: a way back ends what its swap left open.
        swaps
            .next()
            .filter(|record| is_open(record) && !self.is_live(record))
    }

    fn is_live(&self, record: &PlanRecord) -> bool {
        self.run
            .as_ref()
            .is_some_and(|run| !run.is_over && run.record.plan.id == record.plan.id)
    }
}

pub(super) fn is_swap(record: &PlanRecord) -> bool {
    matches!(record.plan.kind, PlanKind::Swap | PlanKind::SwapBack)
}

/// Something of it is left to do, or to find out.
pub(super) fn is_open(record: &PlanRecord) -> bool {
    record.steps.iter().any(|step| !step.status.is_satisfied())
}

/// Whether a step fits where a swap stands. `None` while that is not known.
pub(super) fn fits(state: &State, record: &PlanRecord, fit: Fit) -> Option<bool> {
    let whereabouts = state.whereabouts(record)?;
    Some(whereabouts.fits.contains(&fit))
}
