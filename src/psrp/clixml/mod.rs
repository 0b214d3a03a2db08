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

/// How many values one document may hold; bounds memory at a small multiple of the input.
pub const MAX_VALUES: u32 = 1_000_000;

/// How large a document may become if every reference were written out, in bytes, roughly.
///
/// References are shared, never copied, so this costs nothing; it keeps whoever walks a value
/// later (printing, comparing, encoding) from exponential work.
pub const MAX_EXPANDED: u64 = 128 << 20;
