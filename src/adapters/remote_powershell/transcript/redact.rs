//! What may stand in a transcript: envelopes without their data, payloads without their secrets.
//!
//! Everything is copied piece by piece from what the XML reader understood, and what it did not understand is refused;
//! so a secret cannot hide behind a mistake in the markup.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements of an envelope whose text is data of a stream, in Base64.
const DATA: [&str; 3] = ["Stream", "Arguments", "creationXml"];
/// Elements that name the command the data is for.
const COMMANDS: [&str; 2] = ["Stream", "CommandLine"];
/// Parts of property and parameter names whose values nobody else should read.
const SECRET_NAMES: [&str; 5] = ["password", "passphrase", "secret", "sessionkey", "token"];
const REMOVED: &str = "[removed]";
/// The same word in Base64, so that a decoder reads on.
const REMOVED_BYTES: &str = "cmVtb3ZlZA==";
/// How much of a web server's page is kept.
const LONGEST_PAGE: usize = 2_000;
/// Schemes of a header that carries a token behind its first word.
const SCHEMES: [&str; 5] = ["basic", "negotiate", "ntlm", "kerberos", "bearer"];
/// Random letters in a row that could be a token; no word of a page is as long.
const LONGEST_WORD: usize = 24;

/// A piece of an envelope.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Blob {
    Text(String),
    Data {
        command: Option<String>,
        bytes: Vec<u8>,
    },
}

/// An envelope, cut at the data it carries; `None` when it is none.
pub(super) fn envelope(body: &[u8]) -> Option<Vec<Blob>> {
    let text = std::str::from_utf8(body).ok()?;
    let mut reader = Reader::from_str(text);
    let mut blobs = Vec::new();
    let mut shown = String::new();
    let mut command = None;
    let mut data: Option<String> = None;
    let mut depth = 0_usize;
    let mut is_envelope = false;
    let mut from = 0;
    loop {
        let event = reader.read_event().ok()?;
        let to = usize::try_from(reader.buffer_position()).ok()?;
        let piece = text.get(from..to)?;
        from = to;
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let is_start = matches!(event, Event::Start(_));
                let name = start.local_name();
                is_envelope |= depth == 0 && name.as_ref() == "Envelope";
                depth += usize::from(is_start);
                if COMMANDS.contains(&name.as_ref()) {
                    command = attribute(start, "CommandId");
                }
                if is_start && DATA.contains(&name.as_ref()) {
                    data = Some(String::new());
                }
            }
            Event::End(_) => {
                depth = depth.checked_sub(1)?;
                if let Some(base64) = data.take().filter(|base64| !base64.is_empty()) {
                    let compact: String = base64.split_ascii_whitespace().collect();
                    let bytes = STANDARD.decode(compact).unwrap_or_default();
                    blobs.push(Blob::Text(std::mem::take(&mut shown)));
                    let command = command.clone();
                    blobs.push(Blob::Data { command, bytes });
                }
            }
            Event::Eof => break,
            _ => {
                if let Some(base64) = &mut data {
                    base64.push_str(piece);
                    continue;
                }
            }
        }
        shown.push_str(piece);
    }
    blobs.push(Blob::Text(shown));
    (is_envelope && depth == 0).then_some(blobs)
}

/// What becomes of the text of the element that is open.
enum Fate {
    Kept,
    /// Kept, and looked at: it may name the parameter whose value follows.
    Name(String),
    Removed(&'static str),
}

/// The payload of a message, its secrets removed; `None` when it is no XML.
pub(super) fn payload(data: &[u8]) -> Option<String> {
    // The mark has no meaning in UTF-8, and a reader's positions do not count it.
    let text = std::str::from_utf8(data)
        .ok()?
        .trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    let mut shown = String::new();
    let mut fate = Fate::Kept;
    let mut names_secret = false;
    let mut depth = 0_usize;
    let mut from = 0;
    loop {
        let event = reader.read_event().ok()?;
        let to = usize::try_from(reader.buffer_position()).ok()?;
        let piece = text.get(from..to)?;
        from = to;
        match &event {
            Event::Start(start) => {
                depth += 1;
                let property = attribute(start, "N");
                let is_value = property.as_deref() == Some("V");
                let is_secret =
                    property.as_deref().is_some_and(is_secret_name) || (is_value && names_secret);
                fate = match start.local_name().as_ref() {
                    "SS" => Fate::Removed(REMOVED_BYTES),
                    "BA" if is_secret => Fate::Removed(REMOVED_BYTES),
                    "S" if is_secret => Fate::Removed(REMOVED),
                    "S" if property.as_deref() == Some("N") => Fate::Name(String::new()),
                    _ => Fate::Kept,
                };
                names_secret &= !is_value;
            }
            Event::End(_) => {
                depth = depth.checked_sub(1)?;
                match std::mem::replace(&mut fate, Fate::Kept) {
                    Fate::Removed(instead) => shown.push_str(instead),
                    Fate::Name(name) => names_secret = is_secret_name(&name),
                    Fate::Kept => {}
                }
            }
            Event::Eof => break,
            _ => match &mut fate {
                Fate::Removed(_) => continue,
                Fate::Name(name) => name.push_str(piece),
                Fate::Kept => {}
            },
        }
        shown.push_str(piece);
    }
    (depth == 0).then_some(shown)
}

/// The beginning of something that is no envelope, such as the page of a web server, without what could be a token.
pub(super) fn unreadable(body: &[u8]) -> String {
    let beginning = body.get(..LONGEST_PAGE).unwrap_or(body);
    let text = String::from_utf8_lossy(beginning);
    let mut shown = String::new();
    let mut word = String::new();
    let mut is_behind_scheme = false;
    for character in text.chars().chain(['\n']) {
        let is_of_word = character.is_ascii_alphanumeric() || "+/=_-~".contains(character);
        if is_of_word {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            if is_behind_scheme || word.len() > LONGEST_WORD {
                shown.push_str(REMOVED);
            } else {
                shown.push_str(&word);
            }
            is_behind_scheme = SCHEMES.contains(&word.to_ascii_lowercase().as_str());
            word.clear();
        }
        shown.push(if character.is_control() && character != '\n' {
            ' '
        } else {
            character
        });
    }
    shown.truncate(shown.trim_end().len());
    shown
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.try_get_attribute(name).ok()??;
    Some(attribute.value.into_owned())
}

fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.iter().any(|part| name.contains(part))
}
