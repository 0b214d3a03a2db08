//! The one exchange that happens before TLS: the request to begin it (RFC 4511 4.14).
//!
//! It is done here and not by the LDAP library, so that the library only ever sees a line on which TLS follows at once,
//! and so that what an attacker could answer in clear is read by something small: a bounded message, looked at for its
//! result code alone.

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// `ExtendedRequest` with the name 1.3.6.1.4.1.1466.20037 as message 1.
const REQUEST: &[u8] = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";

/// A refusal with a sentence fits many times.
const LONGEST_ANSWER: usize = 4096;

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const ENUMERATED: u8 = 0x0a;
const OCTET_STRING: u8 = 0x04;
const EXTENDED_RESPONSE: u8 = 0x78;

/// Asks for TLS; afterwards the server waits for the handshake and nothing else has been read.
pub(super) async fn ask(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
) -> Result<(), StartTlsProblem> {
    let lost = |err: std::io::Error| StartTlsProblem::Lost {
        words: err.to_string(),
    };
    stream.write_all(REQUEST).await.map_err(lost)?;
    let mut head = [0; 2];
    stream.read_exact(&mut head).await.map_err(lost)?;
    let [tag, length] = head;
    if tag != SEQUENCE {
        return Err(StartTlsProblem::NotUnderstood);
    }
    let length = match length {
        short @ 0..=0x7f => usize::from(short),
        long @ 0x81..=0x84 => {
            let mut bytes = [0; 4];
            let place = bytes.len() - usize::from(long - 0x80);
            stream
                .read_exact(bytes.get_mut(place..).unwrap_or_default())
                .await
                .map_err(lost)?;
            usize::try_from(u32::from_be_bytes(bytes)).unwrap_or(usize::MAX)
        }
        _ => return Err(StartTlsProblem::NotUnderstood),
    };
    if length > LONGEST_ANSWER {
        return Err(StartTlsProblem::NotUnderstood);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.map_err(lost)?;
    match answer(&body).ok_or(StartTlsProblem::NotUnderstood)? {
        (0, _) => Ok(()),
        (code, words) => Err(StartTlsProblem::Refused { code, words }),
    }
}

/// Why TLS did not begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum StartTlsProblem {
    #[error("the connection was lost while TLS was asked for: {words}")]
    Lost { words: String },
    #[error("the server does not begin TLS (result {code}): {words}")]
    Refused { code: u8, words: String },
    #[error("the server did not answer the request for TLS in LDAP")]
    NotUnderstood,
}

/// The result code and the server's words, from the inside of an `LDAPMessage`.
pub(super) fn answer(body: &[u8]) -> Option<(u8, String)> {
    let (id, rest) = element(INTEGER, body)?;
    if id != [1] {
        return None;
    }
    let (response, _) = element(EXTENDED_RESPONSE, rest)?;
    let (code, rest) = element(ENUMERATED, response)?;
    let &[code] = code else {
        return None;
    };
    let (_matched, rest) = element(OCTET_STRING, rest)?;
    let (words, _) = element(OCTET_STRING, rest)?;
    Some((code, String::from_utf8_lossy(words).into_owned()))
}

/// The contents of the element a text begins with, and what follows it.
fn element(expected: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[tag, length], rest) = bytes.split_first_chunk::<2>()?;
    if tag != expected {
        return None;
    }
    let (length, rest) = match length {
        short @ 0..=0x7f => (usize::from(short), rest),
        long @ 0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(long - 0x80))?;
            let length = digits
                .iter()
                .fold(0_usize, |length, digit| (length << 8) | usize::from(*digit));
            (length, rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(answer: &[u8]) -> Result<(), StartTlsProblem> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let mut stream = tokio_test_stream(answer);
        runtime.block_on(ask(&mut stream))
    }

    /// A stream that answers what it was given and takes everything that is sent.
    fn tokio_test_stream(answer: &[u8]) -> impl AsyncRead + AsyncWrite + Unpin {
        tokio::io::join(std::io::Cursor::new(answer.to_vec()), tokio::io::sink())
    }

    #[test]
    fn a_server_that_agrees_is_believed() {
        let yes = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00";
        assert_eq!(asked(yes), Ok(()));
        // Active Directory writes its lengths in long form.
        let long = b"\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04\x00";
        assert_eq!(asked(long), Ok(()));
    }

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        let no = b"\x30\x0e\x02\x01\x01\x78\x09\x0a\x01\x34\x04\x00\x04\x02no";
        let words = "no".to_owned();
        assert_eq!(asked(no), Err(StartTlsProblem::Refused { code: 52, words }));
    }

    #[test]
    fn anything_else_is_no_agreement() {
        for answer in [
            b"HTTP/1.1 400 Bad Request\r\n".as_slice(),
            b"\x30\x84\xff\xff\xff\xff",
            b"\x30\x80",
            b"\x30\x00",
            // Another message's answer
            b"\x30\x0c\x02\x01\x02\x78\x07\x0a\x01\x00\x04\x00\x04\x00",
            // A search result
            b"\x30\x0c\x02\x01\x01\x65\x07\x0a\x01\x00\x04\x00\x04\x00",
            b"\x30\x0c\x02\x01\x01\x78\x7f\x0a\x01\x00\x04\x00\x04\x00",
        ] {
            assert_eq!(
                asked(answer),
                Err(StartTlsProblem::NotUnderstood),
                "{answer:?}"
            );
        }
        assert!(matches!(asked(b""), Err(StartTlsProblem::Lost { .. })));
        assert!(matches!(
            asked(b"\x30\x0c\x02"),
            Err(StartTlsProblem::Lost { .. })
        ));
    }
}
