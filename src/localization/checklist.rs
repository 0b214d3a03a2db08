//! The words of a migration.

use super::{Localizer, step_code};
use crate::domain::ChecklistMessage;
use crate::domain::text::visible_line;
use crate::tr;

impl Localizer {
    pub fn checklist_message(&self, message: &ChecklistMessage) -> String {
        match message {
            // Why something is not possible now
            ChecklistMessage::NoProjectOpen => tr!(self, "no-project-open"),
            ChecklistMessage::Watching { user, computer } => tr!(
                self,
                "project-watching",
                user = visible_line(user),
                computer = visible_line(computer)
            ),
            ChecklistMessage::NoSuchStep { step } => {
                tr!(self, "no-such-step", step = step_code(step))
            }
            ChecklistMessage::StepOver => tr!(self, "step-over"),
            ChecklistMessage::StepsBefore { steps } => {
                tr!(
                    self,
                    "steps-before",
                    steps = steps
                        .iter()
                        .map(|step| step_code(step))
                        .collect::<Vec<_>>()
                        .join(", ")
                )
            }
            ChecklistMessage::GateUndecided { gate } => {
                tr!(self, "gate-undecided", gate = step_code(gate))
            }
            ChecklistMessage::GateClosed { gate } => {
                tr!(self, "gate-closed", gate = step_code(gate))
            }
            ChecklistMessage::ReviewerMissing => tr!(self, "reviewer-missing"),
            ChecklistMessage::PassphraseWrong => tr!(self, "passphrase-wrong"),
            ChecklistMessage::ReasonMissing => tr!(self, "deviation-reason-missing"),
            ChecklistMessage::AttestationEmpty => tr!(self, "attestation-empty"),
            ChecklistMessage::NameMissing => tr!(self, "mig-name-missing"),
            ChecklistMessage::TextMissing => tr!(self, "mig-text-missing"),
            ChecklistMessage::FileMissing => tr!(self, "mig-file-missing"),
            ChecklistMessage::PassphraseMissing => tr!(self, "mig-passphrase-missing"),
            ChecklistMessage::DecisionMissing => tr!(self, "mig-decision-missing"),
            ChecklistMessage::MinutesWrong => tr!(self, "mig-minutes-wrong"),
            ChecklistMessage::NoPlanToUndo => tr!(self, "mig-no-plan-to-undo"),
            ChecklistMessage::NothingToRun => tr!(self, "mig-nothing-to-run"),
            ChecklistMessage::OnlyReading => tr!(self, "step-only-read"),
            ChecklistMessage::NotReadHere => tr!(self, "step-not-read"),
            ChecklistMessage::RollbackUnderway => tr!(self, "rollback-underway"),
            ChecklistMessage::RollbackNotUnderway => tr!(self, "rollback-not-underway"),
            ChecklistMessage::OtherSession { host } => {
                tr!(self, "project-other-session", host = visible_line(host))
            }
            ChecklistMessage::OutsideWindow { start, end } => tr!(
                self,
                "outside-window",
                start = self.date_time(*start),
                end = self.date_time(*end)
            ),
            ChecklistMessage::StepRunning => tr!(self, "step-running"),
            ChecklistMessage::StepNotOver => tr!(self, "step-not-over"),
            ChecklistMessage::StepDoesNotApply => tr!(self, "step-does-not-apply"),
            ChecklistMessage::NotRunHere => tr!(self, "step-not-run-here"),
            ChecklistMessage::NoReviewNeeded => tr!(self, "no-review-needed"),
            ChecklistMessage::Clock(message) => self.clock_message(message),
            ChecklistMessage::Procedure(problem) => self.procedure_problem(problem),
            ChecklistMessage::Reading(message) => self.reading_message(message),
            // About files and locks
            ChecklistMessage::FileUnreadable { file, words } => tr!(
                self,
                "project-file-unreadable",
                file = visible_line(file),
                words = visible_line(words)
            ),
            ChecklistMessage::Preflight(message) => self.preflight_message(message),
        }
    }
}
