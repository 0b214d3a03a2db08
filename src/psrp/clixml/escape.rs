//! `_xHHHH_` escapes of UTF-16 code units in CLIXML strings ([MS-PSRP] 2.2.5.3.2).
//!
//! XML cannot carry most control characters, so PowerShell writes the code unit in hexadecimal.
//! An underscore that could be mistaken for the start of an escape is itself escaped.

use std::borrow::Cow;

use memchr::memchr;

/// Resolves the escapes of a string that came off the wire.
///
/// A surrogate without its partner cannot be held in Rust text and becomes U+FFFD.
pub(super) fn unescape(text: Cow<'_, str>) -> Cow<'_, str> {
    // Nearly no text has an underscore, and a byte is found faster than a word.
    if memchr(b'_', text.as_bytes()).is_none() {
        return text;
    }
    let Some(first) = text.find("_x") else {
        return text;
    };
    let (clean, mut rest) = text.split_at_checked(first).unwrap_or(("", &text));
    let mut out = String::with_capacity(text.len());
    out.push_str(clean);
    let mut high: Option<u16> = None;
    while !rest.is_empty() {
        if let Some((unit, after)) = leading_escape(rest) {
            rest = after;
            match (high.take(), unit) {
                (Some(lead), 0xDC00..=0xDFFF) => push_unit_pair(&mut out, lead, unit),
                (lead, 0xD800..=0xDBFF) => {
                    push_lone(&mut out, lead);
                    high = Some(unit);
                }
                (lead, _) => {
                    push_lone(&mut out, lead);
                    out.push(
                        char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER),
                    );
                }
            }
            continue;
        }
        push_lone(&mut out, high.take());
        // Everything up to the next underscore, at least one character, is plain.
        let mut characters = rest.char_indices().skip(1);
        let end = characters
            .find(|(_, character)| *character == '_')
            .map_or(rest.len(), |(at, _)| at);
        let (plain, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        out.push_str(plain);
        rest = after;
    }
    push_lone(&mut out, high);
    Cow::Owned(out)
}

/// Appends a string in the form the wire wants: escapes first, then XML entities.
pub(super) fn escape_into(text: &str, out: &mut String) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '_' if matches!(characters.peek(), Some('x' | 'X')) => out.push_str("_x005F_"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' | '\u{10000}'.. => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    push_escape(out, *unit);
                }
            }
            _ => out.push(character),
        }
    }
}

fn push_escape(out: &mut String, unit: u16) {
    out.push_str("_x");
    for shift in [12, 8, 4, 0] {
        let digit = char::from_digit(u32::from(unit >> shift) & 0xF, 16).unwrap_or('0');
        out.push(digit.to_ascii_uppercase());
    }
    out.push('_');
}

/// The code unit and the rest of a string that starts with `_xHHHH_`.
fn leading_escape(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.strip_prefix("_x")?.split_at_checked(4)?;
    let rest = rest.strip_prefix('_')?;
    // `from_str_radix` would take a sign.
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    Some((u16::from_str_radix(digits, 16).ok()?, rest))
}

fn push_unit_pair(out: &mut String, lead: u16, trail: u16) {
    out.extend(
        char::decode_utf16([lead, trail])
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)),
    );
}

fn push_lone(out: &mut String, surrogate: Option<u16>) {
    if surrogate.is_some() {
        out.push(char::REPLACEMENT_CHARACTER);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wire: &str, text: &str) {
        assert_eq!(unescape(Cow::Borrowed(wire)), text);
    }

    #[test]
    fn escapes_are_resolved() {
        check("a_x000D__x000A_b", "a\r\nb");
        check("_x005F_x0041_", "_x0041_");
        check("_xD83D__xDE00_!", "😀!");
        check("_x00e9_", "é");
    }

    #[test]
    fn what_only_looks_like_an_escape_stays() {
        for text in [
            "_x", "_x12", "_x123G_", "_x+123_", "_x1234", "_X0041_", "__x_", "_xé12_",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_lone_surrogate_becomes_the_replacement_character() {
        check("_xD83D_", "\u{FFFD}");
        check("_xDE00_a", "\u{FFFD}a");
        check("_xD83D_a_xDE00_", "\u{FFFD}a\u{FFFD}");
        check("_xD83D__xD83D__xDE00_", "\u{FFFD}😀");
    }

    #[test]
    fn writing_matches_what_psrpcore_writes() {
        let mut out = String::new();
        escape_into("a\0\r\n_x0041_ 😀 <&>]]>\x7f\u{9f}", &mut out);
        assert_eq!(
            out,
            "a_x0000__x000D__x000A__x005F_x0041_ _xD83D__xDE00_ &lt;&amp;&gt;]]&gt;_x007F__x009F_"
        );
    }
}
