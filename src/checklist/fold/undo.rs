//! Taking a migration back: a step for each that was done and has a way back, the newest first.

use std::sync::Arc;

use super::Folder;
use super::parts;
use super::track::{PlanPart, Track};
use crate::checklist::procedure::{Previewing, ProcedureStep, Proof, Reading, StepId, Undo};
use crate::checklist::state::Status;
use crate::domain::Texts;

impl Folder<'_> {
    /// Makes the steps that take back what was done by now.
    pub(super) fn begin_rollback(&mut self) {
        let mut done: Vec<(usize, usize)> = self
            .tracks
            .iter()
            .enumerate()
            .filter(|(_, track)| self.has_to_be_taken_back(track))
            .filter_map(|(place, track)| Some((track.acted?, place)))
            .collect();
        done.sort_unstable_by(|one, other| other.cmp(one));
        for (_, place) in done {
            let Some(forward) = self.tracks.get(place) else {
                continue;
            };
            let id = StepId(format!("undo-{}", forward.id));
            let mut track = Track::new(
                id.clone(),
                forward.phase.clone(),
                Arc::new(taking_back(&forward.step)),
                forward.address.clone(),
            );
            track.undoes = Some(place);
            let own = self.tracks.len();
            if let Some(reading) = track.step.proof.reading() {
                self.readings.entry(reading).or_default().push(own);
            }
            self.tracks.push(track);
            self.places.insert(id, own);
        }
    }

    /// The steps of the rollback in their order.
    pub(super) fn undo_steps(&self) -> impl Iterator<Item = usize> + '_ {
        let tracks = self.tracks.iter().enumerate();
        tracks
            .filter(|(_, track)| track.undoes.is_some())
            .map(|(place, _)| place)
    }

    pub(super) fn has_to_be_taken_back(&self, track: &Track<'_>) -> bool {
        let has_way_back = track.step.undo.done_by.is_some();
        let was_satisfied = self.own_status(track) == Some(Status::AlreadySatisfied);
        has_way_back
            && track.acted.is_some()
            && track.undoes.is_none()
            && !was_satisfied
            && !self.was_taken_back(track)
    }

    /// Whether its last plan was undone already, as the plan that undid it shows.
    fn was_taken_back(&self, track: &Track<'_>) -> bool {
        let undone_by = track
            .plans
            .last()
            .and_then(|id| self.plans.record(id))
            .and_then(|record| record.undone_by.as_ref())
            .and_then(|id| self.plans.record(id));
        undone_by.is_some_and(|record| {
            let range = parts::part(&record.plan, self.half(track));
            let stands = parts::stands(record, &range, false);
            matches!(stands, PlanPart::Over { .. })
        }) && track.plan().is_none()
    }

    /// Whether a later step of the rollback, which has begun, makes the opposite true.
    pub(super) fn is_overtaken(&self, place: usize) -> bool {
        let Some(track) = self.tracks.get(place) else {
            return false;
        };
        let Some(reading) = track.step.proof.reading() else {
            return false;
        };
        let mut later = self.tracks.iter().skip(place + 1);
        later.any(|other| {
            let ends = other.undoes.is_some()
                && other.has_begun
                && (other.address.is_none() || other.address == track.address);
            ends && opposes(other.step.proof.reading(), reading)
        })
    }
}

fn opposes(other: Option<Reading>, reading: Reading) -> bool {
    matches!(
        (other, reading),
        (Some(Reading::ServicesRunning), Reading::ServicesStopped)
            | (Some(Reading::ServicesStopped), Reading::ServicesRunning)
            | (Some(Reading::EndpointGone), Reading::EndpointStands)
            | (Some(Reading::EndpointStands), Reading::EndpointGone)
    )
}

/// The step that takes another one back.
fn taking_back(step: &ProcedureStep) -> ProcedureStep {
    let undo = &step.undo;
    ProcedureStep {
        id: StepId(format!("undo-{}", step.id)),
        what: undo.text.clone(),
        why: Texts::default(),
        warning: None,
        order: None,
        needs: Vec::new(),
        done_by: undo.done_by.unwrap_or(step.done_by),
        proof: undo.proof.unwrap_or(Proof::Attested),
        until: None,
        commands: undo.commands.clone(),
        preview: Previewing::NotPreviewable,
        minutes: undo.minutes,
        two_people: false,
        gate: None,
        ends_lossless_rollback: false,
        undo: Undo {
            text: Texts::default(),
            done_by: None,
            commands: Vec::new(),
            proof: None,
            minutes: 0,
            lab: Vec::new(),
        },
        lab: undo.lab.clone(),
        notes: String::new(),
        ..step.clone()
    }
}
