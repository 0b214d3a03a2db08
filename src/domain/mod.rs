//! Words and rules of the field: addresses, pools, endpoints, what may be created and what may not.
//!
//! Nothing here performs I/O, reads a clock or draws. Types parse at the edge; after that the type is the proof.

pub mod change;
pub mod check;
pub mod directory;
pub mod draft;
pub mod endpoint;
pub mod environment;
pub mod fqdn;
pub mod inventory;
pub mod lab_fault;
pub mod language;
pub mod message;
pub mod moment;
pub mod origin;
pub mod pool;
pub mod profile;
pub mod properties;
pub mod readable;
pub mod secret;
pub mod settings;
pub mod sip;
pub mod text;

pub use change::{Applied, Change, Preview};
pub use check::{Check, CheckKind, Verdict};
pub use directory::{DistinguishedName, Holder, HolderKind, Holders};
pub use draft::{EndpointDraft, EndpointSpec, Field, Finding, Severity};
pub use endpoint::{Endpoint, EndpointOrigin};
pub use environment::{Connection, Environment, Source};
pub use fqdn::{Fqdn, FqdnProblem};
pub use inventory::{Difference, Inventory, LookupAddress, Notice, SourcePool};
pub use lab_fault::{LabFault, UnknownFault};
pub use language::Language;
pub use message::Message;
pub use moment::Moment;
pub use pool::{Generation, Pool, PoolState};
pub use profile::{Access, Authentication, Dial, Profile, ProfileProblems, Profiles};
pub use properties::Properties;
pub use readable::{Readable, Unread, UnreadReason};
pub use secret::Secret;
pub use settings::{Settings, Theme};
pub use sip::{SipDomain, SipUri, SipUriProblem};
