//! What a session keeps secret even from those who read its messages: secure strings, and the exchange of the key
//! they are encrypted with ([MS-PSRP] 2.2.2.3–2.2.2.5, 2.2.5.1.24, 3.1.5.4.3).
//!
//! The client makes an [`ExchangeKey`] and sends its public half; the server answers with a [`SessionKey`] that only
//! the private half opens. The format is the server's: PKCS #1 v1.5, and CBC with a zero vector and no
//! authentication. It protects against whoever finds a message in a log, not against whoever holds the line, which is
//! what TLS is for.
//!
//! Nothing here is random by itself: randomness comes from the caller. Keys and texts are wiped when they are dropped
//! and print as nothing.

mod exchange_key;
#[cfg(test)]
pub(crate) mod fixture;
mod secret_text;
mod session_key;

pub use exchange_key::ExchangeKey;
pub use secret_text::SecretText;
pub use session_key::SessionKey;

/// Why a key or a secret cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("an exchange key cannot be made")]
    Generation,
    #[error("an exchange key has to be 2048 bits long")]
    Length,
    #[error("the session key is not in the form PowerShell sends it in")]
    Form,
    #[error("the session key was not encrypted for this session")]
    NotForUs,
    #[error("no session key has been exchanged")]
    Absent,
    #[error("the secure string was not encrypted with this session's key")]
    Undecipherable,
    #[error("the secure string is not text")]
    NotText,
}
