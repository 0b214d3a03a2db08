//! The shell and the pages: every one in every language and state, and what can be done on them.
//!
//! Showing a page is a test in itself: the harness ends it when a character has no glyph or an input no name.
//! `PCHAT_PICTURES=<folder> cargo test pages_can_be_looked_at` leaves the pictures there.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pchat_console::console::table::{Select, TableEvent};
use pchat_console::console::{Dialog, Effect, Event, Intent, NoteKind, Page, Purpose, WizardEdit};
use pchat_console::domain::{
    DirectoryRole, Environment, Fqdn, Inventory, LabDirectorySettings, LabFault, Language, Message,
    Notice, Theme,
};
use pchat_console::lab::Role as LabRole;
use pchat_console::plan::{Progress, StepStatus};
use pchat_console::ports::{JournalFile, PortErrorKind};

use crate::window::{Setup, Start, Window, failure, keep, open};

const POOL: &str = "pchat-seoul.contoso.com";

/// Creates an endpoint through the wizard's intents.
fn create(window: &mut Window, address: &str) {
    let console = window.state_mut();
    let pool = Fqdn::parse(POOL).unwrap();
    console.send(Intent::OpenWizard {
        pool: Some(pool.clone()),
    });
    console.send(Intent::EditWizard(WizardEdit::Pool(pool)));
    console.send(Intent::WizardNext);
    console.send(Intent::EditWizard(WizardEdit::Address(address.to_owned())));
    console.send(Intent::WizardNext);
    console.send(Intent::WizardNext);
    console.send(Intent::RunWizard);
    console.send(Intent::CloseWizard);
    assert!(console.state.wizard.is_none(), "{:?}", console.state.notes);
}

fn go_to(window: &mut Window, page: Page) {
    window.state_mut().send(Intent::Navigate(page));
    window.run();
}

/// Selects a row of the page in view by its key.
fn select(window: &mut Window, key: &str) {
    let event = TableEvent::Select {
        row: key.to_owned(),
        how: Select::Only,
    };
    let console = window.state_mut();
    console.send(match console.state.page {
        Page::Pools => Intent::Pools(event),
        Page::Endpoints => Intent::Endpoints(event),
        _ => Intent::Journal(event),
    });
    window.run();
}

/// Selects the newest change on the journal page.
fn select_newest(window: &mut Window) {
    go_to(window, Page::Journal);
    let journal = window.state().state.journal.value().unwrap();
    let id = journal.plans[0].record.plan.id.to_string();
    select(window, &id);
}

fn newest_status(window: &Window) -> StepStatus {
    let journal = window.state().state.journal.value().unwrap();
    journal.plans[0].record.status()
}

/// Whether a text stands somewhere on the screen, as a label or inside a longer one.
fn shows(window: &Window, text: &str) -> bool {
    let mut labels = window.query_all(egui_kittest::kittest::By::new().predicate(|node| {
        let label = node.label().unwrap_or_default();
        let value = node.value().unwrap_or_default();
        label.contains(text) || value.contains(text)
    }));
    labels.next().is_some()
}

fn why_off(window: &Window, button: &str) -> Option<String> {
    let node = window.get_by_role_and_label(Role::Button, button);
    let node = node.accesskit_node();
    let reason = node.data().description().unwrap_or_default().to_owned();
    node.is_disabled().then_some(reason)
}

/// Opens a list to choose from; what is out of sight is scrolled to first.
fn open_list(window: &mut Window, label: &str) {
    let node = window.get_by_role_and_label(Role::ComboBox, label);
    node.scroll_to_me();
    window.run();
    window.get_by_role_and_label(Role::ComboBox, label).click();
    window.run();
}

fn click(window: &mut Window, button: &str) {
    // As a person does: what is out of sight is scrolled to first.
    let node = window.get_by_role_and_label(Role::Button, button);
    node.scroll_to_me();
    window.run();
    window.get_by_role_and_label(Role::Button, button).click();
    window.run();
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn english() -> Window {
    open(Setup::new(Language::English))
}

/// Lets the next reading bring something else than the lab has.
fn read_instead(window: &mut Window, change: impl FnOnce(&mut Inventory)) {
    let console = window.state_mut();
    let mut inventory = console.state.inventory.value().unwrap().as_ref().clone();
    change(&mut inventory);
    console.hold_readings = true;
    console.send(Intent::Refresh);
    console.hold_readings = false;
    let request = console
        .held
        .drain(..)
        .find_map(|effect| match effect {
            Effect::ReadInventory { request } => Some(request),
            _ => None,
        })
        .unwrap();
    console.event(Event::InventoryRead {
        request,
        result: Ok(inventory),
    });
    window.run();
}

/// The window in every state its readings can be in, on the overview.
fn states(language: Language, theme: Theme) -> Vec<(&'static str, Window)> {
    let setup = || Setup::new(language).theme(theme);
    let nowhere = || open(setup().start(Start::Nowhere));
    let mut loading = nowhere();
    loading.state_mut().hold_readings = true;
    loading.state_mut().send(Intent::UseLab);
    let mut failed = nowhere();
    failed.state_mut().reading_fails = Some(failure(PortErrorKind::Timeout));
    failed.state_mut().send(Intent::UseLab);
    let mut stale = open(setup());
    stale.state_mut().reading_fails = Some(failure(PortErrorKind::Unreachable));
    stale.state_mut().send(Intent::Refresh);
    let mut refreshing = open(setup());
    refreshing.state_mut().hold_readings = true;
    refreshing.state_mut().send(Intent::Refresh);
    let mut limited = nowhere();
    limited.state_mut().lab.set_role(LabRole::EndpointsOnly);
    limited.state_mut().send(Intent::UseLab);
    vec![
        ("lab", open(setup())),
        ("live", open(setup().start(Start::Live))),
        ("nowhere", nowhere()),
        ("loading", loading),
        ("failed", failed),
        ("stale", stale),
        ("refreshing", refreshing),
        ("limited", limited),
    ]
}

#[test]
fn every_page_can_be_shown_in_every_state_and_language() {
    for language in Language::ALL {
        for (_, mut window) in states(language, Theme::Light) {
            for page in Page::ALL {
                window.state_mut().send(Intent::Navigate(page));
                // What is being read moves for as long as it is read.
                window.run_steps(3);
            }
        }
    }
}

#[test]
fn the_pages_can_be_looked_at() {
    if std::env::var_os("PCHAT_PICTURES").is_none() {
        return;
    }
    for language in Language::ALL {
        for theme in [Theme::Light, Theme::Dark] {
            let mut states = states(language, theme);
            for (state, window) in &mut states {
                let is_usual = matches!(*state, "lab" | "live");
                for page in Page::ALL {
                    let is_telling = page == Page::Endpoints
                        || page == Page::Overview && *state != "refreshing"
                        || page == Page::Journal && *state == "failed";
                    let is_light = theme == Theme::Light;
                    if !(is_usual || is_telling && is_light) {
                        continue;
                    }
                    window.state_mut().send(Intent::Navigate(page));
                    window.run_steps(3);
                    picture(window, state, page, language, theme);
                }
            }
            full_pictures(language, theme);
        }
        other_sizes(language);
    }
}

/// The smallest window there is, and a wide one, whose details stand beside the list.
fn other_sizes(language: Language) {
    for (name, size) in [("small", [960.0, 640.0]), ("wide", [1600.0, 900.0])] {
        let mut damaged = journal_of_a_crash();
        damaged.bytes.extend_from_slice(b"(format:1,num");
        let mut setup = Setup::new(language);
        setup.size = size.into();
        setup.journal = vec![damaged];
        let mut window = open(setup);
        picture(&mut window, name, Page::Overview, language, Theme::Light);
        go_to(&mut window, Page::Pools);
        select(&mut window, "pchat-tokyo.contoso.com");
        picture(&mut window, name, Page::Pools, language, Theme::Light);
        go_to(&mut window, Page::Endpoints);
        select(&mut window, "sip:gc-1-persistentchatservice-2@contoso.com");
        picture(&mut window, name, Page::Endpoints, language, Theme::Light);
        select_newest(&mut window);
        picture(&mut window, name, Page::Journal, language, Theme::Light);
        go_to(&mut window, Page::Settings);
        picture(&mut window, name, Page::Settings, language, Theme::Light);
    }
}

/// What only shows after somebody has worked for a while: selections, a journal, notices.
fn full_pictures(language: Language, theme: Theme) {
    let mut window = open(Setup::new(language).theme(theme));
    go_to(&mut window, Page::Pools);
    select(&mut window, "pchat-tokyo.contoso.com");
    picture(&mut window, "selected", Page::Pools, language, theme);
    go_to(&mut window, Page::Endpoints);
    let automatic = "sip:gc-1-persistentchatservice-2@contoso.com";
    select(&mut window, automatic);
    picture(&mut window, "protected", Page::Endpoints, language, theme);
    select(&mut window, "sip:ocschat@fabrikam.com");
    picture(&mut window, "selected", Page::Endpoints, language, theme);
    create(&mut window, "sip:one@contoso.com");
    window
        .state_mut()
        .send(Intent::SetLabFault(Some(LabFault::Refuse)));
    create(&mut window, "sip:two@contoso.com");
    window
        .state_mut()
        .send(Intent::SetLabFault(Some(LabFault::TimeOut)));
    create(&mut window, "sip:three@contoso.com");
    window.state_mut().send(Intent::Copy("text".to_owned()));
    select_newest(&mut window);
    picture(&mut window, "selected", Page::Journal, language, theme);
    go_to(&mut window, Page::Overview);
    picture(&mut window, "open", Page::Overview, language, theme);
    wait_for_ever(&mut window);
    go_to(&mut window, Page::Journal);
    picture(&mut window, "running", Page::Journal, language, theme);
    go_to(&mut window, Page::Settings);
    picture(&mut window, "fault", Page::Settings, language, theme);
}

/// A change in the middle of its waiting, for as long as the test goes on.
fn wait_for_ever(window: &mut Window) {
    let journal = window.state().state.journal.value().unwrap();
    let id = journal.plans[0].record.plan.id.clone();
    let console = window.state_mut();
    console.hold = true;
    console.send(Intent::CheckAgain(id));
    console.event(Event::RunProgressed(Progress::Waiting {
        step: 0,
        elapsed: Duration::from_secs(12),
        limit: Duration::from_mins(2),
        message: None,
        seen: Box::default(),
    }));
    window.run();
}

fn picture(window: &mut Window, state: &str, page: Page, language: Language, theme: Theme) {
    let page = format!("{page:?}").to_lowercase();
    let theme = format!("{theme:?}").to_lowercase();
    keep(
        window,
        &format!("{page}-{state}-{}-{theme}", language.tag()),
    );
}

#[test]
fn the_lab_is_named_on_every_page_and_a_server_is_not_called_the_lab() {
    let lab_line = "Lab: practice data inside this program";
    let live_line = "has not been proved on a real server yet";
    let mut lab = english();
    let mut live = open(Setup::new(Language::English).start(Start::Live));
    let mut labelled = open(Setup::new(Language::English).start(Start::Nowhere));
    labelled.state_mut().go_live_as("Contoso", Environment::Lab);
    for page in Page::ALL {
        go_to(&mut lab, page);
        assert!(shows(&lab, lab_line) && shows(&lab, "Lab (not a real server)"));
        assert!(!shows(&lab, live_line));
        for server in [&mut live, &mut labelled] {
            go_to(server, page);
            assert!(shows(server, live_line), "{page:?}");
            assert!(!shows(server, lab_line) && !shows(server, "not a real server"));
        }
    }
    assert!(shows(&labelled, "Lab server"));
    assert!(shows(&live, "Production"));
}

#[test]
fn the_chip_says_where_and_when_and_what_is_allowed() {
    let lab = english();
    assert!(shows(
        &lab,
        "Lab (not a real server), Read at 14:05:09 from fe01.contoso.com, Changes allowed"
    ));
    let live = open(Setup::new(Language::English).start(Start::Live));
    assert!(shows(
        &live,
        "Production, Read at 14:05:09 from fe01.contoso.com, Read-only"
    ));
    let mut nowhere = open(Setup::new(Language::English).start(Start::Nowhere));
    assert!(shows(&nowhere, "Not connected"));
    click(&mut nowhere, "Use the lab");
    assert!(shows(&nowhere, "Lab (not a real server)"));
}

#[test]
fn a_live_session_starts_read_only_and_changes_are_allowed_in_a_dialog() {
    let mut window = open(Setup::new(Language::English).start(Start::Live));
    go_to(&mut window, Page::Endpoints);
    let reason = "This session is read-only. Allow changes first.";
    assert_eq!(
        why_off(&window, "New legacy endpoint…").as_deref(),
        Some(reason)
    );
    click(&mut window, "Allow changes…");
    assert!(matches!(
        window.state().state.dialog,
        Some(Dialog::AllowChanges)
    ));
    window.state_mut().send(Intent::AllowChanges);
    window.run();
    assert_eq!(why_off(&window, "New legacy endpoint…"), None);
    assert!(shows(&window, "Changes allowed"));
    click(&mut window, "Make read-only");
    assert!(shows(&window, "Read-only"));
    click(&mut window, "Use the lab");
    assert!(shows(&window, "practice data inside this program"));
}

#[test]
fn a_live_session_says_what_is_not_proved_for_as_long_as_it_is_open() {
    let mut window = open(Setup::new(Language::English).start(Start::Live));
    assert!(shows(
        &window,
        "No real Lync Server or Skype for Business Server"
    ));
    click(&mut window, "Show what is not proved");
    for item in ["/OcsPowershell", "Kerberos", "TLS 1.0", "properties"] {
        assert!(shows(&window, item), "{item}");
    }
    go_to(&mut window, Page::Pools);
    click(&mut window, "What is not proved");
    assert_eq!(window.state().state.page, Page::Overview);
    window.state_mut().send(Intent::AllowChanges);
    window.run();
    assert!(shows(
        &window,
        "Changes are allowed. Read every result back"
    ));
    window.state_mut().send(Intent::UseLab);
    window.run();
    assert!(!shows(&window, "No real Lync Server"));
}

#[test]
fn the_overview_says_who_holds_the_address_in_every_domain() {
    let window = english();
    assert!(shows(&window, "sip:ocschat@contoso.com"));
    assert!(shows(
        &window,
        "Still on Group Chat: Group Chat Lookup Service (registrar pool2010.contoso.com)"
    ));
    assert!(shows(
        &window,
        "Leads legacy clients to the pool pchat-tokyo.contoso.com."
    ));
    assert!(shows(
        &window,
        "still reach Group Chat, because its Lookup account"
    ));
    assert!(shows(&window, "groupchat2010.contoso.com"));
    assert!(shows(&window, "never a target"));
}

#[test]
fn the_overview_says_what_could_not_be_read_in_the_words_of_the_server() {
    let mut window = english();
    read_instead(&mut window, |inventory| {
        inventory.notices.push(Notice {
            message: Message::ServerWarning,
            words: "Beware of \u{202e}this".to_owned(),
        });
        for lookup in &mut inventory.lookup_addresses {
            lookup.holders.users = Ok(Vec::new());
            lookup.holders.principals = Ok(Vec::new());
        }
    });
    assert!(shows(
        &window,
        "Legacy clients that look for this address find nothing."
    ));
    assert!(shows(&window, "Nobody holds sip:ocschat@contoso.com"));
    assert!(shows(&window, "The server gave a warning."));
    assert!(!shows(&window, "Beware of"));
    click(&mut window, "Show the server’s own words");
    assert!(shows(&window, "Beware of \\u{202e}this"));
}

#[test]
fn group_chat_is_a_source_and_no_pool_to_choose() {
    let mut window = english();
    go_to(&mut window, Page::Pools);
    assert!(shows(&window, "pchat-seoul.contoso.com"));
    assert!(!shows(&window, "groupchat2010"));
}

#[test]
fn a_pool_shows_its_details_and_starts_the_wizard() {
    let mut window = english();
    go_to(&mut window, Page::Pools);
    assert!(shows(&window, "Select a pool to see its details."));
    select(&mut window, "pchat-tokyo.contoso.com");
    for fact in [
        "pool2013-tokyo.contoso.com",
        "pc11.contoso.com",
        "pc13.contoso.com",
        "2-PersistentChatService-5",
        "sip:ocschat@fabrikam.com",
    ] {
        assert!(shows(&window, fact), "{fact}");
    }
    click(&mut window, "Show raw properties");
    click(&mut window, "Copy properties");
    assert!(window.state().copied[0].contains('\t'));
    click(&mut window, "New legacy endpoint…");
    let wizard = window.state().state.wizard.as_ref().unwrap();
    assert_eq!(wizard.draft.pool, "pchat-tokyo.contoso.com");
}

#[test]
fn the_endpoints_of_a_pool_are_one_click_away() {
    let mut window = english();
    go_to(&mut window, Page::Pools);
    select(&mut window, "pchat-tokyo.contoso.com");
    click(&mut window, "Show in Endpoints");
    assert_eq!(window.state().state.page, Page::Endpoints);
    assert_eq!(window.state().state.endpoints.table.view().len(), 2);
    assert!(shows(&window, "2 of 4 rows"));
}

#[test]
fn the_endpoints_page_says_what_they_are_for() {
    let mut window = english();
    go_to(&mut window, Page::Endpoints);
    assert!(shows(&window, "For legacy clients only"));
    assert!(shows(&window, "Persistent Chat itself does not use it."));
}

#[test]
fn a_protected_endpoint_cannot_be_removed_and_says_why() {
    let mut window = english();
    go_to(&mut window, Page::Endpoints);
    assert_eq!(
        why_off(&window, "Remove endpoint…").as_deref(),
        Some("Select an endpoint first.")
    );
    select(&mut window, "sip:gc-1-persistentchatservice-2@contoso.com");
    let reason = why_off(&window, "Remove endpoint…").unwrap();
    assert!(reason.contains("was created automatically"), "{reason}");
    assert_eq!(why_off(&window, "Replace…").as_ref(), Some(&reason));
    assert!(shows(&window, &reason), "not only in a tooltip");
    assert!(shows(&window, "Automatic endpoint (cannot be removed)"));
    assert!(shows(&window, "Inferred: its user part is GC-"));
}

#[test]
fn a_protected_endpoint_is_named_as_protected_in_a_read_only_session_too() {
    let mut window = open(Setup::new(Language::English).start(Start::Live));
    go_to(&mut window, Page::Endpoints);
    select(&mut window, "sip:gc-1-persistentchatservice-2@contoso.com");
    assert!(shows(&window, "was created automatically"));
}

#[test]
fn a_legacy_endpoint_can_be_removed_and_replaced() {
    let mut window = english();
    go_to(&mut window, Page::Endpoints);
    select(&mut window, "sip:ocschat@fabrikam.com");
    click(&mut window, "Remove endpoint…");
    assert!(matches!(window.state().state.dialog, Some(Dialog::Plan(_))));
    window.state_mut().send(Intent::CloseDialog);
    window.run();
    click(&mut window, "Replace…");
    let wizard = window.state().state.wizard.as_ref().unwrap();
    assert!(matches!(wizard.purpose, Purpose::Replace(_)));
}

#[test]
fn rows_are_searched_sorted_and_copied_with_their_headings() {
    let mut window = english();
    go_to(&mut window, Page::Endpoints);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(egui::Event::Text("fabrikam".to_owned()));
    window.run();
    assert!(shows(&window, "1 of 4 rows"));
    // Down goes into the rows.
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::COMMAND, Key::C);
    let expect = "SIP address\tDisplay name\tPool\tOrigin\n\
                  sip:ocschat@fabrikam.com\tPersistent Chat (Fabrikam)\tpchat-tokyo.contoso.com\tLegacy\n";
    assert_eq!(window.state().copied, [expect]);
    assert!(shows(&window, "Copied"));
    window
        .get_by_role_and_label(Role::SearchInput, "Search endpoints")
        .focus();
    window.run();
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(shows(&window, "4 rows, 1 selected"));
    assert_eq!(
        window.state().state.notes.len(),
        1,
        "Escape was the field's"
    );
    click(&mut window, "Copy");
    assert_eq!(window.state().copied.len(), 2);
    window
        .get_by_role_and_label(Role::ColumnHeader, "Pool")
        .click();
    window.run();
    let first = window.state().state.endpoints.table.key_at(0).cloned();
    assert!(first.unwrap().contains("gc-1-"));
}

#[test]
fn the_keyboard_reaches_every_page_and_reads_again() {
    let mut window = english();
    let keys = [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
    ];
    assert_eq!(keys.len(), Page::ALL.len());
    for (key, page) in keys.into_iter().zip(Page::ALL).rev() {
        press(&mut window, Modifiers::COMMAND, key);
        assert_eq!(window.state().state.page, page);
    }
    window.state().clock.advance(Duration::from_mins(1));
    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(shows(&window, "Read at 14:06:09 from fe01.contoso.com"));
    window.state_mut().send(Intent::Copy("text".to_owned()));
    window.run();
    assert!(shows(&window, "Copied"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "Copied"));
}

#[test]
fn a_dialog_has_the_keyboard_to_itself() {
    let mut window = english();
    window.state_mut().send(Intent::OpenConnect);
    window.run();
    press(&mut window, Modifiers::COMMAND, Key::Num3);
    assert_eq!(window.state().state.page, Page::Overview);
    window.state_mut().hold = true;
    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(window.state().held.is_empty());
}

#[test]
fn a_refresh_keeps_the_rows_and_a_failure_keeps_them_too() {
    let mut window = english();
    go_to(&mut window, Page::Endpoints);
    window.state_mut().hold_readings = true;
    click(&mut window, "Refresh (F5)");
    assert!(shows(&window, "Reading…") && shows(&window, "4 rows"));
    assert_eq!(
        why_off(&window, "Refresh (F5)").as_deref(),
        Some("Reading…")
    );
    window.state_mut().reading_fails = Some(failure(PortErrorKind::Unreachable));
    window.state_mut().release();
    window.run();
    assert!(shows(&window, "4 rows") && shows(&window, "May be out of date"));
    assert!(shows(
        &window,
        "The refresh failed. This was read at 2026-11-20 14:05:09."
    ));
    assert_eq!(
        why_off(&window, "New legacy endpoint…").as_deref(),
        Some("The last reading failed. Refresh first.")
    );
    click(&mut window, "Show the server’s own words");
    assert!(shows(&window, "The connection to the \\u{202e}server"));
    window.state_mut().reading_fails = None;
    click(&mut window, "Refresh");
    assert!(!shows(&window, "May be out of date"));
}

#[test]
fn empty_loading_and_failed_look_different_and_say_what_to_do() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    go_to(&mut window, Page::Endpoints);
    assert!(shows(&window, "Connect to a Front End Server or Director"));
    assert_eq!(window.get_all_by_label("Connect…").count(), 2);
    window.state_mut().hold_readings = true;
    window.state_mut().send(Intent::UseLab);
    window.run_steps(3);
    assert!(shows(&window, "Reading fe01.contoso.com…"));
    window.state_mut().reading_fails = Some(failure(PortErrorKind::Timeout));
    window.state_mut().release();
    window.run();
    assert!(shows(&window, "fe01.contoso.com did not answer in time."));
    assert!(shows(&window, "Try again."));
    window.state_mut().reading_fails = None;
    click(&mut window, "Refresh");
    read_instead(&mut window, |inventory| inventory.endpoints.clear());
    assert!(shows(&window, "the account may not see them"));
}

#[test]
fn what_a_server_says_cannot_change_how_the_screen_reads() {
    let mut window = english();
    go_to(&mut window, Page::Endpoints);
    read_instead(&mut window, |inventory| {
        let endpoint = inventory.endpoints.last_mut().unwrap();
        endpoint.display_name = Some("nice\u{202e}eman\nsecond line".to_owned());
        endpoint.properties = [("Na\u{200b}me", "va\u{7}lue\nmore")].into_iter().collect();
    });
    select(&mut window, "sip:ocschat@fabrikam.com");
    click(&mut window, "Show raw properties");
    assert!(
        shows(&window, "nice\\u{202e}eman\\u{a}second line"),
        "in the row"
    );
    assert!(shows(&window, "Na\\u{200b}me") && shows(&window, "va\\u{7}lue\nmore"));
    assert!(!shows(&window, "\u{202e}") && !shows(&window, "\u{7}"));
}

#[test]
fn an_unknown_outcome_is_visible_until_it_is_known() {
    let mut window = english();
    window
        .state_mut()
        .send(Intent::SetLabFault(Some(LabFault::TimeOut)));
    create(&mut window, "sip:one@contoso.com");
    go_to(&mut window, Page::Overview);
    assert!(shows(&window, "The outcome of one change is open."));
    click(&mut window, "Open the journal");
    select_newest(&mut window);
    assert_eq!(newest_status(&window), StepStatus::UnknownOutcome);
    assert!(shows(&window, "Unknown outcome"));
    assert_eq!(why_off(&window, "Check again"), None);
    assert_eq!(
        why_off(&window, "Continue…").as_deref(),
        Some("The outcome of a step is open. Check again first.")
    );
}

#[test]
fn a_change_that_is_not_visible_yet_is_read_again_from_the_journal() {
    let mut window = english();
    let delay = Duration::from_mins(5);
    window.state_mut().lab.set_replication_delay(delay);
    create(&mut window, "sip:one@contoso.com");
    select_newest(&mut window);
    assert_eq!(newest_status(&window), StepStatus::NotVisibleYet);
    assert!(shows(&window, "Accepted, not visible yet"));
    window.state().clock.advance(delay);
    click(&mut window, "Check again");
    assert!(newest_status(&window).is_satisfied());
    assert_eq!(
        why_off(&window, "Check again").as_deref(),
        Some("Every outcome of this change is known.")
    );
    assert_eq!(
        why_off(&window, "Continue…").as_deref(),
        Some("Every outcome of this change is known.")
    );
    go_to(&mut window, Page::Endpoints);
    assert!(shows(&window, "sip:one@contoso.com"));
}

#[test]
fn a_change_is_undone_from_its_journal_entry() {
    let mut window = english();
    create(&mut window, "sip:one@contoso.com");
    go_to(&mut window, Page::Journal);
    assert_eq!(
        why_off(&window, "Undo…").as_deref(),
        Some("Select a change first.")
    );
    select_newest(&mut window);
    for evidence in [
        "CORP\\operator",
        "ADMIN-PC01",
        "lab://fe01.contoso.com",
        "this-run",
    ] {
        assert!(shows(&window, evidence), "{evidence}");
    }
    click(&mut window, "Show what was read back");
    assert!(shows(&window, "CN=Application Contacts"));
    click(&mut window, "Undo…");
    let Some(Dialog::Plan(dialog)) = &window.state().state.dialog else {
        panic!("no dialog");
    };
    assert!(dialog.record.plan.undoes.is_some());
    let console = window.state_mut();
    console.send(Intent::TypeConfirmation("sip:one@contoso.com".to_owned()));
    console.send(Intent::RunDialogPlan);
    console.send(Intent::CloseDialog);
    window.run();
    let first = window.state().state.journal.value().unwrap().plans[1].clone();
    select(&mut window, &first.record.plan.id.to_string());
    assert!(shows(&window, "Undone by the change of 2026-11-20"));
    assert!(
        shows(&window, "sip:one@contoso.com"),
        "what was removed is kept"
    );
}

/// The bytes of a journal whose program ended between *Started* and the result of a create.
fn journal_of_a_crash() -> JournalFile {
    let mut window = english();
    create(&mut window, "sip:one@contoso.com");
    let bytes = window.state().store.bytes();
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let kept = lines.len() - 1;
    JournalFile {
        name: "2026-11-19.journal".to_owned(),
        bytes: lines[..kept]
            .iter()
            .flat_map(|line| format!("{line}\n").into_bytes())
            .collect(),
    }
}

#[test]
fn an_interrupted_change_can_be_checked_and_continued() {
    let mut setup = Setup::new(Language::English);
    setup.journal = vec![journal_of_a_crash()];
    let mut window = open(setup);
    assert!(shows(&window, "The outcome of one change is open."));
    select_newest(&mut window);
    assert_eq!(newest_status(&window), StepStatus::Interrupted);
    assert!(shows(&window, "Interrupted"));
    assert_eq!(why_off(&window, "Check again"), None);
    click(&mut window, "Continue…");
    let Some(Dialog::Plan(dialog)) = &window.state().state.dialog else {
        panic!("no dialog");
    };
    assert!(dialog.is_continuation);
}

#[test]
fn a_damaged_journal_is_said_with_file_and_line() {
    let mut file = journal_of_a_crash();
    file.bytes.extend_from_slice(b"(format:1,num");
    let mut setup = Setup::new(Language::English);
    setup.journal = vec![file];
    let mut window = open(setup);
    go_to(&mut window, Page::Journal);
    assert!(shows(&window, "Part of the journal cannot be believed"));
    assert!(shows(&window, "2026-11-19.journal, line 4: cut short."));
    assert_eq!(newest_status(&window), StepStatus::Interrupted);
}

#[test]
fn waiting_shows_how_long_and_can_be_stopped() {
    let mut window = english();
    window
        .state_mut()
        .send(Intent::SetLabFault(Some(LabFault::TimeOut)));
    create(&mut window, "sip:one@contoso.com");
    wait_for_ever(&mut window);
    go_to(&mut window, Page::Endpoints);
    assert!(shows(
        &window,
        "Running: Create legacy endpoint, sip:one@contoso.com"
    ));
    assert!(shows(&window, "0:12 of 2:00"));
    assert_eq!(
        why_off(&window, "New legacy endpoint…").as_deref(),
        Some("Another change is running.")
    );
    click(&mut window, "Stop waiting");
    assert!(shows(&window, "Stopping at the next safe place…"));
    assert!(matches!(
        window.state().held.last(),
        Some(Effect::CancelRun)
    ));
}

#[test]
fn an_empty_journal_says_what_will_be_there() {
    let mut window = english();
    go_to(&mut window, Page::Journal);
    assert!(shows(&window, "No changes yet"));
    let mut nowhere = open(Setup::new(Language::English).start(Start::Nowhere));
    go_to(&mut nowhere, Page::Journal);
    click(&mut nowhere, "Read the journal");
    assert!(shows(&nowhere, "No changes yet"));
}

#[test]
fn language_and_theme_change_at_once() {
    let mut window = english();
    go_to(&mut window, Page::Settings);
    let combo = |window: &mut Window, name: &str, option: &str| {
        window.get_by_role_and_label(Role::ComboBox, name).click();
        window.run();
        window.get_by_label(option).click();
        window.run();
    };
    combo(&mut window, "Language", "日本語");
    assert!(shows(&window, "言語") && shows(&window, "模擬環境 (実サーバーではありません)"));
    combo(&mut window, "テーマ", "ダーク");
    let saved = window.state().saved.clone().unwrap();
    assert_eq!(saved.language, Some(Language::Japanese));
    assert_eq!(saved.theme, Theme::Dark);
    combo(&mut window, "言語", "システムの設定に従う (English)");
    assert!(shows(&window, "Language"));
    assert_eq!(window.state().saved.clone().unwrap().language, None);
}

#[test]
fn settings_show_every_place_and_the_lab_has_its_faults_by_name() {
    let mut window = english();
    go_to(&mut window, Page::Settings);
    for place in ["settings.ron", "profiles.ron", "/journal", "/plans", ".log"] {
        assert!(shows(&window, place), "{place}");
    }
    click(&mut window, "Copy path: Journal");
    assert_eq!(
        window.state().copied,
        ["/home/operator/.local/share/pchat-console/journal"]
    );
    open_list(&mut window, "What happens to the next change");
    for fault in LabFault::ALL {
        assert!(shows(&window, fault.name()), "{fault}");
    }
    window.get_by_label("refuse: the server refuses it").click();
    window.run();
    assert_eq!(window.state().state.lab_fault, Some(LabFault::Refuse));
    let mut live = open(Setup::new(Language::English).start(Start::Live));
    go_to(&mut live, Page::Settings);
    assert!(!shows(&live, "What happens to the next change"));
    assert!(!shows(&live, "The directory's recycle bin is on"));
}

#[test]
fn the_labs_directory_is_set_up_on_the_settings_page() {
    let mut window = english();
    go_to(&mut window, Page::Settings);
    for label in [
        "The directory's recycle bin is on",
        "Cmdlets leave the old address in proxyAddresses",
    ] {
        let node = window.get_by_role_and_label(Role::CheckBox, label);
        node.scroll_to_me();
        window.run();
        window.get_by_role_and_label(Role::CheckBox, label).click();
        window.run();
    }
    open_list(&mut window, "What the directory account may do");
    window.get_by_label("Read only").click();
    window.run();
    assert_eq!(
        window.state().state.lab_directory,
        LabDirectorySettings {
            has_recycle_bin: false,
            leaves_proxy_values: true,
            role: DirectoryRole::HelpDesk,
        }
    );
}

#[test]
fn notices_stay_until_somebody_takes_them_away() {
    for language in Language::ALL {
        let mut window = open(Setup::new(language));
        let state = &mut window.state_mut().state;
        for kind in [
            NoteKind::KeptAside {
                file: "/home/operator/settings.ron".into(),
                aside: Some("/home/operator/settings.ron.kept".into()),
                problem: failure(PortErrorKind::File),
            },
            NoteKind::KeptAside {
                file: "/home/operator/profiles.ron".into(),
                aside: None,
                problem: failure(PortErrorKind::File),
            },
            NoteKind::NotSaved(failure(PortErrorKind::File)),
            NoteKind::NoLog("no space".to_owned()),
            NoteKind::Refused(Message::NothingRead),
            NoteKind::ProfileSaved,
        ] {
            state.note(kind);
        }
        window.run();
        for left in (0..6).rev() {
            let crosses: Vec<_> = window
                .get_all_by_role_and_label(Role::Button, dismiss(language))
                .collect();
            assert!(crosses.len() <= 4, "a small stack");
            crosses[0].click();
            window.run();
            assert_eq!(window.state().state.notes.len(), left);
        }
    }
}

fn dismiss(language: Language) -> &'static str {
    match language {
        Language::Korean => "닫기",
        Language::Japanese => "閉じる",
        Language::English => "Dismiss",
    }
}

#[test]
fn every_page_has_its_title_as_a_heading() {
    for page in Page::ALL {
        let mut window = english();
        go_to(&mut window, page);
        let title = match page {
            Page::Migration => "Migration checklist".to_owned(),
            page => format!("{page:?}"),
        };
        let headings = window.get_all_by_role_and_label(Role::Heading, &title);
        assert_eq!(headings.count(), 1, "{title}");
    }
}

#[test]
fn a_hundred_thousand_endpoints_are_a_page_like_any_other() {
    let mut setup = Setup::new(Language::English);
    setup.grown = (200, 100_000);
    let mut window = open(setup);
    for page in Page::ALL {
        go_to(&mut window, page);
    }
    go_to(&mut window, Page::Endpoints);
    assert!(shows(&window, "100000 rows"));
    let nodes = window.get_all_by_role(Role::Row).count();
    assert!(nodes < 40, "only what is in view is drawn: {nodes}");
}
