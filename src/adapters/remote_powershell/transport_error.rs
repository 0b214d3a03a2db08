//! What can go wrong between us and the server, told apart by what a person would do about it, and what may
//! have happened meanwhile.
//!
//! `words` is always text of the platform or of the server, untranslated and bounded. Nothing here can hold a
//! password: the types that do are never part of an error.

use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use super::gate::ConnectionGone;
use super::sealed_body::NotSealed;
use super::sign_in::KerberosProblem;
use crate::adapters::tls::{TlsFailure, TrustProblem, chain, chain_words, tls_failure};

/// Whether the request that failed may have been acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Certainly not: its body never left, or the server refused it before looking at it.
    NotDone,
    /// Nobody knows: the body began to leave and no answer to it arrived in full.
    Unknown,
}

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum TransportError {
    // Before anything is connected
    #[error("the password is empty")]
    PasswordEmpty,
    #[error("the user name cannot be used: {problem}")]
    UserName { problem: UserNameProblem },
    #[error("the password begins with {prefix}, which this program cannot send with NTLM")]
    PasswordUnusable { prefix: &'static str },
    #[error(transparent)]
    Trust(#[from] TrustProblem),

    // On the way
    #[error("the server name {host} was not found: {words}")]
    NameNotFound { host: String, words: String },
    #[error("{host} cannot be reached: {words}")]
    Unreachable { host: String, words: String },
    #[error("{host} did not accept a connection within {} seconds", limit.as_secs())]
    ConnectTimedOut { host: String, limit: Duration },
    #[error("{host} was reached, but {failure}: {words}")]
    Tls {
        host: String,
        failure: TlsFailure,
        words: String,
    },

    // Sign-in
    #[error(
        "the server offers no way to sign in that can be used here (it offers: {})",
        listed(offered)
    )]
    NoUsableAuthentication { offered: Vec<String> },
    /// Kerberos was to be used and could not be; the server was not asked.
    #[error("{problem}")]
    NoTicket { problem: KerberosProblem },
    /// The usual reason: the server's service name is registered for another account than the one it runs as.
    #[error("the server did not accept the Kerberos ticket: {words}")]
    TicketRefused { words: String },
    /// The current user cannot be proved over a line that the sign-in would have to encrypt.
    #[error("the current user signs in over https only")]
    CurrentUserInClear,
    #[error("the server did not accept the user name and password: {words}")]
    Unauthenticated { words: String },
    /// The server's part of the handshake made no sense.
    #[error("signing in failed: {words}")]
    SignIn { words: String, outcome: Outcome },

    // Answers that are not answers
    #[error("the server refers to another address ({status}): {}", location.as_deref().unwrap_or("none given"))]
    Redirected {
        status: u16,
        location: Option<String>,
    },
    #[error("there is nothing at this address (404): {words}")]
    NotFound { words: String },
    #[error("the server answered with HTTP status {status}: {words}")]
    UnexpectedStatus {
        status: u16,
        words: String,
        outcome: Outcome,
    },
    /// An answer in clear where everything has to be sealed: it can be anybody's.
    #[error("the answer (HTTP status {status}) is not sealed as it has to be: {problem}")]
    NotSealed {
        status: u16,
        problem: NotSealed,
        outcome: Outcome,
    },
    #[error("the answer is larger than {limit} bytes")]
    BodyTooLarge { limit: usize, outcome: Outcome },

    // Lost
    /// The connection broke before the request's body left.
    #[error("the connection was lost before the request was sent: {words}")]
    NotSent { words: String },
    /// The connection broke after the body had begun to leave: it is never sent again from here.
    #[error("the connection was lost after the request was sent: {words}")]
    AnswerLost { words: String },
    #[error("no answer within {} seconds", limit.as_secs())]
    DeadlinePassed { limit: Duration, outcome: Outcome },
}

impl TransportError {
    /// Whether the request may have been acted on although it failed.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::SignIn { outcome, .. }
            | Self::NotSealed { outcome, .. }
            | Self::UnexpectedStatus { outcome, .. }
            | Self::BodyTooLarge { outcome, .. }
            | Self::DeadlinePassed { outcome, .. } => *outcome,
            Self::AnswerLost { .. } => Outcome::Unknown,
            Self::PasswordEmpty
            | Self::UserName { .. }
            | Self::PasswordUnusable { .. }
            | Self::Trust(_)
            | Self::NameNotFound { .. }
            | Self::Unreachable { .. }
            | Self::ConnectTimedOut { .. }
            | Self::Tls { .. }
            | Self::NoUsableAuthentication { .. }
            | Self::NoTicket { .. }
            | Self::TicketRefused { .. }
            | Self::CurrentUserInClear
            | Self::Unauthenticated { .. }
            | Self::Redirected { .. }
            | Self::NotFound { .. }
            | Self::NotSent { .. } => Outcome::NotDone,
        }
    }
}

/// Why a user name cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum UserNameProblem {
    #[error("it is empty")]
    Empty,
    #[error("it contains more than one \\")]
    TwoBackslashes,
    #[error("it contains a colon, which Basic authentication cannot carry")]
    Colon,
}

/// What the lane must know besides the error itself to classify it.
#[derive(Clone, Copy)]
pub(super) struct Circumstances<'a> {
    pub(super) host: &'a str,
    pub(super) connect_limit: Duration,
    /// Taken after the failure: whether the body had begun to leave by then.
    pub(super) outcome: Outcome,
}

/// Sorts an error of the HTTP client.
pub(super) fn classify(err: &reqwest::Error, at: Circumstances<'_>) -> TransportError {
    let words = client_words(err);
    if at.outcome == Outcome::Unknown {
        return TransportError::AnswerLost { words };
    }
    if !err.is_connect() || find::<ConnectionGone>(err).is_some() {
        return TransportError::NotSent { words };
    }
    let host = at.host.to_owned();
    if let Some(tls) = find::<native_tls::Error>(err) {
        // `Debug` adds the number that Secure Transport keeps out of `Display`.
        let failure = tls_failure(&format!("{words} {tls:?}"));
        return TransportError::Tls {
            host,
            failure,
            words,
        };
    }
    let limit = at.connect_limit;
    if err.is_timeout()
        || find::<io::Error>(err).is_some_and(|err| err.kind() == io::ErrorKind::TimedOut)
    {
        return TransportError::ConnectTimedOut { host, limit };
    }
    // hyper-util's own word, not the resolver's: it does not depend on the language of the machine.
    if chain(err).any(|err| err.to_string().starts_with("dns error")) {
        return TransportError::NameNotFound { host, words };
    }
    TransportError::Unreachable { host, words }
}

/// The same for an error of the HTTP client, without the layers that only repeat the address and the step.
fn client_words(err: &reqwest::Error) -> String {
    let telling = chain(err)
        .find(|err| !err.is::<reqwest::Error>() && !err.to_string().starts_with("client error ("));
    chain_words(telling.unwrap_or(err))
}

/// The beginning of what a server wrote, fit for one line of detail.
pub(super) fn first_words(body: &[u8]) -> String {
    const LIMIT: usize = 1000;
    let head = body.get(..body.len().min(LIMIT * 4)).unwrap_or_default();
    let text = String::from_utf8_lossy(head);
    let mut words = String::new();
    for (index, part) in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .enumerate()
    {
        if !part.is_empty() {
            if index > 0 && !words.is_empty() {
                words.push(' ');
            }
            words.push_str(part);
        }
    }
    words.chars().take(LIMIT).collect()
}

fn find<'a, E: Error + 'static>(err: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(err).find_map(|err| err.downcast_ref())
}

fn listed(offered: &[String]) -> String {
    let mut text = String::new();
    for (index, name) in offered.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        write!(text, "{comma}{name}").ok();
    }
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, TransportError, first_words};

    #[test]
    fn a_page_of_html_becomes_one_bounded_line() {
        assert_eq!(
            first_words(b"<html>\r\n  <h1>503</h1>\0\x1b[31m</html>"),
            "<html> <h1>503</h1> [31m</html>"
        );
        assert_eq!(first_words(&vec![b'x'; 100_000]).len(), 1000);
        assert_eq!(first_words(&[0xff; 10]).chars().count(), 10);
        assert_eq!(first_words(b""), "");
    }

    #[test]
    fn texts_are_composable_and_say_what_was_offered() {
        let err = TransportError::NoUsableAuthentication {
            offered: vec!["Kerberos".into(), "Basic".into()],
        };
        assert!(err.to_string().ends_with("(it offers: Kerberos, Basic)"));
        assert_eq!(err.outcome(), Outcome::NotDone);
        let err = TransportError::NoUsableAuthentication { offered: vec![] };
        assert!(err.to_string().ends_with("(it offers: nothing)"));
    }
}
