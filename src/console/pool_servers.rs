//! The servers of the pools, each pool read when it is asked for, and the services a person named as Persistent Chat's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fetched::Fetched;
use crate::checklist::PickedService;
use crate::domain::{Fqdn, PoolReading, ServerReading, ServiceKind, ServiceName, WindowsService};
use crate::ports::PortError;

#[derive(Clone, Debug, Default)]
pub struct PoolServers {
    pools: BTreeMap<Fqdn, Asked>,
    /// Server and service: where a server names no roles, only a person can tell.
    picked: BTreeSet<(String, String)>,
}

#[derive(Clone, Debug, Default)]
struct Asked {
    /// The newest question; older answers are ignored.
    request: u64,
    reading: Fetched<Arc<PoolReading>>,
}

impl PoolServers {
    /// How the reading of a pool stands; `None` when it was never asked for.
    pub fn of(&self, pool: &Fqdn) -> Option<&Fetched<Arc<PoolReading>>> {
        self.pools.get(pool).map(|asked| &asked.reading)
    }

    /// The newest reading that has a server, and the pool it belongs to.
    pub fn server(&self, server: &str) -> Option<(&Fqdn, &ServerReading)> {
        self.pools.iter().find_map(|(pool, asked)| {
            let servers = &asked.reading.value()?.servers;
            let found = servers
                .iter()
                .find(|known| known.server.eq_ignore_ascii_case(server))?;
            Some((pool, found))
        })
    }

    pub fn service(&self, server: &str, service: &str) -> Option<&WindowsService> {
        let (_, server) = self.server(server)?;
        let services = server.services.as_ref().ok()?;
        services
            .iter()
            .find(|known| known.name.as_str().eq_ignore_ascii_case(service))
    }

    /// Whether a service is Persistent Chat's: its role says so, or a person did.
    pub fn is_chat(&self, server: &str, service: &WindowsService) -> bool {
        match service.kind() {
            ServiceKind::PersistentChat => true,
            ServiceKind::Foreign => false,
            ServiceKind::Unknown => self.is_picked(server, service.name.as_str()),
        }
    }

    /// The services somebody said are Persistent Chat's.
    pub(super) fn picked(&self) -> Vec<PickedService> {
        let picked = self.picked.iter();
        picked
            .filter_map(|(server, service)| {
                Some(PickedService {
                    server: server.clone(),
                    service: ServiceName::parse(service).ok()?,
                })
            })
            .collect()
    }

    pub fn is_picked(&self, server: &str, service: &str) -> bool {
        let key = (server.to_owned(), service.to_owned());
        self.picked.contains(&key)
    }

    pub(super) fn pick(&mut self, server: String, service: String, is_chat: bool) {
        let key = (server, service);
        if is_chat {
            self.picked.insert(key);
        } else {
            self.picked.remove(&key);
        }
    }

    pub(super) fn begin(&mut self, pool: &Fqdn, request: u64) {
        let asked = self.pools.entry(pool.clone()).or_default();
        asked.request = request;
        asked.reading.begin();
    }

    pub(super) fn finish(
        &mut self,
        pool: &Fqdn,
        request: u64,
        result: Result<PoolReading, PortError>,
    ) {
        if let Some(asked) = self.pools.get_mut(pool)
            && asked.request == request
        {
            asked.reading.finish(result.map(Arc::new));
        }
    }

    /// What was asked and will not be answered any more has failed.
    pub(super) fn answers_lost(&mut self, err: &PortError) {
        for asked in self.pools.values_mut() {
            if asked.reading.is_loading() {
                asked.reading.finish(Err(err.clone()));
            }
        }
    }
}
