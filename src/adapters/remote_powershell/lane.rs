//! A lane: whole request bodies to one server and back, over one signed-in connection at a time.
//!
//! It knows HTTP and signing in, and nothing of what the bodies mean. Two promises matter to those above:
//!
//! * **A body is sent at most once.** It goes out with the last message of a handshake, or alone on a connection
//!   that is already signed in. When the server drops the connection while it is idle, or answers 401 (which it does
//!   before looking at a body), a new connection is signed in first. Where bodies are sealed because the line is not
//!   encrypted, a 401 can be anybody's, and nothing is concluded from it.
//! * **An error says what may have happened**: [`TransportError::outcome`].
//!
//! To cancel, drop the future. The lane stays usable: what was in the air is dropped with its connection, and the next
//! call signs in again.

use std::time::Duration;

use bytes::Bytes;
use tokio::task::yield_now;
use tokio::time::{sleep, timeout};

use super::connection::{Connection, Reply};
use super::introduction::{Introduced, Site, offers, refusal};
use super::sign_in::{ChannelBinding, Method, Package, SignInFacts, candidates};
use super::target::Target;
use super::transport_error::{Outcome, TransportError};
use crate::domain::{Authentication, Dial};

/// How long the sockets are listened to between the messages of a sign-in, where some servers hang up; next to the
/// sign-in it is nothing.
pub(super) const FAREWELL: Duration = Duration::from_millis(2);

/// What a server said to a request, fault or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// 200, or 500 for a fault; another only if a SOAP message came with it.
    pub status: u16,
    pub content_type: Option<String>,
    pub body: Vec<u8>,
}

/// One connection's worth of conversation with one server, as one account.
pub(super) struct Lane {
    site: Site,
    /// What this server is known to want.
    method: Option<Method>,
    /// The connection that is signed in and free.
    signed_in: Option<SignedIn>,
    /// Web servers may ask for a ticket with each request, also on a connection that brought one.
    signs_each_request: bool,
    offered: Vec<String>,
    /// Of the certificate shown when the server was asked what it offers.
    binding: Option<ChannelBinding>,
    kerberos_problem: Option<String>,
    facts: Option<SignInFacts>,
}

struct SignedIn {
    connection: Connection,
    introduced: Introduced,
    /// Whether nothing was sent on it since it was signed in.
    is_fresh: bool,
}

impl Lane {
    /// Prepares a lane; nothing is sent yet.
    pub(super) fn new(target: Target, dial: &Dial) -> Result<Self, TransportError> {
        Ok(Self::to(Site::new(target, dial)?))
    }

    fn to(site: Site) -> Self {
        Self {
            site,
            method: None,
            signed_in: None,
            signs_each_request: false,
            offered: Vec::new(),
            binding: None,
            kerberos_problem: None,
            facts: None,
        }
    }

    /// A second lane to the same place, with a connection of its own: one to wait on, one to interrupt with.
    #[must_use]
    pub(super) fn beside(&self) -> Self {
        Self {
            method: self.method,
            signs_each_request: self.signs_each_request,
            offered: self.offered.clone(),
            kerberos_problem: self.kerberos_problem.clone(),
            ..Self::to(self.site.beside())
        }
    }

    pub(super) fn target(&self) -> &Target {
        self.site.target()
    }

    /// How the last connection was signed in; none before that.
    pub(super) fn facts(&self) -> Option<&SignInFacts> {
        self.facts.as_ref()
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
        let departure = self.site.departure().clone();
        departure.reset();
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
        if let Some(signed_in) = self.signed_in.take()
            && let Some(reply) = self.send_again(signed_in, body.clone()).await?
        {
            return Ok(reply);
        }
        let result = self.sign_in_with(body).await;
        if result.is_err() {
            // Another server of the pool may want something else.
            self.method = None;
        }
        result
    }

    /// Sends on a connection that is signed in; no reply means that the server did not look at the body.
    async fn send_again(
        &mut self,
        mut signed_in: SignedIn,
        body: Bytes,
    ) -> Result<Option<Reply>, TransportError> {
        // What came during a pause is there already and needs no waiting for.
        hear_farewell(Duration::ZERO).await;
        if self.signs_each_request
            && let Some(method) = self.method
        {
            let SignedIn { connection, .. } = signed_in;
            return match self.introduce(&connection, method, body).await {
                Ok((introduced, reply)) => Ok(Some(self.keep(connection, introduced, reply))),
                Err(TransportError::NotSent { .. }) => Ok(None),
                Err(err) => Err(err),
            };
        }
        let SignedIn {
            connection,
            introduced,
            ..
        } = &mut signed_in;
        match self.site.send_as(connection, introduced, body).await {
            // Not looked at: the server has forgotten us.
            Ok(reply) if reply.status == 401 => {
                self.site.departure().reset();
                let is_kerberos = self.method.is_some_and(|m| m.package == Package::Kerberos);
                self.signs_each_request = is_kerberos && signed_in.is_fresh;
                Ok(None)
            }
            // The server had hung up before; nothing has left.
            Err(TransportError::NotSent { .. }) => Ok(None),
            Ok(reply) => {
                signed_in.is_fresh = false;
                self.signed_in = (!reply.closes).then_some(signed_in);
                Ok(Some(reply))
            }
            Err(err) => Err(err),
        }
    }

    /// Signs in a new connection; the body goes out with the last message, or right behind it.
    async fn sign_in_with(&mut self, body: Bytes) -> Result<Reply, TransportError> {
        let mut connection = self.site.connection()?;
        if self.site.authentication() == Authentication::Nobody {
            let (introduced, reply) = self.site.come_as_nobody(&connection, body).await?;
            return Ok(self.keep(connection, introduced, reply));
        }
        if let Some(method) = self.method.filter(|_| !self.site.is_current_user()) {
            match self
                .introduce_anew(&mut connection, method, body.clone())
                .await
            {
                Err(err) if self.may_go_on(method, &err) => self.method = None,
                Err(err) => return Err(err),
                Ok((introduced, reply)) => return Ok(self.keep(connection, introduced, reply)),
            }
            connection = self.site.connection()?;
        }
        for (index, method) in self.ask(&mut connection).await?.iter().enumerate() {
            if index > 0 {
                connection = self.site.connection()?;
            }
            match self
                .introduce_anew(&mut connection, *method, body.clone())
                .await
            {
                Err(err) if self.may_go_on(*method, &err) => {
                    tracing::warn!(host = self.site.target().host(), reason = %err, "NTLM in place of Kerberos");
                    self.kerberos_problem = Some(err.to_string());
                }
                Err(err) => return Err(err),
                Ok((introduced, reply)) => {
                    self.method = Some(*method);
                    return Ok(self.keep(connection, introduced, reply));
                }
            }
        }
        Err(TransportError::NoUsableAuthentication {
            offered: self.offered.clone(),
        })
    }

    /// Asks what the server offers, by an empty request without a sign-in.
    async fn ask(&mut self, connection: &mut Connection) -> Result<Vec<Method>, TransportError> {
        let reply = self.site.ask(connection).await?;
        if reply.closes {
            *connection = self.site.connection()?;
        }
        self.binding.clone_from(&reply.binding);
        let offers = match (reply.status, refusal(&reply, Outcome::NotDone)) {
            (401, _) => offers(&reply),
            (_, Some(err)) => return Err(err),
            // It lets anybody in. Nothing that is to be managed does.
            (_, None) => Vec::new(),
        };
        self.offered = offers.iter().map(|offer| offer.scheme.clone()).collect();
        self.kerberos_problem = None;
        let seals = !self.site.target().is_https();
        let methods = candidates(self.site.authentication(), &offers, seals);
        if methods.is_empty() {
            return Err(TransportError::NoUsableAuthentication {
                offered: self.offered.clone(),
            });
        }
        Ok(methods)
    }

    /// Whether NTLM may be tried after this. Nothing was processed: there was no ticket, or the server did not take it.
    fn may_go_on(&self, method: Method, err: &TransportError) -> bool {
        let is_allowed = self.site.authentication()
            == (Authentication::Negotiate { ntlm_allowed: true })
            && method.package == Package::Kerberos
            && !self.site.is_current_user();
        is_allowed
            && match err {
                TransportError::NoTicket { problem } => !problem.is_about_the_account(),
                TransportError::TicketRefused { .. } => true,
                _ => false,
            }
    }

    /// A server may close the connection on which it was asked, or forget it between two messages.
    async fn introduce_anew(
        &mut self,
        connection: &mut Connection,
        method: Method,
        body: Bytes,
    ) -> Result<(Introduced, Reply), TransportError> {
        match self.introduce(connection, method, body.clone()).await {
            Err(TransportError::NotSent { .. }) => {
                *connection = self.site.connection()?;
                self.introduce(connection, method, body).await
            }
            result => result,
        }
    }

    async fn introduce(
        &mut self,
        connection: &Connection,
        method: Method,
        body: Bytes,
    ) -> Result<(Introduced, Reply), TransportError> {
        let binding = self.binding.clone().filter(|_| self.site.is_current_user());
        self.site.introduce(connection, method, body, binding).await
    }

    fn keep(&mut self, connection: Connection, introduced: Introduced, reply: Reply) -> Reply {
        let facts = SignInFacts {
            offered: self.offered.clone(),
            used: introduced.method.map_or("none", Method::words).to_owned(),
            account: introduced.account.clone(),
            is_sealed: introduced.seal.is_some(),
            is_bound_to_channel: introduced.is_bound_to_channel,
            kerberos_problem: self.kerberos_problem.clone(),
        };
        if self.facts.as_ref() != Some(&facts) {
            let (host, used) = (self.site.target().host(), &facts.used);
            tracing::info!(
                host,
                used,
                sealed = facts.is_sealed,
                bound = facts.is_bound_to_channel,
                "signed in"
            );
        }
        self.facts = Some(facts);
        self.signed_in = (!reply.closes).then(|| SignedIn {
            connection,
            introduced,
            is_fresh: true,
        });
        reply
    }
}

/// Lets the runtime look at the socket before a body is entrusted to it.
///
/// A runtime that runs only while a call is made has not read what came since; hyper would write the body to a
/// connection that the server closed long ago, and nobody could say whether it was heard. A farewell that is still on
/// its way is [`TransportError::AnswerLost`].
pub(super) async fn hear_farewell(wait: Duration) {
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
