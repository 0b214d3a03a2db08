//! [`Value`]: anything PowerShell can send, and the accessors that read it leniently.
//!
//! A value stays small (24 bytes): text is boxed and objects are shared, so that a hundred
//! thousand records fit comfortably. How a value prints is in `text`.

use std::sync::Arc;

use uuid::Uuid;

use super::object::{Content, Object};
use super::secure_string::SecureString;
use super::time::{DateTime, TimeSpan};
use super::version::Version;

/// A .NET value ([MS-PSRP] 2.2.5.1, 2.2.5.2).
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `Nil`: `$null`.
    Nil,
    /// `B`
    Bool(bool),
    /// `C`: a UTF-16 code unit, possibly half of a character.
    Char(u16),
    /// `By`
    U8(u8),
    /// `SB`
    I8(i8),
    /// `U16`
    U16(u16),
    /// `I16`
    I16(i16),
    /// `U32`
    U32(u32),
    /// `I32`
    I32(i32),
    /// `U64`
    U64(u64),
    /// `I64`
    I64(i64),
    /// `Sg`
    F32(f32),
    /// `Db`
    F64(f64),
    /// `D`: a decimal number, in the digits that were sent.
    Decimal(Box<str>),
    /// `S`
    String(Box<str>),
    /// `BA`
    Bytes(Box<[u8]>),
    /// `G`
    Guid(Uuid),
    /// `DT`
    DateTime(DateTime),
    /// `TS`
    TimeSpan(TimeSpan),
    /// `Version`
    Version(Version),
    /// `URI`
    Uri(Box<str>),
    /// `XD`
    Xml(Box<str>),
    /// `SBK`
    ScriptBlock(Box<str>),
    /// `SS`: still encrypted with the session key, which this module never has.
    SecureString(SecureString),
    /// `Obj`, and every later `Ref` to it.
    Object(Arc<Object>),
    /// A `Ref` to an object that contains it. PowerShell sends these for objects that point at
    /// themselves; following one would never end, so it leads nowhere.
    Cycle,
}

impl Value {
    /// The primitive inside an extended primitive or an enumeration; anything else is itself.
    pub fn primitive(&self) -> &Self {
        match self {
            Self::Object(object) => match object.content() {
                Content::Primitive(value) => value,
                Content::None | Content::List(..) | Content::Dictionary(_) => self,
            },
            _ => self,
        }
    }

    pub fn is_nil(&self) -> bool {
        matches!(self, Self::Nil)
    }

    /// The text of a string, URI, XML document or script block.
    pub fn as_str(&self) -> Option<&str> {
        match self.primitive() {
            Self::String(text) | Self::Uri(text) | Self::Xml(text) | Self::ScriptBlock(text) => {
                Some(text)
            }
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self.primitive() {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Any whole number that fits, among them the number of an enumeration.
    pub fn as_i64(&self) -> Option<i64> {
        match *self.primitive() {
            Self::U8(value) => Some(value.into()),
            Self::I8(value) => Some(value.into()),
            Self::U16(value) => Some(value.into()),
            Self::I16(value) => Some(value.into()),
            Self::U32(value) => Some(value.into()),
            Self::I32(value) => Some(value.into()),
            Self::U64(value) => value.try_into().ok(),
            Self::I64(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_i32(&self) -> Option<i32> {
        self.as_i64()?.try_into().ok()
    }

    pub fn as_f64(&self) -> Option<f64> {
        match *self.primitive() {
            Self::F32(value) => Some(value.into()),
            Self::F64(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_guid(&self) -> Option<Uuid> {
        match self.primitive() {
            Self::Guid(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_date_time(&self) -> Option<DateTime> {
        match self.primitive() {
            Self::DateTime(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_time_span(&self) -> Option<TimeSpan> {
        match self.primitive() {
            Self::TimeSpan(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_version(&self) -> Option<Version> {
        match self.primitive() {
            Self::Version(value) => Some(*value),
            _ => None,
        }
    }

    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self.primitive() {
            Self::Bytes(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_object(&self) -> Option<&Arc<Object>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items of a collection; a single value is a list of one and `$null` of none, because
    /// PowerShell unrolls short collections on the way.
    pub fn as_list(&self) -> &[Self] {
        match self {
            Self::Nil => &[],
            Self::Object(object) => match object.content() {
                Content::List(_, items) => items,
                _ => std::slice::from_ref(self),
            },
            _ => std::slice::from_ref(self),
        }
    }

    /// The entries of a dictionary, in the order they were sent; none for anything else.
    pub fn entries(&self) -> &[(Self, Self)] {
        match self {
            Self::Object(object) => match object.content() {
                Content::Dictionary(entries) => entries,
                _ => &[],
            },
            _ => &[],
        }
    }

    /// A property, or the value of a dictionary key, by name; letter case does not matter.
    pub fn property(&self, name: &str) -> Option<&Self> {
        self.as_object()?.property(name)
    }

    /// The name of an enumeration's value; [`Value::as_i64`] gives the number.
    pub fn enum_name(&self) -> Option<&str> {
        let object = self.as_object()?;
        if object.type_names().contains("System.Enum") {
            object.to_string_text()
        } else {
            None
        }
    }

    /// How many levels of values are in this one; the decoder counts them downwards, as depth.
    pub(super) fn height(&self) -> u16 {
        match self {
            Self::Object(object) => object.height(),
            _ => 1,
        }
    }

    /// Roughly how many bytes this value would take with every reference written out.
    pub(super) fn expanded(&self) -> u64 {
        let text = match self {
            Self::Decimal(text)
            | Self::String(text)
            | Self::Uri(text)
            | Self::Xml(text)
            | Self::ScriptBlock(text) => text.len(),
            Self::SecureString(secret) => secret.as_base64().len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::Object(object) => return object.expanded(),
            _ => 0,
        };
        (size_of::<Self>() as u64).saturating_add(text as u64)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::I32(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::I64(value)
    }
}

impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Guid(value)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(Arc::new(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::{ListKind, ObjectBuilder};

    #[test]
    fn a_value_stays_small() {
        assert_eq!(size_of::<Value>(), 24);
    }

    #[test]
    fn a_single_value_reads_as_a_list_of_one() {
        let one = Value::from("a");
        assert_eq!(one.as_list(), [Value::from("a")]);
        assert!(Value::Nil.as_list().is_empty());
        let list = ObjectBuilder::new()
            .list(ListKind::List, vec![one.clone(), one])
            .build();
        assert_eq!(list.as_list().len(), 2);
    }

    #[test]
    fn properties_are_found_without_regard_to_letter_case() {
        let bag = ObjectBuilder::new()
            .adapted("Identity", "wire")
            .extended("identity", "added")
            .adapted("Fqdn", "a.b")
            .build();
        assert_eq!(bag.property("FQDN").and_then(Value::as_str), Some("a.b"));
        // An added property hides the adapted one, as it does in PowerShell.
        assert_eq!(
            bag.property("Identity").and_then(Value::as_str),
            Some("added")
        );
        assert_eq!(bag.property("absent"), None);
    }

    #[test]
    fn dictionary_keys_read_like_properties() {
        let table = ObjectBuilder::new()
            .dictionary(vec![("Name".into(), 5.into())])
            .build();
        assert_eq!(table.property("name").and_then(Value::as_i64), Some(5));
    }

    #[test]
    fn an_enumeration_has_a_number_and_a_name() {
        let color = ObjectBuilder::enumeration("System.ConsoleColor", "Red", 12).build();
        assert_eq!((color.as_i32(), color.enum_name()), (Some(12), Some("Red")));
        assert_eq!(color.to_text(), "Red");
    }
}
