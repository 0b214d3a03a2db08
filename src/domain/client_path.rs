//! What a legacy client meets on its way to the server before it says a word of SIP: names, addresses, a certificate.

use serde::{Deserialize, Serialize};

use super::{Fqdn, Readable};

/// The port of the registrar for clients, over TLS.
pub const SIP_TLS_PORT: u16 = 5061;

/// One answer of DNS to a service question (RFC 2782).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRecord {
    pub target: String,
    pub port: u16,
    pub priority: u16,
    pub weight: u16,
}

/// What answers on a port: who its certificate is for, and whether this machine trusts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsAnswer {
    /// The address that answered.
    pub address: String,
    pub subject: String,
    pub names: Vec<String>,
    pub issuer: String,
    /// As the certificate writes it, in UTC.
    pub expires: String,
    /// Why the certificate is not accepted; `None` when it is.
    pub problem: Option<TlsProblem>,
}

/// What is wrong with a certificate, as this machine checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsProblem {
    pub kind: TlsProblemKind,
    /// The platform's own words.
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TlsProblemKind {
    /// It is for other names.
    WrongName,
    /// It has expired, or is not valid yet.
    NotInForce,
    /// Nobody but itself vouches for it.
    SelfSigned,
    /// Its issuer is not trusted here.
    Untrusted,
    Other,
}

/// The way of one SIP domain's clients to their registrar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainPath {
    pub domain: String,
    /// `_sipinternaltls._tcp.<domain>`; empty when DNS says that there is none.
    pub records: Readable<Vec<ServiceRecord>>,
}

/// The way to one host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostPath {
    pub host: Fqdn,
    pub addresses: Readable<Vec<String>>,
    pub tls: Readable<TlsAnswer>,
}
