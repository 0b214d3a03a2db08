//! A log file per run. It tells what the program did and how long it took: no bodies, no values people typed, no
//! secrets.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::domain::Moment;

/// Libraries log at their own discretion, request headers among it: only their warnings are let through. What makes the
/// tokens of a sign-in says nothing at all: it would write whole messages and keys.
const FILTER: &str = "warn,pchat_console=info,sspi=off,picky=off,picky_krb=off";

/// Starts logging into a file of its own; a folder that cannot be written to is told, and the program goes on.
pub fn start(folder: &Path, started: Moment, process: u32) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!(
        "{}-{process}.log",
        started.instant().strftime("%Y%m%dT%H%M%SZ")
    ));
    let file = File::create(&path)?;
    let filter = EnvFilter::new(FILTER);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .finish();
    // A second start in the same process keeps the first log.
    subscriber.try_init().ok();
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::EnvFilter;

    use super::FILTER;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_makes_sign_in_tokens_is_never_heard_and_warnings_of_others_are() {
        let written = Written::default();
        let writer = written.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new(FILTER))
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            tracing::error!(target: "sspi::kerberos::client", "canary");
            tracing::error!(target: "picky_krb", "canary");
            tracing::debug!(target: "hyper_util", "canary");
            tracing::warn!(target: "hyper_util", "a warning");
            tracing::info!(target: "pchat_console::adapters", "signing in");
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        assert!(!text.contains("canary"), "{text}");
        assert!(
            text.contains("a warning") && text.contains("signing in"),
            "{text}"
        );
    }
}
