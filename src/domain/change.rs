//! A change to a deployment as a value: shown before it is done, and the only thing a port can be asked to do.

use serde::{Deserialize, Serialize};

use super::{Endpoint, EndpointSpec, Fqdn, SipUri};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    CreateEndpoint(EndpointSpec),
    RemoveEndpoint {
        address: SipUri,
    },
    /// One service of one server; never all of them.
    StartService {
        server: String,
        service: String,
    },
    /// Without draining: the services that depend on it stop too.
    StopService {
        server: String,
        service: String,
    },
    /// Gives a user another address; the way back is the same change with the old one.
    MoveUser {
        user: SipUri,
        address: SipUri,
    },
    /// Takes the address and everything the deployment stores for a user; there is no way back.
    DisableUser {
        user: SipUri,
    },
    EnableUser {
        /// The directory's name for the account: it has no SIP address yet.
        user: String,
        address: SipUri,
        registrar: Fqdn,
    },
    /// Lets a registrar pool read the directory again at once.
    UpdateUserDatabase {
        pool: Fqdn,
    },
    /// Sends the Central Management store to one replica, or to all.
    Replicate {
        replica: Option<String>,
    },
}

/// What the server said to a change it carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The object the cmdlet returned, where it returns one (`-PassThru`).
    pub returned: Option<Endpoint>,
    /// Warnings and non-terminating errors, in the server's own words.
    pub words: Vec<String>,
}

/// What the server said to `-WhatIf`. Without text there was no preview: that is not a success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub text: Vec<String>,
    pub words: Vec<String>,
}
