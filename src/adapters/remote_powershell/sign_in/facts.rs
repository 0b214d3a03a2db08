//! What a sign-in came down to, for those who explain a connection.

/// How the connection in use was signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SignInFacts {
    /// What the server offered, in its order.
    pub(crate) offered: Vec<String>,
    /// What was used, such as `Kerberos in SPNEGO`.
    pub(crate) used: String,
    /// The account as it was proved.
    pub(crate) account: String,
    /// Whether the bodies are encrypted by the sign-in itself, because the line is not.
    pub(crate) is_sealed: bool,
    /// Whether the sign-in is tied to the server's certificate, so that it cannot be relayed. Never with Kerberos and
    /// a password: see [`Kerberos`](super::Kerberos).
    pub(crate) is_bound_to_channel: bool,
    /// Why Kerberos was given up for NTLM, where that happened.
    pub(crate) kerberos_problem: Option<String>,
}
