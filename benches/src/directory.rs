//! How much of the processor it takes to read a hundred thousand directory objects in pages, beside ldapsearch with the
//! same question to the same slapd.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use pchat_console::adapters::active_directory::ActiveDirectory;
use pchat_console::domain::{Access, Account, DirectoryDial, DirectoryServer, Secret, SipUri};
use pchat_console::ports::{Call, Cancel, Directory as _};
use serde_json::Value;

use crate::Outcome;
use crate::peer;
use crate::rounds::Times;

/// What the program is called with to be the reader of one round.
pub const ROLE: &str = "read-directory";

const ROUNDS: usize = 7;
const OBJECTS: usize = 100_000;
/// All of them claim it.
const ADDRESS: &str = "sip:crowd@contoso.com";
const ATTRIBUTES: &[&str] = &[
    "displayName",
    "isDeleted",
    "msRTCSIP-OwnerUrn",
    "msRTCSIP-PrimaryUserAddress",
    "msRTCSIP-UserEnabled",
    "objectClass",
    "objectGUID",
    "proxyAddresses",
];

pub fn run() -> Outcome {
    let slapd = Slapd::start()?;
    let counted = Command::new("bash")
        .args(["-c", "\"$@\" | grep -c '^dn:'", "count"])
        .args(slapd.ldapsearch())
        .env("LDAPTLS_CACERT", slapd.fact("ca_file"))
        .output()?;
    let counted: usize = String::from_utf8(counted.stdout)?.trim().parse()?;
    if counted != OBJECTS {
        return Err(format!("ldapsearch reads {counted} objects").into());
    }
    let (mut own, mut ldapsearch) = (Times::default(), Times::default());
    for round in 0..ROUNDS {
        // Who goes second finds the server warm, so they take turns.
        if round % 2 == 0 {
            own.push(slapd.own()?);
            ldapsearch.push(slapd.theirs()?);
        } else {
            ldapsearch.push(slapd.theirs()?);
            own.push(slapd.own()?);
        }
    }
    println!(
        "directory: {OBJECTS} objects in pages of 1,000 over TLS, processor time of the client, {ROUNDS} rounds, medians"
    );
    println!("  ours       {:5.2} s", own.median().as_secs_f64());
    println!("  ldapsearch {:5.2} s", ldapsearch.median().as_secs_f64());
    println!(
        "  ours, as a multiple of ldapsearch's: {:.2} (at most 2)",
        own.ratio_to(&ldapsearch)
    );
    Ok(())
}

/// One round of ours, in a process of its own.
pub fn read() -> Outcome {
    let mut facts = String::new();
    std::io::stdin().read_line(&mut facts)?;
    let facts: Value = serde_json::from_str(&facts)?;
    let fact = |name: &str| facts.get(name).and_then(Value::as_str).unwrap_or_default();
    let dial = DirectoryDial {
        server: DirectoryServer::Typed(format!("ldaps://{}", fact("address"))),
        account: Account::Named {
            user: user(&facts),
            password: Secret::new(fact("password")),
        },
        ca_file: Some(PathBuf::from(fact("ca_file"))),
        // Nobody answers there: the server is all there is.
        dns: Some(format!("{}:9", fact("address"))),
        access: Access::ReadOnly,
    };
    let call = Call::new(Duration::from_mins(5), &Cancel::default());
    let mut directory = ActiveDirectory::connect(&dial, &call)?;
    let found = directory.holders(&SipUri::parse(ADDRESS)?, &call)?;
    if found.holders.len() != OBJECTS {
        return Err(format!("read {} objects", found.holders.len()).into());
    }
    Ok(())
}

fn user(facts: &Value) -> String {
    let fact = |name: &str| facts.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{}rtcadmin{}", fact("user_prefix"), fact("user_suffix"))
}

/// The server of the repository's tests.
struct Slapd {
    child: Child,
    stdin: Option<ChildStdin>,
    facts: Value,
}

impl Slapd {
    fn start() -> Outcome<Self> {
        let mut child = Command::new("/usr/bin/python3")
            .arg(peer::here("../tests/peers/directory/slapd"))
            .args(["--entries", &OBJECTS.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().ok_or("no pipe from the server")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let facts: Value = serde_json::from_str(&line)
            .map_err(|err| format!("slapd did not start ({err}); it needs root's ports"))?;
        if let Some(reason) = facts.get("error") {
            return Err(reason.to_string().into());
        }
        Ok(Self {
            child,
            stdin,
            facts,
        })
    }

    fn fact(&self, name: &str) -> &str {
        let fact = self.facts.get(name);
        fact.and_then(Value::as_str).unwrap_or_default()
    }

    fn ldapsearch(&self) -> Vec<String> {
        let words = [
            "ldapsearch",
            "-x",
            "-LLL",
            "-o",
            "ldif-wrap=no",
            "-E",
            "pr=1000/noprompt",
        ];
        let mut words: Vec<String> = words.map(str::to_owned).into();
        for (option, value) in [
            ("-H", format!("ldaps://{}", self.fact("address"))),
            ("-D", user(&self.facts)),
            ("-w", self.fact("password").to_owned()),
            ("-b", self.fact("base").to_owned()),
        ] {
            words.extend([option.to_owned(), value]);
        }
        words.push(format!(
            "(|(msRTCSIP-PrimaryUserAddress={ADDRESS})(proxyAddresses={ADDRESS}))"
        ));
        words.extend(ATTRIBUTES.iter().map(|attribute| (*attribute).to_owned()));
        words
    }

    fn theirs(&self) -> Outcome<Duration> {
        let mut command = timed();
        command
            .args(self.ldapsearch())
            .env("LDAPTLS_CACERT", self.fact("ca_file"));
        processor_time(command, "")
    }

    fn own(&self) -> Outcome<Duration> {
        let mut command = timed();
        command.arg(std::env::current_exe()?).arg(ROLE);
        processor_time(command, &format!("{}\n", self.facts))
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.wait().ok();
    }
}

/// A shell that tells the processor time of the one command it ran.
fn timed() -> Command {
    let mut command = Command::new("bash");
    command.args(["-c", "\"$@\" >/dev/null && times", "timed"]);
    command
}

fn processor_time(mut command: Command, input: &str) -> Outcome<Duration> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let told = String::from_utf8(output.stdout)?;
    // The second line is that of the children: `0m0.640s 0m0.020s`.
    let line = told.lines().nth(1).ok_or("a reader failed")?;
    let mut seconds = 0.0;
    for part in line.split_whitespace() {
        let (minutes, rest) = part.split_once('m').ok_or("no time")?;
        let minutes: f64 = minutes.parse()?;
        let rest: f64 = rest.trim_end_matches('s').parse()?;
        seconds += minutes * 60.0 + rest;
    }
    Ok(Duration::from_secs_f64(seconds))
}
