//! `inventory`: what a deployment holds.

use std::time::Duration;

use super::arguments::{Format, InventoryCommand};
use super::{Exit, Streams, output, session};
use crate::adapters::clock::SystemClock;
use crate::domain::Access;
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Cancel};

/// A reading of a large deployment takes one question per pool.
const DEADLINE: Duration = Duration::from_mins(5);

pub(super) fn run(
    command: &InventoryCommand,
    localizer: &Localizer,
    _clock: SystemClock,
    streams: &mut Streams<'_>,
) -> Exit {
    let call = Call::new(DEADLINE, &Cancel::default());
    let mut deployment = match session::open(
        &command.connection,
        Access::ReadOnly,
        &call,
        localizer,
        streams,
    ) {
        Ok(deployment) => deployment,
        Err(exit) => return exit,
    };
    match deployment.inventory(&call) {
        Err(err) => {
            output::failure(streams.errors, localizer, &err, Doing::Reading);
            Exit::Failed
        }
        Ok(inventory) => {
            match command.format {
                Format::Json => {
                    output::json_document(streams.output, &output::inventory_json(&inventory));
                }
                Format::Table => output::inventory_tables(streams.output, &inventory, localizer),
            }
            output::notices(streams.errors, &inventory.notices, localizer);
            Exit::Done
        }
    }
}
