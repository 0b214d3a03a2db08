//! Why a CLIXML document was refused, and where.

use crate::psrp::xml::excerpt;

/// A refused document.
#[derive(Debug, Clone, thiserror::Error)]
#[error("CLIXML at byte {position}: {kind}")]
pub struct Error {
    /// Bytes of the document read when it was refused.
    pub position: u64,
    #[source]
    pub kind: ErrorKind,
}

/// What was wrong with the document. Texts from the document are cut short and come last.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ErrorKind {
    #[error("not well-formed: {0}")]
    Xml(String),
    #[error("an attribute is not well-formed")]
    Attribute(#[from] quick_xml::events::attributes::AttrError),
    #[error("ends in the middle of an element")]
    Truncated,
    #[error("content after the end of the document")]
    Trailing,
    #[error("document type definitions are refused")]
    DocumentType,
    #[error("unknown entity {0:?}")]
    Entity(String),
    #[error("values nest deeper than {}", super::MAX_DEPTH)]
    TooDeep,
    #[error("more than {} values", super::MAX_VALUES)]
    TooManyValues,
    #[error("references expand to far more than was sent")]
    TooLarge,
    #[error("text between elements: {0:?}")]
    StrayText(String),
    #[error("element not expected here: {0:?}")]
    Element(String),
    #[error("<{element}> without {attribute}")]
    MissingAttribute {
        element: &'static str,
        attribute: &'static str,
    },
    #[error("a dictionary entry without a key or without a value")]
    Entry,
    #[error("reference to an object that was not sent: {0:?}")]
    UnknownReference(String),
    #[error("two objects, or two type lists, with the same reference: {0:?}")]
    DuplicateReference(String),
    #[error("not a valid {element}: {text:?}")]
    Primitive { element: &'static str, text: String },
}

impl From<quick_xml::Error> for ErrorKind {
    /// The library's words, which repeat names of any length.
    fn from(err: quick_xml::Error) -> Self {
        Self::Xml(excerpt(&err.to_string()))
    }
}
