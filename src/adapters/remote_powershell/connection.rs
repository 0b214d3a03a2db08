//! One TCP connection that carries whole HTTP requests, one after the other.
//!
//! It is a `reqwest::Client` that may connect once (see [`gate`](super::gate)). A client is cheap: the roots it trusts
//! were read when the lane was made. When the connection breaks, or anything about it is in doubt, it is dropped,
//! and what comes next starts on a new one. No request is ever repeated from here.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use native_tls::TlsConnector;
use reqwest::Version;
use reqwest::header::{ACCEPT, WWW_AUTHENTICATE};
use reqwest::header::{
    AUTHORIZATION, CONNECTION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
};

use super::gate::OneConnect;
use super::sign_in::ChannelBinding;
use super::target::Target;
use super::transport_error::{Circumstances, Outcome, TransportError, classify};
use crate::adapters::tls::{TrustProblem, chain_words};

/// The largest answer that is read; a `Receive` answer is a fraction of it.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
/// Two lost SYNs and a slow handshake still fit; a person has given up by then.
const CONNECT_LIMIT: Duration = Duration::from_secs(15);
/// Shorter than the 120 seconds after which IIS drops an idle connection, so that a request and the server's
/// farewell rarely cross.
const IDLE_LIMIT: Duration = Duration::from_secs(90);
const USER_AGENT: &str = "Microsoft WinRM Client";
/// What goes out in clear.
pub(super) const SOAP: HeaderValue = HeaderValue::from_static("application/soap+xml;charset=UTF-8");

/// Remembers whether a request's body has begun to leave.
#[derive(Clone, Debug, Default)]
pub(super) struct Departure(Arc<AtomicBool>);

impl Departure {
    pub(super) fn outcome(&self) -> Outcome {
        if self.0.load(Ordering::Acquire) {
            Outcome::Unknown
        } else {
            Outcome::NotDone
        }
    }

    /// For a body that is about to be sent, or that the server refused to look at.
    pub(super) fn reset(&self) {
        self.0.store(false, Ordering::Release);
    }

    fn mark(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// What came back, read to its end.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
    pub(super) authenticate: Vec<String>,
    pub(super) location: Option<String>,
    /// Whether the server said that this connection ends here.
    pub(super) closes: bool,
    pub(super) binding: Option<ChannelBinding>,
}

/// A connection, made by its first request.
#[derive(Debug)]
pub(super) struct Connection {
    client: reqwest::Client,
}

impl Connection {
    pub(super) fn new(tls: &TlsConnector) -> Result<Self, TransportError> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .tls_info(true)
            .http1_only()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT_LIMIT)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(IDLE_LIMIT)
            .connector_layer(OneConnect::default())
            .build()
            .map_err(|err| TrustProblem::Unavailable {
                words: chain_words(&err),
            })?;
        Ok(Self { client })
    }

    /// Sends one request and reads its answer; an error says whether this body may have arrived.
    pub(super) async fn post(
        &self,
        target: &Target,
        authorization: Option<HeaderValue>,
        (content_type, body): (HeaderValue, Bytes),
        departure: &Departure,
    ) -> Result<Reply, TransportError> {
        let failed = |err: &reqwest::Error| {
            classify(
                err,
                Circumstances {
                    host: target.host(),
                    connect_limit: CONNECT_LIMIT,
                    outcome: departure.outcome(),
                },
            )
        };
        let mut request = self
            .client
            .post(target.url().clone())
            .header(CONTENT_TYPE, content_type)
            .header(ACCEPT, HeaderValue::from_static("*/*"))
            .body(reqwest::Body::wrap(WatchedBody {
                bytes: Some(body),
                departure: departure.clone(),
            }));
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        let mut response = request.send().await.map_err(|err| failed(&err))?;
        let headers = response.headers();
        let mut reply = Reply {
            status: response.status().as_u16(),
            content_type: texts(headers, &CONTENT_TYPE).next(),
            body: Vec::new(),
            authenticate: texts(headers, &WWW_AUTHENTICATE).collect(),
            location: texts(headers, &LOCATION).next(),
            closes: response.version() < Version::HTTP_11
                || texts(headers, &CONNECTION).any(|text| lists(&text, "close")),
            binding: response
                .extensions()
                .get::<reqwest::tls::TlsInfo>()
                .and_then(|info| info.peer_certificate())
                .and_then(ChannelBinding::of_certificate),
        };
        while let Some(chunk) = response.chunk().await.map_err(|err| failed(&err))? {
            if reply.body.len() + chunk.len() > BODY_LIMIT {
                return Err(TransportError::BodyTooLarge {
                    limit: BODY_LIMIT,
                    outcome: departure.outcome(),
                });
            }
            reply.body.extend_from_slice(&chunk);
        }
        Ok(reply)
    }
}

/// A body of known length that tells when it is taken to be written.
struct WatchedBody {
    bytes: Option<Bytes>,
    departure: Departure,
}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = self.get_mut();
        Poll::Ready(this.bytes.take().map(|bytes| {
            // An empty body is a message of a handshake; nobody acts on it.
            if !bytes.is_empty() {
                this.departure.mark();
            }
            Ok(Frame::data(bytes))
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, Bytes::len);
        // Lengths fit into 64 bits on every platform there is.
        SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
    }
}

fn texts(headers: &HeaderMap, name: &HeaderName) -> impl Iterator<Item = String> {
    headers
        .get_all(name)
        .into_iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn lists(header: &str, word: &str) -> bool {
    header
        .split(',')
        .any(|item| item.trim().eq_ignore_ascii_case(word))
}
