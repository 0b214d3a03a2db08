//! The risk sheet and the report: files dropped in, findings, what is written out.

use super::copy;
use super::migration::{ahead, write};
use crate::checklist::{
    Finding, PreflightGround, ProjectEntry, SourceExport, names, preflight, source_counts,
};
use crate::console::effect::Effect;
use crate::console::event::Event;
use crate::console::migration::{ExportProblem, MigrationIntent, OpenProject};
use crate::console::state::{NoteKind, State};
use crate::console::table::safe_cell;
use crate::domain::{ChecklistMessage, Language, Moment};
use crate::report::{self, Report};

const PROGRAM: &str = concat!("pchat-console ", env!("CARGO_PKG_VERSION"));

pub(super) fn on_intent(state: &mut State, intent: MigrationIntent, now: Moment) -> Vec<Effect> {
    match intent {
        MigrationIntent::PickExports => vec![Effect::PickExports],
        MigrationIntent::DropFile(file) => {
            state.migration.exports_asked += 1;
            vec![Effect::ReadExports(vec![file])]
        }
        MigrationIntent::RunPreflight => {
            judge(state);
            ahead(state)
        }
        MigrationIntent::CopyPreflight => copy_sheet(state),
        MigrationIntent::SaveReport(language) => save_report(state, language, now),
        _ => Vec::new(),
    }
}

pub(super) fn on_event(state: &mut State, event: Event, now: Moment) -> Vec<Effect> {
    match event {
        Event::ExportsPicked(files) if !files.is_empty() => {
            state.migration.exports_asked += 1;
            vec![Effect::ReadExports(files)]
        }
        Event::ExportsRead(read) => on_exports(state, read, now),
        Event::ReportSaved(Ok(file)) => {
            state.note(NoteKind::ReportSaved(file));
            Vec::new()
        }
        Event::ReportSaved(Err(err)) => {
            state.note(NoteKind::NotSaved(err));
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// The newest file of a name counts; what was refused is said until it is given again.
fn on_exports(
    state: &mut State,
    read: Vec<(String, Result<SourceExport, ChecklistMessage>)>,
    now: Moment,
) -> Vec<Effect> {
    state.migration.exports_asked = state.migration.exports_asked.saturating_sub(1);
    for (name, result) in read {
        let migration = &mut state.migration;
        migration
            .export_problems
            .retain(|problem| problem.name != name);
        match result {
            Ok(export) => {
                migration.exports.retain(|known| known.name != export.name);
                migration.exports.push(export);
            }
            Err(message) => migration
                .export_problems
                .push(ExportProblem { name, message }),
        }
    }
    judge(state);
    let counted = source_counts(&state.migration.exports);
    let is_known = state
        .migration
        .open
        .as_ref()
        .is_none_or(|open| counted == open.checklist.source_counts);
    match counted {
        Some(counts) if !is_known && state.may_record().is_ok() => {
            let exports = state.migration.exports.iter();
            let exports = exports.map(|export| export.name.clone()).collect();
            write(
                state,
                vec![ProjectEntry::SourceCounted { counts, exports }],
                now,
            )
        }
        _ => Vec::new(),
    }
}

/// Another project has other exports; the one that is opened brings its own.
pub(super) fn on_opened(state: &mut State) {
    let is_new = state.migration.open.as_ref().map(|open| &open.folder)
        != state.migration.judged_folder.as_ref();
    if is_new {
        state.migration.exports.clear();
        state.migration.export_problems.clear();
        state.migration.judged_folder = state
            .migration
            .open
            .as_ref()
            .map(|open| open.folder.clone());
    }
    judge(state);
}

/// Makes the sheet anew from what is there.
pub(super) fn judge(state: &mut State) {
    let Some(open) = state.migration.open.as_ref() else {
        state.migration.preflight = None;
        return;
    };
    let readings = readings(open);
    if state.migration.exports.is_empty() && readings.is_empty() {
        state.migration.preflight = None;
        return;
    }
    let sip_domains = sip_domains(state);
    let report = preflight(
        &state.migration.exports,
        PreflightGround {
            sip_domains: &sip_domains,
            cut_off: open.checklist.facts.cut_off.as_deref(),
            readings: &readings,
        },
    );
    state.migration.preflight = Some(report);
    state.migration.names = names(&state.migration.exports);
}

/// What was read of the steps before the window.
fn readings(open: &OpenProject) -> Vec<Finding> {
    let checklist = &open.checklist;
    let items = checklist.items_before_window();
    items.filter_map(|item| item.newest.clone()).collect()
}

fn sip_domains(state: &State) -> Vec<String> {
    let inventory = state.inventory.value();
    match inventory.map(|inventory| &inventory.sip_domains) {
        Some(Ok(domains)) => domains.iter().map(|domain| domain.name.clone()).collect(),
        _ => Vec::new(),
    }
}

fn copy_sheet(state: &mut State) -> Vec<Effect> {
    let Some(report) = &state.migration.preflight else {
        return Vec::new();
    };
    let mut text = String::new();
    for row in state.localizer.preflight_rows(report) {
        let cells: Vec<_> = row
            .iter()
            .map(|cell| safe_cell(cell).into_owned())
            .collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    copy(state, text)
}

fn save_report(state: &mut State, language: Language, now: Moment) -> Vec<Effect> {
    let Some(open) = &state.migration.open else {
        return Vec::new();
    };
    let html = report::html(
        &Report {
            checklist: &open.checklist,
            forecast: &open.forecast,
            records: &open.records,
            damages: &open.damages,
            made_at: now,
            program: PROGRAM,
        },
        state.localizers.of(language),
    );
    let name = report::file_name(now, language);
    vec![Effect::SaveReport { name, html }]
}
