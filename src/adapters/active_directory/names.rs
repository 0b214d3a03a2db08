//! Who is asked for names: SRV records that tell the controllers of a domain, and addresses.
//!
//! With a DNS server of its own a session asks that one for both; else the system's, whose hosts file and other sources
//! count for addresses.

use std::net::{IpAddr, SocketAddr};

use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::{RData, RecordType};

use super::failure::{Failure, Outcome};
use crate::adapters::dns::{asking, of_system};
use crate::ports::PortErrorKind;

/// A controller as DNS tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Service {
    pub(super) host: String,
    pub(super) port: u16,
    priority: u16,
    weight: u16,
}

pub(super) struct Names {
    /// None when the system's configuration cannot be read.
    resolver: Option<TokioResolver>,
    is_own: bool,
}

impl Names {
    /// Prepares to ask; `dns` is `host` or `host:port`.
    pub(super) async fn of(dns: Option<&str>) -> Outcome<Self> {
        let Some(dns) = dns.map(str::trim).filter(|dns| !dns.is_empty()) else {
            return Ok(Self {
                resolver: of_system(),
                is_own: false,
            });
        };
        let resolver = asking(dns)
            .await
            .map_err(|words| Failure::new(PortErrorKind::NameNotFound, words).at(dns))?;
        Ok(Self {
            resolver: Some(resolver),
            is_own: true,
        })
    }

    /// The controllers of a domain, in the order they are to be tried.
    pub(super) async fn controllers(&self, domain: &str) -> Outcome<Vec<Service>> {
        self.services(&format!("_ldap._tcp.dc._msdcs.{domain}"))
            .await
    }

    /// The global catalogs of a forest, in the order they are to be tried.
    pub(super) async fn catalogs(&self, forest: &str) -> Outcome<Vec<Service>> {
        self.services(&format!("_gc._tcp.{forest}")).await
    }

    async fn services(&self, name: &str) -> Outcome<Vec<Service>> {
        let not_found = |words: String| Failure::new(PortErrorKind::NameNotFound, words).at(name);
        let resolver = self.resolver.as_ref().ok_or_else(|| {
            not_found("this computer's DNS configuration cannot be read".to_owned())
        })?;
        let found = resolver
            .lookup(format!("{name}."), RecordType::SRV)
            .await
            .map_err(|err| not_found(err.to_string()))?;
        let services = found.answers().iter().filter_map(|record| {
            let RData::SRV(srv) = &record.data else {
                return None;
            };
            let host = srv.target.to_ascii().trim_end_matches('.').to_lowercase();
            // A single dot says that there is none (RFC 2782).
            (!host.is_empty()).then_some(Service {
                host,
                port: srv.port,
                priority: srv.priority,
                weight: srv.weight,
            })
        });
        let services = ordered(services.collect(), |limit| rand::random_range(0..=limit));
        if services.is_empty() {
            return Err(not_found("the record names no server".to_owned()));
        }
        Ok(services)
    }

    pub(super) async fn addresses(&self, host: &str, port: u16) -> Outcome<Vec<SocketAddr>> {
        if let Ok(ip) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, port)]);
        }
        let not_found = |words: String| Failure::new(PortErrorKind::NameNotFound, words).at(host);
        let addresses: Vec<SocketAddr> = match &self.resolver {
            Some(resolver) if self.is_own => resolver
                .lookup_ip(format!("{host}."))
                .await
                .map_err(|err| not_found(err.to_string()))?
                .iter()
                .map(|ip| SocketAddr::new(ip, port))
                .collect(),
            _ => tokio::net::lookup_host((host, port))
                .await
                .map_err(|err| not_found(err.to_string()))?
                .collect(),
        };
        if addresses.is_empty() {
            return Err(not_found("the name has no address".to_owned()));
        }
        Ok(addresses)
    }
}

/// The domains this computer may belong to, the likeliest first.
pub(super) fn own_domains() -> Vec<String> {
    let mut domains: Vec<String> = Vec::new();
    let mut add = |domain: String| {
        let domain = domain.trim_matches('.').to_lowercase();
        if domain.contains('.') && !domains.contains(&domain) {
            domains.push(domain);
        }
    };
    // Set by a Windows logon to a domain.
    if let Ok(domain) = std::env::var("USERDNSDOMAIN") {
        add(domain);
    }
    if let Ok((config, _)) = hickory_resolver::system_conf::read_system_conf() {
        let search = config.search().iter();
        for name in config.domain().into_iter().chain(search) {
            add(name.to_ascii());
        }
    }
    domains
}

/// The order of RFC 2782: the lowest priority first, and within one priority by lot, in which a weight is a number of
/// tickets. `random` gives a number from 0 to its argument.
fn ordered(mut services: Vec<Service>, mut random: impl FnMut(u32) -> u32) -> Vec<Service> {
    // Those without weight come first, so that they have a small chance and not none.
    services.sort_by_key(|service| (service.priority, service.weight));
    let mut order = Vec::with_capacity(services.len());
    while let Some(first) = services.first() {
        let priority = first.priority;
        let same = services
            .iter()
            .take_while(|service| service.priority == priority);
        let total = same.clone().map(|service| u32::from(service.weight)).sum();
        let drawn = random(total);
        let mut sum = 0;
        let place = same
            .clone()
            .position(|service| {
                sum += u32::from(service.weight);
                sum >= drawn
            })
            .unwrap_or_default();
        order.push(services.remove(place));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(host: &str, priority: u16, weight: u16) -> Service {
        Service {
            host: host.to_owned(),
            port: 389,
            priority,
            weight,
        }
    }

    fn check(services: &[Service], random: impl FnMut(u32) -> u32, expect: &str) {
        let hosts: Vec<String> = ordered(services.to_vec(), random)
            .into_iter()
            .map(|service| service.host)
            .collect();
        assert_eq!(hosts.join(" "), expect);
    }

    #[test]
    fn a_lower_priority_is_tried_first_and_the_weight_draws_lots_within_one() {
        let services = [
            service("later", 10, 100),
            service("heavy", 0, 60),
            service("light", 0, 20),
            service("zero", 0, 0),
        ];
        check(&services, |_| 0, "zero light heavy later");
        check(&services, |total| total, "heavy light zero later");
        check(&services, |total| total / 2, "heavy light zero later");
        check(&services, |_| 15, "light heavy zero later");
    }

    #[test]
    fn whatever_is_drawn_nobody_is_lost() {
        check(&[], |_| 7, "");
        let services = [service("a", 0, 0), service("b", 0, 0)];
        check(&services, |_| u32::MAX, "a b");
    }

    #[test]
    fn over_many_draws_a_weight_is_a_share() {
        let services = [service("heavy", 0, 75), service("light", 0, 25)];
        let mut state = 0_u32;
        let mut first = 0;
        for _ in 0..1000 {
            let order = ordered(services.to_vec(), |limit| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) % (limit + 1)
            });
            if order.first().is_some_and(|first| first.host == "heavy") {
                first += 1;
            }
        }
        assert!((700..800).contains(&first), "{first} of 1000");
    }
}
