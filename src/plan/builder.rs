//! Makes plans from fresh readings.

use super::types::{Act, Plan, PlanId, PlanKind, SCHEMA_VERSION, Step};
use crate::domain::{Connection, Endpoint, EndpointSpec, Message, Moment};
use crate::plan::status::{PlanRecord, StepStatus};

/// Creates one endpoint.
pub fn create(connection: Connection, spec: EndpointSpec, now: Moment) -> Plan {
    plan(
        PlanKind::Create,
        connection,
        now,
        None,
        vec![Act::CreateEndpoint(spec)],
    )
}

/// Removes one endpoint; refuses what the pool itself may need.
pub fn remove(connection: Connection, captured: Endpoint, now: Moment) -> Result<Plan, Message> {
    guard(&captured)?;
    Ok(plan(
        PlanKind::Remove,
        connection,
        now,
        None,
        vec![Act::RemoveEndpoint(captured)],
    ))
}

/// Replaces one endpoint by another; there is no cmdlet that changes one.
///
/// With a different address the new endpoint is created and seen before the old one goes, so that one of them
/// always answers. With the same address the old one has to go first, and its address has to be free.
pub fn replace(
    connection: Connection,
    captured: Endpoint,
    spec: EndpointSpec,
    now: Moment,
) -> Result<Plan, Message> {
    guard(&captured)?;
    let acts = if captured.sip_address == spec.sip_address {
        let address = captured.sip_address.clone();
        vec![
            Act::RemoveEndpoint(captured),
            Act::AwaitFreeAddress(address),
            Act::CreateEndpoint(spec),
        ]
    } else {
        vec![Act::CreateEndpoint(spec), Act::RemoveEndpoint(captured)]
    };
    Ok(plan(PlanKind::Replace, connection, now, None, acts))
}

/// The plan that takes back what a recorded plan did, in reverse order. Steps that changed nothing are left out.
///
/// An endpoint that is to be removed again must have been read back: only then its identity is known.
pub fn undo(record: &PlanRecord, now: Moment) -> Result<Plan, Message> {
    let mut acts = Vec::new();
    for (step, state) in record.plan.steps.iter().zip(&record.steps).rev() {
        if !matches!(state.status, StepStatus::Done | StepStatus::DoneWithWarning) {
            continue;
        }
        let act = match (&step.act, &step.undo) {
            (Act::CreateEndpoint(_), _) => state.evidence.endpoint.clone().map(Act::RemoveEndpoint),
            (_, undo) => undo.clone(),
        };
        let Some(act) = act else { continue };
        // An address that is to be used again right after its holder went has to be free first.
        if let (Some(Act::RemoveEndpoint(removed)), Act::CreateEndpoint(spec)) = (acts.last(), &act)
            && removed.sip_address == spec.sip_address
        {
            acts.push(Act::AwaitFreeAddress(spec.sip_address.clone()));
        }
        acts.push(act);
    }
    let kind = match acts.as_slice() {
        [] => return Err(Message::NothingToUndo),
        [Act::CreateEndpoint(_)] => PlanKind::Create,
        [Act::RemoveEndpoint(_)] => PlanKind::Remove,
        _ => PlanKind::Replace,
    };
    Ok(plan(
        kind,
        record.plan.connection.clone(),
        now,
        Some(record.plan.id.clone()),
        acts,
    ))
}

fn plan(
    kind: PlanKind,
    connection: Connection,
    now: Moment,
    undoes: Option<PlanId>,
    acts: Vec<Act>,
) -> Plan {
    let about = acts
        .first()
        .map(|act| act.address().user().to_owned())
        .unwrap_or_default();
    let word = match (kind, &undoes) {
        (_, Some(_)) => "undo",
        (PlanKind::Create, _) => "create",
        (PlanKind::Remove, _) => "remove",
        (PlanKind::Replace, _) => "replace",
    };
    let id = PlanId(format!(
        "{}-{word}-{about}",
        now.instant().strftime("%Y%m%dT%H%M%S%3fZ")
    ));
    let steps = acts
        .into_iter()
        .map(|act| Step {
            undo: match &act {
                Act::RemoveEndpoint(endpoint) => {
                    EndpointSpec::of(endpoint).map(Act::CreateEndpoint)
                }
                // What to remove is known exactly only once the new endpoint was read back.
                Act::CreateEndpoint(_) | Act::AwaitFreeAddress(_) => None,
            },
            act,
        })
        .collect();
    Plan {
        schema_version: SCHEMA_VERSION,
        id,
        kind,
        connection,
        made_at: now,
        undoes,
        steps,
    }
}

fn guard(captured: &Endpoint) -> Result<(), Message> {
    if captured.origin.is_protected() {
        return Err(Message::EndpointProtected {
            address: captured.sip_address.clone(),
        });
    }
    if captured.pool.is_none() {
        return Err(Message::PoolOfEndpointUnknown {
            address: captured.sip_address.clone(),
        });
    }
    Ok(())
}
