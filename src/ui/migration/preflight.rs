//! The risk sheet of the open project: what was dropped onto the window, what it was taken for, and what it shows, the
//! worst first.

use egui::{Grid, Label, RichText, ScrollArea, Ui};

use super::icons;
use crate::checklist::{EvidenceTable, ExportKind, PreflightFinding, PreflightReport, Risk};
use crate::console::{ExportProblem, Intent, MigrationIntent};
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::Screen;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::pages::{card_ui, is_clicked, note_ui, remark_ui, server_words_ui, visible};
use crate::ui::theme::{self, Tone, size, space};
use crate::ui::widgets::{Button, Placeholder, badge, section_heading, trailing};

/// Of the rows of a finding; a spreadsheet shows the others.
const SHOWN: usize = 200;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    dropped(ui, screen);
    actions_ui(ui, screen);
    ui.add_space(space::S);
    ScrollArea::vertical()
        .id_salt("risk sheet")
        .auto_shrink(false)
        .show(ui, |ui| {
            files_ui(ui, screen);
            ui.add_space(space::M);
            sheet_ui(ui, screen);
        });
}

fn dropped(ui: &Ui, screen: &mut Screen<'_>) {
    // A dialog over the page takes what is dropped for itself.
    if screen.state.migration.dialog.is_some() {
        return;
    }
    let files = ui.input(|input| input.raw.dropped_files.clone());
    for file in files {
        let path = file.path().to_path_buf();
        screen.ask(Intent::Migration(MigrationIntent::DropFile(path)));
    }
}

fn actions_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let state = screen.state;
    ui.horizontal(|ui| {
        section_heading(ui, &tr!(text, "risk-sheet"));
        trailing(ui, "risk actions", |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let pick = tr!(text, "risk-pick");
            if Button::secondary(&pick)
                .icon(icons::OPEN)
                .show(ui)
                .clicked()
            {
                screen.ask(Intent::Migration(MigrationIntent::PickExports));
            }
            let run = tr!(text, "risk-run");
            let refusal = state.may_record().and_then(|()| state.session_fits()).err();
            let refusal = refusal.map(|message| visible_line(&text.message(&message)));
            let button = Button::secondary(&run)
                .icon(icons::REFRESH)
                .disabled_because(refusal.as_deref());
            if button.show(ui).clicked() {
                screen.ask(Intent::Migration(MigrationIntent::RunPreflight));
            }
            let copy = tr!(text, "risk-copy");
            let none = state
                .migration
                .preflight
                .is_none()
                .then(|| tr!(text, "risk-nothing-to-copy"));
            let button = Button::quiet(&copy)
                .icon(icons::COPY)
                .disabled_because(none.as_deref());
            if button.show(ui).clicked() {
                screen.ask(Intent::Migration(MigrationIntent::CopyPreflight));
            }
        });
    });
}

/// What was dropped, and what is still missing.
fn files_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let migration = &screen.state.migration;
    if migration.exports.is_empty()
        && migration.export_problems.is_empty()
        && migration.exports_asked == 0
    {
        let title = tr!(text, "risk-drop");
        let body = tr!(text, "risk-drop-body");
        let pick = tr!(text, "risk-pick");
        let action = Button::primary(&pick).icon(icons::OPEN);
        let placeholder = Placeholder::empty(icons::FILE, &title).body(&body);
        if is_clicked(placeholder.action(action).show(ui)) {
            screen.ask(Intent::Migration(MigrationIntent::PickExports));
        }
        return;
    }
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for export in &migration.exports {
            let name = visible_line(&export.name);
            let line = format!("{name} – {}", text.taken_for(export));
            remark_ui(ui, Tone::Success, icons::FILE, &line);
        }
        for ExportProblem { name, message } in &migration.export_problems {
            let line = format!(
                "{} – {}",
                visible_line(name),
                text.checklist_message(message)
            );
            remark_ui(ui, Tone::Danger, icons::FAILED, &line);
        }
        if migration.exports_asked > 0 {
            remark_ui(
                ui,
                Tone::Info,
                icons::RUNNING,
                &tr!(text, "risk-reading-files"),
            );
        }
        let missing: Vec<_> = ExportKind::ALL
            .into_iter()
            .filter(|kind| !migration.exports.iter().any(|export| export.kind == *kind))
            .map(|kind| text.export_kind(kind))
            .collect();
        if !missing.is_empty() {
            let kinds = missing.join(", ");
            note_ui(ui, &tr!(text, "risk-still-missing", kinds = kinds));
        }
    });
}

fn sheet_ui(ui: &mut Ui, screen: &Screen<'_>) {
    let text = screen.text();
    let migration = &screen.state.migration;
    if !migration.reading.is_empty() {
        remark_ui(
            ui,
            Tone::Info,
            icons::RUNNING,
            &tr!(text, "risk-reading-servers"),
        );
    }
    for err in migration.unanswered.values() {
        let presented = text.present(err, crate::localization::Doing::Reading);
        remark_ui(
            ui,
            Tone::Danger,
            icons::FAILED,
            &visible(&[presented.happened]),
        );
    }
    let Some(report) = &migration.preflight else {
        note_ui(ui, &tr!(text, "risk-nothing-judged"));
        return;
    };
    summary_ui(ui, screen, report);
    for (place, finding) in report.findings.iter().enumerate() {
        ui.push_id(place, |ui| finding_ui(ui, screen, finding));
        ui.add_space(space::S);
    }
}

/// How many findings of each severity there are.
fn summary_ui(ui: &mut Ui, screen: &Screen<'_>, report: &PreflightReport) {
    let text = screen.text();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for risk in [Risk::Stops, Risk::Warns, Risk::Informs] {
            let count = report
                .findings
                .iter()
                .filter(|finding| finding.risk == risk)
                .count();
            let words = format!("{}: {count}", text.risk(risk));
            badge(
                ui,
                if count == 0 {
                    Tone::Neutral
                } else {
                    tone(risk)
                },
                &words,
            );
        }
    });
    ui.add_space(space::S);
}

fn finding_ui(ui: &mut Ui, screen: &Screen<'_>, finding: &PreflightFinding) {
    let text = screen.text();
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.horizontal(|ui| {
            section_heading(ui, &text.risk_topic(finding.topic));
            badge(ui, tone(finding.risk), &text.risk(finding.risk));
        });
        for message in &finding.what {
            let sentence = visible(&[text.checklist_message(message)]);
            remark_ui(ui, tone(finding.risk), tone(finding.risk).icon(), &sentence);
        }
        if let Some(advice) = &finding.advice {
            let advice = visible(&[text.checklist_message(advice)]);
            note_ui(ui, &tr!(text, "risk-advice", advice = advice));
        }
        server_words_ui(ui, screen, "words", &finding.words.join("\n"));
        evidence_ui(ui, screen, &finding.evidence);
    });
}

fn evidence_ui(ui: &mut Ui, screen: &Screen<'_>, evidence: &EvidenceTable) {
    if evidence.rows.is_empty() {
        return;
    }
    let text = screen.text();
    let count = evidence.rows.len();
    let folded = Folded {
        show: tr!(text, "risk-rows-show", count = count),
        hide: tr!(text, "risk-rows-hide"),
    };
    foldable_ui(ui, "evidence", &folded, |ui| {
        let palette = theme::palette(ui);
        ScrollArea::both()
            .id_salt("rows")
            .max_height(size::DETAILS_TEXT)
            .show(ui, |ui| {
                Grid::new("evidence rows")
                    .striped(true)
                    .spacing([space::M, space::XXS])
                    .show(ui, |ui| {
                        for column in &evidence.columns {
                            let heading = RichText::new(text.evidence_column(*column))
                                .font(theme::small())
                                .color(palette.weak);
                            ui.add(Label::new(heading).selectable(false).extend());
                        }
                        ui.end_row();
                        for row in evidence.rows.iter().take(SHOWN) {
                            for cell in row {
                                let cell = RichText::new(visible_line(cell))
                                    .font(theme::small())
                                    .color(palette.text);
                                ui.add(Label::new(cell).extend());
                            }
                            ui.end_row();
                        }
                    });
            });
        if count > SHOWN {
            note_ui(ui, &tr!(text, "risk-more-rows", count = (count - SHOWN)));
        }
    });
}

fn tone(risk: Risk) -> Tone {
    match risk {
        Risk::Stops => Tone::Danger,
        Risk::Warns => Tone::Warning,
        Risk::Informs => Tone::Info,
    }
}
