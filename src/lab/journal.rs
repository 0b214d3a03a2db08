//! A journal kept in memory, for tests and for programs that were told to leave nothing behind.

use std::sync::{Arc, Mutex, PoisonError};

use crate::ports::{JournalFile, JournalStore, PortError, PortErrorKind, PortResult};

const THIS_RUN: &str = "this-run";

/// Clones share the lines, so that a test can look at what the engine wrote.
#[derive(Clone, Default)]
pub struct MemoryJournal {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    earlier: Vec<JournalFile>,
    bytes: Vec<u8>,
    /// How many more lines can be written before the store fails, as a full disk does.
    room: Option<usize>,
}

impl MemoryJournal {
    /// A journal that finds these files of earlier runs.
    pub fn with_files(earlier: Vec<JournalFile>) -> Self {
        let state = State {
            earlier,
            ..State::default()
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// Lets the store fail after so many more lines.
    pub fn fail_after(&self, lines: usize) {
        self.lock().room = Some(lines);
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.lock().bytes.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl JournalStore for MemoryJournal {
    fn append(&mut self, line: &str) -> PortResult<()> {
        let mut state = self.lock();
        match &mut state.room {
            Some(0) => {
                return Err(PortError::new(
                    PortErrorKind::File,
                    "journal",
                    "memory",
                    "no space left",
                ));
            }
            Some(room) => *room -= 1,
            None => {}
        }
        state.bytes.extend_from_slice(line.as_bytes());
        state.bytes.push(b'\n');
        Ok(())
    }

    fn own_file(&self) -> String {
        THIS_RUN.to_owned()
    }

    fn files(&self) -> PortResult<Vec<JournalFile>> {
        let state = self.lock();
        let mut files = state.earlier.clone();
        if !state.bytes.is_empty() {
            files.push(JournalFile {
                name: THIS_RUN.to_owned(),
                bytes: state.bytes.clone(),
            });
        }
        Ok(files)
    }
}
