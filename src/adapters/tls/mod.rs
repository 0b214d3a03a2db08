//! Whom we trust: the platform's roots and, if the operator names one, an enterprise CA file.
//!
//! TLS is the platform's own (OpenSSL, Schannel, Secure Transport), because the servers this product manages offer
//! cipher suites that rustls does not have. The lowest protocol version is left at native-tls's default, TLS 1.0, so
//! that the platform's policy decides: OpenSSL 3 refuses TLS 1.0 and 1.1 unless the machine's own configuration
//! lowers the security level. There is deliberately no switch that turns a check off.

mod certificate;
mod failure;
mod hello;
mod look;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use native_tls::{Certificate, TlsConnector};

pub(in crate::adapters) use certificate::read as read_certificate;
pub(in crate::adapters) use failure::{TlsFailure, chain, chain_words, tls_failure};
pub(in crate::adapters) use look::{Limits, Look, look};

/// More than any real bundle; a disk image given by mistake is not read into memory.
const CA_FILE_LIMIT: u64 = 4 * 1024 * 1024;
const PEM_MARK: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// Reading the platform's roots takes a fifth of a second, and several connections are often made in a row. No longer
/// than this, so that a root installed meanwhile counts.
const KEPT_FOR: Duration = Duration::from_mins(1);

/// Deployments with CA files of their own that are worked on at the same time.
const MOST_KEPT: usize = 16;

/// The connectors made last.
static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

struct Kept {
    /// The bytes of the CA file; none for the platform alone, which is not the same as an empty file.
    ca: Option<Vec<u8>>,
    since: Instant,
    connector: TlsConnector,
}

/// What a server certificate may be issued by, in addition to what the platform trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trust {
    /// PEM (one certificate or many) or DER (one).
    pub ca_file: Option<PathBuf>,
}

/// Why there is nothing to check certificates with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TrustProblem {
    #[error("reading the CA file {}: {problem}", path.display())]
    CaFile {
        path: PathBuf,
        problem: CaFileProblem,
    },
    #[error("preparing TLS: {words}")]
    Unavailable { words: String },
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

impl Trust {
    /// Reads the CA file and the platform's roots; both checks of a certificate (issuer, name) stay on.
    pub(super) fn connector(&self) -> Result<TlsConnector, TrustProblem> {
        let bytes = self.ca_file.as_deref().map(read_ca_file).transpose()?;
        if let Some(connector) = kept(bytes.as_deref()) {
            return Ok(connector);
        }
        let mut builder = TlsConnector::builder();
        if let (Some(path), Some(bytes)) = (&self.ca_file, &bytes) {
            let certificates =
                parse_certificates(bytes).map_err(|problem| refused(path, problem))?;
            for certificate in certificates {
                builder.add_root_certificate(certificate);
            }
        }
        let connector = builder.build().map_err(|err| unavailable(&err))?;
        keep(bytes, connector.clone());
        Ok(connector)
    }

    /// For lines without TLS: trusts nobody, and costs nothing.
    pub(super) fn nobody() -> Result<TlsConnector, TrustProblem> {
        TlsConnector::builder()
            .disable_built_in_roots(true)
            .build()
            .map_err(|err| unavailable(&err))
    }
}

fn kept(ca: Option<&[u8]>) -> Option<TlsConnector> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|kept| kept.since.elapsed() < KEPT_FOR);
    kept.iter()
        .find(|kept| kept.ca.as_deref() == ca)
        .map(|kept| kept.connector.clone())
}

fn keep(ca: Option<Vec<u8>>, connector: TlsConnector) {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.truncate(MOST_KEPT - 1);
    let since = Instant::now();
    kept.insert(
        0,
        Kept {
            ca,
            since,
            connector,
        },
    );
}

fn unavailable(err: &native_tls::Error) -> TrustProblem {
    TrustProblem::Unavailable {
        words: chain_words(err),
    }
}

fn refused(path: &Path, problem: CaFileProblem) -> TrustProblem {
    TrustProblem::CaFile {
        path: path.to_owned(),
        problem,
    }
}

fn read_ca_file(path: &Path) -> Result<Vec<u8>, TrustProblem> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(CA_FILE_LIMIT + 1).read_to_end(&mut bytes))
        .map_err(|err| {
            let words = err.to_string();
            refused(path, CaFileProblem::Unreadable { words })
        })?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > CA_FILE_LIMIT) {
        return Err(refused(path, CaFileProblem::TooLarge));
    }
    Ok(bytes)
}

fn parse_certificates(bytes: &[u8]) -> Result<Vec<Certificate>, CaFileProblem> {
    let is_pem = bytes
        .windows(PEM_MARK.len())
        .any(|window| window == PEM_MARK);
    let certificates = if is_pem {
        Certificate::stack_from_pem(bytes)
    } else {
        Certificate::from_der(bytes).map(|certificate| vec![certificate])
    };
    match certificates {
        Ok(list) if list.is_empty() => Err(CaFileProblem::NotACertificate {
            words: "no certificate in the file".to_owned(),
        }),
        Ok(list) => Ok(list),
        Err(err) => Err(CaFileProblem::NotACertificate {
            words: chain_words(&err),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{CaFileProblem, Trust, TrustProblem, parse_certificates};

    #[test]
    fn what_is_not_a_certificate_is_refused_with_a_reason() {
        let broken_pem: &[u8] =
            b"-----BEGIN CERTIFICATE-----\nnot base64 at all\n-----END CERTIFICATE-----\n";
        for bytes in [
            b"".as_slice(),
            b"hello",
            &[0x30, 0x82, 0xff, 0xff],
            broken_pem,
        ] {
            assert!(
                matches!(
                    parse_certificates(bytes),
                    Err(CaFileProblem::NotACertificate { .. })
                ),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn a_missing_ca_file_is_named_in_the_error() {
        let trust = Trust {
            ca_file: Some(PathBuf::from("does-not-exist.pem")),
        };
        let err = trust.connector().unwrap_err();
        assert!(matches!(
            &err,
            TrustProblem::CaFile {
                problem: CaFileProblem::Unreadable { .. },
                ..
            }
        ));
        assert!(err.to_string().contains("does-not-exist.pem"));
    }

    #[test]
    fn what_is_not_a_certificate_is_refused_again_and_again() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let trust = Trust {
            ca_file: Some(file.path().to_owned()),
        };
        for _ in 0..2 {
            assert!(Trust::default().connector().is_ok());
            assert!(trust.connector().is_err());
        }
    }

    #[test]
    fn the_platform_alone_is_enough() {
        assert!(Trust::default().connector().is_ok());
    }
}
