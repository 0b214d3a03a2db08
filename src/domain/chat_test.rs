//! `Test-CsPersistentChatMessage`: two users exchange a message in a room. It takes the path of Lync 2013 clients and
//! says nothing about a legacy endpoint.

use std::time::Duration;

use super::{Fqdn, Secret, SipUri};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatTest {
    /// The registrar pool both users sign in to.
    pub registrar: Fqdn,
    pub sender: SipUri,
    pub receiver: SipUri,
    /// Both or neither: without them the server signs the users in by its own trust.
    pub credentials: Option<TesterCredentials>,
    /// Pool and name of a room, `pool\room`; the server chooses one where none is named.
    pub room: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TesterCredentials {
    pub sender: Credential,
    pub receiver: Credential,
}

/// A user name and a password, as `PSCredential` holds them.
#[derive(Clone, Debug)]
pub struct Credential {
    pub user: String,
    pub password: Secret,
}

/// What the server found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatTestResult {
    pub outcome: ChatTestOutcome,
    pub target: Option<String>,
    pub latency: Option<Duration>,
    /// The server's own words, as far as it had any.
    pub error: Option<String>,
    pub diagnosis: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatTestOutcome {
    Success,
    Failure,
    /// A word this console does not know, as the server wrote it.
    Other(String),
}

impl ChatTestOutcome {
    pub fn from_word(word: &str) -> Self {
        match word {
            _ if word.eq_ignore_ascii_case("Success") => Self::Success,
            _ if word.eq_ignore_ascii_case("Failure") => Self::Failure,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl PartialEq for Credential {
    fn eq(&self, other: &Self) -> bool {
        self.user == other.user && self.password.expose() == other.password.expose()
    }
}

impl Eq for Credential {}
