//! The checklist as it is shown: what stands before each step, which one to look at, and the gates.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Folder;
use super::parts::part;
use super::track::{PlanPart, Track};
use crate::checklist::entry::Decision;
use crate::checklist::gate::{Gate, GateState};
use crate::checklist::procedure::{Reading, StepId};
use crate::checklist::reading::{Finding, FindingOutcome};
use crate::checklist::state::{Checklist, Contradiction, Item, Obstacle, Status, Verified};
use crate::domain::{ChecklistMessage, Message, Moment, ReadingMessage};
use crate::plan::{Act, PlanId, PlanRecord, StepStatus};

impl Folder<'_> {
    pub(super) fn finish(self) -> Checklist {
        let mut order = self.order.clone();
        order.extend(self.undo_steps());
        let own: Vec<(usize, Option<Status>)> = order
            .iter()
            .filter_map(|place| Some((*place, self.own_status(self.tracks.get(*place)?))))
            .collect();
        let over: HashMap<usize, Option<Status>> = own.iter().copied().collect();
        let items: Vec<Item> = own
            .iter()
            .filter_map(|(place, status)| self.item(*place, *status, &over))
            .collect();
        let gates = self.gates(&items);
        let current = current(&items);
        let services_started = self.services_started();
        let swapped_at = self.swapped_at();
        let (plans, illegal) = self.plans.finish(self.live);
        let plans: BTreeMap<PlanId, PlanRecord> = plans
            .into_iter()
            .map(|record| (record.plan.id.clone(), record))
            .collect();
        Checklist {
            project: self.project.clone(),
            facts: self.facts,
            procedure: self.procedure.clone(),
            direction: self.direction,
            items,
            current,
            gates,
            decisions: self.decisions,
            deviations: self.deviations,
            notes: self.notes,
            takeovers: self.takeovers,
            plans,
            baseline: self.baseline,
            counts: self.counts,
            source_counts: self.source_counts,
            services_started,
            swapped_at,
            contradictions: self.contradictions + illegal.len(),
            planned: self.minutes.into_iter().collect(),
            written_at: self.written_at,
        }
    }

    fn item(
        &self,
        place: usize,
        own: Option<Status>,
        all: &HashMap<usize, Option<Status>>,
    ) -> Option<Item> {
        let track = self.tracks.get(place)?;
        let needs = self.needs(place, track);
        let is_over = own.is_some_and(Status::is_over);
        let obstacles = if is_over {
            Vec::new()
        } else {
            self.obstacles(track, &needs, all)
        };
        let status = own.unwrap_or_else(|| waiting(&needs, &obstacles, all));
        let cycle = &track.cycle;
        let part = self.plan_part(track);
        Some(Item {
            id: track.id.clone(),
            phase: track.phase.clone(),
            step: track.step.clone(),
            address: track.address.clone(),
            undoes: track
                .undoes
                .and_then(|place| Some(self.tracks.get(place)?.id.clone())),
            status,
            obstacles,
            needs: needs
                .iter()
                .filter_map(|place| Some(self.tracks.get(*place)?.id.clone()))
                .collect(),
            verified: self.verified(track, part),
            attested: cycle.attested.as_ref().map(|(_, said)| said.clone()),
            newest: track.newest.cloned(),
            contradicted: cycle.contradicted.map(|(at, finding)| Contradiction {
                finding: finding.clone(),
                at,
            }),
            confirmed: cycle.confirmed.clone(),
            reason: cycle.set_aside.as_ref().map(|(_, reason)| reason.clone()),
            has_deviated: cycle.has_deviated,
            has_to_be_taken_back: self.has_to_be_taken_back(track),
            holds: track.step.proof.reading().is_some()
                && !matches!(status, Status::Skipped | Status::NotApplicable)
                && self.is_in_force(place),
            owner: self.owner(track),
            minutes: self.minutes(track),
            notes: track.notes.clone(),
            outputs: track.outputs.clone(),
            files: track.files.clone(),
            plans: track.plans.clone(),
            message: self.message(track, status),
            started_at: cycle.started_at,
            ended_at: cycle.ended_at,
        })
    }

    /// What has to be done before, as instances. The steps of a rollback follow one another.
    fn needs(&self, place: usize, track: &Track<'_>) -> Vec<usize> {
        if track.undoes.is_some() {
            return self
                .undo_steps()
                .take_while(|other| *other != place)
                .last()
                .into_iter()
                .collect();
        }
        let names = track.step.needs.iter();
        names.flat_map(|name| self.instances(name, track)).collect()
    }

    fn obstacles(
        &self,
        track: &Track<'_>,
        needs: &[usize],
        all: &HashMap<usize, Option<Status>>,
    ) -> Vec<Obstacle> {
        let mut obstacles = Vec::new();
        if self.is_rolled_back() && track.undoes.is_none() {
            return vec![Obstacle(ChecklistMessage::RollbackUnderway)];
        }
        let steps: Vec<String> = needs
            .iter()
            .filter(|place| !is_over(all, **place))
            .filter_map(|place| Some(self.tracks.get(*place)?.id.to_string()))
            .collect();
        if !steps.is_empty() {
            obstacles.push(ChecklistMessage::StepsBefore { steps });
        }
        if track.step.gate.is_some() {
            let gate = track.id.to_string();
            match track.cycle.decided.as_ref().map(|decided| decided.decision) {
                None => obstacles.push(ChecklistMessage::GateUndecided { gate }),
                Some(Decision::NoGo) => obstacles.push(ChecklistMessage::GateClosed { gate }),
                Some(Decision::Go) => {}
            }
        }
        let is_reviewed = self.facts.passphrase.is_some() && track.step.two_people;
        if is_reviewed && track.cycle.confirmed.is_none() {
            obstacles.push(ChecklistMessage::ReviewerMissing);
        }
        obstacles.into_iter().map(Obstacle).collect()
    }

    fn verified(&self, track: &Track<'_>, part: PlanPart) -> Option<Verified> {
        let read = track.cycle.verified.map(|(mark, finding)| Verified {
            finding: finding.clone(),
            at: mark.at,
        });
        read.or_else(|| {
            let is_shown = track.is_shown_by_its_plan() && matches!(part, PlanPart::Over { .. });
            is_shown.then(|| self.shown_by_plan(track)).flatten()
        })
    }

    /// What the plan itself saw of the freed address, as a finding.
    fn shown_by_plan(&self, track: &Track<'_>) -> Option<Verified> {
        let record = self.plans.record(track.plan()?)?;
        let (_, address) = track.address.clone()?;
        let mut steps = record.plan.steps.iter().zip(&record.steps);
        let (_, looked) =
            steps.find(|(step, _)| matches!(step.act, Act::AwaitControllers { .. }))?;
        let at = looked.ended_at?;
        let finding = Finding {
            reading: Reading::AddressFree,
            outcome: FindingOutcome::Holds,
            messages: vec![ReadingMessage::AddressFree { address }.into()],
            counts: None,
            words: looked.evidence.words.clone(),
            read_at: looked.evidence.read_at.unwrap_or(at),
            host: record.plan.directory.as_ref().map_or_else(
                || record.plan.connection.host.clone(),
                |side| side.host.clone(),
            ),
        };
        Some(Verified { finding, at })
    }

    /// The last plan's own word, where it came out badly.
    fn message(&self, track: &Track<'_>, status: Status) -> Option<Message> {
        if matches!(status, Status::Done | Status::AlreadySatisfied) {
            return None;
        }
        let record = self.plans.record(track.plan()?)?;
        let range = part(&record.plan, self.half(track));
        let acts = record.steps.get(range)?;
        acts.iter().rev().find_map(|state| state.message.clone())
    }

    fn owner(&self, track: &Track<'_>) -> String {
        let names = [&track.id, &track.step.id];
        let written = names.into_iter().find_map(|id| self.owners.get(id));
        written.unwrap_or(&track.step.owner).clone()
    }

    fn minutes(&self, track: &Track<'_>) -> u32 {
        let names = [&track.id, &track.step.id];
        let written = names.into_iter().find_map(|id| self.minutes.get(id));
        written.copied().unwrap_or(track.step.minutes)
    }

    fn gates(&self, items: &[Item]) -> Vec<GateState> {
        let mut gates = Vec::new();
        let mut since = 0;
        for (place, item) in items.iter().enumerate() {
            let Some(question) = &item.step.gate else {
                continue;
            };
            let track = self
                .places
                .get(&item.id)
                .and_then(|place| self.tracks.get(*place));
            let before = items.iter().take(place).enumerate();
            let before = before.filter(|(earlier, item)| {
                let speaks_against = !item.status.is_over() || item.contradicted.is_some();
                *earlier >= since || speaks_against
            });
            gates.push(GateState {
                gate: Gate {
                    step: item.id.clone(),
                    question: question.clone(),
                },
                before: before
                    .map(|(_, item)| (item.id.clone(), item.status))
                    .collect(),
                decided: track.and_then(|track| track.cycle.decided.clone()),
                ends_lossless_rollback: item.step.ends_lossless_rollback,
            });
            since = place;
        }
        gates
    }

    /// When the first service started, as its plan, a reading or a person says; what may have started counts too.
    fn services_started(&self) -> Option<Moment> {
        let ending = self
            .tracks
            .iter()
            .filter(|track| track.step.ends_lossless_rollback);
        ending
            .flat_map(|track| {
                let plans = track.plans.iter().filter_map(|id| self.plans.record(id));
                let started =
                    plans
                        .flat_map(|record| &record.steps)
                        .filter_map(|state| match state.status {
                            StepStatus::Done | StepStatus::DoneWithWarning => state.ended_at,
                            StepStatus::Pending
                            | StepStatus::AlreadySatisfied
                            | StepStatus::Failed => None,
                            _ => state.started_at,
                        });
                started.chain(track.first_held)
            })
            .min()
    }

    /// When the first endpoint of a swap was seen.
    fn swapped_at(&self) -> Option<Moment> {
        let swapped = self.tracks.iter().filter(|track| track.undoes.is_none());
        let swapped =
            swapped.filter(|track| super::parts::half(track) == Some(super::parts::Half::Endpoint));
        swapped
            .flat_map(|track| {
                let plans = track.plans.iter().filter_map(|id| self.plans.record(id));
                let created = plans
                    .flat_map(|record| record.plan.steps.iter().zip(&record.steps))
                    .filter(|(step, state)| {
                        matches!(step.act, Act::CreateEndpoint(_)) && state.status.is_satisfied()
                    })
                    .filter_map(|(_, state)| state.ended_at);
                created.chain(track.first_held)
            })
            .min()
    }
}

fn is_over(all: &HashMap<usize, Option<Status>>, place: usize) -> bool {
    all.get(&place)
        .copied()
        .flatten()
        .is_some_and(Status::is_over)
}

/// How a step nothing has happened to yet stands. It is blocked by what does not go away by going on in order.
fn waiting(
    needs: &[usize],
    obstacles: &[Obstacle],
    all: &HashMap<usize, Option<Status>>,
) -> Status {
    let is_order = |obstacle: &Obstacle| matches!(obstacle.0, ChecklistMessage::StepsBefore { .. });
    let has_trouble_before = needs.iter().any(|place| {
        matches!(
            all.get(place).copied().flatten(),
            Some(
                Status::Failed
                    | Status::UnknownOutcome
                    | Status::CannotBeRead
                    | Status::Interrupted
            )
        )
    });
    let is_closed = obstacles
        .iter()
        .any(|obstacle| matches!(obstacle.0, ChecklistMessage::GateClosed { .. }));
    if obstacles.is_empty() {
        Status::Ready
    } else if has_trouble_before || is_closed || !obstacles.iter().any(is_order) {
        Status::Blocked
    } else {
        Status::Pending
    }
}

/// The step to look at: one that is underway, or the first that is not over and that nobody has gone past.
fn current(items: &[Item]) -> Option<StepId> {
    let closed = Obstacle(ChecklistMessage::RollbackUnderway);
    let is_open = |item: &&Item| !item.status.is_over() && !item.obstacles.contains(&closed);
    let open = || items.iter().filter(is_open);
    let underway = open().find(|item| matches!(item.status, Status::Running | Status::Interrupted));
    let passed = passed(items);
    underway
        .or_else(|| open().find(|item| !passed.contains(&item.id)))
        .or_else(|| open().next())
        .map(|item| item.id.clone())
}

/// The steps whose successors have begun although they are not over.
fn passed(items: &[Item]) -> HashSet<&StepId> {
    let mut passed = HashSet::new();
    // Needs point backwards, so one pass from the end is enough.
    for item in items.iter().rev() {
        let is_set_aside = matches!(item.status, Status::Skipped | Status::NotApplicable);
        if (item.started_at.is_some() && !is_set_aside) || passed.contains(&item.id) {
            passed.extend(&item.needs);
        }
    }
    passed
}
