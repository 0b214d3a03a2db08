//! The console. Without arguments it opens the window; with a command it works without one.

use std::process::ExitCode;

use pchat_console::cli::{self, Start, Streams};

fn main() -> ExitCode {
    let start = cli::run(
        std::env::args_os(),
        &mut Streams {
            input: &mut std::io::stdin(),
            output: &mut std::io::stdout(),
            errors: &mut std::io::stderr(),
        },
    );
    let exit = match start {
        Start::Ended(exit) => exit,
        Start::Window(options) => pchat_console::open_window(&options),
    };
    ExitCode::from(exit.code())
}
