//! What a rehearsal did to its lab, from its journal. The lab lives in memory: a program that opens a rehearsal sets it
//! up anew and lets it do this again.

use std::collections::BTreeMap;

use super::entry::{ProjectEntry, ProjectRecord};
use crate::domain::LabAct;
use crate::plan::{Deed, Entry, Plan, PlanId, StepEvent, StepStatus};

/// Everything that was done, in its order. Of the plans only what came out well; what was begun and never settled was
/// or was not done, and in a new lab it was not.
pub fn lab_past(records: &[ProjectRecord]) -> Vec<LabAct> {
    let mut plans: BTreeMap<&PlanId, &Plan> = BTreeMap::new();
    let mut acts = Vec::new();
    for record in records {
        match &record.entry {
            ProjectEntry::LabActed { deeds, .. } => {
                acts.extend(deeds.iter().copied().map(LabAct::People));
            }
            ProjectEntry::Plan(Entry::PlanMade(plan)) => {
                plans.entry(&plan.id).or_insert(plan);
            }
            ProjectEntry::Plan(Entry::Step {
                plan,
                step,
                event: StepEvent::Ended { status, .. },
            }) if has_acted(*status) => {
                let step = plans.get(plan).and_then(|plan| plan.steps.get(*step));
                acts.extend(
                    step.and_then(|step| step.act.deed())
                        .map(|deed| match deed {
                            Deed::Deployment(change) => LabAct::Deployment(change),
                            Deed::Directory(change) => LabAct::Directory(change),
                        }),
                );
            }
            _ => {}
        }
    }
    acts
}

/// A step whose change does not show yet was sent all the same.
fn has_acted(status: StepStatus) -> bool {
    matches!(
        status,
        StepStatus::Done | StepStatus::DoneWithWarning | StepStatus::NotVisibleYet
    )
}
