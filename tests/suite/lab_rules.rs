//! The lab keeps the contract, and the rules that only it promises: when things show, and faults by name.

use std::sync::Arc;

use pchat_console::domain::{
    Access, Change, EndpointOrigin, EndpointSpec, LabFault, Message, Right, ServiceName, SipUri,
    UnknownFault, UnreadReason,
};
use pchat_console::lab::{Lab, MemoryJournal, REPLICATION_DELAY, Role, SERVICE_DELAY};
use pchat_console::plan::{self, Act, Limits, PlanKind, PlanRecord, StepStatus};
use pchat_console::ports::{Call, Cancel, Clock, Deployment, PortErrorKind};

use crate::contract::{Bench, Fault, Replication, Rights};
use crate::support::{
    TestClock, address, call, contoso, lab, listed, new_record, run, secs, spec, writer,
};

struct LabBench {
    lab: Lab,
    clock: Arc<TestClock>,
}

impl LabBench {
    fn new() -> Self {
        let (lab, clock) = lab();
        Self { lab, clock }
    }

    fn others(&self, change: &Change) {
        self.lab.set_replication_delay(secs(0));
        self.lab.clone().apply(change, &call()).unwrap();
        self.lab.set_replication_delay(REPLICATION_DELAY);
    }
}

impl Bench for LabBench {
    fn session(&self) -> Box<dyn Deployment> {
        Box::new(self.lab.clone())
    }

    fn clock(&self) -> Arc<dyn Clock> {
        self.clock.clone()
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }

    fn fault(&self, fault: Fault) {
        let fault = match fault {
            Fault::Refuse => LabFault::Refuse,
            Fault::TimeOut => LabFault::TimeOut,
            Fault::DropAfterAct => LabFault::DropAfterAct,
            Fault::Slow => LabFault::Slow,
        };
        self.lab.inject(fault, 1);
    }

    fn restrict(&self, rights: Rights) {
        self.lab.set_role(match rights {
            Rights::NoChanges => Role::ViewOnly,
            Rights::NoDomains => Role::EndpointsOnly,
            Rights::ChatOnly => Role::PersistentChatAdministrator,
        });
    }

    fn replicate(&self, replication: Replication) {
        self.lab.set_replication_delay(match replication {
            Replication::AtOnce => secs(0),
            Replication::Soon => REPLICATION_DELAY,
            Replication::Late => self.limits().read_back + secs(60),
        });
    }

    fn settle(&self) {
        self.clock.advance(secs(600));
    }

    fn others_create(&self, spec: &EndpointSpec) {
        self.others(&Change::CreateEndpoint(spec.clone()));
    }

    fn others_remove(&self, address: &SipUri) {
        self.others(&Change::RemoveEndpoint {
            address: address.clone(),
        });
    }

    fn others_set_service(&self, server: &str, service: &str, runs: bool) {
        let server = server.to_owned();
        let service = ServiceName::parse(service).unwrap();
        self.lab.set_service_delay(secs(0));
        self.others(&if runs {
            Change::StartService { server, service }
        } else {
            Change::StopService { server, service }
        });
        self.lab.set_service_delay(SERVICE_DELAY);
    }

    fn others_set_replica(&self, server: &str, is_up_to_date: bool) {
        self.lab.set_replica(server, is_up_to_date);
    }

    fn settle_services(&self) {
        self.clock.advance(SERVICE_DELAY);
    }

    fn hide_role_names(&self) {
        self.lab.set_role_names(false);
    }
}

crate::contract::contract!(LabBench::new);

const SEOUL: &str = "pchat-seoul.contoso.com";
const NEW: &str = "sip:persistentchat@contoso.com";

fn create(sip_address: &str) -> Change {
    Change::CreateEndpoint(spec(sip_address, SEOUL, None))
}

fn shows(lab: &Lab, sip_address: &str) -> bool {
    let found = lab.clone().endpoint(&address(sip_address), &call());
    found.unwrap().is_some()
}

#[test]
fn a_change_shows_exactly_when_the_replication_delay_is_over() {
    let (mut lab, clock) = lab();
    lab.apply(&create(NEW), &call()).unwrap();
    clock.advance(REPLICATION_DELAY.saturating_sub(secs(1)));
    assert!(!shows(&lab, NEW));
    clock.advance(secs(1));
    assert!(shows(&lab, NEW));

    let removal = Change::RemoveEndpoint {
        address: address(NEW),
    };
    lab.apply(&removal, &call()).unwrap();
    clock.advance(REPLICATION_DELAY.saturating_sub(secs(1)));
    assert!(shows(&lab, NEW));
    clock.advance(secs(1));
    assert!(!shows(&lab, NEW));
}

#[test]
fn without_a_delay_a_change_shows_at_once() {
    let bench = LabBench::new();
    bench.replicate(Replication::AtOnce);
    bench.session().apply(&create(NEW), &call()).unwrap();
    assert!(shows(&bench.lab, NEW));
}

#[test]
fn an_address_is_taken_before_readings_show_it_and_free_before_they_stop() {
    let (mut lab, clock) = lab();
    lab.apply(&create(NEW), &call()).unwrap();
    assert!(!shows(&lab, NEW));
    let twice = lab.apply(&create(NEW), &call()).unwrap_err();
    assert_eq!(twice.kind, PortErrorKind::Conflict);

    clock.advance(REPLICATION_DELAY);
    let removal = Change::RemoveEndpoint {
        address: address(NEW),
    };
    lab.apply(&removal, &call()).unwrap();
    assert!(shows(&lab, NEW));
    let gone = lab.apply(&removal, &call()).unwrap_err();
    assert_eq!(gone.kind, PortErrorKind::NotFound);
    lab.apply(&create(NEW), &call())
        .expect("the directory has no such address any more");
}

#[test]
fn sessions_share_the_site_and_not_the_access() {
    let (lab, clock) = lab();
    let mut reader = lab.clone();
    let mut changer = lab.clone();
    reader.set_access(Access::ReadOnly);
    changer.apply(&create(NEW), &call()).unwrap();
    clock.advance(REPLICATION_DELAY);
    assert!(shows(&reader, NEW));
    let refused = reader.apply(&create("sip:x@contoso.com"), &call());
    assert_eq!(refused.unwrap_err().kind, PortErrorKind::ReadOnly);
}

#[test]
fn without_the_right_to_ask_for_principals_the_users_are_still_known() {
    let (mut lab, _clock) = lab();
    lab.set_role(Role::EndpointsOnly);
    let asked = address("sip:ocschat@contoso.com");
    let holders = lab.holders(&asked, &call()).unwrap().unwrap();
    assert_eq!(
        holders.principals.as_ref().map_err(|unread| unread.reason),
        Err(UnreadReason::NoRight)
    );
    assert_eq!(holders.found().len(), 1);
}

#[test]
fn a_second_legacy_endpoint_of_a_pool_earns_a_warning_in_the_words_of_the_server() {
    let (mut lab, _clock) = lab();
    let second = Change::CreateEndpoint(spec(NEW, "pchat-tokyo.contoso.com", None));
    let applied = lab.apply(&second, &call()).unwrap();
    assert_eq!(applied.words.len(), 1, "{:?}", applied.words);
    assert!(applied.words[0].contains("sip:ocschat@fabrikam.com"));
    let first = lab
        .apply(&create("sip:first@contoso.com"), &call())
        .unwrap();
    assert_eq!(first.words, Vec::<String>::new());
}

#[test]
fn faults_strike_in_the_order_they_were_asked_for_and_can_be_taken_back() {
    let (mut lab, _clock) = lab();
    lab.inject(LabFault::Refuse, 2);
    lab.inject(LabFault::DropAfterAct, 1);
    lab.inject(LabFault::Refuse, 1);
    let mut kind = || lab.apply(&create(NEW), &call()).unwrap_err().kind;
    assert_eq!(kind(), PortErrorKind::Refused);
    assert_eq!(kind(), PortErrorKind::Refused);
    assert_eq!(kind(), PortErrorKind::OutcomeUnknown);
    lab.clear_faults();
    lab.apply(&create("sip:x@contoso.com"), &call()).unwrap();
}

#[test]
fn a_time_out_lasts_as_long_as_the_deadline_and_a_slow_act_shorter() {
    let (mut lab, clock) = lab();
    let begun = clock.now();
    lab.inject(LabFault::TimeOut, 1);
    let err = lab.apply(&create(NEW), &call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Timeout);
    assert_eq!(clock.now().since(begun), secs(60));

    let begun = clock.now();
    lab.inject(LabFault::Slow, 1);
    lab.apply(&create(NEW), &call()).unwrap();
    let lasted = clock.now().since(begun);
    assert!(lasted > secs(0) && lasted < secs(60), "{lasted:?}");
}

#[test]
fn waiting_for_a_slow_act_can_be_cancelled() {
    let (mut lab, _clock) = lab();
    lab.inject(LabFault::Slow, 1);
    let cancel = Cancel::default();
    cancel.cancel();
    let err = lab
        .apply(&create(NEW), &Call::new(secs(60), &cancel))
        .unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Cancelled);
}

#[test]
fn every_fault_is_known_by_its_name_and_no_other_word_is() {
    for fault in LabFault::ALL {
        assert_eq!(fault.to_string().parse(), Ok(fault));
    }
    assert_eq!(
        "Refuse".parse::<LabFault>(),
        Err(UnknownFault("Refuse".to_owned()))
    );
}

#[test]
fn an_address_that_is_used_again_is_waited_for_also_when_a_replacement_is_undone() {
    let (mut lab, clock) = lab();
    let inventory = lab.inventory(&call()).unwrap();
    let captured = listed(&inventory, "sip:ocschat@fabrikam.com");
    let wanted = spec("sip:ocschat@fabrikam.com", "pchat2015.contoso.com", None);
    let plan = plan::replace(inventory.connection, captured, wanted, clock.now()).unwrap();
    let store = MemoryJournal::default();
    let limits = Limits::default();
    let done = run(&new_record(plan), &mut lab, &store, clock.as_ref(), limits).record;
    let undo = plan::undo(&done, clock.now()).unwrap();
    assert_eq!(undo.kind, PlanKind::Replace);
    let acts: Vec<_> = undo.steps.iter().map(|step| &step.act).collect();
    assert!(
        matches!(
            acts[..],
            [
                Act::RemoveEndpoint(_),
                Act::AwaitFreeAddress(_),
                Act::CreateEndpoint(_)
            ]
        ),
        "{acts:#?}"
    );
}

#[test]
fn an_address_a_user_holds_is_not_free() {
    let (mut lab, clock) = lab();
    let mut plan = plan::create(lab.connection(), spec(NEW, SEOUL, None), clock.now());
    plan.steps[0].act = Act::AwaitFreeAddress(address("sip:helpdesk@contoso.com"));
    let store = MemoryJournal::default();
    let limits = Limits::default();
    let begun = clock.now();
    let end = run(&new_record(plan), &mut lab, &store, clock.as_ref(), limits);
    assert_eq!(end.record.status(), StepStatus::NotVisibleYet);
    assert_eq!(
        end.record.steps[0].message,
        Some(Message::StepAddressStillHeld { seconds: 120 })
    );
    assert_eq!(clock.now().since(begun), limits.read_back);
}

#[test]
fn checking_again_against_another_deployment_settles_nothing() {
    let (mut lab, clock) = lab();
    lab.set_replication_delay(secs(600));
    let plan = plan::create(lab.connection(), spec(NEW, SEOUL, None), clock.now());
    let store = MemoryJournal::default();
    let limits = Limits::default();
    let mut record = run(&new_record(plan), &mut lab, &store, clock.as_ref(), limits).record;
    assert_eq!(record.status(), StepStatus::NotVisibleYet);
    clock.advance(secs(600));
    let mut check_again = |record: &PlanRecord| {
        let end = plan::recheck(
            record,
            &mut plan::Sides::deployment_only(&mut lab),
            &mut writer(&store),
            clock.as_ref(),
            &Cancel::default(),
            limits,
            &mut |_| {},
        );
        end.record.status()
    };
    let here = record.plan.connection.clone();
    record.plan.connection.url.push_str("/elsewhere");
    assert_eq!(check_again(&record), StepStatus::NotVisibleYet);
    record.plan.connection = here;
    assert_eq!(check_again(&record), StepStatus::Done);
}

#[test]
fn a_lab_grows_to_the_size_asked_for_and_always_in_the_same_way() {
    let reading = |seed| {
        let mut lab = Lab::grown(TestClock::new(), 60, 2000, seed);
        lab.inventory(&call()).unwrap()
    };
    let grown = reading(7);
    assert_eq!(grown.pools.len(), 60);
    assert_eq!(grown.endpoints.len(), 2000);
    assert_eq!(grown, reading(7));
    assert_ne!(grown, reading(8));
    // Contoso is still in it, and no two objects share a name.
    for known in contoso().endpoints {
        assert!(grown.endpoint(&known.sip_address).is_some());
    }
    let mut names: Vec<_> = grown
        .endpoints
        .iter()
        .map(|e| e.sip_address.folded())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 2000);
    let mut pools: Vec<_> = grown.pools.iter().map(|pool| pool.fqdn.clone()).collect();
    pools.sort();
    pools.dedup();
    assert_eq!(pools.len(), 60);
}

#[test]
fn every_pool_of_a_grown_lab_has_one_automatic_endpoint() {
    let mut lab = Lab::grown(TestClock::new(), 40, 500, 1);
    let inventory = lab.inventory(&call()).unwrap();
    for pool in &inventory.pools {
        let automatic = inventory
            .endpoints_of(&pool.fqdn)
            .filter(|endpoint| endpoint.origin == EndpointOrigin::Automatic);
        assert_eq!(automatic.count(), 1, "{}", pool.fqdn);
    }
}

#[test]
fn two_readings_differ_in_what_was_created_removed_and_changed() {
    let (mut lab, clock) = lab();
    let before = lab.inventory(&call()).unwrap();
    assert!(before.difference_since(&before).is_empty());
    lab.apply(&create(NEW), &call()).unwrap();
    let removal = Change::RemoveEndpoint {
        address: address("sip:ocschat@fabrikam.com"),
    };
    lab.apply(&removal, &call()).unwrap();
    clock.advance(REPLICATION_DELAY);
    let mut after = lab.inventory(&call()).unwrap();
    after.endpoints[0].display_name = Some("renamed".to_owned());
    let difference = after.difference_since(&before);
    assert_eq!(difference.added, [listed(&after, NEW)]);
    assert_eq!(
        difference.removed,
        [listed(&before, "sip:ocschat@fabrikam.com")]
    );
    assert_eq!(
        difference.changed,
        [(before.endpoints[0].clone(), after.endpoints[0].clone())]
    );
}

#[test]
fn each_role_holds_its_cmdlets_and_a_missing_one_names_the_roles_that_have_it() {
    let (mut lab, _clock) = lab();
    let mut held = |role, cmdlet: &str| {
        lab.set_role(role);
        lab.rights(&call()).unwrap().right(cmdlet)
    };
    for cmdlet in pchat_console::lync::NAMES {
        assert_eq!(held(Role::Administrator, cmdlet), Right::Held, "{cmdlet}");
    }
    assert_eq!(held(Role::UserAdministrator, "Set-CsUser"), Right::Held);
    assert_eq!(
        held(Role::ServerAdministrator, "Stop-CsWindowsService"),
        Right::Held
    );
    let missing = |roles: &[&str]| Right::Missing {
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
    };
    assert_eq!(
        held(Role::PersistentChatAdministrator, "Set-CsUser"),
        missing(&["CsAdministrator", "CsUserAdministrator"])
    );
    assert_eq!(
        held(Role::ViewOnly, "Stop-CsWindowsService"),
        missing(&["CsAdministrator", "CsServerAdministrator"])
    );
    assert_ne!(held(Role::EndpointsOnly, "Get-CsSipDomain"), Right::Held);
}

#[test]
fn what_a_session_holds_is_what_it_may_do() {
    let (mut lab, _clock) = lab();
    let stop = Change::StopService {
        server: "pc01.contoso.com".to_owned(),
        service: ServiceName::parse("LABCHAT").unwrap(),
    };
    for role in Role::ALL {
        lab.set_role(role);
        let may = lab.rights(&call()).unwrap().right("Stop-CsWindowsService") == Right::Held;
        assert_eq!(lab.apply(&stop, &call()).is_ok(), may, "{role:?}");
    }
}

#[test]
fn a_grown_lab_has_a_computer_for_every_server() {
    let mut lab = Lab::grown(TestClock::new(), 12, 20, 1);
    let inventory = lab.inventory(&call()).unwrap();
    for pool in &inventory.pools {
        let reading = lab.pool_reading(&pool.fqdn, &call()).unwrap();
        assert_eq!(reading.is_stopped(), Some(false), "{}", pool.fqdn);
    }
}
