//! Where journal lines are kept. What a line says is the plan engine's business; a store keeps bytes and order.

use super::PortResult;

/// One file of the journal as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

pub trait JournalStore: Send {
    /// Appends one line to this run's own file and returns only when it is on disk.
    fn append(&mut self, line: &str) -> PortResult<()>;

    /// The name of this run's own file; empty while nothing was written to it.
    fn own_file(&self) -> String;

    /// All files, this run's own included, oldest first.
    fn files(&self) -> PortResult<Vec<JournalFile>>;
}
