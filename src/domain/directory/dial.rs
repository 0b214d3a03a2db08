//! How a directory is reached: what is saved of it, and what opens a session. The directory has an account of its own.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::draft::fqdn_message;
use crate::domain::{Access, Account, Fqdn, Message, Secret, Source};

/// Which controller to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectoryServer {
    /// Found through the SRV records of a domain, `_ldap._tcp.dc._msdcs.<domain>`; without a domain, of this
    /// computer's own.
    Discovered { domain: Option<Fqdn> },
    /// As it was typed: a host, or `ldaps://host:port`, or `ldap://host:port`, which means `StartTLS`. Never clear text.
    Typed(String),
}

/// Everything needed to open a session. The password stays in memory.
#[derive(Clone, Debug)]
pub struct DirectoryDial {
    pub server: DirectoryServer,
    pub account: Account,
    pub ca_file: Option<PathBuf>,
    /// The DNS server to ask, as `host` or `host:port`, where this computer's own does not know the domain.
    pub dns: Option<String>,
    pub access: Access,
}

/// What is saved of a directory connection in a profile; never a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DirectoryProfile {
    /// Typed server; empty to discover one.
    pub server: String,
    /// The domain whose controllers are looked for; empty for this computer's own.
    pub domain: String,
    pub user: String,
    pub current_user: bool,
    pub dns: String,
}

/// Identifies a directory session in the journal and on the screen. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryConnection {
    pub source: Source,
    /// The controller that is asked and changed.
    pub host: String,
    /// Such as `ldaps://dc01.contoso.com:636`; the lab has an invented one.
    pub url: String,
    /// The root domain of its forest, which identifies the directory whichever controller answers.
    pub forest: String,
    pub account: String,
}

/// What is wrong with the fields of a directory connection, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryProblems {
    pub server: Option<Message>,
    pub domain: Option<Message>,
    pub dns: Option<Message>,
    pub user: Option<Message>,
    pub password: Option<Message>,
}

impl DirectoryProblems {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl DirectoryProfile {
    /// Whether anything of a directory was saved.
    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }

    /// Which controller is asked: the one that was typed, else one that is found.
    pub fn server(&self) -> DirectoryServer {
        let typed = self.server.trim();
        if typed.is_empty() {
            DirectoryServer::Discovered {
                domain: Fqdn::parse(self.domain.trim()).ok(),
            }
        } else {
            DirectoryServer::Typed(typed.to_owned())
        }
    }

    /// Everything needed to dial, with changes forbidden. The fields have no problems.
    pub fn dial(&self, password: &Secret, ca_file: Option<PathBuf>) -> DirectoryDial {
        DirectoryDial {
            server: self.server(),
            account: if self.current_user {
                Account::CurrentUser
            } else {
                Account::Named {
                    user: self.user.trim().to_owned(),
                    password: password.clone(),
                }
            },
            ca_file,
            dns: Some(self.dns.trim().to_owned()).filter(|dns| !dns.is_empty()),
            access: Access::ReadOnly,
        }
    }

    /// Without a password nothing is said about it. An empty one is refused here: a directory may take it for a
    /// sign-in of nobody, and answer as if all were well.
    pub fn problems(&self, password: Option<&Secret>) -> DirectoryProblems {
        let (server, domain) = (self.server.trim(), self.domain.trim());
        DirectoryProblems {
            server: (!server.is_empty() && !is_server(server))
                .then_some(Message::DirectoryServerForm),
            domain: (server.is_empty() && !domain.is_empty())
                .then(|| Fqdn::parse(domain).err())
                .flatten()
                .and_then(|problems| problems.into_iter().next())
                .map(fqdn_message),
            dns: self
                .dns
                .trim()
                .contains(is_foreign)
                .then_some(Message::DnsServerForm),
            user: (!self.current_user && self.user.trim().is_empty())
                .then_some(Message::UserMissing),
            password: password
                .is_some_and(|password| !self.current_user && password.is_empty())
                .then_some(Message::PasswordMissing),
        }
    }
}

/// Whether a text may name a server: a host, or an address of LDAP without path and without a user.
fn is_server(typed: &str) -> bool {
    let lower = typed.to_ascii_lowercase();
    let host = match lower.split_once("://") {
        Some(("ldap" | "ldaps", host)) => host,
        Some(_) => return false,
        None => &lower,
    };
    let host = host.trim_end_matches('/');
    !host.is_empty() && !host.contains(is_foreign)
}

/// What stands in no name of a host with a port.
fn is_foreign(character: char) -> bool {
    character.is_whitespace() || character.is_control() || "/\\@?#".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(server: &str) -> DirectoryProfile {
        DirectoryProfile {
            server: server.to_owned(),
            user: "CONTOSO\\reader".to_owned(),
            ..DirectoryProfile::default()
        }
    }

    #[test]
    fn a_server_is_a_host_or_an_address_of_ldap() {
        for good in [
            "dc01.contoso.com",
            " dc01:3269 ",
            "ldaps://dc01.contoso.com:636/",
            "LDAP://dc01",
            "[2001:db8::1]:636",
        ] {
            assert_eq!(typed(good).problems(None).server, None, "{good}");
        }
        for bad in [
            "https://dc01",
            "ldaps://",
            "ldaps://admin@dc01",
            "dc01/DC=contoso",
            "dc 01",
        ] {
            let problem = typed(bad).problems(None).server;
            assert_eq!(problem, Some(Message::DirectoryServerForm), "{bad}");
        }
    }

    #[test]
    fn without_a_typed_server_one_of_the_domain_is_looked_for() {
        let found = DirectoryProfile {
            domain: " corp.contoso.com".to_owned(),
            ..typed("")
        };
        let domain = Fqdn::parse("corp.contoso.com").ok();
        assert_eq!(found.server(), DirectoryServer::Discovered { domain });
        let short = DirectoryProfile {
            domain: "corp".to_owned(),
            ..typed("")
        };
        assert_eq!(short.problems(None).domain, Some(Message::FqdnShortName));
    }

    #[test]
    fn an_empty_password_is_refused_but_not_asked_of_the_current_user() {
        let named = typed("dc01.contoso.com");
        let empty = Secret::default();
        let problems = named.problems(Some(&empty));
        assert_eq!(problems.password, Some(Message::PasswordMissing));
        let current = DirectoryProfile {
            current_user: true,
            ..named
        };
        assert!(current.problems(Some(&empty)).is_empty());
    }
}
