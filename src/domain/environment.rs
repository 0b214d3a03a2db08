//! What the console is connected to, and how careful it has to be there.

use serde::{Deserialize, Serialize};

/// The label an administrator gives a connection. What carries no label counts as production.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Environment {
    Lab,
    Rehearsal,
    #[default]
    Production,
}

/// Whether facts come from a server or from the embedded lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    Lab,
    Live,
}

impl Source {
    /// The stable word of the JSON output.
    pub fn token(self) -> &'static str {
        match self {
            Self::Lab => "lab",
            Self::Live => "live",
        }
    }
}

/// Identifies a session in the journal and on the screen. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    pub source: Source,
    /// The host the session talks to.
    pub host: String,
    /// The full URL, without user or password; the lab has an invented one that no client would dial.
    pub url: String,
    /// The account the session signed in with.
    pub account: String,
}
