//! CLIXML: any document; one that is understood can be written, and read again as the same value.

use pchat_console::psrp::clixml::{Decoder, ErrorKind, Value, encode};

use super::size::{check_error, check_text};

pub(crate) fn run(input: &[u8]) {
    let document = String::from_utf8_lossy(input);
    let mut decoder = Decoder::new();
    let value = match decoder.decode(&document) {
        Ok(value) => value,
        Err(err) => return check_error(&err),
    };
    check_text(&document, 1, value.to_text().len());
    // A session keeps its decoder: what it learned from a document changes nothing about the next.
    let again = decoder.decode(&document);
    let again = again.unwrap_or_else(|err| panic!("refused the second time: {err}"));
    check_round_trip(&value);
    assert_eq!(
        encode(&value),
        encode(&again),
        "read differently the second time"
    );
}

/// What is written is read back as the same, unless an object holds itself.
pub(crate) fn check_round_trip(value: &Value) {
    let Ok(written) = encode(value) else {
        return;
    };
    let read = match Decoder::new().decode(&written) {
        Ok(read) => read,
        // Without the blanks and comments of the first, a document may be too short for what its references expand to.
        Err(err) if matches!(err.kind, ErrorKind::TooLarge) => return,
        Err(err) => panic!("{err}: {written}"),
    };
    assert_eq!(
        encode(&read).as_ref(),
        Ok(&written),
        "written differently the second time"
    );
    // What is not a number is not even equal to itself.
    if !written.contains(">NaN<") {
        assert_eq!(read, *value, "{written}");
    }
}
