//! NTLM with a password, made by sspi (version 2, with integrity code and channel binding).
//!
//! Sealing is for tokens that were not wrapped in SPNEGO: there the code over the mechanism list counts as message 0,
//! which sspi cannot be told from outside (see [`candidates`](super::candidates)).

use sspi::{
    AuthIdentityBuffers, BufferType, ClientRequestFlags, DataRepresentation, EncryptionFlags,
    SecurityBuffer, SecurityBufferRef, Sspi as _, SspiImpl,
};

use super::super::transport_error::TransportError;
use super::ChannelBinding;
use super::credentials::AccountName;
use super::mechanism::{Mechanism, MechanismError};
use crate::domain::Secret;

const SIGNATURE_LENGTH: usize = 16;
const IDENTIFIER: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];

/// One NTLM context, for one connection.
pub(crate) struct Ntlm {
    context: sspi::Ntlm,
    identity: Option<AuthIdentityBuffers>,
    has_spoken: bool,
}

impl Ntlm {
    pub(crate) fn new(user: &str, password: &Secret) -> Result<Self, TransportError> {
        let account =
            AccountName::parse(user).map_err(|problem| TransportError::UserName { problem })?;
        Ok(Self {
            context: sspi::Ntlm::new(),
            identity: Some(AuthIdentityBuffers::from_utf8(
                account.name,
                account.domain,
                password.expose(),
            )),
            has_spoken: false,
        })
    }
}

impl Mechanism for Ntlm {
    fn identifiers(&self) -> &'static [&'static [u8]] {
        &[IDENTIFIER]
    }

    fn step(
        &mut self,
        challenge: Option<&[u8]>,
        binding: Option<&ChannelBinding>,
    ) -> Result<Option<Vec<u8>>, MechanismError> {
        if let Some(binding) = binding {
            self.context.set_channel_bindings(binding.as_bytes());
        }
        let mut input = [SecurityBuffer::new(
            challenge.unwrap_or_default().to_vec(),
            BufferType::Token,
        )];
        let mut output = [SecurityBuffer::new(Vec::new(), BufferType::Token)];
        let mut builder = self
            .context
            .initialize_security_context()
            .with_credentials_handle(&mut self.identity)
            .with_context_requirements(
                ClientRequestFlags::MUTUAL_AUTH
                    | ClientRequestFlags::INTEGRITY
                    | ClientRequestFlags::CONFIDENTIALITY,
            )
            .with_target_data_representation(DataRepresentation::Native)
            .with_input(&mut input)
            .with_output(&mut output);
        SspiImpl::initialize_security_context_impl(&mut self.context, &mut builder)
            .and_then(|mut generator| generator.resolve_to_result())
            .map_err(said)?;
        self.has_spoken = challenge.is_some();
        let [token] = output;
        Ok(Some(token.buffer))
    }

    fn binds(&self) -> bool {
        true
    }

    fn has_spoken(&self) -> bool {
        self.has_spoken
    }

    /// NTLM proves the server only by what it can seal and sign.
    fn is_established(&self) -> bool {
        self.has_spoken
    }

    fn sign(&self, text: &[u8]) -> Result<Option<Vec<u8>>, MechanismError> {
        let mut text = text.to_vec();
        let mut code = vec![0; SIGNATURE_LENGTH];
        let mut message = [
            SecurityBufferRef::data_buf(&mut text),
            SecurityBufferRef::token_buf(&mut code),
        ];
        // A copy signs, so the state of the cipher stays where it was.
        self.context
            .clone()
            .make_signature(0, &mut message, 0)
            .map_err(said)?;
        Ok(Some(code))
    }

    fn verify(&self, text: &[u8], code: &[u8]) -> Result<(), MechanismError> {
        let mut text = text.to_vec();
        let mut code = code.to_vec();
        let mut message = [
            SecurityBufferRef::data_buf(&mut text),
            SecurityBufferRef::token_buf(&mut code),
        ];
        self.context
            .clone()
            .verify_signature(&mut message, 0)
            .map(drop)
            .map_err(said)
    }

    fn seal(&mut self, text: &mut Vec<u8>) -> Result<Vec<u8>, MechanismError> {
        let mut signature = vec![0; SIGNATURE_LENGTH];
        let mut message = [
            SecurityBufferRef::token_buf(&mut signature),
            SecurityBufferRef::data_buf(text),
        ];
        self.context
            .encrypt_message(EncryptionFlags::empty(), &mut message)
            .map_err(said)?;
        Ok(signature)
    }

    fn unseal(&mut self, signature: &[u8], text: &mut Vec<u8>) -> Result<(), MechanismError> {
        if signature.len() != SIGNATURE_LENGTH {
            return Err(MechanismError(
                "NTLM: the signature has another length".to_owned(),
            ));
        }
        let mut signature = signature.to_vec();
        let mut message = [
            SecurityBufferRef::token_buf(&mut signature),
            SecurityBufferRef::data_buf(text),
        ];
        self.context
            .decrypt_message(&mut message)
            .map(drop)
            .map_err(said)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "reads better behind map_err")]
fn said(err: sspi::Error) -> MechanismError {
    MechanismError(format!("NTLM: {err}"))
}

#[cfg(test)]
mod tests {
    use super::{Mechanism as _, Ntlm};
    use crate::domain::Secret;

    /// A challenge of a member server, as [MS-NLMP] 4.2.4 describes it, with a time stamp.
    fn challenge() -> Vec<u8> {
        let mut info = Vec::new();
        for (id, value) in [
            (2_u8, "D\0o\0m\0"),
            (1, "S\0r\0v\0"),
            (7, "\x01\x02\x03\x04\x05\x06\x07\x01"),
            (0, ""),
        ] {
            info.extend([id, 0, u8::try_from(value.len()).unwrap(), 0]);
            info.extend(value.as_bytes());
        }
        let mut bytes = b"NTLMSSP\0\x02\0\0\0".to_vec();
        bytes.extend([6, 0, 6, 0, 56, 0, 0, 0]);
        bytes.extend(0xe28a_8235_u32.to_le_bytes());
        bytes.extend(b"\x01\x23\x45\x67\x89\xab\xcd\xef");
        bytes.extend([0; 8]);
        let length = u8::try_from(info.len()).unwrap();
        bytes.extend([length, 0, length, 0, 62, 0, 0, 0]);
        bytes.extend([6, 3, 0x80, 0x25, 0, 0, 0, 15]);
        bytes.extend(b"D\0o\0m\0");
        bytes.extend(info);
        bytes
    }

    fn started() -> Ntlm {
        let mut ntlm = Ntlm::new("CONTOSO\\admin", &Secret::new("pässword")).unwrap();
        let first = ntlm.step(None, None).unwrap().unwrap();
        assert!(first.starts_with(b"NTLMSSP\0\x01"));
        ntlm
    }

    #[test]
    fn a_challenge_is_answered_and_both_sides_can_sign_afterwards() {
        let mut ntlm = started();
        let last = ntlm.step(Some(&challenge()), None).unwrap().unwrap();
        assert!(last.starts_with(b"NTLMSSP\0\x03"));
        let code = ntlm.sign(b"text").unwrap().unwrap();
        assert_eq!(code.len(), 16);
        assert_eq!(
            ntlm.sign(b"text").unwrap().as_ref(),
            Some(&code),
            "signing must not advance the cipher"
        );
        // Our own code is not the server's.
        assert!(ntlm.verify(b"text", &code).is_err());
        assert!(ntlm.verify(b"text", b"short").is_err());
    }

    #[test]
    fn no_damaged_challenge_does_more_than_fail() {
        let whole = challenge();
        for length in 0..whole.len() {
            started().step(Some(&whole[..length]), None).unwrap_err();
        }
        for index in 0..whole.len() {
            for value in [0x00, 0x7f, 0xff] {
                let mut damaged = whole.clone();
                damaged[index] = value;
                // Either way is fine, as long as it comes back.
                drop(started().step(Some(&damaged), None));
            }
        }
    }

    #[test]
    fn what_is_sealed_is_not_readable_and_our_own_seal_is_not_the_servers() {
        let mut ntlm = started();
        ntlm.step(Some(&challenge()), None).unwrap();
        let mut text = b"New-CsPersistentChatEndpoint".to_vec();
        let signature = ntlm.seal(&mut text).unwrap();
        assert_eq!((signature.len(), text.len()), (16, 28));
        assert_ne!(text, b"New-CsPersistentChatEndpoint");
        ntlm.unseal(&signature, &mut text.clone()).unwrap_err();
        ntlm.unseal(&signature[..15], &mut text).unwrap_err();
        let mut nothing = Vec::new();
        ntlm.seal(&mut nothing).unwrap();
        ntlm.unseal(&signature, &mut nothing).unwrap_err();
    }

    #[test]
    fn signing_before_the_handshake_fails() {
        assert!(started().sign(b"text").is_err());
        assert!(started().verify(b"text", &[0; 16]).is_err());
    }
}
