//! Opens the directory a command is about, beside the deployment or alone.

use std::io::Read;

use super::act::Opened;
use super::arguments::{DirectoryArguments, SidesArguments};
use super::{Exit, Streams, output, session};
use crate::adapters::active_directory::ActiveDirectory;
use crate::domain::{Access, Account, DirectoryDial, DirectoryServer};
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Deployment as _, Directory, PortResult};

/// Opens a deployment and the directory beside it, or writes why that failed. The lab has its own directory.
pub(super) fn open_both(
    arguments: &SidesArguments,
    access: Access,
    call: &Call,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Result<Opened, Exit> {
    let connection = &arguments.connection;
    if connection.uri.is_none() {
        let mut lab = session::open_lab(connection, localizer, streams);
        let mut directory = lab.directory();
        lab.set_access(access);
        directory.set_access(access);
        return Ok(Opened {
            deployment: Box::new(lab),
            directory: Some(Box::new(directory)),
        });
    }
    let deployment = session::open(connection, access, call, localizer, streams)?;
    let directory = open(&arguments.directory, access, call, localizer, streams)?;
    Ok(Opened {
        deployment,
        directory: Some(directory),
    })
}

/// The same for a command that goes without a directory where none is named.
pub(super) fn open_named(
    arguments: &SidesArguments,
    access: Access,
    call: &Call,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Result<Opened, Exit> {
    if arguments.connection.uri.is_none() || arguments.directory.is_named() {
        return open_both(arguments, access, call, localizer, streams);
    }
    Ok(Opened {
        deployment: session::open(&arguments.connection, access, call, localizer, streams)?,
        directory: None,
    })
}

pub(super) fn open(
    arguments: &DirectoryArguments,
    access: Access,
    call: &Call,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Result<Box<dyn Directory>, Exit> {
    let dialled = dial(arguments, access, streams.input)
        .and_then(|dial| ActiveDirectory::connect(&dial, call));
    match dialled {
        Ok(session) => Ok(Box::new(session)),
        Err(err) => {
            output::failure(streams.errors, localizer, &err, Doing::ConnectingDirectory);
            Err(Exit::Failed)
        }
    }
}

/// What was asked for, with the password from the next line of standard input.
fn dial(
    arguments: &DirectoryArguments,
    access: Access,
    input: &mut dyn Read,
) -> PortResult<DirectoryDial> {
    let server = match &arguments.directory {
        Some(typed) => DirectoryServer::Typed(typed.clone()),
        None => DirectoryServer::Discovered {
            domain: arguments.directory_domain.clone(),
        },
    };
    let account = match &arguments.directory_user {
        Some(user) => Account::Named {
            user: user.clone(),
            password: session::password(input)?,
        },
        None => Account::CurrentUser,
    };
    Ok(DirectoryDial {
        server,
        account,
        ca_file: arguments.directory_ca_file.clone(),
        dns: arguments.directory_dns.clone(),
        access,
    })
}
