//! What can go wrong between us and the server, told apart by what a person would do about it, and what may
//! have happened meanwhile.
//!
//! `words` is always text of the platform or of the server, untranslated and bounded. Nothing here can hold a
//! password: the types that do are never part of an error.

use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::gate::ConnectionGone;
use super::sealed_body::NotSealed;
use super::sign_in::KerberosProblem;

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
    #[error("reading the CA file {}: {problem}", path.display())]
    CaFile {
        path: PathBuf,
        problem: CaFileProblem,
    },
    #[error("preparing TLS: {words}")]
    TlsUnavailable { words: String },

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
            | Self::CaFile { .. }
            | Self::TlsUnavailable { .. }
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

/// Why a CA file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum CaFileProblem {
    #[error("{words}")]
    Unreadable { words: String },
    #[error("the file is too large to be a list of certificates")]
    TooLarge,
    #[error("neither PEM nor DER: {words}")]
    NotACertificate { words: String },
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

/// What was wrong with the server's certificate, or with TLS altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TlsFailure {
    #[error("its certificate comes from an issuer that is not trusted here")]
    UntrustedIssuer,
    #[error("its certificate is for another name")]
    NameMismatch,
    #[error("its certificate has expired or is not valid yet")]
    NotInForce,
    #[error("TLS could not be agreed on")]
    Other,
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

/// Sorts the text of a failed TLS handshake by what the platforms write into it.
pub(super) fn tls_failure(text: &str) -> TlsFailure {
    /// OpenSSL's `X509_verify_cert_error_string`, in lower case; it is not translated.
    const SENTENCES: &[(&str, TlsFailure)] = &[
        ("hostname mismatch", TlsFailure::NameMismatch),
        ("ip address mismatch", TlsFailure::NameMismatch),
        ("certificate has expired", TlsFailure::NotInForce),
        ("certificate is not yet valid", TlsFailure::NotInForce),
        (
            "unable to get local issuer certificate",
            TlsFailure::UntrustedIssuer,
        ),
        (
            "unable to get issuer certificate",
            TlsFailure::UntrustedIssuer,
        ),
        (
            "unable to verify the first certificate",
            TlsFailure::UntrustedIssuer,
        ),
        ("self-signed certificate", TlsFailure::UntrustedIssuer),
        ("self signed certificate", TlsFailure::UntrustedIssuer),
        ("certificate not trusted", TlsFailure::UntrustedIssuer),
        ("invalid ca certificate", TlsFailure::UntrustedIssuer),
    ];
    /// Schannel and Secure Transport translate their sentences; their numbers stay.
    const NUMBERS: &[(i32, TlsFailure)] = &[
        // SEC_E_WRONG_PRINCIPAL, CERT_E_CN_NO_MATCH
        (0x8009_0322_u32.cast_signed(), TlsFailure::NameMismatch),
        (0x800B_010F_u32.cast_signed(), TlsFailure::NameMismatch),
        // SEC_E_CERT_EXPIRED, CERT_E_EXPIRED, CERT_E_VALIDITYPERIODNESTING
        (0x8009_0328_u32.cast_signed(), TlsFailure::NotInForce),
        (0x800B_0101_u32.cast_signed(), TlsFailure::NotInForce),
        (0x800B_0102_u32.cast_signed(), TlsFailure::NotInForce),
        // SEC_E_UNTRUSTED_ROOT, CERT_E_UNTRUSTEDROOT, CERT_E_CHAINING, CERT_E_UNTRUSTEDCA
        (0x8009_0325_u32.cast_signed(), TlsFailure::UntrustedIssuer),
        (0x800B_0109_u32.cast_signed(), TlsFailure::UntrustedIssuer),
        (0x800B_010A_u32.cast_signed(), TlsFailure::UntrustedIssuer),
        (0x800B_0112_u32.cast_signed(), TlsFailure::UntrustedIssuer),
        // errSSLHostNameMismatch, errSecHostNameMismatch
        (-9843, TlsFailure::NameMismatch),
        (-67602, TlsFailure::NameMismatch),
        // errSSLCertExpired, errSSLCertNotYetValid, errSecCertificateExpired, errSecCertificateNotValidYet
        (-9814, TlsFailure::NotInForce),
        (-9815, TlsFailure::NotInForce),
        (-67818, TlsFailure::NotInForce),
        (-67819, TlsFailure::NotInForce),
        // errSSLXCertChainInvalid, errSSLUnknownRootCert, errSSLNoRootCert, errSecNotTrusted
        (-9807, TlsFailure::UntrustedIssuer),
        (-9812, TlsFailure::UntrustedIssuer),
        (-9813, TlsFailure::UntrustedIssuer),
        (-67843, TlsFailure::UntrustedIssuer),
    ];
    let lower = text.to_lowercase();
    if let Some((_, failure)) = SENTENCES
        .iter()
        .find(|(sentence, _)| lower.contains(sentence))
    {
        return *failure;
    }
    let numbers: Vec<i32> = lower
        .split(|c: char| !c.is_ascii_digit() && c != '-')
        .filter_map(|word| word.parse().ok())
        .collect();
    NUMBERS
        .iter()
        .find(|(number, _)| numbers.contains(number))
        .map_or(TlsFailure::Other, |(_, failure)| *failure)
}

/// An error and its causes in one line; a cause that the line already tells is not told twice.
pub(super) fn chain_words(err: &(dyn Error + 'static)) -> String {
    let mut words = String::new();
    for err in chain(err) {
        let text = err.to_string();
        if words.contains(&text) {
            continue;
        }
        if !words.is_empty() {
            words.push_str(": ");
        }
        words.push_str(&text);
    }
    words
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

fn chain<'a>(err: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(err), |&err| err.source())
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
    use super::{Outcome, TlsFailure, TransportError, chain_words, first_words, tls_failure};
    use std::io;

    fn check(text: &str, expect: TlsFailure) {
        assert_eq!(tls_failure(text), expect, "{text}");
    }

    #[test]
    fn openssl_says_in_english_what_is_wrong() {
        let openssl = |reason: &str| {
            format!(
                "client error (Connect): error:0A000086:SSL routines:tls_post_process_server_certificate:\
                 certificate verify failed:../ssl/statem/statem_clnt.c:1889: ({reason})"
            )
        };
        check(
            &openssl("unable to get local issuer certificate"),
            TlsFailure::UntrustedIssuer,
        );
        check(
            &openssl("self-signed certificate in certificate chain"),
            TlsFailure::UntrustedIssuer,
        );
        check(
            &openssl("self signed certificate"),
            TlsFailure::UntrustedIssuer,
        );
        check(&openssl("hostname mismatch"), TlsFailure::NameMismatch);
        check(&openssl("Hostname mismatch"), TlsFailure::NameMismatch);
        check(&openssl("IP address mismatch"), TlsFailure::NameMismatch);
        check(&openssl("certificate has expired"), TlsFailure::NotInForce);
        check(
            &openssl("certificate is not yet valid"),
            TlsFailure::NotInForce,
        );
        check(&openssl("certificate revoked"), TlsFailure::Other);
        check(
            "error:0A00042E:SSL routines::tlsv1 alert protocol version",
            TlsFailure::Other,
        );
        check("", TlsFailure::Other);
    }

    #[test]
    fn schannel_is_known_by_its_numbers_in_any_language() {
        check(
            "新しい証明書… (os error -2146762487)",
            TlsFailure::UntrustedIssuer,
        );
        check(
            "인증서 체인 (os error -2146893019)",
            TlsFailure::UntrustedIssuer,
        );
        check("(os error -2146762481)", TlsFailure::NameMismatch);
        check("(os error -2146893022)", TlsFailure::NameMismatch);
        check("(os error -2146762495)", TlsFailure::NotInForce);
        check("(os error -2146893016)", TlsFailure::NotInForce);
        check("(os error -2146893048)", TlsFailure::Other);
    }

    #[test]
    fn secure_transport_is_known_by_the_number_in_its_debug_text() {
        check(
            "… Error { code: -9807, message: \"…\" }",
            TlsFailure::UntrustedIssuer,
        );
        check(
            "Error { code: -9843, message: \"…\" }",
            TlsFailure::NameMismatch,
        );
        check(
            "Error { code: -9814, message: \"…\" }",
            TlsFailure::NotInForce,
        );
        check("Error { code: -9806, message: \"…\" }", TlsFailure::Other);
    }

    #[test]
    fn a_chain_is_one_line_without_repetitions() {
        let inner = io::Error::new(io::ErrorKind::ConnectionReset, "reset by peer");
        let outer = io::Error::other(inner);
        assert_eq!(chain_words(&outer), "reset by peer");
    }

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
