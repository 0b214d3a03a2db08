//! The proofs the console reads by itself, each from the servers and from nothing else.

mod address;
mod asking;
mod clients;
mod contents;
mod network;
mod rights;
mod services;
mod topology;

use serde::{Deserialize, Serialize};

use super::procedure::Reading;
use super::project::Facts;
use crate::domain::{ChecklistMessage, Moment, SipUri};
use crate::plan::Sides;
use crate::ports::{Call, ClientPath, PortResult};
use asking::Asking;

/// What a reading showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub reading: Reading,
    pub outcome: FindingOutcome,
    /// What it is made from, the decisive ones first.
    pub messages: Vec<ChecklistMessage>,
    /// How many things the pool holds, where that was read.
    pub counts: Option<Counts>,
    /// The servers' own words.
    pub words: Vec<String>,
    pub read_at: Moment,
    /// The host that was asked.
    pub host: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FindingOutcome {
    Holds,
    HoldsWithWarning,
    Contradicts,
    /// Not now: services are stopped, a right is missing, nobody answered.
    CannotBeRead,
}

/// `None` where a part could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub categories: Option<usize>,
    pub rooms: Option<usize>,
    pub addins: Option<usize>,
}

/// What a reading is made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    pub facts: Facts,
    /// Of a step that is done for each Lookup address.
    pub address: Option<SipUri>,
    /// How many things the old system held, as its exports say.
    pub source: Option<Counts>,
    /// How many the target pool held before.
    pub baseline: Option<Counts>,
    /// The names that will be imported, where its exports were given.
    pub names: Vec<String>,
}

/// Reads one proof. What could not be read is a finding too; an error means that nobody answered at all.
pub fn read(
    reading: Reading,
    around: &Surroundings,
    sides: &mut Sides<'_>,
    path: &mut dyn ClientPath,
    now: Moment,
    call: &Call,
) -> PortResult<Finding> {
    let host = sides.deployment.connection().host;
    let mut asking = Asking::new(around, sides, path, call);
    match reading {
        Reading::SameForest => asking.same_forest()?,
        Reading::Versions => asking.versions()?,
        Reading::HomePool => asking.home_pool()?,
        Reading::TargetPool => asking.target_pool()?,
        Reading::Rights => asking.rights()?,
        Reading::NoCollidingNames => asking.no_colliding_names()?,
        Reading::ClientAccess => asking.client_access()?,
        Reading::Compliance => asking.compliance()?,
        Reading::ServiceRecords => asking.service_records()?,
        Reading::ServicesStopped => asking.services_stopped()?,
        Reading::ServicesRunning => asking.services_running()?,
        Reading::Baseline => asking.baseline()?,
        Reading::Counts => asking.counts()?,
        Reading::AddressFree => asking.address_free()?,
        Reading::EndpointStands => asking.endpoint_stands()?,
        Reading::EndpointGone => asking.endpoint_gone()?,
        Reading::ClientPath => asking.client_path()?,
        Reading::SourceRetired => asking.source_retired()?,
        Reading::ChatPolicy => asking.chat_policy()?,
        Reading::AutomaticEndpoints => asking.automatic_endpoints()?,
    }
    Ok(asking.finding(reading, now, host))
}
