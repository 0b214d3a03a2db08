//! The lab's Group Chat: what its people do, what their tools say, and what is refused.

use std::sync::Arc;

use pchat_console::domain::{
    Change, Fqdn, Generation, LabAct, LabDeed, LabStage, RehearsalFault, ServiceStatus,
};
use pchat_console::lab::Lab;
use pchat_console::ports::{ClientPath as _, Deployment as _, Directory as _};

use crate::support::{TestClock, address, call, fqdn, lab, secs, spec};

const POOL: &str = "pchat-seoul.contoso.com";
const LOOKUP: &str = "sip:ocschat@contoso.com";

fn stop_chat(lab: &Lab, clock: &TestClock, pool: &Fqdn) {
    turn_chat(lab, pool, false);
    clock.advance(secs(10));
}

fn turn_chat(lab: &Lab, pool: &Fqdn, runs: bool) {
    let reading = lab.clone().pool_reading(pool, &call()).unwrap();
    for server in &reading.servers {
        for service in server.chat_services() {
            let (server, service) = (server.server.clone(), service.name.clone());
            let change = if runs {
                Change::StartService { server, service }
            } else {
                Change::StopService { server, service }
            };
            lab.act_as_operator(&change).unwrap();
        }
    }
}

fn rooms(lab: &Lab, pool: &Fqdn) -> Vec<String> {
    let reading = lab.clone().pool_reading(pool, &call()).unwrap();
    reading.content.rooms.unwrap()
}

fn act(lab: &Lab, deed: LabDeed) -> String {
    lab.people_act(deed)
        .unwrap_or_else(|words| panic!("{deed:?}: {words}"))
}

fn stage() -> LabStage {
    LabStage {
        source_pool: "gcpool.example.co.kr".to_owned(),
        source_is_2007_r2: false,
        source_servers: vec![
            "gc-a.example.co.kr".to_owned(),
            "gc-b.example.co.kr".to_owned(),
        ],
        target_pool: fqdn("pchat01.example.co.kr"),
        target_generation: Generation::Lync2013,
        registrar: fqdn("lync01.example.co.kr"),
        target_servers: vec![
            "pc-a.example.co.kr".to_owned(),
            "pc-b.example.co.kr".to_owned(),
        ],
        lookup_addresses: vec![
            address("sip:ocschat@example.co.kr"),
            address("sip:ocschat@example.jp"),
        ],
        categories: 12,
        rooms: 40,
        addins: 2,
    }
}

fn staged() -> (Lab, Arc<TestClock>) {
    let clock = TestClock::new();
    (Lab::staged(clock.clone(), &stage()), clock)
}

#[test]
fn services_of_group_chat_are_stopped_by_people_and_no_cmdlet_shows_them() {
    let (lab, _clock) = lab();
    assert!(act(&lab, LabDeed::ShowGroupChatServices).contains("Running"));
    let told = act(&lab, LabDeed::StopGroupChat);
    assert!(
        told.contains("LABGCLOOKUP") && !told.contains("Running"),
        "{told}"
    );
    assert!(
        lab.clone()
            .services("gc01.contoso.com", &call())
            .unwrap()
            .is_err()
    );
    act(&lab, LabDeed::StartGroupChat);
    assert!(act(&lab, LabDeed::ShowGroupChatServices).contains("Running"));
}

#[test]
fn lookup_does_not_start_while_an_endpoint_or_nobody_has_its_address() {
    let (lab, clock) = lab();
    act(&lab, LabDeed::StopGroupChat);
    let account = pchat_console::domain::AccountName::parse(LOOKUP).unwrap();
    let moved = Change::MoveUser {
        user: account,
        address: address("sip:ocschat-retired@contoso.com"),
    };
    lab.act_as_operator(&moved).unwrap();
    clock.advance(secs(60));
    let words = lab.people_act(LabDeed::StartGroupChat).unwrap_err();
    assert!(words.contains("no user has this address"), "{words}");
    let created = Change::CreateEndpoint(spec(LOOKUP, POOL, None));
    lab.act_as_operator(&created).unwrap();
    let words = lab.people_act(LabDeed::StartGroupChat).unwrap_err();
    assert!(words.contains("in use"), "{words}");
    assert!(!act(&lab, LabDeed::ShowGroupChatServices).contains("Running"));
}

#[test]
fn an_import_wants_stopped_services_and_an_export() {
    let (lab, clock) = lab();
    let words = lab.people_act(LabDeed::ImportData).unwrap_err();
    assert!(words.contains("must be stopped"), "{words}");
    stop_chat(&lab, &clock, &fqdn(POOL));
    let words = lab.people_act(LabDeed::ImportData).unwrap_err();
    assert!(words.contains("Could not find"), "{words}");
}

#[test]
fn an_export_made_while_group_chat_runs_is_warned_of_to_the_end() {
    let (lab, clock) = lab();
    stop_chat(&lab, &clock, &fqdn(POOL));
    assert!(act(&lab, LabDeed::ExportData).contains("WARNING"));
    act(&lab, LabDeed::StopGroupChat);
    assert!(act(&lab, LabDeed::ImportData).contains("was running when the export was made"));
}

#[test]
fn after_the_import_the_pool_holds_what_it_held_and_what_the_old_system_holds_on_one_level() {
    let (lab, clock) = lab();
    let pool = fqdn(POOL);
    let before = rooms(&lab, &pool);
    act(&lab, LabDeed::CleanUpSource);
    act(&lab, LabDeed::StopGroupChat);
    stop_chat(&lab, &clock, &pool);
    assert!(!act(&lab, LabDeed::BackUpSource).contains("WARNING"));
    act(&lab, LabDeed::BackUpTarget);
    assert!(!act(&lab, LabDeed::ExportData).contains("WARNING"));
    assert!(!act(&lab, LabDeed::PreviewImport).contains("WARNING"));
    assert!(
        act(&lab, LabDeed::CopyFiles).contains("WARNING"),
        "before the import"
    );
    let told = act(&lab, LabDeed::ImportData);
    assert!(!told.contains("WARNING"), "{told}");
    assert!(!act(&lab, LabDeed::CopyFiles).contains("WARNING"));
    assert!(act(&lab, LabDeed::CompareDatabases).contains("Conflicts: 0"));
    turn_chat(&lab, &pool, true);
    clock.advance(secs(10));
    let after = rooms(&lab, &pool);
    assert_eq!(after.len(), before.len() + 24);
    assert!(before.iter().all(|room| after.contains(room)));
    assert!(
        after.iter().any(|room| room.starts_with("Sales-Region")),
        "{after:?}"
    );
    stop_chat(&lab, &clock, &pool);
    act(&lab, LabDeed::RestoreTarget);
    turn_chat(&lab, &pool, true);
    clock.advance(secs(10));
    assert_eq!(rooms(&lab, &pool), before);
}

#[test]
fn what_was_not_cleaned_up_is_warned_of_in_the_preview() {
    let (lab, clock) = lab();
    act(&lab, LabDeed::StopGroupChat);
    stop_chat(&lab, &clock, &fqdn(POOL));
    act(&lab, LabDeed::ExportData);
    let told = act(&lab, LabDeed::PreviewImport);
    for said in [
        "does not allow invitations",
        "longer than 256",
        "\"공지\" exists",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let told = lab.people_act(LabDeed::CompareDatabases).unwrap_err();
    assert!(!told.contains("Conflicts: 0"), "{told}");
    act(&lab, LabDeed::FixImportWarnings);
    assert!(!act(&lab, LabDeed::PreviewImport).contains("WARNING"));
}

#[test]
fn an_old_client_gets_in_only_when_the_endpoint_stands_and_the_services_run() {
    let (lab, clock) = lab();
    let pool = fqdn(POOL);
    let words = lab.people_act(LabDeed::SignInWithLegacyClient).unwrap_err();
    assert!(words.contains("480"), "{words}");
    let account = pchat_console::domain::AccountName::parse(LOOKUP).unwrap();
    lab.act_as_operator(&Change::DisableUser { user: account })
        .unwrap();
    lab.act_as_operator(&Change::CreateEndpoint(spec(LOOKUP, POOL, None)))
        .unwrap();
    let words = lab.people_act(LabDeed::SignInWithLegacyClient).unwrap_err();
    assert!(words.contains("404"), "it does not show yet: {words}");
    clock.advance(secs(60));
    act(&lab, LabDeed::SignInWithLegacyClient);
    stop_chat(&lab, &clock, &pool);
    let words = lab.people_act(LabDeed::SignInWithLegacyClient).unwrap_err();
    assert!(words.contains("504"), "{words}");
    assert!(lab.people_act(LabDeed::TestMessage).is_err());
}

#[test]
fn uninstalling_before_the_data_is_verified_is_possible_and_says_so() {
    let (lab, _clock) = lab();
    assert!(act(&lab, LabDeed::UninstallGroupChat).contains("never imported"));
    assert!(lab.people_act(LabDeed::StartGroupChat).is_err());
    assert!(lab.people_act(LabDeed::UninstallGroupChat).is_err());
    act(&lab, LabDeed::ReinstallGroupChat);
    act(&lab, LabDeed::StartGroupChat);
}

#[test]
fn a_retired_source_is_no_longer_published_until_it_is_published_again() {
    let (lab, _clock) = lab();
    let sources = |lab: &Lab| {
        let inventory = lab.clone().inventory(&call()).unwrap();
        inventory.source_pools.unwrap()
    };
    let before = sources(&lab);
    assert!(act(&lab, LabDeed::RetireSource).contains("still installed"));
    assert_eq!(sources(&lab), []);
    assert!(lab.people_act(LabDeed::RetireSource).is_err());
    act(&lab, LabDeed::RepublishSource);
    assert_eq!(sources(&lab), before);
}

#[test]
fn who_may_use_the_new_clients_no_longer_uses_the_old_ones() {
    let (lab, _clock) = lab();
    assert!(act(&lab, LabDeed::FindLegacyUsers).contains("(1 rows affected)"));
    act(&lab, LabDeed::EnableChatPolicy);
    let reading = lab.clone().deployment_reading(&call()).unwrap();
    let policies = reading.policies.chat.unwrap();
    assert_eq!(policies[0].is_enabled, Some(true), "{policies:?}");
    assert!(act(&lab, LabDeed::FindLegacyUsers).contains("(0 rows affected)"));
    act(&lab, LabDeed::DisableChatPolicy);
    let reading = lab.clone().deployment_reading(&call()).unwrap();
    assert_eq!(reading.policies.chat.unwrap()[0].is_enabled, Some(false));
}

#[test]
fn a_staged_lab_has_the_names_of_the_real_site_and_no_other() {
    let (lab, _clock) = staged();
    let inventory = lab.clone().inventory(&call()).unwrap();
    let reading = lab.clone().deployment_reading(&call()).unwrap();
    let directory = lab.directory().reading(&call()).unwrap();
    let shown = format!("{inventory:?}{reading:?}{directory:?}");
    assert!(!shown.to_lowercase().contains("contoso"), "{shown}");
    assert_eq!(inventory.pools.len(), 1);
    assert_eq!(inventory.pools[0].fqdn, stage().target_pool);
    assert_eq!(inventory.pools[0].registrar, Some(stage().registrar));
    let domains: Vec<_> = inventory.sip_domains.unwrap();
    assert_eq!(domains.len(), 2);
    for address in &stage().lookup_addresses {
        let holders = lab.directory().holders(address, &call()).unwrap();
        assert_eq!(holders.holders.len(), 1, "{address}");
    }
    assert_eq!(
        inventory.source_pools.unwrap()[0].fqdn.as_str(),
        stage().source_pool
    );
    assert!(act(&lab, LabDeed::ShowGroupChatServices).contains("gc-b.example.co.kr"));
}

#[test]
fn a_client_of_the_lab_finds_its_registrar_by_name_and_certificate() {
    let (lab, _clock) = staged();
    let mut path = lab.client_path();
    for domain in ["example.co.kr", "example.jp"] {
        let name = format!("_sipinternaltls._tcp.{domain}");
        let records = path.services(&name, &call()).unwrap();
        assert_eq!(records.len(), 1);
        let host = fqdn(&records[0].target);
        assert_eq!(host, stage().registrar);
        assert_eq!(path.addresses(&host, &call()).unwrap().len(), 1);
        let answer = path.tls(&host, records[0].port, &call()).unwrap();
        assert!(answer.names.contains(&host.to_string()), "{answer:?}");
        assert_eq!(answer.problem, None);
    }
    assert_eq!(
        path.services("_sipinternaltls._tcp.other.example", &call())
            .unwrap(),
        []
    );
    assert_eq!(
        path.addresses(&fqdn("nobody.example.jp"), &call()).unwrap(),
        Vec::<String>::new()
    );
    assert!(path.tls(&fqdn("nobody.example.jp"), 5061, &call()).is_err());
}

#[test]
fn the_exports_hold_one_of_each_risk() {
    let (lab, _clock) = staged();
    let exports = lab.source_exports();
    let text = |name: &str| {
        let file = exports.iter().find(|(known, _)| known == name).unwrap();
        String::from_utf8(file.1.clone()).unwrap()
    };
    assert_eq!(text("categories.csv").lines().count(), 1 + 12);
    assert_eq!(text("rooms.csv").lines().count(), 1 + 40);
    assert!(text("rooms.csv").contains("Announcements"), "collides");
    assert!(
        text("rooms.csv").contains("Closed since 2009,1,True,True"),
        "disabled"
    );
    assert!(text("rooms.csv").contains("On call,2,True"), "invitations");
    assert!(
        text("categories.csv").contains("Operations,,False"),
        "invitations"
    );
    assert!(text("managers.csv").contains("Root,,"), "root manager");
    assert!(
        text("members.csv").contains("@partner.example"),
        "federated"
    );
}

#[test]
fn a_service_that_will_not_stop_hangs_once_and_people_can_end_it() {
    for is_repaired in [true, false] {
        let (lab, clock) = staged();
        lab.befall(&[RehearsalFault::ServiceWillNotStop]);
        let pool = stage().target_pool;
        turn_chat(&lab, &pool, false);
        clock.advance(secs(125));
        let pending = |lab: &Lab| {
            let reading = lab.clone().pool_reading(&pool, &call()).unwrap();
            let servers = reading.servers.iter();
            let services = servers.flat_map(pchat_console::domain::ServerReading::chat_services);
            services
                .filter(|service| service.status == ServiceStatus::StopPending)
                .count()
        };
        assert_eq!(pending(&lab), 1);
        if is_repaired {
            act(&lab, LabDeed::RepairServer);
        } else {
            clock.advance(secs(30));
        }
        assert_eq!(pending(&lab), 0);
    }
}

#[test]
fn a_server_that_is_lost_answers_again_when_people_bring_it_back() {
    let (lab, clock) = staged();
    let pool = stage().target_pool;
    stop_chat(&lab, &clock, &pool);
    lab.befall(&[RehearsalFault::ServerLost]);
    let server = "pc-b.example.co.kr";
    let services = lab.clone().services(server, &call()).unwrap().unwrap();
    let start = Change::StartService {
        server: server.to_owned(),
        service: services[0].name.clone(),
    };
    assert!(lab.act_as_operator(&start).is_err());
    assert!(lab.clone().services(server, &call()).unwrap().is_err());
    assert!(act(&lab, LabDeed::RepairServer).contains(server));
    lab.act_as_operator(&start).unwrap();
    clock.advance(secs(10));
    let services = lab.clone().services(server, &call()).unwrap().unwrap();
    assert_eq!(services[0].status, ServiceStatus::Running);
}

#[test]
fn an_address_that_is_still_held_is_freed_by_people_and_held_only_once() {
    let (lab, clock) = staged();
    lab.befall(&[RehearsalFault::AddressStillHeld]);
    for (address, is_held) in stage().lookup_addresses.iter().zip([true, false]) {
        let user = pchat_console::domain::AccountName::parse(address.as_str()).unwrap();
        lab.act_as_operator(&Change::DisableUser { user }).unwrap();
        clock.advance(secs(60));
        let holders = |lab: &Lab| lab.directory().holders(address, &call()).unwrap().holders;
        assert_eq!(holders(&lab).len(), usize::from(is_held), "{address}");
        act(&lab, LabDeed::RemoveLeftProxyValue);
        assert_eq!(holders(&lab), []);
    }
}

#[test]
fn replication_lags_for_the_first_change_only() {
    let (lab, clock) = staged();
    lab.befall(&[RehearsalFault::ReplicationLags]);
    for (address, shows_after_a_minute) in stage().lookup_addresses.iter().zip([false, true]) {
        let user = pchat_console::domain::AccountName::parse(address.as_str()).unwrap();
        lab.act_as_operator(&Change::DisableUser { user }).unwrap();
        clock.advance(secs(60));
        let mut other_site = lab.directory_on("dc11.example.co.kr").unwrap();
        let holders = other_site.holders(address, &call()).unwrap().holders;
        assert_eq!(holders.is_empty(), shows_after_a_minute, "{address}");
        clock.advance(secs(120));
        let holders = other_site.holders(address, &call()).unwrap().holders;
        assert_eq!(holders, []);
    }
}

#[test]
fn an_import_warning_can_be_put_right() {
    let (lab, clock) = staged();
    lab.befall(&[RehearsalFault::ImportWarning]);
    act(&lab, LabDeed::CleanUpSource);
    act(&lab, LabDeed::StopGroupChat);
    stop_chat(&lab, &clock, &stage().target_pool);
    act(&lab, LabDeed::BackUpSource);
    act(&lab, LabDeed::ExportData);
    assert!(act(&lab, LabDeed::PreviewImport).contains("WARNING"));
    act(&lab, LabDeed::FixImportWarnings);
    assert!(!act(&lab, LabDeed::PreviewImport).contains("WARNING"));
}

#[test]
fn a_lab_that_is_set_up_anew_stands_where_the_earlier_one_stood() {
    let (lab, clock) = staged();
    let faults = [
        RehearsalFault::ServerLost,
        RehearsalFault::ServiceWillNotStop,
    ];
    lab.befall(&faults);
    let pool = stage().target_pool;
    let services = |server: &str| {
        let services = lab.clone().services(server, &call()).unwrap().unwrap();
        services[0].name.clone()
    };
    let mut past = vec![
        LabAct::People(LabDeed::CleanUpSource),
        LabAct::People(LabDeed::StopGroupChat),
    ];
    let servers = ["pc-a.example.co.kr", "pc-b.example.co.kr"];
    let reading = lab.clone().pool_reading(&pool, &call()).unwrap();
    for server in &reading.servers {
        for service in server.chat_services() {
            past.push(LabAct::Deployment(Change::StopService {
                server: server.server.clone(),
                service: service.name.clone(),
            }));
        }
    }
    past.extend([LabDeed::ExportData, LabDeed::ImportData].map(LabAct::People));
    past.push(LabAct::Deployment(Change::StartService {
        server: servers[1].to_owned(),
        service: services(servers[1]),
    }));
    lab.restage(&stage());
    lab.befall(&faults);
    lab.replay(&past);
    assert!(!act(&lab, LabDeed::ShowGroupChatServices).contains("Running"));
    assert_eq!(rooms(&lab, &pool).len(), 2 + 40);
    let first = lab.clone().services(servers[0], &call()).unwrap().unwrap();
    assert_eq!(first[0].status, ServiceStatus::Stopped);
    clock.advance(secs(1));
    let second = lab.clone().services(servers[1], &call()).unwrap().unwrap();
    assert_eq!(second[0].status, ServiceStatus::Running);
}
