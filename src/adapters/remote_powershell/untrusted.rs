//! What is read before a server is believed, with a door for the fuzzers and the replay of what they found.
//!
//! Signing in is nobody's business outside of this adapter, and this does not change it: bytes go in, plain values
//! come out, nothing is sent. It is always compiled, because the replay is an ordinary test of the library as it is
//! built for people, not of a build of its own.

use super::sealed_body::{self, Protocol};
use super::sign_in::{
    ChannelBinding, Handshake, Method, Ntlm, Offer, Package, Scheme, candidates, parse_offers,
};
use crate::domain::Authentication;
use crate::domain::secret::Secret;

/// What was read from the headers of a refusal.
#[derive(Debug)]
pub struct Offers {
    pub schemes: Vec<String>,
    /// Those that are Base64.
    pub tokens: Vec<Vec<u8>>,
}

/// Reads `WWW-Authenticate` headers, and chooses from them as a lane would.
pub fn offers(headers: &[&str]) -> Offers {
    let offers = parse_offers(headers.iter().copied());
    for is_sealed in [false, true] {
        let negotiate = Authentication::Negotiate { ntlm_allowed: true };
        drop(candidates(negotiate, &offers, is_sealed));
    }
    Offers {
        tokens: offers
            .iter()
            .filter_map(Offer::token)
            .filter_map(Result::ok)
            .collect(),
        schemes: offers.into_iter().map(|offer| offer.scheme).collect(),
    }
}

/// The channel binding of a certificate, if one is defined for it.
pub fn channel_binding(certificate: &[u8]) -> Option<Vec<u8>> {
    ChannelBinding::of_certificate(certificate).map(|binding| binding.as_bytes().to_vec())
}

/// What the messages of NTLM travel in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    Bare,
    Spnego,
}

/// A whole handshake with a server that says `challenge` and then `last_word`: our answer, or why there is none.
pub fn handshake(
    framing: Framing,
    certificate: &[u8],
    challenge: &[u8],
    last_word: &[u8],
) -> Result<Vec<u8>, String> {
    let method = Method {
        scheme: Scheme::Negotiate,
        package: Package::Ntlm,
        is_wrapped: framing == Framing::Spnego,
    };
    let binding = ChannelBinding::of_certificate(certificate);
    let ntlm =
        Ntlm::new("CONTOSO\\admin", &Secret::new("pässword")).map_err(|err| err.to_string())?;
    let mut handshake = Handshake::new(method, Box::new(ntlm));
    handshake
        .first(binding.as_ref())
        .map_err(|err| err.to_string())?;
    let answer = handshake
        .answer(challenge, binding.as_ref())
        .map_err(|err| err.to_string())?;
    let last_word = (!last_word.is_empty()).then_some(last_word);
    let mut mechanism = handshake.finish(last_word).map_err(|err| err.to_string())?;
    // A body that nobody sealed.
    mechanism
        .unseal(last_word.unwrap_or_default(), &mut challenge.to_vec())
        .map_err(|err| err.to_string())?;
    Ok(answer.bytes)
}

/// The signature and the text of a sealed body, as they are in it.
pub fn sealed_body<'b>(content_type: &str, body: &'b [u8]) -> Option<(&'b [u8], &'b [u8])> {
    let parts = sealed_body::parse(content_type, body).ok()?;
    Some((parts.signature, parts.text))
}

/// A sealed body and its content type.
pub fn compose(signature: &[u8], text: &[u8]) -> (String, Vec<u8>) {
    const SOAP: &str = "application/soap+xml;charset=UTF-8";
    let body = sealed_body::compose(Protocol::Spnego, SOAP, signature, text);
    (Protocol::Spnego.content_type(), body)
}
