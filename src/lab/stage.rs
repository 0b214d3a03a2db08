//! A lab under the names of a real site, so that a rehearsal shows the servers and addresses of the real night.

use std::sync::Arc;

use super::Lab;
use super::contoso::{self, PoolFacts, build_pool};
use super::directory::{Forest, StagedAccount, netbios};
use super::group_chat::{GroupChat, Named, OldDatabase, Size};
use super::machines::Machine;
use super::settings::Content;
use super::site::{Contact, Site};
use crate::domain::{
    Fqdn, Generation, LabStage, Moment, Registrar, SipDomain, SipUri, SourcePool, TopologyPool,
};
use crate::ports::Clock;

const SITES: [&str; 2] = ["Main", "Branch"];
const SERVICE_ID: &str = "1-PersistentChatService-2";

/// A room both systems have.
const COLLIDING: &str = "Announcements";

impl Lab {
    /// A lab under these names.
    pub fn staged(clock: Arc<dyn Clock>, stage: &LabStage) -> Self {
        let site = site(stage, clock.now());
        Self::new(site, clock)
    }

    /// Sets this lab up anew under these names. Sessions that are open go on with the new one.
    pub fn restage(&self, stage: &LabStage) {
        let now = self.clock.now();
        *self.site() = site(stage, now);
    }
}

fn site(stage: &LabStage, now: Moment) -> Site {
    let domain = domain_of(&stage.target_pool).to_owned();
    let sip_domains = sip_domains(stage, &domain);
    let default = sip_domains
        .first()
        .map_or(domain.as_str(), |first| first.name.as_str())
        .to_owned();
    let version = match stage.target_generation {
        Generation::SkypeForBusiness2015 => 7,
        _ => 6,
    };
    // What stands in no project, such as roles and policies, is as it is at Contoso.
    let mut site = contoso::site(now);
    let mut forest = Forest::staged(&domain, SITES, site.forest.schema);
    let old_registrar = old_registrar(stage, &domain);
    forest.populate(accounts(stage, &old_registrar, &default), now);
    site.front_end = format!("fe01.{domain}");
    site.caller = format!("{}\\lab-admin", netbios(&domain));
    site.forest = forest;
    site.sip_domains = sip_domains;
    let facts = pool(stage, version, &domain);
    site.machines = machines(stage, &facts, &old_registrar, version, &domain, now);
    site.registrars = registrar_services(stage, &old_registrar);
    site.registrar_pools = registrars(stage, &old_registrar, &domain);
    site.pools = vec![build_pool(facts)];
    site.source_pools = source(stage, &old_registrar).into_iter().collect();
    site.sites = topology_sites(&site);
    site.contacts = Vec::new();
    site.client_versions.truncate(1);
    for policy in &mut site.client_versions {
        for rule in policy.rules.iter_mut().flatten() {
            rule.is_enabled = Some(!rule.action.is_blocking());
        }
    }
    site.proxies.truncate(1);
    site.compliance.truncate(1);
    site.chat_policies.truncate(1);
    let content = |name: &str| Content {
        pool: stage.target_pool.clone(),
        name: name.to_owned(),
    };
    site.categories = vec![content("Pilot")];
    site.rooms = vec![content("Pilot room"), content(COLLIDING)];
    site.addins = Vec::new();
    site.group_chat = group_chat(stage, &domain, &default, now);
    if let Ok(address) = SipUri::parse(&format!("sip:GC-{SERVICE_ID}@{default}")) {
        let guid = "9e000000-0000-4000-8000-000000000001";
        let endpoint = site.new_contact(guid, &address, None, &stage.target_pool);
        site.contacts.push(Contact::always(endpoint));
    }
    site
}

fn domain_of(fqdn: &Fqdn) -> &str {
    fqdn.as_str()
        .split_once('.')
        .map_or("lab.local", |(_, domain)| domain)
}

/// The domains of the Lookup addresses, the first of which is the default.
fn sip_domains(stage: &LabStage, domain: &str) -> Vec<SipDomain> {
    let mut names: Vec<String> = Vec::new();
    for address in &stage.lookup_addresses {
        let name = address.domain().to_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push(domain.to_owned());
    }
    let domains = names.into_iter().enumerate();
    domains
        .map(|(place, name)| SipDomain {
            name,
            is_default: place == 0,
        })
        .collect()
}

/// Where the Lookup accounts are homed: with 2010 still on its own pool; accounts of 2007 R2 were moved before.
fn old_registrar(stage: &LabStage, domain: &str) -> Fqdn {
    let old = Fqdn::parse(&format!("pool2010.{domain}"));
    match old {
        Ok(old) if !stage.source_is_2007_r2 => old,
        _ => stage.registrar.clone(),
    }
}

fn accounts(stage: &LabStage, old_registrar: &Fqdn, default: &str) -> Vec<StagedAccount> {
    let lookup = stage.lookup_addresses.iter().map(|address| StagedAccount {
        address: address.clone(),
        display_name: "Group Chat Lookup Service".to_owned(),
        registrar: old_registrar.clone(),
        unit: "Service Accounts",
    });
    let people = [
        ("pilot1", "Pilot 1"),
        ("pilot2", "Pilot 2"),
        ("chatadmin", "Chat Administrator"),
    ];
    let people = people.into_iter().filter_map(|(user, name)| {
        Some(StagedAccount {
            address: SipUri::parse(&format!("sip:{user}@{default}")).ok()?,
            display_name: name.to_owned(),
            registrar: stage.registrar.clone(),
            unit: "People",
        })
    });
    lookup.chain(people).collect()
}

fn pool(stage: &LabStage, version: i64, domain: &str) -> PoolFacts {
    let mut servers = stage.target_servers.clone();
    if servers.is_empty() {
        servers.push(format!("pc01.{domain}"));
    }
    PoolFacts {
        fqdn: stage.target_pool.clone(),
        site: SITES[0].to_owned(),
        version,
        service_id: SERVICE_ID.to_owned(),
        registrar: stage.registrar.clone(),
        file_store: format!("fs01.{domain}"),
        database: format!("sql01.{domain}\\pchat"),
        active_servers: servers,
        inactive_servers: Vec::new(),
        state: "Normal".to_owned(),
    }
}

fn machines(
    stage: &LabStage,
    facts: &PoolFacts,
    old_registrar: &Fqdn,
    version: i64,
    domain: &str,
    now: Moment,
) -> Vec<Machine> {
    let front_end = |host: &str, pool: &Fqdn, version| {
        Machine::new(
            format!("{host}.{domain}"),
            pool.to_string(),
            version,
            false,
            now,
        )
    };
    let mut machines = vec![front_end("fe01", &stage.registrar, version)];
    if *old_registrar != stage.registrar {
        machines.push(front_end("fe2010", old_registrar, 5));
    }
    machines.extend(facts.machines(now));
    machines
}

fn registrar_services(stage: &LabStage, old_registrar: &Fqdn) -> Vec<Registrar> {
    let registrar = |pool: &Fqdn, generation| Registrar {
        pool: pool.clone(),
        generation,
    };
    let mut services = vec![registrar(&stage.registrar, stage.target_generation)];
    if *old_registrar != stage.registrar {
        services.push(registrar(old_registrar, Generation::Lync2010));
    }
    services
}

fn registrars(stage: &LabStage, old_registrar: &Fqdn, domain: &str) -> Vec<TopologyPool> {
    let pool = |fqdn: &Fqdn, host: &str| TopologyPool {
        fqdn: fqdn.to_string(),
        site: Some(SITES[0].to_owned()),
        computers: Some(vec![format!("{host}.{domain}")]),
        services: Some(vec![
            format!("Registrar:{fqdn}"),
            format!("UserServer:{fqdn}"),
        ]),
    };
    let mut pools = vec![pool(&stage.registrar, "fe01")];
    if *old_registrar != stage.registrar {
        pools.push(pool(old_registrar, "fe2010"));
    }
    pools
}

/// Group Chat of 2010 is published as a trusted application; 2007 R2 has trusted server entries no topology shows.
fn source(stage: &LabStage, old_registrar: &Fqdn) -> Option<SourcePool> {
    if stage.source_is_2007_r2 {
        return None;
    }
    Some(SourcePool {
        fqdn: Fqdn::parse(&stage.source_pool).ok()?,
        generation: Generation::Lync2010,
        registrar: Some(old_registrar.clone()),
        applications: vec![format!("{}/urn:application:ocschat", stage.source_pool)],
    })
}

fn topology_sites(site: &Site) -> Vec<crate::domain::Site> {
    let registrars = site.registrar_pools.iter().map(|pool| pool.fqdn.clone());
    let pools = site.pools.iter().map(|pool| pool.fqdn.to_string());
    let sources = site.source_pools.iter().map(|pool| pool.fqdn.to_string());
    let first = registrars.chain(pools).chain(sources).collect();
    let pools = [first, Vec::new()];
    SITES
        .into_iter()
        .zip(pools)
        .map(|(name, pools)| crate::domain::Site {
            identity: format!("Site:{name}"),
            display_name: Some(name.to_owned()),
            kind: Some("CentralSite".to_owned()),
            pools: Some(pools),
        })
        .collect()
}

fn group_chat(stage: &LabStage, domain: &str, sip_domain: &str, now: Moment) -> GroupChat {
    let size = Size {
        categories: stage.categories,
        rooms: stage.rooms,
        addins: stage.addins,
    };
    let named = Named {
        colliding: COLLIDING,
        sip_domain,
        now,
    };
    let mut servers = stage.source_servers.clone();
    if servers.is_empty() {
        servers.push(format!("gc01.{domain}"));
    }
    GroupChat::new(
        stage.source_is_2007_r2,
        &servers,
        format!("sql-gc.{domain}\\GC"),
        OldDatabase::new(size, &named),
        stage.target_pool.clone(),
        stage.lookup_addresses.clone(),
    )
}
