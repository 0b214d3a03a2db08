//! Objects of the directory as far as they matter here: names, and who holds a SIP address.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Fqdn, Readable, SipUri};

/// A distinguished name as the server spelled it; opaque, compared without regard to case.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DistinguishedName(String);

impl DistinguishedName {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for DistinguishedName {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl Eq for DistinguishedName {}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An object that holds a SIP address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub kind: HolderKind,
    pub sip_address: SipUri,
    pub display_name: Option<String>,
    pub identity: Option<DistinguishedName>,
    pub registrar: Option<Fqdn>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HolderKind {
    User,
    Contact,
    Other,
}

/// What two independent questions say about who holds an address. They may differ: `Get-CsAdPrincipal` covers
/// users, groups and contacts, but whether it searches the configuration partition is not documented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    pub address: SipUri,
    pub principals: Readable<Vec<Holder>>,
    pub users: Readable<Vec<Holder>>,
}

impl Holders {
    /// Every holder found by either question, each object once.
    pub fn found(&self) -> Vec<&Holder> {
        let mut found: Vec<&Holder> = Vec::new();
        for holder in self.users.iter().chain(&self.principals).flatten() {
            let known = found
                .iter()
                .any(|other| match (&other.identity, &holder.identity) {
                    (Some(a), Some(b)) => a == b,
                    _ => other.sip_address == holder.sip_address,
                });
            if !known {
                found.push(holder);
            }
        }
        found
    }

    /// Whether at least one of the questions was answered.
    pub fn is_known(&self) -> bool {
        self.principals.is_ok() || self.users.is_ok()
    }
}
