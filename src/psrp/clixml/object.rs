//! [`Object`]: the parts of an `Obj` element, kept apart, and the builder that makes one.
//!
//! INVARIANT: height and expanded size are those of the parts. The decoder refuses what exceeds
//! its limits before an object exists, so whoever walks a decoded value needs no limit of his own.

use std::sync::Arc;

use super::names::TypeNames;
use super::value::Value;

/// A complex object ([MS-PSRP] 2.2.5.2), immutable and shared.
#[derive(Debug, PartialEq)]
pub struct Object {
    type_names: TypeNames,
    to_string: Option<Box<str>>,
    adapted: Box<[Property]>,
    extended: Box<[Property]>,
    content: Content,
    height: u16,
    expanded: u64,
}

/// One named value of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    pub name: Arc<str>,
    pub value: Value,
}

/// What an object holds besides properties.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    None,
    /// An extended primitive or an enumeration ([MS-PSRP] 2.2.5.2.5).
    Primitive(Value),
    /// A collection of single values ([MS-PSRP] 2.2.5.2.6).
    List(ListKind, Box<[Value]>),
    /// `DCT`: keys and values in the order they were sent.
    Dictionary(Box<[(Value, Value)]>),
}

/// Which collection a list was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// `LST`: an array or a list.
    List,
    /// `IE`: something enumerable.
    Enumerable,
    /// `QUE`
    Queue,
    /// `STK`
    Stack,
}

impl Object {
    pub(super) fn new(
        type_names: TypeNames,
        to_string: Option<Box<str>>,
        adapted: Box<[Property]>,
        extended: Box<[Property]>,
        content: Content,
    ) -> Self {
        // Without a text of its own an object prints as its type, which many may share.
        let printed = to_string.as_deref().or_else(|| type_names.first());
        let mut sum = Sum {
            height: 0,
            expanded: (size_of::<Self>() + printed.map_or(0, str::len)) as u64,
        };
        for property in adapted.iter().chain(&extended) {
            sum.add(&property.value);
        }
        match &content {
            Content::None => {}
            Content::Primitive(value) => sum.add(value),
            Content::List(_, items) => items.iter().for_each(|item| sum.add(item)),
            Content::Dictionary(entries) => entries.iter().for_each(|(key, value)| {
                sum.add(key);
                sum.add(value);
            }),
        }
        Self {
            type_names,
            to_string,
            adapted,
            extended,
            content,
            height: sum.height.saturating_add(1),
            expanded: sum.expanded,
        }
    }

    /// The .NET type and the types it derives from; empty when none were sent.
    pub fn type_names(&self) -> &TypeNames {
        &self.type_names
    }

    /// What `ToString()` returned on the other side; the name of an enumeration's value.
    pub fn to_string_text(&self) -> Option<&str> {
        self.to_string.as_deref()
    }

    /// `Props`: the properties of the .NET type.
    pub fn adapted(&self) -> &[Property] {
        &self.adapted
    }

    /// `MS`: the properties PowerShell added.
    pub fn extended(&self) -> &[Property] {
        &self.extended
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    /// An extended property, an adapted one or the value of a dictionary key, in this order;
    /// letter case does not matter.
    pub fn property(&self, name: &str) -> Option<&Value> {
        let bag = self.extended.iter().chain(&self.adapted);
        if let Some(found) = bag
            .into_iter()
            .find(|found| found.name.eq_ignore_ascii_case(name))
        {
            return Some(&found.value);
        }
        let Content::Dictionary(entries) = &self.content else {
            return None;
        };
        entries
            .iter()
            .find(|(key, _)| {
                key.as_str()
                    .is_some_and(|key| key.eq_ignore_ascii_case(name))
            })
            .map(|(_, value)| value)
    }

    pub(super) fn height(&self) -> u16 {
        self.height
    }

    pub(super) fn expanded(&self) -> u64 {
        self.expanded
    }
}

struct Sum {
    height: u16,
    expanded: u64,
}

impl Sum {
    fn add(&mut self, value: &Value) {
        self.height = self.height.max(value.height());
        self.expanded = self.expanded.saturating_add(value.expanded());
    }
}

/// Makes an object, for what is sent and for tests.
#[derive(Debug, Default)]
#[must_use]
pub struct ObjectBuilder {
    type_names: TypeNames,
    to_string: Option<Box<str>>,
    adapted: Vec<Property>,
    extended: Vec<Property>,
    content: Option<Content>,
}

impl ObjectBuilder {
    pub fn new() -> Self {
        Self::default()
    }

    /// A value of an enumeration, which has a name and a number.
    pub fn enumeration(type_name: &str, name: &str, number: i32) -> Self {
        Self::new()
            .types([
                type_name,
                "System.Enum",
                "System.ValueType",
                "System.Object",
            ])
            .to_string_text(name)
            .primitive(number)
    }

    /// An array of strings, `string[]`.
    pub fn strings<'s>(items: impl IntoIterator<Item = &'s str>) -> Self {
        Self::new()
            .types(["System.String[]", "System.Array", "System.Object"])
            .list(ListKind::List, items.into_iter().map(Value::from).collect())
    }

    /// The type and its base types, the most special first.
    pub fn types<'s>(mut self, names: impl IntoIterator<Item = &'s str>) -> Self {
        self.type_names = names.into_iter().map(Arc::from).collect();
        self
    }

    pub fn to_string_text(mut self, text: &str) -> Self {
        self.to_string = Some(text.into());
        self
    }

    pub fn adapted(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.adapted.push(Property {
            name: name.into(),
            value: value.into(),
        });
        self
    }

    pub fn extended(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extended.push(Property {
            name: name.into(),
            value: value.into(),
        });
        self
    }

    pub fn primitive(mut self, value: impl Into<Value>) -> Self {
        self.content = Some(Content::Primitive(value.into()));
        self
    }

    pub fn list(mut self, kind: ListKind, items: Vec<Value>) -> Self {
        self.content = Some(Content::List(kind, items.into()));
        self
    }

    pub fn dictionary(mut self, entries: Vec<(Value, Value)>) -> Self {
        self.content = Some(Content::Dictionary(entries.into()));
        self
    }

    pub fn build(self) -> Value {
        Object::new(
            self.type_names,
            self.to_string,
            self.adapted.into(),
            self.extended.into(),
            self.content.unwrap_or(Content::None),
        )
        .into()
    }
}
