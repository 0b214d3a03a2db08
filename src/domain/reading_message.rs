//! What a reading for a migration's proof showed: the evidence, by name and value.

use serde::{Deserialize, Serialize};

use super::{DistinguishedName, Fqdn, ServiceStatus, SipUri, TlsProblem, UnreadReason};

/// Like [`super::ChecklistMessage`], of which these are a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadingMessage {
    /// What was asked: a cmdlet, a host, a name in DNS.
    Unread {
        what: String,
        reason: UnreadReason,
    },
    // Topology and forest
    PoolPublished {
        pool: Fqdn,
    },
    PoolMissing {
        pool: Fqdn,
    },
    PoolNormal {
        pool: Fqdn,
    },
    /// In the server's word.
    PoolNotNormal {
        pool: Fqdn,
        state: String,
    },
    SourcePublished {
        pool: String,
    },
    SourceMissing {
        pool: String,
    },
    ForestSame {
        forest: String,
    },
    /// By the distinguished names of their configuration partitions.
    ForestsDiffer {
        deployment: String,
        directory: String,
    },
    ForestNotCompared,
    LookupAccountFound {
        address: SipUri,
        identity: DistinguishedName,
    },
    LookupAccountMissing {
        address: SipUri,
    },
    DirectoryNeeded,
    /// By the names of the products, which are never translated.
    VersionsTogether {
        products: Vec<String>,
    },
    ThreeVersions {
        products: Vec<String>,
    },
    VersionUnknown {
        pool: String,
    },
    TargetGenerationDiffers {
        pool: Fqdn,
        entered: String,
        found: String,
    },
    PathCoexistenceOnly,
    PathByWayOf2013,
    PathUnknown,
    HomePoolPublished {
        registrar: Fqdn,
    },
    HomePoolMissing {
        registrar: Fqdn,
    },
    HomePoolDiffers {
        entered: Fqdn,
        found: Fqdn,
    },
    HomePoolUnknown {
        pool: Fqdn,
    },
    ReplicaUpToDate {
        server: String,
    },
    ReplicaOutdated {
        server: String,
    },
    ReplicaMissing {
        server: String,
    },
    PoolWithoutServers {
        pool: Fqdn,
    },
    SourceRetired {
        pool: String,
    },
    SourceApplication {
        pool: String,
        application: String,
    },
    SourceNotReadHere,
    // Services
    ServiceRuns {
        server: String,
        service: String,
    },
    ServiceStopped {
        server: String,
        service: String,
    },
    /// On its way, or in a state this console does not know.
    ServiceBetween {
        server: String,
        service: String,
        status: ServiceStatus,
    },
    NoChatService {
        server: String,
    },
    /// The server's services do not say which roles they belong to.
    RolesNotShown {
        server: String,
    },
    // Contents
    Counted {
        categories: usize,
        rooms: usize,
        addins: usize,
    },
    CountsDiffer {
        kind: ContentKind,
        expected: usize,
        found: usize,
    },
    CountsAsExpected,
    SourceNotCounted,
    BaselineMissing,
    PoolEmpty {
        pool: Fqdn,
    },
    PoolNotEmpty {
        pool: Fqdn,
    },
    NamesNotGiven,
    NamesCollide {
        names: Vec<String>,
        /// How many more there are than are named.
        more: usize,
    },
    NoNameCollides {
        compared: usize,
    },
    // Addresses and endpoints
    AddressFree {
        address: SipUri,
    },
    AddressHeld {
        address: SipUri,
        identity: String,
    },
    /// Only in `proxyAddresses`.
    AddressLeftBehind {
        address: SipUri,
        identity: DistinguishedName,
    },
    /// It was freed, and the endpoint has it already.
    AddressTakenOver {
        address: SipUri,
        pool: Fqdn,
    },
    ControllersOutstanding {
        hosts: Vec<String>,
    },
    ControllersAgree {
        count: usize,
    },
    NotAskedEverywhere {
        address: SipUri,
    },
    AddressNotGiven,
    EndpointStands {
        address: SipUri,
        pool: Fqdn,
    },
    EndpointElsewhere {
        address: SipUri,
        pool: Fqdn,
    },
    EndpointPoolUnknown {
        address: SipUri,
    },
    EndpointMissing {
        address: SipUri,
    },
    EndpointNotInDirectory {
        address: SipUri,
    },
    OnlyHolder {
        address: SipUri,
    },
    AutomaticEndpoint {
        pool: Fqdn,
        address: SipUri,
    },
    NoAutomaticEndpoint {
        pool: Fqdn,
    },
    // Clients
    BlockingRule {
        policy: String,
        user_agent: String,
        version: String,
        action: String,
    },
    NoBlockingRule {
        policies: usize,
    },
    KerberosOff {
        identity: String,
    },
    NtlmOff {
        identity: String,
    },
    SignInAllowed {
        identity: String,
    },
    ChatPolicyOn {
        identity: String,
    },
    NoChatPolicyOn,
    ComplianceOn {
        identity: String,
        adapter: String,
        folder: String,
    },
    ComplianceOff {
        identity: String,
    },
    ComplianceNotConfigured,
    // Rights
    RightsHeld {
        count: usize,
    },
    RightMissing {
        cmdlet: String,
        roles: Vec<String>,
    },
    // A client's way
    ServiceRecordFound {
        name: String,
        target: String,
        port: u16,
    },
    ServiceRecordMissing {
        name: String,
    },
    /// Clients expect the port of the registrar.
    ServiceRecordPort {
        name: String,
        port: u16,
    },
    /// Clients refuse a target outside their own SIP domain.
    ServiceRecordOutside {
        name: String,
        target: String,
    },
    HostAddresses {
        host: String,
        addresses: Vec<String>,
    },
    HostWithoutAddress {
        host: String,
    },
    HostRefuses {
        host: String,
        port: u16,
    },
    HostSilent {
        host: String,
        port: u16,
    },
    HostWithoutTls {
        host: String,
        port: u16,
    },
    CertificateAccepted {
        host: String,
        names: Vec<String>,
        /// As the certificate writes it.
        expires: String,
    },
    CertificateRefused {
        host: String,
        names: Vec<String>,
        problem: TlsProblem,
    },
    SipDomainsMissing,
}

/// What a chat pool stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContentKind {
    Categories,
    Rooms,
    Addins,
}
