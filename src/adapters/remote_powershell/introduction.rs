//! Introducing ourselves on one connection: the messages of a handshake, and what travels with the last of them.
//!
//! Over TLS the body goes out with the last message. Over plain HTTP it is sealed, which needs the finished handshake,
//! so the handshake has empty bodies; there everything that comes back has to be sealed, too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use native_tls::TlsConnector;
use reqwest::header::HeaderValue;

use super::connection::{Connection, Departure, Reply, SOAP};
use super::lane::{FAREWELL, hear_farewell};
use super::sealed_body::{self, NotSealed, Protocol};
use super::sign_in::{
    ChannelBinding, CurrentUser, Handshake, Kerberos, Mechanism, MechanismError, Method, Ntlm,
    Offer, Package, Place, Scheme, basic, check, parse_offers,
};
use super::target::Target;
use super::transport_error::{Outcome, TransportError, first_words};
use crate::adapters::platform;
use crate::adapters::tls::Trust;
use crate::domain::{Account, Authentication, Dial};

/// Messages of ours in one handshake: NTLM has two, and nothing has more than three.
const MOST_MESSAGES: usize = 4;
/// What is inside a sealed body.
const SEALED_CONTENT: &str = "application/soap+xml;charset=UTF-8";

/// Where a lane leads, and as whom.
pub(super) struct Site {
    target: Target,
    account: Account,
    authentication: Authentication,
    kdc: Option<String>,
    tls: TlsConnector,
    departure: Departure,
}

/// What came of an introduction; it belongs to its connection.
pub(super) struct Introduced {
    /// None where nobody was asked for.
    pub(super) method: Option<Method>,
    pub(super) account: String,
    pub(super) is_bound_to_channel: bool,
    /// What seals the bodies, where they are sealed.
    pub(super) seal: Option<Seal>,
}

pub(super) struct Seal {
    protocol: Protocol,
    mechanism: Box<dyn Mechanism>,
}

impl Site {
    pub(super) fn new(target: Target, dial: &Dial) -> Result<Self, TransportError> {
        check(&dial.account, dial.authentication)?;
        let is_current_user = matches!(dial.account, Account::CurrentUser);
        if is_current_user && !target.is_https() && dial.authentication.seals() {
            return Err(TransportError::CurrentUserInClear);
        }
        let tls = if target.is_https() {
            Trust {
                ca_file: dial.ca_file.clone(),
            }
            .connector()?
        } else {
            Trust::nobody()?
        };
        Ok(Self {
            target,
            account: dial.account.clone(),
            authentication: dial.authentication,
            kdc: dial.kdc.clone(),
            tls,
            departure: Departure::default(),
        })
    }

    /// The same place, for another lane.
    pub(super) fn beside(&self) -> Self {
        Self {
            target: self.target.clone(),
            account: self.account.clone(),
            authentication: self.authentication,
            kdc: self.kdc.clone(),
            tls: self.tls.clone(),
            departure: Departure::default(),
        }
    }

    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    pub(super) fn authentication(&self) -> Authentication {
        self.authentication
    }

    pub(super) fn departure(&self) -> &Departure {
        &self.departure
    }

    /// The binding goes into the current user's first message, so the server's certificate has to be seen before.
    pub(super) fn is_current_user(&self) -> bool {
        matches!(self.account, Account::CurrentUser)
    }

    pub(super) fn connection(&self) -> Result<Connection, TransportError> {
        Connection::new(&self.tls)
    }

    /// An empty request without a sign-in, to hear what is offered.
    pub(super) async fn ask(&self, connection: &Connection) -> Result<Reply, TransportError> {
        self.send(connection, None, Bytes::new()).await
    }

    pub(super) async fn come_as_nobody(
        &self,
        connection: &Connection,
        body: Bytes,
    ) -> Result<(Introduced, Reply), TransportError> {
        let reply = self.send(connection, None, body).await?;
        if reply.status == 401 {
            return Err(TransportError::NoUsableAuthentication {
                offered: offers(&reply)
                    .into_iter()
                    .map(|offer| offer.scheme)
                    .collect(),
            });
        }
        Ok((
            Introduced {
                method: None,
                account: String::new(),
                is_bound_to_channel: false,
                seal: None,
            },
            reply,
        ))
    }

    /// Sends a body on a connection on which we were introduced.
    pub(super) async fn send_as(
        &self,
        connection: &Connection,
        introduced: &mut Introduced,
        body: Bytes,
    ) -> Result<Reply, TransportError> {
        if let Some(seal) = &mut introduced.seal {
            return self.send_sealed(connection, seal, body).await;
        }
        let authorization = match introduced.method {
            Some(Method::BASIC) => Some(self.password()?),
            _ => None,
        };
        self.send(connection, authorization, body).await
    }

    /// Signs in a connection. An error says whether the body may have been looked at.
    pub(super) async fn introduce(
        &self,
        connection: &Connection,
        method: Method,
        body: Bytes,
        mut binding: Option<ChannelBinding>,
    ) -> Result<(Introduced, Reply), TransportError> {
        if method.package == Package::Password {
            let reply = self.send(connection, Some(self.password()?), body).await?;
            if reply.status == 401 {
                return Err(unauthenticated(&reply));
            }
            let introduced = Introduced {
                method: Some(method),
                account: self.user().to_owned(),
                is_bound_to_channel: false,
                seal: None,
            };
            return Ok((introduced, reply));
        }
        let seals = !self.target.is_https();
        let (mechanism, account) = self.mechanism(method, binding.as_ref()).await?;
        let mut handshake = Handshake::new(method, mechanism);
        let mut token = handshake
            .first(binding.as_ref())
            .map_err(|err| self.broken(&err))?;
        for _ in 0..MOST_MESSAGES {
            let message = bearing(method.scheme, &token.bytes)?;
            let travels_along = token.is_last && !seals;
            let content = if travels_along {
                body.clone()
            } else {
                Bytes::new()
            };
            let reply = self.send(connection, Some(message), content).await?;
            let answer = self.token(method.scheme, &reply)?;
            if reply.status == 401 {
                // Not looked at, if the body was there.
                self.departure.reset();
                let Some(challenge) = answer else {
                    return Err(turned_away(method, token.is_last, &reply));
                };
                if token.is_last && method.package == Package::Ntlm {
                    return Err(unauthenticated(&reply));
                }
                binding = reply.binding;
                token = match handshake.answer(&challenge, binding.as_ref()) {
                    Ok(token) => token,
                    Err(err) if token.is_last => {
                        return Err(TransportError::TicketRefused {
                            words: err.to_string(),
                        });
                    }
                    Err(err) => return Err(self.broken(&err)),
                };
                hear_farewell(FAREWELL).await;
                continue;
            }
            if !token.is_last {
                return Err(refusal(&reply, Outcome::NotDone).unwrap_or_else(|| {
                    TransportError::SignIn {
                        words: format!("the server answered {} to the first message", reply.status),
                        outcome: Outcome::NotDone,
                    }
                }));
            }
            if let (None, Some(err)) = (&answer, refusal(&reply, self.departure.outcome())) {
                return Err(err);
            }
            let mechanism = handshake
                .finish(answer.as_deref())
                .map_err(|err| self.broken(&err))?;
            let is_bound_to_channel = mechanism.binds() && binding.is_some();
            let mut introduced = Introduced {
                method: Some(method),
                account,
                is_bound_to_channel,
                seal: None,
            };
            if !seals {
                return Ok((introduced, reply));
            }
            if let Some(err) = refusal(&reply, Outcome::NotDone) {
                return Err(err);
            }
            let seal = introduced.seal.insert(Seal {
                protocol: match method.scheme {
                    Scheme::Kerberos => Protocol::Kerberos,
                    _ => Protocol::Spnego,
                },
                mechanism,
            });
            let reply = self.send_sealed(connection, seal, body).await?;
            return Ok((introduced, reply));
        }
        Err(TransportError::SignIn {
            words: "the server goes on asking".to_owned(),
            outcome: Outcome::NotDone,
        })
    }

    /// What will make the tokens, and the account it proves. With Kerberos, this is where tickets are asked for.
    async fn mechanism(
        &self,
        method: Method,
        binding: Option<&ChannelBinding>,
    ) -> Result<(Box<dyn Mechanism>, String), TransportError> {
        let no_ticket = |problem| TransportError::NoTicket { problem };
        match (&self.account, method.package) {
            (Account::CurrentUser, _) => {
                let me = CurrentUser::obtain(self.target.host(), binding)
                    .await
                    .map_err(no_ticket)?;
                Ok((Box::new(me), platform::os_user()))
            }
            (Account::Named { user, password }, Package::Kerberos) => {
                let place = Place {
                    host: self.target.host(),
                    kdc: self.kdc.as_deref(),
                };
                let kerberos = Kerberos::obtain(user, password, place)
                    .await
                    .map_err(no_ticket)?;
                let account = kerberos.account().to_owned();
                Ok((Box::new(kerberos), account))
            }
            (Account::Named { user, password }, _) => {
                Ok((Box::new(Ntlm::new(user, password)?), user.clone()))
            }
        }
    }

    async fn send_sealed(
        &self,
        connection: &Connection,
        seal: &mut Seal,
        body: Bytes,
    ) -> Result<Reply, TransportError> {
        let mut text = body.to_vec();
        let signature = seal
            .mechanism
            .seal(&mut text)
            .map_err(|err| self.broken(&err))?;
        let sealed = sealed_body::compose(seal.protocol, SEALED_CONTENT, &signature, &text);
        let kind = header(&seal.protocol.content_type())?;
        let reply = connection
            .post(&self.target, None, (kind, sealed.into()), &self.departure)
            .await?;
        self.unsealed(seal, reply)
    }

    /// Opens an answer. One in clear says nothing, whoever wrote it.
    fn unsealed(&self, seal: &mut Seal, mut reply: Reply) -> Result<Reply, TransportError> {
        let status = reply.status;
        let outcome = self.departure.outcome();
        let refused = |problem| TransportError::NotSealed {
            status,
            problem,
            outcome,
        };
        let content_type = reply.content_type.take().unwrap_or_default();
        if status == 401 {
            // The server has forgotten us, or somebody says so; a reading is asked again, and nothing else is.
            return Err(TransportError::AnswerLost {
                words: "the server asks for a new sign-in".to_owned(),
            });
        }
        let parts = sealed_body::parse(&content_type, &reply.body).map_err(refused)?;
        if parts.protocol != seal.protocol {
            return Err(refused(NotSealed::ContentType));
        }
        let mut text = parts.text.to_vec();
        seal.mechanism
            .unseal(parts.signature, &mut text)
            .map_err(|err| self.broken(&err))?;
        if text.len() != parts.length {
            return Err(refused(NotSealed::Description));
        }
        reply.content_type = Some(parts.content_type);
        reply.body = text;
        Ok(reply)
    }

    /// The token that the server sent along with the name of the scheme.
    fn token(&self, scheme: Scheme, reply: &Reply) -> Result<Option<Vec<u8>>, TransportError> {
        offers(reply)
            .iter()
            .filter(|offer| offer.is(scheme.name()))
            .find_map(Offer::token)
            .transpose()
            .map_err(|err| TransportError::SignIn {
                words: format!(
                    "the server's {} message is not Base64: {err}",
                    scheme.name()
                ),
                outcome: self.departure.outcome(),
            })
    }

    async fn send(
        &self,
        connection: &Connection,
        authorization: Option<HeaderValue>,
        body: Bytes,
    ) -> Result<Reply, TransportError> {
        connection
            .post(&self.target, authorization, (SOAP, body), &self.departure)
            .await
    }

    fn user(&self) -> &str {
        match &self.account {
            Account::Named { user, .. } => user,
            Account::CurrentUser => "",
        }
    }

    fn password(&self) -> Result<HeaderValue, TransportError> {
        match &self.account {
            Account::Named { user, password } => header(&basic(user, password)),
            Account::CurrentUser => Err(TransportError::PasswordEmpty),
        }
    }

    fn broken(&self, err: &MechanismError) -> TransportError {
        TransportError::SignIn {
            words: err.to_string(),
            outcome: self.departure.outcome(),
        }
    }
}

/// Faults come with 500, and from some servers with other numbers but as SOAP; everything else is the web server
/// speaking for itself.
pub(super) fn refusal(reply: &Reply, outcome: Outcome) -> Option<TransportError> {
    const SOAP: &str = "application/soap+xml";
    let is_soap = reply
        .content_type
        .as_deref()
        .and_then(|text| text.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(SOAP));
    let status = reply.status;
    let words = || first_words(&reply.body);
    match status {
        200 | 500 => None,
        400.. if is_soap => None,
        300..=399 => Some(TransportError::Redirected {
            status,
            location: reply.location.clone(),
        }),
        404 => Some(TransportError::NotFound { words: words() }),
        // The web server refused it, so nobody behind it has seen it.
        400..=499 => Some(TransportError::UnexpectedStatus {
            status,
            words: words(),
            outcome: Outcome::NotDone,
        }),
        _ => Some(TransportError::UnexpectedStatus {
            status,
            words: words(),
            outcome,
        }),
    }
}

/// A 401 without a word, to a message that needed one or to the last.
fn turned_away(method: Method, was_last: bool, reply: &Reply) -> TransportError {
    if !was_last {
        return TransportError::SignIn {
            words: format!(
                "the server sent no {} challenge: {}",
                method.scheme.name(),
                first_words(&reply.body)
            ),
            outcome: Outcome::NotDone,
        };
    }
    match (method.package, unauthenticated(reply)) {
        (Package::Kerberos, TransportError::Unauthenticated { words }) => {
            TransportError::TicketRefused { words }
        }
        (_, err) => err,
    }
}

fn unauthenticated(reply: &Reply) -> TransportError {
    let words = match first_words(&reply.body) {
        words if words.is_empty() => "HTTP status 401".to_owned(),
        words => words,
    };
    TransportError::Unauthenticated { words }
}

pub(super) fn offers(reply: &Reply) -> Vec<Offer> {
    parse_offers(reply.authenticate.iter().map(String::as_str))
}

fn bearing(scheme: Scheme, token: &[u8]) -> Result<HeaderValue, TransportError> {
    header(&format!("{} {}", scheme.name(), STANDARD.encode(token)))
}

fn header(text: &str) -> Result<HeaderValue, TransportError> {
    let mut value = HeaderValue::from_str(text).map_err(|err| TransportError::SignIn {
        words: err.to_string(),
        outcome: Outcome::NotDone,
    })?;
    value.set_sensitive(true);
    Ok(value)
}
