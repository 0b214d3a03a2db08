//! Grows a lab site to any size, the same from the same seed.

use super::contoso::{PoolFacts, build_pool};
use super::site::{Contact, Site};
use crate::domain::{Fqdn, Moment, SipUri};

const SITES: [&str; 4] = ["Seoul", "Busan", "Tokyo", "Osaka"];
const OWNERS: [&str; 8] = [
    "trading",
    "support",
    "factory",
    "logistics",
    "research",
    "finance",
    "dispatch",
    "desk",
];

pub(super) fn grow(site: &mut Site, pools: usize, endpoints: usize, seed: u64, now: Moment) {
    let mut numbers = Numbers(seed);
    for number in site.pools.len()..pools {
        add_pool(site, number, &mut numbers, now);
    }
    let pool_names: Vec<Fqdn> = site.pools.iter().map(|pool| pool.fqdn.clone()).collect();
    let domains: Vec<String> = site
        .sip_domains
        .iter()
        .map(|domain| domain.name.clone())
        .collect();
    for number in site.contacts.len()..endpoints {
        let owner = numbers.pick(&OWNERS);
        let (Some(pool), Some(domain)) = (numbers.choose(&pool_names), numbers.choose(&domains))
        else {
            return;
        };
        add_endpoint(
            site,
            number,
            &format!("sip:{owner}{number:05}@{domain}"),
            Some(*owner),
            pool,
        );
    }
}

fn add_pool(site: &mut Site, number: usize, numbers: &mut Numbers, now: Moment) {
    let site_name = *numbers.pick(&SITES);
    let service_id = format!("{}-PersistentChatService-{}", 1 + number % 9, 10 + number);
    let (Ok(fqdn), Ok(registrar)) = (
        Fqdn::parse(&format!("pchat-{number:04}.contoso.com")),
        Fqdn::parse(&format!("pool-{:04}.contoso.com", number / 4)),
    ) else {
        return;
    };
    let servers = 1 + numbers.next() % 4;
    let facts = PoolFacts {
        fqdn: fqdn.clone(),
        site: site_name.to_owned(),
        version: if numbers.next().is_multiple_of(3) {
            7
        } else {
            6
        },
        service_id: service_id.clone(),
        registrar,
        file_store: format!("fs-{number:04}.contoso.com"),
        database: format!("sql-{number:04}.contoso.com\\pchat"),
        active_servers: (0..servers)
            .map(|n| format!("pc{number:04}-{n}.contoso.com"))
            .collect(),
        inactive_servers: Vec::new(),
        state: "Normal".to_owned(),
    };
    site.machines.extend(facts.machines(now));
    site.pools.push(build_pool(facts));
    let count = site.contacts.len();
    add_endpoint(
        site,
        count,
        &format!("sip:GC-{service_id}@contoso.com"),
        None,
        &fqdn,
    );
}

fn add_endpoint(site: &mut Site, number: usize, address: &str, name: Option<&str>, pool: &Fqdn) {
    let Ok(address) = SipUri::parse(address) else {
        return;
    };
    let guid = format!("9e000000-0000-4000-8000-{number:012x}");
    let endpoint = site.new_contact(&guid, &address, name, pool);
    site.contacts.push(Contact::always(endpoint));
}

/// Splitmix64: small, well mixed, and the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn choose<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.next()
            % u64::try_from(list.len())
                .ok()
                .filter(|length| *length > 0)?;
        list.get(usize::try_from(place).ok()?)
    }

    fn pick<'a, T, const N: usize>(&mut self, list: &'a [T; N]) -> &'a T {
        self.choose(list).unwrap_or(&list[0])
    }
}
