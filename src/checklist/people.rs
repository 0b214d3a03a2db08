//! The reviewer's passphrase. It proves that the reviewer was there, not who it was.

use crate::domain::Secret;

/// A passphrase and its repetition, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewPassphrase {
    pub first: Secret,
    pub again: Secret,
}

/// Salted and hashed (Argon2id), as a PHC string. `salt` comes from the caller: nothing here is random.
pub fn seal_passphrase(passphrase: &Secret, salt: &[u8; 16]) -> Option<String> {
    let _ = (passphrase, salt);
    None
}

/// Whether a passphrase is the one that was sealed.
pub fn is_passphrase(passphrase: &Secret, sealed: &str) -> bool {
    let _ = (passphrase, sealed);
    false
}
