//! How long one small command takes in a session that is open, beside pypsrp, against the same peer on loopback.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use pchat_console::adapters::remote_powershell::RemotePowerShell;
use pchat_console::domain::{Access, Account, Authentication, Dial, Recording, Secret, SipUri};
use pchat_console::ports::{Call, Cancel, Deployment as _};
use serde_json::{Value, json};

use crate::Outcome;
use crate::peer::{self, Peer};
use crate::rounds::Times;

const PAIRS: usize = 300;
/// Before the clock counts: caches, and the first use of everything.
const WARM_UP: usize = 20;
/// Nobody has it. To look it up is one command with one answer.
const ADDRESS: &str = "sip:nobody-here@contoso.com";

pub fn run() -> Outcome {
    let peer = Peer::start(&[])?;
    let password = std::fs::read_to_string(peer.fact("password_file"))?;
    let mut ours = Ours::start(&peer, password.trim_end())?;
    let mut theirs = Theirs::start(&peer, password.trim_end())?;
    for _ in 0..WARM_UP {
        ours.command()?;
        theirs.command()?;
    }
    let (mut own, mut pypsrp) = (Times::default(), Times::default());
    for pair in 0..PAIRS {
        // Who goes second finds the peer warm, so they take turns.
        if pair % 2 == 0 {
            own.push(ours.command()?);
            pypsrp.push(theirs.command()?);
        } else {
            pypsrp.push(theirs.command()?);
            own.push(ours.command()?);
        }
    }
    println!(
        "latency: one small command, NTLM in Negotiate over TLS on loopback, {PAIRS} pairs, medians"
    );
    println!("  ours   {:6.2} ms", milliseconds(own.median()));
    println!("  pypsrp {:6.2} ms", milliseconds(pypsrp.median()));
    let ratio = own.median().as_secs_f64() / pypsrp.median().as_secs_f64();
    println!("  ours, as a multiple of pypsrp's: {ratio:.2} (at most 1.1)");
    Ok(())
}

struct Ours {
    deployment: RemotePowerShell,
    call: Call,
    address: SipUri,
}

impl Ours {
    fn start(peer: &Peer, password: &str) -> Outcome<Self> {
        let call = Call::new(Duration::from_secs(30), &Cancel::default());
        let dial = Dial {
            uri: peer.fact("uri").to_owned(),
            account: Account::Named {
                user: peer.fact("user").to_owned(),
                password: Secret::new(password),
            },
            authentication: Authentication::Ntlm,
            ca_file: Some(PathBuf::from(peer.fact("ca_file"))),
            kdc: None,
            recording: Recording::Off,
            access: Access::ReadOnly,
        };
        Ok(Self {
            deployment: RemotePowerShell::connect(&dial, &call)?,
            call,
            address: SipUri::parse(ADDRESS)?,
        })
    }

    fn command(&mut self) -> Outcome<Duration> {
        let begun = Instant::now();
        let found = self.deployment.endpoint(&self.address, &self.call)?;
        let time = begun.elapsed();
        if found.is_some() {
            return Err("somebody has the address".into());
        }
        Ok(time)
    }
}

struct Theirs {
    child: Child,
    stdin: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Theirs {
    fn start(peer: &Peer, password: &str) -> Outcome<Self> {
        let mut child = Command::new(peer::python()?)
            .arg(peer::here("python/latency.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let port = peer
            .fact("uri")
            .split([':', '/'])
            .find_map(|part| part.parse::<u16>().ok())
            .ok_or("the peer names no port")?;
        let facts = json!({
            "port": port,
            "user": peer.fact("user"),
            "password": password,
            "ca_file": peer.fact("ca_file"),
            "cmdlet": "Get-CsPersistentChatEndpoint",
            "parameters": { "Identity": ADDRESS },
        });
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().ok_or("no pipe from pypsrp")?;
        let mut theirs = Self {
            child,
            stdin,
            answers: BufReader::new(stdout),
        };
        let ready = theirs.ask(&facts.to_string())?;
        if ready.trim() != "ready" {
            return Err("pypsrp did not connect".into());
        }
        Ok(theirs)
    }

    fn command(&mut self) -> Outcome<Duration> {
        let answer: Value = serde_json::from_str(&self.ask("go")?)?;
        if answer.get("found") != Some(&json!(0)) {
            return Err("somebody has the address".into());
        }
        let seconds = answer.get("seconds").and_then(Value::as_f64);
        Ok(Duration::from_secs_f64(
            seconds.ok_or("pypsrp told no time")?,
        ))
    }

    fn ask(&mut self, line: &str) -> Outcome<String> {
        if let Some(stdin) = &mut self.stdin {
            writeln!(stdin, "{line}")?;
            stdin.flush()?;
        }
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer)
    }
}

impl Drop for Theirs {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.wait().ok();
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
