//! Where a lane connects: one address, checked once.
//!
//! INVARIANT: a [`Target`] is reached over TLS, or it is this machine, or the sign-in it was checked for seals every
//! body. Everything below may therefore send what it is told to without asking again.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use crate::domain::Authentication;

/// The address of a remote PowerShell endpoint, such as `https://fe01.contoso.example/OcsPowershell`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    url: Url,
}

impl Target {
    /// Reads an address; its path and query stay as they were written.
    ///
    /// `http` is accepted where the sign-in seals the bodies, and for this machine.
    pub(super) fn parse(
        address: &str,
        authentication: Authentication,
    ) -> Result<Self, TargetError> {
        let url = Url::parse(address.trim()).map_err(|err| TargetError::NotAnAddress {
            words: err.to_string(),
        })?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetError::CarriesCredentials);
        }
        if url.fragment().is_some() {
            return Err(TargetError::CarriesFragment);
        }
        match (url.scheme(), url.host_str()) {
            (_, None | Some("")) => Err(TargetError::NoHost),
            (_, Some(host)) if authentication == Authentication::Nobody && !is_loopback(host) => {
                Err(TargetError::NotThisMachine)
            }
            ("https", Some(_)) => Ok(Self { url }),
            ("http", Some(host)) if authentication.seals() || is_loopback(host) => Ok(Self { url }),
            ("http", Some(_)) => Err(TargetError::NotEncrypted),
            (other, Some(_)) => Err(TargetError::UnknownScheme {
                scheme: other.to_owned(),
            }),
        }
    }

    /// The name of the server as it stands in the address.
    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Whether the line itself is encrypted.
    pub(super) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The whole address, as it goes out.
    pub(super) fn as_str(&self) -> &str {
        self.url.as_str()
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text cannot be the address of a remote PowerShell endpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum TargetError {
    #[error("not an address: {words}")]
    NotAnAddress { words: String },
    #[error("the address names no server")]
    NoHost,
    #[error("the address must begin with https, not {scheme}")]
    UnknownScheme { scheme: String },
    #[error("the address must begin with https: over http the password would go out in clear")]
    NotEncrypted,
    #[error("only a server on this machine may be used without signing in")]
    NotThisMachine,
    #[error("the address must not contain a user name or a password")]
    CarriesCredentials,
    #[error("the address must not contain a part after #")]
    CarriesFragment,
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{Target, TargetError};
    use crate::domain::Authentication;

    #[test]
    fn path_and_query_are_kept_as_given() {
        for address in [
            "https://fe01.contoso.example/OcsPowershell",
            "https://fe01.contoso.example/OcsPowershell?PSVersion=5.1",
            "https://fe01.contoso.example:8443/ocsPowershell/",
            "http://127.0.0.1:5985/OcsPowershell",
            "http://[::1]:5985/OcsPowershell",
            "http://localhost/OcsPowershell",
        ] {
            let target = Target::parse(address, Authentication::Basic).unwrap();
            assert_eq!(target.as_str(), address);
        }
    }

    #[test]
    fn http_is_for_sign_ins_that_seal() {
        let address = "http://fe01.contoso.example/OcsPowershell";
        let parse = |authentication| Target::parse(address, authentication);
        assert!(!parse(Authentication::default()).unwrap().is_https());
        assert!(parse(Authentication::Kerberos).is_ok());
        assert!(parse(Authentication::Ntlm).is_ok());
        assert_eq!(parse(Authentication::Basic), Err(TargetError::NotEncrypted));
        assert_eq!(
            parse(Authentication::Nobody),
            Err(TargetError::NotThisMachine)
        );
        let secure = "https://fe01.contoso.example/OcsPowershell";
        assert_eq!(
            Target::parse(secure, Authentication::Nobody),
            Err(TargetError::NotThisMachine)
        );
        assert!(Target::parse("http://localhost/", Authentication::Nobody).is_ok());
    }

    #[test]
    fn an_address_that_would_carry_secrets_in_clear_is_refused() {
        let check = |address: &str, expect: TargetError| {
            assert_eq!(
                Target::parse(address, Authentication::Basic),
                Err(expect),
                "{address}"
            );
        };
        check(
            "http://127.0.0.1.contoso.example/",
            TargetError::NotEncrypted,
        );
        check(
            "https://admin:pw@fe01.contoso.example/",
            TargetError::CarriesCredentials,
        );
        check(
            "https://admin@fe01.contoso.example/",
            TargetError::CarriesCredentials,
        );
        check(
            "https://fe01.contoso.example/#x",
            TargetError::CarriesFragment,
        );
        let scheme = "ftp".to_owned();
        check(
            "ftp://fe01.contoso.example/",
            TargetError::UnknownScheme { scheme },
        );
        assert!(matches!(
            Target::parse("fe01.contoso.example", Authentication::Basic),
            Err(TargetError::NotAnAddress { .. })
        ));
    }
}
