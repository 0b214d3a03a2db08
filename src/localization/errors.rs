//! One table from a port's failure to what a tired administrator reads: what happened, what was *not* done, and what
//! to do next. The technical words stay as they are, in a part of their own.

use super::Localizer;
use crate::domain::text::visible_lines;
use crate::ports::{PortError, PortErrorKind};
use crate::tr;

/// What was going on when a port failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Connecting,
    Reading,
    Changing,
    ConnectingDirectory,
    ReadingDirectory,
    ChangingDirectory,
    /// Reading or writing this program's own files.
    Keeping,
}

/// A failure, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    pub happened: String,
    pub not_done: String,
    pub next: String,
    /// Operation, target and the server's own words; untranslated, control characters made visible.
    pub detail: String,
}

impl Localizer {
    pub fn present(&self, err: &PortError, doing: Doing) -> Presented {
        let target = visible_lines(&err.target);
        let target = target.as_str();
        let (happened, next) = match err.kind {
            PortErrorKind::NameNotFound => (
                tr!(self, "error-name-not-found", target = target),
                tr!(self, "error-name-not-found-next"),
            ),
            PortErrorKind::Unreachable => (
                tr!(self, "error-unreachable", target = target),
                tr!(self, "error-unreachable-next"),
            ),
            PortErrorKind::Timeout => (
                tr!(self, "error-timeout", target = target),
                tr!(self, "error-timeout-next"),
            ),
            PortErrorKind::LineLost => (
                tr!(self, "error-line-lost", target = target),
                tr!(self, "error-line-lost-next"),
            ),
            PortErrorKind::Untrusted => (
                tr!(self, "error-untrusted", target = target),
                tr!(self, "error-untrusted-next"),
            ),
            PortErrorKind::WrongHostName => (
                tr!(self, "error-wrong-host-name", target = target),
                tr!(self, "error-wrong-host-name-next"),
            ),
            PortErrorKind::CertificateExpired => (
                tr!(self, "error-certificate-expired", target = target),
                tr!(self, "error-certificate-expired-next"),
            ),
            PortErrorKind::InsecureChannel => (
                tr!(self, "error-insecure-channel", target = target),
                tr!(self, "error-insecure-channel-next"),
            ),
            PortErrorKind::Unauthenticated => (
                tr!(self, "error-unauthenticated", target = target),
                tr!(self, "error-unauthenticated-next"),
            ),
            PortErrorKind::NoCommonSignIn => (
                tr!(self, "error-no-common-sign-in", target = target),
                tr!(self, "error-no-common-sign-in-next"),
            ),
            PortErrorKind::NoTicket => (
                tr!(self, "error-no-ticket", target = target),
                tr!(self, "error-no-ticket-next"),
            ),
            PortErrorKind::NotPowerShell => (
                tr!(self, "error-not-powershell", target = target),
                tr!(self, "error-not-powershell-next"),
            ),
            PortErrorKind::Forbidden => (
                tr!(self, "error-forbidden", operation = err.operation.as_str()),
                tr!(self, "error-forbidden-next"),
            ),
            PortErrorKind::NotFound => (
                tr!(self, "error-not-found", operation = err.operation.as_str()),
                tr!(self, "error-not-found-next"),
            ),
            PortErrorKind::Conflict => (
                tr!(self, "error-conflict", operation = err.operation.as_str()),
                tr!(self, "error-conflict-next"),
            ),
            PortErrorKind::Refused => (
                tr!(self, "error-refused", operation = err.operation.as_str()),
                tr!(self, "error-refused-next"),
            ),
            PortErrorKind::Protocol => (
                tr!(self, "error-protocol", target = target),
                tr!(self, "error-protocol-next"),
            ),
            PortErrorKind::Cancelled => (
                tr!(self, "error-cancelled"),
                tr!(self, "error-cancelled-next"),
            ),
            PortErrorKind::OutcomeUnknown => (
                tr!(self, "error-outcome-unknown"),
                tr!(self, "error-outcome-unknown-next"),
            ),
            PortErrorKind::File => (
                tr!(self, "error-file", target = target),
                tr!(self, "error-file-next"),
            ),
            PortErrorKind::DiskFull => (
                tr!(self, "error-disk-full", target = target),
                tr!(self, "error-disk-full-next"),
            ),
            PortErrorKind::FolderReadOnly => (
                tr!(self, "error-folder-read-only", target = target),
                tr!(self, "error-folder-read-only-next"),
            ),
            PortErrorKind::FolderGone => (
                tr!(self, "error-folder-gone", target = target),
                tr!(self, "error-folder-gone-next"),
            ),
            PortErrorKind::AlreadyThere => (
                tr!(self, "error-already-there", target = target),
                tr!(self, "error-already-there-next"),
            ),
            PortErrorKind::NewerFile => (
                tr!(
                    self,
                    "error-newer-file",
                    target = target,
                    version = visible_lines(&err.source)
                ),
                tr!(self, "error-newer-file-next"),
            ),
            PortErrorKind::TooLarge => (
                tr!(
                    self,
                    "error-too-large",
                    target = target,
                    limit = visible_lines(&err.source)
                ),
                tr!(self, "error-too-large-next"),
            ),
            PortErrorKind::ProjectTaken => (
                tr!(
                    self,
                    "error-project-taken",
                    holder = visible_lines(&err.source)
                ),
                tr!(self, "error-project-taken-next"),
            ),
            PortErrorKind::NoPreview => (
                tr!(self, "error-no-preview"),
                tr!(self, "error-no-preview-next"),
            ),
            PortErrorKind::ReadOnly => (
                tr!(self, "error-read-only"),
                tr!(self, "error-read-only-next"),
            ),
        };
        let (other, advice) = self.in_directory(err, doing);
        let (happened, next) = (other.unwrap_or(happened), advice.unwrap_or(next));
        let not_done = match (doing, err.kind) {
            (
                Doing::Changing | Doing::ChangingDirectory,
                PortErrorKind::OutcomeUnknown | PortErrorKind::Timeout | PortErrorKind::Protocol,
            ) => {
                tr!(self, "not-done-unknown")
            }
            (Doing::Changing | Doing::ChangingDirectory, _) => tr!(self, "not-done-changing"),
            (Doing::Connecting | Doing::ConnectingDirectory, _) => tr!(self, "not-done-connecting"),
            (Doing::Reading | Doing::ReadingDirectory, _) => tr!(self, "not-done-reading"),
            (Doing::Keeping, _) => tr!(self, "not-done-keeping"),
        };
        let detail = format!(
            "{} ({target})\n{}",
            err.operation,
            visible_lines(&err.source)
        );
        Presented {
            happened,
            not_done,
            next,
            detail,
        }
    }

    /// What is said differently of a directory: what happened there, and what to do next.
    fn in_directory(&self, err: &PortError, doing: Doing) -> (Option<String>, Option<String>) {
        if !matches!(
            doing,
            Doing::ConnectingDirectory | Doing::ReadingDirectory | Doing::ChangingDirectory
        ) {
            return (None, None);
        }
        let operation = visible_lines(&err.operation);
        match err.kind {
            PortErrorKind::NameNotFound => {
                (None, Some(tr!(self, "error-directory-name-not-found-next")))
            }
            PortErrorKind::Unreachable => {
                (None, Some(tr!(self, "error-directory-unreachable-next")))
            }
            PortErrorKind::NoCommonSignIn => (
                None,
                Some(tr!(self, "error-directory-no-common-sign-in-next")),
            ),
            PortErrorKind::NoTicket => (None, Some(tr!(self, "error-directory-no-ticket-next"))),
            PortErrorKind::Forbidden => (
                Some(tr!(
                    self,
                    "error-directory-forbidden",
                    operation = operation
                )),
                Some(tr!(self, "error-directory-forbidden-next")),
            ),
            PortErrorKind::Conflict => (
                Some(tr!(self, "error-directory-conflict", operation = operation)),
                Some(tr!(self, "error-directory-conflict-next")),
            ),
            _ => (None, None),
        }
    }
}
