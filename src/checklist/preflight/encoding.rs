//! Which characters the bytes of an export are.

use encoding_rs::{EUC_KR, Encoding, SHIFT_JIS, UTF_16BE, UTF_16LE};

/// How a file was read; it is said, because the code pages cannot always be told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportEncoding {
    Utf8,
    Utf16,
    /// CP949, the code page of Korean Windows.
    Korean,
    /// CP932 (Shift JIS), the code page of Japanese Windows.
    Japanese,
}

/// The text of a file, without its byte order mark; `None` when it is none.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, ExportEncoding)> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return strictly(UTF_16LE, rest).map(|text| (text, ExportEncoding::Utf16));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return strictly(UTF_16BE, rest).map(|text| (text, ExportEncoding::Utf16));
    }
    let marked = bytes.strip_prefix(b"\xef\xbb\xbf");
    if let Ok(text) = std::str::from_utf8(marked.unwrap_or(bytes)) {
        return is_text(text).then(|| (text.to_owned(), ExportEncoding::Utf8));
    }
    if marked.is_some() {
        return None;
    }
    let korean = strictly(EUC_KR, bytes);
    let japanese = strictly(SHIFT_JIS, bytes);
    match (korean, japanese) {
        (Some(korean), Some(japanese)) => {
            // Read in the wrong one, a text is full of what nobody writes there.
            if oddities(&japanese, is_odd_japanese) < oddities(&korean, is_odd_korean) {
                Some((japanese, ExportEncoding::Japanese))
            } else {
                Some((korean, ExportEncoding::Korean))
            }
        }
        (Some(korean), None) => Some((korean, ExportEncoding::Korean)),
        (None, Some(japanese)) => Some((japanese, ExportEncoding::Japanese)),
        (None, None) => None,
    }
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    is_text(&text).then(|| text.into_owned())
}

/// A file of another kind has zeros in it.
fn is_text(text: &str) -> bool {
    !text.contains('\0')
}

fn oddities(text: &str, is_odd: impl Fn(char) -> bool) -> usize {
    text.chars().filter(|c| is_odd(*c)).count()
}

/// Korean business text is written in Hangul syllables; Chinese characters, kana and box drawing are rare.
fn is_odd_korean(c: char) -> bool {
    !c.is_ascii() && !matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{3131}'..='\u{318e}')
}

/// Half-width katakana and private characters are rare in Japanese; kana and Chinese characters are the text.
fn is_odd_japanese(c: char) -> bool {
    !c.is_ascii()
        && !matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(encoding: &'static Encoding, text: &str) -> Option<(String, ExportEncoding)> {
        decode(&encoding.encode(text).0)
    }

    #[test]
    fn the_code_pages_of_korea_and_japan_are_told_apart() {
        let korean = "채팅방,범주\r\n공지사항,영업본부\r\n";
        let japanese = "チャット ルーム,カテゴリ\r\n連絡事項,営業本部\r\n";
        assert_eq!(
            read(EUC_KR, korean),
            Some((korean.to_owned(), ExportEncoding::Korean))
        );
        assert_eq!(
            read(SHIFT_JIS, japanese),
            Some((japanese.to_owned(), ExportEncoding::Japanese))
        );
    }

    #[test]
    fn unicode_is_read_with_and_without_its_mark() {
        let text = "Room,Category\r\n공지,営業\r\n";
        for marked in [text.to_owned(), format!("\u{feff}{text}")] {
            let read = decode(marked.as_bytes());
            assert_eq!(read, Some((text.to_owned(), ExportEncoding::Utf8)));
        }
        for (mark, to_bytes) in [
            ([0xff, 0xfe], u16::to_le_bytes as fn(u16) -> [u8; 2]),
            ([0xfe, 0xff], u16::to_be_bytes),
        ] {
            let mut bytes = mark.to_vec();
            bytes.extend(text.encode_utf16().flat_map(to_bytes));
            let read = decode(&bytes);
            assert_eq!(read, Some((text.to_owned(), ExportEncoding::Utf16)));
        }
    }

    #[test]
    fn a_file_of_another_kind_is_no_text() {
        assert_eq!(decode(b"PK\x03\x04\0\0\0\0"), None);
        assert_eq!(decode(b"\xff\xfe\x00"), None);
        assert_eq!(decode(b"\xef\xbb\xbf\xff\xff"), None);
    }
}
