//! A change to a deployment as a value: shown before it is done, and the only thing a port can be asked to do.

use serde::{Deserialize, Serialize};

use super::{Endpoint, EndpointSpec, SipUri};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    CreateEndpoint(EndpointSpec),
    RemoveEndpoint { address: SipUri },
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
