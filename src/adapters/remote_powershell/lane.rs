//! A lane: whole request bodies to one server and back, over one signed-in connection at a time.
//!
//! It knows HTTP and signing in, and nothing of what the bodies mean. Two promises matter to those above:
//!
//! * **A body is sent at most once.** The messages of a handshake travel with empty bodies; the body goes out with the
//!   last of them, or alone on a connection that is already signed in. When the server drops the connection while it
//!   is idle, or answers 401 (which it does before looking at a body), a new connection is signed in first.
//! * **An error says what may have happened**: [`TransportError::outcome`].
//!
//! To cancel, drop the future. The lane stays usable: what was in the air is dropped with its connection, and the next
//! call signs in again.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use native_tls::TlsConnector;
use reqwest::header::HeaderValue;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, timeout};

use super::connection::{Connection, Departure, Reply};
use super::sign_in::{
    Authentication, Credentials, Handshake, MechanismError, Offer, Scheme, parse_offers,
};
use super::target::Target;
use super::tls::Trust;
use super::transport_error::{Outcome, TransportError, first_words};

/// After a longer pause than this the runtime may have slept, and a farewell of the server lies unread.
const SHORT_PAUSE: Duration = Duration::from_millis(10);
/// How long the sockets are listened to where a farewell is likely; next to a sign-in or a pause it is nothing.
const FAREWELL: Duration = Duration::from_millis(2);

/// What a server said to a request, fault or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// 200, or 500 for a fault; another only if a SOAP message came with it.
    pub status: u16,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

/// One connection's worth of conversation with one server, as one account.
#[derive(Debug)]
pub(super) struct Lane {
    target: Target,
    credentials: Credentials,
    authentication: Authentication,
    tls: TlsConnector,
    /// What this server is known to want.
    scheme: Option<Scheme>,
    /// The connection that is signed in and free, and since when.
    signed_in: Option<(Connection, Instant)>,
    departure: Departure,
}

impl Lane {
    /// Prepares a lane; nothing is sent yet.
    pub(super) fn new(
        target: Target,
        credentials: Credentials,
        authentication: Authentication,
        trust: &Trust,
    ) -> Result<Self, TransportError> {
        credentials.check(authentication)?;
        Ok(Self {
            target,
            credentials,
            authentication,
            tls: trust.connector()?,
            scheme: None,
            signed_in: None,
            departure: Departure::default(),
        })
    }

    /// A second lane to the same place, with a connection of its own: one to wait on, one to interrupt with.
    #[must_use]
    pub(super) fn beside(&self) -> Self {
        Self {
            target: self.target.clone(),
            credentials: self.credentials.clone(),
            authentication: self.authentication,
            tls: self.tls.clone(),
            scheme: self.scheme,
            signed_in: None,
            departure: Departure::default(),
        }
    }

    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    /// Sends a body and waits for the answer, signing in first where that is needed.
    ///
    /// The deadline covers everything, connecting and signing in included.
    pub(super) async fn post(
        &mut self,
        body: Vec<u8>,
        deadline: Duration,
    ) -> Result<Answer, TransportError> {
        self.within(deadline, body.into()).await
    }

    async fn within(&mut self, limit: Duration, body: Bytes) -> Result<Answer, TransportError> {
        self.departure.reset();
        let departure = self.departure.clone();
        let result = match timeout(limit, self.deliver(body)).await {
            Ok(Ok(reply)) => answer(reply, departure.outcome()),
            Ok(Err(err)) => Err(err),
            Err(_elapsed) => Err(TransportError::DeadlinePassed {
                limit,
                outcome: departure.outcome(),
            }),
        };
        if result
            .as_ref()
            .is_err_and(|err| err.outcome() == Outcome::NotDone)
        {
            departure.reset();
        }
        result
    }

    async fn deliver(&mut self, body: Bytes) -> Result<Reply, TransportError> {
        // Taken out, so that a connection in doubt is never found here again.
        if let Some((connection, since)) = self.signed_in.take() {
            let authorization = match self.scheme {
                Some(Scheme::Basic) => Some(self.basic()?),
                _ => None,
            };
            let likely = since.elapsed() > SHORT_PAUSE;
            hear_farewell(if likely { FAREWELL } else { Duration::ZERO }).await;
            match self.send(&connection, authorization, body.clone()).await {
                // Not looked at: the server has forgotten us.
                Ok(reply) if reply.status == 401 => self.departure.reset(),
                // The server had hung up before; nothing has left.
                Err(TransportError::NotSent { .. }) => {}
                Ok(reply) => return Ok(self.keep(connection, reply)),
                Err(err) => return Err(err),
            }
        }
        let result = self.sign_in_with(body).await;
        if result.is_err() {
            // Another server of the pool may want something else.
            self.scheme = None;
        }
        result
    }

    /// Signs in a new connection; the body goes out with the last message.
    async fn sign_in_with(&mut self, body: Bytes) -> Result<Reply, TransportError> {
        let mut connection = Connection::new(&self.tls)?;
        let scheme = if let Some(scheme) = self.scheme {
            scheme
        } else {
            let reply = self.send(&connection, None, Bytes::new()).await?;
            if reply.closes {
                connection = Connection::new(&self.tls)?;
            }
            *self.scheme.insert(self.choose(&reply)?)
        };
        match self.introduce(&connection, scheme, body.clone()).await {
            // A server may close the connection on which it was asked, or forget it between two messages.
            Err(TransportError::NotSent { .. }) => {
                connection = Connection::new(&self.tls)?;
                let reply = self.introduce(&connection, scheme, body).await?;
                Ok(self.keep(connection, reply))
            }
            result => result.map(|reply| self.keep(connection, reply)),
        }
    }

    /// Decides by the answer to an empty request without a sign-in.
    fn choose(&self, reply: &Reply) -> Result<Scheme, TransportError> {
        match (reply.status, refusal(reply, Outcome::NotDone)) {
            (401, _) => Scheme::choose(self.authentication, &offers(reply)),
            (_, Some(err)) => Err(err),
            // It lets anybody in. Nothing that is to be managed does.
            (_, None) => Err(TransportError::NoUsableAuthentication {
                offered: Vec::new(),
            }),
        }
    }

    async fn introduce(
        &self,
        connection: &Connection,
        scheme: Scheme,
        body: Bytes,
    ) -> Result<Reply, TransportError> {
        if scheme == Scheme::Basic {
            let reply = self.send(connection, Some(self.basic()?), body).await?;
            return if reply.status == 401 {
                Err(unauthenticated(&reply))
            } else {
                Ok(reply)
            };
        }
        let mut handshake = Handshake::new(scheme, &self.credentials)?;
        let first = handshake.first().map_err(|err| self.broken(&err))?;
        let reply = self
            .send(connection, Some(bearing(scheme, &first)?), Bytes::new())
            .await?;
        if reply.status != 401 {
            return Err(refusal(&reply, Outcome::NotDone).unwrap_or_else(|| {
                TransportError::SignIn {
                    words: format!("the server answered {} to the first message", reply.status),
                    outcome: Outcome::NotDone,
                }
            }));
        }
        let challenge = self
            .token(scheme, &reply)?
            .ok_or_else(|| TransportError::SignIn {
                words: format!(
                    "the server sent no {} challenge: {}",
                    scheme.name(),
                    first_words(&reply.body)
                ),
                outcome: Outcome::NotDone,
            })?;
        let last = handshake
            .answer(&challenge, reply.binding.as_ref())
            .map_err(|err| self.broken(&err))?;
        hear_farewell(FAREWELL).await;
        let reply = self
            .send(connection, Some(bearing(scheme, &last)?), body)
            .await?;
        if reply.status == 401 {
            return Err(unauthenticated(&reply));
        }
        if let Some(token) = self.token(scheme, &reply)? {
            handshake.finish(&token).map_err(|err| self.broken(&err))?;
        }
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
            .post(&self.target, authorization, body, &self.departure)
            .await
    }

    fn keep(&mut self, connection: Connection, reply: Reply) -> Reply {
        self.signed_in = (!reply.closes).then(|| (connection, Instant::now()));
        reply
    }

    fn basic(&self) -> Result<HeaderValue, TransportError> {
        header(&self.credentials.basic())
    }

    fn broken(&self, err: &MechanismError) -> TransportError {
        TransportError::SignIn {
            words: err.to_string(),
            outcome: self.departure.outcome(),
        }
    }
}

/// Lets the runtime look at the socket before a body is entrusted to it.
///
/// A runtime that runs only while a call is made has not read what came since; hyper would write the body to a
/// connection that the server closed long ago, and nobody could say whether it was heard. A farewell that is still on
/// its way is [`TransportError::AnswerLost`].
async fn hear_farewell(wait: Duration) {
    if !wait.is_zero() {
        // The timer makes the runtime wait for the sockets, too.
        sleep(wait).await;
    }
    // The driver wakes the connection's task, the task reads, and the pool learns of it.
    for _ in 0..3 {
        yield_now().await;
    }
}

/// Tells an answer from what only looks like one.
fn answer(reply: Reply, outcome: Outcome) -> Result<Answer, TransportError> {
    match refusal(&reply, outcome) {
        Some(err) => Err(err),
        None => Ok(Answer {
            status: reply.status,
            content_type: reply.content_type,
            body: reply.body,
        }),
    }
}

/// Faults come with 500, and from some servers with other numbers but as SOAP; everything else is the web server
/// speaking for itself.
fn refusal(reply: &Reply, outcome: Outcome) -> Option<TransportError> {
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

fn unauthenticated(reply: &Reply) -> TransportError {
    let words = match first_words(&reply.body) {
        words if words.is_empty() => "HTTP status 401".to_owned(),
        words => words,
    };
    TransportError::Unauthenticated { words }
}

fn offers(reply: &Reply) -> Vec<Offer> {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Answer, Lane, Outcome, Reply, TransportError, answer};

    fn reply(status: u16, content_type: &str) -> Reply {
        Reply {
            status,
            content_type: Some(content_type.to_owned()),
            body: b"words".to_vec(),
            authenticate: Vec::new(),
            location: Some("https://elsewhere.example/".to_owned()),
            closes: false,
            binding: None,
        }
    }

    fn check(status: u16, content_type: &str) -> Result<Answer, TransportError> {
        answer(reply(status, content_type), Outcome::Unknown)
    }

    #[test]
    fn faults_are_answers_and_pages_of_the_web_server_are_not() {
        const SOAP: &str = "application/soap+xml;charset=UTF-8";
        for (status, kind) in [
            (200, SOAP),
            (500, SOAP),
            (500, "text/html"),
            (400, SOAP),
            (503, "Application/SOAP+xml"),
        ] {
            assert!(check(status, kind).is_ok(), "{status} {kind}");
        }
        for status in [202, 403, 404, 405, 502, 503] {
            assert!(check(status, "text/html").is_err(), "{status}");
        }
    }

    #[test]
    fn a_redirect_is_shown_not_followed() {
        let err = check(307, "text/html").unwrap_err();
        assert!(
            err.to_string().contains("https://elsewhere.example/"),
            "{err}"
        );
        assert_eq!(err.outcome(), Outcome::NotDone);
    }

    #[test]
    fn a_gateway_may_have_passed_the_request_on_before_it_gave_up() {
        assert_eq!(
            check(502, "text/html").unwrap_err().outcome(),
            Outcome::Unknown
        );
        assert_eq!(
            check(403, "text/html").unwrap_err().outcome(),
            Outcome::NotDone
        );
    }

    #[test]
    fn the_futures_can_move_between_threads() {
        fn is_send<T: Send>(_: &T) {}
        fn look(lane: &mut Lane) {
            is_send(&lane.post(Vec::new(), Duration::ZERO));
        }
        let _: fn(&mut Lane) = look;
    }
}
