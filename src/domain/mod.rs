//! Words and rules of the field: addresses, pools, endpoints, what may be created and what may not.
//!
//! Nothing here performs I/O, reads a clock or draws. Types parse at the edge; after that the type is the proof.

pub mod change;
pub mod check;
pub mod diagnosis;
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
pub mod pool_reading;
pub mod profile;
pub mod readable;
pub mod rights;
pub mod secret;
pub mod service;
pub mod settings;
pub mod sip;
pub mod task;
pub mod text;

pub use change::{Applied, Change, Preview};
pub use check::{Check, CheckKind, Verdict};
pub use diagnosis::{Certificate, Layer, LayerFacts, LayerResult, LayerVerdict};
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
pub use pool_reading::{PoolContent, PoolReading, Replica, ServerReading};
pub use profile::{
    Access, Account, Authentication, Dial, Profile, ProfileProblems, Profiles, Recording,
};
pub use readable::{Readable, Unread, UnreadReason};
pub use rights::{AdminRole, Right, Rights};
pub use secret::Secret;
pub use service::{ServiceKind, ServiceStatus, WindowsService};
pub use settings::{Settings, Theme};
pub use sip::{SipDomain, SipUri, SipUriProblem};
pub use task::{Ability, Task};
