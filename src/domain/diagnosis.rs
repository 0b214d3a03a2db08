//! The connection test: one layer after the other, from the name to each cmdlet, and what each of them said.

use super::{Message, Moment};

/// What is looked at, in this order. A layer that fails leaves those behind it unreached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layer {
    NameResolution,
    Tcp,
    Tls,
    SignIn,
    Session,
    Rights,
    /// One of the cmdlets this console uses.
    Cmdlet(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerVerdict {
    Passed,
    /// It works, with something to know.
    Warning,
    Failed,
    /// Not looked at, because a layer before it failed.
    NotReached,
}

/// How one layer came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerResult {
    pub layer: Layer,
    pub verdict: LayerVerdict,
    /// What happened, and what to do about it.
    pub messages: Vec<Message>,
    pub facts: LayerFacts,
    /// The words of the server, the platform or a library; untranslated and possibly hostile.
    pub words: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LayerFacts {
    #[default]
    None,
    /// The addresses a name resolved to, in the order they are tried.
    Addresses(Vec<String>),
    /// The address that answered.
    Connected(String),
    Tls {
        protocol: Option<String>,
        cipher: Option<String>,
        /// The server's own certificate first.
        chain: Vec<Certificate>,
    },
    SignIn {
        /// What the server offered.
        offered: Vec<String>,
        /// What was used, such as `Kerberos in SPNEGO`.
        used: Option<String>,
        account: String,
        is_sealed: bool,
        is_bound_to_channel: bool,
    },
    Session {
        /// Of the remoting protocol and of PowerShell, as the server said.
        protocol: Option<String>,
        powershell: Option<String>,
    },
    /// How many of the cmdlets this console uses the session holds, and the caller's roles where they were readable.
    Rights { held: usize, used: usize },
}

/// What a person looks for in a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub subject: String,
    pub issuer: String,
    /// The DNS names it is valid for.
    pub names: Vec<String>,
    pub not_before: Option<Moment>,
    pub not_after: Option<Moment>,
    pub sha256: String,
}
