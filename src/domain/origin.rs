//! Tells automatic endpoints from legacy ones.
//!
//! When the Persistent Chat service is installed, one endpoint per pool is created by itself. Its user part is
//! `GC-` and the pool's `ServiceId`. That pattern is an inference from deployments in the field, not documented,
//! so wherever the inference does not hold for a pool the origin stays unknown and the endpoint protected.

use std::collections::{BTreeMap, BTreeSet};

use super::{Endpoint, EndpointOrigin, Fqdn, Pool};

const PREFIX: &str = "gc-";
const SERVICE_MARK: &str = "-persistentchatservice-";

/// Sets the origin of every endpoint from the pools of the same reading.
pub fn assign(endpoints: &mut [Endpoint], pools: &[Pool]) {
    let services = Services::new(pools);
    let settled: BTreeSet<Fqdn> = endpoints
        .iter()
        .filter_map(|endpoint| services.owner_of(endpoint))
        .cloned()
        .collect();
    for endpoint in endpoints {
        endpoint.origin = services.origin_of(endpoint, &settled);
    }
}

/// The pools of a reading by their `ServiceId`, so that a hundred thousand endpoints are told apart in one pass.
struct Services<'a>(BTreeMap<String, Vec<&'a Fqdn>>);

impl<'a> Services<'a> {
    fn new(pools: &'a [Pool]) -> Self {
        let mut services: BTreeMap<String, Vec<&Fqdn>> = BTreeMap::new();
        for pool in pools {
            if let Some(id) = pool.service_id.as_deref().filter(|id| !id.is_empty()) {
                services
                    .entry(id.to_lowercase())
                    .or_default()
                    .push(&pool.fqdn);
            }
        }
        Self(services)
    }

    /// The pool whose automatic endpoint this is. An endpoint known to belong to another pool is not this pool's
    /// own, whatever its address says.
    fn owner_of(&self, endpoint: &Endpoint) -> Option<&'a Fqdn> {
        let pools = self
            .0
            .get(endpoint.sip_address.user().strip_prefix(PREFIX)?)?;
        pools
            .iter()
            .copied()
            .find(|fqdn| endpoint.pool.as_ref().is_none_or(|pool| pool == *fqdn))
    }

    /// `settled` names the pools whose automatic endpoint was found.
    fn origin_of(&self, endpoint: &Endpoint, settled: &BTreeSet<Fqdn>) -> EndpointOrigin {
        if self.owner_of(endpoint).is_some() {
            return EndpointOrigin::Automatic;
        }
        if looks_automatic(endpoint) {
            return EndpointOrigin::Unknown;
        }
        match &endpoint.pool {
            Some(pool) if settled.contains(pool) => EndpointOrigin::Legacy,
            _ => EndpointOrigin::Unknown,
        }
    }
}

fn looks_automatic(endpoint: &Endpoint) -> bool {
    let user = endpoint.sip_address.user();
    user.starts_with(PREFIX) && user.contains(SERVICE_MARK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Generation, Properties, SipUri};

    fn pool(fqdn: &str, service_id: Option<&str>) -> Pool {
        Pool {
            fqdn: Fqdn::parse(fqdn).unwrap(),
            site: None,
            generation: Generation::Lync2013,
            registrar: None,
            active_servers: None,
            inactive_servers: None,
            state: None,
            service_id: service_id.map(str::to_owned),
            properties: Properties::default(),
        }
    }

    fn endpoint(address: &str, pool: Option<&str>) -> Endpoint {
        Endpoint {
            identity: None,
            sip_address: SipUri::parse(address).unwrap(),
            display_name: None,
            pool: pool.map(|fqdn| Fqdn::parse(fqdn).unwrap()),
            enabled: None,
            origin: EndpointOrigin::Unknown,
            properties: Properties::default(),
        }
    }

    fn check(endpoints: &[Endpoint], pools: &[Pool], expect: &[EndpointOrigin]) {
        let mut endpoints = endpoints.to_vec();
        assign(&mut endpoints, pools);
        let found: Vec<_> = endpoints.iter().map(|endpoint| endpoint.origin).collect();
        assert_eq!(found, expect);
    }

    const A: Option<&str> = Some("a.contoso.com");

    #[test]
    fn the_endpoint_named_after_the_service_is_automatic_and_the_others_are_legacy() {
        check(
            &[
                endpoint("sip:gc-1-persistentchatservice-2@contoso.com", A),
                endpoint("sip:ocschat@contoso.com", A),
            ],
            &[pool("a.contoso.com", Some("1-PersistentChatService-2"))],
            &[EndpointOrigin::Automatic, EndpointOrigin::Legacy],
        );
    }

    #[test]
    fn where_no_endpoint_of_a_pool_matches_its_service_all_of_them_are_unknown() {
        check(
            &[
                endpoint("sip:chat@contoso.com", A),
                endpoint("sip:ocschat@contoso.com", A),
            ],
            &[pool("a.contoso.com", Some("1-PersistentChatService-2"))],
            &[EndpointOrigin::Unknown, EndpointOrigin::Unknown],
        );
    }

    #[test]
    fn an_automatic_looking_address_that_matches_no_service_is_unknown() {
        check(
            &[
                endpoint("sip:GC-1-PersistentChatService-2@contoso.com", A),
                endpoint("sip:GC-9-PersistentChatService-9@contoso.com", A),
            ],
            &[pool("a.contoso.com", Some("1-PersistentChatService-2"))],
            &[EndpointOrigin::Automatic, EndpointOrigin::Unknown],
        );
    }

    #[test]
    fn an_endpoint_whose_pool_or_service_is_not_known_is_unknown() {
        check(
            &[
                endpoint("sip:ocschat@contoso.com", None),
                endpoint("sip:x@contoso.com", Some("b.contoso.com")),
            ],
            &[
                pool("a.contoso.com", Some("1-PersistentChatService-2")),
                pool("b.contoso.com", None),
            ],
            &[EndpointOrigin::Unknown, EndpointOrigin::Unknown],
        );
    }
}
