//! Speed and memory, as ratios to other libraries measured in the same run. README.md says what each figure means.

mod checklist;
mod corpus;
mod counting;
mod decode;
mod directory;
mod latency;
mod memory;
mod peer;
mod references;
mod rounds;
mod wire;

use std::error::Error;
use std::process::ExitCode;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[global_allocator]
static ALLOCATOR: counting::Counting = counting::Counting;

fn main() -> ExitCode {
    let wanted = std::env::args().nth(1);
    let result = match wanted.as_deref() {
        Some("checklist") => checklist::run(),
        Some("decode") => decode::run(),
        Some("memory") => memory::run(),
        Some("latency") => latency::run(),
        Some("directory") => directory::run(),
        Some(directory::ROLE) => directory::read(),
        Some(wire::ROLE) => wire::serve(),
        None | Some("all") => all(),
        Some(_) => Err("usage: checklist | decode | memory | latency | directory | all".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("{err}");
            ExitCode::FAILURE
        }
    }
}

/// Memory last: what it counts is counted from then on.
fn all() -> Outcome {
    checklist::run()?;
    decode::run()?;
    latency::run()?;
    directory::run()?;
    memory::run()
}
