//! Opens the deployment a command is about.

use std::io::Read;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::arguments::{ConnectionArguments, LabRecycleBin};
use super::{Exit, Streams};
use crate::adapters::clock::SystemClock;
use crate::adapters::remote_powershell::RemotePowerShell;
use crate::domain::{Access, Account, Dial, Profile, Recording, Secret};
use crate::lab::Lab;
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Deployment, PortError, PortErrorKind, PortResult};

/// Longer than any password a directory accepts; a file redirected by mistake is not read to its end.
const LONGEST_PASSWORD: usize = 4096;

/// Opens the deployment, or writes why that failed.
pub(super) fn open(
    arguments: &ConnectionArguments,
    access: Access,
    call: &Call,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Result<Box<dyn Deployment>, Exit> {
    let Some(uri) = &arguments.uri else {
        return Ok(Box::new(open_lab(arguments, localizer, streams)));
    };
    let dialled = dial(arguments, uri, access, streams.input)
        .and_then(|dial| RemotePowerShell::connect(&dial, call));
    match dialled {
        Ok(session) => Ok(Box::new(session)),
        Err(err) => {
            super::output::failure(streams.errors, localizer, &err, Doing::Connecting);
            Err(Exit::Failed)
        }
    }
}

pub(super) fn open_lab(
    arguments: &ConnectionArguments,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Lab {
    let clock = Arc::new(SystemClock::default());
    let lab = match (arguments.lab_pools, arguments.lab_endpoints) {
        (None, None) => Lab::contoso(clock),
        (pools, endpoints) => Lab::grown(
            clock,
            pools.unwrap_or_default(),
            endpoints.unwrap_or_default(),
            arguments.lab_seed,
        ),
    };
    if let Some(role) = arguments.lab_role {
        lab.set_role(role.into());
    }
    if let Some(role) = arguments.lab_directory_role {
        lab.set_directory_role(role.into());
    }
    if let Some(bin) = arguments.lab_recycle_bin {
        lab.set_recycle_bin(bin == LabRecycleBin::On);
    }
    if let Some(fault) = arguments.lab_fault {
        lab.inject(fault, 1);
    }
    super::output::line(streams.errors, &crate::tr!(localizer, "lab-banner"));
    lab
}

/// What was asked for, with the password from standard input.
pub(super) fn dial(
    arguments: &ConnectionArguments,
    uri: &str,
    access: Access,
    input: &mut dyn Read,
) -> PortResult<Dial> {
    let profile = Profile {
        uri: uri.to_owned(),
        ..Profile::default()
    };
    let account = match &arguments.user {
        Some(user) => Account::Named {
            user: user.clone(),
            password: password(input)?,
        },
        None => Account::CurrentUser,
    };
    Ok(Dial {
        uri: profile.completed_uri(),
        account,
        authentication: arguments.auth.into(),
        ca_file: arguments.ca_file.clone(),
        kdc: arguments.kdc.clone(),
        access,
        recording: match &arguments.transcript {
            Some(path) => Recording::File(path.clone()),
            None => Recording::Off,
        },
    })
}

/// The next line of standard input, and not a byte more: other passwords may follow.
pub(super) fn password(input: &mut dyn Read) -> PortResult<Secret> {
    let failed = |words: &dyn std::fmt::Display| {
        PortError::new(
            PortErrorKind::Unauthenticated,
            "sign-in",
            "standard input",
            words,
        )
    };
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST_PASSWORD));
    let mut byte = Zeroizing::new([0]);
    while line.len() < LONGEST_PASSWORD
        && input.read(byte.as_mut()).map_err(|err| failed(&err))? > 0
        && *byte != *b"\n"
    {
        line.extend_from_slice(byte.as_ref());
    }
    let text = std::str::from_utf8(&line).map_err(|err| failed(&err))?;
    let password = Secret::new(text.trim_end_matches('\r'));
    if password.is_empty() {
        Err(failed(&"the password is empty"))
    } else {
        Ok(password)
    }
}
