//! Everything a server sent about one object, for the raw view.
//!
//! A hundred thousand objects keep theirs, so names and values stand in one text, and beside it where each ends: two
//! allocations an object instead of two a property.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names and values as text, in the server's order.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(String, String)>", into = "Vec<(String, String)>")]
pub struct Properties {
    text: Box<str>,
    /// Where each name and each value ends, in turn.
    ends: Box<[u32]>,
}

impl Properties {
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut begin = 0;
        let mut next = move |end: u32| {
            let end = usize::try_from(end).unwrap_or(usize::MAX);
            let part = self.text.get(begin..end).unwrap_or_default();
            begin = end;
            part
        };
        let (pairs, _) = self.ends.as_chunks::<2>();
        pairs
            .iter()
            .map(move |&[name, value]| (next(name), next(value)))
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Properties {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        // Gathered first, so that what is kept is allocated once and in its exact size.
        let pairs: Vec<(N, V)> = pairs.into_iter().collect();
        let lengths = pairs
            .iter()
            .map(|(n, v)| n.as_ref().len() + v.as_ref().len());
        let mut text = String::with_capacity(lengths.sum());
        let mut ends = Vec::with_capacity(pairs.len() * 2);
        for (name, value) in pairs {
            let whole = text.len() + name.as_ref().len() + value.as_ref().len();
            // No message is near this long; one that were would be shown in part.
            let Ok(value_end) = u32::try_from(whole) else {
                break;
            };
            text.push_str(name.as_ref());
            ends.push(u32::try_from(text.len()).unwrap_or(value_end));
            text.push_str(value.as_ref());
            ends.push(value_end);
        }
        Self {
            text: text.into(),
            ends: ends.into(),
        }
    }
}

impl From<Vec<(String, String)>> for Properties {
    fn from(pairs: Vec<(String, String)>) -> Self {
        pairs.into_iter().collect()
    }
}

impl From<Properties> for Vec<(String, String)> {
    fn from(properties: Properties) -> Self {
        properties
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }
}

impl fmt::Debug for Properties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_come_back_as_they_went_in() {
        let pairs = [
            ("Identity", "CN=é"),
            ("", "no name"),
            ("Empty", ""),
            ("名前", "값"),
        ];
        let properties: Properties = pairs.into_iter().collect();
        assert_eq!(properties.iter().collect::<Vec<_>>(), pairs);
        assert!(!properties.is_empty());
        assert!(Properties::default().is_empty());
    }

    #[test]
    fn they_are_written_down_as_pairs() {
        let properties: Properties = [("Enabled", "True")].into_iter().collect();
        let text = serde_json::to_string(&properties).unwrap();
        assert_eq!(text, r#"[["Enabled","True"]]"#);
        assert_eq!(
            serde_json::from_str::<Properties>(&text).unwrap(),
            properties
        );
    }
}
