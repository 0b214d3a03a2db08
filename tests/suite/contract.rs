//! What every deployment has to do, whatever carries it: run on the lab, and over the wire on a server that is not
//! ours.
//!
//! A behaviour knows nothing of who answers. The words of errors are never compared, their kinds only as sets:
//! which kind a server chooses for a refusal is not documented.

use std::sync::Arc;

use pchat_console::domain::{
    Access, Change, Endpoint, EndpointOrigin, EndpointSpec, Fqdn, Generation, HolderKind,
    Inventory, Message, PoolState, SipUri, UnreadReason,
};
use pchat_console::lab::MemoryJournal;
use pchat_console::plan::{self, Act, Entry, Limits, Plan, PlanRecord, StepEvent, StepStatus};
use pchat_console::ports::{Call, Cancel, Clock, Deployment, PortErrorKind, PortResult};

use crate::support::{
    Spy, address, asked, folded, fqdn, listed, new_record, read, repository, run, run_watched,
    spec, writer,
};

/// What befalls the next change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The server answers with an error; nothing is done.
    Refuse,
    /// No answer before the deadline of the call; nothing is done.
    TimeOut,
    /// The act is done, and the line drops before the answer.
    DropAfterAct,
    /// The act is done late, but before the deadline.
    Slow,
}

/// What the caller may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rights {
    /// The changing cmdlets are not in the session.
    NoChanges,
    /// `Get-CsSipDomain` is not in the session.
    NoDomains,
    /// What a Persistent Chat administrator has: nothing that concerns servers.
    ChatOnly,
}

/// How long it takes until a reading shows a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replication {
    AtOnce,
    /// Not in the first reading, but well before the read-back limit.
    Soon,
    /// Not before the read-back limit; [`Bench::settle`] ends it.
    Late,
}

/// One Contoso deployment (`assets/lab/contoso.json`), fresh for each behaviour, that replicates *soon*.
pub(crate) trait Bench {
    /// A session that may change things. Several may be open at once.
    fn session(&self) -> Box<dyn Deployment>;

    fn clock(&self) -> Arc<dyn Clock>;

    /// Limits that fit the bench: a deadline that [`Fault::Slow`] keeps and a read-back that [`Replication::Soon`] does.
    fn limits(&self) -> Limits;

    /// Lets the next change meet a fault.
    fn fault(&self, fault: Fault);

    /// Takes rights away; sessions opened afterwards have the rest.
    fn restrict(&self, rights: Rights);

    fn replicate(&self, replication: Replication);

    /// Lets readings show everything that was done so far.
    fn settle(&self);

    /// Somebody else's changes, shown in readings at once.
    fn others_create(&self, spec: &EndpointSpec);
    fn others_remove(&self, address: &SipUri);
    fn others_set_service(&self, server: &str, service: &str, runs: bool);
    fn others_set_replica(&self, server: &str, is_up_to_date: bool);

    /// Lets services that are on their way arrive.
    fn settle_services(&self);

    /// Lets services no longer say which roles they belong to.
    fn hide_role_names(&self);
}

/// Makes a test of each behaviour: `contract!(LabBench::new)`, or with attributes before the maker. With
/// `contract!(each run)` the function `run` is given the behaviour, to show it on several benches.
macro_rules! contract {
    (each $run:expr) => {
        $crate::contract::contract! { @all (run ($run)) }
    };
    ($(#[$meta:meta])* $make:expr) => {
        $crate::contract::contract! { @all (make [$(#[$meta])*] ($make)) }
    };
    (@all $how:tt) => {
        $crate::contract::contract! { @each $how
            the_pools_of_contoso_are_listed,
            the_endpoints_of_contoso_are_listed_with_their_origin,
            the_sip_domains_of_contoso_are_listed,
            a_connection_names_host_url_and_account_and_no_password,
            a_reading_is_stamped_with_the_clock,
            a_user_who_holds_an_address_is_found,
            a_free_address_has_no_holder,
            an_endpoint_is_found_by_its_address_in_any_case,
            an_unknown_address_is_no_endpoint_and_no_failure,
            a_created_endpoint_is_returned_and_shown_after_replication,
            a_created_endpoint_read_alone_is_known_to_be_legacy,
            an_address_of_an_endpoint_is_refused_in_any_case,
            an_address_of_a_user_is_refused_in_any_case,
            an_unknown_pool_is_refused,
            a_domain_that_is_not_configured_is_refused,
            a_display_name_comes_back_letter_for_letter,
            a_removed_endpoint_is_gone_after_replication,
            an_endpoint_is_removed_by_its_address_in_any_case,
            removing_an_unknown_endpoint_is_refused,
            a_preview_of_creating_says_something_and_changes_nothing,
            a_preview_of_removing_says_something_and_changes_nothing,
            without_the_role_acts_and_previews_are_forbidden_and_reading_goes_on,
            without_the_right_for_domains_the_rest_is_read_and_the_gap_is_said,
            without_the_right_for_domains_creating_still_works,
            a_refused_change_changes_nothing_and_the_session_goes_on,
            a_change_without_an_answer_in_time_is_a_timeout_or_unknown,
            a_line_dropped_after_the_act_leaves_the_outcome_unknown,
            a_slow_change_is_waited_for,
            a_read_only_session_sends_nothing,
            a_session_can_be_made_read_only_and_writable_again,
            a_plan_creates_an_endpoint_and_reads_it_back,
            a_plan_removes_an_endpoint_and_sees_it_go,
            a_plan_replaces_an_endpoint_by_one_with_another_address,
            a_plan_replaces_an_endpoint_by_one_with_the_same_address,
            a_lost_answer_is_settled_by_reading,
            an_unanswered_change_that_was_not_made_stays_unknown,
            a_change_that_shows_late_is_not_visible_yet_and_can_be_checked_again,
            a_removal_that_shows_late_is_not_visible_yet_and_can_be_checked_again,
            a_plan_whose_goal_is_reached_already_sends_nothing,
            an_endpoint_that_exists_differently_is_left_alone,
            an_endpoint_that_was_exchanged_meanwhile_is_not_removed,
            what_the_pool_may_need_is_never_removed,
            a_plan_without_the_role_fails_and_changes_nothing,
            a_refused_plan_fails_and_changes_nothing,
            undoing_a_create_removes_the_endpoint,
            undoing_a_removal_brings_the_endpoint_back,
            undoing_a_replacement_restores_the_earlier_endpoint,
            waiting_can_be_stopped_and_the_change_stays_accepted,
            a_plan_cancelled_before_the_act_sends_nothing,
            a_plan_made_for_another_deployment_sends_nothing,
            the_servers_of_a_pool_are_read_with_services_replica_and_content,
            a_pool_nobody_knows_has_no_servers_to_read,
            with_every_chat_service_stopped_the_content_cannot_be_read,
            services_without_roles_are_unknown_and_nothing_is_guessed,
            without_the_right_services_are_unread_and_the_content_is_not,
            what_surrounds_the_pools_is_read,
            the_settings_that_concern_clients_are_read,
            what_a_migration_asks_about_is_read,
            trusted_application_pools_are_where_group_chat_runs,
            a_plan_stops_a_service_and_undoing_it_starts_the_service_again,
            a_service_on_its_way_is_waited_for,
            a_service_that_is_there_already_is_left_alone,
            a_lost_answer_to_a_stop_is_settled_by_reading,
            an_unanswered_stop_that_was_not_made_stays_unknown,
            a_refused_stop_fails_and_the_service_runs_on,
            a_service_the_server_does_not_have_is_not_started,
            a_service_of_something_else_is_never_stopped,
            a_preview_of_stopping_says_something_and_changes_nothing,
            a_cmdlet_without_what_if_has_no_preview_and_is_not_run,
            a_plan_brings_a_replica_up_to_date,
            a_replication_that_takes_long_is_not_visible_yet,
            a_replica_the_store_does_not_list_is_no_failure,
            the_database_of_a_pool_nobody_knows_is_not_updated,
            two_users_exchange_a_message_or_the_server_says_why_not,
            a_read_only_session_stops_nothing_and_tests_nothing,
            an_address_in_use_is_given_to_no_user,
            a_disabled_user_is_forgotten_and_may_be_enabled_anew,
            previews_of_user_changes_change_nothing,
            an_account_is_read_with_its_home_and_its_policies,
            an_account_of_an_older_version_is_told_apart_and_not_changed,
            an_account_that_inherits_no_rights_is_not_changed,
            another_address_changes_nothing_else_of_an_account,
            what_disabling_forgets_can_be_granted_again,
        }
    };
    (@each $how:tt $($name:ident,)*) => {
        $( $crate::contract::contract! { @one $how $name } )*
    };
    (@one (run ($run:expr)) $name:ident) => {
        #[test]
        fn $name() {
            $run($crate::contract::$name);
        }
    };
    (@one (make [$(#[$meta:meta])*] ($make:expr)) $name:ident) => {
        #[test]
        $(#[$meta])*
        fn $name() {
            $crate::contract::$name(&$make());
        }
    };
}
pub(crate) use crate::contract_servers::*;
pub(crate) use crate::contract_users::*;
pub(crate) use contract;

pub(crate) const SEOUL: &str = "pchat-seoul.contoso.com";
pub(crate) const TOKYO: &str = "pchat-tokyo.contoso.com";
const POOL_2015: &str = "pchat2015.contoso.com";
const FABRIKAM: &str = "sip:ocschat@fabrikam.com";
const NEW: &str = "sip:persistentchat@contoso.com";

pub(crate) const HELD: &[PortErrorKind] = &[PortErrorKind::Conflict, PortErrorKind::Refused];
pub(crate) const UNKNOWN: &[PortErrorKind] = &[PortErrorKind::NotFound, PortErrorKind::Refused];

pub(crate) fn call(bench: &dyn Bench) -> Call {
    Call::new(bench.limits().call, &Cancel::default())
}

fn create(sip_address: &str, pool: &str) -> Change {
    Change::CreateEndpoint(spec(sip_address, pool, None))
}

fn remove(sip_address: &str) -> Change {
    Change::RemoveEndpoint {
        address: address(sip_address),
    }
}

pub(crate) fn inventory(bench: &dyn Bench) -> Inventory {
    bench.session().inventory(&call(bench)).unwrap()
}

/// The addresses everybody sees once nothing is under way any more.
fn addresses(bench: &dyn Bench) -> Vec<String> {
    bench.settle();
    let mut addresses: Vec<String> = inventory(bench)
        .endpoints
        .iter()
        .map(|endpoint| endpoint.sip_address.folded().to_owned())
        .collect();
    addresses.sort();
    addresses
}

pub(crate) fn check_kind<T: std::fmt::Debug>(result: PortResult<T>, kinds: &[PortErrorKind]) {
    let err = result.expect_err("this is to be refused");
    assert!(kinds.contains(&err.kind), "{err} is not among {kinds:?}");
    assert!(!err.operation.is_empty(), "{err:?} names what was done");
}

/// A change that is refused with one of these kinds, and after which everything is as it was.
fn check_refused(bench: &dyn Bench, change: &Change, kinds: &[PortErrorKind]) {
    let before = addresses(bench);
    check_kind(bench.session().apply(change, &call(bench)), kinds);
    assert_eq!(addresses(bench), before);
}

pub(crate) fn asset() -> serde_json::Value {
    let text = std::fs::read_to_string(repository().join("assets/lab/contoso.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub(crate) fn texts(value: &serde_json::Value) -> Vec<String> {
    let texts = value.as_array().unwrap().iter();
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

// Reading

pub(crate) fn the_pools_of_contoso_are_listed(bench: &dyn Bench) {
    let inventory = inventory(bench);
    let asset = asset();
    let wanted = asset["pools"].as_array().unwrap();
    assert_eq!(inventory.pools.len(), wanted.len());
    for facts in wanted {
        let name = facts["fqdn"].as_str().unwrap();
        let pool = inventory.pool(&fqdn(name)).unwrap();
        assert_eq!(pool.site.as_deref(), facts["site"].as_str(), "{name}");
        assert_eq!(
            pool.generation,
            Generation::from_version(facts["version"].as_i64()),
            "{name}"
        );
        assert_eq!(
            pool.registrar.as_ref().map(Fqdn::as_str),
            facts["registrar"].as_str(),
            "{name}"
        );
        assert_eq!(pool.active_servers, Some(texts(&facts["active_servers"])));
        assert_eq!(
            pool.inactive_servers,
            Some(texts(&facts["inactive_servers"]))
        );
        assert_eq!(
            pool.state.as_ref().map(PoolState::word),
            facts["state"].as_str(),
            "{name}"
        );
        assert_eq!(pool.service_id.as_deref(), facts["service_id"].as_str());
        assert!(!pool.properties.is_empty(), "{name} has a raw view");
    }
}

pub(crate) fn the_endpoints_of_contoso_are_listed_with_their_origin(bench: &dyn Bench) {
    let inventory = inventory(bench);
    let asset = asset();
    let wanted = asset["endpoints"].as_array().unwrap();
    assert_eq!(inventory.endpoints.len(), wanted.len());
    for facts in wanted {
        let name = facts["sip_address"].as_str().unwrap();
        let endpoint = listed(&inventory, name);
        assert_eq!(endpoint.sip_address.as_str(), name);
        assert_eq!(
            endpoint.pool.as_ref().map(Fqdn::as_str),
            facts["pool"].as_str(),
            "{name}"
        );
        assert_eq!(
            endpoint.display_name.as_deref().unwrap_or_default(),
            facts["display_name"].as_str().unwrap_or_default(),
            "{name}"
        );
        let identity = endpoint.identity.unwrap().to_string().to_lowercase();
        assert!(
            identity.contains(facts["guid"].as_str().unwrap()),
            "{identity}"
        );
        let origin = if name == FABRIKAM {
            EndpointOrigin::Legacy
        } else {
            EndpointOrigin::Automatic
        };
        assert_eq!(endpoint.origin, origin, "{name}");
    }
}

pub(crate) fn the_sip_domains_of_contoso_are_listed(bench: &dyn Bench) {
    let mut domains = inventory(bench).sip_domains.unwrap();
    domains.sort_by(|a, b| a.name.cmp(&b.name));
    let domains: Vec<_> = domains
        .iter()
        .map(|domain| (domain.name.as_str(), domain.is_default))
        .collect();
    assert_eq!(domains, [("contoso.com", true), ("fabrikam.com", false)]);
}

pub(crate) fn a_connection_names_host_url_and_account_and_no_password(bench: &dyn Bench) {
    let connection = bench.session().connection();
    assert!(!connection.host.is_empty());
    assert!(connection.url.contains(&connection.host), "{connection:?}");
    assert!(!connection.url.contains('@'), "{connection:?}");
    assert!(connection.account.contains("lab-admin"), "{connection:?}");
    assert_eq!(inventory(bench).connection, connection);
}

pub(crate) fn a_reading_is_stamped_with_the_clock(bench: &dyn Bench) {
    let before = bench.clock().now();
    let read_at = inventory(bench).read_at;
    let after = bench.clock().now();
    assert!(before <= read_at && read_at <= after, "{read_at}");
}

pub(crate) fn a_user_who_holds_an_address_is_found(bench: &dyn Bench) {
    let held = address("sip:OcsChat@Contoso.com");
    let holders = bench
        .session()
        .holders(&held, &call(bench))
        .unwrap()
        .unwrap();
    let found = holders.found();
    let [holder] = found.as_slice() else {
        panic!("one object holds the address: {found:?}");
    };
    assert_eq!(holder.kind, HolderKind::User);
    assert_eq!(
        holder.display_name.as_deref(),
        Some("Group Chat Lookup Service")
    );
    assert_eq!(holder.registrar, Some(fqdn("pool2010.contoso.com")));
}

pub(crate) fn a_free_address_has_no_holder(bench: &dyn Bench) {
    let holders = bench
        .session()
        .holders(&address(NEW), &call(bench))
        .unwrap()
        .unwrap();
    assert!(holders.is_known());
    assert!(holders.found().is_empty(), "{holders:?}");
}

pub(crate) fn an_endpoint_is_found_by_its_address_in_any_case(bench: &dyn Bench) {
    let asked = address("sip:OCSCHAT@Fabrikam.COM");
    let found = bench.session().endpoint(&asked, &call(bench)).unwrap();
    assert_eq!(found.unwrap().sip_address.as_str(), FABRIKAM);
}

pub(crate) fn an_unknown_address_is_no_endpoint_and_no_failure(bench: &dyn Bench) {
    let found = bench.session().endpoint(&address(NEW), &call(bench));
    assert_eq!(found.unwrap(), None);
}

// Changing

pub(crate) fn a_created_endpoint_is_returned_and_shown_after_replication(bench: &dyn Bench) {
    let wanted = spec("sip:PersistentChat@contoso.com", SEOUL, Some("Chat"));
    let mut session = bench.session();
    let applied = session
        .apply(&Change::CreateEndpoint(wanted.clone()), &call(bench))
        .unwrap();
    let returned = applied.returned.expect("-PassThru returns the object");
    assert_eq!(
        returned.sip_address.as_str(),
        "sip:PersistentChat@contoso.com"
    );
    assert!(returned.identity.is_some());
    assert_eq!(
        session.endpoint(&wanted.sip_address, &call(bench)).unwrap(),
        None,
        "what was created is not readable at once"
    );
    bench.settle();
    let shown = listed(&inventory(bench), NEW);
    assert!(wanted.is_met_by(&shown), "{shown:?}");
    assert_eq!(shown.pool, Some(fqdn(SEOUL)));
    assert_eq!(shown.identity, returned.identity);
    assert_eq!(shown.origin, EndpointOrigin::Legacy);
}

pub(crate) fn a_created_endpoint_read_alone_is_known_to_be_legacy(bench: &dyn Bench) {
    bench.others_create(&spec(NEW, SEOUL, None));
    let mut session = bench.session();
    let alone = session
        .endpoint(&address(NEW), &call(bench))
        .unwrap()
        .unwrap();
    assert_eq!(alone.origin, EndpointOrigin::Legacy);
    let automatic = address("sip:GC-1-PersistentChatService-2@contoso.com");
    let automatic = session.endpoint(&automatic, &call(bench)).unwrap().unwrap();
    assert_eq!(automatic.origin, EndpointOrigin::Automatic);
}

pub(crate) fn an_address_of_an_endpoint_is_refused_in_any_case(bench: &dyn Bench) {
    check_refused(bench, &create("sip:OcsChat@FABRIKAM.com", SEOUL), HELD);
}

pub(crate) fn an_address_of_a_user_is_refused_in_any_case(bench: &dyn Bench) {
    check_refused(bench, &create("sip:HelpDesk@contoso.com", SEOUL), HELD);
}

pub(crate) fn an_unknown_pool_is_refused(bench: &dyn Bench) {
    check_refused(bench, &create(NEW, "pchat-busan.contoso.com"), UNKNOWN);
}

pub(crate) fn a_domain_that_is_not_configured_is_refused(bench: &dyn Bench) {
    check_refused(bench, &create("sip:chat@adatum.com", SEOUL), UNKNOWN);
}

pub(crate) fn a_display_name_comes_back_letter_for_letter(bench: &dyn Bench) {
    let name = "영구 채팅 ’레거시’ レガシー \"$(x)` & <b> 한글";
    let change = Change::CreateEndpoint(spec(NEW, SEOUL, Some(name)));
    bench.session().apply(&change, &call(bench)).unwrap();
    bench.settle();
    let shown = listed(&inventory(bench), NEW);
    assert_eq!(shown.display_name.as_deref(), Some(name));
}

pub(crate) fn a_removed_endpoint_is_gone_after_replication(bench: &dyn Bench) {
    let mut session = bench.session();
    session.apply(&remove(FABRIKAM), &call(bench)).unwrap();
    bench.settle();
    let left = session.endpoint(&address(FABRIKAM), &call(bench)).unwrap();
    assert_eq!(left, None);
    assert!(!addresses(bench).contains(&FABRIKAM.to_owned()));
}

pub(crate) fn an_endpoint_is_removed_by_its_address_in_any_case(bench: &dyn Bench) {
    let change = remove("sip:OcsChat@FABRIKAM.com");
    bench.session().apply(&change, &call(bench)).unwrap();
    assert!(!addresses(bench).contains(&FABRIKAM.to_owned()));
}

pub(crate) fn removing_an_unknown_endpoint_is_refused(bench: &dyn Bench) {
    check_refused(bench, &remove(NEW), UNKNOWN);
}

fn check_preview(bench: &dyn Bench, change: &Change) {
    let before = addresses(bench);
    let preview = bench.session().preview(change, &call(bench)).unwrap();
    assert!(
        preview.text.iter().any(|text| !text.trim().is_empty()),
        "{preview:?}"
    );
    assert_eq!(addresses(bench), before);
}

pub(crate) fn a_preview_of_creating_says_something_and_changes_nothing(bench: &dyn Bench) {
    check_preview(bench, &create(NEW, SEOUL));
}

pub(crate) fn a_preview_of_removing_says_something_and_changes_nothing(bench: &dyn Bench) {
    check_preview(bench, &remove(FABRIKAM));
}

// Rights

pub(crate) fn without_the_role_acts_and_previews_are_forbidden_and_reading_goes_on(
    bench: &dyn Bench,
) {
    bench.restrict(Rights::NoChanges);
    let forbidden = &[PortErrorKind::Forbidden];
    check_refused(bench, &create(NEW, SEOUL), forbidden);
    check_refused(bench, &remove(FABRIKAM), forbidden);
    let mut session = bench.session();
    check_kind(
        session.preview(&create(NEW, SEOUL), &call(bench)),
        forbidden,
    );
    check_kind(session.preview(&remove(FABRIKAM), &call(bench)), forbidden);
    assert_eq!(session.inventory(&call(bench)).unwrap().pools.len(), 3);
}

pub(crate) fn without_the_right_for_domains_the_rest_is_read_and_the_gap_is_said(
    bench: &dyn Bench,
) {
    bench.restrict(Rights::NoDomains);
    let inventory = inventory(bench);
    assert_eq!(
        inventory.sip_domains.map_err(|unread| unread.reason),
        Err(UnreadReason::NoRight)
    );
    assert!(
        inventory.notices.iter().any(|notice| matches!(
            notice.message,
            Message::SipDomainsUnread {
                reason: UnreadReason::NoRight
            }
        )),
        "{:?}",
        inventory.notices
    );
    assert_eq!(inventory.pools.len(), 3);
    assert_eq!(inventory.endpoints.len(), 4);
}

pub(crate) fn without_the_right_for_domains_creating_still_works(bench: &dyn Bench) {
    bench.restrict(Rights::NoDomains);
    bench
        .session()
        .apply(&create(NEW, SEOUL), &call(bench))
        .unwrap();
    assert!(addresses(bench).contains(&NEW.to_owned()));
}

// Faults

pub(crate) fn a_refused_change_changes_nothing_and_the_session_goes_on(bench: &dyn Bench) {
    let before = addresses(bench);
    bench.fault(Fault::Refuse);
    let mut session = bench.session();
    check_kind(session.apply(&create(NEW, SEOUL), &call(bench)), HELD);
    assert_eq!(addresses(bench), before);
    session.apply(&create(NEW, SEOUL), &call(bench)).unwrap();
}

pub(crate) fn a_change_without_an_answer_in_time_is_a_timeout_or_unknown(bench: &dyn Bench) {
    let before = addresses(bench);
    bench.fault(Fault::TimeOut);
    let mut session = bench.session();
    let unanswered = &[PortErrorKind::Timeout, PortErrorKind::OutcomeUnknown];
    check_kind(session.apply(&create(NEW, SEOUL), &call(bench)), unanswered);
    assert_eq!(addresses(bench), before);
    session
        .inventory(&call(bench))
        .expect("the session goes on");
}

pub(crate) fn a_line_dropped_after_the_act_leaves_the_outcome_unknown(bench: &dyn Bench) {
    bench.fault(Fault::DropAfterAct);
    let mut session = bench.session();
    check_kind(
        session.apply(&create(NEW, SEOUL), &call(bench)),
        &[PortErrorKind::OutcomeUnknown],
    );
    assert!(addresses(bench).contains(&NEW.to_owned()));
    session
        .inventory(&call(bench))
        .expect("the session goes on");
}

pub(crate) fn a_slow_change_is_waited_for(bench: &dyn Bench) {
    bench.fault(Fault::Slow);
    bench
        .session()
        .apply(&create(NEW, SEOUL), &call(bench))
        .unwrap();
    assert!(addresses(bench).contains(&NEW.to_owned()));
}

pub(crate) fn a_read_only_session_sends_nothing(bench: &dyn Bench) {
    let before = addresses(bench);
    // Waits for the first change that arrives.
    bench.fault(Fault::Refuse);
    let mut session = bench.session();
    session.set_access(Access::ReadOnly);
    let read_only = &[PortErrorKind::ReadOnly];
    check_kind(session.apply(&create(NEW, SEOUL), &call(bench)), read_only);
    check_kind(session.apply(&remove(FABRIKAM), &call(bench)), read_only);
    assert_eq!(addresses(bench), before);
    session
        .preview(&create(NEW, SEOUL), &call(bench))
        .expect("asking changes nothing and stays allowed");
    session.set_access(Access::Changes);
    check_kind(session.apply(&create(NEW, SEOUL), &call(bench)), HELD);
    session
        .apply(&create(NEW, SEOUL), &call(bench))
        .expect("the fault had waited until now");
}

pub(crate) fn a_session_can_be_made_read_only_and_writable_again(bench: &dyn Bench) {
    let mut session = bench.session();
    session.set_access(Access::ReadOnly);
    session.set_access(Access::Changes);
    session.apply(&create(NEW, SEOUL), &call(bench)).unwrap();
}

// Plans

fn create_plan(bench: &dyn Bench, wanted: &EndpointSpec) -> Plan {
    let connection = bench.session().connection();
    plan::create(connection, wanted.clone(), bench.clock().now())
}

fn remove_plan(bench: &dyn Bench, captured: Endpoint) -> Plan {
    let connection = bench.session().connection();
    plan::remove(connection, captured, bench.clock().now()).unwrap()
}

/// Runs a plan in a session of its own, checks that the journal tells the same as the run, and returns the record.
pub(crate) fn execute(bench: &dyn Bench, plan: Plan) -> PlanRecord {
    execute_watched(bench, &new_record(plan), &MemoryJournal::default()).0
}

/// The same with the number of changes that were sent.
pub(crate) fn execute_watched(
    bench: &dyn Bench,
    record: &PlanRecord,
    store: &MemoryJournal,
) -> (PlanRecord, usize) {
    let (mut session, acts) = Spy::on(bench.session());
    let clock = bench.clock();
    let end = run(record, &mut session, store, clock.as_ref(), bench.limits());
    assert_eq!(end.journal_error, None);
    assert_eq!(read(store).damages, []);
    let told = folded(store);
    assert_eq!(told.plan, end.record.plan);
    for (told, run) in told.steps.iter().zip(&end.record.steps) {
        assert_eq!((told.status, &told.message), (run.status, &run.message));
        assert_eq!(told.evidence, run.evidence);
    }
    (end.record, asked(&acts))
}

pub(crate) fn check_statuses(record: &PlanRecord, wanted: &[StepStatus]) {
    let statuses: Vec<_> = record.steps.iter().map(|step| step.status).collect();
    assert_eq!(statuses, wanted, "{:#?}", record.steps);
}

pub(crate) fn check_failed(record: &PlanRecord, wanted: &Message) {
    check_statuses(record, &[StepStatus::Failed]);
    assert_eq!(record.steps[0].message.as_ref(), Some(wanted));
}

pub(crate) fn a_plan_creates_an_endpoint_and_reads_it_back(bench: &dyn Bench) {
    let wanted = spec(NEW, SEOUL, Some("Chat"));
    let store = MemoryJournal::default();
    let (record, sent) = execute_watched(bench, &new_record(create_plan(bench, &wanted)), &store);
    check_statuses(&record, &[StepStatus::Done]);
    assert_eq!(sent, 1);
    let evidence = &record.steps[0].evidence;
    assert!(wanted.is_met_by(evidence.endpoint.as_ref().unwrap()));
    assert!(evidence.read_at.unwrap() >= record.plan.made_at);
    let entries: Vec<_> = read(&store).records.into_iter().map(|r| r.entry).collect();
    assert!(
        matches!(
            entries.as_slice(),
            [
                Entry::RunOpened { .. },
                Entry::PlanMade(_),
                Entry::Step {
                    event: StepEvent::Started,
                    ..
                },
                Entry::Step {
                    event: StepEvent::Ended { .. },
                    ..
                }
            ]
        ),
        "{entries:#?}"
    );
    assert!(addresses(bench).contains(&NEW.to_owned()));
}

pub(crate) fn a_plan_removes_an_endpoint_and_sees_it_go(bench: &dyn Bench) {
    let captured = listed(&inventory(bench), FABRIKAM);
    let record = execute(bench, remove_plan(bench, captured));
    check_statuses(&record, &[StepStatus::Done]);
    assert!(!addresses(bench).contains(&FABRIKAM.to_owned()));
}

fn replace_plan(bench: &dyn Bench, wanted: &EndpointSpec) -> Plan {
    let inventory = inventory(bench);
    let captured = listed(&inventory, FABRIKAM);
    let now = bench.clock().now();
    plan::replace(inventory.connection, captured, wanted.clone(), now).unwrap()
}

pub(crate) fn a_plan_replaces_an_endpoint_by_one_with_another_address(bench: &dyn Bench) {
    let plan = replace_plan(bench, &spec("sip:chat2015@fabrikam.com", POOL_2015, None));
    assert!(
        matches!(
            plan.steps.iter().map(|step| &step.act).collect::<Vec<_>>()[..],
            [Act::CreateEndpoint(_), Act::RemoveEndpoint(_)]
        ),
        "one of them always answers"
    );
    let record = execute(bench, plan);
    check_statuses(&record, &[StepStatus::Done, StepStatus::Done]);
    let left = addresses(bench);
    assert!(left.contains(&"sip:chat2015@fabrikam.com".to_owned()));
    assert!(!left.contains(&FABRIKAM.to_owned()));
}

pub(crate) fn a_plan_replaces_an_endpoint_by_one_with_the_same_address(bench: &dyn Bench) {
    let plan = replace_plan(bench, &spec("sip:OcsChat@fabrikam.com", POOL_2015, None));
    assert!(
        matches!(
            plan.steps.iter().map(|step| &step.act).collect::<Vec<_>>()[..],
            [
                Act::RemoveEndpoint(_),
                Act::AwaitFreeAddress(_),
                Act::CreateEndpoint(_)
            ]
        ),
        "the address has to be free first"
    );
    let record = execute(bench, plan);
    assert!(record.status().is_satisfied(), "{:#?}", record.steps);
    bench.settle();
    let shown = listed(&inventory(bench), FABRIKAM);
    assert_eq!(shown.pool, Some(fqdn(POOL_2015)));
}

pub(crate) fn a_lost_answer_is_settled_by_reading(bench: &dyn Bench) {
    bench.fault(Fault::DropAfterAct);
    let record = execute(bench, create_plan(bench, &spec(NEW, SEOUL, None)));
    check_statuses(&record, &[StepStatus::DoneWithWarning]);
    assert_eq!(
        record.steps[0].message,
        Some(Message::StepAnswerLostButDone)
    );
}

pub(crate) fn an_unanswered_change_that_was_not_made_stays_unknown(bench: &dyn Bench) {
    bench.fault(Fault::TimeOut);
    let store = MemoryJournal::default();
    let record = new_record(create_plan(bench, &spec(NEW, SEOUL, None)));
    let (record, sent) = execute_watched(bench, &record, &store);
    check_statuses(&record, &[StepStatus::UnknownOutcome]);
    assert_eq!(record.steps[0].message, Some(Message::StepAnswerLost));
    assert_eq!(sent, 1, "it is not tried again by itself");
    let again = check_again(bench, &record, &store);
    check_statuses(&again, &[StepStatus::UnknownOutcome]);
    assert!(!addresses(bench).contains(&NEW.to_owned()));
}

fn check_again(bench: &dyn Bench, record: &PlanRecord, store: &MemoryJournal) -> PlanRecord {
    let (mut session, acts) = Spy::on(bench.session());
    let end = plan::recheck(
        record,
        &mut plan::Sides::deployment_only(&mut session),
        &mut writer(&MemoryJournal::with_files(
            pchat_console::ports::JournalStore::files(store).unwrap(),
        )),
        bench.clock().as_ref(),
        &Cancel::default(),
        bench.limits(),
        &mut |_| {},
    );
    assert_eq!(end.journal_error, None);
    assert_eq!(asked(&acts), 0, "checking again only reads");
    end.record
}

pub(crate) fn a_change_that_shows_late_is_not_visible_yet_and_can_be_checked_again(
    bench: &dyn Bench,
) {
    bench.replicate(Replication::Late);
    let store = MemoryJournal::default();
    let record = new_record(create_plan(bench, &spec(NEW, SEOUL, None)));
    let (record, _) = execute_watched(bench, &record, &store);
    check_statuses(&record, &[StepStatus::NotVisibleYet]);
    assert!(matches!(
        record.steps[0].message,
        Some(Message::StepNotVisibleYet { .. })
    ));
    let still = check_again(bench, &record, &store);
    check_statuses(&still, &[StepStatus::NotVisibleYet]);
    bench.settle();
    let shown = check_again(bench, &record, &store);
    check_statuses(&shown, &[StepStatus::Done]);
    assert!(shown.steps[0].evidence.endpoint.is_some());
}

pub(crate) fn a_removal_that_shows_late_is_not_visible_yet_and_can_be_checked_again(
    bench: &dyn Bench,
) {
    let captured = listed(&inventory(bench), FABRIKAM);
    bench.replicate(Replication::Late);
    let store = MemoryJournal::default();
    let (record, _) = execute_watched(bench, &new_record(remove_plan(bench, captured)), &store);
    check_statuses(&record, &[StepStatus::NotVisibleYet]);
    assert!(matches!(
        record.steps[0].message,
        Some(Message::StepStillVisible { .. })
    ));
    bench.settle();
    check_statuses(&check_again(bench, &record, &store), &[StepStatus::Done]);
}

pub(crate) fn a_plan_whose_goal_is_reached_already_sends_nothing(bench: &dyn Bench) {
    let wanted = spec(NEW, SEOUL, None);
    bench.others_create(&wanted);
    let record = new_record(create_plan(bench, &wanted));
    let (record, sent) = execute_watched(bench, &record, &MemoryJournal::default());
    check_statuses(&record, &[StepStatus::AlreadySatisfied]);
    assert_eq!(record.status(), StepStatus::AlreadySatisfied);
    assert_eq!(sent, 0);

    let captured = listed(&inventory(bench), FABRIKAM);
    bench.others_remove(&captured.sip_address);
    let record = new_record(remove_plan(bench, captured));
    let (record, sent) = execute_watched(bench, &record, &MemoryJournal::default());
    check_statuses(&record, &[StepStatus::AlreadySatisfied]);
    assert_eq!(sent, 0);
}

pub(crate) fn an_endpoint_that_exists_differently_is_left_alone(bench: &dyn Bench) {
    bench.others_create(&spec(NEW, SEOUL, Some("Somebody's")));
    let record = new_record(create_plan(bench, &spec(NEW, SEOUL, Some("Mine"))));
    let (record, sent) = execute_watched(bench, &record, &MemoryJournal::default());
    check_statuses(&record, &[StepStatus::Failed]);
    assert!(matches!(
        record.steps[0].message,
        Some(Message::StepExistsDifferently { .. })
    ));
    assert_eq!(sent, 0);
    let shown = listed(&inventory(bench), NEW);
    assert_eq!(shown.display_name.as_deref(), Some("Somebody's"));
}

pub(crate) fn an_endpoint_that_was_exchanged_meanwhile_is_not_removed(bench: &dyn Bench) {
    // Another object for the same pool, and one for another pool where identities are not known.
    for (pool, knows_identity) in [(TOKYO, true), (SEOUL, false)] {
        let mut captured = listed(&inventory(bench), FABRIKAM);
        captured.identity.take_if(|_| !knows_identity);
        bench.others_remove(&captured.sip_address);
        bench.others_create(&spec(FABRIKAM, pool, None));
        let record = new_record(remove_plan(bench, captured));
        let (record, sent) = execute_watched(bench, &record, &MemoryJournal::default());
        check_failed(
            &record,
            &Message::StepTargetChanged {
                address: address(FABRIKAM),
            },
        );
        assert_eq!(sent, 0, "{pool}");
        assert!(addresses(bench).contains(&FABRIKAM.to_owned()));
    }
}

pub(crate) fn what_the_pool_may_need_is_never_removed(bench: &dyn Bench) {
    let inventory = inventory(bench);
    let automatic = listed(&inventory, "sip:GC-1-PersistentChatService-2@contoso.com");
    for origin in [EndpointOrigin::Automatic, EndpointOrigin::Unknown] {
        let protected = Endpoint {
            origin,
            ..automatic.clone()
        };
        let now = bench.clock().now();
        let sip_address = protected.sip_address.clone();
        let refused = Message::EndpointProtected {
            address: sip_address.clone(),
        };
        let connection = inventory.connection.clone();
        assert_eq!(
            plan::remove(connection.clone(), protected.clone(), now),
            Err(refused.clone())
        );
        let other = spec(NEW, SEOUL, None);
        assert_eq!(
            plan::replace(connection, protected.clone(), other, now),
            Err(refused)
        );
        // Nor by a plan that somebody made by hand.
        let captured = listed(&inventory, FABRIKAM);
        let mut plan = remove_plan(bench, captured);
        plan.steps[0].act = Act::RemoveEndpoint(protected);
        let (record, sent) = execute_watched(bench, &new_record(plan), &MemoryJournal::default());
        check_failed(
            &record,
            &Message::StepProtected {
                address: sip_address,
            },
        );
        assert_eq!(sent, 0);
    }
}

pub(crate) fn a_plan_without_the_role_fails_and_changes_nothing(bench: &dyn Bench) {
    let before = addresses(bench);
    bench.restrict(Rights::NoChanges);
    let record = execute(bench, create_plan(bench, &spec(NEW, SEOUL, None)));
    check_failed(&record, &Message::StepRefused);
    assert!(
        !record.steps[0].evidence.words.is_empty(),
        "the server's own words are kept"
    );
    assert_eq!(addresses(bench), before);
}

pub(crate) fn a_refused_plan_fails_and_changes_nothing(bench: &dyn Bench) {
    let before = addresses(bench);
    bench.fault(Fault::Refuse);
    let record = execute(bench, create_plan(bench, &spec(NEW, SEOUL, None)));
    check_failed(&record, &Message::StepRefused);
    assert_eq!(addresses(bench), before);
}

pub(crate) fn undo(bench: &dyn Bench, record: &PlanRecord) -> PlanRecord {
    let plan = plan::undo(record, bench.clock().now()).unwrap();
    assert_eq!(plan.undoes, Some(record.plan.id.clone()));
    execute(bench, plan)
}

pub(crate) fn undoing_a_create_removes_the_endpoint(bench: &dyn Bench) {
    let before = addresses(bench);
    let done = execute(bench, create_plan(bench, &spec(NEW, SEOUL, None)));
    let undone = undo(bench, &done);
    check_statuses(&undone, &[StepStatus::Done]);
    assert_eq!(addresses(bench), before);
}

pub(crate) fn undoing_a_removal_brings_the_endpoint_back(bench: &dyn Bench) {
    let captured = listed(&inventory(bench), FABRIKAM);
    let done = execute(bench, remove_plan(bench, captured.clone()));
    let undone = undo(bench, &done);
    check_statuses(&undone, &[StepStatus::Done]);
    let back = listed(&inventory(bench), FABRIKAM);
    assert_eq!(
        (back.pool, back.display_name),
        (captured.pool, captured.display_name)
    );
}

pub(crate) fn undoing_a_replacement_restores_the_earlier_endpoint(bench: &dyn Bench) {
    for new_address in [FABRIKAM, "sip:chat2015@fabrikam.com"] {
        bench.settle();
        let before = addresses(bench);
        let captured = listed(&inventory(bench), FABRIKAM);
        let done = execute(
            bench,
            replace_plan(bench, &spec(new_address, POOL_2015, None)),
        );
        assert!(done.status().is_satisfied(), "{:#?}", done.steps);
        bench.settle();
        let undone = undo(bench, &done);
        assert!(undone.status().is_satisfied(), "{:#?}", undone.steps);
        assert_eq!(addresses(bench), before, "{new_address}");
        let back = listed(&inventory(bench), FABRIKAM);
        assert_eq!(back.pool, Some(fqdn(TOKYO)));
        assert_eq!(back.display_name, captured.display_name);
    }
}

pub(crate) fn waiting_can_be_stopped_and_the_change_stays_accepted(bench: &dyn Bench) {
    bench.replicate(Replication::Late);
    let plan = create_plan(bench, &spec(NEW, SEOUL, None));
    let cancel = Cancel::default();
    let wish = cancel.clone();
    let end = run_watched(
        &new_record(plan),
        bench.session().as_mut(),
        &MemoryJournal::default(),
        bench.clock().as_ref(),
        bench.limits(),
        &cancel,
        &mut |progress| {
            if matches!(progress, plan::Progress::Waiting { .. }) {
                wish.cancel();
            }
        },
    );
    check_statuses(&end.record, &[StepStatus::NotVisibleYet]);
    assert_eq!(
        end.record.steps[0].message,
        Some(Message::StepWaitCancelled)
    );
    assert!(addresses(bench).contains(&NEW.to_owned()));
}

pub(crate) fn a_plan_cancelled_before_the_act_sends_nothing(bench: &dyn Bench) {
    let record = new_record(create_plan(bench, &spec(NEW, SEOUL, None)));
    let (mut session, acts) = Spy::on(bench.session());
    let cancel = Cancel::default();
    cancel.cancel();
    let end = run_watched(
        &record,
        &mut session,
        &MemoryJournal::default(),
        bench.clock().as_ref(),
        bench.limits(),
        &cancel,
        &mut |_| {},
    );
    check_statuses(&end.record, &[StepStatus::Failed]);
    assert_eq!(asked(&acts), 0);
    assert!(!addresses(bench).contains(&NEW.to_owned()));
}

pub(crate) fn a_plan_made_for_another_deployment_sends_nothing(bench: &dyn Bench) {
    let mut plan = create_plan(bench, &spec(NEW, SEOUL, None));
    plan.connection.url.push_str("/elsewhere");
    let (record, sent) = execute_watched(bench, &new_record(plan), &MemoryJournal::default());
    check_failed(&record, &Message::NotInThisDeployment);
    assert_eq!(sent, 0);
}
