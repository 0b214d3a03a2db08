//! What each entry of the journal says about the steps. An entry that no run of this program can have written is
//! counted, and nothing is guessed from it.

use super::Folder;
use super::parts::{half, part};
use super::track::{Mark, Track};
use crate::checklist::entry::{AttestedOutcome, ProjectEntry, ProjectRecord};
use crate::checklist::procedure::{Reading, StepId};
use crate::checklist::reading::{Finding, FindingOutcome};
use crate::checklist::state::{Attested, Confirmed, Decided, Deviation, Direction, Output, Status};
use crate::plan::{Entry, PlanId, StepEvent};

impl<'a> Folder<'a> {
    pub(super) fn apply(&mut self, place: usize, record: &'a ProjectRecord) {
        let mark = Mark {
            place,
            at: record.at,
            file: &record.file,
        };
        self.written_at = self.written_at.max(Some(record.at));
        let is_legal = match &record.entry {
            // Which exports there are is seen where they are read.
            ProjectEntry::RunOpened { .. } | ProjectEntry::ExportAdded { .. } => true,
            ProjectEntry::TakenOver { user, computer } => {
                let taken = (record.at, user.clone(), computer.clone());
                self.takeovers.push(taken);
                true
            }
            ProjectEntry::FactsChanged(facts) => {
                self.facts = facts.clone();
                self.expand();
                true
            }
            ProjectEntry::SourceCounted { counts, .. } => {
                self.source_counts = Some(*counts);
                true
            }
            ProjectEntry::Assigned { step, owner } => {
                self.owners.insert(step.clone(), owner.clone());
                self.is_known(step)
            }
            ProjectEntry::Planned { step, minutes } => {
                self.minutes.insert(step.clone(), *minutes);
                self.is_known(step)
            }
            ProjectEntry::Noted { step: None, text } => {
                self.notes.push((record.at, text.clone()));
                true
            }
            ProjectEntry::Noted {
                step: Some(step),
                text,
            } => self.keep(step, |track| {
                track.notes.push((record.at, text.clone()));
            }),
            ProjectEntry::Output { step, text } => self.keep(step, |track| {
                track.cycle.last_word = Some(mark);
                let (at, text) = (record.at, text.clone());
                track.outputs.push(Output { at, text });
            }),
            ProjectEntry::LabActed { step, .. } => {
                self.keep(step, |track| track.cycle.last_word = Some(mark))
            }
            ProjectEntry::Attached { step, file } => self.keep(step, |track| {
                track.cycle.last_word = Some(mark);
                track.files.push((record.at, file.clone()));
            }),
            ProjectEntry::Began { step } => self.began(step, mark),
            ProjectEntry::Linked { step, plan } => self.linked(step, plan),
            ProjectEntry::Plan(entry) => {
                self.plan_entry(entry, mark);
                true
            }
            ProjectEntry::Found { step, finding } => self.found(step, finding, mark),
            ProjectEntry::Attested {
                step,
                by,
                outcome,
                words,
            } => {
                let attested = Attested {
                    by: by.clone(),
                    outcome: *outcome,
                    words: words.clone(),
                    at: record.at,
                };
                self.attested(step, attested, mark)
            }
            ProjectEntry::Skipped { step, reason, .. } => {
                self.set_aside(step, Status::Skipped, reason, mark)
            }
            ProjectEntry::NotApplicable { step, reason, .. } => {
                self.set_aside(step, Status::NotApplicable, reason, mark)
            }
            ProjectEntry::Reopened { step, .. } => self.reopened(step),
            ProjectEntry::Confirmed { step, reviewer } => self.keep(step, |track| {
                let (reviewer, at) = (reviewer.clone(), record.at);
                track.cycle.confirmed = Some(Confirmed { reviewer, at });
            }),
            ProjectEntry::Deviated { step, by, reason } => {
                self.deviations.push(Deviation {
                    step: step.clone(),
                    by: by.clone(),
                    reason: reason.clone(),
                    at: record.at,
                });
                self.keep(step, |track| track.cycle.has_deviated = true)
            }
            ProjectEntry::Decided {
                gate,
                decision,
                by,
                reason,
            } => {
                let decided = Decided {
                    gate: gate.clone(),
                    decision: *decision,
                    by: by.clone(),
                    reason: reason.clone(),
                    at: record.at,
                };
                self.decisions.push(decided.clone());
                self.is_gate(gate) && self.keep(gate, |track| track.cycle.decided = Some(decided))
            }
            ProjectEntry::RollbackBegan { by, reason } => {
                let is_first = !self.is_rolled_back();
                if is_first {
                    self.begin_rollback();
                    self.direction = Direction::Rollback {
                        since: record.at,
                        by: by.clone(),
                        reason: reason.clone(),
                    };
                }
                is_first
            }
        };
        if !is_legal {
            self.contradictions += 1;
        }
    }

    /// Whether a name is that of a step, of all its instances, or of what takes it back.
    fn is_known(&self, step: &StepId) -> bool {
        let name = step.0.strip_prefix("undo-").unwrap_or(&step.0);
        let name = StepId(name.to_owned());
        self.places.contains_key(step)
            || self.places.contains_key(&name)
            || self.procedure.step(&name).is_some()
    }

    fn is_gate(&self, step: &StepId) -> bool {
        self.find(step)
            .is_some_and(|(_, track)| track.step.gate.is_some())
    }

    fn find(&self, step: &StepId) -> Option<(usize, &Track<'a>)> {
        let place = *self.places.get(step)?;
        Some((place, self.tracks.get(place)?))
    }

    fn keep(&mut self, step: &StepId, keep: impl FnOnce(&mut Track<'a>)) -> bool {
        let place = self.places.get(step).copied();
        match place.and_then(|place| self.tracks.get_mut(place)) {
            Some(track) => {
                track.is_touched = true;
                keep(track);
                true
            }
            None => false,
        }
    }

    /// A forward step is not begun any more once the migration is being taken back.
    fn is_closed(&self, track: &Track<'_>) -> bool {
        self.is_rolled_back() && track.undoes.is_none()
    }

    fn began(&mut self, step: &StepId, mark: Mark<'a>) -> bool {
        let Some((place, track)) = self.find(step) else {
            return false;
        };
        let status = self.own_status(track);
        if self.is_closed(track)
            || status.is_some_and(|status| status.is_over() || status == Status::Running)
        {
            return false;
        }
        self.change(place, mark, |track| {
            track.act(mark);
            track.cycle.began = Some(mark);
            track.forget_failure();
        });
        true
    }

    /// Both halves of an address swap are linked, whichever was named.
    fn linked(&mut self, step: &StepId, plan: &PlanId) -> bool {
        let Some((place, track)) = self.find(step) else {
            return false;
        };
        let own = track.undoes.and_then(|place| self.tracks.get(place));
        let mut places = vec![place];
        if half(own.unwrap_or(track)).is_some() {
            let others = self.tracks.iter().enumerate().filter(|(other, candidate)| {
                let forward = candidate.undoes.and_then(|place| self.tracks.get(place));
                *other != place
                    && candidate.undoes.is_some() == track.undoes.is_some()
                    && candidate.address == track.address
                    && half(forward.unwrap_or(candidate)).is_some()
            });
            places.extend(others.map(|(other, _)| other));
        }
        let is_over = places.iter().all(|place| self.is_over(*place));
        let is_known = track.plans.contains(plan);
        for place in &places {
            if let Some(track) = self.tracks.get_mut(*place) {
                track.is_touched = true;
                track.link(plan);
            }
        }
        self.links.entry(plan.clone()).or_insert(places);
        is_known || !is_over
    }

    fn plan_entry(&mut self, entry: &Entry, mark: Mark<'a>) {
        self.plans.apply(entry, mark.at);
        match entry {
            Entry::PlanMade(plan) => {
                if let Some(undone) = plan.undoes.as_ref().and_then(|id| self.links.get(id)) {
                    self.undoing.insert(plan.id.clone(), undone.clone());
                }
            }
            Entry::Step { plan, step, event } => {
                let is_start = *event == StepEvent::Started;
                if is_start && let Some(undone) = self.undoing.remove(plan) {
                    self.taken_back(&undone);
                }
                for place in self.links.get(plan).cloned().unwrap_or_default() {
                    self.plan_step(place, plan, *step, is_start, mark);
                }
            }
            Entry::RunOpened { .. } | Entry::HandedOver { .. } => {}
        }
    }

    /// What a plan does is an act of the step its part belongs to; whatever was read before it proves nothing more.
    fn plan_step(
        &mut self,
        place: usize,
        plan: &PlanId,
        step: usize,
        is_start: bool,
        mark: Mark<'a>,
    ) {
        let Some(track) = self.tracks.get(place) else {
            return;
        };
        let is_own = self
            .plans
            .record(plan)
            .is_some_and(|record| part(&record.plan, self.half(track)).contains(&step));
        if is_own {
            self.change(place, mark, |track| {
                if is_start {
                    track.act(mark);
                }
                track.cycle.act = Some(mark);
                track.cycle.verified = None;
                track.cycle.newest = None;
                track.cycle.contradicted = None;
                track.cycle.set_aside = None;
                if is_start {
                    track.forget_failure();
                }
            });
        }
    }

    /// A plan that undoes a step's own, run although the migration goes on: the step is to be done again.
    fn taken_back(&mut self, places: &[usize]) {
        if self.is_rolled_back() {
            return;
        }
        for place in places {
            if let Some(track) = self.tracks.get_mut(*place) {
                track.begin_anew();
            }
        }
    }

    fn found(&mut self, step: &StepId, finding: &'a Finding, mark: Mark<'a>) -> bool {
        let Some((place, track)) = self.find(step) else {
            return false;
        };
        if track.step.proof.reading() != Some(finding.reading) {
            return false;
        }
        self.count(place, finding);
        let holds = matches!(
            finding.outcome,
            FindingOutcome::Holds | FindingOutcome::HoldsWithWarning
        );
        let is_over = self.is_over(place);
        let is_open = self.is_in_force(place);
        self.change(place, mark, |track| {
            track.is_touched = true;
            track.newest = Some(finding);
            let is_reading = track.is_reading();
            let cycle = &mut track.cycle;
            cycle.readings += 1;
            cycle.newest = Some(finding);
            if holds && (!is_over || is_open) {
                if cycle.verified.is_none() {
                    cycle.held_at_once =
                        cycle.readings == 1 && cycle.act.is_none() && cycle.began.is_none();
                }
                cycle.verified = Some((mark, finding));
                track.first_held.get_or_insert(mark.at);
            } else if finding.outcome == FindingOutcome::Contradicts && !is_over {
                cycle.verified = None;
            }
            if is_reading {
                track.has_begun = true;
                track.cycle.started_at.get_or_insert(mark.at);
            }
        });
        self.compare(place, finding, mark);
        true
    }

    /// What the pool holds. The baseline is what it held while nothing had been done.
    fn count(&mut self, place: usize, finding: &Finding) {
        let Some(counts) = finding.counts else {
            return;
        };
        let has_ended = self.has_ended(place);
        if finding.reading == Reading::Baseline {
            if !has_ended {
                self.baseline = Some(counts);
            }
        } else {
            self.counts = Some(counts);
        }
    }

    /// Holds a reading against every step that is over and whose fact should still be so.
    fn compare(&mut self, place: usize, finding: &'a Finding, mark: Mark<'a>) {
        let Some(own) = self.tracks.get(place) else {
            return;
        };
        let address = own.address.clone();
        let same = self.readings.get(&finding.reading).into_iter().flatten();
        let same: Vec<usize> = same
            .copied()
            .filter(|other| {
                self.tracks.get(*other).is_some_and(|track| {
                    track.address == address && track.cycle.set_aside.is_none()
                }) && self.is_in_force(*other)
            })
            .collect();
        for other in same {
            let Some(track) = self.tracks.get_mut(other) else {
                continue;
            };
            match finding.outcome {
                FindingOutcome::Contradicts => {
                    track.cycle.contradicted = Some((mark.at, finding));
                }
                FindingOutcome::Holds | FindingOutcome::HoldsWithWarning => {
                    track.cycle.contradicted = None;
                }
                FindingOutcome::CannotBeRead => {}
            }
        }
    }

    /// Whether a step is over and its fact should still be so.
    pub(super) fn is_in_force(&self, place: usize) -> bool {
        self.is_over(place) && !self.has_ended(place)
    }

    /// Whether what ends a step's fact has begun.
    fn has_ended(&self, place: usize) -> bool {
        let Some(track) = self.tracks.get(place) else {
            return true;
        };
        if self.is_closed(track) {
            return true;
        }
        let has_begun = |place: usize| self.tracks.get(place).is_some_and(|t| t.has_begun);
        if track.undoes.is_some() {
            return self.is_overtaken(place);
        }
        let Some(until) = &track.step.until else {
            return false;
        };
        self.instances(until, track).into_iter().any(has_begun)
    }

    fn attested(&mut self, step: &StepId, attested: Attested, mark: Mark<'a>) -> bool {
        let Some((place, track)) = self.find(step) else {
            return false;
        };
        let status = self.own_status(track);
        let is_underway = status.is_some();
        if !track.step.proof.is_attested()
            || status.is_some_and(Status::is_over)
            || (self.is_closed(track) && !is_underway)
        {
            return false;
        }
        self.change(place, mark, |track| {
            track.act(mark);
            track.cycle.last_word = Some(mark);
            if attested.outcome != AttestedOutcome::Failed {
                track.first_held.get_or_insert(mark.at);
            }
            track.cycle.attested = Some((mark, attested));
        });
        true
    }

    fn set_aside(&mut self, step: &StepId, status: Status, reason: &str, mark: Mark<'a>) -> bool {
        let Some((place, _)) = self.find(step) else {
            return false;
        };
        if self.is_over(place) {
            return false;
        }
        self.change(place, mark, |track| {
            track.is_touched = true;
            track.cycle.set_aside = Some((status, reason.to_owned()));
        });
        true
    }

    fn reopened(&mut self, step: &StepId) -> bool {
        let Some((place, track)) = self.find(step) else {
            return false;
        };
        if !self.is_over(place) || !track.applies || self.is_closed(track) {
            return false;
        }
        if let Some(track) = self.tracks.get_mut(place) {
            track.begin_anew();
        }
        true
    }

    /// Changes a step, and keeps when it was over.
    fn change(&mut self, place: usize, mark: Mark<'a>, change: impl FnOnce(&mut Track<'a>)) {
        let Some(track) = self.tracks.get_mut(place) else {
            return;
        };
        change(track);
        let is_over = self.is_over(place);
        if let Some(track) = self.tracks.get_mut(place) {
            if is_over {
                track.cycle.ended_at.get_or_insert(mark.at);
            } else {
                track.cycle.ended_at = None;
            }
        }
    }
}
