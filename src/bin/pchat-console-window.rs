//! The console for double-click shortcuts: opens the window without a terminal window behind it.
#![windows_subsystem = "windows"]

use std::process::ExitCode;

use pchat_console::cli::WindowOptions;

fn main() -> ExitCode {
    ExitCode::from(pchat_console::open_window(&WindowOptions::default()).code())
}
