//! `pool` and `deployment`: the servers and contents of one pool, and what surrounds the chat pools.

use std::time::Duration;

use super::arguments::{ConnectionArguments, DeploymentCommand, Format, PoolCommand};
use super::{Exit, Streams, output, reading_tables, session};
use crate::domain::Access;
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Cancel, Deployment, PortResult};

/// A pool costs several questions per server.
const DEADLINE: Duration = Duration::from_mins(5);

pub(super) fn pool(
    command: &PoolCommand,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Exit {
    let read =
        |deployment: &mut dyn Deployment, call: &Call| deployment.pool_reading(&command.pool, call);
    let (reading, source) = match ask(&command.connection, read, localizer, streams) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    match command.format {
        Format::Json => {
            output::json_document(streams.output, &output::pool_reading_json(&reading, source));
        }
        Format::Table => reading_tables::pool(streams.output, &reading, localizer),
    }
    output::notices(streams.errors, &reading.notices, localizer);
    Exit::Done
}

pub(super) fn deployment(
    command: &DeploymentCommand,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Exit {
    let read = |deployment: &mut dyn Deployment, call: &Call| deployment.deployment_reading(call);
    let (reading, source) = match ask(&command.connection, read, localizer, streams) {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    match command.format {
        Format::Json => {
            let document = output::deployment_reading_json(&reading, source);
            output::json_document(streams.output, &document);
        }
        Format::Table => reading_tables::deployment(streams.output, &reading, localizer),
    }
    output::notices(streams.errors, &reading.notices, localizer);
    Exit::Done
}

fn ask<T>(
    connection: &ConnectionArguments,
    read: impl Fn(&mut dyn Deployment, &Call) -> PortResult<T>,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Result<(T, crate::domain::Source), Exit> {
    let call = Call::new(DEADLINE, &Cancel::default());
    let mut deployment = session::open(connection, Access::ReadOnly, &call, localizer, streams)?;
    let source = deployment.connection().source;
    match read(deployment.as_mut(), &call) {
        Ok(reading) => Ok((reading, source)),
        Err(err) => {
            output::failure(streams.errors, localizer, &err, Doing::Reading);
            Err(Exit::Failed)
        }
    }
}
