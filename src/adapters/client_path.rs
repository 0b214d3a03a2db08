//! The way of a client to its server, looked at from this machine: DNS, and who answers on a port. A certificate is
//! checked as a session would check it, and nothing is said but the handshake.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use hickory_resolver::TokioResolver;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::{RData, RecordType};
use tokio::time::timeout;

use super::dns::{asking, of_system};
use super::tls::{Limits, TlsFailure, Trust, chain_words, look, read_certificate};
use crate::domain::{Certificate, Fqdn, ServiceRecord, TlsAnswer, TlsProblem, TlsProblemKind};
use crate::ports::{Call, ClientPath, PortError, PortErrorKind, PortResult};

const LOOKUP: &str = "dns";
const TLS: &str = "tls";

/// One host that says nothing does not use up the time of the others.
const PATIENCE: Duration = Duration::from_secs(15);
const TICK: Duration = Duration::from_millis(50);

pub struct NetworkPath {
    trust: Trust,
    dns: Option<String>,
}

impl NetworkPath {
    /// Trusts what the system trusts and the CA file besides; asks the DNS server that is named, or the system's.
    pub fn new(ca_file: Option<PathBuf>, dns: Option<String>) -> Self {
        let dns = dns.map(|name| name.trim().to_owned());
        Self {
            trust: Trust { ca_file },
            dns: dns.filter(|name| !name.is_empty()),
        }
    }

    /// Does something that waits, until it is done, the time is over or the caller gives up.
    fn within<T>(
        doing: &Doing<'_>,
        call: &Call,
        work: impl Future<Output = PortResult<T>>,
    ) -> PortResult<T> {
        let until = Instant::now() + call.deadline.min(PATIENCE);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|err| doing.error(PortErrorKind::Unreachable, err))?;
        let done = runtime.block_on(async {
            let mut work = std::pin::pin!(work);
            loop {
                if let Ok(done) = timeout(TICK, &mut work).await {
                    return Some(done);
                }
                if call.cancel.is_cancelled() || Instant::now() >= until {
                    return None;
                }
            }
        });
        runtime.shutdown_background();
        match done {
            Some(done) => done,
            None if call.cancel.is_cancelled() => {
                Err(doing.error(PortErrorKind::Cancelled, "cancelled"))
            }
            None => Err(doing.error(PortErrorKind::Timeout, "no answer")),
        }
    }

    async fn resolver(&self, doing: &Doing<'_>) -> PortResult<TokioResolver> {
        let failed = |words: String| doing.error(PortErrorKind::NameNotFound, words);
        match &self.dns {
            Some(server) => asking(server).await.map_err(failed),
            None => of_system().ok_or_else(|| {
                failed("this computer's DNS configuration cannot be read".to_owned())
            }),
        }
    }

    async fn addresses_of(&self, doing: &Doing<'_>, host: &Fqdn) -> PortResult<Vec<SocketAddr>> {
        let resolver = self.resolver(doing).await?;
        match resolver.lookup_ip(format!("{host}.")).await {
            Ok(found) => Ok(found.iter().map(|ip| SocketAddr::new(ip, 0)).collect()),
            Err(err) => none_or(doing, &err),
        }
    }
}

impl ClientPath for NetworkPath {
    fn services(&mut self, name: &str, call: &Call) -> PortResult<Vec<ServiceRecord>> {
        let doing = Doing {
            operation: LOOKUP,
            target: name,
        };
        Self::within(&doing, call, async {
            let resolver = self.resolver(&doing).await?;
            let question = format!("{}.", name.trim_end_matches('.'));
            let found = match resolver.lookup(question, RecordType::SRV).await {
                Ok(found) => found,
                Err(err) => return none_or(&doing, &err),
            };
            let records = found.answers().iter().filter_map(|record| {
                let RData::SRV(srv) = &record.data else {
                    return None;
                };
                Some(ServiceRecord {
                    target: srv.target.to_ascii(),
                    port: srv.port,
                    priority: srv.priority,
                    weight: srv.weight,
                })
            });
            Ok(records.collect())
        })
    }

    fn addresses(&mut self, host: &Fqdn, call: &Call) -> PortResult<Vec<String>> {
        let doing = Doing {
            operation: LOOKUP,
            target: host.as_str(),
        };
        let found = Self::within(&doing, call, self.addresses_of(&doing, host))?;
        let mut addresses: Vec<String> = found.iter().map(|found| found.ip().to_string()).collect();
        addresses.sort_unstable();
        Ok(addresses)
    }

    fn tls(&mut self, host: &Fqdn, port: u16, call: &Call) -> PortResult<TlsAnswer> {
        let target = format!("{host}:{port}");
        let doing = Doing {
            operation: TLS,
            target: &target,
        };
        let deadline = Instant::now() + call.deadline.min(PATIENCE);
        let connector = self
            .trust
            .connector()
            .map_err(|err| doing.error(PortErrorKind::File, err))?;
        let mut found = Self::within(&doing, call, self.addresses_of(&doing, host))?;
        for address in &mut found {
            address.set_port(port);
        }
        let (address, stream) =
            Self::within(&doing, call, async { connect(&doing, &found).await })?;
        let limits = Limits {
            deadline,
            cancel: call.cancel.clone(),
        };
        let look = look(stream, address, host.as_str(), &connector, &limits);
        if call.cancel.is_cancelled() {
            return Err(doing.error(PortErrorKind::Cancelled, "cancelled"));
        }
        let chain: Vec<Certificate> = look
            .hello
            .chain
            .iter()
            .map(|der| read_certificate(der))
            .collect();
        let problem = match look.failure {
            None => None,
            Some((TlsFailure::Other, words)) if chain.is_empty() => {
                let is_silent = look.hello.protocol.is_none() && Instant::now() >= deadline;
                let kind = if is_silent {
                    PortErrorKind::Timeout
                } else {
                    PortErrorKind::InsecureChannel
                };
                return Err(doing.error(kind, words));
            }
            Some((failure, words)) => Some(TlsProblem {
                kind: problem_kind(failure, chain.first()),
                words,
            }),
        };
        let own = chain.into_iter().next();
        let expires = own.as_ref().and_then(|own| own.not_after);
        let own = own.as_ref();
        Ok(TlsAnswer {
            address: address.ip().to_string(),
            subject: own.map_or_else(String::new, |own| own.subject.clone()),
            names: own.map_or_else(Vec::new, |own| own.names.clone()),
            issuer: own.map_or_else(String::new, |own| own.issuer.clone()),
            expires: expires.map_or_else(String::new, |moment| moment.instant().to_string()),
            problem,
        })
    }
}

/// The first address that accepts a connection.
async fn connect(
    doing: &Doing<'_>,
    addresses: &[SocketAddr],
) -> PortResult<(SocketAddr, TcpStream)> {
    let mut last = doing.error(PortErrorKind::NameNotFound, "the name has no address");
    for address in addresses {
        let stream = match tokio::net::TcpStream::connect(address).await {
            Ok(stream) => stream.into_std(),
            Err(err) => {
                let kind = if err.kind() == io::ErrorKind::TimedOut {
                    PortErrorKind::Timeout
                } else {
                    PortErrorKind::Unreachable
                };
                last = doing.error(kind, err);
                continue;
            }
        };
        let stream = stream.and_then(|stream| {
            stream.set_nonblocking(false)?;
            Ok(stream)
        });
        match stream {
            Ok(stream) => return Ok((*address, stream)),
            Err(err) => last = doing.error(PortErrorKind::Unreachable, err),
        }
    }
    Err(last)
}

fn problem_kind(failure: TlsFailure, own: Option<&Certificate>) -> TlsProblemKind {
    match failure {
        TlsFailure::NameMismatch => TlsProblemKind::WrongName,
        TlsFailure::NotInForce => TlsProblemKind::NotInForce,
        TlsFailure::UntrustedIssuer => {
            let is_own =
                own.is_some_and(|own| !own.subject.is_empty() && own.subject == own.issuer);
            if is_own {
                TlsProblemKind::SelfSigned
            } else {
                TlsProblemKind::Untrusted
            }
        }
        TlsFailure::Other => TlsProblemKind::Other,
    }
}

/// That DNS knows no such record is an answer.
fn none_or<T>(doing: &Doing<'_>, err: &NetError) -> PortResult<Vec<T>> {
    if err.is_no_records_found() {
        Ok(Vec::new())
    } else {
        Err(doing.error(PortErrorKind::NameNotFound, chain_words(err)))
    }
}

struct Doing<'a> {
    operation: &'static str,
    target: &'a str,
}

impl Doing<'_> {
    fn error(&self, kind: PortErrorKind, words: impl std::fmt::Display) -> PortError {
        PortError::new(kind, self.operation, self.target, words)
    }
}
