//! The page of the migration from the window, by label, on the lab.

use egui::Vec2;
use pchat_console::checklist::{Item, Status, StepId};
use pchat_console::console::{
    Intent, MigrationIntent, MigrationView, Page, ProjectIntent, StepQuestion,
};
use pchat_console::domain::{Language, Theme};

use super::window::{Setup, Window, ask, drawn_themes, keep, open, shows};
use super::window_wizard::{click, type_into};

/// A rehearsal on the lab, open on its page.
fn rehearsal_in(setup: Setup) -> Window {
    let mut window = open(setup);
    let start = ProjectIntent::StartLabRehearsal;
    ask(&mut window, Intent::Navigate(Page::Migration));
    ask(
        &mut window,
        Intent::Migration(MigrationIntent::Manage(start)),
    );
    assert!(
        window.state().state.migration.open.is_some(),
        "{:?}",
        window.state().state.notes
    );
    window
}

fn rehearsal() -> Window {
    rehearsal_in(Setup::new(Language::English))
}

fn item(window: &Window, step: &str) -> Item {
    let open = window.state().state.migration.open.as_ref().unwrap();
    let item = open.checklist.item(&StepId::new(step));
    item.unwrap_or_else(|| panic!("{step} is no step")).clone()
}

fn migrate(window: &mut Window, intent: MigrationIntent) {
    ask(window, Intent::Migration(intent));
}

fn go_to(window: &mut Window, step: &str) {
    migrate(window, MigrationIntent::Select(Some(StepId::new(step))));
}

#[test]
fn a_step_that_is_read_turns_green_only_from_the_reading() {
    let mut window = rehearsal();
    go_to(&mut window, "a4");
    assert_eq!(item(&window, "a4").verified, None);
    click(&mut window, "Read now");
    let item = item(&window, "a4");
    assert!(item.verified.is_some(), "{item:#?}");
    assert!(shows(&window, "Verified by console"));
}

fn draw(language: Language) {
    for theme in drawn_themes() {
        for (size, name) in [
            (Vec2::new(1024.0, 768.0), "small"),
            (Vec2::new(1920.0, 1080.0), "large"),
        ] {
            let setup = Setup {
                size,
                ..Setup::new(language).theme(*theme)
            };
            draw_states(rehearsal_in(setup), language, *theme, name);
        }
    }
}

fn draw_states(mut window: Window, language: Language, theme: Theme, size: &str) {
    let theme = match theme {
        Theme::Dark => "dark",
        Theme::Light | Theme::System => "light",
    };
    let tag = language.tag();
    let mut picture = |window: &mut Window, what: &str| {
        keep(window, &format!("migration-{what}-{size}-{tag}-{theme}"));
    };
    picture(&mut window, "1-begin");
    migrate(&mut window, MigrationIntent::Read(StepId::new("a4")));
    go_to(&mut window, "a4");
    picture(&mut window, "2-verified");
    go_to(&mut window, "c1");
    picture(&mut window, "3-gate");
    migrate(
        &mut window,
        MigrationIntent::Ask {
            step: Some(StepId::new("c1")),
            question: StepQuestion::Decide,
        },
    );
    picture(&mut window, "4-decide");
    migrate(&mut window, MigrationIntent::CloseDialog);
    go_to(&mut window, "c8a-1");
    picture(&mut window, "5-swap");
    migrate(&mut window, MigrationIntent::Project(true));
    picture(&mut window, "6-projector");
    migrate(&mut window, MigrationIntent::Project(false));
    migrate(&mut window, MigrationIntent::Show(MigrationView::Record));
    picture(&mut window, "7-record");
}

#[test]
fn the_migration_can_be_looked_at_in_korean() {
    draw(Language::Korean);
}

#[test]
fn the_migration_can_be_looked_at_in_japanese() {
    draw(Language::Japanese);
}

#[test]
fn the_migration_can_be_looked_at_in_english() {
    draw(Language::English);
}
