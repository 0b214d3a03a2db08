//! What a server says of itself in the clear when TLS begins: version, cipher suite, and up to TLS 1.2 its certificates
//! (RFC 5246 7.4, RFC 8446 4.1.3).
//!
//! The platforms' TLS libraries keep all of this to themselves, least of all do they hand out the certificate they
//! have just refused. So it is read from the bytes that came, beside a handshake that checks everything.

/// What could be read, as far as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::adapters) struct Hello {
    pub(in crate::adapters) protocol: Option<String>,
    pub(in crate::adapters) cipher: Option<String>,
    /// DER, the server's own first.
    pub(in crate::adapters) chain: Vec<Vec<u8>>,
}

const HANDSHAKE_RECORD: u8 = 22;
const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SUPPORTED_VERSIONS: u16 = 43;
const RANDOM: usize = 32;
/// More than any chain has.
const MOST_CERTIFICATES: usize = 16;

/// Reads what a server sent. Bytes that make no sense end the reading, not the caller.
pub(in crate::adapters) fn read(heard: &[u8]) -> Hello {
    let mut hello = Hello::default();
    let messages = handshake(heard);
    let mut rest = Bytes(&messages);
    while let Some((kind, body)) = rest.message() {
        match kind {
            SERVER_HELLO => {
                server_hello(body, &mut hello);
            }
            CERTIFICATE => {
                hello.chain = chain(body);
                break;
            }
            _ => {}
        }
    }
    hello
}

/// The handshake's bytes, up to where they turn unreadable.
fn handshake(heard: &[u8]) -> Vec<u8> {
    let mut messages = Vec::new();
    let mut rest = Bytes(heard);
    while let Some(HANDSHAKE_RECORD) = rest.number(1).and_then(|kind| u8::try_from(kind).ok()) {
        let Some(record) = rest.take(2).and_then(|_version| rest.block(2)) else {
            break;
        };
        messages.extend_from_slice(record);
    }
    messages
}

fn server_hello(body: &[u8], hello: &mut Hello) -> Option<()> {
    let mut rest = Bytes(body);
    let mut version = rest.number(2)?;
    rest.take(RANDOM)?;
    rest.block(1)?;
    let cipher = rest.number(2)?;
    rest.take(1)?;
    if let Some(extensions) = rest.block(2) {
        let mut extensions = Bytes(extensions);
        while let (Some(kind), Some(content)) = (extensions.number(2), extensions.block(2)) {
            if kind == usize::from(SUPPORTED_VERSIONS) {
                version = Bytes(content).number(2).unwrap_or(version);
            }
        }
    }
    hello.protocol = Some(protocol(version));
    hello.cipher = Some(cipher_name(cipher));
    Some(())
}

fn chain(body: &[u8]) -> Vec<Vec<u8>> {
    let mut certificates = Vec::new();
    let mut list = Bytes(Bytes(body).block(3).unwrap_or_default());
    while let Some(certificate) = list.block(3) {
        certificates.push(certificate.to_vec());
        if certificates.len() == MOST_CERTIFICATES {
            break;
        }
    }
    certificates
}

fn protocol(version: usize) -> String {
    match version {
        0x0300 => "SSL 3.0".to_owned(),
        0x0301 => "TLS 1.0".to_owned(),
        0x0302 => "TLS 1.1".to_owned(),
        0x0303 => "TLS 1.2".to_owned(),
        0x0304 => "TLS 1.3".to_owned(),
        other => format!("0x{other:04X}"),
    }
}

/// The suites Windows and OpenSSL choose; any other by its number, as IANA lists it.
fn cipher_name(number: usize) -> String {
    let name = match number {
        0x000A => "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
        0x002F => "TLS_RSA_WITH_AES_128_CBC_SHA",
        0x0035 => "TLS_RSA_WITH_AES_256_CBC_SHA",
        0x003C => "TLS_RSA_WITH_AES_128_CBC_SHA256",
        0x003D => "TLS_RSA_WITH_AES_256_CBC_SHA256",
        0x0033 => "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
        0x0039 => "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
        0x009C => "TLS_RSA_WITH_AES_128_GCM_SHA256",
        0x009D => "TLS_RSA_WITH_AES_256_GCM_SHA384",
        0x009E => "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        0x009F => "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        0x1301 => "TLS_AES_128_GCM_SHA256",
        0x1302 => "TLS_AES_256_GCM_SHA384",
        0x1303 => "TLS_CHACHA20_POLY1305_SHA256",
        0xC009 => "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        0xC00A => "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
        0xC013 => "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        0xC014 => "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        0xC023 => "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        0xC024 => "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        0xC027 => "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        0xC028 => "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        0xC02B => "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        0xC02C => "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        0xC02F => "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        0xC030 => "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        0xCCA8 => "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        other => return format!("0x{other:04X}"),
    };
    name.to_owned()
}

/// Bytes that are read from the front and end without complaint.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of up to three bytes, the highest first.
    fn number(&mut self, length: usize) -> Option<usize> {
        let bytes = self.take(length)?;
        Some(
            bytes
                .iter()
                .fold(0, |number, byte| (number << 8) | usize::from(*byte)),
        )
    }

    /// Bytes behind their length, which takes `width` bytes itself.
    fn block(&mut self, width: usize) -> Option<&'a [u8]> {
        let length = self.number(width)?;
        self.take(length)
    }

    fn message(&mut self) -> Option<(u8, &'a [u8])> {
        let kind = u8::try_from(self.number(1)?).ok()?;
        Some((kind, self.block(3)?))
    }
}

#[cfg(test)]
mod tests {
    use super::{Hello, read};

    fn block(width: usize, content: &[u8]) -> Vec<u8> {
        let length = content.len().to_be_bytes();
        [&length[length.len() - width..], content].concat()
    }

    fn record(content: &[u8]) -> Vec<u8> {
        [&[22, 3, 3][..], &block(2, content)].concat()
    }

    fn server_hello(extensions: &[u8]) -> Vec<u8> {
        let body = [&[3, 3][..], &[7; 32], &[0], &[0xC0, 0x28], &[0], extensions].concat();
        [&[2][..], &block(3, &body)].concat()
    }

    fn certificates(chain: &[&[u8]]) -> Vec<u8> {
        let list: Vec<u8> = chain.iter().flat_map(|one| block(3, one)).collect();
        [&[11][..], &block(3, &block(3, &list))].concat()
    }

    #[test]
    fn version_suite_and_chain_are_read_however_they_are_cut_into_records() {
        let messages = [server_hello(&[]), certificates(&[b"own", b"issuer"])].concat();
        let wanted = Hello {
            protocol: Some("TLS 1.2".to_owned()),
            cipher: Some("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384".to_owned()),
            chain: vec![b"own".to_vec(), b"issuer".to_vec()],
        };
        assert_eq!(read(&record(&messages)), wanted);
        let pieces: Vec<u8> = messages.chunks(5).flat_map(record).collect();
        assert_eq!(read(&pieces), wanted);
    }

    #[test]
    fn tls_1_3_is_known_by_its_extension() {
        let extension = block(2, &[&[0, 43][..], &block(2, &[3, 4])].concat());
        let hello = read(&record(&server_hello(&extension)));
        assert_eq!(hello.protocol.as_deref(), Some("TLS 1.3"));
        assert_eq!(hello.chain, Vec::<Vec<u8>>::new());
    }

    #[test]
    fn half_a_handshake_and_nonsense_give_what_they_give() {
        let whole = record(&[server_hello(&[]), certificates(&[b"own"])].concat());
        for length in 0..whole.len() {
            read(&whole[..length]);
        }
        for nonsense in [
            &b"HTTP/1.1 400"[..],
            &[22; 400],
            &[22, 3, 3, 0, 4, 2, 255, 255, 255],
        ] {
            assert_eq!(read(nonsense).chain, Vec::<Vec<u8>>::new());
        }
    }
}
