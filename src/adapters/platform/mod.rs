//! What differs between operating systems; the only place with `cfg(windows)` and `cfg(unix)`.

#[cfg_attr(not(any(windows, feature = "ticket-cache")), path = "no_logon.rs")]
mod logon;

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

pub use logon::{Logon, sign_in_to_directory};

/// Whether this build can sign in as whoever runs it.
pub const HAS_CURRENT_USER: bool = cfg!(any(windows, feature = "ticket-cache"));

/// Why the current user has no ticket for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogonProblem {
    /// This build cannot ask: elsewhere than on Windows that is the feature `ticket-cache`.
    NotBuiltIn,
    /// In the words of the system.
    NoTicket { words: String },
}

/// How it went to sign in to a directory as the current user.
pub enum DirectorySignIn {
    NotBuiltIn,
    Answered(ldap3::result::Result<ldap3::LdapResult>),
}

/// The person's name on this computer, for the journal.
pub fn os_user() -> String {
    let name = whoami::username().unwrap_or_else(|_unknown| "unknown".to_owned());
    // On Windows two domains may have the same user; %USERDOMAIN% is set by the logon itself.
    match std::env::var("USERDOMAIN") {
        Ok(domain) if cfg!(windows) && !domain.is_empty() => format!("{domain}\\{name}"),
        _ => name,
    }
}

/// This computer's name, for the journal.
pub fn computer() -> String {
    whoami::hostname().unwrap_or_else(|_unknown| "unknown".to_owned())
}

/// Whether software Vulkan adapters are to be refused: on Linux OpenGL in software is faster, while on Windows the
/// software adapter is what remote desktops have.
pub fn refuses_software_vulkan() -> bool {
    cfg!(target_os = "linux")
}

/// Tells what has to be told when there is no window: on standard error, and where the program has no terminal in a
/// plain box of the system, which needs no graphics driver.
pub fn tell_without_window(text: &str) {
    // With standard error closed the box below, or the exit code alone, has to do.
    writeln!(io::stderr(), "{text}").ok();
    #[cfg(all(windows, feature = "window"))]
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("pchat-console")
        .set_description(text)
        .show();
}

/// A new file that only this user can read; on Windows the folder's permissions decide.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether a process of this user is gone for certain. What the system does not say is not certain.
pub fn is_process_gone(process: u32) -> bool {
    #[cfg(windows)]
    {
        let filter = format!("PID eq {process}");
        let listed = std::process::Command::new("tasklist")
            .args(["/FI", &filter, "/FO", "CSV", "/NH"])
            .output();
        // Found processes are listed with their number in quotes; that there is none is said in the system's language.
        listed.is_ok_and(|listed| {
            let number = format!("\"{process}\"");
            listed.status.success() && !String::from_utf8_lossy(&listed.stdout).contains(&number)
        })
    }
    #[cfg(not(windows))]
    {
        let all = Path::new("/proc");
        all.join("self").exists() && !all.join(process.to_string()).exists()
    }
}
