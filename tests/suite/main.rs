//! The suite: one binary, one module for each subject.
//!
//! Tests have a fixed clock, no network and no sleep; what a test needs from outside, the lab plays.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of a test stops the test it helps"
)]

mod cli;
mod console;
mod contract;
mod draft;
mod i18n;
mod journal;
mod lab_rules;
mod layers;
mod peer;
mod powershell_text;
#[cfg(feature = "window")]
mod real_window;
mod remote;
mod remote_contract;
mod remote_sign_in;
mod runtime;
mod support;
#[cfg(feature = "window")]
mod window;
#[cfg(feature = "window")]
mod window_pages;
#[cfg(feature = "window")]
mod window_wizard;
