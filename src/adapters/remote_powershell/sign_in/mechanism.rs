//! The seam between the HTTP handshake and whatever makes its tokens.

use super::ChannelBinding;

/// Why a token could not be made or was not believed; the text is the library's own.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct MechanismError(pub(crate) String);

/// A security mechanism on its way to prove who we are on one connection, and what it can do once it has.
pub(crate) trait Mechanism: Send {
    /// The names SPNEGO offers it by, the one to choose first.
    fn identifiers(&self) -> &'static [&'static [u8]];

    /// The next token; the first is asked for without a challenge. None: there is nothing more to say.
    fn step(
        &mut self,
        challenge: Option<&[u8]>,
        binding: Option<&ChannelBinding>,
    ) -> Result<Option<Vec<u8>>, MechanismError>;

    /// Whether its tokens carry the binding they are given.
    fn binds(&self) -> bool;

    /// Whether the token made last is the last one.
    fn has_spoken(&self) -> bool;

    /// Whether everything is proved that this mechanism proves, in both directions where it can.
    fn is_established(&self) -> bool;

    /// The code over SPNEGO's list of mechanisms, for mechanisms that must send one. It leaves the state of the
    /// session keys as it was, so that sealed messages are not disturbed ([MS-SPNG] 3.3.5.1).
    fn sign(&self, text: &[u8]) -> Result<Option<Vec<u8>>, MechanismError>;

    /// Checks the server's code over the list; mechanisms that send none need none.
    fn verify(&self, text: &[u8], code: &[u8]) -> Result<(), MechanismError>;

    /// Encrypts `text` in place and returns what has to go before it.
    fn seal(&mut self, text: &mut Vec<u8>) -> Result<Vec<u8>, MechanismError>;

    /// Decrypts `text` in place and checks that nobody touched it.
    fn unseal(&mut self, signature: &[u8], text: &mut Vec<u8>) -> Result<(), MechanismError>;
}
