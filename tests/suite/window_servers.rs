//! The servers of a pool, their services, and what the signed-in account may do: by label.

use std::time::Duration;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use pchat_console::console::table::{Select, TableEvent};
use pchat_console::console::{Effect, Event, Intent, Page};
use pchat_console::domain::{
    AdminRole, Fqdn, LabFault, Language, PoolContent, PoolReading, Replica, Rights, ServerReading,
    ServiceName, ServiceStatus, Task, Unread, UnreadReason, WindowsService,
};
use pchat_console::plan::{Progress, StepStatus};
use pchat_console::ports::{Clock as _, PortErrorKind};

use crate::window::{
    Setup, Start, Window, ask, click, drawn_themes, failure, keep, open, shows, why_off,
};

const POOL: &str = "pchat-tokyo.contoso.com";
const CHAT: &str = "RTCCHAT";
/// The lab's own chat service.
const LAB_CHAT: &str = "LABCHAT";

fn english() -> Window {
    open(Setup::new(Language::English))
}

fn service(name: &str, display: &str, status: ServiceStatus, role: Option<&str>) -> WindowsService {
    WindowsService {
        name: ServiceName::parse(name).unwrap(),
        display_name: Some(display.to_owned()),
        status,
        roles: role.map(|role| vec![role.to_owned()]),
    }
}

fn server(name: &str, services: Vec<WindowsService>) -> ServerReading {
    ServerReading {
        server: name.to_owned(),
        is_active: true,
        services: Ok(services),
        replica: Ok(Some(Replica {
            fqdn: name.to_owned(),
            is_up_to_date: true,
            last_status_report: Some("11/20/2026 1:58:12 PM".to_owned()),
            last_update: Some("11/19/2026 11:02:40 AM".to_owned()),
            product_version: Some("5.0.8308.0".to_owned()),
        })),
    }
}

/// A pool with a server that works, one that says little, and one that does not answer.
fn reading(window: &Window) -> PoolReading {
    let chat = "PersistentChatService";
    let compliance = "PersistentChatComplianceService";
    let mut behind = server(
        "pc12.contoso.com",
        vec![
            service("SVC_A", "Lync Server Chat", ServiceStatus::Running, None),
            service("SVC_B", "Replica Agent", ServiceStatus::Running, None),
        ],
    );
    if let Ok(Some(replica)) = &mut behind.replica {
        replica.is_up_to_date = false;
    }
    let mut silent = server("pc13.contoso.com", Vec::new());
    silent.is_active = false;
    silent.replica = Ok(None);
    silent.services = Err(Unread::new(
        UnreadReason::NoAnswer,
        "The RPC server is unavailable.",
    ));
    PoolReading {
        pool: Fqdn::parse(POOL).unwrap(),
        read_at: window.state().clock.now(),
        servers: vec![
            server(
                "pc11.contoso.com",
                vec![
                    service(
                        CHAT,
                        "Lync Server Persistent Chat",
                        ServiceStatus::Running,
                        Some(chat),
                    ),
                    service(
                        "RTCCOMPLIANCE",
                        "Lync Server Persistent Chat Compliance",
                        ServiceStatus::Stopped,
                        Some(compliance),
                    ),
                    service(
                        "W3SVC",
                        "World Wide Web",
                        ServiceStatus::Running,
                        Some("W3SVC"),
                    ),
                ],
            ),
            behind,
            silent,
        ],
        content: PoolContent {
            categories: Ok(vec!["Sales".to_owned(), "Support".to_owned()]),
            rooms: Ok((1..=2000).map(|number| format!("Room {number}")).collect()),
            addins: Err(Unread::new(UnreadReason::ServicesStopped, "")),
        },
        notices: Vec::new(),
    }
}

fn at_pool(window: &mut Window) {
    ask(window, Intent::Navigate(Page::Pools));
    ask(
        window,
        Intent::Pools(TableEvent::Select {
            row: POOL.to_owned(),
            how: Select::Only,
        }),
    );
}

/// Reads the pool, and gets this answer.
fn answered(window: &mut Window, reading: PoolReading) {
    window.state_mut().hold = true;
    ask(window, Intent::ReadPool(reading.pool.clone()));
    window.state_mut().hold = false;
    let held = std::mem::take(&mut window.state_mut().held);
    let request = held.iter().find_map(|effect| match effect {
        Effect::ReadPool { request, .. } => Some(*request),
        _ => None,
    });
    window.state_mut().event(Event::PoolRead {
        request: request.expect("the pool was asked for"),
        pool: reading.pool.clone(),
        result: Ok(reading),
    });
    window.run();
}

fn read(window: &mut Window) {
    at_pool(window);
    let reading = reading(window);
    answered(window, reading);
}

fn rights_without(missing: &[&str]) -> Rights {
    let cmdlets = Task::ALL.into_iter().flat_map(Task::cmdlets);
    Rights {
        commands: Ok(cmdlets
            .filter(|cmdlet| !missing.contains(cmdlet))
            .map(|cmdlet| (*cmdlet).to_owned())
            .collect()),
        roles: Ok(vec![AdminRole {
            name: "ChatOperators".to_owned(),
            cmdlets: vec!["New-CsPersistentChatEndpoint".to_owned()],
        }]),
    }
}

fn with_rights(language: Language, rights: Rights) -> Window {
    let mut window = open(Setup::new(language).start(Start::Nowhere));
    window.state_mut().rights_are = Some(rights);
    ask(&mut window, Intent::UseLab);
    window
}

#[test]
fn servers_are_read_on_demand_and_say_when() {
    let mut window = english();
    at_pool(&mut window);
    assert!(shows(&window, "Not read yet."));
    let reading = reading(&window);
    answered(&mut window, reading);
    for fact in [
        "pc11.contoso.com",
        "Replication up to date",
        "Replication not up to date",
        "No replica listed",
        "Lync Server Persistent Chat Compliance",
        "Stopped",
        "Read at 2026-11-20 14:05:09",
        "The services could not be read. The server did not answer.",
    ] {
        assert!(shows(&window, fact), "{fact}");
    }
    assert!(!shows(&window, "World Wide Web"), "another role's");
}

#[test]
fn a_failed_reading_keeps_the_servers_that_were_read_before() {
    let mut window = english();
    read(&mut window);
    window.state_mut().reading_fails = Some(failure(PortErrorKind::Timeout));
    click(&mut window, Role::Button, "Read again");
    assert!(shows(
        &window,
        "The refresh failed. This was read at 2026-11-20 14:05:09."
    ));
    assert!(shows(&window, "Lync Server Persistent Chat Compliance"));
    assert_eq!(
        why_off(&window, "Stop…").as_deref(),
        Some("The last reading failed. Refresh first.")
    );
}

#[test]
fn what_a_pool_holds_is_counted_and_named_on_unfolding() {
    let mut window = english();
    read(&mut window);
    assert!(!shows(&window, "Support"));
    click(&mut window, Role::Button, "Categories: 2");
    assert!(shows(&window, "Support"));
    click(&mut window, Role::Button, "Chat rooms: 2000");
    assert!(shows(&window, "Room 1"));
    assert!(
        !shows(&window, "Room 1999"),
        "only what is in view is laid out"
    );
    assert!(shows(&window, "Add-ins: Cannot be read now"));
}

#[test]
fn a_service_without_a_role_is_persistent_chat_s_only_when_a_person_says_so() {
    let mut window = english();
    read(&mut window);
    assert!(shows(&window, "does not say which role its services have"));
    assert!(!shows(&window, "SVC_A"), "nothing is chosen beforehand");
    click(
        &mut window,
        Role::Button,
        "Choose the Persistent Chat services (2 without a role)",
    );
    let before = window
        .get_all_by_role_and_label(Role::Button, "Stop…")
        .count();
    click(
        &mut window,
        Role::CheckBox,
        "Lync Server Chat – SVC_A (Running)",
    );
    let after = window
        .get_all_by_role_and_label(Role::Button, "Stop…")
        .count();
    assert_eq!((before, after), (1, 2));
}

#[test]
fn a_missing_right_turns_its_button_off_and_names_the_role_before_anything_is_tried() {
    let mut window = with_rights(
        Language::English,
        rights_without(&["New-CsPersistentChatEndpoint", "Stop-CsWindowsService"]),
    );
    read(&mut window);
    assert_eq!(
        why_off(&window, "New legacy endpoint…").as_deref(),
        Some(
            "The account has no right to run New-CsPersistentChatEndpoint. Roles that have it: ChatOperators"
        )
    );
    assert_eq!(
        why_off(&window, "Stop…").as_deref(),
        Some(
            "The account has no right to run Stop-CsWindowsService. Roles that have it: CsServerAdministrator"
        )
    );
    ask(&mut window, Intent::Navigate(Page::Overview));
    assert!(shows(
        &window,
        "Of 12 tasks, 2 need a role the account does not have."
    ));
    assert!(shows(
        &window,
        "Stop-CsWindowsService is missing. Roles that have it: CsServerAdministrator"
    ));
    assert!(!shows(&window, "Find out who holds an address"));
    click(&mut window, Role::Button, "Show what the account may do");
    assert!(shows(&window, "Find out who holds an address"));
}

#[test]
fn rights_that_are_not_known_turn_nothing_off() {
    let unread = || Unread::new(UnreadReason::NoAnswer, "");
    let mut window = with_rights(
        Language::English,
        Rights {
            commands: Err(unread()),
            roles: Err(unread()),
        },
    );
    assert!(shows(
        &window,
        "The rights of the account could not be read."
    ));
    ask(&mut window, Intent::Navigate(Page::Pools));
    assert_eq!(why_off(&window, "New legacy endpoint…"), None);
}

/// On the lab, whose pool was read.
fn lab_servers() -> Window {
    let mut window = english();
    at_pool(&mut window);
    click(&mut window, Role::Button, "Read servers");
    window
}

fn statuses(window: &Window, service: &str) -> Vec<ServiceStatus> {
    let pool = Fqdn::parse(POOL).unwrap();
    let reading = window.state().state.servers.of(&pool).unwrap();
    let servers = &reading.value().unwrap().servers;
    let services = servers
        .iter()
        .flat_map(|server| server.services.iter().flatten());
    services
        .filter(|known| known.name.as_str() == service)
        .map(|known| known.status.clone())
        .collect()
}

fn last_status(window: &Window) -> StepStatus {
    window.state().state.run.as_ref().unwrap().record.status()
}

#[test]
fn a_service_is_stopped_and_started_again_one_by_one_with_its_exact_command() {
    let mut window = lab_servers();
    assert_eq!(statuses(&window, LAB_CHAT), vec![ServiceStatus::Running; 3]);
    click(&mut window, Role::Button, "Stop…");
    assert!(shows(
        &window,
        "Stop-CsWindowsService -Name 'LABCHAT' -ComputerName 'pc11.contoso.com'"
    ));
    assert!(shows(&window, "What if:"), "the server was asked");
    assert!(shows(&window, "While LABCHAT is stopped"));
    assert!(
        !shows(&window, "To confirm, type"),
        "nobody works with the lab"
    );
    click(&mut window, Role::Button, "Stop service");
    assert_eq!(last_status(&window), StepStatus::Done);
    assert!(shows(&window, "The service was stopped"));
    assert_eq!(
        statuses(&window, LAB_CHAT),
        [
            ServiceStatus::Stopped,
            ServiceStatus::Running,
            ServiceStatus::Running
        ],
        "one service of one server, and it was read again"
    );
    click(&mut window, Role::Button, "Close");
    click(&mut window, Role::Button, "Start…");
    click(&mut window, Role::Button, "Start service");
    assert_eq!(statuses(&window, LAB_CHAT), vec![ServiceStatus::Running; 3]);
    let journal = window.state().state.journal.value().unwrap();
    assert_eq!(journal.plans.len(), 2, "both are written down");
}

#[test]
fn in_production_the_server_is_typed_before_its_service_stops() {
    let mut window = open(Setup::new(Language::English).start(Start::Live));
    ask(&mut window, Intent::AllowChanges);
    at_pool(&mut window);
    click(&mut window, Role::Button, "Read servers");
    click(&mut window, Role::Button, "Stop…");
    assert!(shows(&window, "This is production: fe01.contoso.com"));
    assert_eq!(
        why_off(&window, "Stop service").as_deref(),
        Some("The name typed is not the name of this server.")
    );
    ask(
        &mut window,
        Intent::TypeConfirmation("PC11.contoso.com".to_owned()),
    );
    assert_eq!(why_off(&window, "Stop service"), None);
}

#[test]
fn a_read_only_session_offers_no_start_and_no_stop() {
    let mut window = open(Setup::new(Language::English).start(Start::Live));
    at_pool(&mut window);
    click(&mut window, Role::Button, "Read servers");
    assert_eq!(
        why_off(&window, "Stop…").as_deref(),
        Some("This session is read-only. Allow changes first.")
    );
}

#[test]
fn a_stop_whose_answer_was_lost_is_unknown_and_checked_again_and_not_repeated() {
    let mut window = lab_servers();
    ask(&mut window, Intent::SetLabFault(Some(LabFault::TimeOut)));
    click(&mut window, Role::Button, "Stop…");
    click(&mut window, Role::Button, "Stop service");
    assert_eq!(last_status(&window), StepStatus::UnknownOutcome);
    assert!(shows(
        &window,
        "Check again first: the console then only reads."
    ));
    assert_eq!(why_off(&window, "Check again"), None);
}

#[test]
fn what_surrounds_the_pools_is_read_on_demand_and_says_which_clients_are_turned_away() {
    let mut window = english();
    ask(&mut window, Intent::Navigate(Page::Overview));
    assert!(shows(&window, "Not read yet: replication"));
    click(&mut window, Role::Button, "Read");
    assert!(shows(
        &window,
        "The client version policy Global has 2 rules that turn clients away."
    ));
    click(&mut window, Role::Button, "Show everything that was read");
    assert!(shows(&window, "Global: turns away OC 4.0.7577, RTC 1.3.0"));
    assert!(shows(&window, "Global: every 1:00"));
}

#[test]
fn the_services_can_be_looked_at_in_every_language() {
    for language in Language::ALL {
        let word = format!("{}-light", language.tag());
        let mut window = open(Setup::new(language));
        at_pool(&mut window);
        ask(&mut window, Intent::ReadPool(Fqdn::parse(POOL).unwrap()));
        keep(&mut window, &format!("pools-lab-{word}"));
        let stop = || Intent::AskToStop {
            server: "pc11.contoso.com".to_owned(),
            service: LAB_CHAT.to_owned(),
        };
        ask(&mut window, stop());
        keep(&mut window, &format!("dialog-stop-{word}"));
        window.state_mut().hold = true;
        ask(&mut window, Intent::RunDialogPlan);
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
        keep(&mut window, &format!("dialog-stop-run-{word}"));
        window.state_mut().release();
        window.run();
        keep(&mut window, &format!("dialog-stop-result-{word}"));
        ask(&mut window, Intent::CloseDialog);
        keep(&mut window, &format!("pools-stopped-{word}"));
        ask(&mut window, Intent::SetLabFault(Some(LabFault::TimeOut)));
        ask(
            &mut window,
            Intent::AskToStart {
                server: "pc11.contoso.com".to_owned(),
                service: LAB_CHAT.to_owned(),
            },
        );
        keep(&mut window, &format!("dialog-start-{word}"));
        ask(&mut window, Intent::RunDialogPlan);
        keep(&mut window, &format!("dialog-start-unknown-{word}"));
        ask(&mut window, Intent::CloseDialog);
        ask(&mut window, Intent::Navigate(Page::Journal));
        let journal = window.state().state.journal.value().unwrap();
        let row = journal.plans[1].record.plan.id.to_string();
        ask(
            &mut window,
            Intent::Journal(TableEvent::Select {
                row,
                how: Select::Only,
            }),
        );
        keep(&mut window, &format!("journal-service-{word}"));
        ask(&mut window, Intent::Navigate(Page::Overview));
        ask(&mut window, Intent::ReadDeployment);
        let everything = match language {
            Language::Korean => "조회한 내용 모두 표시",
            Language::Japanese => "取得した内容をすべて表示",
            Language::English => "Show everything that was read",
        };
        click(&mut window, Role::Button, everything);
        let last = match language {
            Language::Korean => "규정 준수",
            Language::Japanese => "コンプライアンス",
            Language::English => "Compliance",
        };
        window.get_by_label(last).scroll_to_me();
        window.run();
        keep(&mut window, &format!("overview-deployment-{word}"));
        let mut live = open(Setup::new(language).start(Start::Live));
        ask(&mut live, Intent::AllowChanges);
        at_pool(&mut live);
        ask(&mut live, Intent::ReadPool(Fqdn::parse(POOL).unwrap()));
        ask(&mut live, stop());
        keep(&mut live, &format!("dialog-stop-production-{word}"));
    }
}

#[test]
fn the_servers_can_be_looked_at_in_every_language() {
    for language in Language::ALL {
        for &theme in drawn_themes() {
            let word = format!("{}-{theme:?}", language.tag()).to_lowercase();
            let rights = rights_without(&["Set-CsUser", "Stop-CsWindowsService"]);
            let mut setup = Setup::new(language).theme(theme).start(Start::Nowhere);
            setup.size = egui::Vec2::new(1024.0, 768.0);
            let mut window = open(setup);
            window.state_mut().rights_are = Some(rights);
            ask(&mut window, Intent::UseLab);
            let all = match language {
                Language::Korean => "할 수 있는 작업 표시",
                Language::Japanese => "できる作業を表示",
                Language::English => "Show what the account may do",
            };
            window.get_by_label(all).scroll_to_me();
            window.run();
            keep(&mut window, &format!("overview-rights-{word}"));
            at_pool(&mut window);
            keep(&mut window, &format!("pools-unread-{word}"));
            let all = reading(&window);
            answered(&mut window, all);
            keep(&mut window, &format!("pools-servers-{word}"));
            let mut wide = Setup::new(language).theme(theme);
            wide.size = egui::Vec2::new(1600.0, 1000.0);
            let mut wide = open(wide);
            read(&mut wide);
            let pick = wide
                .query_all_by_role(Role::Button)
                .filter_map(|node| node.accesskit_node().label())
                .find(|label| {
                    label.contains('2') && label.contains(['(']) && !label.contains("F5")
                });
            click(&mut wide, Role::Button, &pick.unwrap());
            keep(&mut wide, &format!("pools-roleless-{word}"));
            ask(&mut window, Intent::SetRecording(true));
            ask(&mut window, Intent::Navigate(Page::Settings));
            keep(&mut window, &format!("settings-recording-{word}"));
        }
    }
}
