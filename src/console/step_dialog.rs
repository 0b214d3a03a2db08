//! What is asked before something is written down about a step, or about the migration as a whole.

use std::path::PathBuf;

use crate::checklist::{
    AttestedOutcome, Decision, Facts, ProjectEntry, StepAct, StepId, is_passphrase,
};
use crate::domain::{ChecklistMessage, Secret};

/// As much of a pasted output as is kept.
pub const LONGEST_OUTPUT: usize = 262_144;
/// A step planned for longer than a week is a slip of the keyboard.
const MOST_MINUTES: u32 = 7 * 24 * 60;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepQuestion {
    /// Only why an act is done outside the order.
    Deviate(StepAct),
    Attest,
    Skip,
    NotApplicable,
    Reopen,
    /// The reviewer's own confirmation.
    Confirm,
    /// Go or no-go at the gate before the step.
    Decide,
    /// The place for what a command said.
    Output,
    Attach,
    Note,
    /// Owner and planned minutes.
    Assign,
    Rollback,
}

#[derive(Clone, Debug)]
pub struct StepDialog {
    /// None: about the migration as a whole.
    pub step: Option<StepId>,
    pub question: StepQuestion,
    /// Who says so.
    pub by: String,
    /// A reason, a person's words, an output, a note, an owner.
    pub words: String,
    pub outcome: AttestedOutcome,
    pub decision: Option<Decision>,
    pub minutes: String,
    pub passphrase: Secret,
    /// A file as it was typed, picked or dropped.
    pub file: String,
    /// Why this is outside the order. With any of these, [`Self::deviation`] has to be said.
    pub outside: Vec<ChecklistMessage>,
    pub deviation: String,
    /// Somebody tried to confirm: from now on what is missing is shown.
    pub is_touched: bool,
    /// What was wrong when it was confirmed.
    pub problem: Option<ChecklistMessage>,
    /// It is being written down; the dialog stays until that is done.
    pub is_writing: bool,
}

/// One change of one field.
#[derive(Clone, Debug)]
pub enum StepEdit {
    By(String),
    Words(String),
    Outcome(AttestedOutcome),
    Decision(Decision),
    Minutes(String),
    Passphrase(Secret),
    File(String),
    Deviation(String),
}

impl StepDialog {
    pub(super) fn new(step: Option<StepId>, question: StepQuestion) -> Self {
        Self {
            step,
            question,
            by: String::new(),
            words: String::new(),
            outcome: AttestedOutcome::Done,
            decision: None,
            minutes: String::new(),
            passphrase: Secret::default(),
            file: String::new(),
            outside: Vec::new(),
            deviation: String::new(),
            is_touched: false,
            problem: None,
            is_writing: false,
        }
    }

    pub(super) fn edit(&mut self, edit: StepEdit) {
        self.problem = None;
        match edit {
            StepEdit::By(by) => self.by = by,
            StepEdit::Words(words) => self.words = cut(words),
            StepEdit::Outcome(outcome) => self.outcome = outcome,
            StepEdit::Decision(decision) => self.decision = Some(decision),
            StepEdit::Minutes(minutes) => self.minutes = minutes,
            StepEdit::Passphrase(passphrase) => self.passphrase = passphrase,
            StepEdit::File(file) => self.file = file,
            StepEdit::Deviation(reason) => self.deviation = reason,
        }
    }

    /// Whether somebody has to be named.
    pub fn names_person(&self) -> bool {
        !matches!(
            self.question,
            StepQuestion::Output | StepQuestion::Attach | StepQuestion::Note | StepQuestion::Assign
        )
    }

    /// Whether everything that is needed was entered.
    pub fn complete(&self) -> Result<(), ChecklistMessage> {
        if self.names_person() && self.by.trim().is_empty() {
            return Err(ChecklistMessage::NameMissing);
        }
        let has_words = !self.words.trim().is_empty();
        match &self.question {
            StepQuestion::Attest if self.outcome != AttestedOutcome::Done && !has_words => {
                return Err(ChecklistMessage::AttestationEmpty);
            }
            StepQuestion::Skip
            | StepQuestion::NotApplicable
            | StepQuestion::Reopen
            | StepQuestion::Rollback
                if !has_words =>
            {
                return Err(ChecklistMessage::ReasonMissing);
            }
            StepQuestion::Decide => match self.decision {
                None => return Err(ChecklistMessage::DecisionMissing),
                Some(Decision::NoGo) if !has_words => return Err(ChecklistMessage::ReasonMissing),
                Some(_) => {}
            },
            StepQuestion::Output | StepQuestion::Note if !has_words => {
                return Err(ChecklistMessage::TextMissing);
            }
            StepQuestion::Attach if self.file.trim().is_empty() => {
                return Err(ChecklistMessage::FileMissing);
            }
            StepQuestion::Confirm if self.passphrase.is_empty() => {
                return Err(ChecklistMessage::PassphraseMissing);
            }
            StepQuestion::Assign => {
                self.minutes_typed()?;
            }
            _ => {}
        }
        if self.needs_deviation() && self.deviation.trim().is_empty() {
            return Err(ChecklistMessage::ReasonMissing);
        }
        Ok(())
    }

    /// Whether a reason for leaving the order has to be given.
    pub fn needs_deviation(&self) -> bool {
        !self.outside.is_empty()
            && (self.question != StepQuestion::Decide || self.decision == Some(Decision::Go))
    }

    /// The planned minutes, if they were changed to something sensible.
    fn minutes_typed(&self) -> Result<u32, ChecklistMessage> {
        let minutes = self.minutes.trim().parse::<u32>().ok();
        minutes
            .filter(|minutes| *minutes <= MOST_MINUTES)
            .ok_or(ChecklistMessage::MinutesWrong)
    }

    /// What is written down, in this order. The passphrase is compared here and goes no further.
    pub(super) fn entries(&self, facts: &Facts) -> Result<Vec<ProjectEntry>, ChecklistMessage> {
        self.complete()?;
        let by = self.by.trim().to_owned();
        let words = self.words.trim().to_owned();
        let mut entries = Vec::new();
        if let Some(step) = self.step.clone().filter(|_| self.needs_deviation()) {
            entries.push(ProjectEntry::Deviated {
                step,
                by: by.clone(),
                reason: self.deviation.trim().to_owned(),
            });
        }
        let Some(step) = self.step.clone() else {
            entries.extend(match self.question {
                StepQuestion::Note => Some(ProjectEntry::Noted {
                    step: None,
                    text: words,
                }),
                StepQuestion::Rollback => Some(ProjectEntry::RollbackBegan { by, reason: words }),
                _ => None,
            });
            return Ok(entries);
        };
        match &self.question {
            // Its act follows when the reason is written down; a file is written down by whoever copies it.
            StepQuestion::Deviate(_) | StepQuestion::Attach => {}
            StepQuestion::Attest => entries.push(ProjectEntry::Attested {
                step,
                by,
                outcome: self.outcome,
                words,
            }),
            StepQuestion::Skip => entries.push(ProjectEntry::Skipped {
                step,
                by,
                reason: words,
            }),
            StepQuestion::NotApplicable => entries.push(ProjectEntry::NotApplicable {
                step,
                by,
                reason: words,
            }),
            StepQuestion::Reopen => entries.push(ProjectEntry::Reopened {
                step,
                by,
                reason: words,
            }),
            StepQuestion::Confirm => {
                let sealed = facts.passphrase.as_deref().unwrap_or_default();
                if !is_passphrase(&self.passphrase, sealed) {
                    return Err(ChecklistMessage::PassphraseWrong);
                }
                entries.push(ProjectEntry::Confirmed { step, reviewer: by });
            }
            StepQuestion::Decide => {
                let decision = self.decision.ok_or(ChecklistMessage::DecisionMissing)?;
                entries.push(ProjectEntry::Decided {
                    gate: step,
                    decision,
                    by,
                    reason: words,
                });
            }
            StepQuestion::Output => entries.push(ProjectEntry::Output {
                step,
                text: self.words.clone(),
            }),
            StepQuestion::Note => entries.push(ProjectEntry::Noted {
                step: Some(step),
                text: words,
            }),
            StepQuestion::Assign => {
                entries.push(ProjectEntry::Assigned {
                    step: step.clone(),
                    owner: words,
                });
                entries.push(ProjectEntry::Planned {
                    step,
                    minutes: self.minutes_typed()?,
                });
            }
            StepQuestion::Rollback => {
                entries.push(ProjectEntry::RollbackBegan { by, reason: words });
            }
        }
        Ok(entries)
    }

    /// The file to attach.
    pub(super) fn attached(&self) -> Option<(StepId, PathBuf)> {
        (self.question == StepQuestion::Attach)
            .then(|| Some((self.step.clone()?, PathBuf::from(self.file.trim()))))?
    }
}

fn cut(mut words: String) -> String {
    if words.len() > LONGEST_OUTPUT {
        let mut end = LONGEST_OUTPUT;
        while !words.is_char_boundary(end) {
            end -= 1;
        }
        words.truncate(end);
    }
    words
}
