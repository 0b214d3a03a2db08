//! The encoder: a value as the CLIXML that PowerShell reads.
//!
//! Objects are numbered in the order they are met; one that is met again is written as `Ref`, and
//! so is a type list (`TNRef`).

use std::collections::HashMap;
use std::sync::Arc;

use super::MAX_DEPTH;
use super::escape::escape_into;
use super::names::TypeNames;
use super::object::{Content, ListKind, Object, Property};
use super::primitive::{element_of, write_text};
use super::value::Value;

/// Why a value cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    #[error("values nest deeper than {MAX_DEPTH}")]
    TooDeep,
    #[error("an object that holds itself cannot be sent")]
    Cycle,
}

/// Writes a value as a CLIXML document.
pub fn encode(value: &Value) -> Result<String, EncodeError> {
    if value.height() > MAX_DEPTH {
        return Err(EncodeError::TooDeep);
    }
    let mut encoder = Encoder::default();
    encoder.value(value, None)?;
    Ok(encoder.out)
}

#[derive(Default)]
struct Encoder {
    out: String,
    /// By address: the objects are borrowed for as long as the encoder lives.
    objects: HashMap<*const Object, usize>,
    type_lists: HashMap<TypeNames, usize>,
}

impl Encoder {
    fn value(&mut self, value: &Value, name: Option<&str>) -> Result<(), EncodeError> {
        match value {
            Value::Object(object) => self.object(object, name),
            Value::Cycle => Err(EncodeError::Cycle),
            Value::Nil => {
                self.open("Nil", name, None);
                self.out.push_str(" />");
                Ok(())
            }
            primitive => {
                let element = element_of(primitive).unwrap_or("S");
                self.open(element, name, None);
                self.out.push('>');
                write_text(primitive, &mut self.out);
                self.close(element);
                Ok(())
            }
        }
    }

    fn object(&mut self, object: &Arc<Object>, name: Option<&str>) -> Result<(), EncodeError> {
        let next = self.objects.len();
        let id = *self.objects.entry(Arc::as_ptr(object)).or_insert(next);
        if id != next {
            self.open("Ref", name, Some(id));
            self.out.push_str(" />");
            return Ok(());
        }

        self.open("Obj", name, Some(id));
        self.out.push('>');
        self.types(object.type_names());
        if let Some(text) = object.to_string_text() {
            self.out.push_str("<ToString>");
            escape_into(text, &mut self.out);
            self.close("ToString");
        }
        self.properties("Props", object.adapted())?;
        self.content(object.content())?;
        self.properties("MS", object.extended())?;
        self.close("Obj");
        Ok(())
    }

    fn types(&mut self, types: &TypeNames) {
        if types.is_empty() {
            return;
        }
        let next = self.type_lists.len();
        let id = *self.type_lists.entry(types.clone()).or_insert(next);
        if id != next {
            self.open("TNRef", None, Some(id));
            self.out.push_str(" />");
            return;
        }
        self.open("TN", None, Some(id));
        self.out.push('>');
        for name in types.iter() {
            self.out.push_str("<T>");
            escape_into(name, &mut self.out);
            self.close("T");
        }
        self.close("TN");
    }

    fn content(&mut self, content: &Content) -> Result<(), EncodeError> {
        match content {
            Content::None => Ok(()),
            Content::Primitive(value) => self.value(value, None),
            Content::List(kind, items) => {
                let element = match kind {
                    ListKind::List => "LST",
                    ListKind::Enumerable => "IE",
                    ListKind::Queue => "QUE",
                    ListKind::Stack => "STK",
                };
                self.open(element, None, None);
                self.out.push('>');
                for item in items {
                    self.value(item, None)?;
                }
                self.close(element);
                Ok(())
            }
            Content::Dictionary(entries) => {
                self.out.push_str("<DCT>");
                for (key, value) in entries {
                    self.out.push_str("<En>");
                    self.value(key, Some("Key"))?;
                    self.value(value, Some("Value"))?;
                    self.close("En");
                }
                self.close("DCT");
                Ok(())
            }
        }
    }

    fn properties(&mut self, element: &str, properties: &[Property]) -> Result<(), EncodeError> {
        if properties.is_empty() {
            return Ok(());
        }
        self.open(element, None, None);
        self.out.push('>');
        for property in properties {
            self.value(&property.value, Some(&property.name))?;
        }
        self.close(element);
        Ok(())
    }

    /// Writes a start tag up to, and without, its closing bracket.
    fn open(&mut self, element: &str, name: Option<&str>, id: Option<usize>) {
        self.out.push('<');
        self.out.push_str(element);
        if let Some(name) = name {
            self.out.push_str(" N=\"");
            escape_into(name, &mut self.out);
            self.out.push('"');
        }
        if let Some(id) = id {
            self.out.push_str(" RefId=\"");
            self.out.push_str(&id.to_string());
            self.out.push('"');
        }
    }

    fn close(&mut self, element: &str) {
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push('>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::ObjectBuilder;

    fn check(value: &Value, document: &str) {
        assert_eq!(encode(value).unwrap(), document);
    }

    #[test]
    fn primitives_are_written_in_their_elements() {
        check(&Value::Nil, "<Nil />");
        check(&"a<b".into(), "<S>a&lt;b</S>");
        check(&true.into(), "<B>true</B>");
        check(&Value::Char(97), "<C>97</C>");
        check(&Value::F64(f64::NEG_INFINITY), "<Db>-INF</Db>");
        check(&Value::F32(f32::NAN), "<Sg>NaN</Sg>");
        check(&Value::Bytes(Box::from(*b"abc")), "<BA>YWJj</BA>");
    }

    /// The order is the one Windows PowerShell 5.1 writes.
    #[test]
    fn objects_are_written_as_powershell_writes_them() {
        let color = ObjectBuilder::enumeration("E", "Red", 12).build();
        check(
            &ObjectBuilder::new()
                .extended("a", color.clone())
                .extended("b\"", color)
                .build(),
            concat!(
                r#"<Obj RefId="0"><MS><Obj N="a" RefId="1"><TN RefId="0"><T>E</T><T>System.Enum</T>"#,
                r#"<T>System.ValueType</T><T>System.Object</T></TN><ToString>Red</ToString><I32>12</I32></Obj>"#,
                r#"<Ref N="b&quot;" RefId="1" /></MS></Obj>"#
            ),
        );
        check(
            &ObjectBuilder::strings(["x", "y"]).build(),
            concat!(
                r#"<Obj RefId="0"><TN RefId="0"><T>System.String[]</T><T>System.Array</T>"#,
                r#"<T>System.Object</T></TN><LST><S>x</S><S>y</S></LST></Obj>"#
            ),
        );
    }

    #[test]
    fn what_cannot_be_read_back_is_not_sent() {
        assert_eq!(encode(&Value::Cycle), Err(EncodeError::Cycle));
        let mut deep = Value::Nil;
        for _ in 0..129 {
            deep = ObjectBuilder::new()
                .list(ListKind::List, vec![deep])
                .build();
        }
        assert_eq!(encode(&deep), Err(EncodeError::TooDeep));
    }
}
