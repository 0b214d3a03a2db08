//! A project as a folder: `project.ron` and the pinned `procedure.ron`, `journal/` with one file for each time it was
//! open for changes, `evidence/`, `reports/`, `rehearsals/` with projects of their own, and `lock/`.

mod create;
mod evidence;
mod lock;
mod problem;
mod read;
mod verify;

use std::path::{Path, PathBuf};

use crate::adapters::files::FileJournal;
use crate::adapters::platform;
use crate::checklist::{
    EvidenceFile, LockSeen, Procedure, Project, ProjectEntry, ProjectLock, ProjectStore,
    StoredProject,
};
use crate::domain::Moment;
use crate::plan::JournalWriter;
use crate::ports::PortResult;

pub use create::save_new;
pub use evidence::EVIDENCE_LIMIT;
pub use read::read_limited;

/// Who this program is to others that open the same folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub user: String,
    pub computer: String,
    pub process: u32,
    /// Named in each file of the journal.
    pub program: String,
}

pub struct ProjectFolder {
    folder: PathBuf,
    run: Run,
}

impl Run {
    /// This process.
    pub fn current(program: impl Into<String>) -> Self {
        Self {
            user: platform::os_user(),
            computer: platform::computer(),
            process: std::process::id(),
            program: program.into(),
        }
    }
}

impl ProjectFolder {
    pub fn new(folder: PathBuf, run: Run) -> Self {
        Self { folder, run }
    }

    fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    fn locks(&self) -> PathBuf {
        self.folder.join("lock")
    }
}

/// Whether a folder holds a project.
pub fn has_project(folder: &Path) -> bool {
    folder.join(read::PROJECT).is_file()
}

impl ProjectStore for ProjectFolder {
    fn folder(&self) -> &Path {
        &self.folder
    }

    fn create(&self, project: &Project, procedure: &Procedure) -> PortResult<()> {
        create::create(&self.folder, self.run.process, project, procedure)
    }

    fn read(&self) -> PortResult<StoredProject> {
        read::read(&self.folder, &self.journal())
    }

    fn pin(&self, procedure: &Procedure) -> PortResult<()> {
        create::pin(&self.folder, procedure)
    }

    fn lengths(&self) -> PortResult<Vec<(String, u64)>> {
        read::lengths(&self.folder, &self.journal())
    }

    fn look(&self) -> PortResult<LockSeen> {
        lock::look(&self.folder, &self.locks(), &self.run)
    }

    fn take(&self, after: u64, since: Moment) -> PortResult<Option<Box<dyn ProjectLock>>> {
        let lock = lock::take(&self.folder, &self.locks(), &self.run, after, since)?;
        Ok(lock.map(|lock| -> Box<dyn ProjectLock> { Box::new(lock) }))
    }

    fn writer(&self, lock: u64, opened: Moment) -> JournalWriter<ProjectEntry> {
        let store = FileJournal::numbered(self.journal(), lock, opened, self.run.process);
        let Run {
            user,
            computer,
            program,
            ..
        } = self.run.clone();
        JournalWriter::new(Box::new(store), user, computer, program)
    }

    fn keep_evidence(&self, file: &Path) -> PortResult<EvidenceFile> {
        evidence::keep(&self.folder, file)
    }

    fn save_report(&self, name: &str, html: &str) -> PortResult<PathBuf> {
        create::save_report(&self.folder, name, html)
    }
}
