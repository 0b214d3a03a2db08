//! Makes plans from fresh readings.

use super::types::{Act, Plan, PlanId, PlanKind, SCHEMA_VERSION, Step, Subject};
use crate::domain::{
    Connection, Endpoint, EndpointSpec, Message, Moment, ServiceKind, ServiceName, WindowsService,
};
use crate::plan::status::{PlanRecord, StepStatus};
use crate::plan::swap::way_back;

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

/// Starts one service of one server, as a reading showed it.
pub fn start_service(
    connection: Connection,
    server: &str,
    service: &WindowsService,
    now: Moment,
) -> Result<Plan, Message> {
    let (server, service) = own_service(server, service)?;
    let act = Act::StartService { server, service };
    Ok(plan(
        PlanKind::StartService,
        connection,
        now,
        None,
        vec![act],
    ))
}

/// Stops one service of one server, as a reading showed it.
pub fn stop_service(
    connection: Connection,
    server: &str,
    service: &WindowsService,
    now: Moment,
) -> Result<Plan, Message> {
    let (server, service) = own_service(server, service)?;
    let act = Act::StopService { server, service };
    Ok(plan(
        PlanKind::StopService,
        connection,
        now,
        None,
        vec![act],
    ))
}

/// Stops services of several servers, in the order given; `None` when there are none.
pub fn stop_services(
    connection: Connection,
    services: &[(String, WindowsService)],
    now: Moment,
) -> Option<Plan> {
    let acts = services.iter().map(|(server, service)| Act::StopService {
        server: server.clone(),
        service: service.name.clone(),
    });
    several(PlanKind::StopServices, connection, acts.collect(), now)
}

/// Starts services of several servers, in the order given; `None` when there are none.
pub fn start_services(
    connection: Connection,
    services: &[(String, WindowsService)],
    now: Moment,
) -> Option<Plan> {
    let acts = services.iter().map(|(server, service)| Act::StartService {
        server: server.clone(),
        service: service.name.clone(),
    });
    several(PlanKind::StartServices, connection, acts.collect(), now)
}

fn several(kind: PlanKind, connection: Connection, acts: Vec<Act>, now: Moment) -> Option<Plan> {
    (!acts.is_empty()).then(|| plan(kind, connection, now, None, acts))
}

/// Sends the Central Management store to one server's replica.
pub fn replicate(connection: Connection, replica: String, now: Moment) -> Plan {
    let act = Act::Replicate { replica };
    plan(PlanKind::Replicate, connection, now, None, vec![act])
}

/// The plan that takes back what a recorded plan did, in reverse order. Steps that changed nothing are left out.
///
/// An endpoint that is to be removed again must have been read back: only then its identity is known.
///
/// Of a swap it is the way back, from wherever the swap was left; a way back itself is not taken back.
pub fn undo(record: &PlanRecord, now: Moment) -> Result<Plan, Message> {
    match record.plan.kind {
        PlanKind::Swap => return way_back(record, now),
        PlanKind::SwapBack => return Err(Message::UndoOfWayBack),
        _ => {}
    }
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
        [Act::StartService { .. }] => PlanKind::StartService,
        [Act::StopService { .. }] => PlanKind::StopService,
        several
            if several
                .iter()
                .all(|act| matches!(act, Act::StartService { .. })) =>
        {
            PlanKind::StartServices
        }
        several
            if several
                .iter()
                .all(|act| matches!(act, Act::StopService { .. })) =>
        {
            PlanKind::StopServices
        }
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

pub(super) fn plan(
    kind: PlanKind,
    connection: Connection,
    now: Moment,
    undoes: Option<PlanId>,
    acts: Vec<Act>,
) -> Plan {
    let about = acts.first().map(about).unwrap_or_default();
    let word = match (kind, &undoes) {
        (PlanKind::SwapBack, _) => "swap-back",
        (_, Some(_)) => "undo",
        (PlanKind::Create, _) => "create",
        (PlanKind::Remove, _) => "remove",
        (PlanKind::Replace, _) => "replace",
        (PlanKind::StartService | PlanKind::StartServices, _) => "start",
        (PlanKind::StopService | PlanKind::StopServices, _) => "stop",
        (PlanKind::Replicate, _) => "replicate",
        (PlanKind::Swap, _) => "swap",
    };
    let id = PlanId(format!(
        "{}-{word}-{about}",
        now.instant().strftime("%Y%m%dT%H%M%S%3fZ")
    ));
    let steps = acts
        .into_iter()
        .map(|act| Step {
            undo: act.undo(),
            act,
        })
        .collect();
    Plan {
        schema_version: SCHEMA_VERSION,
        id,
        kind,
        connection,
        directory: None,
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

/// The part of a plan's name that says what it is about.
fn about(act: &Act) -> String {
    match act.subject() {
        Subject::Address(address) => address.user().to_owned(),
        Subject::Service { server, service } => format!("{service}-{server}"),
        Subject::Replica(replica) => replica.to_owned(),
        Subject::Account(account) => account
            .address()
            .map(|address| address.user().to_owned())
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

/// Whether a service may be one of Persistent Chat's. One that names no role was picked by a person.
/// Which service of which server, unless its roles say that it belongs to something else.
fn own_service(server: &str, service: &WindowsService) -> Result<(String, ServiceName), Message> {
    if service.kind() == ServiceKind::Foreign {
        return Err(Message::ServiceForeign {
            server: server.to_owned(),
            service: service.name.clone(),
        });
    }
    Ok((server.to_owned(), service.name.clone()))
}
