//! Type names and property names, each kept once for all the records of a session.
//!
//! The tables are bounded: a server that makes up names for ever only loses the sharing.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quick_xml::escape::unescape as unescape_xml;

use super::error::ErrorKind;
use super::escape::unescape;
use crate::psrp::xml::excerpt;

/// Of properties, and of types. All the cmdlets this client calls have a few hundred.
const MOST_NAMES: usize = 4096;
/// Longer than any name of .NET but those of nested generics, which do not repeat.
const LONGEST_NAME: usize = 512;
/// Records of one command share a handful; each list more makes an unknown one dearer to look up.
const MOST_LISTS: usize = 64;
/// A list of ten types with their assemblies has a thousand bytes.
const LONGEST_LIST: usize = 4096;

/// The types of an object, the most special first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TypeNames(Arc<[Arc<str>]>);

impl TypeNames {
    pub fn first(&self) -> Option<&str> {
        self.0.first().map(AsRef::as_ref)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the object is, or was before it travelled, of this type.
    pub fn contains(&self, name: &str) -> bool {
        self.iter()
            .any(|found| found.strip_prefix("Deserialized.").unwrap_or(found) == name)
    }
}

impl FromIterator<Arc<str>> for TypeNames {
    fn from_iter<I: IntoIterator<Item = Arc<str>>>(names: I) -> Self {
        Self(names.into_iter().collect())
    }
}

#[derive(Debug, Default)]
pub(super) struct Names {
    /// By the raw text of the attribute, so that a known name is not even unescaped.
    properties: HashMap<Box<str>, usize>,
    /// In the order they were first met.
    known: Vec<KnownName>,
    /// Where the name after the one found last stands. Records repeat, so it is likely the next.
    likely_name: usize,
    types: HashSet<Arc<str>>,
    lists: Vec<KnownList>,
    /// The same for lists.
    likely_list: usize,
}

/// A property name, and the attribute it was read from.
#[derive(Debug)]
struct KnownName {
    raw: Box<str>,
    name: Arc<str>,
}

/// A type list, and the XML it was read from: the inside of `TN` and its end tag.
#[derive(Debug)]
struct KnownList {
    raw: Box<str>,
    list: TypeNames,
}

impl Names {
    /// The property name in an `N` attribute.
    pub(super) fn property(&mut self, raw: &str) -> Result<Arc<str>, ErrorKind> {
        let is_likely = |known: &&KnownName| *known.raw == *raw;
        let known = match self.known.get(self.likely_name).filter(is_likely) {
            Some(known) => Some((self.likely_name, known)),
            None => self
                .properties
                .get(raw)
                .and_then(|&place| Some((place, self.known.get(place)?))),
        };
        if let Some((place, known)) = known {
            self.likely_name = place + 1;
            return Ok(Arc::clone(&known.name));
        }
        let Ok(text) = unescape_xml(raw) else {
            return Err(ErrorKind::Entity(excerpt(raw)));
        };
        let name: Arc<str> = Arc::from(unescape(text).as_ref());
        if raw.len() <= LONGEST_NAME && self.known.len() < MOST_NAMES {
            self.properties.insert(raw.into(), self.known.len());
            self.known.push(KnownName {
                raw: raw.into(),
                name: Arc::clone(&name),
            });
            self.likely_name = self.known.len();
        }
        Ok(name)
    }

    /// A type name, given in plain text.
    pub(super) fn type_name(&mut self, text: Cow<'_, str>) -> Arc<str> {
        let text = unescape(text);
        if let Some(name) = self.types.get(text.as_ref()) {
            return Arc::clone(name);
        }
        let name: Arc<str> = Arc::from(text);
        if name.len() <= LONGEST_NAME && self.types.len() < MOST_NAMES {
            self.types.insert(Arc::clone(&name));
        }
        name
    }

    /// The type list at the beginning of `ahead`, if it was met before, and the length of its XML.
    pub(super) fn type_list(&mut self, ahead: &str) -> Option<(usize, TypeNames)> {
        let from_likely = (self.likely_list..self.lists.len()).chain(0..self.likely_list);
        for index in from_likely {
            if let Some(known) = self.lists.get(index)
                && ahead.starts_with(&*known.raw)
            {
                self.likely_list = index + 1;
                return Some((known.raw.len(), known.list.clone()));
            }
        }
        None
    }

    pub(super) fn remember_type_list(&mut self, raw: &str, list: &TypeNames) {
        if raw.len() <= LONGEST_LIST && self.lists.len() < MOST_LISTS {
            self.lists.push(KnownList {
                raw: raw.into(),
                list: list.clone(),
            });
        }
    }
}
