//! The seam between the HTTP handshake and whatever makes its tokens.

use super::super::transport_error::TransportError;
use super::ChannelBinding;
use super::credentials::{Authentication, Credentials};
use super::ntlm::Ntlm;
use super::offers::Offer;
use super::spnego::Spnego;

/// Why a token could not be made or was not believed; the text is the library's own.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct MechanismError(pub(super) String);

/// A security mechanism in the middle of proving who we are.
///
/// INVARIANT: [`sign`](Self::sign) and [`verify`](Self::verify) leave the state of the session keys as it was, so
/// that they can be used for the mechanism list without disturbing sealed messages ([MS-SPNG] 3.3.5.1).
pub(crate) trait Mechanism: Send {
    /// The next token; the first is asked for without a challenge.
    fn step(
        &mut self,
        challenge: Option<&[u8]>,
        binding: Option<&ChannelBinding>,
    ) -> Result<Vec<u8>, MechanismError>;

    /// An integrity code over `text` with the session key, once the last token is made.
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, MechanismError>;

    /// Checks the server's integrity code over `text`.
    fn verify(&self, text: &[u8], code: &[u8]) -> Result<(), MechanismError>;
}

/// The name under which a token travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Negotiate,
    Ntlm,
    Basic,
}

impl Scheme {
    /// The best of what the server offers for this way of signing in.
    pub(crate) fn choose(
        authentication: Authentication,
        offers: &[Offer],
    ) -> Result<Self, TransportError> {
        let wanted: &[Self] = match authentication {
            Authentication::Ntlm => &[Self::Negotiate, Self::Ntlm],
            Authentication::Basic => &[Self::Basic],
        };
        wanted
            .iter()
            .copied()
            .find(|scheme| offers.iter().any(|offer| offer.is(scheme.name())))
            .ok_or_else(|| TransportError::NoUsableAuthentication {
                offered: offers.iter().map(|offer| offer.scheme.clone()).collect(),
            })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Negotiate => "Negotiate",
            Self::Ntlm => "NTLM",
            Self::Basic => "Basic",
        }
    }
}

/// NTLM on its way over one connection, bare or inside SPNEGO.
pub(crate) enum Handshake {
    Bare(Box<dyn Mechanism>),
    Spnego(Spnego),
}

impl Handshake {
    /// Starts over: a handshake belongs to one connection.
    pub(crate) fn new(scheme: Scheme, credentials: &Credentials) -> Result<Self, TransportError> {
        let ntlm = Box::new(Ntlm::new(credentials)?);
        Ok(match scheme {
            Scheme::Negotiate => Self::Spnego(Spnego::new(ntlm)),
            Scheme::Ntlm | Scheme::Basic => Self::Bare(ntlm),
        })
    }

    pub(crate) fn first(&mut self) -> Result<Vec<u8>, MechanismError> {
        match self {
            Self::Bare(mechanism) => mechanism.step(None, None),
            Self::Spnego(spnego) => spnego.first(),
        }
    }

    /// Answers the server's challenge; this is the last token we send.
    pub(crate) fn answer(
        &mut self,
        challenge: &[u8],
        binding: Option<&ChannelBinding>,
    ) -> Result<Vec<u8>, MechanismError> {
        match self {
            Self::Bare(mechanism) => mechanism.step(Some(challenge), binding),
            Self::Spnego(spnego) => spnego.answer(challenge, binding),
        }
    }

    /// Looks at the token that may come with the server's consent.
    pub(crate) fn finish(&self, token: &[u8]) -> Result<(), MechanismError> {
        match self {
            Self::Bare(_) => Ok(()),
            Self::Spnego(spnego) => spnego.finish(token),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::offers::parse;
    use super::{Authentication, Scheme, TransportError};

    #[test]
    fn negotiate_goes_before_ntlm_and_nothing_else_is_tried() {
        let check = |authentication, header: &str, expect: Option<Scheme>| {
            assert_eq!(
                Scheme::choose(authentication, &parse([header])).ok(),
                expect,
                "{header}"
            );
        };
        let ntlm = Authentication::Ntlm;
        check(ntlm, "NTLM, Negotiate", Some(Scheme::Negotiate));
        check(ntlm, "ntlm", Some(Scheme::Ntlm));
        check(ntlm, "Basic realm=\"x\"", None);
        check(
            Authentication::Basic,
            "Negotiate, basic realm=\"x\"",
            Some(Scheme::Basic),
        );
        check(Authentication::Basic, "Negotiate", None);
    }

    #[test]
    fn a_refusal_lists_what_was_offered() {
        let err =
            Scheme::choose(Authentication::Basic, &parse(["Negotiate, Kerberos"])).unwrap_err();
        let TransportError::NoUsableAuthentication { offered } = err else {
            panic!("{err}");
        };
        assert_eq!(offered, ["Negotiate", "Kerberos"]);
    }
}
