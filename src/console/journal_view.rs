//! What the journal page shows: plans folded from all files, newest first, and the places that are damaged.

use std::path::Path;
use std::sync::Arc;

use crate::checklist::{ProjectEntry, ProjectJournal};

use crate::plan::{Damage, Journal, PlanId, PlanRecord, Record, Who, fold};

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
    /// The file the plan was written to, with its folder where that is a project's, and the hash of the plan's line.
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

    /// With the plans that were run while a project was open, whose lines are in the project's folder.
    pub fn beside_project(
        journal: &Journal,
        project: Option<(&Path, &ProjectJournal)>,
        live: Option<&PlanId>,
    ) -> Self {
        let mut view = Self::new(journal, live);
        let Some((folder, project)) = project else {
            return view;
        };
        let place = |file: &str| folder.join("journal").join(file).display().to_string();
        let records = project.records.iter().filter_map(|record| {
            let ProjectEntry::Plan(entry) = &record.entry else {
                return None;
            };
            Some(Record {
                file: place(&record.file),
                number: record.number,
                at: record.at,
                who: record.who.clone(),
                entry: entry.clone(),
                hash: record.hash.clone(),
            })
        });
        let damages = project.damages.iter().map(|damage| Damage {
            file: place(&damage.file),
            ..damage.clone()
        });
        let journal = Journal {
            records: records.collect(),
            damages: damages.collect(),
        };
        let beside = Self::new(&journal, live);
        view.plans.extend(beside.plans);
        view.plans
            .sort_by_key(|entry| std::cmp::Reverse(entry.record.plan.made_at));
        view.damages.extend(beside.damages);
        view.contradictions += beside.contradictions;
        view
    }

    pub fn plan(&self, id: &PlanId) -> Option<&PlanEntry> {
        self.plans.iter().find(|entry| entry.record.plan.id == *id)
    }
}
