//! The sockets, the files and the clock, one folder per technology. Thin: what can be decided is decided elsewhere.

pub mod active_directory;
pub mod client_path;
pub mod clock;
mod dns;
pub mod files;
pub mod log;
pub mod platform;
pub mod remote_powershell;
mod tls;
