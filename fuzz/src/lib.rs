//! What is done with an input, one function a target: the fuzzers and the replay on stable call the same ones.
//!
//! A function returns, whatever it is given; a panic is a find. What can be said about an answer beyond "it came
//! back" is asserted here too, so that the replay proves it for every input that was ever kept.

mod certificate;
mod challenge;
mod clixml;
mod directory;
mod envelope;
mod exports;
mod fragments;
mod keys;
mod messages;
mod offers;
mod runspace;
mod script;
mod sealed_body;
mod secrets;
mod size;
mod values;

/// A target, by the name of its folder in `corpus` and `regressions`.
pub type Target = (&'static str, fn(&[u8]));

/// Every target there is.
pub const TARGETS: [Target; 13] = [
    ("certificate", certificate::run),
    ("challenge", challenge::run),
    ("clixml", clixml::run),
    ("directory", directory::run),
    ("envelope", envelope::run),
    ("exports", exports::run),
    ("fragments", fragments::run),
    ("messages", messages::run),
    ("offers", offers::run),
    ("runspace", runspace::run),
    ("sealed_body", sealed_body::run),
    ("secrets", secrets::run),
    ("values", values::run),
];

/// Runs one input through the target of this name.
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    let (_, target) = target.unwrap_or_else(|| panic!("there is no target {name}"));
    target(input);
}
