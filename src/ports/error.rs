//! Why a port did not do what it was asked, and what that means for the outcome.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Unread, UnreadReason};

pub type PortResult<T> = Result<T, PortError>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortError {
    pub kind: PortErrorKind,
    /// What was being done: a cmdlet, or a phase such as `sign-in`.
    pub operation: String,
    /// The host, address or file it was done to.
    pub target: String,
    /// The words of the server, the platform or the library; untranslated and possibly hostile.
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PortErrorKind {
    /// The host name could not be resolved.
    NameNotFound,
    /// The host did not accept a connection.
    Unreachable,
    Timeout,
    /// The connection broke while nothing was being changed.
    LineLost,
    /// The certificate's issuer is not trusted.
    Untrusted,
    /// The certificate is valid, but for another name.
    WrongHostName,
    /// The certificate has expired or is not valid yet.
    CertificateExpired,
    /// No secure channel for another reason, such as no common cipher suite.
    InsecureChannel,
    Unauthenticated,
    /// The host offers no way to sign in that this console has.
    NoCommonSignIn,
    /// Kerberos has no ticket for the host, and nothing else was allowed.
    NoTicket,
    /// The host answers, but not with remote PowerShell at this path.
    NotPowerShell,
    Forbidden,
    NotFound,
    Conflict,
    Refused,
    Protocol,
    Cancelled,
    /// The act may or may not have happened: the server has to be read before anything else is tried.
    OutcomeUnknown,
    /// A file could not be read or written.
    File,
    /// There is no room for what was to be written.
    DiskFull,
    /// Nothing may be written there.
    FolderReadOnly,
    /// The folder was there and is not any more: a share that went away, or somebody moved it.
    FolderGone,
    /// Something of that name is there already and is not written over.
    AlreadyThere,
    /// A newer version of this program wrote it; `source` names it.
    NewerFile,
    /// Larger than this program reads or keeps; `source` says how much that is.
    TooLarge,
    /// Somebody else has the project open for changes; `source` says who.
    ProjectTaken,
    /// The session allows reading only; nothing was sent.
    ReadOnly,
    /// The cmdlet of this change has no `-WhatIf`; nothing was sent.
    NoPreview,
}

impl PortError {
    pub fn new(
        kind: PortErrorKind,
        operation: impl Into<String>,
        target: impl Into<String>,
        source: impl fmt::Display,
    ) -> Self {
        Self {
            kind,
            operation: operation.into(),
            target: target.into(),
            source: source.to_string(),
        }
    }

    /// The same failure as a reason why a value is not known.
    pub fn unread(&self) -> Unread {
        let reason = match self.kind {
            PortErrorKind::Forbidden | PortErrorKind::Unauthenticated => UnreadReason::NoRight,
            PortErrorKind::Refused
            | PortErrorKind::Protocol
            | PortErrorKind::NotFound
            | PortErrorKind::Conflict => UnreadReason::NotUnderstood,
            _ => UnreadReason::NoAnswer,
        };
        Unread::new(reason, self.source.clone())
    }

    /// Whether the line to the server is gone, so that asking for more would only wait for the same failure again.
    pub fn is_line_lost(&self) -> bool {
        !matches!(
            self.kind,
            PortErrorKind::Forbidden
                | PortErrorKind::NotFound
                | PortErrorKind::Conflict
                | PortErrorKind::Refused
                | PortErrorKind::NoPreview
        )
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} ({}): {:?}: {}",
            self.operation, self.target, self.kind, self.source
        )
    }
}

impl std::error::Error for PortError {}
