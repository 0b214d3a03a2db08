//! Projects from the window, by label: the start, the wizard, rehearsals, what is wrong with files; and their pictures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::Vec2;
use pchat_console::console::{
    Event, Intent, LockHolder, MigrationIntent, OpenMode, OwnEdit, Page, ProjectAccess,
    ProjectDialog, ProjectEdit, ProjectField, ProjectIntent, TemplateEdit,
};
use pchat_console::domain::{Language, RecentProject, RehearsalFault, Theme};
use pchat_console::plan::{Damage, DamageReason};
use pchat_console::ports::{Clock as _, PortErrorKind};

use crate::console_project::WINDOW;
use crate::project_folders::{Folders, refusal};
use crate::window::{Setup, Start, Window, ask, drawn_themes, keep, open, shows};
use crate::window_wizard::click;

fn started(setup: Setup) -> Window {
    let mut window = open(setup);
    window.state_mut().folders = Some(Folders::default());
    ask(&mut window, Intent::Navigate(Page::Migration));
    window
}

fn migrate(window: &mut Window, intent: MigrationIntent) {
    ask(window, Intent::Migration(intent));
}

fn manage(window: &mut Window, intent: ProjectIntent) {
    migrate(window, MigrationIntent::Manage(intent));
}

fn edit(window: &mut Window, edit: ProjectEdit) {
    migrate(window, MigrationIntent::EditDraft(edit));
}

fn fill_in(window: &mut Window, fields: &[(ProjectField, &str)]) {
    for (field, text) in fields {
        edit(window, ProjectEdit::Text(*field, (*text).to_owned()));
    }
}

const SOURCE: [(ProjectField, &str); 4] = [
    (ProjectField::Name, "Contoso 2027"),
    (ProjectField::Servers, "gc01.contoso.com"),
    (ProjectField::SourceSql, "sql01.contoso.com\\GC"),
    (ProjectField::SourceFiles, "\\\\gc01\\Files"),
];
const TARGET: [(ProjectField, &str); 2] = [
    (ProjectField::TargetSql, "sql02.contoso.com\\PCHAT"),
    (ProjectField::TargetFiles, "\\\\files\\LyncShare"),
];
const PEOPLE: [(ProjectField, &str); 2] = [
    (ProjectField::Operator, "operator"),
    (ProjectField::WorkFolder, "\\\\files\\Migration"),
];

/// A production project, open for changes.
fn with_project(setup: Setup) -> Window {
    let mut window = started(setup);
    migrate(&mut window, MigrationIntent::OpenDraft);
    for fields in [&SOURCE[..], &TARGET[..], &WINDOW[..], &PEOPLE[..], &[][..]] {
        fill_in(&mut window, fields);
        edit(&mut window, ProjectEdit::Next);
    }
    migrate(&mut window, MigrationIntent::Create);
    assert!(window.state().state.migration.open.is_some());
    window
}

fn english() -> Setup {
    Setup::new(Language::English)
}

#[test]
fn a_newcomer_is_invited_to_a_rehearsal_and_one_click_opens_it() {
    let mut window = started(english());
    assert!(shows(&window, "Never done this before?"));
    click(&mut window, "Start a rehearsal on the lab");
    let open = window.state().state.migration.open.as_ref().unwrap();
    assert!(open.checklist.project.is_rehearsal());
    assert!(shows(&window, "Rehearsal"));
}

#[test]
fn off_the_lab_the_rehearsal_leads_to_the_lab_first() {
    let window = started(english().start(Start::Live));
    assert!(shows(&window, "This works on the lab."));
}

#[test]
fn a_way_that_is_not_documented_says_so_while_it_is_entered() {
    let mut window = started(english());
    click(&mut window, "New project…");
    fill_in(&mut window, &SOURCE);
    click(&mut window, "Next");
    assert!(shows(&window, "This path is documented"));
    click(&mut window, "pchat2015.contoso.com");
    assert!(shows(&window, "Only coexistence is documented"));
}

#[test]
fn a_project_is_made_from_the_window_and_stands_on_the_overview() {
    let mut window = with_project(english());
    assert!(shows(&window, "Contoso 2027"));
    ask(&mut window, Intent::Navigate(Page::Overview));
    assert!(shows(&window, "Current step"));
    click(&mut window, "Open the migration checklist");
    assert_eq!(window.state().state.page, Page::Migration);
}

#[test]
fn a_stale_lock_says_who_and_since_when_and_asks_before_it_is_taken_over() {
    let mut window = with_project(english());
    watch(&mut window, true);
    assert!(shows(&window, "CORP\\operator2 on ADMIN-PC02"));
    click(&mut window, "Take over…");
    assert!(shows(&window, "it loses the project"));
    click(&mut window, "Take over");
    assert!(window.state().state.may_record().is_ok());
}

fn watch(window: &mut Window, is_stale: bool) {
    let since = window.state().clock.now();
    let console = window.state_mut();
    let folder = console
        .state
        .migration
        .open
        .as_ref()
        .unwrap()
        .folder
        .clone();
    let folders = console.folders.as_mut().unwrap();
    folders.kept.get_mut(&folder).unwrap().access = ProjectAccess::Watch(Some(LockHolder {
        user: "CORP\\operator2".to_owned(),
        computer: "ADMIN-PC02".to_owned(),
        since,
        is_stale,
    }));
    let mode = OpenMode::Work;
    migrate(window, MigrationIntent::Open { folder, mode });
}

#[test]
fn a_lost_folder_says_what_was_not_done_and_where_the_data_is() {
    let mut window = with_project(english());
    lose(&mut window);
    assert!(shows(&window, "Nothing is written any more."));
    assert!(shows(&window, "The data is in /home/operator"));
}

fn lose(window: &mut Window) {
    let open = window.state().state.migration.open.as_ref();
    let folder = open.unwrap().folder.clone();
    let lost = refusal(PortErrorKind::FolderGone, &folder);
    window.state_mut().event(Event::ProjectLost(lost));
    window.run();
}

fn damage(window: &mut Window) {
    let console = window.state_mut();
    let folder = console
        .state
        .migration
        .open
        .as_ref()
        .unwrap()
        .folder
        .clone();
    let kept = console.folders.as_mut().unwrap().kept.get_mut(&folder);
    kept.unwrap().damages = vec![Damage {
        file: "20261120T140509-1.journal".to_owned(),
        line: 214,
        reason: DamageReason::ChainBroken,
    }];
    migrate(window, MigrationIntent::Reload);
}

#[test]
fn a_damaged_journal_says_what_counts_and_where_the_files_are() {
    let mut window = with_project(english());
    damage(&mut window);
    assert!(shows(&window, "Part of the journal cannot be read"));
    assert!(shows(&window, "Everything before the damage counts"));
}

#[test]
fn the_faults_of_a_rehearsal_are_chosen_by_what_they_teach() {
    let mut window = with_project(english());
    click(&mut window, "Rehearse…");
    for fault in ["A service will not stop", "Replication lags"] {
        assert!(shows(&window, fault), "{fault}");
    }
    click(&mut window, "Start rehearsal");
    let open = window.state().state.migration.open.as_ref().unwrap();
    assert!(open.checklist.project.is_rehearsal());
    click(&mut window, "Back to the real project");
    let open = window.state().state.migration.open.as_ref().unwrap();
    assert!(!open.checklist.project.is_rehearsal());
}

fn draw(language: Language) {
    for theme in drawn_themes() {
        for (size, name) in [
            (Vec2::new(1024.0, 768.0), "small"),
            (Vec2::new(1920.0, 1080.0), "large"),
        ] {
            let setup = || Setup {
                size,
                ..Setup::new(language).theme(*theme)
            };
            let theme = match theme {
                Theme::Dark => "dark",
                Theme::Light | Theme::System => "light",
            };
            let tag = format!("{}-{theme}-{name}", language.tag());
            draw_entering(started(setup()), &tag);
            draw_open(with_project(setup()), &tag);
        }
    }
}

fn draw_entering(mut window: Window, tag: &str) {
    for (folder, name, is_rehearsal) in [
        ("/srv/share/contoso-2027", "Contoso 2027", false),
        ("/srv/share/contoso-2027/rehearsals/1", "Contoso 2027", true),
        ("/mnt/gone/old", "Fabrikam", false),
    ] {
        let folder = PathBuf::from(folder);
        let name = name.to_owned();
        let known = RecentProject {
            folder,
            name,
            is_rehearsal,
        };
        window
            .state_mut()
            .state
            .settings
            .recent_projects
            .push(known);
    }
    let gone = BTreeSet::from([PathBuf::from("/mnt/gone/old")]);
    window.state_mut().state.migration.projects.gone = gone;
    window.run();
    keep(&mut window, &format!("project-start-{tag}"));
    migrate(&mut window, MigrationIntent::OpenDraft);
    edit(&mut window, ProjectEdit::Next);
    keep(&mut window, &format!("project-source-problems-{tag}"));
    let pages = [
        (&SOURCE[..], "source"),
        (&TARGET[..], "target"),
        (&WINDOW[..], "window"),
        (&PEOPLE[..], "people"),
        (&[][..], "procedure"),
    ];
    for (fields, page) in pages {
        fill_in(&mut window, fields);
        if page == "people" {
            edit(&mut window, ProjectEdit::NeedsTwo(true));
            keep(&mut window, &format!("project-people-{tag}"));
            edit(&mut window, ProjectEdit::NeedsTwo(false));
        } else {
            keep(&mut window, &format!("project-{page}-{tag}"));
        }
        edit(&mut window, ProjectEdit::Next);
    }
    keep(&mut window, &format!("project-review-{tag}"));
}

fn draw_open(mut window: Window, tag: &str) {
    manage(&mut window, ProjectIntent::AskToRehearse);
    let fault = ProjectIntent::Fault(RehearsalFault::ServerLost, true);
    manage(&mut window, fault);
    keep(&mut window, &format!("project-rehearse-{tag}"));
    manage(&mut window, ProjectIntent::CloseDialog);
    manage(&mut window, ProjectIntent::EditTemplate);
    keep(&mut window, &format!("project-template-{tag}"));
    manage(&mut window, ProjectIntent::Template(TemplateEdit::BeginOwn));
    let title = TemplateEdit::Own(OwnEdit::Title, "Help desk".to_owned());
    manage(&mut window, ProjectIntent::Template(title));
    manage(&mut window, ProjectIntent::Template(TemplateEdit::AddOwn));
    keep(&mut window, &format!("project-own-step-{tag}"));
    manage(&mut window, ProjectIntent::CloseDialog);
    manage(&mut window, ProjectIntent::ChangeFacts);
    fill_in(&mut window, &[(ProjectField::EndTime, "08:30")]);
    for _ in 0..4 {
        edit(&mut window, ProjectEdit::Next);
    }
    keep(&mut window, &format!("project-changes-{tag}"));
    migrate(&mut window, MigrationIntent::CloseDraft);
    ask(&mut window, Intent::Navigate(Page::Overview));
    keep(&mut window, &format!("project-overview-{tag}"));
    ask(&mut window, Intent::Navigate(Page::Migration));
    damage(&mut window);
    keep(&mut window, &format!("project-damaged-{tag}"));
    watch(&mut window, true);
    keep(&mut window, &format!("project-stale-{tag}"));
    manage(&mut window, ProjectIntent::AskToTakeOver);
    assert!(matches!(
        window.state().state.migration.projects.dialog,
        Some(ProjectDialog::TakeOver { .. })
    ));
    keep(&mut window, &format!("project-take-over-{tag}"));
    manage(&mut window, ProjectIntent::CloseDialog);
    lose(&mut window);
    keep(&mut window, &format!("project-lost-{tag}"));
    let nowhere = Path::new("/mnt/gone/old").to_owned();
    migrate(&mut window, MigrationIntent::Close);
    let mode = OpenMode::Work;
    migrate(
        &mut window,
        MigrationIntent::Open {
            folder: nowhere,
            mode,
        },
    );
    keep(&mut window, &format!("project-gone-{tag}"));
}

#[test]
fn every_state_of_projects_draws_in_english() {
    draw(Language::English);
}

#[test]
fn every_state_of_projects_draws_in_korean() {
    draw(Language::Korean);
}

#[test]
fn every_state_of_projects_draws_in_japanese() {
    draw(Language::Japanese);
}
