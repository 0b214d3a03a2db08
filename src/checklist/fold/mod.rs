//! From the journal to where a migration stands.

mod apply;
mod expand;
mod finish;
mod parts;
mod track;
mod undo;

use std::collections::HashMap;
use std::sync::Arc;

use crate::checklist::entry::ProjectRecord;
use crate::checklist::procedure::{Procedure, Reading, StepId};
use crate::checklist::project::{Facts, Project};
use crate::checklist::reading::Counts;
use crate::checklist::state::{Checklist, Decided, Deviation, Direction, Status};
use crate::domain::{Moment, SipUri};
use crate::plan::{PlanFold, PlanId};
use parts::Half;
use track::{PlanPart, Track};

/// `live` names the plan that is being run right now, whose open step is running rather than interrupted.
///
/// A step that a person began counts as interrupted when the newest file of the journal, which is that of the newest
/// run of the program, says nothing about it.
pub fn fold(
    project: &Project,
    procedure: &Arc<Procedure>,
    records: &[ProjectRecord],
    live: Option<&PlanId>,
) -> Checklist {
    let newest_run = records.last().map_or("", |record| record.file.as_str());
    let mut folder = Folder::new(project, procedure, newest_run, live);
    for (place, record) in records.iter().enumerate() {
        folder.apply(place, record);
    }
    folder.finish()
}

struct Folder<'a> {
    project: &'a Project,
    procedure: &'a Arc<Procedure>,
    newest_run: &'a str,
    live: Option<&'a PlanId>,
    facts: Facts,
    /// The Lookup addresses by their number; a number whose steps have entries is never given to another address.
    addresses: Vec<Option<SipUri>>,
    tracks: Vec<Track<'a>>,
    /// The tracks in the order of the checklist.
    order: Vec<usize>,
    places: HashMap<StepId, usize>,
    /// By the names of the procedure: all instances.
    steps: HashMap<StepId, Vec<usize>>,
    readings: HashMap<Reading, Vec<usize>>,
    owners: HashMap<StepId, String>,
    minutes: HashMap<StepId, u32>,
    plans: PlanFold,
    links: HashMap<PlanId, Vec<usize>>,
    /// Plans that take back what a step did, without a rollback of the migration.
    undoing: HashMap<PlanId, Vec<usize>>,
    direction: Direction,
    decisions: Vec<Decided>,
    deviations: Vec<Deviation>,
    notes: Vec<(Moment, String)>,
    takeovers: Vec<(Moment, String, String)>,
    baseline: Option<Counts>,
    counts: Option<Counts>,
    source_counts: Option<Counts>,
    contradictions: usize,
    written_at: Option<Moment>,
}

impl<'a> Folder<'a> {
    fn new(
        project: &'a Project,
        procedure: &'a Arc<Procedure>,
        newest_run: &'a str,
        live: Option<&'a PlanId>,
    ) -> Self {
        let mut folder = Self {
            project,
            procedure,
            newest_run,
            live,
            facts: project.facts.clone(),
            addresses: Vec::new(),
            tracks: Vec::new(),
            order: Vec::new(),
            places: HashMap::new(),
            steps: HashMap::new(),
            readings: HashMap::new(),
            owners: HashMap::new(),
            minutes: HashMap::new(),
            plans: PlanFold::default(),
            links: HashMap::new(),
            undoing: HashMap::new(),
            direction: Direction::default(),
            decisions: Vec::new(),
            deviations: Vec::new(),
            notes: Vec::new(),
            takeovers: Vec::new(),
            baseline: None,
            counts: None,
            source_counts: None,
            contradictions: 0,
            written_at: None,
        };
        folder.expand();
        folder
    }

    /// Where the part of its newest plan that belongs to a step stands.
    fn plan_part(&self, track: &Track<'_>) -> PlanPart {
        let Some(id) = track.plan() else {
            return PlanPart::None;
        };
        let Some(record) = self.plans.record(id) else {
            return PlanPart::None;
        };
        let range = parts::part(&record.plan, self.half(track));
        parts::stands(record, &range, self.live == Some(id))
    }

    fn half(&self, track: &Track<'_>) -> Option<Half> {
        let forward = track.undoes.and_then(|place| self.tracks.get(place));
        parts::half(forward.unwrap_or(track))
    }

    /// How a step stands by itself.
    fn own_status(&self, track: &Track<'_>) -> Option<Status> {
        track.status(self.plan_part(track), self.newest_run)
    }

    fn is_over(&self, place: usize) -> bool {
        self.tracks
            .get(place)
            .and_then(|track| self.own_status(track))
            .is_some_and(Status::is_over)
    }

    fn is_rolled_back(&self) -> bool {
        self.direction != Direction::Forwards
    }

    /// The steps a name of the procedure means: all of them where it is done for each address, or the one of the same
    /// address as `beside`.
    fn instances(&self, name: &StepId, beside: &Track<'_>) -> Vec<usize> {
        if let Some(place) = self.places.get(name) {
            return vec![*place];
        }
        let all = self.steps.get(name).map_or(&[][..], Vec::as_slice);
        let same = beside.address.as_ref().and_then(|(number, _)| {
            all.iter().copied().find(|place| {
                self.tracks
                    .get(*place)
                    .and_then(|track| track.address.as_ref())
                    .is_some_and(|(own, _)| own == number)
            })
        });
        same.map_or_else(|| all.to_vec(), |place| vec![place])
    }
}
