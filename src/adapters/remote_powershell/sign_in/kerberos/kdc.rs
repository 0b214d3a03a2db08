//! Asking a domain controller for tickets: over TCP, each question with a limit of its own.
//!
//! Which one: what the operator named; what `SSPI_KDC_URL`, `krb5.conf` (also `KRB5_CONFIG`) or, on Windows and macOS,
//! the system and DNS say, as sspi reads them; else the name of the domain itself, which in Active Directory resolves
//! to its domain controllers.

use std::io;
use std::time::Duration;

use sspi::{NetworkProtocol, NetworkRequest, detect_kdc_url};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::problem::{self, KerberosProblem};

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
/// Finding one means DNS on some systems.
const SEARCH_LIMIT: Duration = Duration::from_secs(10);
/// More than any ticket, of somebody in a thousand groups, too.
const LONGEST_ANSWER: usize = 256 * 1024;
const PORT: u16 = 88;

pub(super) struct Kdc {
    url: reqwest::Url,
    /// What went wrong on the way there, in words.
    failure: Option<String>,
    /// The number of the error it answered with last.
    code: Option<u32>,
}

impl Kdc {
    pub(super) async fn find(realm: &str, named: Option<&str>) -> Result<Self, KerberosProblem> {
        let nowhere = || KerberosProblem::NoKdc {
            realm: realm.to_owned(),
        };
        let address = if let Some(named) = named {
            if named.contains("://") {
                named.to_owned()
            } else {
                format!("tcp://{named}")
            }
        } else {
            let asked = realm.to_owned();
            // It reads files and may ask DNS.
            let found = tokio::task::spawn_blocking(move || detect_kdc_url(&asked));
            match timeout(SEARCH_LIMIT, found).await {
                Ok(Ok(Some(url))) => url.into(),
                _ if realm.contains('.') => format!("tcp://{}:{PORT}", realm.to_lowercase()),
                _ => return Err(nowhere()),
            }
        };
        let url = reqwest::Url::parse(&address)
            .ok()
            .filter(|url| matches!(url.scheme(), "tcp" | "udp") && url.host_str().is_some())
            .ok_or_else(nowhere)?;
        Ok(Self {
            url,
            failure: None,
            code: None,
        })
    }

    pub(super) fn url(&self) -> &reqwest::Url {
        &self.url
    }

    /// One question and its answer, with the length before it as over TCP.
    pub(super) async fn ask(&mut self, request: &NetworkRequest) -> sspi::Result<Vec<u8>> {
        let host = request.url.host_str().unwrap_or_default();
        let port = request.url.port().unwrap_or(PORT);
        let mut question = Vec::new();
        if request.protocol == NetworkProtocol::Udp {
            // Every domain controller listens on TCP, and tickets outgrow a datagram.
            let length = u32::try_from(request.data.len()).unwrap_or(u32::MAX);
            question.extend(length.to_be_bytes());
        }
        question.extend(&request.data);
        match exchange(host.trim_matches(['[', ']']), port, &question).await {
            Ok(answer) => {
                self.code = problem::code_of(answer.get(4..).unwrap_or_default());
                Ok(answer)
            }
            Err(err) => {
                let words = format!("{host}:{port}: {err}");
                self.failure = Some(words.clone());
                Err(sspi::Error::new(
                    sspi::ErrorKind::NoAuthenticatingAuthority,
                    words,
                ))
            }
        }
    }

    /// Why there is no ticket: what the domain controller said goes before what sspi makes of it.
    pub(super) fn problem(&self, err: &sspi::Error, realm: &str, service: &str) -> KerberosProblem {
        if let Some(words) = &self.failure {
            return KerberosProblem::KdcUnreachable {
                words: words.clone(),
            };
        }
        self.code
            .and_then(|code| KerberosProblem::of_code(code, realm, service))
            .unwrap_or_else(|| KerberosProblem::other(err))
    }
}

async fn exchange(host: &str, port: u16, question: &[u8]) -> io::Result<Vec<u8>> {
    let late = |_elapsed| io::Error::from(io::ErrorKind::TimedOut);
    let mut stream = timeout(CONNECT_LIMIT, TcpStream::connect((host, port)))
        .await
        .map_err(late)??;
    timeout(ANSWER_LIMIT, async {
        stream.write_all(question).await?;
        let mut answer = vec![0; 4];
        stream.read_exact(&mut answer).await?;
        let length = answer
            .first_chunk()
            .map(|bytes| u32::from_be_bytes(*bytes))
            .and_then(|length| usize::try_from(length).ok())
            .filter(|length| *length <= LONGEST_ANSWER)
            .ok_or_else(|| io::Error::other("the answer is too long"))?;
        answer.resize(4 + length, 0);
        if let Some(body) = answer.get_mut(4..) {
            stream.read_exact(body).await?;
        }
        Ok(answer)
    })
    .await
    .map_err(late)?
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::{Kdc, LONGEST_ANSWER};
    use crate::adapters::remote_powershell::sign_in::KerberosProblem;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    }

    fn asked(answer: &[u8]) -> (sspi::Result<Vec<u8>>, Kdc) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let answer = answer.to_vec();
        std::thread::scope(|scope| {
            let server = scope.spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                let mut question = [0; 6];
                stream.read_exact(&mut question).unwrap();
                stream.write_all(&answer).unwrap();
                question
            });
            let result = runtime().block_on(async {
                let mut kdc = Kdc::find("CONTOSO.EXAMPLE", Some(&address)).await.unwrap();
                let request = sspi::NetworkRequest {
                    protocol: sspi::NetworkProtocol::Udp,
                    url: kdc.url().clone(),
                    data: b"hi".to_vec(),
                };
                (kdc.ask(&request).await, kdc)
            });
            assert_eq!(&server.join().unwrap(), b"\0\0\0\x02hi");
            result
        })
    }

    #[test]
    fn an_answer_is_read_to_its_stated_length_and_no_further() {
        let (answer, _) = asked(b"\0\0\0\x03abcdef");
        assert_eq!(answer.unwrap(), b"\0\0\0\x03abc");
    }

    #[test]
    fn a_short_an_endless_or_no_answer_is_a_kdc_that_cannot_be_reached() {
        let long = u32::try_from(LONGEST_ANSWER + 1).unwrap().to_be_bytes();
        for bytes in [b"\0\0\0\x09abc".as_slice(), b"\0\0", b"", &long] {
            let (answer, kdc) = asked(bytes);
            let err = answer.unwrap_err();
            assert!(matches!(
                kdc.problem(&err, "R", "HTTP/x"),
                KerberosProblem::KdcUnreachable { .. }
            ));
        }
    }

    #[test]
    fn a_realm_that_is_no_domain_has_no_kdc_by_itself() {
        let found = |realm: &'static str, named: Option<&'static str>| {
            runtime()
                .block_on(Kdc::find(realm, named))
                .map(|kdc| kdc.url().to_string())
        };
        assert!(matches!(
            found("CONTOSO", Some("https://kdc.contoso.example/proxy")),
            Err(KerberosProblem::NoKdc { .. })
        ));
        assert!(matches!(
            found("CONTOSO", Some("://")),
            Err(KerberosProblem::NoKdc { .. })
        ));
        assert_eq!(
            found("CONTOSO", Some("dc01:8888")).unwrap(),
            "tcp://dc01:8888"
        );
    }
}
