//! What every directory has to do, whatever carries it: run on the lab, and over LDAP on a server that is not ours.
//!
//! A behaviour knows nothing of who answers. It finds contoso.com with the accounts and endpoints of
//! `assets/lab/contoso.json`; words are never compared, kinds of errors only as sets where servers differ.

use pchat_console::domain::{
    Access, AccountState, AddressHolders, AddressPlace, Controller, DirectoryAccount,
    DirectoryChange, DistinguishedName, HolderClass, LyncSchema, ObjectGuid, Partition, SipUri,
    UnreadReason,
};
use pchat_console::ports::{Call, Cancel, Directory, PortErrorKind};

use crate::contract::check_kind;
use crate::support::{address, secs};

/// Who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Administrator,
    /// May write SIP attributes where that is inherited, and delete nothing.
    Operator,
    /// May only read.
    HelpDesk,
}

/// One forest, fresh for each behaviour, with a recycle bin from which accounts can be restored.
pub(crate) trait Bench {
    fn session(&self, who: Who) -> Box<dyn Directory>;

    /// Somebody else's change to an account, on every controller at once.
    fn others_set(&self, dn: &str, attribute: &str, values: &[&str]);

    /// Lets every controller show what was done so far.
    fn settle(&self);

    /// A forest whose recycle bin is off; called before the first session.
    fn without_recycle_bin(&self);

    /// Lets the controller of the sessions fall silent, or answer again.
    fn set_silent(&self, is_silent: bool);
}

/// Makes a test of each behaviour: `directory_contract!(LabBench::new)`.
macro_rules! directory_contract {
    ($make:expr) => {
        $crate::directory_contract::directory_contract! { @each ($make)
            the_forest_is_read_with_its_controllers,
            a_user_who_holds_an_address_is_found_in_any_case,
            an_endpoint_in_the_configuration_partition_is_found,
            an_address_left_in_proxy_addresses_is_found_in_any_case,
            everyone_who_holds_an_address_is_found,
            a_free_address_has_no_holder,
            a_wildcard_or_a_bracket_in_an_address_means_itself,
            an_account_is_captured_with_everything,
            an_account_of_a_protected_group_is_known,
            an_account_protected_from_deletion_is_not_deleted,
            an_untouched_account_is_as_captured_and_a_changed_one_is_not,
            an_account_nobody_has_is_absent,
            hostile_text_comes_back_letter_for_letter,
            a_deleted_account_is_in_the_bin_and_its_address_free,
            a_restored_account_is_as_captured,
            without_the_recycle_bin_nothing_is_restored,
            what_is_deleted_is_not_deleted_twice_and_what_is_there_is_not_restored,
            without_the_right_nothing_is_deleted_or_restored,
            rights_on_an_account_are_known_before_anything_is_tried,
            a_read_only_session_sends_nothing,
            each_controller_says_who_holds_an_address,
            a_controller_that_does_not_answer_ends_in_an_error_and_is_said_in_its_place,
        }
    };
    (@each ($make:expr) $($name:ident,)*) => {
        $(
            #[test]
            fn $name() {
                $crate::directory_contract::$name(&$make());
            }
        )*
    };
}
pub(crate) use directory_contract;

const LOOKUP: &str = "sip:ocschat@contoso.com";
const LOOKUP_DN: &str = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";
const NOC_DN: &str = "CN=Network Operations Center,OU=Shared Accounts,DC=contoso,DC=com";
const ENDPOINT: &str = "sip:ocschat@fabrikam.com";
const NOBODY: &str = "sip:nobody@contoso.com";
const PROTECTED: &str = "sip:chatadmin@contoso.com";
const KEPT: &str = "sip:reception@fabrikam.com";

fn call() -> Call {
    Call::new(secs(20), &Cancel::default())
}

fn administrator(bench: &dyn Bench) -> Box<dyn Directory> {
    bench.session(Who::Administrator)
}

fn holders(bench: &dyn Bench, text: &str) -> AddressHolders {
    let held = address(text);
    let holders = administrator(bench).holders(&held, &call()).unwrap();
    assert_eq!(holders.address, held);
    assert_eq!(holders.notices, []);
    holders
}

/// The one account that holds an address, as it is now.
fn captured(bench: &dyn Bench, text: &str) -> DirectoryAccount {
    let guid = holders(bench, text).only().unwrap().guid;
    match administrator(bench).account(guid, &call()).unwrap() {
        AccountState::Present(account) => *account,
        other => panic!("{other:?}"),
    }
}

fn state(bench: &dyn Bench, guid: ObjectGuid) -> AccountState {
    administrator(bench).account(guid, &call()).unwrap()
}

fn delete(account: &DirectoryAccount) -> DirectoryChange {
    DirectoryChange::DeleteAccount {
        guid: account.guid,
        dn: account.dn.clone(),
    }
}

fn restore(account: &DirectoryAccount) -> DirectoryChange {
    DirectoryChange::RestoreAccount {
        guid: account.guid,
        dn: account.dn.clone(),
    }
}

fn controllers(directory: &mut dyn Directory) -> Vec<Controller> {
    directory.reading(&call()).unwrap().controllers.unwrap()
}

// Reading

pub(crate) fn the_forest_is_read_with_its_controllers(bench: &dyn Bench) {
    let mut directory = administrator(bench);
    let reading = directory.reading(&call()).unwrap();
    assert_eq!(reading.connection, directory.connection());
    assert_eq!(reading.forest.as_deref(), Some("contoso.com"));
    assert_eq!(reading.domain.as_deref(), Some("contoso.com"));
    assert_eq!(reading.connection.forest, "contoso.com");
    let name = DistinguishedName::new;
    assert_eq!(reading.domain_dn, name("DC=contoso,DC=com"));
    assert_eq!(
        reading.configuration_dn,
        name("CN=Configuration,DC=contoso,DC=com")
    );
    let schema = LyncSchema {
        range_upper: Some(1150),
        range_lower: Some(3),
    };
    assert_eq!(reading.lync_schema, Ok(Some(schema)));
    assert_eq!(reading.recycle_bin, Ok(true));
    let controllers = reading.controllers.unwrap();
    let own = controllers
        .iter()
        .find(|known| known.host.eq_ignore_ascii_case(&reading.connection.host))
        .expect("the controller that answers is one of them");
    assert!(own.is_writable);
    assert!(own.site.is_some());
    assert_eq!(own.domain.as_deref(), Some("contoso.com"));
    assert!(controllers.iter().any(|known| known.is_global_catalog));
    directory.keep_alive(&call()).unwrap();
}

pub(crate) fn a_user_who_holds_an_address_is_found_in_any_case(bench: &dyn Bench) {
    for spelled in [LOOKUP, "sip:OcsChat@CONTOSO.com"] {
        let holders = holders(bench, spelled);
        assert!(!holders.is_free());
        assert!(!holders.host.is_empty());
        let holder = holders.only().expect("one object holds it");
        assert_eq!(holder.dn, DistinguishedName::new(LOOKUP_DN));
        assert_eq!(holder.class, HolderClass::User);
        assert_eq!(holder.partition, Partition::Domain);
        assert_eq!(holder.place, AddressPlace::Both);
        assert_eq!(holder.sip_address.as_deref(), Some(LOOKUP));
        assert_eq!(holder.proxy_values, [LOOKUP]);
        assert_eq!(holder.sip_enabled, Some(true));
        let name = Some("Group Chat Lookup Service");
        assert_eq!(holder.display_name.as_deref(), name);
        assert_eq!(holder.owner_urn, None);
    }
}

pub(crate) fn an_endpoint_in_the_configuration_partition_is_found(bench: &dyn Bench) {
    let holders = holders(bench, "sip:OCSCHAT@fabrikam.com");
    let holder = holders.only().expect("one object holds it");
    assert_eq!(holder.class, HolderClass::ApplicationContact);
    assert_eq!(holder.partition, Partition::Configuration);
    assert_eq!(holder.sip_address.as_deref(), Some(ENDPOINT));
    assert!(holder.owner_urn.is_some());
    let dn = holder.dn.as_str().to_lowercase();
    assert!(
        dn.contains("cn=application contacts,cn=rtc service"),
        "{dn}"
    );
}

pub(crate) fn an_address_left_in_proxy_addresses_is_found_in_any_case(bench: &dyn Bench) {
    let holders = holders(bench, "sip:frontdesk@contoso.com");
    let holder = holders.only().expect("one object holds it");
    assert_eq!(holder.place, AddressPlace::ProxyOnly);
    assert_eq!(holder.proxy_values, ["SIP:FrontDesk@Contoso.com"]);
    assert_eq!(holder.sip_address, None);
    assert!(!holders.is_free());
}

pub(crate) fn everyone_who_holds_an_address_is_found(bench: &dyn Bench) {
    bench.others_set(NOC_DN, "proxyAddresses", &["SIP:OCSChat@Fabrikam.com"]);
    let holders = holders(bench, ENDPOINT);
    assert_eq!(holders.only(), None);
    let mut partitions: Vec<_> = holders.holders.iter().map(|one| one.partition).collect();
    partitions.sort_by_key(|partition| *partition == Partition::Configuration);
    assert_eq!(partitions, [Partition::Domain, Partition::Configuration]);
}

pub(crate) fn a_free_address_has_no_holder(bench: &dyn Bench) {
    let holders = holders(bench, NOBODY);
    assert!(holders.is_free());
    assert_eq!(holders.deleted, Ok(Vec::new()));
}

pub(crate) fn a_wildcard_or_a_bracket_in_an_address_means_itself(bench: &dyn Bench) {
    const ODD: [&str; 4] = [
        "sip:*@contoso.com",
        "sip:ocs*@contoso.com",
        "sip:x)(objectClass=*@contoso.com",
        "sip:back\\2aslash@contoso.com",
    ];
    for odd in ODD {
        assert!(holders(bench, odd).is_free(), "{odd}");
    }
    bench.others_set(NOC_DN, "proxyAddresses", &ODD);
    for odd in ODD {
        let found = holders(bench, odd);
        let holder = found.only().unwrap_or_else(|| panic!("{odd}: {found:?}"));
        assert_eq!(holder.proxy_values, [odd]);
    }
}

// Capturing

pub(crate) fn an_account_is_captured_with_everything(bench: &dyn Bench) {
    let account = captured(bench, LOOKUP);
    assert_eq!(account.dn, DistinguishedName::new(LOOKUP_DN));
    let sid = account.sid.as_ref().unwrap().as_str();
    assert!(sid.starts_with("S-1-5-21-"), "{sid}");
    assert_eq!(account.sam_account_name.as_deref(), Some("ocschat"));
    let upn = account.user_principal_name.as_deref();
    assert_eq!(upn, Some("ocschat@contoso.com"));
    assert_eq!(account.enabled, Some(true));
    assert_eq!(account.sip_address(), Some(LOOKUP));
    assert_eq!(account.sip_attribute("msrtcsip-userenabled"), Some("TRUE"));
    let home = account.sip_attribute("msRTCSIP-PrimaryHomeServer").unwrap();
    assert!(home.contains("CN=Pools,CN=RTC Service"), "{home}");
    let names: Vec<_> = account.sip_attributes.iter().map(|one| &one.name).collect();
    assert!(
        names.is_sorted_by_key(|name| name.to_lowercase()),
        "{names:?}"
    );
    assert!(names.iter().all(|name| name.starts_with("msRTCSIP-")));
    assert_eq!(
        account.proxy_addresses,
        ["SMTP:ocschat@contoso.com", "sip:ocschat@contoso.com"]
    );
    let group =
        DistinguishedName::new("CN=RTCComponentUniversalServices,CN=Users,DC=contoso,DC=com");
    assert!(account.groups.contains(&group), "{:?}", account.groups);
    assert!(!account.is_admin_protected);
    assert_eq!(account.inherits_rights, Ok(true));
    assert_eq!(account.is_deletion_protected, Ok(false));
    assert!(account.when_changed.is_some());
    let host = administrator(bench).connection().host;
    assert!(account.host.eq_ignore_ascii_case(&host), "{}", account.host);
}

pub(crate) fn an_account_of_a_protected_group_is_known(bench: &dyn Bench) {
    let account = captured(bench, PROTECTED);
    assert!(account.is_admin_protected);
    assert_eq!(account.inherits_rights, Ok(false));
}

pub(crate) fn an_account_protected_from_deletion_is_not_deleted(bench: &dyn Bench) {
    let account = captured(bench, KEPT);
    assert_eq!(account.is_deletion_protected, Ok(true));
    let mut directory = administrator(bench);
    let rights = directory.account_rights(account.guid, &call()).unwrap();
    assert_ne!(rights.may_delete, Ok(true));
    let forbidden = &[PortErrorKind::Forbidden];
    check_kind(directory.apply(&delete(&account), &call()), forbidden);
    assert!(captured(bench, KEPT).is_as(&account));
}

pub(crate) fn an_untouched_account_is_as_captured_and_a_changed_one_is_not(bench: &dyn Bench) {
    let account = captured(bench, LOOKUP);
    assert!(captured(bench, LOOKUP).is_as(&account));
    bench.others_set(LOOKUP_DN, "displayName", &["Somebody"]);
    assert!(captured(bench, LOOKUP).is_as(&account), "no matter here");
    bench.others_set(LOOKUP_DN, "proxyAddresses", &["sip:OcsChat@contoso.com"]);
    assert!(!captured(bench, LOOKUP).is_as(&account));
}

pub(crate) fn an_account_nobody_has_is_absent(bench: &dyn Bench) {
    let guid = ObjectGuid::parse("00000000-1111-4222-8333-444444444444").unwrap();
    assert_eq!(state(bench, guid), AccountState::Absent);
    let mut directory = administrator(bench);
    let unknown = &[PortErrorKind::NotFound];
    check_kind(directory.account_rights(guid, &call()), unknown);
    let change = DirectoryChange::DeleteAccount {
        guid,
        dn: DistinguishedName::new(LOOKUP_DN),
    };
    check_kind(directory.apply(&change, &call()), unknown);
    assert!(
        holders(bench, LOOKUP).only().is_some(),
        "the name decides nothing"
    );
}

pub(crate) fn hostile_text_comes_back_letter_for_letter(bench: &dyn Bench) {
    let hostile = "\u{202e}<b>\u{1b}[31m 한글 \u{1f4ac}, \"x\" $(y) `z`";
    bench.others_set(LOOKUP_DN, "displayName", &[hostile]);
    let holders = holders(bench, LOOKUP);
    let holder = holders.only().unwrap();
    assert_eq!(holder.display_name.as_deref(), Some(hostile));
    let account = captured(bench, LOOKUP);
    assert_eq!(account.display_name.as_deref(), Some(hostile));
}

// Deleting and restoring

pub(crate) fn a_deleted_account_is_in_the_bin_and_its_address_free(bench: &dyn Bench) {
    let account = captured(bench, LOOKUP);
    administrator(bench)
        .apply(&delete(&account), &call())
        .unwrap();
    let holders = holders(bench, LOOKUP);
    assert!(holders.is_free());
    let deleted = holders.deleted.unwrap();
    assert_eq!(deleted.len(), 1, "{deleted:?}");
    assert_eq!(deleted[0].guid, account.guid);
    match state(bench, account.guid) {
        AccountState::Deleted {
            last_known_parent,
            is_recycled,
            dn,
        } => {
            assert!(!is_recycled);
            assert_ne!(dn, account.dn);
            let parent = "OU=Service Accounts,DC=contoso,DC=com";
            assert_eq!(last_known_parent, Some(DistinguishedName::new(parent)));
        }
        other => panic!("{other:?}"),
    }
}

pub(crate) fn a_restored_account_is_as_captured(bench: &dyn Bench) {
    let account = captured(bench, LOOKUP);
    let mut directory = administrator(bench);
    directory.apply(&delete(&account), &call()).unwrap();
    directory.apply(&restore(&account), &call()).unwrap();
    let back = captured(bench, LOOKUP);
    assert!(back.is_as(&account), "{back:#?}\n{account:#?}");
    assert_eq!((back.guid, &back.sid), (account.guid, &account.sid));
    assert_eq!(holders(bench, LOOKUP).deleted, Ok(Vec::new()));
}

pub(crate) fn without_the_recycle_bin_nothing_is_restored(bench: &dyn Bench) {
    bench.without_recycle_bin();
    let mut directory = administrator(bench);
    assert_eq!(directory.reading(&call()).unwrap().recycle_bin, Ok(false));
    let account = captured(bench, LOOKUP);
    directory.apply(&delete(&account), &call()).unwrap();
    let is_lost = match state(bench, account.guid) {
        AccountState::Deleted { is_recycled, .. } => is_recycled,
        other => panic!("{other:?}"),
    };
    assert!(is_lost);
    assert!(holders(bench, LOOKUP).is_free());
    let refused = &[
        PortErrorKind::Refused,
        PortErrorKind::Conflict,
        PortErrorKind::NotFound,
    ];
    check_kind(directory.apply(&restore(&account), &call()), refused);
    assert!(holders(bench, LOOKUP).is_free());
}

pub(crate) fn what_is_deleted_is_not_deleted_twice_and_what_is_there_is_not_restored(
    bench: &dyn Bench,
) {
    let account = captured(bench, LOOKUP);
    let mut directory = administrator(bench);
    let there = &[PortErrorKind::Conflict, PortErrorKind::Refused];
    check_kind(directory.apply(&restore(&account), &call()), there);
    assert!(captured(bench, LOOKUP).is_as(&account));
    directory.apply(&delete(&account), &call()).unwrap();
    let gone = &[PortErrorKind::NotFound];
    check_kind(directory.apply(&delete(&account), &call()), gone);
    let deleted = state(bench, account.guid);
    assert!(
        matches!(deleted, AccountState::Deleted { .. }),
        "{deleted:?}"
    );
}

pub(crate) fn without_the_right_nothing_is_deleted_or_restored(bench: &dyn Bench) {
    let account = captured(bench, LOOKUP);
    for who in [Who::Operator, Who::HelpDesk] {
        let tried = bench.session(who).apply(&delete(&account), &call());
        check_kind(tried, &[PortErrorKind::Forbidden]);
        assert!(captured(bench, LOOKUP).is_as(&account), "{who:?}");
    }
    administrator(bench)
        .apply(&delete(&account), &call())
        .unwrap();
    for who in [Who::Operator, Who::HelpDesk] {
        let tried = bench.session(who).apply(&restore(&account), &call());
        // Who may not see deleted objects may be told that there is none.
        check_kind(tried, &[PortErrorKind::Forbidden, PortErrorKind::NotFound]);
        assert!(holders(bench, LOOKUP).is_free(), "{who:?}");
    }
}

pub(crate) fn rights_on_an_account_are_known_before_anything_is_tried(bench: &dyn Bench) {
    let guid = captured(bench, LOOKUP).guid;
    for (who, writes, deletes) in [
        (Who::Administrator, true, true),
        (Who::Operator, true, false),
        (Who::HelpDesk, false, false),
    ] {
        let rights = bench.session(who).account_rights(guid, &call()).unwrap();
        assert_eq!(rights.may_write_sip, Ok(writes), "{who:?}");
        assert_eq!(rights.may_delete, Ok(deletes), "{who:?}");
    }
    let protected = captured(bench, PROTECTED).guid;
    let mut operator = bench.session(Who::Operator);
    let rights = operator.account_rights(protected, &call()).unwrap();
    assert_eq!(rights.may_write_sip, Ok(false));
}

pub(crate) fn a_read_only_session_sends_nothing(bench: &dyn Bench) {
    let account = captured(bench, LOOKUP);
    let mut directory = administrator(bench);
    directory.set_access(Access::ReadOnly);
    let read_only = &[PortErrorKind::ReadOnly];
    check_kind(directory.apply(&delete(&account), &call()), read_only);
    check_kind(directory.apply(&restore(&account), &call()), read_only);
    assert!(captured(bench, LOOKUP).is_as(&account));
    directory.set_access(Access::Changes);
    directory.apply(&delete(&account), &call()).unwrap();
    assert!(holders(bench, LOOKUP).is_free());
}

// Controllers

pub(crate) fn each_controller_says_who_holds_an_address(bench: &dyn Bench) {
    let mut directory = administrator(bench);
    let controllers = controllers(directory.as_mut());
    let mut seen = |held: &SipUri| {
        let sightings = directory.sightings(held, &controllers, &call()).unwrap();
        let asked: Vec<_> = sightings.iter().map(|one| &one.controller).collect();
        assert_eq!(asked, controllers.iter().collect::<Vec<_>>(), "in order");
        let holders = sightings.into_iter().map(|one| one.holders.unwrap());
        holders.collect::<Vec<_>>()
    };
    for holders in seen(&address(LOOKUP)) {
        assert_eq!(holders.len(), 1);
        assert_eq!(holders[0].dn, DistinguishedName::new(LOOKUP_DN));
    }
    for holders in seen(&address(ENDPOINT)) {
        assert_eq!(holders[0].class, HolderClass::ApplicationContact);
    }
    let account = captured(bench, LOOKUP);
    administrator(bench)
        .apply(&delete(&account), &call())
        .unwrap();
    bench.settle();
    for holders in seen(&address(LOOKUP)) {
        assert_eq!(holders, []);
    }
}

pub(crate) fn a_controller_that_does_not_answer_ends_in_an_error_and_is_said_in_its_place(
    bench: &dyn Bench,
) {
    let mut directory = administrator(bench);
    let controllers = controllers(directory.as_mut());
    let host = directory.connection().host;
    let account = captured(bench, LOOKUP);
    bench.set_silent(true);
    let short = Call::new(secs(2), &Cancel::default());
    let unanswered = &[
        PortErrorKind::Unreachable,
        PortErrorKind::Timeout,
        PortErrorKind::LineLost,
    ];
    check_kind(directory.holders(&address(LOOKUP), &short), unanswered);
    let lost = [unanswered, &[PortErrorKind::OutcomeUnknown][..]].concat();
    check_kind(directory.apply(&delete(&account), &short), &lost);
    let sightings = directory.sightings(&address(LOOKUP), &controllers, &short);
    let sightings = sightings.unwrap();
    assert_eq!(sightings.len(), controllers.len());
    let own = sightings
        .iter()
        .find(|one| one.controller.host.eq_ignore_ascii_case(&host));
    let reason = own.unwrap().holders.as_ref().unwrap_err().reason;
    assert_eq!(reason, UnreadReason::NoAnswer);
    bench.set_silent(false);
    let answers = directory.holders(&address(NOBODY), &call()).unwrap();
    assert!(answers.is_free(), "the session goes on");
}
