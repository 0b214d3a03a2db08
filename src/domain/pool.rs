//! Persistent Chat pools as `Get-CsService -PersistentChatServer` and `Get-CsPersistentChatState` show them.

use serde::{Deserialize, Serialize};

use super::{Fqdn, Properties};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pool {
    pub fqdn: Fqdn,
    pub site: Option<String>,
    pub generation: Generation,
    /// The next-hop pool whose registrar routes to this pool.
    pub registrar: Option<Fqdn>,
    pub active_servers: Option<Vec<String>>,
    pub inactive_servers: Option<Vec<String>>,
    pub state: Option<PoolState>,
    /// Such as `1-PersistentChatService-2`; the automatic endpoint's user part is `GC-` and this (inferred).
    pub service_id: Option<String>,
    /// Everything the server sent, in its order, for the raw view.
    pub properties: Properties,
}

/// The product generation behind the `Version` of a service: 6 is Lync Server 2013, 7 Skype for Business
/// Server 2015. Any other number is kept and shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Generation {
    Lync2010,
    Lync2013,
    SkypeForBusiness2015,
    /// A version this console does not know, or a service that names none.
    Other(Option<i64>),
}

impl Pool {
    /// The servers with whether they are active: the active ones first.
    pub fn servers(&self) -> impl Iterator<Item = (&str, bool)> {
        let active = self.active_servers.iter().flatten();
        let inactive = self.inactive_servers.iter().flatten();
        active
            .map(|server| (server.as_str(), true))
            .chain(inactive.map(|server| (server.as_str(), false)))
    }
}

impl Generation {
    pub fn from_version(version: Option<i64>) -> Self {
        match version {
            Some(5) => Self::Lync2010,
            Some(6) => Self::Lync2013,
            Some(7) => Self::SkypeForBusiness2015,
            other => Self::Other(other),
        }
    }

    /// The stable word of the JSON output.
    pub fn token(self) -> String {
        match self {
            Self::Lync2010 => "lync-2010".to_owned(),
            Self::Lync2013 => "lync-2013".to_owned(),
            Self::SkypeForBusiness2015 => "skype-for-business-2015".to_owned(),
            Self::Other(Some(version)) => format!("version-{version}"),
            Self::Other(None) => "unknown".to_owned(),
        }
    }
}

/// `PoolState` of `Get-CsPersistentChatState`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PoolState {
    Normal,
    FailedOver,
    /// A word this console does not know, as the server wrote it.
    Other(String),
}

impl PoolState {
    pub fn from_word(word: &str) -> Self {
        match word {
            _ if word.eq_ignore_ascii_case("Normal") => Self::Normal,
            _ if word.eq_ignore_ascii_case("FailedOver") => Self::FailedOver,
            other => Self::Other(other.to_owned()),
        }
    }

    pub fn word(&self) -> &str {
        match self {
            Self::Normal => "Normal",
            Self::FailedOver => "FailedOver",
            Self::Other(word) => word,
        }
    }
}
