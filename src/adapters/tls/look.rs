//! A TLS handshake that is watched: it checks everything a session checks, sends nothing but itself, and tells what
//! the server showed, also when the check failed.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use native_tls::{HandshakeError, Protocol, TlsConnector};

use super::failure::{TlsFailure, chain_words, tls_failure};
use super::hello::{self, Hello};
use crate::ports::Cancel;

/// More than a server says until it is checked.
const MOST_HEARD: usize = 256 * 1024;
const TICK: Duration = Duration::from_millis(200);
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// What a handshake showed.
pub(in crate::adapters) struct Look {
    pub(in crate::adapters) hello: Hello,
    /// Why the handshake failed, with the platform's words.
    pub(in crate::adapters) failure: Option<(TlsFailure, String)>,
}

/// The limits of a look.
#[derive(Clone)]
pub(in crate::adapters) struct Limits {
    pub(in crate::adapters) deadline: Instant,
    pub(in crate::adapters) cancel: Cancel,
}

/// Makes the handshake a session would make, and, where TLS 1.3 hid the certificates, a second one in TLS 1.2 that is
/// only for looking and ends with it.
pub(in crate::adapters) fn look(
    stream: TcpStream,
    address: SocketAddr,
    host: &str,
    connector: &TlsConnector,
    limits: &Limits,
) -> Look {
    let mut look = shake_hands(stream, host, connector, limits);
    if look.hello.protocol.as_deref() == Some("TLS 1.3")
        && let Some(chain) = older_look(address, host, limits)
    {
        look.hello.chain = chain;
    }
    look
}

fn older_look(address: SocketAddr, host: &str, limits: &Limits) -> Option<Vec<Vec<u8>>> {
    let connector = TlsConnector::builder()
        .max_protocol_version(Some(Protocol::Tlsv12))
        .build()
        .ok()?;
    let stream = TcpStream::connect_timeout(&address, CONNECT_LIMIT).ok()?;
    // Without the CA file the platform may refuse the certificate, but only after it was shown.
    let chain = shake_hands(stream, host, &connector, limits).hello.chain;
    (!chain.is_empty()).then_some(chain)
}

fn shake_hands(stream: TcpStream, host: &str, connector: &TlsConnector, limits: &Limits) -> Look {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let watched = Watched {
        stream,
        heard: heard.clone(),
        limits: limits.clone(),
    };
    let mut own = None;
    let failure = match connector.connect(host, watched) {
        Ok(stream) => {
            own = stream
                .peer_certificate()
                .ok()
                .flatten()
                .and_then(|certificate| certificate.to_der().ok());
            None
        }
        Err(HandshakeError::Failure(err)) => {
            let words = chain_words(&err);
            // `Debug` adds the number that Secure Transport keeps out of `Display`.
            Some((tls_failure(&format!("{words} {err:?}")), words))
        }
        Err(HandshakeError::WouldBlock(_)) => {
            Some((TlsFailure::Other, "the handshake did not end".to_owned()))
        }
    };
    let mut hello = hello::read(&heard.lock().unwrap_or_else(PoisonError::into_inner));
    if hello.chain.is_empty() {
        hello.chain.extend(own);
    }
    Look { hello, failure }
}

/// A connection that remembers what it heard and gives up when the caller does.
#[derive(Debug)]
struct Watched {
    stream: TcpStream,
    heard: Arc<Mutex<Vec<u8>>>,
    limits: Limits,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

impl Watched {
    fn patiently<T>(
        &mut self,
        mut attempt: impl FnMut(&mut TcpStream) -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            if self.limits.cancel.is_cancelled() || Instant::now() >= self.limits.deadline {
                return Err(io::Error::new(io::ErrorKind::ConnectionAborted, "given up"));
            }
            match attempt(&mut self.stream) {
                Err(err)
                    if matches!(
                        err.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) => {}
                done => return done,
            }
        }
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(TICK))?;
        let count = self.patiently(|stream| stream.read(buffer))?;
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let room = MOST_HEARD.saturating_sub(heard.len());
        heard.extend(buffer.iter().take(count.min(room)));
        Ok(count)
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(TICK))?;
        self.patiently(|stream| stream.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
