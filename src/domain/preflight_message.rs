//! What there is to say about the exports of the old system, and about the risks they show.

use serde::{Deserialize, Serialize};

/// Like [`super::ChecklistMessage`], of which these are a part: names and values, never sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PreflightMessage {
    // Why a file could not be read as an export
    TooLarge {
        most_megabytes: usize,
    },
    Empty,
    /// Neither Unicode nor one of the code pages of Korea and Japan.
    NotText,
    HeadingsUnknown {
        headings: Vec<String>,
    },
    HeadingTwice {
        heading: String,
    },
    TooManyColumns {
        most: usize,
    },
    TooManyRows {
        most: usize,
    },
    CellTooLong {
        line: u64,
        most: usize,
    },
    RowUneven {
        line: u64,
        expected: usize,
        found: usize,
    },
    /// A quotation mark was opened and never closed.
    QuoteOpen {
        line: u64,
    },
    // What the exports show
    NamesFlattened {
        count: usize,
    },
    NamesTooLong {
        count: usize,
        most: usize,
    },
    NamesEqual {
        count: usize,
    },
    NamesMissing {
        rows: usize,
    },
    /// Rows that name a category the export of categories does not have.
    CategoriesUnknown {
        rows: usize,
    },
    /// Categories that are, by way of others, their own parent.
    CategoriesInCircle {
        count: usize,
    },
    /// `None` when no rooms were given.
    RootManagers {
        managers: usize,
        rooms: Option<usize>,
    },
    InvitationsReset {
        rooms: usize,
    },
    FederatedPeople {
        people: usize,
        domains: Vec<String>,
    },
    RoomsDisabled {
        rooms: usize,
    },
    RoomsUnused {
        rooms: usize,
    },
    AccountsDisabled {
        people: usize,
    },
    // What was not looked at
    ExportMissing,
    SipDomainsUnknown,
    // What to do
    AdviseRenameBefore,
    AdviseShorten,
    AdviseNameTwice,
    AdviseNameMissing,
    AdviseExportAgain,
    AdviseRemoveManagers,
    AdviseInvitations,
    AdviseFederated,
    AdviseDisabledStay,
    AdviseDisableRooms,
    AdviseDisabledAccounts,
    AdviseColliding,
    AdviseMissingExport,
    AdviseConnect,
    AdviseReading,
}
