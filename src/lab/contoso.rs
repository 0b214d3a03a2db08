//! Contoso, as it stands in `assets/lab/contoso.json`; the test peer serves the same deployment.

use std::collections::VecDeque;

use serde::Deserialize;

use super::directory::{FileDirectory, FileUser};
use super::group_chat::FileGroupChat;
use super::machines::Machine;
use super::roles::{FileRole, Role};
use super::settings::{Content, FileChatPolicy, FileCompliance, FilePolicy, FileProxy};
use super::site::{Contact, Site};
use crate::domain::{
    Fqdn, Generation, Moment, Pool, PoolState, Registrar, SipDomain, SipUri, SourcePool,
    TopologyPool,
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
    directory: FileDirectory,
    group_chat: FileGroupChat,
    trusted_application_pools: Vec<FileSource>,
    sites: Vec<FileSite>,
    registrar_pools: Vec<FileRegistrarPool>,
    replication: Vec<FileReplica>,
    client_version_policies: Vec<FilePolicy>,
    proxy_configurations: Vec<FileProxy>,
    compliance_configurations: Vec<FileCompliance>,
    chat_policies: Vec<FileChatPolicy>,
    categories: Vec<Content>,
    rooms: Vec<Content>,
    addins: Vec<Content>,
    admin_roles: Vec<FileRole>,
    caller_roles: Vec<String>,
}

#[derive(Deserialize)]
struct FileSite {
    identity: String,
    name: String,
    pools: Vec<String>,
}

#[derive(Deserialize)]
struct FileRegistrarPool {
    fqdn: String,
    site: String,
    version: i64,
    computers: Vec<String>,
}

/// A replica that is not what the others are.
#[derive(Deserialize)]
struct FileReplica {
    fqdn: String,
    up_to_date: bool,
}

#[derive(Deserialize)]
struct FileEndpoint {
    guid: String,
    sip_address: SipUri,
    display_name: Option<String>,
    pool: Fqdn,
}

#[derive(Deserialize)]
struct FileSource {
    fqdn: Fqdn,
    version: i64,
    registrar: Fqdn,
    application: String,
}

pub(super) fn site(now: Moment) -> Site {
    #[expect(
        clippy::expect_used,
        reason = "the file is part of the program; a test reads it"
    )]
    let file: File = serde_json::from_str(CONTOSO).expect("the embedded deployment is valid");
    let machines = machines(&file, now);
    let role = file
        .caller_roles
        .iter()
        .find_map(|name| Role::of_name(name));
    let forest = file.directory.forest(file.forest_root, file.users, now);
    let mut site = Site {
        machines,
        sites: file.sites.into_iter().map(topology_site).collect(),
        registrars: file
            .registrar_pools
            .iter()
            .filter_map(registrar_service)
            .collect(),
        registrar_pools: file.registrar_pools.into_iter().map(registrar).collect(),
        client_versions: file
            .client_version_policies
            .into_iter()
            .map(Into::into)
            .collect(),
        proxies: file
            .proxy_configurations
            .into_iter()
            .map(Into::into)
            .collect(),
        compliance: file
            .compliance_configurations
            .into_iter()
            .map(Into::into)
            .collect(),
        chat_policies: file.chat_policies.into_iter().map(Into::into).collect(),
        categories: file.categories,
        rooms: file.rooms,
        addins: file.addins,
        roles: file.admin_roles.into_iter().map(Into::into).collect(),
        service_delay: super::SERVICE_DELAY,
        names_roles: true,
        front_end: file.front_end,
        caller: file.caller,
        forest,
        group_chat: file.group_chat.group_chat(now),
        sip_domains: file.sip_domains,
        pools: file.pools.into_iter().map(build_pool).collect(),
        source_pools: file
            .trusted_application_pools
            .into_iter()
            .map(source)
            .collect(),
        contacts: Vec::new(),
        role: role.unwrap_or_default(),
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
        site.contacts.push(Contact::always(endpoint));
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

impl PoolFacts {
    pub(super) fn machines(&self, now: Moment) -> impl Iterator<Item = Machine> {
        let servers = self.active_servers.iter().chain(&self.inactive_servers);
        servers.map(move |fqdn| {
            Machine::new(fqdn.clone(), self.fqdn.to_string(), self.version, true, now)
        })
    }
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

/// Every computer of a registrar pool and every server of a chat pool.
fn machines(file: &File, now: Moment) -> Vec<Machine> {
    let front_ends = file.registrar_pools.iter().flat_map(|pool| {
        let computers = pool.computers.iter();
        computers
            .map(|fqdn| Machine::new(fqdn.clone(), pool.fqdn.clone(), pool.version, false, now))
    });
    let chat = file.pools.iter().flat_map(|pool| pool.machines(now));
    let mut machines: Vec<Machine> = front_ends.chain(chat).collect();
    for exception in &file.replication {
        for machine in &mut machines {
            if machine.is_named(&exception.fqdn) {
                machine.replica.set(exception.up_to_date);
            }
        }
    }
    machines
}

fn topology_site(file: FileSite) -> crate::domain::Site {
    crate::domain::Site {
        identity: file.identity,
        display_name: Some(file.name),
        kind: Some("CentralSite".to_owned()),
        pools: Some(file.pools),
    }
}

fn registrar(file: FileRegistrarPool) -> TopologyPool {
    TopologyPool {
        services: Some(vec![
            format!("Registrar:{}", file.fqdn),
            format!("UserServer:{}", file.fqdn),
        ]),
        fqdn: file.fqdn,
        site: Some(file.site),
        computers: Some(file.computers),
    }
}

fn registrar_service(file: &FileRegistrarPool) -> Option<Registrar> {
    Some(Registrar {
        pool: Fqdn::parse(&file.fqdn).ok()?,
        generation: Generation::from_version(Some(file.version)),
    })
}

fn source(file: FileSource) -> SourcePool {
    SourcePool {
        fqdn: file.fqdn,
        generation: Generation::from_version(Some(file.version)),
        registrar: Some(file.registrar),
        applications: vec![file.application],
    }
}
