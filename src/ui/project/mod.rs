//! Projects: what stands on the page while none is open, and everything asked about a project.

mod banners;
mod card;
mod draft;
mod fields;
mod pages;
mod rehearse;
mod review;
mod start;
mod template;
mod words;

use egui::{Id, Ui};

use super::Screen;
use super::icons;
use super::widgets::{Button, Dialog, TextField};
use crate::console::{Intent, MigrationIntent, ProjectAccess, ProjectDialog, ProjectIntent};
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::run_view::{hint_ui, note_ui};
use crate::ui::theme::Tone;
use crate::ui::widgets::key_values;

pub(super) use banners::{banners_ui, rehearsal_chip_ui};
pub(super) use card::card_ui;
pub(super) use start::show;

/// Asks for something that is done with projects as a whole.
fn manage(screen: &mut Screen<'_>, intent: ProjectIntent) {
    screen.ask(Intent::Migration(MigrationIntent::Manage(intent)));
}

/// What can be done with the open project, at the right end of its page's title.
pub(super) fn actions_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let state = screen.state;
    let Some(open) = &state.migration.open else {
        return;
    };
    let why_not = |reason: Result<(), crate::domain::Message>| {
        let reason = reason.err();
        reason.map(|message| visible_line(&text.message(&message)))
    };
    let no_change = why_not(state.may_record());
    if open.checklist.project.is_rehearsal() {
        let back = tr!(text, "project-back-to-real");
        let back = Button::secondary(&back).icon(icons::UNDO);
        if state.rehearsed_project().is_some() && back.show(ui).clicked() {
            manage(screen, ProjectIntent::BackToProject);
        }
    } else {
        let rehearse = tr!(text, "project-rehearse");
        let refused = why_not(state.may_rehearse());
        let rehearse = Button::secondary(&rehearse)
            .icon(icons::LAB)
            .disabled_because(refused.as_deref());
        if rehearse.show(ui).clicked() {
            manage(screen, ProjectIntent::AskToRehearse);
        }
    }
    let facts = tr!(text, "project-change-facts");
    let facts = Button::secondary(&facts)
        .icon(icons::EDIT)
        .icon_only()
        .disabled_because(no_change.as_deref());
    if facts.show(ui).clicked() {
        manage(screen, ProjectIntent::ChangeFacts);
    }
    let template = tr!(text, "project-edit-template");
    let template = Button::secondary(&template).icon(icons::FILE).icon_only();
    if template.show(ui).clicked() {
        manage(screen, ProjectIntent::EditTemplate);
    }
    let times = tr!(text, "project-times");
    let times = Button::secondary(&times)
        .icon(icons::HISTORY)
        .icon_only()
        .disabled_because(no_change.as_deref());
    if let Some(newest) = open.rehearsals.last()
        && times.show(ui).clicked()
    {
        manage(screen, ProjectIntent::AskForTimes(newest.clone()));
    }
    if matches!(open.access, ProjectAccess::Watch(_)) {
        let reload = tr!(text, "project-reload");
        let reload = Button::secondary(&reload).icon(icons::REFRESH).icon_only();
        if reload.show(ui).clicked() {
            screen.ask(Intent::Migration(MigrationIntent::Reload));
        }
    }
    let busy = state.is_running();
    let busy = busy.then(|| text.message(&crate::domain::Message::OtherChangeRunning));
    let close = tr!(text, "project-close");
    let close = Button::secondary(&close)
        .icon(icons::CLEAR)
        .icon_only()
        .disabled_because(busy.as_deref());
    if close.show(ui).clicked() {
        screen.ask(Intent::Migration(MigrationIntent::Close));
    }
}

/// What stands in front of the page: a new project, people, a rehearsal.
pub(super) fn dialogs_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let migration = &screen.state.migration;
    match &migration.projects.dialog {
        Some(ProjectDialog::Open { typed }) => open_ui(ui, screen, typed),
        Some(ProjectDialog::TakeOver { .. }) => take_over_ui(ui, screen),
        Some(ProjectDialog::Rehearse { faults }) => rehearse::faults_ui(ui, screen, faults),
        Some(ProjectDialog::Times(times)) => rehearse::times_ui(ui, screen, times),
        Some(ProjectDialog::Template(template)) => template::show(ui, screen, template),
        None => {
            if let Some(draft) = migration.draft.as_deref() {
                draft::show(ui, screen, draft);
            }
        }
    }
}

/// Where the folder of a project is.
fn open_ui(ui: &mut Ui, screen: &mut Screen<'_>, typed: &str) {
    let text = screen.text();
    let title = tr!(text, "project-open-title");
    let mut below = Screen::new(screen.state);
    let outcome = Dialog::new(Id::unique("open project"), &title)
        .close(&tr!(text, "dialog-close"))
        .show(
            ui,
            |ui| {
                hint_ui(ui, &tr!(text, "project-open-hint"));
                let field = TextField::new(&tr!(text, "project-field-folder"))
                    .code()
                    .width(ui.available_width())
                    .show(ui, "project folder", typed);
                if let Some(typed) = field.edited {
                    manage(screen, ProjectIntent::TypeFolder(typed));
                }
                let browse = tr!(text, "connect-browse");
                if Button::secondary(&browse)
                    .icon(icons::OPEN)
                    .show(ui)
                    .clicked()
                {
                    screen.ask(Intent::Migration(MigrationIntent::PickAndOpen));
                }
                if let Some(problem) = &screen.state.migration.problem {
                    banners::problem_ui(ui, screen.text(), problem, "open problem");
                }
            },
            |ui| {
                let missing = tr!(text, "project-problem-missing");
                let is_empty = typed.trim().is_empty();
                let open = tr!(text, "project-open-verb");
                let open = Button::primary(&open).disabled_because(is_empty.then_some(&*missing));
                if open.show(ui).clicked() {
                    manage(&mut below, ProjectIntent::OpenTyped);
                }
                cancel_ui(ui, &mut below);
            },
        );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled {
        manage(screen, ProjectIntent::CloseDialog);
    }
}

/// The button that leaves a dialog with nothing done.
fn cancel_ui(ui: &mut Ui, below: &mut Screen<'_>) {
    let cancel = tr!(below.text(), "dialog-cancel");
    if Button::secondary(&cancel).show(ui).clicked() {
        manage(below, ProjectIntent::CloseDialog);
    }
}

/// Somebody else had it open and gives no sign of life any more.
fn take_over_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let Some(ProjectDialog::TakeOver { holder, .. }) = &screen.state.migration.projects.dialog
    else {
        return;
    };
    let title = tr!(text, "project-take-over-title");
    let mut below = Screen::new(screen.state);
    let outcome = Dialog::new(Id::unique("take over"), &title)
        .close(&tr!(text, "dialog-close"))
        .show(
            ui,
            |ui| {
                hint_ui(ui, &tr!(text, "project-take-over-what"));
                key_values(ui, |values| {
                    values.text(&tr!(text, "project-holder"), &visible_line(&holder.user));
                    let computer = visible_line(&holder.computer);
                    values.text(&tr!(text, "project-holder-computer"), &computer);
                    let since = text.date_time(holder.since);
                    values.text(&tr!(text, "project-holder-since"), &since);
                });
                note_ui(ui, Tone::Warning, &tr!(text, "project-take-over-warning"));
            },
            |ui| {
                let verb = tr!(text, "project-take-over-verb");
                if Button::danger(&verb).show(ui).clicked() {
                    manage(&mut below, ProjectIntent::TakeOver);
                }
                cancel_ui(ui, &mut below);
            },
        );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled {
        manage(screen, ProjectIntent::CloseDialog);
    }
}
