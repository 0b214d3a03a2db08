//! The page of the migration from the window, by label, on the lab.

use egui::accesskit::Role;
use egui::{Key, Vec2};
use egui_kittest::kittest::Queryable as _;
use pchat_console::checklist::{
    Decision, Direction, Item, ProjectEntry, ProjectKind, Status, StepAct, StepId,
};
use pchat_console::console::{
    Effect, Intent, MigrationIntent, MigrationView, Page, ProjectAccess, ProjectIntent,
    StepQuestion,
};
use pchat_console::domain::{ChecklistMessage, Language, Message, Theme};
use pchat_console::ports::PortErrorKind;

use super::window::{Setup, Window, ask, drawn_themes, failure, keep, open, shows, why_off};
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

/// Types into a field of several lines, where a heading may bear the same words.
fn write_into(window: &mut Window, label: &str, text: &str) {
    let field = window.get_by_role_and_label(Role::MultilineTextInput, label);
    field.focus();
    window.run();
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
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

#[test]
fn after_a_reading_the_next_act_is_to_ask_the_person_where_one_has_to_say_so_too() {
    let mut window = rehearsal();
    go_to(&mut window, "a10");
    window
        .get_by_role_and_label(Role::ListBox, "Steps of the migration")
        .focus();
    window.run();
    let press_enter = |window: &mut Window| {
        window.key_press(Key::Enter);
        window.run();
    };
    press_enter(&mut window);
    assert!(item(&window, "a10").verified.is_some(), "it is read first");
    press_enter(&mut window);
    let dialog = window.state().state.migration.dialog.as_ref().unwrap();
    assert_eq!(dialog.question, StepQuestion::Attest);
}

fn shown_label(window: &Window) -> Option<String> {
    let open = window.state().state.migration.open.as_ref()?;
    open.checklist.current.as_ref().map(ToString::to_string)
}

#[test]
fn a_step_that_people_do_is_begun_kept_with_its_output_and_attested() {
    let mut window = rehearsal();
    go_to(&mut window, "b1");
    click(&mut window, "Let the lab’s people do it");
    let step = item(&window, "b1");
    assert!(step.started_at.is_some());
    assert_eq!(step.outputs.len(), 1, "what they saw is kept");
    click(&mut window, "Keep an output…");
    type_into(
        &mut window,
        "What the command said",
        "BACKUP DATABASE successfully processed",
    );
    click(&mut window, "Keep the output");
    assert_eq!(item(&window, "b1").outputs.len(), 2);
    click(&mut window, "Attest…");
    type_into(&mut window, "What was seen", "The backup is on the share");
    click(&mut window, "Record");
    let step = item(&window, "b1");
    assert!(step.status.is_over(), "{step:#?}");
    assert_eq!(step.attested.unwrap().words, "The backup is on the share");
    assert!(
        shows(&window, "Attested"),
        "and not verified by the console"
    );
    assert!(!shows(&window, "Verified by console"));
}

#[test]
fn what_is_missing_in_a_question_is_said_at_its_field_and_nothing_is_written() {
    let mut window = rehearsal();
    let before = window
        .state()
        .state
        .migration
        .open
        .as_ref()
        .unwrap()
        .entries;
    go_to(&mut window, "b1");
    click(&mut window, "More acts");
    click(&mut window, "Skip…");
    click(&mut window, "Skip");
    assert!(window.state().state.migration.dialog.is_some());
    let open = window.state().state.migration.open.as_ref().unwrap();
    assert_eq!(open.entries, before);
    write_into(&mut window, "Reason", "Was backed up in the morning");
    click(&mut window, "Skip");
    let step = item(&window, "b1");
    assert_eq!(step.status, Status::Skipped);
    assert_eq!(step.reason.as_deref(), Some("Was backed up in the morning"));
    click(&mut window, "Reopen…");
    write_into(&mut window, "Reason", "The backup was not readable");
    click(&mut window, "Reopen");
    assert_ne!(item(&window, "b1").status, Status::Skipped);
}

#[test]
fn an_act_outside_the_order_needs_a_reason_before_it_is_done() {
    let mut window = rehearsal();
    migrate(&mut window, MigrationIntent::Begin(StepId::new("c5")));
    assert_eq!(item(&window, "c5").started_at, None, "asked first");
    assert!(shows(&window, "Outside the order"));
    type_into(
        &mut window,
        "Why it is done all the same",
        "The import is tried beforehand",
    );
    click(&mut window, "Record the reason and go on");
    let step = item(&window, "c5");
    assert!(step.started_at.is_some(), "{step:#?}");
    let open = window.state().state.migration.open.as_ref().unwrap();
    let deviation = &open.checklist.deviations[0];
    assert_eq!(deviation.reason, "The import is tried beforehand");
    let records: Vec<_> = open.records.iter().map(|record| &record.entry).collect();
    let deviated = records
        .iter()
        .position(|entry| matches!(entry, ProjectEntry::Deviated { .. }));
    let began = records
        .iter()
        .position(|entry| matches!(entry, ProjectEntry::Began { .. }));
    assert!(deviated < began, "the reason stands before the act");
}

#[test]
fn a_gate_is_decided_with_what_speaks_for_and_against_it_in_view() {
    let mut window = rehearsal();
    go_to(&mut window, "c9");
    click(&mut window, "Decide: go or no-go…");
    assert!(shows(
        &window,
        "After this, a rollback loses the messages posted from then on."
    ));
    assert!(shows(&window, "Not done: "));
    click(&mut window, "No-go");
    click(&mut window, "Record: no-go");
    assert!(
        window.state().state.migration.dialog.is_some(),
        "a no-go needs a reason"
    );
    type_into(&mut window, "Reason", "The import has errors");
    click(&mut window, "Record: no-go");
    let open = window.state().state.migration.open.as_ref().unwrap();
    assert_eq!(open.checklist.decisions.len(), 1);
    assert_eq!(open.checklist.decisions[0].decision, Decision::NoGo);
}

#[test]
fn a_rollback_says_what_it_costs_and_gives_the_checklist_its_steps() {
    let mut window = rehearsal();
    migrate(
        &mut window,
        MigrationIntent::Ask {
            step: None,
            question: StepQuestion::Rollback,
        },
    );
    assert!(shows(&window, "nothing is undone by itself"));
    assert!(shows(&window, "Rollback without loss"));
    type_into(&mut window, "Reason", "The window is too short");
    click(&mut window, "Begin the rollback");
    let open = window.state().state.migration.open.as_ref().unwrap();
    assert!(matches!(
        open.checklist.direction,
        Direction::Rollback { .. }
    ));
    assert!(shows(&window, "Rollback"));
}

#[test]
fn what_could_not_be_written_stays_in_the_question_and_is_said() {
    let mut window = rehearsal();
    window.state_mut().outside.writing_fails = Some(failure(PortErrorKind::DiskFull));
    go_to(&mut window, "b1");
    migrate(
        &mut window,
        MigrationIntent::Ask {
            step: Some(StepId::new("b1")),
            question: StepQuestion::Note,
        },
    );
    write_into(&mut window, "Note", "Tape 7");
    click(&mut window, "Add the note");
    let dialog = window.state().state.migration.dialog.as_ref().unwrap();
    assert_eq!(dialog.words, "Tape 7");
    assert!(!dialog.is_writing, "it can be tried again");
    assert!(shows(&window, "This could not be written down"));
    window.state_mut().outside.writing_fails = None;
    click(&mut window, "Add the note");
    assert_eq!(item(&window, "b1").notes.len(), 1);
    assert!(!shows(&window, "This could not be written down"));
}

#[test]
fn the_console_stops_the_services_with_a_plan_that_is_the_steps_and_reads_the_proof() {
    let mut window = rehearsal();
    explain(&mut window, "c3");
    migrate(&mut window, MigrationIntent::Run(StepId::new("c3")));
    assert!(
        window.state().state.dialog.is_some(),
        "{:?}",
        window.state().state.notes
    );
    ask(&mut window, Intent::RunDialogPlan);
    let step = item(&window, "c3");
    assert_eq!(step.plans.len(), 1);
    assert!(step.verified.is_some(), "{step:#?}");
    let open = window.state().state.migration.open.as_ref().unwrap();
    let linked = open
        .records
        .iter()
        .position(|r| matches!(r.entry, ProjectEntry::Linked { .. }));
    let made = open
        .records
        .iter()
        .position(|r| matches!(r.entry, ProjectEntry::Plan(_)));
    assert!(
        linked.is_some() && linked < made,
        "whose plan it is stands before it"
    );
}

#[test]
fn a_plan_whose_link_cannot_be_written_does_not_run() {
    let mut window = rehearsal();
    explain(&mut window, "c3");
    migrate(&mut window, MigrationIntent::Run(StepId::new("c3")));
    window.state_mut().outside.writing_fails = Some(failure(PortErrorKind::DiskFull));
    ask(&mut window, Intent::RunDialogPlan);
    assert!(
        window.state().state.run.is_none(),
        "nothing runs that is not written down"
    );
    assert!(shows(&window, "This could not be written down"));
}

/// Writes down why a step is done outside the order.
fn explain(window: &mut Window, step: &str) {
    let deviated = ProjectEntry::Deviated {
        step: StepId::new(step),
        by: "operator1".to_owned(),
        reason: "For the test".to_owned(),
    };
    window
        .state_mut()
        .answer_migration(Effect::Record(vec![deviated]));
    window.run();
}

#[test]
fn a_production_project_is_not_carried_out_on_the_lab() {
    let mut window = rehearsal();
    let kept = window.state_mut().outside.kept.as_mut().unwrap();
    kept.project.kind = ProjectKind::Production;
    window.state_mut().reopen_project();
    window.run();
    let step = StepId::new("a4");
    let refusal = window.state().state.step_possible(&step, &StepAct::Read);
    assert!(
        matches!(
            refusal,
            Err(Message::Checklist(ChecklistMessage::OtherSession { .. }))
        ),
        "{refusal:?}"
    );
}

#[test]
fn a_project_that_is_watched_takes_no_entries() {
    let mut window = rehearsal();
    let kept = window.state_mut().outside.kept.as_mut().unwrap();
    kept.access = ProjectAccess::Watch(None);
    window.state_mut().reopen_project();
    window.run();
    go_to(&mut window, "b1");
    assert!(why_off(&window, "Note on the step…").is_some());
}

#[test]
fn a_step_that_was_interrupted_is_observed_again_when_the_project_opens() {
    let mut window = rehearsal();
    explain(&mut window, "a5");
    let began = ProjectEntry::Began {
        step: StepId::new("a5"),
    };
    window
        .state_mut()
        .answer_migration(Effect::Record(vec![began]));
    window.run();
    assert_eq!(item(&window, "a5").verified, None);
    window.state_mut().reopen_project();
    window.run();
    let step = item(&window, "a5");
    assert!(step.newest.is_some(), "{step:#?}");
}

#[test]
fn arrows_go_from_step_to_step_and_enter_does_the_next_act() {
    let mut window = rehearsal();
    window
        .get_by_role_and_label(Role::ListBox, "Steps of the migration")
        .focus();
    window.run();
    assert_eq!(shown_label(&window).as_deref(), Some("a1"));
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    let selected = window.state().state.migration.selected.clone();
    assert_eq!(selected, Some(StepId::new("a3")));
    window.key_press(Key::Enter);
    window.run();
    assert!(
        item(&window, "a3").newest.is_some(),
        "its primary act is a reading"
    );
}

#[test]
fn the_wall_shows_the_current_step_and_escape_leaves_it() {
    let mut window = rehearsal();
    click(&mut window, "Projector view (Escape leaves it)");
    assert!(shows(&window, "A1  "));
    assert!(shows(&window, "Rehearsal"));
    window.key_press(Key::Escape);
    window.run();
    assert!(!window.state().state.migration.is_projected);
}

#[test]
fn the_record_finds_an_entry_and_saves_the_report_in_a_chosen_language() {
    let mut window = rehearsal();
    migrate(&mut window, MigrationIntent::Read(StepId::new("a4")));
    migrate(&mut window, MigrationIntent::Show(MigrationView::Record));
    let rows = window.state().state.migration.record.table.row_count();
    let open = window.state().state.migration.open.as_ref().unwrap();
    assert_eq!(rows, open.entries);
    type_into(&mut window, "Search the record", "next hop");
    assert_eq!(window.state().state.migration.record.table.view().len(), 1);
    click(&mut window, "日本語");
    click(&mut window, "Save report");
    let reports = &window.state().outside.reports;
    assert_eq!(reports.len(), 1);
    assert!(reports[0].1.contains("lang=\"ja\""));
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
    let picture = |window: &mut Window, what: &str| {
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
