//! The migration on the overview: how far it is, what is next, and how long the address has been swapped.

use egui::Ui;

use super::banners::rehearsal_chip_ui;
use crate::console::{Intent, OpenProject, Page};
use crate::domain::text::visible_line;
use crate::domain::{EndpointOrigin, Moment};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::run_view::hint_ui;
use crate::ui::theme::space;
use crate::ui::widgets::{Button, key_values, section_heading};
use crate::ui::{Screen, icons};

pub(in crate::ui) fn card_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let Some(open) = screen.state.migration.open.as_deref() else {
        return;
    };
    ui.horizontal(|ui| {
        section_heading(ui, &tr!(text, "overview-migration"));
        rehearsal_chip_ui(ui, screen);
    });
    key_values(ui, |values| {
        for (label, value) in facts(text, open) {
            values.text(&label, &value);
        }
    });
    compatibility_ui(ui, screen, open);
    ui.add_space(space::XS);
    let show = tr!(text, "overview-migration-open");
    let show = Button::secondary(&show).icon(icons::MIGRATION);
    if show.show(ui).clicked() {
        screen.ask(Intent::Navigate(Page::Migration));
    }
}

fn facts(text: &Localizer, open: &OpenProject) -> Vec<(String, String)> {
    let checklist = &open.checklist;
    let (over, all) = checklist.progress();
    let mut facts = vec![
        (
            tr!(text, "overview-migration-project"),
            visible_line(&checklist.facts.name),
        ),
        (
            tr!(text, "overview-migration-progress"),
            tr!(text, "overview-migration-steps", over = over, all = all),
        ),
    ];
    let current = checklist.current.as_ref();
    let current = match current.and_then(|step| checklist.item(step)) {
        Some(item) => {
            let id = visible_line(&item.id.0);
            let title = visible_line(item.step.title.of(text.language()));
            tr!(text, "overview-migration-step", step = id, title = title)
        }
        None => tr!(text, "overview-migration-over"),
    };
    facts.push((tr!(text, "overview-migration-current"), current));
    let window = checklist.facts.window;
    facts.push((
        tr!(text, "overview-migration-window"),
        tr!(
            text,
            "overview-migration-from-to",
            start = super::words::day(text, window.start),
            end = super::words::day(text, window.end)
        ),
    ));
    let gate = checklist.gates.iter().find(|gate| gate.decided.is_none());
    if let Some(gate) = gate {
        let question = visible_line(gate.gate.question.of(text.language()));
        facts.push((tr!(text, "overview-migration-gate"), question));
    }
    facts
}

/// Since the address was swapped, old clients are led to the new pool: until its legacy endpoint is removed.
fn compatibility_ui(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let Some(swapped_at) = open.checklist.swapped_at else {
        return;
    };
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "overview-compatibility"));
    let newest = newest_moment(screen, open).unwrap_or(swapped_at);
    let days = newest.since(swapped_at).as_secs() / (24 * 60 * 60);
    let since = text.date_time(swapped_at);
    let sentence = tr!(
        text,
        "overview-compatibility-since",
        days = days,
        since = since
    );
    hint_ui(ui, &sentence);
    let ends = open
        .checklist
        .items
        .iter()
        .filter(|item| item.id.0.starts_with("d5") && item.undoes.is_none());
    let mut ends = ends.peekable();
    let is_over = ends.peek().is_some() && ends.all(|item| item.status.is_over());
    let words = if is_over {
        tr!(text, "overview-compatibility-over")
    } else {
        tr!(text, "overview-compatibility-until")
    };
    hint_ui(ui, &words);
    if let Some(inventory) = screen.state.inventory.value() {
        let pool = &open.checklist.facts.target.pool;
        let legacy = inventory
            .endpoints_of(pool)
            .filter(|endpoint| endpoint.origin == EndpointOrigin::Legacy)
            .count();
        hint_ui(
            ui,
            &tr!(
                text,
                "overview-compatibility-endpoints",
                count = legacy,
                pool = pool.as_str()
            ),
        );
    }
}

/// What time it is, as far as anything the page shows was told.
fn newest_moment(screen: &Screen<'_>, open: &OpenProject) -> Option<Moment> {
    let read = screen.state.inventory.value();
    let read = read.map(|inventory| inventory.read_at);
    let written = open.records.last().map(|record| record.at);
    [screen.state.now, read, written]
        .into_iter()
        .flatten()
        .max()
}
