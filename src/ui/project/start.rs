//! The page while no project is open: what a project is, how one begins, and those that were open before.

use egui::{ScrollArea, Ui};

use super::{banners, manage};
use crate::console::{Intent, MigrationIntent, OpenMode, ProjectIntent};
use crate::domain::RecentProject;
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::pages::{card_ui, note_ui};
use crate::ui::run_view::small_hint_ui;
use crate::ui::theme::{self, Tone, size, space};
use crate::ui::widgets::{
    Button, Placeholder, badge, badge_with_icon, page_header, prose, section_heading, trailing,
};
use crate::ui::{Screen, icons};

pub(in crate::ui) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let title = tr!(text, "nav-migration");
    let purpose = tr!(text, "project-purpose");
    page_header(ui, &title, &purpose, |ui| {
        let open = tr!(text, "project-open");
        let open = Button::secondary(&open).icon(icons::OPEN).show(ui);
        if open.clicked() {
            manage(screen, ProjectIntent::AskToOpen);
        }
        let new = tr!(text, "project-new");
        if Button::secondary(&new).icon(icons::ADD).show(ui).clicked() {
            screen.ask(Intent::Migration(MigrationIntent::OpenDraft));
        }
    });
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| contents_ui(ui, screen));
}

fn contents_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let migration = &screen.state.migration;
    // A dialog in front shows the problem itself.
    let is_covered = migration.draft.is_some() || migration.projects.dialog.is_some();
    if let Some(problem) = migration.problem.as_ref().filter(|_| !is_covered) {
        banners::problem_ui(ui, text, problem, "project problem");
        ui.add_space(space::S);
    }
    if migration.is_opening {
        Placeholder::loading(&tr!(text, "project-opening")).show(ui);
        return;
    }
    card_ui(ui, |ui| first_step_ui(ui, screen));
    ui.add_space(space::S);
    card_ui(ui, |ui| {
        section_heading(ui, &tr!(text, "project-what"));
        prose(ui, &tr!(text, "project-what-1"));
        prose(ui, &tr!(text, "project-what-2"));
        ui.add_space(space::XS);
        let template = tr!(text, "project-edit-template");
        let template = Button::quiet(&template).icon(icons::FILE);
        if template.show(ui).clicked() {
            manage(screen, ProjectIntent::EditTemplate);
        }
    });
    ui.add_space(space::S);
    card_ui(ui, |ui| recent_ui(ui, screen));
}

/// What a newcomer does: the whole migration on the lab, with everything filled in.
fn first_step_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "project-first"));
    prose(ui, &tr!(text, "project-first-what"));
    ui.add_space(space::XS);
    let refused = screen.state.may_start_lab_rehearsal().err();
    let is_on_lab = screen
        .state
        .session
        .as_ref()
        .is_some_and(crate::console::OpenSession::is_lab);
    if !is_on_lab {
        note_ui(ui, &tr!(text, "project-first-needs-lab"));
        let lab = tr!(text, "shell-use-lab");
        if Button::secondary(&lab).icon(icons::LAB).show(ui).clicked() {
            screen.ask(Intent::UseLab);
        }
        return;
    }
    let refused = refused.map(|message| text.message(&message));
    let start = tr!(text, "project-start-lab");
    let start = Button::primary(&start)
        .icon(icons::RUN)
        .disabled_because(refused.as_deref());
    if start.show(ui).clicked() {
        manage(screen, ProjectIntent::StartLabRehearsal);
    }
    small_hint_ui(ui, &tr!(text, "project-first-safe"));
}

fn recent_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "project-recent"));
    let recent = &screen.state.settings.recent_projects;
    if recent.is_empty() {
        note_ui(ui, &tr!(text, "project-recent-none"));
    }
    for known in recent {
        ui.push_id(&known.folder, |ui| line_ui(ui, screen, known));
    }
}

fn line_ui(ui: &mut Ui, screen: &mut Screen<'_>, known: &RecentProject) {
    let text = screen.text();
    let is_gone = screen.state.migration.projects.gone.contains(&known.folder);
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        ui.vertical(|ui| {
            ui.set_max_width((ui.available_width() - size::DETAILS_TEXT * 2.0).max(size::FIELD));
            ui.spacing_mut().item_spacing.y = space::XXS;
            let palette = theme::palette(ui);
            let name = egui::RichText::new(visible_line(&known.name)).font(theme::strong());
            ui.add(egui::Label::new(name.color(palette.text)).truncate());
            let folder = visible_line(&known.folder.display().to_string());
            let folder = egui::RichText::new(folder).font(theme::small());
            ui.add(egui::Label::new(folder.color(palette.weak)).truncate());
        });
        if known.is_rehearsal {
            badge_with_icon(ui, Tone::Info, icons::LAB, &tr!(text, "project-rehearsal"));
        }
        if is_gone {
            badge(ui, Tone::Warning, &tr!(text, "project-gone"));
        }
        trailing(ui, "recent actions", |ui| {
            if is_gone {
                let forget = tr!(text, "project-forget");
                if Button::quiet(&forget).show(ui).clicked() {
                    manage(screen, ProjectIntent::Forget(known.folder.clone()));
                }
                return;
            }
            let watch = tr!(text, "project-watch");
            let watch_tip = tr!(text, "project-watch-tip");
            let watch = Button::quiet(&watch).tooltip(&watch_tip);
            if watch.show(ui).clicked() {
                ask_open(screen, known, OpenMode::Watch);
            }
            let open = tr!(text, "project-open-verb");
            if Button::secondary(&open).show(ui).clicked() {
                ask_open(screen, known, OpenMode::Work);
            }
        });
    });
}

fn ask_open(screen: &mut Screen<'_>, known: &RecentProject, mode: OpenMode) {
    let folder = known.folder.clone();
    screen.ask(Intent::Migration(MigrationIntent::Open { folder, mode }));
}
