//! How large what came out may be, next to what went in.

use std::error::Error;

/// Text of an error that still fits a screen and a line of a log, the errors beneath it included.
const LONGEST_ERROR: usize = 4096;

/// An error repeats only a little of the hostile bytes it is about.
pub(crate) fn check_error(err: &dyn Error) {
    let mut length = err.to_string().len();
    let mut cause = err.source();
    while let Some(err) = cause {
        length += err.to_string().len();
        cause = err.source();
    }
    assert!(length <= LONGEST_ERROR, "an error of {length} bytes");
}

/// The text made of a document, each part of it no more than so many times, is bounded by the length of the document.
///
/// References expand to 64 KiB and 32 times the length at most, and a byte prints as up to four characters.
pub(crate) fn check_text(document: &str, times: usize, made: usize) {
    let most = times * 4 * ((64 << 10) + 32 * document.len());
    assert!(
        made <= most,
        "{made} bytes of text from {} bytes",
        document.len()
    );
}
