//! The exchange of the key that secure strings are encrypted with ([MS-PSRP] 3.1.5.4.3–3.1.5.4.5).
//!
//! It happens at most once a session: when a command has a secret to send, when the caller wants to read one, or when
//! the server asks for it. The client's public key and the server's answer travel in the pool's own stream.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use uuid::Uuid;

use super::client::{Client, Listening};
use super::error::Error;
use super::pipeline::Piece;
use super::request::{Next, Outgoing};
use crate::psrp::clixml::{SecureString, Value};
use crate::psrp::message::{self, Command};
use crate::psrp::secrecy::{ExchangeKey, KeyError, SecretText, SessionKey};
use crate::psrp::wsman::InputStream;

/// Makes a key pair when one is needed.
pub type ExchangeKeys = Box<dyn FnMut() -> Result<ExchangeKey, KeyError> + Send>;

/// How far the exchange has come.
#[derive(Debug)]
pub(super) enum KeyExchange {
    NotStarted,
    /// The public half is on its way, or the server has it.
    Asked(ExchangeKey),
    Done(SessionKey),
}

impl KeyExchange {
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self, Self::Asked(_))
    }

    pub(super) fn key(&self) -> Option<&SessionKey> {
        match self {
            Self::Done(key) => Some(key),
            Self::NotStarted | Self::Asked(_) => None,
        }
    }
}

/// A command that is held back until its secrets can be encrypted.
#[derive(Debug)]
pub(super) enum Held {
    Command(Command),
    /// It was stopped before it was sent.
    Withdrawn,
}

impl Client {
    /// Exchanges the session key, so that secrets can be read; ends with [`Next::Opened`]. A command that sends
    /// secrets does this by itself.
    pub fn exchange_keys(&mut self) -> Result<Outgoing, Error> {
        const OPERATION: &str = "exchange keys";
        self.require_idle(OPERATION)?;
        if self.key_exchange.key().is_some() {
            return Err(Error::State {
                operation: OPERATION,
                state: "in possession of one",
            });
        }
        self.ask_for_key()?;
        self.next_request()
    }

    /// What a secure string says, once keys are exchanged.
    pub fn decrypt(&self, secret: &SecureString) -> Result<SecretText, KeyError> {
        self.key_exchange
            .key()
            .ok_or(KeyError::Absent)?
            .decrypt(secret)
    }

    /// Sends the public half of a new key, unless that was done before.
    pub(super) fn ask_for_key(&mut self) -> Result<(), Error> {
        if !matches!(self.key_exchange, KeyExchange::NotStarted) {
            return Ok(());
        }
        let make = self.exchange_keys.as_mut().ok_or(Error::NoExchangeKey)?;
        let key = make()?;
        let message = message::public_key(self.pool, &key)?;
        self.key_exchange = KeyExchange::Asked(key);
        self.listening = Listening::Pool;

        let stream = InputStream::Stdin;
        let shell = self.shell.as_deref().unwrap_or_default();
        let empty_len = self
            .envelopes
            .send(Uuid::nil(), shell, None, stream, &[])
            .len();
        let room = self.room(empty_len)?;
        let fragments = self.fragmenter.split(&message, room).into_iter();
        self.to_send.extend(fragments.map(|fragment| Piece {
            stream,
            fragment,
            starts_act: false,
        }));
        Ok(())
    }

    /// `ENCRYPTED_SESSION_KEY`; counts once, and only as an answer.
    pub(super) fn key_arrived(&mut self, value: &Value) -> Result<(), Error> {
        let KeyExchange::Asked(exchange_key) = &self.key_exchange else {
            return Ok(());
        };
        let text = value
            .property("EncryptedSessionKey")
            .and_then(Value::as_str);
        let Some(Ok(blob)) = text.map(|text| BASE64_STANDARD.decode(text.trim())) else {
            return Err(KeyError::Form.into());
        };
        self.key_exchange = KeyExchange::Done(exchange_key.open(&blob)?);
        Ok(())
    }

    /// The request an operation begins with.
    pub(super) fn next_request(&mut self) -> Result<Outgoing, Error> {
        match self.advance()? {
            Next::Send(outgoing) => Ok(outgoing),
            Next::Opened | Next::PipelineEnded | Next::Closed | Next::Wait => Err(Error::State {
                operation: "begin",
                state: "at its end",
            }),
        }
    }
}
