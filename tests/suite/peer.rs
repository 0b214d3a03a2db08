//! The test peer: a PSRP server that is not ours, started for a test and ended with it.
//!
//! It runs on loopback with a certificate authority, a password and a control port of its own. `./check` makes the
//! Python environment it needs; without it these tests fail and say so.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{Access, Account, Authentication, Dial, Recording, Secret};
use pchat_console::ports::{Call, Cancel, PortResult};
use serde_json::{Value, json};

/// Set by `./check`; the place it makes the environment at is the default.
const PYTHON: &str = "PCHAT_PEERS_PYTHON";
const DEFAULT_PYTHON: &str = "target/peers-venv/bin/python";

pub(crate) struct Peer {
    child: Child,
    /// The peer ends when this is closed, also when the test was killed.
    stdin: Option<ChildStdin>,
    facts: Value,
}

impl Peer {
    /// Starts a peer with these options of `tests/peers/serve`.
    pub(crate) fn start(options: &[&str]) -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let mut child = Command::new(python())
            .arg(root.join("tests/peers/serve"))
            .arg("--exit-with-stdin")
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the peer starts");
        let stdin = child.stdin.take();
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("the peer says where it is");
        let facts = serde_json::from_str(&line).unwrap_or_else(|err| panic!("{err}: {line:?}"));
        Self {
            child,
            stdin,
            facts,
        }
    }

    pub(crate) fn fact(&self, name: &str) -> &str {
        self.facts[name].as_str().unwrap_or_default()
    }

    pub(crate) fn password(&self) -> Secret {
        let text = std::fs::read_to_string(self.fact("password_file")).expect("the password file");
        Secret::new(text.trim_end())
    }

    /// Everything that has to be right to sign in; tests spoil one thing at a time.
    pub(crate) fn dial(&self) -> Dial {
        Dial {
            uri: self.fact("uri").to_owned(),
            account: Account::Named {
                user: self.fact("user").to_owned(),
                password: self.password(),
            },
            authentication: Authentication::Ntlm,
            ca_file: self.facts["ca_file"].as_str().map(PathBuf::from),
            kdc: self.facts["kdc"].as_str().map(str::to_owned),
            access: Access::Changes,
            recording: Recording::Off,
        }
    }

    pub(crate) fn connect(&self) -> PortResult<RemotePowerShell> {
        RemotePowerShell::connect(&self.dial(), &call())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        self.control("POST", path, &body.to_string())
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        self.control("GET", path, "")
    }

    pub(crate) fn reset(&self) {
        self.post("/reset", &json!({}));
    }

    pub(crate) fn fault(&self, name: &str, cmdlet: &str) {
        self.post("/fault", &json!({ "name": name, "cmdlet": cmdlet }));
    }

    fn control(&self, method: &str, path: &str, body: &str) -> Value {
        control(self.fact("control_uri"), method, path, body)
    }
}

/// The Python of the environment the peers need.
pub(crate) fn python() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = std::env::var_os(PYTHON).map_or_else(|| root.join(DEFAULT_PYTHON), PathBuf::from);
    assert!(
        python.exists(),
        "no Python environment for the test peers at {}: run ./check once, it makes one",
        python.display()
    );
    python
}

/// Asks the control port at this address for something.
pub(crate) fn control(uri: &str, method: &str, path: &str, body: &str) -> Value {
    let address = uri.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("the control port");
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("a socket");
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("the control port listens");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the control port answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
    assert!(head.contains(" 200 "), "{method} {path}: {answer}");
    serde_json::from_str(body).expect("JSON")
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.wait().ok();
    }
}

/// A call with a patience that suits a server on this machine.
pub(crate) fn call() -> Call {
    Call::new(Duration::from_secs(30), &Cancel::default())
}
