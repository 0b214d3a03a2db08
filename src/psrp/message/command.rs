//! One command with named, typed parameters: the only thing this client ever asks a server to run.
//!
//! There is deliberately no way to send script text. A session restricted to cmdlets would refuse
//! it, and text would have to be put together from what somebody typed.

use uuid::Uuid;

use crate::psrp::clixml::{DateTime, ObjectBuilder, Value};

/// A cmdlet or function by name, and what is bound to its parameters.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Command {
    pub name: String,
    /// Without the leading hyphen, in the order they are sent.
    pub parameters: Vec<(String, Parameter)>,
}

/// The argument of a parameter, in a type PowerShell binds without guessing.
#[derive(Debug, Clone, PartialEq)]
pub enum Parameter {
    String(String),
    /// Also for a switch that is turned off, as in `-Confirm:$false`.
    Bool(bool),
    /// A switch that is present.
    Switch,
    Int(i32),
    Long(i64),
    Guid(Uuid),
    DateTime(DateTime),
    Bytes(Vec<u8>),
    StringList(Vec<String>),
    /// `$null`
    Null,
}

impl Command {
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            parameters: Vec::new(),
        }
    }

    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Parameter>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    pub fn switch(self, name: impl Into<String>) -> Self {
        self.parameter(name, Parameter::Switch)
    }
}

impl Parameter {
    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::String(text) => Value::from(text.as_str()),
            Self::Bool(value) => Value::Bool(*value),
            Self::Switch => Value::Bool(true),
            Self::Int(number) => Value::I32(*number),
            Self::Long(number) => Value::I64(*number),
            Self::Guid(guid) => Value::Guid(*guid),
            Self::DateTime(moment) => Value::DateTime(*moment),
            Self::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
            Self::StringList(items) => {
                ObjectBuilder::strings(items.iter().map(String::as_str)).build()
            }
            Self::Null => Value::Nil,
        }
    }
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Parameter {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Parameter {
    fn from(number: i32) -> Self {
        Self::Int(number)
    }
}

impl From<i64> for Parameter {
    fn from(number: i64) -> Self {
        Self::Long(number)
    }
}

impl From<Uuid> for Parameter {
    fn from(guid: Uuid) -> Self {
        Self::Guid(guid)
    }
}

impl From<Vec<String>> for Parameter {
    fn from(items: Vec<String>) -> Self {
        Self::StringList(items)
    }
}
