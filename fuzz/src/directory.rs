//! What a directory says: lists of rights, names, references to other servers, and the answer to a request for TLS.

use pchat_console::adapters::active_directory::untrusted::{
    is_at_or_below, name, reference, rights, start_tls_answer,
};

pub fn run(input: &[u8]) {
    rights(input);
    start_tls_answer(input);
    let text = String::from_utf8_lossy(input);
    let (parts, parent) = name(&text);
    assert!(parts.iter().map(|part| part.len()).sum::<usize>() <= text.len());
    if let Some(parent) = parent {
        assert!(text.ends_with(parent));
        assert!(
            is_at_or_below(&text, parent),
            "a name lies below its container"
        );
    }
    if let Some(address) = reference(&text) {
        assert!(
            address.starts_with("ldaps://"),
            "nothing is followed in clear"
        );
    }
}
