//! The risk sheet: what the exports of the old system and the readings of the new one say, days before the window.

mod encoding;
mod export;
mod findings;
mod flatten;
mod headings;
mod table;

use super::reading::Counts;
use super::{Finding, FindingOutcome, Reading};
use crate::domain::{ChecklistMessage, PreflightMessage};

pub use encoding::ExportEncoding;
pub use export::{Delimiter, ExportKind, ExportRow, SourceExport, read_export};
pub use flatten::LONGEST_NAME;
pub use headings::Column;
pub use table::{EvidenceColumn, EvidenceTable};

/// How bad it is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Risk {
    Stops,
    Warns,
    Informs,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RiskTopic {
    Exports,
    FlattenedNames,
    LongNames,
    EqualNames,
    RootManagers,
    Invitations,
    Federation,
    Rooms,
    Accounts,
    Reading(Reading),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreflightFinding {
    pub risk: Risk,
    pub topic: RiskTopic,
    /// The decisive one first.
    pub what: Vec<ChecklistMessage>,
    /// What to do about it.
    pub advice: Option<ChecklistMessage>,
    /// The rows it is made from.
    pub evidence: EvidenceTable,
    /// The servers' own words.
    pub words: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightReport {
    /// The worst first.
    pub findings: Vec<PreflightFinding>,
    /// How many things the old system holds, where its exports say so.
    pub source: Option<Counts>,
    /// How many rows each kind of export has, in the order of [`ExportKind::ALL`].
    pub rows: [Option<usize>; 4],
}

/// What the exports are judged against.
#[derive(Clone, Copy, Debug, Default)]
pub struct PreflightGround<'a> {
    /// The deployment's SIP domains; none were read when empty.
    pub sip_domains: &'a [String],
    /// The day before which messages stay behind, as `2010-01-01`.
    pub cut_off: Option<&'a str>,
    /// What the console read of the new system.
    pub readings: &'a [Finding],
}

/// Every risk the exports and the readings show.
pub fn preflight(exports: &[SourceExport], ground: PreflightGround<'_>) -> PreflightReport {
    let mut found = findings::of_exports(exports, ground);
    found.extend(
        ground
            .readings
            .iter()
            .map(|reading| of_reading(reading, exports)),
    );
    found.sort_by_key(|finding| finding.risk);
    PreflightReport {
        findings: found,
        source: source_counts(exports),
        rows: ExportKind::ALL.map(|kind| {
            let mut of_kind = exports
                .iter()
                .filter(|export| export.kind == kind)
                .peekable();
            of_kind.peek()?;
            Some(of_kind.map(|export| export.rows.len()).sum())
        }),
    }
}

/// The names that will be imported: flattened, and as they stand, because the pages do not say what joins the parts.
pub fn names(exports: &[SourceExport]) -> Vec<String> {
    flatten::Tree::new(exports).imported_names()
}

/// How many categories and rooms will be imported; disabled rooms stay behind, and add-ins are in no export.
pub fn source_counts(exports: &[SourceExport]) -> Option<Counts> {
    let count = |kind| {
        let is_given = exports.iter().any(|export| export.kind == kind);
        is_given.then(|| {
            flatten::rows(exports, kind)
                .filter(|(export, row)| !findings::is_disabled(export, row))
                .count()
        })
    };
    let counts = Counts {
        categories: count(ExportKind::Categories),
        rooms: count(ExportKind::Rooms),
        addins: None,
    };
    (counts != Counts::default()).then_some(counts)
}

/// A reading as a line of the risk sheet.
fn of_reading(reading: &Finding, exports: &[SourceExport]) -> PreflightFinding {
    let risk = match reading.outcome {
        FindingOutcome::Holds => Risk::Informs,
        FindingOutcome::HoldsWithWarning | FindingOutcome::CannotBeRead => Risk::Warns,
        FindingOutcome::Contradicts => Risk::Stops,
    };
    let colliding = reading.reading == Reading::NoCollidingNames
        && reading.outcome == FindingOutcome::Contradicts;
    let advice = if colliding {
        Some(PreflightMessage::AdviseColliding)
    } else {
        (reading.outcome != FindingOutcome::Holds).then_some(PreflightMessage::AdviseReading)
    };
    PreflightFinding {
        risk,
        topic: RiskTopic::Reading(reading.reading),
        what: reading.messages.clone(),
        advice: advice.map(ChecklistMessage::Preflight),
        evidence: if colliding {
            findings::rows_named(exports, &reading.words)
        } else {
            EvidenceTable::default()
        },
        words: reading.words.clone(),
    }
}
