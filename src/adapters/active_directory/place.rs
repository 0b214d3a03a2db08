//! Where a controller is reached: a host, a port, and how TLS begins there.
//!
//! INVARIANT: a [`Place`] is reached over TLS. There is no form of it that means clear text, so nothing below has to ask.

use std::fmt;
use std::net::Ipv6Addr;

const LDAPS: u16 = 636;
const LDAP: u16 = 389;
const CATALOG_LDAPS: u16 = 3269;
const CATALOG_LDAP: u16 = 3268;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// In lower case; an IPv6 address without its brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) opening: Opening,
}

/// How a line becomes a TLS line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Opening {
    /// LDAPS: TLS from the first byte.
    Tls,
    /// The extended operation of RFC 4511 4.14, before anything else is said.
    StartTls,
}

impl Place {
    /// The usual LDAPS port of a host.
    pub(super) fn ldaps(host: &str) -> Self {
        Self::new(host, LDAPS, Opening::Tls)
    }

    /// `StartTLS` on the port that a controller registers for LDAP.
    pub(super) fn start_tls(host: &str, port: u16) -> Self {
        Self::new(host, port, Opening::StartTls)
    }

    fn new(host: &str, port: u16, opening: Opening) -> Self {
        Self {
            host: host.trim_end_matches('.').to_lowercase(),
            port,
            opening,
        }
    }

    /// Reads what a person typed: a host, `host:port`, `ldaps://host:port`, or `ldap://host:port`, which means `StartTLS`.
    pub(super) fn parse(typed: &str) -> Result<Self, PlaceProblem> {
        let typed = typed.trim();
        let (scheme, rest) = match typed.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, typed),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = split_port(rest)?;
        check_host(host)?;
        let opening = match (scheme.as_deref(), port) {
            (Some("ldap"), _) | (None, Some(LDAP | CATALOG_LDAP)) => Opening::StartTls,
            (Some("ldaps") | None, _) => Opening::Tls,
            (Some(other), _) => {
                return Err(PlaceProblem::UnknownScheme {
                    scheme: other.to_owned(),
                });
            }
        };
        let usual = match opening {
            Opening::Tls => LDAPS,
            Opening::StartTls => LDAP,
        };
        Ok(Self::new(host, port.unwrap_or(usual), opening))
    }

    /// Whether a text such as `host:port` says which port.
    pub(super) fn names_port(server: &str) -> bool {
        split_port(server).is_ok_and(|(_, port)| port.is_some())
    }

    /// Whether the port is the one a domain controller has, so that its other usual ports may be expected too.
    pub(super) fn has_usual_port(&self) -> bool {
        match self.opening {
            Opening::Tls => self.port == LDAPS,
            Opening::StartTls => self.port == LDAP,
        }
    }

    /// The same way to another host.
    pub(super) fn at(&self, host: &str) -> Self {
        let port = match self.opening {
            Opening::Tls => LDAPS,
            Opening::StartTls => LDAP,
        };
        Self::new(host, port, self.opening)
    }

    /// The global catalog of a host, reached the same way.
    pub(super) fn catalog_at(&self, host: &str) -> Self {
        let port = match self.opening {
            Opening::Tls => CATALOG_LDAPS,
            Opening::StartTls => CATALOG_LDAP,
        };
        Self::new(host, port, self.opening)
    }

    /// What the LDAP library is given. It is always `ldaps`: by then `StartTLS` has been done, and TLS follows at once.
    pub(super) fn library_url(&self) -> String {
        format!("ldaps://{}:{}", self.written_host(), self.port)
    }

    fn written_host(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.opening {
            Opening::Tls => "ldaps",
            Opening::StartTls => "ldap",
        };
        write!(f, "{scheme}://{}:{}", self.written_host(), self.port)
    }
}

/// Why a text is no address of a directory server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PlaceProblem {
    #[error("the address names no server")]
    NoHost,
    #[error("'{host}' is no name of a server")]
    NotAHost { host: String },
    #[error("'{port}' is no port")]
    NotAPort { port: String },
    #[error("the address must begin with ldaps or ldap, not {scheme}")]
    UnknownScheme { scheme: String },
}

fn split_port(text: &str) -> Result<(&str, Option<u16>), PlaceProblem> {
    let port = |port: &str| {
        port.parse()
            .ok()
            .filter(|port| *port > 0)
            .map(Some)
            .ok_or_else(|| PlaceProblem::NotAPort {
                port: port.to_owned(),
            })
    };
    if let Some((host, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return match rest.strip_prefix(':') {
            Some(number) => Ok((host, port(number)?)),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(PlaceProblem::NotAHost {
                host: text.to_owned(),
            }),
        };
    }
    if text.parse::<Ipv6Addr>().is_ok() {
        return Ok((text, None));
    }
    match text.rsplit_once(':') {
        Some((host, number)) => Ok((host, port(number)?)),
        None => Ok((text, None)),
    }
}

/// The LDAP library stops the process' thread over an address without a host, so nothing doubtful reaches it.
fn check_host(host: &str) -> Result<(), PlaceProblem> {
    if host.is_empty() {
        return Err(PlaceProblem::NoHost);
    }
    let is_name = host
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && host.chars().any(|c| c.is_ascii_alphanumeric());
    if is_name || host.parse::<Ipv6Addr>().is_ok() {
        Ok(())
    } else {
        Err(PlaceProblem::NotAHost {
            host: host.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_means_tls() {
        for (typed, url, library) in [
            (
                "dc01.contoso.com",
                "ldaps://dc01.contoso.com:636",
                "ldaps://dc01.contoso.com:636",
            ),
            (
                " DC01.contoso.com:10636 ",
                "ldaps://dc01.contoso.com:10636",
                "ldaps://dc01.contoso.com:10636",
            ),
            ("ldaps://dc01", "ldaps://dc01:636", "ldaps://dc01:636"),
            ("ldap://dc01/", "ldap://dc01:389", "ldaps://dc01:389"),
            (
                "LDAP://dc01:10389",
                "ldap://dc01:10389",
                "ldaps://dc01:10389",
            ),
            ("dc01:389", "ldap://dc01:389", "ldaps://dc01:389"),
            (
                "127.0.0.10",
                "ldaps://127.0.0.10:636",
                "ldaps://127.0.0.10:636",
            ),
            ("[::1]:636", "ldaps://[::1]:636", "ldaps://[::1]:636"),
            ("::1", "ldaps://[::1]:636", "ldaps://[::1]:636"),
        ] {
            let place = Place::parse(typed).unwrap();
            assert_eq!(place.to_string(), url, "{typed}");
            assert_eq!(place.library_url(), library, "{typed}");
        }
    }

    #[test]
    fn what_names_no_server_is_refused() {
        let check = |typed: &str, expect: PlaceProblem| {
            assert_eq!(Place::parse(typed), Err(expect), "{typed:?}");
        };
        let not_a_host = |host: &str| PlaceProblem::NotAHost {
            host: host.to_owned(),
        };
        check("", PlaceProblem::NoHost);
        check("ldaps://", PlaceProblem::NoHost);
        check("ldaps://:636", PlaceProblem::NoHost);
        check("ldaps://admin@dc01", not_a_host("admin@dc01"));
        check("ldaps://dc01/DC=contoso", not_a_host("dc01/DC=contoso"));
        check("dc 01", not_a_host("dc 01"));
        check("..", not_a_host(".."));
        for port in ["0", "65536", "x", ""] {
            let port = port.to_owned();
            check(&format!("dc01:{port}"), PlaceProblem::NotAPort { port });
        }
        let scheme = "http".to_owned();
        check("http://dc01", PlaceProblem::UnknownScheme { scheme });
    }

    #[test]
    fn other_hosts_and_catalogs_are_reached_the_same_way() {
        let tls = Place::parse("dc01.contoso.com").unwrap();
        assert!(tls.has_usual_port());
        assert_eq!(
            tls.at("DC02.contoso.com.").to_string(),
            "ldaps://dc02.contoso.com:636"
        );
        assert_eq!(tls.catalog_at("dc01").to_string(), "ldaps://dc01:3269");
        let start = Place::parse("ldap://dc01").unwrap();
        assert!(start.has_usual_port());
        assert_eq!(start.catalog_at("dc01").to_string(), "ldap://dc01:3268");
        assert!(!Place::parse("dc01:10636").unwrap().has_usual_port());
    }
}
