//! Recorded sessions through our client, to their recorded ends.
//!
//! The server's answers are given in the order in which they were recorded, with two changes: they name the request they
//! answer, and the messages inside carry the identifiers of our session. Nothing our client sends is compared: it asks
//! for one command where the recorded client sent scripts, and gets what was recorded all the same.

use std::collections::{BTreeMap, VecDeque};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pchat_console::psrp::clixml::Value;
use pchat_console::psrp::runspace::{
    Client, Command, Config, Event, Next, Outcome, Outgoing, RequestKind,
};
use pchat_console::psrp::secrecy::{ExchangeKey, SecretText};
use uuid::Uuid;

use super::recordings::{Exchange, Heard, Session, recordings};

/// Sessions that are not replayed, and what they do that this client never does.
const NOT_REPLAYED: [(&str, &str); 13] = [
    ("test_psrp_disconnect_runspaces", DISCONNECTS),
    ("test_psrp_disconnect_runspaces-2", DISCONNECTS),
    ("test_psrp_disconnected_commands", DISCONNECTS),
    ("test_psrp_disconnected_commands-2", DISCONNECTS),
    ("test_psrp_is_alive_http_error", ASKS_FOR_STATE),
    ("test_psrp_is_alive_invalid_selectors", ASKS_FOR_STATE),
    ("test_psrp_is_alive_other_wsman_error", ASKS_FOR_STATE),
    ("test_psrp_is_alive_state_disconnected", ASKS_FOR_STATE),
    (
        "test_psrp_nested_command",
        "runs a second pipeline inside the first",
    ),
    (
        "test_psrp_receive_failure",
        "waits for the output of a pipeline it has not started",
    ),
    ("test_psrp_reset_runspace_state", CHANGES_POOL),
    ("test_psrp_reset_runspace_state_fail", CHANGES_POOL),
    ("test_psrp_set_runspaces", CHANGES_POOL),
];
const DISCONNECTS: &str = "leaves a session on the server and comes back to it";
const ASKS_FOR_STATE: &str = "asks WS-Management for the state of the shell";
const CHANGES_POOL: &str = "changes the runspace pool while it is open";

/// Sessions of another kind of shell, which runs programs and speaks no PSRP.
const OTHER_SHELLS: [&str; 25] = [
    "test_client_copy_expand_vars-3",
    "test_client_copy_expand_vars-4",
    "test_client_copy_file-3",
    "test_client_copy_file-4",
    "test_client_copy_file_empty-2",
    "test_client_copy_file_empty-3",
    "test_client_copy_file_warning-2",
    "test_client_execute_cmd",
    "test_client_execute_cmd-2",
    "test_client_execute_cmd_environment",
    "test_winrs_bad_cmd_id",
    "test_winrs_environment",
    "test_winrs_extra_opts",
    "test_winrs_fail_poll_process",
    "test_winrs_no_cmd_shell",
    "test_winrs_noprofile",
    "test_winrs_open_already_opened",
    "test_winrs_operation_timeout",
    "test_winrs_send",
    "test_winrs_standard",
    "test_winrs_stderr_rc",
    "test_winrs_unicode",
    "test_wsman_update_envelope_size_150",
    "test_wsman_update_envelope_size_4096",
    "test_wsman_update_envelope_size_500",
];

#[test]
fn recorded_sessions_are_replayed_to_their_recorded_ends() {
    let recordings = recordings();
    let mut stopped = BTreeMap::new();
    let mut replayed = 0;
    for session in recordings
        .sessions
        .iter()
        .filter(|session| session.is_powershell)
    {
        match Replay::new(session, recordings.exchange_key.bytes()).run() {
            Ok(()) => replayed += 1,
            Err(reason) => {
                stopped.insert(session.name.as_str(), reason);
            }
        }
    }
    let explained: Vec<_> = NOT_REPLAYED.iter().map(|(name, _)| *name).collect();
    let found: Vec<_> = stopped.keys().copied().collect();
    assert_eq!(
        found, explained,
        "{replayed} were replayed, but not {stopped:#?}"
    );
}

/// The recorded client typed these two where the server asked for them.
#[test]
fn secrets_a_windows_server_sent_can_be_read_with_the_exchanged_key() {
    let recordings = recordings();
    let mut sessions = recordings.sessions.iter();
    let session = sessions
        .find(|session| session.name == "test_psrp_pshost_ui_mocked_methods")
        .expect("the session with prompts");
    let mut replay = Replay::new(session, recordings.exchange_key.bytes());
    replay.play().unwrap();
    let secrets = replay.events.iter().filter_map(|event| match event {
        Event::Output(value) => value.property("Password").or(Some(value)),
        _ => None,
    });
    let read: Vec<_> = secrets
        .filter_map(|value| match value {
            Value::SecureString(secret) => Some(replay.client.decrypt(secret).unwrap()),
            _ => None,
        })
        .map(|secret| secret.expose().to_owned())
        .collect();
    assert_eq!(read, ["ReadLineAsSecureString response", "password"]);
}

#[test]
fn what_is_not_powershell_is_known_by_name() {
    let recordings = recordings();
    let others = recordings
        .sessions
        .iter()
        .filter(|session| !session.is_powershell);
    let names: Vec<_> = others.map(|session| session.name.as_str()).collect();
    assert_eq!(names, OTHER_SHELLS);
}

/// One session: our client, and what is still to be answered.
struct Replay<'r> {
    session: &'r Session,
    client: Client,
    events: Vec<Event>,
    answers: BTreeMap<&'static str, VecDeque<&'r Exchange>>,
    pool: Uuid,
    pipeline: Uuid,
}

/// Where an operation came to its end.
#[derive(Debug, PartialEq)]
enum Reached {
    Next(Next),
    /// The recording has no answer to the request, and no later one either.
    End,
}

impl<'r> Replay<'r> {
    fn new(session: &'r Session, (p, q): (Vec<u8>, Vec<u8>)) -> Self {
        let mut last = 0;
        let ids = move || {
            last += 1;
            Uuid::from_u128(last)
        };
        let key = move || ExchangeKey::from_primes(&p, &q);
        let mut config = Config::new("https://recorded/wsman");
        config.max_envelope_size = 512_000;
        let mut answers: BTreeMap<_, VecDeque<_>> = BTreeMap::new();
        let before = |exchange: &&Exchange| exchange.action != "Create";
        for exchange in session.exchanges.iter().skip_while(before) {
            let slot = slot(&exchange.action, &exchange.request);
            answers.entry(slot).or_default().push_back(exchange);
        }
        Self {
            session,
            client: Client::new(config, Box::new(ids)).with_exchange_keys(Box::new(key)),
            events: Vec::new(),
            answers,
            pool: Uuid::nil(),
            pipeline: Uuid::nil(),
        }
    }

    fn run(mut self) -> Result<(), String> {
        self.play()?;
        self.end()
    }

    /// Everything up to the end of the last command.
    fn play(&mut self) -> Result<(), String> {
        let create = self.client.open().map_err(|err| err.to_string())?;
        self.pool = identifier(&create.body, "ShellId=\"");
        self.reaches(create, &Next::Opened)?;

        let commands = self.count("Command");
        let exchanges_keys = self.session.exchanges.iter().any(sends_public_key);
        if commands == 0 && exchanges_keys {
            let exchange = self.client.exchange_keys().map_err(|err| err.to_string())?;
            if self.drive(exchange)? != Reached::End {
                return Err("a key was exchanged".into());
            }
        }
        for _ in 0..commands {
            let mut command = Command::new("Get-Recorded");
            if exchanges_keys {
                command = command.parameter("Secret", SecretText::new("secret"));
            }
            let first = self
                .client
                .invoke(&command)
                .map_err(|err| err.to_string())?;
            self.reaches(first, &Next::PipelineEnded)?;
        }
        Ok(())
    }

    /// Closes the session; nothing may be left over, and everything has to be told.
    fn end(mut self) -> Result<(), String> {
        let left: Vec<_> = self
            .answers
            .iter()
            .filter(|(slot, left)| {
                !matches!(**slot, "Send" | "Signal" | "Delete") && !left.is_empty()
            })
            .map(|(slot, left)| format!("{} {slot}", left.len()))
            .collect();
        if !left.is_empty() {
            return Err(format!("not asked for: {}", left.join(", ")));
        }
        let delete = self.client.close().map_err(|err| err.to_string())?;
        self.reaches(delete, &Next::Closed)?;

        let heard: Vec<_> = self.session.heard.iter().filter_map(told).collect();
        let told: Vec<_> = self.events.iter().map(label).collect();
        if heard == told {
            Ok(())
        } else {
            Err(format!("recorded {heard:?}, told {told:?}"))
        }
    }

    fn count(&self, slot: &str) -> usize {
        self.answers.get(slot).map_or(0, VecDeque::len)
    }

    fn reaches(&mut self, first: Outgoing, expected: &Next) -> Result<(), String> {
        match self.drive(first)? {
            Reached::Next(next) if next == *expected => Ok(()),
            other => Err(format!("{other:?} instead of {expected:?}")),
        }
    }

    fn drive(&mut self, mut outgoing: Outgoing) -> Result<Reached, String> {
        loop {
            if outgoing.request.kind == RequestKind::Command {
                self.pipeline = identifier(&outgoing.body, "CommandId=\"");
            }
            let body = std::str::from_utf8(&outgoing.body).unwrap();
            let Some((status, answer)) = self.answer(outgoing.request.kind, body) else {
                return Ok(Reached::End);
            };
            let answer = related(&answer, outgoing.request.message_id);
            let next = self
                .client
                .received(
                    outgoing.request,
                    status,
                    answer.as_bytes(),
                    &mut self.events,
                )
                .map_err(|err| format!("{}: {err}", outgoing.request.kind))?;
            match next {
                Next::Send(next) => outgoing = next,
                next => return Ok(Reached::Next(next)),
            }
        }
    }

    /// The recorded answer to a request of this kind. Where the recorded client sent less than ours, an empty one.
    fn answer(&mut self, kind: RequestKind, body: &str) -> Option<(u16, String)> {
        let action = match kind {
            RequestKind::Stop | RequestKind::Terminate => "Signal",
            RequestKind::Create => "Create",
            RequestKind::Command => "Command",
            RequestKind::Send => "Send",
            RequestKind::Receive => "Receive",
            RequestKind::Delete => "Delete",
        };
        let slot = slot(action, body);
        match self.answers.get_mut(slot).and_then(VecDeque::pop_front) {
            Some(exchange) => Some((exchange.status, self.renamed(&exchange.response))),
            None if matches!(
                kind,
                RequestKind::Send | RequestKind::Terminate | RequestKind::Delete
            ) =>
            {
                Some((200, EMPTY.into()))
            }
            None if slot == POOL && self.count(PIPELINE) > 0 => Some((500, TIMED_OUT.into())),
            None => None,
        }
    }

    /// An answer with our identifiers in the messages it carries.
    fn renamed(&self, envelope: &str) -> String {
        let mut renamed = String::new();
        let mut rest = envelope;
        while let Some((before, after)) = rest.split_once("<rsp:Stream ") {
            let (attributes, after) = after.split_once('>').unwrap();
            renamed.extend([before, "<rsp:Stream ", attributes, ">"]);
            rest = after;
            if attributes.ends_with('/') {
                continue;
            }
            let (data, after) = after.split_once('<').unwrap();
            let mut fragments = BASE64_STANDARD.decode(data.trim()).unwrap();
            self.rename(&mut fragments);
            renamed.extend([BASE64_STANDARD.encode(fragments).as_str(), "<"]);
            rest = after;
        }
        renamed + rest
    }

    /// Renames in fragments, each of which is whole; a message's header is in its first fragment.
    fn rename(&self, mut fragments: &mut [u8]) {
        const FRAGMENT_HEADER: usize = 21;
        const STARTS: u8 = 1;
        while let Some((header, rest)) = fragments.split_first_chunk_mut::<FRAGMENT_HEADER>() {
            let length = u32::from_be_bytes(*header[17..].first_chunk().unwrap());
            let (message, rest) = rest.split_at_mut(usize::try_from(length).unwrap());
            if header[16] & STARTS != 0 {
                message[8..24].copy_from_slice(&self.pool.to_bytes_le());
                if message[24..40] != [0; 16] {
                    message[24..40].copy_from_slice(&self.pipeline.to_bytes_le());
                }
            }
            fragments = rest;
        }
    }
}

const POOL: &str = "Receive for the pool";
const PIPELINE: &str = "Receive for a pipeline";
const EMPTY: &str =
    r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body/></s:Envelope>"#;
const TIMED_OUT: &str = r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Subcode><s:Value>w:TimedOut</s:Value></s:Subcode></s:Code></s:Fault></s:Body></s:Envelope>"#;

/// Which requests a recorded answer can be an answer to.
fn slot(action: &str, request: &str) -> &'static str {
    match action {
        "Create" => "Create",
        "Command" => "Command",
        "Send" => "Send",
        "Signal" => "Signal",
        "Delete" => "Delete",
        "Receive" if request.contains("DesiredStream CommandId") => PIPELINE,
        "Receive" => POOL,
        _ => "something else",
    }
}

fn sends_public_key(exchange: &Exchange) -> bool {
    const PUBLIC_KEY: [u8; 4] = [5, 0, 1, 0];
    let Some((_, after)) = exchange.request.split_once("<rsp:Stream ") else {
        return false;
    };
    let data = after
        .split_once('>')
        .and_then(|(_, after)| after.split_once('<'));
    // The type stands behind the header of the fragment and the destination.
    data.and_then(|(data, _)| BASE64_STANDARD.decode(data).ok())
        .is_some_and(|message| message.get(25..29) == Some(&PUBLIC_KEY))
}

/// The first identifier after some text of a request.
fn identifier(body: &[u8], after: &str) -> Uuid {
    let (_, rest) = std::str::from_utf8(body)
        .unwrap()
        .split_once(after)
        .unwrap();
    rest.split_once('"').unwrap().0.parse().unwrap()
}

/// An answer that names the request it answers.
fn related(envelope: &str, to: Uuid) -> String {
    const OPEN: &str = "<a:RelatesTo>";
    let Some((before, rest)) = envelope.split_once(OPEN) else {
        return envelope.into();
    };
    let (_, after) = rest.split_once('<').unwrap();
    format!("{before}{OPEN}uuid:{to}<{after}")
}

/// What the client has to tell for a message, if anything.
fn told(heard: &Heard) -> Option<&'static str> {
    Some(match (heard.kind, heard.method, heard.state) {
        (0x0001_0002, ..) => "negotiated",
        (0x0002_1009, ..) => "private data",
        (0x0004_1004, ..) => "output",
        (0x0004_1005, ..) => "error",
        (0x0004_1007, ..) => "debug",
        (0x0004_1008, ..) => "verbose",
        (0x0004_1009, ..) => "warning",
        (0x0004_1010, ..) | (0x0004_1100, Some(20), _) => "progress",
        (0x0004_1011, ..) => "information",
        (0x0004_1006, _, Some(3)) => "stopped",
        (0x0004_1006, _, Some(4)) => "completed",
        (0x0004_1006, _, Some(5)) => "failed",
        (0x0004_1100, Some(6), _) => "exit",
        (0x0004_1100, Some(13..=19 | 21 | 22), _) => "text",
        (0x0004_1100, Some(11 | 12 | 23..=26 | 46), _) => "prompt",
        _ => return None,
    })
}

fn label(event: &Event) -> &'static str {
    match event {
        Event::Negotiated(_) => "negotiated",
        Event::ApplicationPrivateData(_) => "private data",
        Event::Output(_) => "output",
        Event::Error(_) => "error",
        Event::Warning(_) => "warning",
        Event::Verbose(_) => "verbose",
        Event::Debug(_) => "debug",
        Event::Progress(_) => "progress",
        Event::Information(_) => "information",
        Event::HostText(_) => "text",
        Event::PromptRefused(_) => "prompt",
        Event::ExitRequested(_) => "exit",
        Event::StopRefused(_) => "stop refused",
        Event::Unsupported(_) => "unsupported",
        Event::PipelineEnded(end) => match end.outcome {
            Outcome::Completed => "completed",
            Outcome::Failed => "failed",
            Outcome::Stopped => "stopped",
            Outcome::Unknown => "unknown",
        },
    }
}
