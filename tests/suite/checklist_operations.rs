//! The plans of the steps the console does, and which steps a plan belongs to.

use pchat_console::checklist::{Decision, Ground, PickedService, plan_of, steps_of};
use pchat_console::domain::{
    ChecklistMessage, EndpointOrigin, Message, PoolContent, PoolReading, ReadingMessage,
    ServerReading, ServiceName, ServiceStatus, Unread, UnreadReason, WindowsService,
};
use pchat_console::plan::{self, Act, Plan, PlanKind, PlanRecord, StepStatus};

use super::checklist_stage::{Night, id};
use super::support::{connection, contoso, endpoint, fqdn, start};

fn service(name: &str, roles: Option<&[&str]>) -> WindowsService {
    WindowsService {
        name: ServiceName::parse(name).unwrap(),
        display_name: None,
        status: ServiceStatus::Running,
        roles: roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect()),
    }
}

fn server(name: &str, is_active: bool) -> ServerReading {
    ServerReading {
        server: name.to_owned(),
        is_active,
        services: Ok(vec![
            service("W3SVC", Some(&["W3SVC"])),
            service("RTCCOMPL", Some(&["PersistentChatService"])),
            service("RTCCHAT", Some(&["PersistentChatService"])),
        ]),
        replica: Ok(None),
    }
}

fn pool() -> PoolReading {
    PoolReading {
        pool: fqdn("pcpool01.contoso.com"),
        read_at: start(),
        servers: vec![
            server("pc01.contoso.com", true),
            server("pc02.contoso.com", true),
            server("pc03.contoso.com", false),
        ],
        content: PoolContent::unread(&Unread::new(UnreadReason::ServicesStopped, "")),
        notices: Vec::new(),
    }
}

fn made(step: &str, pool: &PoolReading, picked: &[PickedService]) -> Result<Plan, Message> {
    let checklist = Night::new().checklist();
    let item = checklist.item(&id(step)).unwrap();
    let ground = Ground {
        pool: Some(pool),
        inventory: None,
        picked,
    };
    plan_of(item, &checklist, connection(), ground, start())
}

fn acts(plan: &Plan) -> Vec<String> {
    let steps = plan.steps.iter();
    steps.map(|step| step.act.subject().to_string()).collect()
}

#[test]
fn services_are_stopped_on_every_server_the_compliance_service_last() {
    let plan = made("c1", &pool(), &[]).unwrap();
    assert_eq!(plan.kind, PlanKind::StopServices);
    assert_eq!(
        acts(&plan),
        [
            "pc01.contoso.com\\RTCCHAT",
            "pc01.contoso.com\\RTCCOMPL",
            "pc02.contoso.com\\RTCCHAT",
            "pc02.contoso.com\\RTCCOMPL",
            "pc03.contoso.com\\RTCCHAT",
            "pc03.contoso.com\\RTCCOMPL",
        ]
    );
    assert!(plan.steps.iter().all(|step| matches!(
        (&step.act, &step.undo),
        (Act::StopService { .. }, Some(Act::StartService { .. }))
    )));
}

#[test]
fn services_are_started_on_the_active_servers_the_compliance_service_first() {
    let plan = made("c9", &pool(), &[]).unwrap();
    assert_eq!(plan.kind, PlanKind::StartServices);
    assert_eq!(
        acts(&plan),
        [
            "pc01.contoso.com\\RTCCOMPL",
            "pc01.contoso.com\\RTCCHAT",
            "pc02.contoso.com\\RTCCOMPL",
            "pc02.contoso.com\\RTCCHAT",
        ]
    );
}

#[test]
fn a_service_without_a_role_is_touched_only_when_a_person_picked_it() {
    let mut unnamed = pool();
    unnamed.servers.truncate(1);
    unnamed.servers[0].services = Ok(vec![service("X1", None), service("X2", None)]);
    let hidden = ReadingMessage::RolesNotShown {
        server: "pc01.contoso.com".to_owned(),
    };
    assert_eq!(made("c9", &unnamed, &[]), Err(said(hidden)));
    let picked = [PickedService {
        server: "PC01.contoso.com".to_owned(),
        service: ServiceName::parse("x2").unwrap(),
    }];
    let plan = made("c9", &unnamed, &picked).unwrap();
    assert_eq!(acts(&plan), ["pc01.contoso.com\\X2"]);
}

#[test]
fn a_server_that_could_not_be_read_is_not_passed_over() {
    let mut unread = pool();
    unread.servers[1].services = Err(Unread::new(UnreadReason::NoAnswer, ""));
    let what = "pc02.contoso.com".to_owned();
    let reason = UnreadReason::NoAnswer;
    let refused = Err(said(ReadingMessage::Unread { what, reason }));
    assert_eq!(made("c1", &unread, &[]), refused);
    let mut silent = pool();
    silent.servers[1].services = Ok(Vec::new());
    let server = "pc02.contoso.com".to_owned();
    let refused = Err(said(ReadingMessage::NoChatService { server }));
    assert_eq!(made("c9", &silent, &[]), refused);
}

#[test]
fn the_reading_of_another_pool_is_no_ground() {
    let mut other = pool();
    other.pool = fqdn("pcpool02.contoso.com");
    assert_eq!(made("c1", &other, &[]), Err(Message::NothingRead));
}

#[test]
fn what_people_do_or_the_console_reads_has_no_plan() {
    for step in ["c2", "a2", "c8a-1"] {
        let refused = Err(Message::Checklist(ChecklistMessage::NothingToRun));
        assert_eq!(made(step, &pool(), &[]), refused);
    }
}

#[test]
fn only_the_legacy_endpoint_of_the_target_pool_is_removed() {
    let checklist = Night::new().checklist();
    let item = checklist.item(&id("d5b-1")).unwrap();
    let address = "sip:ocschat@contoso.com";
    let removal = |pool: &str, origin| {
        let mut inventory = contoso();
        let taken = super::support::address(address);
        inventory.endpoints.retain(|e| e.sip_address != taken);
        inventory
            .endpoints
            .push(endpoint(address, Some(pool), origin));
        let ground = Ground {
            inventory: Some(&inventory),
            ..Ground::default()
        };
        plan_of(item, &checklist, connection(), ground, start())
    };
    let plan = removal("pcpool01.contoso.com", EndpointOrigin::Legacy).unwrap();
    assert_eq!(plan.kind, PlanKind::Remove);
    let elsewhere = removal("pcpool02.contoso.com", EndpointOrigin::Legacy);
    assert!(matches!(
        elsewhere,
        Err(Message::Checklist(ChecklistMessage::Reading(
            ReadingMessage::EndpointElsewhere { .. }
        )))
    ));
    let automatic = removal("pcpool01.contoso.com", EndpointOrigin::Automatic);
    assert!(matches!(automatic, Err(Message::EndpointProtected { .. })));
}

#[test]
fn undoing_a_plan_of_several_services_is_one_too() {
    let plan = made("c1", &pool(), &[]).unwrap();
    let mut record = PlanRecord::new(plan);
    for step in &mut record.steps {
        step.status = StepStatus::Done;
    }
    record.steps[0].status = StepStatus::AlreadySatisfied;
    let undo = plan::undo(&record, start()).unwrap();
    assert_eq!(undo.kind, PlanKind::StartServices);
    assert_eq!(undo.steps.len(), 5);
    assert_eq!(acts(&undo)[0], "pc03.contoso.com\\RTCCOMPL");
}

#[test]
fn a_plan_made_elsewhere_belongs_to_the_step_that_is_open() {
    let stop = made("c1", &pool(), &[]).unwrap();
    let start_plan = made("c9", &pool(), &[]).unwrap();
    let mut night = Night::new();
    assert_eq!(steps_of(&night.checklist(), &stop), [id("c1")]);
    night.up_to("c3");
    assert_eq!(steps_of(&night.checklist(), &stop), [id("c3")]);
    assert_eq!(steps_of(&night.checklist(), &start_plan), [id("c9")]);
    night.up_to("c9");
    night.decide("c9", Decision::NoGo);
    night.roll_back();
    assert_eq!(steps_of(&night.checklist(), &stop), []);
    assert_eq!(steps_of(&night.checklist(), &start_plan), [id("undo-c1")]);
}

fn said(message: ReadingMessage) -> Message {
    Message::Checklist(ChecklistMessage::Reading(message))
}
