//! What one command returned, collected while it comes in.

use super::errors::{Doing, record_words};
use super::exchange::Failure;
use crate::ports::{PortErrorKind, PortResult};
use crate::psrp::clixml::Value;
use crate::psrp::message::{ErrorRecord, SessionCapability};
use crate::psrp::runspace::{Event, Outcome, PipelineEnd};

/// Objects, warnings and lines of one command, so that no server can fill this machine's memory.
const MOST_RECORDS: usize = 2_000_000;

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
pub(super) struct Incoming<T, F> {
    pub(super) reply: Reply<T>,
    /// What the server told about itself while the session opened.
    pub(super) server: ServerFacts,
    /// What is kept of an object.
    read: F,
}

/// What a server tells about itself when a session opens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ServerFacts {
    /// The version of the remoting protocol.
    pub(super) protocol: Option<String>,
    pub(super) powershell: Option<String>,
}

impl<T, F: Fn(Value) -> T> Incoming<T, F> {
    pub(super) fn new(read: F) -> Self {
        let reply = Reply {
            objects: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
            lines: Vec::new(),
            prompts: Vec::new(),
            line: String::new(),
            end: None,
        };
        Self {
            reply,
            server: ServerFacts::default(),
            read,
        }
    }

    /// Verbose, debug, progress and information records are of no use to those who ask; a transcript has them.
    pub(super) fn take(&mut self, event: Event) -> Result<(), Failure> {
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
            Event::Negotiated(capability) => self.server.negotiated(&capability),
            Event::ApplicationPrivateData(data) => self.server.told(&data),
            Event::Verbose(_)
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

impl ServerFacts {
    fn negotiated(&mut self, capability: &SessionCapability) {
        self.protocol = Some(capability.protocol.to_string());
    }

    /// The version in the capability is always 2.0; the true one stands in the server's own table.
    fn told(&mut self, data: &Value) {
        let version = data
            .entries()
            .iter()
            .find(|(name, _)| name.as_str() == Some("PSVersionTable"))
            .and_then(|(_, table)| {
                let mut entries = table.entries().iter();
                entries.find(|(name, _)| name.as_str() == Some("PSVersion"))
            })
            .and_then(|(_, version)| version.as_version());
        self.powershell = version.map(|version| version.to_string());
    }
}

impl<T> Reply<T> {
    /// How the command ended, if the server said so.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.end.as_ref().map(|end| end.outcome)
    }

    /// Whether the command came to an end of its own, not to one it was stopped at.
    pub(super) fn has_ended_by_itself(&self) -> bool {
        matches!(self.outcome(), Some(Outcome::Completed | Outcome::Failed))
    }

    /// The reply, unless the command as a whole failed.
    pub(super) fn check(mut self, doing: Doing<'_>) -> PortResult<Self> {
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
