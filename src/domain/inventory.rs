//! One reading of a deployment, and the difference between two.

use serde::{Deserialize, Serialize};

use super::{
    Connection, Endpoint, Fqdn, Generation, Holders, Message, Moment, Pool, Readable, SipDomain,
    SipUri,
};

/// Everything one reading brought, with what could not be read said beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    pub connection: Connection,
    pub read_at: Moment,
    pub pools: Vec<Pool>,
    pub endpoints: Vec<Endpoint>,
    pub sip_domains: Readable<Vec<SipDomain>>,
    /// Where Group Chat runs, as far as the topology shows it: a source of a migration, never a target.
    pub source_pools: Readable<Vec<SourcePool>>,
    /// For each SIP domain, who holds the address legacy clients look for by themselves.
    pub lookup_addresses: Vec<LookupAddress>,
    pub notices: Vec<Notice>,
}

/// A trusted application pool of the generation before Persistent Chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcePool {
    pub fqdn: Fqdn,
    pub generation: Generation,
    pub registrar: Option<Fqdn>,
    pub applications: Vec<String>,
}

/// The conventional address of Group Chat's Lookup service in one SIP domain, `sip:ocschat@<domain>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookupAddress {
    pub address: SipUri,
    pub holders: Holders,
}

/// Something a person has to know about a reading, with the server's own words where there were any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub message: Message,
    pub words: String,
}

/// What changed between an earlier and a later reading of the same deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub added: Vec<Endpoint>,
    pub removed: Vec<Endpoint>,
    /// Earlier and later form of endpoints that kept their address.
    pub changed: Vec<(Endpoint, Endpoint)>,
}

impl Inventory {
    pub fn pool(&self, fqdn: &Fqdn) -> Option<&Pool> {
        self.pools.iter().find(|pool| pool.fqdn == *fqdn)
    }

    pub fn endpoint(&self, address: &SipUri) -> Option<&Endpoint> {
        self.endpoints
            .iter()
            .find(|endpoint| endpoint.sip_address == *address)
    }

    pub fn endpoints_of<'a>(&'a self, pool: &'a Fqdn) -> impl Iterator<Item = &'a Endpoint> {
        self.endpoints
            .iter()
            .filter(move |endpoint| endpoint.pool.as_ref() == Some(pool))
    }

    /// The address legacy clients derive by themselves in a SIP domain.
    pub fn conventional_lookup_address(domain: &SipDomain) -> Option<SipUri> {
        SipUri::parse(&format!("sip:ocschat@{}", domain.name)).ok()
    }

    /// Compares what matters to an administrator; the raw properties are left out because servers add noise there.
    pub fn difference_since(&self, earlier: &Self) -> Difference {
        let mut difference = Difference::default();
        for now in &self.endpoints {
            match earlier.endpoint(&now.sip_address) {
                None => difference.added.push(now.clone()),
                Some(before) if essence(before) != essence(now) => {
                    difference.changed.push((before.clone(), now.clone()));
                }
                Some(_) => {}
            }
        }
        let gone = earlier
            .endpoints
            .iter()
            .filter(|before| self.endpoint(&before.sip_address).is_none());
        difference.removed.extend(gone.cloned());
        difference
    }
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

fn essence(endpoint: &Endpoint) -> impl PartialEq + '_ {
    (
        endpoint.sip_address.as_str(),
        &endpoint.identity,
        &endpoint.display_name,
        &endpoint.pool,
        endpoint.enabled,
        endpoint.origin,
    )
}
