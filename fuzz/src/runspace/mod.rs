//! The client of a session against a server that says anything, in any order.
//!
//! An input is a script: each step is an act of the client's owner or an answer of the server, which may be a proper
//! one, so that a short script gets far. In the end the owner closes, and a proper server lets him.

mod server;

use std::collections::HashSet;

use pchat_console::psrp::runspace::{
    Client, Command, Config, Error, Event, Next, Outgoing, Request, RequestKind,
};
use pchat_console::psrp::secrecy::SecretText;
use uuid::Uuid;

use super::keys::exchange_key;
use super::script::Script;
use super::size::check_error;
use server::Server;

/// In steps: a proper server ends a session long before.
const PATIENCE: usize = 20_000;

pub(crate) fn run(input: &[u8]) {
    let mut script = Script::new(input);
    let mut owner = Owner::new(script.flag());
    while !script.is_empty() {
        match script.below(10) {
            0 => owner.invoke(&mut script),
            8 => owner.keep_alive(),
            9 => owner.exchange_keys(),
            1 => owner.stop(),
            2 => owner.close(),
            3 => owner.stranger(&mut script),
            4 => owner.proper_answer(),
            5 => {
                let (status, body) = (u16::from(script.byte()) * 4, script.block());
                owner.answer(&mut script, status, |_, _| body.to_vec());
            }
            _ => {
                // Nearly always a status that is listened to.
                let status = script.pick(&[200, 200, 500, 503]);
                let pick = script.byte();
                owner.answer_of(pick, status, |server, request| {
                    server.made_up(&mut script, request)
                });
            }
        }
    }
    owner.end();
}

/// Who owns the client, and what he remembers to judge it by.
struct Owner {
    client: Client,
    server: Server,
    waiting: Vec<Request>,
    max_envelope_size: usize,
    /// Every identifier a request ever had.
    used: HashSet<Uuid>,
    /// Whether a command was accepted and its end not told yet.
    runs: bool,
    /// Whether it left: before that it may wait for a key.
    left: bool,
    /// Whether the end was told and the client is not free for the next command yet.
    ended: bool,
}

impl Owner {
    fn new(small: bool) -> Self {
        let mut config = Config::new("https://server/OcsPowershell");
        if small {
            config.max_envelope_size = 9_000;
        }
        let max_envelope_size = usize::try_from(config.max_envelope_size).unwrap();
        let mut last = 0;
        let ids = move || {
            last += 1;
            Uuid::from_u128(last)
        };
        let mut owner = Self {
            client: Client::new(config, Box::new(ids))
                .with_exchange_keys(Box::new(|| Ok(exchange_key()))),
            server: Server::default(),
            waiting: Vec::new(),
            max_envelope_size,
            used: HashSet::new(),
            runs: false,
            left: false,
            ended: false,
        };
        let create = owner.client.open().unwrap();
        assert_eq!(create.request.kind, RequestKind::Create);
        owner.sends(&create);
        owner
    }

    fn invoke(&mut self, script: &mut Script<'_>) {
        let identity = script.text();
        let mut command = Command::new("Get-CsPool").parameter("Confirm", false);
        // A secret needs a key, which has to be exchanged first.
        command = match identity.strip_prefix('*') {
            Some(secret) => command.parameter("Password", SecretText::new(secret)),
            None => command.parameter("Identity", identity),
        };
        let was_idle = self.client.is_idle();
        match self.client.invoke(&command) {
            Ok(outgoing) => {
                assert!(was_idle && !self.runs && !self.ended);
                self.runs = true;
                self.left = false;
                self.sends(&outgoing);
            }
            Err(err) => check_error(&err),
        }
    }

    fn keep_alive(&mut self) {
        match self.client.keep_alive() {
            Ok(outgoing) => {
                assert_eq!(outgoing.request.kind, RequestKind::Receive);
                self.sends(&outgoing);
            }
            Err(err) => check_error(&err),
        }
    }

    fn exchange_keys(&mut self) {
        match self.client.exchange_keys() {
            Ok(outgoing) => self.sends(&outgoing),
            Err(err) => check_error(&err),
        }
    }

    fn stop(&mut self) {
        match self.client.stop() {
            Ok(outgoing) => {
                assert!(self.runs, "there is something to stop");
                assert_eq!(outgoing.request.kind, RequestKind::Stop);
                self.sends(&outgoing);
            }
            Err(err) => check_error(&err),
        }
    }

    fn close(&mut self) {
        match self.client.close() {
            Ok(outgoing) => {
                assert_eq!(outgoing.request.kind, RequestKind::Delete);
                self.sends(&outgoing);
            }
            Err(err) => check_error(&err),
        }
    }

    /// An answer to a request that was never made.
    fn stranger(&mut self, script: &mut Script<'_>) {
        let request = Request {
            kind: script.pick(&KINDS),
            message_id: Uuid::from_u128(u128::MAX),
        };
        let body = script.block();
        let mut events = Vec::new();
        let next = self.client.received(request, 200, body, &mut events);
        assert!(matches!(next, Err(Error::NotAsked(_))));
        assert!(events.is_empty());
    }

    fn proper_answer(&mut self) {
        self.answer_of(0, 200, Server::proper);
    }

    fn answer(
        &mut self,
        script: &mut Script<'_>,
        status: u16,
        body: impl FnOnce(&mut Server, Request) -> Vec<u8>,
    ) {
        let pick = script.byte();
        self.answer_of(pick, status, body);
    }

    /// Answers one of the requests that wait.
    fn answer_of(
        &mut self,
        pick: u8,
        status: u16,
        body: impl FnOnce(&mut Server, Request) -> Vec<u8>,
    ) {
        let Some(last) = self.waiting.len().checked_sub(1) else {
            return;
        };
        let request = self.waiting.swap_remove(usize::from(pick).min(last));
        let body = body(&mut self.server, request);
        let mut events = Vec::new();
        let next = self.client.received(request, status, &body, &mut events);
        self.hear(&events);
        match next {
            Ok(Next::Send(outgoing)) => self.sends(&outgoing),
            Ok(Next::Opened) => assert!(self.client.is_idle()),
            Ok(Next::PipelineEnded) => {
                assert!(self.ended, "its end was told before");
                self.ended = false;
                assert!(self.client.is_idle());
            }
            Ok(Next::Closed) => assert!(!self.client.is_idle()),
            Ok(Next::Wait) => {}
            Err(err) => {
                check_error(&err);
                if err.command_did_not_start() {
                    assert_eq!(request.kind, RequestKind::Command);
                    self.runs = false;
                    assert!(self.client.is_idle(), "the next command can be tried");
                }
            }
        }
    }

    fn hear(&mut self, events: &[Event]) {
        for event in events {
            match event {
                Event::PipelineEnded(_) => {
                    assert!(self.runs, "it ends once");
                    self.runs = false;
                    self.ended = true;
                }
                Event::Output(_) | Event::Error(_) => {
                    assert!(self.runs, "nothing comes after the end: {event:?}");
                }
                _ => {}
            }
        }
    }

    fn sends(&mut self, outgoing: &Outgoing) {
        let Request { kind, message_id } = outgoing.request;
        assert!(self.used.insert(message_id), "an identifier is used once");
        assert!(
            outgoing.body.len() <= self.max_envelope_size,
            "a {kind} request of {} bytes",
            outgoing.body.len()
        );
        if kind == RequestKind::Command {
            assert!(self.runs && !self.left, "a command is sent once");
            assert!(outgoing.starts_act);
            self.left = true;
        } else if outgoing.starts_act {
            assert_eq!(kind, RequestKind::Send, "only data completes a command");
            assert!(self.runs && self.left, "nothing starts by itself");
        }
        self.server.hears(outgoing);
        self.waiting.push(outgoing.request);
        let beside = |kind| matches!(kind, RequestKind::Stop | RequestKind::Delete);
        let main = self.waiting.iter().filter(|request| !beside(request.kind));
        if kind != RequestKind::Delete {
            assert!(main.count() <= 1, "one request at a time");
        }
    }

    /// Closes with a proper server at the other end. A session ends, whatever happened before.
    fn end(mut self) {
        for _ in 0..PATIENCE {
            if self.waiting.is_empty() {
                match self.client.close() {
                    Ok(outgoing) => self.sends(&outgoing),
                    Err(err) => {
                        assert!(self.client.invoke(&Command::new("Get-CsPool")).is_err());
                        return check_error(&err);
                    }
                }
            }
            self.proper_answer();
        }
        panic!("the session does not end: {:?}", self.client);
    }
}

const KINDS: [RequestKind; 7] = [
    RequestKind::Create,
    RequestKind::Command,
    RequestKind::Send,
    RequestKind::Receive,
    RequestKind::Stop,
    RequestKind::Terminate,
    RequestKind::Delete,
];
