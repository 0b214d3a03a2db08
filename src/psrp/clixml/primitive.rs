//! The elements of primitive types ([MS-PSRP] 2.2.5.1), from text to value and back.

use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use uuid::Uuid;

use super::error::ErrorKind;
use super::escape::{escape_into, unescape};
use super::secure_string::SecureString;
use super::value::Value;
use crate::psrp::xml::excerpt;

/// Which primitive an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Primitive {
    Bool,
    Char,
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F32,
    F64,
    Decimal,
    String,
    Bytes,
    Guid,
    DateTime,
    TimeSpan,
    Version,
    Uri,
    Xml,
    ScriptBlock,
    SecureString,
}

impl Primitive {
    pub(super) fn from_element(name: &str) -> Option<Self> {
        Some(match name {
            "S" => Self::String,
            "B" => Self::Bool,
            "I32" => Self::I32,
            "C" => Self::Char,
            "By" => Self::U8,
            "SB" => Self::I8,
            "U16" => Self::U16,
            "I16" => Self::I16,
            "U32" => Self::U32,
            "U64" => Self::U64,
            "I64" => Self::I64,
            "Sg" => Self::F32,
            "Db" => Self::F64,
            "D" => Self::Decimal,
            "BA" => Self::Bytes,
            "G" => Self::Guid,
            "DT" => Self::DateTime,
            "TS" => Self::TimeSpan,
            "Version" => Self::Version,
            "URI" => Self::Uri,
            "XD" => Self::Xml,
            "SBK" => Self::ScriptBlock,
            "SS" => Self::SecureString,
            _ => return None,
        })
    }

    fn element(self) -> &'static str {
        match self {
            Self::Bool => "B",
            Self::Char => "C",
            Self::U8 => "By",
            Self::I8 => "SB",
            Self::U16 => "U16",
            Self::I16 => "I16",
            Self::U32 => "U32",
            Self::I32 => "I32",
            Self::U64 => "U64",
            Self::I64 => "I64",
            Self::F32 => "Sg",
            Self::F64 => "Db",
            Self::Decimal => "D",
            Self::String => "S",
            Self::Bytes => "BA",
            Self::Guid => "G",
            Self::DateTime => "DT",
            Self::TimeSpan => "TS",
            Self::Version => "Version",
            Self::Uri => "URI",
            Self::Xml => "XD",
            Self::ScriptBlock => "SBK",
            Self::SecureString => "SS",
        }
    }

    /// The value of an element's text.
    pub(super) fn parse(self, text: Cow<'_, str>) -> Result<Value, ErrorKind> {
        Ok(match self {
            Self::String => Value::String(boxed(text)),
            Self::Uri => Value::Uri(boxed(text)),
            Self::Xml => Value::Xml(boxed(text)),
            Self::ScriptBlock => Value::ScriptBlock(boxed(text)),
            Self::SecureString => Value::SecureString(SecureString::from_base64(boxed(text))),
            Self::Bool => Value::Bool(self.boolean(&text)?),
            Self::Char => Value::Char(self.from_text(&text)?),
            Self::U8 => Value::U8(self.from_text(&text)?),
            Self::I8 => Value::I8(self.from_text(&text)?),
            Self::U16 => Value::U16(self.from_text(&text)?),
            Self::I16 => Value::I16(self.from_text(&text)?),
            Self::U32 => Value::U32(self.from_text(&text)?),
            Self::I32 => Value::I32(self.from_text(&text)?),
            Self::U64 => Value::U64(self.from_text(&text)?),
            Self::I64 => Value::I64(self.from_text(&text)?),
            Self::F32 => Value::F32(self.from_text(&text)?),
            Self::F64 => Value::F64(self.from_text(&text)?),
            Self::DateTime => Value::DateTime(self.from_text(&text)?),
            Self::TimeSpan => Value::TimeSpan(self.from_text(&text)?),
            Self::Version => Value::Version(self.from_text(&text)?),
            Self::Guid => Value::Guid(self.guid(&text)?),
            Self::Decimal => Value::Decimal(self.decimal(&text)?),
            Self::Bytes => Value::Bytes(self.bytes(&text)?),
        })
    }

    fn invalid(self, text: &str) -> ErrorKind {
        ErrorKind::Primitive {
            element: self.element(),
            text: excerpt(text),
        }
    }

    // Rust reads the numbers of XML Schema as they are, INF and NaN among them.
    #[expect(
        clippy::wrong_self_convention,
        reason = "reads a value; `self` says which"
    )]
    fn from_text<T: FromStr>(self, text: &str) -> Result<T, ErrorKind> {
        let Ok(value) = text.trim().parse() else {
            return Err(self.invalid(text));
        };
        Ok(value)
    }

    fn boolean(self, text: &str) -> Result<bool, ErrorKind> {
        let text = text.trim();
        if text.eq_ignore_ascii_case("true") {
            Ok(true)
        } else if text.eq_ignore_ascii_case("false") {
            Ok(false)
        } else {
            Err(self.invalid(text))
        }
    }

    fn guid(self, text: &str) -> Result<Uuid, ErrorKind> {
        let Ok(guid) = Uuid::try_parse(text.trim()) else {
            return Err(self.invalid(text));
        };
        Ok(guid)
    }

    /// Decimals are carried, never calculated with, so their digits are kept.
    fn decimal(self, text: &str) -> Result<Box<str>, ErrorKind> {
        // A `System.Decimal` has 29 digits, a sign and a point.
        const LONGEST: usize = 64;
        let text = text.trim();
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let numeric = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if text.len() <= LONGEST && numeric(whole) && numeric(fraction) {
            Ok(text.into())
        } else {
            Err(self.invalid(text))
        }
    }

    fn bytes(self, text: &str) -> Result<Box<[u8]>, ErrorKind> {
        let Ok(bytes) = BASE64_STANDARD.decode(text.trim()) else {
            return Err(self.invalid(text));
        };
        Ok(bytes.into())
    }
}

/// The element name of a primitive value; `None` for objects, `$null` and cycles.
pub(super) fn element_of(value: &Value) -> Option<&'static str> {
    let primitive = match value {
        Value::Nil | Value::Object(_) | Value::Cycle => return None,
        Value::Bool(_) => Primitive::Bool,
        Value::Char(_) => Primitive::Char,
        Value::U8(_) => Primitive::U8,
        Value::I8(_) => Primitive::I8,
        Value::U16(_) => Primitive::U16,
        Value::I16(_) => Primitive::I16,
        Value::U32(_) => Primitive::U32,
        Value::I32(_) => Primitive::I32,
        Value::U64(_) => Primitive::U64,
        Value::I64(_) => Primitive::I64,
        Value::F32(_) => Primitive::F32,
        Value::F64(_) => Primitive::F64,
        Value::Decimal(_) => Primitive::Decimal,
        Value::String(_) => Primitive::String,
        Value::Bytes(_) => Primitive::Bytes,
        Value::Guid(_) => Primitive::Guid,
        Value::DateTime(_) => Primitive::DateTime,
        Value::TimeSpan(_) => Primitive::TimeSpan,
        Value::Version(_) => Primitive::Version,
        Value::Uri(_) => Primitive::Uri,
        Value::Xml(_) => Primitive::Xml,
        Value::ScriptBlock(_) => Primitive::ScriptBlock,
        Value::SecureString(_) => Primitive::SecureString,
    };
    Some(primitive.element())
}

/// Writes the text of a primitive; objects, `$null` and cycles have none.
pub(super) fn write_text(value: &Value, out: &mut String) {
    let plain: &dyn Display = match value {
        Value::Nil | Value::Object(_) | Value::Cycle => return,
        Value::String(text)
        | Value::Uri(text)
        | Value::Xml(text)
        | Value::ScriptBlock(text)
        | Value::Decimal(text) => return escape_into(text, out),
        Value::SecureString(secret) => return escape_into(secret.as_base64(), out),
        Value::Bytes(bytes) => return BASE64_STANDARD.encode_string(bytes, out),
        Value::F32(number) => return write_float(f64::from(*number), number, out),
        Value::F64(number) => return write_float(*number, number, out),
        Value::Bool(value) => value,
        Value::Char(unit) => unit,
        Value::U8(number) => number,
        Value::I8(number) => number,
        Value::U16(number) => number,
        Value::I16(number) => number,
        Value::U32(number) => number,
        Value::I32(number) => number,
        Value::U64(number) => number,
        Value::I64(number) => number,
        Value::Guid(guid) => guid,
        Value::DateTime(moment) => moment,
        Value::TimeSpan(span) => span,
        Value::Version(version) => version,
    };
    out.push_str(&plain.to_string());
}

fn write_float(value: f64, shown: &dyn Display, out: &mut String) {
    if value.is_infinite() {
        out.push_str(if value > 0.0 { "INF" } else { "-INF" });
    } else {
        out.push_str(&shown.to_string());
    }
}

fn boxed(text: Cow<'_, str>) -> Box<str> {
    unescape(text).into()
}
