//! The handshake: a challenge of the server, bare or in SPNEGO, with or without a certificate, and its last word.

use pchat_console::adapters::remote_powershell::untrusted::{self, Framing};

use super::script::Script;

pub(crate) fn run(input: &[u8]) {
    let mut script = Script::new(input);
    let framing = match script.below(2) {
        0 => Framing::Bare,
        _ => Framing::Spnego,
    };
    let certificate = script.block();
    let last_word = script.block();
    let challenge = script.rest();
    match untrusted::handshake(framing, certificate, challenge, last_word) {
        Ok(answer) => {
            // A challenge's target information comes back in the answer, twice at most.
            assert!(
                answer.len() <= 2 * challenge.len() + 4096,
                "{} bytes",
                answer.len()
            );
        }
        Err(words) => assert!(words.len() <= 4096, "an error of {} bytes", words.len()),
    }
}
