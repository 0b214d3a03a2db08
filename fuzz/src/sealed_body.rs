//! Sealed bodies: a content type on the first line, and a body; and any signature and text there and back.

use pchat_console::adapters::remote_powershell::untrusted;

pub(crate) fn run(input: &[u8]) {
    let mut lines = input.splitn(2, |byte| *byte == b'\n');
    let content_type = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let body = lines.next().unwrap_or_default();
    if let Some((signature, text)) = untrusted::sealed_body(&content_type, body) {
        assert!(
            signature.len() + text.len() <= body.len(),
            "nothing is made up"
        );
        assert!(!signature.is_empty());
    }
    let signature = body.get(..16).unwrap_or(b"s");
    let (content_type, composed) = untrusted::compose(signature, body);
    let parsed = untrusted::sealed_body(&content_type, &composed);
    assert_eq!(parsed, Some((signature, body)));
}
