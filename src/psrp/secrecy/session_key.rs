//! [`SessionKey`]: encrypts and decrypts the secure strings of one session ([MS-PSRP] 2.2.5.1.24).

use std::fmt;

use aes::Aes256;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{Array, BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use zeroize::Zeroizing;

use super::{KeyError, SecretText};
use crate::psrp::clixml::SecureString;

const BLOCK_LEN: usize = 16;
/// The protocol has no place for a vector, so it is zero at both ends.
const VECTOR: [u8; BLOCK_LEN] = [0; BLOCK_LEN];

/// The key the server made for this session.
pub struct SessionKey(Zeroizing<[u8; Self::LEN]>);

impl SessionKey {
    pub(super) const LEN: usize = 32;

    pub fn new(key: Zeroizing<[u8; Self::LEN]>) -> Self {
        Self(key)
    }

    pub fn encrypt(&self, text: &SecretText) -> SecureString {
        let text = text.expose();
        // No byte of UTF-8 becomes more than two of UTF-16, so the buffer never grows and leaves a copy behind.
        let mut buffer = Zeroizing::new(Vec::with_capacity(2 * text.len() + BLOCK_LEN));
        text.encode_utf16()
            .for_each(|unit| buffer.extend_from_slice(&unit.to_le_bytes()));
        let padding = BLOCK_LEN - buffer.len() % BLOCK_LEN;
        let padded = buffer.len() + padding;
        buffer.resize(padded, u8::try_from(padding).unwrap_or(0));

        let mut cipher = cbc::Encryptor::<Aes256>::new((&*self.0).into(), &VECTOR.into());
        let (blocks, _) = Array::slice_as_chunks_mut(&mut buffer);
        cipher.encrypt_blocks(blocks);
        SecureString::from_base64(BASE64_STANDARD.encode(&*buffer))
    }

    pub fn decrypt(&self, secret: &SecureString) -> Result<SecretText, KeyError> {
        let Ok(buffer) = BASE64_STANDARD.decode(secret.as_base64()) else {
            return Err(KeyError::Undecipherable);
        };
        let mut buffer = Zeroizing::new(buffer);
        let cipher = cbc::Decryptor::<Aes256>::new((&*self.0).into(), &VECTOR.into());
        let Ok(text) = cipher.decrypt_padded::<Pkcs7>(&mut buffer) else {
            return Err(KeyError::Undecipherable);
        };
        let (units, rest) = text.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(KeyError::NotText);
        }
        let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
        // Three bytes of UTF-8 hold any unit; see above about growing.
        let mut decoded = Zeroizing::new(String::with_capacity(text.len() / 2 * 3));
        for character in char::decode_utf16(units) {
            let Ok(character) = character else {
                return Err(KeyError::NotText);
            };
            decoded.push(character);
        }
        Ok(SecretText::new(std::mem::take(&mut *decoded)))
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::secrecy::fixture::session_key;

    fn encrypted(text: &str) -> String {
        session_key()
            .encrypt(&SecretText::new(text))
            .as_base64()
            .to_owned()
    }

    #[track_caller]
    fn refused(base64: &str, expected: KeyError) {
        let secret = SecureString::from_base64(base64);
        assert_eq!(session_key().decrypt(&secret), Err(expected), "{base64}");
    }

    /// What psrpcore 0.3.1 makes of the same texts with the same key.
    #[test]
    fn secrets_are_encrypted_as_psrpcore_encrypts_them() {
        assert_eq!(encrypted(""), "nzt1BJJvi9NuMRjpA6TNSg==");
        assert_eq!(
            encrypted("Passw0rd"),
            "rdUZ6L4gIIozvUAg+yGnheX6f6GJdUogvlQ+4sKadtg="
        );
        assert_eq!(
            encrypted("비밀 번호 𐐷"),
            "zdgGeiG6nNFfFhDIPgNBobmJHN0M0vSn0Tdn8M7NyHU="
        );
    }

    #[test]
    fn what_was_encrypted_is_decrypted() {
        for text in ["", "a", "Passw0rd", "비밀 번호 𐐷", &"long ".repeat(500)] {
            let secret = session_key().encrypt(&SecretText::new(text));
            assert_eq!(session_key().decrypt(&secret).unwrap().expose(), text);
        }
    }

    #[test]
    fn what_this_key_did_not_encrypt_is_refused() {
        refused("", KeyError::Undecipherable);
        refused("***", KeyError::Undecipherable);
        refused("YWJj", KeyError::Undecipherable);
        refused("AAAAAAAAAAAAAAAAAAAAAA==", KeyError::Undecipherable);
    }

    #[test]
    fn what_is_not_text_is_refused() {
        // Half of a character, and half of a unit.
        refused("PRcb8DQe2elg7JeNE8YhIQ==", KeyError::NotText);
        refused("0dAAiEIigDkvDiVorahkNg==", KeyError::NotText);
    }

    #[test]
    fn nothing_secret_is_printed() {
        let shown = format!("{:?} {:?}", session_key(), SecretText::new("Passw0rd"));
        assert_eq!(shown, "SessionKey(…) SecretText(…)");
    }
}
