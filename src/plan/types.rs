//! A plan as data: what is to be done, in which order, to what, and how each act is undone.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Change, Connection, Endpoint, EndpointSpec, Moment, SipUri};
use crate::lync::{Cmdlet, ForbiddenCharacter, Mode};

pub(super) const SCHEMA_VERSION: u32 = 1;

/// Names a plan in the journal: made from the moment it was made and what it is about, so it sorts and reads well.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanId(pub String);

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub schema_version: u32,
    pub id: PlanId,
    pub kind: PlanKind,
    /// The deployment the plan was made for. It is run against no other.
    pub connection: Connection,
    pub made_at: Moment,
    /// The plan this one undoes.
    pub undoes: Option<PlanId>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanKind {
    Create,
    Remove,
    Replace,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub act: Act,
    /// Prepared before the act, because afterwards what was there can no longer be read.
    pub undo: Option<Act>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    CreateEndpoint(EndpointSpec),
    /// Removes the endpoint that was captured, and no other that may have taken its address since.
    RemoveEndpoint(Endpoint),
    /// Waits until neither an endpoint nor a user nor a contact holds the address.
    AwaitFreeAddress(SipUri),
}

/// What was seen, by whom it was said, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The object as it was read back, or as it was found before the act.
    pub endpoint: Option<Endpoint>,
    /// Warnings and errors in the server's own words.
    pub words: Vec<String>,
    pub read_at: Option<Moment>,
}

impl Plan {
    /// The address the plan is about: that of its first act.
    pub fn address(&self) -> Option<&SipUri> {
        self.steps.first().map(|step| step.act.address())
    }
}

impl Act {
    pub fn address(&self) -> &SipUri {
        match self {
            Self::CreateEndpoint(spec) => &spec.sip_address,
            Self::RemoveEndpoint(endpoint) => &endpoint.sip_address,
            Self::AwaitFreeAddress(address) => address,
        }
    }

    /// The exact command, as an administrator would type it; waiting has none.
    pub fn command(&self) -> Option<Result<String, ForbiddenCharacter>> {
        let change = self.change()?;
        Some(Cmdlet::for_change(&change, Mode::Act).to_powershell())
    }

    /// The change asked of the deployment; waiting changes nothing.
    pub fn change(&self) -> Option<Change> {
        match self {
            Self::CreateEndpoint(spec) => Some(Change::CreateEndpoint(spec.clone())),
            Self::RemoveEndpoint(endpoint) => Some(Change::RemoveEndpoint {
                address: endpoint.sip_address.clone(),
            }),
            Self::AwaitFreeAddress(_) => None,
        }
    }
}
