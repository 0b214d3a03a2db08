//! Bodies that the sign-in encrypts where the line does not: `multipart/encrypted` with exactly two parts
//! ([MS-WSMV] 2.2.9.1).
//!
//! The first part says what the second is once it is opened; the second is the length of the signature (four bytes,
//! little-endian), the signature and the text. Windows sends the whole message as one part with Kerberos and NTLM, and
//! several of at most 16 KiB only with `CredSSP`, which this program does not speak. Reading is a pure function over
//! bytes: nothing is copied, and what is not of this form is refused.

const BOUNDARY: &str = "Encrypted Boundary";
const OCTET_STREAM: &str = "application/octet-stream";
/// Of the headers of one part; real ones have less than a hundred bytes.
const LONGEST_LINE: usize = 512;

/// Whose tokens the signature is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Under `Negotiate`, whatever is inside.
    Spnego,
    Kerberos,
}

impl Protocol {
    fn name(self) -> &'static str {
        match self {
            Self::Spnego => "application/HTTP-SPNEGO-session-encrypted",
            Self::Kerberos => "application/HTTP-Kerberos-session-encrypted",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Spnego, Self::Kerberos]
            .into_iter()
            .find(|protocol| protocol.name().eq_ignore_ascii_case(name))
    }

    /// The content type of a sealed body.
    pub(crate) fn content_type(self) -> String {
        format!(
            "multipart/encrypted;protocol=\"{}\";boundary=\"{BOUNDARY}\"",
            self.name()
        )
    }
}

/// What a sealed body is made of.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    pub(crate) protocol: Protocol,
    /// What the text is, such as `application/soap+xml;charset=UTF-8`.
    pub(crate) content_type: String,
    /// How long the text is once it is opened.
    pub(crate) length: usize,
    pub(crate) signature: &'a [u8],
    pub(crate) text: &'a [u8],
}

/// Why bytes are not a sealed body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotSealed {
    #[error("its content type is another one")]
    ContentType,
    #[error("its parts are not as they have to be")]
    Parts,
    #[error("the description of its content makes no sense")]
    Description,
    #[error("its signature points outside")]
    Signature,
}

/// Puts a sealed body together.
pub(crate) fn compose(
    protocol: Protocol,
    content_type: &str,
    signature: &[u8],
    text: &[u8],
) -> Vec<u8> {
    // Windows takes no header without the TAB before it.
    let head = format!(
        "--{BOUNDARY}\r\n\tContent-Type: {}\r\n\tOriginalContent: type={content_type};Length={}\r\n\
         --{BOUNDARY}\r\n\tContent-Type: {OCTET_STREAM}\r\n",
        protocol.name(),
        text.len()
    );
    let tail = format!("--{BOUNDARY}--\r\n");
    let mut body = Vec::with_capacity(head.len() + 4 + signature.len() + text.len() + tail.len());
    body.extend(head.as_bytes());
    // A signature has a few dozen bytes.
    body.extend(
        u32::try_from(signature.len())
            .unwrap_or(u32::MAX)
            .to_le_bytes(),
    );
    body.extend(signature);
    body.extend(text);
    body.extend(tail.as_bytes());
    body
}

/// Whether a body of this type claims to be sealed.
pub(crate) fn is_sealed(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("multipart/encrypted")
}

/// Takes a sealed body apart.
pub(crate) fn parse<'a>(content_type: &str, body: &'a [u8]) -> Result<Parts<'a>, NotSealed> {
    let protocol = protocol_of(content_type).ok_or(NotSealed::ContentType)?;
    let mut rest = body;
    boundary(&mut rest)?;
    let first = header(&mut rest, "content-type")?;
    if Protocol::named(first) != Some(protocol) {
        return Err(NotSealed::Parts);
    }
    let (content_type, length) =
        described(header(&mut rest, "originalcontent")?).ok_or(NotSealed::Description)?;
    boundary(&mut rest)?;
    if !header(&mut rest, "content-type")?.eq_ignore_ascii_case(OCTET_STREAM) {
        return Err(NotSealed::Parts);
    }
    // The text may contain anything, a boundary, too: the end is where the body ends.
    let sealed = without_end(rest).ok_or(NotSealed::Parts)?;
    let (size, sealed) = sealed.split_first_chunk().ok_or(NotSealed::Signature)?;
    let (signature, text) = usize::try_from(u32::from_le_bytes(*size))
        .ok()
        .filter(|size| *size > 0)
        .and_then(|size| sealed.split_at_checked(size))
        .ok_or(NotSealed::Signature)?;
    Ok(Parts {
        protocol,
        content_type,
        length,
        signature,
        text,
    })
}

fn protocol_of(content_type: &str) -> Option<Protocol> {
    if !is_sealed(content_type) {
        return None;
    }
    let mut protocol = None;
    let mut has_boundary = false;
    for parameter in content_type.split(';').skip(1) {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        match name.trim().to_ascii_lowercase().as_str() {
            "protocol" => protocol = Some(Protocol::named(value)?),
            "boundary" => has_boundary = value == BOUNDARY,
            _ => {}
        }
    }
    protocol.filter(|_| has_boundary)
}

/// One line without its end.
fn line<'a>(rest: &mut &'a [u8]) -> Result<&'a str, NotSealed> {
    let head = rest.get(..rest.len().min(LONGEST_LINE)).unwrap_or_default();
    let end = head
        .windows(2)
        .position(|pair| pair == b"\r\n")
        .ok_or(NotSealed::Parts)?;
    let (line, tail) = rest.split_at_checked(end).ok_or(NotSealed::Parts)?;
    *rest = tail.get(2..).unwrap_or_default();
    str::from_utf8(line).or(Err(NotSealed::Parts))
}

/// Some servers write a blank behind the dashes.
fn boundary(rest: &mut &[u8]) -> Result<(), NotSealed> {
    let is_boundary = line(rest)?
        .strip_prefix("--")
        .is_some_and(|name| name.trim_start_matches(' ').trim_end() == BOUNDARY);
    if is_boundary {
        Ok(())
    } else {
        Err(NotSealed::Parts)
    }
}

/// The value of the header on the next line, which must have this name (in lower case).
fn header<'a>(rest: &mut &'a [u8], name: &str) -> Result<&'a str, NotSealed> {
    line(rest)?
        .split_once(':')
        .filter(|(found, _)| found.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
        .ok_or(NotSealed::Parts)
}

/// `type=application/soap+xml;charset=UTF-8;Length=1234`
fn described(text: &str) -> Option<(String, usize)> {
    let (mut content_type, mut length) = (String::new(), None);
    for parameter in text.split(';') {
        let (name, value) = parameter.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("type") {
            content_type.insert_str(0, value);
        } else if name.eq_ignore_ascii_case("length") {
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            length = Some(value.parse().ok().filter(|_| is_number)?);
        } else {
            content_type.push(';');
            content_type.push_str(parameter.trim());
        }
    }
    Some((content_type, length?))
}

fn without_end(rest: &[u8]) -> Option<&[u8]> {
    let rest = rest.strip_suffix(b"\r\n").unwrap_or(rest);
    let rest = rest
        .strip_suffix(b"--")?
        .strip_suffix(BOUNDARY.as_bytes())?;
    let rest = rest.strip_suffix(b" ").unwrap_or(rest);
    rest.strip_suffix(b"--")
}

#[cfg(test)]
mod tests {
    use super::{BOUNDARY, NotSealed, Parts, Protocol, compose, parse};

    const SOAP: &str = "application/soap+xml;charset=UTF-8";

    fn sealed(text: &[u8]) -> Vec<u8> {
        compose(Protocol::Spnego, SOAP, b"signature", text)
    }

    #[test]
    fn what_is_composed_can_be_parsed() {
        let confusing = format!("--{BOUNDARY}--\r\n");
        for protocol in [Protocol::Spnego, Protocol::Kerberos] {
            for text in [b"".as_slice(), b"\0\xfftext\r\n", confusing.as_bytes()] {
                let body = compose(protocol, SOAP, b"signature", text);
                let parts = Parts {
                    protocol,
                    content_type: SOAP.to_owned(),
                    length: text.len(),
                    signature: b"signature",
                    text,
                };
                assert_eq!(parse(&protocol.content_type(), &body), Ok(parts));
            }
        }
    }

    #[test]
    fn the_bytes_are_those_of_the_specification() {
        let expect = "--Encrypted Boundary\r\n\
             \tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\
             \tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=4\r\n\
             --Encrypted Boundary\r\n\
             \tContent-Type: application/octet-stream\r\n\
             \u{9}\0\0\0signaturetext--Encrypted Boundary--\r\n";
        assert_eq!(sealed(b"text"), expect.as_bytes());
        assert_eq!(
            Protocol::Spnego.content_type(),
            "multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";\
             boundary=\"Encrypted Boundary\""
        );
    }

    #[test]
    fn servers_write_it_in_their_own_way() {
        let body = String::from_utf8(sealed(b"text")).unwrap();
        let spaced = body
            .replace("--Encrypted Boundary", "-- Encrypted Boundary")
            .replace("Content-Type", "content-type");
        let kind = "Multipart/Encrypted; boundary=\"Encrypted Boundary\"; \
                    protocol=application/http-spnego-session-encrypted";
        assert_eq!(parse(kind, spaced.as_bytes()).unwrap().text, b"text");
        let unended = body.strip_suffix("\r\n").unwrap();
        assert_eq!(parse(kind, unended.as_bytes()).unwrap().text, b"text");
    }

    #[test]
    fn every_other_form_is_refused() {
        let kind = Protocol::Spnego.content_type();
        let body = String::from_utf8(sealed(b"text")).unwrap();
        let check = |kind: &str, from: &str, to: &str, expect: NotSealed| {
            let body = body.replacen(from, to, 1);
            assert_eq!(parse(kind, body.as_bytes()), Err(expect), "{from} {to}");
        };
        check(SOAP, "", "", NotSealed::ContentType);
        check(&Protocol::Kerberos.content_type(), "", "", NotSealed::Parts);
        check(
            "multipart/x-multi-encrypted",
            "",
            "",
            NotSealed::ContentType,
        );
        check(
            &kind.replace("Encrypted Boundary", "other"),
            "",
            "",
            NotSealed::ContentType,
        );
        check(&kind, "octet-stream", "json", NotSealed::Parts);
        check(&kind, "Length=4", "Length=-4", NotSealed::Description);
        check(&kind, "Length=4", "Length=+4", NotSealed::Description);
        check(&kind, ";Length=4", "", NotSealed::Description);
        check(
            &kind,
            "Length=4",
            "Length=99999999999999999999",
            NotSealed::Description,
        );
        check(
            &kind,
            "\u{9}\0\0\0sig",
            "\u{7f}\0\0\0sig",
            NotSealed::Signature,
        );
        check(&kind, "\u{9}\0\0\0sig", "\0\0\0\0sig", NotSealed::Signature);
        check(&kind, "Boundary--\r\n", "Boundary-\r\n", NotSealed::Parts);
        let long = format!("OriginalContent: {}", "x".repeat(1000));
        check(&kind, "OriginalContent:", &long, NotSealed::Parts);
    }

    #[test]
    fn hostile_bytes_are_an_error_and_nothing_else() {
        let kind = Protocol::Spnego.content_type();
        let whole = sealed(b"text");
        for length in 0..whole.len() - 2 {
            parse(&kind, &whole[..length]).unwrap_err();
        }
        for index in 0..whole.len() {
            for value in [0, b'\r', b'\n', b'-', b';', b'=', 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[index] = value;
                // Either way is fine, as long as it comes back.
                drop(parse(&kind, &damaged));
            }
        }
    }
}
