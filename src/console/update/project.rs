//! Projects as a whole: making, opening, leaving, rehearsing and changing one.

use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::{MigrationIntent, OpenMode, OpenProject};
use crate::console::state::State;
use crate::domain::Moment;
use crate::ports::PortError;

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

pub(super) fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    match event {
        Event::ProjectOpened(result) => {
            state.migration.is_opening = false;
            match result {
                Ok(files) => {
                    let live = state.run.as_ref().filter(|run| !run.is_over);
                    let open = OpenProject::of(*files, live.map(|run| &run.record.plan.id), now);
                    state.migration.open = Some(Box::new(open));
                    state.migration.problem = None;
                }
                Err(err) => fail(state, err),
            }
            Vec::new()
        }
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
            fail(state, err);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn fail(state: &mut State, err: PortError) {
    state.migration.problem = Some(err);
}
