//! Why a session cannot go on, or a call made no sense.

use uuid::Uuid;

use super::request::RequestKind;
use crate::psrp::clixml::{EncodeError, Version};
use crate::psrp::message::{ErrorRecord, RunspacePoolState};
use crate::psrp::secrecy::KeyError;
use crate::psrp::wsman::FaultKind;
use crate::psrp::{fragment, message, wsman};

/// A failure of the session; a failure of a command is an
/// [`Event`](super::Event::PipelineEnded).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot {operation}: the session is {state}")]
    State {
        operation: &'static str,
        state: &'static str,
    },
    #[error("an answer to a {0} request that is not waiting for one")]
    NotAsked(RequestKind),
    #[error("the answer to the {0} request belongs to another request")]
    WrongAnswer(RequestKind),
    #[error("the {request} request was answered with HTTP status {status}")]
    Http { request: RequestKind, status: u16 },
    #[error("the server refused the {request} request: {fault}")]
    Fault {
        request: RequestKind,
        fault: Box<wsman::Fault>,
    },
    #[error("the answer to the {request} request has no {what}")]
    Incomplete {
        request: RequestKind,
        what: &'static str,
    },
    #[error("reading the answer to the {0} request")]
    Envelope(RequestKind, #[source] wsman::Error),
    #[error("reading the server's stream")]
    Fragment(#[from] fragment::Error),
    #[error("reading the server's stream")]
    Message(#[from] message::Error),
    #[error("a message of another runspace pool, {0}")]
    WrongPool(Uuid),
    #[error(
        "the server speaks protocol {server}, this client {}",
        message::PROTOCOL_VERSION
    )]
    Protocol { server: Version },
    /// [`Broken`](RunspacePoolState::Broken) or [`Closed`](RunspacePoolState::Closed).
    #[error("the runspace is {}{}", .state.name(), because(.error.as_deref()))]
    RunspaceClosed {
        state: RunspacePoolState,
        error: Option<Box<ErrorRecord>>,
    },
    #[error("the command cannot be sent")]
    Encode(#[from] EncodeError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("a key is to be exchanged, and this session was given none to begin with")]
    NoExchangeKey,
    #[error("envelopes of {0} bytes are too small")]
    EnvelopeSize(u32),
}

impl From<message::CommandError> for Error {
    fn from(err: message::CommandError) -> Self {
        match err {
            message::CommandError::Encode(err) => Self::Encode(err),
            message::CommandError::Key(err) => Self::Key(err),
        }
    }
}

impl Error {
    /// Whether this is the server's word that the command did not start.
    ///
    /// Only refusals that come before anything is run count. After any other error between a
    /// request that starts an act and the end of its pipeline, the outcome is unknown.
    pub fn command_did_not_start(&self) -> bool {
        match self {
            Self::Fault {
                request: RequestKind::Command,
                fault,
            } => matches!(fault.kind(), FaultKind::AccessDenied | FaultKind::Quota),
            _ => false,
        }
    }
}

fn because(error: Option<&ErrorRecord>) -> String {
    error
        .map(|error| format!(": {}", error.message))
        .unwrap_or_default()
}
