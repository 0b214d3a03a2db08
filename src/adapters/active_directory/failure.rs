//! What went wrong between us and a controller, before it is known what it was asked for.

use std::fmt;

use ldap3::LdapError;
use ldap3::result::LdapResult;

use super::place::Place;
use crate::adapters::tls::{chain_words, tls_failure};
use crate::ports::{PortError, PortErrorKind};

/// Diagnostic texts of servers are sentences; nothing longer reaches a screen.
const LONGEST_WORDS: usize = 1000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) kind: PortErrorKind,
    /// Where, if not at the controller that was asked.
    pub(super) target: Option<String>,
    /// The server's result code (RFC 4511 A), where it answered.
    pub(super) code: Option<u32>,
    pub(super) words: String,
}

pub(super) type Outcome<T> = Result<T, Failure>;

/// Result codes that are looked at by themselves.
pub(super) mod code {
    pub(crate) const SIZE_LIMIT_EXCEEDED: u32 = 4;
    pub(crate) const REFERRAL: u32 = 10;
    pub(crate) const NO_SUCH_OBJECT: u32 = 32;
    pub(crate) const INVALID_DN_SYNTAX: u32 = 34;
}

impl Failure {
    pub(super) fn new(kind: PortErrorKind, words: impl Into<String>) -> Self {
        Self {
            kind,
            target: None,
            code: None,
            words: words.into(),
        }
    }

    #[must_use]
    pub(super) fn at(mut self, target: impl fmt::Display) -> Self {
        self.target = Some(target.to_string());
        self
    }

    pub(super) fn not_understood(words: impl Into<String>) -> Self {
        Self::new(PortErrorKind::Protocol, words)
    }

    /// Whether the line broke, so that the same question may be answered over a new one.
    pub(super) fn is_lost(&self) -> bool {
        self.kind == PortErrorKind::LineLost
    }

    pub(super) fn has_code(&self, code: u32) -> bool {
        self.code == Some(code)
    }

    /// Whether nobody was there to be asked.
    pub(super) fn is_unreachable(&self) -> bool {
        self.kind == PortErrorKind::Unreachable && self.code.is_none()
    }

    /// Whether a line cannot be used any more: nobody knows what would arrive on it next.
    pub(super) fn spoils_the_line(&self) -> bool {
        self.code.is_none()
            && !matches!(
                self.kind,
                PortErrorKind::NotFound | PortErrorKind::Conflict | PortErrorKind::Refused
            )
    }

    /// A result that is no success.
    pub(super) fn of_result(result: &LdapResult) -> Self {
        let mut words = format!("result {}", result.rc);
        let text: String = result.text.chars().take(LONGEST_WORDS).collect();
        let text = text.trim_end_matches('\0').trim();
        if !text.is_empty() {
            words = format!("{text} ({words})");
        }
        Self {
            kind: kind_of(result.rc),
            target: None,
            code: Some(result.rc),
            words,
        }
    }

    /// An error of the LDAP library at a place.
    pub(super) fn of_library(err: &LdapError, place: &Place) -> Self {
        let words = chain_words(err);
        let kind = match err {
            LdapError::NativeTLS { source } => {
                // `Debug` adds the number that Secure Transport keeps out of `Display`.
                tls_failure(&format!("{words} {source:?}")).kind()
            }
            LdapError::LdapResult { result } => return Self::of_result(result).at(place),
            LdapError::Io { .. }
            | LdapError::OpSend { .. }
            | LdapError::ResultRecv { .. }
            | LdapError::IdScrubSend { .. }
            | LdapError::MiscSend { .. }
            | LdapError::EndOfStream => PortErrorKind::LineLost,
            LdapError::Timeout { .. } => PortErrorKind::Timeout,
            _ => PortErrorKind::Protocol,
        };
        let words = match kind {
            // What the library says of a broken line is about its own channels.
            PortErrorKind::LineLost => format!("the connection was lost: {words}"),
            _ => words,
        };
        Self::new(kind, words).at(place)
    }

    pub(super) fn into_port_error(self, operation: &str, place: &Place) -> PortError {
        let target = self.target.unwrap_or_else(|| place.to_string());
        PortError::new(self.kind, operation, target, self.words)
    }
}

/// What a result code of RFC 4511 means to the caller.
fn kind_of(code: u32) -> PortErrorKind {
    match code {
        2 => PortErrorKind::Protocol,
        3 => PortErrorKind::Timeout,
        7 | 8 => PortErrorKind::NoCommonSignIn,
        13 => PortErrorKind::InsecureChannel,
        32 => PortErrorKind::NotFound,
        48 | 49 => PortErrorKind::Unauthenticated,
        50 => PortErrorKind::Forbidden,
        51 | 52 => PortErrorKind::Unreachable,
        68 => PortErrorKind::Conflict,
        _ => PortErrorKind::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(rc: u32, text: &str) -> LdapResult {
        LdapResult {
            rc,
            matched: String::new(),
            text: text.to_owned(),
            refs: Vec::new(),
            ctrls: Vec::new(),
        }
    }

    #[test]
    fn a_refusal_keeps_the_servers_words_and_number() {
        let failure = Failure::of_result(&result(50, "00002098: SecErr: DSID-0\0"));
        assert_eq!(failure.kind, PortErrorKind::Forbidden);
        assert_eq!(failure.words, "00002098: SecErr: DSID-0 (result 50)");
        assert_eq!(Failure::of_result(&result(52, "")).words, "result 52");
        let long = Failure::of_result(&result(80, &"x".repeat(100_000)));
        assert!(long.words.len() < 1100);
    }

    #[test]
    fn result_codes_are_sorted_by_what_a_person_would_do() {
        for (rc, kind) in [
            (32, PortErrorKind::NotFound),
            (49, PortErrorKind::Unauthenticated),
            (50, PortErrorKind::Forbidden),
            (51, PortErrorKind::Unreachable),
            (52, PortErrorKind::Unreachable),
            (53, PortErrorKind::Refused),
            (19, PortErrorKind::Refused),
            (66, PortErrorKind::Refused),
            (68, PortErrorKind::Conflict),
        ] {
            assert_eq!(Failure::of_result(&result(rc, "")).kind, kind, "{rc}");
        }
    }
}
