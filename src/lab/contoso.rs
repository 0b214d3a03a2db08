//! Contoso, as it stands in `assets/lab/contoso.json`; the test peer serves the same deployment.

use std::collections::VecDeque;

use serde::Deserialize;

use super::site::{Contact, Role, Site, User};
use crate::domain::{
    DistinguishedName, Fqdn, Generation, Pool, PoolState, SipDomain, SipUri, SourcePool,
};

const CONTOSO: &str = include_str!("../../assets/lab/contoso.json");

#[derive(Deserialize)]
struct File {
    forest_root: String,
    front_end: String,
    caller: String,
    sip_domains: Vec<SipDomain>,
    pools: Vec<PoolFacts>,
    endpoints: Vec<FileEndpoint>,
    users: Vec<FileUser>,
    trusted_application_pools: Vec<FileSource>,
}

#[derive(Deserialize)]
struct FileEndpoint {
    guid: String,
    sip_address: SipUri,
    display_name: Option<String>,
    pool: Fqdn,
}

#[derive(Deserialize)]
struct FileUser {
    sip_address: SipUri,
    display_name: String,
    dn: DistinguishedName,
    registrar_pool: Fqdn,
}

#[derive(Deserialize)]
struct FileSource {
    fqdn: Fqdn,
    version: i64,
    registrar: Fqdn,
    application: String,
}

pub(super) fn site() -> Site {
    #[expect(
        clippy::expect_used,
        reason = "the file is part of the program; a test reads it"
    )]
    let file: File = serde_json::from_str(CONTOSO).expect("the embedded deployment is valid");
    let mut site = Site {
        front_end: file.front_end,
        caller: file.caller,
        forest_root: file.forest_root,
        sip_domains: file.sip_domains,
        pools: file.pools.into_iter().map(build_pool).collect(),
        source_pools: file
            .trusted_application_pools
            .into_iter()
            .map(source)
            .collect(),
        users: file.users.into_iter().map(user).collect(),
        contacts: Vec::new(),
        role: Role::default(),
        replication_delay: super::REPLICATION_DELAY,
        faults: VecDeque::new(),
        created: 0,
    };
    for known in file.endpoints {
        let endpoint = site.new_contact(
            &known.guid,
            &known.sip_address,
            known.display_name.as_deref(),
            &known.pool,
        );
        site.contacts.push(Contact {
            endpoint,
            shown_from: None,
            gone_from: None,
        });
    }
    site
}

/// What a pool of the lab is made from.
#[derive(Deserialize)]
pub(super) struct PoolFacts {
    pub(super) fqdn: Fqdn,
    pub(super) site: String,
    pub(super) version: i64,
    pub(super) service_id: String,
    pub(super) registrar: Fqdn,
    pub(super) file_store: String,
    pub(super) database: String,
    pub(super) active_servers: Vec<String>,
    pub(super) inactive_servers: Vec<String>,
    pub(super) state: String,
}

pub(super) fn build_pool(facts: PoolFacts) -> Pool {
    let properties = [
        ("Identity", format!("PersistentChatServer:{}", facts.fqdn)),
        ("Registrar", format!("Registrar:{}", facts.registrar)),
        ("FileStore", format!("FileStore:{}", facts.file_store)),
        (
            "PersistentChatDatabase",
            format!("PersistentChatDatabase:{}", facts.database),
        ),
        ("MtlsPort", "5041".to_owned()),
        ("ActiveServers", facts.active_servers.join(", ")),
        ("InactiveServers", facts.inactive_servers.join(", ")),
        ("ServiceId", facts.service_id.clone()),
        ("SiteId", format!("Site:{}", facts.site)),
        ("PoolFqdn", facts.fqdn.to_string()),
        ("Version", facts.version.to_string()),
        ("Role", "PersistentChatServer".to_owned()),
    ];
    Pool {
        fqdn: facts.fqdn,
        site: Some(facts.site),
        generation: Generation::from_version(Some(facts.version)),
        registrar: Some(facts.registrar),
        active_servers: Some(facts.active_servers),
        inactive_servers: Some(facts.inactive_servers),
        state: Some(PoolState::from_word(&facts.state)),
        service_id: Some(facts.service_id),
        properties: properties.into_iter().collect(),
    }
}

fn user(file: FileUser) -> User {
    User {
        sip_address: file.sip_address,
        display_name: file.display_name,
        identity: file.dn,
        registrar: file.registrar_pool,
    }
}

fn source(file: FileSource) -> SourcePool {
    SourcePool {
        fqdn: file.fqdn,
        generation: Generation::from_version(Some(file.version)),
        registrar: Some(file.registrar),
        applications: vec![file.application],
    }
}
