//! Requests and answers, one after the other, until the state machine wants nothing more or the caller gives up.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::errors::Doing;
use super::line::Line;
use super::reply::Incoming;
use super::transport_error::{self, TransportError};
use crate::ports::{Cancel, PortError, PortErrorKind};
use crate::psrp::clixml::Value;
use crate::psrp::runspace::{Client, Error, Event, Next, Outcome, Outgoing};
use crate::psrp::wsman::FaultKind;

/// How long the server may hold back an answer that has nothing to say yet; the deadline of a call is longer.
pub(super) const OPERATION_TIMEOUT: Duration = Duration::from_secs(20);
/// How long one request may take beyond that.
const REQUEST_GRACE: Duration = Duration::from_secs(15);
/// How long a server gets to stop a command that was given up.
const STOP_GRACE: Duration = Duration::from_secs(10);
/// How long it gets to say that it has taken a command that was given up before: none can be stopped sooner. After
/// that its shell is closed.
const START_GRACE: Duration = Duration::from_secs(3);
const CANCEL_TICK: Duration = Duration::from_millis(50);

/// Why an exchange ended before its end.
#[derive(Debug)]
pub(super) enum Failure {
    Transport(TransportError),
    Session(Error),
    /// The server does not know the shell any more.
    ShellGone(Error),
    Cancelled,
    Deadline,
    TooMuch,
    /// The state machine had nothing to send and the end had not come.
    NothingToSend,
}

impl Failure {
    pub(super) fn present(self, doing: Doing<'_>) -> PortError {
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
            Self::NothingToSend => doing.lost(
                PortErrorKind::Protocol,
                "the session ended without saying how the command did",
            ),
        }
    }

    /// Whether the line broke or the shell went: a question may be asked once more in a new session.
    pub(super) fn is_line_lost(&self) -> bool {
        matches!(
            self,
            Self::Transport(TransportError::NotSent { .. } | TransportError::AnswerLost { .. })
                | Self::ShellGone(_)
                | Self::Session(Error::RunspaceClosed { .. })
        )
    }
}

/// How long a caller is willing to wait.
pub(super) struct Patience<'a> {
    pub(super) deadline: Instant,
    pub(super) cancel: &'a Cancel,
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

/// The caller's wish to end, and until when the server may answer it.
struct Leaving {
    reason: Failure,
    until: Instant,
    /// Whether the server was asked to stop the command; it cannot be before it has accepted it.
    is_asked: bool,
}

/// One state machine and the lines it talks over.
pub(super) struct Exchange<'a> {
    pub(super) client: &'a mut Client,
    pub(super) line: &'a mut Line,
    /// A connection of its own for stopping a command while its answer is waited for.
    pub(super) stop_line: &'a mut Line,
    pub(super) patience: Patience<'a>,
}

impl Exchange<'_> {
    /// Moves requests and answers until the state machine wants nothing more. `was_sent` turns true when the command
    /// may have been acted on.
    pub(super) async fn drive<T>(
        self,
        mut outgoing: Outgoing,
        incoming: &mut Incoming<T, impl Fn(Value) -> T>,
        was_sent: &mut bool,
    ) -> Result<(), Failure> {
        let mut leaving: Option<Leaving> = None;
        let mut events = Vec::new();
        loop {
            let request = outgoing.request;
            let starts_act = outgoing.starts_act;
            let limit = OPERATION_TIMEOUT + REQUEST_GRACE;
            let mut post = std::pin::pin!(self.line.post(outgoing, limit));
            let answer = loop {
                let until = match &mut leaving {
                    None => {
                        tokio::select! {
                            answer = &mut post => break answer,
                            reason = self.patience.runs_out() => {
                                // The request is on its way and may already have been acted on.
                                *was_sent |= starts_act;
                                leaving = Some(Leaving {
                                    reason,
                                    until: Instant::now() + START_GRACE,
                                    is_asked: false,
                                });
                            }
                        }
                        continue;
                    }
                    Some(leaving) => {
                        if !leaving.is_asked && stop(self.client, self.stop_line, &mut events).await
                        {
                            leaving.is_asked = true;
                            leaving.until = Instant::now() + STOP_GRACE;
                        }
                        leaving.until
                    }
                };
                // What still arrives may tell how the command ended.
                tokio::select! {
                    answer = &mut post => break answer,
                    () = sleep_until(until) => return Err(reason(leaving)),
                }
            };
            let answer = answer.map_err(|err| {
                *was_sent |= starts_act && err.outcome() == transport_error::Outcome::Unknown;
                Failure::Transport(err)
            })?;
            let next = self
                .client
                .received(request, answer.status, &answer.body, &mut events);
            *was_sent |= starts_act && next.is_ok();
            for event in events.drain(..) {
                incoming.take(event)?;
            }
            let next = next.map_err(|err| {
                let fault = fault(&err);
                let refused_unseen = fault == Some(FaultKind::NotFound);
                *was_sent |= starts_act && !refused_unseen && !err.command_did_not_start();
                match fault {
                    Some(FaultKind::NotFound | FaultKind::Gone) => Failure::ShellGone(err),
                    _ => Failure::Session(err),
                }
            })?;
            outgoing = match next {
                Next::Send(outgoing) => outgoing,
                Next::Opened | Next::PipelineEnded | Next::Closed => break,
                Next::Wait => return Err(Failure::NothingToSend),
            };
        }
        match leaving {
            // The command ended in spite of everything, so its outcome is known.
            Some(_) if incoming.reply.outcome() == Some(Outcome::Completed) => Ok(()),
            Some(leaving) => Err(leaving.reason),
            None => Ok(()),
        }
    }
}

fn reason(leaving: Option<Leaving>) -> Failure {
    leaving.map_or(Failure::Deadline, |leaving| leaving.reason)
}

fn fault(err: &Error) -> Option<FaultKind> {
    match err {
        Error::Fault { fault, .. } => Some(fault.kind()),
        _ => None,
    }
}

/// Asks the server to stop the command, on a connection of its own; false when there is nothing to stop yet.
async fn stop(client: &mut Client, line: &mut Line, events: &mut Vec<Event>) -> bool {
    let Ok(outgoing) = client.stop() else {
        return false;
    };
    let request = outgoing.request;
    if let Ok(answer) = line.post(outgoing, STOP_GRACE).await {
        // A refusal to stop is told by an event; an answer that makes no sense changes nothing.
        client
            .received(request, answer.status, &answer.body, events)
            .ok();
    }
    true
}
