//! Servers, services and contents of a pool, and what surrounds the chat pools.

use std::time::Duration;

use pchat_console::domain::{
    Access, Change, ChatTest, ChatTestOutcome, ChatTestResult, Generation, Message, PoolReading,
    Readable, ServerReading, ServiceKind, ServiceName, ServiceStatus, UnreadReason, WindowsService,
};
use pchat_console::lab::MemoryJournal;
use pchat_console::plan::{self, Plan, PlanRecord, StepStatus};
use pchat_console::ports::{PortErrorKind, PortResult};

use crate::contract::{
    Bench, Fault, Replication, Rights, SEOUL, TOKYO, UNKNOWN, asset, call, check_failed,
    check_kind, check_statuses, execute, execute_watched, inventory, texts, undo,
};
use crate::support::{address, fqdn, new_record};

const SERVER: &str = "pc01.contoso.com";
const CHAT: &str = "LABCHAT";
const COMPLIANCE: &str = "LABCHATCOMPLIANCE";

fn name(service: &str) -> ServiceName {
    ServiceName::parse(service).unwrap()
}

fn read(bench: &dyn Bench, pool: &str) -> PoolReading {
    let reading = bench.session().pool_reading(&fqdn(pool), &call(bench));
    reading.unwrap()
}

fn service(bench: &dyn Bench, service: &str) -> WindowsService {
    let services = bench.session().services(SERVER, &call(bench)).unwrap();
    let mut services = services.unwrap().into_iter();
    services
        .find(|found| found.name.as_str() == service)
        .unwrap()
}

fn stop(service: &str) -> Change {
    Change::StopService {
        server: SERVER.to_owned(),
        service: name(service),
    }
}

fn stop_plan(bench: &dyn Bench) -> Plan {
    let (connection, now) = (bench.session().connection(), bench.clock().now());
    plan::stop_service(connection, SERVER, &service(bench, CHAT), now).unwrap()
}

fn start_plan(bench: &dyn Bench) -> Plan {
    let (connection, now) = (bench.session().connection(), bench.clock().now());
    plan::start_service(connection, SERVER, &service(bench, CHAT), now).unwrap()
}

fn watched(bench: &dyn Bench, plan: Plan) -> (PlanRecord, usize) {
    execute_watched(bench, &new_record(plan), &MemoryJournal::default())
}

fn reason<T: std::fmt::Debug>(value: &Readable<T>) -> UnreadReason {
    value.as_ref().unwrap_err().reason
}

fn in_file(list: &str, pool: &str) -> Vec<String> {
    let asset = asset();
    let entries = asset[list].as_array().unwrap().iter();
    entries
        .filter(|entry| entry["pool"] == pool)
        .map(|entry| entry["name"].as_str().unwrap().to_owned())
        .collect()
}

fn identities(list: &str) -> Vec<String> {
    let asset = asset();
    let entries = asset[list].as_array().unwrap().iter();
    entries
        .map(|entry| entry["identity"].as_str().unwrap().to_owned())
        .collect()
}

pub(crate) fn the_servers_of_a_pool_are_read_with_services_replica_and_content(bench: &dyn Bench) {
    let reading = read(bench, TOKYO);
    assert_eq!(reading.pool, fqdn(TOKYO));
    let servers: Vec<_> = reading
        .servers
        .iter()
        .map(|server| (server.server.as_str(), server.is_active))
        .collect();
    assert_eq!(
        servers,
        [
            ("pc11.contoso.com", true),
            ("pc12.contoso.com", true),
            ("pc13.contoso.com", false),
        ]
    );
    for server in reading.servers.iter().filter(|server| server.is_active) {
        let chat: Vec<_> = server.chat_services().collect();
        assert_eq!(chat.len(), 2, "{server:?}");
        assert!(
            chat.iter()
                .all(|service| service.status == ServiceStatus::Running)
        );
        let services = server.services.as_ref().unwrap();
        assert!(services.iter().any(|s| s.kind() == ServiceKind::Foreign));
        let replica = server.replica.as_ref().unwrap().as_ref().unwrap();
        assert!(replica.is_up_to_date);
        assert!(replica.product_version.is_some());
    }
    assert_eq!(reading.is_stopped(), Some(false));
    let content = reading.content;
    assert_eq!(content.categories, Ok(in_file("categories", TOKYO)));
    assert_eq!(content.rooms, Ok(in_file("rooms", TOKYO)));
    assert_eq!(content.addins, Ok(in_file("addins", TOKYO)));
    assert!(reading.notices.is_empty(), "{:?}", reading.notices);
}

pub(crate) fn a_pool_nobody_knows_has_no_servers_to_read(bench: &dyn Bench) {
    let unknown = fqdn("nowhere.contoso.com");
    let reading = bench.session().pool_reading(&unknown, &call(bench));
    check_kind(reading, UNKNOWN);
}

pub(crate) fn with_every_chat_service_stopped_the_content_cannot_be_read(bench: &dyn Bench) {
    bench.others_set_service(SERVER, CHAT, false);
    bench.others_set_service(SERVER, COMPLIANCE, false);
    let reading = read(bench, SEOUL);
    assert_eq!(reading.is_stopped(), Some(true));
    let stopped = UnreadReason::ServicesStopped;
    let content = &reading.content;
    assert_eq!(reason(&content.categories), stopped);
    assert_eq!(reason(&content.rooms), stopped);
    assert_eq!(reason(&content.addins), stopped);
    // The pool beside it goes on.
    assert_eq!(read(bench, TOKYO).is_stopped(), Some(false));
}

pub(crate) fn services_without_roles_are_unknown_and_nothing_is_guessed(bench: &dyn Bench) {
    bench.hide_role_names();
    let reading = read(bench, SEOUL);
    let services = reading.servers[0].services.as_ref().unwrap();
    assert!(!services.is_empty());
    assert!(services.iter().all(|s| s.kind() == ServiceKind::Unknown));
    assert_eq!(reading.is_stopped(), None);
    // A person picked it by its name.
    check_statuses(&execute(bench, stop_plan(bench)), &[StepStatus::Done]);
}

pub(crate) fn without_the_right_services_are_unread_and_the_content_is_not(bench: &dyn Bench) {
    bench.restrict(Rights::ChatOnly);
    let reading = read(bench, SEOUL);
    let ServerReading {
        services, replica, ..
    } = &reading.servers[0];
    assert_eq!(reason(services), UnreadReason::NoRight);
    assert_eq!(reason(replica), UnreadReason::NoRight);
    assert_eq!(reading.is_stopped(), None);
    assert_eq!(reading.content.rooms, Ok(in_file("rooms", SEOUL)));
    let surroundings = bench.session().deployment_reading(&call(bench)).unwrap();
    assert_eq!(
        reason(&surroundings.topology.replicas),
        UnreadReason::NoRight
    );
    assert_eq!(
        reason(&surroundings.policies.client_versions),
        UnreadReason::NoRight
    );
    assert!(surroundings.topology.pools.is_ok());
    let refused = bench.session().apply(&stop(CHAT), &call(bench));
    check_kind(refused, &[PortErrorKind::Forbidden]);
}

pub(crate) fn what_surrounds_the_pools_is_read(bench: &dyn Bench) {
    let reading = bench.session().deployment_reading(&call(bench)).unwrap();
    let asset = asset();
    let topology = reading.topology;
    let sites = topology.sites.unwrap();
    let names: Vec<_> = sites.iter().map(|site| site.identity.clone()).collect();
    assert_eq!(names, identities("sites"));
    for (site, facts) in sites.iter().zip(asset["sites"].as_array().unwrap()) {
        assert_eq!(site.pools, Some(texts(&facts["pools"])));
        assert_eq!(site.display_name.as_deref(), facts["name"].as_str());
    }
    let pools = topology.pools.unwrap();
    let computers = topology.computers.unwrap();
    let replicas = topology.replicas.unwrap();
    for facts in asset["registrar_pools"].as_array().unwrap() {
        let fqdn = facts["fqdn"].as_str().unwrap();
        let pool = pools.iter().find(|pool| pool.fqdn == fqdn).unwrap();
        assert_eq!(pool.site.as_deref(), facts["site"].as_str());
        assert_eq!(pool.computers, Some(texts(&facts["computers"])));
        for computer in texts(&facts["computers"]) {
            let known = computers.iter().find(|known| known.fqdn == computer);
            assert_eq!(known.unwrap().pool.as_deref(), Some(fqdn));
            let replica = replicas.iter().find(|replica| replica.fqdn == computer);
            assert!(replica.unwrap().is_up_to_date);
        }
    }
    assert_eq!(replicas.len(), computers.len());
    let cycles = topology.user_replicators.unwrap();
    assert_eq!(cycles[0].cycle, Some(Duration::from_mins(1)));
}

pub(crate) fn the_settings_that_concern_clients_are_read(bench: &dyn Bench) {
    let reading = bench.session().deployment_reading(&call(bench)).unwrap();
    let asset = asset();
    let policies = reading.policies.client_versions.unwrap();
    assert_eq!(
        policies
            .iter()
            .map(|policy| policy.identity.clone())
            .collect::<Vec<_>>(),
        identities("client_version_policies")
    );
    let facts = asset["client_version_policies"].as_array().unwrap();
    for (policy, facts) in policies.iter().zip(facts) {
        let rules = policy.rules.as_ref().unwrap();
        for (rule, facts) in rules.iter().zip(facts["rules"].as_array().unwrap()) {
            assert_eq!(rule.user_agent.as_deref(), facts["user_agent"].as_str());
            assert_eq!(rule.version.as_deref(), facts["version"].as_str());
            assert_eq!(rule.comparison.as_deref(), facts["compare"].as_str());
            assert_eq!(rule.action.word(), facts["action"].as_str().unwrap());
            assert_eq!(rule.is_enabled, facts["enabled"].as_bool());
        }
        let blocking = facts["rules"].as_array().unwrap().iter();
        let blocking = blocking.filter(|rule| rule["action"] == "Block" && rule["enabled"] == true);
        assert_eq!(policy.blocking_rules().count(), blocking.count());
    }
    let proxies = reading.policies.proxies.unwrap();
    for (proxy, facts) in proxies
        .iter()
        .zip(asset["proxy_configurations"].as_array().unwrap())
    {
        assert_eq!(Some(proxy.identity.as_str()), facts["identity"].as_str());
        assert_eq!(proxy.allows_kerberos, facts["kerberos"].as_bool());
        assert_eq!(proxy.allows_ntlm, facts["ntlm"].as_bool());
        assert_eq!(proxy.allows_certificate, facts["certificate"].as_bool());
    }
    let compliance = reading.policies.compliance.unwrap();
    for (settings, facts) in compliance
        .iter()
        .zip(asset["compliance_configurations"].as_array().unwrap())
    {
        assert_eq!(Some(settings.identity.as_str()), facts["identity"].as_str());
        assert_eq!(
            settings.adapter_type.as_deref(),
            facts["adapter_type"].as_str()
        );
        assert_eq!(
            settings.run_interval.map(|interval| interval.as_secs()),
            facts["run_interval_seconds"].as_u64()
        );
    }
    assert_eq!((proxies.len(), compliance.len()), (2, 2));
}

pub(crate) fn what_a_migration_asks_about_is_read(bench: &dyn Bench) {
    let reading = bench.session().deployment_reading(&call(bench)).unwrap();
    let asset = asset();
    let registrars = reading.topology.registrars.unwrap();
    let facts = asset["registrar_pools"].as_array().unwrap();
    assert_eq!(registrars.len(), facts.len());
    for (registrar, facts) in registrars.iter().zip(facts) {
        assert_eq!(Some(registrar.pool.as_str()), facts["fqdn"].as_str());
        let version = facts["version"].as_i64();
        assert_eq!(registrar.generation, Generation::from_version(version));
    }
    let applications = reading.topology.trusted_applications.unwrap();
    let [application] = applications.as_slice() else {
        panic!("{applications:?}");
    };
    let whole = format!("{}/{}", application.pool, application.id);
    let facts = &asset["trusted_application_pools"][0]["application"];
    assert_eq!(Some(whole.as_str()), facts.as_str());
    let policies = reading.policies.chat.unwrap();
    let facts = asset["chat_policies"].as_array().unwrap();
    assert_eq!(policies.len(), facts.len());
    for (policy, facts) in policies.iter().zip(facts) {
        assert_eq!(Some(policy.identity.as_str()), facts["identity"].as_str());
        assert_eq!(policy.is_enabled, facts["enabled"].as_bool());
        assert_eq!(policy.description.as_deref(), facts["description"].as_str());
    }
}

pub(crate) fn trusted_application_pools_are_where_group_chat_runs(bench: &dyn Bench) {
    let sources = inventory(bench).source_pools.unwrap();
    let [source] = sources.as_slice() else {
        panic!("{sources:?}");
    };
    assert_eq!(source.fqdn, fqdn("groupchat2010.contoso.com"));
    assert_eq!(source.registrar, Some(fqdn("pool2010.contoso.com")));
    assert!(source.applications[0].ends_with("urn:application:ocschat"));
}

// Changing

pub(crate) fn a_plan_stops_a_service_and_undoing_it_starts_the_service_again(bench: &dyn Bench) {
    let (stopped, sent) = watched(bench, stop_plan(bench));
    check_statuses(&stopped, &[StepStatus::Done]);
    assert_eq!(sent, 1);
    let evidence = stopped.steps[0].evidence.service.as_ref().unwrap();
    assert_eq!(evidence.status, ServiceStatus::Stopped);
    assert_eq!(service(bench, CHAT).status, ServiceStatus::Stopped);
    assert_eq!(
        service(bench, COMPLIANCE).status,
        ServiceStatus::Running,
        "one service is stopped, and no other"
    );
    check_statuses(&undo(bench, &stopped), &[StepStatus::Done]);
    assert_eq!(service(bench, CHAT).status, ServiceStatus::Running);
}

pub(crate) fn a_service_on_its_way_is_waited_for(bench: &dyn Bench) {
    let mut session = bench.session();
    session.apply(&stop(CHAT), &call(bench)).unwrap();
    assert_eq!(service(bench, CHAT).status, ServiceStatus::StopPending);
    bench.settle_services();
    assert_eq!(service(bench, CHAT).status, ServiceStatus::Stopped);
}

pub(crate) fn a_service_that_is_there_already_is_left_alone(bench: &dyn Bench) {
    let (record, sent) = watched(bench, start_plan(bench));
    check_statuses(&record, &[StepStatus::AlreadySatisfied]);
    assert_eq!(sent, 0);
}

pub(crate) fn a_lost_answer_to_a_stop_is_settled_by_reading(bench: &dyn Bench) {
    let plan = stop_plan(bench);
    bench.fault(Fault::DropAfterAct);
    let (record, sent) = watched(bench, plan);
    check_statuses(&record, &[StepStatus::DoneWithWarning]);
    assert_eq!(
        record.steps[0].message,
        Some(Message::StepAnswerLostButDone)
    );
    assert_eq!(sent, 1);
}

pub(crate) fn an_unanswered_stop_that_was_not_made_stays_unknown(bench: &dyn Bench) {
    let plan = stop_plan(bench);
    bench.fault(Fault::TimeOut);
    let (record, sent) = watched(bench, plan);
    check_statuses(&record, &[StepStatus::UnknownOutcome]);
    assert_eq!(sent, 1);
    let seen = record.steps[0].evidence.service.as_ref().unwrap();
    assert_eq!(seen.status, ServiceStatus::Running);
}

pub(crate) fn a_refused_stop_fails_and_the_service_runs_on(bench: &dyn Bench) {
    let plan = stop_plan(bench);
    bench.fault(Fault::Refuse);
    let record = execute(bench, plan);
    check_failed(&record, &Message::StepRefused);
    assert_eq!(service(bench, CHAT).status, ServiceStatus::Running);
}

pub(crate) fn a_service_the_server_does_not_have_is_not_started(bench: &dyn Bench) {
    let picked = WindowsService {
        name: name("NOSUCHSERVICE"),
        roles: None,
        ..service(bench, CHAT)
    };
    let (connection, now) = (bench.session().connection(), bench.clock().now());
    let plan = plan::start_service(connection, SERVER, &picked, now).unwrap();
    let (record, sent) = watched(bench, plan);
    check_failed(
        &record,
        &Message::StepServiceMissing {
            server: SERVER.to_owned(),
            service: picked.name,
        },
    );
    assert_eq!(sent, 0);
}

pub(crate) fn a_service_of_something_else_is_never_stopped(bench: &dyn Bench) {
    let foreign = service(bench, "REPLICA");
    let refused = Message::ServiceForeign {
        server: SERVER.to_owned(),
        service: foreign.name.clone(),
    };
    let (connection, now) = (bench.session().connection(), bench.clock().now());
    let made = plan::stop_service(connection.clone(), SERVER, &foreign, now);
    assert_eq!(made, Err(refused.clone()));
    // Nor where the plan was made from a reading that named no role.
    let unnamed = WindowsService {
        roles: None,
        ..foreign
    };
    let plan = plan::stop_service(connection, SERVER, &unnamed, now).unwrap();
    let (record, sent) = watched(bench, plan);
    check_failed(&record, &refused);
    assert_eq!(sent, 0);
}

pub(crate) fn a_preview_of_stopping_says_something_and_changes_nothing(bench: &dyn Bench) {
    let preview = bench.session().preview(&stop(CHAT), &call(bench)).unwrap();
    assert!(!preview.text.is_empty());
    assert_eq!(service(bench, CHAT).status, ServiceStatus::Running);
}

pub(crate) fn a_cmdlet_without_what_if_has_no_preview_and_is_not_run(bench: &dyn Bench) {
    bench.others_set_replica(SERVER, false);
    let replicate = Change::Replicate { replica: None };
    let update = Change::UpdateUserDatabase {
        pool: fqdn("pool2013-seoul.contoso.com"),
    };
    for change in [replicate, update] {
        let preview = bench.session().preview(&change, &call(bench));
        check_kind(preview, &[PortErrorKind::NoPreview]);
    }
    bench.settle();
    let mut session = bench.session();
    let replicas = session.replicas(Some(SERVER), &call(bench)).unwrap();
    assert!(!replicas.unwrap()[0].is_up_to_date);
}

pub(crate) fn a_plan_brings_a_replica_up_to_date(bench: &dyn Bench) {
    let replicate = || {
        let (connection, now) = (bench.session().connection(), bench.clock().now());
        watched(bench, plan::replicate(connection, SERVER.to_owned(), now))
    };
    let (record, sent) = replicate();
    check_statuses(&record, &[StepStatus::AlreadySatisfied]);
    assert_eq!(sent, 0);
    bench.others_set_replica(SERVER, false);
    let reading = read(bench, SEOUL);
    let replica = reading.servers[0].replica.as_ref().unwrap();
    assert!(!replica.as_ref().unwrap().is_up_to_date);
    let (record, sent) = replicate();
    check_statuses(&record, &[StepStatus::Done]);
    assert_eq!(sent, 1);
    assert!(
        record.steps[0]
            .evidence
            .replica
            .as_ref()
            .unwrap()
            .is_up_to_date
    );
}

pub(crate) fn a_replication_that_takes_long_is_not_visible_yet(bench: &dyn Bench) {
    bench.others_set_replica(SERVER, false);
    bench.replicate(Replication::Late);
    let (connection, now) = (bench.session().connection(), bench.clock().now());
    let record = execute(bench, plan::replicate(connection, SERVER.to_owned(), now));
    check_statuses(&record, &[StepStatus::NotVisibleYet]);
    assert!(matches!(
        record.steps[0].message,
        Some(Message::StepReplicaOutdated { .. })
    ));
}

pub(crate) fn a_replica_the_store_does_not_list_is_no_failure(bench: &dyn Bench) {
    let mut session = bench.session();
    let unknown = session.replicas(Some("nowhere.contoso.com"), &call(bench));
    assert_eq!(unknown.unwrap(), Ok(Vec::new()));
}

pub(crate) fn the_database_of_a_pool_nobody_knows_is_not_updated(bench: &dyn Bench) {
    let update = |pool: &str| {
        let pool = fqdn(pool);
        let change = Change::UpdateUserDatabase { pool };
        bench.session().apply(&change, &call(bench))
    };
    update("pool2013-seoul.contoso.com").unwrap();
    check_kind(update("nowhere.contoso.com"), UNKNOWN);
}

// The test of Lync 2013's path

fn chat_test(sender: &str) -> ChatTest {
    ChatTest {
        registrar: fqdn("pool2013-seoul.contoso.com"),
        sender: address(sender),
        receiver: address("sip:noc@contoso.com"),
        credentials: None,
        room: None,
    }
}

fn test(bench: &dyn Bench, sender: &str) -> PortResult<ChatTestResult> {
    bench.session().test_chat(&chat_test(sender), &call(bench))
}

pub(crate) fn two_users_exchange_a_message_or_the_server_says_why_not(bench: &dyn Bench) {
    let result = test(bench, "sip:helpdesk@contoso.com").unwrap();
    assert_eq!(result.outcome, ChatTestOutcome::Success, "{result:?}");
    assert!(result.latency.is_some());
    let result = test(bench, "sip:nobody@contoso.com").unwrap();
    assert_eq!(result.outcome, ChatTestOutcome::Failure);
    assert!(result.error.is_some());
}

pub(crate) fn a_read_only_session_stops_nothing_and_tests_nothing(bench: &dyn Bench) {
    let mut session = bench.session();
    session.set_access(Access::ReadOnly);
    let read_only = &[PortErrorKind::ReadOnly];
    check_kind(session.apply(&stop(CHAT), &call(bench)), read_only);
    let asked = session.test_chat(&chat_test("sip:helpdesk@contoso.com"), &call(bench));
    check_kind(asked, read_only);
    assert_eq!(service(bench, CHAT).status, ServiceStatus::Running);
}
