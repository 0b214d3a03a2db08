//! How a TLS handshake failed, told apart by what a person would do about it.
//!
//! The words are those of the platform, untranslated.

use std::error::Error;

use crate::ports::PortErrorKind;

/// What was wrong with the server's certificate, or with TLS altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::adapters) enum TlsFailure {
    #[error("its certificate comes from an issuer that is not trusted here")]
    UntrustedIssuer,
    #[error("its certificate is for another name")]
    NameMismatch,
    #[error("its certificate has expired or is not valid yet")]
    NotInForce,
    #[error("TLS could not be agreed on")]
    Other,
}

impl TlsFailure {
    pub(in crate::adapters) fn kind(self) -> PortErrorKind {
        match self {
            Self::UntrustedIssuer => PortErrorKind::Untrusted,
            Self::NameMismatch => PortErrorKind::WrongHostName,
            Self::NotInForce => PortErrorKind::CertificateExpired,
            Self::Other => PortErrorKind::InsecureChannel,
        }
    }
}

/// Sorts the text of a failed TLS handshake by what the platforms write into it.
pub(in crate::adapters) fn tls_failure(text: &str) -> TlsFailure {
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
pub(in crate::adapters) fn chain_words(err: &(dyn Error + 'static)) -> String {
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

/// An error and its causes.
pub(in crate::adapters) fn chain<'a>(
    err: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(err), |&err| err.source())
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{TlsFailure, chain_words, tls_failure};

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
}
