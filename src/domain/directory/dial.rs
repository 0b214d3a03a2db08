//! How a directory is reached: what is saved of it, and what opens a session. The directory has an account of its own.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::{Access, Account, Fqdn, Source};

/// Which controller to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectoryServer {
    /// Found through the SRV records of a domain, `_ldap._tcp.dc._msdcs.<domain>`; without a domain, of this
    /// computer's own.
    Discovered { domain: Option<Fqdn> },
    /// As it was typed: a host, or `ldaps://host:port`, or `ldap://host:port`, which means StartTLS. Never clear text.
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
