//! The reviewer's passphrase.

use pchat_console::checklist::{is_passphrase, seal_passphrase};
use pchat_console::domain::Secret;

const SALT: [u8; 16] = *b"0123456789abcdef";

fn sealed(passphrase: &str) -> String {
    seal_passphrase(&Secret::new(passphrase), &SALT).unwrap()
}

#[test]
fn a_passphrase_is_recognised_and_no_other_is() {
    let seal = sealed("four eyes see more");
    assert!(seal.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(!seal.contains("eyes"));
    assert!(is_passphrase(&Secret::new("four eyes see more"), &seal));
    for wrong in ["", "Four eyes see more", "four eyes see more "] {
        assert!(!is_passphrase(&Secret::new(wrong), &seal), "{wrong:?}");
    }
}

#[test]
fn the_same_words_with_another_salt_are_sealed_differently() {
    let other = seal_passphrase(&Secret::new("four eyes"), b"fedcba9876543210");
    assert_ne!(Some(sealed("four eyes")), other);
}

#[test]
fn a_passphrase_is_the_same_however_the_keyboard_composes_it() {
    let composed = "확인자 암호";
    let decomposed = "\u{1112}\u{116a}\u{11a8}\u{110b}\u{1175}\u{11ab}\u{110c}\u{1161} \u{110b}\u{1161}\u{11b7}\u{1112}\u{1169}";
    assert_ne!(composed, decomposed);
    assert!(is_passphrase(&Secret::new(decomposed), &sealed(composed)));
}

#[test]
fn what_is_no_seal_or_asks_for_too_much_opens_nothing() {
    let greedy = sealed("x").replace("m=19456", "m=4194304");
    let endless = sealed("x").replace("t=2", "t=4000000000");
    for seal in ["", "x", "$argon2id$", greedy.as_str(), endless.as_str()] {
        assert!(!is_passphrase(&Secret::new("x"), seal), "{seal}");
    }
}
