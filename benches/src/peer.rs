//! The test peer of the repository, and the Python it runs with.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use serde_json::Value;

use crate::Outcome;

/// Set by `./check`; the place it makes the environment at is the default.
const PYTHON: &str = "PCHAT_PEERS_PYTHON";

/// A file of this package.
pub fn here(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

pub fn python() -> Outcome<PathBuf> {
    let default = || here("../target/peers-venv/bin/python");
    let python = std::env::var_os(PYTHON).map_or_else(default, PathBuf::from);
    if python.exists() {
        Ok(python)
    } else {
        Err(format!("no {}: run ./check once, it makes one", python.display()).into())
    }
}

/// A peer that listens on loopback until this is dropped.
pub struct Peer {
    child: Child,
    stdin: Option<ChildStdin>,
    facts: Value,
}

impl Peer {
    pub fn start(options: &[&str]) -> Outcome<Self> {
        let mut child = Command::new(python()?)
            .arg(here("../tests/peers/serve"))
            .arg("--exit-with-stdin")
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().ok_or("no pipe from the peer")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        Ok(Self {
            child,
            stdin,
            facts: serde_json::from_str(&line)?,
        })
    }

    pub fn fact(&self, name: &str) -> &str {
        self.facts
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.stdin.take());
        self.child.wait().ok();
    }
}
