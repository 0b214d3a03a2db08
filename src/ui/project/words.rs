//! The words of projects: fields, what is wrong with them, ways, faults.

use std::collections::HashSet;

use crate::checklist::{PathVerdict, SourceGeneration};
use crate::console::{DraftPage, ProjectDraft, ProjectField, ProjectProblem};
use crate::domain::text::visible_line;
use crate::domain::{Inventory, Moment, RehearsalFault};
use crate::localization::Localizer;
use crate::tr;

pub(super) fn page(text: &Localizer, page: DraftPage) -> String {
    match page {
        DraftPage::Source => tr!(text, "project-step-source"),
        DraftPage::Target => tr!(text, "project-step-target"),
        DraftPage::Window => tr!(text, "project-step-window"),
        DraftPage::People => tr!(text, "project-step-people"),
        DraftPage::Procedure => tr!(text, "project-step-procedure"),
        DraftPage::Review => tr!(text, "wizard-step-review"),
    }
}

pub(super) fn source(text: &Localizer, generation: SourceGeneration) -> String {
    match generation {
        SourceGeneration::Ocs2007R2 => tr!(text, "project-source-2007"),
        SourceGeneration::Lync2010 => tr!(text, "project-source-2010"),
    }
}

pub(super) fn field(text: &Localizer, field: ProjectField) -> String {
    match field {
        ProjectField::Name => tr!(text, "project-field-name"),
        ProjectField::SourcePool => tr!(text, "project-field-source-pool"),
        ProjectField::Servers => tr!(text, "project-field-servers"),
        ProjectField::SourceSql => tr!(text, "project-field-source-sql"),
        ProjectField::Database => tr!(text, "project-field-database"),
        ProjectField::ComplianceDatabase => tr!(text, "project-field-compliance"),
        ProjectField::SourceFiles => tr!(text, "project-field-source-files"),
        ProjectField::OtherAddresses => tr!(text, "project-field-addresses"),
        ProjectField::TargetPool => tr!(text, "project-field-target-pool"),
        ProjectField::Registrar => tr!(text, "project-field-registrar"),
        ProjectField::TargetSql => tr!(text, "project-field-target-sql"),
        ProjectField::TargetFiles => tr!(text, "project-field-target-files"),
        ProjectField::StartDate => tr!(text, "project-field-start-date"),
        ProjectField::StartTime => tr!(text, "project-field-start-time"),
        ProjectField::EndDate => tr!(text, "project-field-end-date"),
        ProjectField::EndTime => tr!(text, "project-field-end-time"),
        ProjectField::Operator => tr!(text, "project-field-operator"),
        ProjectField::Reviewer => tr!(text, "project-field-reviewer"),
        ProjectField::Approver => tr!(text, "project-field-approver"),
        ProjectField::Pilots => tr!(text, "project-field-pilots"),
        ProjectField::WorkFolder => tr!(text, "project-field-work-folder"),
        ProjectField::CutOff => tr!(text, "project-field-cut-off"),
        ProjectField::Profile => tr!(text, "project-field-profile"),
        ProjectField::Passphrase => tr!(text, "project-field-passphrase"),
        ProjectField::PassphraseAgain => tr!(text, "project-field-passphrase-again"),
        ProjectField::Template => tr!(text, "project-field-template"),
        ProjectField::Folder => tr!(text, "project-field-folder"),
    }
}

/// What to know about a field, where its label does not say it.
pub(super) fn note(text: &Localizer, field: ProjectField) -> Option<String> {
    match field {
        ProjectField::Servers => Some(tr!(text, "project-note-servers")),
        ProjectField::OtherAddresses => Some(tr!(text, "project-note-addresses")),
        ProjectField::ComplianceDatabase => Some(tr!(text, "project-note-compliance")),
        ProjectField::Pilots => Some(tr!(text, "project-note-pilots")),
        ProjectField::WorkFolder => Some(tr!(text, "project-note-work-folder")),
        ProjectField::CutOff => Some(tr!(text, "project-note-cut-off")),
        ProjectField::Passphrase => Some(tr!(text, "project-note-passphrase")),
        ProjectField::Template => Some(tr!(text, "project-note-template")),
        _ => None,
    }
}

pub(super) fn problem(text: &Localizer, problem: &ProjectProblem) -> String {
    match problem {
        ProjectProblem::Missing => tr!(text, "project-problem-missing"),
        ProjectProblem::NotFqdn => tr!(text, "project-problem-fqdn"),
        ProjectProblem::NotAnAddress(typed) => {
            tr!(text, "project-problem-address", typed = visible_line(typed))
        }
        ProjectProblem::AddressTwice(address) => {
            let address = visible_line(address);
            tr!(text, "project-problem-twice", address = address)
        }
        ProjectProblem::NoAddress => tr!(text, "project-problem-no-address"),
        ProjectProblem::SameAsSource => tr!(text, "project-problem-same"),
        ProjectProblem::NotADate => tr!(text, "project-problem-date"),
        ProjectProblem::NotATime => tr!(text, "project-problem-time"),
        ProjectProblem::EndsBeforeStart => tr!(text, "project-problem-end"),
        ProjectProblem::PassphraseShort(least) => {
            let least = *least;
            tr!(text, "project-problem-short", least = least)
        }
        ProjectProblem::PassphraseDiffers => tr!(text, "project-problem-differs"),
        ProjectProblem::OnePersonTwice => tr!(text, "project-problem-one-person"),
        ProjectProblem::NotAbsolute => tr!(text, "project-problem-absolute"),
    }
}

pub(super) fn verdict(text: &Localizer, verdict: PathVerdict) -> String {
    match verdict {
        PathVerdict::Documented => tr!(text, "project-path-documented"),
        PathVerdict::CoexistenceOnly => tr!(text, "project-path-coexistence"),
        PathVerdict::ByWayOf2013 => tr!(text, "project-path-by-way"),
        PathVerdict::Unknown => tr!(text, "project-path-unknown"),
    }
}

/// How many product generations stand beside each other while the migration lasts.
pub(super) fn versions(draft: &ProjectDraft, inventory: &Inventory) -> usize {
    let source = match draft.generation {
        SourceGeneration::Ocs2007R2 => "ocs-2007-r2".to_owned(),
        SourceGeneration::Lync2010 => crate::domain::Generation::Lync2010.token(),
    };
    let pools = inventory.pools.iter().map(|pool| pool.generation.token());
    let mut found: HashSet<String> = pools.collect();
    found.insert(source);
    found.insert(draft.target_generation.token());
    found.len()
}

/// A date and a time with the day of the week, as one checks it against a calendar.
pub(super) fn day(text: &Localizer, moment: Moment) -> String {
    use jiff::civil::Weekday;
    let zoned = moment.instant().to_zoned(text.zone().clone());
    let weekday = match zoned.weekday() {
        Weekday::Monday => tr!(text, "project-monday"),
        Weekday::Tuesday => tr!(text, "project-tuesday"),
        Weekday::Wednesday => tr!(text, "project-wednesday"),
        Weekday::Thursday => tr!(text, "project-thursday"),
        Weekday::Friday => tr!(text, "project-friday"),
        Weekday::Saturday => tr!(text, "project-saturday"),
        Weekday::Sunday => tr!(text, "project-sunday"),
    };
    tr!(
        text,
        "project-day",
        date = zoned.strftime("%Y-%m-%d").to_string(),
        weekday = weekday,
        time = zoned.strftime("%H:%M (UTC%:z)").to_string()
    )
}

/// A fault of a rehearsal, and what it teaches.
pub(super) fn fault(text: &Localizer, fault: RehearsalFault) -> (String, String) {
    match fault {
        RehearsalFault::ServiceWillNotStop => (
            tr!(text, "project-fault-service"),
            tr!(text, "project-fault-service-what"),
        ),
        RehearsalFault::ImportWarning => (
            tr!(text, "project-fault-import"),
            tr!(text, "project-fault-import-what"),
        ),
        RehearsalFault::ReplicationLags => (
            tr!(text, "project-fault-replication"),
            tr!(text, "project-fault-replication-what"),
        ),
        RehearsalFault::AddressStillHeld => (
            tr!(text, "project-fault-address"),
            tr!(text, "project-fault-address-what"),
        ),
        RehearsalFault::ServerLost => (
            tr!(text, "project-fault-server"),
            tr!(text, "project-fault-server-what"),
        ),
    }
}
