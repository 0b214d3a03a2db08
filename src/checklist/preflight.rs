//! The risk sheet: what the exports of the old system and the readings of the new one say, days before the window.

use crate::domain::ChecklistMessage;

/// What an export of the old system lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportKind {
    Categories,
    Rooms,
    Managers,
    Members,
}

/// A file the operator dropped in, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceExport {
    pub kind: ExportKind,
    /// Its name, as it was dropped.
    pub name: String,
    pub rows: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Risk {
    Stops,
    Warns,
    Informs,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreflightFinding {
    pub risk: Risk,
    pub what: ChecklistMessage,
    /// What to do about it.
    pub advice: ChecklistMessage,
    /// The rows it is made from, as they stand in the export.
    pub evidence: Vec<Vec<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightReport {
    pub findings: Vec<PreflightFinding>,
}

/// Reads one export; which kind it is shows in its headings.
pub fn read_export(name: &str, bytes: &[u8]) -> Result<SourceExport, ChecklistMessage> {
    let _ = (name, bytes);
    Err(ChecklistMessage::NoProjectOpen)
}

pub fn preflight(exports: &[SourceExport]) -> PreflightReport {
    let _ = exports;
    PreflightReport::default()
}
