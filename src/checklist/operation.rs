//! The plans of the steps the console does, from fresh readings.

use super::procedure::{DoneBy, Operation, StepId};
use super::state::{Checklist, Item};
use crate::domain::{
    ChecklistMessage, Connection, Inventory, Message, Moment, PoolReading, ReadingMessage,
    ServerReading, ServiceKind, ServiceName, WindowsService,
};
use crate::plan::{self, Plan, PlanKind};

/// A service that names no role, which a person says is one of Persistent Chat's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickedService {
    pub server: String,
    pub service: ServiceName,
}

/// What a plan of a step is made from: readings that are as new as they can be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ground<'a> {
    pub pool: Option<&'a PoolReading>,
    pub inventory: Option<&'a Inventory>,
    pub picked: &'a [PickedService],
}

/// The plan that does a step, or takes one back. An address swap is made where its questions are asked.
pub fn plan_of(
    item: &Item,
    checklist: &Checklist,
    connection: Connection,
    ground: Ground<'_>,
    now: Moment,
) -> Result<Plan, Message> {
    let nothing = || Message::Checklist(ChecklistMessage::NothingToRun);
    match item.step.done_by {
        DoneBy::Console(Operation::StopServices) => {
            let services = services(pool(checklist, ground)?, ground.picked, Purpose::Stop)?;
            plan::stop_services(connection, &services, now).ok_or_else(nothing)
        }
        DoneBy::Console(Operation::StartServices) => {
            let services = services(pool(checklist, ground)?, ground.picked, Purpose::Start)?;
            plan::start_services(connection, &services, now).ok_or_else(nothing)
        }
        DoneBy::Console(Operation::RemoveEndpoint) => {
            let (_, address) = item.address.clone().ok_or_else(nothing)?;
            let inventory = ground.inventory.ok_or(Message::NothingRead)?;
            let endpoint = inventory.endpoint(&address).ok_or_else(|| {
                let address = address.clone();
                said(ReadingMessage::EndpointMissing { address })
            })?;
            match &endpoint.pool {
                Some(pool) if *pool != checklist.facts.target.pool => {
                    let pool = pool.clone();
                    Err(said(ReadingMessage::EndpointElsewhere { address, pool }))
                }
                _ => plan::remove(connection, endpoint.clone(), now),
            }
        }
        DoneBy::Console(Operation::Read | Operation::SwapAddress) | DoneBy::People => {
            Err(nothing())
        }
    }
}

/// The steps a plan that was made elsewhere does, so that it is written down as theirs: both halves of a swap of one
/// of the Lookup addresses, or the step of an operation that is open now.
pub fn steps_of(checklist: &Checklist, plan: &Plan) -> Vec<StepId> {
    let operation = match plan.kind {
        PlanKind::Swap | PlanKind::SwapBack => Operation::SwapAddress,
        PlanKind::StopServices => Operation::StopServices,
        PlanKind::StartServices => Operation::StartServices,
        PlanKind::Remove => Operation::RemoveEndpoint,
        PlanKind::Create
        | PlanKind::Replace
        | PlanKind::StartService
        | PlanKind::StopService
        | PlanKind::Replicate => return Vec::new(),
    };
    let address = plan.steps.iter().find_map(|step| step.act.address());
    let takes_back = plan.kind == PlanKind::SwapBack;
    let fitting = checklist.items.iter().filter(|item| {
        let is_same_address = match &item.address {
            Some((_, own)) => Some(own) == address,
            None => true,
        };
        let is_same_way =
            operation != Operation::SwapAddress || item.undoes.is_some() == takes_back;
        item.step.done_by == DoneBy::Console(operation)
            && is_same_address
            && is_same_way
            && !item.status.is_over()
            && checklist.direction_fits(item)
    });
    let ids = fitting.map(|item| item.id.clone());
    if operation == Operation::SwapAddress {
        ids.collect()
    } else {
        ids.take(1).collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Stop,
    Start,
}

/// The reading of the target pool, and of no other.
fn pool<'a>(checklist: &Checklist, ground: Ground<'a>) -> Result<&'a PoolReading, Message> {
    ground
        .pool
        .filter(|pool| pool.pool == checklist.facts.target.pool)
        .ok_or(Message::NothingRead)
}

/// The chat services of every server, or of the active ones. A server whose services could not be read, or that shows
/// none, is not passed over: the step would look done without it.
fn services(
    pool: &PoolReading,
    picked: &[PickedService],
    purpose: Purpose,
) -> Result<Vec<(String, WindowsService)>, Message> {
    let servers = pool
        .servers
        .iter()
        .filter(|server| purpose == Purpose::Stop || server.is_active);
    let mut services = Vec::new();
    for server in servers {
        services.extend(services_of(server, picked, purpose)?);
    }
    Ok(services)
}

fn services_of(
    server: &ServerReading,
    picked: &[PickedService],
    purpose: Purpose,
) -> Result<Vec<(String, WindowsService)>, Message> {
    let name = &server.server;
    let read = server.services.as_ref().map_err(|unread| {
        said(ReadingMessage::Unread {
            what: name.clone(),
            reason: unread.reason,
        })
    })?;
    let is_picked = |service: &WindowsService| {
        picked.iter().any(|picked| {
            picked.server.eq_ignore_ascii_case(name) && picked.service.is_same(&service.name)
        })
    };
    let mut services: Vec<WindowsService> = read
        .iter()
        .filter(|service| match service.kind() {
            ServiceKind::PersistentChat => true,
            ServiceKind::Unknown => is_picked(service),
            ServiceKind::Foreign => false,
        })
        .cloned()
        .collect();
    if services.is_empty() {
        let server = name.clone();
        let is_unnamed = |service: &WindowsService| service.kind() == ServiceKind::Unknown;
        return Err(said(if read.iter().any(is_unnamed) {
            ReadingMessage::RolesNotShown { server }
        } else {
            ReadingMessage::NoChatService { server }
        }));
    }
    // The Compliance service takes what the chat service leaves in its queue: it is there first and goes last.
    services.sort_by_key(|service| is_compliance(service) == (purpose == Purpose::Stop));
    let of_server = services.into_iter().map(|service| (name.clone(), service));
    Ok(of_server.collect())
}

/// Only the order depends on it, because the names are not documented and display names are translated.
fn is_compliance(service: &WindowsService) -> bool {
    let names = [Some(service.name.as_str()), service.display_name.as_deref()];
    let roles = service.roles.iter().flatten().map(String::as_str);
    names
        .into_iter()
        .flatten()
        .chain(roles)
        .any(|name| name.to_lowercase().contains("compl"))
}

fn said(message: ReadingMessage) -> Message {
    Message::Checklist(ChecklistMessage::Reading(message))
}
