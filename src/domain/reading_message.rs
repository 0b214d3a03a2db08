//! What a reading for a migration's proof showed: the evidence, by name and value.

use serde::{Deserialize, Serialize};

use super::{Fqdn, SipUri, UnreadReason};

/// Like [`super::ChecklistMessage`], of which these are a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadingMessage {
    Unread {
        what: String,
        reason: UnreadReason,
    },
    PoolPublished {
        pool: Fqdn,
    },
    PoolMissing {
        pool: Fqdn,
    },
    ServiceRuns {
        server: String,
        service: String,
    },
    ServiceStopped {
        server: String,
        service: String,
    },
    NoChatService {
        server: String,
    },
    AddressFree {
        address: SipUri,
    },
    EndpointStands {
        address: SipUri,
        pool: Fqdn,
    },
    EndpointMissing {
        address: SipUri,
    },
    /// Of which there were so many before and are so many now.
    CountsSame {
        categories: usize,
        rooms: usize,
        addins: usize,
    },
    CountsDiffer {
        kind: String,
        expected: usize,
        found: usize,
    },
}
