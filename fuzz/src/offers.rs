//! `WWW-Authenticate`: every line of the input is one header.

use pchat_console::adapters::remote_powershell::untrusted;

pub(crate) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let headers: Vec<&str> = text.lines().collect();
    let read = untrusted::offers(&headers);
    assert!(read.schemes.len() <= 32, "a person can read the offers");
    let named: usize = read.schemes.iter().map(String::len).sum();
    let tokens: usize = read.tokens.iter().map(Vec::len).sum();
    assert!(named + tokens <= text.len(), "nothing is made up");
}
