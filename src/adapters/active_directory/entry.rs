//! One object as a controller sent it: a name and attributes of bytes. Nothing in it is believed before it is read.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::Offset;
use ldap3::ResultEntry;

use super::filter::Filter;
use crate::domain::{DirectoryValue, DistinguishedName, Moment, ObjectGuid, Sid};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) dn: String,
    attributes: Vec<(String, Vec<Vec<u8>>)>,
}

/// What a search sends one after the other.
pub(super) enum Item {
    Entry(Entry),
    /// Other servers that hold a part of what was searched.
    Reference(Vec<String>),
    /// An intermediate message; nothing that was asked for.
    Other,
}

impl Item {
    /// Takes a message apart without copying its values; `None` when it is not built as RFC 4511 4.5.2 says.
    pub(super) fn of(message: ResultEntry) -> Option<Self> {
        if message.is_intermediate() {
            return Some(Self::Other);
        }
        let is_reference = message.is_ref();
        let parts = message.0.expect_constructed()?;
        if is_reference {
            let addresses = parts
                .into_iter()
                .filter_map(|part| String::from_utf8(part.expect_primitive()?).ok());
            return Some(Self::Reference(addresses.collect()));
        }
        let mut parts = parts.into_iter();
        let dn = parts.next()?.expect_primitive()?;
        let mut attributes = Vec::new();
        for attribute in parts.next()?.expect_constructed()? {
            let mut halves = attribute.expect_constructed()?.into_iter();
            let name = String::from_utf8(halves.next()?.expect_primitive()?).ok()?;
            let mut values = Vec::new();
            for value in halves.next()?.expect_constructed()? {
                values.push(value.expect_primitive()?);
            }
            attributes.push((name, values));
        }
        Some(Self::Entry(Entry {
            dn: text(dn),
            attributes,
        }))
    }
}

impl Entry {
    pub(super) fn name(&self) -> DistinguishedName {
        DistinguishedName::new(self.dn.clone())
    }

    pub(super) fn values(&self, attribute: &str) -> &[Vec<u8>] {
        self.attributes
            .iter()
            .find(|(name, values)| name.eq_ignore_ascii_case(attribute) && !values.is_empty())
            .map(|(_, values)| values.as_slice())
            .unwrap_or_default()
    }

    pub(super) fn has(&self, attribute: &str) -> bool {
        !self.values(attribute).is_empty()
    }

    pub(super) fn value(&self, attribute: &str) -> Option<&[u8]> {
        self.values(attribute).first().map(Vec::as_slice)
    }

    pub(super) fn text(&self, attribute: &str) -> Option<String> {
        self.value(attribute).map(|value| text(value.to_vec()))
    }

    pub(super) fn texts(&self, attribute: &str) -> Vec<String> {
        let values = self.values(attribute).iter();
        values.map(|value| text(value.clone())).collect()
    }

    pub(super) fn number<T: std::str::FromStr>(&self, attribute: &str) -> Option<T> {
        self.text(attribute)?.parse().ok()
    }

    pub(super) fn flag(&self, attribute: &str) -> Option<bool> {
        match self.value(attribute)? {
            b"TRUE" => Some(true),
            b"FALSE" => Some(false),
            _ => None,
        }
    }

    pub(super) fn guid(&self) -> Option<ObjectGuid> {
        ObjectGuid::from_bytes(self.value("objectGUID")?)
    }

    pub(super) fn sid(&self, attribute: &str) -> Option<Sid> {
        Sid::from_bytes(self.value(attribute)?)
    }

    pub(super) fn is_of_class(&self, class: &str) -> bool {
        let classes = self.values("objectClass").iter();
        classes
            .clone()
            .any(|value| value.eq_ignore_ascii_case(class.as_bytes()))
    }

    /// `generalizedTime` as the directory writes it: `20261120140509.0Z`.
    pub(super) fn generalized_time(&self, attribute: &str) -> Option<Moment> {
        let text = self.text(attribute)?;
        let digits = text.strip_suffix('Z')?;
        let seconds = digits.split('.').next()?;
        let civil = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", seconds).ok()?;
        let instant = Offset::UTC.to_timestamp(civil).ok()?;
        Some(Moment::new(instant, Offset::UTC))
    }

    /// A count of 100 ns since 1601 ([MS-DTYP] 2.3.3); 0 and the largest number stand for never.
    pub(super) fn file_time(&self, attribute: &str) -> Option<Moment> {
        const SECONDS_TO_1970: i64 = 11_644_473_600;
        let ticks: i64 = self.number(attribute)?;
        if ticks <= 0 || ticks == i64::MAX {
            return None;
        }
        let second = (ticks / 10_000_000).checked_sub(SECONDS_TO_1970)?;
        let instant = Timestamp::from_second(second).ok()?;
        Some(Moment::new(instant, Offset::UTC))
    }

    /// The attributes whose names begin so, each with its values.
    pub(super) fn beginning<'a>(
        &'a self,
        start: &'static str,
    ) -> impl Iterator<Item = (&'a str, &'a [Vec<u8>])> {
        self.attributes
            .iter()
            .filter(move |(name, values)| {
                name.get(..start.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(start))
                    && !values.is_empty()
            })
            .map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// An attribute of which the server sent only some values, with the number of the first that is missing
    /// ([MS-ADTS] 3.1.1.3.1.3.3).
    pub(super) fn cut_short(&self) -> Option<(String, u32)> {
        self.attributes.iter().find_map(|(name, _)| {
            let (attribute, last) = range(name)?;
            Some((attribute.to_owned(), last?.checked_add(1)?))
        })
    }

    /// Puts the values of a later range behind those that are there; without one, the attribute counts as whole.
    pub(super) fn complete(&mut self, attribute: &str, more: Self) {
        let is_it = |name: &str| {
            name.eq_ignore_ascii_case(attribute)
                || range(name).is_some_and(|(of, _)| of.eq_ignore_ascii_case(attribute))
        };
        let later = more
            .attributes
            .into_iter()
            .find(|(name, values)| is_it(name) && !values.is_empty());
        let Some((_, values)) = self
            .attributes
            .iter()
            .position(|(name, _)| range(name).is_some() && is_it(name))
            .map(|place| self.attributes.swap_remove(place))
        else {
            return;
        };
        let mut values = values;
        let name = match later {
            Some((name, later)) => {
                values.extend(later);
                name
            }
            None => attribute.to_owned(),
        };
        // The last range ends in `*`: then all are there.
        let name = match range(&name) {
            Some((of, None)) => of.to_owned(),
            _ => name,
        };
        // A server may send the name without a range, empty, beside the one with it.
        self.attributes
            .retain(|(name, values)| !(name.eq_ignore_ascii_case(attribute) && values.is_empty()));
        self.attributes.push((name, values));
    }

    #[cfg(test)]
    pub(super) fn made(dn: &str, attributes: &[(&str, &[&[u8]])]) -> Self {
        let owned = |values: &[&[u8]]| values.iter().map(|value| value.to_vec()).collect();
        Self {
            dn: dn.to_owned(),
            attributes: attributes
                .iter()
                .map(|(name, values)| ((*name).to_owned(), owned(values)))
                .collect(),
        }
    }
}

/// A value as it is kept: text where it is text.
pub(super) fn directory_value(value: &[u8]) -> DirectoryValue {
    match std::str::from_utf8(value) {
        Ok(text) => DirectoryValue::Text(text.to_owned()),
        Err(_) => DirectoryValue::Binary(hexadecimal(value)),
    }
}

pub(super) fn hexadecimal(value: &[u8]) -> String {
    let mut digits = String::with_capacity(value.len() * 2);
    for byte in value {
        // Writing to a string cannot fail.
        write!(digits, "{byte:02x}").ok();
    }
    digits
}

/// The search that finds an object by its GUID where the server knows no such name.
pub(super) fn by_guid(guid: ObjectGuid) -> Filter {
    Filter::equals_bytes("objectGUID", &guid.to_bytes())
}

fn text(value: Vec<u8>) -> String {
    String::from_utf8(value)
        .unwrap_or_else(|err| String::from_utf8_lossy(err.as_bytes()).into_owned())
}

/// The attribute of `memberOf;range=0-1499` and its last number; `*` is none.
fn range(name: &str) -> Option<(&str, Option<u32>)> {
    let (attribute, option) = name.split_once(';')?;
    let (word, bounds) = option.split_once('=')?;
    if !word.eq_ignore_ascii_case("range") {
        return None;
    }
    let (_, last) = bounds.split_once('-')?;
    if last == "*" {
        return Some((attribute, None));
    }
    Some((attribute, Some(last.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_by_name_without_regard_to_case() {
        let entry = Entry::made(
            "CN=a,DC=c",
            &[
                ("displayName", &[b"Chat \xff"]),
                ("ADMINCOUNT", &[b"1"]),
                ("isDeleted", &[b"TRUE"]),
                ("empty", &[]),
            ],
        );
        assert_eq!(entry.text("DISPLAYNAME").as_deref(), Some("Chat \u{fffd}"));
        assert_eq!(entry.number::<u32>("adminCount"), Some(1));
        assert_eq!(entry.number::<u32>("displayName"), None);
        assert_eq!(entry.flag("isdeleted"), Some(true));
        assert!(!entry.has("empty"));
        assert_eq!(entry.guid(), None);
    }

    #[test]
    fn times_are_read_in_both_spellings() {
        let entry = Entry::made(
            "",
            &[
                ("whenChanged", &[b"20261120140509.0Z"]),
                ("lastLogonTimestamp", &[b"133767072000000000"]),
                ("never", &[b"9223372036854775807"]),
                ("zero", &[b"0"]),
                ("broken", &[b"20261399999999.0Z"]),
            ],
        );
        let read = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
        assert_eq!(
            read(entry.generalized_time("whenChanged")).as_deref(),
            Some("2026-11-20T14:05:09+00:00")
        );
        assert_eq!(
            read(entry.file_time("lastLogonTimestamp")).as_deref(),
            Some("2024-11-22T00:00:00+00:00")
        );
        assert_eq!(entry.file_time("never"), None);
        assert_eq!(entry.file_time("zero"), None);
        assert_eq!(entry.generalized_time("broken"), None);
    }

    #[test]
    fn what_is_no_text_is_kept_in_digits() {
        assert_eq!(
            directory_value(b"sip:a@b"),
            DirectoryValue::Text("sip:a@b".to_owned())
        );
        assert_eq!(
            directory_value(&[0xff, 0x00]),
            DirectoryValue::Binary("ff00".to_owned())
        );
    }

    #[test]
    fn an_attribute_that_was_cut_short_is_completed_range_by_range() {
        let mut entry = Entry::made(
            "",
            &[("memberOf", &[]), ("memberOf;range=0-1", &[b"a", b"b"])],
        );
        assert_eq!(entry.cut_short(), Some(("memberOf".to_owned(), 2)));
        let next = Entry::made("", &[("memberOf;Range=2-3", &[b"c", b"d"])]);
        entry.complete("memberOf", next);
        assert_eq!(entry.cut_short(), Some(("memberOf".to_owned(), 4)));
        entry.complete(
            "memberOf",
            Entry::made("", &[("memberOf;range=4-*", &[b"e"])]),
        );
        assert_eq!(entry.cut_short(), None);
        assert_eq!(entry.texts("memberOf"), ["a", "b", "c", "d", "e"]);
        // A server that goes silent in the middle does not keep anybody waiting.
        let mut entry = Entry::made("", &[("memberOf;range=0-1", &[b"a", b"b"])]);
        entry.complete("memberOf", Entry::default());
        assert_eq!(entry.cut_short(), None);
        assert_eq!(entry.texts("memberOf"), ["a", "b"]);
    }
}
