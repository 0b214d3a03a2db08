//! The few XML steps that CLIXML and SOAP share: character references and text in pieces.
//!
//! Only the five predefined entities and numeric references exist here. A document type
//! definition is refused by both readers, so no other entity can ever be declared.

use std::borrow::Cow;

use quick_xml::{escape::resolve_xml_entity, events::BytesRef};

/// Appends a piece of text, borrowing from the document for as long as there is only one.
pub(super) fn append<'d>(text: &mut Cow<'d, str>, piece: Cow<'d, str>) {
    if text.is_empty() {
        *text = piece;
    } else {
        text.to_mut().push_str(&piece);
    }
}

/// Appends what a reference stands for; `Err` is the name of an entity that does not exist.
pub(super) fn append_reference(
    text: &mut Cow<'_, str>,
    reference: &BytesRef<'_>,
) -> Result<(), String> {
    if let Some(entity) = resolve_xml_entity(reference) {
        text.to_mut().push_str(entity);
        return Ok(());
    }
    match reference.resolve_char_ref() {
        Ok(Some(character)) => {
            text.to_mut().push(character);
            Ok(())
        }
        Ok(None) | Err(_) => Err(excerpt(reference)),
    }
}

/// A short beginning of hostile text, fit for an error message.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            let mut short = text.get(..end).unwrap_or_default().to_owned();
            short.push('…');
            short
        }
        None => text.to_owned(),
    }
}
