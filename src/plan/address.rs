//! Who holds an address, read on both sides and judged as the swap's steps judge it. Nothing is changed.

use super::capture::{flat, readable};
use super::sides::Sides;
use super::swap::observe::outstanding;
use crate::domain::swap_reading::{likely_sites, split_controllers};
use crate::domain::{AddressHolders, Endpoint, Holders, Readable, SipUri};
use crate::ports::{Call, PortResult};

pub struct AddressReading {
    pub endpoint: Readable<Option<Endpoint>>,
    /// As the deployment's cmdlets tell it.
    pub holders: Readable<Holders>,
    /// `None` where no directory is connected.
    pub directory: Option<Readable<AddressHolders>>,
    pub controllers: Option<Readable<ControllersSeen>>,
}

/// What the controllers show that a swap to this site waits for.
pub struct ControllersSeen {
    pub required: usize,
    /// Those that show somebody who is no endpoint, and those that did not answer.
    pub outstanding: Vec<String>,
}

/// Reads one address; `site` is the AD site of the pool it goes to, where it is known.
pub fn read_address(
    sides: &mut Sides<'_>,
    address: &SipUri,
    site: Option<&str>,
    call: &Call,
) -> PortResult<AddressReading> {
    let endpoint = readable(sides.deployment.endpoint(address, call))?;
    let holders = flat(sides.deployment.holders(address, call))?;
    let Some(directory) = &mut sides.directory else {
        return Ok(AddressReading {
            endpoint,
            holders,
            directory: None,
            controllers: None,
        });
    };
    let found = readable(directory.holders(address, call))?;
    let reading = readable(directory.reading(call))?;
    let controllers = match reading.and_then(|reading| reading.controllers) {
        Err(unread) => Err(unread),
        Ok(controllers) => {
            let written_to = directory.connection().host;
            let waited_for = likely_sites(&controllers, &written_to, site);
            let (required, _) = split_controllers(&controllers, &written_to, &waited_for);
            let sightings = readable(directory.sightings(address, &required, call))?;
            sightings.map(|mut sightings| {
                // An endpoint has taken the address over: where it shows, nobody else is waited for.
                for sighting in &mut sightings {
                    if let Ok(holders) = &mut sighting.holders {
                        holders.retain(|holder| !holder.is_endpoint());
                    }
                }
                ControllersSeen {
                    required: required.len(),
                    outstanding: outstanding(&required, None, &sightings),
                }
            })
        }
    };
    Ok(AddressReading {
        endpoint,
        holders,
        directory: Some(found),
        controllers: Some(controllers),
    })
}
