//! A mechanism on its way over one connection, bare or inside SPNEGO.

use super::ChannelBinding;
use super::mechanism::{Mechanism, MechanismError};
use super::method::Method;
use super::spnego::Spnego;

/// What is sent next.
pub(crate) struct Token {
    pub(crate) bytes: Vec<u8>,
    /// Whether the server can let us in once it has this.
    pub(crate) is_last: bool,
}

pub(crate) enum Handshake {
    Bare(Box<dyn Mechanism>),
    Spnego(Spnego),
}

impl Handshake {
    /// Starts over: a handshake belongs to one connection.
    pub(crate) fn new(method: Method, mechanism: Box<dyn Mechanism>) -> Self {
        if method.is_wrapped {
            Self::Spnego(Spnego::new(mechanism))
        } else {
            Self::Bare(mechanism)
        }
    }

    pub(crate) fn first(
        &mut self,
        binding: Option<&ChannelBinding>,
    ) -> Result<Token, MechanismError> {
        let bytes = match self {
            Self::Bare(mechanism) => mechanism.step(None, binding)?.unwrap_or_default(),
            Self::Spnego(spnego) => spnego.first(binding)?,
        };
        Ok(self.token(bytes))
    }

    /// Answers the server's challenge.
    pub(crate) fn answer(
        &mut self,
        challenge: &[u8],
        binding: Option<&ChannelBinding>,
    ) -> Result<Token, MechanismError> {
        let bytes = match self {
            Self::Bare(mechanism) => {
                mechanism.step(Some(challenge), binding)?.ok_or_else(|| {
                    MechanismError("the server wants more than there is to say".to_owned())
                })?
            }
            Self::Spnego(spnego) => spnego.answer(challenge, binding)?,
        };
        Ok(self.token(bytes))
    }

    /// Looks at the token that came with the server's consent, if any, and at whether everything is proved then.
    ///
    /// What is returned can seal.
    pub(crate) fn finish(
        mut self,
        token: Option<&[u8]>,
    ) -> Result<Box<dyn Mechanism>, MechanismError> {
        if let Some(token) = token {
            match &mut self {
                Self::Bare(mechanism) if mechanism.is_established() => {}
                Self::Bare(mechanism) => {
                    mechanism.step(Some(token), None)?;
                }
                Self::Spnego(spnego) => spnego.finish(token)?,
            }
        }
        let (Self::Bare(mechanism) | Self::Spnego(Spnego { inner: mechanism })) = self;
        if mechanism.is_established() {
            Ok(mechanism)
        } else {
            Err(MechanismError("the server did not prove itself".to_owned()))
        }
    }

    fn token(&self, bytes: Vec<u8>) -> Token {
        let (Self::Bare(mechanism) | Self::Spnego(Spnego { inner: mechanism })) = self;
        Token {
            bytes,
            is_last: mechanism.has_spoken(),
        }
    }
}
