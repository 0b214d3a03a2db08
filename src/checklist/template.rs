//! A procedure as a site changes it: other durations, owners and remarks, and steps of its own.

use super::procedure::{
    Applies, CommandKind, Crew, DoneBy, Previewing, Procedure, ProcedureStep, Proof, StepId, Undo,
};
use crate::domain::{Language, Texts};

/// A step a site adds, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnStep {
    pub title: String,
    pub what: String,
    /// What is run, where and as whom; empty when nothing is.
    pub command: String,
    pub machine: String,
    pub role: String,
    pub minutes: u32,
}

const OWN: &str = "own-";

impl StepId {
    /// Whether a site added the step.
    pub fn is_own(&self) -> bool {
        self.0.starts_with(OWN)
    }
}

impl Procedure {
    /// Reads the file of a procedure; the error is the parser's own word, with line and column.
    pub fn from_text(text: &str) -> Result<Self, String> {
        ron::from_str(text).map_err(|err| err.to_string())
    }

    /// The file of a procedure, laid out for people.
    pub fn to_text(&self) -> Result<String, String> {
        let pretty = ron::ser::PrettyConfig::new().struct_names(false);
        ron::ser::to_string_pretty(self, pretty).map_err(|err| err.to_string())
    }

    pub fn step_mut(&mut self, id: &StepId) -> Option<&mut ProcedureStep> {
        let mut steps = self.phases.iter_mut().flat_map(|phase| &mut phase.steps);
        steps.find(|step| step.id == *id)
    }

    /// Puts a step of the site's own behind another one, in the language it was written in. `None` when the other one
    /// is not there.
    pub fn add_own(&mut self, after: &StepId, own: &OwnStep, language: Language) -> Option<StepId> {
        let id = self.free_id();
        let phase = self
            .phases
            .iter_mut()
            .find(|phase| phase.steps.iter().any(|step| step.id == *after))?;
        let place = phase.steps.iter().position(|step| step.id == *after)?;
        let commands = if own.command.trim().is_empty() {
            Vec::new()
        } else {
            vec![CommandKind::Own {
                machine: own.machine.trim().to_owned(),
                role: own.role.trim().to_owned(),
                text: own.command.trim().to_owned(),
            }]
        };
        let step = ProcedureStep {
            id: id.clone(),
            title: said(&own.title, language),
            what: said(&own.what, language),
            why: Texts::default(),
            warning: None,
            order: None,
            sources: Vec::new(),
            applies: Applies::Always,
            per_address: false,
            needs: vec![after.clone()],
            done_by: DoneBy::People,
            proof: Proof::Attested,
            until: None,
            commands,
            preview: Previewing::NotPreviewable,
            minutes: own.minutes,
            crew: vec![Crew::Operator],
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
            lab: Vec::new(),
            notes: String::new(),
            owner: String::new(),
        };
        phase.steps.insert(place + 1, step);
        Some(id)
    }

    /// Takes a step of the site's own away again, and every need of it. The others stay.
    pub fn remove_own(&mut self, id: &StepId) {
        if !id.is_own() {
            return;
        }
        for phase in &mut self.phases {
            phase.steps.retain(|step| step.id != *id);
            for step in &mut phase.steps {
                step.needs.retain(|need| need != id);
            }
        }
    }

    fn free_id(&self) -> StepId {
        // One more than there are steps is free for sure.
        let most = self.steps().count() + 1;
        let ids = (1..=most).map(|number| StepId(format!("{OWN}{number}")));
        let mut free = ids.filter(|id| self.step(id).is_none());
        free.next().unwrap_or_else(|| StepId(OWN.to_owned()))
    }
}

fn said(text: &str, language: Language) -> Texts {
    let text = text.trim().to_owned();
    let mut texts = Texts::default();
    match language {
        Language::Korean => texts.ko = text,
        Language::Japanese => texts.ja = text,
        Language::English => texts.en = text,
    }
    texts
}
