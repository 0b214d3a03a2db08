//! The page of the migration: the checklist, the risk sheet and the record of the project that is open.

mod card;
mod clock;
mod counts;
mod dialogs;
mod lanes;
mod list;
mod next;
mod preflight;
mod projector;
mod proof;
mod record;
mod words;

use egui::{Label, RichText, Ui};

use super::{Screen, icons, project};
use crate::checklist::{Direction, Item, StepId};
use crate::console::{
    Intent, MigrationIntent, MigrationView, OpenProject, OpenSession, StepQuestion,
};
use crate::domain::text::visible_line;
use crate::localization::Doing;
use crate::tr;
use crate::ui::pages::{WordsLabels, part_ui, visible};
use crate::ui::theme::{self, Tone, size, space};
use crate::ui::widgets::{Banner, Button, Choice, badge_with_icon, radio_row, trailing};

pub(super) use projector::show as project_on_wall;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wants_search: bool) {
    let state = screen.state;
    let Some(open) = state.migration.open.as_deref() else {
        project::show(ui, screen);
        project::dialogs_ui(ui, screen);
        return;
    };
    title_ui(ui, screen, open);
    project::banners_ui(ui, screen);
    unwritten_ui(ui, screen);
    views_ui(ui, screen, open);
    ui.add_space(space::S);
    match state.migration.view {
        MigrationView::Checklist => checklist_ui(ui, screen, open),
        MigrationView::Preflight => preflight::show(ui, screen),
        MigrationView::Record => record::show(ui, screen, open, wants_search),
    }
    project::dialogs_ui(ui, screen);
    dialogs::show(ui, screen, open);
}

/// The project's name, what kind of project it is, and from where to where it leads.
fn title_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let facts = &open.checklist.facts;
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        let room = ui.available_width() * 0.5;
        ui.scope(|ui| {
            ui.set_max_width(room);
            let name = RichText::new(visible_line(&facts.name))
                .font(theme::title())
                .color(palette.text);
            let title = ui.add(Label::new(name).selectable(false).truncate());
            ui.ctx().accesskit_node_builder(title.id, |node| {
                node.set_role(egui::accesskit::Role::Heading);
            });
        });
        rollback_chip_ui(ui, screen, open);
        trailing(ui, "project actions", |ui| project::actions_ui(ui, screen));
    });
    let way = tr!(
        text,
        "mig-way",
        source = text.source_generation(facts.source.generation),
        pool = visible_line(&facts.source.pool),
        target = visible_line(facts.target.pool.as_str())
    );
    let way = RichText::new(way).font(theme::body()).color(palette.weak);
    ui.add(Label::new(way).selectable(false).truncate());
    ui.add_space(space::XS);
}

/// A rehearsal and the lab are named on the wall too, where the top strip is not shown.
fn chips_ui(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    if open.checklist.project.is_rehearsal() {
        badge_with_icon(
            ui,
            Tone::Info,
            icons::REPLACE,
            &tr!(text, "environment-rehearsal"),
        );
    }
    let session = screen.state.session.as_ref();
    if session.is_some_and(OpenSession::is_lab) {
        badge_with_icon(
            ui,
            Tone::Info,
            icons::LAB,
            &tr!(text, "environment-embedded-lab"),
        );
    }
    rollback_chip_ui(ui, screen, open);
}

fn rollback_chip_ui(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    if let Direction::Rollback { .. } = open.checklist.direction {
        badge_with_icon(ui, Tone::Warning, icons::UNDO, &tr!(text, "mig-rollback"));
    }
}

/// What could not be written down stays said until something can be.
fn unwritten_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let Some(err) = &screen.state.migration.unwritten else {
        return;
    };
    let text = screen.text();
    let presented = text.present(err, Doing::Keeping);
    let title = tr!(text, "mig-not-written");
    let body = visible(&[
        presented.happened,
        tr!(text, "mig-not-written-body"),
        presented.next,
    ]);
    let labels = WordsLabels::new(text);
    Banner::new(Tone::Danger, &title)
        .body(&body)
        .details(labels.around(&presented.detail))
        .show(ui, "unwritten");
    ui.add_space(space::S);
}

/// Checklist, risk sheet, record; and what concerns the migration as a whole.
fn views_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let views = [
        (MigrationView::Checklist, tr!(text, "mig-view-checklist")),
        (MigrationView::Preflight, tr!(text, "mig-view-preflight")),
        (MigrationView::Record, tr!(text, "mig-view-record")),
    ];
    let current = screen.state.migration.view;
    let choices: Vec<_> = views
        .iter()
        .map(|(_, title)| Choice {
            title,
            meaning: title,
            disabled_because: None,
        })
        .collect();
    let selected = views.iter().position(|(view, _)| *view == current);
    ui.horizontal(|ui| {
        let width = (ui.available_width() * 0.58).min(size::SEARCH + size::NAVIGATION);
        let chosen = ui
            .scope(|ui| {
                ui.set_max_width(width);
                radio_row(ui, &choices, selected)
            })
            .inner;
        if let Some((view, _)) = chosen.and_then(|place| views.get(place)) {
            screen.ask(Intent::Migration(MigrationIntent::Show(*view)));
        }
        trailing(ui, "whole", |ui| whole_ui(ui, screen, open));
    });
}

fn whole_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let refusal = screen.state.may_record().err();
    let no_record = refusal.map(|message| visible_line(&text.message(&message)));
    ui.spacing_mut().item_spacing.x = space::XS;
    let note = tr!(text, "mig-note");
    let button = Button::quiet(&note)
        .icon(icons::EDIT)
        .disabled_because(no_record.as_deref());
    if button.show(ui).clicked() {
        ask(screen, None, StepQuestion::Note);
    }
    if open.checklist.direction == Direction::Forwards {
        let back = tr!(text, "mig-roll-back");
        let button = Button::quiet(&back)
            .icon(icons::UNDO)
            .disabled_because(no_record.as_deref());
        if button.show(ui).clicked() {
            ask(screen, None, StepQuestion::Rollback);
        }
    }
    let projector = tr!(text, "mig-projector");
    let button = Button::quiet(&projector)
        .icon(icons::SHOW)
        .icon_only()
        .tooltip(&projector);
    if button.show(ui).clicked() {
        screen.ask(Intent::Migration(MigrationIntent::Project(true)));
    }
}

fn ask(screen: &mut Screen<'_>, step: Option<StepId>, question: StepQuestion) {
    screen.ask(Intent::Migration(MigrationIntent::Ask { step, question }));
}

fn select(screen: &mut Screen<'_>, step: Option<StepId>) {
    screen.ask(Intent::Migration(MigrationIntent::Select(step)));
}

/// The step whose card is shown.
fn shown<'a>(screen: &Screen<'_>, open: &'a OpenProject) -> Option<&'a Item> {
    let checklist = &open.checklist;
    let selected = screen.state.migration.selected.as_ref();
    let selected = selected.and_then(|step| checklist.item(step));
    selected
        .or_else(|| checklist.item(checklist.current.as_ref()?))
        .or_else(|| checklist.items.last())
}

fn checklist_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    lanes::show(ui, screen, open);
    ui.add_space(space::S);
    clock::show(ui, screen, open);
    ui.add_space(space::S);
    let room = ui.available_rect_before_wrap();
    let edge = (room.left() + room.width() * size::CHECKLIST_SHARE).round();
    part_ui(ui, "steps", room.with_max_x(edge - space::S), |ui| {
        list::show(ui, screen, open);
    });
    part_ui(ui, "card", room.with_min_x(edge), |ui| {
        if let Some(item) = shown(screen, open) {
            card::show(ui, screen, open, item);
        }
    });
    ui.allocate_rect(room, egui::Sense::hover());
}
