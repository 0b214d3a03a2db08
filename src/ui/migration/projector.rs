//! The step at hand on a wall: large, alone, without scrolling. Escape leaves.

use egui::text::{LayoutJob, TextWrapping};
use egui::{CentralPanel, Color32, FontId, Frame, Key, Label, Modifiers, RichText, Ui};

use super::words;
use crate::checklist::Item;
use crate::console::{Intent, MigrationIntent, OpenProject};
use crate::domain::text::visible_line;
use crate::localization::Localizer;
use crate::tr;
use crate::ui::pages::{icon_ui, part_ui};
use crate::ui::theme::{self, margin, size, space};
use crate::ui::widgets::{Button, trailing};
use crate::ui::{Screen, icons};

/// Lines of the title and of what to do, so that everything has room in the smallest window.
const TITLE_ROWS: usize = 3;
const WHAT_ROWS: usize = 7;

/// Draws the whole window. Returns whether it did.
pub(in crate::ui) fn show(ui: &mut Ui, screen: &mut Screen<'_>) -> bool {
    let state = screen.state;
    let Some(open) = state.migration.open.as_deref() else {
        return false;
    };
    let is_covered = state.dialog.is_some() || state.swap.is_some() || state.wizard.is_some();
    if !state.migration.is_projected || is_covered {
        return false;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        screen.ask(Intent::Migration(MigrationIntent::Project(false)));
    }
    let frame = Frame::new()
        .fill(theme::palette(ui).surface)
        .inner_margin(margin::PROJECTED);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        head_ui(ui, screen, open);
        let checklist = &open.checklist;
        let current = checklist.current.as_ref();
        if let Some(item) = current.and_then(|step| checklist.item(step)) {
            step_ui(ui, screen.text(), open, item);
        } else {
            let done = tr!(screen.text(), "mig-all-done");
            let color = theme::palette(ui).text;
            lines_ui(ui, &done, theme::projected(), color, TITLE_ROWS);
        }
        let room = ui.max_rect();
        let foot = room.with_min_y(room.bottom() - size::PROJECTED_FOOT);
        part_ui(ui, "foot", foot, |ui| foot_ui(ui, screen, open));
    });
    true
}

fn head_ui(ui: &mut Ui, screen: &mut Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        let name = visible_line(&open.checklist.facts.name);
        let name = RichText::new(name)
            .font(theme::projected_small())
            .color(palette.weak);
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() * 0.5);
            ui.add(Label::new(name).selectable(false).truncate());
        });
        super::chips_ui(ui, screen, open);
        trailing(ui, "leave", |ui| {
            let leave = tr!(text, "mig-leave-projector");
            if Button::quiet(&leave).icon(icons::CLEAR).show(ui).clicked() {
                screen.ask(Intent::Migration(MigrationIntent::Project(false)));
            }
        });
    });
    ui.add_space(space::M);
}

fn step_ui(ui: &mut Ui, text: &Localizer, open: &OpenProject, item: &Item) {
    let palette = theme::palette(ui);
    let title = format!("{}  {}", words::code(&item.id), words::title(text, item));
    lines_ui(ui, &title, theme::projected(), palette.text, TITLE_ROWS);
    ui.add_space(space::S);
    let (tone, icon) = words::sign_of(item);
    let color = palette.tone(tone).text;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        icon_ui(ui, icon, size::ICON_LARGE, color);
        let standing = words::standing(text, item);
        lines_ui(ui, &standing, theme::projected(), color, 1);
    });
    let who: Vec<_> = [visible_line(&item.owner)]
        .into_iter()
        .filter(|owner| !owner.is_empty())
        .chain(item.step.crew.iter().map(|crew| text.crew(*crew)))
        .collect();
    let who = who.join(" · ");
    lines_ui(ui, &who, theme::projected_small(), palette.weak, 1);
    ui.add_space(space::M);
    let language = text.language();
    let what = item.step.what.of(language);
    let what = visible_line(what);
    lines_ui(ui, &what, theme::projected_small(), palette.text, WHAT_ROWS);
    if let Some(next) = following(open, item) {
        let next = tr!(
            text,
            "mig-next-step",
            step = words::code(&next.id),
            title = words::title(text, next)
        );
        ui.add_space(space::M);
        lines_ui(ui, &next, theme::projected_small(), palette.weak, 1);
    }
}

fn following<'a>(open: &'a OpenProject, item: &Item) -> Option<&'a Item> {
    let items = &open.checklist.items;
    let place = items.iter().position(|other| other.id == item.id)?;
    let mut rest = items.iter().skip(place + 1);
    rest.find(|item| !item.status.is_over())
}

/// How far it is, the clock, and the limit of the way back.
fn foot_ui(ui: &mut Ui, screen: &Screen<'_>, open: &OpenProject) {
    let text = screen.text();
    let palette = theme::palette(ui);
    let (over, of) = open.checklist.progress();
    let progress = tr!(
        text,
        "mig-progress-steps",
        over = over.to_string(),
        all = of.to_string()
    );
    lines_ui(ui, &progress, theme::projected_small(), palette.weak, 1);
    super::clock::show_large(ui, screen, open);
    let limit = text.loss_limit(&open.forecast.loss);
    lines_ui(ui, &limit, theme::projected_small(), palette.weak, 2);
}

/// At most so many lines; more than that is cut with ….
pub(super) fn lines_ui(ui: &mut Ui, words: &str, font: FontId, color: Color32, rows: usize) {
    let mut job = LayoutJob::simple(words.to_owned(), font, color, ui.available_width());
    job.wrap = TextWrapping {
        max_width: ui.available_width(),
        max_rows: rows,
        ..TextWrapping::default()
    };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.add(Label::new(galley).selectable(false));
}
