//! What a server tells while a session opens and a command runs.

use std::fmt;

use crate::psrp::clixml::Value;
use crate::psrp::message::{
    ErrorRecord, HostMethod, InformationRecord, MessageType, ProgressRecord, SessionCapability,
};

/// Something the server said, in the order it said it.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The versions both sides speak.
    Negotiated(SessionCapability),
    /// What the server tells about itself, such as its `PSVersionTable`.
    ApplicationPrivateData(Value),
    /// An object the command returned.
    Output(Value),
    /// An error after which the command went on.
    Error(Box<ErrorRecord>),
    Warning(String),
    Verbose(String),
    Debug(String),
    Progress(ProgressRecord),
    Information(Box<InformationRecord>),
    /// Text for the console, among it what `-WhatIf` would have done.
    HostText(HostText),
    /// The server asked something and was given the answer that changes nothing.
    PromptRefused(Box<RefusedPrompt>),
    /// The command asked the host to exit. It is not heard.
    ExitRequested(i32),
    /// The command has ended. Nothing more will come from it, and nothing more is needed to know
    /// how it ended.
    PipelineEnded(PipelineEnd),
    /// The server refused to stop the command, which may still be running.
    StopRefused(String),
    /// A message this client does not act upon: an event subscription, a type of a later version.
    Unsupported(MessageType),
}

/// Text a command wrote to the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostText {
    pub channel: HostChannel,
    pub text: String,
    /// Whether the line ends here.
    pub ends_line: bool,
}

/// How a text was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HostChannel {
    Plain,
    Error,
    Warning,
    Verbose,
    Debug,
}

/// A prompt, and how it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedPrompt {
    pub method: HostMethod,
    pub caption: String,
    pub message: String,
    /// Labels of the choices, or names of the fields, in the server's language.
    pub choices: Vec<String>,
    pub answer: PromptAnswer,
}

/// What a server was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptAnswer {
    /// The choice with this label, which says *No*.
    Declined(String),
    /// Nothing: an empty line, no fields.
    Empty,
    /// An error, because no answer is safe. It ends the command or the step that asked.
    Error,
}

/// How a command ended.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineEnd {
    pub outcome: Outcome,
    /// The error that ended it.
    pub error: Option<Box<ErrorRecord>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It ran to its end. There may still have been [`Event::Error`]s.
    Completed,
    /// An error ended it.
    Failed,
    /// It was stopped before its end.
    Stopped,
    /// The server dropped it without saying how it ended.
    Unknown,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
        })
    }
}
