//! Sites, pools and computers of the published topology, and how their copies of the Central Management store stand.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Fqdn, Generation, Readable, Replica};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topology {
    pub sites: Readable<Vec<Site>>,
    pub pools: Readable<Vec<TopologyPool>>,
    pub computers: Readable<Vec<Computer>>,
    pub replicas: Readable<Vec<Replica>>,
    pub user_replicators: Readable<Vec<UserReplicator>>,
    pub registrars: Readable<Vec<Registrar>>,
    pub trusted_applications: Readable<Vec<TrustedApplication>>,
}

/// `Get-CsSite`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Such as `Site:Seoul`.
    pub identity: String,
    pub display_name: Option<String>,
    /// Such as `CentralSite`, as the server wrote it.
    pub kind: Option<String>,
    /// As the server names them; `None` when it does not say.
    pub pools: Option<Vec<String>>,
}

/// `Get-CsPool`: a pool of any kind of server, not only of Persistent Chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopologyPool {
    pub fqdn: String,
    pub site: Option<String>,
    pub computers: Option<Vec<String>>,
    /// Such as `Registrar:pool01.contoso.com`.
    pub services: Option<Vec<String>>,
}

/// `Get-CsComputer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computer {
    pub fqdn: String,
    pub pool: Option<String>,
}

/// `Get-CsService -Registrar`: a pool people are homed on, and the product it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registrar {
    pub pool: Fqdn,
    pub generation: Generation,
}

/// `Get-CsTrustedApplication`. Group Chat of 2010 is one, and stays one until it is removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedApplication {
    /// The FQDN of its trusted application pool, as the server wrote it.
    pub pool: String,
    /// Such as `urn:application:ocschat`.
    pub id: String,
}

/// `Get-CsUserReplicatorConfiguration`: how often a pool reads the directory, and so how long a changed address
/// takes to show. The documented default is one minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserReplicator {
    pub identity: String,
    pub cycle: Option<Duration>,
}
