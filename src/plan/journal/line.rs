//! One line of a journal as text, in either form.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::{DamageReason, JournalEntry, LineForm, Who};
use crate::domain::Moment;
use crate::ports::{PortError, PortErrorKind, PortResult};

/// The newest form of a line this program reads, and the one it writes.
pub(super) const FORMAT: u32 = 1;

#[derive(Serialize)]
pub(super) struct Line<'a, E> {
    pub(super) format: u32,
    pub(super) number: u64,
    pub(super) previous: &'a str,
    pub(super) at: Moment,
    pub(super) who: &'a Who,
    pub(super) entry: &'a E,
}

#[derive(Deserialize)]
pub(super) struct RonLine<E> {
    pub(super) format: u32,
    pub(super) number: u64,
    pub(super) previous: String,
    pub(super) at: Moment,
    pub(super) who: Who,
    pub(super) entry: E,
}

/// Who did it is kept as it stands: thousands of lines in a row say the same.
#[derive(Deserialize)]
pub(super) struct JsonLine<'a, E> {
    pub(super) format: u32,
    pub(super) number: u64,
    #[serde(borrow)]
    pub(super) previous: Cow<'a, str>,
    pub(super) at: Moment,
    #[serde(borrow)]
    pub(super) who: &'a RawValue,
    pub(super) entry: E,
}

/// All that is asked of a line that could not be read: whether a newer program wrote it.
#[derive(Deserialize)]
struct LineHead {
    format: u32,
}

impl<E: JournalEntry> Line<'_, E> {
    pub(super) fn text(&self) -> PortResult<String> {
        match E::LINES {
            LineForm::Ron => ron::to_string(self).map_err(|err| unwritable(&err)),
            LineForm::Json => serde_json::to_string(self).map_err(|err| unwritable(&err)),
        }
    }
}

pub(super) fn read_ron<E: JournalEntry>(text: &str) -> Result<RonLine<E>, DamageReason> {
    let read: Result<RonLine<E>, _> = ron::from_str(text);
    match read {
        Ok(line) if line.format > FORMAT => Err(DamageReason::NewerFormat(line.format)),
        Ok(line) => Ok(line),
        Err(err) => Err(unreadable(ron::from_str(text).ok(), &err)),
    }
}

pub(super) fn read_json<E: JournalEntry>(raw: &[u8]) -> Result<JsonLine<'_, E>, DamageReason> {
    let read: Result<JsonLine<'_, E>, _> = serde_json::from_slice(raw);
    match read {
        Ok(line) if line.format > FORMAT => Err(DamageReason::NewerFormat(line.format)),
        Ok(line) => Ok(line),
        Err(_) if std::str::from_utf8(raw).is_err() => Err(DamageReason::NotUtf8),
        Err(err) => Err(unreadable(serde_json::from_slice(raw).ok(), &err)),
    }
}

fn unreadable(head: Option<LineHead>, err: &dyn std::fmt::Display) -> DamageReason {
    match head {
        Some(head) if head.format > FORMAT => DamageReason::NewerFormat(head.format),
        _ => DamageReason::Unreadable(err.to_string()),
    }
}

fn unwritable(err: &dyn std::fmt::Display) -> PortError {
    PortError::new(PortErrorKind::File, "journal", "entry", err)
}

/// The hash of a line, as the next one carries it.
pub(super) fn hash(raw: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(raw) {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from(DIGITS[usize::from(half)]));
        }
    }
    text
}

/// A value that may be missing, written without saying so around it: as it was written before it could be missing.
pub(super) mod bare {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands a field over as it is")]
    pub(in crate::plan::journal) fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::plan::journal) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        T::deserialize(deserializer).map(Some)
    }
}
