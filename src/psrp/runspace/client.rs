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
use super::key_exchange::{ExchangeKeys, Held, KeyExchange};
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
    /// Whose stream the latest Receive asks for.
    pub(super) listening: Listening,
    pub(super) exchange_keys: Option<ExchangeKeys>,
    pub(super) key_exchange: KeyExchange,
    pub(super) held: Option<Held>,
}

/// A stream of the server. While a command runs its own is listened to; the pool's gets a glance now and then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listening {
    Pool,
    Pipeline,
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
            listening: Listening::Pool,
            exchange_keys: None,
            key_exchange: KeyExchange::NotStarted,
            held: None,
        }
    }

    /// Where the key pair for secure strings comes from; asked once at most, and only when one is needed.
    #[must_use]
    pub fn with_exchange_keys(mut self, keys: ExchangeKeys) -> Self {
        self.exchange_keys = Some(keys);
        self
    }

    /// Whether a command can be invoked.
    pub fn is_idle(&self) -> bool {
        self.state == State::Open && !self.is_busy()
    }

    fn is_busy(&self) -> bool {
        // The answer to a stop may come when all else is over.
        let on_main_line = |request: &Request| request.kind != RequestKind::Stop;
        self.pipeline.is_some() || self.waiting.iter().any(on_main_line)
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
        self.require_idle("invoke a command")?;
        if command.has_secrets() && self.key_exchange.key().is_none() {
            self.ask_for_key()?;
            self.held = Some(Held::Command(command.clone()));
            return self.next_request();
        }
        self.start(command)
    }

    /// Sends a command, or its beginning.
    pub(super) fn start(&mut self, command: &Command) -> Result<Outgoing, Error> {
        let (id, message_id) = (self.id(), self.id());
        let shell = self.shell.clone().unwrap_or_default();
        let message = message::create_pipeline(
            self.pool,
            id,
            command,
            &self.config.host,
            self.key_exchange.key(),
        )?;
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
        self.require_idle("keep the session alive")?;
        let message_id = self.id();
        let shell = self.shell.as_deref().unwrap_or_default();
        let briefly = self.envelopes.for_at_most(KEEP_ALIVE);
        let body = briefly.receive(message_id, shell, None);
        Ok(self.outgoing(RequestKind::Receive, message_id, body))
    }

    /// Asks the server to stop the running command. The answer leads to [`Next::Wait`]; that the
    /// command stopped is told on the main line.
    ///
    /// A command that still waits for a key is withdrawn instead: nothing has to be sent, which the error says.
    pub fn stop(&mut self) -> Result<Outgoing, Error> {
        const OPERATION: &str = "stop the command";
        self.require(State::Open, OPERATION)?;
        let message_id = self.id();
        let Some(pipeline) = &mut self.pipeline else {
            let withdrawn = self.held.take().map(|_| Held::Withdrawn);
            let is_held = withdrawn.is_some();
            self.held = withdrawn;
            return Err(Error::State {
                operation: OPERATION,
                state: if is_held {
                    "not running it yet"
                } else {
                    "not running one"
                },
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
        self.held = None;
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

    pub(super) fn require_idle(&self, operation: &'static str) -> Result<(), Error> {
        self.require(State::Open, operation)?;
        if self.is_busy() {
            return Err(Error::State {
                operation,
                state: "busy with something else",
            });
        }
        Ok(())
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
