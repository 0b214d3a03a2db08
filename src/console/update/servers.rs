//! What surrounds the chat pools, and the servers of one: read on demand, their services started and stopped one by one.

use super::plans::ask;
use crate::console::effect::Effect;
use crate::console::guard::Act;
use crate::console::intent::Intent;
use crate::console::state::{NoteKind, State};
use crate::domain::{Connection, Fqdn, Message, Moment, WindowsService};
use crate::plan::{self, Plan, PlanRecord};

pub(super) fn on_intent(state: &mut State, intent: Intent, now: Moment) -> Vec<Effect> {
    match intent {
        Intent::ReadDeployment | Intent::ReadPool(_) if state.session.is_none() => {
            state.note(NoteKind::Refused(Message::NotConnected));
            Vec::new()
        }
        Intent::ReadDeployment => {
            let request = state.number();
            state.deployment_request = request;
            state.deployment.begin();
            vec![Effect::ReadDeployment { request }]
        }
        Intent::ReadPool(pool) => read_pool(state, &pool),
        Intent::PickService {
            server,
            service,
            is_chat,
        } => {
            state.servers.pick(server, service, is_chat);
            Vec::new()
        }
        Intent::AskToStart { server, service } => {
            let act = Act::StartService {
                server: server.clone(),
                service: service.clone(),
            };
            let record = planned(state, &act, &server, &service, now, plan::start_service);
            ask(state, record, false)
        }
        Intent::AskToStop { server, service } => {
            let act = Act::StopService {
                server: server.clone(),
                service: service.clone(),
            };
            let record = planned(state, &act, &server, &service, now, plan::stop_service);
            ask(state, record, false)
        }
        _ => Vec::new(),
    }
}

type Builder = fn(Connection, &str, &WindowsService, Moment) -> Result<Plan, Message>;

/// The plan for one service of one server, as the newest reading shows it.
fn planned(
    state: &State,
    act: &Act,
    server: &str,
    service: &str,
    now: Moment,
    builder: Builder,
) -> Result<PlanRecord, Message> {
    state.possible(act)?;
    let unread = || Message::ServerNotRead {
        server: server.to_owned(),
    };
    let known = state.servers.service(server, service).ok_or_else(unread)?;
    let session = state.session.as_ref().ok_or(Message::NotConnected)?;
    builder(session.connection.clone(), server, known, now).map(PlanRecord::new)
}

/// Reads again the pools whose servers a plan worked on, where they had been read before.
pub(super) fn read_again(state: &mut State, record: &PlanRecord) -> Vec<Effect> {
    let mut pools: Vec<Fqdn> = Vec::new();
    for step in &record.plan.steps {
        let (plan::Act::StartService { server, .. } | plan::Act::StopService { server, .. }) =
            &step.act
        else {
            continue;
        };
        let pool = state.servers.server(server).map(|(pool, _)| pool.clone());
        pools.extend(pool.filter(|pool| !pools.contains(pool)));
    }
    let reads = pools.iter().flat_map(|pool| read_pool(state, pool));
    reads.collect()
}

pub(super) fn read_pool(state: &mut State, pool: &Fqdn) -> Vec<Effect> {
    let request = state.number();
    state.servers.begin(pool, request);
    vec![Effect::ReadPool {
        request,
        pool: pool.clone(),
    }]
}
