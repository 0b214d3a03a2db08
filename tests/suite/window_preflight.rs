//! The risk sheet in the window: files dropped onto it, what they were taken for, what they show, and the copied sheet.

use std::path::PathBuf;

use egui::Vec2;
use pchat_console::checklist::{Procedure, ProjectJournal, ProjectKind, read_export};
use pchat_console::console::{
    Event, Intent, MigrationIntent, MigrationView, Page, ProjectAccess, ProjectFiles,
};
use pchat_console::domain::Language;

use crate::report::project;
use crate::window::{Setup, Window, ask, drawn_themes, keep, open};
use crate::window_wizard::{click, says};

const CATEGORIES: &str =
    "Category,Parent,Invitations\nRoot,,\nSales,Root,False\nEurope,Sales,True\n";
const ROOMS: &str = "Room,Category,Invitations,Disabled,Last Message\nDeals,Sales,True,no,2026-01-01\nOld,Europe,False,no,\nClosed,Sales,False,yes,2020-01-01\n";
const MANAGERS: &str = "Category,Manager\nRoot,sip:boss@contoso.com\n";
const MEMBERS: &str =
    "Room,Member\nDeals,sip:guest@northwind.example\nDeals,sip:pilot1@contoso.com\n";

fn on_sheet(setup: Setup) -> Window {
    let mut window = open(setup);
    ask(&mut window, Intent::Navigate(Page::Migration));
    let project = project("Weekend", ProjectKind::Production);
    window
        .state_mut()
        .event(Event::ProjectOpened(Ok(Box::new(ProjectFiles {
            folder: PathBuf::from("/srv/migration/weekend"),
            access: ProjectAccess::Work,
            project,
            procedure: Procedure::built_in(),
            journal: ProjectJournal::default(),
            rehearsals: Vec::new(),
        }))));
    ask(
        &mut window,
        Intent::Migration(MigrationIntent::Show(MigrationView::Preflight)),
    );
    window
}

fn give(window: &mut Window, files: &[(&str, &str)]) {
    let read = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), read_export(name, text.as_bytes())));
    let read = read.collect();
    window.state_mut().event(Event::ExportsRead(read));
    window.run();
}

#[test]
fn what_was_dropped_is_taken_for_what_it_is_and_its_risks_are_shown() {
    let mut window = on_sheet(Setup::new(Language::English));
    assert!(says(&window, "Drop the exports of the old system here"));
    give(
        &mut window,
        &[
            ("categories.csv", CATEGORIES),
            ("rooms.csv", ROOMS),
            ("notes.csv", "Surname,Town\na,b\n"),
        ],
    );
    assert!(says(&window, "categories.csv – Categories · rows: 3"));
    assert!(says(&window, "notes.csv – The headings do not show"));
    assert!(says(&window, "Not given yet: Managers, Members"));
    assert!(says(
        &window,
        "One room invites although its category does not"
    ));
    click(&mut window, "Show 2 rows");
    assert!(says(&window, "Sales-Europe-Old"));
    give(
        &mut window,
        &[("managers.csv", MANAGERS), ("members.csv", MEMBERS)],
    );
    assert!(says(&window, "manager of all 2 rooms"));
    assert!(says(&window, "northwind.example"));
    assert!(!says(&window, "Not given yet"));
}

#[test]
fn the_copied_sheet_cannot_calculate() {
    let mut window = on_sheet(Setup::new(Language::English));
    give(
        &mut window,
        &[(
            "rooms.csv",
            "Room,Category,Disabled\n=HYPERLINK(\"x\"),A,yes\n",
        )],
    );
    click(&mut window, "Copy the sheet");
    let copied = window.state().copied.last().unwrap().clone();
    assert!(copied.contains("HYPERLINK"), "{copied}");
    let cells = copied.lines().flat_map(|line| line.split('\t'));
    for cell in cells {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
}

#[test]
fn the_sheet_is_drawn_in_each_language_empty_reading_and_full() {
    for language in Language::ALL {
        for theme in drawn_themes() {
            for size in [Vec2::new(1024.0, 768.0), Vec2::new(1920.0, 1080.0)] {
                let mut setup = Setup::new(language).theme(*theme);
                setup.size = size;
                let mut window = on_sheet(setup);
                let name =
                    |state: &str| format!("risk-{state}-{}-{theme:?}-{}", language.tag(), size.x);
                keep(&mut window, &name("empty"));
                give(
                    &mut window,
                    &[
                        ("categories.csv", CATEGORIES),
                        ("rooms.csv", ROOMS),
                        ("managers.csv", MANAGERS),
                        ("notes.xlsx", "PK\u{3}\u{4}\0"),
                    ],
                );
                keep(&mut window, &name("full"));
                let text = window.state().state.localizer.clone();
                assert!(says(&window, &pchat_console::tr!(text, "risk-stops")));
            }
        }
    }
}
