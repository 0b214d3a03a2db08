//! The proofs the console reads by itself, each from the servers and from nothing else.

use serde::{Deserialize, Serialize};

use super::procedure::Reading;
use super::project::Facts;
use crate::domain::{ChecklistMessage, Moment, SipUri};
use crate::plan::Sides;
use crate::ports::{Call, ClientPath, PortResult};

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
    let _ = (around, path, call);
    let host = sides.deployment.connection().host;
    Ok(Finding {
        reading,
        outcome: FindingOutcome::CannotBeRead,
        messages: Vec::new(),
        counts: None,
        words: Vec::new(),
        read_at: now,
        host,
    })
}
