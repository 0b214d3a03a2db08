//! Opens the directory a command is about, beside the deployment or alone.

use std::io::Read;

use super::arguments::{ConnectionArguments, DirectoryArguments, SidesArguments};
use super::{Exit, Streams, output, session};
use crate::adapters::active_directory::ActiveDirectory;
use crate::domain::{Access, Account, DirectoryDial, DirectoryServer};
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Deployment, Directory, PortResult};

/// The servers a command asks for.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'c> {
    Deployment(&'c ConnectionArguments),
    /// The directory beside it, too.
    Both(&'c SidesArguments),
    /// The directory where one is named; the lab has its own.
    BothWhereNamed(&'c SidesArguments),
}

/// The servers of one command.
pub(super) struct Opened {
    pub(super) deployment: Box<dyn Deployment>,
    pub(super) directory: Option<Box<dyn Directory>>,
}

impl Wanted<'_> {
    /// Opens them, or writes why that failed.
    pub(super) fn open(
        self,
        access: Access,
        call: &Call,
        localizer: &Localizer,
        streams: &mut Streams<'_>,
    ) -> Result<Opened, Exit> {
        let (connection, directory) = match self {
            Self::Deployment(connection) => (connection, None),
            Self::Both(sides) => (&sides.connection, Some(&sides.directory)),
            Self::BothWhereNamed(sides) => {
                let is_lab = sides.connection.uri.is_none();
                let named = (is_lab || sides.directory.is_named()).then_some(&sides.directory);
                (&sides.connection, named)
            }
        };
        match directory {
            Some(_) if connection.uri.is_none() => {
                let mut lab = session::open_lab(connection, localizer, streams);
                let mut directory = lab.directory();
                lab.set_access(access);
                directory.set_access(access);
                Ok(Opened {
                    deployment: Box::new(lab),
                    directory: Some(Box::new(directory)),
                })
            }
            directory => Ok(Opened {
                deployment: session::open(connection, access, call, localizer, streams)?,
                directory: directory
                    .map(|directory| open(directory, access, call, localizer, streams))
                    .transpose()?,
            }),
        }
    }
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
