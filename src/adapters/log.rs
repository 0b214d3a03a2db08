//! A log file per run. It tells what the program did and how long it took: no bodies, no values people typed, no
//! secrets.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::domain::Moment;

/// Starts logging into a file of its own; a folder that cannot be written to is told, and the program goes on.
pub fn start(folder: &Path, started: Moment, process: u32) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!(
        "{}-{process}.log",
        started.instant().strftime("%Y%m%dT%H%M%SZ")
    ));
    let file = File::create(&path)?;
    // Libraries log at their own discretion, request headers among it: only their warnings are let through.
    let filter = EnvFilter::new("warn,pchat_console=info");
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .finish();
    // A second start in the same process keeps the first log.
    subscriber.try_init().ok();
    Ok(path)
}
