//! From the journal to where a migration stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::checklist::entry::ProjectRecord;
use crate::checklist::procedure::Procedure;
use crate::checklist::project::Project;
use crate::checklist::state::{Checklist, Direction};
use crate::plan::PlanId;

/// `live` names the plan that is being run right now, whose open step is running rather than interrupted.
pub fn fold(
    project: &Project,
    procedure: &Arc<Procedure>,
    records: &[ProjectRecord],
    live: Option<&PlanId>,
) -> Checklist {
    let _ = (records, live);
    Checklist {
        project: project.clone(),
        facts: project.facts.clone(),
        procedure: procedure.clone(),
        direction: Direction::default(),
        items: Vec::new(),
        current: None,
        gates: Vec::new(),
        decisions: Vec::new(),
        deviations: Vec::new(),
        notes: Vec::new(),
        takeovers: Vec::new(),
        plans: BTreeMap::new(),
        baseline: None,
        counts: None,
        source_counts: None,
        services_started: None,
        swapped_at: None,
        contradictions: 0,
        written_at: None,
    }
}
