//! The address swap from the window, by label, on the lab: forwards and back, in all three ways.

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pchat_console::console::table::{Select, TableEvent};
use pchat_console::console::{Event, Intent, Page, SwapEdit, SwapIntent, SwapStep, WayKind};
use pchat_console::domain::{
    AccountName, AccountState, AttestationSubject, ControllerSighting, DirectoryChange, Fqdn, Hand,
    HolderClass, Language, Message, SipUri, Theme, Unread, UnreadReason,
};
use pchat_console::lab::{DirectoryRole, Lab};
use pchat_console::plan::{Act, Evidence, PlanKind, Progress, StepStatus};
use pchat_console::ports::{Call, Cancel, Deployment as _, Directory as _, JournalStore as _};

use crate::window::{Setup, Start, Window, ask, drawn_themes, keep, open};
use crate::window_wizard::{click, newest, says, scroll_down, status, type_into};

const LOOKUP: &str = "sip:ocschat@contoso.com";
const RETIRED: &str = "sip:ocschat-retired@contoso.com";
const POOL: &str = "pchat-seoul.contoso.com";

fn english() -> Window {
    open(Setup::new(Language::English))
}

fn address(text: &str) -> SipUri {
    SipUri::parse(text).unwrap()
}

fn call() -> Call {
    Call::new(std::time::Duration::from_mins(1), &Cancel::default())
}

fn step(window: &Window) -> Option<SwapStep> {
    window.state().state.swap.as_ref().map(|swap| swap.step)
}

/// Who holds an address in the lab's directory now.
fn holders(window: &Window, of: &str) -> Vec<HolderClass> {
    let mut directory = window.state().lab.directory();
    let found = directory.holders(&address(of), &call()).unwrap();
    found.holders.iter().map(|holder| holder.class).collect()
}

/// The wizard on its second page, with the Lookup account captured.
fn captured(window: &mut Window) {
    let lookup = Some(address(LOOKUP));
    ask(window, Intent::Swap(SwapIntent::Open(lookup)));
    assert_eq!(step(window), Some(SwapStep::Account));
    click(window, "Next");
    assert_eq!(step(window), Some(SwapStep::Target));
}

/// The same on its checks, for one way of freeing the address.
fn at_checks(window: &mut Window, way: &str) {
    captured(window);
    click(window, POOL);
    click(window, "Next");
    assert_eq!(step(window), Some(SwapStep::Way));
    click(window, way);
    click(window, "Next");
    assert_eq!(step(window), Some(SwapStep::Checks));
}

const STOPPED: &str = "The Group Chat services are stopped on every server";
const NOBODY: &str = "No user is connected any more";

fn confirm(window: &mut Window) {
    for label in [STOPPED, NOBODY] {
        let place = window.query_all_by_label(label).count();
        assert!(place > 0, "{label}");
        check(window, label);
    }
}

fn check(window: &mut Window, label: &str) {
    use egui::accesskit::Role;
    window
        .get_by_role_and_label(Role::CheckBox, label)
        .scroll_to_me();
    window.run();
    window.get_by_role_and_label(Role::CheckBox, label).click();
    window.run();
}

fn at_review(window: &mut Window, way: &str) {
    at_checks(window, way);
    confirm(window);
    click(window, "Next");
    assert_eq!(step(window), Some(SwapStep::Review));
}

const RENAME: &str = "Give the account another address";
const REMOVE: &str = "Remove the account from Lync";
const DELETE: &str = "Delete the account in Active Directory";
const RUN: &str = "Free the address and create the endpoint";

/// Takes a whole swap back from its result page.
fn take_back(window: &mut Window) {
    click(window, "Prepare the way back…");
    assert!(says(window, "The way back of an address swap"));
    type_into(window, &format!("To confirm, type {LOOKUP}"), LOOKUP);
    click(window, "Give the address back");
    let record = &window.state().state.run.as_ref().unwrap().record;
    assert_eq!(record.plan.kind, PlanKind::SwapBack);
    let failed: Vec<_> = record
        .plan
        .steps
        .iter()
        .zip(&record.steps)
        .filter(|(_, state)| !state.status.is_satisfied())
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(says(window, "The account has its address again"));
}

fn swapped(window: &Window) {
    let record = &window.state().state.run.as_ref().unwrap().record;
    let open: Vec<_> = record
        .plan
        .steps
        .iter()
        .zip(&record.steps)
        .filter(|(_, state)| !state.status.is_satisfied())
        .map(|(step, state)| {
            (
                &step.act,
                &state.status,
                &state.message,
                &state.evidence.words,
            )
        })
        .collect();
    assert!(open.is_empty(), "{open:#?}");
    assert_eq!(step(window), Some(SwapStep::Result));
    assert_eq!(holders(window, LOOKUP), [HolderClass::ApplicationContact]);
    assert!(says(window, "The endpoint has taken over the address"));
}

#[test]
fn everything_that_was_captured_is_shown_and_no_password() {
    let mut window = english();
    let lookup = Some(address(LOOKUP));
    ask(&mut window, Intent::Swap(SwapIntent::Open(lookup)));
    click(&mut window, "Show everything that was captured");
    for words in [
        "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com",
        "3f5b8a10-6d2e-4c7a-9b41-0c5e7d1f2a01",
        "S-1-5-21-1004336348-1177238915-682003330-1604",
        "msRTCSIP-PrimaryUserAddress",
        "SMTP:ocschat@contoso.com",
        "CN=Group Chat Services",
        "pool2010.contoso.com",
        "ExternalAccessPolicy: Services",
        "does not mean that a person uses it",
        "The password is not captured",
        "Do services of Group Chat sign in to Windows with this account?",
        "Does SQL Server know this account as a login?",
    ] {
        assert!(says(&window, words), "{words}");
    }
}

#[test]
fn an_address_is_swapped_by_renaming_its_account_and_given_back() {
    let mut window = english();
    at_review(&mut window, RENAME);
    assert!(says(&window, &format!("-SipAddress '{RETIRED}'")));
    assert!(says(&window, "Way back, prepared before the act"));
    click(&mut window, RUN);
    swapped(&window);
    assert_eq!(holders(&window, RETIRED), [HolderClass::User]);
    assert!(says(&window, "Start the chat services on every server"));
    take_back(&mut window);
    assert_eq!(holders(&window, LOOKUP), [HolderClass::User]);
    assert_eq!(holders(&window, RETIRED), []);
}

#[test]
fn an_address_is_swapped_by_removing_its_account_from_lync_and_given_back_with_its_policies() {
    let mut window = english();
    at_review(&mut window, REMOVE);
    assert!(says(&window, "Grant the 2 captured policies again"));
    click(&mut window, RUN);
    swapped(&window);
    take_back(&mut window);
    let name = AccountName::parse("CN=ocschat,OU=Service Accounts,DC=contoso,DC=com").unwrap();
    let account = window.state_mut().lab.account(&name, &call()).unwrap();
    assert_eq!(account.unwrap().policies.len(), 2);
}

#[test]
fn an_address_is_swapped_by_deleting_its_account_and_given_back_from_the_recycle_bin() {
    let mut window = english();
    at_review(&mut window, DELETE);
    let delete = "Delete the account and create the endpoint";
    assert!(says(&window, "Remove-ADUser"));
    click(&mut window, delete);
    assert_eq!(
        step(&window),
        Some(SwapStep::Review),
        "its address has to be typed first"
    );
    type_into(&mut window, &format!("To confirm, type {LOOKUP}"), LOOKUP);
    click(&mut window, delete);
    swapped(&window);
    take_back(&mut window);
    assert_eq!(holders(&window, LOOKUP), [HolderClass::User]);
}

#[test]
fn without_the_recycle_bin_deleting_is_last_and_warned_about_and_has_no_way_back() {
    let mut window = english();
    window.state_mut().lab.set_recycle_bin(false);
    captured(&mut window);
    click(&mut window, POOL);
    click(&mut window, "Next");
    let chosen = window.state().state.swap.as_ref().unwrap().way;
    assert_eq!(chosen, Some(WayKind::Rename), "never deleting");
    click(&mut window, DELETE);
    assert!(says(
        &window,
        "There is no way back. An account created anew has another SID"
    ));
    click(&mut window, "Next");
    confirm(&mut window);
    click(&mut window, "Next");
    assert!(says(
        &window,
        "when the account is deleted, there is no way back"
    ));
    type_into(&mut window, &format!("To confirm, type {LOOKUP}"), LOOKUP);
    click(&mut window, "Delete the account and create the endpoint");
    swapped(&window);
    assert!(says(&window, "Creating the account anew is not a rollback"));
    let (_, disabled) = button(&window, "Prepare the way back…");
    assert!(disabled, "there is none");
}

/// Whether a button is there, and whether it is off.
fn button(window: &Window, label: &str) -> (bool, bool) {
    let found = window.query_by_label(label);
    let is_there = found.is_some();
    let is_off = found.is_none_or(|node| node.accesskit_node().is_disabled());
    (is_there, is_off)
}

#[test]
fn what_the_directory_account_may_not_do_is_handed_over_and_goes_on_when_the_address_is_free() {
    let mut window = english();
    window
        .state_mut()
        .lab
        .set_directory_role(DirectoryRole::HelpDesk);
    captured(&mut window);
    click(&mut window, POOL);
    click(&mut window, "Next");
    click(&mut window, DELETE);
    assert!(says(&window, "may not delete this account"));
    assert!(says(&window, "Remove-ADUser"), "the script is shown");
    click(&mut window, "Next");
    confirm(&mut window);
    click(&mut window, "Next");
    type_into(&mut window, &format!("To confirm, type {LOOKUP}"), LOOKUP);
    window.state_mut().meanwhile = Some(Box::new(delete_as_somebody_else()));
    click(&mut window, "Delete the account and create the endpoint");
    swapped(&window);
}

/// Whoever has the rights runs the script: the account is deleted once.
fn delete_as_somebody_else() -> impl FnMut(&Lab) {
    let mut is_done = false;
    move |lab| {
        if is_done {
            return;
        }
        is_done = true;
        lab.set_directory_role(DirectoryRole::Administrator);
        let mut directory = lab.directory();
        let found = directory.holders(&address(LOOKUP), &call()).unwrap();
        let holder = &found.holders[0];
        let change = DirectoryChange::DeleteAccount {
            guid: holder.guid,
            dn: holder.dn.clone(),
        };
        directory.apply(&change, &call()).unwrap();
        assert!(matches!(
            directory.account(holder.guid, &call()).unwrap(),
            AccountState::Deleted { .. }
        ));
    }
}

#[test]
fn an_account_of_the_2007_r2_server_is_handed_to_that_version_s_tools() {
    let mut window = english();
    let dispatch = Some(address("sip:Dispatch@contoso.com"));
    ask(&mut window, Intent::Swap(SwapIntent::Open(dispatch)));
    assert!(says(&window, "Office Communications Server 2007 R2"));
    click(&mut window, "Next");
    assert_eq!(step(&window), Some(SwapStep::Account));
}

#[test]
fn an_address_that_is_only_left_behind_is_reported_and_not_swapped() {
    let mut window = english();
    let left = Some(address("sip:frontdesk@contoso.com"));
    ask(&mut window, Intent::Swap(SwapIntent::Open(left)));
    assert!(says(&window, "only in proxyAddresses"));
    click(&mut window, "Next");
    assert_eq!(step(&window), Some(SwapStep::Account));
}

#[test]
fn an_account_that_changed_since_it_was_captured_stops_at_the_checks() {
    let mut window = english();
    captured(&mut window);
    click(&mut window, POOL);
    click(&mut window, "Next");
    let guid = window
        .state()
        .state
        .swap
        .as_ref()
        .and_then(|swap| swap.account().map(|account| account.guid))
        .unwrap();
    let lab = &window.state().lab;
    lab.set_proxy_addresses(guid, &["sip:ocschat@contoso.com", "SMTP:other@contoso.com"]);
    click(&mut window, "Next");
    confirm(&mut window);
    assert!(says(&window, "has changed since it was captured"));
    click(&mut window, "Next");
    assert_eq!(step(&window), Some(SwapStep::Checks));
}

#[test]
fn nothing_is_run_before_a_person_confirmed_what_no_tool_can_see() {
    let mut window = english();
    at_checks(&mut window, RENAME);
    assert!(says(&window, "Confirmations by a person are missing"));
    assert!(says(&window, "Get-Service -ComputerName"));
    click(&mut window, "Next");
    assert_eq!(step(&window), Some(SwapStep::Checks));
    check(&mut window, STOPPED);
    click(&mut window, "Next");
    assert_eq!(step(&window), Some(SwapStep::Checks));
    check(&mut window, NOBODY);
    click(&mut window, "Next");
    assert_eq!(step(&window), Some(SwapStep::Review));
}

#[test]
fn the_swap_is_offered_where_the_address_is_seen_and_says_why_not() {
    let mut window = open(Setup::new(Language::English).start(Start::Live));
    let (is_there, is_off) = button(&window, "Swap the address…");
    assert!(is_there && is_off, "the session is read-only");
    let mut lab = english();
    click(&mut lab, "Swap the address…");
    assert_eq!(step(&lab), Some(SwapStep::Account));
    ask(&mut window, Intent::Swap(SwapIntent::Open(None)));
    assert_eq!(step(&window), None, "not by a shortcut either");
}

#[test]
fn an_interrupted_swap_says_where_it_stands_and_offers_only_what_fits() {
    let mut window = english();
    at_review(&mut window, RENAME);
    // The program ends right after the address was freed, its fifth step.
    window.state_mut().stop_after = Some(5);
    click(&mut window, RUN);
    assert_eq!(holders(&window, RETIRED), [HolderClass::User]);
    let journal = window.state().store.files().unwrap();
    // The next run of the program, on the same lab.
    let lab = (window.state().lab.clone(), window.state().clock.clone());
    let mut again = open(Setup {
        journal,
        lab: Some(lab),
        ..Setup::new(Language::English)
    });
    assert!(says(&again, "An address swap was interrupted"));
    click(&mut again, "Open the journal");
    assert!(says(&again, "Where it stands"));
    assert!(says(&again, "Nobody holds the address"));
    click(&mut again, "Run the rest…");
    assert!(says(&again, "Way back, prepared before the act"));
    click(&mut again, "Run the rest…");
    assert_eq!(status(&again), Some(StepStatus::DoneWithWarning));
    assert_eq!(holders(&again, LOOKUP), [HolderClass::ApplicationContact]);
}

/// Draws every page of the wizard, and saves pictures of them where they are asked for.
fn draw_everything(language: Language, theme: Theme) {
    let mut window = open(Setup::new(language).theme(theme));
    let name = |page: &str| {
        let shade = match theme {
            Theme::Dark => "dark",
            Theme::Light | Theme::System => "light",
        };
        format!("swap-{page}-{}-{shade}", language.tag())
    };
    let edit = |edit| Intent::Swap(SwapIntent::Edit(edit));
    ask(&mut window, Intent::Swap(SwapIntent::Open(None)));
    keep(&mut window, &name("1-address"));
    ask(&mut window, edit(SwapEdit::Address(LOOKUP.to_owned())));
    ask(&mut window, Intent::Swap(SwapIntent::Capture));
    keep(&mut window, &name("1-captured"));
    scroll_down(&mut window);
    keep(&mut window, &name("1-captured-below"));
    ask(&mut window, Intent::Swap(SwapIntent::Next));
    let Ok(pool) = Fqdn::parse(POOL) else {
        unreachable!("{POOL} is a name");
    };
    ask(&mut window, edit(SwapEdit::Pool(pool)));
    keep(&mut window, &name("2-target"));
    scroll_down(&mut window);
    keep(&mut window, &name("2-target-below"));
    ask(&mut window, Intent::Swap(SwapIntent::Next));
    keep(&mut window, &name("3-way"));
    ask(&mut window, edit(SwapEdit::Way(WayKind::DeleteAccount)));
    ask(&mut window, edit(SwapEdit::Hand(Hand::Operator)));
    scroll_down(&mut window);
    keep(&mut window, &name("3-way-handed-over"));
    ask(&mut window, edit(SwapEdit::Way(WayKind::RemoveFromLync)));
    ask(&mut window, edit(SwapEdit::Hand(Hand::Console)));
    ask(&mut window, Intent::Swap(SwapIntent::Next));
    keep(&mut window, &name("4-checks"));
    scroll_down(&mut window);
    scroll_down(&mut window);
    keep(&mut window, &name("4-checks-below"));
    for subject in AttestationSubject::ALL {
        let is_confirmed = true;
        ask(
            &mut window,
            edit(SwapEdit::Confirm {
                subject,
                is_confirmed,
            }),
        );
    }
    ask(&mut window, Intent::Swap(SwapIntent::Next));
    keep(&mut window, &name("5-review"));
    scroll_down(&mut window);
    keep(&mut window, &name("5-review-below"));
    window.state_mut().hold = true;
    ask(&mut window, Intent::Swap(SwapIntent::Run));
    draw_waiting(&mut window, &name);
    window.state_mut().release();
    window.run();
    keep(&mut window, &name("7-result"));
    scroll_down(&mut window);
    keep(&mut window, &name("7-result-below"));
    let id = newest(&window);
    ask(&mut window, Intent::Swap(SwapIntent::Close));
    ask(&mut window, Intent::AskToUndo(id));
    keep(&mut window, &name("8-back"));
    scroll_down(&mut window);
    keep(&mut window, &name("8-back-below"));
    ask(&mut window, Intent::CloseDialog);
    ask(&mut window, Intent::Navigate(Page::Journal));
    let row = newest(&window).to_string();
    let how = Select::Only;
    ask(
        &mut window,
        Intent::Journal(TableEvent::Select { row, how }),
    );
    keep(&mut window, &name("9-journal"));
    ask(&mut window, Intent::Navigate(Page::Overview));
    keep(&mut window, &name("9-overview"));
}

/// The run on each step that waits, as the engine tells it.
fn draw_waiting(window: &mut Window, name: &dyn Fn(&str) -> String) {
    let Some(run) = &window.state().state.run else {
        unreachable!("the swap runs");
    };
    let record = run.record.clone();
    let sightings = record.plan.steps.iter().find_map(|step| match &step.act {
        Act::AwaitControllers {
            required, listed, ..
        } => Some(
            required
                .iter()
                .chain(listed)
                .enumerate()
                .map(|(place, controller)| ControllerSighting {
                    controller: controller.clone(),
                    holders: match place {
                        0 => Ok(Vec::new()),
                        _ => Err(Unread::new(UnreadReason::NoAnswer, "")),
                    },
                    read_at: record.plan.made_at,
                })
                .collect::<Vec<_>>(),
        ),
        _ => None,
    });
    for (place, step) in record.plan.steps.iter().enumerate() {
        let (page, message) = match &step.act {
            Act::FreeAddress { .. } => ("6-run-handed-over", Message::StepHandedOver),
            Act::AwaitControllers { .. } => (
                "6-run-controllers",
                Message::StepControllersOutstanding {
                    hosts: vec!["dc02.contoso.com".to_owned()],
                },
            ),
            Act::AwaitReplicator { .. } => (
                "6-run-replicator",
                Message::StepReplicatorCycles { cycles: 2 },
            ),
            _ => continue,
        };
        let mut shown = record.clone();
        if let Act::FreeAddress { hand, .. } = &mut shown.plan.steps[place].act {
            *hand = Hand::Operator;
        }
        for (number, state) in shown.steps.iter_mut().enumerate() {
            state.status = match number.cmp(&place) {
                std::cmp::Ordering::Less => StepStatus::Done,
                std::cmp::Ordering::Equal => StepStatus::Running,
                std::cmp::Ordering::Greater => StepStatus::Pending,
            };
        }
        let console = window.state_mut();
        console.event(Event::RunProgressed(Progress::Changed(Box::new(shown))));
        console.event(Event::RunProgressed(Progress::Waiting {
            step: place,
            elapsed: std::time::Duration::from_secs(21),
            limit: std::time::Duration::from_mins(15),
            message: Some(message),
            seen: Box::new(Evidence {
                sightings: sightings.clone().unwrap_or_default(),
                ..Evidence::default()
            }),
        }));
        window.run();
        keep(window, &name(page));
    }
}

#[test]
fn every_page_of_the_swap_is_drawn_in_korean() {
    for theme in drawn_themes() {
        draw_everything(Language::Korean, *theme);
    }
}

#[test]
fn every_page_of_the_swap_is_drawn_in_japanese() {
    for theme in drawn_themes() {
        draw_everything(Language::Japanese, *theme);
    }
}

#[test]
fn every_page_of_the_swap_is_drawn_in_english() {
    for theme in drawn_themes() {
        draw_everything(Language::English, *theme);
    }
}

#[test]
fn a_step_that_is_refused_is_handed_over_afterwards() {
    let mut window = english();
    at_review(&mut window, DELETE);
    type_into(&mut window, &format!("To confirm, type {LOOKUP}"), LOOKUP);
    // The right is taken away between the checks and the run.
    window
        .state_mut()
        .lab
        .set_directory_role(DirectoryRole::HelpDesk);
    click(&mut window, "Delete the account and create the endpoint");
    assert_eq!(step(&window), Some(SwapStep::Result));
    assert_eq!(holders(&window, LOOKUP), [HolderClass::User]);
    window.state_mut().meanwhile = Some(Box::new(delete_as_somebody_else()));
    click(&mut window, "Hand this step over");
    swapped(&window);
}

#[test]
fn a_controller_that_never_answers_ends_the_wait_and_the_rest_is_run_later() {
    let mut window = english();
    at_review(&mut window, RENAME);
    let lab = window.state().lab.clone();
    lab.set_controller_down("dc01.contoso.com", true);
    click(&mut window, RUN);
    assert_eq!(step(&window), Some(SwapStep::Result));
    assert!(says(&window, "Where it stands"));
    assert!(says(&window, "dc01.contoso.com"), "it never answered");
    lab.set_controller_down("dc01.contoso.com", false);
    click(&mut window, "Check again");
    click(&mut window, "Read again");
    click(&mut window, "Run the rest…");
    click(&mut window, "Run the rest…");
    assert_eq!(holders(&window, LOOKUP), [HolderClass::ApplicationContact]);
}

#[test]
fn the_directory_s_answer_leads_to_the_swap_of_that_address() {
    let mut window = english();
    ask(&mut window, Intent::Navigate(Page::Directory));
    ask(&mut window, Intent::TypeHolderAddress(LOOKUP.to_owned()));
    ask(&mut window, Intent::FindHolders);
    click(&mut window, "Swap the address…");
    assert_eq!(step(&window), Some(SwapStep::Account));
    let account = window.state().state.swap.as_ref().unwrap().account();
    assert!(account.is_some(), "it was looked up right away");
    ask(&mut window, Intent::Swap(SwapIntent::Close));
    ask(&mut window, Intent::Navigate(Page::Endpoints));
    click(&mut window, "Swap the address…");
    assert_eq!(step(&window), Some(SwapStep::Account));
}

#[test]
fn what_was_pasted_stands_in_the_journal_as_evidence() {
    let mut window = english();
    at_checks(&mut window, RENAME);
    let output = "Status   Name\nStopped  \u{202e}lookup\u{1b}[2J";
    let subject = AttestationSubject::GroupChatStopped;
    let edit = SwapEdit::Output {
        subject,
        output: output.to_owned(),
    };
    ask(&mut window, Intent::Swap(SwapIntent::Edit(edit)));
    confirm(&mut window);
    click(&mut window, "Next");
    click(&mut window, RUN);
    swapped(&window);
    let row = newest(&window).to_string();
    ask(&mut window, Intent::Swap(SwapIntent::Close));
    ask(&mut window, Intent::Navigate(Page::Journal));
    let how = Select::Only;
    ask(
        &mut window,
        Intent::Journal(TableEvent::Select { row, how }),
    );
    click(&mut window, "Show the evidence");
    assert!(says(&window, "Stopped"));
    assert!(!says(&window, "\u{202e}"), "it cannot turn the line round");
    assert!(says(&window, "CONTOSO\\lab-admin"), "by whom");
}

#[test]
fn a_swap_that_was_interrupted_and_taken_back_leaves_nothing_open() {
    let mut window = english();
    at_review(&mut window, RENAME);
    window.state_mut().stop_after = Some(5);
    click(&mut window, RUN);
    click(&mut window, "Prepare the way back…");
    click(&mut window, "Give the address back");
    assert_eq!(holders(&window, LOOKUP), [HolderClass::User]);
    ask(&mut window, Intent::CloseDialog);
    ask(&mut window, Intent::Navigate(Page::Overview));
    assert!(!says(&window, "An address swap was interrupted"));
    assert!(!says(&window, "outcome of one change is open"));
    assert!(says(&window, "Swap the address…"), "it can be begun again");
}
