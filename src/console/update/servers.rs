//! The servers of a pool: read on demand, their services started and stopped one by one.

use crate::console::effect::Effect;
use crate::console::intent::Intent;
use crate::console::state::{NoteKind, State};
use crate::domain::{Fqdn, Message, Moment};

pub(super) fn on_intent(state: &mut State, intent: Intent, _now: Moment) -> Vec<Effect> {
    match intent {
        Intent::ReadPool(pool) => {
            if state.session.is_none() {
                state.note(NoteKind::Refused(Message::NotConnected));
                return Vec::new();
            }
            read_pool(state, &pool)
        }
        Intent::PickService {
            server,
            service,
            is_chat,
        } => {
            state.servers.pick(server, service, is_chat);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

pub(super) fn read_pool(state: &mut State, pool: &Fqdn) -> Vec<Effect> {
    let request = state.number();
    state.servers.begin(pool, request);
    vec![Effect::ReadPool {
        request,
        pool: pool.clone(),
    }]
}
