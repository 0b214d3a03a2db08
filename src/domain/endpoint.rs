//! Persistent Chat endpoints: contact objects that route a SIP address to a pool.

use serde::{Deserialize, Serialize};

use super::{DistinguishedName, Fqdn, Properties, SipUri};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    pub identity: Option<DistinguishedName>,
    pub sip_address: SipUri,
    pub display_name: Option<String>,
    /// `None` when no question told which pool the endpoint belongs to.
    pub pool: Option<Fqdn>,
    pub enabled: Option<bool>,
    pub origin: EndpointOrigin,
    /// Everything the server sent, in its order, for the raw view.
    pub properties: Properties,
}

/// Where an endpoint comes from, as far as it can be inferred (see `origin`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndpointOrigin {
    /// Created with the Persistent Chat service; the pool needs it.
    Automatic,
    /// Created by an administrator for legacy clients.
    Legacy,
    /// Could be either; treated as needed by the pool.
    Unknown,
}

impl EndpointOrigin {
    /// Only what is known to have been added for legacy clients may be removed.
    pub fn is_protected(self) -> bool {
        self != Self::Legacy
    }

    /// The stable word of the JSON output.
    pub fn token(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Legacy => "legacy",
            Self::Unknown => "unknown",
        }
    }
}
