//! [`Client`]: the state of a session, and what its owner may ask of it.
//!
//! What answers mean is in `answers`, what the server's messages mean in `inbox`.
//!
//! INVARIANT: at most one request of the main line is waiting for an answer; beside it only a stop
//! signal and the final Delete may be on their way. A request is answered once.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use uuid::Uuid;

use super::answers::read;
use super::config::Config;
use super::error::Error;
use super::event::Event;
use super::pipeline::{Piece, Pipeline};
use super::request::{Next, Outgoing, Request, RequestKind};
use crate::psrp::clixml::Decoder;
use crate::psrp::fragment::{Defragmenter, Fragmenter, HEADER_LEN};
use crate::psrp::message::{self, Command, PROTOCOL_VERSION};
use crate::psrp::wsman::{Envelopes, InputStream, SignalCode};

/// How long the server may hold back the answer to a request that only keeps the session alive.
const KEEP_ALIVE: Duration = Duration::from_secs(1);

/// A session with one server.
pub struct Client {
    pub(super) config: Config,
    pub(super) envelopes: Envelopes,
    pub(super) ids: Box<dyn FnMut() -> Uuid + Send>,
    pub(super) pool: Uuid,
    pub(super) state: State,
    pub(super) shell: Option<String>,
    pub(super) waiting: Vec<Request>,
    pub(super) fragmenter: Fragmenter,
    pub(super) decoder: Decoder,
    /// What the pool itself says; a pipeline has its own stream.
    pub(super) stream: Defragmenter,
    pub(super) to_send: VecDeque<Piece>,
    pub(super) pipeline: Option<Pipeline>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    New,
    Opening,
    Open,
    Closing,
    Closed,
    /// Something happened after which nothing can be relied upon. The shell can be closed.
    Broken,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::New => "not open",
            Self::Opening => "opening",
            Self::Open => "open",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::Broken => "broken",
        }
    }
}

impl Client {
    /// A session that is not open yet. `ids` must return a new random identifier each time.
    pub fn new(config: Config, mut ids: Box<dyn FnMut() -> Uuid + Send>) -> Self {
        let envelopes = Envelopes {
            uri: config.uri.clone(),
            max_envelope_size: config.max_envelope_size,
            operation_timeout: config.operation_timeout,
            locale: config.locale.clone(),
            session_id: ids(),
        };
        Self {
            pool: ids(),
            config,
            envelopes,
            ids,
            state: State::New,
            shell: None,
            waiting: Vec::new(),
            fragmenter: Fragmenter::default(),
            decoder: Decoder::new(),
            stream: Defragmenter::default(),
            to_send: VecDeque::new(),
            pipeline: None,
        }
    }

    /// Whether a command can be invoked.
    pub fn is_idle(&self) -> bool {
        self.state == State::Open && self.pipeline.is_none()
    }

    /// Opens the session; ends with [`Next::Opened`].
    pub fn open(&mut self) -> Result<Outgoing, Error> {
        self.require(State::New, "open")?;
        let capability = message::session_capability(self.pool)?;
        let init = message::init_runspace_pool(self.pool, &self.config.host)?;
        let mut fragments = Vec::new();
        for message in [capability, init] {
            fragments.extend(self.fragmenter.split(&message, usize::MAX).concat());
        }
        let message_id = self.id();
        let body = self.envelopes.create(
            message_id,
            self.pool,
            &PROTOCOL_VERSION.to_string(),
            self.config.idle_timeout,
            &fragments,
        );
        if u32::try_from(body.len()).is_ok_and(|len| len > self.config.max_envelope_size) {
            return Err(Error::EnvelopeSize(self.config.max_envelope_size));
        }
        self.state = State::Opening;
        Ok(self.outgoing(RequestKind::Create, message_id, body))
    }

    /// Runs a command; ends with [`Next::PipelineEnded`], its outcome being an event.
    pub fn invoke(&mut self, command: &Command) -> Result<Outgoing, Error> {
        self.require(State::Open, "invoke a command")?;
        if self.pipeline.is_some() {
            return Err(Error::State {
                operation: "invoke a command",
                state: "running one",
            });
        }
        let (id, message_id) = (self.id(), self.id());
        let shell = self.shell.clone().unwrap_or_default();
        let message = message::create_pipeline(self.pool, id, command, &self.config.host)?;
        let empty_len = self.envelopes.command(message_id, &shell, id, &[]).len();
        let room = self.room(empty_len)?;
        let fragments = self.fragmenter.split(&message, room);
        let last = fragments.len().saturating_sub(1);
        let piece = |(index, fragment)| Piece {
            stream: InputStream::Stdin,
            fragment,
            starts_act: index == last,
        };
        let mut to_send: VecDeque<_> = fragments.into_iter().enumerate().map(piece).collect();
        let first = to_send
            .pop_front()
            .map_or_else(Vec::new, |piece| piece.fragment);

        let body = self.envelopes.command(message_id, &shell, id, &first);
        self.pipeline = Some(Pipeline::new(id, to_send));
        let outgoing = self.outgoing(RequestKind::Command, message_id, body);
        // Even a command that is not complete is never sent twice.
        Ok(Outgoing {
            starts_act: true,
            ..outgoing
        })
    }

    /// Listens to the pool for a moment, so that the server does not take the session for abandoned; ends with
    /// [`Next::Opened`].
    pub fn keep_alive(&mut self) -> Result<Outgoing, Error> {
        self.require(State::Open, "keep the session alive")?;
        if self.pipeline.is_some() {
            return Err(Error::State {
                operation: "keep the session alive",
                state: "running a command",
            });
        }
        let message_id = self.id();
        let shell = self.shell.as_deref().unwrap_or_default();
        let briefly = self.envelopes.for_at_most(KEEP_ALIVE);
        let body = briefly.receive(message_id, shell, None);
        Ok(self.outgoing(RequestKind::Receive, message_id, body))
    }

    /// Asks the server to stop the running command. The answer leads to [`Next::Wait`]; that the
    /// command stopped is told on the main line.
    pub fn stop(&mut self) -> Result<Outgoing, Error> {
        const OPERATION: &str = "stop the command";
        self.require(State::Open, OPERATION)?;
        let message_id = self.id();
        let Some(pipeline) = &mut self.pipeline else {
            return Err(Error::State {
                operation: OPERATION,
                state: "not running one",
            });
        };
        let Some(command) = pipeline.command_id.clone() else {
            return Err(Error::State {
                operation: OPERATION,
                state: "still starting it",
            });
        };
        if pipeline.has_ended() || pipeline.stopping {
            return Err(Error::State {
                operation: OPERATION,
                state: "ending it already",
            });
        }
        pipeline.stopping = true;
        let shell = self.shell.as_deref().unwrap_or_default();
        let body = self
            .envelopes
            .signal(message_id, shell, &command, SignalCode::Stop);
        Ok(self.outgoing(RequestKind::Stop, message_id, body))
    }

    /// Closes the session, and with it a command that still runs; ends with [`Next::Closed`].
    ///
    /// Also works after a failure, if there is a shell to close. Answers that arrive for earlier
    /// requests from here on lead to [`Next::Wait`] and are not read.
    pub fn close(&mut self) -> Result<Outgoing, Error> {
        let closable = matches!(self.state, State::Opening | State::Open | State::Broken);
        let (true, Some(shell)) = (closable, &self.shell) else {
            return Err(Error::State {
                operation: "close",
                state: self.state.name(),
            });
        };
        let shell = shell.clone();
        let message_id = self.id();
        let body = self.envelopes.delete(message_id, &shell);
        self.state = State::Closing;
        Ok(self.outgoing(RequestKind::Delete, message_id, body))
    }

    /// Takes the answer to a request.
    ///
    /// After an error the session can only be closed, unless it is one of those that say
    /// [`Error::command_did_not_start`]: then another command can be invoked.
    pub fn received(
        &mut self,
        to: Request,
        http_status: u16,
        body: &[u8],
        events: &mut Vec<Event>,
    ) -> Result<Next, Error> {
        let Some(index) = self.waiting.iter().position(|waiting| *waiting == to) else {
            return Err(Error::NotAsked(to.kind));
        };
        self.waiting.swap_remove(index);
        if matches!(self.state, State::Closing | State::Closed) && to.kind != RequestKind::Delete {
            return Ok(Next::Wait);
        }
        let response = read(to, http_status, body);
        let next = match to.kind {
            RequestKind::Create => response.and_then(|response| self.created(response)),
            RequestKind::Command => response.and_then(|response| self.command_accepted(response)),
            RequestKind::Send => response.and_then(|response| self.sent(response)),
            RequestKind::Receive => response.and_then(|response| self.output(response, events)),
            RequestKind::Stop => Ok(self.stop_signalled(response, events)),
            RequestKind::Terminate => response.map(|_| self.terminated()),
            RequestKind::Delete => response.and_then(|response| self.deleted(response)),
        };
        if let Err(err) = &next {
            self.failed(to.kind, err);
        }
        next
    }

    fn failed(&mut self, request: RequestKind, err: &Error) {
        self.state = match request {
            // There is nothing to close, or it was tried.
            RequestKind::Create if self.shell.is_none() => State::Closed,
            RequestKind::Delete => State::Closed,
            RequestKind::Command if err.command_did_not_start() => {
                self.pipeline = None;
                self.state
            }
            _ => State::Broken,
        };
    }

    pub(super) fn room(&self, empty_len: usize) -> Result<usize, Error> {
        let room = self.envelopes.room(empty_len);
        if room <= HEADER_LEN {
            return Err(Error::EnvelopeSize(self.config.max_envelope_size));
        }
        Ok(room)
    }

    fn require(&self, state: State, operation: &'static str) -> Result<(), Error> {
        if self.state == state {
            Ok(())
        } else {
            Err(Error::State {
                operation,
                state: self.state.name(),
            })
        }
    }

    pub(super) fn id(&mut self) -> Uuid {
        (self.ids)()
    }

    pub(super) fn outgoing(
        &mut self,
        kind: RequestKind,
        message_id: Uuid,
        body: Vec<u8>,
    ) -> Outgoing {
        let request = Request { kind, message_id };
        self.waiting.push(request);
        Outgoing {
            request,
            body,
            starts_act: false,
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("uri", &self.config.uri)
            .field("state", &self.state)
            .field("shell", &self.shell)
            .field("waiting", &self.waiting)
            .finish_non_exhaustive()
    }
}
