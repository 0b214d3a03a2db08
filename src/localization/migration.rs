//! The words of a migration's steps, readings and records, for the screen, the report and the command line alike.

use super::Localizer;
use crate::checklist::{
    AttestedOutcome, Crew, Decision, FindingOutcome, LossLimit, Previewing, ProjectEntry, Reading,
    SourceGeneration, Status,
};
use crate::domain::text::visible_line;
use crate::plan::{Entry, StepEvent};
use crate::tr;

/// A journal entry in words: what was done, and what was said with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryWords {
    pub what: String,
    /// A reason, an output, a person's own words; several lines perhaps.
    pub said: String,
}

/// The name of a step as people say it: `C8a-1`; of taking it back `undo C8a-1`.
pub fn step_code(id: &str) -> String {
    let id = visible_line(id);
    let (before, name) = match id.strip_prefix("undo-") {
        Some(undone) => ("undo ", undone),
        None => ("", id.as_str()),
    };
    let mut letters = name.chars();
    let capital = letters.next().map(|first| first.to_ascii_uppercase());
    before.chars().chain(capital).chain(letters).collect()
}

impl Localizer {
    pub fn checklist_status(&self, status: Status) -> String {
        match status {
            Status::Pending => tr!(self, "status-pending"),
            Status::Ready => tr!(self, "mig-status-ready"),
            Status::Running => tr!(self, "mig-status-running"),
            Status::Interrupted => tr!(self, "status-interrupted"),
            Status::Done => tr!(self, "status-done"),
            Status::DoneWithWarning => tr!(self, "status-done-with-warning"),
            Status::AlreadySatisfied => tr!(self, "status-already-satisfied"),
            Status::Skipped => tr!(self, "mig-status-skipped"),
            Status::Failed => tr!(self, "status-failed"),
            Status::Blocked => tr!(self, "mig-status-blocked"),
            Status::UnknownOutcome => tr!(self, "status-unknown-outcome"),
            Status::NotApplicable => tr!(self, "mig-status-not-applicable"),
            Status::CannotBeRead => tr!(self, "mig-status-cannot-be-read"),
        }
    }

    /// Product names are never translated.
    pub fn source_generation(&self, generation: SourceGeneration) -> &'static str {
        match generation {
            SourceGeneration::Ocs2007R2 => "Office Communications Server 2007 R2 Group Chat",
            SourceGeneration::Lync2010 => "Lync Server 2010 Group Chat",
        }
    }

    pub fn attested_outcome(&self, outcome: AttestedOutcome) -> String {
        match outcome {
            AttestedOutcome::Done => tr!(self, "mig-outcome-done"),
            AttestedOutcome::DoneWithWarning => tr!(self, "mig-outcome-warning"),
            AttestedOutcome::Failed => tr!(self, "mig-outcome-failed"),
        }
    }

    pub fn decision(&self, decision: Decision) -> String {
        match decision {
            Decision::Go => tr!(self, "mig-go"),
            Decision::NoGo => tr!(self, "mig-no-go"),
        }
    }

    pub fn previewing(&self, previewing: Previewing) -> String {
        match previewing {
            Previewing::Server => tr!(self, "mig-preview-server"),
            Previewing::Simulated => tr!(self, "mig-preview-simulated"),
            Previewing::NotPreviewable => tr!(self, "mig-preview-none"),
            Previewing::NotNeeded => tr!(self, "mig-preview-not-needed"),
        }
    }

    pub fn crew(&self, crew: Crew) -> String {
        match crew {
            Crew::Operator => tr!(self, "mig-crew-operator"),
            Crew::ChatAdministrator => tr!(self, "mig-crew-chat-administrator"),
            Crew::ServerAdministrator => tr!(self, "mig-crew-server-administrator"),
            Crew::UserAdministrator => tr!(self, "mig-crew-user-administrator"),
            Crew::DirectoryAdministrator => tr!(self, "mig-crew-directory-administrator"),
            Crew::DomainAdministrator => tr!(self, "mig-crew-domain-administrator"),
            Crew::DatabaseAdministrator => tr!(self, "mig-crew-database-administrator"),
            Crew::SourceAdministrator => tr!(self, "mig-crew-source-administrator"),
            Crew::NetworkAdministrator => tr!(self, "mig-crew-network-administrator"),
            Crew::PilotUser => tr!(self, "mig-crew-pilot"),
            Crew::Approver => tr!(self, "mig-crew-approver"),
        }
    }

    pub fn reading_name(&self, reading: Reading) -> String {
        match reading {
            Reading::SameForest => tr!(self, "mig-reading-same-forest"),
            Reading::Versions => tr!(self, "mig-reading-versions"),
            Reading::HomePool => tr!(self, "mig-reading-home-pool"),
            Reading::TargetPool => tr!(self, "mig-reading-target-pool"),
            Reading::Rights => tr!(self, "mig-reading-rights"),
            Reading::NoCollidingNames => tr!(self, "mig-reading-names"),
            Reading::ClientAccess => tr!(self, "mig-reading-client-access"),
            Reading::Compliance => tr!(self, "mig-reading-compliance"),
            Reading::ServiceRecords => tr!(self, "mig-reading-service-records"),
            Reading::ServicesStopped => tr!(self, "mig-reading-services-stopped"),
            Reading::ServicesRunning => tr!(self, "mig-reading-services-running"),
            Reading::Baseline => tr!(self, "mig-reading-baseline"),
            Reading::Counts => tr!(self, "mig-reading-counts"),
            Reading::AddressFree => tr!(self, "mig-reading-address-free"),
            Reading::EndpointStands => tr!(self, "mig-reading-endpoint-stands"),
            Reading::EndpointGone => tr!(self, "mig-reading-endpoint-gone"),
            Reading::ClientPath => tr!(self, "mig-reading-client-path"),
            Reading::SourceRetired => tr!(self, "mig-reading-source-retired"),
            Reading::ChatPolicy => tr!(self, "mig-reading-chat-policy"),
            Reading::AutomaticEndpoints => tr!(self, "mig-reading-automatic-endpoints"),
        }
    }

    pub fn finding_outcome(&self, outcome: FindingOutcome) -> String {
        match outcome {
            FindingOutcome::Holds => tr!(self, "mig-found-holds"),
            FindingOutcome::HoldsWithWarning => tr!(self, "mig-found-warning"),
            FindingOutcome::Contradicts => tr!(self, "mig-found-contradicts"),
            FindingOutcome::CannotBeRead => tr!(self, "mig-found-unreadable"),
        }
    }

    /// Which of the two limits of a way back applies, as a sentence.
    pub fn loss_limit(&self, limit: &LossLimit) -> String {
        match limit {
            LossLimit::Lossless => tr!(self, "mig-loss-none"),
            LossLimit::LosesSince(since) => {
                tr!(self, "mig-loss-since", time = self.hour_minute(*since))
            }
        }
    }

    /// What a line of a project's journal says.
    pub fn project_entry(&self, entry: &ProjectEntry) -> EntryWords {
        let (what, said) = match entry {
            ProjectEntry::RunOpened { program } => {
                (tr!(self, "mig-entry-run-opened"), program.clone())
            }
            ProjectEntry::TakenOver { user, computer } => (
                tr!(
                    self,
                    "mig-entry-taken-over",
                    user = visible_line(user),
                    computer = visible_line(computer)
                ),
                String::new(),
            ),
            ProjectEntry::FactsChanged(_) => (tr!(self, "mig-entry-facts-changed"), String::new()),
            ProjectEntry::Assigned { owner, .. } => (
                tr!(self, "mig-entry-assigned", owner = visible_line(owner)),
                String::new(),
            ),
            ProjectEntry::Planned { minutes, .. } => (
                tr!(self, "mig-entry-planned", minutes = minutes.to_string()),
                String::new(),
            ),
            ProjectEntry::Noted { text, .. } => (tr!(self, "mig-entry-noted"), text.clone()),
            ProjectEntry::Began { .. } => (tr!(self, "mig-entry-began"), String::new()),
            ProjectEntry::Linked { plan, .. } => (
                tr!(
                    self,
                    "mig-entry-linked",
                    plan = visible_line(&plan.to_string())
                ),
                String::new(),
            ),
            ProjectEntry::Plan(entry) => self.plan_entry(entry),
            ProjectEntry::Found { finding, .. } => {
                let messages: Vec<_> = finding
                    .messages
                    .iter()
                    .map(|message| self.checklist_message(message))
                    .collect();
                let what = tr!(
                    self,
                    "mig-entry-found",
                    reading = self.reading_name(finding.reading),
                    outcome = self.finding_outcome(finding.outcome)
                );
                (what, messages.join("\n"))
            }
            ProjectEntry::SourceCounted { exports, .. } => {
                (tr!(self, "mig-entry-source-counted"), exports.join("\n"))
            }
            ProjectEntry::Attested {
                by, outcome, words, ..
            } => (
                tr!(
                    self,
                    "mig-entry-attested",
                    by = visible_line(by),
                    outcome = self.attested_outcome(*outcome)
                ),
                words.clone(),
            ),
            ProjectEntry::Skipped { by, reason, .. } => (
                tr!(self, "mig-entry-skipped", by = visible_line(by)),
                reason.clone(),
            ),
            ProjectEntry::NotApplicable { by, reason, .. } => (
                tr!(self, "mig-entry-not-applicable", by = visible_line(by)),
                reason.clone(),
            ),
            ProjectEntry::Reopened { by, reason, .. } => (
                tr!(self, "mig-entry-reopened", by = visible_line(by)),
                reason.clone(),
            ),
            ProjectEntry::Confirmed { reviewer, .. } => (
                tr!(
                    self,
                    "mig-entry-confirmed",
                    reviewer = visible_line(reviewer)
                ),
                String::new(),
            ),
            ProjectEntry::Output { text, .. } => (tr!(self, "mig-entry-output"), text.clone()),
            ProjectEntry::LabActed { deeds, .. } => {
                let deeds: Vec<_> = deeds.iter().map(|deed| format!("{deed:?}")).collect();
                (tr!(self, "mig-entry-lab-acted"), deeds.join("\n"))
            }
            ProjectEntry::Attached { file, .. } => (
                tr!(self, "mig-entry-attached", file = visible_line(&file.name)),
                file.sha256.clone(),
            ),
            ProjectEntry::ExportAdded { file } => (
                tr!(
                    self,
                    "mig-entry-export-added",
                    file = visible_line(&file.name)
                ),
                file.sha256.clone(),
            ),
            ProjectEntry::Deviated { by, reason, .. } => (
                tr!(self, "mig-entry-deviated", by = visible_line(by)),
                reason.clone(),
            ),
            ProjectEntry::Decided {
                decision,
                by,
                reason,
                ..
            } => (
                tr!(
                    self,
                    "mig-entry-decided",
                    decision = self.decision(*decision),
                    by = visible_line(by)
                ),
                reason.clone(),
            ),
            ProjectEntry::RollbackBegan { by, reason } => (
                tr!(self, "mig-entry-rollback", by = visible_line(by)),
                reason.clone(),
            ),
        };
        EntryWords { what, said }
    }

    fn plan_entry(&self, entry: &Entry) -> (String, String) {
        let named = |plan: &crate::plan::PlanId| visible_line(&plan.to_string());
        match entry {
            Entry::RunOpened { program } => (tr!(self, "mig-entry-run-opened"), program.clone()),
            Entry::PlanMade(plan) => {
                let change = self.plan_kind(plan.kind, plan.undoes.is_some());
                let acts: Vec<_> = plan.steps.iter().map(|step| self.act(&step.act)).collect();
                let what = tr!(self, "mig-entry-plan-made", change = change);
                (what, acts.join("\n"))
            }
            Entry::Step { plan, step, event } => (
                tr!(
                    self,
                    "mig-entry-plan-step",
                    number = (step + 1).to_string(),
                    plan = named(plan)
                ),
                match event {
                    StepEvent::Started => tr!(self, "mig-entry-began"),
                    StepEvent::Ended {
                        status, message, ..
                    } => {
                        let word = self.step_status(*status);
                        let message = message.as_ref().map(|message| self.message(message));
                        [Some(word), message]
                            .into_iter()
                            .flatten()
                            .collect::<Vec<_>>()
                            .join("\n")
                    }
                },
            ),
            Entry::HandedOver { plan, step } => (
                tr!(
                    self,
                    "mig-entry-plan-handed-over",
                    number = (step + 1).to_string(),
                    plan = named(plan)
                ),
                String::new(),
            ),
        }
    }
}
