//! Reads what an address swap is decided from. Nothing is changed, and nothing is written down: the plan observes
//! everything again before it acts.

use super::sides::Sides;
use crate::domain::{
    AccountName, DirectoryReading, Fqdn, LyncAccount, Readable, SipUri, SwapCapture, SwapQuestion,
    SwapSurvey, TopologyPool, Unread, UnreadReason,
};
use crate::ports::{Call, Deployment, PortErrorKind, PortResult};

/// Captures the holder of an address on both sides.
pub fn capture(sides: &mut Sides<'_>, address: &SipUri, call: &Call) -> PortResult<SwapCapture> {
    let directory = sides.open_directory()?;
    let reading = directory.reading(call)?;
    let holders = directory.holders(address, call)?;
    let guid = SwapCapture::user(&holders).map(|holder| holder.guid);
    let state = match guid {
        Some(guid) => Some(directory.account(guid, call)?),
        None => None,
    };
    let account = match state {
        Some(crate::domain::AccountState::Present(account)) => Some(*account),
        _ => None,
    };
    let rights = match &account {
        Some(account) => readable(directory.account_rights(account.guid, call))?,
        None => Err(nobody()),
    };
    let deployment_holders = flat(sides.deployment.holders(address, call))?;
    let lync = match &account {
        Some(account) => lync_account(sides.deployment, account.dn.as_str(), call)?,
        None => Err(nobody()),
    };
    Ok(SwapCapture {
        address: address.clone(),
        holders,
        deployment_holders,
        account,
        rights,
        lync,
        directory: reading,
    })
}

/// Reads what the pre-checks are made from. What could not be read is said in its place.
pub fn survey(
    sides: &mut Sides<'_>,
    question: SwapQuestion,
    call: &Call,
) -> PortResult<SwapSurvey> {
    let guid = question.account.guid;
    let directory = sides.open_directory()?;
    let reading: Readable<DirectoryReading> = readable(directory.reading(call))?;
    let holders = readable(directory.holders(&question.address, call))?;
    let account = readable(directory.account(guid, call))?;
    let rights = readable(directory.account_rights(guid, call))?;
    let retired = match &question.retired {
        Some(retired) => Some(readable(directory.holders(retired, call))?),
        None => None,
    };
    let sightings = readable(directory.sightings(&question.address, &question.controllers, call))?;
    let deployment = readable(sides.deployment.deployment_reading(call))?;
    let target = readable(sides.deployment.pool_reading(&question.pool, call))?;
    let pools = deployment
        .as_ref()
        .ok()
        .and_then(|reading| reading.topology.pools.as_ref().ok());
    let servers = servers_of(pools.map(Vec::as_slice), &question.registrar);
    let next_hop = first_that_answers(sides.deployment, &servers, call)?;
    Ok(SwapSurvey {
        question,
        holders,
        account,
        rights,
        retired,
        directory: reading,
        deployment,
        target,
        next_hop,
        sightings,
    })
}

/// What the deployment knows of an account, by its distinguished name.
fn lync_account(
    deployment: &mut dyn Deployment,
    dn: &str,
    call: &Call,
) -> PortResult<Readable<Option<LyncAccount>>> {
    match AccountName::parse(dn) {
        Ok(name) => readable(deployment.account(&name, call)),
        // The cmdlet would take such a name for a pattern.
        Err(err) => Ok(Err(Unread::new(
            UnreadReason::NotUnderstood,
            err.to_string(),
        ))),
    }
}

/// The computers of a pool as the published topology lists them; of a Standard Edition server, the pool itself.
fn servers_of(pools: Option<&[TopologyPool]>, pool: &Fqdn) -> Vec<String> {
    let computers = pools
        .into_iter()
        .flatten()
        .find(|known| known.fqdn.eq_ignore_ascii_case(pool.as_str()))
        .and_then(|known| known.computers.clone())
        .filter(|computers| !computers.is_empty());
    computers.unwrap_or_else(|| vec![pool.to_string()])
}

/// The first of these servers that tells how its services stand.
fn first_that_answers(
    deployment: &mut dyn Deployment,
    servers: &[String],
    call: &Call,
) -> PortResult<Readable<String>> {
    let mut last = Unread::new(UnreadReason::NoAnswer, "");
    for server in servers {
        match flat(deployment.services(server, call))? {
            Ok(_services) => return Ok(Ok(server.clone())),
            Err(unread) => last = unread,
        }
    }
    Ok(Err(last))
}

/// A failure that concerns one question only is said in its place; a line that is gone ends the reading.
pub(super) fn readable<T>(result: PortResult<T>) -> PortResult<Readable<T>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(err) if err.kind == PortErrorKind::Cancelled => Err(err),
        Err(err) => Ok(Err(err.unread())),
    }
}

pub(super) fn flat<T>(result: PortResult<Readable<T>>) -> PortResult<Readable<T>> {
    Ok(readable(result)?.and_then(|value| value))
}

/// There is no account to ask about.
fn nobody() -> Unread {
    Unread::new(UnreadReason::NotUnderstood, "")
}
