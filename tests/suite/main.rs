//! The suite: one binary, one module for each subject.
//!
//! Tests have a fixed clock, no network and no sleep; what a test needs from outside, the lab plays.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of a test stops the test it helps"
)]

mod active_directory;
mod active_directory_changes;
mod active_directory_cli;
mod active_directory_slapd;
mod checklist_clock;
mod checklist_fold;
mod checklist_kills;
mod checklist_lab;
mod checklist_large;
mod checklist_operations;
mod checklist_people;
mod checklist_procedure;
mod checklist_process;
mod checklist_readings;
mod checklist_rollback;
mod checklist_rules;
mod checklist_servers;
mod checklist_stage;
mod cli;
mod client_path;
mod console;
mod console_directory;
mod console_project;
mod contract;
mod contract_servers;
mod contract_users;
mod diagnosis;
mod directory_contract;
mod directory_samba;
mod directory_servers;
mod draft;
mod fuzz_corpora;
mod handed_commands;
mod hostile_sizes;
mod i18n;
mod journal;
mod key_exchange;
mod lab_directory;
mod lab_group_chat;
mod lab_night;
mod lab_rules;
mod layers;
mod migration_cli;
#[cfg(feature = "window")]
mod migration_stage;
mod migration_texts;
mod mortal;
mod peer;
mod powershell_text;
mod preflight;
mod procedure_texts;
mod project_files;
mod project_folders;
mod project_runtime;
mod project_stage;
#[cfg(feature = "window")]
mod real_window;
mod recordings;
mod recordings_decoding;
mod recordings_envelopes;
mod recordings_records;
mod recordings_replay;
mod remote;
mod remote_contract;
mod remote_session;
mod remote_sign_in;
mod report;
mod runtime;
mod runtime_directory;
mod small_dns;
mod support;
mod swap;
mod swap_checks;
mod swap_forest;
mod swap_interruptions;
mod swap_process;
mod swap_stage;
mod swap_texts;
mod swap_wizard;
mod transcript;
#[cfg(feature = "window")]
mod window;
#[cfg(feature = "window")]
mod window_connection;
#[cfg(feature = "window")]
mod window_directory;
#[cfg(feature = "window")]
mod window_migration;
#[cfg(feature = "window")]
mod window_pages;
#[cfg(feature = "window")]
mod window_preflight;
#[cfg(feature = "window")]
mod window_project;
#[cfg(feature = "window")]
mod window_servers;
#[cfg(feature = "window")]
mod window_swap;
#[cfg(feature = "window")]
mod window_wizard;
