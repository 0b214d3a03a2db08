//! Distinguished names as text (RFC 4514): taking them apart without being fooled by what is escaped in them.
//!
//! Names are compared without regard to case, as the directory does. What cannot be read as a name has no parts.

/// The parts of a name from the object upwards: `CN=a`, `OU=b`, `DC=c`, as they are spelled.
pub(super) fn parts(dn: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = dn;
    while !rest.is_empty() {
        let (part, behind) = split_first(rest);
        parts.push(trimmed(part));
        rest = behind.unwrap_or_default();
    }
    parts
}

/// The name of the container.
pub(super) fn parent(dn: &str) -> Option<&str> {
    split_first(dn)
        .1
        .map(str::trim_start)
        .filter(|dn| !dn.is_empty())
}

/// Whether an object is `base` or lies below it.
pub(super) fn is_at_or_below(dn: &str, base: &str) -> bool {
    let (parts, base) = (parts(dn), parts(base));
    base.is_empty()
        || parts.len() >= base.len()
            && parts
                .iter()
                .rev()
                .zip(base.iter().rev())
                .all(|(part, base)| is_same_part(part, base))
}

pub(super) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (parts(one), parts(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| is_same_part(a, b))
}

/// The value of a part, without its escapes.
pub(super) fn value(part: &str) -> Option<String> {
    let (_, value) = part.split_once('=')?;
    Some(unescaped(value.trim_start()))
}

/// The DNS name of a domain, from the `DC` parts its name ends in.
pub(super) fn domain_name(dn: &str) -> Option<String> {
    let parts = parts(dn);
    let labels: Vec<String> = parts
        .iter()
        .rev()
        .map_while(|part| domain_label(part))
        .collect();
    let labels: Vec<&str> = labels.iter().rev().map(String::as_str).collect();
    (!labels.is_empty()).then(|| labels.join("."))
}

/// Whether a name consists of `DC` parts only: the root of a domain, or of an application partition.
pub(super) fn is_domain_root(dn: &str) -> bool {
    let parts = parts(dn);
    !parts.is_empty() && parts.iter().all(|part| domain_label(part).is_some())
}

fn domain_label(part: &str) -> Option<String> {
    let (kind, _) = part.split_once('=')?;
    if kind.trim().eq_ignore_ascii_case("DC") {
        value(part)
    } else {
        None
    }
}

/// A part without the blanks around it; one that is escaped at its end belongs to it.
fn trimmed(part: &str) -> &str {
    let part = part.trim_start();
    let bare = part.trim_end();
    let escapes = bare.chars().rev().take_while(|c| *c == '\\').count();
    if escapes % 2 == 0 {
        return bare;
    }
    let behind = part.get(bare.len()..).unwrap_or_default();
    let blank = behind.chars().next().map_or(0, char::len_utf8);
    part.get(..bare.len() + blank).unwrap_or(bare)
}

/// The first part, and what follows its comma.
fn split_first(dn: &str) -> (&str, Option<&str>) {
    let mut is_escaped = false;
    let mut is_quoted = false;
    for (at, character) in dn.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                let (part, behind) = dn.split_at(at);
                return (part, behind.get(1..));
            }
            _ => {}
        }
    }
    (dn, None)
}

fn is_same_part(one: &str, other: &str) -> bool {
    // Nearly every part is plain, and a long answer has a hundred thousand of them.
    let is_plain = |part: &str| part.is_ascii() && !part.contains([' ', '\\']);
    if is_plain(one) && is_plain(other) {
        return one.eq_ignore_ascii_case(other);
    }
    let folded = |part: &str| match part.split_once('=') {
        Some((kind, value)) => format!(
            "{}={}",
            kind.trim().to_lowercase(),
            unescaped(value.trim_start()).to_lowercase()
        ),
        None => part.to_lowercase(),
    };
    one == other || folded(one) == folded(other)
}

/// A value without `\,` and `\2C`; what is not UTF-8 afterwards stays recognisable.
fn unescaped(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let mut ahead = rest.clone();
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (digit(ahead.next()), digit(ahead.next())) {
            (Some(high), Some(low)) => {
                rest = ahead;
                // Two hexadecimal digits are a byte.
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            }
            _ => bytes.extend(rest.next()),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_at_the_commas_that_count() {
        for (dn, expect) in [
            ("CN=a,OU=b,DC=c", vec!["CN=a", "OU=b", "DC=c"]),
            ("CN=Chat\\, Lookup,DC=c", vec!["CN=Chat\\, Lookup", "DC=c"]),
            ("CN=a\\\\,DC=c", vec!["CN=a\\\\", "DC=c"]),
            ("CN=a\\2cb,DC=c", vec!["CN=a\\2cb", "DC=c"]),
            ("CN=\"a,b\",DC=c", vec!["CN=\"a,b\"", "DC=c"]),
            (
                "CN=a\\0ADEL:6f1a2c80,CN=Deleted Objects,DC=c",
                vec!["CN=a\\0ADEL:6f1a2c80", "CN=Deleted Objects", "DC=c"],
            ),
            ("CN=a+sn=b, DC=c", vec!["CN=a+sn=b", "DC=c"]),
            ("", vec![]),
            ("CN=\\", vec!["CN=\\"]),
        ] {
            assert_eq!(parts(dn), expect, "{dn}");
        }
        assert_eq!(parent("CN=Chat\\, Lookup, OU=b,DC=c"), Some("OU=b,DC=c"));
        assert_eq!(parent("DC=c"), None);
        assert_eq!(parent(""), None);
    }

    #[test]
    fn values_lose_their_escapes() {
        for (part, expect) in [
            ("CN=Chat\\, Lookup", "Chat, Lookup"),
            ("CN=\\23x\\20", "#x "),
            ("CN=\\ea\\b9\\80", "김"),
            ("CN=\\+\\\"\\<\\>\\;\\=\\\\", "+\"<>;=\\"),
            ("CN=\\", ""),
            ("CN=\\4", "4"),
            ("CN=\\ff", "\u{fffd}"),
        ] {
            assert_eq!(value(part).as_deref(), Some(expect), "{part}");
        }
        assert_eq!(value("no equals sign"), None);
    }

    #[test]
    fn a_name_lies_below_another_whatever_its_spelling() {
        let base = "CN=Configuration,DC=contoso,DC=com";
        assert!(is_at_or_below(base, base));
        assert!(is_at_or_below(
            "cn=x, cn=configuration,dc=Contoso,dc=COM",
            base
        ));
        assert!(!is_at_or_below("CN=x,DC=contoso,DC=com", base));
        assert!(!is_at_or_below(
            "CN=x\\,CN=Configuration,DC=contoso,DC=com",
            base
        ));
        assert!(!is_at_or_below("DC=com", "DC=contoso,DC=com"));
        assert!(is_at_or_below(base, ""));
        assert!(is_same("CN=a\\,b,DC=c", "cn=A\\2Cb, dc=C"));
        assert!(!is_same("CN=a,DC=c", "CN=a"));
        assert!(is_same("CN=blank last\\ ,DC=c", "CN=blank last\\20 , DC=c"));
        assert!(!is_same("CN=blank last\\ ,DC=c", "CN=blank last,DC=c"));
    }

    #[test]
    fn a_domain_is_named_by_the_parts_at_its_end() {
        assert_eq!(
            domain_name("CN=x,OU=y,DC=contoso,DC=com").as_deref(),
            Some("contoso.com")
        );
        assert_eq!(domain_name("CN=x"), None);
        assert_eq!(domain_name(""), None);
        assert!(is_domain_root("DC=contoso,DC=com"));
        assert!(!is_domain_root("CN=x,DC=com"));
        assert!(!is_domain_root(""));
    }
}
