//! The wizard and the dialogs, by label and by keyboard, on the lab.

use std::time::Duration;

use egui::{Event as Input, ImeEvent, Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pchat_console::console::{
    ConnectEdit, Dialog, Effect, Event, Intent, Page, PlanStage, WizardEdit, WizardStep,
};
use pchat_console::domain::{
    Access, Environment, Fqdn, LabFault, Language, Preview, Profile, Profiles, Secret, SipUri,
    Theme,
};
use pchat_console::lab::Role;
use pchat_console::plan::{PlanId, Progress, StepStatus};
use pchat_console::ports::PortErrorKind;

use crate::window::{Setup, Start, Window, ask, failure, keep, open};

const POOL: &str = "pchat-seoul.contoso.com";
const FREE: &str = "sip:persistentchat@contoso.com";
const LEGACY: &str = "sip:ocschat@fabrikam.com";

fn english() -> Window {
    open(Setup::new(Language::English))
}

pub(crate) fn click(window: &mut Window, label: &str) {
    node(window, label).scroll_to_me();
    window.run();
    node(window, label).click();
    window.run();
}

/// The control of a name, in the dialog rather than on the page behind it; labels of fields and headings may bear
/// the same words.
pub(crate) fn node<'a>(window: &'a Window, label: &'a str) -> Node<'a> {
    let mut all: Vec<Node<'a>> = window.query_all_by_label(label).collect();
    let controls = |node: &Node<'_>| {
        use egui::accesskit::Role;
        matches!(
            node.accesskit_node().role(),
            Role::Button | Role::RadioButton | Role::TextInput | Role::PasswordInput
        )
    };
    if let Some(place) = all.iter().rposition(controls) {
        return all.swap_remove(place);
    }
    window.get_by_label(label)
}

pub(crate) fn type_into(window: &mut Window, label: &str, text: &str) {
    node(window, label).focus();
    window.run();
    window.event(Input::Text(text.to_owned()));
    window.run();
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run();
}

pub(crate) fn says(window: &Window, words: &str) -> bool {
    window.root().children_recursive().any(|node| {
        let node = node.accesskit_node();
        let label = node.label().unwrap_or_default();
        let value = node.value().unwrap_or_default();
        label.contains(words) || value.contains(words)
    })
}

fn focused(window: &Window) -> Option<String> {
    let node = window.root().children_recursive().find(Node::is_focused)?;
    node.accesskit_node().label()
}

fn step(window: &Window) -> Option<WizardStep> {
    window
        .state()
        .state
        .wizard
        .as_ref()
        .map(|wizard| wizard.step)
}

pub(crate) fn status(window: &Window) -> Option<StepStatus> {
    let run = window.state().state.run.as_ref()?;
    Some(run.record.status())
}

fn address(text: &str) -> SipUri {
    let Ok(address) = SipUri::parse(text) else {
        unreachable!("{text} is an address");
    };
    address
}

/// The newest change of the journal.
pub(crate) fn newest(window: &Window) -> PlanId {
    let journal = window.state().state.journal.value();
    let Some(entry) = journal.and_then(|journal| journal.plans.first()) else {
        unreachable!("a change was made");
    };
    entry.record.plan.id.clone()
}

/// The wizard on its review, for a free address.
fn at_review(window: &mut Window) {
    ask(window, Intent::OpenWizard { pool: None });
    click(window, POOL);
    click(window, "Next");
    type_into(window, "SIP address", FREE);
    click(window, "Next");
    assert_eq!(step(window), Some(WizardStep::Checks));
    click(window, "Next");
    assert_eq!(step(window), Some(WizardStep::Review));
}

#[test]
fn an_endpoint_is_created_by_label_and_read_back() {
    let mut window = english();
    at_review(&mut window);
    assert!(says(
        &window,
        "New-CsPersistentChatEndpoint -SipAddress 'sip:persistentchat@contoso.com'"
    ));
    assert!(says(&window, "What if: Performing the operation"));
    click(&mut window, "Create");
    assert_eq!(step(&window), Some(WizardStep::Result));
    assert_eq!(status(&window), Some(StepStatus::Done));
    assert!(says(
        &window,
        "The legacy endpoint was created and read back"
    ));
    assert!(says(&window, "No client looks for this address by itself."));
    for notice in [
        "그룹 채팅 접속 안내",
        "グループ チャットの接続先",
        "Group Chat: the server",
    ] {
        assert!(says(&window, notice), "{notice}");
    }
    click(&mut window, "Close");
    assert_eq!(step(&window), None);
    let state = &window.state().state;
    assert!(
        state
            .inventory
            .value()
            .unwrap()
            .endpoint(&address(FREE))
            .is_some()
    );
}

#[test]
fn the_result_leads_to_its_journal_entry() {
    let mut window = english();
    at_review(&mut window);
    click(&mut window, "Create");
    click(&mut window, "Show in the journal");
    assert_eq!(step(&window), None);
    let state = &window.state().state;
    assert_eq!(state.page, Page::Journal);
    let made = state.journal.value().unwrap().plans[0]
        .record
        .plan
        .id
        .to_string();
    assert_eq!(state.journal_list.selected(), Some(made.as_str()));
}

#[test]
fn a_notice_is_copied_in_the_language_of_its_readers() {
    let mut window = english();
    at_review(&mut window);
    click(&mut window, "Create");
    for scrolls in [true, false] {
        // Korean, Japanese, English.
        let copies: Vec<_> = window.query_all_by_label("Copy").collect();
        let [.., copy, _] = copies.as_slice() else {
            panic!("there are three notices");
        };
        if scrolls {
            copy.scroll_to_me();
        } else {
            copy.click();
        }
        window.run();
    }
    let copied = &window.state().copied;
    assert!(
        copied[0].starts_with("グループ チャットの接続先について"),
        "{copied:?}"
    );
    assert!(copied[0].contains(FREE));
}

#[test]
fn a_server_without_a_preview_is_not_taken_for_one_that_agrees() {
    let mut window = english();
    ask(&mut window, Intent::OpenWizard { pool: None });
    click(&mut window, POOL);
    click(&mut window, "Next");
    type_into(&mut window, "SIP address", FREE);
    click(&mut window, "Next");
    window.state_mut().hold = true;
    click(&mut window, "Next");
    assert!(says(&window, "Asking the server for a preview."));
    let [Effect::Preview { request, .. }] = window.state().held.as_slice() else {
        panic!("the server is asked for a preview");
    };
    let request = *request;
    let result = Ok(Preview::default());
    window
        .state_mut()
        .event(Event::Previewed { request, result });
    window.run();
    assert!(says(&window, "The server returned no preview."));
}

#[test]
fn a_refused_change_says_that_nothing_was_changed_and_shows_the_server_s_words() {
    let mut window = english();
    ask(&mut window, Intent::SetLabFault(Some(LabFault::Refuse)));
    at_review(&mut window);
    click(&mut window, "Create");
    assert_eq!(status(&window), Some(StepStatus::Failed));
    assert!(says(&window, "The change was not completed"));
    assert!(says(
        &window,
        "The server refused the change. Nothing was changed."
    ));
    assert!(!says(&window, "What to set in the clients"));
    assert!(!says(&window, "Check again"));
    click(&mut window, "Details");
    assert!(says(&window, "the lab was asked to refuse it"));
}

#[test]
fn what_is_accepted_but_not_visible_yet_is_checked_again_until_it_is() {
    let mut window = english();
    window
        .state()
        .lab
        .set_replication_delay(Duration::from_mins(10));
    at_review(&mut window);
    click(&mut window, "Create");
    assert_eq!(status(&window), Some(StepStatus::NotVisibleYet));
    assert!(says(&window, "Accepted, not visible yet"));
    assert!(says(&window, "Nothing has to be repeated."));
    click(&mut window, "Check again");
    assert_eq!(status(&window), Some(StepStatus::NotVisibleYet));
    window.state().clock.advance(Duration::from_mins(10));
    click(&mut window, "Check again");
    assert_eq!(status(&window), Some(StepStatus::Done));
    assert!(says(
        &window,
        "The legacy endpoint was created and read back"
    ));
}

#[test]
fn an_unknown_outcome_warns_against_repeating() {
    let mut window = english();
    ask(&mut window, Intent::SetLabFault(Some(LabFault::TimeOut)));
    at_review(&mut window);
    click(&mut window, "Create");
    assert_eq!(status(&window), Some(StepStatus::UnknownOutcome));
    assert!(says(
        &window,
        "Do not repeat the change before its outcome is known."
    ));
    click(&mut window, "Check again");
    assert_eq!(status(&window), Some(StepStatus::UnknownOutcome));
}

#[test]
fn what_is_already_so_is_not_run() {
    let mut window = english();
    at_review(&mut window);
    // Meanwhile a colleague creates the same endpoint.
    let plan = window
        .state()
        .state
        .wizard
        .as_ref()
        .unwrap()
        .plan
        .clone()
        .unwrap();
    let change = plan.steps[0].act.change().unwrap();
    let mut lab = window.state().lab.clone();
    let call = pchat_console::ports::Call::new(
        Duration::from_mins(1),
        &pchat_console::ports::Cancel::default(),
    );
    pchat_console::ports::Deployment::apply(&mut lab, &change, &call).unwrap();
    window.state().clock.advance(Duration::from_mins(1));
    click(&mut window, "Create");
    assert_eq!(status(&window), Some(StepStatus::AlreadySatisfied));
    assert!(says(&window, "Nothing was run: it is already so."));
}

#[test]
fn while_the_server_is_read_the_time_is_shown_and_waiting_can_be_stopped() {
    let mut window = english();
    at_review(&mut window);
    window.state_mut().hold = true;
    click(&mut window, "Create");
    assert_eq!(step(&window), Some(WizardStep::Run));
    window
        .state_mut()
        .event(Event::RunProgressed(Progress::Waiting {
            step: 0,
            elapsed: Duration::from_secs(12),
            limit: Duration::from_mins(2),
            message: None,
            seen: Box::default(),
        }));
    window.run();
    assert!(says(&window, "0:12 of 2:00 at most"));
    assert!(
        window.query_by_label("Close").is_none(),
        "a running change stays in view"
    );
    press(&mut window, Key::Escape);
    assert_eq!(step(&window), Some(WizardStep::Run));
    click(&mut window, "Stop waiting");
    assert!(window.state().state.run.as_ref().unwrap().is_stopping);
    assert!(says(&window, "Stopping"));
}

#[test]
fn a_held_address_stops_at_the_checks_and_says_by_whom() {
    let mut window = english();
    ask(&mut window, Intent::OpenWizard { pool: None });
    click(&mut window, POOL);
    click(&mut window, "Next");
    // The address that exists now is the first suggestion.
    click(&mut window, "sip:ocschat@contoso.com");
    click(&mut window, "Next");
    assert!(says(
        &window,
        "A user account holds this address: Group Chat Lookup Service"
    ));
    assert!(says(&window, "Set-CsUser -SipAddress"));
    assert!(node(&window, "Next").accesskit_node().is_disabled());
    click(&mut window, "Back");
    assert_eq!(step(&window), Some(WizardStep::Address));
    let wizard = window.state().state.wizard.as_ref().unwrap();
    assert_eq!(wizard.draft.sip_address, "sip:ocschat@contoso.com");
    assert_eq!(wizard.draft.pool, POOL);
}

#[test]
fn what_could_not_be_checked_is_not_shown_as_passed() {
    let mut window = english();
    window.state().lab.set_role(Role::EndpointsOnly);
    ask(&mut window, Intent::Refresh);
    ask(&mut window, Intent::OpenWizard { pool: None });
    click(&mut window, POOL);
    click(&mut window, "Next");
    type_into(&mut window, "SIP address", FREE);
    click(&mut window, "Next");
    assert!(says(&window, "Not everything could be checked"));
    assert!(says(&window, "The session does not have the right to ask."));
    assert!(!says(&window, "All checks passed"));
}

#[test]
fn a_replacement_with_another_address_creates_before_it_removes() {
    let mut window = english();
    ask(&mut window, Intent::OpenReplace(address(LEGACY)));
    click(&mut window, POOL);
    click(&mut window, "Next");
    let field = node(&window, "SIP address");
    field.focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Input::Text("sip:persistentchat@fabrikam.com".to_owned()));
    window.run();
    assert!(says(&window, "Only then is the old one removed."));
    click(&mut window, "Next");
    click(&mut window, "Next");
    assert!(says(&window, "1. Create sip:persistentchat@fabrikam.com"));
    assert!(says(&window, "2. Remove sip:ocschat@fabrikam.com"));
    click(&mut window, "Replace");
    assert_eq!(status(&window), Some(StepStatus::Done));
    assert!(says(&window, "The endpoint was replaced"));
}

#[test]
fn a_replacement_with_the_same_address_waits_until_it_is_free() {
    let mut window = english();
    ask(&mut window, Intent::OpenReplace(address(LEGACY)));
    click(&mut window, POOL);
    click(&mut window, "Next");
    assert!(says(&window, "the console waits until the address is free"));
    click(&mut window, "Next");
    click(&mut window, "Next");
    assert!(says(
        &window,
        "2. Wait until sip:ocschat@fabrikam.com is free"
    ));
    click(&mut window, "Replace");
    assert_eq!(status(&window), Some(StepStatus::Done));
    let inventory = window.state().state.inventory.value().unwrap().clone();
    let endpoint = inventory.endpoint(&address(LEGACY)).unwrap();
    assert_eq!(endpoint.pool.as_ref().unwrap().as_str(), POOL);
}

#[test]
fn a_replacement_that_fails_half_way_offers_the_captured_endpoint_again() {
    let mut window = english();
    ask(&mut window, Intent::OpenReplace(address(LEGACY)));
    click(&mut window, POOL);
    click(&mut window, "Next");
    click(&mut window, "Next");
    click(&mut window, "Next");
    // The removal goes through, the creation after it does not.
    window.state().lab.inject(LabFault::Slow, 1);
    window.state().lab.inject(LabFault::Refuse, 1);
    click(&mut window, "Replace");
    assert_eq!(status(&window), Some(StepStatus::Failed));
    assert!(says(&window, "legacy clients cannot connect now"));
    click(&mut window, "Undo…");
    assert_eq!(step(&window), None);
    assert!(says(&window, "Undo"));
    click(&mut window, "Create");
    assert_eq!(status(&window), Some(StepStatus::Done));
    assert!(says(&window, "The change was undone"));
}

#[test]
fn an_endpoint_is_removed_only_after_its_address_was_typed() {
    let mut window = english();
    ask(&mut window, Intent::AskToRemove(address(LEGACY)));
    assert_eq!(focused(&window).as_deref(), Some("Cancel"));
    assert!(says(
        &window,
        "Remove-CsPersistentChatEndpoint -Identity 'sip:ocschat@fabrikam.com'"
    ));
    assert!(says(&window, "chat rooms and their messages"));
    click(&mut window, "Remove endpoint");
    assert!(!window.state().state.is_running());
    assert!(
        matches!(&window.state().state.dialog, Some(Dialog::Plan(dialog)) if dialog.stage == PlanStage::Confirm)
    );
    let field = "To confirm, type sip:ocschat@fabrikam.com";
    type_into(&mut window, field, "SIP:ocschat@contoso");
    assert!(says(
        &window,
        "The address typed is not the address of this endpoint."
    ));
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    // Pasted, without the scheme.
    window.event(Input::Paste("ocschat@Fabrikam.com".to_owned()));
    window.run();
    click(&mut window, "Remove endpoint");
    assert_eq!(status(&window), Some(StepStatus::Done));
    assert!(says(
        &window,
        "The server no longer lists sip:ocschat@fabrikam.com."
    ));
    click(&mut window, "Close");
    assert!(window.state().state.dialog.is_none());
}

#[test]
fn a_removal_is_undone_from_its_journal_entry() {
    let mut window = english();
    ask(&mut window, Intent::AskToRemove(address(LEGACY)));
    type_into(
        &mut window,
        "To confirm, type sip:ocschat@fabrikam.com",
        LEGACY,
    );
    click(&mut window, "Remove endpoint");
    click(&mut window, "Close");
    let id = newest(&window);
    ask(&mut window, Intent::AskToUndo(id));
    assert!(says(&window, "This takes back an earlier change."));
    click(&mut window, "Create");
    assert_eq!(status(&window), Some(StepStatus::Done));
    let inventory = window.state().state.inventory.value().unwrap().clone();
    assert!(inventory.endpoint(&address(LEGACY)).is_some());
}

#[test]
fn a_created_endpoint_is_undone_by_typing_its_address() {
    let mut window = english();
    at_review(&mut window);
    click(&mut window, "Create");
    click(&mut window, "Close");
    let id = newest(&window);
    ask(&mut window, Intent::AskToUndo(id));
    type_into(&mut window, &format!("To confirm, type {FREE}"), FREE);
    click(&mut window, "Remove endpoint");
    assert_eq!(status(&window), Some(StepStatus::Done));
    assert!(says(&window, "The change was undone"));
}

#[test]
fn the_wizard_is_gone_through_by_keyboard_alone() {
    let mut window = english();
    ask(&mut window, Intent::OpenWizard { pool: None });
    assert_eq!(focused(&window).as_deref(), Some(POOL));
    press(&mut window, Key::Space);
    tab_to(&mut window, "Next");
    press(&mut window, Key::Enter);
    assert_eq!(focused(&window).as_deref(), Some("SIP address"));
    window.event(Input::Text("persistentchat@contoso.com".to_owned()));
    window.run();
    press(&mut window, Key::Enter);
    assert_eq!(step(&window), Some(WizardStep::Checks));
    assert_eq!(focused(&window).as_deref(), Some("Next"));
    press(&mut window, Key::Enter);
    assert_eq!(step(&window), Some(WizardStep::Review));
    // Whoever keeps pressing Enter copies the command and creates nothing.
    assert_eq!(focused(&window).as_deref(), Some("Copy command"));
    press(&mut window, Key::Enter);
    assert_eq!(step(&window), Some(WizardStep::Review));
    tab_to(&mut window, "Create");
    press(&mut window, Key::Enter);
    assert_eq!(status(&window), Some(StepStatus::Done));
    assert_eq!(focused(&window).as_deref(), Some("Close"));
    press(&mut window, Key::Enter);
    assert_eq!(step(&window), None);
}

fn tab_to(window: &mut Window, label: &str) {
    for _ in 0..40 {
        press(window, Key::Tab);
        if focused(window).as_deref() == Some(label) {
            return;
        }
    }
    unreachable!("Tab does not reach {label:?}");
}

#[test]
fn enter_ends_a_composition_and_does_not_go_on() {
    let mut window = english();
    ask(&mut window, Intent::OpenWizard { pool: None });
    click(&mut window, POOL);
    click(&mut window, "Next");
    assert_eq!(focused(&window).as_deref(), Some("SIP address"));
    window.event(Input::Text("persistentchat@contoso.co".to_owned()));
    window.run();
    let preedit = |text: &str| {
        Input::Ime(ImeEvent::Preedit {
            text: text.to_owned(),
            active_range_chars: None,
        })
    };
    window.event(preedit("ｍ"));
    window.run();
    press(&mut window, Key::Enter);
    assert_eq!(
        step(&window),
        Some(WizardStep::Address),
        "Enter belongs to the composition"
    );
    press(&mut window, Key::Escape);
    assert_eq!(step(&window), Some(WizardStep::Address));
    // Commit and the Enter that made it may come in one frame.
    let enter = Input::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    let commit = Input::Ime(ImeEvent::Commit("ｍ".to_owned()));
    window.input_mut().events.extend([enter, commit]);
    window.run();
    assert_eq!(step(&window), Some(WizardStep::Address));
    let wizard = window.state().state.wizard.as_ref().unwrap();
    assert_eq!(wizard.draft.sip_address, "persistentchat@contoso.coｍ");
    assert!(says(&window, "The input was converted"));
    assert_eq!(focused(&window).as_deref(), Some("SIP address"));
    press(&mut window, Key::Enter);
    assert_eq!(step(&window), Some(WizardStep::Checks));
}

#[test]
fn enter_with_something_wrong_stays_in_the_field_and_says_what() {
    let mut window = english();
    ask(&mut window, Intent::OpenWizard { pool: None });
    click(&mut window, POOL);
    click(&mut window, "Next");
    press(&mut window, Key::Enter);
    assert_eq!(step(&window), Some(WizardStep::Address));
    assert!(says(&window, "Enter a SIP address."));
    assert_eq!(focused(&window).as_deref(), Some("SIP address"));
}

#[test]
fn escape_asks_only_where_something_would_be_lost() {
    let mut window = english();
    ask(&mut window, Intent::OpenWizard { pool: None });
    press(&mut window, Key::Escape);
    assert_eq!(step(&window), None, "nothing was entered");
    ask(&mut window, Intent::OpenWizard { pool: None });
    click(&mut window, POOL);
    click(&mut window, "Next");
    type_into(&mut window, "SIP address", FREE);
    press(&mut window, Key::Escape);
    assert_eq!(step(&window), Some(WizardStep::Address));
    assert!(says(&window, "Discard your entries?"));
    click(&mut window, "Keep editing");
    assert!(!says(&window, "Discard your entries?"));
    // A click beside the wizard is not meant as an answer.
    window.event(Input::PointerMoved(egui::pos2(4.0, 700.0)));
    for pressed in [true, false] {
        window.event(Input::PointerButton {
            pos: egui::pos2(4.0, 700.0),
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    window.run();
    assert_eq!(step(&window), Some(WizardStep::Address));
    press(&mut window, Key::Escape);
    click(&mut window, "Discard entries");
    assert_eq!(step(&window), None);
}

#[test]
fn among_many_pools_the_one_that_is_needed_is_searched_for() {
    let mut setup = Setup::new(Language::English);
    setup.grown = (200, 2000);
    let mut window = open(setup);
    ask(&mut window, Intent::OpenWizard { pool: None });
    assert!(says(&window, "more pools are not shown"));
    let inventory = window.state().state.inventory.value().unwrap();
    let last = inventory.pools.last().unwrap().fqdn.to_string();
    assert!(!says(&window, &last));
    window
        .get_by_role_and_label(egui::accesskit::Role::SearchInput, "Search pools")
        .focus();
    window.run();
    window.event(Input::Text(last.to_uppercase()));
    window.run();
    click(&mut window, &last);
    assert_eq!(
        window.state().state.wizard.as_ref().unwrap().draft.pool,
        last
    );
}

#[test]
fn connecting_says_below_each_field_what_is_missing() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    ask(&mut window, Intent::OpenConnect);
    assert_eq!(focused(&window).as_deref(), Some("Server"));
    assert!(says(&window, "A Front End or Director, not the chat pool."));
    click(&mut window, "User name and password");
    click(&mut window, "Connect");
    for problem in [
        "Enter the address of a Front End Server or Director.",
        "Enter a user name",
        "Enter the password.",
    ] {
        assert!(says(&window, problem), "{problem}");
    }
    type_into(
        &mut window,
        "Server",
        "ftp://fe01.contoso.com/OcsPowershell",
    );
    click(&mut window, "Connect");
    assert!(says(&window, "The address must begin with https://."));
}

#[test]
fn a_connection_is_saved_without_its_password_and_without_connecting() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    ask(&mut window, Intent::OpenConnect);
    type_into(&mut window, "Server", "fe01.contoso.com");
    click(&mut window, "User name and password");
    type_into(&mut window, "Password", "correct horse");
    click(&mut window, "Rehearsal");
    click(&mut window, "Save connection");
    assert!(says(
        &window,
        "The connection was saved. The password was not."
    ));
    let saved = window.state().saved_profiles.clone().unwrap();
    assert_eq!(saved.profiles[0].environment, Environment::Rehearsal);
    assert_eq!(
        saved.profiles[0].name,
        "https://fe01.contoso.com/OcsPowershell"
    );
    assert!(window.state().state.session.is_none());
}

#[test]
fn a_password_leaves_no_copies_in_the_field_s_undo() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    ask(&mut window, Intent::OpenConnect);
    click(&mut window, "User name and password");
    type_into(&mut window, "Password", "correct");
    window.run_steps(120);
    type_into(&mut window, "Password", " horse");
    window.run_steps(120);
    node(&window, "Password").focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    let Some(Dialog::Connect(dialog)) = &window.state().state.dialog else {
        panic!("the dialog is gone");
    };
    assert_eq!(dialog.password.expose(), "correct horse");
}

#[test]
fn a_connection_that_fails_says_what_was_not_done_and_can_be_tried_again() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    window.state_mut().connecting_fails = Some(failure(PortErrorKind::Untrusted));
    fill_connection(&mut window);
    press(&mut window, Key::Enter);
    assert!(says(
        &window,
        "was issued by an authority this computer does not trust"
    ));
    assert!(says(&window, "No session was opened."));
    click(&mut window, "Details");
    assert!(
        says(&window, "\\u{202e}server"),
        "hostile characters are made visible"
    );
    window.state_mut().connecting_fails = None;
    click(&mut window, "Connect");
    let session = window.state().state.session.clone().unwrap();
    assert_eq!(session.access, Access::ReadOnly);
    assert_eq!(session.environment, Environment::Production);
}

fn fill_connection(window: &mut Window) {
    ask(window, Intent::OpenConnect);
    type_into(window, "Server", "fe01.contoso.com");
    click(window, "User name and password");
    type_into(window, "User name", "CONTOSO\\admin");
    type_into(window, "Password", "correct horse");
}

#[test]
fn while_connecting_the_wait_can_be_cancelled() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    fill_connection(&mut window);
    window.state_mut().hold = true;
    click(&mut window, "Connect");
    assert!(says(
        &window,
        "Connecting to https://fe01.contoso.com/OcsPowershell"
    ));
    click(&mut window, "Cancel");
    assert!(
        matches!(&window.state().state.dialog, Some(Dialog::Connect(dialog)) if !dialog.is_connecting)
    );
    assert!(!says(&window, "Connecting to"));
}

#[test]
fn a_saved_connection_is_chosen_and_deleted() {
    let mut setup = Setup::new(Language::English).start(Start::Nowhere);
    setup.profiles = profiles();
    let mut window = open(setup);
    ask(&mut window, Intent::OpenConnect);
    click(&mut window, "Contoso rehearsal");
    let Some(Dialog::Connect(dialog)) = &window.state().state.dialog else {
        panic!("the dialog is gone");
    };
    assert_eq!(dialog.profile.environment, Environment::Rehearsal);
    click(&mut window, "Delete connection");
    assert_eq!(
        window
            .state()
            .saved_profiles
            .clone()
            .unwrap()
            .profiles
            .len(),
        1
    );
}

fn profiles() -> Profiles {
    let profile = |name: &str, environment| Profile {
        name: name.to_owned(),
        uri: "fe01.contoso.com".to_owned(),
        user: "CONTOSO\\admin".to_owned(),
        environment,
        ..Profile::default()
    };
    Profiles {
        profiles: vec![
            profile("Contoso rehearsal", Environment::Rehearsal),
            profile("Contoso", Environment::Production),
        ],
        ..Profiles::default()
    }
}

#[test]
fn the_ca_file_is_picked_and_cleared() {
    let mut window = open(Setup::new(Language::English).start(Start::Nowhere));
    window.state_mut().picked = Some("/etc/ssl/contoso-ca.pem".into());
    ask(&mut window, Intent::OpenConnect);
    click(&mut window, "Show sign-in method and CA file");
    click(&mut window, "Browse…");
    assert!(says(&window, "/etc/ssl/contoso-ca.pem"));
    click(&mut window, "Clear");
    assert!(!says(&window, "/etc/ssl/contoso-ca.pem"));
}

#[test]
fn changes_in_production_are_allowed_in_words_and_not_by_a_stray_enter() {
    let mut window = open(Setup::new(Language::English).start(Start::Live));
    ask(&mut window, Intent::AskToAllowChanges);
    assert!(says(&window, "This is production: fe01.contoso.com"));
    assert!(says(
        &window,
        "You can then create, replace and remove legacy endpoints, and start and stop services."
    ));
    press(&mut window, Key::Enter);
    assert_eq!(
        window.state().state.session.as_ref().unwrap().access,
        Access::ReadOnly
    );
    ask(&mut window, Intent::AskToAllowChanges);
    click(&mut window, "Allow changes");
    assert_eq!(
        window.state().state.session.as_ref().unwrap().access,
        Access::Changes
    );
}

/// A removal that is being made in its dialog, and the window's close button pressed.
fn closing_during_a_removal() -> Window {
    let mut window = english();
    ask(&mut window, Intent::AskToRemove(address(LEGACY)));
    type_into(
        &mut window,
        "To confirm, type sip:ocschat@fabrikam.com",
        LEGACY,
    );
    window.state_mut().hold = true;
    click(&mut window, "Remove endpoint");
    ask(&mut window, Intent::RequestClose);
    window
}

#[test]
fn closing_during_a_change_asks_and_keeping_open_brings_the_change_back_into_view() {
    let mut window = closing_during_a_removal();
    assert!(says(&window, "If you close now, the outcome stays unknown"));
    assert_eq!(focused(&window).as_deref(), Some("Wait, then close"));
    click(&mut window, "Keep open");
    assert!(!window.state().has_quit);
    assert!(says(&window, "Working on the server"));
    window.state_mut().release();
    window.run();
    assert!(says(&window, "The server no longer lists"));
}

#[test]
fn waiting_closes_the_window_when_the_change_is_over() {
    let mut window = closing_during_a_removal();
    click(&mut window, "Wait, then close");
    assert!(says(
        &window,
        "The window closes as soon as this change is over."
    ));
    assert!(!window.state().has_quit);
    window.state_mut().release();
    assert!(window.state().has_quit);
}

#[test]
fn leaving_closes_at_once() {
    let mut window = closing_during_a_removal();
    window.state_mut().hold = false;
    click(&mut window, "Close and leave it unknown");
    assert!(window.state().has_quit);
}

/// Every step and dialog in one language and theme. The harness fails on a character no font has and on an input
/// without a name.
fn draw_everything(language: Language, theme: Theme) {
    let word = format!("{}-{theme:?}", language.tag()).to_lowercase();
    let shown = |window: &mut Window, name: &str| {
        window.run();
        keep(window, &format!("{name}-{word}"));
    };
    let on_lab = || open(Setup::new(language).theme(theme));
    let edit = |window: &mut Window, edit: WizardEdit| ask(window, Intent::EditWizard(edit));
    let Ok(pool) = Fqdn::parse(POOL) else {
        unreachable!("{POOL} is a name");
    };

    let mut window = on_lab();
    ask(&mut window, Intent::OpenWizard { pool: None });
    edit(&mut window, WizardEdit::Pool(pool.clone()));
    shown(&mut window, "wizard-1-pool");
    ask(&mut window, Intent::WizardNext);
    shown(&mut window, "wizard-2-address");
    edit(
        &mut window,
        WizardEdit::Address("ＳＩＰ：ocs chat@contoso".to_owned()),
    );
    edit(
        &mut window,
        WizardEdit::DisplayName("영구 채팅 常設チャット".to_owned()),
    );
    shown(&mut window, "wizard-2-address-wrong");
    press(&mut window, Key::Escape);
    shown(&mut window, "wizard-2-address-discard");
    press(&mut window, Key::Escape);
    edit(
        &mut window,
        WizardEdit::Address("ocschat@contoso.com".to_owned()),
    );
    shown(&mut window, "wizard-2-address-taken");
    window.state_mut().hold = true;
    ask(&mut window, Intent::WizardNext);
    shown(&mut window, "wizard-3-checks-running");
    window.state_mut().release();
    shown(&mut window, "wizard-3-checks-failed");
    ask(&mut window, Intent::WizardBack);
    edit(&mut window, WizardEdit::Address(FREE.to_owned()));
    ask(&mut window, Intent::WizardNext);
    shown(&mut window, "wizard-3-checks-passed");
    window.state_mut().hold = true;
    ask(&mut window, Intent::WizardNext);
    shown(&mut window, "wizard-4-review-asking");
    window.state_mut().release();
    shown(&mut window, "wizard-4-review");
    window.state_mut().hold = true;
    ask(&mut window, Intent::RunWizard);
    shown(&mut window, "wizard-5-run");
    let waiting = Progress::Waiting {
        step: 0,
        elapsed: Duration::from_secs(12),
        limit: Duration::from_mins(2),
        message: None,
        seen: Box::default(),
    };
    window.state_mut().event(Event::RunProgressed(waiting));
    shown(&mut window, "wizard-5-run-waiting");
    window.state_mut().release();
    shown(&mut window, "wizard-6-result-done");
    scroll_down(&mut window);
    shown(&mut window, "wizard-6-result-done-below");
    scroll_down(&mut window);
    shown(&mut window, "wizard-6-result-done-bottom");

    for (name, fault, delay) in [
        ("failed", Some(LabFault::Refuse), 4),
        ("unknown", Some(LabFault::TimeOut), 4),
        ("warning", Some(LabFault::DropAfterAct), 4),
        ("not-visible", None, 600),
    ] {
        let mut window = on_lab();
        window
            .state()
            .lab
            .set_replication_delay(Duration::from_secs(delay));
        ask(
            &mut window,
            Intent::OpenWizard {
                pool: Some(pool.clone()),
            },
        );
        edit(
            &mut window,
            WizardEdit::Address("sip:ocschat@contoso.com".to_owned()),
        );
        edit(&mut window, WizardEdit::Address(FREE.to_owned()));
        for _ in 0..3 {
            ask(&mut window, Intent::WizardNext);
        }
        ask(&mut window, Intent::SetLabFault(fault));
        ask(&mut window, Intent::RunWizard);
        shown(&mut window, &format!("wizard-6-result-{name}"));
    }

    let mut window = on_lab();
    window.state().lab.set_role(Role::EndpointsOnly);
    ask(&mut window, Intent::Refresh);
    ask(&mut window, Intent::OpenReplace(address(LEGACY)));
    shown(&mut window, "wizard-1-pool-replace");
    ask(&mut window, Intent::WizardNext);
    shown(&mut window, "wizard-2-address-replace");
    ask(&mut window, Intent::WizardNext);
    shown(&mut window, "wizard-3-checks-not-checked");
    ask(&mut window, Intent::WizardNext);
    shown(&mut window, "wizard-4-review-replace");
    window.state().lab.inject(LabFault::Slow, 1);
    window.state().lab.inject(LabFault::Refuse, 1);
    ask(&mut window, Intent::RunWizard);
    shown(&mut window, "wizard-6-result-replace");
    draw_dialogs(language, theme);
}

fn draw_dialogs(language: Language, theme: Theme) {
    let word = format!("{}-{theme:?}", language.tag()).to_lowercase();
    let shown = |window: &mut Window, name: &str| {
        window.run();
        keep(window, &format!("{name}-{word}"));
    };
    let mut window = open(Setup::new(language).theme(theme));
    ask(&mut window, Intent::AskToRemove(address(LEGACY)));
    shown(&mut window, "dialog-remove");
    ask(&mut window, Intent::TypeConfirmation("sip:x".to_owned()));
    scroll_down(&mut window);
    shown(&mut window, "dialog-remove-differs");
    ask(&mut window, Intent::TypeConfirmation(LEGACY.to_owned()));
    window.state_mut().hold = true;
    ask(&mut window, Intent::RunDialogPlan);
    shown(&mut window, "dialog-remove-run");
    ask(&mut window, Intent::RequestClose);
    shown(&mut window, "dialog-close");
    ask(&mut window, Intent::CloseDialog);
    window.state_mut().release();
    shown(&mut window, "dialog-remove-result");
    let id = newest(&window);
    ask(&mut window, Intent::AskToUndo(id));
    shown(&mut window, "dialog-undo");

    let mut setup = Setup::new(language).theme(theme).start(Start::Live);
    setup.profiles = profiles();
    let mut window = open(setup);
    ask(&mut window, Intent::AskToAllowChanges);
    shown(&mut window, "dialog-allow");
    ask(&mut window, Intent::AllowChanges);
    ask(&mut window, Intent::AskToRemove(address(LEGACY)));
    shown(&mut window, "dialog-remove-production");
    ask(&mut window, Intent::CloseDialog);
    ask(&mut window, Intent::OpenConnect);
    shown(&mut window, "dialog-connect");
    ask(&mut window, Intent::Connect);
    shown(&mut window, "dialog-connect-wrong");
    ask(
        &mut window,
        Intent::EditConnect(ConnectEdit::Select(Some(0))),
    );
    ask(
        &mut window,
        Intent::EditConnect(ConnectEdit::Password(Secret::new("correct horse"))),
    );
    window.state_mut().connecting_fails = Some(failure(PortErrorKind::Untrusted));
    window.state_mut().hold = true;
    ask(&mut window, Intent::Connect);
    shown(&mut window, "dialog-connect-busy");
    window.state_mut().release();
    shown(&mut window, "dialog-connect-failed");
}

/// Turns the wheel over the middle of the window.
pub(crate) fn scroll_down(window: &mut Window) {
    window.event(Input::PointerMoved(egui::pos2(640.0, 400.0)));
    window.event(Input::MouseWheel {
        unit: egui::MouseWheelUnit::Page,
        delta: egui::vec2(0.0, -0.6),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.run_ok();
    window.run_steps(30);
}

#[test]
fn every_step_is_drawn_in_korean() {
    draw_everything(Language::Korean, Theme::Light);
    draw_everything(Language::Korean, Theme::Dark);
}

#[test]
fn every_step_is_drawn_in_japanese() {
    draw_everything(Language::Japanese, Theme::Light);
    draw_everything(Language::Japanese, Theme::Dark);
}

#[test]
fn every_step_is_drawn_in_english() {
    draw_everything(Language::English, Theme::Light);
    draw_everything(Language::English, Theme::Dark);
}
