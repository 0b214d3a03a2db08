//! The journal as text: one entry a line, each with the hash of the raw line before it.
//!
//! The chain shows edits and lost lines inside a file. It cannot show a file cut short at a line's end or a whole
//! file replaced; for that the hash of the last line has to be kept elsewhere.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::status::StepEvent;
use super::types::{Plan, PlanId};
use crate::domain::{Connection, Moment};
use crate::ports::{JournalFile, JournalStore, PortResult};

/// What a journal keeps: plans, or everything of a migration.
pub trait JournalEntry: Serialize + DeserializeOwned {
    /// The first line of every file: which program wrote it.
    fn run_opened(program: String) -> Self;
}

/// Where the engine writes what it is about to do and how it came out.
pub trait PlanLog {
    /// Writes one entry and returns when it is on disk.
    fn append(&mut self, at: Moment, connection: &Connection, entry: Entry) -> PortResult<()>;
}

const FORMAT: u32 = 1;

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
    /// The session's account, host and URL.
    pub connection: Connection,
}

/// One journal line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<E = Entry> {
    pub file: String,
    pub number: u64,
    pub at: Moment,
    pub who: Who,
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

#[derive(Serialize, Deserialize)]
struct Line<E> {
    format: u32,
    number: u64,
    previous: String,
    at: Moment,
    who: Who,
    entry: E,
}

/// Read on its own first, so that a newer format is recognised before its fields are.
#[derive(Deserialize)]
struct LineHead {
    format: u32,
}

impl JournalEntry for Entry {
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
            if let Err((line, reason)) = read_file(file, &mut journal.records) {
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

fn read_file<E: JournalEntry>(
    file: &JournalFile,
    records: &mut Vec<Record<E>>,
) -> Result<(), (usize, DamageReason)> {
    let mut previous = String::new();
    let mut rest = file.bytes.as_slice();
    let mut place = 0;
    while !rest.is_empty() {
        place += 1;
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            return Err((place, DamageReason::CutShort));
        };
        let (raw, tail) = rest.split_at(end);
        rest = tail.get(1..).unwrap_or_default();
        let text = std::str::from_utf8(raw).map_err(|_not_utf8| (place, DamageReason::NotUtf8))?;
        let line = parse(text).map_err(|reason| (place, reason))?;
        if line.previous != previous {
            return Err((place, DamageReason::ChainBroken));
        }
        previous = hash(raw);
        records.push(Record {
            file: file.name.clone(),
            number: line.number,
            at: line.at,
            who: line.who,
            entry: line.entry,
            hash: previous.clone(),
        });
    }
    Ok(())
}

fn parse<E: JournalEntry>(text: &str) -> Result<Line<E>, DamageReason> {
    let head: LineHead =
        ron::from_str(text).map_err(|err| DamageReason::Unreadable(err.to_string()))?;
    if head.format > FORMAT {
        return Err(DamageReason::NewerFormat(head.format));
    }
    ron::from_str(text).map_err(|err| DamageReason::Unreadable(err.to_string()))
}

fn hash(raw: &[u8]) -> String {
    Sha256::digest(raw)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            use std::fmt::Write as _;
            // Writing to a String cannot fail.
            write!(text, "{byte:02x}").ok();
            text
        })
}

/// Appends entries to this run's own file and keeps the chain.
pub struct JournalWriter<E = Entry> {
    store: Box<dyn JournalStore>,
    os_user: String,
    computer: String,
    program: String,
    previous: String,
    next: u64,
    entries: PhantomData<fn(E)>,
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
    pub fn append(&mut self, at: Moment, connection: &Connection, entry: E) -> PortResult<()> {
        if self.next == 1 {
            let program = self.program.clone();
            self.write(at, connection, E::run_opened(program))?;
        }
        self.write(at, connection, entry)
    }

    pub fn read(&self) -> PortResult<Journal<E>> {
        Ok(Journal::read(&self.store.files()?))
    }

    fn write(&mut self, at: Moment, connection: &Connection, entry: E) -> PortResult<()> {
        let line = Line {
            format: FORMAT,
            number: self.next,
            previous: self.previous.clone(),
            at,
            who: Who {
                os_user: self.os_user.clone(),
                computer: self.computer.clone(),
                connection: connection.clone(),
            },
            entry,
        };
        let text = ron::to_string(&line).map_err(|err| {
            crate::ports::PortError::new(crate::ports::PortErrorKind::File, "journal", "entry", err)
        })?;
        self.store.append(&text)?;
        self.previous = hash(text.as_bytes());
        self.next += 1;
        Ok(())
    }
}

impl PlanLog for JournalWriter {
    fn append(&mut self, at: Moment, connection: &Connection, entry: Entry) -> PortResult<()> {
        Self::append(self, at, connection, entry)
    }
}
