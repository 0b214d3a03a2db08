//! Secrets between our client and a server that is not ours: psrpcore, with nothing but pipes between (`tests/peers`).
//!
//! What psrpcore reads in our arguments, and what we read in its answers, shows that both mean the same key.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command as Process, Stdio};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pchat_console::psrp::clixml::Value;
use pchat_console::psrp::runspace::{
    Client, Command, Config, Credential, Event, Next, Outgoing, Parameter, RequestKind,
};
use pchat_console::psrp::secrecy::{ExchangeKey, SecretText};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::peer;

/// A client, and psrpcore at the other end.
struct Session {
    client: Client,
    events: Vec<Event>,
    server: Child,
    answers: BufReader<ChildStdout>,
    pool: Vec<u8>,
    pipeline: Vec<u8>,
    requests: Vec<RequestKind>,
}

impl Session {
    fn open() -> Self {
        let mut server = Process::new(peer::python())
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/exchange"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let answers = BufReader::new(server.stdout.take().expect("a pipe"));
        let mut last = 0;
        let ids = move || {
            last += 1;
            Uuid::from_u128(last)
        };
        let mut random = StdRng::seed_from_u64(7);
        let keys = move || ExchangeKey::generate(&mut random);
        let config = Config::new("https://server/OcsPowershell");
        let mut session = Self {
            client: Client::new(config, Box::new(ids)).with_exchange_keys(Box::new(keys)),
            events: Vec::new(),
            server,
            answers,
            pool: Vec::new(),
            pipeline: Vec::new(),
            requests: Vec::new(),
        };
        let create = session.client.open().unwrap();
        assert_eq!(session.drive(create), Next::Opened);
        session
    }

    fn run(&mut self, command: &Command) {
        self.requests.clear();
        self.events.clear();
        let first = self.client.invoke(command).unwrap();
        assert_eq!(self.drive(first), Next::PipelineEnded);
    }

    fn drive(&mut self, mut outgoing: Outgoing) -> Next {
        loop {
            let kind = outgoing.request.kind;
            self.requests.push(kind);
            let body = std::str::from_utf8(&outgoing.body).unwrap();
            let answer = envelope(outgoing.request.message_id, &self.answer(kind, body));
            let next =
                self.client
                    .received(outgoing.request, 200, answer.as_bytes(), &mut self.events);
            match next.unwrap() {
                Next::Send(next) => outgoing = next,
                next => return next,
            }
        }
    }

    fn answer(&mut self, kind: RequestKind, body: &str) -> String {
        match kind {
            RequestKind::Create => {
                self.tell(between(body, "<creationXml ", "</creationXml>"));
                "<rsp:Shell><rsp:ShellId>1</rsp:ShellId></rsp:Shell>".into()
            }
            RequestKind::Command => {
                self.tell(between(body, "<rsp:Arguments", "</rsp:Arguments>"));
                String::new()
            }
            RequestKind::Send => {
                self.tell(between(body, "<rsp:Stream ", "</rsp:Stream>"));
                String::new()
            }
            RequestKind::Receive => {
                let command = body.split_once("DesiredStream CommandId=\"");
                let command = command.and_then(|(_, after)| after.split_once('"'));
                let data = match command {
                    Some(_) => std::mem::take(&mut self.pipeline),
                    None => std::mem::take(&mut self.pool),
                };
                match command {
                    _ if data.is_empty() => TIMED_OUT.into(),
                    Some((id, _)) => stream(&format!(r#" CommandId="{id}""#), &data),
                    None => stream("", &data),
                }
            }
            RequestKind::Stop | RequestKind::Terminate | RequestKind::Delete => String::new(),
        }
    }

    /// Passes what the client sent on, and keeps what the server has to say to it.
    fn tell(&mut self, data: &str) {
        let input = self.server.stdin.as_mut().expect("a pipe");
        writeln!(input, "{}", json!({ "data": data })).expect("the server listens");
        let mut line = String::new();
        self.answers
            .read_line(&mut line)
            .expect("the server answers");
        let said: Json = serde_json::from_str(&line).expect("JSON");
        for (stream, kept) in [("pool", &mut self.pool), ("pipeline", &mut self.pipeline)] {
            kept.extend(
                BASE64_STANDARD
                    .decode(said[stream].as_str().unwrap())
                    .unwrap(),
            );
        }
    }

    fn outputs(&self) -> Vec<Value> {
        let outputs = self.events.iter().filter_map(|event| match event {
            Event::Output(value) => Some(value.clone()),
            _ => None,
        });
        outputs.collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.server.stdin.take());
        self.server.wait().ok();
    }
}

const TIMED_OUT: &str =
    "<s:Fault><s:Code><s:Subcode><s:Value>w:TimedOut</s:Value></s:Subcode></s:Code></s:Fault>";

fn envelope(to: Uuid, body: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell"><s:Header><a:RelatesTo>uuid:{to}</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"#
    )
}

fn stream(attribute: &str, data: &[u8]) -> String {
    let data = BASE64_STANDARD.encode(data);
    format!(
        r#"<rsp:ReceiveResponse><rsp:Stream Name="stdout"{attribute}>{data}</rsp:Stream></rsp:ReceiveResponse>"#
    )
}

/// The text of an element.
fn between<'b>(body: &'b str, start: &str, end: &str) -> &'b str {
    let (_, after) = body.split_once(start).unwrap();
    let (_, after) = after.split_once('>').unwrap();
    after.split_once(end).unwrap().0
}

#[test]
fn a_server_reads_the_secrets_of_a_command() {
    let mut session = Session::open();
    let credential = Credential {
        user: r"CONTOSO\운영자".into(),
        password: SecretText::new("p𐐷 <&> _x000A_"),
    };
    let command = Command::new("Show-Secrets")
        .parameter("Password", SecretText::new("비밀 번호"))
        .parameter("SenderCredential", credential);
    session.run(&command);
    assert_eq!(
        session.outputs(),
        [
            Value::from("Password: 비밀 번호"),
            Value::from(r"SenderCredential: CONTOSO\운영자 p𐐷 <&> _x000A_"),
        ]
    );
    // The key goes before the command, and only once.
    assert_eq!(
        session.requests,
        [
            RequestKind::Send,
            RequestKind::Receive,
            RequestKind::Command,
            RequestKind::Receive,
            RequestKind::Terminate
        ]
    );
    session.run(&command);
    assert_eq!(session.requests[0], RequestKind::Command);
}

#[test]
fn a_server_that_asks_for_the_key_sends_secrets_that_can_be_read() {
    let mut session = Session::open();
    let secret = "秘密 \r\n";
    let command = Command::new("Read-Secret").parameter("Text", Parameter::from(secret));
    session.run(&command);
    let outputs = session.outputs();
    let [Value::SecureString(secure)] = outputs.as_slice() else {
        panic!("{outputs:?}")
    };
    assert_eq!(session.client.decrypt(secure).unwrap().expose(), secret);
}
