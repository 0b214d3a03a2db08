//! The console without a window: reads a deployment, creates and removes endpoints, starts and stops services, and says
//! how it came out.
//!
//! A command is its own permission to change; there is no read-only switch here. A password comes from standard
//! input and nowhere else.

mod act;
mod arguments;
mod connection_test;
mod directory;
mod directory_session;
mod endpoint;
mod exit;
mod inventory;
mod message_test;
mod migration;
mod migration_arguments;
mod output;
mod reading_tables;
mod readings;
mod service;
mod session;
mod swap;

use std::ffi::OsString;
use std::io::{Read, Write};

use clap::Parser as _;

pub use arguments::{Renderer, WindowOptions};
pub use exit::Exit;

use crate::adapters::clock::SystemClock;
use crate::domain::Language;
use crate::domain::text::visible_lines;
use crate::localization::{Localizer, system_language};
use act::Surroundings;
use arguments::{
    Arguments, Command, ConnectionCommand, DirectoryCommand, EndpointCommand, MessageCommand,
    ServiceCommand, SwapCommand,
};

/// Where a command reads and writes. Tests bring their own.
pub struct Streams<'a> {
    pub input: &'a mut dyn Read,
    pub output: &'a mut dyn Write,
    pub errors: &'a mut dyn Write,
}

/// What the command line asks for.
pub enum Start {
    Window(WindowOptions),
    Ended(Exit),
}

/// Runs a command, or says that a window is wanted.
pub fn run(arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> Start {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(err) => {
            // Help and version are asked for and go to standard output; anything else is wrong usage.
            let (stream, exit): (&mut dyn Write, Exit) = if err.use_stderr() {
                (streams.errors, Exit::Usage)
            } else {
                (streams.output, Exit::Done)
            };
            // With the streams gone there is nobody left to tell.
            write!(stream, "{}", visible_lines(&err.to_string())).ok();
            return Start::Ended(exit);
        }
    };
    let language = arguments.lang.map_or_else(system_language, Language::from);
    let clock = SystemClock::default();
    let localizer = Localizer::new(language, clock.zone());
    let around = Surroundings {
        data_dir: arguments.data_dir,
        localizer: &localizer,
        clock,
    };
    let ended = match arguments.command {
        None => {
            return Start::Window(WindowOptions {
                language: arguments.lang.map(Language::from),
                data_dir: around.data_dir,
                renderer: arguments.renderer,
            });
        }
        Some(Command::Inventory(command)) => {
            inventory::run(&command, &localizer, around.clock, streams)
        }
        Some(Command::Connection(ConnectionCommand::Test(command))) => {
            connection_test::run(&command, &localizer, streams)
        }
        Some(Command::Endpoint(EndpointCommand::New(command))) => {
            endpoint::create(&command, around, streams)
        }
        Some(Command::Endpoint(EndpointCommand::Remove(command))) => {
            endpoint::remove(&command, around, streams)
        }
        Some(Command::Pool(command)) => readings::pool(&command, &localizer, streams),
        Some(Command::Deployment(command)) => readings::deployment(&command, &localizer, streams),
        Some(Command::Message(MessageCommand::Test(command))) => {
            message_test::run(&command, &localizer, streams)
        }
        Some(Command::Directory(DirectoryCommand::Holders(command))) => {
            directory::holders(&command, &localizer, streams)
        }
        Some(Command::Directory(DirectoryCommand::Show(command))) => {
            directory::show(&command, &localizer, streams)
        }
        Some(Command::Swap(SwapCommand::Start(command))) => swap::start(&command, around, streams),
        Some(Command::Swap(SwapCommand::Continue(command))) => {
            swap::go_on(&command, around, streams)
        }
        Some(Command::Swap(SwapCommand::HandOver(command))) => {
            swap::hand_over(&command, around, streams)
        }
        Some(Command::Swap(SwapCommand::Back(command))) => swap::back(&command, around, streams),
        Some(Command::Swap(SwapCommand::Status(command))) => {
            swap::status(&command, around, streams)
        }
        Some(Command::Migration(command)) => migration::run(&command, around, streams),
        Some(Command::Service(ServiceCommand::Start(command))) => {
            service::start(&command, around, streams)
        }
        Some(Command::Service(ServiceCommand::Stop(command))) => {
            service::stop(&command, around, streams)
        }
    };
    Start::Ended(ended)
}
