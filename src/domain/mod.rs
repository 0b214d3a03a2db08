//! Words and rules of the field: addresses, pools, endpoints, what may be created and what may not.
//!
//! Nothing here performs I/O, reads a clock or draws. Types parse at the edge; after that the type is the proof.

pub mod change;
pub mod chat_test;
pub mod check;
pub mod checklist_message;
pub mod client_path;
pub mod clock_message;
pub mod deployment_reading;
pub mod diagnosis;
pub mod directory;
pub mod draft;
pub mod endpoint;
pub mod environment;
pub mod fqdn;
pub mod inventory;
pub mod lab_directory;
pub mod lab_fault;
pub mod lab_stage;
pub mod language;
pub mod lync_account;
pub mod message;
pub mod moment;
pub mod origin;
pub mod pool;
pub mod pool_reading;
pub mod preflight_message;
pub mod procedure_problem;
pub mod profile;
pub mod properties;
pub mod readable;
pub mod reading_message;
pub mod rights;
pub mod secret;
pub mod server_policies;
pub mod service;
pub mod settings;
pub mod sip;
pub mod swap;
pub mod swap_check;
pub mod swap_message;
pub mod swap_reading;
pub mod task;
pub mod text;
pub mod texts;
pub mod topology;

pub use change::{AccountName, Applied, Change, NotOneAccount, Preview};
pub use chat_test::{ChatTest, ChatTestOutcome, ChatTestResult, Credential, TesterCredentials};
pub use check::{Check, CheckKind, Verdict};
pub use checklist_message::ChecklistMessage;
pub use client_path::{
    DomainPath, HostPath, SIP_TLS_PORT, ServiceRecord, TlsAnswer, TlsProblem, TlsProblemKind,
};
pub use clock_message::ClockMessage;
pub use deployment_reading::DeploymentReading;
pub use diagnosis::{Certificate, Layer, LayerFacts, LayerResult, LayerVerdict};
pub use directory::{
    AccountRights, AccountState, AddressHolder, AddressHolders, AddressPlace, Controller,
    ControllerSighting, DirectoryAccount, DirectoryAttribute, DirectoryChange, DirectoryConnection,
    DirectoryDial, DirectoryProblems, DirectoryProfile, DirectoryReading, DirectoryServer,
    DirectoryValue, DistinguishedName, Holder, HolderClass, HolderKind, Holders, LyncSchema,
    NotAGuid, ObjectGuid, Partition, Sid,
};
pub use draft::{EndpointDraft, EndpointSpec, Examined, Field, Finding, Severity};
pub use endpoint::{Endpoint, EndpointOrigin};
pub use environment::{Connection, Environment, Source};
pub use fqdn::{Fqdn, FqdnProblem};
pub use inventory::{Difference, Inventory, LookupAddress, Notice, SourcePool};
pub use lab_directory::{DirectoryRole, LabDirectorySettings};
pub use lab_fault::{LabFault, UnknownFault};
pub use lab_stage::{LabAct, LabDeed, LabStage, RehearsalFault, UnknownRehearsalFault};
pub use language::Language;
pub use lync_account::{GrantedPolicy, LyncAccount, PolicyKind};
pub use message::Message;
pub use moment::Moment;
pub use pool::{Generation, Pool, PoolState};
pub use pool_reading::{PoolContent, PoolReading, Replica, ServerReading};
pub use preflight_message::PreflightMessage;
pub use procedure_problem::ProcedureProblem;
pub use profile::{
    Access, Account, Authentication, Dial, Profile, ProfileProblems, Profiles, Recording,
};
pub use properties::Properties;
pub use readable::{Readable, Unread, UnreadReason};
pub use reading_message::{ContentKind, ReadingMessage};
pub use rights::{AdminRole, Right, Rights};
pub use secret::Secret;
pub use server_policies::{
    ChatPolicy, ClientAction, ClientVersionPolicy, ClientVersionRule, ComplianceSettings,
    ProxySettings, ServerPolicies,
};
pub use service::{ServiceKind, ServiceName, ServiceNameProblem, ServiceStatus, WindowsService};
pub use settings::{RecentProject, Settings, Theme};
pub use sip::{SipDomain, SipUri, SipUriProblem};
pub use swap::{
    Attestation, AttestationSubject, Hand, LookupAccount, REPLICATOR_CYCLES, Statement, Statements,
    SwapRequest, Way,
};
pub use swap_check::{SwapCheck, SwapCheckKind, SwapFinding, SwapWishes};
pub use swap_message::SwapMessage;
pub use swap_reading::{SwapCapture, SwapQuestion, SwapSurvey};
pub use task::{Ability, Task};
pub use texts::Texts;
pub use topology::{
    Computer, Registrar, Site, Topology, TopologyPool, TrustedApplication, UserReplicator,
};
