//! A server of one deployment without pools and with a hundred thousand endpoints, in a process of its own.
//!
//! It says what a real one says, in the same envelopes and fragments, but fast: the answers are cut before they are
//! asked for. HTTP on loopback with Basic, one connection after the other.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pchat_console::psrp::fragment::Fragmenter;
use uuid::Uuid;

use crate::{Outcome, corpus};

/// What the program is called with to be this server.
pub const ROLE: &str = "serve";

const SHELL: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
/// Data of one answer, so that it stays below the client's `MaxEnvelopeSize` in base64.
const ANSWER: usize = 96 * 1024;

const SESSION_CAPABILITY: u32 = 0x0001_0002;
const POOL_STATE: u32 = 0x0002_1005;
const PIPELINE_OUTPUT: u32 = 0x0004_1004;
const PIPELINE_STATE: u32 = 0x0004_1006;

/// The server, from the client's side.
pub struct Server {
    child: Child,
    stdin: Option<ChildStdin>,
    pub uri: String,
}

impl Server {
    pub fn start() -> Outcome<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(ROLE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take();
        let mut uri = String::new();
        BufReader::new(child.stdout.take().ok_or("no pipe from the server")?)
            .read_line(&mut uri)?;
        Ok(Self {
            child,
            stdin,
            uri: uri.trim().to_owned(),
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.wait().ok();
    }
}

/// Serves until standard input ends.
pub fn serve() -> Outcome {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!(
        "http://localhost:{}/OcsPowershell",
        listener.local_addr()?.port()
    );
    std::thread::Builder::new()
        .name("connections".into())
        .spawn(move || {
            let mut session = Session::default();
            for stream in listener.incoming().flatten() {
                // The client hangs up when it likes.
                session.connection(&stream).ok();
            }
        })?;
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(())
}

#[derive(Default)]
struct Session {
    pool: Uuid,
    fragmenter: Fragmenter,
    /// Data of the answers to come, the last one first, and the command they belong to.
    answers: Vec<Vec<u8>>,
    command: Option<Uuid>,
}

impl Session {
    fn connection(&mut self, stream: &TcpStream) -> Outcome {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream);
        loop {
            let (mut length, mut is_signed_in) = (0, false);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line)? == 0 {
                    return Ok(());
                }
                let line = line.trim_end().to_ascii_lowercase();
                if line.is_empty() {
                    break;
                }
                if let Some(value) = line.strip_prefix("content-length:") {
                    length = value.trim().parse()?;
                }
                is_signed_in |= line.starts_with("authorization: basic ");
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            let mut writer = stream;
            if is_signed_in {
                let answer = self.answer(std::str::from_utf8(&body)?)?;
                write!(
                    writer,
                    "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: {}\r\n\r\n",
                    answer.len()
                )?;
                writer.write_all(answer.as_bytes())?;
            } else {
                writer.write_all(
                    b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"bench\"\r\nContent-Length: 0\r\n\r\n",
                )?;
            }
        }
    }

    fn answer(&mut self, request: &str) -> Outcome<String> {
        let action = between(request, "<a:Action s:mustUnderstand=\"true\">", "<")?;
        let operation = action.rsplit('/').next().unwrap_or_default();
        let body = match operation {
            "Create" => {
                self.pool = between(request, "<rsp:Shell ShellId=\"", "\"")?.parse()?;
                self.command = None;
                let capability = r#"<Obj RefId="0"><MS><Version N="protocolversion">2.2</Version><Version N="PSVersion">2.0</Version><Version N="SerializationVersion">1.1.0.1</Version></MS></Obj>"#;
                let opened = r#"<Obj RefId="0"><MS><I32 N="RunspaceState">2</I32></MS></Obj>"#;
                let mut data = self.fragments(SESSION_CAPABILITY, Uuid::nil(), capability);
                data.extend(self.fragments(POOL_STATE, Uuid::nil(), opened));
                self.answers = vec![data];
                format!(
                    "<rsp:Shell><rsp:ShellId>{}</rsp:ShellId></rsp:Shell>",
                    self.pool
                )
            }
            "Command" => {
                let command: Uuid =
                    between(request, "<rsp:CommandLine CommandId=\"", "\"")?.parse()?;
                let fragment = BASE64_STANDARD.decode(between(request, "<rsp:Arguments>", "<")?)?;
                let asks = |cmdlet: &str| {
                    let name = format!(">{cmdlet}<");
                    fragment
                        .windows(name.len())
                        .any(|window| window == name.as_bytes())
                };
                let count = if asks("Get-CsPersistentChatEndpoint") {
                    corpus::ENDPOINTS
                } else {
                    0
                };
                self.command = Some(command);
                self.answers = self.output(command, count);
                format!(
                    "<rsp:CommandResponse><rsp:CommandId>{command}</rsp:CommandId></rsp:CommandResponse>"
                )
            }
            "Receive" => self.receive()?,
            _ => String::new(),
        };
        let related = between(request, "<a:MessageID>", "<")?;
        Ok(format!(
            concat!(
                r#"<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" "#,
                r#"xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:rsp="{shell}"><s:Header>"#,
                r#"<a:Action>{action}Response</a:Action><a:RelatesTo>{related}</a:RelatesTo></s:Header>"#,
                r#"<s:Body>{body}</s:Body></s:Envelope>"#
            ),
            shell = SHELL,
            action = action,
            related = related,
            body = body,
        ))
    }

    fn receive(&mut self) -> Outcome<String> {
        let data = self.answers.pop().ok_or("nothing left to say")?;
        let command = self
            .command
            .map(|command| format!(r#" CommandId="{command}""#))
            .unwrap_or_default();
        let stream = BASE64_STANDARD.encode(data);
        let state = if self.answers.is_empty() && self.command.is_some() {
            format!(
                r#"<rsp:CommandState{command} State="{SHELL}/CommandState/Done"></rsp:CommandState>"#
            )
        } else {
            String::new()
        };
        Ok(format!(
            r#"<rsp:ReceiveResponse><rsp:Stream Name="stdout"{command}>{stream}</rsp:Stream>{state}</rsp:ReceiveResponse>"#
        ))
    }

    /// What a command says, cut into answers, the last one first.
    fn output(&mut self, command: Uuid, count: usize) -> Vec<Vec<u8>> {
        let mut answers = vec![Vec::new()];
        for number in 0..count {
            let fragments = self.fragments(PIPELINE_OUTPUT, command, &corpus::document(number));
            match answers.last_mut() {
                Some(answer) if answer.len() + fragments.len() <= ANSWER => {
                    answer.extend(fragments);
                }
                _ => answers.push(fragments),
            }
        }
        let completed = r#"<Obj RefId="0"><MS><I32 N="PipelineState">4</I32></MS></Obj>"#;
        answers.push(self.fragments(PIPELINE_STATE, command, completed));
        answers.reverse();
        answers
    }

    fn fragments(&mut self, kind: u32, pipeline: Uuid, clixml: &str) -> Vec<u8> {
        const TO_CLIENT: u32 = 1;
        let mut message = Vec::new();
        message.extend(TO_CLIENT.to_le_bytes());
        message.extend(kind.to_le_bytes());
        message.extend(self.pool.to_bytes_le());
        message.extend(pipeline.to_bytes_le());
        message.extend(clixml.as_bytes());
        self.fragmenter.split(&message, ANSWER).concat()
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Outcome<&'t str> {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map(|(found, _)| found)
        .ok_or_else(|| format!("no {before} in the request").into())
}
