//! Projects: made, opened, watched, taken over, closed, and what is changed about them as a whole.

use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::{MigrationIntent, OpenMode};
use crate::console::state::State;
use crate::domain::Moment;

pub(super) fn on_intent(state: &mut State, intent: MigrationIntent, _now: Moment) -> Vec<Effect> {
    match intent {
        MigrationIntent::PickAndOpen => vec![Effect::PickProjectFolder],
        MigrationIntent::Open { folder, mode } => {
            state.migration.is_opening = true;
            vec![Effect::OpenProject { folder, mode }]
        }
        MigrationIntent::Close => vec![Effect::CloseProject],
        MigrationIntent::Reload => vec![Effect::ReloadProject],
        _ => Vec::new(),
    }
}

/// A project was made, opened or read again: what follows beside the checklist, which is folded already.
pub(super) fn on_opened(state: &mut State, now: Moment) -> Vec<Effect> {
    let _ = (state.now, now);
    Vec::new()
}

/// What arrives for projects as a whole.
pub(super) fn on_event(state: &mut State, event: Event, _now: Moment) -> Vec<Effect> {
    match event {
        Event::ProjectClosed => {
            state.migration.open = None;
            Vec::new()
        }
        Event::ProjectFolderPicked(Some(folder)) => {
            state.migration.is_opening = true;
            vec![Effect::OpenProject {
                folder,
                mode: OpenMode::Work,
            }]
        }
        Event::ProjectLost(err) => {
            state.migration.problem = Some(err);
            Vec::new()
        }
        _ => Vec::new(),
    }
}
