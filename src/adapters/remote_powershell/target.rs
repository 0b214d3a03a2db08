//! Where a lane connects: one address, checked once.
//!
//! INVARIANT: a [`Target`] is reached over TLS, or it is this machine. Everything below may therefore send a
//! password (Basic) without asking again.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

/// The address of a remote PowerShell endpoint, such as `https://fe01.contoso.example/OcsPowershell`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    url: Url,
}

impl Target {
    /// Reads an address; its path and query stay as they were written.
    ///
    /// `http` is accepted for this machine only: it is how test servers are reached.
    pub(super) fn parse(address: &str) -> Result<Self, TargetError> {
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
            ("https", Some(_)) => Ok(Self { url }),
            ("http", Some(host)) if is_loopback(host) => Ok(Self { url }),
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
    #[error("the address must begin with https: http is for this machine only")]
    NotEncrypted,
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
            assert_eq!(Target::parse(address).unwrap().as_str(), address);
        }
    }

    #[test]
    fn an_address_that_would_carry_secrets_in_clear_is_refused() {
        let check = |address: &str, expect: TargetError| {
            assert_eq!(Target::parse(address), Err(expect), "{address}");
        };
        check(
            "http://fe01.contoso.example/OcsPowershell",
            TargetError::NotEncrypted,
        );
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
            Target::parse("fe01.contoso.example"),
            Err(TargetError::NotAnAddress { .. })
        ));
    }
}
