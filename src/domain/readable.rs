//! A value that may not have been readable, with the reason. What could not be read is said, never guessed.

use serde::{Deserialize, Serialize};

pub type Readable<T> = Result<T, Unread>;

/// Why a value is not known, with the server's own words where there were any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub reason: UnreadReason,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnreadReason {
    /// The session does not hold the cmdlet, or the server denied access.
    NoRight,
    /// The server did not answer, or the answer was lost.
    NoAnswer,
    /// The server answered with an error or something that could not be understood.
    NotUnderstood,
    /// The Persistent Chat services are stopped, and only they could answer.
    ServicesStopped,
}

impl Unread {
    pub fn new(reason: UnreadReason, words: impl Into<String>) -> Self {
        Self {
            reason,
            words: words.into(),
        }
    }
}
