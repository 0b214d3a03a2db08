//! The client against a scripted server: whole sessions, and servers that misbehave.

mod key_exchange;

use uuid::Uuid;

use super::*;
use crate::psrp::clixml::{ListKind, ObjectBuilder, Value, encode};
use crate::psrp::fragment::Fragmenter;
use crate::psrp::message::{ErrorCategory, HostMethod, MessageType};

const POOL: Uuid = Uuid::from_u128(2);
const SHELL: &str = "SHELL-1";

/// The other side: a client, what it was told so far, and the fragments still to be numbered.
struct Session {
    client: Client,
    events: Vec<Event>,
    pool_stream: Fragmenter,
    pipeline_stream: Fragmenter,
    pipeline: Uuid,
    /// The latest request.
    sent: String,
}

fn session_with(config: Config) -> Session {
    // 1 is the session, 2 the pool; everything after is a message or a pipeline.
    let mut last = 0;
    let ids = move || {
        last += 1;
        Uuid::from_u128(last)
    };
    Session {
        client: Client::new(config, Box::new(ids)),
        events: Vec::new(),
        pool_stream: Fragmenter::default(),
        pipeline_stream: Fragmenter::default(),
        pipeline: Uuid::nil(),
        sent: String::new(),
    }
}

fn opened() -> Session {
    let mut session = session_with(Config::new("https://server/OcsPowershell"));
    let create = session.client.open().unwrap();
    let receive = session.sends(create.request, RequestKind::Receive, &shell());
    let capability = session.pool(MessageType::SessionCapability, &capability("2.2"));
    let state = session.pool(MessageType::RunspacePoolState, &state("RunspaceState", 2));
    let next = session.answer(receive, &output(None, &[capability, state].concat()));
    assert_eq!(next.unwrap(), Next::Opened);
    session
}

/// A session in which a command has been accepted and the first Receive is on its way.
fn running() -> (Session, Request) {
    let mut session = opened();
    let receive = session.start(&Command::new("Get-X"));
    session.events.clear();
    (session, receive)
}

impl Session {
    fn answer(&mut self, to: Request, body: &str) -> Result<Next, Error> {
        let envelope = envelope(to, body);
        self.client
            .received(to, 200, envelope.as_bytes(), &mut self.events)
    }

    #[track_caller]
    fn sends(&mut self, to: Request, kind: RequestKind, body: &str) -> Request {
        match self.answer(to, body).unwrap() {
            Next::Send(outgoing) if outgoing.request.kind == kind => {
                self.sent = String::from_utf8(outgoing.body).unwrap();
                outgoing.request
            }
            other => panic!("{kind} expected, not {other:?}"),
        }
    }

    #[track_caller]
    fn start(&mut self, command: &Command) -> Request {
        self.pipeline_stream = Fragmenter::default();
        let outgoing = self.client.invoke(command).unwrap();
        assert!(outgoing.starts_act);
        self.pipeline = command_id(&outgoing.body);
        self.sends(outgoing.request, RequestKind::Receive, "")
    }

    fn pool(&mut self, kind: MessageType, data: &Value) -> Vec<u8> {
        let message = message(kind, Uuid::nil(), data);
        self.pool_stream.split(&message, usize::MAX).concat()
    }

    /// In the pipeline's stream, but without its name.
    fn nameless(&mut self, kind: MessageType, data: &Value) -> Vec<u8> {
        let message = message(kind, Uuid::nil(), data);
        self.pipeline_stream.split(&message, usize::MAX).concat()
    }

    fn says(&mut self, kind: MessageType, data: &Value) -> Vec<u8> {
        let message = message(kind, self.pipeline, data);
        self.pipeline_stream.split(&message, usize::MAX).concat()
    }

    fn call(&mut self, id: i64, method: HostMethod, arguments: Vec<Value>) -> Vec<u8> {
        let call = ObjectBuilder::new()
            .extended("ci", id)
            .extended(
                "mi",
                ObjectBuilder::enumeration("M", method.name(), method.0).build(),
            )
            .extended(
                "mp",
                ObjectBuilder::new().list(ListKind::List, arguments).build(),
            );
        self.says(MessageType::PipelineHostCall, &call.build())
    }

    fn completes(&mut self) -> Vec<u8> {
        self.says(MessageType::PipelineState, &state("PipelineState", 4))
    }

    fn command_output(&self, data: &[u8]) -> String {
        output(Some(&self.pipeline.to_string()), data)
    }

    fn ends(&self) -> Option<Outcome> {
        self.events.iter().find_map(|event| match event {
            Event::PipelineEnded(end) => Some(end.outcome),
            _ => None,
        })
    }
}

fn envelope(to: Request, body: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header><a:RelatesTo>uuid:{}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"#,
        to.message_id
    )
}

fn shell() -> String {
    format!("<rsp:Shell><rsp:ShellId>{SHELL}</rsp:ShellId></rsp:Shell>")
}

fn output(command: Option<&str>, data: &[u8]) -> String {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    let command = command
        .map(|id| format!(r#" CommandId="{id}""#))
        .unwrap_or_default();
    let data = BASE64_STANDARD.encode(data);
    format!(
        r#"<rsp:ReceiveResponse><rsp:Stream Name="stdout"{command}>{data}</rsp:Stream></rsp:ReceiveResponse>"#
    )
}

fn done(command: Uuid) -> String {
    format!(
        r#"<rsp:ReceiveResponse><rsp:CommandState CommandId="{command}" State="http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandState/Done"/></rsp:ReceiveResponse>"#
    )
}

fn fault(code: u32) -> String {
    format!(
        r#"<s:Fault><s:Reason><s:Text>reason</s:Text></s:Reason><s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="{code}" Machine="m"/></s:Detail></s:Fault>"#
    )
}

const TIMED_OUT: u32 = 2_150_858_793;
const NOT_FOUND: u32 = 2_150_858_843;
const COMMAND_TERMINATED: u32 = 2_150_859_212;

fn message(kind: MessageType, pipeline: Uuid, data: &Value) -> Vec<u8> {
    let number: u32 = match kind {
        MessageType::SessionCapability => 0x0001_0002,
        MessageType::EncryptedSessionKey => 0x0001_0006,
        MessageType::PublicKeyRequest => 0x0001_0007,
        MessageType::UserEvent => 0x0002_1008,
        MessageType::RunspacePoolState => 0x0002_1005,
        MessageType::PipelineOutput => 0x0004_1004,
        MessageType::ErrorRecord => 0x0004_1005,
        MessageType::PipelineState => 0x0004_1006,
        MessageType::WarningRecord => 0x0004_1009,
        MessageType::PipelineHostCall => 0x0004_1100,
        MessageType::Other(number) => number,
        other => panic!("{other:?}"),
    };
    let mut bytes = 1u32.to_le_bytes().to_vec();
    bytes.extend(number.to_le_bytes());
    bytes.extend(POOL.to_bytes_le());
    bytes.extend(pipeline.to_bytes_le());
    bytes.extend("\u{FEFF}".bytes());
    bytes.extend(encode(data).unwrap().bytes());
    bytes
}

fn capability(protocol: &str) -> Value {
    ObjectBuilder::new()
        .extended("protocolversion", Value::Version(protocol.parse().unwrap()))
        .extended("PSVersion", Value::Version("2.0".parse().unwrap()))
        .extended(
            "SerializationVersion",
            Value::Version("1.1.0.1".parse().unwrap()),
        )
        .build()
}

fn state(name: &str, number: i32) -> Value {
    ObjectBuilder::new().extended(name, number).build()
}

fn command_id(body: &[u8]) -> Uuid {
    let text = std::str::from_utf8(body).unwrap();
    let (_, after) = text.split_once("CommandId=\"").unwrap();
    after.split_once('"').unwrap().0.parse().unwrap()
}

#[test]
fn a_session_opens_runs_a_command_and_closes() {
    let mut session = opened();
    assert!(session.client.is_idle());
    assert!(matches!(session.events.as_slice(), [Event::Negotiated(_)]));

    let receive = session.start(&Command::new("Get-X"));
    assert!(!session.client.is_idle());
    let data = [
        session.says(MessageType::PipelineOutput, &"one".into()),
        session.says(MessageType::WarningRecord, &"careful".into()),
        session.completes(),
    ];
    let body = session.command_output(&data.concat());
    session.events.clear();
    let terminate = session.sends(receive, RequestKind::Terminate, &body);
    assert_eq!(
        session.events,
        [
            Event::Output("one".into()),
            Event::Warning("careful".into()),
            Event::PipelineEnded(PipelineEnd {
                outcome: Outcome::Completed,
                error: None
            }),
        ]
    );
    assert_eq!(session.answer(terminate, "").unwrap(), Next::PipelineEnded);
    assert!(session.client.is_idle());

    let delete = session.client.close().unwrap();
    assert_eq!(session.answer(delete.request, "").unwrap(), Next::Closed);
    assert!(matches!(session.client.close(), Err(Error::State { .. })));
}

#[test]
fn a_terminating_error_is_told_whole() {
    let (mut session, receive) = running();
    let error = ObjectBuilder::new()
        .extended("FullyQualifiedErrorId", "Denied")
        .extended("ErrorCategory_Category", 18)
        .build();
    let failed = ObjectBuilder::new()
        .extended("PipelineState", 5)
        .extended("ExceptionAsErrorRecord", error)
        .build();
    let data = session.says(MessageType::PipelineState, &failed);
    let body = session.command_output(&data);
    session.sends(receive, RequestKind::Terminate, &body);
    let [Event::PipelineEnded(end)] = session.events.as_slice() else {
        panic!("one event")
    };
    let error = end.error.as_deref().unwrap();
    assert_eq!(end.outcome, Outcome::Failed);
    assert_eq!(
        (error.category, error.fully_qualified_id.as_str()),
        (ErrorCategory::PermissionDenied, "Denied")
    );
}

#[test]
fn a_receive_that_timed_out_is_sent_again() {
    let (mut session, mut receive) = running();
    for _ in 0..3 {
        receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    }
    let mut opening = session_with(Config::new("https://server"));
    let create = opening.client.open().unwrap();
    let receive = opening.sends(create.request, RequestKind::Receive, &shell());
    opening.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
}

#[test]
fn output_may_be_cut_anywhere_between_answers() {
    let (mut session, _) = running();
    let data = [
        session.says(MessageType::PipelineOutput, &"é".repeat(50).into()),
        session.completes(),
    ]
    .concat();
    for at in 1..data.len() {
        let (mut session, receive) = running();
        let (head, tail) = data.split_at(at);
        let body = session.command_output(head);
        let receive = session.sends(receive, RequestKind::Receive, &body);
        let body = session.command_output(tail);
        session.sends(receive, RequestKind::Terminate, &body);
        assert_eq!(session.events.len(), 2);
    }
}

#[test]
fn a_large_command_is_sent_in_pieces_that_fit_and_the_last_one_starts_the_act() {
    let mut session = opened();
    let command = Command::new("Set-X").parameter("Text", "x".repeat(400_000));
    let mut outgoing = session.client.invoke(&command).unwrap();
    assert_eq!(outgoing.request.kind, RequestKind::Command);
    let mut starts = Vec::new();
    loop {
        assert!(outgoing.body.len() <= 153_600);
        match session.answer(outgoing.request, "").unwrap() {
            Next::Send(next) if next.request.kind == RequestKind::Send => {
                starts.push(next.starts_act);
                outgoing = next;
            }
            next => {
                assert!(
                    matches!(next, Next::Send(next) if next.request.kind == RequestKind::Receive)
                );
                break;
            }
        }
    }
    assert_eq!(starts, [false, false, true]);
}

#[test]
fn prompts_are_refused_and_answered_one_after_the_other() {
    let (mut session, receive) = running();
    let choices =
        ["&Yes", "&No"].map(|label| ObjectBuilder::new().extended("label", label).build());
    let choices = ObjectBuilder::new()
        .list(ListKind::List, choices.into())
        .build();
    let data = [
        session.call(-100, HostMethod::WRITE_LINE, vec!["What if: x".into()]),
        session.call(
            1,
            HostMethod::PROMPT_FOR_CHOICE,
            vec!["c".into(), "m".into(), choices, 0.into()],
        ),
        session.call(2, HostMethod::READ_LINE, Vec::new()),
    ];
    let body = session.command_output(&data.concat());
    let first = session.sends(receive, RequestKind::Send, &body);
    assert!(session.sent.contains(r#"Name="pr""#));
    let second = session.sends(first, RequestKind::Send, "");
    session.sends(second, RequestKind::Receive, "");
    assert!(matches!(
        session.events.as_slice(),
        [
            Event::HostText(_),
            Event::PromptRefused(_),
            Event::PromptRefused(_)
        ]
    ));
}

#[test]
fn a_stop_travels_beside_the_receive() {
    let (mut session, receive) = running();
    let stop = session.client.stop().unwrap();
    assert!(
        std::str::from_utf8(&stop.body)
            .unwrap()
            .contains("powershell/signal/crtl_c")
    );
    assert!(matches!(session.client.stop(), Err(Error::State { .. })));
    let data = session.says(MessageType::PipelineState, &state("PipelineState", 3));
    let body = session.command_output(&data);
    let terminate = session.sends(receive, RequestKind::Terminate, &body);
    assert_eq!(session.ends(), Some(Outcome::Stopped));
    assert_eq!(session.answer(terminate, "").unwrap(), Next::PipelineEnded);
    // The answer to the stop may be the last to arrive.
    assert_eq!(session.answer(stop.request, "").unwrap(), Next::Wait);
    assert!(session.client.is_idle());
}

#[test]
fn a_stopped_command_that_is_gone_counts_as_stopped() {
    for code in [NOT_FOUND, COMMAND_TERMINATED, 995, 1223] {
        let (mut session, receive) = running();
        let stop = session.client.stop().unwrap();
        assert_eq!(session.answer(stop.request, "").unwrap(), Next::Wait);
        session.sends(receive, RequestKind::Terminate, &fault(code));
        assert_eq!(session.ends(), Some(Outcome::Stopped));
    }
}

#[test]
fn a_refused_stop_is_told_and_can_be_repeated() {
    let (mut session, _) = running();
    let stop = session.client.stop().unwrap();
    assert_eq!(session.answer(stop.request, &fault(5)).unwrap(), Next::Wait);
    assert!(matches!(session.events.as_slice(), [Event::StopRefused(_)]));
    let stop = session.client.stop().unwrap();
    let next = session
        .client
        .received(stop.request, 502, b"<html>", &mut session.events);
    assert_eq!(next.unwrap(), Next::Wait);
    assert!(session.client.stop().is_ok());
}

#[test]
fn a_command_the_server_drops_without_a_word_has_an_unknown_outcome() {
    let (mut session, receive) = running();
    let body = done(session.pipeline);
    session.sends(receive, RequestKind::Terminate, &body);
    assert_eq!(session.ends(), Some(Outcome::Unknown));
}

#[test]
fn messages_of_other_pipelines_are_ignored() {
    let (mut session, receive) = running();
    let own = session.pipeline;
    session.pipeline = Uuid::from_u128(99);
    let foreign = [
        session.says(MessageType::PipelineOutput, &1.into()),
        session.completes(),
    ]
    .concat();
    session.pipeline = own;
    // In this command's stream, and in a stream of its own.
    let body = session.command_output(&foreign);
    let receive = session.sends(receive, RequestKind::Receive, &body);
    let body = output(Some("99"), &foreign);
    let receive = session.sends(receive, RequestKind::Receive, &body);
    let body = done(Uuid::from_u128(99));
    session.sends(receive, RequestKind::Receive, &body);
    assert_eq!(session.events, []);
}

#[test]
fn nothing_counts_after_the_end_of_a_pipeline() {
    let (mut session, receive) = running();
    let data = [
        session.completes(),
        session.call(1, HostMethod::READ_LINE, Vec::new()),
        session.says(MessageType::PipelineOutput, &1.into()),
        session.completes(),
    ];
    let body = session.command_output(&data.concat());
    session.sends(receive, RequestKind::Terminate, &body);
    assert_eq!(session.events.len(), 1);
}

#[test]
fn what_is_not_supported_is_told_and_does_no_harm() {
    let (mut session, receive) = running();
    let data = [
        session.says(MessageType::UserEvent, &"".into()),
        session.says(MessageType::Other(0x0009_0001), &Value::Nil),
    ];
    let body = session.command_output(&data.concat());
    session.sends(receive, RequestKind::Receive, &body);
    assert_eq!(
        session.events,
        [
            Event::Unsupported(MessageType::UserEvent),
            Event::Unsupported(MessageType::Other(0x0009_0001)),
        ]
    );
}

#[test]
fn a_refused_command_leaves_the_session_open() {
    let mut session = opened();
    let outgoing = session.client.invoke(&Command::new("Get-X")).unwrap();
    let refused = session.answer(outgoing.request, &fault(5));
    assert!(matches!(
        refused,
        Err(Error::Fault {
            request: RequestKind::Command,
            ..
        })
    ));
    assert!(session.client.is_idle());
    session.start(&Command::new("Get-X"));
}

#[test]
fn a_command_whose_answer_leaves_its_fate_open_breaks_the_session() {
    for (status, body) in [
        (200, fault(TIMED_OUT)),
        (200, fault(NOT_FOUND)),
        (500, fault(1)),
        (502, String::new()),
    ] {
        let mut session = opened();
        let outgoing = session.client.invoke(&Command::new("Get-X")).unwrap();
        let envelope = envelope(outgoing.request, &body);
        let answer = session.client.received(
            outgoing.request,
            status,
            envelope.as_bytes(),
            &mut session.events,
        );
        answer.unwrap_err();
        assert!(matches!(
            session.client.invoke(&Command::new("Get-X")),
            Err(Error::State { .. })
        ));
        let delete = session.client.close().unwrap();
        assert_eq!(
            session.answer(delete.request, &fault(NOT_FOUND)).unwrap(),
            Next::Closed
        );
    }
}

#[test]
fn a_session_that_cannot_be_created_has_nothing_to_close() {
    for body in [fault(5), String::new()] {
        let mut session = session_with(Config::new("https://server"));
        let create = session.client.open().unwrap();
        session.answer(create.request, &body).unwrap_err();
        assert!(matches!(session.client.close(), Err(Error::State { .. })));
        assert!(matches!(session.client.open(), Err(Error::State { .. })));
    }
}

#[test]
fn a_server_with_another_protocol_or_a_broken_pool_is_refused() {
    let check = |kind, data: Value| {
        let mut session = session_with(Config::new("https://server"));
        let create = session.client.open().unwrap();
        let receive = session.sends(create.request, RequestKind::Receive, &shell());
        let data = session.pool(kind, &data);
        session.answer(receive, &output(None, &data)).unwrap_err()
    };
    assert!(matches!(
        check(MessageType::SessionCapability, capability("3.0")),
        Error::Protocol { .. }
    ));
    assert!(matches!(
        check(MessageType::RunspacePoolState, state("RunspaceState", 5)),
        Error::RunspaceClosed { .. }
    ));
}

#[test]
fn a_pool_that_breaks_while_a_command_runs_is_told_with_the_reason() {
    let (mut session, receive) = running();
    let reason = ObjectBuilder::new().extended("ErrorDetails_Message", "out of memory");
    let broken = ObjectBuilder::new()
        .extended("RunspaceState", 5)
        .extended("ExceptionAsErrorRecord", reason.build());
    let data = session.pool(MessageType::RunspacePoolState, &broken.build());
    // The command is silent, so the pool is listened to for a moment.
    let receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    let err = session.answer(receive, &output(None, &data)).unwrap_err();
    assert_eq!(err.to_string(), "the runspace is broken: out of memory");
    assert!(session.client.close().is_ok());
}

#[test]
fn a_silent_command_and_its_pool_are_listened_to_in_turn() {
    let (mut session, mut receive) = running();
    for for_command in [false, true, false, true] {
        receive = session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
        let names_command = session.sent.contains("<rsp:DesiredStream CommandId=");
        assert_eq!(names_command, for_command);
    }
}

#[test]
fn closing_cuts_off_a_running_command_and_late_answers_are_not_read() {
    let (mut session, receive) = running();
    let delete = session.client.close().unwrap();
    let late = session
        .client
        .received(receive, 500, b"garbage", &mut session.events);
    assert_eq!(late.unwrap(), Next::Wait);
    assert_eq!(session.answer(delete.request, "").unwrap(), Next::Closed);
}

#[test]
fn an_answer_counts_once_and_only_for_its_own_request() {
    let (mut session, receive) = running();
    let other = Request {
        message_id: Uuid::from_u128(77),
        ..receive
    };
    assert!(matches!(session.answer(other, ""), Err(Error::NotAsked(_))));
    session.sends(receive, RequestKind::Receive, &fault(TIMED_OUT));
    assert!(matches!(
        session.answer(receive, ""),
        Err(Error::NotAsked(_))
    ));

    let (mut session, receive) = running();
    let body = envelope(other, "");
    let answer = session
        .client
        .received(receive, 200, body.as_bytes(), &mut session.events);
    assert!(matches!(
        answer,
        Err(Error::WrongAnswer(RequestKind::Receive))
    ));
}

#[test]
fn damaged_streams_break_the_session_with_a_typed_error() {
    let check = |damage: fn(&mut Vec<u8>)| {
        let (mut session, receive) = running();
        let mut data = session.says(MessageType::PipelineOutput, &1.into());
        damage(&mut data);
        let body = session.command_output(&data);
        let err = session.answer(receive, &body).unwrap_err();
        assert!(matches!(session.client.stop(), Err(Error::State { .. })));
        err
    };
    assert!(matches!(check(|data| data[8] = 1), Error::Fragment(_)));
    assert!(matches!(check(|data| data[21] = 2), Error::Message(_)));
    assert!(matches!(check(|data| data[30] ^= 1), Error::WrongPool(_)));
    assert!(matches!(
        check(|data| *data.last_mut().unwrap() = b'<'),
        Error::Message(_)
    ));
}

#[test]
fn what_makes_no_sense_now_is_refused() {
    let mut session = session_with(Config::new("https://server"));
    assert!(session.client.invoke(&Command::new("Get-X")).is_err());
    assert!(session.client.stop().is_err());
    assert!(session.client.close().is_err());
    let mut session = opened();
    assert!(session.client.open().is_err());
    assert!(session.client.stop().is_err());
    let outgoing = session.client.invoke(&Command::new("Get-X")).unwrap();
    assert!(session.client.invoke(&Command::new("Get-X")).is_err());
    // Whether there is something to stop is known once the server has accepted the command.
    assert!(session.client.stop().is_err());
    session.sends(outgoing.request, RequestKind::Receive, "");
    assert!(session.client.stop().is_ok());
}

#[test]
fn envelopes_too_small_for_anything_are_refused() {
    let mut config = Config::new("https://server");
    config.max_envelope_size = 1500;
    let mut session = session_with(config);
    assert!(matches!(
        session.client.open(),
        Err(Error::EnvelopeSize(1500))
    ));
}

#[test]
fn nothing_is_heard_of_a_command_that_has_ended_even_without_a_name() {
    let (mut session, receive) = running();
    let end = session.nameless(MessageType::PipelineState, &state("PipelineState", 4));
    let late = session.nameless(MessageType::PipelineOutput, &1.into());
    let again = session.nameless(MessageType::PipelineState, &state("PipelineState", 5));
    let body = session.command_output(&[end, late, again].concat());
    session.sends(receive, RequestKind::Terminate, &body);
    assert_eq!(session.events.len(), 1);
    assert_eq!(session.ends(), Some(Outcome::Completed));
}

#[test]
fn one_request_at_a_time_keeps_a_session_alive() {
    let mut session = opened();
    let receive = session.client.keep_alive().unwrap().request;
    assert!(session.client.keep_alive().is_err());
    assert!(session.client.invoke(&Command::new("Get-X")).is_err());
    assert_eq!(session.answer(receive, "").unwrap(), Next::Opened);
    assert!(session.client.keep_alive().is_ok());
}
