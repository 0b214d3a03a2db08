//! The risk sheet and the report: files dropped in, findings, what is written out.

use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::MigrationIntent;
use crate::console::state::State;
use crate::domain::Moment;

pub(super) fn on_intent(state: &mut State, intent: MigrationIntent, now: Moment) -> Vec<Effect> {
    drop((state.now, intent, now));
    Vec::new()
}

pub(super) fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    drop((state.now, event, now));
    Vec::new()
}
