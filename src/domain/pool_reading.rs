//! One reading of one pool's servers: which services run, whether their replicas are up to date, and what the pool
//! holds. It costs a question per server, so it is asked for one pool at a time.

use serde::{Deserialize, Serialize};

use super::{Fqdn, Moment, Notice, Readable, ServiceKind, ServiceStatus, Unread, WindowsService};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolReading {
    pub pool: Fqdn,
    pub read_at: Moment,
    /// The active servers first, then the inactive ones.
    pub servers: Vec<ServerReading>,
    pub content: PoolContent,
    pub notices: Vec<Notice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerReading {
    /// As the pool names it.
    pub server: String,
    pub is_active: bool,
    pub services: Readable<Vec<WindowsService>>,
    /// `None` when the Central Management store lists no replica of this name.
    pub replica: Readable<Option<Replica>>,
}

/// A server's copy of the Central Management store. It says nothing about endpoints, which are directory objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replica {
    pub fqdn: String,
    pub is_up_to_date: bool,
    /// As the server wrote them: it does not say in which time zone.
    pub last_status_report: Option<String>,
    pub last_update: Option<String>,
    pub product_version: Option<String>,
}

/// What is stored in a pool. With the chat services stopped it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolContent {
    pub categories: Readable<Vec<String>>,
    pub rooms: Readable<Vec<String>>,
    pub addins: Readable<Vec<String>>,
}

impl ServerReading {
    /// The services that are Persistent Chat's by their role.
    pub fn chat_services(&self) -> impl Iterator<Item = &WindowsService> {
        self.services
            .iter()
            .flatten()
            .filter(|service| service.kind() == ServiceKind::PersistentChat)
    }
}

impl PoolContent {
    /// Nothing of it known, all for the same reason.
    pub fn unread(reason: &Unread) -> Self {
        Self {
            categories: Err(reason.clone()),
            rooms: Err(reason.clone()),
            addins: Err(reason.clone()),
        }
    }
}

impl PoolReading {
    /// Whether every chat service that was read on an active server is stopped; `None` when none was read. The
    /// inactive servers wait for a failover and answer for nothing.
    pub fn is_stopped(&self) -> Option<bool> {
        let mut services = self
            .servers
            .iter()
            .filter(|server| server.is_active)
            .flat_map(ServerReading::chat_services)
            .peekable();
        services.peek()?;
        Some(services.all(|service| service.status == ServiceStatus::Stopped))
    }
}
