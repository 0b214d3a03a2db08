//! Elements in the one form every server writes, recognized without an XML reader.
//!
//! A record is mostly properties such as `<S N="Name">text</S>`. Reading one as three events costs more than all that
//! is done with it. Whatever is written in another way (a comment, CDATA, a second attribute) is not recognized here
//! and is left to the reader, so both ways have to agree on what is.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use quick_xml::escape::unescape;

use super::primitive::Primitive;

/// Of an element's name. It bounds the search: a document without a space is not searched to its end each time.
const LONGEST_ELEMENT: usize = 7;

/// A property that holds a primitive, or `$null`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain<'d> {
    /// The `N` attribute, as it stands there.
    pub(super) name: &'d str,
    /// `None` for `Nil`.
    pub(super) content: Option<(Primitive, Cow<'d, str>)>,
    /// Of the whole element.
    pub(super) length: usize,
}

/// The property at the beginning of `ahead`.
pub(super) fn property(ahead: &str) -> Option<Plain<'_>> {
    let inside = ahead.strip_prefix('<')?;
    let mut beginning = inside.bytes().take(LONGEST_ELEMENT + 1);
    let (element, rest) = inside.split_at_checked(beginning.position(|byte| byte == b' ')?)?;
    let rest = rest.strip_prefix(" N=\"")?;
    let (name, rest) = rest.split_at_checked(memchr(b'"', rest.as_bytes())?)?;
    let (content, rest) = if element == "Nil" {
        (None, rest.strip_prefix("\" />")?)
    } else {
        let primitive = Primitive::from_element(element)?;
        let (text, rest) = text(element, rest.strip_prefix("\">")?)?;
        (Some((primitive, text)), rest)
    };
    Some(Plain {
        name,
        content,
        length: ahead.len() - rest.len(),
    })
}

/// The value of an attribute, as it stands there, in the attributes of a start tag: ` RefId="0" N="Name"`.
pub(super) fn attribute<'s>(attributes: &'s str, wanted: &str) -> Option<&'s str> {
    let mut rest = attributes;
    loop {
        let (name, after) = rest.strip_prefix(' ')?.split_once('=')?;
        let (value, after) = after.strip_prefix('"')?.split_once('"')?;
        // A quote in what looks like a name is the value of another attribute.
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        if name == wanted {
            return Some(value);
        }
        rest = after;
    }
}

/// The text of the `ToString` at the beginning of `ahead`, and the length of the element.
pub(super) fn to_string(ahead: &str) -> Option<(Cow<'_, str>, usize)> {
    let (text, rest) = text("ToString", ahead.strip_prefix("<ToString>")?)?;
    Some((text, ahead.len() - rest.len()))
}

/// The number of the `TN` that starts at the beginning of `ahead`, and the length of its start tag.
pub(super) fn types_start(ahead: &str) -> Option<(u64, usize)> {
    let rest = ahead.strip_prefix("<TN RefId=\"")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (id, rest) = rest.split_at_checked(digits)?;
    let rest = rest.strip_prefix("\">")?;
    Some((id.parse().ok()?, ahead.len() - rest.len()))
}

/// Text up to the end tag of its element, and what follows. A reference that makes no sense is the reader's to refuse.
fn text<'d>(element: &str, ahead: &'d str) -> Option<(Cow<'d, str>, &'d str)> {
    let bytes = ahead.as_bytes();
    let first = memchr2(b'<', b'&', bytes)?;
    let end = first + memchr(b'<', bytes.get(first..)?)?;
    let (text, rest) = ahead.split_at_checked(end)?;
    let rest = rest.strip_prefix("</")?.strip_prefix(element)?;
    let text = if first == end {
        Cow::Borrowed(text)
    } else {
        unescape(text).ok()?
    };
    Some((text, rest.strip_prefix('>')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ahead: &str, name: &str, content: Option<(Primitive, &str)>, element: &str) {
        let expected = Plain {
            name,
            content: content.map(|(kind, text)| (kind, Cow::Borrowed(text))),
            length: element.len(),
        };
        assert_eq!(property(ahead), Some(expected), "{ahead}");
    }

    #[test]
    fn a_property_as_servers_write_it_is_recognized() {
        let text = r#"<S N="Sip">sip:é@x</S>"#;
        check(
            &format!("{text}<S N=\"b\">"),
            "Sip",
            Some((Primitive::String, "sip:é@x")),
            text,
        );
        let number = r#"<Version N="V">1.2</Version>"#;
        check(number, "V", Some((Primitive::Version, "1.2")), number);
        let entity = r#"<S N="a">&lt;&#65;&amp;</S>"#;
        check(entity, "a", Some((Primitive::String, "<A&")), entity);
        let nothing = r#"<Nil N="a&amp;b" />"#;
        check(&format!("{nothing}</Props>"), "a&amp;b", None, nothing);
    }

    #[test]
    fn anything_else_is_left_to_the_reader() {
        for ahead in [
            "",
            "</Props>",
            " <S N=\"a\">b</S>",
            "<S>b</S>",
            "<S N='a'>b</S>",
            "<S N=\"a\" >b</S>",
            "<S N=\"a\" RefId=\"0\">b</S>",
            "<S N=\"a\">b &c; d</S>",
            "<S N=\"a\">b & c</S>",
            "<S N=\"a\">b<!-- c --></S>",
            "<S N=\"a\">b</S >",
            "<S N=\"a\">b</B>",
            "<S N=\"a\">b",
            "<S N=\"a\" />",
            "<S N=\"a",
            "<Nil N=\"a\"></Nil>",
            "<Obj N=\"a\"></Obj>",
            "<Unknown N=\"a\">b</Unknown>",
        ] {
            assert_eq!(property(ahead), None, "{ahead}");
        }
    }

    #[test]
    fn attributes_are_found_by_name() {
        let attributes = r#" RefId="1" N="a&amp;b""#;
        assert_eq!(attribute(attributes, "RefId"), Some("1"));
        assert_eq!(attribute(attributes, "N"), Some("a&amp;b"));
        for (attributes, wanted) in [
            ("", "N"),
            (r#" N="a""#, "RefId"),
            (r#"  N="a""#, "N"),
            (" N='a'", "N"),
            (r#" N = "a""#, "N"),
            (r#" M='="" N="a"' N="b""#, "N"),
        ] {
            assert_eq!(attribute(attributes, wanted), None, "{attributes}");
        }
    }

    #[test]
    fn what_stands_between_properties_is_recognized_too() {
        assert_eq!(
            to_string("<ToString>a&gt;b</ToString></Obj>"),
            Some((Cow::Borrowed("a>b"), "<ToString>a&gt;b</ToString>".len()))
        );
        assert_eq!(to_string("<ToString />"), None);
        assert_eq!(
            types_start(r#"<TN RefId="12"><T>"#),
            Some((12, r#"<TN RefId="12">"#.len()))
        );
        assert_eq!(types_start(r#"<TN RefId="12" />"#), None);
        assert_eq!(types_start(r#"<TN RefId="x">"#), None);
    }
}
