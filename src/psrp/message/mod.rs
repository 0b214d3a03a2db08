//! Messages of the PowerShell remoting protocol ([MS-PSRP] 2.2.1, 2.2.2).
//!
//! Here is the header. `outgoing` writes the messages a client sends, `records` and `error_record`
//! read those it receives, `host` is the host on whose behalf it speaks. When which message is due
//! is decided in [`runspace`](super::runspace).

mod command;
mod error_record;
mod host;
mod outgoing;
mod records;

pub use command::{Command, Credential, Parameter};
pub use error_record::{ErrorCategory, ErrorRecord, Invocation};
pub use host::{HostCall, HostDescription, HostMethod};
pub use outgoing::{
    CommandError, PROTOCOL_VERSION, create_pipeline, host_response, init_runspace_pool, public_key,
    session_capability,
};
pub use records::{
    InformationRecord, PipelineState, ProgressRecord, RunspacePoolState, SessionCapability,
    StateChange, informational_text,
};

use uuid::Uuid;

/// Destination, type, and the two identifiers.
pub const HEADER_LEN: usize = 40;

const TO_CLIENT: u32 = 1;
const TO_SERVER: u32 = 2;
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Why a message cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error("a message of {0} bytes is shorter than its header")]
    Short(usize),
    #[error("a message for destination {0}, which is not the client")]
    Destination(u32),
    #[error("the text of a {0:?} message is not UTF-8")]
    Utf8(MessageType),
    #[error("a {0:?} message without {1}")]
    Missing(MessageType, &'static str),
    #[error("reading a {0:?} message")]
    Clixml(MessageType, #[source] super::clixml::Error),
}

/// What a message is about ([MS-PSRP] 2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageType {
    SessionCapability,
    InitRunspacePool,
    PublicKey,
    EncryptedSessionKey,
    PublicKeyRequest,
    ConnectRunspacePool,
    SetMaxRunspaces,
    SetMinRunspaces,
    RunspaceAvailability,
    RunspacePoolState,
    CreatePipeline,
    GetAvailableRunspaces,
    UserEvent,
    ApplicationPrivateData,
    GetCommandMetadata,
    RunspacePoolInitData,
    ResetRunspaceState,
    RunspacePoolHostCall,
    RunspacePoolHostResponse,
    PipelineInput,
    EndOfPipelineInput,
    PipelineOutput,
    ErrorRecord,
    PipelineState,
    DebugRecord,
    VerboseRecord,
    WarningRecord,
    ProgressRecord,
    InformationRecord,
    PipelineHostCall,
    PipelineHostResponse,
    /// A type of a later protocol version.
    Other(u32),
}

/// The types and their numbers: the one table for both directions.
const TYPES: [(u32, MessageType); 31] = [
    (0x0001_0002, MessageType::SessionCapability),
    (0x0001_0004, MessageType::InitRunspacePool),
    (0x0001_0005, MessageType::PublicKey),
    (0x0001_0006, MessageType::EncryptedSessionKey),
    (0x0001_0007, MessageType::PublicKeyRequest),
    (0x0001_0008, MessageType::ConnectRunspacePool),
    (0x0002_1002, MessageType::SetMaxRunspaces),
    (0x0002_1003, MessageType::SetMinRunspaces),
    (0x0002_1004, MessageType::RunspaceAvailability),
    (0x0002_1005, MessageType::RunspacePoolState),
    (0x0002_1006, MessageType::CreatePipeline),
    (0x0002_1007, MessageType::GetAvailableRunspaces),
    (0x0002_1008, MessageType::UserEvent),
    (0x0002_1009, MessageType::ApplicationPrivateData),
    (0x0002_100A, MessageType::GetCommandMetadata),
    (0x0002_100B, MessageType::RunspacePoolInitData),
    (0x0002_100C, MessageType::ResetRunspaceState),
    (0x0002_1100, MessageType::RunspacePoolHostCall),
    (0x0002_1101, MessageType::RunspacePoolHostResponse),
    (0x0004_1002, MessageType::PipelineInput),
    (0x0004_1003, MessageType::EndOfPipelineInput),
    (0x0004_1004, MessageType::PipelineOutput),
    (0x0004_1005, MessageType::ErrorRecord),
    (0x0004_1006, MessageType::PipelineState),
    (0x0004_1007, MessageType::DebugRecord),
    (0x0004_1008, MessageType::VerboseRecord),
    (0x0004_1009, MessageType::WarningRecord),
    (0x0004_1010, MessageType::ProgressRecord),
    (0x0004_1011, MessageType::InformationRecord),
    (0x0004_1100, MessageType::PipelineHostCall),
    (0x0004_1101, MessageType::PipelineHostResponse),
];

impl MessageType {
    fn from_wire(number: u32) -> Self {
        let known = TYPES.iter().find(|(wire, _)| *wire == number);
        known.map_or(Self::Other(number), |(_, kind)| *kind)
    }

    fn to_wire(self) -> u32 {
        if let Self::Other(number) = self {
            return number;
        }
        let known = TYPES.iter().find(|(_, kind)| *kind == self);
        known.map_or(0, |(wire, _)| *wire)
    }
}

/// A received message, still in its buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'b> {
    pub kind: MessageType,
    /// The runspace pool; nil in some servers' first message.
    pub pool: Uuid,
    /// The pipeline; nil when the message is about the pool.
    pub pipeline: Uuid,
    /// CLIXML, or nothing.
    pub data: &'b str,
}

impl<'b> Message<'b> {
    /// Reads a message sent to a client ([MS-PSRP] 2.2.1).
    pub fn parse(bytes: &'b [u8]) -> Result<Self, Error> {
        let short = || Error::Short(bytes.len());
        let (destination, rest) = bytes.split_first_chunk::<4>().ok_or_else(short)?;
        let (kind, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
        let (pool, rest) = rest.split_first_chunk::<16>().ok_or_else(short)?;
        let (pipeline, data) = rest.split_first_chunk::<16>().ok_or_else(short)?;

        let destination = u32::from_le_bytes(*destination);
        if destination != TO_CLIENT {
            return Err(Error::Destination(destination));
        }
        let kind = MessageType::from_wire(u32::from_le_bytes(*kind));
        let data = std::str::from_utf8(data).or(Err(Error::Utf8(kind)))?;
        Ok(Self {
            kind,
            // .NET writes the first three groups of a GUID in little-endian order.
            pool: Uuid::from_bytes_le(*pool),
            pipeline: Uuid::from_bytes_le(*pipeline),
            data: data.strip_prefix(BYTE_ORDER_MARK).unwrap_or(data),
        })
    }
}

/// Writes a message to the server.
fn write(kind: MessageType, pool: Uuid, pipeline: Uuid, data: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER_LEN + data.len());
    bytes.extend_from_slice(&TO_SERVER.to_le_bytes());
    bytes.extend_from_slice(&kind.to_wire().to_le_bytes());
    bytes.extend_from_slice(&pool.to_bytes_le());
    bytes.extend_from_slice(&pipeline.to_bytes_le());
    bytes.extend_from_slice(data.as_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning of a message Windows PowerShell 5.1 sent.
    fn golden() -> Vec<u8> {
        let mut bytes = vec![1, 0, 0, 0, 4, 0x10, 4, 0];
        bytes.extend((0..16).chain(16..32));
        bytes.extend("\u{FEFF}<S>hi</S>".bytes());
        bytes
    }

    #[test]
    fn a_message_is_read() {
        let bytes = golden();
        let message = Message::parse(&bytes).unwrap();
        assert_eq!(message.kind, MessageType::PipelineOutput);
        assert_eq!(
            message.pool.to_string(),
            "03020100-0504-0706-0809-0a0b0c0d0e0f"
        );
        assert_eq!(message.data, "<S>hi</S>");
    }

    #[test]
    fn a_short_or_misdirected_message_is_refused() {
        let mut bytes = golden();
        for length in 0..HEADER_LEN {
            assert!(matches!(
                Message::parse(&bytes[..length]),
                Err(Error::Short(_))
            ));
        }
        assert_eq!(Message::parse(&bytes[..HEADER_LEN]).unwrap().data, "");
        bytes[HEADER_LEN + 1] = 0xFF;
        assert!(matches!(Message::parse(&bytes), Err(Error::Utf8(_))));
        bytes[0] = 2;
        assert!(matches!(Message::parse(&bytes), Err(Error::Destination(2))));
    }

    #[test]
    fn every_type_survives_the_wire() {
        for (wire, kind) in TYPES {
            assert_eq!(MessageType::from_wire(wire), kind);
            assert_eq!(kind.to_wire(), wire);
        }
        assert_eq!(MessageType::from_wire(7), MessageType::Other(7));
    }
}
