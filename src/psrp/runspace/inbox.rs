//! The messages a server puts into the streams, each to what it means ([MS-PSRP] 3.1.5.4).

use uuid::Uuid;

use super::client::{Client, State};
use super::error::Error;
use super::event::Event;
use super::pipeline::{Piece, Pipeline};
use super::policy::{Decision, decide};
use crate::psrp::clixml::Value;
use crate::psrp::message::{
    self, ErrorRecord, HostCall, InformationRecord, Message, MessageType, PROTOCOL_VERSION,
    PipelineState, ProgressRecord, RunspacePoolState, SessionCapability, StateChange,
};
use crate::psrp::wsman::InputStream;

impl Client {
    /// One message of the server ([MS-PSRP] 2.2.2).
    pub(super) fn message(&mut self, bytes: &[u8], events: &mut Vec<Event>) -> Result<(), Error> {
        let message = Message::parse(bytes)?;
        if !message.pool.is_nil() && message.pool != self.pool {
            return Err(Error::WrongPool(message.pool));
        }
        // Late messages of an earlier pipeline, and those after the last word of this one.
        if !message.pipeline.is_nil()
            && self
                .pipeline
                .as_ref()
                .is_none_or(|pipeline| pipeline.id != message.pipeline || pipeline.has_ended())
        {
            return Ok(());
        }

        let kind = message.kind;
        let ended = |pipeline: &Pipeline| pipeline.has_ended();
        if of_a_command(kind) && self.pipeline.as_ref().is_none_or(ended) {
            return Ok(());
        }
        let value = match self.decoder.decode(message.data) {
            Ok(value) => value,
            Err(err) => return Err(message::Error::Clixml(kind, err).into()),
        };
        let event = match kind {
            MessageType::SessionCapability => {
                let capability = SessionCapability::from_value(&value)?;
                if capability.protocol.major != PROTOCOL_VERSION.major {
                    return Err(Error::Protocol {
                        server: capability.protocol,
                    });
                }
                Event::Negotiated(capability)
            }
            MessageType::PublicKeyRequest => return self.ask_for_key(),
            MessageType::EncryptedSessionKey => return self.key_arrived(&value),
            MessageType::RunspacePoolState => return self.pool_state(&value),
            MessageType::PipelineState => {
                let change = StateChange::<PipelineState>::from_value(&value)?;
                if let Some(pipeline) = &mut self.pipeline {
                    pipeline.state(change, events);
                }
                return Ok(());
            }
            MessageType::PipelineHostCall | MessageType::RunspacePoolHostCall => {
                let call = HostCall::from_value(kind, &value)?;
                return self.host_call(&call, message.pipeline, events);
            }
            MessageType::ApplicationPrivateData => {
                let data = value.property("ApplicationPrivateData").cloned();
                Event::ApplicationPrivateData(data.unwrap_or(Value::Nil))
            }
            MessageType::PipelineOutput => Event::Output(value),
            MessageType::ErrorRecord => Event::Error(Box::new(ErrorRecord::from_value(&value))),
            MessageType::WarningRecord => Event::Warning(message::informational_text(&value)),
            MessageType::VerboseRecord => Event::Verbose(message::informational_text(&value)),
            MessageType::DebugRecord => Event::Debug(message::informational_text(&value)),
            MessageType::ProgressRecord => Event::Progress(ProgressRecord::from_value(&value)),
            MessageType::InformationRecord => {
                Event::Information(Box::new(InformationRecord::from_value(&value)))
            }
            // Only said when asked, and this client does not ask.
            MessageType::RunspacePoolInitData | MessageType::RunspaceAvailability => return Ok(()),
            unsupported => Event::Unsupported(unsupported),
        };
        events.push(event);
        Ok(())
    }

    fn pool_state(&mut self, value: &Value) -> Result<(), Error> {
        let change = StateChange::<RunspacePoolState>::from_value(value)?;
        match change.state {
            RunspacePoolState::Opened if self.state == State::Opening => {
                self.state = State::Open;
                Ok(())
            }
            RunspacePoolState::Broken | RunspacePoolState::Closed => Err(Error::RunspaceClosed {
                state: change.state,
                error: change.error,
            }),
            _ => Ok(()),
        }
    }

    /// Tells what the server wrote, or queues the answer to what it asked.
    fn host_call(
        &mut self,
        call: &HostCall,
        pipeline: Uuid,
        events: &mut Vec<Event>,
    ) -> Result<(), Error> {
        let Decision { event, answer } = decide(call);
        events.extend(event);
        let Some(answer) = answer else {
            return Ok(());
        };
        let response = message::host_response(self.pool, pipeline, call, answer)?;
        let message_id = Uuid::nil();
        let shell = self.shell.as_deref().unwrap_or_default();
        let command = self
            .pipeline
            .as_ref()
            .and_then(|pipeline| pipeline.command_id.as_deref());
        let stream = InputStream::PriorityResponse;
        let empty_len = self
            .envelopes
            .send(message_id, shell, command, stream, &[])
            .len();
        let room = self.room(empty_len)?;
        let to_send = match &mut self.pipeline {
            Some(current) if current.id == pipeline => &mut current.to_send,
            _ => &mut self.to_send,
        };
        let fragments = self.fragmenter.split(&response, room).into_iter();
        to_send.extend(fragments.map(|fragment| Piece {
            stream,
            fragment,
            starts_act: false,
        }));
        Ok(())
    }
}

/// What only a running command can say, even if the message does not name its pipeline.
fn of_a_command(kind: MessageType) -> bool {
    matches!(
        kind,
        MessageType::PipelineOutput | MessageType::ErrorRecord | MessageType::PipelineState
    )
}
