//! A transcript for support: every request and answer of a session in a file a person can read and a program can
//! replay. The data of an envelope stands beside it, one message after the other.
//!
//! INVARIANT: no secret reaches the file. It is written above the lane, where sign-in tokens never are; what is inside
//! the bodies passes [`redact`], and what cannot be read is left out rather than written unread.
//!
//! The form, line by line: `session`, `id` (what the client drew, in that order), `request`, `message`, `answer`,
//! `no-answer` and `end` open an entry; `| ` lines are its text; `# ` lines are for people.

mod redact;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::transport_error::TransportError;
use crate::adapters::platform;
use crate::ports::{PortError, PortErrorKind, PortResult};
use crate::psrp::fragment::Defragmenter;
use crate::psrp::message::Message;
use crate::psrp::runspace::{Config, Outgoing};
use redact::{Blob, envelope, payload, unreadable};

/// The newest form of the file.
const FORM: u32 = 1;
/// More than the reading of a large deployment. A support case gets no better by more.
const LONGEST: u64 = 64 * 1024 * 1024;

/// A handle on one session's transcript; both of its lines write to it.
#[derive(Clone, Debug)]
pub(super) struct Transcript(Arc<Mutex<Writer>>);

#[derive(Debug)]
struct Writer {
    /// `None` once the file is full or cannot be written.
    file: Option<File>,
    length: u64,
    longest: u64,
    requests: u64,
    streams: BTreeMap<(Direction, String), Defragmenter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    ToServer,
    ToClient,
}

impl Transcript {
    /// Begins a new file, readable by this user alone. A file that is already there is left as it is.
    pub(super) fn create(path: &Path, account: &str) -> PortResult<Self> {
        Self::limited(path, account, LONGEST).map_err(|err| {
            let target = path.display().to_string();
            PortError::new(PortErrorKind::File, "transcript", target, err)
        })
    }

    fn limited(path: &Path, account: &str, longest: u64) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut writer = Writer {
            file: Some(platform::create_private(path)?),
            length: 0,
            longest,
            requests: 0,
            streams: BTreeMap::new(),
        };
        let mut head = format!("pchat-console transcript {FORM}\n");
        comment(
            &mut head,
            concat!("pchat-console ", env!("CARGO_PKG_VERSION")),
        );
        comment(&mut head, &format!("account {account}"));
        comment(
            &mut head,
            "Passwords, sign-in tokens, session keys and secure strings were removed before this was written.",
        );
        comment(
            &mut head,
            "Server names, addresses and other contents stand here as they went over the line.",
        );
        writer.append(&head);
        if writer.file.is_none() {
            return Err(io::Error::other("the first lines could not be written"));
        }
        Ok(Self(Arc::new(Mutex::new(writer))))
    }

    /// A client that begins, with what is the same in all its requests.
    pub(super) fn session(&self, config: &Config) {
        let mut writer = self.lock();
        writer.streams.clear();
        let text = format!(
            "session {} envelope={} timeout={} locale={} {}\n",
            now(),
            config.max_envelope_size,
            config.operation_timeout.as_secs(),
            config.locale,
            config.uri,
        );
        writer.append(&text);
    }

    /// An identifier the client drew.
    pub(super) fn id(&self, id: Uuid) {
        self.lock().append(&format!("id {id}\n"));
    }

    /// Writes a request down before it is sent and gives it a number.
    pub(super) fn request(&self, outgoing: &Outgoing) -> u64 {
        let mut writer = self.lock();
        writer.requests += 1;
        let number = writer.requests;
        let request = outgoing.request;
        let mut text = format!(
            "request {number} {} {} {}\n",
            now(),
            request.kind,
            request.message_id
        );
        writer.body(Direction::ToServer, &outgoing.body, &mut text);
        writer.append(&text);
        number
    }

    pub(super) fn answer(&self, number: u64, status: u16, body: &[u8]) {
        let mut writer = self.lock();
        let mut text = format!("answer {number} {} {status}\n", now());
        writer.body(Direction::ToClient, body, &mut text);
        writer.append(&text);
    }

    pub(super) fn no_answer(&self, number: u64, err: &TransportError) {
        let mut text = format!("no-answer {number} {}\n", now());
        lines(&mut text, &unreadable(err.to_string().as_bytes()));
        self.lock().append(&text);
    }

    fn lock(&self) -> MutexGuard<'_, Writer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    fn body(&mut self, direction: Direction, body: &[u8], text: &mut String) {
        let Some(envelope) = envelope(body) else {
            comment(
                text,
                &format!("{} bytes that are no envelope; they begin:", body.len()),
            );
            lines(text, &unreadable(body));
            return;
        };
        // The envelope stands before the messages it carried.
        let mut shown = String::new();
        let mut messages = String::new();
        for part in envelope {
            match part {
                Blob::Text(part) => shown.push_str(&part),
                Blob::Data { command, bytes } => {
                    let count = self.messages(direction, command, &bytes, &mut messages);
                    match count {
                        Some(count) => write!(shown, "messages:{count}"),
                        None => write!(shown, "left-out:{}", bytes.len()),
                    }
                    .ok();
                }
            }
        }
        lines(text, &shown);
        text.push_str(&messages);
    }

    /// Writes the messages that a stream's data completes; `None` where it is no such stream.
    fn messages(
        &mut self,
        direction: Direction,
        command: Option<String>,
        mut bytes: &[u8],
        text: &mut String,
    ) -> Option<usize> {
        let key = (direction, command.unwrap_or_default().to_ascii_uppercase());
        let stream = self.streams.entry(key).or_default();
        let mut count = 0;
        while !bytes.is_empty() {
            match stream.next(&mut bytes) {
                Ok(Some(message)) => {
                    message_lines(&message, text);
                    count += 1;
                }
                Ok(None) => break,
                Err(_not_fragments) => return None,
            }
        }
        Some(count)
    }

    fn append(&mut self, text: &str) {
        let Some(file) = &mut self.file else { return };
        // A text is shorter than any file can be.
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        if self.length.saturating_add(length) > self.longest {
            let last = format!(
                "end\n# The transcript has reached its limit of {} bytes. What follows is missing.\n",
                self.longest
            );
            if let Err(err) = file
                .write_all(last.as_bytes())
                .and_then(|()| file.sync_data())
            {
                tracing::error!(%err, "the transcript could not be ended");
            }
            self.file = None;
            return;
        }
        // What a crash leaves is what support needs most.
        match file
            .write_all(text.as_bytes())
            .and_then(|()| file.sync_data())
        {
            Ok(()) => self.length += length,
            Err(err) => {
                tracing::error!(%err, "the transcript could not be written");
                self.file = None;
            }
        }
    }
}

/// A message with its header and its payload ([MS-PSRP] 2.2.1).
fn message_lines(message: &[u8], text: &mut String) {
    match message.split_at_checked(crate::psrp::message::HEADER_LEN) {
        Some((header, data)) => {
            // The reader of messages takes those for a client only; the kinds are the same both ways.
            let to_client = [&1_u32.to_le_bytes(), header.get(4..).unwrap_or_default()].concat();
            let name = Message::parse(&to_client)
                .map_or_else(|_| "?".to_owned(), |message| format!("{:?}", message.kind));
            text.push_str("message ");
            for byte in header {
                write!(text, "{byte:02x}").ok();
            }
            writeln!(text, " {}", name.replace(' ', "")).ok();
            match payload(data) {
                Some(shown) => lines(text, &shown),
                None => comment(text, &format!("{} bytes that cannot be read", data.len())),
            }
        }
        None => comment(text, &format!("a message of {} bytes", message.len())),
    }
}

fn lines(text: &mut String, content: &str) {
    for line in content.split('\n') {
        text.push_str("| ");
        text.push_str(line);
        text.push('\n');
    }
}

fn comment(text: &mut String, words: &str) {
    for line in words.lines() {
        text.push_str("# ");
        text.push_str(line);
        text.push('\n');
    }
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

#[cfg(test)]
mod tests;
