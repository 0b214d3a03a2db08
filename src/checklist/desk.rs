//! A project that is open: who has it for changes, and the only way an entry gets into its journal. Synchronous; the
//! window's threads and the command line use it alike.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::entry::{EvidenceFile, ProjectEntry, ProjectJournal, ProjectRecord};
use super::procedure::{Procedure, StepId};
use super::project::Project;
use super::store::{Holder, LockSeen, LockState, ProjectLock, ProjectStore, StoredProject};
use crate::domain::{Connection, Environment, Moment};
use crate::plan::{self, DamageReason, JournalWriter, PlanId, PlanLog, PlanRecord, StepStatus};
use crate::ports::{PortError, PortErrorKind, PortResult};

/// How long a lock has to be seen without a sign of life before its holder counts as gone. Four times what a holder
/// needs to give one, and measured by whoever watches: clocks of two machines need not agree, nor stand still.
pub const STALE_AFTER: Duration = Duration::from_mins(1);

/// How often a holder gives a sign of life.
pub const BEAT_EVERY: Duration = Duration::from_secs(15);

/// How a project is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// For changes; to watch if somebody else has it. What a process of this user left behind on this computer is
    /// taken over.
    Work,
    Watch,
    /// Takes it from a console that gave no sign of life; to watch if it does give one.
    TakeOver,
}

pub struct ProjectDesk {
    store: Box<dyn ProjectStore>,
    project: Project,
    hold: Option<Hold>,
    watch: LockWatch,
    /// The plans that are in its journal.
    plans: BTreeSet<PlanId>,
    lengths: Vec<(String, u64)>,
}

struct Hold {
    lock: Box<dyn ProjectLock>,
    writer: JournalWriter<ProjectEntry>,
}

/// What was seen of somebody else's lock, and for how long it has stood still.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct LockWatch {
    seen: Option<LockSeen>,
    still: Duration,
}

/// What another look at a project that is watched has shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Its files or who has it are not what they were.
    pub has_changed: bool,
}

impl LockWatch {
    /// `passed`: how long ago the look before was, at most.
    fn look(&mut self, seen: LockSeen, passed: Duration) -> bool {
        let was_stale = self.is_stale();
        let has_changed = self.seen.as_ref() != Some(&seen);
        if has_changed {
            self.still = Duration::ZERO;
        } else {
            self.still = self.still.saturating_add(passed);
        }
        let is_another = self
            .seen
            .as_ref()
            .is_none_or(|before| before.number != seen.number || before.holder() != seen.holder());
        self.seen = Some(seen);
        is_another || was_stale != self.is_stale()
    }

    fn is_stale(&self) -> bool {
        match self.seen.as_ref().map(|seen| &seen.state) {
            Some(LockState::Held { is_gone, .. }) => *is_gone || self.still >= STALE_AFTER,
            Some(LockState::Free) | None => false,
        }
    }
}

impl LockSeen {
    pub fn holder(&self) -> Option<&Holder> {
        match &self.state {
            LockState::Held { holder, .. } => holder.as_ref(),
            LockState::Free => None,
        }
    }
}

impl ProjectDesk {
    /// Opens a project. Its files are read before anything is touched, so that one this program does not understand
    /// stays as it is.
    pub fn open(
        store: Box<dyn ProjectStore>,
        mode: OpenMode,
        now: Moment,
    ) -> PortResult<(Self, StoredProject)> {
        let lengths = store.lengths()?;
        let stored = store.read()?;
        let mut desk = Self {
            store,
            project: stored.project.clone(),
            hold: None,
            watch: LockWatch::default(),
            plans: BTreeSet::new(),
            lengths,
        };
        desk.learn(&stored);
        let seen = desk.store.look()?;
        let may_take = match (&seen.state, mode) {
            (_, OpenMode::Watch) => false,
            (LockState::Free, _) => true,
            (LockState::Held { is_gone, .. }, _) => *is_gone,
        };
        let stored = desk.take(may_take, seen, stored, now)?;
        Ok((desk, stored))
    }

    /// Takes the project from a holder that gave no sign of life for as long as this desk has been looking. Without
    /// such a holder it goes on watching.
    pub fn take_over(&mut self, now: Moment) -> PortResult<StoredProject> {
        let stored = self.reload()?;
        if self.hold.is_some() {
            return Ok(stored);
        }
        let seen = self.store.look()?;
        self.watch.look(seen.clone(), Duration::ZERO);
        let may_take = self.watch.is_stale() || seen.state == LockState::Free;
        self.take(may_take, seen, stored, now)
    }

    fn take(
        &mut self,
        may_take: bool,
        seen: LockSeen,
        mut stored: StoredProject,
        now: Moment,
    ) -> PortResult<StoredProject> {
        if !may_take {
            self.watch.look(seen, Duration::ZERO);
            self.forgive(&mut stored);
            return Ok(stored);
        }
        let lock = match self.store.take(seen.number, now) {
            Ok(Some(lock)) => lock,
            // Somebody was faster.
            Ok(None) => {
                let seen = self.store.look()?;
                self.watch.look(seen, Duration::ZERO);
                self.forgive(&mut stored);
                return Ok(stored);
            }
            Err(err) if err.kind == PortErrorKind::FolderReadOnly => {
                self.watch = LockWatch::default();
                return Ok(stored);
            }
            Err(err) => return Err(err),
        };
        let writer = self.store.writer(lock.number(), now);
        self.hold = Some(Hold { lock, writer });
        self.watch = LockWatch::default();
        // From here on nobody else writes; what was written since the reading is read now.
        if self.store.lengths()? != self.lengths {
            stored = self.reload()?;
        }
        if let LockState::Held { holder, .. } = seen.state {
            let (user, computer) =
                holder.map_or_else(Default::default, |holder| (holder.user, holder.computer));
            let taken = ProjectEntry::TakenOver { user, computer };
            let records = self.append(now, None, taken)?;
            stored.journal.records.extend(records);
        }
        Ok(stored)
    }

    /// Reads the files again.
    pub fn reload(&mut self) -> PortResult<StoredProject> {
        let lengths = self.store.lengths()?;
        let mut stored = self.store.read()?;
        self.lengths = lengths;
        self.learn(&stored);
        self.forgive(&mut stored);
        Ok(stored)
    }

    /// What stands in its journal now.
    pub fn journal(&self) -> PortResult<ProjectJournal> {
        Ok(self.store.read()?.journal)
    }

    fn learn(&mut self, stored: &StoredProject) {
        self.project = stored.project.clone();
        for record in &stored.journal.records {
            if let ProjectEntry::Plan(plan::Entry::PlanMade(plan)) = &record.entry {
                self.plans.insert(plan.id.clone());
            }
        }
    }

    /// While somebody else writes, half a line at the very end is not damage but being written.
    fn forgive(&self, stored: &mut StoredProject) {
        let is_written = self.watch.seen.is_some()
            && !self.watch.is_stale()
            && self.lock_state() != Some(&LockState::Free);
        let newest = self.lengths.last().map(|(name, _)| name.as_str());
        if is_written {
            stored.journal.damages.retain(|damage| {
                damage.reason != DamageReason::CutShort || Some(damage.file.as_str()) != newest
            });
        }
    }

    /// Looks again at a project that is watched.
    pub fn observe(&mut self, passed: Duration) -> PortResult<Observed> {
        let seen = self.store.look()?;
        let is_another = self.watch.look(seen, passed);
        let has_grown = self.store.lengths()? != self.lengths;
        Ok(Observed {
            has_changed: is_another || has_grown,
        })
    }

    /// Gives a sign of life, where the project is open for changes.
    pub fn beat(&mut self) -> PortResult<()> {
        match &mut self.hold {
            Some(hold) => {
                let beaten = hold.lock.beat();
                self.let_go_if_taken(beaten)
            }
            None => Ok(()),
        }
    }

    /// Writes one entry and returns, when it is on disk, what stands in the journal now: the opening line of this run's
    /// file too, the first time. Nothing is written once somebody else has taken the project.
    pub fn append(
        &mut self,
        at: Moment,
        connection: Option<&Connection>,
        entry: ProjectEntry,
    ) -> PortResult<Vec<ProjectRecord>> {
        let Some(hold) = &mut self.hold else {
            return Err(self.taken());
        };
        let checked = hold.lock.check();
        self.let_go_if_taken(checked)?;
        let Some(hold) = &mut self.hold else {
            return Err(self.taken());
        };
        let made = match &entry {
            ProjectEntry::Plan(plan::Entry::PlanMade(plan)) => Some(plan.id.clone()),
            _ => None,
        };
        match hold.writer.record(at, connection, entry) {
            Ok(records) => {
                self.plans.extend(made);
                Ok(records)
            }
            Err(err) => {
                // Whatever the file is like now, the next line goes into a new one, where it can be believed.
                hold.writer = self.store.writer(hold.lock.number(), at);
                Err(err)
            }
        }
    }

    /// Copies a file into the project and writes down which step it belongs to.
    pub fn attach(
        &mut self,
        at: Moment,
        step: StepId,
        file: &Path,
    ) -> PortResult<(EvidenceFile, Vec<ProjectRecord>)> {
        let kept = self.store.keep_evidence(file)?;
        let entry = ProjectEntry::Attached {
            step,
            file: kept.clone(),
        };
        let records = self.append(at, None, entry)?;
        Ok((kept, records))
    }

    /// Replaces the pinned procedure.
    pub fn pin(&mut self, procedure: &Procedure) -> PortResult<()> {
        let Some(hold) = &self.hold else {
            return Err(self.taken());
        };
        let checked = hold.lock.check();
        self.let_go_if_taken(checked)?;
        self.store.pin(procedure)
    }

    pub fn save_report(&self, name: &str, html: &str) -> PortResult<PathBuf> {
        self.store.save_report(name, html)
    }

    /// Lets go of the project, so that somebody else can have it.
    pub fn close(&mut self) -> PortResult<()> {
        match self.hold.take() {
            Some(mut hold) => hold.lock.release(),
            None => Ok(()),
        }
    }

    pub fn folder(&self) -> &Path {
        self.store.folder()
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Whether it is open for changes.
    pub fn is_held(&self) -> bool {
        self.hold.is_some()
    }

    /// Who else has it, and whether they gave no sign of life for so long that it can be taken over.
    pub fn holder(&self) -> Option<(Option<&Holder>, bool)> {
        let seen = self.watch.seen.as_ref()?;
        match &seen.state {
            LockState::Held { holder, .. } => Some((holder.as_ref(), self.watch.is_stale())),
            LockState::Free => None,
        }
    }

    /// Whether the entries of a plan belong into this project's journal: those of a plan that was begun here, and those
    /// of a new one where project and session are of a kind. A rehearsal never takes what is done in production, nor
    /// the other way round.
    pub fn takes(&self, record: &PlanRecord, environment: Environment) -> bool {
        let is_new = record
            .steps
            .iter()
            .all(|step| step.status == StepStatus::Pending);
        let is_of_a_kind = self.project.is_rehearsal() == (environment != Environment::Production);
        self.plans.contains(&record.plan.id) || (self.is_held() && is_new && is_of_a_kind)
    }

    fn lock_state(&self) -> Option<&LockState> {
        self.watch.seen.as_ref().map(|seen| &seen.state)
    }

    /// Passes a failure on; where it says that somebody else has the project, it is only watched from then on.
    fn let_go_if_taken(&mut self, result: PortResult<()>) -> PortResult<()> {
        if let Err(err) = &result
            && err.kind == PortErrorKind::ProjectTaken
        {
            self.hold = None;
            self.watch = LockWatch::default();
        }
        result
    }

    fn taken(&self) -> PortError {
        let words = match self.lock_state() {
            Some(LockState::Held {
                holder: Some(holder),
                ..
            }) => format!("{} ({})", holder.user, holder.computer),
            _ => "the project is open to watch".to_owned(),
        };
        PortError::new(
            PortErrorKind::ProjectTaken,
            "write",
            self.store.folder().display().to_string(),
            words,
        )
    }
}

impl PlanLog for ProjectDesk {
    fn append(
        &mut self,
        at: Moment,
        connection: &Connection,
        entry: plan::Entry,
    ) -> PortResult<()> {
        Self::append(self, at, Some(connection), ProjectEntry::Plan(entry)).map(drop)
    }
}
