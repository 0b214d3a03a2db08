//! What a transport, a session or a cmdlet failed with, as the kinds the core knows.

use super::target::TargetError;
use super::transport_error::{Outcome, TransportError};
use crate::adapters::tls::TrustProblem;
use crate::ports::{PortError, PortErrorKind};
use crate::psrp::message::{ErrorCategory, ErrorRecord};
use crate::psrp::runspace;
use crate::psrp::wsman::FaultKind;

/// What was being done when something failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doing<'a> {
    pub(super) operation: &'a str,
    pub(super) target: &'a str,
    /// Whether the deployment may have been changed once the command was sent.
    pub(super) is_change: bool,
    /// Whether the command was sent.
    pub(super) was_sent: bool,
}

impl Doing<'_> {
    pub(super) fn error(self, kind: PortErrorKind, source: impl std::fmt::Display) -> PortError {
        PortError::new(kind, self.operation, self.target, source)
    }

    /// An error after which nobody knows whether a change was made; for readings it is just a failure.
    pub(super) fn lost(
        self,
        otherwise: PortErrorKind,
        source: impl std::fmt::Display,
    ) -> PortError {
        let kind = if self.is_change && self.was_sent {
            PortErrorKind::OutcomeUnknown
        } else {
            otherwise
        };
        self.error(kind, source)
    }

    pub(super) fn transport(mut self, err: &TransportError) -> PortError {
        // A request of which nothing can have been acted on leaves things as they were before it.
        if err.outcome() == Outcome::Unknown {
            self.was_sent = true;
        }
        let kind = match err {
            TransportError::PasswordEmpty
            | TransportError::UserName { .. }
            | TransportError::PasswordUnusable { .. }
            | TransportError::Unauthenticated { .. }
            | TransportError::SignIn { .. } => PortErrorKind::Unauthenticated,
            TransportError::NoTicket { problem } if problem.is_about_the_account() => {
                PortErrorKind::Unauthenticated
            }
            TransportError::NoTicket { .. } | TransportError::TicketRefused { .. } => {
                PortErrorKind::NoTicket
            }
            TransportError::Trust(TrustProblem::CaFile { path, .. }) => {
                return PortError::new(
                    PortErrorKind::File,
                    self.operation,
                    path.display().to_string(),
                    err,
                );
            }
            TransportError::Trust(TrustProblem::Unavailable { .. }) => {
                PortErrorKind::InsecureChannel
            }
            TransportError::NameNotFound { .. } => PortErrorKind::NameNotFound,
            TransportError::Unreachable { .. } | TransportError::ConnectTimedOut { .. } => {
                PortErrorKind::Unreachable
            }
            TransportError::Tls { failure, .. } => failure.kind(),
            TransportError::NoUsableAuthentication { .. } | TransportError::CurrentUserInClear => {
                PortErrorKind::NoCommonSignIn
            }
            TransportError::Redirected { .. }
            | TransportError::NotFound { .. }
            | TransportError::UnexpectedStatus { .. } => PortErrorKind::NotPowerShell,
            TransportError::BodyTooLarge { .. } | TransportError::NotSealed { .. } => {
                PortErrorKind::Protocol
            }
            TransportError::NotSent { .. } | TransportError::AnswerLost { .. } => {
                PortErrorKind::LineLost
            }
            TransportError::DeadlinePassed { .. } => PortErrorKind::Timeout,
        };
        self.lost(kind, err)
    }

    pub(super) fn session(self, err: &runspace::Error) -> PortError {
        let words = chain(err);
        match err {
            runspace::Error::Fault { fault, .. } if fault.kind() == FaultKind::AccessDenied => {
                self.lost(PortErrorKind::Forbidden, words)
            }
            runspace::Error::Http { .. } if !self.was_sent => {
                self.error(PortErrorKind::NotPowerShell, words)
            }
            runspace::Error::RunspaceClosed { .. } => self.lost(PortErrorKind::LineLost, words),
            _ => self.lost(PortErrorKind::Protocol, words),
        }
    }

    pub(super) fn target(self, err: &TargetError) -> PortError {
        self.error(PortErrorKind::NotPowerShell, err)
    }

    /// An error record, by what is stable across languages: the id and the category.
    pub(super) fn record(self, record: &ErrorRecord) -> PortError {
        let is = |id: &str| record.fully_qualified_id.split(',').next() == Some(id);
        let kind = match record.category {
            // A cmdlet the caller's roles do not hold is not there ([MS-PSRP] knows no other sign of it).
            ErrorCategory::ObjectNotFound if is("CommandNotFoundException") => {
                PortErrorKind::Forbidden
            }
            ErrorCategory::ObjectNotFound => PortErrorKind::NotFound,
            ErrorCategory::ResourceExists => PortErrorKind::Conflict,
            ErrorCategory::PermissionDenied
            | ErrorCategory::SecurityError
            | ErrorCategory::AuthenticationError => PortErrorKind::Forbidden,
            _ => PortErrorKind::Refused,
        };
        self.error(kind, record_words(record))
    }
}

/// A record as the server worded it, with what helps to look it up.
pub(super) fn record_words(record: &ErrorRecord) -> String {
    let mut words = record.message.clone();
    for more in [&record.fully_qualified_id, &record.category_message] {
        if !more.is_empty() {
            words.push('\n');
            words.push_str(more);
        }
    }
    words
}

fn chain(err: &dyn std::error::Error) -> String {
    let mut words = err.to_string();
    let mut source = err.source();
    while let Some(err) = source {
        words.push_str(": ");
        words.push_str(&err.to_string());
        source = err.source();
    }
    words
}
