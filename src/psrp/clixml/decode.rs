//! The decoder: one pull over the XML events, straight into values, without a tree in between.
//!
//! Recursion follows the nesting of values, which [`MAX_DEPTH`] bounds; references are shared and
//! their depth and expanded size are counted as if they were written out.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::unescape as unescape_xml;
use quick_xml::events::{BytesStart, Event};

use super::error::{Error, ErrorKind};
use super::escape::unescape;
use super::names::{Names, TypeNames};
use super::object::{Content, ListKind, Object, Property};
use super::primitive::Primitive;
use super::refs::Refs;
use super::value::Value;
use super::{MAX_DEPTH, MAX_EXPANDED, MAX_VALUES};
use crate::psrp::xml::{append, append_reference, excerpt};

/// Decodes CLIXML documents.
///
/// Keep one for a whole session: the names it has seen are shared by all later records.
#[derive(Debug, Default)]
pub struct Decoder {
    names: Names,
    scratch: Scratch,
}

/// Members whose object is not complete yet. Nested objects stack theirs on top, so that each
/// finished list is allocated once and in its exact size.
#[derive(Debug, Default)]
struct Scratch {
    values: Vec<Value>,
    properties: Vec<Property>,
    entries: Vec<(Value, Value)>,
}

impl Decoder {
    pub fn new() -> Self {
        Self::default()
    }

    /// Decodes one document; an empty one is `$null`, as PowerShell sends it.
    pub fn decode(&mut self, document: &str) -> Result<Value, Error> {
        self.scratch.values.clear();
        self.scratch.properties.clear();
        self.scratch.entries.clear();

        let mut reader = Reader::from_str(document);
        reader.config_mut().expand_empty_elements = true;
        let mut pass = Pass {
            reader,
            names: &mut self.names,
            scratch: &mut self.scratch,
            objects: Refs::default(),
            type_lists: Refs::default(),
            values_left: MAX_VALUES,
        };
        pass.document().map_err(|kind| Error {
            position: pass.reader.buffer_position(),
            kind,
        })
    }
}

const END_OF_TYPES: &[u8] = b"</TN>";

type Result<T, E = ErrorKind> = std::result::Result<T, E>;

/// One pass over one document.
struct Pass<'d, 'n> {
    reader: Reader<&'d [u8]>,
    names: &'n mut Names,
    scratch: &'n mut Scratch,
    objects: Refs<Slot>,
    type_lists: Refs<TypeNames>,
    values_left: u32,
}

/// An object a `Ref` may name: still being read (so the `Ref` is inside it), or complete.
enum Slot {
    Open,
    Complete(Arc<Object>),
}

impl<'d> Pass<'d, '_> {
    fn document(&mut self) -> Result<Value> {
        let mut value = None;
        loop {
            match self.next()? {
                Event::Start(start) if value.is_none() => value = Some(self.value(&start, 1)?),
                Event::Text(text) if is_blank(&text) => {}
                Event::Eof => return Ok(value.unwrap_or(Value::Nil)),
                Event::Text(text) if value.is_none() => {
                    return Err(ErrorKind::StrayText(excerpt(&text)));
                }
                _ => return Err(ErrorKind::Trailing),
            }
        }
    }

    /// The value of an element whose start was just read, up to and including its end.
    fn value(&mut self, start: &BytesStart<'d>, depth: u16) -> Result<Value> {
        if depth > MAX_DEPTH {
            return Err(ErrorKind::TooDeep);
        }
        self.values_left = self
            .values_left
            .checked_sub(1)
            .ok_or(ErrorKind::TooManyValues)?;

        let name = start.name().into_inner();
        if let Some(primitive) = Primitive::from_element(name) {
            return primitive.parse(self.text()?);
        }
        match name {
            "Obj" => {
                let id = reference_id(start)?;
                self.object(id, depth).map(Value::Object)
            }
            "Ref" => {
                let value = self.reference(start, depth)?;
                self.end()?;
                Ok(value)
            }
            "Nil" => {
                self.end()?;
                Ok(Value::Nil)
            }
            "PR" => self.progress(),
            unknown => Err(ErrorKind::Element(excerpt(unknown))),
        }
    }

    /// `Obj` ([MS-PSRP] 2.2.5.2); its parts may come in any order.
    fn object(&mut self, id: Option<u64>, depth: u16) -> Result<Arc<Object>> {
        if let Some(id) = id {
            let taken = self.objects.insert(id, Slot::Open).is_err();
            if taken {
                return Err(ErrorKind::DuplicateReference(id.to_string()));
            }
        }

        let mut type_names = TypeNames::default();
        let mut to_string = None;
        let mut adapted: Box<[Property]> = Box::default();
        let mut extended: Box<[Property]> = Box::default();
        let mut content = Content::None;
        while let Some(start) = self.start_or_end()? {
            match start.name().into_inner() {
                "MS" => self.properties(&mut extended, depth)?,
                "Props" => self.properties(&mut adapted, depth)?,
                "TN" => type_names = self.types(&start)?,
                "TNRef" => type_names = self.types_reference(&start)?,
                "ToString" => to_string = Some(unescape(self.text()?).into()),
                "LST" => content = self.list(ListKind::List, depth)?,
                "IE" => content = self.list(ListKind::Enumerable, depth)?,
                "QUE" => content = self.list(ListKind::Queue, depth)?,
                "STK" => content = self.list(ListKind::Stack, depth)?,
                "DCT" => content = self.dictionary(depth)?,
                _ => content = Content::Primitive(self.value(&start, depth + 1)?),
            }
        }

        let object = Object::new(type_names, to_string, adapted, extended, content);
        if object.expanded() > MAX_EXPANDED {
            return Err(ErrorKind::TooLarge);
        }
        let object = Arc::new(object);
        if let Some(slot) = id.and_then(|id| self.objects.get_mut(id)) {
            *slot = Slot::Complete(Arc::clone(&object));
        }
        Ok(object)
    }

    /// `Ref`: the object itself, shared.
    fn reference(&mut self, start: &BytesStart<'d>, depth: u16) -> Result<Value> {
        const MISSING: ErrorKind = ErrorKind::MissingAttribute {
            element: "Ref",
            attribute: "RefId",
        };
        let id = reference_id(start)?.ok_or(MISSING)?;
        match self.objects.get(id) {
            Some(Slot::Complete(object)) if object.height() > MAX_DEPTH - depth + 1 => {
                Err(ErrorKind::TooDeep)
            }
            Some(Slot::Complete(object)) => Ok(Value::Object(Arc::clone(object))),
            Some(Slot::Open) => Ok(Value::Cycle),
            None => Err(ErrorKind::UnknownReference(id.to_string())),
        }
    }

    /// `Props` or `MS`; a second one of the same kind adds to the first.
    fn properties(&mut self, into: &mut Box<[Property]>, depth: u16) -> Result<()> {
        let base = self.scratch.properties.len();
        self.scratch.properties.extend(std::mem::take(into));
        while let Some(start) = self.start_or_end()? {
            let name = self.property_name(&start)?;
            let value = self.value(&start, depth + 1)?;
            self.scratch.properties.push(Property { name, value });
        }
        *into = self.scratch.properties.drain(base..).collect();
        Ok(())
    }

    fn property_name(&mut self, start: &BytesStart<'d>) -> Result<Arc<str>> {
        const MISSING: ErrorKind = ErrorKind::MissingAttribute {
            element: "property",
            attribute: "N",
        };
        let raw = attribute(start, "N")?.ok_or(MISSING)?;
        self.names.property(&raw)
    }

    fn list(&mut self, kind: ListKind, depth: u16) -> Result<Content> {
        let base = self.scratch.values.len();
        while let Some(start) = self.start_or_end()? {
            let value = self.value(&start, depth + 1)?;
            self.scratch.values.push(value);
        }
        Ok(Content::List(
            kind,
            self.scratch.values.drain(base..).collect(),
        ))
    }

    /// `DCT` ([MS-PSRP] 2.2.5.2.6.4).
    fn dictionary(&mut self, depth: u16) -> Result<Content> {
        let base = self.scratch.entries.len();
        while let Some(start) = self.start_or_end()? {
            if start.name().into_inner() != "En" {
                return Err(ErrorKind::Element(excerpt(start.name().into_inner())));
            }
            let entry = self.entry(depth)?;
            self.scratch.entries.push(entry);
        }
        Ok(Content::Dictionary(
            self.scratch.entries.drain(base..).collect(),
        ))
    }

    fn entry(&mut self, depth: u16) -> Result<(Value, Value)> {
        let (mut key, mut value) = (None, None);
        while let Some(start) = self.start_or_end()? {
            let part = match attribute(&start, "N")?.as_deref() {
                Some("Key") => &mut key,
                Some("Value") => &mut value,
                _ => return Err(ErrorKind::Entry),
            };
            *part = Some(self.value(&start, depth + 1)?);
        }
        key.zip(value).ok_or(ErrorKind::Entry)
    }

    /// `TN` ([MS-PSRP] 2.2.5.2.3). Its raw XML is looked up first: records of one type repeat it.
    fn types(&mut self, start: &BytesStart<'d>) -> Result<TypeNames> {
        let id = reference_id(start)?;
        let ahead: &'d [u8] = self.reader.get_ref();
        let list = if let Some((length, list)) = self.names.type_list(ahead) {
            // The end tag is left for the reader, which counts what is open.
            let inside = length.saturating_sub(END_OF_TYPES.len());
            *self.reader.get_mut() = ahead.get(inside..).unwrap_or_default();
            self.end()?;
            list
        } else {
            let mut names: Vec<Arc<str>> = Vec::new();
            while let Some(start) = self.start_or_end()? {
                if start.name().into_inner() != "T" {
                    return Err(ErrorKind::Element(excerpt(start.name().into_inner())));
                }
                let text = self.text()?;
                names.push(self.names.type_name(text));
            }
            let list = TypeNames::from_iter(names);
            let read = ahead.len().saturating_sub(self.reader.get_ref().len());
            if let Some(raw) = ahead.get(..read).filter(|raw| raw.ends_with(END_OF_TYPES)) {
                self.names.remember_type_list(raw, &list);
            }
            list
        };
        if let Some(id) = id {
            let taken = self.type_lists.insert(id, list.clone()).is_err();
            if taken {
                return Err(ErrorKind::DuplicateReference(id.to_string()));
            }
        }
        Ok(list)
    }

    fn types_reference(&mut self, start: &BytesStart<'d>) -> Result<TypeNames> {
        const MISSING: ErrorKind = ErrorKind::MissingAttribute {
            element: "TNRef",
            attribute: "RefId",
        };
        let id = reference_id(start)?.ok_or(MISSING)?;
        self.end()?;
        let list = self.type_lists.get(id).cloned();
        list.ok_or_else(|| ErrorKind::UnknownReference(id.to_string()))
    }

    /// `PR` ([MS-PSRP] 2.2.5.1.25), read into the property form of the `PROGRESS_RECORD` message,
    /// so that a progress record looks the same wherever it comes from.
    fn progress(&mut self) -> Result<Value> {
        let base = self.scratch.properties.len();
        while let Some(start) = self.start_or_end()? {
            let (name, is_number) = match start.name().into_inner() {
                "AV" => ("Activity", false),
                "AI" => ("ActivityId", true),
                "S" => ("CurrentOperation", false),
                "PI" => ("ParentActivityId", true),
                "PC" => ("PercentComplete", true),
                "T" => ("Type", false),
                "SR" => ("SecondsRemaining", true),
                "SD" => ("StatusDescription", false),
                "Nil" => {
                    self.end()?;
                    continue;
                }
                unknown => return Err(ErrorKind::Element(excerpt(unknown))),
            };
            let kind = if is_number {
                Primitive::I32
            } else {
                Primitive::String
            };
            let property = Property {
                name: self.names.property(name)?,
                value: kind.parse(self.text()?)?,
            };
            self.scratch.properties.push(property);
        }
        let extended = self.scratch.properties.drain(base..).collect();
        Ok(Object::new(
            TypeNames::default(),
            None,
            Box::default(),
            extended,
            Content::None,
        )
        .into())
    }

    /// The text of an element without children, up to and including its end.
    fn text(&mut self) -> Result<Cow<'d, str>> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.next()? {
                Event::Text(piece) => append(&mut text, piece.into_inner()),
                Event::CData(piece) => append(&mut text, piece.into_inner()),
                Event::GeneralRef(reference) => {
                    append_reference(&mut text, &reference).map_err(ErrorKind::Entity)?;
                }
                Event::End(_) => return Ok(text),
                Event::Start(start) => {
                    return Err(ErrorKind::Element(excerpt(start.name().into_inner())));
                }
                _ => return Err(ErrorKind::Truncated),
            }
        }
    }

    /// The next child, or `None` at the end of the element around it.
    fn start_or_end(&mut self) -> Result<Option<BytesStart<'d>>> {
        loop {
            match self.next()? {
                Event::Start(start) => return Ok(Some(start)),
                Event::End(_) => return Ok(None),
                Event::Text(text) if is_blank(&text) => {}
                Event::Text(text) => return Err(ErrorKind::StrayText(excerpt(&text))),
                Event::CData(text) => return Err(ErrorKind::StrayText(excerpt(&text))),
                Event::GeneralRef(name) => return Err(ErrorKind::StrayText(excerpt(&name))),
                _ => return Err(ErrorKind::Truncated),
            }
        }
    }

    fn end(&mut self) -> Result<()> {
        match self.start_or_end()? {
            None => Ok(()),
            Some(start) => Err(ErrorKind::Element(excerpt(start.name().into_inner()))),
        }
    }

    /// The next event that matters. Comments and processing instructions do not.
    fn next(&mut self) -> Result<Event<'d>> {
        loop {
            match self.reader.read_event()? {
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::DocType(_) => return Err(ErrorKind::DocumentType),
                event => return Ok(event),
            }
        }
    }
}

fn attribute<'s>(start: &'s BytesStart<'_>, wanted: &str) -> Result<Option<Cow<'s, str>>> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        if attribute.key.into_inner() == wanted {
            return Ok(Some(attribute.value));
        }
    }
    Ok(None)
}

/// `RefId`, which is always a number, although the schema says text.
fn reference_id(start: &BytesStart<'_>) -> Result<Option<u64>> {
    let Some(raw) = attribute(start, "RefId")? else {
        return Ok(None);
    };
    let text = unescape_xml(&raw).unwrap_or_default();
    match text.parse() {
        Ok(id) => Ok(Some(id)),
        Err(_) => Err(ErrorKind::UnknownReference(excerpt(&raw))),
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests;
