//! The record: every entry of the project's journal with a search, decisions and deviations, the last hash, the report.

use egui::Ui;

use super::words;
use crate::checklist::{Checklist, ProjectEntry, ProjectRecord};
use crate::console::table::TableRows as _;
use crate::console::{
    Intent, MigrationIntent, OpenProject, RecordColumn, record_headings, record_key,
};
use crate::domain::Language;
use crate::domain::text::{visible_line, visible_lines};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::pages::{
    Selection, column_stretch, copy_rows_ui, rows_line_ui, search_ui, selection, server_words_ui,
    split_ui, visible,
};
use crate::ui::theme::{Tone, column, size, space};
use crate::ui::widgets::{
    Banner, Button, Cell, ChecklistRow, Choice, CodeBlock, Column, DataTable, key_values,
    radio_row, section_heading,
};
use crate::ui::{Screen, icons};

/// As many damaged places as the banner names.
const MOST_DAMAGES: usize = 3;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject, wants_search: bool) {
    let text = screen.text();
    damages_ui(ui, text, open);
    report_ui(ui, screen);
    let list = &screen.state.migration.record;
    let mut events = Vec::new();
    let to_rows = ui
        .horizontal(|ui| {
            let label = tr!(text, "mig-record-search");
            let (event, to_rows) = search_ui(ui, screen, &label, &list.table, wants_search);
            events.extend(event);
            events.extend(copy_rows_ui(ui, screen, list));
            to_rows
        })
        .inner;
    ui.horizontal(|ui| {
        rows_line_ui(ui, screen, list);
    });
    let chosen = selection(list);
    let record = match chosen {
        Selection::One(row) => open.records.get(row),
        Selection::Nothing | Selection::Several(_) => None,
    };
    split_ui(
        ui,
        screen,
        list.table.view().len(),
        None,
        |ui, screen| events.extend(table_ui(ui, screen, open, to_rows)),
        |ui, screen| match record {
            Some(record) => entry_ui(ui, screen, record),
            None => summary_ui(ui, screen, open),
        },
    );
    for event in events {
        screen.ask(Intent::Migration(MigrationIntent::Record(event)));
    }
}

/// The report in the language of whoever gets it.
fn report_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let id = egui::Id::unique("the language of the report");
    let own = text.language();
    let mut language = ui.data(|data| data.get_temp::<Language>(id)).unwrap_or(own);
    // Not translated: each language is called what it calls itself.
    let languages = Language::ALL.map(|language| (language, language.own_name()));
    ui.horizontal(|ui| {
        let choices: Vec<_> = languages
            .iter()
            .map(|(_, name)| Choice {
                title: name,
                meaning: name,
                disabled_because: None,
            })
            .collect();
        let selected = languages.iter().position(|(of, _)| *of == language);
        let chosen = ui
            .scope(|ui| {
                ui.set_max_width(size::FIELD);
                radio_row(ui, &choices, selected)
            })
            .inner;
        if let Some((chosen, _)) = chosen.and_then(|place| languages.get(place)) {
            language = *chosen;
            ui.data_mut(|data| data.insert_temp(id, language));
        }
        let save = tr!(text, "mig-save-report");
        if Button::primary(&save)
            .icon(icons::EXPORT)
            .show(ui)
            .clicked()
        {
            screen.ask(Intent::Migration(MigrationIntent::SaveReport(language)));
        }
    });
    ui.add_space(space::XS);
}

fn damages_ui(ui: &mut Ui, text: &Localizer, open: &OpenProject) {
    let contradictions = open.checklist.contradictions;
    if open.damages.is_empty() && contradictions == 0 {
        return;
    }
    let mut lines: Vec<_> = open
        .damages
        .iter()
        .take(MOST_DAMAGES)
        .map(|damage| text.damage(damage))
        .collect();
    let rest = open.damages.len().saturating_sub(MOST_DAMAGES);
    if rest > 0 {
        lines.push(tr!(text, "journal-more-damages", count = rest));
    }
    if contradictions > 0 {
        lines.push(tr!(text, "journal-contradictions", count = contradictions));
    }
    lines.push(tr!(text, "journal-damaged-body"));
    Banner::new(Tone::Warning, &tr!(text, "journal-damaged"))
        .body(&visible(&lines))
        .show(ui, "damages");
    ui.add_space(space::S);
}

fn table_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    open: &OpenProject,
    to_rows: bool,
) -> Vec<crate::console::table::TableEvent<String>> {
    let text = screen.text();
    let list = &screen.state.migration.record;
    let headings = record_headings(text);
    let stretch = column_stretch(ui);
    let columns: Vec<_> = headings
        .iter()
        .zip(RecordColumn::ALL)
        .map(|(title, kind)| {
            let width = match kind {
                RecordColumn::At => column::TIME,
                RecordColumn::What => column::ADDRESS + column::NAME,
                RecordColumn::Step | RecordColumn::Who => column::WORD,
            };
            Column::new(title, width * stretch)
        })
        .collect();
    let name = tr!(text, "mig-view-record");
    let nothing = tr!(text, "page-nothing-found");
    let table = DataTable::new("record", &name, &columns).empty(&nothing);
    let output = table.show(ui, &list.table, |row, column| {
        let word = list.rows.text(row, column);
        match RecordColumn::ALL.get(column) {
            Some(RecordColumn::What) => match open.records.get(row).map(tone) {
                Some((tone, icon)) => Cell::state(tone, word).with_icon(icon),
                None => Cell::text(word),
            },
            Some(RecordColumn::Step) => Cell::text(word),
            _ => Cell::weak(word),
        }
    });
    if to_rows {
        output.focus.request_focus();
    }
    output.events
}

/// The sign of an entry: what deviates and what failed stands out.
fn tone(record: &ProjectRecord) -> (Tone, &'static str) {
    use crate::checklist::{AttestedOutcome, Decision, FindingOutcome};
    match &record.entry {
        ProjectEntry::Found { finding, .. } => match finding.outcome {
            FindingOutcome::Holds => (Tone::Success, icons::TRUSTED),
            FindingOutcome::HoldsWithWarning => (Tone::Warning, icons::WARNING),
            FindingOutcome::Contradicts => (Tone::Danger, icons::FAILED),
            FindingOutcome::CannotBeRead => (Tone::Unknown, icons::UNKNOWN),
        },
        ProjectEntry::Attested { outcome, .. } => match outcome {
            AttestedOutcome::Done => (Tone::Info, icons::PERSON),
            AttestedOutcome::DoneWithWarning => (Tone::Warning, icons::WARNING),
            AttestedOutcome::Failed => (Tone::Danger, icons::FAILED),
        },
        ProjectEntry::Deviated { .. } => (Tone::Warning, icons::WARNING),
        ProjectEntry::TakenOver { .. } => (Tone::Warning, icons::REPLACE),
        ProjectEntry::RollbackBegan { .. } => (Tone::Warning, icons::UNDO),
        ProjectEntry::Decided { decision, .. } => match decision {
            Decision::Go => (Tone::Success, icons::MILESTONE),
            Decision::NoGo => (Tone::Danger, icons::MILESTONE),
        },
        ProjectEntry::Confirmed { .. } => (Tone::Info, icons::KEY),
        ProjectEntry::Skipped { .. } => (Tone::Neutral, icons::SKIPPED),
        ProjectEntry::Noted { .. } => (Tone::Neutral, icons::EDIT),
        ProjectEntry::Output { .. } => (Tone::Neutral, icons::TERMINAL),
        ProjectEntry::Attached { .. } => (Tone::Neutral, icons::FILE),
        ProjectEntry::Plan(_) => (Tone::Neutral, icons::RUN),
        _ => (Tone::Neutral, icons::RIGHT),
    }
}

fn entry_ui(ui: &mut Ui, screen: &mut Screen<'_>, record: &ProjectRecord) {
    let text = screen.text();
    let entry = text.project_entry(&record.entry);
    section_heading(ui, &entry.what);
    if !entry.said.is_empty() {
        let said = visible_lines(&entry.said);
        let copy = tr!(text, "page-copy");
        let title = tr!(text, "mig-words");
        let block = CodeBlock::new(&title, &said, &copy)
            .max_height(size::DETAILS_TEXT)
            .show(ui, ("said", record_key(record)));
        if block.clicked() {
            screen.ask(Intent::Copy(said));
        }
    }
    if let ProjectEntry::Found { finding, .. } = &record.entry {
        server_words_ui(ui, screen, "found", &finding.words.join("\n"));
    }
    key_values(ui, |values| {
        values.text(&tr!(text, "column-made-at"), &text.date_time(record.at));
        if let Some(step) = record.entry.step() {
            values.text(&tr!(text, "mig-column-step"), &words::code(step));
        }
        let who = tr!(
            text,
            "result-journal-who",
            person = visible_line(&record.who.os_user),
            computer = visible_line(&record.who.computer)
        );
        values.text(&tr!(text, "mig-column-who"), &who);
        values.code(&tr!(text, "journal-file"), &visible_line(&record.file));
        values.code(&tr!(text, "journal-hash"), &record.hash);
    });
}

/// While no entry is selected: what the approver asks for first.
fn summary_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let checklist: &Checklist = &open.checklist;
    super::counts::show(ui, text, open);
    if !checklist.decisions.is_empty() {
        section_heading(ui, &tr!(text, "mig-decisions"));
    }
    for decided in &checklist.decisions {
        let title = tr!(
            text,
            "mig-decided-line",
            step = words::code(&decided.gate),
            by = visible_line(&decided.by)
        );
        let word = text.decision(decided.decision);
        let mut row = ChecklistRow::new(Tone::Info, &word, &title).icon(icons::MILESTONE);
        let reason = visible_lines(&decided.reason);
        if !reason.is_empty() {
            row = row.detail(&reason);
        }
        let at = text.date_time(decided.at);
        row.aside(&at).show(ui);
    }
    if !checklist.deviations.is_empty() {
        section_heading(ui, &tr!(text, "mig-deviations"));
    }
    for deviation in &checklist.deviations {
        let title = tr!(
            text,
            "mig-decided-line",
            step = words::code(&deviation.step),
            by = visible_line(&deviation.by)
        );
        let reason = visible_lines(&deviation.reason);
        let at = text.date_time(deviation.at);
        let word = tr!(text, "mig-deviation");
        ChecklistRow::new(Tone::Warning, &word, &title)
            .detail(&reason)
            .aside(&at)
            .show(ui);
    }
    for (at, user, computer) in &checklist.takeovers {
        let title = tr!(
            text,
            "mig-entry-taken-over",
            user = visible_line(user),
            computer = visible_line(computer)
        );
        let at = text.date_time(*at);
        let word = tr!(text, "mig-takeover");
        ChecklistRow::new(Tone::Warning, &word, &title)
            .aside(&at)
            .show(ui);
    }
    for (at, note) in &checklist.notes {
        let at = text.date_time(*at);
        let word = tr!(text, "mig-entry-noted");
        ChecklistRow::new(Tone::Neutral, &word, &visible_lines(note))
            .icon(icons::EDIT)
            .aside(&at)
            .show(ui);
    }
    section_heading(ui, &tr!(text, "mig-journal"));
    key_values(ui, |values| {
        values.text(&tr!(text, "mig-entries"), &open.entries.to_string());
        let folder = visible_line(&open.folder.display().to_string());
        values.code(&tr!(text, "mig-folder"), &folder);
        values.code(&tr!(text, "mig-last-hash"), &open.last_hash);
    });
}
