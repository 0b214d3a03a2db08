//! Reads the envelopes a server sends, in one pass and namespace-aware.
//!
//! What this client does not know is skipped, wherever it stands; what it knows counts only in its
//! place. Whether an answer fits its question is for the caller to judge.

use std::borrow::Cow;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use quick_xml::NsReader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use uuid::Uuid;

use super::fault::Fault;
use super::namespace::{ADDRESSING, FAULT, SHELL, SOAP, WSMAN};
use crate::psrp::xml::{append, append_reference, excerpt};

/// The largest envelope that is read. Servers keep to `MaxEnvelopeSize`, which is far less.
pub const MAX_BODY_LEN: usize = 16 << 20;

/// The deepest envelope that is read. Real ones nest about ten elements.
const MAX_DEPTH: usize = 32;

/// The most pieces of output in one envelope. In 512,000 bytes, the most a server sends, there is
/// room for a third of it; each takes 80 bytes of memory and may take 10 in the envelope.
const MAX_STREAMS: usize = 10_000;

/// The longest identifier. Servers write 36 characters; they come back in every request, which
/// must fit into an envelope.
const MAX_IDENTIFIER_LEN: usize = 256;

/// Why an answer cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    #[error("an answer of {0} bytes is too long")]
    TooLong(usize),
    #[error("the answer is not UTF-8")]
    Utf8(#[from] std::str::Utf8Error),
    #[error("the answer is not well-formed: {0}")]
    Xml(String),
    #[error("an attribute is not well-formed")]
    Attribute(#[from] quick_xml::events::attributes::AttrError),
    #[error("the answer ends in the middle of an element")]
    Truncated,
    #[error("the answer is not a SOAP envelope")]
    NotSoap,
    #[error("document type definitions are refused")]
    DocumentType,
    #[error("elements nest deeper than {MAX_DEPTH}")]
    TooDeep,
    #[error("more than {MAX_STREAMS} pieces of output")]
    TooManyStreams,
    #[error("an identifier of {0} bytes is too long")]
    Identifier(usize),
    #[error("unknown entity {0:?}")]
    Entity(String),
    #[error("the data of a stream is not base64")]
    Base64,
}

impl From<quick_xml::Error> for Error {
    /// The library's words, which repeat names of any length.
    fn from(err: quick_xml::Error) -> Self {
        Self::Xml(excerpt(&err.to_string()))
    }
}

/// What an envelope says, as far as a remote shell is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Response {
    /// The request this answers.
    pub relates_to: Option<Uuid>,
    pub shell_id: Option<String>,
    pub command_id: Option<String>,
    pub streams: Vec<Stream>,
    pub command_state: Option<CommandState>,
    pub fault: Option<Fault>,
}

/// A piece of output ([MS-WSMV] 2.2.4.42).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    pub name: String,
    /// `None` for the shell itself.
    pub command_id: Option<String>,
    pub data: Vec<u8>,
}

/// State of a command ([MS-WSMV] 2.2.4.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandState {
    pub command_id: Option<String>,
    /// No more output will come.
    pub done: bool,
}

impl Response {
    /// Reads an envelope.
    pub fn parse(body: &[u8]) -> Result<Self, Error> {
        if body.len() > MAX_BODY_LEN {
            return Err(Error::TooLong(body.len()));
        }
        let mut reader = NsReader::from_str(std::str::from_utf8(body)?);
        reader.config_mut().expand_empty_elements = true;
        let pass = Pass {
            reader,
            path: Vec::new(),
            text: Cow::Borrowed(""),
            response: Self::default(),
        };
        pass.run()
    }
}

/// The elements that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Envelope,
    Header,
    Body,
    RelatesTo,
    ShellId,
    ShellSelector,
    CommandId,
    Stream,
    SoapFault,
    Subcode,
    Value,
    Reason,
    Text,
    WsmanFault,
    FaultMessage,
    Other,
}

struct Pass<'d> {
    reader: NsReader<&'d [u8]>,
    path: Vec<Element>,
    /// Text since the last tag.
    text: Cow<'d, str>,
    response: Response,
}

impl<'d> Pass<'d> {
    fn run(mut self) -> Result<Response, Error> {
        loop {
            match self.reader.read_event()? {
                Event::Start(start) => self.start(&start)?,
                Event::End(_) => {
                    self.end()?;
                    if self.path.is_empty() {
                        return Ok(self.response);
                    }
                }
                Event::Text(piece) => append(&mut self.text, piece.into_inner()),
                Event::CData(piece) => append(&mut self.text, piece.into_inner()),
                Event::GeneralRef(reference) => {
                    append_reference(&mut self.text, &reference).map_err(Error::Entity)?;
                }
                Event::DocType(_) => return Err(Error::DocumentType),
                Event::Eof if self.path.is_empty() => return Err(Error::NotSoap),
                Event::Eof => return Err(Error::Truncated),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Empty(_) => {}
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'d>) -> Result<(), Error> {
        if self.path.len() >= MAX_DEPTH {
            return Err(Error::TooDeep);
        }
        self.fault_text();
        self.text = Cow::Borrowed("");

        let (resolved, name) = self.reader.resolver().resolve_element(start.name());
        let namespace = match resolved {
            ResolveResult::Bound(namespace) => namespace.into_inner(),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => "",
        };
        let parent = self.path.last().copied();
        let element = match (namespace, name.into_inner(), parent) {
            (SOAP, "Envelope", None) => Element::Envelope,
            (_, _, None) => return Err(Error::NotSoap),
            (SOAP, "Header", Some(Element::Envelope)) => Element::Header,
            (SOAP, "Body", Some(Element::Envelope)) => Element::Body,
            (ADDRESSING, "RelatesTo", Some(Element::Header)) => Element::RelatesTo,
            (SHELL, "ShellId", _) => Element::ShellId,
            (SHELL, "CommandId", _) => Element::CommandId,
            (WSMAN, "Selector", _) if attribute(start, "Name")?.as_deref() == Some("ShellId") => {
                Element::ShellSelector
            }
            (SHELL, "Stream", _) => {
                if self.response.streams.len() >= MAX_STREAMS {
                    return Err(Error::TooManyStreams);
                }
                self.response.streams.push(Stream {
                    name: attribute(start, "Name")?.unwrap_or_default(),
                    command_id: attribute(start, "CommandId")?,
                    data: Vec::new(),
                });
                Element::Stream
            }
            (SHELL, "CommandState", _) => {
                let state = attribute(start, "State")?.unwrap_or_default();
                self.response.command_state = Some(CommandState {
                    command_id: attribute(start, "CommandId")?,
                    done: state.ends_with("/CommandState/Done"),
                });
                Element::Other
            }
            (SOAP, "Fault", Some(Element::Body)) => {
                self.response.fault = Some(Fault::default());
                Element::SoapFault
            }
            (SOAP, "Subcode", _) => Element::Subcode,
            (SOAP, "Value", Some(Element::Subcode)) => Element::Value,
            (SOAP, "Reason", Some(Element::SoapFault)) => Element::Reason,
            (SOAP, "Text", Some(Element::Reason)) => Element::Text,
            (FAULT, "WSManFault", _) => {
                self.wsman_fault(start)?;
                Element::WsmanFault
            }
            (FAULT, "Message", Some(Element::WsmanFault)) => Element::FaultMessage,
            (FAULT, "ProviderFault", Some(Element::FaultMessage)) => {
                if let Some(fault) = &mut self.response.fault {
                    fault.provider = attribute(start, "provider")?.unwrap_or_default();
                }
                Element::FaultMessage
            }
            _ => Element::Other,
        };
        self.path.push(element);
        Ok(())
    }

    /// Faults nest: the outermost one names the code and the machine.
    fn wsman_fault(&mut self, start: &BytesStart<'d>) -> Result<(), Error> {
        let Some(fault) = &mut self.response.fault else {
            return Ok(());
        };
        if fault.code.is_none() {
            fault.code = attribute(start, "Code")?.and_then(|code| code.parse().ok());
            fault.machine = attribute(start, "Machine")?.unwrap_or_default();
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        self.fault_text();
        let text = std::mem::take(&mut self.text);
        let Some(element) = self.path.pop() else {
            return Err(Error::NotSoap);
        };
        let response = &mut self.response;
        match element {
            Element::RelatesTo => response.relates_to = message_id(&text),
            Element::ShellId => response.shell_id = Some(identifier(&text)?),
            // A shell says its identifier twice in the same answer.
            Element::ShellSelector => {
                let id = identifier(&text)?;
                response.shell_id.get_or_insert(id);
            }
            Element::CommandId => response.command_id = Some(identifier(&text)?),
            Element::Stream => {
                if let Some(stream) = response.streams.last_mut() {
                    stream.data = base64(&text)?;
                }
            }
            Element::Value | Element::Text => {
                if let Some(fault) = &mut response.fault {
                    if element == Element::Value {
                        let name = text.trim().rsplit(':').next();
                        fault.subcode = name.unwrap_or_default().to_owned();
                    } else {
                        text.trim().clone_into(&mut fault.reason);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Text of a fault's message, which may hold further faults between its words.
    fn fault_text(&mut self) {
        if self.path.last() != Some(&Element::FaultMessage) {
            return;
        }
        let text = self.text.trim();
        if let Some(fault) = &mut self.response.fault
            && !text.is_empty()
        {
            if !fault.message.is_empty() {
                fault.message.push(' ');
            }
            fault.message.push_str(text);
        }
        self.text = Cow::Borrowed("");
    }
}

fn attribute(start: &BytesStart<'_>, wanted: &str) -> Result<Option<String>, Error> {
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        if attribute.key.into_inner() == wanted {
            let Ok(value) = unescape(&attribute.value) else {
                return Err(Error::Entity(excerpt(&attribute.value)));
            };
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// The name of a shell or of a command, whatever the server makes it of.
fn identifier(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.len() > MAX_IDENTIFIER_LEN {
        return Err(Error::Identifier(text.len()));
    }
    Ok(text.to_owned())
}

/// `uuid:…`, as both sides write the identifiers of messages.
fn message_id(text: &str) -> Option<Uuid> {
    let text = text.trim();
    let id = text
        .strip_prefix("uuid:")
        .or_else(|| text.strip_prefix("urn:uuid:"));
    Uuid::try_parse(id.unwrap_or(text)).ok()
}

/// Hardly any server breaks the lines, and to look for that first would take longer than to decode.
fn base64(text: &str) -> Result<Vec<u8>, Error> {
    if let Ok(data) = BASE64_STANDARD.decode(text) {
        return Ok(data);
    }
    let compact: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    BASE64_STANDARD.decode(compact).or(Err(Error::Base64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::wsman::FaultKind;

    const NAMESPACES: &str = r#"xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="http://schemas.microsoft.com/wbem/wsman/1/windows/shell""#;

    fn envelope(body: &str) -> String {
        format!(
            r#"<s:Envelope xml:lang="en-US" {NAMESPACES}><s:Header><a:RelatesTo>uuid:F249DBE7-0E83-4F39-AE4A-28324CF61227</a:RelatesTo></s:Header><s:Body>{body}</s:Body></s:Envelope>"#
        )
    }

    fn parse(body: &str) -> Result<Response, Error> {
        Response::parse(envelope(body).as_bytes())
    }

    /// The shape Windows Server 2016 sends.
    #[test]
    fn a_created_shell_is_read() {
        let response = parse(
            r#"<x:ResourceCreated><a:ReferenceParameters><w:SelectorSet><w:Selector Name="ShellId">76056A84</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated><rsp:Shell><rsp:ShellId>76056A84</rsp:ShellId><rsp:Owner>u</rsp:Owner></rsp:Shell>"#,
        )
        .unwrap();
        assert_eq!(response.shell_id.as_deref(), Some("76056A84"));
        assert_eq!(
            response.relates_to,
            Some(Uuid::from_u128(0xF249_DBE7_0E83_4F39_AE4A_2832_4CF6_1227))
        );
    }

    #[test]
    fn streams_and_the_state_of_a_command_are_read() {
        let response = parse(
            r#"<rsp:ReceiveResponse><rsp:Stream Name="stdout" CommandId="C">YWJj
            </rsp:Stream><rsp:Stream Name="stdout"/><rsp:CommandState CommandId="C" State="http://schemas.microsoft.com/wbem/wsman/1/windows/shell/CommandState/Done"><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>"#,
        )
        .unwrap();
        let stream = |id: Option<&str>, data: &[u8]| Stream {
            name: "stdout".into(),
            command_id: id.map(Into::into),
            data: data.into(),
        };
        assert_eq!(
            response.streams,
            [stream(Some("C"), b"abc"), stream(None, b"")]
        );
        assert_eq!(
            response.command_state,
            Some(CommandState {
                command_id: Some("C".into()),
                done: true
            })
        );
    }

    /// As Windows Server 2019 sent it, shortened.
    const NESTED_FAULT: &str = r#"<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>w:InvalidSelectors</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">Invalid selectors. </s:Text></s:Reason><s:Detail><w:FaultDetail>http://x/UnexpectedSelectors</w:FaultDetail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150858843" Machine="127.0.0.1"><f:Message><f:ProviderFault provider="Shell provider" path="%systemroot%\system32\WsmSvc.dll"><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="1" Machine="127.0.0.2"><f:Message>The request contained invalid selectors. </f:Message></f:WSManFault></f:ProviderFault></f:Message></f:WSManFault></s:Detail></s:Fault>"#;

    #[test]
    fn a_fault_is_read_with_the_text_of_its_provider() {
        let fault = parse(NESTED_FAULT).unwrap().fault.unwrap();
        assert_eq!(
            fault,
            Fault {
                code: Some(2_150_858_843),
                machine: "127.0.0.1".into(),
                subcode: "InvalidSelectors".into(),
                reason: "Invalid selectors.".into(),
                message: "The request contained invalid selectors.".into(),
                provider: "Shell provider".into(),
            }
        );
        assert_eq!(fault.kind(), FaultKind::NotFound);
    }

    #[test]
    fn prefixes_do_not_matter_but_namespaces_do() {
        let other = envelope("<rsp:CommandId>C</rsp:CommandId>")
            .replace("rsp:", "q:")
            .replace("rsp=", "q=");
        assert_eq!(
            Response::parse(other.as_bytes())
                .unwrap()
                .command_id
                .as_deref(),
            Some("C")
        );
        assert_eq!(
            parse(r#"<CommandId xmlns="urn:x">C</CommandId>"#)
                .unwrap()
                .command_id,
            None
        );
        let wrong = envelope("").replace("soap-envelope", "soap-envelop");
        assert!(matches!(
            Response::parse(wrong.as_bytes()),
            Err(Error::NotSoap)
        ));
    }

    #[test]
    fn what_is_not_an_envelope_is_refused() {
        assert!(matches!(Response::parse(b""), Err(Error::NotSoap)));
        assert!(matches!(
            Response::parse(b"<html></html>"),
            Err(Error::NotSoap)
        ));
        assert!(matches!(Response::parse(b"\xFF"), Err(Error::Utf8(_))));
        assert!(matches!(
            Response::parse(b"<!DOCTYPE x [<!ENTITY a 'b'>]>"),
            Err(Error::DocumentType)
        ));
        assert!(matches!(
            parse("<rsp:CommandId>&a;</rsp:CommandId>"),
            Err(Error::Entity(_))
        ));
        assert!(matches!(
            parse("<rsp:Stream>***</rsp:Stream>"),
            Err(Error::Base64)
        ));
        assert!(matches!(
            parse(&"<a:x>".repeat(100_000)),
            Err(Error::TooDeep)
        ));
        assert!(matches!(
            parse(&"<rsp:Stream/>".repeat(MAX_STREAMS + 1)),
            Err(Error::TooManyStreams)
        ));
        let err = parse(&format!("</{}>", "x".repeat(10_000))).unwrap_err();
        assert!(err.to_string().len() < 500, "{err}");
        let long = "x".repeat(MAX_IDENTIFIER_LEN + 1);
        for element in ["ShellId", "CommandId"] {
            assert!(matches!(
                parse(&format!("<rsp:{element}>{long}</rsp:{element}>")),
                Err(Error::Identifier(257))
            ));
        }
        assert!(matches!(
            Response::parse(&vec![b' '; MAX_BODY_LEN + 1]),
            Err(Error::TooLong(_))
        ));
    }

    #[test]
    fn an_envelope_cut_at_any_byte_is_refused() {
        let whole = envelope(NESTED_FAULT);
        for end in 0..whole.len() {
            Response::parse(&whole.as_bytes()[..end]).unwrap_err();
        }
    }
}
