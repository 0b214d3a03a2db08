//! What a reading of one pool and of its surroundings shows.

use std::time::Duration;

use super::settings::Content;
use super::site::Site;
use crate::domain::{
    Computer, DeploymentReading, Fqdn, Moment, Pool, PoolContent, PoolReading, Readable, Replica,
    ServerPolicies, ServerReading, Topology, TopologyPool, TrustedApplication, Unread,
    UnreadReason, UserReplicator, WindowsService,
};
use crate::ports::{PortErrorKind, PortResult};

/// The documented default of the User Replicator's cycle.
const CYCLE: Duration = Duration::from_mins(1);

impl Site {
    pub(super) fn pool_reading(&self, fqdn: &Fqdn, now: Moment) -> PortResult<PoolReading> {
        self.check_role("Get-CsService")?;
        let Some(pool) = self.pools.iter().find(|pool| pool.fqdn == *fqdn) else {
            let words = format!("Cannot find a Persistent Chat pool with the FQDN \"{fqdn}\".");
            return Err(super::error(
                PortErrorKind::NotFound,
                "Get-CsService",
                &words,
            ));
        };
        let servers: Vec<ServerReading> = pool
            .servers()
            .map(|(server, is_active)| ServerReading {
                server: server.to_owned(),
                is_active,
                services: self.services(server, now),
                replica: self
                    .replicas(Some(server), now)
                    .map(|replicas| replicas.into_iter().next()),
            })
            .collect();
        let mut reading = PoolReading {
            pool: fqdn.clone(),
            read_at: now,
            servers,
            content: PoolContent::unread(&Unread::new(UnreadReason::ServicesStopped, "")),
            notices: Vec::new(),
        };
        if reading.is_stopped() != Some(true) {
            let content = |cmdlet, content| self.content(cmdlet, content, pool, now);
            reading.content = PoolContent {
                categories: content("Get-CsPersistentChatCategory", &self.categories),
                rooms: content("Get-CsPersistentChatRoom", &self.rooms),
                addins: content("Get-CsPersistentChatAddin", &self.addins),
            };
        }
        Ok(reading)
    }

    pub(super) fn services(&self, server: &str, now: Moment) -> Readable<Vec<WindowsService>> {
        self.readable("Get-CsWindowsService", || ())?;
        let machine = self
            .machines
            .iter()
            .find(|machine| machine.is_named(server));
        let Some(machine) = machine else {
            let words = format!("The computer \"{server}\" cannot be reached.");
            return Err(Unread::new(UnreadReason::NotUnderstood, words));
        };
        if machine.is_lost() {
            let words = format!("\"{server}\": The RPC server is unavailable.");
            return Err(Unread::new(UnreadReason::NoAnswer, words));
        }
        let services = machine.services.iter();
        Ok(services
            .map(|service| service.shown(now, self.names_roles))
            .collect())
    }

    pub(super) fn replicas(&self, wanted: Option<&str>, now: Moment) -> Readable<Vec<Replica>> {
        self.readable("Get-CsManagementStoreReplicationStatus", || {
            let machines = self.machines.iter();
            machines
                .filter(|machine| wanted.is_none_or(|wanted| machine.is_named(wanted)))
                .map(|machine| machine.replica(now))
                .collect()
        })
    }

    /// The names of what a pool stores; only its running service can tell.
    fn content(
        &self,
        cmdlet: &str,
        content: &[Content],
        pool: &Pool,
        now: Moment,
    ) -> Readable<Vec<String>> {
        self.readable(cmdlet, || ())?;
        if !self.is_answering(pool, now) {
            let words = format!(
                "The Persistent Chat service of the pool \"{}\" does not answer.",
                pool.fqdn
            );
            return Err(Unread::new(UnreadReason::NotUnderstood, words));
        }
        let own = content.iter().filter(|entry| entry.pool == pool.fqdn);
        Ok(own.map(|entry| entry.name.clone()).collect())
    }

    /// Whether the chat service of any active server of a pool runs.
    pub(super) fn is_answering(&self, pool: &Pool, now: Moment) -> bool {
        let active = pool.active_servers.iter().flatten();
        active
            .filter_map(|server| {
                self.machines
                    .iter()
                    .find(|machine| machine.is_named(server))
            })
            .any(|machine| machine.answers(now))
    }

    pub(super) fn deployment_reading(&self, now: Moment) -> DeploymentReading {
        DeploymentReading {
            read_at: now,
            topology: Topology {
                sites: self.readable("Get-CsSite", || self.sites.clone()),
                pools: self.readable("Get-CsPool", || self.topology_pools()),
                computers: self.readable("Get-CsComputer", || {
                    let machines = self.machines.iter();
                    machines
                        .map(|machine| Computer {
                            fqdn: machine.fqdn.clone(),
                            pool: Some(machine.pool.clone()),
                        })
                        .collect()
                }),
                replicas: self.replicas(None, now),
                user_replicators: self.readable("Get-CsUserReplicatorConfiguration", || {
                    vec![UserReplicator {
                        identity: "Global".to_owned(),
                        cycle: Some(CYCLE),
                    }]
                }),
                registrars: self.readable("Get-CsService", || self.registrars.clone()),
                trusted_applications: self.readable("Get-CsTrustedApplication", || {
                    self.trusted_applications().collect()
                }),
            },
            policies: ServerPolicies {
                client_versions: self
                    .readable("Get-CsClientVersionPolicy", || self.client_versions.clone()),
                proxies: self.readable("Get-CsProxyConfiguration", || self.proxies.clone()),
                compliance: self.readable("Get-CsPersistentChatComplianceConfiguration", || {
                    self.compliance.clone()
                }),
                chat: self.readable("Get-CsPersistentChatPolicy", || self.chat_policies.clone()),
            },
            notices: Vec::new(),
        }
    }

    fn trusted_applications(&self) -> impl Iterator<Item = TrustedApplication> {
        self.source_pools.iter().flat_map(|pool| {
            pool.applications.iter().map(|name| TrustedApplication {
                pool: pool.fqdn.to_string(),
                id: name
                    .split_once('/')
                    .map_or(name.as_str(), |(_, id)| id)
                    .to_owned(),
            })
        })
    }

    fn topology_pools(&self) -> Vec<TopologyPool> {
        let chat = self.pools.iter().map(|pool| TopologyPool {
            fqdn: pool.fqdn.to_string(),
            site: pool.site.clone(),
            computers: Some(
                pool.servers()
                    .map(|(server, _)| server.to_owned())
                    .collect(),
            ),
            services: Some(vec![format!("PersistentChatServer:{}", pool.fqdn)]),
        });
        self.registrar_pools.iter().cloned().chain(chat).collect()
    }
}
