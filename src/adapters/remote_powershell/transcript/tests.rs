//! That no secret reaches the file, wherever it is hidden.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Transcript;
use super::redact::{envelope, payload, unreadable};
use crate::psrp::fragment::Fragmenter;
use crate::psrp::runspace::{Client, Command, Config, Parameter};

const CANARY: &str = "Canary-7-Password";

/// An answer that carries these payloads as messages of the server.
fn answer(payloads: &[&str]) -> Vec<u8> {
    let mut fragmenter = Fragmenter::default();
    let mut data = Vec::new();
    for payload in payloads {
        let mut message = vec![1, 0, 0, 0, 0x04, 0x10, 0x04, 0];
        message.extend([7; 32]);
        message.extend(payload.as_bytes());
        data.extend(fragmenter.split(&message, usize::MAX).concat());
    }
    format!(
        r#"<s:Envelope xmlns:s="s" xmlns:rsp="r"><s:Body><rsp:ReceiveResponse><rsp:Stream Name="stdout" CommandId="A">{}</rsp:Stream></rsp:ReceiveResponse></s:Body></s:Envelope>"#,
        STANDARD.encode(data)
    )
    .into_bytes()
}

fn written(write: impl FnOnce(&Transcript)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("transcripts/1.transcript");
    let transcript = Transcript::create(&path, "CONTOSO\\admin").unwrap();
    write(&transcript);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn requests_and_answers_stand_with_their_messages_in_the_clear() {
    let text = written(|transcript| {
        let mut client = Client::new(Config::new("https://fe01/x"), Box::new(uuid::Uuid::new_v4));
        let number = transcript.request(&client.open().unwrap());
        transcript.answer(number, 200, &answer(&["<S>hello</S>", "<S>two\nlines</S>"]));
    });
    for line in [
        "# account CONTOSO\\admin",
        " PipelineOutput\n| <S>hello</S>\n",
        "| <S>two\n| lines</S>\n",
        ">messages:2</rsp:Stream>",
        ">messages:2</creationXml>",
        " SessionCapability\n| <Obj",
        "\nanswer 1 ",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn no_secret_is_written_wherever_it_is_hidden() {
    let secret = STANDARD.encode(CANARY);
    let payloads = [
        format!(r#"<SS N="Any">{CANARY}</SS>"#),
        format!(
            r#"<Obj><TN><T>System.Management.Automation.PSCredential</T></TN><Props><S N="UserName">kim</S><SS N="Password">{CANARY}</SS></Props></Obj>"#
        ),
        format!(r#"<Obj><MS><S N="EncryptedSessionKey">{CANARY}</S></MS></Obj>"#),
        format!(r#"<Obj><MS><S N="Password">{CANARY}</S><BA N="Token">{secret}</BA></MS></Obj>"#),
        format!(r#"<Obj><MS><S N="N">NewPassword</S><S N="V">{CANARY}</S></MS></Obj>"#),
        format!("<SS>{CANARY}<!-- {CANARY} --><![CDATA[{CANARY}]]></SS>"),
        // Not well-formed: nobody knows where the secret ends.
        format!("<SS>{CANARY}</S>"),
        format!("<SS>{CANARY}"),
    ];
    let text = written(|transcript| {
        for payload in &payloads {
            transcript.answer(1, 200, &answer(&[payload]));
        }
        let page = format!(
            "<html>You sent: Authorization: Basic {secret} and Negotiate TlRM and WWW-Authenticate: NTLM {secret}"
        );
        transcript.answer(1, 500, page.as_bytes());
        // A body whose data is no stream of fragments.
        let odd = format!("<Envelope><Stream>{secret}</Stream></Envelope>");
        transcript.answer(1, 200, odd.as_bytes());
    });
    for hidden in [CANARY, &secret, "TlRM"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    assert!(text.contains("kim"), "the user is no secret");
    assert_eq!(text.matches("cmVtb3ZlZA==").count(), 4);
}

#[test]
fn a_secret_cut_in_two_by_fragments_is_removed_all_the_same() {
    let mut message = vec![1, 0, 0, 0, 0x04, 0x10, 0x04, 0];
    message.extend([7; 32]);
    message.extend(format!("<SS>{CANARY}</SS>").as_bytes());
    let fragments = Fragmenter::default().split(&message, 80);
    assert!(fragments.len() > 1);
    let text = written(|transcript| {
        for fragment in &fragments {
            let data = STANDARD.encode(fragment);
            let body = format!("<Envelope><Stream CommandId=\"A\">{data}</Stream></Envelope>");
            transcript.answer(1, 200, body.as_bytes());
        }
    });
    assert!(!text.contains("Canary"), "{text}");
    assert!(
        text.contains("messages:0") && text.contains("messages:1"),
        "{text}"
    );
}

#[test]
fn a_password_typed_as_a_plain_parameter_is_removed_from_the_command() {
    let mut client = Client::new(Config::new("https://fe01/x"), Box::new(uuid::Uuid::nil));
    let opening = client.open().unwrap();
    let text = written(|transcript| {
        let command = Command::new("Set-Something")
            .parameter("Password", Parameter::String(CANARY.to_owned()))
            .parameter("Name", Parameter::String("kept".to_owned()));
        let message = crate::psrp::message::create_pipeline(
            uuid::Uuid::nil(),
            uuid::Uuid::nil(),
            &command,
            &Config::new("x").host,
            None,
        )
        .unwrap();
        let data = STANDARD.encode(Fragmenter::default().split(&message, usize::MAX).concat());
        let body = format!("<Envelope><Arguments>{data}</Arguments></Envelope>");
        transcript.request(&crate::psrp::runspace::Outgoing {
            body: body.into_bytes(),
            ..opening
        });
    });
    assert!(!text.contains(CANARY), "{text}");
    assert!(
        text.contains(">kept<") && text.contains("[removed]"),
        "{text}"
    );
}

#[test]
fn what_is_not_understood_is_left_out() {
    assert_eq!(envelope(b"<Envelope><Body></Envelope>"), None);
    assert_eq!(envelope(b"<Envelope>"), None);
    assert_eq!(envelope(b"\xff\xfe"), None);
    assert_eq!(envelope(b"<html></html>"), None);
    assert_eq!(payload(b"<S>open"), None);
    assert_eq!(payload(b"\xff"), None);
    assert_eq!(payload("\u{feff}<Nil />".as_bytes()).unwrap(), "<Nil />");
    assert_eq!(unreadable("a\u{1b}[31m page".as_bytes()), "a [31m page");
}

#[test]
fn a_full_transcript_says_so_in_its_last_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1.transcript");
    let transcript = Transcript::limited(&path, "kim", 1000).unwrap();
    for _ in 0..100 {
        transcript.id(uuid::Uuid::nil());
    }
    let text = std::fs::read_to_string(path).unwrap();
    assert!(
        text.ends_with("limit of 1000 bytes. What follows is missing.\n"),
        "{text}"
    );
    assert_eq!(text.matches("end\n").count(), 1);
}

#[test]
fn a_transcript_never_writes_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1.transcript");
    std::fs::write(&path, "mine").unwrap();
    let err = Transcript::create(&path, "kim").unwrap_err();
    assert_eq!(err.kind, crate::ports::PortErrorKind::File);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
}
