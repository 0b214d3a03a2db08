//! The migration: what people want of its steps, and what arrives for them. What is about projects as a whole is in
//! `project`, the risk sheet and the report in `preflight`.

use super::{preflight, project};
use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::MigrationIntent;
use crate::console::state::State;
use crate::domain::Moment;

pub(super) fn on_intent(state: &mut State, intent: MigrationIntent, now: Moment) -> Vec<Effect> {
    match intent {
        MigrationIntent::Show(view) => state.migration.view = view,
        MigrationIntent::Select(step) => state.migration.selected = step,
        MigrationIntent::Project(is_projected) => state.migration.is_projected = is_projected,
        MigrationIntent::OpenDraft
        | MigrationIntent::EditDraft(_)
        | MigrationIntent::Create
        | MigrationIntent::CloseDraft
        | MigrationIntent::PickAndOpen
        | MigrationIntent::Open { .. }
        | MigrationIntent::Close
        | MigrationIntent::Reload
        | MigrationIntent::Rehearse(_)
        | MigrationIntent::TakeTimes(_)
        | MigrationIntent::Manage(_) => return project::on_intent(state, intent, now),
        MigrationIntent::PickExports
        | MigrationIntent::DropFile(_)
        | MigrationIntent::RunPreflight
        | MigrationIntent::SaveReport(_) => return preflight::on_intent(state, intent, now),
        _ => {}
    }
    Vec::new()
}

pub(super) fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    match event {
        Event::ExportsRead(_) | Event::ExportsPicked(_) | Event::ReportSaved(_) => {
            preflight::on_event(state, event, now)
        }
        _ => Vec::new(),
    }
}
