//! The client: one shell, one runspace, one pipeline at a time ([MS-PSRP] 3.1).
//!
//! [`Client`] says what to send and is told what came back; the caller owns the connection. A
//! session goes through [`Client::open`], any number of [`Client::invoke`], and
//! [`Client::close`]; after each the caller sends what it is handed, feeds the answer to
//! [`Client::received`] and does what [`Next`] says until that is not another request.
//!
//! Deliberately absent: retries (a command is never sent twice), time-outs (the caller has the
//! clock), disconnected sessions, pipeline input and script text.

mod answers;
mod client;
mod config;
mod error;
mod event;
mod inbox;
mod key_exchange;
mod pipeline;
mod policy;
mod request;

#[cfg(test)]
mod tests;

pub use request::{Next, Outgoing, Request, RequestKind};

pub use super::message::{Command, Credential, Parameter};
pub use client::Client;
pub use config::Config;
pub use error::Error;
pub use event::{Event, HostChannel, HostText, Outcome, PipelineEnd, PromptAnswer, RefusedPrompt};
pub use key_exchange::ExchangeKeys;
