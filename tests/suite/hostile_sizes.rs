//! Answers as large as a server sends them, each made to cost more than its size: the time and memory they take must grow
//! with their length and no faster.
//!
//! Inputs of this size are made here, not kept as files; what they are given to is what the fuzzers give theirs to.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use pchat_console::psrp::fragment::{Fragmenter, HEADER_LEN};

use crate::fuzz_corpora::targets;

/// Of an answer: the largest envelope of a server.
const SIZE: usize = 512_000;

/// For one answer in a build for debugging, on a busy machine. Work that grows with the square of the length would
/// take minutes.
const LONGEST: Duration = Duration::from_secs(20);

/// Runs one input and fails if it takes too long.
fn check(target: &str, what: &str, input: &[u8]) {
    let begun = Instant::now();
    targets::run(target, input);
    let taken = begun.elapsed();
    assert!(taken < LONGEST, "{target} {what}: {taken:?}");
}

/// As many of these as fit.
fn filled(with: &str) -> String {
    with.repeat(SIZE / with.len())
}

/// Attributes of this length together, each with a name of its own.
fn attributes(before: &str, length: usize) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() > length {
            break;
        }
        write!(text, r#" {before}{number:x}="""#).unwrap();
    }
    text
}

#[test]
fn large_documents_take_no_more_than_their_length() {
    let around = |before: &str, with: &str, after: &str| format!("{before}{}{after}", filled(with));
    for (what, document) in [
        (
            "parts",
            format!(
                "<Obj><MS>{}</MS>{}</Obj>",
                "<S N=''/>".repeat(20_000),
                filled("<MS/>")
            ),
        ),
        ("contents", around("<Obj>", "<LST/><DCT/>", "</Obj>")),
        ("values", around("<Obj><LST>", "<Nil/>", "</LST></Obj>")),
        ("objects", around("<Obj><LST>", "<Obj/>", "</LST></Obj>")),
        ("types", around("<Obj><TN>", "<T/>", "</TN></Obj>")),
        (
            "type lists",
            around("<Obj><LST>", "<Obj><TN><T>a</T></TN></Obj>", "</LST></Obj>"),
        ),
        ("attributes", format!("<Obj{}/>", attributes("a", SIZE))),
        (
            "attributes of a property",
            format!("<Obj><MS><S{} N='a'/></MS></Obj>", attributes("a", SIZE)),
        ),
        (
            "references",
            around(
                r#"<Obj><LST><Obj RefId="0"/>"#,
                r#"<Ref RefId="0"/>"#,
                "</LST></Obj>",
            ),
        ),
        ("entities", around("<S>", "&amp;", "</S>")),
        ("escapes", around("<S>", "_x0041_", "</S>")),
        ("halves of escapes", around("<S>", "_x", "</S>")),
        ("surrogates", around("<S>", "_xD83D_", "</S>")),
        ("sections", around("<S>", "<![CDATA[]]>", "</S>")),
        ("comments", around("<S>", "<!---->", "</S>")),
        ("blanks", around("<Obj>", " ", "</Obj>")),
        ("nesting", filled("<Obj><LST>")),
        ("unknown elements", filled("<a>")),
        ("an open tag", around("<Obj a='", "x", "")),
        ("a long name", around("<", "a", "/>")),
        (
            "a long property",
            around("<Obj><MS><S N='", "a", "'/></MS></Obj>"),
        ),
        ("a whole number", around("<I32>", "0", "</I32>")),
        ("a decimal", around("<D>", "9", "</D>")),
        ("a fraction", around("<Db>1.", "3", "</Db>")),
        ("a small number", around("<Db>0.", "0", "1</Db>")),
        ("a duration", around("<TS>P", "9", "D</TS>")),
        (
            "a moment",
            around("<DT>2020-01-01T00:00:00.", "9", "Z</DT>"),
        ),
        ("a version", around("<Version>1.0", ".0", "</Version>")),
        ("an identifier", around("<G>", "0", "</G>")),
        ("bytes", around("<BA>", "AAAA", "</BA>")),
    ] {
        check("clixml", what, document.as_bytes());
    }
}

/// Names that only differ at their end, more than the decoder keeps.
#[test]
fn names_that_never_repeat_take_no_more_than_their_length() {
    let mut document = String::from("<Obj><LST>");
    let prefix = "<T>a</T>".repeat(400);
    for number in 0.. {
        if document.len() > SIZE {
            break;
        }
        write!(
            document,
            "<Obj><TN>{prefix}<T>{number}</T></TN><MS><Nil N='{number}'/></MS></Obj>"
        )
        .unwrap();
    }
    document.push_str("</LST></Obj>");
    check("clixml", "names", document.as_bytes());
}

#[test]
fn large_envelopes_take_no_more_than_their_length() {
    const START: &str = concat!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" "#,
        r#"xmlns:r="http://schemas.microsoft.com/wbem/wsman/1/windows/shell" "#,
        r#"xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault""#,
    );
    let inside = |text: &str| format!("{START}><s:Body>{text}</s:Body></s:Envelope>");
    let namespaces = attributes("xmlns:a", 1_500);
    for (what, envelope) in [
        ("streams", inside(&filled("<r:Stream/>"))),
        ("elements", inside(&filled("<a/>"))),
        (
            "elements in many namespaces",
            format!(
                "{START}{namespaces}><s:Body>{}</s:Body></s:Envelope>",
                filled("<q:a/>")
            ),
        ),
        (
            "namespaces",
            format!("{START}{}/>", attributes("xmlns:a", SIZE)),
        ),
        (
            "attributes",
            inside(&format!("<r:Stream{}/>", attributes("a", SIZE))),
        ),
        ("nesting", inside(&filled("<a>"))),
        (
            "data",
            inside(&format!("<r:Stream>{}</r:Stream>", filled("AAAA"))),
        ),
        (
            "data with blanks",
            inside(&format!("<r:Stream>{}</r:Stream>", filled("A A\nA A"))),
        ),
        (
            "a fault in pieces",
            inside(&format!(
                "<s:Fault><f:WSManFault><f:Message>{}</f:Message></f:WSManFault></s:Fault>",
                filled("a<a/>")
            )),
        ),
        (
            "entities",
            inside(&format!("<r:CommandId>{}</r:CommandId>", filled("&#65;"))),
        ),
        ("identifiers", inside(&filled("<r:ShellId>a</r:ShellId>"))),
    ] {
        check("envelope", what, envelope.as_bytes());
    }
}

#[test]
fn a_message_in_pieces_of_one_byte_is_joined_in_time() {
    let pieces = SIZE / (HEADER_LEN + 1);
    let mut stream = vec![0, 255];
    stream.extend(
        Fragmenter::default()
            .split(&vec![7; pieces], HEADER_LEN + 1)
            .concat(),
    );
    check("fragments", "pieces", &stream);
}

#[test]
fn large_words_of_a_web_server_take_no_more_than_their_length() {
    for (what, header) in [
        ("commas", filled(",")),
        ("names", filled("a,")),
        ("quotes", filled("\"")),
        ("escapes", format!("\"{}", filled("\\"))),
        ("equal signs", format!("Negotiate a{}", filled("="))),
        ("a token", format!("Negotiate {}", filled("AAAA"))),
        ("headers", filled("a\n")),
    ] {
        check("offers", what, header.as_bytes());
    }
    let mut nested = vec![0xa1; SIZE];
    check("certificate", "nesting", &nested);
    nested.splice(0..1, [1, 0, 0, 0, 0]);
    check("challenge", "nesting", &nested);
}
