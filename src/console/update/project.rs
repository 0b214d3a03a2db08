//! Projects: made, opened, watched, taken over, closed, and what is changed about them as a whole.

use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::MigrationIntent;
use crate::console::state::State;
use crate::domain::Moment;

pub(super) fn on_intent(state: &mut State, intent: MigrationIntent, now: Moment) -> Vec<Effect> {
    drop((state.now, intent, now));
    Vec::new()
}

/// A project was made, opened or read again: what follows beside the checklist, which is folded already.
pub(super) fn on_opened(state: &mut State, now: Moment) -> Vec<Effect> {
    let _ = (state.now, now);
    Vec::new()
}

/// What arrives for projects as a whole.
pub(super) fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    drop((state.now, event, now));
    Vec::new()
}
