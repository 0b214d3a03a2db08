//! Ties a sign-in to the TLS channel it happens on: `tls-server-end-point` (RFC 5929, 4.1).
//!
//! A server with Extended Protection compares it with its own certificate, so a sign-in cannot be relayed. It is
//! the hash of the certificate, taken with the hash of the certificate's own signature (MD5 and SHA-1 become
//! SHA-256).

use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::der::{OBJECT_IDENTIFIER, Reader, SEQUENCE};

/// The application data of the channel binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChannelBinding(Vec<u8>);

impl ChannelBinding {
    /// Reads the server's certificate; none for a signature without a hash of its own (Ed25519), where the
    /// binding is not defined.
    pub(crate) fn of_certificate(der: &[u8]) -> Option<Self> {
        let digest = match signature_hash(der)? {
            Hash::Sha256 => Sha256::digest(der).to_vec(),
            Hash::Sha384 => Sha384::digest(der).to_vec(),
            Hash::Sha512 => Sha512::digest(der).to_vec(),
        };
        let mut token = b"tls-server-end-point:".to_vec();
        token.extend(digest);
        Some(Self(token))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

fn signature_hash(certificate: &[u8]) -> Option<Hash> {
    const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
    const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04];
    const ECDSA_SHA2: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03];

    let mut fields = Reader::new(Reader::new(certificate).expect(SEQUENCE)?);
    fields.expect(SEQUENCE)?;
    let mut algorithm = Reader::new(fields.expect(SEQUENCE)?);
    let (&last, family) = algorithm.expect(OBJECT_IDENTIFIER)?.split_last()?;
    match (family, last) {
        // RSA with MD5, SHA-1, SHA-256; ECDSA with SHA-1, SHA-256
        (RSA, 4 | 5 | 11) | (ECDSA, 1) | (ECDSA_SHA2, 2) => Some(Hash::Sha256),
        (RSA, 12) | (ECDSA_SHA2, 3) => Some(Hash::Sha384),
        (RSA, 13) | (ECDSA_SHA2, 4) => Some(Hash::Sha512),
        // RSASSA-PSS names its hash in a parameter
        (RSA, 10) => pss_hash(algorithm),
        _ => None,
    }
}

/// `RSASSA-PSS-params` (RFC 4055, 3.1): the hash is the first field, and SHA-1 when it is left out.
fn pss_hash(mut algorithm: Reader<'_>) -> Option<Hash> {
    const HASH_ALGORITHM: u8 = 0xa0;
    const SHA1: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
    const SHA2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

    let (tag, field) = match Reader::new(algorithm.expect(SEQUENCE)?) {
        parameters if parameters.is_empty() => return Some(Hash::Sha256),
        mut parameters => parameters.element()?,
    };
    if tag != HASH_ALGORITHM {
        return Some(Hash::Sha256);
    }
    let name = Reader::new(Reader::new(field).expect(SEQUENCE)?).expect(OBJECT_IDENTIFIER)?;
    if name == SHA1 {
        return Some(Hash::Sha256);
    }
    match name.strip_prefix(SHA2)? {
        [1] => Some(Hash::Sha256),
        [2] => Some(Hash::Sha384),
        [3] => Some(Hash::Sha512),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::der::{OBJECT_IDENTIFIER, SEQUENCE, element};
    use super::{ChannelBinding, Hash, signature_hash};

    /// The outline of a certificate: an empty body, and this signature algorithm.
    fn certificate(oid: &[u8], parameters: &[u8]) -> Vec<u8> {
        let mut algorithm = element(OBJECT_IDENTIFIER, oid);
        algorithm.extend(parameters);
        let mut fields = element(SEQUENCE, &[]);
        fields.extend(element(SEQUENCE, &algorithm));
        element(SEQUENCE, &fields)
    }

    fn check(oid: &[u8], parameters: &[u8], expect: Option<Hash>) {
        assert_eq!(
            signature_hash(&certificate(oid, parameters)),
            expect,
            "{oid:x?}"
        );
    }

    #[test]
    fn the_hash_is_that_of_the_signature() {
        let rsa = |last| [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last];
        check(&rsa(4), &[5, 0], Some(Hash::Sha256));
        check(&rsa(5), &[5, 0], Some(Hash::Sha256));
        check(&rsa(11), &[5, 0], Some(Hash::Sha256));
        check(&rsa(12), &[5, 0], Some(Hash::Sha384));
        check(&rsa(13), &[5, 0], Some(Hash::Sha512));
        check(
            &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01],
            &[],
            Some(Hash::Sha256),
        );
        check(
            &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03],
            &[],
            Some(Hash::Sha384),
        );
    }

    #[test]
    fn pss_names_its_hash_in_a_parameter() {
        let pss = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 10];
        let with = |hash: &[u8]| {
            let algorithm = element(SEQUENCE, &element(OBJECT_IDENTIFIER, hash));
            element(SEQUENCE, &element(0xa0, &algorithm))
        };
        check(&pss, &element(SEQUENCE, &[]), Some(Hash::Sha256));
        check(
            &pss,
            &with(&[0x2b, 0x0e, 0x03, 0x02, 0x1a]),
            Some(Hash::Sha256),
        );
        check(
            &pss,
            &with(&[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 2]),
            Some(Hash::Sha384),
        );
        check(&pss, &with(&[0x60]), None);
        check(&pss, &[], None);
    }

    #[test]
    fn an_unknown_signature_or_no_certificate_gives_no_binding() {
        check(&[0x2b, 0x65, 0x70], &[], None);
        check(&[], &[], None);
        for bytes in [
            b"".as_slice(),
            b"\x30",
            b"\x30\x00",
            b"\x30\x02\x30\x00",
            b"\x30\x84\xff\xff\xff\xff",
        ] {
            assert_eq!(ChannelBinding::of_certificate(bytes), None);
        }
    }
}
