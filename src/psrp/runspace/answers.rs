//! What each answer means for the session, and which request comes next.

use std::time::Duration;

use super::client::{Client, Listening, State};
use super::error::Error;
use super::event::{Event, Outcome, PipelineEnd};
use super::key_exchange::Held;
use super::pipeline::{Piece, Pipeline};
use super::request::{Next, Outgoing, Request, RequestKind};
use crate::psrp::fragment::Defragmenter;
use crate::psrp::wsman::{FaultKind, Response, SignalCode};

/// How long the server may keep a Receive for the pool waiting while a command runs.
const GLANCE: Duration = Duration::from_secs(1);

impl Client {
    pub(super) fn created(&mut self, response: Response) -> Result<Next, Error> {
        let response = refuse_fault(RequestKind::Create, response)?;
        let Some(shell) = response.shell_id.filter(|shell| !shell.is_empty()) else {
            return Err(Error::Incomplete {
                request: RequestKind::Create,
                what: "shell",
            });
        };
        self.shell = Some(shell);
        self.advance()
    }

    pub(super) fn command_accepted(&mut self, response: Response) -> Result<Next, Error> {
        let response = refuse_fault(RequestKind::Command, response)?;
        if let Some(pipeline) = &mut self.pipeline {
            let own = || pipeline.id.to_string().to_uppercase();
            let command = response.command_id.filter(|id| !id.is_empty());
            pipeline.command_id = Some(command.unwrap_or_else(own));
            self.listening = Listening::Pipeline;
        }
        self.advance()
    }

    pub(super) fn sent(&mut self, response: Response) -> Result<Next, Error> {
        refuse_fault(RequestKind::Send, response)?;
        self.advance()
    }

    /// The answer to Receive: messages of the pool or of the pipeline, or that there were none.
    ///
    /// While a command runs, the pool gets its turn when the command has nothing to say, and when a key is expected.
    pub(super) fn output(
        &mut self,
        response: Response,
        events: &mut Vec<Event>,
    ) -> Result<Next, Error> {
        let faulty = response.fault.is_some();
        self.listening = match self.listening {
            Listening::Pipeline if faulty || self.key_exchange.is_under_way() => Listening::Pool,
            Listening::Pipeline | Listening::Pool => Listening::Pipeline,
        };
        if let Some(fault) = &response.fault {
            match (fault.kind(), &mut self.pipeline) {
                (FaultKind::TimedOut, _) => return self.advance(),
                // A stopped command may be gone before its last words were fetched.
                (FaultKind::Aborted | FaultKind::NotFound | FaultKind::Gone, Some(pipeline))
                    if pipeline.stopping =>
                {
                    pipeline.dropped(events);
                    return self.advance();
                }
                _ => {}
            }
        }
        let response = refuse_fault(RequestKind::Receive, response)?;
        for stream in &response.streams {
            let mut input = stream.data.as_slice();
            while let Some(defragmenter) = self.stream_of(stream.command_id.as_deref()) {
                match defragmenter.next(&mut input)? {
                    Some(message) => self.message(&message, events)?,
                    None => break,
                }
            }
        }
        if let (Some(state), Some(pipeline)) = (&response.command_state, &mut self.pipeline)
            && state.done
            && is_command(pipeline, state.command_id.as_deref())
        {
            pipeline.dropped(events);
        }
        if self.key_exchange.key().is_some() && matches!(self.held, Some(Held::Withdrawn)) {
            self.held = None;
            events.push(Event::PipelineEnded(PipelineEnd {
                outcome: Outcome::Stopped,
                error: None,
            }));
            return Ok(Next::PipelineEnded);
        }
        self.advance()
    }

    /// Where the data of a stream belongs; output of some other command belongs nowhere.
    fn stream_of(&mut self, command: Option<&str>) -> Option<&mut Defragmenter> {
        match (&mut self.pipeline, command) {
            (Some(pipeline), Some(_)) if is_command(pipeline, command) => {
                Some(&mut pipeline.stream)
            }
            (_, Some(_)) => None,
            (_, None) => Some(&mut self.stream),
        }
    }

    /// A stop signal that failed leaves the main line as it is; the command still runs.
    pub(super) fn stop_signalled(
        &mut self,
        response: Result<Response, Error>,
        events: &mut Vec<Event>,
    ) -> Next {
        let refusal = match response {
            Ok(Response { fault: None, .. }) => return Next::Wait,
            // It had already ended.
            Ok(Response {
                fault: Some(fault), ..
            }) if matches!(fault.kind(), FaultKind::NotFound | FaultKind::Gone) => {
                return Next::Wait;
            }
            Ok(Response {
                fault: Some(fault), ..
            }) => fault.to_string(),
            Err(err) => err.to_string(),
        };
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.stopping = false;
        }
        events.push(Event::StopRefused(refusal));
        Next::Wait
    }

    /// However it was answered, the command has ended and its outcome is known.
    pub(super) fn terminated(&mut self) -> Next {
        self.pipeline = None;
        Next::PipelineEnded
    }

    pub(super) fn deleted(&mut self, response: Response) -> Result<Next, Error> {
        self.pipeline = None;
        match &response.fault {
            Some(fault) if !matches!(fault.kind(), FaultKind::NotFound | FaultKind::Gone) => {
                refuse_fault(RequestKind::Delete, response)?;
            }
            _ => {}
        }
        self.state = State::Closed;
        Ok(Next::Closed)
    }

    /// The next request of the main line, or where it ends.
    pub(super) fn advance(&mut self) -> Result<Next, Error> {
        let message_id = self.id();
        let shell = self.shell.as_deref().unwrap_or_default();
        if let Some(Piece {
            stream, fragment, ..
        }) = self.to_send.pop_front()
        {
            let body = self
                .envelopes
                .send(message_id, shell, None, stream, &fragment);
            return Ok(Next::Send(self.outgoing(
                RequestKind::Send,
                message_id,
                body,
            )));
        }
        let Some(pipeline) = &mut self.pipeline else {
            if self.state == State::Open && !self.key_exchange.is_under_way() {
                return match self.held.take() {
                    Some(Held::Command(command)) => self.start(&command).map(Next::Send),
                    Some(Held::Withdrawn) | None => Ok(Next::Opened),
                };
            }
            self.listening = Listening::Pool;
            let body = self.envelopes.receive(message_id, shell, None);
            return Ok(Next::Send(self.outgoing(
                RequestKind::Receive,
                message_id,
                body,
            )));
        };

        let Some(command) = pipeline.command_id.as_deref() else {
            return Err(Error::Incomplete {
                request: RequestKind::Command,
                what: "command",
            });
        };
        if let Some(Piece {
            stream,
            fragment,
            starts_act,
        }) = pipeline.to_send.pop_front()
        {
            let body = self
                .envelopes
                .send(message_id, shell, Some(command), stream, &fragment);
            let outgoing = self.outgoing(RequestKind::Send, message_id, body);
            return Ok(Next::Send(Outgoing {
                starts_act,
                ..outgoing
            }));
        }
        let (kind, body) = if pipeline.has_ended() {
            let terminate = SignalCode::Terminate;
            let body = self.envelopes.signal(message_id, shell, command, terminate);
            (RequestKind::Terminate, body)
        } else if self.listening == Listening::Pool {
            let briefly = self.envelopes.for_at_most(GLANCE);
            (
                RequestKind::Receive,
                briefly.receive(message_id, shell, None),
            )
        } else {
            (
                RequestKind::Receive,
                self.envelopes.receive(message_id, shell, Some(command)),
            )
        };
        Ok(Next::Send(self.outgoing(kind, message_id, body)))
    }
}

/// Reads an answer and checks that it is one to this request.
pub(super) fn read(to: Request, http_status: u16, body: &[u8]) -> Result<Response, Error> {
    let success = (200..300).contains(&http_status);
    match Response::parse(body) {
        Ok(response) if success || response.fault.is_some() => match response.relates_to {
            Some(id) if id != to.message_id => Err(Error::WrongAnswer(to.kind)),
            _ => Ok(response),
        },
        Err(err) if success => Err(Error::Envelope(to.kind, err)),
        // What a proxy or a web server says is not an envelope, and its page says nothing.
        Ok(_) | Err(_) => Err(Error::Http {
            request: to.kind,
            status: http_status,
        }),
    }
}

fn refuse_fault(request: RequestKind, mut response: Response) -> Result<Response, Error> {
    match response.fault.take() {
        Some(fault) => Err(Error::Fault {
            request,
            fault: Box::new(fault),
        }),
        None => Ok(response),
    }
}

fn is_command(pipeline: &Pipeline, id: Option<&str>) -> bool {
    match (&pipeline.command_id, id) {
        (Some(own), Some(id)) => own.eq_ignore_ascii_case(id),
        _ => false,
    }
}
