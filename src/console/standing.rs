//! Where an address swap stands on both sides: read for one swap at a time, and decided from what is there.

use super::fetched::Fetched;
use super::state::State;
use crate::plan::{
    Fit, PlanId, PlanKind, PlanRecord, Standing, StepStatus, SwapReading, Whereabouts,
    swap_account, whereabouts,
};
use crate::ports::PortError;

/// What both sides showed of one swap.
#[derive(Clone, Debug)]
pub struct SwapStanding {
    pub plan: PlanId,
    pub reading: Fetched<SwapReading>,
    pub(super) request: u64,
}

impl SwapStanding {
    /// What was asked and will not be answered any more has failed.
    pub(super) fn answer_lost(&mut self, err: &PortError) {
        if self.reading.is_loading() {
            self.reading.finish(Err(err.clone()));
        }
    }
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

    /// A swap, or a way back, that was left in between here: of each account the newest one counts, because it ends
    /// what the ones before left open.
    pub fn interrupted_swap(&self) -> Option<&PlanRecord> {
        let journal = self.journal.value()?;
        let mut seen = Vec::new();
        journal
            .plans
            .iter()
            .map(|entry| &entry.record)
            .filter(|record| is_swap(record))
            .filter(|record| self.is_made_here(&record.plan.connection).is_ok())
            .find(|record| {
                let guid = swap_account(&record.plan).map(|account| account.directory.guid);
                let is_newest = !seen.contains(&guid);
                seen.push(guid);
                is_newest
                    && is_underway(record)
                    && !self.is_live(record)
                    && !self.is_settled(record)
            })
    }

    /// Whether both sides were read and show that nothing is in between.
    fn is_settled(&self, record: &PlanRecord) -> bool {
        let found = self.whereabouts(record);
        found.is_some_and(|found| matches!(found.standing, Standing::NotBegun | Standing::Returned))
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

/// Something is left to do of it, and something may have been changed already.
fn is_underway(record: &PlanRecord) -> bool {
    let mut steps = record.plan.steps.iter().zip(&record.steps);
    is_open(record)
        && steps.any(|(step, state)| {
            let changes = step.act.hand().is_some() || step.act.deed().is_some();
            changes && state.status != StepStatus::Pending
        })
}

/// Whether a step fits where a swap stands. `None` while that is not known.
pub(super) fn fits(state: &State, record: &PlanRecord, fit: Fit) -> Option<bool> {
    let whereabouts = state.whereabouts(record)?;
    Some(whereabouts.fits.contains(&fit))
}
