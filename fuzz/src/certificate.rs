//! The certificate of a server, for the channel binding.

use pchat_console::adapters::remote_powershell::untrusted;

pub(crate) fn run(input: &[u8]) {
    const PREFIX: &[u8] = b"tls-server-end-point:";
    if let Some(binding) = untrusted::channel_binding(input) {
        let hash = binding.strip_prefix(PREFIX).map(<[u8]>::len);
        assert!(
            matches!(hash, Some(32 | 48 | 64)),
            "a hash of {hash:?} bytes"
        );
    }
}
