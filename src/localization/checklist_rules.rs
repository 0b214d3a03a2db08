//! The words of the window's clock, and of what is wrong with a procedure.

use super::Localizer;
use crate::domain::text::visible_line;
use crate::domain::{ClockMessage, ProcedureProblem};
use crate::tr;

impl Localizer {
    pub(super) fn clock_message(&self, message: &ClockMessage) -> String {
        match message {
            ClockMessage::Overrun { end, minutes } => tr!(
                self,
                "clock-overrun",
                end = self.date_time(*end),
                minutes = minutes.to_string()
            ),
            ClockMessage::DecisionTimePassed {
                at,
                rollback_minutes,
            } => tr!(
                self,
                "clock-decision-passed",
                at = self.date_time(*at),
                minutes = rollback_minutes.to_string()
            ),
            ClockMessage::DecisionTimeNear { at, minutes } => tr!(
                self,
                "clock-decision-near",
                at = self.date_time(*at),
                minutes = minutes.to_string()
            ),
            ClockMessage::RollbackLosesSince { since } => {
                tr!(self, "clock-loses-since", since = self.date_time(*since))
            }
            ClockMessage::WindowNotBegun { start } => {
                tr!(
                    self,
                    "clock-window-not-begun",
                    start = self.date_time(*start)
                )
            }
            ClockMessage::WindowOver { end } => {
                tr!(self, "clock-window-over", end = self.date_time(*end))
            }
            ClockMessage::ClockBehind { written } => {
                tr!(self, "clock-behind", written = self.date_time(*written))
            }
        }
    }

    pub(super) fn procedure_problem(&self, problem: &ProcedureProblem) -> String {
        let step = visible_line;
        match problem {
            ProcedureProblem::NewerFormat { format, known } => tr!(
                self,
                "procedure-newer-format",
                format = format.to_string(),
                known = known.to_string()
            ),
            ProcedureProblem::NoSteps => tr!(self, "procedure-no-steps"),
            ProcedureProblem::NameTwice { name } => {
                tr!(self, "procedure-name-twice", name = step(name))
            }
            ProcedureProblem::NameInvalid { name } => {
                tr!(self, "procedure-name-invalid", name = step(name))
            }
            ProcedureProblem::NotOwn { step: name } => {
                tr!(self, "procedure-not-own", step = step(name))
            }
            ProcedureProblem::TitleMissing { step: name } => {
                tr!(self, "procedure-title-missing", step = step(name))
            }
            ProcedureProblem::NeedUnknown { step: name, need } => tr!(
                self,
                "procedure-need-unknown",
                step = step(name),
                need = step(need)
            ),
            ProcedureProblem::NeedLater { step: name, need } => tr!(
                self,
                "procedure-need-later",
                step = step(name),
                need = step(need)
            ),
            ProcedureProblem::UntilUnknown { step: name, until } => tr!(
                self,
                "procedure-until-unknown",
                step = step(name),
                until = step(until)
            ),
            ProcedureProblem::UntilEarlier { step: name, until } => tr!(
                self,
                "procedure-until-earlier",
                step = step(name),
                until = step(until)
            ),
            ProcedureProblem::UntilWithoutReading { step: name } => {
                tr!(self, "procedure-until-without-reading", step = step(name))
            }
            ProcedureProblem::AddressMismatch { step: name } => {
                tr!(self, "procedure-address-mismatch", step = step(name))
            }
            ProcedureProblem::NothingToRead { step: name } => {
                tr!(self, "procedure-nothing-to-read", step = step(name))
            }
            ProcedureProblem::UndoWithoutProof { step: name } => {
                tr!(self, "procedure-undo-without-proof", step = step(name))
            }
            ProcedureProblem::MinutesTooMany {
                step: name,
                minutes,
            } => tr!(
                self,
                "procedure-minutes-too-many",
                step = step(name),
                minutes = minutes.to_string()
            ),
            ProcedureProblem::StepMissing { step: name } => {
                tr!(self, "procedure-step-missing", step = step(name))
            }
            ProcedureProblem::ProofChanged { step: name } => {
                tr!(self, "procedure-proof-changed", step = step(name))
            }
            ProcedureProblem::NeedRemoved { step: name, need } => tr!(
                self,
                "procedure-need-removed",
                step = step(name),
                need = step(need)
            ),
            ProcedureProblem::OwnRuns { step: name } => {
                tr!(self, "procedure-own-runs", step = step(name))
            }
            ProcedureProblem::TwoLossLimits { step: name } => {
                tr!(self, "procedure-two-loss-limits", step = step(name))
            }
        }
    }
}
