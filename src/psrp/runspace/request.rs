//! What a client hands to its caller: a request to send, and what follows from an answer.

use std::fmt;

use uuid::Uuid;

/// A request that was handed out, to say later which one an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Request {
    pub kind: RequestKind,
    pub message_id: Uuid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestKind {
    Create,
    Command,
    Send,
    Receive,
    /// The signal that stops a command; may travel beside a waiting Receive.
    Stop,
    /// The signal that a finished command may be forgotten.
    Terminate,
    Delete,
}

impl fmt::Display for RequestKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// An envelope to send with POST.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Outgoing {
    pub request: Request,
    pub body: Vec<u8>,
    /// The command may run once this is sent: from here until [`PipelineEnded`](super::Event::PipelineEnded) a lost
    /// connection means that the outcome is unknown. Never send it twice.
    pub starts_act: bool,
}

/// What follows from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Next {
    Send(Outgoing),
    /// The session is open: commands can be invoked.
    Opened,
    /// The server has forgotten the command: the next one can be invoked.
    PipelineEnded,
    Closed,
    /// Nothing; what the main line waits for is still to come.
    Wait,
}
