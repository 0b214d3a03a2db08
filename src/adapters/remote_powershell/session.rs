//! One runspace on one server: drives the protocol's state machine over a lane, with a deadline and a way to stop.
//!
//! A command is never sent twice. A shell the server has forgotten is opened anew before the *next* command, or for
//! this one where the server said that it did not look at it.

use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::time::{Instant, sleep, sleep_until};
use uuid::Uuid;

use super::errors::{Doing, record_words};
use super::lane::Lane;
use super::transport_error::TransportError;
use crate::lync::{Argument, Cmdlet};
use crate::ports::{Call, Cancel, PortError, PortErrorKind, PortResult};
use crate::psrp::clixml::Value;
use crate::psrp::message::ErrorRecord;
use crate::psrp::runspace::{
    Client, Command, Config, Error, Event, Next, Outcome, Outgoing, Parameter, PipelineEnd,
    RequestKind,
};
use crate::psrp::wsman::FaultKind;

/// How long the server may hold back an answer that has nothing to say yet; the deadline of a call is longer.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(20);
/// How long one request may take beyond that.
const REQUEST_GRACE: Duration = Duration::from_secs(15);
/// How long a server gets to stop a command that was given up.
const STOP_GRACE: Duration = Duration::from_secs(10);
/// How long closing may take: nobody waits for its result.
const CLOSE_LIMIT: Duration = Duration::from_secs(3);
const CANCEL_TICK: Duration = Duration::from_millis(50);
/// Objects, warnings and lines of one command, so that no server can fill this machine's memory.
const MOST_RECORDS: usize = 2_000_000;

pub(super) struct Session {
    runtime: Runtime,
    lane: Lane,
    /// A connection of its own for stopping a command while its answer is waited for.
    stop_lane: Lane,
    client: Option<Client>,
    host: String,
}

/// Everything one command returned, its objects as what was made of them when they arrived.
#[derive(Debug)]
pub(super) struct Reply<T = Value> {
    pub(super) objects: Vec<T>,
    pub(super) errors: Vec<ErrorRecord>,
    pub(super) warnings: Vec<String>,
    /// What the command wrote to the host, line by line; the text of `-WhatIf` among it.
    pub(super) lines: Vec<String>,
    /// Prompts, all answered with *No*.
    pub(super) prompts: Vec<String>,
    line: String,
    end: Option<PipelineEnd>,
}

/// A reply that is coming in.
struct Incoming<T, F> {
    reply: Reply<T>,
    /// What is kept of an object.
    read: F,
}

impl Session {
    pub(super) fn open(lane: Lane, call: &Call) -> PortResult<Self> {
        let host = lane.target().host().to_owned();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|err| PortError::new(PortErrorKind::Protocol, "sign-in", host.clone(), err))?;
        let mut session = Self {
            stop_lane: lane.beside(),
            runtime,
            lane,
            client: None,
            host,
        };
        session.ensure_open(call)?;
        Ok(session)
    }

    /// Runs one cmdlet. That it is a changing one makes a lost answer an unknown outcome.
    pub(super) fn run(&mut self, cmdlet: &Cmdlet, call: &Call) -> PortResult<Reply> {
        self.run_each(cmdlet, call, |object| object)
    }

    /// Runs one cmdlet and keeps of each object only what `read` makes of it, so that a long list is in memory once.
    pub(super) fn run_each<T>(
        &mut self,
        cmdlet: &Cmdlet,
        call: &Call,
        read: impl Fn(Value) -> T,
    ) -> PortResult<Reply<T>> {
        let deadline = Instant::now() + call.deadline;
        let command = command(cmdlet);
        for attempt in 0.. {
            self.ensure_open(call)?;
            let host = self.host.clone();
            let mut doing = Doing {
                operation: cmdlet.name(),
                target: &host,
                is_change: cmdlet.is_changing(),
                was_sent: false,
            };
            let Some(client) = &mut self.client else {
                return Err(doing.error(PortErrorKind::LineLost, "the session is closed"));
            };
            let outgoing = client.invoke(&command).map_err(|err| doing.session(&err))?;
            let mut incoming = Incoming::new(&read);
            let driven = self.runtime.block_on(drive(
                client,
                &mut self.lane,
                &mut self.stop_lane,
                outgoing,
                &Patience {
                    deadline,
                    cancel: &call.cancel,
                },
                &mut incoming,
                &mut doing.was_sent,
            ));
            let reply = incoming.reply;
            match driven {
                Ok(()) => return reply.check(doing),
                // The server did not know the shell and so did not look at the command: a new shell may have it.
                Err(Failure::ShellGone(_)) if attempt == 0 && !doing.was_sent => self.client = None,
                // Reading twice changes nothing, and a server that closes an idle connection just as a question
                // leaves is an everyday thing.
                Err(Failure::Transport(
                    TransportError::NotSent { .. } | TransportError::AnswerLost { .. },
                )) if attempt == 0 && !cmdlet.is_changing() && reply.end.is_none() => {
                    self.client = None;
                }
                // The end was told before the line broke: it is known.
                Err(_) if reply.has_ended_by_itself() => {
                    self.client = None;
                    return reply.check(doing);
                }
                Err(failure) => {
                    self.client = None;
                    return Err(failure.present(doing));
                }
            }
        }
        Err(PortError::new(
            PortErrorKind::LineLost,
            cmdlet.name(),
            self.host.clone(),
            "the shell is gone",
        ))
    }

    fn ensure_open(&mut self, call: &Call) -> PortResult<()> {
        if self.client.is_some() {
            return Ok(());
        }
        let host = self.host.clone();
        let doing = Doing {
            operation: "sign-in",
            target: &host,
            is_change: false,
            was_sent: false,
        };
        let deadline = Instant::now() + call.deadline;
        let mut config = Config::new(self.lane.target().as_str());
        config.operation_timeout = OPERATION_TIMEOUT;
        let mut client = Client::new(config, Box::new(Uuid::new_v4));
        let outgoing = client.open().map_err(|err| doing.session(&err))?;
        let mut incoming = Incoming::new(|object| object);
        let opened = self.runtime.block_on(drive(
            &mut client,
            &mut self.lane,
            &mut self.stop_lane,
            outgoing,
            &Patience {
                deadline,
                cancel: &call.cancel,
            },
            &mut incoming,
            &mut false,
        ));
        match opened {
            Ok(()) => {
                self.client = Some(client);
                Ok(())
            }
            Err(failure) => Err(failure.present(doing)),
        }
    }
}

impl Drop for Session {
    /// Closes the shell, so that it does not count against the server's limits until it times out.
    fn drop(&mut self) {
        let Some(client) = &mut self.client else {
            return;
        };
        let Ok(outgoing) = client.close() else { return };
        let lane = &mut self.lane;
        self.runtime.block_on(async {
            // A server that does not hear it closes the shell by itself.
            lane.post(outgoing.body, CLOSE_LIMIT).await.ok();
        });
    }
}

/// Why the exchange ended before its end.
enum Failure {
    Transport(TransportError),
    Session(Error),
    /// The server does not know the shell any more.
    ShellGone(Error),
    Cancelled,
    Deadline,
    TooMuch,
}

impl Failure {
    fn present(self, doing: Doing<'_>) -> PortError {
        match self {
            Self::Transport(err) => doing.transport(&err),
            Self::Session(err) => doing.session(&err),
            Self::ShellGone(err) => doing.lost(PortErrorKind::LineLost, err),
            Self::Cancelled => doing.lost(PortErrorKind::Cancelled, "cancelled"),
            Self::Deadline => doing.lost(PortErrorKind::Timeout, "no answer before the deadline"),
            Self::TooMuch => doing.lost(
                PortErrorKind::Protocol,
                "the command returned more than can be kept",
            ),
        }
    }
}

struct Patience<'a> {
    deadline: Instant,
    cancel: &'a Cancel,
}

impl Patience<'_> {
    /// Returns when the caller does not want to wait any longer.
    async fn runs_out(&self) -> Failure {
        loop {
            if self.cancel.is_cancelled() {
                return Failure::Cancelled;
            }
            if Instant::now() >= self.deadline {
                return Failure::Deadline;
            }
            sleep_until((Instant::now() + CANCEL_TICK).min(self.deadline)).await;
        }
    }
}

/// Moves requests and answers until the state machine wants nothing more.
async fn drive<T>(
    client: &mut Client,
    lane: &mut Lane,
    stop_lane: &mut Lane,
    mut outgoing: Outgoing,
    patience: &Patience<'_>,
    incoming: &mut Incoming<T, impl Fn(Value) -> T>,
    was_sent: &mut bool,
) -> Result<(), Failure> {
    let mut given_up: Option<Failure> = None;
    let mut stop_deadline = Instant::now();
    let mut events = Vec::new();
    loop {
        let request = outgoing.request;
        let starts_act = outgoing.starts_act;
        let mut post = std::pin::pin!(lane.post(outgoing.body, OPERATION_TIMEOUT + REQUEST_GRACE));
        let answer = if given_up.is_some() {
            // The stop was sent; what still arrives may tell how the command ended.
            tokio::select! {
                answer = &mut post => answer,
                () = sleep_until(stop_deadline) => return Err(given_up.unwrap_or(Failure::Deadline)),
            }
        } else {
            tokio::select! {
                answer = &mut post => answer,
                reason = patience.runs_out() => {
                    if starts_act {
                        // The request is on its way and may already have been acted on.
                        *was_sent = true;
                    }
                    if !matches!(request.kind, RequestKind::Receive) {
                        return Err(reason);
                    }
                    stop_deadline = Instant::now() + STOP_GRACE;
                    stop(client, stop_lane, &mut events).await;
                    given_up = Some(reason);
                    tokio::select! {
                        answer = &mut post => answer,
                        () = sleep_until(stop_deadline) => return Err(given_up.unwrap_or(Failure::Deadline)),
                    }
                }
            }
        };
        let answer = answer.map_err(|err| {
            if starts_act && err.outcome() == super::transport_error::Outcome::Unknown {
                *was_sent = true;
            }
            Failure::Transport(err)
        })?;
        let next = client.received(request, answer.status, &answer.body, &mut events);
        if starts_act && next.is_ok() {
            *was_sent = true;
        }
        for event in events.drain(..) {
            incoming.take(event)?;
        }
        let next = next.map_err(|err| {
            let refused_unseen = matches!(
                &err,
                Error::Fault { fault, .. } if fault.kind() == FaultKind::NotFound
            );
            if starts_act && !refused_unseen && !err.command_did_not_start() {
                *was_sent = true;
            }
            if refused_unseen {
                Failure::ShellGone(err)
            } else {
                Failure::Session(err)
            }
        })?;
        outgoing = match next {
            Next::Send(outgoing) => outgoing,
            Next::Opened | Next::PipelineEnded | Next::Closed => break,
            Next::Wait => {
                // Nothing is under way on this line and the end has not come: wait for nothing would be for ever.
                sleep(CANCEL_TICK).await;
                break;
            }
        };
    }
    match given_up {
        // The command ended in spite of everything, so its outcome is known.
        Some(_)
            if incoming
                .reply
                .end
                .as_ref()
                .is_some_and(|end| end.outcome == Outcome::Completed) =>
        {
            Ok(())
        }
        Some(reason) => Err(reason),
        None => Ok(()),
    }
}

/// Asks the server to stop the command, on a connection of its own.
async fn stop(client: &mut Client, lane: &mut Lane, events: &mut Vec<Event>) {
    let Ok(outgoing) = client.stop() else { return };
    let request = outgoing.request;
    if let Ok(answer) = lane.post(outgoing.body, STOP_GRACE).await {
        // A refusal to stop is told by an event; an answer that makes no sense changes nothing.
        client
            .received(request, answer.status, &answer.body, events)
            .ok();
    }
}

impl<T, F: Fn(Value) -> T> Incoming<T, F> {
    fn new(read: F) -> Self {
        let reply = Reply {
            objects: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
            lines: Vec::new(),
            prompts: Vec::new(),
            line: String::new(),
            end: None,
        };
        Self { reply, read }
    }

    fn take(&mut self, event: Event) -> Result<(), Failure> {
        let reply = &mut self.reply;
        match event {
            Event::Output(object) => reply.objects.push((self.read)(object)),
            Event::Error(record) => reply.errors.push(*record),
            Event::Warning(text) => reply.warnings.push(text),
            Event::HostText(text) => {
                reply.line.push_str(&text.text);
                if text.ends_line {
                    reply.lines.push(std::mem::take(&mut reply.line));
                }
            }
            Event::PromptRefused(prompt) => {
                reply.prompts.push(
                    format!("{} {}", prompt.caption, prompt.message)
                        .trim()
                        .to_owned(),
                );
            }
            Event::PipelineEnded(end) => reply.end = Some(end),
            Event::Negotiated(_)
            | Event::ApplicationPrivateData(_)
            | Event::Verbose(_)
            | Event::Debug(_)
            | Event::Progress(_)
            | Event::Information(_)
            | Event::ExitRequested(_)
            | Event::StopRefused(_)
            | Event::Unsupported(_) => {}
        }
        let kept =
            reply.objects.len() + reply.errors.len() + reply.warnings.len() + reply.lines.len();
        if kept > MOST_RECORDS {
            Err(Failure::TooMuch)
        } else {
            Ok(())
        }
    }
}

impl<T> Reply<T> {
    /// Whether the command came to an end of its own, not to one it was stopped at.
    fn has_ended_by_itself(&self) -> bool {
        self.end
            .as_ref()
            .is_some_and(|end| matches!(end.outcome, Outcome::Completed | Outcome::Failed))
    }

    /// The reply, unless the command as a whole failed.
    fn check(mut self, doing: Doing<'_>) -> PortResult<Self> {
        if !self.line.is_empty() {
            let rest = std::mem::take(&mut self.line);
            self.lines.push(rest);
        }
        let Some(end) = &self.end else {
            return Err(doing.lost(
                PortErrorKind::Protocol,
                "the server did not say how the command ended",
            ));
        };
        match (end.outcome, &end.error) {
            (Outcome::Completed, _) => Ok(self),
            (Outcome::Failed, Some(record)) => Err(doing.record(record)),
            (Outcome::Failed, None) => {
                Err(doing.error(PortErrorKind::Refused, "the command failed"))
            }
            (Outcome::Stopped | Outcome::Unknown, record) => {
                let words = record
                    .as_ref()
                    .map_or_else(|| "the command was stopped".to_owned(), |r| record_words(r));
                Err(doing.lost(PortErrorKind::Cancelled, words))
            }
        }
    }

    /// Warnings, error records and refused prompts in the server's own words.
    pub(super) fn words(&self) -> Vec<String> {
        let errors = self.errors.iter().map(record_words);
        self.warnings
            .iter()
            .cloned()
            .chain(errors)
            .chain(self.prompts.iter().cloned())
            .collect()
    }
}

fn command(cmdlet: &Cmdlet) -> Command {
    cmdlet
        .parameters()
        .into_iter()
        .fold(Command::new(cmdlet.name()), |command, parameter| {
            let value = match parameter.value {
                Argument::Text(text) => Parameter::String(text),
                Argument::Switch(true) => Parameter::Switch,
                Argument::Switch(false) => Parameter::Bool(false),
            };
            command.parameter(parameter.name, value)
        })
}
