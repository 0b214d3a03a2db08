//! A value that comes from outside, in one of four states. A refresh never blanks it and a failure never destroys
//! the last good one.

use crate::ports::PortError;

#[derive(Clone, Debug)]
pub struct Fetched<T> {
    value: Option<T>,
    phase: Phase,
}

#[derive(Clone, Debug)]
enum Phase {
    NotAsked,
    Loading,
    Loaded,
    Failed(PortError),
}

impl<T> Default for Fetched<T> {
    fn default() -> Self {
        Self {
            value: None,
            phase: Phase::NotAsked,
        }
    }
}

impl<T> Fetched<T> {
    /// The last good value, whatever has happened since.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    pub fn is_loading(&self) -> bool {
        matches!(self.phase, Phase::Loading)
    }

    pub fn error(&self) -> Option<&PortError> {
        match &self.phase {
            Phase::Failed(err) => Some(err),
            _ => None,
        }
    }

    /// Whether the value is the newest there can be.
    pub fn is_fresh(&self) -> bool {
        matches!(self.phase, Phase::Loaded)
    }

    pub fn begin(&mut self) {
        self.phase = Phase::Loading;
    }

    pub fn finish(&mut self, result: Result<T, PortError>) {
        match result {
            Ok(value) => {
                self.value = Some(value);
                self.phase = Phase::Loaded;
            }
            Err(err) => self.phase = Phase::Failed(err),
        }
    }
}
