//! The connection test: one layer after the other, the way a session goes, until one fails.
//!
//! Names, sockets and TLS are looked at by themselves first; from the sign-in on it is a session like any other, with
//! nothing but questions in it.

mod finding;

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tokio::net::lookup_host;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::deployment::{lane, transcript};
use super::exchange::Failure;
use super::rights;
use super::session::Session;
use super::sign_in::SignInFacts;
use super::target::Target;
use crate::adapters::clock::SystemClock;
use crate::adapters::tls::{
    Limits, Look, TlsFailure, Trust, TrustProblem, chain_words, look, read_certificate,
};
use crate::domain::{
    Certificate, Dial, Layer, LayerFacts, LayerResult, LayerVerdict, Message, Moment, Right,
};
use crate::lync::NAMES;
use crate::ports::{Call, Clock as _};
use finding::session_finding;

/// How long the DNS servers may take.
const NAME_LIMIT: Duration = Duration::from_secs(15);
/// How long all addresses of a name together may take to answer.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// More addresses than a pool behind DNS load balancing has.
const MOST_ADDRESSES: usize = 32;
/// A certificate that ends sooner than this is worth a word.
const SOON: Duration = Duration::from_hours(30 * 24);
/// The layers a test goes through; the cmdlets come behind them.
const LAYERS: [Layer; 6] = [
    Layer::NameResolution,
    Layer::Tcp,
    Layer::Tls,
    Layer::SignIn,
    Layer::Session,
    Layer::Rights,
];

/// Tests a connection and tells each layer's result as it comes. What lies behind a layer that failed is not reached.
pub fn diagnose(dial: &Dial, call: &Call, on_layer: &mut dyn FnMut(LayerResult)) {
    let mut test = Test {
        dial,
        call,
        deadline: Instant::now() + call.deadline,
        on_layer,
    };
    let Err(failed) = test.run() else { return };
    let behind = LAYERS
        .iter()
        .position(|layer| *layer == failed.layer)
        .map_or(LAYERS.len(), |place| place + 1);
    (test.on_layer)(*failed);
    for layer in LAYERS.into_iter().skip(behind) {
        (test.on_layer)(result(layer, LayerVerdict::NotReached));
    }
}

struct Test<'a> {
    dial: &'a Dial,
    call: &'a Call,
    deadline: Instant,
    on_layer: &'a mut dyn FnMut(LayerResult),
}

/// An address that accepted a connection, and the connection.
struct Reached {
    address: SocketAddr,
    stream: TcpStream,
}

impl Test<'_> {
    fn run(&mut self) -> Result<(), Box<LayerResult>> {
        let target = Target::parse(&self.dial.uri, self.dial.authentication).map_err(|err| {
            failed(Layer::NameResolution, Message::DiagnosisAddressUnusable).with_words(err)
        })?;
        let host = target.host().to_owned();
        // An IPv6 address stands in brackets in an address, and nowhere else.
        let bare = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let port = target.url().port_or_known_default().unwrap_or_default();
        let addresses = self.resolve(&bare, port)?;
        let reached = self.connect(&bare, port, &addresses)?;
        if target.url().scheme() == "https" {
            self.tls(&bare, reached)?;
        } else {
            self.tell(
                result(Layer::Tls, LayerVerdict::Warning).with(Message::DiagnosisNotEncrypted),
            );
        }
        let mut session = self.session(&host)?;
        self.rights(&mut session)
    }

    fn tell(&mut self, result: LayerResult) {
        (self.on_layer)(result);
    }

    fn resolve(&mut self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Box<LayerResult>> {
        const LAYER: Layer = Layer::NameResolution;
        let name = host.to_owned();
        let looked_up = self.within(NAME_LIMIT, LAYER, async move {
            lookup_host((name.as_str(), port))
                .await
                .map(|found| found.take(MOST_ADDRESSES).collect::<Vec<_>>())
        })?;
        let host = host.to_owned();
        let addresses = match looked_up {
            None => return Err(failed(LAYER, Message::DiagnosisNameTimedOut { host }).into()),
            Some(Err(err)) => {
                return Err(failed(LAYER, Message::DiagnosisNameNotFound { host })
                    .with_words(err)
                    .into());
            }
            Some(Ok(addresses)) if addresses.is_empty() => {
                return Err(failed(LAYER, Message::DiagnosisNameNotFound { host }).into());
            }
            Some(Ok(addresses)) => addresses,
        };
        let facts = LayerFacts::Addresses(texts(addresses.iter()));
        self.tell(result(LAYER, LayerVerdict::Passed).knowing(facts));
        Ok(addresses)
    }

    /// Tries every address at once: a pool's name stands for many servers, and one that is silent is worth knowing.
    fn connect(
        &mut self,
        host: &str,
        port: u16,
        addresses: &[SocketAddr],
    ) -> Result<Reached, Box<LayerResult>> {
        const LAYER: Layer = Layer::Tcp;
        let wanted = addresses.to_vec();
        let tried = self.within(CONNECT_LIMIT + Duration::from_secs(1), LAYER, async move {
            let mut attempts = JoinSet::new();
            for (place, address) in wanted.into_iter().enumerate() {
                attempts.spawn(async move {
                    let connected =
                        timeout(CONNECT_LIMIT, tokio::net::TcpStream::connect(address)).await;
                    (place, address, connected)
                });
            }
            attempts.join_all().await
        })?;
        let mut tried = tried.unwrap_or_default();
        tried.sort_by_key(|(place, ..)| *place);
        let mut reached = None;
        let mut silent = Vec::new();
        let mut words = Vec::new();
        let (mut is_refused, mut is_unreachable) = (false, false);
        for (_, address, connected) in tried {
            let stream = match connected {
                Ok(Ok(stream)) => stream.into_std().and_then(|stream| {
                    stream.set_nonblocking(false)?;
                    Ok(stream)
                }),
                Ok(Err(err)) => Err(err),
                Err(elapsed) => {
                    silent.push(address);
                    words.push(format!("{address}: {elapsed}"));
                    continue;
                }
            };
            match stream {
                Ok(stream) if reached.is_none() => reached = Some(Reached { address, stream }),
                Ok(_) => {}
                Err(err) => {
                    is_refused |= err.kind() == std::io::ErrorKind::ConnectionRefused;
                    is_unreachable |= err.kind() != std::io::ErrorKind::TimedOut;
                    silent.push(address);
                    words.push(format!("{address}: {err}"));
                }
            }
        }
        let host = host.to_owned();
        let Some(reached) = reached else {
            let found = if is_refused {
                Message::DiagnosisRefused { host, port }
            } else if is_unreachable {
                Message::DiagnosisUnreachable { host }
            } else {
                Message::DiagnosisConnectTimedOut { host, port }
            };
            let mut failed = failed(LAYER, found);
            failed.words = words;
            return Err(failed.into());
        };
        let facts = LayerFacts::Connected(reached.address.to_string());
        let mut told = result(LAYER, LayerVerdict::Passed).knowing(facts);
        if !silent.is_empty() {
            told.verdict = LayerVerdict::Warning;
            told.messages.push(Message::DiagnosisSilentAddresses {
                addresses: texts(silent.iter().map(SocketAddr::ip)),
            });
            told.words = words;
        }
        self.tell(told);
        Ok(reached)
    }

    fn tls(&mut self, host: &str, reached: Reached) -> Result<(), Box<LayerResult>> {
        const LAYER: Layer = Layer::Tls;
        let trust = Trust {
            ca_file: self.dial.ca_file.clone(),
        };
        let connector = trust.connector().map_err(|err| {
            let found = match &err {
                TrustProblem::CaFile { path, .. } => Message::DiagnosisCaFile {
                    path: path.display().to_string(),
                },
                TrustProblem::Unavailable { .. } => Message::DiagnosisNoCommonTls {
                    host: host.to_owned(),
                },
            };
            failed(LAYER, found).with_words(err)
        })?;
        let limits = Limits {
            deadline: self.deadline,
            cancel: self.call.cancel.clone(),
        };
        let Look { hello, failure } =
            look(reached.stream, reached.address, host, &connector, &limits);
        let chain: Vec<Certificate> = hello
            .chain
            .iter()
            .map(|der| read_certificate(der))
            .collect();
        let now = SystemClock::default().now();
        let mut told = match failure {
            Some(_) if self.call.cancel.is_cancelled() => {
                failed(LAYER, Message::DiagnosisCancelled)
            }
            Some((failure, words)) => {
                failed(LAYER, tls_finding(failure, host, &chain, now)).with_words(words)
            }
            None => result(LAYER, LayerVerdict::Passed),
        };
        if told.verdict == LayerVerdict::Passed
            && let Some(days) = days_left(&chain, now)
        {
            told.verdict = LayerVerdict::Warning;
            told.messages.push(Message::DiagnosisExpiresSoon { days });
        }
        if chain.is_empty() && hello.protocol.is_some() {
            told.messages.push(Message::DiagnosisChainHidden);
        }
        told.facts = LayerFacts::Tls {
            protocol: hello.protocol,
            cipher: hello.cipher,
            chain,
        };
        if told.verdict == LayerVerdict::Failed {
            return Err(told.into());
        }
        self.tell(told);
        Ok(())
    }

    fn session(&mut self, host: &str) -> Result<Session, Box<LayerResult>> {
        let refused = |err: crate::ports::PortError| {
            let found = Message::DiagnosisSignInFailed {
                host: host.to_owned(),
            };
            failed(Layer::SignIn, found).with_words(err.source)
        };
        let transcript = transcript(self.dial).map_err(refused)?;
        let mut session = lane(self.dial)
            .and_then(|lane| Session::new(lane, transcript))
            .map_err(refused)?;
        let opened = session.try_open(self.deadline.into(), self.call);
        let signed_in = session.sign_in_facts().map(|facts| self.signed_in(facts));
        if let Err(failure) = opened {
            let found = session_finding(&failure, host, signed_in.is_some());
            let layer = match signed_in {
                Some(signed_in) => {
                    self.tell(signed_in);
                    Layer::Session
                }
                None => Layer::SignIn,
            };
            return Err(failed(layer, found).with_words(failure.words()).into());
        }
        if let Some(signed_in) = signed_in {
            self.tell(signed_in);
        }
        let server = session.server().clone();
        self.tell(
            result(Layer::Session, LayerVerdict::Passed).knowing(LayerFacts::Session {
                protocol: server.protocol,
                powershell: server.powershell,
            }),
        );
        Ok(session)
    }

    /// A sign-in that is not bound to the TLS connection works, with something to know.
    fn signed_in(&self, facts: &SignInFacts) -> LayerResult {
        let is_https = self.dial.uri.to_ascii_lowercase().starts_with("https");
        let mut told = result(Layer::SignIn, LayerVerdict::Passed);
        if is_https && !facts.is_bound_to_channel {
            told.verdict = LayerVerdict::Warning;
            told.messages.push(Message::DiagnosisNotBound);
        }
        told.words.extend(facts.kerberos_problem.clone());
        told.knowing(LayerFacts::SignIn {
            offered: facts.offered.clone(),
            used: Some(facts.used.clone()),
            account: facts.account.clone(),
            is_sealed: facts.is_sealed,
            is_bound_to_channel: facts.is_bound_to_channel,
        })
    }

    fn rights(&mut self, session: &mut Session) -> Result<(), Box<LayerResult>> {
        const LAYER: Layer = Layer::Rights;
        let rights = rights::discover(session, self.call).map_err(|err| {
            let found = if self.call.cancel.is_cancelled() {
                Message::DiagnosisCancelled
            } else {
                Message::DiagnosisLineLost { host: err.target }
            };
            failed(LAYER, found).with_words(err.source)
        })?;
        let held = match &rights.commands {
            Ok(commands) => commands.len(),
            Err(unread) => {
                self.tell(
                    result(LAYER, LayerVerdict::Warning)
                        .with(Message::DiagnosisRightsUnknown)
                        .with_words(&unread.words),
                );
                return Ok(());
            }
        };
        let facts = LayerFacts::Rights {
            held,
            used: NAMES.len(),
        };
        let missing = NAMES.len().saturating_sub(held);
        self.tell(if missing == 0 {
            result(LAYER, LayerVerdict::Passed).knowing(facts)
        } else {
            result(LAYER, LayerVerdict::Warning)
                .knowing(facts)
                .with(Message::DiagnosisRightsPartly { missing })
        });
        for name in NAMES {
            let layer = Layer::Cmdlet(name.to_owned());
            self.tell(match rights.right(name) {
                Right::Missing { roles } => {
                    result(layer, LayerVerdict::Warning).with(Message::NoRight {
                        cmdlet: name.to_owned(),
                        roles,
                    })
                }
                Right::Held | Right::Unknown(_) => result(layer, LayerVerdict::Passed),
            });
        }
        Ok(())
    }

    /// Runs something with a limit of its own; `None` when that is over, an error when the caller gives up.
    fn within<T>(
        &self,
        limit: Duration,
        layer: Layer,
        work: impl Future<Output = T>,
    ) -> Result<Option<T>, Box<LayerResult>> {
        const TICK: Duration = Duration::from_millis(50);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|err| {
                let host = self.dial.uri.clone();
                failed(layer.clone(), Message::DiagnosisUnreachable { host }).with_words(err)
            })?;
        let until = self.deadline.min(Instant::now() + limit);
        let done = runtime.block_on(async {
            let mut work = std::pin::pin!(work);
            loop {
                if let Ok(done) = timeout(TICK, &mut work).await {
                    return Some(done);
                }
                if self.call.cancel.is_cancelled() || Instant::now() >= until {
                    return None;
                }
            }
        });
        // A name the system's resolver still works on must not hold anybody up.
        runtime.shutdown_background();
        if done.is_none() && self.call.cancel.is_cancelled() {
            return Err(failed(layer, Message::DiagnosisCancelled).into());
        }
        Ok(done)
    }
}

/// What a failed handshake means, with what the certificates themselves say.
fn tls_finding(failure: TlsFailure, host: &str, chain: &[Certificate], now: Moment) -> Message {
    let host = host.to_owned();
    match failure {
        TlsFailure::UntrustedIssuer => Message::DiagnosisUntrusted {
            issuer: chain
                .last()
                .map_or_else(String::new, |certificate| certificate.issuer.clone()),
        },
        TlsFailure::NameMismatch => Message::DiagnosisWrongHostName {
            host,
            names: chain
                .first()
                .map(|certificate| certificate.names.clone())
                .unwrap_or_default(),
        },
        TlsFailure::NotInForce => {
            let expired = chain
                .iter()
                .filter_map(|certificate| certificate.not_after)
                .find(|time| *time < now);
            let early = chain
                .iter()
                .filter_map(|certificate| certificate.not_before)
                .find(|time| *time > now);
            match (expired, early) {
                (Some(time), _) => Message::DiagnosisExpired { time },
                (None, Some(time)) => Message::DiagnosisNotYetValid { time },
                (None, None) => Message::DiagnosisNoCommonTls { host },
            }
        }
        TlsFailure::Other => Message::DiagnosisNoCommonTls { host },
    }
}

/// How many days the shortest-lived certificate still has, when they are few.
fn days_left(chain: &[Certificate], now: Moment) -> Option<i64> {
    let end = chain
        .iter()
        .filter_map(|certificate| certificate.not_after)
        .min()?;
    let left = end.since(now);
    let days = i64::try_from(left.as_secs() / (24 * 60 * 60)).ok()?;
    (left < SOON).then_some(days)
}

fn result(layer: Layer, verdict: LayerVerdict) -> LayerResult {
    LayerResult {
        layer,
        verdict,
        messages: Vec::new(),
        facts: LayerFacts::None,
        words: Vec::new(),
    }
}

fn failed(layer: Layer, found: Message) -> LayerResult {
    result(layer, LayerVerdict::Failed).with(found)
}

fn texts(values: impl Iterator<Item = impl ToString>) -> Vec<String> {
    values.map(|value| value.to_string()).collect()
}

impl LayerResult {
    fn with(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    fn with_words(mut self, words: impl std::fmt::Display) -> Self {
        let words = words.to_string();
        if !words.is_empty() {
            self.words.push(words);
        }
        self
    }

    fn knowing(mut self, facts: LayerFacts) -> Self {
        self.facts = facts;
        self
    }
}

impl Failure {
    /// What the server, the platform or this program said.
    fn words(&self) -> String {
        match self {
            Self::Transport(err) => err.to_string(),
            Self::Session(err) | Self::ShellGone(err) => chain_words(err),
            Self::Cancelled | Self::Deadline | Self::TooMuch | Self::NothingToSend => String::new(),
        }
    }
}
