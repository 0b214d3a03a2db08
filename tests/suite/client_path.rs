//! What stands on a client's way, on loopback: a DNS server of a few records, and servers with certificates of every
//! kind. Each thing that can be wrong is told apart.

use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use native_tls::{Identity, TlsAcceptor};
use pchat_console::adapters::client_path::NetworkPath;
use pchat_console::domain::{Fqdn, ServiceRecord, TlsAnswer, TlsProblemKind};
use pchat_console::ports::{Call, Cancel, ClientPath as _, PortErrorKind, PortResult};

use crate::active_directory::beside;
use crate::small_dns::{Record, SmallDns};
use crate::support::fqdn;

const HOST: &str = "pool.contoso.com";
/// The front end of the deployment the peer serves.
pub(crate) const REGISTRAR: &str = "pool2013-tokyo.contoso.com";
const NAME: &str = "_sipinternaltls._tcp.contoso.com";

fn call() -> Call {
    Call::new(Duration::from_secs(10), &Cancel::default())
}

/// A certificate authority with what it issued, made once.
pub(crate) struct Certificates {
    folder: tempfile::TempDir,
}

impl Certificates {
    pub(crate) fn get() -> &'static Self {
        static MADE: OnceLock<Certificates> = OnceLock::new();
        MADE.get_or_init(Self::make)
    }

    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let key = ["-newkey", "rsa:2048", "-nodes"];
        let authority = ["-subj", "/CN=Test Authority", "-days", "30"];
        let made = ["-keyout", "ca.key", "-out", "ca.pem"];
        openssl(
            at,
            &[&["req", "-x509"], &key[..], &authority, &made].concat(),
        );
        for (name, of, days) in [
            ("good", HOST, "30"),
            ("wrong", "other.contoso.com", "30"),
            ("expired", HOST, "-1"),
            ("registrar", REGISTRAR, "30"),
        ] {
            let subject = format!("/CN={of}");
            let (own, request) = (format!("{name}.key"), format!("{name}.csr"));
            let made = ["-subj", &subject, "-keyout", &own, "-out", &request];
            openssl(at, &[&["req"], &key[..], &made].concat());
            std::fs::write(at.join("names"), format!("subjectAltName=DNS:{of}\n")).unwrap();
            let certificate = format!("{name}.pem");
            let issued = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
            let made = ["-extfile", "names", "-days", days, "-out", &certificate];
            let request = ["x509", "-req", "-in", &request];
            openssl(at, &[&request[..], &issued, &made].concat());
        }
        let subject = format!("/CN={HOST}");
        let names = format!("subjectAltName=DNS:{HOST}");
        let own = ["-subj", &subject, "-addext", &names, "-days", "30"];
        let made = ["-keyout", "own.key", "-out", "own.pem"];
        openssl(at, &[&["req", "-x509"], &key[..], &own, &made].concat());
        Self { folder }
    }

    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    fn identity(&self, name: &str) -> Identity {
        let read = |ending: &str| {
            let file = self.folder.path().join(format!("{name}.{ending}"));
            std::fs::read(file).unwrap()
        };
        Identity::from_pkcs8(&read("pem"), &read("key")).unwrap()
    }
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let made = Command::new("openssl")
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("openssl is there");
    assert!(made.status.success(), "{made:?}");
}

/// A front end that shows a certificate and says no more.
fn front_end(certificate: &str) -> u16 {
    listen(certificate, Ipv4Addr::LOCALHOST, 0)
}

pub(crate) fn listen(certificate: &str, address: Ipv4Addr, port: u16) -> u16 {
    let identity = Certificates::get().identity(certificate);
    let acceptor = TlsAcceptor::new(identity).unwrap();
    let listener = TcpListener::bind((address, port)).unwrap();
    let port = listener.local_addr().unwrap().port();
    beside(move || {
        for stream in listener.incoming().flatten() {
            acceptor.accept(stream).ok();
        }
    });
    port
}

fn dns() -> SmallDns {
    SmallDns::start(vec![
        Record::Address(HOST, Ipv4Addr::LOCALHOST),
        Record::Service(NAME, 0, 5061, HOST),
    ])
}

fn path(ca_file: Option<PathBuf>) -> NetworkPath {
    NetworkPath::new(ca_file, Some(dns().address))
}

fn tls(port: u16) -> PortResult<TlsAnswer> {
    let authority = Certificates::get().authority();
    path(Some(authority)).tls(&fqdn(HOST), port, &call())
}

fn problem(certificate: &str) -> TlsProblemKind {
    let answer = tls(front_end(certificate)).unwrap();
    assert!(!answer.subject.is_empty(), "{answer:?}");
    assert!(!answer.expires.is_empty(), "{answer:?}");
    let problem = answer.problem.unwrap();
    assert!(!problem.words.is_empty());
    problem.kind
}

#[test]
fn dns_tells_the_service_and_the_address_of_its_host() {
    let mut path = path(None);
    let record = ServiceRecord {
        target: format!("{HOST}."),
        port: 5061,
        priority: 0,
        weight: 0,
    };
    assert_eq!(path.services(NAME, &call()).unwrap(), [record]);
    let addresses = path.addresses(&fqdn(HOST), &call()).unwrap();
    assert_eq!(addresses, ["127.0.0.1"]);
}

#[test]
fn that_dns_knows_no_record_is_an_answer_and_no_failure() {
    let mut path = path(None);
    let none = path.services("_sipinternaltls._tcp.fabrikam.com", &call());
    assert_eq!(none.unwrap(), []);
    let none = path.addresses(&fqdn("nowhere.contoso.com"), &call());
    assert_eq!(none.unwrap(), Vec::<String>::new());
}

#[test]
fn a_dns_server_that_does_not_answer_is_a_failure_and_no_answer() {
    let silent = std::net::UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let mut path = NetworkPath::new(None, Some(address));
    let err = path.services(NAME, &call()).unwrap_err();
    let expected = [PortErrorKind::NameNotFound, PortErrorKind::Timeout];
    assert!(expected.contains(&err.kind), "{err}");
    assert_eq!(err.target, NAME);
}

#[test]
fn a_certificate_of_a_trusted_issuer_for_the_host_is_accepted() {
    let answer = tls(front_end("good")).unwrap();
    assert_eq!(answer.problem, None);
    assert_eq!(answer.names, [HOST]);
    assert!(answer.subject.contains(HOST), "{answer:?}");
    assert!(answer.issuer.contains("Test Authority"), "{answer:?}");
    assert_eq!(answer.address, "127.0.0.1");
    assert!(answer.expires.ends_with('Z'), "{answer:?}");
}

#[test]
fn what_is_wrong_with_a_certificate_is_told_apart() {
    assert_eq!(problem("wrong"), TlsProblemKind::WrongName);
    assert_eq!(problem("expired"), TlsProblemKind::NotInForce);
    assert_eq!(problem("own"), TlsProblemKind::SelfSigned);
    // The same good one, where nobody knows its issuer.
    let port = front_end("good");
    let answer = path(None).tls(&fqdn(HOST), port, &call()).unwrap();
    assert_eq!(answer.problem.unwrap().kind, TlsProblemKind::Untrusted);
    assert_eq!(answer.names, [HOST]);
}

#[test]
fn a_port_that_speaks_no_tls_is_no_certificate() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    beside(move || {
        for mut stream in listener.incoming().flatten() {
            stream.write_all(b"220 mail.contoso.com ready\r\n").ok();
        }
    });
    let err = tls(port).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::InsecureChannel, "{err}");
}

#[test]
fn a_port_nobody_listens_on_refuses() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert_eq!(tls(port).unwrap_err().kind, PortErrorKind::Unreachable);
}

#[test]
fn a_host_that_says_nothing_is_waited_for_no_longer_than_the_deadline() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let short = Call::new(Duration::from_secs(1), &Cancel::default());
    let began = Instant::now();
    let err = path(None).tls(&fqdn(HOST), port, &short).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Timeout, "{err}");
    assert!(began.elapsed() < Duration::from_secs(5));
    drop(listener);
}

#[test]
fn whoever_gives_up_is_not_kept_waiting() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let cancel = Cancel::default();
    let call = Call::new(Duration::from_mins(10), &cancel);
    let accepted = cancel.clone();
    // The wish comes when the line stands: the handshake waits for an answer that never comes.
    beside(move || {
        let held = listener.accept();
        accepted.cancel();
        drop(held);
    });
    let host: Fqdn = fqdn(HOST);
    let err = path(None).tls(&host, port, &call).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Cancelled, "{err}");
}
