//! The lab keeps the contract of a directory, and what only it can show: several controllers that learn of a change one
//! after the other, what the deployment makes of it, and every switch.

use std::sync::Arc;
use std::time::Duration;

use pchat_console::domain::{
    AccountName, AccountState, AddressPlace, Change, DirectoryAccount, DirectoryChange,
    GrantedPolicy, HolderClass, LabFault, ObjectGuid, Partition, PolicyKind,
};
use pchat_console::lab::{
    BETWEEN_SITES_DELAY, DirectoryRole, Lab, Protection, Role, WITHIN_SITE_DELAY,
};
use pchat_console::ports::{Clock as _, Deployment as _, Directory, PortErrorKind};

use crate::directory_contract::{Bench, Who, directory_contract};
use crate::support::{TestClock, address, call, fqdn, lab, secs, spec};

struct LabBench {
    lab: Lab,
    clock: Arc<TestClock>,
}

impl LabBench {
    fn new() -> Self {
        let (lab, clock) = lab();
        Self { lab, clock }
    }
}

impl Bench for LabBench {
    fn session(&self, who: Who) -> Box<dyn Directory> {
        self.lab.set_directory_role(match who {
            Who::Administrator => DirectoryRole::Administrator,
            Who::Operator => DirectoryRole::SipOperator,
            Who::HelpDesk => DirectoryRole::HelpDesk,
        });
        Box::new(self.lab.directory())
    }

    fn others_set(&self, dn: &str, attribute: &str, values: &[&str]) {
        let asset = crate::contract::asset();
        let users = asset["users"].as_array().unwrap();
        let user = users.iter().find(|user| user["dn"] == dn).unwrap();
        let guid = ObjectGuid::parse(user["guid"].as_str().unwrap()).unwrap();
        match attribute {
            "proxyAddresses" => self.lab.set_proxy_addresses(guid, values),
            "displayName" => self.lab.set_display_name(guid, values[0]),
            other => panic!("nobody changes {other}"),
        }
    }

    fn settle(&self) {
        settle(&self.clock);
    }

    fn without_recycle_bin(&self) {
        self.lab.set_recycle_bin(false);
    }

    fn set_silent(&self, is_silent: bool) {
        self.lab.set_controller_down(CONTROLLERS[1], is_silent);
    }
}

directory_contract!(LabBench::new);

const LOOKUP: &str = "sip:ocschat@contoso.com";
const RETIRED: &str = "sip:ocschat-retired@contoso.com";
const ACCOUNT: &str = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";
const SEOUL: &str = "pchat-seoul.contoso.com";
const CONTROLLERS: [&str; 3] = ["dc01.contoso.com", "dc02.contoso.com", "dc11.contoso.com"];

fn account_name() -> AccountName {
    AccountName::parse(ACCOUNT).unwrap()
}

fn rename() -> Change {
    Change::MoveUser {
        user: account_name(),
        address: address(RETIRED),
    }
}

/// The GUID of the one object that holds an address on the session's controller.
fn guid_of(lab: &Lab, sip_address: &str) -> ObjectGuid {
    let holders = lab.directory().holders(&address(sip_address), &call());
    holders.unwrap().only().unwrap().guid
}

fn captured(lab: &Lab, guid: ObjectGuid) -> DirectoryAccount {
    match lab.directory().account(guid, &call()).unwrap() {
        AccountState::Present(account) => *account,
        other => panic!("{other:?}"),
    }
}

fn delete(guid: ObjectGuid) -> DirectoryChange {
    DirectoryChange::DeleteAccount {
        guid,
        dn: pchat_console::domain::DistinguishedName::new(ACCOUNT),
    }
}

fn restore(guid: ObjectGuid) -> DirectoryChange {
    DirectoryChange::RestoreAccount {
        guid,
        dn: pchat_console::domain::DistinguishedName::new(ACCOUNT),
    }
}

/// How many objects hold an address, as each controller shows it; `None` where one does not answer.
fn sightings(lab: &Lab, sip_address: &str) -> [Option<usize>; 3] {
    let mut directory = lab.directory();
    let controllers = directory.reading(&call()).unwrap().controllers.unwrap();
    let seen = directory
        .sightings(&address(sip_address), &controllers, &call())
        .unwrap();
    let hosts: Vec<_> = seen
        .iter()
        .map(|one| one.controller.host.as_str())
        .collect();
    assert_eq!(hosts, CONTROLLERS);
    let counts: Vec<_> = seen
        .into_iter()
        .map(|one| one.holders.ok().map(|holders| holders.len()))
        .collect();
    counts.try_into().unwrap()
}

fn settle(clock: &Arc<TestClock>) {
    clock.advance(BETWEEN_SITES_DELAY);
}

#[test]
fn a_change_by_a_cmdlet_reaches_one_controller_after_the_other() {
    let (mut lab, clock) = lab();
    lab.apply(&rename(), &call()).unwrap();
    assert_eq!(sightings(&lab, LOOKUP), [Some(0), Some(1), Some(1)]);
    assert_eq!(sightings(&lab, RETIRED), [Some(1), Some(0), Some(0)]);
    clock.advance(WITHIN_SITE_DELAY);
    assert_eq!(sightings(&lab, LOOKUP), [Some(0), Some(0), Some(1)]);
    clock.advance(BETWEEN_SITES_DELAY.saturating_sub(WITHIN_SITE_DELAY));
    assert_eq!(sightings(&lab, LOOKUP), [Some(0); 3]);
    assert_eq!(sightings(&lab, RETIRED), [Some(1); 3]);

    lab.set_directory_delays(Duration::ZERO, Duration::ZERO);
    let back = Change::MoveUser {
        user: account_name(),
        address: address(LOOKUP),
    };
    lab.apply(&back, &call()).unwrap();
    assert_eq!(sightings(&lab, LOOKUP), [Some(1); 3]);
}

#[test]
fn a_renamed_account_keeps_everything_but_its_address() {
    let (mut lab, clock) = lab();
    let guid = guid_of(&lab, LOOKUP);
    let before = captured(&lab, guid);
    let policies = lab.account(&account_name(), &call()).unwrap().unwrap();
    assert_eq!(policies.policies.len(), 2);
    lab.apply(&rename(), &call()).unwrap();
    settle(&clock);
    let after = captured(&lab, guid);
    assert!(!after.is_as(&before));
    assert_eq!(after.sip_address(), Some(RETIRED));
    assert_eq!(
        (&after.sid, &after.dn, &after.groups),
        (&before.sid, &before.dn, &before.groups)
    );
    assert_eq!(after.proxy_addresses, ["SMTP:ocschat@contoso.com", RETIRED]);
    let kept = lab.account(&account_name(), &call()).unwrap().unwrap();
    assert_eq!(kept.policies, policies.policies);
    assert_eq!(kept.registrar, policies.registrar);
}

#[test]
fn an_address_can_be_left_behind_in_the_proxy_addresses() {
    let (mut lab, clock) = lab();
    lab.set_stale_proxy_addresses(true);
    lab.apply(&rename(), &call()).unwrap();
    settle(&clock);
    let holders = lab.directory().holders(&address(LOOKUP), &call()).unwrap();
    let left = holders.only().unwrap();
    assert_eq!(left.place, AddressPlace::ProxyOnly);
    assert_eq!(left.proxy_values, [LOOKUP]);
    assert_eq!(left.sip_address.as_deref(), Some(RETIRED));
    assert!(!holders.is_free());
}

#[test]
fn what_is_deleted_in_the_directory_is_gone_for_the_cmdlets_and_comes_back_whole() {
    let (mut lab, clock) = lab();
    let guid = guid_of(&lab, LOOKUP);
    let before = captured(&lab, guid);
    let lync = lab.account(&account_name(), &call()).unwrap();
    let mut directory = lab.directory();
    directory.apply(&delete(guid), &call()).unwrap();
    assert_eq!(sightings(&lab, LOOKUP), [Some(1), Some(0), Some(1)]);
    assert_eq!(
        lab.account(&account_name(), &call()).unwrap(),
        lync,
        "not yet"
    );
    settle(&clock);
    assert_eq!(lab.account(&account_name(), &call()).unwrap(), None);
    let found = lab.holders(&address(LOOKUP), &call()).unwrap().unwrap();
    assert!(found.found().is_empty());
    let holders = directory.holders(&address(LOOKUP), &call()).unwrap();
    assert!(holders.is_free());
    assert_eq!(holders.deleted.unwrap()[0].guid, guid);
    let state = directory.account(guid, &call()).unwrap();
    assert!(
        matches!(&state, AccountState::Deleted { is_recycled: false, last_known_parent: Some(parent), .. }
            if parent.as_str() == "OU=Service Accounts,DC=contoso,DC=com"),
        "{state:?}"
    );

    directory.apply(&restore(guid), &call()).unwrap();
    settle(&clock);
    assert!(captured(&lab, guid).is_as(&before));
    assert_eq!(captured(&lab, guid).groups, before.groups);
    assert_eq!(lab.account(&account_name(), &call()).unwrap(), lync);
}

#[test]
fn without_the_recycle_bin_a_deleted_account_does_not_come_back() {
    let (lab, clock) = lab();
    lab.set_recycle_bin(false);
    let guid = guid_of(&lab, LOOKUP);
    let before = captured(&lab, guid);
    let mut directory = lab.directory();
    assert_eq!(directory.reading(&call()).unwrap().recycle_bin, Ok(false));
    directory.apply(&delete(guid), &call()).unwrap();
    let state = directory.account(guid, &call()).unwrap();
    assert!(matches!(
        state,
        AccountState::Deleted {
            is_recycled: true,
            ..
        }
    ));
    let holders = directory.holders(&address(LOOKUP), &call()).unwrap();
    assert_eq!(holders.deleted.unwrap(), []);
    lab.set_recycle_bin(true);
    let refused = directory.apply(&restore(guid), &call()).unwrap_err();
    assert_eq!(refused.kind, PortErrorKind::Refused);

    settle(&clock);
    let anew = lab.recreate_account(guid).unwrap();
    settle(&clock);
    let recreated = captured(&lab, anew);
    assert_eq!(recreated.dn, before.dn);
    assert_ne!(recreated.sid, before.sid);
    assert_ne!(recreated.guid, before.guid);
    assert_eq!(recreated.sip_address(), None);
}

#[test]
fn an_endpoint_shows_in_the_configuration_partition_and_not_to_the_cmdlets_for_principals() {
    let (mut lab, clock) = lab();
    let wanted = spec("sip:PersistentChat@contoso.com", SEOUL, Some("Chat"));
    lab.apply(&Change::CreateEndpoint(wanted.clone()), &call())
        .unwrap();
    assert_eq!(
        sightings(&lab, "sip:persistentchat@contoso.com"),
        [Some(1), Some(0), Some(0)]
    );
    settle(&clock);
    let holders = lab
        .directory()
        .holders(&wanted.sip_address, &call())
        .unwrap();
    let contact = holders.only().unwrap();
    assert_eq!(contact.class, HolderClass::ApplicationContact);
    assert_eq!(contact.partition, Partition::Configuration);
    assert_eq!(
        contact.sip_address.as_deref(),
        Some("sip:PersistentChat@contoso.com")
    );
    assert!(contact.owner_urn.is_some());
    let principals = lab.holders(&wanted.sip_address, &call()).unwrap().unwrap();
    assert!(principals.found().is_empty());

    let removal = Change::RemoveEndpoint {
        address: wanted.sip_address.clone(),
    };
    lab.apply(&removal, &call()).unwrap();
    settle(&clock);
    let holders = lab
        .directory()
        .holders(&wanted.sip_address, &call())
        .unwrap();
    assert!(holders.is_free());
    assert_eq!(holders.deleted.unwrap().len(), 1);
}

#[test]
fn a_controller_that_does_not_answer_is_said_in_its_place() {
    let (lab, _clock) = lab();
    lab.set_controller_down("DC11.contoso.com", true);
    assert_eq!(sightings(&lab, LOOKUP), [Some(1), Some(1), None]);
    let mut there = lab.directory_on("dc11.contoso.com").unwrap();
    let err = there.holders(&address(LOOKUP), &call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Unreachable);
    lab.set_controller_down("dc11.contoso.com", false);
    assert_eq!(sightings(&lab, LOOKUP), [Some(1); 3]);
    assert!(lab.directory_on("dc99.contoso.com").is_none());
}

#[test]
fn each_role_may_do_what_it_was_given() {
    let (lab, _clock) = lab();
    let guid = guid_of(&lab, LOOKUP);
    let protected = guid_of(&lab, "sip:chatadmin@contoso.com");
    let mut directory = lab.directory();
    for (role, writes, writes_protected, deletes) in [
        (DirectoryRole::HelpDesk, false, false, false),
        (DirectoryRole::SipOperator, true, false, false),
        (DirectoryRole::Administrator, true, true, true),
    ] {
        lab.set_directory_role(role);
        let mut rights = |guid| directory.account_rights(guid, &call()).unwrap();
        assert_eq!(rights(guid).may_write_sip, Ok(writes), "{role:?}");
        assert_eq!(
            rights(protected).may_write_sip,
            Ok(writes_protected),
            "{role:?}"
        );
        assert_eq!(rights(guid).may_delete, Ok(deletes), "{role:?}");
        let holders = directory.holders(&address(LOOKUP), &call()).unwrap();
        assert_eq!(holders.deleted.is_ok(), deletes, "{role:?}");
        let tried = directory
            .apply(&delete(guid), &call())
            .map_err(|err| err.kind);
        let wanted = if deletes {
            Ok(())
        } else {
            Err(PortErrorKind::Forbidden)
        };
        assert_eq!(tried, wanted, "{role:?}");
    }
    lab.set_directory_role(DirectoryRole::HelpDesk);
    assert_eq!(
        directory.account(guid, &call()).unwrap(),
        AccountState::Absent
    );
    let refused = directory.apply(&restore(guid), &call()).unwrap_err();
    assert_eq!(refused.kind, PortErrorKind::Forbidden);
}

#[test]
fn a_protected_account_is_neither_deleted_nor_changed_by_a_cmdlet() {
    let (mut lab, _clock) = lab();
    let guid = guid_of(&lab, LOOKUP);
    lab.set_protection(
        guid,
        Protection {
            is_admin: true,
            from_deletion: true,
        },
    );
    let account = captured(&lab, guid);
    assert!(account.is_admin_protected);
    assert_eq!(account.inherits_rights, Ok(false));
    assert_eq!(account.is_deletion_protected, Ok(true));
    let refused = lab.directory().apply(&delete(guid), &call()).unwrap_err();
    assert_eq!(refused.kind, PortErrorKind::Forbidden);
    let refused = lab.apply(&rename(), &call()).unwrap_err();
    assert_eq!(refused.kind, PortErrorKind::Forbidden);
}

#[test]
fn faults_strike_changes_of_the_directory_too() {
    let (lab, _clock) = lab();
    let guid = guid_of(&lab, LOOKUP);
    let mut directory = lab.directory();
    lab.inject(LabFault::Refuse, 1);
    lab.inject(LabFault::TimeOut, 1);
    let mut kind = |change| directory.apply(&change, &call()).unwrap_err().kind;
    assert_eq!(kind(delete(guid)), PortErrorKind::Refused);
    assert_eq!(kind(delete(guid)), PortErrorKind::Timeout);
    assert!(matches!(
        lab.directory().account(guid, &call()),
        Ok(AccountState::Present(_))
    ));
    lab.inject(LabFault::DropAfterAct, 1);
    assert_eq!(kind(delete(guid)), PortErrorKind::OutcomeUnknown);
    assert!(matches!(
        lab.directory().account(guid, &call()),
        Ok(AccountState::Deleted { .. })
    ));
}

#[test]
fn an_account_on_an_older_version_is_left_to_its_tools() {
    let (mut lab, _clock) = lab();
    let dispatch = AccountName::parse("sip:dispatch@contoso.com").unwrap();
    let account = lab.account(&dispatch, &call()).unwrap().unwrap();
    assert!(account.is_on_communications_server);
    assert_eq!(account.registrar, None);
    let refused = lab.apply(&Change::DisableUser { user: dispatch }, &call());
    assert_eq!(refused.unwrap_err().kind, PortErrorKind::Refused);
}

#[test]
fn disabling_forgets_the_policies_and_they_can_be_granted_again() {
    let (mut lab, clock) = lab();
    let user = account_name();
    let before = lab.account(&user, &call()).unwrap().unwrap();
    lab.apply(&Change::DisableUser { user: user.clone() }, &call())
        .unwrap();
    assert_eq!(lab.account(&user, &call()).unwrap(), None);
    settle(&clock);
    assert_eq!(sightings(&lab, LOOKUP), [Some(0); 3]);
    let enable = Change::EnableUser {
        user: user.clone(),
        address: address(LOOKUP),
        registrar: fqdn("pool2010.contoso.com"),
    };
    lab.apply(&enable, &call()).unwrap();
    let bare = lab.account(&user, &call()).unwrap().unwrap();
    assert_eq!(bare.policies, []);
    for policy in before.policies.clone() {
        let user = user.clone();
        lab.apply(&Change::GrantPolicy { user, policy }, &call())
            .unwrap();
    }
    assert_eq!(lab.account(&user, &call()).unwrap().unwrap(), before);
    let other = GrantedPolicy {
        kind: PolicyKind::Pin,
        name: "Other".to_owned(),
    };
    lab.apply(
        &Change::GrantPolicy {
            user: user.clone(),
            policy: other.clone(),
        },
        &call(),
    )
    .unwrap();
    let granted = lab.account(&user, &call()).unwrap().unwrap().policies;
    assert_eq!(granted.len(), before.policies.len());
    assert!(granted.contains(&other));
}

#[test]
fn somebody_else_may_do_everything_and_meets_no_fault() {
    let (mut lab, clock) = lab();
    let guid = guid_of(&lab, LOOKUP);
    lab.set_role(Role::ViewOnly);
    lab.set_directory_role(DirectoryRole::HelpDesk);
    lab.inject(LabFault::Refuse, 1);
    lab.act_as_operator(&rename()).unwrap();
    settle(&clock);
    assert_eq!(captured(&lab, guid).sip_address(), Some(RETIRED));
    lab.act_as_directory_operator(&delete(guid)).unwrap();
    settle(&clock);
    assert_eq!(lab.account(&account_name(), &call()).unwrap(), None);
    let again = lab.act_as_directory_operator(&delete(guid)).unwrap_err();
    assert_eq!(again.kind, PortErrorKind::NotFound);
    let refused = lab.apply(&rename(), &call()).unwrap_err();
    assert_eq!(refused.kind, PortErrorKind::Refused, "the fault had waited");
    let refused = lab.apply(&rename(), &call()).unwrap_err();
    assert_eq!(
        refused.kind,
        PortErrorKind::Forbidden,
        "and so had the role"
    );
}

#[test]
fn a_grown_lab_finds_its_endpoints_in_the_directory() {
    let clock = TestClock::new();
    let mut lab = Lab::grown(clock.clone(), 4, 200, 3);
    let endpoints = lab.inventory(&call()).unwrap().endpoints;
    let mut directory = lab.directory();
    let last = &endpoints.last().unwrap().sip_address;
    let holders = directory.holders(last, &call()).unwrap();
    assert_eq!(holders.only().unwrap().partition, Partition::Configuration);
    assert_eq!(holders.read_at, clock.now());
    clock.advance(secs(1));
}
