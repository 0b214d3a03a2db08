//! Readings of one pool's servers and contents, and of what surrounds the chat pools.

use super::errors::Doing;
use super::reading::Reading;
use crate::domain::{
    DeploymentReading, Message, Moment, Notice, Pool, PoolContent, PoolReading, Readable, Replica,
    ServerPolicies, ServerReading, Topology, Unread, UnreadReason, WindowsService,
};
use crate::lync::Cmdlet;
use crate::lync::decode::{self, Decoded};
use crate::ports::{PortErrorKind, PortResult};
use crate::psrp::clixml::Value;

impl Reading<'_> {
    /// Servers first, because with every chat service stopped nobody is there to say what the pool holds.
    pub(super) fn pool_reading(&mut self, pool: &Pool, now: Moment) -> PortResult<PoolReading> {
        let mut servers = Vec::new();
        for (server, is_active) in pool.servers() {
            servers.push(ServerReading {
                server: server.to_owned(),
                is_active,
                services: self.services(server)?,
                replica: self.replica_of(server)?,
            });
        }
        let mut reading = PoolReading {
            pool: pool.fqdn.clone(),
            read_at: now,
            servers,
            content: PoolContent::unread(&Unread::new(UnreadReason::ServicesStopped, "")),
            notices: Vec::new(),
        };
        if reading.is_stopped() != Some(true) {
            let fqdn = || pool.fqdn.clone();
            reading.content = PoolContent {
                categories: self.content(&Cmdlet::GetCategories { pool: fqdn() })?,
                rooms: self.content(&Cmdlet::GetRooms { pool: fqdn() })?,
                addins: self.content(&Cmdlet::GetAddins { pool: fqdn() })?,
            };
        }
        reading.notices = std::mem::take(&mut self.notices);
        Ok(reading)
    }

    pub(super) fn deployment_reading(&mut self, now: Moment) -> PortResult<DeploymentReading> {
        let topology = Topology {
            sites: self.list(&Cmdlet::GetSites, decode::sites)?,
            pools: self.list(&Cmdlet::GetPools, decode::topology_pools)?,
            computers: self.list(&Cmdlet::GetComputers, decode::computers)?,
            replicas: self.replicas(None)?,
            user_replicators: self.list(
                &Cmdlet::GetUserReplicatorConfiguration,
                decode::user_replicators,
            )?,
            registrars: self.list(&Cmdlet::GetRegistrars, decode::registrars)?,
            trusted_applications: self.list(
                &Cmdlet::GetTrustedApplications,
                decode::trusted_applications,
            )?,
        };
        let policies = ServerPolicies {
            client_versions: self.list(
                &Cmdlet::GetClientVersionPolicies,
                decode::client_version_policies,
            )?,
            proxies: self.list(&Cmdlet::GetProxyConfigurations, decode::proxy_settings)?,
            compliance: self.list(
                &Cmdlet::GetComplianceConfigurations,
                decode::compliance_settings,
            )?,
            chat: self.list(&Cmdlet::GetChatPolicies, decode::chat_policies)?,
        };
        Ok(DeploymentReading {
            read_at: now,
            topology,
            policies,
            notices: std::mem::take(&mut self.notices),
        })
    }

    pub(super) fn services(&mut self, server: &str) -> PortResult<Readable<Vec<WindowsService>>> {
        let server = server.to_owned();
        let question = Cmdlet::GetWindowsServices { server };
        self.list(&question, decode::windows_services)
    }

    /// One replica or all. A name the store does not know has none, and that is an answer.
    pub(super) fn replicas(&mut self, replica: Option<&str>) -> PortResult<Readable<Vec<Replica>>> {
        let replica = replica.map(str::to_owned);
        let is_known = replica.is_none();
        let question = Cmdlet::GetReplicationStatus { replica };
        match self.ask(&question)? {
            Err(err) if !is_known && err.kind == PortErrorKind::NotFound => Ok(Ok(Vec::new())),
            Err(err) => Ok(Err(err.unread())),
            Ok(reply) => Ok(Ok(
                self.noted(&reply.words(), decode::replicas(&reply.objects))
            )),
        }
    }

    fn replica_of(&mut self, server: &str) -> PortResult<Readable<Option<Replica>>> {
        let found = self.replicas(Some(server))?;
        Ok(found.map(|replicas| {
            replicas
                .into_iter()
                .find(|replica| replica.fqdn.eq_ignore_ascii_case(server))
        }))
    }

    fn content(&mut self, question: &Cmdlet) -> PortResult<Readable<Vec<String>>> {
        self.list(question, decode::content_names)
    }

    /// What a question brought, or why it brought nothing.
    fn list<T>(
        &mut self,
        question: &Cmdlet,
        decode: fn(&[Value]) -> Decoded<T>,
    ) -> PortResult<Readable<Vec<T>>> {
        Ok(match self.ask(question)? {
            Err(err) => Err(err.unread()),
            Ok(reply) => Ok(self.noted(&reply.words(), decode(&reply.objects))),
        })
    }

    /// The values of a reply; what the server said besides, and what could not be understood, is noted.
    fn noted<T>(&mut self, words: &[String], decoded: Decoded<T>) -> Vec<T> {
        let said = words.iter().map(|words| Notice {
            message: Message::ServerWarning,
            words: words.clone(),
        });
        let skipped = decoded.skipped.into_iter().map(|message| Notice {
            message,
            words: String::new(),
        });
        self.notices.extend(said.chain(skipped));
        decoded.values
    }
}

/// The pool of this name among those the last reading knew.
pub(super) fn known_pool(
    pools: &[Pool],
    fqdn: &crate::domain::Fqdn,
    host: &str,
) -> PortResult<Pool> {
    let found = pools.iter().find(|pool| pool.fqdn == *fqdn);
    found.cloned().ok_or_else(|| {
        let doing = Doing {
            operation: Cmdlet::GetPersistentChatServices.name(),
            target: host,
            is_change: false,
            was_sent: true,
        };
        doing.error(PortErrorKind::NotFound, fqdn)
    })
}
