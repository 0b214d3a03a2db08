//! The decoder: one pull over the XML events, straight into values, without a tree in between.
//!
//! Recursion follows the nesting of values, which [`MAX_DEPTH`] bounds; references are shared and
//! their depth and expanded size are counted as if they were written out.
//!
//! What records repeat is taken from the text ahead of the XML reader: type lists that are known,
//! and simple properties in the one form every server writes ([`super::plain`]). Only whole
//! elements are taken, and only where the reader stands between two tags, so what it counts as
//! open stays true. Everything else it reads itself.

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::unescape as unescape_xml;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::error::{Error, ErrorKind};
use super::escape::unescape;
use super::names::{Names, TypeNames};
use super::object::{Content, ListKind, Object, Property};
use super::plain;
use super::primitive::Primitive;
use super::refs::Refs;
use super::value::Value;
use super::{EXPANDED_FLOOR, MAX_DEPTH, MAX_EXPANDED, MAX_EXPANSION, MAX_VALUES};
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
    objects: Refs<Slot>,
    type_lists: Refs<TypeNames>,
}

impl Scratch {
    fn clear(&mut self) {
        self.values.clear();
        self.properties.clear();
        self.entries.clear();
        self.objects.clear();
        self.type_lists.clear();
    }
}

impl Decoder {
    pub fn new() -> Self {
        Self::default()
    }

    /// Decodes one document; an empty one is `$null`, as PowerShell sends it.
    pub fn decode(&mut self, document: &str) -> Result<Value, Error> {
        let mut pass = Pass {
            document,
            reader: Reader::from_str(document),
            is_inside_empty: false,
            names: &mut self.names,
            scratch: &mut self.scratch,
            values_left: MAX_VALUES,
            max_expanded: MAX_EXPANDED.min(EXPANDED_FLOOR + MAX_EXPANSION * document.len() as u64),
        };
        let result = pass.document().map_err(|kind| Error {
            position: pass.position() as u64,
            kind,
        });
        self.scratch.clear();
        result
    }
}

const END_OF_TYPES: &str = "</TN>";

type Result<T, E = ErrorKind> = std::result::Result<T, E>;

/// One pass over one document.
struct Pass<'d, 'n> {
    document: &'d str,
    reader: Reader<&'d [u8]>,
    /// The start of an empty element was handed out, its end not yet.
    is_inside_empty: bool,
    names: &'n mut Names,
    scratch: &'n mut Scratch,
    values_left: u32,
    max_expanded: u64,
}

/// An object a `Ref` may name: still being read (so the `Ref` is inside it), or complete.
#[derive(Debug)]
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
        self.count(depth)?;
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

    /// One more value, at this depth.
    fn count(&mut self, depth: u16) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(ErrorKind::TooDeep);
        }
        self.spend()
    }

    /// A value, or a type name, which takes as much memory.
    fn spend(&mut self) -> Result<()> {
        let left = self.values_left.checked_sub(1);
        self.values_left = left.ok_or(ErrorKind::TooManyValues)?;
        Ok(())
    }

    /// `Obj` ([MS-PSRP] 2.2.5.2); its parts may come in any order.
    fn object(&mut self, id: Option<u64>, depth: u16) -> Result<Arc<Object>> {
        if let Some(id) = id {
            let taken = self.scratch.objects.insert(id, Slot::Open).is_err();
            if taken {
                return Err(ErrorKind::DuplicateReference(id.to_string()));
            }
        }

        let mut type_names = TypeNames::default();
        let mut to_string = None;
        let mut adapted = Vec::new();
        let mut extended = Vec::new();
        let mut content = Content::None;
        loop {
            if let Some(list) = self.known_types()? {
                type_names = list;
                continue;
            }
            if let Some((text, length)) = self.ahead().and_then(plain::to_string) {
                self.skip(length);
                to_string = Some(unescape(text).into());
                continue;
            }
            let Some(start) = self.start_or_end()? else {
                break;
            };
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

        let object = Object::new(
            type_names,
            to_string,
            adapted.into(),
            extended.into(),
            content,
        );
        if object.expanded() > self.max_expanded {
            return Err(ErrorKind::TooLarge);
        }
        let object = Arc::new(object);
        if let Some(slot) = id.and_then(|id| self.scratch.objects.get_mut(id)) {
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
        match self.scratch.objects.get(id) {
            Some(Slot::Complete(object)) if object.height() > MAX_DEPTH - depth + 1 => {
                Err(ErrorKind::TooDeep)
            }
            Some(Slot::Complete(object)) => Ok(Value::Object(Arc::clone(object))),
            Some(Slot::Open) => Ok(Value::Cycle),
            None => Err(ErrorKind::UnknownReference(id.to_string())),
        }
    }

    /// `Props` or `MS`; a second one of the same kind adds to the first.
    fn properties(&mut self, into: &mut Vec<Property>, depth: u16) -> Result<()> {
        let base = self.scratch.properties.len();
        loop {
            if let Some(property) = self.plain_property(depth + 1)? {
                self.scratch.properties.push(property);
                continue;
            }
            let Some(start) = self.start_or_end()? else {
                break;
            };
            let name = self.property_name(&start)?;
            let value = self.value(&start, depth + 1)?;
            self.scratch.properties.push(Property { name, value });
        }
        let read = self.scratch.properties.drain(base..);
        // Moving the earlier ones for each of a million further parts would take for ever.
        if into.is_empty() {
            *into = read.collect();
        } else {
            into.extend(read);
        }
        Ok(())
    }

    /// The property ahead, if it is written plainly. The reader must stand between two tags.
    fn plain_property(&mut self, depth: u16) -> Result<Option<Property>> {
        let Some(plain) = self.ahead().and_then(plain::property) else {
            return Ok(None);
        };
        self.count(depth)?;
        self.skip(plain.length);
        let name = self.names.property(plain.name)?;
        let value = match plain.content {
            Some((primitive, text)) => primitive.parse(text)?,
            None => Value::Nil,
        };
        Ok(Some(Property { name, value }))
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

    /// A `TN` whose list was met before, found by its raw XML: records of one type repeat it.
    fn known_types(&mut self) -> Result<Option<TypeNames>> {
        let Some(ahead) = self.ahead() else {
            return Ok(None);
        };
        let Some((id, begin)) = plain::types_start(ahead) else {
            return Ok(None);
        };
        let inside = ahead.get(begin..).unwrap_or_default();
        let Some((length, list)) = self.names.type_list(inside) else {
            return Ok(None);
        };
        self.skip(begin + length);
        self.number_types(id, &list)?;
        Ok(Some(list))
    }

    /// `TN` ([MS-PSRP] 2.2.5.2.3).
    fn types(&mut self, start: &BytesStart<'d>) -> Result<TypeNames> {
        self.spend()?;
        let id = reference_id(start)?;
        let begin = self.position();
        let mut names: Vec<Arc<str>> = Vec::new();
        while let Some(start) = self.start_or_end()? {
            if start.name().into_inner() != "T" {
                return Err(ErrorKind::Element(excerpt(start.name().into_inner())));
            }
            self.spend()?;
            let text = self.text()?;
            names.push(self.names.type_name(text));
        }
        let list = TypeNames::from_iter(names);
        let raw = self.document.get(begin..self.position());
        if let Some(raw) = raw.filter(|raw| raw.ends_with(END_OF_TYPES)) {
            self.names.remember_type_list(raw, &list);
        }
        if let Some(id) = id {
            self.number_types(id, &list)?;
        }
        Ok(list)
    }

    fn number_types(&mut self, id: u64, list: &TypeNames) -> Result<()> {
        let taken = self.scratch.type_lists.insert(id, list.clone()).is_err();
        if taken {
            return Err(ErrorKind::DuplicateReference(id.to_string()));
        }
        Ok(())
    }

    fn types_reference(&mut self, start: &BytesStart<'d>) -> Result<TypeNames> {
        const MISSING: ErrorKind = ErrorKind::MissingAttribute {
            element: "TNRef",
            attribute: "RefId",
        };
        let id = reference_id(start)?.ok_or(MISSING)?;
        self.end()?;
        let list = self.scratch.type_lists.get(id).cloned();
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

    /// Where the reader stands in the document.
    fn position(&self) -> usize {
        self.document.len() - self.reader.get_ref().len()
    }

    /// What the reader has not read yet; `None` where it is not between two tags of the document.
    fn ahead(&self) -> Option<&'d str> {
        if self.is_inside_empty {
            return None;
        }
        self.document.get(self.position()..)
    }

    /// Takes text from the reader that makes no difference to what is open.
    fn skip(&mut self, length: usize) {
        let ahead: &'d [u8] = self.reader.get_ref();
        *self.reader.get_mut() = ahead.get(length..).unwrap_or_default();
    }

    /// The next event that matters. Comments and processing instructions do not.
    fn next(&mut self) -> Result<Event<'d>> {
        if std::mem::take(&mut self.is_inside_empty) {
            return Ok(Event::End(BytesEnd::new("")));
        }
        loop {
            match self.reader.read_event()? {
                Event::Empty(start) => {
                    self.is_inside_empty = true;
                    return Ok(Event::Start(start));
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::DocType(_) => return Err(ErrorKind::DocumentType),
                event => return Ok(event),
            }
        }
    }
}

fn attribute<'s>(start: &'s BytesStart<'_>, wanted: &str) -> Result<Option<Cow<'s, str>>> {
    if let Some(value) = plain::attribute(start.attributes_raw(), wanted) {
        return Ok(Some(Cow::Borrowed(value)));
    }
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
