//! The folder of a project, as a store keeps it: what is in it, who has it open for changes, and where this run writes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entry::{EvidenceFile, ProjectEntry, ProjectJournal};
use super::procedure::Procedure;
use super::project::Project;
use crate::domain::Moment;
use crate::plan::JournalWriter;
use crate::ports::PortResult;

/// A project as its files tell it.
#[derive(Clone, Debug)]
pub struct StoredProject {
    pub project: Project,
    pub procedure: Arc<Procedure>,
    pub journal: ProjectJournal,
    /// The rehearsals in its folder, oldest first.
    pub rehearsals: Vec<PathBuf>,
}

/// Who has a project open for changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub user: String,
    pub computer: String,
    pub process: u32,
    pub since: Moment,
}

/// The newest lock in a project's folder, as one look shows it. Locks are numbered and a number is never used again, so
/// that of two consoles that want the next one only one can have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockSeen {
    /// 0 where the project was never open for changes.
    pub number: u64,
    pub state: LockState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockState {
    Free,
    Held {
        /// `None` while it is being written, or where it cannot be understood.
        holder: Option<Holder>,
        /// Changes as long as the holder gives signs of life.
        pulse: String,
        /// Whether the holder was a process of this computer and user that is gone for certain.
        is_gone: bool,
    },
}

/// One project folder. What is written is on disk when a call returns.
pub trait ProjectStore: Send {
    fn folder(&self) -> &Path;

    /// Makes the folder with the two files that are written once. Never touches a folder that is there, and leaves
    /// nothing behind when it fails.
    fn create(&self, project: &Project, procedure: &Procedure) -> PortResult<()>;

    fn read(&self) -> PortResult<StoredProject>;

    /// Replaces the pinned procedure.
    fn pin(&self, procedure: &Procedure) -> PortResult<()>;

    /// How long each file of the journal is: what changes when somebody else writes.
    fn lengths(&self) -> PortResult<Vec<(String, u64)>>;

    fn look(&self) -> PortResult<LockSeen>;

    /// Takes the lock that comes after this number; `None` when somebody else has just done so.
    fn take(&self, after: u64, since: Moment) -> PortResult<Option<Box<dyn ProjectLock>>>;

    /// A file of its own in the journal, behind those of every earlier lock.
    fn writer(&self, lock: u64, opened: Moment) -> JournalWriter<ProjectEntry>;

    /// Copies a file into the folder under the name of its hash.
    fn keep_evidence(&self, file: &Path) -> PortResult<EvidenceFile>;

    fn save_report(&self, name: &str, html: &str) -> PortResult<PathBuf>;
}

/// This console's lock of a project.
pub trait ProjectLock: Send {
    fn number(&self) -> u64;

    /// Whether the project is still this console's: [`crate::ports::PortErrorKind::ProjectTaken`] when it is not.
    fn check(&self) -> PortResult<()>;

    /// Gives a sign of life, after [`Self::check`].
    fn beat(&mut self) -> PortResult<()>;

    fn release(&mut self) -> PortResult<()>;
}
