//! Whether the pool the address goes to is published and its next hop answers.
//!
//! Its chat services are expected to be stopped: they are started when the addresses are where they belong.

use crate::domain::{Fqdn, Message, ServiceStatus, WindowsService};
use crate::plan::observe::{Object, Seen};
use crate::ports::{Call, Deployment, PortResult};

const REGISTRAR: &str = "Registrar";

pub(super) fn observe(
    deployment: &mut dyn Deployment,
    pool: &Fqdn,
    registrar: &Fqdn,
    call: &Call,
) -> PortResult<Seen> {
    let inventory = deployment.inventory(call)?;
    let Some(target) = inventory.pool(pool) else {
        return Ok(differs(Message::PoolNotFound { pool: pool.clone() }));
    };
    if target.registrar.as_ref() != Some(registrar) {
        return Ok(differs(Message::SwapNextHopDiffers {
            pool: pool.clone(),
            registrar: target.registrar.clone(),
        }));
    }
    let answers = answers(deployment, registrar, call)?;
    if answers == Some(false) {
        return Ok(differs(Message::SwapRegistrarSilent {
            registrar: registrar.clone(),
        }));
    }
    let stopped = deployment.pool_reading(pool, call)?.is_stopped();
    Ok(match (stopped, answers) {
        (Some(false), _) => warns(Message::SwapChatServicesRun { pool: pool.clone() }),
        (_, None) => warns(Message::SwapRegistrarUncertain {
            registrar: registrar.clone(),
        }),
        (None, _) => warns(Message::SwapChatServicesUnread { pool: pool.clone() }),
        (Some(true), Some(_)) => Seen::Holds(Object::default()),
    })
}

/// Whether one of the registrar's computers runs its service; `None` when services run that name no roles.
fn answers(
    deployment: &mut dyn Deployment,
    registrar: &Fqdn,
    call: &Call,
) -> PortResult<Option<bool>> {
    let topology = deployment.deployment_reading(call)?.topology;
    let computers = topology.computers.into_iter().flatten();
    let mut servers: Vec<String> = computers
        .filter(|computer| {
            let pool = computer.pool.as_deref().unwrap_or_default();
            registrar.as_str().eq_ignore_ascii_case(pool)
        })
        .map(|computer| computer.fqdn)
        .collect();
    let pools = topology.pools.into_iter().flatten();
    let named = pools
        .filter(|pool| pool.fqdn.eq_ignore_ascii_case(registrar.as_str()))
        .flat_map(|pool| pool.computers.unwrap_or_default());
    servers.extend(named);
    servers.sort_unstable();
    servers.dedup();
    if servers.is_empty() {
        // A Standard Edition server is a pool of its own.
        servers.push(registrar.to_string());
    }
    let mut answer = Some(false);
    for server in servers {
        let Ok(services) = deployment.services(&server, call)? else {
            continue;
        };
        let running = services
            .iter()
            .filter(|service| service.status == ServiceStatus::Running);
        for service in running {
            match is_registrar(service) {
                Some(true) => return Ok(Some(true)),
                Some(false) => {}
                None => answer = None,
            }
        }
    }
    Ok(answer)
}

/// By role and never by name; `None` for a service that names no role.
fn is_registrar(service: &WindowsService) -> Option<bool> {
    let roles = service.roles.as_deref().filter(|roles| !roles.is_empty())?;
    let mut roles = roles.iter();
    Some(roles.any(|role| role.eq_ignore_ascii_case(REGISTRAR)))
}

fn differs(message: Message) -> Seen {
    Seen::Differs(Object::default(), message)
}

fn warns(message: Message) -> Seen {
    Seen::Warns(Object::default(), message)
}
