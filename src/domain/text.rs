//! Which characters text from people and servers may carry.
//!
//! Control and bidirectional formatting characters can make a command look like another one, so they are refused
//! *by name* where a person types them and made visible where a server sent them.

/// The Unicode name of a character that must not stand in a value, or `None` for an ordinary one.
pub fn forbidden_name(character: char) -> Option<String> {
    let name = match character {
        '\u{0}' => "NULL",
        '\t' => "CHARACTER TABULATION",
        '\n' => "LINE FEED",
        '\r' => "CARRIAGE RETURN",
        '\u{1b}' => "ESCAPE",
        '\u{7f}' => "DELETE",
        '\u{85}' => "NEXT LINE",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{61c}' => "ARABIC LETTER MARK",
        '\u{180e}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200c}' => "ZERO WIDTH NON-JOINER",
        '\u{200d}' => "ZERO WIDTH JOINER",
        '\u{200e}' => "LEFT-TO-RIGHT MARK",
        '\u{200f}' => "RIGHT-TO-LEFT MARK",
        '\u{2028}' => "LINE SEPARATOR",
        '\u{2029}' => "PARAGRAPH SEPARATOR",
        '\u{202a}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202b}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202c}' => "POP DIRECTIONAL FORMATTING",
        '\u{202d}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202e}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2060}' => "WORD JOINER",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{fff9}'..='\u{fffb}' => "INTERLINEAR ANNOTATION",
        '\u{e0000}'..='\u{e007f}' => "TAG CHARACTER",
        c if c.is_control() => "CONTROL CHARACTER",
        _ => return None,
    };
    Some(format!("U+{:04X} {name}", u32::from(character)))
}

/// The first forbidden character of a text, by name.
pub fn first_forbidden(text: &str) -> Option<String> {
    text.chars().find_map(forbidden_name)
}

/// A text from outside made safe for a single line on a screen or a terminal: forbidden characters become visible
/// `\u{…}` escapes and stay recognisable; Hangul that arrived decomposed is composed so that fonts can draw it.
pub fn visible_line(text: &str) -> String {
    visible(text, |_| false)
}

/// The same for several lines: line feeds and tabs stay, a CR LF pair becomes one line feed.
pub fn visible_lines(text: &str) -> String {
    visible(&text.replace("\r\n", "\n"), |c| matches!(c, '\n' | '\t'))
}

fn visible(text: &str, keep: impl Fn(char) -> bool) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut out = String::with_capacity(text.len());
    for character in text.nfc() {
        if keep(character) || forbidden_name(character).is_none() {
            out.push(character);
        } else {
            out.extend(character.escape_unicode());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_named() {
        assert_eq!(
            first_forbidden("ab\u{202e}c").as_deref(),
            Some("U+202E RIGHT-TO-LEFT OVERRIDE")
        );
        assert_eq!(
            first_forbidden("a\u{1b}[31m").as_deref(),
            Some("U+001B ESCAPE")
        );
        assert_eq!(first_forbidden("끝점 エンドポイント ’"), None);
    }

    #[test]
    fn server_text_cannot_steer_a_terminal() {
        assert_eq!(visible_line("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\u{a}c");
        assert_eq!(visible_lines("a\r\nb\u{9b}c"), "a\nb\\u{9b}c");
    }

    #[test]
    fn decomposed_hangul_is_composed() {
        assert_eq!(visible_line("\u{1112}\u{1161}\u{11ab}"), "한");
    }
}
