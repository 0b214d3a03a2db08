//! The directory page and the dialog a directory is connected in, by label.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pchat_console::console::{ConnectEdit, Dialog, DirectoryEdit, Effect, Event, Intent, Page};
use pchat_console::domain::{
    AddressHolder, AddressHolders, AddressPlace, Controller, DirectoryProfile, DirectoryReading,
    DistinguishedName, HolderClass, Language, LyncSchema, Message, Notice, ObjectGuid, Partition,
    Profile, Secret, SipUri, Unread, UnreadReason,
};
use pchat_console::lab::DirectoryRole;
use pchat_console::ports::{Call, Cancel, Clock as _, Directory as _, PortErrorKind};

use crate::window::{
    Setup, Start, Window, ask, click, drawn_themes, failure, keep, open, shows, why_off,
};

const LOOKUP: &str = "sip:ocschat@contoso.com";
const FREE: &str = "sip:nobody@contoso.com";

/// The page of the lab's directory.
fn page(language: Language) -> Window {
    let mut window = open(Setup::new(language));
    ask(&mut window, Intent::Navigate(Page::Directory));
    window
}

/// A profile whose directory was saved with it.
fn profile(current_user: bool) -> Profile {
    Profile {
        name: "Contoso".to_owned(),
        uri: "fe01.contoso.com".to_owned(),
        user: "CORP\\operator".to_owned(),
        directory: DirectoryProfile {
            server: "dc01.contoso.com".to_owned(),
            user: "CORP\\ad-reader".to_owned(),
            current_user,
            ..DirectoryProfile::default()
        },
        ..Profile::default()
    }
}

/// Beside a live session, with the dialog a directory is connected in.
fn dialog(language: Language, profiles: Vec<Profile>) -> Window {
    let mut setup = Setup::new(language).start(Start::Live);
    setup.profiles.profiles = profiles;
    let mut window = open(setup);
    ask(&mut window, Intent::Navigate(Page::Directory));
    ask(&mut window, Intent::OpenDirectory);
    window
}

fn edit(window: &mut Window, edit: DirectoryEdit) {
    ask(window, Intent::EditDirectory(edit));
}

fn find(window: &mut Window, typed: &str) {
    ask(window, Intent::TypeHolderAddress(typed.to_owned()));
    click(window, Role::Button, "Find");
}

fn holder(class: HolderClass, dn: &str, place: AddressPlace) -> AddressHolder {
    AddressHolder {
        dn: DistinguishedName::new(dn),
        guid: ObjectGuid::from_bytes(&[7; 16]).unwrap(),
        class,
        partition: match class {
            HolderClass::ApplicationContact => Partition::Configuration,
            _ => Partition::Domain,
        },
        display_name: Some("Persistent Chat".to_owned()),
        place,
        sip_address: Some("sip:OCSChat@contoso.com".to_owned()),
        proxy_values: match place {
            AddressPlace::Primary => Vec::new(),
            _ => vec!["SIP:ocschat@contoso.com".to_owned()],
        },
        sip_enabled: Some(true),
        owner_urn: None,
    }
}

fn answer(window: &Window, holders: Vec<AddressHolder>) -> AddressHolders {
    AddressHolders {
        address: SipUri::parse(LOOKUP).unwrap(),
        host: "dc01.contoso.com".to_owned(),
        is_global_catalog: true,
        holders,
        deleted: Ok(Vec::new()),
        notices: Vec::new(),
        read_at: window.state().clock.now(),
    }
}

/// Lets the directory answer what the test wants.
fn answers(window: &mut Window, answer: impl FnOnce(&Window) -> AddressHolders) {
    window.state_mut().hold = true;
    ask(window, Intent::TypeHolderAddress(LOOKUP.to_owned()));
    ask(window, Intent::FindHolders);
    let held = std::mem::take(&mut window.state_mut().held);
    let request = held.iter().find_map(|effect| match effect {
        Effect::FindHolders { request, .. } => Some(*request),
        _ => None,
    });
    let result = Ok(answer(window));
    window.state_mut().hold = false;
    window.state_mut().event(Event::HoldersFound {
        request: request.unwrap(),
        result,
    });
    window.run();
}

/// One that left a value behind, one in the other partition, one in the recycle bin, and a partition not asked.
fn crowded(window: &Window) -> AddressHolders {
    let left = "CN=Group Chat Lookup,OU=Service Accounts,DC=corp,DC=contoso,DC=com";
    let contact = "CN={5c1f6a6e-0f8e-4f5c-9a0e-2b8f6a1d7c34},CN=Application Contacts,CN=RTC Service,\
        CN=Services,CN=Configuration,DC=contoso,DC=com";
    let mut application = holder(
        HolderClass::ApplicationContact,
        contact,
        AddressPlace::Primary,
    );
    application.owner_urn =
        Some("urn:application:Microsoft.Rtc.PersistentChat.ContactObject".to_owned());
    let mut behind = holder(HolderClass::User, left, AddressPlace::ProxyOnly);
    behind.display_name = Some("Group Chat \u{202e}Lookup".to_owned());
    behind.sip_address = Some("sip:ocschat-retired@contoso.com".to_owned());
    let gone = "CN=ocschat\\0ADEL:5c1f6a6e-0f8e-4f5c-9a0e-2b8f6a1d7c34,CN=Deleted Objects,DC=contoso,DC=com";
    AddressHolders {
        deleted: Ok(vec![holder(HolderClass::User, gone, AddressPlace::Both)]),
        notices: vec![Notice {
            message: Message::ServerWarning,
            words: "00002024: the partition is not here".to_owned(),
        }],
        ..answer(window, vec![application, behind])
    }
}

#[test]
fn the_directory_page_can_be_looked_at() {
    for language in Language::ALL {
        for theme in drawn_themes() {
            let suffix = format!("{}-{theme:?}", language.tag()).to_lowercase();
            let mut window = open(Setup::new(language).theme(*theme));
            ask(&mut window, Intent::Navigate(Page::Directory));
            keep(&mut window, &format!("directory-lab-{suffix}"));
            ask(&mut window, Intent::TypeHolderAddress(LOOKUP.to_owned()));
            ask(&mut window, Intent::FindHolders);
            keep(&mut window, &format!("directory-held-{suffix}"));
            ask(&mut window, Intent::TypeHolderAddress(FREE.to_owned()));
            ask(&mut window, Intent::FindHolders);
            keep(&mut window, &format!("directory-free-{suffix}"));
            answers(&mut window, crowded);
            keep(&mut window, &format!("directory-crowded-{suffix}"));
            let mut tall = Setup::new(language).theme(*theme);
            tall.size.y = 1700.0;
            let mut tall = open(tall);
            ask(&mut tall, Intent::Navigate(Page::Directory));
            answers(&mut tall, crowded);
            keep(&mut tall, &format!("directory-all-{suffix}"));
            ask(&mut window, Intent::DisconnectDirectory);
            keep(&mut window, &format!("directory-none-{suffix}"));
        }
    }
}

/// The smallest window there is, and a wide one.
#[test]
fn the_directory_page_in_other_sizes_can_be_looked_at() {
    for language in Language::ALL {
        for (name, size) in [("small", [960.0, 640.0]), ("wide", [1600.0, 900.0])] {
            let mut setup = Setup::new(language);
            setup.size = size.into();
            let mut window = open(setup);
            ask(&mut window, Intent::Navigate(Page::Directory));
            answers(&mut window, crowded);
            keep(&mut window, &format!("directory-{name}-{}", language.tag()));
        }
        let mut window = connect_saved(language, false, Some("battery staple"));
        keep(
            &mut window,
            &format!("dialog-connect-directory-{}", language.tag()),
        );
    }
}

#[test]
fn the_directory_dialog_can_be_looked_at() {
    for language in Language::ALL {
        for theme in drawn_themes() {
            let suffix = format!("{}-{theme:?}", language.tag()).to_lowercase();
            let mut window = open(Setup::new(language).theme(*theme).start(Start::Live));
            ask(&mut window, Intent::Navigate(Page::Directory));
            keep(&mut window, &format!("directory-live-{suffix}"));
            ask(&mut window, Intent::OpenDirectory);
            keep(&mut window, &format!("dialog-directory-{suffix}"));
            edit(&mut window, DirectoryEdit::Typed(true));
            edit(&mut window, DirectoryEdit::CurrentUser(false));
            ask(&mut window, Intent::ConnectDirectory);
            keep(&mut window, &format!("dialog-directory-problems-{suffix}"));
            edit(
                &mut window,
                DirectoryEdit::Server("dc01.contoso.com".to_owned()),
            );
            edit(
                &mut window,
                DirectoryEdit::User("CORP\\ad-reader".to_owned()),
            );
            edit(
                &mut window,
                DirectoryEdit::Password(Secret::new("correct horse")),
            );
            window.state_mut().directory_fails = Some(failure(PortErrorKind::Unreachable));
            ask(&mut window, Intent::ConnectDirectory);
            keep(&mut window, &format!("dialog-directory-failed-{suffix}"));
            window.state_mut().hold = true;
            ask(&mut window, Intent::ConnectDirectory);
            keep(
                &mut window,
                &format!("dialog-directory-connecting-{suffix}"),
            );
        }
    }
}

/// What the lab's directory reads, changed as the test wants it.
fn reads(window: &mut Window, change: impl FnOnce(&mut DirectoryReading)) {
    let call = Call::new(std::time::Duration::from_mins(1), &Cancel::default());
    let mut reading = window.state().lab.directory().reading(&call).unwrap();
    change(&mut reading);
    window.state_mut().hold = true;
    ask(window, Intent::ReadDirectory);
    let held = std::mem::take(&mut window.state_mut().held);
    let request = held.iter().find_map(|effect| match effect {
        Effect::ReadDirectory { request } => Some(*request),
        _ => None,
    });
    window.state_mut().hold = false;
    window.state_mut().event(Event::DirectoryRead {
        request: request.unwrap(),
        result: Ok(reading),
    });
    window.run();
}

fn connected(window: &Window) -> bool {
    window.state().state.directory.connection.is_some()
}

fn error_of(window: &Window) -> Option<PortErrorKind> {
    match &window.state().state.dialog {
        Some(Dialog::Directory(dialog)) => dialog.error.as_ref().map(|err| err.kind),
        _ => None,
    }
}

// Who holds an address

#[test]
fn an_address_is_answered_with_its_holder_where_it_stands_and_when_that_was_read() {
    let mut window = page(Language::English);
    find(&mut window, LOOKUP);
    for shown in [
        "One object holds sip:ocschat@contoso.com.",
        "User",
        "Group Chat Lookup Service",
        "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com",
        "Domain",
        "msRTCSIP-PrimaryUserAddress and proxyAddresses",
        "Read at 2026-11-20 14:05:09 from dc02.contoso.com",
    ] {
        assert!(shows(&window, shown), "{shown}");
    }
}

#[test]
fn that_nobody_holds_an_address_is_said_calmly_with_time_and_host() {
    let mut window = page(Language::English);
    find(&mut window, FREE);
    assert!(shows(&window, "Nobody holds sip:nobody@contoso.com."));
    assert!(shows(
        &window,
        "Read at 2026-11-20 14:05:09 from dc02.contoso.com"
    ));
    assert!(!shows(&window, "does not count as free"));
}

#[test]
fn an_address_may_be_typed_without_its_scheme_and_in_wide_letters() {
    let mut window = page(Language::English);
    find(
        &mut window,
        " \u{ff4f}\u{ff43}\u{ff53}chat\u{ff20}contoso.com ",
    );
    assert!(shows(&window, "One object holds sip:ocschat@contoso.com."));
}

#[test]
fn what_is_no_address_is_said_at_the_field_and_nobody_is_asked() {
    let mut window = page(Language::English);
    window.state_mut().hold = true;
    for typed in ["", "ocschat", "sip:@contoso.com", "a b@contoso.com"] {
        find(&mut window, typed);
        let field = window.get_by_role_and_label(Role::TextInput, "SIP address");
        let is_wrong = field.accesskit_node().data().invalid().is_some();
        assert!(is_wrong, "{typed:?}");
    }
    assert!(window.state().held.is_empty());
    // Typing takes the complaint back.
    ask(&mut window, Intent::TypeHolderAddress("sip:a".to_owned()));
    let field = window.get_by_role_and_label(Role::TextInput, "SIP address");
    assert!(field.accesskit_node().data().invalid().is_none());
}

#[test]
fn the_addresses_of_legacy_clients_are_one_click_away() {
    let mut window = page(Language::English);
    click(&mut window, Role::Button, LOOKUP);
    assert!(shows(&window, "One object holds sip:ocschat@contoso.com."));
    assert!(!shows(&window, "Addresses legacy clients look for:"));
}

#[test]
fn the_overview_says_which_directory_stands_beside_the_session() {
    let mut window = open(Setup::new(Language::English));
    assert!(shows(&window, "dc02.contoso.com"));
    ask(&mut window, Intent::DisconnectDirectory);
    assert!(shows(&window, "No directory is connected."));
}

#[test]
fn the_search_is_reached_and_asked_by_keyboard() {
    let mut window = open(Setup::new(Language::English));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    window.run();
    assert_eq!(window.state().state.page, Page::Directory);
    window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    window.run();
    let field = window.get_by_role_and_label(Role::TextInput, "SIP address");
    assert!(field.is_focused());
    field.type_text(LOOKUP);
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(shows(&window, "One object holds sip:ocschat@contoso.com."));
}

#[test]
fn holders_in_both_partitions_values_left_behind_and_deleted_ones_are_told_apart() {
    let mut window = page(Language::English);
    answers(&mut window, crowded);
    for shown in [
        "sip:ocschat@contoso.com is held, and it was also left behind in proxyAddresses of another",
        "Application contact",
        "Configuration",
        "urn:application:Microsoft.Rtc.PersistentChat.ContactObject",
        "Left behind",
        "proxyAddresses only",
        "SIP:ocschat@contoso.com",
        "In the recycle bin",
        "Restoring one of them brings the address back.",
        "(global catalog)",
    ] {
        assert!(shows(&window, shown), "{shown}");
    }
    // What could turn the text round is shown, not obeyed.
    assert!(!shows(&window, "\u{202e}"));
}

#[test]
fn a_value_left_behind_is_no_holder_and_yet_the_address_is_not_free() {
    let mut window = page(Language::English);
    answers(&mut window, |window| {
        let behind = holder(
            HolderClass::User,
            "CN=old,DC=contoso,DC=com",
            AddressPlace::ProxyOnly,
        );
        answer(window, vec![behind])
    });
    assert!(shows(
        &window,
        "the value was left behind in proxyAddresses"
    ));
}

#[test]
fn nobody_is_not_free_where_not_everything_could_be_asked() {
    let mut window = page(Language::English);
    answers(&mut window, |window| AddressHolders {
        notices: vec![Notice {
            message: Message::ServerWarning,
            words: "00002024: the partition is not here".to_owned(),
        }],
        ..answer(window, Vec::new())
    });
    assert!(shows(&window, "does not count as free"));
    assert!(!shows(&window, "Nobody holds"));
}

#[test]
fn an_answer_of_thousands_is_cut_and_says_so() {
    let mut window = page(Language::English);
    answers(&mut window, |window| {
        let one = |place| {
            let dn = format!("CN=user {place},DC=contoso,DC=com");
            holder(HolderClass::User, &dn, AddressPlace::Both)
        };
        answer(window, (0..10_000).map(one).collect())
    });
    assert!(shows(&window, "10000 objects hold"));
    assert!(shows(&window, "9976 more objects are not listed here."));
}

#[test]
fn a_distinguished_name_is_copied_without_anything_that_a_shell_would_obey() {
    let mut window = page(Language::English);
    answers(&mut window, |window| {
        let dn = "CN=a\nRemove-ADUser b,DC=contoso,DC=com";
        let one = holder(HolderClass::User, dn, AddressPlace::Both);
        answer(window, vec![one])
    });
    click(&mut window, Role::Button, "Copy distinguished name");
    let copied = &window.state().copied;
    assert_eq!(copied.len(), 1);
    assert!(copied[0].starts_with("CN=a") && !copied[0].contains('\n'));
}

#[test]
fn a_failed_question_keeps_the_answer_and_another_address_drops_it() {
    let mut window = page(Language::English);
    find(&mut window, LOOKUP);
    window.state_mut().reading_fails = Some(failure(PortErrorKind::Timeout));
    click(&mut window, Role::Button, "Find");
    assert!(shows(&window, "One object holds sip:ocschat@contoso.com."));
    assert!(shows(&window, "May be out of date"));
    find(&mut window, FREE);
    assert!(!shows(&window, "One object holds"));
    assert!(!shows(&window, "Nobody holds"));
    assert!(shows(&window, "The directory could not be asked"));
}

// The forest

#[test]
fn the_forest_says_what_its_recycle_bin_means_for_the_swap() {
    let mut window = page(Language::English);
    assert!(shows(
        &window,
        "A deleted account can be restored with its Lync attributes."
    ));
    assert!(shows(
        &window,
        "Lync Server 2013 / Skype for Business Server 2015 (1150/3)"
    ));
    window.state_mut().lab.set_recycle_bin(false);
    ask(&mut window, Intent::ReadDirectory);
    assert!(shows(
        &window,
        "There is no way back from deleting an account."
    ));
    reads(&mut window, |reading| {
        let words = "insufficient access";
        reading.recycle_bin = Err(Unread::new(UnreadReason::NoRight, words));
        reading.lync_schema = Ok(Some(LyncSchema {
            range_upper: Some(1200),
            range_lower: None,
        }));
    });
    assert!(shows(&window, "Count on no."));
    assert!(shows(&window, "does not know (1200/–)"));
    reads(&mut window, |reading| reading.lync_schema = Ok(None));
    assert!(shows(
        &window,
        "The forest was never prepared for Lync Server."
    ));
}

#[test]
fn the_domain_controllers_are_listed_and_the_connected_one_is_marked() {
    let mut window = page(Language::English);
    for host in ["dc01.contoso.com", "dc02.contoso.com", "dc11.contoso.com"] {
        assert!(shows(&window, host), "{host}");
    }
    assert!(shows(&window, "connected"));
    reads(&mut window, |reading| {
        reading.controllers = Ok(vec![Controller {
            host: "dc\u{202e}99.contoso.com".to_owned(),
            site: None,
            domain: Some("contoso.com\n".to_owned()),
            is_writable: false,
            is_global_catalog: true,
        }]);
    });
    assert!(!shows(&window, "\u{202e}"));
    reads(&mut window, |reading| {
        reading.controllers = Err(Unread::new(UnreadReason::NoAnswer, "timeout"));
    });
    assert!(shows(&window, "The domain controllers could not be read."));
}

#[test]
fn a_failed_refresh_keeps_what_was_read_of_the_forest() {
    let mut window = page(Language::English);
    window.state_mut().reading_fails = Some(failure(PortErrorKind::Unreachable));
    click(&mut window, Role::Button, "Read again");
    assert!(shows(&window, "(1150/3)"));
    assert!(shows(&window, "The refresh failed."));
    // The advice is about a domain controller, not about a Front End Server.
    assert!(shows(&window, "Check that this is a domain controller"));
}

#[test]
fn deleted_objects_that_may_not_be_searched_are_said() {
    let mut window = page(Language::English);
    window
        .state()
        .lab
        .set_directory_role(DirectoryRole::HelpDesk);
    find(&mut window, LOOKUP);
    assert!(shows(&window, "Deleted objects could not be searched."));
}

// Connecting

#[test]
fn the_lab_starts_with_its_directory_which_can_be_left_and_connected_again() {
    let mut window = page(Language::English);
    assert!(connected(&window));
    click(&mut window, Role::Button, "Disconnect");
    assert!(!connected(&window));
    assert!(shows(&window, "No directory is connected"));
    click(
        &mut window,
        Role::Button,
        "Connect the lab\u{2019}s directory",
    );
    assert!(connected(&window));
}

#[test]
fn without_a_session_the_page_says_to_connect_to_a_server_first() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    ask(&mut window, Intent::Navigate(Page::Directory));
    assert!(shows(&window, "Connect to a server first"));
    assert!(why_off(&window, "Connect directory…").is_some());
}

#[test]
fn a_directory_is_connected_with_a_name_and_a_password_of_its_own() {
    let mut window = dialog(Language::English, Vec::new());
    assert!(shows(&window, "always encrypted with TLS"));
    click(&mut window, Role::RadioButton, "Type a server");
    click(&mut window, Role::RadioButton, "User name and password");
    // Nothing is dialled, and least of all with an empty password.
    window.state_mut().hold = true;
    click(&mut window, Role::Button, "Connect");
    assert!(window.state().held.is_empty());
    assert!(shows(
        &window,
        "Type the server: the name of a domain controller."
    ));
    assert!(shows(&window, "Enter the password."));
    window.state_mut().hold = false;
    edit(
        &mut window,
        DirectoryEdit::Server("dc01.contoso.com".to_owned()),
    );
    edit(
        &mut window,
        DirectoryEdit::User("CORP\\ad-reader".to_owned()),
    );
    let secret = Secret::new("correct horse");
    edit(&mut window, DirectoryEdit::Password(secret));
    click(&mut window, Role::Button, "Connect");
    assert!(connected(&window) && window.state().state.dialog.is_none());
    assert!(shows(&window, "CORP\\ad-reader"));
    assert!(shows(&window, "Read-only"));
}

#[test]
fn a_failed_connection_says_why_and_what_to_do_and_can_be_tried_again() {
    let mut window = dialog(Language::English, Vec::new());
    window.state_mut().directory_fails = Some(failure(PortErrorKind::Unreachable));
    click(&mut window, Role::Button, "Connect");
    assert_eq!(error_of(&window), Some(PortErrorKind::Unreachable));
    assert!(shows(&window, "a firewall lets port 636 through"));
    assert!(!shows(&window, "Front End Server"));
    window.state_mut().directory_fails = None;
    click(&mut window, Role::Button, "Connect");
    assert!(connected(&window));
}

#[test]
fn connecting_can_be_cancelled_and_a_late_answer_connects_nothing() {
    let mut window = dialog(Language::English, Vec::new());
    window.state_mut().hold = true;
    click(&mut window, Role::Button, "Connect");
    assert!(shows(&window, "Cancel stops waiting"));
    click(&mut window, Role::Button, "Cancel");
    window.state_mut().release();
    window.run();
    assert!(!connected(&window));
}

#[test]
fn a_directory_is_saved_with_its_connection_and_without_its_password() {
    let mut window = dialog(Language::English, vec![profile(false)]);
    assert_eq!(why_off(&window, "Save with connection"), None);
    click(&mut window, Role::RadioButton, "Type a server");
    edit(
        &mut window,
        DirectoryEdit::Server("dc02.contoso.com".to_owned()),
    );
    let secret = Secret::new("canary-p4ssw0rd");
    edit(&mut window, DirectoryEdit::Password(secret));
    click(&mut window, Role::Button, "Save with connection");
    let saved = window.state().saved_profiles.clone().unwrap();
    assert_eq!(saved.profiles[0].directory.server, "dc02.contoso.com");
    let written = ron::to_string(&saved).unwrap();
    assert!(!written.contains("canary"), "{written}");
    assert!(shows(
        &window,
        "The directory was saved with the connection."
    ));
}

#[test]
fn without_a_saved_connection_there_is_nothing_to_save_a_directory_with() {
    let window = dialog(Language::English, Vec::new());
    let why = why_off(&window, "Save with connection").unwrap();
    assert!(why.contains("Save the connection to the server first."));
}

/// Connects with the saved profile, with a password for the directory where there is one.
fn connect_saved(language: Language, current_user: bool, password: Option<&str>) -> Window {
    let mut setup = Setup::new(language);
    setup.profiles.profiles = vec![profile(current_user)];
    let mut window = open(setup);
    ask(&mut window, Intent::OpenConnect);
    ask(
        &mut window,
        Intent::EditConnect(ConnectEdit::Select(Some(0))),
    );
    let secret = ConnectEdit::Password(Secret::new("correct horse"));
    ask(&mut window, Intent::EditConnect(secret));
    if let Some(password) = password {
        let secret = ConnectEdit::DirectoryPassword(Secret::new(password));
        ask(&mut window, Intent::EditConnect(secret));
    }
    window
}

#[test]
fn a_saved_directory_is_connected_with_its_server_as_the_current_user() {
    let mut window = connect_saved(Language::English, true, None);
    assert!(shows(&window, "The directory is connected with it"));
    ask(&mut window, Intent::Connect);
    assert!(connected(&window));
    let connection = window.state().state.directory.connection.clone();
    assert_eq!(connection.unwrap().account, "CORP\\operator");
}

#[test]
fn a_saved_directory_is_connected_with_its_server_when_its_password_is_typed() {
    let mut window = connect_saved(Language::English, false, Some("battery staple"));
    assert!(shows(
        &window,
        "Leave it empty to connect the directory later."
    ));
    // Enter in its field connects, as in the others.
    let field = window.get_by_label("Password for the directory");
    field.focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let connection = window.state().state.directory.connection.clone();
    assert_eq!(connection.unwrap().account, "CORP\\ad-reader");
}

#[test]
fn without_its_password_a_saved_directory_waits_and_its_dialog_knows_it() {
    let mut window = connect_saved(Language::English, false, None);
    ask(&mut window, Intent::Connect);
    assert!(!connected(&window));
    ask(&mut window, Intent::Navigate(Page::Directory));
    click(&mut window, Role::Button, "Connect directory…");
    let Some(Dialog::Directory(dialog)) = &window.state().state.dialog else {
        panic!("the dialog is open");
    };
    assert_eq!(dialog.profile, profile(false).directory);
    assert!(dialog.is_typed);
}

#[test]
fn a_directory_that_fails_beside_its_server_leaves_the_session_as_it_is() {
    let mut window = connect_saved(Language::English, true, None);
    window.state_mut().directory_fails = Some(failure(PortErrorKind::NoTicket));
    ask(&mut window, Intent::Connect);
    assert!(window.state().state.session.is_some() && !connected(&window));
    ask(&mut window, Intent::Navigate(Page::Directory));
    assert!(shows(&window, "with Kerberos is not possible"));
    assert!(shows(&window, "sign in with a user name and a password"));
    assert!(why_off(&window, "Connect directory…").is_none());
}
