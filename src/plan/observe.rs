//! What a reading says about the object of a step.

use super::sides::Sides;
use super::swap::observe as swap;
use super::types::{Act, Evidence};
use crate::domain::{
    Endpoint, EndpointSpec, Message, ServiceKind, ServiceName, ServiceStatus, SipUri,
    WindowsService,
};
use crate::ports::{Call, Deployment, PortError, PortErrorKind, PortResult};

pub(super) enum Seen {
    /// It is as the step wants it.
    Holds(Object),
    /// It is, and there is something to know.
    Warns(Object, Message),
    /// There is nothing in the way; the act has not happened or does not show yet.
    NotYet(Object),
    /// The act is under way or done, but what it is for does not hold yet: nothing is asked again.
    Underway(Object, Option<Message>),
    /// Something else is there.
    Differs(Object, Message),
}

/// What was read, as the evidence names it.
#[derive(Clone, Default)]
pub(super) struct Object(Box<Evidence>);

impl Object {
    pub(super) fn endpoint(endpoint: Option<Endpoint>) -> Self {
        Self::of(Evidence {
            endpoint,
            ..Evidence::default()
        })
    }

    pub(super) fn of(evidence: Evidence) -> Self {
        Self(Box::new(evidence))
    }

    fn service(service: WindowsService) -> Self {
        Self::of(Evidence {
            service: Some(Box::new(service)),
            ..Evidence::default()
        })
    }

    /// The object unless it is an endpoint: one that still stands is told by the step's message, and evidence names
    /// only an endpoint the step made, found or removed.
    pub(super) fn unless_endpoint(self) -> Option<Self> {
        (self.0.endpoint.is_none() && *self.0 != Evidence::default()).then_some(self)
    }

    pub(super) fn into_evidence(self) -> Evidence {
        *self.0
    }
}

pub(super) fn observe(sides: &mut Sides<'_>, act: &Act, call: &Call) -> PortResult<Seen> {
    let deployment = &mut *sides.deployment;
    match act {
        Act::CreateEndpoint(spec) => {
            let found = deployment.endpoint(&spec.sip_address, call)?;
            Ok(for_create(spec, found))
        }
        Act::RemoveEndpoint(captured) => {
            let found = deployment.endpoint(&captured.sip_address, call)?;
            Ok(for_remove(captured, found))
        }
        Act::AwaitFreeAddress(address) => for_free(deployment, address, call),
        Act::StartService { server, service } => {
            let found = service_of(deployment, server, service, call)?;
            Ok(for_start(server, service, found))
        }
        Act::StopService { server, service } => {
            let found = service_of(deployment, server, service, call)?;
            Ok(for_stop(server, service, found))
        }
        Act::Replicate { replica } => for_replicate(deployment, replica, call),
        Act::ConfirmHolder(_)
        | Act::Attest(_)
        | Act::CheckTarget { .. }
        | Act::FreeAddress { .. }
        | Act::AwaitControllers { .. }
        | Act::AwaitReplicator { .. }
        | Act::ConfirmContact { .. }
        | Act::SettleEndpoint { .. }
        | Act::ConfirmReturnable { .. }
        | Act::ReturnAddress { .. }
        | Act::GrantPolicy { .. }
        | Act::ConfirmReturned(_) => swap::observe(sides, act, call),
    }
}

fn for_create(spec: &EndpointSpec, found: Option<Endpoint>) -> Seen {
    match found {
        None => Seen::NotYet(Object::default()),
        Some(endpoint) if spec.is_met_by(&endpoint) => {
            Seen::Holds(Object::endpoint(Some(endpoint)))
        }
        Some(endpoint) => {
            let message = Message::StepExistsDifferently {
                address: endpoint.sip_address.clone(),
                pool: endpoint.pool.clone(),
            };
            Seen::Differs(Object::endpoint(Some(endpoint)), message)
        }
    }
}

fn for_remove(captured: &Endpoint, found: Option<Endpoint>) -> Seen {
    let Some(endpoint) = found else {
        return Seen::Holds(Object::default());
    };
    let is_another = differ(captured.identity.as_ref(), endpoint.identity.as_ref())
        || differ(captured.pool.as_ref(), endpoint.pool.as_ref());
    if is_another {
        let message = Message::StepTargetChanged {
            address: endpoint.sip_address.clone(),
        };
        Seen::Differs(Object::endpoint(Some(endpoint)), message)
    } else {
        Seen::NotYet(Object::endpoint(Some(endpoint)))
    }
}

fn for_free(deployment: &mut dyn Deployment, address: &SipUri, call: &Call) -> PortResult<Seen> {
    if let Some(endpoint) = deployment.endpoint(address, call)? {
        return Ok(Seen::NotYet(Object::endpoint(Some(endpoint))));
    }
    // Without the right to ask about users and contacts, the endpoint list is all there is to go by.
    let held = match deployment.holders(address, call)? {
        Ok(holders) => !holders.found().is_empty(),
        Err(_no_right) => false,
    };
    Ok(if held {
        Seen::NotYet(Object::default())
    } else {
        Seen::Holds(Object::default())
    })
}

/// The one service, if its server has it. Services that cannot be read are no place to start or stop one.
fn service_of(
    deployment: &mut dyn Deployment,
    server: &str,
    service: &ServiceName,
    call: &Call,
) -> PortResult<Option<WindowsService>> {
    let services = deployment.services(server, call)?.map_err(|unread| {
        PortError::new(
            PortErrorKind::Refused,
            "Get-CsWindowsService",
            server,
            unread.words,
        )
    })?;
    Ok(services
        .into_iter()
        .find(|found| found.name.is_same(service)))
}

fn for_start(server: &str, name: &ServiceName, found: Option<WindowsService>) -> Seen {
    with_service(server, name, found, |status| match status {
        ServiceStatus::Running => Seen::Holds,
        ServiceStatus::StartPending => |object| Seen::Underway(object, None),
        _ => Seen::NotYet,
    })
}

fn for_stop(server: &str, name: &ServiceName, found: Option<WindowsService>) -> Seen {
    with_service(server, name, found, |status| match status {
        ServiceStatus::Stopped => Seen::Holds,
        ServiceStatus::StopPending => |object| Seen::Underway(object, None),
        _ => Seen::NotYet,
    })
}

fn with_service(
    server: &str,
    name: &ServiceName,
    found: Option<WindowsService>,
    seen: impl Fn(&ServiceStatus) -> fn(Object) -> Seen,
) -> Seen {
    let (server, service) = (server.to_owned(), name.clone());
    match found {
        None => Seen::Differs(
            Object::default(),
            Message::StepServiceMissing { server, service },
        ),
        Some(found) if found.kind() == ServiceKind::Foreign => Seen::Differs(
            Object::service(found),
            Message::ServiceForeign { server, service },
        ),
        Some(found) => seen(&found.status)(Object::service(found)),
    }
}

fn for_replicate(deployment: &mut dyn Deployment, replica: &str, call: &Call) -> PortResult<Seen> {
    let found = deployment
        .replicas(Some(replica), call)?
        .map_err(|unread| {
            PortError::new(
                PortErrorKind::Refused,
                "Get-CsManagementStoreReplicationStatus",
                replica,
                unread.words,
            )
        })?;
    let found = found
        .into_iter()
        .find(|found| found.fqdn.eq_ignore_ascii_case(replica));
    Ok(match found {
        None => Seen::Differs(
            Object::default(),
            Message::StepReplicaMissing {
                replica: replica.to_owned(),
            },
        ),
        Some(found) => {
            let seen = if found.is_up_to_date {
                Seen::Holds
            } else {
                Seen::NotYet
            };
            seen(Object::of(Evidence {
                replica: Some(Box::new(found)),
                ..Evidence::default()
            }))
        }
    })
}

/// Two values that are both known and not the same.
fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}
