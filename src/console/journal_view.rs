//! What the journal page shows: plans folded from all files, newest first, and the places that are damaged.

use std::sync::Arc;

use crate::plan::{Damage, Journal, PlanId, PlanRecord, Who, fold};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalView {
    /// Newest first.
    pub plans: Vec<PlanEntry>,
    pub damages: Vec<Damage>,
    /// Steps whose entries contradict each other; their plans are shown as far as they are believable.
    pub contradictions: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanEntry {
    pub record: PlanRecord,
    /// Who made the plan, from where and against what.
    pub who: Arc<Who>,
    /// The file the plan was written to, and the hash of the plan's line.
    pub file: String,
    pub hash: String,
}

impl JournalView {
    /// `live` names the plan that is being run right now.
    pub fn new(journal: &Journal, live: Option<&PlanId>) -> Self {
        let (records, illegal) = fold(&journal.records, live);
        let mut plans: Vec<PlanEntry> = Vec::with_capacity(records.len());
        let mut made = journal
            .records
            .iter()
            .filter_map(|record| match &record.entry {
                crate::plan::Entry::PlanMade(plan) => Some((&plan.id, record)),
                _ => None,
            });
        for record in records {
            // The fold keeps plans in the order their lines stand in, and ignores a second line for the same plan.
            let Some((_, opening)) = made.by_ref().find(|(id, _)| **id == record.plan.id) else {
                continue;
            };
            plans.push(PlanEntry {
                record,
                who: opening.who.clone(),
                file: opening.file.clone(),
                hash: opening.hash.clone(),
            });
        }
        plans.reverse();
        Self {
            plans,
            damages: journal.damages.clone(),
            contradictions: illegal.len(),
        }
    }

    pub fn plan(&self, id: &PlanId) -> Option<&PlanEntry> {
        self.plans.iter().find(|entry| entry.record.plan.id == *id)
    }
}
