//! Secure strings and session keys as a server sends them, and any secret there and back.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use pchat_console::psrp::clixml::SecureString;
use pchat_console::psrp::secrecy::{SecretText, SessionKey};
use zeroize::Zeroizing;

use super::keys::exchange_key;
use super::script::Script;

pub(crate) fn run(input: &[u8]) {
    let mut script = Script::new(input);
    let key = SessionKey::new(Zeroizing::new([7; 32]));
    match script.below(4) {
        // Rare, because opening a key takes a thousand times longer than all else.
        0 if input.len() == 269 => drop(exchange_key().open(script.rest())),
        1 => {
            let text = String::from_utf8_lossy(script.rest());
            drop(key.decrypt(&SecureString::from_base64(text)));
        }
        2 => {
            let text = BASE64_STANDARD.encode(script.rest());
            if let Ok(secret) = key.decrypt(&SecureString::from_base64(text)) {
                // Lone surrogates are refused, so what was read can be written.
                let written = key.encrypt(&secret);
                assert_eq!(key.decrypt(&written).unwrap().expose(), secret.expose());
            }
        }
        _ => {
            let text = String::from_utf8_lossy(script.rest());
            let secret = key.encrypt(&SecretText::new(text.as_ref()));
            assert_eq!(key.decrypt(&secret).unwrap().expose(), text);
        }
    }
}
