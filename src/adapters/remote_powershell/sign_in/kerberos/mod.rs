//! Kerberos with a password, made by sspi: tickets from the domain controller first, then one token each way.
//!
//! The tickets are asked for before anything is sent to the server, so that a reason not to have any is known while
//! something else can still be decided. What the server says back proves that it is the one the ticket was made for.
//!
//! **No channel binding**: picky-krb 0.13.1, on which sspi rests, makes the field that announces it
//! (`KERB_AP_OPTIONS_CBT`, [MS-KILE] 3.2.5.8) two bytes long instead of four, and acceptors refuse the whole token. The
//! server is proved by its ticket, so a relayed sign-in is of no use; a server with Extended Protection set to
//! *required* for Kerberos, too, refuses us.

mod kdc;
mod principal;
mod problem;

use sspi::generator::GeneratorState;
use sspi::{
    AuthIdentityBuffers, BufferType, ClientRequestFlags, CredentialsBuffers, DataRepresentation,
    EncryptionFlags, KdcResolution, KerberosConfig, SecurityBuffer, SecurityBufferRef, Sspi as _,
    SspiImpl as _,
};

use super::ChannelBinding;
use super::mechanism::{Mechanism, MechanismError};
use crate::adapters::platform;
use crate::domain::Secret;
use kdc::Kdc;
use principal::Principal;

pub(crate) use problem::KerberosProblem;

/// RFC 4121, and Microsoft's first spelling of the same name.
pub(super) const IDENTIFIERS: &[&[u8]] = &[
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02],
    &[0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 0x01, 0x02, 0x02],
];
/// The header of a sealed message, its confounder, checksum and encrypted header: with AES, as long as nothing is
/// filled up (RFC 4121 4.2.4).
const SIGNATURE_LENGTH: usize = 60;

/// Where tickets are made, if that is not to be found out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The server to sign in to, as the address names it: what its service principal is called after.
    pub(crate) host: &'a str,
    /// The domain controller to ask.
    pub(crate) kdc: Option<&'a str>,
}

/// One Kerberos context, for one connection.
pub(crate) struct Kerberos {
    context: sspi::Kerberos,
    credentials: Option<CredentialsBuffers>,
    service: String,
    /// Made with the tickets, until it is asked for.
    first: Option<Vec<u8>>,
    is_established: bool,
    account: String,
}

impl Kerberos {
    /// Gets a ticket for the server, trying the ways a user name can be meant one after the other.
    pub(crate) async fn obtain(
        user: &str,
        password: &Secret,
        place: Place<'_>,
    ) -> Result<Self, KerberosProblem> {
        let mut told = None;
        for principal in principal::candidates(user, place.host) {
            match Self::for_principal(&principal, password, place).await {
                // A name that is unknown one way may be known the other; the first answer tells most.
                Err(problem) if problem.is_about_the_name() => {
                    told.get_or_insert(problem);
                }
                result => return result,
            }
        }
        Err(told.unwrap_or(KerberosProblem::NoRealm))
    }

    async fn for_principal(
        principal: &Principal,
        password: &Secret,
        place: Place<'_>,
    ) -> Result<Self, KerberosProblem> {
        let realm = principal.realm();
        let mut kdc = Kdc::find(&realm, place.kdc).await?;
        let config = KerberosConfig {
            kdc_resolution: KdcResolution::KdcUrl(Some(kdc.url().clone())),
            client_computer_name: platform::computer(),
        };
        let mut kerberos = Self {
            context: sspi::Kerberos::new_client_from_config(config)
                .map_err(|err| KerberosProblem::other(&err))?,
            credentials: Some(CredentialsBuffers::AuthIdentity(
                AuthIdentityBuffers::from_utf8(
                    &principal.name,
                    &principal.domain,
                    password.expose(),
                ),
            )),
            service: format!("HTTP/{}", place.host),
            first: None,
            is_established: false,
            account: format!("{} ({realm})", principal.name),
        };
        let mut input = [SecurityBuffer::new(Vec::new(), BufferType::Token)];
        let mut output = [SecurityBuffer::new(Vec::new(), BufferType::Token)];
        {
            let mut builder = kerberos
                .context
                .initialize_security_context()
                .with_credentials_handle(&mut kerberos.credentials)
                .with_context_requirements(requirements())
                .with_target_data_representation(DataRepresentation::Native)
                .with_target_name(&kerberos.service)
                .with_input(&mut input)
                .with_output(&mut output);
            let mut generator = kerberos
                .context
                .initialize_security_context_impl(&mut builder)
                .map_err(|err| KerberosProblem::other(&err))?;
            let mut state = generator.start();
            loop {
                state = match state {
                    GeneratorState::Suspended(request) => generator.resume(kdc.ask(&request).await),
                    GeneratorState::Completed(Ok(_)) => break,
                    GeneratorState::Completed(Err(err)) => {
                        return Err(kdc.problem(&err, &realm, &kerberos.service));
                    }
                };
            }
        }
        let [token] = output;
        kerberos.first = Some(token.buffer);
        Ok(kerberos)
    }

    /// The account as it was proved to the domain controller.
    pub(crate) fn account(&self) -> &str {
        &self.account
    }
}

/// Without mutual authentication sspi would take any server for the right one.
fn requirements() -> ClientRequestFlags {
    ClientRequestFlags::MUTUAL_AUTH
        | ClientRequestFlags::INTEGRITY
        | ClientRequestFlags::CONFIDENTIALITY
        | ClientRequestFlags::REPLAY_DETECT
        | ClientRequestFlags::SEQUENCE_DETECT
}

impl Mechanism for Kerberos {
    fn identifiers(&self) -> &'static [&'static [u8]] {
        IDENTIFIERS
    }

    fn step(
        &mut self,
        challenge: Option<&[u8]>,
        _binding: Option<&ChannelBinding>,
    ) -> Result<Option<Vec<u8>>, MechanismError> {
        let Some(challenge) = challenge else {
            return Ok(self.first.take());
        };
        if let Some(refusal) = problem::refusal(challenge) {
            return Err(MechanismError(format!("Kerberos: {refusal}")));
        }
        let mut input = [SecurityBuffer::new(challenge.to_vec(), BufferType::Token)];
        let mut output = [SecurityBuffer::new(Vec::new(), BufferType::Token)];
        let mut builder = self
            .context
            .initialize_security_context()
            .with_credentials_handle(&mut self.credentials)
            .with_context_requirements(requirements())
            .with_target_data_representation(DataRepresentation::Native)
            .with_target_name(&self.service)
            .with_input(&mut input)
            .with_output(&mut output);
        self.context
            .initialize_security_context_impl(&mut builder)
            .and_then(|mut generator| generator.resolve_to_result())
            .map_err(said)?;
        self.is_established = true;
        // Not needed any longer, and wiped by its type.
        self.credentials = None;
        Ok(None)
    }

    fn binds(&self) -> bool {
        false
    }

    fn has_spoken(&self) -> bool {
        self.first.is_none()
    }

    fn is_established(&self) -> bool {
        self.is_established
    }

    fn sign(&self, _text: &[u8]) -> Result<Option<Vec<u8>>, MechanismError> {
        Ok(None)
    }

    /// Both names on the list are Kerberos, so there is nothing the code could protect; and sspi keeps the function
    /// that checks it to itself.
    fn verify(&self, _text: &[u8], _code: &[u8]) -> Result<(), MechanismError> {
        Ok(())
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
        check_wrap_token(signature, text.len()).ok_or_else(|| {
            MechanismError("Kerberos: the sealed message has another form".to_owned())
        })?;
        let mut signature = signature.to_vec();
        let mut message = [
            SecurityBufferRef::token_buf(&mut signature),
            SecurityBufferRef::data_buf(text),
        ];
        self.context.decrypt_message(&mut message).map_err(said)?;
        let [_, data] = &message;
        let length = data.data().len();
        text.truncate(length);
        Ok(())
    }
}

/// Looks at the header of a sealed message (RFC 4121 4.2.6.2) before sspi does, which takes its numbers on trust: it
/// would rotate beyond the end, and take a message that is only signed for a sealed one.
fn check_wrap_token(signature: &[u8], text_length: usize) -> Option<()> {
    const SENT_BY_ACCEPTOR: u8 = 1;
    const SEALED: u8 = 2;
    /// One block, which is what Windows fills up.
    const MOST_FILLING: u16 = 16;
    let (header, rest) = signature.split_at_checked(16)?;
    let (&[5, 4, flags, 0xff, extra_0, extra_1, _, _], _) = header.split_first_chunk()? else {
        return None;
    };
    let extra = u16::from_be_bytes([extra_0, extra_1]);
    let least = SIGNATURE_LENGTH - 16 + usize::from(extra);
    (flags & (SENT_BY_ACCEPTOR | SEALED) == SENT_BY_ACCEPTOR | SEALED
        && extra <= MOST_FILLING
        && rest.len() + text_length >= least)
        .then_some(())
}

#[expect(clippy::needless_pass_by_value, reason = "reads better behind map_err")]
fn said(err: sspi::Error) -> MechanismError {
    MechanismError(format!("Kerberos: {err}"))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};

    use super::super::der::{OCTET_STRING, SEQUENCE, element};
    use super::{Kerberos, KerberosProblem, Place, SIGNATURE_LENGTH, check_wrap_token};
    use crate::domain::Secret;

    fn signature(flags: u8, extra: u16) -> Vec<u8> {
        let mut bytes = vec![5, 4, flags, 0xff];
        bytes.extend(extra.to_be_bytes());
        bytes.resize(SIGNATURE_LENGTH, 0);
        bytes
    }

    #[test]
    fn only_sealed_messages_of_the_server_reach_the_cipher() {
        assert!(check_wrap_token(&signature(7, 0), 0).is_some());
        assert!(check_wrap_token(&signature(7, 16), 16).is_some());
        for (flags, extra, text) in [
            (5, 0, 100),
            (6, 0, 100),
            (7, 17, 1000),
            (7, u16::MAX, 1000),
            (7, 16, 15),
        ] {
            assert!(
                check_wrap_token(&signature(flags, extra), text).is_none(),
                "{flags} {extra} {text}"
            );
        }
        let whole = signature(7, 0);
        for length in 0..whole.len() {
            assert!(check_wrap_token(&whole[..length], 0).is_none(), "{length}");
        }
    }

    /// What a domain controller answers first: it wants the password proved, and says with which salt.
    fn wants_proof() -> Vec<u8> {
        const INTEGER: u8 = 0x02;
        const TIME: u8 = 0x18;
        const TEXT: u8 = 0x1b;
        let mut info = element(0xa0, &element(INTEGER, &[18]));
        info.extend(element(0xa1, &element(TEXT, b"CONTOSO.EXAMPLEadmin")));
        let info = element(SEQUENCE, &element(SEQUENCE, &info));
        let mut data = element(0xa1, &element(INTEGER, &[19]));
        data.extend(element(0xa2, &element(OCTET_STRING, &info)));
        let data = element(SEQUENCE, &element(SEQUENCE, &data));
        let mut name = element(0xa0, &element(INTEGER, &[2]));
        let mut parts = element(TEXT, b"krbtgt");
        parts.extend(element(TEXT, b"CONTOSO.EXAMPLE"));
        name.extend(element(0xa1, &element(SEQUENCE, &parts)));
        let mut fields = element(0xa0, &element(INTEGER, &[5]));
        fields.extend(element(0xa1, &element(INTEGER, &[30])));
        fields.extend(element(0xa4, &element(TIME, b"20261120120000Z")));
        fields.extend(element(0xa5, &element(INTEGER, &[0])));
        fields.extend(element(0xa6, &element(INTEGER, &[25])));
        fields.extend(element(0xa9, &element(TEXT, b"CONTOSO.EXAMPLE")));
        fields.extend(element(0xaa, &element(SEQUENCE, &name)));
        fields.extend(element(0xac, &element(OCTET_STRING, &data)));
        element(0x7e, &element(SEQUENCE, &fields))
    }

    fn serve(stream: &mut TcpStream, answer: &[u8]) -> std::io::Result<()> {
        let mut length = [0; 4];
        stream.read_exact(&mut length)?;
        let mut question = vec![0; u32::from_be_bytes(length) as usize];
        stream.read_exact(&mut question)?;
        stream.write_all(&u32::try_from(answer.len()).unwrap().to_be_bytes())?;
        stream.write_all(answer)
    }

    /// What comes of a domain controller that always says the same.
    fn obtained(answers: &[Vec<u8>]) -> Vec<KerberosProblem> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let kdc = address.to_string();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let current = std::sync::Mutex::new(Some(answers[0].clone()));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for stream in listener.incoming() {
                    let answer = current.lock().unwrap().clone();
                    let Some(answer) = answer else { return };
                    serve(&mut stream.unwrap(), &answer).ok();
                }
            });
            let place = Place {
                host: "fe01.contoso.example",
                kdc: Some(&kdc),
            };
            let password = Secret::new("p");
            let mut problems = Vec::new();
            for answer in answers {
                *current.lock().unwrap() = Some(answer.clone());
                let obtained = Kerberos::obtain("CONTOSO.EXAMPLE\\admin", &password, place);
                problems.push(match runtime.block_on(obtained) {
                    Ok(_) => panic!("a ticket from nobody"),
                    Err(problem) => problem,
                });
            }
            *current.lock().unwrap() = None;
            drop(TcpStream::connect(address));
            problems
        })
    }

    #[test]
    fn a_domain_controller_that_sends_rubbish_is_a_problem_and_nothing_else() {
        let whole = wants_proof();
        let mut answers = vec![whole.clone(), Vec::new(), b"rubbish".to_vec()];
        for index in 0..whole.len() {
            answers.push(whole[..index].to_vec());
            for value in [0x00, 0x7f, 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[index] = value;
                answers.push(damaged);
            }
        }
        let problems = obtained(&answers);
        assert_eq!(problems.len(), answers.len());
        // The first was in order, so the password was proved, and the same answer is none to that.
        assert!(
            matches!(&problems[0], KerberosProblem::Other { words } if words.contains("preauth"))
        );
    }
}
