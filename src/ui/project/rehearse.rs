//! A rehearsal: what is to go wrong, and what it measured.

use std::collections::BTreeSet;

use egui::{Id, ScrollArea, Ui};

use super::{banners, cancel_ui, manage, words};
use crate::console::{Intent, MigrationIntent, ProjectIntent, TimesDialog};
use crate::domain::RehearsalFault;
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::Screen;
use crate::ui::icons;
use crate::ui::run_view::{hint_ui, small_hint_ui};
use crate::ui::theme::{size, space};
use crate::ui::widgets::{Button, Dialog, Placeholder, checkbox};

pub(super) fn faults_ui(ui: &mut Ui, screen: &mut Screen<'_>, faults: &BTreeSet<RehearsalFault>) {
    let text = screen.text();
    let title = tr!(text, "project-rehearse-title");
    let mut below = Screen::new(screen.state);
    let outcome = Dialog::new(Id::unique("rehearse"), &title)
        .width(size::DIALOG_WIDE)
        .close(&tr!(text, "dialog-close"))
        .show(
            ui,
            |ui| {
                hint_ui(ui, &tr!(text, "project-rehearse-what"));
                ui.add_space(space::XS);
                for fault in RehearsalFault::ALL {
                    let (name, what) = words::fault(text, fault);
                    if let Some(is_chosen) = checkbox(ui, faults.contains(&fault), &name, None) {
                        manage(screen, ProjectIntent::Fault(fault, is_chosen));
                    }
                    ui.horizontal_top(|ui| {
                        ui.add_space(space::L);
                        ui.vertical(|ui| small_hint_ui(ui, &what));
                    });
                }
                hint_ui(ui, &tr!(text, "project-rehearse-none"));
            },
            |ui| {
                let verb = tr!(text, "project-rehearse-verb");
                if Button::primary(&verb).icon(icons::RUN).show(ui).clicked() {
                    let chosen = faults.iter().copied().collect();
                    below.ask(Intent::Migration(MigrationIntent::Rehearse(chosen)));
                }
                cancel_ui(ui, &mut below);
            },
        );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled {
        manage(screen, ProjectIntent::CloseDialog);
    }
}

/// As planned, as measured: each line can be left as it is.
pub(super) fn times_ui(ui: &mut Ui, screen: &mut Screen<'_>, times: &TimesDialog) {
    let text = screen.text();
    let title = tr!(text, "project-times-title");
    let mut below = Screen::new(screen.state);
    let outcome = Dialog::new(Id::unique("times"), &title)
        .width(size::DIALOG_WIDE)
        .close(&tr!(text, "dialog-close"))
        .body_height(size::DIALOG_PAGES)
        .show(
            ui,
            |ui| times_body_ui(ui, screen, times),
            |ui| {
                let taken = times.rows.iter().filter(|row| row.is_taken).count();
                let none = tr!(text, "project-times-none-chosen");
                let verb = tr!(text, "project-times-verb");
                let take = Button::primary(&verb);
                let take = take.disabled_because((taken == 0).then_some(none.as_str()));
                if take.show(ui).clicked() {
                    let folder = times.folder.clone();
                    below.ask(Intent::Migration(MigrationIntent::TakeTimes(folder)));
                }
                cancel_ui(ui, &mut below);
            },
        );
    screen.intents.append(&mut below.intents);
    if outcome.cancelled {
        manage(screen, ProjectIntent::CloseDialog);
    }
}

fn times_body_ui(ui: &mut Ui, screen: &mut Screen<'_>, times: &TimesDialog) {
    let text = screen.text();
    let folder = visible_line(&times.folder.display().to_string());
    small_hint_ui(ui, &folder);
    if times.is_reading {
        Placeholder::loading(&tr!(text, "project-times-reading")).show(ui);
        return;
    }
    if let Some(error) = &times.error {
        banners::problem_ui(ui, text, error, "times problem");
        return;
    }
    if times.rows.is_empty() {
        let none = tr!(text, "project-times-none");
        Placeholder::empty(icons::HISTORY, &none).show(ui);
        return;
    }
    hint_ui(ui, &tr!(text, "project-times-hint"));
    let open = screen.state.migration.open.as_deref();
    ScrollArea::vertical().show(ui, |ui| {
        for (place, row) in times.rows.iter().enumerate() {
            let item = open.and_then(|open| open.checklist.item(&row.step));
            let title = item.map(|item| item.step.title.of(text.language()));
            let line = tr!(
                text,
                "project-times-line",
                step = visible_line(&row.step.0),
                title = visible_line(title.unwrap_or_default()),
                planned = row.planned,
                measured = row.measured
            );
            if let Some(is_taken) = checkbox(ui, row.is_taken, &line, None) {
                manage(screen, ProjectIntent::Time { place, is_taken });
            }
        }
    });
}
