//! What a failure behind TLS means for a person, and what to do about it.

use super::super::exchange::Failure;
use super::super::sign_in::KerberosProblem;
use super::super::transport_error::TransportError;
use crate::domain::Message;
use crate::psrp::runspace;
use crate::psrp::wsman::FaultKind;

/// Why no session came about. Before the server has answered a request, it is the sign-in that failed.
pub(super) fn session_finding(failure: &Failure, host: &str, is_signed_in: bool) -> Message {
    let host = host.to_owned();
    match failure {
        Failure::Cancelled => Message::DiagnosisCancelled,
        Failure::Deadline | Failure::Transport(TransportError::DeadlinePassed { .. }) => {
            Message::DiagnosisNoAnswer { host }
        }
        Failure::Transport(
            TransportError::PasswordEmpty
            | TransportError::UserName { .. }
            | TransportError::PasswordUnusable { .. }
            | TransportError::Unauthenticated { .. },
        ) => Message::DiagnosisUnauthenticated { host },
        Failure::Transport(TransportError::NoTicket { problem }) => kerberos_finding(problem, host),
        Failure::Transport(TransportError::NoUsableAuthentication { .. }) => {
            Message::DiagnosisNoCommonSignIn { host }
        }
        Failure::Transport(TransportError::Redirected { .. } | TransportError::NotFound { .. })
        | Failure::Session(runspace::Error::Http { .. }) => {
            Message::DiagnosisNotPowerShell { host }
        }
        Failure::Transport(TransportError::UnexpectedStatus { status: 403, .. }) => {
            Message::DiagnosisSessionForbidden { host }
        }
        Failure::Transport(TransportError::NotSent { .. } | TransportError::AnswerLost { .. }) => {
            Message::DiagnosisLineLost { host }
        }
        Failure::Session(runspace::Error::Fault { fault, .. }) => match fault.kind() {
            FaultKind::AccessDenied | FaultKind::NotAllowed => {
                Message::DiagnosisSessionForbidden { host }
            }
            FaultKind::Quota => Message::DiagnosisTooManySessions { host },
            _ => Message::DiagnosisSessionFailed { host },
        },
        Failure::Transport(_) if !is_signed_in => Message::DiagnosisSignInFailed { host },
        _ => Message::DiagnosisSessionFailed { host },
    }
}

fn kerberos_finding(problem: &KerberosProblem, host: String) -> Message {
    match problem {
        KerberosProblem::NoRealm
        | KerberosProblem::NoKdc { .. }
        | KerberosProblem::KdcUnreachable { .. }
        | KerberosProblem::WrongRealm { .. } => Message::DiagnosisNoDomainController,
        KerberosProblem::ClockSkew => Message::DiagnosisClockDiffers,
        KerberosProblem::UnknownService { .. } => Message::DiagnosisServiceUnknown { host },
        KerberosProblem::UnknownUser { .. } | KerberosProblem::WrongPassword => {
            Message::DiagnosisUnauthenticated { host }
        }
        KerberosProblem::AccountLocked
        | KerberosProblem::AccountExpired
        | KerberosProblem::PasswordExpired => Message::DiagnosisAccountUnusable,
        KerberosProblem::NoTickets { .. } | KerberosProblem::NotBuiltIn => {
            Message::DiagnosisNoLogonTicket
        }
        KerberosProblem::NoCommonEncryption
        | KerberosProblem::Policy
        | KerberosProblem::Other { .. } => Message::DiagnosisSignInFailed { host },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(problem: KerberosProblem, expected: &Message) {
        let failure = Failure::Transport(TransportError::NoTicket { problem });
        assert_eq!(session_finding(&failure, "fe01", false), *expected);
    }

    #[test]
    fn each_reason_for_having_no_ticket_has_an_advice_of_its_own() {
        let words = || "words".to_owned();
        let realm = words;
        check(
            KerberosProblem::NoKdc { realm: realm() },
            &Message::DiagnosisNoDomainController,
        );
        check(
            KerberosProblem::KdcUnreachable { words: words() },
            &Message::DiagnosisNoDomainController,
        );
        check(KerberosProblem::ClockSkew, &Message::DiagnosisClockDiffers);
        let service = words();
        check(
            KerberosProblem::UnknownService { service },
            &Message::DiagnosisServiceUnknown {
                host: "fe01".to_owned(),
            },
        );
        check(
            KerberosProblem::WrongPassword,
            &Message::DiagnosisUnauthenticated {
                host: "fe01".to_owned(),
            },
        );
        check(
            KerberosProblem::AccountLocked,
            &Message::DiagnosisAccountUnusable,
        );
        check(
            KerberosProblem::NotBuiltIn,
            &Message::DiagnosisNoLogonTicket,
        );
    }
}
