//! SPNEGO (RFC 4178, [MS-SPNG]) around one mechanism.
//!
//! Which one is decided before: a list of several would leave the choice to the server. With NTLM there are three
//! messages: `NegTokenInit` with the list and NTLM's first message; the server's `NegTokenResp` with the challenge; our
//! `NegTokenResp` with NTLM's last message and the code over the list. RFC 4178 calls that code optional when the first
//! mechanism of the list is chosen. Windows does not: an NTLM message that carries an integrity code, as ours always
//! does, must come with `mechListMIC`, or the server keeps the exchange open (krb5/krb5#113). With Kerberos the first
//! message is our only one, and there is no code: the two names on the list are names of the same mechanism.

use super::ChannelBinding;
use super::der::{ENUMERATED, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, element};
use super::mechanism::{Mechanism, MechanismError};

const SPNEGO: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];

const INITIAL_CONTEXT_TOKEN: u8 = 0x60;
const NEG_TOKEN_INIT: u8 = 0xa0;
const NEG_TOKEN_RESP: u8 = 0xa1;
const MECH_TYPES: u8 = 0xa0;
const MECH_TOKEN: u8 = 0xa2;
const NEG_STATE: u8 = 0xa0;
const SUPPORTED_MECH: u8 = 0xa1;
const RESPONSE_TOKEN: u8 = 0xa2;
const MECH_LIST_MIC: u8 = 0xa3;

const ACCEPT_INCOMPLETE: u8 = 1;
const REJECT: u8 = 2;

/// The wrapper around one mechanism, for one connection.
pub(crate) struct Spnego {
    pub(super) inner: Box<dyn Mechanism>,
}

impl Spnego {
    pub(super) fn new(inner: Box<dyn Mechanism>) -> Self {
        Self { inner }
    }

    /// `NegTokenInit`, with the mechanism's first token in it.
    pub(super) fn first(
        &mut self,
        binding: Option<&ChannelBinding>,
    ) -> Result<Vec<u8>, MechanismError> {
        let token = self.inner.step(None, binding)?.unwrap_or_default();
        let mut fields = element(MECH_TYPES, &self.mechanism_list());
        fields.extend(element(MECH_TOKEN, &element(OCTET_STRING, &token)));
        let mut contents = element(OBJECT_IDENTIFIER, SPNEGO);
        contents.extend(element(NEG_TOKEN_INIT, &element(SEQUENCE, &fields)));
        Ok(element(INITIAL_CONTEXT_TOKEN, &contents))
    }

    /// `NegTokenResp` for the server's, with the mechanism's last token and the code over the list.
    pub(super) fn answer(
        &mut self,
        challenge: &[u8],
        binding: Option<&ChannelBinding>,
    ) -> Result<Vec<u8>, MechanismError> {
        // A code that comes this early is an old server's copy of the token; nothing can be checked with it yet.
        let response = Response::parse(challenge)?;
        self.check_choice(&response)?;
        let challenge = response
            .token
            .ok_or_else(|| said("the server sent no challenge"))?;
        let token = self
            .inner
            .step(Some(challenge), binding)?
            .ok_or_else(|| said("the server wants more than there is to say"))?;
        let mut fields = element(NEG_STATE, &element(ENUMERATED, &[ACCEPT_INCOMPLETE]));
        fields.extend(element(RESPONSE_TOKEN, &element(OCTET_STRING, &token)));
        if let Some(code) = self.inner.sign(&self.mechanism_list())? {
            fields.extend(element(MECH_LIST_MIC, &element(OCTET_STRING, &code)));
        }
        Ok(element(NEG_TOKEN_RESP, &element(SEQUENCE, &fields)))
    }

    /// Checks the server's last word: its own proof where the mechanism waits for one, and a code over the list, if
    /// there is one.
    pub(super) fn finish(&mut self, token: &[u8]) -> Result<(), MechanismError> {
        let response = Response::parse(token)?;
        self.check_choice(&response)?;
        if !self.inner.is_established()
            && let Some(token) = response.token
        {
            self.inner.step(Some(token), None)?;
        }
        match response.code {
            Some(code) if response.token != Some(code) => self
                .inner
                .verify(&self.mechanism_list(), code)
                .map_err(|err| {
                    said(&format!(
                        "the server's code over the list of mechanisms is wrong ({err})"
                    ))
                }),
            _ => Ok(()),
        }
    }

    fn check_choice(&self, response: &Response<'_>) -> Result<(), MechanismError> {
        if response
            .mechanism
            .is_some_and(|choice| !self.inner.identifiers().contains(&choice))
        {
            return Err(said("the server chose a mechanism that was not offered"));
        }
        Ok(())
    }

    /// What was offered, as it went out: `MechTypeList` without the tag that surrounds it in `NegTokenInit`.
    fn mechanism_list(&self) -> Vec<u8> {
        let names: Vec<u8> = self
            .inner
            .identifiers()
            .iter()
            .flat_map(|name| element(OBJECT_IDENTIFIER, name))
            .collect();
        element(SEQUENCE, &names)
    }
}

/// The fields of a `NegTokenResp`; each may be missing.
#[derive(Debug, Default, PartialEq, Eq)]
struct Response<'a> {
    mechanism: Option<&'a [u8]>,
    token: Option<&'a [u8]>,
    code: Option<&'a [u8]>,
}

impl<'a> Response<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, MechanismError> {
        let (state, response) =
            Self::fields(bytes).ok_or_else(|| said("the server's message is damaged"))?;
        if state == Some(REJECT) {
            return Err(said("the server rejected the sign-in"));
        }
        Ok(response)
    }

    fn fields(bytes: &'a [u8]) -> Option<(Option<u8>, Self)> {
        let mut outer = Reader::new(bytes);
        let mut sequence = Reader::new(outer.expect(NEG_TOKEN_RESP)?);
        let mut fields = Reader::new(sequence.expect(SEQUENCE)?);
        if !outer.is_empty() || !sequence.is_empty() {
            return None;
        }
        let mut state = None;
        let mut response = Self::default();
        while !fields.is_empty() {
            let (tag, contents) = fields.element()?;
            let mut contents = Reader::new(contents);
            match tag {
                NEG_STATE => match contents.expect(ENUMERATED)? {
                    [value] => state = Some(*value),
                    _ => return None,
                },
                SUPPORTED_MECH => response.mechanism = Some(contents.expect(OBJECT_IDENTIFIER)?),
                RESPONSE_TOKEN => response.token = Some(contents.expect(OCTET_STRING)?),
                MECH_LIST_MIC => response.code = Some(contents.expect(OCTET_STRING)?),
                _ => return None,
            }
        }
        Some((state, response))
    }
}

fn said(text: &str) -> MechanismError {
    MechanismError(format!("SPNEGO: {text}"))
}

#[cfg(test)]
mod tests {
    use super::{
        ChannelBinding, ENUMERATED, MECH_LIST_MIC, Mechanism, MechanismError, NEG_STATE,
        NEG_TOKEN_RESP, OBJECT_IDENTIFIER, OCTET_STRING, RESPONSE_TOKEN, Response, SEQUENCE,
        SUPPORTED_MECH, Spnego, element,
    };

    const NTLM: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];

    /// Answers every challenge with itself; its code is the text turned round.
    struct Echo;

    impl Mechanism for Echo {
        fn identifiers(&self) -> &'static [&'static [u8]] {
            &[NTLM]
        }

        fn step(
            &mut self,
            challenge: Option<&[u8]>,
            _: Option<&ChannelBinding>,
        ) -> Result<Option<Vec<u8>>, MechanismError> {
            Ok(Some(challenge.unwrap_or(b"first").to_vec()))
        }

        fn binds(&self) -> bool {
            false
        }

        fn has_spoken(&self) -> bool {
            true
        }

        fn is_established(&self) -> bool {
            true
        }

        fn sign(&self, text: &[u8]) -> Result<Option<Vec<u8>>, MechanismError> {
            Ok(Some(text.iter().rev().copied().collect()))
        }

        fn verify(&self, text: &[u8], code: &[u8]) -> Result<(), MechanismError> {
            if self.sign(text)?.as_deref() == Some(code) {
                Ok(())
            } else {
                Err(MechanismError("wrong code".to_owned()))
            }
        }

        fn seal(&mut self, _: &mut Vec<u8>) -> Result<Vec<u8>, MechanismError> {
            Ok(Vec::new())
        }

        fn unseal(&mut self, _: &[u8], _: &mut Vec<u8>) -> Result<(), MechanismError> {
            Ok(())
        }
    }

    fn spnego() -> Spnego {
        Spnego::new(Box::new(Echo))
    }

    fn response(fields: &[(u8, u8, &[u8])]) -> Vec<u8> {
        let fields: Vec<u8> = fields
            .iter()
            .flat_map(|(field, tag, contents)| element(*field, &element(*tag, contents)))
            .collect();
        element(NEG_TOKEN_RESP, &element(SEQUENCE, &fields))
    }

    fn code() -> Vec<u8> {
        Echo.sign(&spnego().mechanism_list()).unwrap().unwrap()
    }

    #[test]
    fn the_first_token_is_the_one_of_the_specification() {
        let expect = [
            0x60, 0x23, 0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02, 0xa0, 0x19, 0x30, 0x17,
            0xa0, 0x0e, 0x30, 0x0c, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02,
            0x02, 0x0a, 0xa2, 0x05, 0x04, 0x03,
        ];
        let token = spnego().first(None).unwrap();
        // "first" is two bytes longer than what was counted above.
        let mut expect = expect.to_vec();
        for index in [1, 11, 13, 31, 33] {
            expect[index] += 2;
        }
        expect.extend(b"first");
        assert_eq!(token, expect);
    }

    #[test]
    fn a_challenge_is_answered_with_or_without_the_optional_fields() {
        let challenges = [
            response(&[(RESPONSE_TOKEN, OCTET_STRING, b"c")]),
            response(&[
                (NEG_STATE, ENUMERATED, &[1]),
                (RESPONSE_TOKEN, OCTET_STRING, b"c"),
            ]),
            response(&[
                (NEG_STATE, ENUMERATED, &[3]),
                (SUPPORTED_MECH, OBJECT_IDENTIFIER, NTLM),
                (RESPONSE_TOKEN, OCTET_STRING, b"c"),
                (MECH_LIST_MIC, OCTET_STRING, b"c"),
            ]),
        ];
        for challenge in challenges {
            let answer = spnego().answer(&challenge, None).unwrap();
            let parsed = Response::parse(&answer).unwrap();
            assert_eq!(parsed.token, Some(b"c".as_slice()));
            assert_eq!(parsed.code, Some(code().as_slice()));
        }
    }

    #[test]
    fn the_last_word_is_checked_when_it_carries_a_code() {
        let check = |fields: &[(u8, u8, &[u8])], ok: bool| {
            assert_eq!(spnego().finish(&response(fields)).is_ok(), ok, "{fields:?}");
        };
        check(&[(NEG_STATE, ENUMERATED, &[0])], true);
        check(&[], true);
        check(
            &[
                (NEG_STATE, ENUMERATED, &[0]),
                (MECH_LIST_MIC, OCTET_STRING, &code()),
            ],
            true,
        );
        check(
            &[
                (NEG_STATE, ENUMERATED, &[0]),
                (MECH_LIST_MIC, OCTET_STRING, b"forged"),
            ],
            false,
        );
        check(&[(NEG_STATE, ENUMERATED, &[2])], false);
        // Old servers repeat the token in place of the code.
        check(
            &[
                (RESPONSE_TOKEN, OCTET_STRING, b"t"),
                (MECH_LIST_MIC, OCTET_STRING, b"t"),
            ],
            true,
        );
    }

    #[test]
    fn another_mechanism_a_rejection_or_no_challenge_ends_the_sign_in() {
        let kerberos: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];
        for challenge in [
            response(&[
                (SUPPORTED_MECH, OBJECT_IDENTIFIER, kerberos),
                (RESPONSE_TOKEN, OCTET_STRING, b"c"),
            ]),
            response(&[
                (NEG_STATE, ENUMERATED, &[2]),
                (RESPONSE_TOKEN, OCTET_STRING, b"c"),
            ]),
            response(&[(SUPPORTED_MECH, OBJECT_IDENTIFIER, NTLM)]),
        ] {
            assert!(spnego().answer(&challenge, None).is_err());
        }
    }

    #[test]
    fn hostile_der_is_an_error_and_nothing_else() {
        let whole = response(&[
            (NEG_STATE, ENUMERATED, &[1]),
            (SUPPORTED_MECH, OBJECT_IDENTIFIER, NTLM),
            (RESPONSE_TOKEN, OCTET_STRING, &[b'c'; 300]),
            (MECH_LIST_MIC, OCTET_STRING, b"m"),
        ]);
        for length in 0..whole.len() {
            Response::parse(&whole[..length]).unwrap_err();
        }
        for index in 0..whole.len() {
            for value in [0x00, 0x1f, 0x7f, 0x80, 0x84, 0xff] {
                let mut damaged = whole.clone();
                damaged[index] = value;
                // Either way is fine, as long as it comes back.
                drop(Response::parse(&damaged));
            }
        }
        let mut trailing = whole.clone();
        trailing.push(0);
        Response::parse(&trailing).unwrap_err();
        Response::parse(&[0xa1, 0x84, 0xff, 0xff, 0xff, 0xff]).unwrap_err();
        let nested = (0..10_000).fold(Vec::new(), |inner, _| {
            if inner.len() > 60_000 {
                inner
            } else {
                element(0xa1, &inner)
            }
        });
        Response::parse(&nested).unwrap_err();
        Response::parse(&response(&[(NEG_STATE, ENUMERATED, &[0, 1])])).unwrap_err();
        Response::parse(&response(&[(NEG_STATE, OCTET_STRING, &[0])])).unwrap_err();
    }
}
