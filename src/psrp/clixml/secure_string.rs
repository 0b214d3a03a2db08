//! [`SecureString`]: text that only the session's key can read ([MS-PSRP] 2.2.5.1.24).

use std::fmt;

/// A secure string as it travels. It prints as nothing: what it holds is for
/// [`SessionKey::decrypt`](crate::psrp::secrecy::SessionKey::decrypt) alone.
#[derive(Clone, PartialEq, Eq)]
pub struct SecureString(Box<str>);

impl SecureString {
    /// The base64 of encrypted text. Whether it is any good shows when it is decrypted.
    pub fn from_base64(base64: impl Into<Box<str>>) -> Self {
        Self(base64.into())
    }

    pub fn as_base64(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecureString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecureString(…)")
    }
}
