//! Everything that arrives from outside, as one list on one queue.

use std::path::PathBuf;

use super::journal_view::JournalView;
use crate::domain::{Connection, Holders, Inventory, Preview, Readable};
use crate::plan::{Progress, RunEnd};
use crate::ports::PortError;

#[derive(Clone, Debug)]
pub enum Event {
    Connected {
        session: u64,
        result: Result<Connection, PortError>,
    },
    InventoryRead {
        request: u64,
        result: Result<Inventory, PortError>,
    },
    HoldersRead {
        request: u64,
        result: Result<Readable<Holders>, PortError>,
    },
    Previewed {
        request: u64,
        result: Result<Preview, PortError>,
    },
    RunProgressed(Progress),
    RunEnded(RunEnd),
    JournalRead {
        request: u64,
        result: Result<JournalView, PortError>,
    },
    SettingsSaved(Result<(), PortError>),
    ProfilesSaved(Result<(), PortError>),
    /// `None` when the person closed the file dialog.
    CaFilePicked(Option<PathBuf>),
    /// A worker ended in a way it should not. The window goes on.
    WorkerPanicked(JobName),
}

/// Which work a panic ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobName {
    Session,
    Files,
    FileDialog,
}
