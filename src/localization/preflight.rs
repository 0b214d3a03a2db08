//! The words of the risk sheet.

use super::Localizer;
use crate::checklist::{
    Delimiter, EvidenceColumn, ExportEncoding, ExportKind, PreflightReport, Risk, RiskTopic,
    SourceExport,
};
use crate::domain::PreflightMessage;
use crate::domain::text::visible_line;
use crate::tr;

impl Localizer {
    pub fn preflight_message(&self, message: &PreflightMessage) -> String {
        match message {
            PreflightMessage::TooLarge { most_megabytes } => {
                tr!(self, "export-too-large", most = most_megabytes.to_string())
            }
            PreflightMessage::Empty => tr!(self, "export-empty"),
            PreflightMessage::NotText => tr!(self, "export-not-text"),
            PreflightMessage::HeadingsUnknown { headings } => tr!(
                self,
                "export-headings-unknown",
                headings = visible_line(&headings.join(", "))
            ),
            PreflightMessage::HeadingTwice { heading } => {
                tr!(
                    self,
                    "export-heading-twice",
                    heading = visible_line(heading)
                )
            }
            PreflightMessage::TooManyColumns { most } => {
                tr!(self, "export-too-many-columns", most = most.to_string())
            }
            PreflightMessage::TooManyRows { most } => {
                tr!(self, "export-too-many-rows", most = most.to_string())
            }
            PreflightMessage::CellTooLong { line, most } => tr!(
                self,
                "export-cell-too-long",
                line = line.to_string(),
                most = most.to_string()
            ),
            PreflightMessage::RowUneven {
                line,
                expected,
                found,
            } => tr!(
                self,
                "export-row-uneven",
                line = line.to_string(),
                expected = expected.to_string(),
                found = found.to_string()
            ),
            PreflightMessage::QuoteOpen { line } => {
                tr!(self, "export-quote-open", line = line.to_string())
            }
            PreflightMessage::NamesFlattened { count } => {
                tr!(self, "risk-names-flattened", count = count)
            }
            PreflightMessage::NamesTooLong { count, most } => {
                tr!(
                    self,
                    "risk-names-too-long",
                    count = count,
                    most = most.to_string()
                )
            }
            PreflightMessage::NamesEqual { count } => {
                tr!(self, "risk-names-equal", count = count)
            }
            PreflightMessage::NamesMissing { rows } => {
                tr!(self, "risk-names-missing", count = rows)
            }
            PreflightMessage::CategoriesUnknown { rows } => {
                tr!(self, "risk-categories-unknown", count = rows)
            }
            PreflightMessage::CategoriesInCircle { count } => {
                tr!(self, "risk-categories-in-circle", count = count)
            }
            PreflightMessage::RootManagers {
                managers,
                rooms: Some(rooms),
            } => tr!(
                self,
                "risk-root-managers",
                count = managers,
                rooms = rooms.to_string()
            ),
            PreflightMessage::RootManagers {
                managers,
                rooms: None,
            } => tr!(self, "risk-root-managers-of-all", count = managers),
            PreflightMessage::InvitationsReset { rooms } => {
                tr!(self, "risk-invitations", count = rooms)
            }
            PreflightMessage::FederatedPeople { people, domains } => tr!(
                self,
                "risk-federated",
                count = people,
                domains = visible_line(&domains.join(", "))
            ),
            PreflightMessage::RoomsDisabled { rooms } => {
                tr!(self, "risk-rooms-disabled", count = rooms)
            }
            PreflightMessage::RoomsUnused { rooms } => {
                tr!(self, "risk-rooms-unused", count = rooms)
            }
            PreflightMessage::AccountsDisabled { people } => {
                tr!(self, "risk-accounts-disabled", count = people)
            }
            PreflightMessage::ExportMissing => tr!(self, "risk-export-missing"),
            PreflightMessage::SipDomainsUnknown => tr!(self, "risk-sip-domains-unknown"),
            PreflightMessage::AdviseRenameBefore => tr!(self, "advise-rename-before"),
            PreflightMessage::AdviseShorten => tr!(self, "advise-shorten"),
            PreflightMessage::AdviseNameTwice => tr!(self, "advise-name-twice"),
            PreflightMessage::AdviseNameMissing => tr!(self, "advise-name-missing"),
            PreflightMessage::AdviseExportAgain => tr!(self, "advise-export-again"),
            PreflightMessage::AdviseRemoveManagers => tr!(self, "advise-remove-managers"),
            PreflightMessage::AdviseInvitations => tr!(self, "advise-invitations"),
            PreflightMessage::AdviseFederated => tr!(self, "advise-federated"),
            PreflightMessage::AdviseDisabledStay => tr!(self, "advise-disabled-stay"),
            PreflightMessage::AdviseDisableRooms => tr!(self, "advise-disable-rooms"),
            PreflightMessage::AdviseDisabledAccounts => tr!(self, "advise-disabled-accounts"),
            PreflightMessage::AdviseColliding => tr!(self, "advise-colliding"),
            PreflightMessage::AdviseMissingExport => tr!(self, "advise-missing-export"),
            PreflightMessage::AdviseConnect => tr!(self, "advise-connect"),
            PreflightMessage::AdviseReading => tr!(self, "advise-reading"),
        }
    }

    pub fn risk(&self, risk: Risk) -> String {
        match risk {
            Risk::Stops => tr!(self, "risk-stops"),
            Risk::Warns => tr!(self, "risk-warns"),
            Risk::Informs => tr!(self, "risk-informs"),
        }
    }

    pub fn risk_topic(&self, topic: RiskTopic) -> String {
        match topic {
            RiskTopic::Exports => tr!(self, "risk-topic-exports"),
            RiskTopic::FlattenedNames => tr!(self, "risk-topic-flattened"),
            RiskTopic::LongNames => tr!(self, "risk-topic-long"),
            RiskTopic::EqualNames => tr!(self, "risk-topic-equal"),
            RiskTopic::RootManagers => tr!(self, "risk-topic-root-managers"),
            RiskTopic::Invitations => tr!(self, "risk-topic-invitations"),
            RiskTopic::Federation => tr!(self, "risk-topic-federation"),
            RiskTopic::Rooms => tr!(self, "risk-topic-rooms"),
            RiskTopic::Accounts => tr!(self, "risk-topic-accounts"),
            RiskTopic::Reading(reading) => self.reading_name(reading),
        }
    }

    pub fn export_kind(&self, kind: ExportKind) -> String {
        match kind {
            ExportKind::Categories => tr!(self, "export-categories"),
            ExportKind::Rooms => tr!(self, "export-rooms"),
            ExportKind::Managers => tr!(self, "export-managers"),
            ExportKind::Members => tr!(self, "export-members"),
        }
    }

    /// What a file was taken for.
    pub fn taken_for(&self, export: &SourceExport) -> String {
        tr!(
            self,
            "export-taken-for",
            kind = self.export_kind(export.kind),
            rows = export.rows.len().to_string(),
            encoding = export_encoding(export.encoding),
            delimiter = self.delimiter(export.delimiter)
        )
    }

    fn delimiter(&self, delimiter: Delimiter) -> String {
        match delimiter {
            Delimiter::Comma => tr!(self, "delimiter-comma"),
            Delimiter::Semicolon => tr!(self, "delimiter-semicolon"),
            Delimiter::Tab => tr!(self, "delimiter-tab"),
        }
    }

    pub fn evidence_column(&self, column: EvidenceColumn) -> String {
        match column {
            EvidenceColumn::File => tr!(self, "evidence-file"),
            EvidenceColumn::Line => tr!(self, "evidence-line"),
            EvidenceColumn::Category => tr!(self, "evidence-category"),
            EvidenceColumn::Room => tr!(self, "evidence-room"),
            EvidenceColumn::Name => tr!(self, "evidence-name"),
            EvidenceColumn::FlattenedName => tr!(self, "evidence-flattened"),
            EvidenceColumn::Characters => tr!(self, "evidence-characters"),
            EvidenceColumn::Person => tr!(self, "evidence-person"),
            EvidenceColumn::LastPosted => tr!(self, "evidence-last-posted"),
            EvidenceColumn::Value => tr!(self, "evidence-value"),
        }
    }

    /// The risk sheet as rows for a spreadsheet: a line for each finding, and below it one for each row of its evidence.
    pub fn preflight_rows(&self, report: &PreflightReport) -> Vec<Vec<String>> {
        let mut rows = vec![vec![
            tr!(self, "risk-column-severity"),
            tr!(self, "risk-column-topic"),
            tr!(self, "risk-column-what"),
            tr!(self, "risk-column-advice"),
            tr!(self, "risk-column-evidence"),
        ]];
        for finding in &report.findings {
            let what: Vec<_> = finding
                .what
                .iter()
                .map(|message| self.checklist_message(message))
                .collect();
            let head = [
                self.risk(finding.risk),
                self.risk_topic(finding.topic),
                what.join(" "),
                finding
                    .advice
                    .as_ref()
                    .map(|advice| self.checklist_message(advice))
                    .unwrap_or_default(),
            ];
            let mut own = head.to_vec();
            own.push(visible_line(&finding.words.join(" · ")));
            rows.push(own);
            let columns = finding
                .evidence
                .columns
                .iter()
                .map(|column| self.evidence_column(*column))
                .collect::<Vec<_>>();
            for cells in &finding.evidence.rows {
                let mut row = head[..2].to_vec();
                row.extend([String::new(), String::new()]);
                row.extend(
                    columns
                        .iter()
                        .zip(cells)
                        .map(|(column, cell)| format!("{column}: {}", visible_line(cell))),
                );
                rows.push(row);
            }
        }
        rows
    }
}

/// The names people in Korea and Japan call them by.
fn export_encoding(encoding: ExportEncoding) -> &'static str {
    match encoding {
        ExportEncoding::Utf8 => "UTF-8",
        ExportEncoding::Utf16 => "UTF-16",
        ExportEncoding::Korean => "CP949 (EUC-KR)",
        ExportEncoding::Japanese => "CP932 (Shift_JIS)",
    }
}
