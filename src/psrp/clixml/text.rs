//! What PowerShell would print for a value in a string: `"$value"`.
//!
//! One flat line for people and for comparisons of names. It is not a format to parse; numbers
//! and dates follow the invariant culture, as PowerShell's string conversion does.

use std::borrow::Cow;
use std::fmt::{Display, UpperExp};

use uuid::Uuid;

use super::object::{Content, Object};
use super::time::DateTime;
use super::value::Value;

impl Value {
    /// The text PowerShell would put into a string for this value.
    ///
    /// A list is its items with spaces between; an object is its `ToString`, or else its type.
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Nil | Self::Cycle => Cow::Borrowed(""),
            Self::Bool(true) => Cow::Borrowed("True"),
            Self::Bool(false) => Cow::Borrowed("False"),
            Self::Char(unit) => char::from_u32(u32::from(*unit))
                .unwrap_or(char::REPLACEMENT_CHARACTER)
                .to_string()
                .into(),
            Self::U8(number) => number.to_string().into(),
            Self::I8(number) => number.to_string().into(),
            Self::U16(number) => number.to_string().into(),
            Self::I16(number) => number.to_string().into(),
            Self::U32(number) => number.to_string().into(),
            Self::I32(number) => number.to_string().into(),
            Self::U64(number) => number.to_string().into(),
            Self::I64(number) => number.to_string().into(),
            Self::F32(number) => float(*number).into(),
            Self::F64(number) => float(*number).into(),
            Self::Decimal(text)
            | Self::String(text)
            | Self::Uri(text)
            | Self::Xml(text)
            | Self::ScriptBlock(text) => Cow::Borrowed(text),
            Self::Bytes(bytes) => joined(bytes.iter().map(|byte| byte.to_string().into())),
            Self::Guid(guid) => {
                let mut buffer = Uuid::encode_buffer();
                let text: &str = guid.hyphenated().encode_lower(&mut buffer);
                text.to_owned().into()
            }
            Self::DateTime(moment) => invariant(*moment).into(),
            Self::TimeSpan(span) => span.to_text().into(),
            Self::Version(version) => version.to_string().into(),
            Self::SecureString(_) => Cow::Borrowed("System.Security.SecureString"),
            Self::Object(object) => match object.content() {
                Content::List(_, items) => joined(items.iter().map(item_text)),
                Content::None | Content::Primitive(_) | Content::Dictionary(_) => {
                    object_text(object)
                }
            },
        }
    }
}

/// A list inside a list is its type, so this goes no deeper.
fn item_text(item: &Value) -> Cow<'_, str> {
    match item {
        Value::Object(object) => object_text(object),
        _ => item.to_text(),
    }
}

fn object_text(object: &Object) -> Cow<'_, str> {
    if let Some(text) = object.to_string_text() {
        return Cow::Borrowed(text);
    }
    match object.content() {
        Content::Primitive(value @ Value::Object(_)) => item_text(value),
        Content::Primitive(value) => value.to_text(),
        Content::None | Content::List(..) | Content::Dictionary(_) => {
            Cow::Borrowed(object.type_names().first().unwrap_or_default())
        }
    }
}

fn joined<'v>(items: impl Iterator<Item = Cow<'v, str>>) -> Cow<'v, str> {
    let mut text = String::new();
    for (index, item) in items.enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(&item);
    }
    text.into()
}

/// Digits up to 15 places around the point, and an exponent beyond, as .NET writes it: `1E+308`.
///
/// Written out, a number of eight bytes can take three hundred, and a list of them is written out at once.
fn float<N: Into<f64> + Display + UpperExp + Copy>(number: N) -> String {
    let size = number.into().abs();
    if !size.is_finite() || size == 0.0 || (1e-5..1e15).contains(&size) {
        return number.to_string();
    }
    let text = format!("{number:E}");
    let Some((digits, exponent)) = text.split_once('E') else {
        return text;
    };
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{digits}E{sign}{exponent:0>2}")
}

fn invariant(moment: DateTime) -> String {
    let (year, month, day) = moment.date();
    let (hour, minute, second, _) = moment.time();
    format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use crate::psrp::clixml::{ListKind, ObjectBuilder, Value};

    fn check(value: &Value, text: &str) {
        assert_eq!(value.to_text(), text);
    }

    #[test]
    fn values_print_as_powershell_prints_them() {
        check(&Value::Nil, "");
        check(&Value::Bool(true), "True");
        check(&Value::F64(1.5), "1.5");
        check(&Value::F64(-1e300), "-1E+300");
        check(&Value::F64(1.25e-7), "1.25E-07");
        check(&Value::F32(0.0), "0");
        check(&Value::Char(0x41), "A");
        check(&Value::Bytes(Box::new([1, 200])), "1 200");
        check(
            &Value::DateTime("2020-01-02T03:04:05Z".parse().unwrap()),
            "01/02/2020 03:04:05",
        );
    }

    #[test]
    fn objects_print_their_string_or_their_type() {
        let site = ObjectBuilder::new().types(["X.Site", "System.Object"]);
        check(&site.build(), "X.Site");
        check(
            &ObjectBuilder::new().to_string_text("Site:a").build(),
            "Site:a",
        );
        check(&ObjectBuilder::new().build(), "");
    }

    #[test]
    fn lists_print_their_items_and_no_deeper() {
        let inner = ObjectBuilder::strings(["x"]).build();
        let outer = ObjectBuilder::new().list(ListKind::List, vec!["a".into(), 5.into(), inner]);
        check(&outer.build(), "a 5 System.String[]");
    }
}
