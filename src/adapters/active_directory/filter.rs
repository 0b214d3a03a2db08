//! Search filters (RFC 4515) in which no value can become syntax.

use std::fmt::Write as _;

/// A whole filter, with its parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter(String);

impl Filter {
    pub(super) fn present(attribute: &'static str) -> Self {
        Self(format!("({attribute}=*)"))
    }

    pub(super) fn equals(attribute: &'static str, value: &str) -> Self {
        Self(format!("({attribute}={})", escaped(value)))
    }

    /// A value that is no text: every byte in hexadecimal digits.
    pub(super) fn equals_bytes(attribute: &'static str, value: &[u8]) -> Self {
        let mut text = format!("({attribute}=");
        for byte in value {
            push_byte(&mut text, *byte);
        }
        text.push(')');
        Self(text)
    }

    pub(super) fn begins_with(attribute: &'static str, value: &str) -> Self {
        Self(format!("({attribute}={}*)", escaped(value)))
    }

    /// The bits of a number that all have to be set (`LDAP_MATCHING_RULE_BIT_AND`).
    pub(super) fn has_bits(attribute: &'static str, bits: u32) -> Self {
        Self(format!("({attribute}:1.2.840.113556.1.4.803:={bits})"))
    }

    pub(super) fn any<const N: usize>(filters: [Self; N]) -> Self {
        Self::joined('|', filters)
    }

    pub(super) fn all<const N: usize>(filters: [Self; N]) -> Self {
        Self::joined('&', filters)
    }

    fn joined<const N: usize>(mark: char, filters: [Self; N]) -> Self {
        let inside: String = filters.into_iter().map(|filter| filter.0).collect();
        Self(format!("({mark}{inside})"))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// RFC 4515 3. More is escaped than has to be: everything that is not plain ASCII or a letter of some language.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '(' | ')' | '*' | '\\' | '\0'..='\x1f' | '\x7f' => {
                // All of these are one byte.
                push_byte(&mut text, u8::try_from(character).unwrap_or_default());
            }
            other => text.push(other),
        }
    }
    text
}

fn push_byte(text: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    write!(text, "\\{byte:02x}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_becomes_syntax() {
        for (value, expect) in [
            ("sip:ocschat@contoso.com", "(a=sip:ocschat@contoso.com)"),
            ("x)(objectClass=*", "(a=x\\29\\28objectClass=\\2a)"),
            ("*", "(a=\\2a)"),
            ("\\2a", "(a=\\5c2a)"),
            ("a\0b\r\n", "(a=a\\00b\\0d\\0a)"),
            ("김철수 & |!<>=~", "(a=김철수 & |!<>=~)"),
            ("", "(a=)"),
        ] {
            assert_eq!(Filter::equals("a", value).as_str(), expect, "{value:?}");
            assert_eq!(
                ldap3::ldap_unescape(escaped(value)).unwrap(),
                value,
                "{value:?}"
            );
        }
    }

    #[test]
    fn what_is_built_is_understood_by_the_library() {
        let filter = Filter::any([
            Filter::equals("msRTCSIP-PrimaryUserAddress", "sip:a(b)*\\@c"),
            Filter::all([
                Filter::equals_bytes("objectGUID", &[0, 0x28, 0xff]),
                Filter::begins_with("lDAPDisplayName", "msRTCSIP-"),
                Filter::has_bits("systemFlags", 3),
                Filter::present("objectClass"),
            ]),
        ]);
        assert!(ldap3::parse_filter(filter.as_str()).is_ok(), "{filter:?}");
        assert_eq!(
            Filter::equals_bytes("objectGUID", &[0, 0x28, 0xff]).as_str(),
            "(objectGUID=\\00\\28\\ff)"
        );
    }
}
