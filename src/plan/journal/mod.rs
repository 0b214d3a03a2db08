//! The journal as text: one entry a line, each with the hash of the raw line before it.
//!
//! The chain shows edits and lost lines inside a file. It cannot show a file cut short at a line's end or a whole
//! file replaced; for that the hash of the last line has to be kept elsewhere.

mod line;
mod read;

use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::status::StepEvent;
use super::types::{Plan, PlanId};
use crate::domain::{Connection, Moment};
use crate::ports::{JournalFile, JournalStore, PortResult};

/// What a journal keeps: plans, or everything of a migration.
pub trait JournalEntry: Serialize + DeserializeOwned {
    /// How its lines are written.
    const LINES: LineForm;

    /// The first line of every file: which program wrote it.
    fn run_opened(program: String) -> Self;
}

/// How the lines of a journal are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineForm {
    Ron,
    /// Read many times faster than RON, which counts where a journal has tens of thousands of lines.
    Json,
}

/// Where the engine writes what it is about to do and how it came out.
pub trait PlanLog {
    /// Writes one entry and returns when it is on disk.
    fn append(&mut self, at: Moment, connection: &Connection, entry: Entry) -> PortResult<()>;
}

/// What was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// The first line of every file: which program wrote it.
    RunOpened {
        program: String,
    },
    PlanMade(Plan),
    Step {
        plan: PlanId,
        step: usize,
        event: StepEvent,
    },
    /// From here on a person does the step; the console only looks.
    HandedOver {
        plan: PlanId,
        step: usize,
    },
}

/// Who did something, from where, against what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub os_user: String,
    pub computer: String,
    /// The session's account, host and URL; `None` where it was written without a session.
    #[serde(default, with = "line::bare", skip_serializing_if = "Option::is_none")]
    pub connection: Option<Connection>,
}

/// One journal line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<E = Entry> {
    pub file: String,
    pub number: u64,
    pub at: Moment,
    /// Shared by the lines that say the same.
    pub who: Arc<Who>,
    pub entry: E,
    /// The hash of this line, which the next line has to carry.
    pub hash: String,
}

/// A place where a file stops being believable. Everything before it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub file: String,
    pub line: usize,
    pub reason: DamageReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DamageReason {
    /// The last line has no end: the program or the machine stopped while it was written.
    CutShort,
    NotUtf8,
    Unreadable(String),
    /// The line does not carry the hash of the line before it.
    ChainBroken,
    /// Written by a newer version of this program.
    NewerFormat(u32),
}

/// Everything the journal tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal<E = Entry> {
    pub records: Vec<Record<E>>,
    pub damages: Vec<Damage>,
}

impl JournalEntry for Entry {
    const LINES: LineForm = LineForm::Ron;

    fn run_opened(program: String) -> Self {
        Self::RunOpened { program }
    }
}

impl<E> Default for Journal<E> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            damages: Vec::new(),
        }
    }
}

impl<E: JournalEntry> Journal<E> {
    pub fn read(files: &[JournalFile]) -> Self {
        let mut journal = Self::default();
        for file in files {
            if let Err((line, reason)) = read::file(file, &mut journal.records) {
                journal.damages.push(Damage {
                    file: file.name.clone(),
                    line,
                    reason,
                });
            }
        }
        journal
    }
}

/// Appends entries to this run's own file and keeps the chain.
pub struct JournalWriter<E = Entry> {
    store: Box<dyn JournalStore>,
    os_user: String,
    computer: String,
    program: String,
    previous: String,
    next: u64,
    entries: PhantomData<fn(&E)>,
}

impl<E: JournalEntry> JournalWriter<E> {
    pub fn new(
        store: Box<dyn JournalStore>,
        os_user: impl Into<String>,
        computer: impl Into<String>,
        program: impl Into<String>,
    ) -> Self {
        Self {
            store,
            os_user: os_user.into(),
            computer: computer.into(),
            program: program.into(),
            previous: String::new(),
            next: 1,
            entries: PhantomData,
        }
    }

    /// Writes one entry and returns when it is on disk.
    pub fn append(
        &mut self,
        at: Moment,
        connection: Option<&Connection>,
        entry: &E,
    ) -> PortResult<()> {
        if self.next == 1 {
            let opened = E::run_opened(self.program.clone());
            self.write(at, connection, &opened)?;
        }
        self.write(at, connection, entry).map(drop)
    }

    pub fn read(&self) -> PortResult<Journal<E>> {
        Ok(Journal::read(&self.store.files()?))
    }

    fn write(
        &mut self,
        at: Moment,
        connection: Option<&Connection>,
        entry: &E,
    ) -> PortResult<Arc<Who>> {
        let who = Who {
            os_user: self.os_user.clone(),
            computer: self.computer.clone(),
            connection: connection.cloned(),
        };
        let line = line::Line {
            format: line::FORMAT,
            number: self.next,
            previous: &self.previous,
            at,
            who: &who,
            entry,
        };
        let text = line.text()?;
        self.store.append(&text)?;
        self.previous = line::hash(text.as_bytes());
        self.next += 1;
        Ok(Arc::new(who))
    }
}

impl<E: JournalEntry + Clone> JournalWriter<E> {
    /// The same, and says what was written as a reader would find it: the opening line of the file too.
    pub fn record(
        &mut self,
        at: Moment,
        connection: Option<&Connection>,
        entry: E,
    ) -> PortResult<Vec<Record<E>>> {
        let mut records = Vec::with_capacity(2);
        if self.next == 1 {
            let opened = E::run_opened(self.program.clone());
            records.push(self.record_one(at, connection, opened)?);
        }
        records.push(self.record_one(at, connection, entry)?);
        Ok(records)
    }

    fn record_one(
        &mut self,
        at: Moment,
        connection: Option<&Connection>,
        entry: E,
    ) -> PortResult<Record<E>> {
        let number = self.next;
        let who = self.write(at, connection, &entry)?;
        Ok(Record {
            file: self.store.own_file(),
            number,
            at,
            who,
            entry,
            hash: self.previous.clone(),
        })
    }
}

impl PlanLog for JournalWriter {
    fn append(&mut self, at: Moment, connection: &Connection, entry: Entry) -> PortResult<()> {
        Self::append(self, at, Some(connection), &entry)
    }
}
