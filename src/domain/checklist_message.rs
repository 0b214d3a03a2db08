//! What there is to say about a migration: what a reading showed, why a step is not possible, what a file is like.

use serde::{Deserialize, Serialize};

use super::{Fqdn, Moment, PreflightMessage, SipUri, UnreadReason};

/// Like [`super::Message`], of which these are a part: names and values, never sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChecklistMessage {
    // Why something is not possible now
    NoProjectOpen,
    /// Another console has it open for changes; this one watches.
    Watching {
        user: String,
        computer: String,
    },
    NoSuchStep {
        step: String,
    },
    StepOver,
    /// Steps that have to be done before; by their names.
    StepsBefore {
        steps: Vec<String>,
    },
    GateUndecided {
        gate: String,
    },
    GateClosed {
        gate: String,
    },
    ReviewerMissing,
    PassphraseWrong,
    /// Done outside the order: it needs a reason.
    ReasonMissing,
    AttestationEmpty,
    OnlyReading,
    NotReadHere,
    RollbackUnderway,
    RollbackNotUnderway,
    OtherSession {
        host: String,
    },
    OutsideWindow {
        start: Moment,
        end: Moment,
    },
    // What a reading showed
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
    // About files and locks
    /// About the exports of the old system and the risks they show.
    Preflight(PreflightMessage),
}
