//! `migration`: the projects of a migration without a window, on the same files, rules and readings.

mod desk;
mod files;
mod said;
mod servers;

use super::act::Surroundings;
use super::migration_arguments::MigrationCommand;
use super::{Exit, Streams};

pub(super) fn run(
    command: &MigrationCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let done = match command {
        MigrationCommand::New(command) => files::new(command, &around, streams),
        MigrationCommand::Show(command) => files::show(command, &around, streams),
        MigrationCommand::Preflight(command) => files::preflight(command, &around, streams),
        MigrationCommand::Report(command) => files::report(command, &around, streams),
        MigrationCommand::Verify(command) => files::verify(command, &around, streams),
        MigrationCommand::Read(command) => servers::read(command, around, streams),
        MigrationCommand::Run(command) => servers::run(command, around, streams),
        MigrationCommand::Begin(command) => said::begin(command, &around, streams),
        MigrationCommand::Attest(command) => said::attest(command, &around, streams),
        MigrationCommand::Output(command) => said::output(command, &around, streams),
        MigrationCommand::Attach(command) => said::attach(command, &around, streams),
        MigrationCommand::Skip(command) => said::skip(command, &around, streams),
        MigrationCommand::NotApplicable(command) => said::not_applicable(command, &around, streams),
        MigrationCommand::Reopen(command) => said::reopen(command, &around, streams),
        MigrationCommand::Note(command) => said::note(command, &around, streams),
        MigrationCommand::Confirm(command) => said::confirm(command, &around, streams),
        MigrationCommand::Decide(command) => said::decide(command, &around, streams),
        MigrationCommand::Rollback(command) => said::rollback(command, &around, streams),
    };
    done.unwrap_or_else(|exit| exit)
}
