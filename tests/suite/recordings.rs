//! Sessions recorded on real Windows servers, for the modules beside this one that begin with its name.
//!
//! The recordings belong to pypsrp's own tests. `tests/recordings/prepare` fetches them by hash and writes what is read
//! here; `./check` runs it. pypsrp's decoding comes with them, so that another decoder judges ours.

use std::path::Path;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;
use serde_json::Value as Json;

#[derive(Deserialize)]
pub(crate) struct Recordings {
    pub(crate) exchange_key: Primes,
    pub(crate) sessions: Vec<Session>,
    pub(crate) messages: Vec<Message>,
}

/// The key pair the recorded clients used.
#[derive(Deserialize)]
pub(crate) struct Primes {
    p: String,
    q: String,
}

impl Primes {
    pub(crate) fn bytes(&self) -> (Vec<u8>, Vec<u8>) {
        let number = |base64: &str| BASE64_STANDARD.decode(base64).unwrap();
        (number(&self.p), number(&self.q))
    }
}

#[derive(Deserialize)]
pub(crate) struct Session {
    pub(crate) name: String,
    pub(crate) is_powershell: bool,
    pub(crate) exchanges: Vec<Exchange>,
    /// The server's messages in their order.
    pub(crate) heard: Vec<Heard>,
}

#[derive(Deserialize)]
pub(crate) struct Exchange {
    pub(crate) action: String,
    pub(crate) request: String,
    pub(crate) response: String,
    /// 0 when there was no answer.
    pub(crate) status: u16,
}

#[derive(Deserialize)]
pub(crate) struct Heard {
    pub(crate) kind: u32,
    /// Which method, if it is a host call.
    pub(crate) method: Option<i32>,
    /// Which state, if it is one of a pipeline.
    pub(crate) state: Option<i32>,
}

/// A message no other is equal to.
#[derive(Deserialize)]
pub(crate) struct Message {
    /// The session it was first heard in, and its place there.
    pub(crate) name: String,
    raw: String,
    /// What pypsrp makes of it.
    pub(crate) decoded: Json,
}

impl Message {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        BASE64_STANDARD.decode(&self.raw).unwrap()
    }
}

pub(crate) fn recordings() -> Recordings {
    // The folder of the build that this test belongs to.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let path = target.join("recordings/recordings.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|err| {
        panic!(
            "no recorded sessions at {}: run ./check once, it fetches them ({err})",
            path.display()
        )
    });
    serde_json::from_str(&text).expect("what `tests/recordings/prepare` writes")
}
