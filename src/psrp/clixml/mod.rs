//! CLIXML, the XML form of .NET objects in PowerShell remoting ([MS-PSRP] 2.2.5).
//!
//! [`Value`] is the model, [`Decoder`] reads a document into it, [`encode()`] writes one. What an
//! object *means* (an error record, a pool, an endpoint) is decided elsewhere; so is what a
//! [`SecureString`] says, which stays encrypted here.

mod decode;
mod encode;
mod error;
mod escape;
mod names;
mod object;
mod plain;
mod primitive;
mod refs;
mod secure_string;
mod text;
mod time;
mod value;
mod version;

pub use decode::Decoder;
pub use encode::{EncodeError, encode};
pub use error::{Error, ErrorKind};
pub use names::TypeNames;
pub use object::{Content, ListKind, Object, ObjectBuilder, Property};
pub use secure_string::SecureString;
pub use time::{DateTime, Offset, TimeSpan};
pub use value::Value;
pub use version::Version;

/// How deep values may nest, counted along references too. PowerShell itself stops far earlier.
pub const MAX_DEPTH: u16 = 128;

/// How many values and type names one document may hold; bounds memory at a small multiple of the
/// input. A record of a server has a few hundred.
pub const MAX_VALUES: u32 = 1_000_000;

/// How large a document may become if every reference were written out, in bytes, roughly.
///
/// References are shared, never copied, so they cost nothing; but whoever walks a value later
/// (printing, comparing, encoding) meets everything they name.
pub const MAX_EXPANDED: u64 = 128 << 20;

/// How many times its own length a document may become so, beyond [`EXPANDED_FLOOR`]: an answer
/// full of small documents must not become gigabytes of text.
///
/// Without references an empty object takes nearly 20 times its text; what Windows sends, below 4.
pub const MAX_EXPANSION: u64 = 32;

/// What every document may become, however short it is: small objects that name each other.
pub const EXPANDED_FLOOR: u64 = 64 << 10;
