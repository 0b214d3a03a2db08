//! The decoder against what servers send, and against what nobody should send.

use std::fmt::Write as _;

use super::*;
use crate::psrp::clixml::{EncodeError, ObjectBuilder, SecureString, Version, encode};

fn decode(document: &str) -> std::result::Result<Value, Error> {
    Decoder::new().decode(document)
}

fn check(document: &str, expected: &Value) {
    assert_eq!(decode(document).as_ref().ok(), Some(expected), "{document}");
}

fn refused(document: &str) -> ErrorKind {
    decode(document).expect_err(document).kind
}

/// As psrpcore 0.3.1 writes them.
#[test]
fn every_primitive_is_read() {
    check("", &Value::Nil);
    check("<Nil />", &Value::Nil);
    check("<S />", &Value::from(""));
    check("<S>a&lt;&#x41;&amp;_x000D_</S>", &Value::from("a<A&\r"));
    check("<S>a<![CDATA[<b>]]>c</S>", &Value::from("a<b>c"));
    check("<B>true</B>", &Value::Bool(true));
    check("<C>97</C>", &Value::Char(97));
    check("<By>5</By>", &Value::U8(5));
    check("<SB>-5</SB>", &Value::I8(-5));
    check("<I16>-3</I16>", &Value::I16(-3));
    check("<U16>3</U16>", &Value::U16(3));
    check("<I32>-2147483648</I32>", &Value::I32(i32::MIN));
    check("<U32>4</U32>", &Value::U32(4));
    check("<I64>1099511627776</I64>", &Value::I64(1 << 40));
    check("<U64>9223372036854775808</U64>", &Value::U64(1 << 63));
    check("<Sg>INF</Sg>", &Value::F32(f32::INFINITY));
    check("<Db>-1.5E+3</Db>", &Value::F64(-1500.0));
    check("<D>1.50</D>", &Value::Decimal("1.50".into()));
    check(
        "<DT>2020-01-02T03:04:05.600000</DT>",
        &Value::DateTime("2020-01-02T03:04:05.6".parse().unwrap()),
    );
    check(
        "<TS>-PT23H59M55S</TS>",
        &Value::TimeSpan("-PT23H59M55S".parse().unwrap()),
    );
    check("<BA>YWJj</BA>", &Value::Bytes(Box::from(*b"abc")));
    check(
        "<G>00000000-0000-0000-0000-000000000007</G>",
        &Value::Guid(uuid::Uuid::from_u128(7)),
    );
    check("<URI>http://x/</URI>", &Value::Uri("http://x/".into()));
    check(
        "<Version>2.3</Version>",
        &Value::Version(Version::new(2, 3)),
    );
    check("<XD>&lt;a/&gt;</XD>", &Value::Xml("<a/>".into()));
    check("<SBK>1+1</SBK>", &Value::ScriptBlock("1+1".into()));
    check(
        "<SS>bm8=</SS>",
        &Value::SecureString(SecureString::from_base64("bm8=")),
    );
}

#[test]
fn primitives_out_of_range_are_refused() {
    for document in [
        "<B>yes</B>",
        "<C>65536</C>",
        "<By>-1</By>",
        "<I32>2147483648</I32>",
        "<I32 />",
        "<G>1</G>",
        "<BA>*</BA>",
        "<D>1e5</D>",
        "<D>.</D>",
        "<DT>now</DT>",
        "<TS>5</TS>",
        "<Version>1</Version>",
    ] {
        assert!(
            matches!(refused(document), ErrorKind::Primitive { .. }),
            "{document}"
        );
    }
}

#[test]
fn the_parts_of_an_object_are_kept_apart() {
    let document = r#"<Obj RefId="0"><TN RefId="0"><T>A.B</T><T>System.Object</T></TN><ToString>text</ToString>
        <Props><S N="One">1</S></Props><MS><S N="T_x0009_wo">2</S><Obj N="Three" RefId="1"><TNRef RefId="0" /></Obj></MS></Obj>"#;
    let value = decode(document).unwrap();
    let object = value.as_object().unwrap();
    assert_eq!(
        object.type_names().iter().collect::<Vec<_>>(),
        ["A.B", "System.Object"]
    );
    assert_eq!(object.to_string_text(), Some("text"));
    assert_eq!(object.adapted().len(), 1);
    assert_eq!(&*object.extended()[0].name, "T\two");
    let three = value.property("three").unwrap().as_object().unwrap();
    assert_eq!(three.type_names(), object.type_names());
}

#[test]
fn a_reference_is_the_same_object_and_not_a_copy() {
    let value = decode(
        r#"<Obj RefId="7"><LST><Obj RefId="9"><MS><S N="a">b</S></MS></Obj><Ref RefId="9" /></LST></Obj>"#,
    );
    let value = value.unwrap();
    let [first, second] = value.as_list() else {
        panic!("two items")
    };
    assert!(Arc::ptr_eq(
        first.as_object().unwrap(),
        second.as_object().unwrap()
    ));
}

#[test]
fn an_object_that_holds_itself_is_read_without_following_it() {
    let value = decode(
        r#"<Obj RefId="0"><DCT><En><S N="Key">me</S><Ref N="Value" RefId="0" /></En></DCT></Obj>"#,
    );
    assert_eq!(value.unwrap().property("me"), Some(&Value::Cycle));
}

#[test]
fn names_and_type_lists_are_shared_between_documents() {
    let mut decoder = Decoder::new();
    let document =
        r#"<Obj RefId="0"><TN RefId="0"><T>A</T><T>B</T></TN><MS><S N="Name">x</S></MS></Obj>"#;
    let first = decoder.decode(document).unwrap();
    let second = decoder.decode(document).unwrap();
    assert_eq!(first, second);
    let name = |value: &Value| Arc::clone(&value.as_object().unwrap().extended()[0].name);
    assert!(Arc::ptr_eq(&name(&first), &name(&second)));
    let types = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .type_names()
            .first()
            .map(str::as_ptr)
    };
    assert_eq!(types(&first), types(&second));
}

#[test]
fn an_end_tag_inside_cdata_does_not_confuse_the_type_table() {
    let document = "<Obj><TN><T><![CDATA[</TN>]]></T></TN></Obj>";
    let mut decoder = Decoder::new();
    for _ in 0..2 {
        let value = decoder.decode(document).unwrap();
        assert_eq!(
            value.as_object().unwrap().type_names().first(),
            Some("</TN>")
        );
    }
}

#[test]
fn a_progress_element_reads_like_a_progress_message() {
    let value = decode("<PR><AV>a</AV><AI>1</AI><Nil /><PI>-1</PI><PC>50</PC><T>Processing</T><SR>-1</SR><SD>s</SD></PR>").unwrap();
    assert_eq!(
        value.property("Activity").and_then(Value::as_str),
        Some("a")
    );
    assert_eq!(
        value.property("PercentComplete").and_then(Value::as_i32),
        Some(50)
    );
}

#[test]
fn deep_nesting_is_refused_without_exhausting_the_stack() {
    let nested = |depth: usize| "<Obj><LST>".repeat(depth) + &"</LST></Obj>".repeat(depth);
    decode(&nested(128)).unwrap();
    assert!(matches!(refused(&nested(129)), ErrorKind::TooDeep));
    assert!(matches!(
        refused(&"<Obj><LST>".repeat(1_000_000)),
        ErrorKind::TooDeep
    ));
    assert!(matches!(
        refused(&"<Obj><Obj>".repeat(1_000_000)),
        ErrorKind::TooDeep
    ));
}

#[test]
fn depth_counts_along_references() {
    // Each object holds a reference to the one before: flat to read, deep to walk.
    let mut document = String::from(r#"<Obj RefId="0"><LST><Obj RefId="1" />"#);
    for id in 2..1000 {
        let previous = id - 1;
        write!(
            document,
            r#"<Obj RefId="{id}"><LST><Ref RefId="{previous}" /></LST></Obj>"#
        )
        .unwrap();
    }
    document += "</LST></Obj>";
    assert!(matches!(refused(&document), ErrorKind::TooDeep));
}

#[test]
fn a_billion_references_are_refused() {
    let mut document =
        String::from(r#"<Obj RefId="0"><LST><Obj RefId="1"><LST><S>lol</S></LST></Obj>"#);
    for id in 2..40 {
        let reference = format!(r#"<Ref RefId="{}" />"#, id - 1).repeat(10);
        write!(
            document,
            r#"<Obj RefId="{id}"><LST>{reference}</LST></Obj>"#
        )
        .unwrap();
    }
    document += "</LST></Obj>";
    assert!(matches!(refused(&document), ErrorKind::TooLarge));
}

#[test]
fn an_error_repeats_only_a_little_of_the_document() {
    let name = "x".repeat(10_000);
    for document in [
        format!("<Obj></{name}>"),
        format!("<{name}>"),
        format!("<I32>{name}</I32>"),
        format!("<Obj>{name}</Obj>"),
        format!("<S>&{name};</S>"),
        format!("<Obj><MS><S N='&{name};'/></MS></Obj>"),
        format!("<Ref RefId='{name}'/>"),
    ] {
        let err = decode(&document).unwrap_err();
        assert!(err.to_string().len() < 500, "{err}");
    }
}

/// An object that a short list names many times would be a long text.
#[test]
fn references_cannot_make_much_of_little() {
    let list = |length: usize, times: usize| {
        let text = "x".repeat(length);
        let references = r#"<Ref RefId="0" />"#.repeat(times);
        format!(
            r#"<Obj><LST><Obj RefId="0"><ToString>{text}</ToString></Obj>{references}</LST></Obj>"#
        )
    };
    decode(&list(1_000, 40)).unwrap();
    assert!(matches!(refused(&list(5_000, 300)), ErrorKind::TooLarge));
    let name = "x".repeat(5_000);
    let objects = r#"<Obj><TNRef RefId="0" /></Obj>"#.repeat(300);
    let document =
        format!(r#"<Obj><LST><Obj><TN RefId="0"><T>{name}</T></TN></Obj>{objects}</LST></Obj>"#);
    assert!(matches!(refused(&document), ErrorKind::TooLarge));
}

#[test]
fn properties_may_come_in_several_parts() {
    let document = "<Obj><MS><S N='a'>1</S></MS><Props/><MS/><MS><S N='b'>2</S></MS></Obj>";
    let value = decode(document).unwrap();
    let extended = value.as_object().unwrap().extended().iter();
    assert!(extended.map(|found| found.name.as_ref()).eq(["a", "b"]));
}

/// The deepest value that can be written can be read, whatever is at its bottom.
#[test]
fn depth_is_the_same_in_both_directions() {
    let nested = |bottom: Value| {
        (1..128).fold(bottom, |inner, _| {
            ObjectBuilder::new()
                .list(ListKind::List, vec![inner])
                .build()
        })
    };
    let written = encode(&nested(1.into())).unwrap();
    assert_eq!(decode(&written).unwrap(), nested(1.into()));
    let too_deep = ObjectBuilder::new().primitive(1).build();
    assert_eq!(encode(&nested(too_deep)), Err(EncodeError::TooDeep));
}

#[test]
fn the_number_of_type_names_is_bounded() {
    let document = format!("<Obj><TN>{}</TN></Obj>", "<T/>".repeat(1_000_000));
    assert!(matches!(refused(&document), ErrorKind::TooManyValues));
}

#[test]
fn the_number_of_values_is_bounded() {
    let document = format!("<Obj><LST>{}</LST></Obj>", "<Nil/>".repeat(1_000_000));
    assert!(matches!(refused(&document), ErrorKind::TooManyValues));
}

#[test]
fn document_types_and_entities_are_refused() {
    let document = r#"<!DOCTYPE S [<!ENTITY a "aaaa">]><S>&a;</S>"#;
    assert!(matches!(refused(document), ErrorKind::DocumentType));
    assert!(matches!(refused("<S>&a;</S>"), ErrorKind::Entity(_)));
    assert!(matches!(refused("<S>&#xD800;</S>"), ErrorKind::Entity(_)));
    assert!(matches!(refused("<S>&#0;</S>"), ErrorKind::Entity(_)));
    assert!(matches!(
        refused("<Obj><MS><S N='&a;'/></MS></Obj>"),
        ErrorKind::Entity(_)
    ));
    refused("<S>a & b</S>");
}

#[test]
fn malformed_documents_are_refused() {
    for document in [
        "text",
        "<S>a</S>text",
        "<S/><S/>",
        "<Unknown/>",
        "<S><S/></S>",
        "<Obj><MS><S>no name</S></MS></Obj>",
        "<Obj>text</Obj>",
        "<Obj><DCT><En><S N='Key'/></En></DCT></Obj>",
        "<Obj><DCT><S/></DCT></Obj>",
        "<Ref/>",
        "<Ref RefId='1'/>",
        "<Ref RefId='x'/>",
        "<Obj><TNRef RefId='0'/></Obj>",
        "<Obj></MS>",
        "<Obj RefId='0'><LST><Obj RefId='0'/></LST></Obj>",
        "<Obj><TN><S/></TN></Obj>",
        "</Obj>",
        "&amp;",
        "<Obj RefId='99999999999999999999'/>",
        "<Nil>x</Nil>",
        "<Obj><MS><S N=a>b</S></MS></Obj>",
    ] {
        refused(document);
    }
}

const RICH: &str = r#"<Obj RefId="0"><TN RefId="0"><T>A.B</T><T>System.Enum</T></TN><ToString>t_x000A_é</ToString><Props><I32 N="n">5</I32><Obj N="d" RefId="1"><DCT><En><S N="Key">k</S><Ref N="Value" RefId="0" /></En></DCT></Obj></Props><MS><DT N="w">2020-01-02T03:04:05Z</DT><Obj N="l" RefId="2"><TNRef RefId="0" /><LST><Nil /><Ref RefId="1" /></LST></Obj></MS></Obj>"#;

/// What is recognized without the reader has to read as the reader reads it.
#[test]
fn how_an_element_is_written_makes_no_difference() {
    let plain = r#"<Obj RefId="0"><TN RefId="0"><T>A</T></TN><ToString>a &lt; b_x000A_</ToString><Props><S N="s">é &amp;_x0041_&#66;</S><S N="e"></S><Nil N="n&gt;" /><I32 N="i">-5</I32><Obj N="o" RefId="1"><TN RefId="1"><T>A</T></TN><LST /></Obj><G N="g">00000000-0000-0000-0000-000000000007</G></Props><MS><B N="b">true</B></MS></Obj>"#;
    let mut decoder = Decoder::new();
    let value = decoder.decode(plain).unwrap();
    // Now the type list is known.
    assert_eq!(decoder.decode(plain).unwrap(), value);
    for (from, to) in [
        ("\">", "\" >"),
        ("\">", "\"><!-- -->"),
        ("<ToString>", "<ToString >"),
        ("</", "<!-- --></"),
        ("N=\"", "  N=\""),
        ("</S><", "</S>\n  <"),
        ("</TN><", "</TN>\n  <"),
        (" />", "/>"),
        ("é", "<![CDATA[é]]>"),
    ] {
        let document = plain.replace(from, to);
        assert_ne!(document, plain);
        assert_eq!(decoder.decode(&document).unwrap(), value, "{document}");
    }
}

#[test]
fn a_plain_element_counts_like_any_other() {
    let nested = |depth: usize| {
        format!(
            r#"{}<S N="a">b</S>{}"#,
            r#"<Obj N="o"><MS>"#.repeat(depth),
            "</MS></Obj>".repeat(depth)
        )
    };
    decode(&nested(127)).unwrap();
    assert!(matches!(refused(&nested(128)), ErrorKind::TooDeep));
    let many = format!(
        "<Obj><MS>{}</MS></Obj>",
        "<Nil N=\"a\" />".repeat(1_000_000)
    );
    assert!(matches!(refused(&many), ErrorKind::TooManyValues));
}

#[test]
fn an_error_says_where_it_is() {
    let err = decode(r#"<Obj><MS><S N="a">b</S><I32 N="c">d</I32></MS></Obj>"#).unwrap_err();
    assert_eq!(err.position, 41);
}

#[test]
fn a_document_cut_at_any_byte_is_refused() {
    decode(RICH).unwrap();
    for end in 1..RICH.len() {
        if let Some(cut) = RICH.get(..end) {
            refused(cut);
        }
    }
}

#[test]
fn a_document_with_any_byte_changed_never_panics() {
    let mut decoder = Decoder::new();
    for at in 0..RICH.len() {
        for byte in [0, b'<', b'>', b'"', b'&', b'/', b'!', b'9', 0x7F] {
            let mut bytes = RICH.as_bytes().to_vec();
            bytes[at] = byte;
            if let Ok(document) = String::from_utf8(bytes) {
                decoder.decode(&document).ok();
            }
        }
    }
}

#[test]
fn what_is_encoded_is_decoded_equal() {
    let value = decode(
        RICH.replace(r#"<Ref N="Value" RefId="0" />"#, r#"<S N="Value">_x</S>"#)
            .as_str(),
    )
    .unwrap();
    let encoded = encode(&value).unwrap();
    assert_eq!(decode(&encoded).unwrap(), value);
    assert!(
        encoded.contains("<Ref "),
        "shared objects stay shared: {encoded}"
    );
}
