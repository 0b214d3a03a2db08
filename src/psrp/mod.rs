//! PowerShell remoting as pure state machines: bytes in, bytes and events out.
//!
//! From the wire upwards: [`wsman`] (SOAP envelopes, [MS-WSMV]) carries [`fragment`]s of
//! [`message`]s ([MS-PSRP]) whose payload is [`clixml`]; [`runspace`] is the client that drives
//! them, and [`secrecy`] what it keeps from prying eyes. Nothing here opens a socket, reads a clock, spawns a thread,
//! makes up an identifier or is random: the caller moves the bytes and supplies identifiers and keys, so a test can
//! replay anything.
//!
//! Everything that arrives is hostile until decoded: sizes, depths and references are bounded,
//! document type definitions are refused, and every failure is a typed error, never a panic.

pub mod clixml;
pub mod fragment;
pub mod message;
pub mod runspace;
pub mod secrecy;
pub mod wsman;
mod xml;
