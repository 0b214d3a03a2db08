//! One command on its way through the server: what is still to be sent, and how it ended.

use std::collections::VecDeque;

use uuid::Uuid;

use super::event::{Event, Outcome, PipelineEnd};
use crate::psrp::fragment::Defragmenter;
use crate::psrp::message::{ErrorRecord, PipelineState, StateChange};
use crate::psrp::wsman::InputStream;

#[derive(Debug)]
pub(super) struct Pipeline {
    pub(super) id: Uuid,
    /// As the server calls it; `None` until it has accepted the command.
    pub(super) command_id: Option<String>,
    pub(super) to_send: VecDeque<Piece>,
    pub(super) stream: Defragmenter,
    pub(super) stopping: bool,
    ended: bool,
}

/// A fragment that waits to be sent.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) stream: InputStream,
    pub(super) fragment: Vec<u8>,
    /// With this one the command is complete and starts to run.
    pub(super) starts_act: bool,
}

impl Pipeline {
    pub(super) fn new(id: Uuid, to_send: VecDeque<Piece>) -> Self {
        Self {
            id,
            command_id: None,
            to_send,
            stream: Defragmenter::default(),
            stopping: false,
            ended: false,
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Takes note of a new state; the final one ends the pipeline.
    pub(super) fn state(&mut self, change: StateChange<PipelineState>, events: &mut Vec<Event>) {
        let outcome = match change.state {
            PipelineState::Completed => Outcome::Completed,
            PipelineState::Failed => Outcome::Failed,
            PipelineState::Stopped => Outcome::Stopped,
            PipelineState::NotStarted
            | PipelineState::Running
            | PipelineState::Stopping
            | PipelineState::Disconnected
            | PipelineState::Other(_) => return,
        };
        self.end(outcome, change.error, events);
    }

    /// The server has no more output, whether it said how the pipeline ended or not.
    pub(super) fn dropped(&mut self, events: &mut Vec<Event>) {
        let outcome = if self.stopping {
            Outcome::Stopped
        } else {
            Outcome::Unknown
        };
        self.end(outcome, None, events);
    }

    fn end(&mut self, outcome: Outcome, error: Option<Box<ErrorRecord>>, events: &mut Vec<Event>) {
        if !self.ended {
            self.ended = true;
            // Nobody waits for answers any more.
            self.to_send.clear();
            events.push(Event::PipelineEnded(PipelineEnd { outcome, error }));
        }
    }
}
