//! The steps of a checklist: those of the procedure, once for each Lookup address where they are done for each.

use std::sync::Arc;

use super::Folder;
use super::track::Track;
use crate::checklist::procedure::{Applies, Phase, ProcedureStep, StepId};
use crate::checklist::project::SourceGeneration;

impl Folder<'_> {
    /// Makes the steps the facts ask for, and lets go of those nothing was ever written about.
    pub(super) fn expand(&mut self) {
        self.number_addresses();
        let procedure = self.procedure.clone();
        let mut order = Vec::new();
        for phase in &procedure.phases {
            let mut steps = phase.steps.as_slice();
            while let Some(first) = steps.first() {
                if first.per_address {
                    // Steps done for each address that follow one another are done address by address.
                    let run = steps.iter().take_while(|step| step.per_address).count();
                    let (group, rest) = steps.split_at(run);
                    steps = rest;
                    for number in 0..self.addresses.len() {
                        order.extend(group.iter().filter_map(|step| {
                            let address = self.addresses.get(number).cloned().flatten()?;
                            let id = StepId(format!("{}-{}", step.id, number + 1));
                            Some(self.place(id, phase, step, Some((number, address))))
                        }));
                    }
                } else {
                    steps = steps.get(1..).unwrap_or_default();
                    order.push(self.place(first.id.clone(), phase, first, None));
                }
            }
        }
        let gone: Vec<StepId> = self
            .places
            .iter()
            .filter(|(_, place)| {
                let is_undo = self
                    .tracks
                    .get(**place)
                    .is_some_and(|track| track.undoes.is_some());
                !order.contains(place) && !is_undo
            })
            .map(|(id, _)| id.clone())
            .collect();
        for id in gone {
            self.places.remove(&id);
        }
        self.order = order;
        self.readings.clear();
        self.steps.clear();
        let undo: Vec<usize> = self.undo_steps().collect();
        for place in &undo {
            if let Some(reading) = self.tracks.get(*place).and_then(|t| t.step.proof.reading()) {
                self.readings.entry(reading).or_default().push(*place);
            }
        }
        for place in &self.order {
            if let Some(track) = self.tracks.get_mut(*place) {
                track.applies = applies(track.step.applies, self.facts.source.generation);
                let steps = self.steps.entry(track.step.id.clone()).or_default();
                steps.push(*place);
                if let Some(reading) = track.step.proof.reading() {
                    self.readings.entry(reading).or_default().push(*place);
                }
            }
        }
    }

    /// The place of a step, which is made where there is none.
    fn place(
        &mut self,
        id: StepId,
        phase: &Phase,
        step: &ProcedureStep,
        address: Option<(usize, crate::domain::SipUri)>,
    ) -> usize {
        if let Some(place) = self.places.get(&id)
            && let Some(track) = self.tracks.get_mut(*place)
        {
            track.address = address;
            return *place;
        }
        let place = self.tracks.len();
        self.places.insert(id.clone(), place);
        let step = Arc::new(step.clone());
        let track = Track::new(id, phase.id.clone(), step, address);
        self.tracks.push(track);
        place
    }

    /// Gives each Lookup address a number, and takes a number back only from an address nothing was written about.
    fn number_addresses(&mut self) {
        let wanted = self.facts.source.lookup_addresses.clone();
        for number in 0..self.addresses.len() {
            let is_wanted = self
                .addresses
                .get(number)
                .and_then(Option::as_ref)
                .is_some_and(|address| wanted.contains(address));
            let is_touched = self.tracks.iter().any(|track| {
                track.is_touched
                    && track.undoes.is_none()
                    && track
                        .address
                        .as_ref()
                        .is_some_and(|(own, _)| *own == number)
            });
            if !is_wanted
                && !is_touched
                && let Some(slot) = self.addresses.get_mut(number)
            {
                *slot = None;
            }
        }
        for address in wanted {
            if self.addresses.contains(&Some(address.clone())) {
                continue;
            }
            match self.addresses.iter_mut().find(|slot| slot.is_none()) {
                Some(slot) => *slot = Some(address),
                None => self.addresses.push(Some(address)),
            }
        }
    }
}

fn applies(applies: Applies, source: SourceGeneration) -> bool {
    match applies {
        Applies::Always => true,
        Applies::Source2007R2 => source == SourceGeneration::Ocs2007R2,
        Applies::Source2010 => source == SourceGeneration::Lync2010,
    }
}
