//! Our decoding of every recorded message against pypsrp's, value by value.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pchat_console::psrp::clixml::{Content, Decoder, Property, Value, encode};
use pchat_console::psrp::message::Message as Parsed;
use serde_json::{Value as Json, json};

use super::recordings::recordings;

#[test]
fn everything_recorded_servers_said_is_decoded_as_pypsrp_decodes_it() {
    let recordings = recordings();
    assert_eq!(recordings.messages.len(), 204);
    let mut differing = BTreeMap::new();
    let mut decoder = Decoder::new();
    for message in &recordings.messages {
        let bytes = message.bytes();
        let parsed = Parsed::parse(&bytes).unwrap_or_else(|err| panic!("{}: {err}", message.name));
        let value = decoder
            .decode(parsed.data)
            .unwrap_or_else(|err| panic!("{}: {err}", message.name));
        if let Err(difference) = same(&value, &message.decoded, "") {
            differing.insert(message.name.as_str(), difference);
        }
    }
    assert_eq!(differing, BTreeMap::new());
}

#[test]
fn everything_recorded_servers_said_can_be_written_and_read_back() {
    let mut decoder = Decoder::new();
    for message in recordings().messages {
        let bytes = message.bytes();
        let value = decoder.decode(Parsed::parse(&bytes).unwrap().data).unwrap();
        let written = encode(&value).unwrap_or_else(|err| panic!("{}: {err}", message.name));
        assert_eq!(decoder.decode(&written).unwrap(), value, "{}", message.name);
    }
}

#[test]
fn a_difference_is_noticed() {
    let object = |inner: &str| {
        let document = format!(
            r#"<Obj RefId="0"><TN RefId="0"><T>A</T></TN><ToString>t</ToString><MS>{inner}</MS></Obj>"#
        );
        Decoder::new().decode(&document).unwrap()
    };
    let ours = object(r#"<Obj N="x" RefId="1"><LST><I32>1</I32><S>a</S></LST></Obj>"#);
    let theirs = |list: Json, types: Json| {
        json!({"object": {"types": types, "to_string": "t", "adapted": [], "content": [], "extended": [["x",
            {"object": {"types": [], "to_string": null, "adapted": [], "extended": [], "content": [list]}}]]}})
    };
    assert_eq!(
        same(&ours, &theirs(json!([1, "a"]), json!(["A"])), ""),
        Ok(())
    );
    for (list, types) in [
        (json!([1, "b"]), json!(["A"])),
        (json!([2, "a"]), json!(["A"])),
        (json!(["1", "a"]), json!(["A"])),
        (json!([1]), json!(["A"])),
        (json!([1, "a"]), json!(["B"])),
    ] {
        same(&ours, &theirs(list, types), "").unwrap_err();
    }
}

/// Whether a value is what pypsrp read; the error says where it is not.
fn same(ours: &Value, theirs: &Json, at: &str) -> Result<(), String> {
    let is_same = match (ours, theirs) {
        (Value::Nil, Json::Null) => true,
        (Value::Cycle, _) => theirs.get("cycle").is_some(),
        (Value::Bool(ours), Json::Bool(theirs)) => ours == theirs,
        (_, Json::Number(number)) => {
            integer(ours).is_some_and(|ours| ours.to_string() == number.to_string())
        }
        (_, Json::String(theirs)) => text(ours).is_some_and(|ours| ours == *theirs),
        (_, Json::Array(theirs)) => return same_list(ours, theirs, at),
        (_, Json::Object(members)) => {
            let (kind, theirs) = members.iter().next().expect("one member");
            match (kind.as_str(), ours) {
                ("float", Value::F64(number)) => {
                    theirs.as_str().and_then(|text| text.parse().ok()) == Some(*number)
                }
                ("float", Value::F32(number)) => {
                    theirs.as_str().and_then(|text| text.parse().ok()) == Some(*number)
                }
                ("bytes", Value::Bytes(bytes)) => {
                    theirs.as_str() == Some(BASE64_STANDARD.encode(bytes).as_str())
                }
                ("guid", Value::Guid(guid)) => theirs.as_str() == Some(guid.to_string().as_str()),
                ("secure", Value::SecureString(secret)) => {
                    theirs.as_str() == Some(secret.as_base64())
                }
                ("dictionary", _) => return same_dictionary(ours, theirs, at),
                ("object", _) => return same_object(ours, theirs, at),
                ("known", _) => return same_known(ours, theirs, at),
                _ => false,
            }
        }
        _ => false,
    };
    if is_same {
        Ok(())
    } else {
        Err(difference(at, ours, theirs))
    }
}

fn difference(at: &str, ours: &Value, theirs: &Json) -> String {
    let short = |text: String| text.chars().take(300).collect::<String>();
    format!(
        "{at}: {} is not {}",
        short(format!("{ours:?}")),
        short(theirs.to_string())
    )
}

fn integer(value: &Value) -> Option<i128> {
    match *value {
        Value::U64(number) => Some(number.into()),
        Value::Object(_) => None,
        _ => value.as_i64().map(Into::into),
    }
}

/// What pypsrp has as text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text)
        | Value::Uri(text)
        | Value::Xml(text)
        | Value::ScriptBlock(text)
        | Value::Decimal(text) => Some(text.to_string()),
        Value::DateTime(moment) => Some(moment.to_string()),
        Value::TimeSpan(span) => Some(span.to_string()),
        Value::Version(version) => Some(version.to_string()),
        Value::Char(unit) => char::from_u32((*unit).into()).map(String::from),
        _ => None,
    }
}

fn same_list(ours: &Value, theirs: &[Json], at: &str) -> Result<(), String> {
    match ours.as_object().map(|object| object.content()) {
        Some(Content::List(_, items)) => same_items(items, theirs, at),
        _ => Err(difference(at, ours, &Json::Array(theirs.into()))),
    }
}

fn same_items(ours: &[Value], theirs: &[Json], at: &str) -> Result<(), String> {
    if ours.len() != theirs.len() {
        return Err(format!("{at}: {} items, not {}", ours.len(), theirs.len()));
    }
    let mut pairs = ours.iter().zip(theirs).enumerate();
    pairs.try_for_each(|(index, (ours, theirs))| same(ours, theirs, &format!("{at}[{index}]")))
}

fn same_dictionary(ours: &Value, theirs: &Json, at: &str) -> Result<(), String> {
    match ours.as_object().map(|object| object.content()) {
        Some(Content::Dictionary(entries)) => same_entries(entries, theirs, at),
        _ => Err(difference(at, ours, theirs)),
    }
}

fn same_entries(ours: &[(Value, Value)], theirs: &Json, at: &str) -> Result<(), String> {
    let theirs = theirs.as_array().map(Vec::as_slice).unwrap_or_default();
    if ours.len() != theirs.len() {
        return Err(format!(
            "{at}: {} entries, not {}",
            ours.len(),
            theirs.len()
        ));
    }
    let mut pairs = ours.iter().zip(theirs).enumerate();
    pairs.try_for_each(|(index, ((key, value), theirs))| {
        same(key, &theirs[0], &format!("{at}{{{index}}} key"))?;
        same(value, &theirs[1], &format!("{at}{{{index}}}"))
    })
}

/// A bag: everything in it has to be the same.
fn same_object(ours: &Value, theirs: &Json, at: &str) -> Result<(), String> {
    let Some(object) = ours.as_object() else {
        return Err(difference(at, ours, theirs));
    };
    let types: Vec<_> = object.type_names().iter().map(Json::from).collect();
    if Json::Array(types) != theirs["types"] {
        return Err(format!("{at}: other types than {}", theirs["types"]));
    }
    if object.to_string_text() != theirs["to_string"].as_str() {
        return Err(format!("{at}: other text than {}", theirs["to_string"]));
    }
    for (ours, name) in [
        (object.adapted(), "adapted"),
        (object.extended(), "extended"),
    ] {
        let theirs = theirs[name].as_array().expect("properties");
        if ours.len() != theirs.len() {
            return Err(format!(
                "{at}: {} {name} properties, not {}",
                ours.len(),
                theirs.len()
            ));
        }
        for (property, theirs) in ours.iter().zip(theirs) {
            if Some(&*property.name) != theirs[0].as_str() {
                return Err(format!(
                    "{at}: property {}, not {}",
                    property.name, theirs[0]
                ));
            }
            same(
                &property.value,
                &theirs[1],
                &format!("{at}.{}", property.name),
            )?;
        }
    }
    same_content(object.content(), &theirs["content"], at)
}

/// One of pypsrp's own classes, which passes over what it does not name.
fn same_known(ours: &Value, theirs: &Json, at: &str) -> Result<(), String> {
    let Some(object) = ours.as_object() else {
        return Err(difference(at, ours, theirs));
    };
    if object.to_string_text() != theirs["to_string"].as_str() {
        return Err(format!("{at}: other text than {}", theirs["to_string"]));
    }
    for (ours, name) in [
        (object.adapted(), "adapted"),
        (object.extended(), "extended"),
    ] {
        for theirs in theirs[name].as_array().expect("properties") {
            let wanted = theirs[0].as_str().expect("a name");
            let named = |property: &&Property| &*property.name == wanted;
            let found = ours
                .iter()
                .find(named)
                .map_or(&Value::Nil, |found| &found.value);
            same(found, &theirs[1], &format!("{at}.{wanted}"))?;
        }
    }
    same_content(object.content(), &theirs["content"], at)
}

fn same_content(ours: &Content, theirs: &Json, at: &str) -> Result<(), String> {
    match (ours, theirs.as_array().map(Vec::as_slice)) {
        (Content::None, Some([])) => Ok(()),
        (Content::List(_, items), Some([Json::Array(theirs)])) => same_items(items, theirs, at),
        (Content::Dictionary(entries), Some([theirs])) => {
            same_entries(entries, &theirs["dictionary"], at)
        }
        (Content::Primitive(ours), Some([theirs])) => same(ours, theirs, &format!("{at} value")),
        _ => Err(format!("{at}: other content than {theirs}")),
    }
}
