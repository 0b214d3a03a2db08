//! What the messages of a server say, typed: states, progress, information, warnings
//! ([MS-PSRP] 2.2.2).
//!
//! Records are read leniently, like [`ErrorRecord`]; states are not: a client that misread one
//! would wait for ever or stop too soon.

use super::error_record::ErrorRecord;
use super::{Error, MessageType};
use crate::psrp::clixml::{DateTime, Value, Version};

/// `SESSION_CAPABILITY` ([MS-PSRP] 2.2.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCapability {
    pub protocol: Version,
    pub powershell: Version,
    pub serialization: Version,
}

impl SessionCapability {
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        let version = |name: &'static str| {
            let found = value.property(name).and_then(Value::as_version);
            found.ok_or(Error::Missing(MessageType::SessionCapability, name))
        };
        Ok(Self {
            protocol: version("protocolversion")?,
            powershell: version("PSVersion")?,
            serialization: version("SerializationVersion")?,
        })
    }
}

/// A new state, and the error that led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct StateChange<S> {
    pub state: S,
    pub error: Option<Box<ErrorRecord>>,
}

/// State of a runspace pool ([MS-PSRP] 2.2.3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunspacePoolState {
    BeforeOpen,
    Opening,
    Opened,
    Closed,
    Closing,
    Broken,
    NegotiationSent,
    NegotiationSucceeded,
    Connecting,
    Disconnected,
    Other(i32),
}

impl RunspacePoolState {
    /// In a word, for the text of an error.
    pub fn name(self) -> &'static str {
        match self {
            Self::BeforeOpen => "not open yet",
            Self::Opening => "opening",
            Self::Opened => "open",
            Self::Closed => "closed",
            Self::Closing => "closing",
            Self::Broken => "broken",
            Self::NegotiationSent | Self::NegotiationSucceeded => "negotiating",
            Self::Connecting => "connecting",
            Self::Disconnected => "disconnected",
            Self::Other(_) => "in an unknown state",
        }
    }
}

impl StateChange<RunspacePoolState> {
    /// `RUNSPACEPOOL_STATE` ([MS-PSRP] 2.2.2.3).
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        let number = state_number(value, MessageType::RunspacePoolState, "RunspaceState")?;
        let state = match number {
            0 => RunspacePoolState::BeforeOpen,
            1 => RunspacePoolState::Opening,
            2 => RunspacePoolState::Opened,
            3 => RunspacePoolState::Closed,
            4 => RunspacePoolState::Closing,
            5 => RunspacePoolState::Broken,
            6 => RunspacePoolState::NegotiationSent,
            7 => RunspacePoolState::NegotiationSucceeded,
            8 => RunspacePoolState::Connecting,
            9 => RunspacePoolState::Disconnected,
            other => RunspacePoolState::Other(other),
        };
        Ok(Self {
            state,
            error: state_error(value),
        })
    }
}

/// State of a pipeline ([MS-PSRP] 2.2.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PipelineState {
    NotStarted,
    Running,
    Stopping,
    Stopped,
    Completed,
    Failed,
    Disconnected,
    Other(i32),
}

impl PipelineState {
    /// Whether nothing more will come from the pipeline.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Stopped | Self::Completed | Self::Failed)
    }
}

impl StateChange<PipelineState> {
    /// `PIPELINE_STATE` ([MS-PSRP] 2.2.2.21).
    pub fn from_value(value: &Value) -> Result<Self, Error> {
        let number = state_number(value, MessageType::PipelineState, "PipelineState")?;
        let state = match number {
            0 => PipelineState::NotStarted,
            1 => PipelineState::Running,
            2 => PipelineState::Stopping,
            3 => PipelineState::Stopped,
            4 => PipelineState::Completed,
            5 => PipelineState::Failed,
            6 => PipelineState::Disconnected,
            other => PipelineState::Other(other),
        };
        Ok(Self {
            state,
            error: state_error(value),
        })
    }
}

fn state_number(value: &Value, kind: MessageType, name: &'static str) -> Result<i32, Error> {
    let found = value.property(name).and_then(Value::as_i32);
    found.ok_or(Error::Missing(kind, name))
}

fn state_error(value: &Value) -> Option<Box<ErrorRecord>> {
    let error = value
        .property("ExceptionAsErrorRecord")
        .filter(|error| !error.is_nil())?;
    Some(Box::new(ErrorRecord::from_value(error)))
}

/// The text of a debug, verbose or warning record ([MS-PSRP] 2.2.2.22–24, 2.2.5.1).
pub fn informational_text(value: &Value) -> String {
    let message = value
        .property("InformationalRecord_Message")
        .unwrap_or(value);
    message.to_text().into_owned()
}

/// `PROGRESS_RECORD` ([MS-PSRP] 2.2.2.25). Negative numbers, meaning unknown, are `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressRecord {
    pub activity: String,
    pub activity_id: i32,
    pub parent_activity_id: Option<i32>,
    pub status: String,
    pub current_operation: String,
    pub percent_complete: Option<i32>,
    pub seconds_remaining: Option<i32>,
    pub completed: bool,
}

impl ProgressRecord {
    pub fn from_value(value: &Value) -> Self {
        let number = |name: &str| value.property(name).and_then(Value::as_i32);
        let known = |name: &str| number(name).filter(|number| *number >= 0);
        let kind = value.property("Type");
        Self {
            activity: text(value, "Activity"),
            activity_id: number("ActivityId").unwrap_or(0),
            parent_activity_id: known("ParentActivityId"),
            status: text(value, "StatusDescription"),
            current_operation: text(value, "CurrentOperation"),
            percent_complete: known("PercentComplete").map(|percent| percent.min(100)),
            seconds_remaining: known("SecondsRemaining"),
            completed: kind
                .is_some_and(|kind| kind.as_i32() == Some(1) || kind.as_str() == Some("Completed")),
        }
    }
}

/// `INFORMATION_RECORD` ([MS-PSRP] 2.2.2.26), which `Write-Host` uses from PowerShell 5 on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformationRecord {
    pub message: String,
    pub source: String,
    pub generated: Option<DateTime>,
    pub tags: Vec<String>,
    pub user: String,
    pub computer: String,
}

impl InformationRecord {
    pub fn from_value(value: &Value) -> Self {
        let data = value.property("MessageData");
        // `Write-Host` sends an object with colors around its message.
        let message = data
            .and_then(|data| data.property("Message"))
            .or(data)
            .unwrap_or(value);
        let tags = value
            .property("Tags")
            .map(Value::as_list)
            .unwrap_or_default();
        Self {
            message: message.to_text().into_owned(),
            source: text(value, "Source"),
            generated: value
                .property("TimeGenerated")
                .and_then(Value::as_date_time),
            tags: tags.iter().map(|tag| tag.to_text().into_owned()).collect(),
            user: text(value, "User"),
            computer: text(value, "Computer"),
        }
    }
}

fn text(value: &Value, name: &str) -> String {
    value
        .property(name)
        .map(|found| found.to_text().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::Decoder;

    fn decode(document: &str) -> Value {
        Decoder::new().decode(document).unwrap()
    }

    #[test]
    fn a_capability_is_read_in_any_order() {
        let value = decode(
            r#"<Obj RefId="0"><MS><Version N="PSVersion">2.0</Version><Version N="protocolversion">2.3</Version><Version N="SerializationVersion">1.1.0.1</Version></MS></Obj>"#,
        );
        let capability = SessionCapability::from_value(&value).unwrap();
        assert_eq!(capability.protocol, Version::new(2, 3));
        SessionCapability::from_value(&Value::Nil).unwrap_err();
    }

    #[test]
    fn states_are_read_with_their_error() {
        let value = decode(
            r#"<Obj><MS><I32 N="PipelineState">5</I32><Obj N="ExceptionAsErrorRecord"><MS><S N="FullyQualifiedErrorId">id</S></MS></Obj></MS></Obj>"#,
        );
        let change = StateChange::<PipelineState>::from_value(&value).unwrap();
        assert_eq!(change.state, PipelineState::Failed);
        assert_eq!(change.error.unwrap().fully_qualified_id, "id");

        let value = decode(r#"<Obj><MS><I32 N="RunspaceState">2</I32></MS></Obj>"#);
        let change = StateChange::<RunspacePoolState>::from_value(&value).unwrap();
        assert_eq!(
            (change.state, change.error),
            (RunspacePoolState::Opened, None)
        );
        StateChange::<PipelineState>::from_value(&value).unwrap_err();
    }

    /// As Windows PowerShell 5.1 sends it.
    #[test]
    fn progress_is_read_and_unknown_numbers_are_none() {
        let value = decode(
            r#"<Obj RefId="0"><MS><S N="Activity">Preparing modules for first use.</S><I32 N="ActivityId">0</I32><S N="StatusDescription"> </S><Nil N="CurrentOperation" /><I32 N="ParentActivityId">-1</I32><I32 N="PercentComplete">-1</I32><Obj N="Type" RefId="1"><TN RefId="0"><T>System.Management.Automation.ProgressRecordType</T><T>System.Enum</T><T>System.ValueType</T><T>System.Object</T></TN><ToString>Completed</ToString><I32>1</I32></Obj><I32 N="SecondsRemaining">-1</I32></MS></Obj>"#,
        );
        let progress = ProgressRecord::from_value(&value);
        assert_eq!(progress.activity, "Preparing modules for first use.");
        assert_eq!(
            (progress.percent_complete, progress.parent_activity_id),
            (None, None)
        );
        assert!(progress.completed);
    }

    #[test]
    fn information_is_read() {
        let value = decode(
            r#"<Obj RefId="0"><MS><S N="MessageData">information stream</S><S N="Source">Write-Information</S><DT N="TimeGenerated">2018-06-13T23:46:28.00516+00:00</DT><Obj N="Tags" RefId="1"><LST><S>PSHOST</S></LST></Obj><S N="User">u</S><S N="Computer">c</S><U32 N="ProcessId">2636</U32></MS></Obj>"#,
        );
        let record = InformationRecord::from_value(&value);
        assert_eq!(record.message, "information stream");
        assert_eq!(record.tags, ["PSHOST"]);
        assert!(record.generated.is_some());
    }

    #[test]
    fn a_warning_is_its_message() {
        let value = decode(
            r#"<Obj><ToString>w</ToString><MS><S N="InformationalRecord_Message">warn</S></MS></Obj>"#,
        );
        assert_eq!(informational_text(&value), "warn");
        assert_eq!(informational_text(&Value::from("plain")), "plain");
    }
}
