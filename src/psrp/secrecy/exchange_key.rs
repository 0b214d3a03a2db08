//! [`ExchangeKey`]: the key pair a session makes once, so that the server can send it a session key
//! ([MS-PSRP] 2.2.2.3, 2.2.2.4).
//!
//! Both halves travel as Windows keeps them in memory: a header, then numbers with the least significant byte first.
//!
//! Removing PKCS #1 v1.5 padding takes a time that depends on the secret. That helps only who can have many texts
//! decrypted with one key; the client decrypts a single one and then drops the key.

use std::fmt;

use rsa::rand_core::CryptoRng;
use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, Pkcs1v15Encrypt, RsaPrivateKey};
use zeroize::Zeroizing;

use super::{KeyError, SessionKey};

const BITS: usize = 2048;
const LEN: usize = BITS / 8;
const EXPONENT: u32 = 65_537;
/// `PUBLICKEYBLOB`, version 2, `CALG_RSA_KEYX`, `RSA1`, 2048 bits.
const PUBLIC_HEADER: [u8; 16] = [
    0x06, 0x02, 0, 0, 0, 0xA4, 0, 0, b'R', b'S', b'A', b'1', 0, 0x08, 0, 0,
];
/// `SIMPLEBLOB`, version 2, `CALG_AES_256`, encrypted with `CALG_RSA_KEYX`.
const SESSION_HEADER: [u8; 12] = [0x01, 0x02, 0, 0, 0x10, 0x66, 0, 0, 0, 0xA4, 0, 0];

/// A pair of RSA keys for one exchange.
pub struct ExchangeKey(RsaPrivateKey);

impl ExchangeKey {
    /// Makes a new pair, which takes a noticeable fraction of a second.
    pub fn generate<R: CryptoRng + ?Sized>(random: &mut R) -> Result<Self, KeyError> {
        match RsaPrivateKey::new(random, BITS) {
            Ok(key) => Ok(Self(key)),
            Err(_) => Err(KeyError::Generation),
        }
    }

    /// The pair with these primes, most significant byte first: a session that is replayed needs the key it had.
    pub fn from_primes(p: &[u8], q: &[u8]) -> Result<Self, KeyError> {
        if [p, q].iter().any(|prime| prime.len() != LEN / 2) {
            return Err(KeyError::Length);
        }
        let primes = [p, q].map(BoxedUint::from_be_slice_vartime).into();
        let Ok(key) = RsaPrivateKey::from_primes(primes, EXPONENT.into()) else {
            return Err(KeyError::Generation);
        };
        if key.n_bytes().len() == LEN {
            Ok(Self(key))
        } else {
            Err(KeyError::Length)
        }
    }

    /// The public half, as the message `PUBLIC_KEY` carries it.
    pub fn public_blob(&self) -> Vec<u8> {
        let modulus = self.0.n_bytes();
        let mut blob = Vec::with_capacity(PUBLIC_HEADER.len() + 4 + LEN);
        blob.extend_from_slice(&PUBLIC_HEADER);
        blob.extend_from_slice(&EXPONENT.to_le_bytes());
        blob.extend(modulus.iter().rev());
        blob
    }

    /// The session key in the message `ENCRYPTED_SESSION_KEY`.
    pub fn open(&self, blob: &[u8]) -> Result<SessionKey, KeyError> {
        let encrypted = blob.strip_prefix(&SESSION_HEADER).ok_or(KeyError::Form)?;
        let encrypted: [u8; LEN] = encrypted.try_into().or(Err(KeyError::Form))?;
        let mut reversed = encrypted;
        reversed.reverse();
        let Ok(key) = self.0.decrypt(Pkcs1v15Encrypt, &reversed) else {
            return Err(KeyError::NotForUs);
        };
        let key = Zeroizing::new(key);
        match key.as_array() {
            Some(key) => Ok(SessionKey::new(Zeroizing::new(*key))),
            None => Err(KeyError::Form),
        }
    }
}

impl fmt::Debug for ExchangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExchangeKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;
    use crate::psrp::secrecy::SecretText;
    use crate::psrp::secrecy::fixture::{PUBLIC, SESSION, SHORT, bytes, exchange_key, session_key};

    #[test]
    fn the_public_half_is_written_as_psrpcore_writes_it() {
        assert_eq!(BASE64_STANDARD.encode(exchange_key().public_blob()), PUBLIC);
    }

    #[test]
    fn a_session_key_is_opened_and_fits() {
        let session = exchange_key().open(&bytes(SESSION)).unwrap();
        let secret = SecretText::new("x");
        assert_eq!(session.encrypt(&secret), session_key().encrypt(&secret));
    }

    #[test]
    fn a_session_key_in_another_form_is_refused() {
        #[track_caller]
        fn refused(blob: &[u8], expected: KeyError) {
            assert_eq!(exchange_key().open(blob).unwrap_err(), expected);
        }
        let whole = bytes(SESSION);
        for end in 0..whole.len() {
            refused(&whole[..end], KeyError::Form);
        }
        refused(&[whole.as_slice(), &[0]].concat(), KeyError::Form);
        refused(&bytes(SHORT), KeyError::Form);
        let mut header = whole.clone();
        header[4] = 0x0F;
        refused(&header, KeyError::Form);
        let mut other = whole.clone();
        other[40] ^= 1;
        refused(&other, KeyError::NotForUs);
        let mut too_large = whole;
        too_large[12..].fill(0xFF);
        refused(&too_large, KeyError::NotForUs);
    }

    #[test]
    fn a_generated_key_opens_what_is_encrypted_for_it() {
        let mut random = StdRng::seed_from_u64(1);
        let key = ExchangeKey::generate(&mut random).unwrap();
        assert_eq!(key.public_blob().len(), 276);
        let session = [7; SessionKey::LEN];
        let public = key.0.to_public_key();
        let mut encrypted = public
            .encrypt(&mut random, Pkcs1v15Encrypt, &session)
            .unwrap();
        encrypted.reverse();
        let opened = key
            .open(&[SESSION_HEADER.as_slice(), &encrypted].concat())
            .unwrap();
        let secret = SecretText::new("x");
        let expected = SessionKey::new(Zeroizing::new(session)).encrypt(&secret);
        assert_eq!(opened.encrypt(&secret), expected);
    }

    #[test]
    fn what_are_no_primes_of_half_the_length_are_refused() {
        assert_eq!(
            ExchangeKey::from_primes(&[251], &[241]).unwrap_err(),
            KeyError::Length
        );
        let even = [2; LEN / 2];
        assert_eq!(
            ExchangeKey::from_primes(&even, &even).unwrap_err(),
            KeyError::Generation
        );
    }

    #[test]
    fn the_private_half_is_not_printed() {
        assert_eq!(format!("{:?}", exchange_key()), "ExchangeKey(…)");
    }
}
