//! The transcript of a live session: no secret in it, and a client that is fed with it sees the same again.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{
    Authentication, ChatTest, Credential, Fqdn, Recording, Secret, SipUri, TesterCredentials,
};
use pchat_console::lync::decode;
use pchat_console::ports::{Deployment as _, PortErrorKind};
use pchat_console::psrp::clixml::{Decoder, Value};
use pchat_console::psrp::fragment::Fragmenter;
use pchat_console::psrp::runspace::{
    Client, Command, Config, Event, Next, Outcome, Outgoing, Parameter, RequestKind,
};
use uuid::Uuid;

use crate::peer::{Peer, call};

// Reading a transcript

#[derive(Debug)]
enum Entry {
    Session(String),
    Id(Uuid),
    Request {
        number: u64,
        kind: String,
        text: Text,
    },
    Answer {
        number: u64,
        status: u16,
        text: Text,
    },
    NoAnswer {
        number: u64,
    },
}

/// An envelope and the messages that belong into it.
#[derive(Debug, Default)]
struct Text {
    envelope: String,
    /// Header and payload.
    messages: VecDeque<(Vec<u8>, String)>,
}

fn read(path: &Path) -> Vec<Entry> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines().peekable();
    assert_eq!(lines.next(), Some("pchat-console transcript 1"));
    let mut entries = Vec::new();
    while let Some(line) = lines.next() {
        let mut body = String::new();
        while let Some(more) = lines.peek().and_then(|line| line.strip_prefix("| ")) {
            lines.next();
            if !body.is_empty() {
                body.push('\n');
            }
            body.push_str(more);
        }
        let words: Vec<&str> = line.split(' ').collect();
        let text = Text {
            envelope: body.clone(),
            messages: VecDeque::new(),
        };
        match words[0] {
            "#" => {}
            "session" => entries.push(Entry::Session(words.last().unwrap().to_string())),
            "id" => entries.push(Entry::Id(words[1].parse().unwrap())),
            "request" => entries.push(Entry::Request {
                number: words[1].parse().unwrap(),
                kind: words[3].to_owned(),
                text,
            }),
            "answer" => entries.push(Entry::Answer {
                number: words[1].parse().unwrap(),
                status: words[3].parse().unwrap(),
                text,
            }),
            "no-answer" => entries.push(Entry::NoAnswer {
                number: words[1].parse().unwrap(),
            }),
            "message" => {
                let header = hex(words[1]);
                match entries.last_mut().unwrap() {
                    Entry::Request { text, .. } | Entry::Answer { text, .. } => {
                        text.messages.push_back((header, body));
                    }
                    other => panic!("{other:?}"),
                }
            }
            other => panic!("{other}"),
        }
    }
    entries
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap())
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

impl Text {
    /// The body as it could have been on the wire: what the messages were cut into is not recorded.
    fn body(&self, fragmenter: &mut Fragmenter) -> Vec<u8> {
        let mut messages = self.messages.iter();
        let mut parts = self.envelope.split(">messages:");
        let mut body = parts.next().unwrap().to_owned();
        for part in parts {
            let (count, rest) = part.split_once('<').unwrap();
            let mut data = Vec::new();
            for (header, payload) in messages.by_ref().take(count.parse().unwrap()) {
                let message = [header, payload.as_bytes()].concat();
                data.extend(fragmenter.split(&message, usize::MAX).concat());
            }
            write!(body, ">{}<{rest}", STANDARD.encode(data)).unwrap();
        }
        body.into_bytes()
    }

    /// The command that was sent, put together from what stands in the transcript.
    fn command(&self) -> Command {
        let (_, payload) = self.messages.front().unwrap();
        let value = Decoder::new().decode(payload).unwrap();
        let shell = value.property("PowerShell").unwrap();
        let command = &shell.property("Cmds").unwrap().as_list()[0];
        let name = command.property("Cmd").and_then(Value::as_str).unwrap();
        let arguments = command.property("Args").unwrap().as_list();
        arguments
            .iter()
            .fold(Command::new(name), |command, argument| {
                let name = argument.property("N").and_then(Value::as_str).unwrap();
                let value = argument.property("V").unwrap();
                let value = match value {
                    Value::Bool(on) => Parameter::Bool(*on),
                    value if value.as_str().is_some() => value.as_str().unwrap().into(),
                    list => {
                        let items = list.as_list().iter();
                        let texts = items.map(|item| item.as_str().unwrap().to_owned());
                        texts.collect::<Vec<_>>().into()
                    }
                };
                command.parameter(name.trim_matches(['-', ':']), value)
            })
    }
}

/// Feeds a client with the answers of a transcript and returns what it told.
fn replay(entries: Vec<Entry>) -> Vec<Event> {
    let mut fragmenter = Fragmenter::default();
    let mut events = Vec::new();
    let sessions = entries
        .iter()
        .filter(|entry| matches!(entry, Entry::Session(_)))
        .count();
    assert_eq!(sessions, 1);
    let mut ids: VecDeque<Uuid> = VecDeque::new();
    let mut uri = String::new();
    for entry in &entries {
        match entry {
            Entry::Id(id) => ids.push_back(*id),
            Entry::Session(session) => uri.clone_from(session),
            _ => {}
        }
    }
    let mut config = Config::new(uri);
    config.operation_timeout = std::time::Duration::from_secs(20);
    let mut client = Client::new(config, Box::new(move || ids.pop_front().expect("an id")));
    let mut next: Option<Outgoing> = None;
    let mut waiting: Vec<(u64, Outgoing)> = Vec::new();
    for entry in entries {
        match entry {
            Entry::Session(_) | Entry::Id(_) => {}
            Entry::Request { number, kind, text } => {
                let outgoing = next.take().unwrap_or_else(|| match kind.as_str() {
                    "Create" => client.open().unwrap(),
                    "Command" => client.invoke(&text.command()).unwrap(),
                    "Receive" => client.keep_alive().unwrap(),
                    "Stop" => client.stop().unwrap(),
                    "Delete" => client.close().unwrap(),
                    other => panic!("{other} was not due"),
                });
                assert_eq!(outgoing.request.kind.to_string(), kind);
                check_same(&outgoing, &text);
                waiting.push((number, outgoing));
            }
            Entry::Answer {
                number,
                status,
                text,
            } => {
                let place = waiting.iter().position(|(n, _)| *n == number).unwrap();
                let (_, outgoing) = waiting.remove(place);
                let body = text.body(&mut fragmenter);
                match client
                    .received(outgoing.request, status, &body, &mut events)
                    .unwrap()
                {
                    Next::Send(outgoing) => next = Some(outgoing),
                    Next::Wait | Next::Opened | Next::PipelineEnded | Next::Closed => {}
                }
            }
            Entry::NoAnswer { number } => waiting.retain(|(waits, _)| *waits != number),
        }
    }
    events
}

/// The client says what it said then, envelope and messages.
fn check_same(outgoing: &Outgoing, text: &Text) {
    let said = String::from_utf8(outgoing.body.clone()).unwrap();
    let (before, _) = text
        .envelope
        .split_once(">messages:")
        .unwrap_or((&text.envelope, ""));
    assert!(said.starts_with(before), "{said}\n{before}");
    if outgoing.request.kind == RequestKind::Command {
        let data = said.split("<rsp:Arguments>").nth(1).unwrap();
        let data = STANDARD.decode(data.split('<').next().unwrap()).unwrap();
        let data = String::from_utf8_lossy(&data).into_owned();
        for (_, payload) in &text.messages {
            assert!(data.contains(payload.as_str()), "{data}\n{payload}");
        }
    }
}

// Tests

fn record(peer: &Peer, path: &Path, work: impl FnOnce(&mut RemotePowerShell)) {
    let mut dial = peer.dial();
    dial.recording = Recording::File(path.to_owned());
    let mut session = RemotePowerShell::connect(&dial, &call()).unwrap();
    work(&mut session);
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("transcripts").join("1.transcript");
    (folder, path)
}

#[test]
fn a_client_fed_with_a_transcript_says_and_sees_the_same_again() {
    let peer = Peer::start(&[]);
    let (_folder, path) = place();
    let mut inventory = None;
    record(&peer, &path, |session| {
        inventory = Some(session.inventory(&call()).unwrap());
        session.keep_alive(&call()).unwrap();
        session.rights(&call()).unwrap();
        let unknown = SipUri::parse("sip:nobody@contoso.com").unwrap();
        assert!(session.endpoint(&unknown, &call()).unwrap().is_none());
    });
    let events = replay(read(&path));

    let outputs: Vec<Value> = events
        .iter()
        .filter_map(|event| match event {
            Event::Output(value) => Some(value.clone()),
            _ => None,
        })
        .collect();
    let mut endpoints: Vec<SipUri> = decode::endpoints(&outputs, None)
        .values
        .into_iter()
        .map(|endpoint| endpoint.sip_address)
        .collect();
    endpoints.sort();
    endpoints.dedup();
    for endpoint in inventory.unwrap().endpoints {
        assert!(endpoints.contains(&endpoint.sip_address), "{endpoint:?}");
    }
    let ends: Vec<Outcome> = events
        .iter()
        .filter_map(|event| match event {
            Event::PipelineEnded(end) => Some(end.outcome),
            _ => None,
        })
        .collect();
    let log = peer.get("/log");
    assert_eq!(ends.len(), log["pipelines"].as_array().unwrap().len());
    assert!(events.iter().any(|event| matches!(event, Event::Error(_))));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::Negotiated(_)))
    );
}

#[test]
fn a_transcript_holds_no_password_and_no_token_however_one_signs_in() {
    for (options, authentication) in [
        (&["--auth", "ntlm"][..], Authentication::Ntlm),
        (&["--auth", "negotiate"], Authentication::Ntlm),
        (&["--auth", "basic"], Authentication::Basic),
    ] {
        let peer = Peer::start(options);
        let (_folder, path) = place();
        let mut dial = peer.dial();
        dial.authentication = authentication;
        dial.recording = Recording::File(path.clone());
        RemotePowerShell::connect(&dial, &call())
            .unwrap()
            .inventory(&call())
            .unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let password = peer.password();
        let user = peer.fact("user");
        let basic = STANDARD.encode(format!("{user}:{}", password.expose()));
        for secret in [
            password.expose(),
            &basic,
            "TlRMTVNTUA",
            "Authorization",
            "YII",
        ] {
            assert!(!text.contains(secret), "{options:?}");
        }
        assert!(text.contains(&format!("# account {user}")));
    }
}

#[test]
fn a_password_a_command_carries_is_not_in_the_transcript_in_any_form() {
    let peer = Peer::start(&[]);
    let state = peer.get("/state");
    let users: Vec<(SipUri, String)> = state["users"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|user| {
            let address = SipUri::parse(user["sip_address"].as_str()?).ok()?;
            Some((address, user["sam_account_name"].as_str()?.to_owned()))
        })
        .take(2)
        .collect();
    let credential = |name: &str| Credential {
        user: format!("CONTOSO\\{name}"),
        password: Secret::new("Canary-7-Password"),
    };
    let chat = ChatTest {
        registrar: Fqdn::parse("pool2015-seoul.contoso.com").unwrap(),
        sender: users[0].0.clone(),
        receiver: users[1].0.clone(),
        credentials: Some(TesterCredentials {
            sender: credential(&users[0].1),
            receiver: credential(&users[1].1),
        }),
        room: None,
    };
    let (_folder, path) = place();
    record(&peer, &path, |session| {
        // That the password is wrong is a result, too.
        session.test_chat(&chat, &call()).ok();
    });
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("Canary"), "{text}");
    assert!(text.contains(&users[0].1), "the user is no secret");
    let secure: Vec<&str> = text.split("<SS").skip(1).collect();
    assert_eq!(secure.len(), 2);
    for part in secure {
        assert!(part.contains(">cmVtb3ZlZA==</SS>"), "{part}");
    }
    let key = text.split("N=\"EncryptedSessionKey\">").nth(1).unwrap();
    assert!(key.starts_with("[removed]<"), "{key}");
}

#[test]
fn a_lost_line_stands_in_the_transcript_too() {
    let peer = Peer::start(&[]);
    let (_folder, path) = place();
    record(&peer, &path, |session| {
        peer.fault("drop-after-act", "Get-CsSipDomain");
        session.inventory(&call()).unwrap();
    });
    let entries = read(&path);
    let lost = entries
        .iter()
        .filter(|entry| matches!(entry, Entry::NoAnswer { .. }))
        .count();
    let sessions = entries
        .iter()
        .filter(|entry| matches!(entry, Entry::Session(_)))
        .count();
    assert_eq!((lost, sessions), (1, 2));
}

#[test]
fn a_transcript_that_cannot_be_begun_is_said_before_anything_is_sent() {
    let peer = Peer::start(&[]);
    let (_folder, path) = place();
    record(&peer, &path, |_| {});
    peer.post("/clear-log", &serde_json::json!({}));
    let mut dial = peer.dial();
    dial.recording = Recording::File(path);
    let Err(err) = RemotePowerShell::connect(&dial, &call()) else {
        panic!("a file was written over");
    };
    assert_eq!(err.kind, PortErrorKind::File);
    assert_eq!(peer.get("/requests"), serde_json::json!({ "requests": [] }));
}
