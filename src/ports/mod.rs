//! What the core asks of the outside: small synchronous traits of plain data. Each call takes a deadline and a
//! cancel token; each failure is a [`PortError`] whose kind says what is known about the outcome.

mod cancel;
mod client_path;
mod clock;
mod deployment;
mod directory;
mod error;
mod journal_store;

pub use cancel::Cancel;
pub use client_path::ClientPath;
pub use clock::Clock;
pub use deployment::{Call, Deployment};
pub use directory::Directory;
pub use error::{PortError, PortErrorKind, PortResult};
pub use journal_store::{JournalFile, JournalStore};
