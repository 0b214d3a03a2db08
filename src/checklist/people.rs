//! The reviewer's passphrase. It proves that the reviewer was there, not who it was.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::domain::Secret;

/// A passphrase and its repetition, as typed.
#[derive(Clone, Debug, Default)]
pub struct NewPassphrase {
    pub first: Secret,
    pub again: Secret,
}

/// In KiB: what OWASP asks of Argon2id with two passes.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// A project's file may come from anywhere: what it asks of this machine has a limit.
const MOST_MEMORY: u32 = 256 * 1024;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 16;

/// Salted and hashed (Argon2id), as a PHC string. `salt` comes from the caller: nothing here is random.
pub fn seal_passphrase(passphrase: &Secret, salt: &[u8; 16]) -> Option<String> {
    let params = Params::new(MEMORY, PASSES, LANES, None).ok()?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let sealed = argon2.hash_password_with_salt(typed(passphrase).as_bytes(), salt);
    sealed.ok().map(|sealed| sealed.to_string())
}

/// Whether a passphrase is the one that was sealed.
pub fn is_passphrase(passphrase: &Secret, sealed: &str) -> bool {
    let Ok(sealed) = PasswordHash::new(sealed) else {
        return false;
    };
    let is_bearable = Params::try_from(&sealed).is_ok_and(|params| {
        params.m_cost() <= MOST_MEMORY
            && params.t_cost() <= MOST_PASSES
            && params.p_cost() <= MOST_LANES
    });
    is_bearable
        && Argon2::default()
            .verify_password(typed(passphrase).as_bytes(), &sealed)
            .is_ok()
}

/// The same text from every keyboard: systems compose Korean and Japanese characters differently.
fn typed(passphrase: &Secret) -> Zeroizing<String> {
    Zeroizing::new(passphrase.expose().nfc().collect())
}
