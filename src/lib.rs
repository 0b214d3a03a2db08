//! The console as a library: everything but the start of the process.

pub mod adapters;
#[cfg(feature = "window")]
mod app;
pub mod checklist;
pub mod cli;
pub mod console;
pub mod domain;
pub mod lab;
pub mod localization;
pub mod lync;
pub mod plan;
pub mod ports;
pub mod psrp;
pub mod report;
pub mod runtime;
#[cfg(feature = "window")]
pub mod ui;
pub mod wiring;

#[cfg(feature = "window")]
pub use app::open_window;

/// Without the feature `window` there is none to open.
#[cfg(not(feature = "window"))]
pub fn open_window(_options: &cli::WindowOptions) -> cli::Exit {
    adapters::platform::tell_without_window(
        "this build of pchat-console has no window; see --help",
    );
    cli::Exit::NoWindow
}
