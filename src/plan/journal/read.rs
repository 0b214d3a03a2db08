//! Reads a file of a journal line by line, as far as it is believable.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::line::{hash, read_json, read_ron};
use super::{DamageReason, JournalEntry, LineForm, Record, Who};
use crate::ports::JournalFile;

/// Adds everything before the first line that is not believable; an error says which line that is and why.
pub(super) fn file<E: JournalEntry>(
    file: &JournalFile,
    records: &mut Vec<Record<E>>,
) -> Result<(), (usize, DamageReason)> {
    let mut previous = String::new();
    let mut last_who = None;
    let mut rest = file.bytes.as_slice();
    let mut place = 0;
    while !rest.is_empty() {
        place += 1;
        let Some(end) = memchr::memchr(b'\n', rest) else {
            return Err((place, DamageReason::CutShort));
        };
        let (raw, tail) = rest.split_at(end);
        rest = tail.get(1..).unwrap_or_default();
        let record =
            record(raw, &file.name, &previous, &mut last_who).map_err(|reason| (place, reason))?;
        previous.clone_from(&record.hash);
        records.push(record);
    }
    Ok(())
}

fn record<'a, E: JournalEntry>(
    raw: &'a [u8],
    file: &str,
    previous: &str,
    last_who: &mut Option<(&'a str, Arc<Who>)>,
) -> Result<Record<E>, DamageReason> {
    let (claimed, mut record) = match E::LINES {
        LineForm::Ron => {
            let text = std::str::from_utf8(raw).map_err(|_not_utf8| DamageReason::NotUtf8)?;
            let line = read_ron::<E>(text)?;
            let record = Record {
                file: file.to_owned(),
                number: line.number,
                at: line.at,
                who: Arc::new(line.who),
                entry: line.entry,
                hash: String::new(),
            };
            (line.previous.into(), record)
        }
        LineForm::Json => {
            let line = read_json::<E>(raw)?;
            let record = Record {
                file: file.to_owned(),
                number: line.number,
                at: line.at,
                who: who(line.who, last_who)?,
                entry: line.entry,
                hash: String::new(),
            };
            (line.previous, record)
        }
    };
    if claimed != previous {
        return Err(DamageReason::ChainBroken);
    }
    record.hash = hash(raw);
    Ok(record)
}

/// The same words as on the line before are not read again.
fn who<'a>(
    raw: &'a RawValue,
    last: &mut Option<(&'a str, Arc<Who>)>,
) -> Result<Arc<Who>, DamageReason> {
    match last {
        Some((text, who)) if *text == raw.get() => Ok(who.clone()),
        _ => {
            let who: Who = serde_json::from_str(raw.get())
                .map_err(|err| DamageReason::Unreadable(err.to_string()))?;
            let who = Arc::new(who);
            *last = Some((raw.get(), who.clone()));
            Ok(who)
        }
    }
}
