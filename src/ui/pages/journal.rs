//! The journal: what was done with this console, how it came out, and what can still be done about it.

use egui::Ui;

use super::{
    Folded, Selection, centered_ui, column_stretch, copy_rows_ui, failure_banner_ui, foldable_ui,
    is_clicked, is_refreshing, note_ui, rows_line_ui, search_ui, selection, server_words_ui,
    split_ui, two_columns_ui,
};
use crate::console::table::{TableEvent, TableRows as _};
use crate::console::{Act, Intent, JournalColumn, JournalView, State, journal_headings};
use crate::domain::Attestation;
use crate::domain::text::{visible_line, visible_lines};
use crate::localization::{Doing, Localizer};
use crate::plan::{Act as PlanAct, PlanId, PlanKind, PlanRecord, StepRecord, StepStatus, Who};
use crate::tr;
use crate::ui::run_view::status_sign;
use crate::ui::theme::{Tone, column, space};
use crate::ui::widgets::{
    Banner, Button, ButtonKind, Cell, ChecklistRow, CodeBlock, Column, DataTable, KeyValues,
    Placeholder, key_values, page_header, section_heading, stale_line, trailing,
};
use crate::ui::{Screen, evidence, icons};

/// As many damaged places as the banner names; the files themselves hold the rest.
const MOST_DAMAGES: usize = 3;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    let text = screen.text();
    let state = screen.state;
    let title = tr!(text, "nav-journal");
    let purpose = tr!(text, "journal-purpose");
    page_header(ui, &title, &purpose, |_ui| ());
    if let Some(err) = state
        .run
        .as_ref()
        .and_then(|run| run.journal_error.as_ref())
    {
        let title = tr!(text, "journal-not-written");
        let presented = text.present(err, Doing::Keeping);
        let body = super::visible(&[presented.happened, presented.next]);
        Banner::new(Tone::Danger, &title)
            .body(&body)
            .show(ui, "not written");
        ui.add_space(space::S);
    }
    let Some(journal) = state.journal.value() else {
        unread_ui(ui, screen);
        return;
    };
    if let Some(err) = state.journal.error() {
        let title = tr!(text, "journal-stale-title");
        if failure_banner_ui(ui, screen, Tone::Warning, &title, err) {
            screen.ask(Intent::RefreshJournal);
        }
    }
    damages_ui(ui, text, journal);
    if journal.plans.is_empty() {
        let title = tr!(text, "journal-empty");
        let body = tr!(text, "journal-empty-body");
        Placeholder::empty(icons::JOURNAL, &title)
            .body(&body)
            .show(ui);
        return;
    }
    let chosen = selection(&state.journal_list);
    let selected = match chosen {
        Selection::One(row) => journal.plans.get(row),
        Selection::Nothing | Selection::Several(_) => None,
    };
    let mut events = Vec::new();
    let to_rows = ui
        .horizontal(|ui| {
            let label = tr!(text, "journal-search");
            let table = &state.journal_list.table;
            let (event, to_rows) = search_ui(ui, screen, &label, table, wants_search);
            events.extend(event);
            events.extend(copy_rows_ui(ui, screen, &state.journal_list));
            actions_ui(ui, screen, selected.map(|entry| &entry.record));
            to_rows
        })
        .inner;
    ui.horizontal(|ui| {
        rows_line_ui(ui, screen, &state.journal_list);
        if is_refreshing(&state.journal) {
            let reading = tr!(text, "shell-reading-now");
            trailing(ui, "reading", |ui| stale_line(ui, "", Some(&reading)));
        }
    });
    let hint = chosen.hint(text, || tr!(text, "journal-select"));
    split_ui(
        ui,
        screen,
        state.journal_list.table.view().len(),
        hint.as_deref(),
        |ui, screen| events.extend(table_ui(ui, screen, journal, to_rows)),
        |ui, screen| {
            if let Some(entry) = selected {
                let record = live_record(screen.state, &entry.record);
                let written = Written {
                    who: &entry.who,
                    file: &entry.file,
                    hash: &entry.hash,
                };
                details_ui(ui, screen, journal, record, written);
            }
        },
    );
    for event in events {
        screen.ask(Intent::Journal(event));
    }
}

/// While a plan runs, what the run tells is newer than the journal that was read before.
fn live_record<'a>(state: &'a State, record: &'a PlanRecord) -> &'a PlanRecord {
    match &state.run {
        Some(run) if !run.is_over && run.record.plan.id == record.plan.id => &run.record,
        _ => record,
    }
}

fn unread_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let again = tr!(text, "journal-read");
    let action = Button::primary(&again).icon(icons::REFRESH);
    match screen.state.journal.error() {
        Some(err) => {
            let presented = text.present(err, Doing::Keeping);
            let placeholder = Placeholder::failed(&presented.happened).body(&presented.next);
            if is_clicked(placeholder.action(action).show(ui)) {
                screen.ask(Intent::RefreshJournal);
            }
            centered_ui(ui, |ui| {
                server_words_ui(ui, screen, "journal words", &presented.detail);
            });
        }
        None if screen.state.journal.is_loading() => {
            Placeholder::loading(&tr!(text, "journal-loading")).show(ui);
        }
        None => {
            let title = tr!(text, "journal-unread");
            let body = tr!(text, "journal-unread-body");
            let placeholder = Placeholder::empty(icons::JOURNAL, &title).body(&body);
            if is_clicked(placeholder.action(action).show(ui)) {
                screen.ask(Intent::RefreshJournal);
            }
        }
    }
}

/// What of the files is not believable. Everything before a damaged place counts.
fn damages_ui(ui: &mut Ui, text: &Localizer, journal: &JournalView) {
    if journal.damages.is_empty() && journal.contradictions == 0 {
        return;
    }
    let mut lines: Vec<_> = journal
        .damages
        .iter()
        .take(MOST_DAMAGES)
        .map(|damage| text.damage(damage))
        .collect();
    let rest = journal.damages.len().saturating_sub(MOST_DAMAGES);
    if rest > 0 {
        lines.push(tr!(text, "journal-more-damages", count = rest));
    }
    if journal.contradictions > 0 {
        lines.push(tr!(
            text,
            "journal-contradictions",
            count = journal.contradictions
        ));
    }
    lines.push(tr!(text, "journal-damaged-body"));
    let title = tr!(text, "journal-damaged");
    let body = super::visible(&lines);
    Banner::new(Tone::Warning, &title)
        .body(&body)
        .show(ui, "damages");
    ui.add_space(space::S);
}

/// What can be done about a change. The one that takes it further is the screen's primary button.
fn actions_ui(ui: &mut Ui, screen: &mut Screen<'_>, selected: Option<&PlanRecord>) {
    let text = screen.text();
    let nothing = || Some(tr!(text, "journal-select-one"));
    let (no_check, no_continue, no_undo) = match selected {
        None => (nothing(), nothing(), nothing()),
        Some(record) => {
            let id = &record.plan.id;
            (
                screen.why_not(&Act::CheckAgain(id.clone())),
                screen.why_not(&Act::Continue(id.clone())),
                screen.why_not(&Act::Undo(id.clone())),
            )
        }
    };
    let kind = |why_not: &Option<String>| match why_not {
        None => ButtonKind::Primary,
        Some(_) => ButtonKind::Secondary,
    };
    let check = tr!(text, "journal-check-again");
    let button = Button::new(kind(&no_check), &check)
        .icon(icons::REFRESH)
        .disabled_because(no_check.as_deref());
    let is_check = button.show(ui).clicked();
    let go_on = tr!(text, "journal-continue");
    let rank = match no_check {
        None => ButtonKind::Secondary,
        Some(_) => kind(&no_continue),
    };
    let button = Button::new(rank, &go_on)
        .icon(icons::RUN)
        .disabled_because(no_continue.as_deref());
    let is_continue = button.show(ui).clicked();
    let undo = tr!(text, "journal-undo");
    let button = Button::secondary(&undo)
        .icon(icons::UNDO)
        .disabled_because(no_undo.as_deref());
    let is_undo = button.show(ui).clicked();
    if let Some(id) = selected.map(|record| record.plan.id.clone()) {
        if is_check {
            screen.ask(Intent::CheckAgain(id.clone()));
        }
        if is_continue {
            screen.ask(Intent::AskToContinue(id.clone()));
        }
        if is_undo {
            screen.ask(Intent::AskToUndo(id));
        }
    }
}

fn table_ui(
    ui: &mut Ui,
    screen: &Screen<'_>,
    journal: &JournalView,
    to_rows: bool,
) -> Vec<TableEvent<String>> {
    let text = screen.text();
    let list = &screen.state.journal_list;
    let headings = journal_headings(text);
    let stretch = column_stretch(ui);
    let columns: Vec<_> = headings
        .iter()
        .zip(JournalColumn::ALL)
        .map(|(title, kind)| {
            let width = match kind {
                JournalColumn::MadeAt => column::TIME,
                JournalColumn::Kind => column::CHANGE,
                JournalColumn::Address => column::NAME,
                JournalColumn::Status => column::FQDN,
                JournalColumn::Who => column::WORD,
            };
            Column::new(title, width * stretch)
        })
        .collect();
    let name = tr!(text, "nav-journal");
    let nothing = tr!(text, "page-nothing-found");
    let table = DataTable::new("journal", &name, &columns).empty(&nothing);
    let output = table.show(ui, &list.table, |row, column| {
        let word = list.rows.text(row, column);
        match JournalColumn::ALL.get(column) {
            Some(JournalColumn::Status) => {
                let status = journal
                    .plans
                    .get(row)
                    .map_or(StepStatus::Pending, |entry| entry.record.status());
                let (tone, icon) = status_sign(status);
                Cell::state(tone, word).with_icon(icon)
            }
            Some(JournalColumn::Kind | JournalColumn::Address) => Cell::text(word),
            _ => Cell::weak(word),
        }
    });
    if to_rows {
        output.focus.request_focus();
    }
    output.events
}

/// Where a change was written down, and by whom.
#[derive(Clone, Copy)]
struct Written<'a> {
    who: &'a Who,
    file: &'a str,
    hash: &'a str,
}

fn details_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    journal: &JournalView,
    record: &PlanRecord,
    written: Written<'_>,
) {
    let text = screen.text();
    let plan = &record.plan;
    section_heading(ui, &text.plan_kind(plan.kind, plan.undoes.is_some()));
    if let Some(by) = &record.undone_by {
        note_ui(
            ui,
            &tr!(text, "journal-undone-by", time = made_at(text, journal, by)),
        );
    }
    if let Some(undone) = &plan.undoes {
        note_ui(
            ui,
            &tr!(
                text,
                "journal-undoes",
                time = made_at(text, journal, undone)
            ),
        );
    }
    if matches!(plan.kind, PlanKind::Swap | PlanKind::SwapBack) {
        crate::ui::swap::standing::show(ui, screen, record, None);
    }
    ui.add_space(space::XS);
    for (place, (step, state)) in plan.steps.iter().zip(&record.steps).enumerate() {
        let (tone, icon) = status_sign(state.status);
        let word = text.step_status(state.status);
        let title = visible_line(&text.act(&step.act));
        let message = state
            .message
            .as_ref()
            .map(|message| visible_lines(&text.message(message)));
        let times = times(text, state);
        let mut row = ChecklistRow::new(tone, &word, &title).icon(icon);
        if let Some(message) = &message {
            row = row.detail(message);
        }
        if let Some(times) = &times {
            row = row.aside(times);
        }
        row.show(ui);
        ui.push_id(place, |ui| {
            if let PlanAct::Attest(attestation) = &step.act {
                attestation_ui(ui, screen, attestation);
            }
            evidence_ui(ui, screen, state);
        });
    }
    ui.add_space(space::S);
    two_columns_ui(
        ui,
        screen,
        |ui, _screen| key_values(ui, |values| who_ui(values, text, written.who)),
        |ui, _screen| {
            key_values(ui, |values| {
                values.code(&tr!(text, "journal-file"), &visible_line(written.file));
                values.code(&tr!(text, "journal-hash"), written.hash);
            });
        },
    );
}

/// When a plan was made, for telling which one is meant; its id where it is in no file that was read.
fn made_at(text: &Localizer, journal: &JournalView, id: &PlanId) -> String {
    match journal.plan(id) {
        Some(entry) => text.date_time(entry.record.plan.made_at),
        None => visible_line(&id.to_string()),
    }
}

fn times(text: &Localizer, state: &StepRecord) -> Option<String> {
    let started = text.date_time(state.started_at?);
    Some(match state.ended_at {
        Some(ended) => tr!(
            text,
            "journal-started-ended",
            started = started,
            ended = text.date_time(ended)
        ),
        None => tr!(text, "journal-started", started = started),
    })
}

fn evidence_ui(ui: &mut Ui, screen: &mut Screen<'_>, state: &StepRecord) {
    let text = screen.text();
    let seen = &state.evidence;
    ui.indent("evidence", |ui| {
        if evidence::is_any(seen) {
            let folded = Folded {
                show: tr!(text, "journal-read-back-show"),
                hide: tr!(text, "journal-read-back-hide"),
            };
            foldable_ui(ui, "read back", &folded, |ui| {
                key_values(ui, |values| {
                    evidence::show(values, text, seen);
                    if let Some(at) = seen.read_at {
                        values.text(&tr!(text, "overview-read-at"), &text.date_time(at));
                    }
                });
            });
        } else if let Some(at) = seen.read_at {
            note_ui(
                ui,
                &tr!(text, "journal-read-nothing", time = text.date_time(at)),
            );
        }
        server_words_ui(ui, screen, "words", &seen.words.join("\n"));
    });
}

/// What a person confirmed, and the output that shows it.
fn attestation_ui(ui: &mut Ui, screen: &mut Screen<'_>, attestation: &Attestation) {
    let text = screen.text();
    ui.indent("attestation", |ui| {
        key_values(ui, |values| {
            let by = visible_line(&attestation.by);
            values.text(&tr!(text, "swap-attest-by"), &by);
            let at = text.date_time(attestation.at);
            values.text(&tr!(text, "journal-attested-at"), &at);
        });
        if attestation.output.trim().is_empty() {
            return;
        }
        let folded = Folded {
            show: tr!(text, "journal-evidence-show"),
            hide: tr!(text, "journal-evidence-hide"),
        };
        let output = visible_lines(&attestation.output);
        foldable_ui(ui, "output", &folded, |ui| {
            let title = tr!(text, "swap-attest-output");
            let copy = tr!(text, "dialog-copy");
            if CodeBlock::new(&title, &output, &copy)
                .show(ui, "output")
                .clicked()
            {
                screen.ask(Intent::Copy(output.clone()));
            }
        });
    });
}

fn who_ui(values: &mut KeyValues<'_>, text: &Localizer, who: &Who) {
    values.text(&tr!(text, "column-who"), &visible_line(&who.os_user));
    values.text(&tr!(text, "journal-computer"), &visible_line(&who.computer));
    let Some(connection) = &who.connection else {
        return;
    };
    values.text(
        &tr!(text, "overview-account"),
        &visible_line(&connection.account),
    );
    values.code(&tr!(text, "overview-url"), &visible_line(&connection.url));
}
