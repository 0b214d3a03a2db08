//! The envelopes of a server: a whole body of an HTTP answer.

use pchat_console::psrp::wsman::Response;

use super::size::check_error;

pub(crate) fn run(input: &[u8]) {
    let response = match Response::parse(input) {
        Ok(response) => response,
        Err(err) => return check_error(&err),
    };
    let carried: usize = response
        .streams
        .iter()
        .map(|stream| stream.data.len())
        .sum();
    assert!(carried <= input.len(), "base64 only shrinks");
    if let Some(fault) = response.fault {
        let _kind = fault.kind();
        assert!(
            fault.to_string().len() <= input.len() + 32,
            "a fault says no more than was sent"
        );
    }
}
