//! The requests of a remote shell: Create, Command, Send, Receive, Signal, Delete
//! ([MS-WSMV] 3.1.4.1).
//!
//! Text is put together by hand: the envelopes differ in a few elements only, and everything that
//! varies passes through one escape.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use quick_xml::escape::escape;
use uuid::Uuid;

use super::namespace::{ADDRESSING, POWERSHELL, SHELL, SOAP, WSMAN, WSMAN_MS};

const RESOURCE: &str = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell";
const ANONYMOUS: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
const TRANSFER: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

/// What is the same in every request of a session.
#[derive(Debug, Clone)]
pub struct Envelopes {
    /// Where requests go: `https://server/OcsPowershell`.
    pub uri: String,
    /// In bytes; both sides keep to it. 153,600 suits every server, 512,000 those from 2012 on.
    pub max_envelope_size: u32,
    /// How long the server may hold a request open before it answers *timed out*.
    pub operation_timeout: Duration,
    /// Language of the server's messages: `en-US`.
    pub locale: String,
    /// Ties the requests of one session together in the server's logs.
    pub session_id: Uuid,
}

/// Where [`Envelopes::send`] puts its data ([MS-PSRP] 2.2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputStream {
    /// Ordinary messages.
    Stdin,
    /// Answers to host calls, which may overtake.
    PriorityResponse,
}

/// What a signal asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalCode {
    /// Stop the running pipeline. The misspelling is PowerShell's own.
    Stop,
    /// The client is done with a command; the server may forget it.
    Terminate,
}

impl Envelopes {
    /// Opens a shell with the first messages of a session inside ([MS-PSRP] 3.1.5.3.1).
    pub fn create(
        &self,
        message_id: Uuid,
        shell_id: Uuid,
        protocol: &str,
        idle_timeout: Option<Duration>,
        fragments: &[u8],
    ) -> Vec<u8> {
        let idle = idle_timeout
            .map(|timeout| format!("<rsp:IdleTimeOut>{}</rsp:IdleTimeOut>", seconds(timeout)))
            .unwrap_or_default();
        let body = format!(
            r#"<rsp:Shell ShellId="{shell}">{idle}<rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams><creationXml xmlns="{POWERSHELL}">{data}</creationXml></rsp:Shell>"#,
            shell = upper(shell_id),
            data = BASE64_STANDARD.encode(fragments),
        );
        let options = format!(
            r#"<w:Option Name="protocolversion" MustComply="true">{}</w:Option>"#,
            escape(protocol)
        );
        self.envelope(
            &format!("{TRANSFER}/Create"),
            message_id,
            None,
            &options,
            &body,
        )
    }

    /// Starts a command; its identifier is the caller's ([MS-WSMV] 3.1.4.11).
    pub fn command(
        &self,
        message_id: Uuid,
        shell: &str,
        command: Uuid,
        fragment: &[u8],
    ) -> Vec<u8> {
        let body = format!(
            r#"<rsp:CommandLine CommandId="{command}"><rsp:Command></rsp:Command><rsp:Arguments>{data}</rsp:Arguments></rsp:CommandLine>"#,
            command = upper(command),
            data = BASE64_STANDARD.encode(fragment),
        );
        self.envelope(
            &format!("{SHELL}/Command"),
            message_id,
            Some(shell),
            "",
            &body,
        )
    }

    /// Sends more data to a command, or to the shell itself ([MS-WSMV] 3.1.4.13).
    pub fn send(
        &self,
        message_id: Uuid,
        shell: &str,
        command: Option<&str>,
        stream: InputStream,
        fragment: &[u8],
    ) -> Vec<u8> {
        let name = match stream {
            InputStream::Stdin => "stdin",
            InputStream::PriorityResponse => "pr",
        };
        let body = format!(
            r#"<rsp:Send><rsp:Stream Name="{name}"{command}>{data}</rsp:Stream></rsp:Send>"#,
            command = command_attribute(command),
            data = BASE64_STANDARD.encode(fragment),
        );
        self.envelope(&format!("{SHELL}/Send"), message_id, Some(shell), "", &body)
    }

    /// Waits for output of a command, or of the shell itself ([MS-WSMV] 3.1.4.14).
    pub fn receive(&self, message_id: Uuid, shell: &str, command: Option<&str>) -> Vec<u8> {
        const KEEP_ALIVE: &str =
            r#"<w:Option Name="WSMAN_CMDSHELL_OPTION_KEEPALIVE">TRUE</w:Option>"#;
        let body = format!(
            "<rsp:Receive><rsp:DesiredStream{}>stdout</rsp:DesiredStream></rsp:Receive>",
            command_attribute(command),
        );
        self.envelope(
            &format!("{SHELL}/Receive"),
            message_id,
            Some(shell),
            KEEP_ALIVE,
            &body,
        )
    }

    /// Signals a command ([MS-WSMV] 3.1.4.12).
    pub fn signal(
        &self,
        message_id: Uuid,
        shell: &str,
        command: &str,
        code: SignalCode,
    ) -> Vec<u8> {
        let code = match code {
            SignalCode::Stop => "powershell/signal/crtl_c".to_owned(),
            SignalCode::Terminate => format!("{SHELL}/signal/terminate"),
        };
        let body = format!(
            "<rsp:Signal{}><rsp:Code>{code}</rsp:Code></rsp:Signal>",
            command_attribute(Some(command)),
        );
        self.envelope(
            &format!("{SHELL}/Signal"),
            message_id,
            Some(shell),
            "",
            &body,
        )
    }

    /// Closes the shell and whatever runs in it ([MS-WSMV] 3.1.4.4).
    pub fn delete(&self, message_id: Uuid, shell: &str) -> Vec<u8> {
        self.envelope(
            &format!("{TRANSFER}/Delete"),
            message_id,
            Some(shell),
            "",
            "",
        )
    }

    /// The same envelopes, for requests that are to be answered sooner.
    #[must_use]
    pub fn for_at_most(&self, timeout: Duration) -> Self {
        Self {
            operation_timeout: self.operation_timeout.min(timeout),
            ..self.clone()
        }
    }

    /// How many bytes of data fit next to an envelope that is `empty_len` long without any.
    pub fn room(&self, empty_len: usize) -> usize {
        let max = usize::try_from(self.max_envelope_size).unwrap_or(usize::MAX);
        max.saturating_sub(empty_len) / 4 * 3
    }

    fn envelope(
        &self,
        action: &str,
        message_id: Uuid,
        shell: Option<&str>,
        options: &str,
        body: &str,
    ) -> Vec<u8> {
        let options = if options.is_empty() {
            String::new()
        } else {
            format!(r#"<w:OptionSet s:mustUnderstand="true">{options}</w:OptionSet>"#)
        };
        let selectors = shell
            .map(|shell| {
                let shell = escape(shell);
                format!(r#"<w:SelectorSet><w:Selector Name="ShellId">{shell}</w:Selector></w:SelectorSet>"#)
            })
            .unwrap_or_default();
        format!(
            concat!(
                r#"<s:Envelope xmlns:s="{SOAP}" xmlns:a="{ADDRESSING}" xmlns:w="{WSMAN}" xmlns:p="{WSMAN_MS}" xmlns:rsp="{SHELL}"><s:Header>"#,
                r#"<a:To>{uri}</a:To>"#,
                r#"<a:ReplyTo><a:Address s:mustUnderstand="true">{ANONYMOUS}</a:Address></a:ReplyTo>"#,
                r#"<a:Action s:mustUnderstand="true">{action}</a:Action>"#,
                r#"<a:MessageID>uuid:{message_id}</a:MessageID>"#,
                r#"<w:ResourceURI s:mustUnderstand="true">{RESOURCE}</w:ResourceURI>"#,
                r#"<w:MaxEnvelopeSize s:mustUnderstand="true">{max_envelope_size}</w:MaxEnvelopeSize>"#,
                r#"<w:OperationTimeout>{timeout}</w:OperationTimeout>"#,
                r#"<w:Locale xml:lang="{locale}" s:mustUnderstand="false"/>"#,
                r#"<p:DataLocale xml:lang="{locale}" s:mustUnderstand="false"/>"#,
                r#"<p:SessionId s:mustUnderstand="false">uuid:{session_id}</p:SessionId>"#,
                r#"{options}{selectors}</s:Header><s:Body>{body}</s:Body></s:Envelope>"#,
            ),
            uri = escape(&self.uri),
            action = action,
            message_id = upper(message_id),
            max_envelope_size = self.max_envelope_size,
            timeout = seconds(self.operation_timeout),
            locale = escape(&self.locale),
            session_id = upper(self.session_id),
            options = options,
            selectors = selectors,
            body = body,
            SOAP = SOAP,
            ADDRESSING = ADDRESSING,
            WSMAN = WSMAN,
            WSMAN_MS = WSMAN_MS,
            SHELL = SHELL,
            ANONYMOUS = ANONYMOUS,
            RESOURCE = RESOURCE,
        )
        .into_bytes()
    }
}

fn command_attribute(command: Option<&str>) -> String {
    command
        .map(|command| format!(r#" CommandId="{}""#, escape(command)))
        .unwrap_or_default()
}

/// Identifiers are written as Windows writes them.
fn upper(id: Uuid) -> String {
    let mut text = id.to_string();
    text.make_ascii_uppercase();
    text
}

fn seconds(duration: Duration) -> String {
    format!("PT{}.{:03}S", duration.as_secs(), duration.subsec_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelopes() -> Envelopes {
        Envelopes {
            uri: "https://a/b?x=1&y=\"".into(),
            max_envelope_size: 153_600,
            operation_timeout: Duration::from_millis(20_500),
            locale: "en-US".into(),
            session_id: Uuid::from_u128(0xABC),
        }
    }

    fn text(envelope: Vec<u8>) -> String {
        let text = String::from_utf8(envelope).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
        text
    }

    #[track_caller]
    fn contains(text: &str, parts: &[&str]) {
        for part in parts {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
    }

    #[test]
    fn create_carries_the_first_fragments() {
        let text = text(envelopes().create(
            Uuid::from_u128(1),
            Uuid::from_u128(2),
            "2.2",
            Some(Duration::from_mins(4)),
            b"abc",
        ));
        contains(
            &text,
            &[
                "<a:To>https://a/b?x=1&amp;y=&quot;</a:To>",
                "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create<",
                "<a:MessageID>uuid:00000000-0000-0000-0000-000000000001<",
                r#"<w:Option Name="protocolversion" MustComply="true">2.2</w:Option>"#,
                r#"<w:MaxEnvelopeSize s:mustUnderstand="true">153600<"#,
                "<w:OperationTimeout>PT20.500S<",
                r#"<rsp:Shell ShellId="00000000-0000-0000-0000-000000000002">"#,
                "<rsp:IdleTimeOut>PT240.000S<",
                "<rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout</rsp:OutputStreams>",
                r#"<creationXml xmlns="http://schemas.microsoft.com/powershell">YWJj</creationXml>"#,
            ],
        );
        assert!(!text.contains("SelectorSet"));
    }

    #[test]
    fn the_other_requests_name_the_shell() {
        let id = Uuid::nil();
        let all = envelopes();
        let selector = r#"<w:Selector Name="ShellId">S&lt;1</w:Selector>"#;
        contains(
            &text(all.command(id, "S<1", Uuid::from_u128(0xF), b"x")),
            &[
                selector,
                r#"<rsp:CommandLine CommandId="00000000-0000-0000-0000-00000000000F">"#,
                "<rsp:Arguments>eA==<",
            ],
        );
        contains(
            &text(all.send(id, "S<1", Some("C"), InputStream::PriorityResponse, b"x")),
            &[selector, r#"<rsp:Stream Name="pr" CommandId="C">eA==<"#],
        );
        contains(
            &text(all.receive(id, "S<1", None)),
            &[
                selector,
                "<rsp:DesiredStream>stdout<",
                "WSMAN_CMDSHELL_OPTION_KEEPALIVE",
            ],
        );
        contains(
            &text(all.signal(id, "S<1", "C", SignalCode::Stop)),
            &[
                selector,
                r#"<rsp:Signal CommandId="C"><rsp:Code>powershell/signal/crtl_c<"#,
            ],
        );
        contains(
            &text(all.signal(id, "S<1", "C", SignalCode::Terminate)),
            &[
                "<rsp:Code>http://schemas.microsoft.com/wbem/wsman/1/windows/shell/signal/terminate<",
            ],
        );
        contains(
            &text(all.delete(id, "S<1")),
            &[selector, "transfer/Delete<", "<s:Body></s:Body>"],
        );
    }

    #[test]
    fn data_that_fills_the_room_fills_the_envelope() {
        let all = envelopes();
        let empty = all
            .send(Uuid::nil(), "S", Some("C"), InputStream::Stdin, &[])
            .len();
        let room = all.room(empty);
        let full = all
            .send(
                Uuid::nil(),
                "S",
                Some("C"),
                InputStream::Stdin,
                &vec![0; room],
            )
            .len();
        assert!((153_597..=153_600).contains(&full), "{full}");
        assert_eq!(all.room(usize::MAX), 0);
    }
}
