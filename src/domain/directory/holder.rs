//! Who holds a SIP address, as the deployment's own cmdlets tell it.

use serde::{Deserialize, Serialize};

use super::DistinguishedName;
use crate::domain::{Fqdn, Readable, SipUri};

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
