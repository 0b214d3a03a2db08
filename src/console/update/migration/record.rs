//! What is written into the project's journal, and the journal as a list.

use std::sync::Arc;

use super::{ask, read, run};
use crate::checklist::{ProjectEntry, ProjectRecord};
use crate::console::effect::Effect;
use crate::console::lists::Rows;
use crate::console::migration::{MigrationView, OpenProject};
use crate::console::record_list::record_headings;
use crate::console::state::State;
use crate::console::table::{TableEvent, TableRequest};
use crate::domain::Moment;
use crate::ports::PortError;

/// Asks for entries to be written down; what cannot be written now is refused.
pub(in crate::console::update) fn write(
    state: &mut State,
    entries: Vec<ProjectEntry>,
    now: Moment,
) -> Vec<Effect> {
    let refusal = state.migration.open.as_ref().and_then(|open| {
        let mut entries = entries.iter();
        entries.find_map(|entry| open.checklist.accepts(entry, now).err())
    });
    match refusal {
        Some(message) => ask::refuse_entry(state, message),
        None if entries.is_empty() => Vec::new(),
        None => vec![Effect::Record(entries)],
    }
}

/// Entries stand in the journal now.
pub(super) fn on_recorded(
    state: &mut State,
    records: &[ProjectRecord],
    result: Result<(), PortError>,
    now: Moment,
) -> Vec<Effect> {
    let live = state.run.as_ref().filter(|run| !run.is_over);
    let live = live.map(|run| run.record.plan.id.clone());
    if let Some(open) = state.migration.open.as_mut()
        && !records.is_empty()
    {
        open.take(records.to_vec(), live.as_ref(), now);
        state.now = Some(now);
        show(state);
    }
    match result {
        Ok(()) => {
            state.migration.unwritten = None;
            let mut effects = run::on_linked(state, records);
            effects.extend(ask::written(state, now));
            effects.extend(read::next(state));
            effects
        }
        Err(err) => {
            state.migration.unwritten = Some(err);
            run::on_not_linked(state);
            ask::not_written(state);
            Vec::new()
        }
    }
}

/// The rows are made while somebody looks at them, and only those that are new.
pub(super) fn show(state: &mut State) {
    if state.migration.view != MigrationView::Record {
        return;
    }
    let localizer = state.localizer.clone();
    let migration = &mut state.migration;
    if let Some(open) = migration.open.as_deref() {
        let records = &open.records;
        migration
            .record
            .grow(|rows| rows.take_records(records, &localizer));
    }
}

/// Another project, or another language: all rows are made anew.
pub(in crate::console::update) fn show_anew(state: &mut State) {
    state.migration.record.set(Rows::default());
    show(state);
}

pub(super) fn on_table(state: &mut State, event: TableEvent<String>) -> Vec<Effect> {
    match state.migration.record.apply(event) {
        Some(TableRequest::Copy) => {
            let headings = record_headings(&state.localizer);
            let text = state.migration.record.selected_as_text(&headings);
            super::super::copy(state, text)
        }
        Some(TableRequest::Activate(_)) | None => Vec::new(),
    }
}

impl OpenProject {
    /// Takes new lines of the journal and computes anew where the migration stands.
    fn take(
        &mut self,
        records: Vec<ProjectRecord>,
        live: Option<&crate::plan::PlanId>,
        now: Moment,
    ) {
        if let Some(last) = records.last() {
            self.last_hash.clone_from(&last.hash);
        }
        Arc::make_mut(&mut self.records).extend(records);
        self.entries = self.records.len();
        self.refold(live, now);
    }
}
