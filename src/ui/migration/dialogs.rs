//! What is asked about a step before it is written down, and about the migration as a whole.

use egui::{Id, Key, Ui};

use super::{card, words};
use crate::checklist::{AttestedOutcome, Decision, Direction, Item, LossLimit};
use crate::console::{Intent, MigrationIntent, OpenProject, StepDialog, StepEdit, StepQuestion};
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{ChecklistMessage, Secret};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::keyboard::Arrival;
use crate::ui::pages::remark_ui;
use crate::ui::run_view::{hint_ui, note_ui};
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{Button, Choice, Dialog, TextField, radio_row};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let state = screen.state;
    let Some(dialog) = state.migration.dialog.as_deref() else {
        return;
    };
    // A plan's own question stands in front of everything.
    if state.dialog.is_some() || state.swap.is_some() {
        return;
    }
    let text = screen.text();
    let item = dialog.step.as_ref();
    let item = item.and_then(|step| open.checklist.item(step));
    let arrival = Arrival::at(ui.ctx(), "step", (&dialog.step, title(text, dialog)));
    let title = title(text, dialog);
    let close = tr!(text, "dialog-close");
    let is_long = matches!(
        dialog.question,
        StepQuestion::Attest | StepQuestion::Output | StepQuestion::Decide
    );
    let width = if is_long {
        size::DIALOG_WIDE
    } else {
        size::DIALOG
    };
    let mut below = Screen::new(screen.state);
    let outcome = Dialog::new(Id::unique("step dialog"), &title)
        .close(&close)
        .width(width)
        .show(
            ui,
            |ui| body_ui(ui, screen, open, dialog, item, arrival),
            |ui| footer_ui(ui, &mut below, dialog),
        );
    screen.intents.append(&mut below.intents);
    let wants_to_confirm =
        ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter));
    if wants_to_confirm {
        confirm(screen);
    }
    if outcome.cancelled {
        screen.ask(Intent::Migration(MigrationIntent::CloseDialog));
    }
}

fn confirm(screen: &mut Screen<'_>) {
    screen.ask(Intent::Migration(MigrationIntent::ConfirmDialog));
}

fn edit(screen: &mut Screen<'_>, edit: StepEdit) {
    screen.ask(Intent::Migration(MigrationIntent::EditDialog(edit)));
}

fn title(text: &Localizer, dialog: &StepDialog) -> String {
    match dialog.question {
        StepQuestion::Deviate(_) => tr!(text, "mig-ask-deviate"),
        StepQuestion::Attest => tr!(text, "mig-ask-attest"),
        StepQuestion::Skip => tr!(text, "mig-ask-skip"),
        StepQuestion::NotApplicable => tr!(text, "mig-ask-not-applicable"),
        StepQuestion::Reopen => tr!(text, "mig-ask-reopen"),
        StepQuestion::Confirm => tr!(text, "mig-ask-confirm"),
        StepQuestion::Decide => tr!(text, "mig-ask-decide"),
        StepQuestion::Output => tr!(text, "mig-ask-output"),
        StepQuestion::Attach => tr!(text, "mig-ask-attach"),
        StepQuestion::Note => tr!(text, "mig-ask-note"),
        StepQuestion::Assign => tr!(text, "mig-ask-assign"),
        StepQuestion::Rollback => tr!(text, "mig-ask-rollback"),
    }
}

/// The button names what is written down.
fn verb(text: &Localizer, dialog: &StepDialog) -> String {
    match dialog.question {
        StepQuestion::Deviate(_) => tr!(text, "mig-verb-deviate"),
        StepQuestion::Attest => tr!(text, "mig-verb-attest"),
        StepQuestion::Skip => tr!(text, "mig-verb-skip"),
        StepQuestion::NotApplicable => tr!(text, "mig-verb-not-applicable"),
        StepQuestion::Reopen => tr!(text, "mig-verb-reopen"),
        StepQuestion::Confirm => tr!(text, "mig-verb-confirm"),
        StepQuestion::Decide => match dialog.decision {
            Some(Decision::NoGo) => tr!(text, "mig-verb-no-go"),
            Some(Decision::Go) => tr!(text, "mig-verb-go"),
            None => tr!(text, "mig-verb-attest"),
        },
        StepQuestion::Output => tr!(text, "mig-verb-output"),
        StepQuestion::Attach => tr!(text, "mig-verb-attach"),
        StepQuestion::Note => tr!(text, "mig-verb-note"),
        StepQuestion::Assign => tr!(text, "mig-verb-assign"),
        StepQuestion::Rollback => tr!(text, "mig-verb-rollback"),
    }
}

fn body_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    open: &OpenProject,
    dialog: &StepDialog,
    item: Option<&Item>,
    arrival: Arrival,
) {
    let text = screen.text();
    if let Some(item) = item {
        let title = words::title(text, item);
        hint_ui(ui, &format!("{}  {title}", words::code(&item.id)));
    }
    match &dialog.question {
        StepQuestion::Attest => outcomes_ui(ui, screen, dialog),
        StepQuestion::Decide => decision_ui(ui, screen, open, dialog, item),
        StepQuestion::Rollback => rollback_ui(ui, text, open),
        StepQuestion::Confirm => {
            hint_ui(ui, &tr!(text, "mig-confirm-meaning"));
        }
        StepQuestion::Attach => {
            hint_ui(ui, &tr!(text, "mig-attach-meaning"));
        }
        StepQuestion::Reopen => {
            hint_ui(ui, &tr!(text, "mig-reopen-meaning"));
        }
        _ => {}
    }
    fields_ui(ui, screen, dialog, arrival);
    if dialog.needs_deviation() {
        deviation_ui(ui, screen, dialog);
    }
    if let Some(problem) = &dialog.problem {
        note_ui(
            ui,
            Tone::Danger,
            &visible_line(&text.checklist_message(problem)),
        );
    }
    ui.add_space(space::XS);
}

/// What is wrong with one field, once somebody tried to confirm.
fn wrong(text: &Localizer, dialog: &StepDialog, about: &[ChecklistMessage]) -> Option<String> {
    let missing = dialog.complete().err().filter(|_| dialog.is_touched)?;
    about
        .contains(&missing)
        .then(|| visible_line(&text.checklist_message(&missing)))
}

fn fields_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &StepDialog, arrival: Arrival) {
    let text = screen.text();
    let width = ui.available_width();
    if dialog.names_person() {
        let label = match dialog.question {
            StepQuestion::Confirm => tr!(text, "mig-field-reviewer"),
            StepQuestion::Decide | StepQuestion::Rollback => tr!(text, "mig-field-approver"),
            _ => tr!(text, "mig-field-by"),
        };
        let error = wrong(text, dialog, &[ChecklistMessage::NameMissing]);
        let field = TextField::new(&label)
            .error(error.as_deref())
            .width(width)
            .show(ui, "by", &dialog.by);
        if dialog.by.is_empty() {
            arrival.focus(&field.response);
        }
        if let Some(by) = field.edited {
            edit(screen, StepEdit::By(by));
        }
    }
    match dialog.question {
        StepQuestion::Deviate(_) => {}
        StepQuestion::Confirm => passphrase_ui(ui, screen, dialog, arrival),
        StepQuestion::Attach => file_ui(ui, screen, dialog, arrival),
        _ => words_ui(ui, screen, dialog, arrival),
    }
    if dialog.question == StepQuestion::Assign {
        let label = tr!(text, "mig-field-minutes");
        let error = wrong(text, dialog, &[ChecklistMessage::MinutesWrong]);
        let field = TextField::new(&label)
            .error(error.as_deref())
            .width(size::LABEL_COLUMN)
            .show(ui, "minutes", &dialog.minutes);
        if let Some(minutes) = field.edited {
            edit(screen, StepEdit::Minutes(minutes));
        }
    }
}

fn words_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &StepDialog, arrival: Arrival) {
    let text = screen.text();
    let (label, rows) = match dialog.question {
        StepQuestion::Attest => (tr!(text, "mig-field-seen"), 3),
        StepQuestion::Output => (tr!(text, "mig-field-output"), 14),
        StepQuestion::Note => (tr!(text, "mig-field-note"), 4),
        StepQuestion::Assign => (tr!(text, "mig-field-owner"), 1),
        _ => (tr!(text, "mig-field-reason"), 3),
    };
    let error = wrong(
        text,
        dialog,
        &[
            ChecklistMessage::AttestationEmpty,
            ChecklistMessage::TextMissing,
            ChecklistMessage::ReasonMissing,
        ],
    )
    .filter(|_| dialog.words.trim().is_empty());
    let mut field = TextField::new(&label)
        .rows(rows)
        .error(error.as_deref())
        .width(ui.available_width());
    if dialog.question == StepQuestion::Output {
        field = field.code();
    }
    let field = field.show(ui, "words", &dialog.words);
    arrival.focus(&field.response);
    if let Some(words) = field.edited {
        edit(screen, StepEdit::Words(words));
    }
}

fn passphrase_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &StepDialog, arrival: Arrival) {
    let text = screen.text();
    let label = tr!(text, "mig-field-passphrase");
    let error = wrong(text, dialog, &[ChecklistMessage::PassphraseMissing]);
    let mut typed = Secret::new(dialog.passphrase.expose());
    let response = TextField::new(&label)
        .password()
        .error(error.as_deref())
        .width(ui.available_width())
        .show_buffer(ui, "passphrase", typed.edit());
    arrival.focus(&response);
    if response.changed() {
        edit(screen, StepEdit::Passphrase(typed));
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        confirm(screen);
    }
}

fn file_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &StepDialog, arrival: Arrival) {
    let text = screen.text();
    let label = tr!(text, "mig-field-file");
    let error = wrong(text, dialog, &[ChecklistMessage::FileMissing]);
    let field = TextField::new(&label)
        .code()
        .error(error.as_deref())
        .width(ui.available_width())
        .show(ui, "file", &dialog.file);
    arrival.focus(&field.response);
    if let Some(file) = field.edited {
        edit(screen, StepEdit::File(file));
    }
    let browse = tr!(text, "mig-browse");
    if Button::secondary(&browse)
        .icon(icons::OPEN)
        .show(ui)
        .clicked()
    {
        screen.ask(Intent::Migration(MigrationIntent::PickEvidence));
    }
    let dropped = ui.input(|input| {
        let file = input.raw.dropped_files.first();
        file.map(|file| file.path().to_path_buf())
    });
    if let Some(path) = dropped {
        edit(screen, StepEdit::File(path.display().to_string()));
    }
}

fn outcomes_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &StepDialog) {
    let text = screen.text();
    let outcomes = [
        AttestedOutcome::Done,
        AttestedOutcome::DoneWithWarning,
        AttestedOutcome::Failed,
    ];
    let titles = outcomes.map(|outcome| text.attested_outcome(outcome));
    let chosen = choices_ui(
        ui,
        &titles,
        outcomes
            .iter()
            .position(|outcome| *outcome == dialog.outcome),
    );
    if let Some(outcome) = chosen.and_then(|place| outcomes.get(place)) {
        edit(screen, StepEdit::Outcome(*outcome));
    }
}

fn choices_ui(ui: &mut Ui, titles: &[String], selected: Option<usize>) -> Option<usize> {
    let choices: Vec<_> = titles
        .iter()
        .map(|title| Choice {
            title,
            meaning: title,
            disabled_because: None,
        })
        .collect();
    radio_row(ui, &choices, selected)
}

/// What is done, what is not, what going means for the way back, and the choice.
fn decision_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    open: &OpenProject,
    dialog: &StepDialog,
    item: Option<&Item>,
) {
    let text = screen.text();
    let gate = dialog.step.as_ref().and_then(|step| {
        let mut gates = open.checklist.gates.iter();
        gates.find(|gate| gate.gate.step == *step)
    });
    let gate = gate.or_else(|| item.and_then(|item| card::gate_of(open, item)));
    if let Some(gate) = gate {
        let question = visible_lines(gate.gate.question.of(text.language()));
        note_ui(ui, Tone::Info, &question);
        for line in card::gate_lines(text, open, gate) {
            hint_ui(ui, &line);
        }
    }
    let decisions = [Decision::Go, Decision::NoGo];
    let titles = decisions.map(|decision| text.decision(decision));
    let selected = decisions
        .iter()
        .position(|decision| Some(*decision) == dialog.decision);
    let chosen = choices_ui(ui, &titles, selected);
    if let Some(decision) = chosen.and_then(|place| decisions.get(place)) {
        edit(screen, StepEdit::Decision(*decision));
    }
    if let Some(missing) = wrong(text, dialog, &[ChecklistMessage::DecisionMissing]) {
        note_ui(ui, Tone::Danger, &missing);
    }
}

/// What taking everything back costs: time, and after services were started messages too.
fn rollback_ui(ui: &mut Ui, text: &Localizer, open: &OpenProject) {
    if open.checklist.direction != Direction::Forwards {
        return;
    }
    hint_ui(ui, &tr!(text, "mig-rollback-meaning"));
    hint_ui(
        ui,
        &tr!(
            text,
            "mig-gate-rollback-takes",
            duration = text.hours(open.forecast.rollback)
        ),
    );
    let tone = match open.forecast.loss {
        LossLimit::Lossless => Tone::Info,
        LossLimit::LosesSince(_) => Tone::Danger,
    };
    note_ui(ui, tone, &text.loss_limit(&open.forecast.loss));
}

/// Why this is outside the order, and the reason for doing it all the same.
fn deviation_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &StepDialog) {
    let text = screen.text();
    for message in &dialog.outside {
        let sentence = visible_lines(&text.checklist_message(message));
        remark_ui(ui, Tone::Warning, icons::WARNING, &sentence);
    }
    let label = tr!(text, "mig-field-deviation");
    let error = wrong(text, dialog, &[ChecklistMessage::ReasonMissing])
        .filter(|_| dialog.deviation.trim().is_empty());
    let field = TextField::new(&label)
        .rows(2)
        .error(error.as_deref())
        .width(ui.available_width())
        .show(ui, "deviation", &dialog.deviation);
    if let Some(reason) = field.edited {
        edit(screen, StepEdit::Deviation(reason));
    }
}

fn footer_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &StepDialog) {
    let text = screen.text();
    let writing = tr!(text, "mig-writing");
    let label = verb(text, dialog);
    let is_grave = dialog.question == StepQuestion::Rollback
        || dialog.question == StepQuestion::Decide && dialog.decision == Some(Decision::NoGo);
    let button = if is_grave {
        Button::danger(&label)
    } else {
        Button::primary(&label)
    };
    let button = button.disabled_because(dialog.is_writing.then_some(writing.as_str()));
    if button.show(ui).clicked() {
        confirm(screen);
    }
    if Button::secondary(&tr!(text, "dialog-cancel"))
        .show(ui)
        .clicked()
    {
        screen.ask(Intent::Migration(MigrationIntent::CloseDialog));
    }
}
