//! The other side of a session: proper answers, and made-up ones in valid envelopes.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pchat_console::psrp::fragment::Fragmenter;
use pchat_console::psrp::runspace::{Outgoing, Request, RequestKind};
use uuid::Uuid;

use super::super::keys::SESSION;
use super::super::script::Script;

/// As the client makes identifiers up: 1 is the session's, 2 the pool's.
const POOL: Uuid = Uuid::from_u128(2);
const SHELL: &str = "SHELL";
const SHELL_SCHEMA: &str = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";

/// The types of the messages a client is sent, and two it is not.
const TYPES: [u32; 22] = [
    0x0001_0002,
    0x0001_0006,
    0x0001_0007,
    0x0002_1004,
    0x0002_1005,
    0x0002_1008,
    0x0002_1009,
    0x0002_100B,
    0x0002_1100,
    0x0004_1004,
    0x0004_1005,
    0x0004_1006,
    0x0004_1007,
    0x0004_1008,
    0x0004_1009,
    0x0004_1010,
    0x0004_1011,
    0x0004_1100,
    0x0001_0004,
    0x0004_1101,
    0,
    u32::MAX,
];
const SESSION_CAPABILITY: u32 = 0x0001_0002;
const ENCRYPTED_SESSION_KEY: u32 = 0x0001_0006;
const POOL_STATE: u32 = 0x0002_1005;
const PIPELINE_STATE: u32 = 0x0004_1006;

const CODES: [u32; 10] = [
    5,
    995,
    2_150_858_793,
    2_150_858_843,
    2_150_859_173,
    2_150_859_179,
    2_150_859_236,
    2_150_859_241,
    0x8007_0005,
    0x8007_03E3,
];

/// What the server knows of the session.
#[derive(Default)]
pub(super) struct Server {
    pool_stream: Fragmenter,
    pipeline_stream: Fragmenter,
    pipeline: Uuid,
    /// As the client calls it now, because a server once did.
    command: String,
    asks_the_pool: bool,
    opened: bool,
}

impl Server {
    /// Takes note of what a request calls the command, and of whose stream it asks for.
    pub(super) fn hears(&mut self, outgoing: &Outgoing) {
        let text = std::str::from_utf8(&outgoing.body).unwrap();
        let named = text.split_once("CommandId=\"").map(|(_, named)| named);
        let command = named.and_then(|named| named.split('"').next());
        if outgoing.request.kind == RequestKind::Receive {
            self.asks_the_pool = command.is_none();
        }
        if let Some(command) = command {
            command.clone_into(&mut self.command);
        }
        if outgoing.request.kind == RequestKind::Command {
            self.pipeline = self.command.parse().unwrap();
            self.pipeline_stream = Fragmenter::default();
        }
    }

    /// What a server in good health says.
    pub(super) fn proper(&mut self, request: Request) -> Vec<u8> {
        let body = match request.kind {
            RequestKind::Create => {
                format!("<rsp:Shell><rsp:ShellId>{SHELL}</rsp:ShellId></rsp:Shell>")
            }
            RequestKind::Command => format!(
                "<rsp:CommandResponse><rsp:CommandId>{}</rsp:CommandId></rsp:CommandResponse>",
                self.pipeline
            ),
            RequestKind::Receive if self.opened && self.asks_the_pool => {
                // Only counts for who asked for it.
                let data =
                    format!(r#"<Obj><MS><S N="EncryptedSessionKey">{SESSION}</S></MS></Obj>"#);
                let data = self.message(ENCRYPTED_SESSION_KEY, POOL, Uuid::nil(), &data);
                format!(
                    "<rsp:ReceiveResponse>{}</rsp:ReceiveResponse>",
                    stream(None, &data)
                )
            }
            RequestKind::Receive if self.opened => {
                let data = self.message(
                    PIPELINE_STATE,
                    POOL,
                    self.pipeline,
                    &state("PipelineState", 4),
                );
                format!(
                    "<rsp:ReceiveResponse>{}</rsp:ReceiveResponse>",
                    stream(Some(&self.command), &data)
                )
            }
            RequestKind::Receive => {
                self.opened = true;
                let mut data = self.message(SESSION_CAPABILITY, POOL, Uuid::nil(), CAPABILITY);
                data.extend(self.message(
                    POOL_STATE,
                    POOL,
                    Uuid::nil(),
                    &state("RunspaceState", 2),
                ));
                format!(
                    "<rsp:ReceiveResponse>{}</rsp:ReceiveResponse>",
                    stream(None, &data)
                )
            }
            RequestKind::Send => "<rsp:SendResponse/>".to_owned(),
            RequestKind::Stop | RequestKind::Terminate => "<rsp:SignalResponse/>".to_owned(),
            RequestKind::Delete => String::new(),
        };
        envelope(Some(request.message_id), &body)
    }

    /// What the script says, in an envelope that can be read.
    pub(super) fn made_up(&mut self, script: &mut Script<'_>, request: Request) -> Vec<u8> {
        let relates_to = match script.below(8) {
            0 => None,
            1 => Some(Uuid::from_u128(script.byte().into())),
            _ => Some(request.message_id),
        };
        let body: String = (0..=script.below(4)).map(|_| self.part(script)).collect();
        envelope(relates_to, &body)
    }

    fn part(&mut self, script: &mut Script<'_>) -> String {
        match script.below(8) {
            0 => format!("<rsp:ShellId>{}</rsp:ShellId>", plain(&script.text())),
            1 => format!("<rsp:CommandId>{}</rsp:CommandId>", plain(&script.text())),
            2 => format!(
                r#"<rsp:CommandState CommandId="{}" State="{SHELL_SCHEMA}/CommandState/{}"/>"#,
                self.command(script),
                if script.flag() { "Done" } else { "Running" },
            ),
            3 => fault(script),
            4 => plain(&script.text()),
            _ => {
                let data: Vec<u8> = (0..=script.below(4))
                    .flat_map(|_| self.said(script))
                    .collect();
                let command = script.flag().then(|| self.command(script));
                stream(command.as_deref(), &data)
            }
        }
    }

    fn command(&self, script: &mut Script<'_>) -> String {
        match script.below(4) {
            0 => plain(&script.text()),
            _ => self.command.clone(),
        }
    }

    /// Bytes of a stream: a message whole or in small fragments, or anything.
    fn said(&mut self, script: &mut Script<'_>) -> Vec<u8> {
        let kind = script.pick(&TYPES);
        let pool = match script.below(8) {
            0 => Uuid::from_u128(script.byte().into()),
            1 => Uuid::nil(),
            _ => POOL,
        };
        let pipeline = match script.below(8) {
            0 => Uuid::from_u128(script.byte().into()),
            1 => Uuid::nil(),
            _ if kind < 0x0004_0000 => Uuid::nil(),
            _ => self.pipeline,
        };
        let number = i64::from(script.byte().cast_signed());
        let data = match script.below(8) {
            0 => state("PipelineState", number),
            1 => state("RunspaceState", number),
            2 => format!(
                r#"<Obj><MS><I64 N="ci">{number}</I64><I32 N="mi">{}</I32><Obj N="mp"><LST>{}</LST></Obj></MS></Obj>"#,
                script.byte(),
                script.text()
            ),
            3 => CAPABILITY.replace("2.2", &script.text()),
            4 => return script.block().to_vec(),
            5 => format!("<S>{number}</S>"),
            _ => script.text(),
        };
        let max_len = match script.byte() {
            small @ 0..32 => usize::from(small),
            _ => usize::MAX,
        };
        let message = bytes(kind, pool, pipeline, &data);
        let numbers = if pipeline.is_nil() {
            &mut self.pool_stream
        } else {
            &mut self.pipeline_stream
        };
        numbers.split(&message, max_len).concat()
    }

    fn message(&mut self, kind: u32, pool: Uuid, pipeline: Uuid, data: &str) -> Vec<u8> {
        let message = bytes(kind, pool, pipeline, data);
        let numbers = if pipeline.is_nil() {
            &mut self.pool_stream
        } else {
            &mut self.pipeline_stream
        };
        numbers.split(&message, usize::MAX).concat()
    }
}

const CAPABILITY: &str = concat!(
    r#"<Obj><MS><Version N="protocolversion">2.2</Version><Version N="PSVersion">2.0</Version>"#,
    r#"<Version N="SerializationVersion">1.1.0.1</Version></MS></Obj>"#
);

fn state(name: &str, number: i64) -> String {
    format!(r#"<Obj><MS><I32 N="{name}">{number}</I32></MS></Obj>"#)
}

fn bytes(kind: u32, pool: Uuid, pipeline: Uuid, data: &str) -> Vec<u8> {
    let mut bytes = 1_u32.to_le_bytes().to_vec();
    bytes.extend(kind.to_le_bytes());
    bytes.extend(pool.to_bytes_le());
    bytes.extend(pipeline.to_bytes_le());
    bytes.extend(data.as_bytes());
    bytes
}

fn stream(command: Option<&str>, data: &[u8]) -> String {
    let command = command.map_or_else(String::new, |id| format!(r#" CommandId="{id}""#));
    let data = BASE64_STANDARD.encode(data);
    format!(r#"<rsp:Stream Name="stdout"{command}>{data}</rsp:Stream>"#)
}

fn fault(script: &mut Script<'_>) -> String {
    let code = script.pick(&CODES);
    let subcode = plain(&script.text());
    format!(
        r#"<s:Fault><s:Code><s:Subcode><s:Value>w:{subcode}</s:Value></s:Subcode></s:Code><s:Detail><f:WSManFault Code="{code}"/></s:Detail></s:Fault>"#
    )
}

/// Letters and digits only, so that the envelope stays whole.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .collect()
}

fn envelope(relates_to: Option<Uuid>, body: &str) -> Vec<u8> {
    let relates_to = relates_to.map_or_else(String::new, |id| {
        format!("<a:RelatesTo>uuid:{id}</a:RelatesTo>")
    });
    format!(
        concat!(
            r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" "#,
            r#"xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" "#,
            r#"xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" "#,
            r#"xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" "#,
            r#"xmlns:rsp="{}"><s:Header>{}</s:Header><s:Body>{}</s:Body></s:Envelope>"#
        ),
        SHELL_SCHEMA, relates_to, body
    )
    .into_bytes()
}
