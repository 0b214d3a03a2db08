//! The messages a client sends, each as the bytes that go to the fragmenter ([MS-PSRP] 2.2.2).
//!
//! The property names and types are those Windows PowerShell writes; servers look properties up by
//! name and refuse a message in which one is missing.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use uuid::Uuid;

use super::command::{Command, Parameter};
use super::host::{HostCall, HostDescription};
use super::{MessageType, write};
use crate::psrp::clixml::{EncodeError, ListKind, ObjectBuilder, Value, Version, encode};
use crate::psrp::secrecy::{ExchangeKey, KeyError, SessionKey};

/// The protocol this client speaks: that of PowerShell 3 to 5.0, which every later server accepts.
pub const PROTOCOL_VERSION: Version = Version::new(2, 2);

const OBJECT_LIST: [&str; 2] = [
    "System.Collections.Generic.List`1[[System.Management.Automation.PSObject, System.Management.Automation, Version=1.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35]]",
    "System.Object",
];

/// `SESSION_CAPABILITY` ([MS-PSRP] 2.2.2.1): the first message of a session.
pub fn session_capability(pool: Uuid) -> Result<Vec<u8>, EncodeError> {
    let serialization = "1.1.0.1".parse().unwrap_or(Version::new(1, 1));
    let capability = ObjectBuilder::new()
        .extended("protocolversion", Value::Version(PROTOCOL_VERSION))
        .extended("PSVersion", Value::Version(Version::new(2, 0)))
        .extended("SerializationVersion", Value::Version(serialization));
    let data = encode(&capability.build())?;
    Ok(write(
        MessageType::SessionCapability,
        pool,
        Uuid::nil(),
        &data,
    ))
}

/// `INIT_RUNSPACEPOOL` ([MS-PSRP] 2.2.2.2): a pool of one runspace, for this host.
pub fn init_runspace_pool(pool: Uuid, host: &HostDescription) -> Result<Vec<u8>, EncodeError> {
    const THREADS: &str = "System.Management.Automation.Runspaces.PSThreadOptions";
    let init = ObjectBuilder::new()
        .extended("MinRunspaces", 1)
        .extended("MaxRunspaces", 1)
        .extended(
            "PSThreadOptions",
            ObjectBuilder::enumeration(THREADS, "Default", 0).build(),
        )
        .extended("ApartmentState", apartment())
        .extended("HostInfo", host.to_value())
        .extended("ApplicationArguments", Value::Nil);
    let data = encode(&init.build())?;
    Ok(write(
        MessageType::InitRunspacePool,
        pool,
        Uuid::nil(),
        &data,
    ))
}

/// `PUBLIC_KEY` ([MS-PSRP] 2.2.2.3): asks for a session key, in a form only this client can open.
pub fn public_key(pool: Uuid, key: &ExchangeKey) -> Result<Vec<u8>, EncodeError> {
    let blob = BASE64_STANDARD.encode(key.public_blob());
    let message = ObjectBuilder::new().extended("PublicKey", blob);
    let data = encode(&message.build())?;
    Ok(write(MessageType::PublicKey, pool, Uuid::nil(), &data))
}

/// Why a command cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// `CREATE_PIPELINE` ([MS-PSRP] 2.2.2.10): runs one command without pipeline input. `key` is needed for secrets.
pub fn create_pipeline(
    pool: Uuid,
    pipeline: Uuid,
    command: &Command,
    host: &HostDescription,
    key: Option<&SessionKey>,
) -> Result<Vec<u8>, CommandError> {
    const STREAMS: &str = "System.Management.Automation.RemoteStreamOptions";
    let commands = ObjectBuilder::new()
        .types(OBJECT_LIST)
        .list(ListKind::List, vec![command_value(command, key)?])
        .build();
    let powershell = ObjectBuilder::new()
        .extended("IsNested", false)
        .extended("ExtraCmds", Value::Nil)
        .extended("Cmds", commands)
        .extended("History", Value::Nil)
        .extended("RedirectShellErrorOutputPipe", false)
        .build();
    let create = ObjectBuilder::new()
        .extended("NoInput", true)
        .extended("ApartmentState", apartment())
        .extended(
            "RemoteStreamOptions",
            ObjectBuilder::enumeration(STREAMS, "None", 0).build(),
        )
        .extended("AddToHistory", false)
        .extended("HostInfo", host.to_value())
        .extended("PowerShell", powershell)
        .extended("IsNested", false);
    let data = encode(&create.build())?;
    Ok(write(MessageType::CreatePipeline, pool, pipeline, &data))
}

/// `Command` ([MS-PSRP] 2.2.3.12).
fn command_value(command: &Command, key: Option<&SessionKey>) -> Result<Value, KeyError> {
    const RESULTS: &str = "System.Management.Automation.Runspaces.PipelineResultTypes";
    let arguments: Result<_, _> = command
        .parameters
        .iter()
        .map(|given| argument(given, key))
        .collect();
    let arguments = ObjectBuilder::new()
        .types(OBJECT_LIST)
        .list(ListKind::List, arguments?);
    let not_merged = ObjectBuilder::enumeration(RESULTS, "None", 0).build();
    let mut value = ObjectBuilder::new()
        .extended("Cmd", command.name.as_str())
        .extended("Args", arguments.build())
        .extended("IsScript", false)
        .extended("UseLocalScope", Value::Nil);
    for name in [
        "MergeMyResult",
        "MergeToResult",
        "MergePreviousResults",
        "MergeError",
        "MergeWarning",
        "MergeVerbose",
        "MergeDebug",
    ] {
        value = value.extended(name, not_merged.clone());
    }
    Ok(value.build())
}

/// `CommandParameter` ([MS-PSRP] 2.2.3.13).
fn argument(
    (name, value): &(String, Parameter),
    key: Option<&SessionKey>,
) -> Result<Value, KeyError> {
    let argument = ObjectBuilder::new()
        .extended("N", name.as_str())
        .extended("V", value.to_value(key)?);
    Ok(argument.build())
}

/// `ApartmentState` ([MS-PSRP] 2.2.3.7): the server's choice.
fn apartment() -> Value {
    const TYPE: &str = "System.Management.Automation.Runspaces.ApartmentState";
    ObjectBuilder::enumeration(TYPE, "UNKNOWN", 2).build()
}

/// `PIPELINE_HOST_RESPONSE`, or `RUNSPACEPOOL_HOST_RESPONSE` when the pipeline is nil
/// ([MS-PSRP] 2.2.2.28, 2.2.2.16). An error is text the server throws where it called.
pub fn host_response(
    pool: Uuid,
    pipeline: Uuid,
    call: &HostCall,
    answer: Result<Value, &str>,
) -> Result<Vec<u8>, EncodeError> {
    let response = ObjectBuilder::new()
        .extended("ci", call.id)
        .extended("mi", call.method.to_value());
    let response = match answer {
        Ok(result) => response.extended("mr", result),
        Err(message) => response.extended("me", refusal(message)),
    };
    let kind = if pipeline.is_nil() {
        MessageType::RunspacePoolHostResponse
    } else {
        MessageType::PipelineHostResponse
    };
    Ok(write(kind, pool, pipeline, &encode(&response.build())?))
}

/// The error record of a host that cannot do what it was asked.
fn refusal(message: &str) -> Value {
    const EXCEPTION: &str = "System.Management.Automation.Host.HostException";
    const NOT_IMPLEMENTED: i32 = 11;
    let exception = ObjectBuilder::new()
        .types([EXCEPTION, "System.Exception", "System.Object"])
        .to_string_text(message)
        .adapted("Message", message)
        .adapted("InnerException", Value::Nil)
        .build();
    ObjectBuilder::new()
        .types(["System.Management.Automation.ErrorRecord", "System.Object"])
        .to_string_text(message)
        .extended("Exception", exception)
        .extended("TargetObject", Value::Nil)
        .extended("FullyQualifiedErrorId", "RemoteHostRefused")
        .extended("InvocationInfo", Value::Nil)
        .extended("ErrorCategory_Category", NOT_IMPLEMENTED)
        .extended("ErrorCategory_Activity", "")
        .extended("ErrorCategory_Reason", "HostException")
        .extended("ErrorCategory_TargetName", "")
        .extended("ErrorCategory_TargetType", "")
        .extended(
            "ErrorCategory_Message",
            "NotImplemented: (:) [], HostException",
        )
        .extended("SerializeExtendedInfo", false)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::Decoder;
    use crate::psrp::message::{HEADER_LEN, HostMethod};

    fn data(message: &[u8]) -> Value {
        let text = std::str::from_utf8(&message[HEADER_LEN..]).unwrap();
        Decoder::new().decode(text).unwrap()
    }

    fn pipeline(command: &Command) -> Value {
        let host = HostDescription::default();
        data(&create_pipeline(Uuid::nil(), Uuid::from_u128(1), command, &host, None).unwrap())
    }

    #[test]
    fn the_capability_is_written_as_windows_writes_it() {
        let message =
            session_capability(Uuid::from_u128(0x0001_0203_0405_0607_0809_0A0B_0C0D_0E0F)).unwrap();
        let (header, data) = message.split_at(HEADER_LEN);
        assert_eq!(
            header,
            [
                2, 0, 0, 0, 2, 0, 1, 0, 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
            ]
        );
        assert_eq!(
            std::str::from_utf8(data).unwrap(),
            r#"<Obj RefId="0"><MS><Version N="protocolversion">2.2</Version><Version N="PSVersion">2.0</Version><Version N="SerializationVersion">1.1.0.1</Version></MS></Obj>"#
        );
    }

    #[test]
    fn a_pipeline_is_one_command_and_never_a_script() {
        let command = Command::new("New-CsX")
            .parameter("SipAddress", "sip:a@b.c")
            .parameter("Confirm", false)
            .switch("PassThru")
            .parameter("Pools", vec!["a".to_owned(), "b".to_owned()])
            .parameter("Nothing", Parameter::Null);
        let value = pipeline(&command);
        let commands = value
            .property("PowerShell")
            .and_then(|it| it.property("Cmds"))
            .unwrap();
        let [only] = commands.as_list() else {
            panic!("one command")
        };
        assert_eq!(
            only.property("Cmd").and_then(Value::as_str),
            Some("New-CsX")
        );
        assert_eq!(
            only.property("IsScript").and_then(Value::as_bool),
            Some(false)
        );
        let arguments: Vec<_> = only.property("Args").unwrap().as_list().iter().collect();
        let pair = |index: usize| {
            (
                arguments[index].property("N").unwrap().to_text(),
                arguments[index].property("V").unwrap(),
            )
        };
        assert_eq!(pair(0), ("SipAddress".into(), &Value::from("sip:a@b.c")));
        assert_eq!(pair(1), ("Confirm".into(), &Value::Bool(false)));
        assert_eq!(pair(2), ("PassThru".into(), &Value::Bool(true)));
        assert_eq!(pair(3).1.as_list().len(), 2);
        assert!(pair(4).1.is_nil());
    }

    #[test]
    fn what_looks_like_powershell_stays_an_argument() {
        let hostile = "'; Remove-Item * #\u{2019} $(x) _x000A_\r\n";
        let value = pipeline(&Command::new("Get-X").parameter("Filter", hostile));
        let commands = value
            .property("PowerShell")
            .and_then(|it| it.property("Cmds"))
            .unwrap();
        let argument = &commands.as_list()[0].property("Args").unwrap().as_list()[0];
        assert_eq!(
            argument.property("V").and_then(Value::as_str),
            Some(hostile)
        );
    }

    #[test]
    fn the_pool_is_opened_for_a_real_host() {
        let value = data(&init_runspace_pool(Uuid::nil(), &HostDescription::default()).unwrap());
        assert_eq!(
            value.property("MaxRunspaces").and_then(Value::as_i32),
            Some(1)
        );
        let host = value.property("HostInfo").unwrap();
        assert_eq!(
            host.property("_isHostNull").and_then(Value::as_bool),
            Some(false)
        );
    }

    #[test]
    fn a_host_call_is_answered_with_a_result_or_an_error() {
        let call = HostCall {
            id: 5,
            method: HostMethod::PROMPT_FOR_CHOICE,
            arguments: Value::Nil,
        };
        let answer =
            data(&host_response(Uuid::nil(), Uuid::from_u128(1), &call, Ok(1.into())).unwrap());
        assert_eq!(answer.property("ci"), Some(&Value::I64(5)));
        assert_eq!(
            answer.property("mi").and_then(Value::enum_name),
            Some("PromptForChoice")
        );
        assert_eq!(answer.property("mr"), Some(&Value::I32(1)));

        let answer = host_response(Uuid::nil(), Uuid::nil(), &call, Err("no")).unwrap();
        assert_eq!(answer[4..8], [0x01, 0x11, 0x02, 0x00]);
        let error = super::super::ErrorRecord::from_value(data(&answer).property("me").unwrap());
        assert_eq!(error.message, "no");
    }
}
