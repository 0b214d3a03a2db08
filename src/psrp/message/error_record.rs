//! `ErrorRecord`: what went wrong on the server, from an error stream or a failed pipeline
//! ([MS-PSRP] 2.2.3.15, 2.2.2.20).
//!
//! Servers leave out what they do not know, so nothing is required: a record with no more than a
//! text is still shown. What an error means for a Lync cmdlet is not decided here.

use std::sync::Arc;

use crate::psrp::clixml::Value;

/// An error a command reported. Empty texts were not sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ErrorRecord {
    /// What a person is meant to read: the error details when there are some, else the exception.
    pub message: String,
    pub category: ErrorCategory,
    /// The category in words: `PermissionDenied: (target:Type) [Get-CsPool], Exception`.
    pub category_message: String,
    /// Usually the cmdlet.
    pub activity: String,
    /// Usually the exception's short type name.
    pub reason: String,
    pub target_name: String,
    pub target_type: String,
    /// The object the error is about, as PowerShell would print it.
    pub target_object: String,
    /// The object itself, where the server sent one.
    pub target: Option<Value>,
    /// Stable across languages: `CommandNotFoundException`.
    pub fully_qualified_id: String,
    /// Full .NET name, without the `Deserialized.` of an exception that was passed on.
    pub exception_type: String,
    /// The exception's own message, and those of the exceptions inside it, outermost first.
    pub exception_messages: Vec<String>,
    pub recommended_action: String,
    /// Where in a script or on a command line: `At line:1 char:1 …`.
    pub position: String,
    /// The same in parts; a command sent by name has none.
    pub invocation: Option<Box<Invocation>>,
    pub script_stack_trace: String,
}

/// Where a command was called ([MS-PSRP] 2.2.3.15.1). Empty texts were not sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invocation {
    /// The name the command was called by.
    pub name: String,
    /// The script's path; empty on a command line.
    pub script: String,
    pub line_number: Option<i32>,
    pub offset_in_line: Option<i32>,
    /// The line itself.
    pub line: String,
}

impl Invocation {
    fn from_value(record: &Value) -> Option<Box<Self>> {
        let number = |name| {
            invocation(record, name)
                .and_then(Value::as_i32)
                .filter(|number| *number > 0)
        };
        let text = |name| {
            invocation(record, name)
                .map(|found| found.to_text().into_owned())
                .unwrap_or_default()
        };
        let found = Self {
            name: text("InvocationName"),
            script: text("ScriptName"),
            line_number: number("ScriptLineNumber"),
            offset_in_line: number("OffsetInLine"),
            line: text("Line").trim_end().to_owned(),
        };
        (found != Self::default()).then(|| Box::new(found))
    }
}

/// A property of the invocation: servers write it beside the other properties, or, before protocol 2.2, as an object.
fn invocation<'v>(record: &'v Value, name: &str) -> Option<&'v Value> {
    let beside = record.property(&format!("InvocationInfo_{name}"));
    let inside = || {
        record
            .property("InvocationInfo")
            .and_then(|info| info.property(name))
    };
    beside
        .filter(|found| !found.is_nil())
        .or_else(inside)
        .filter(|found| !found.is_nil())
}

impl ErrorRecord {
    /// Reads a record. Anything that is not one becomes a record with its text for a message.
    pub fn from_value(value: &Value) -> Self {
        let text = |name: &str| {
            let found = value.property(name).filter(|found| !found.is_nil());
            found
                .map(|found| found.to_text().into_owned())
                .unwrap_or_default()
        };
        let exception = value.property("Exception");
        let exception_messages = exception.map(exception_messages).unwrap_or_default();
        let details = text("ErrorDetails_Message");
        let message = if !details.is_empty() {
            details
        } else if let Some(first) = exception_messages.first() {
            first.clone()
        } else {
            value.to_text().into_owned()
        };
        let position =
            invocation(value, "PositionMessage").map(|found| found.to_text().trim().to_owned());
        Self {
            message,
            category: value
                .property("ErrorCategory_Category")
                .and_then(Value::as_i32)
                .map_or(ErrorCategory::NotSpecified, ErrorCategory::from_number),
            category_message: text("ErrorCategory_Message"),
            activity: text("ErrorCategory_Activity"),
            reason: text("ErrorCategory_Reason"),
            target_name: text("ErrorCategory_TargetName"),
            target_type: text("ErrorCategory_TargetType"),
            target_object: text("TargetObject"),
            target: value
                .property("TargetObject")
                .filter(|target| !target.is_nil())
                .cloned(),
            fully_qualified_id: text("FullyQualifiedErrorId"),
            exception_type: exception.and_then(type_name).unwrap_or_default(),
            exception_messages,
            recommended_action: text("ErrorDetails_RecommendedAction"),
            position: position.unwrap_or_default(),
            invocation: Invocation::from_value(value),
            script_stack_trace: text("ErrorDetails_ScriptStackTrace"),
        }
    }
}

fn exception_messages(exception: &Value) -> Vec<String> {
    // Deeper ones say nothing new to a person, and references can make a short chain look endless.
    const MOST: usize = 8;
    std::iter::successors(Some(exception), |found| found.property("InnerException"))
        .take(MOST)
        .filter_map(|found| match found.property("Message") {
            Some(message) if !message.is_nil() => Some(message.to_text().into_owned()),
            _ => None,
        })
        .collect()
}

fn type_name(exception: &Value) -> Option<String> {
    let first = exception
        .as_object()
        .map(Arc::as_ref)?
        .type_names()
        .first()?;
    Some(
        first
            .strip_prefix("Deserialized.")
            .unwrap_or(first)
            .to_owned(),
    )
}

macro_rules! error_categories {
    ($($name:ident = $number:literal),+ $(,)?) => {
        /// What kind of error it is ([MS-PSRP] 2.2.3.9).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum ErrorCategory {
            #[default]
            $($name,)+
            /// A category of a later version.
            Other(i32),
        }

        impl ErrorCategory {
            pub fn from_number(number: i32) -> Self {
                match number {
                    $($number => Self::$name,)+
                    other => Self::Other(other),
                }
            }

            pub fn number(self) -> i32 {
                match self {
                    $(Self::$name => $number,)+
                    Self::Other(number) => number,
                }
            }

            /// As PowerShell names it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                    Self::Other(_) => "Other",
                }
            }
        }
    };
}

error_categories! {
    NotSpecified = 0,
    OpenError = 1,
    CloseError = 2,
    DeviceError = 3,
    DeadlockDetected = 4,
    InvalidArgument = 5,
    InvalidData = 6,
    InvalidOperation = 7,
    InvalidResult = 8,
    InvalidType = 9,
    MetadataError = 10,
    NotImplemented = 11,
    NotInstalled = 12,
    ObjectNotFound = 13,
    OperationStopped = 14,
    OperationTimeout = 15,
    SyntaxError = 16,
    ParserError = 17,
    PermissionDenied = 18,
    ResourceBusy = 19,
    ResourceExists = 20,
    ResourceUnavailable = 21,
    ReadError = 22,
    WriteError = 23,
    FromStdErr = 24,
    SecurityError = 25,
    ProtocolError = 26,
    ConnectionError = 27,
    AuthenticationError = 28,
    LimitsExceeded = 29,
    QuotaExceeded = 30,
    NotEnabled = 31,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::Decoder;

    /// As psrpcore 0.3.1 writes it.
    const PSRPCORE: &str = r#"<Obj RefId="0"><TN RefId="0"><T>System.Management.Automation.ErrorRecord</T><T>System.Object</T></TN><MS><Obj RefId="1" N="Exception"><TN RefId="1"><T>System.Exception</T><T>System.Object</T></TN><Props><S N="Message">boom</S><Nil N="Data" /><Nil N="InnerException" /></Props></Obj><Nil N="TargetObject" /><S N="FullyQualifiedErrorId">fq,id</S><Nil N="InvocationInfo" /><I32 N="ErrorCategory_Category">18</I32><S N="ErrorCategory_Activity">act</S><S N="ErrorCategory_Reason">r</S><S N="ErrorCategory_TargetName">tn</S><S N="ErrorCategory_TargetType">tt</S><S N="ErrorCategory_Message">PermissionDenied (tn:tt) [act], r</S><B N="SerializeExtendedInfo">false</B></MS><ToString>boom</ToString></Obj>"#;

    fn read(document: &str) -> ErrorRecord {
        ErrorRecord::from_value(&Decoder::new().decode(document).unwrap())
    }

    #[test]
    fn a_record_is_read() {
        let record = read(PSRPCORE);
        let expected = ErrorRecord {
            message: "boom".into(),
            category: ErrorCategory::PermissionDenied,
            category_message: "PermissionDenied (tn:tt) [act], r".into(),
            activity: "act".into(),
            reason: "r".into(),
            target_name: "tn".into(),
            target_type: "tt".into(),
            fully_qualified_id: "fq,id".into(),
            exception_type: "System.Exception".into(),
            exception_messages: vec!["boom".into()],
            ..ErrorRecord::default()
        };
        assert_eq!(record, expected);
        assert_eq!(
            (record.category.number(), record.category.name()),
            (18, "PermissionDenied")
        );
    }

    #[test]
    fn details_come_before_the_exception_and_inner_exceptions_are_kept() {
        let record = read(
            r#"<Obj><MS><S N="ErrorDetails_Message">details</S><Obj N="InvocationInfo"><Props><S N="PositionMessage">At line:1</S></Props></Obj>
            <Obj N="Exception"><TN><T>Deserialized.A.B</T></TN><Props><S N="Message">outer</S><Obj N="InnerException"><Props><S N="Message">inner</S></Props></Obj></Props></Obj></MS></Obj>"#,
        );
        assert_eq!(record.message, "details");
        assert_eq!(record.exception_messages, ["outer", "inner"]);
        assert_eq!(record.exception_type, "A.B");
        assert_eq!(record.position, "At line:1");
    }

    /// The shape Windows PowerShell 5.1 sends, shortened.
    #[test]
    fn the_place_and_the_target_are_kept() {
        let record = read(
            r#"<Obj><MS><S N="TargetObject">C:\x</S><S N="InvocationInfo_InvocationName">Get-Item</S><Nil N="InvocationInfo_ScriptName" /><I32 N="InvocationInfo_ScriptLineNumber">2</I32><I32 N="InvocationInfo_OffsetInLine">5</I32><S N="InvocationInfo_Line">    Get-Item x</S><S N="InvocationInfo_PositionMessage">At line:2 char:5_x000D__x000A_+ Get-Item</S></MS></Obj>"#,
        );
        let invocation = Invocation {
            name: "Get-Item".into(),
            line_number: Some(2),
            offset_in_line: Some(5),
            line: "    Get-Item x".into(),
            ..Invocation::default()
        };
        assert_eq!(record.invocation, Some(Box::new(invocation)));
        assert_eq!(record.position, "At line:2 char:5\r\n+ Get-Item");
        assert_eq!(record.target, Some(Value::from(r"C:\x")));
        assert_eq!(record.target_object, r"C:\x");
    }

    #[test]
    fn anything_else_becomes_a_record_with_its_text() {
        assert_eq!(read("<S>text</S>").message, "text");
        assert_eq!(read("").message, "");
    }
}
