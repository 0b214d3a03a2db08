//! Users: giving an address away, taking it back, and what cannot be taken back.

use pchat_console::domain::{
    AccountName, Change, GrantedPolicy, Holder, LyncAccount, PolicyKind, SipUri,
};
use pchat_console::ports::PortErrorKind;

use crate::contract::{Bench, HELD, UNKNOWN, call, check_kind};
use crate::support::{address, fqdn};

const LOOKUP: &str = "sip:ocschat@contoso.com";
const RETIRED: &str = "sip:ocschat-retired@contoso.com";
const ACCOUNT: &str = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";

fn holder(bench: &dyn Bench, address: &SipUri) -> Option<Holder> {
    let holders = bench.session().holders(address, &call(bench)).unwrap();
    holders.unwrap().users.unwrap().into_iter().next()
}

fn enable(sip_address: &str) -> Change {
    Change::EnableUser {
        user: AccountName::parse(ACCOUNT).unwrap(),
        address: address(sip_address),
        registrar: fqdn("pool2010.contoso.com"),
    }
}

fn disable() -> Change {
    Change::DisableUser {
        user: AccountName::parse(LOOKUP).unwrap(),
    }
}

fn name(text: &str) -> AccountName {
    AccountName::parse(text).unwrap()
}

fn account(bench: &dyn Bench, identity: &str) -> Option<LyncAccount> {
    bench
        .session()
        .account(&name(identity), &call(bench))
        .unwrap()
}

/// The policies of the Lookup account, as the file has them.
fn policies() -> Vec<GrantedPolicy> {
    let granted = [
        (PolicyKind::ExternalAccess, "Services"),
        (PolicyKind::Pin, "서비스 계정"),
    ];
    let granted = granted.map(|(kind, name)| GrantedPolicy {
        kind,
        name: name.to_owned(),
    });
    granted.to_vec()
}

pub(crate) fn an_account_is_read_with_its_home_and_its_policies(bench: &dyn Bench) {
    for identity in [
        ACCOUNT,
        "cn=OCSCHAT,ou=service accounts,dc=contoso,dc=com",
        LOOKUP,
    ] {
        let account = account(bench, identity).unwrap();
        assert_eq!(account.identity.as_str(), ACCOUNT);
        assert_eq!(account.sip_address.unwrap().as_str(), LOOKUP);
        assert_eq!(account.enabled, Some(true));
        assert_eq!(account.registrar, Some(fqdn("pool2010.contoso.com")));
        assert!(!account.is_on_communications_server);
        assert_eq!(account.policies, policies());
        assert!(!account.properties.is_empty(), "it has a raw view");
    }
    assert_eq!(account(bench, "CN=nobody,DC=contoso,DC=com"), None);
    let bare = account(bench, "sip:noc@contoso.com").unwrap();
    assert_eq!(bare.policies, []);
}

pub(crate) fn an_account_of_an_older_version_is_told_apart_and_not_changed(bench: &dyn Bench) {
    const OLDER: &str = "CN=Dispatch,OU=Shared Accounts,DC=contoso,DC=com";
    let older = account(bench, OLDER).unwrap();
    assert!(older.is_on_communications_server);
    assert_eq!(older.registrar, None);
    let change = Change::MoveUser {
        user: name(OLDER),
        address: address(RETIRED),
    };
    check_kind(bench.session().apply(&change, &call(bench)), HELD);
    assert_eq!(account(bench, OLDER), Some(older));
}

pub(crate) fn an_account_that_inherits_no_rights_is_not_changed(bench: &dyn Bench) {
    const PROTECTED: &str = "CN=Chat Administrator,OU=Administrators,DC=contoso,DC=com";
    let user = name(PROTECTED);
    for change in [
        Change::MoveUser {
            user: user.clone(),
            address: address(RETIRED),
        },
        Change::DisableUser { user },
    ] {
        let forbidden = &[PortErrorKind::Forbidden];
        check_kind(bench.session().apply(&change, &call(bench)), forbidden);
    }
    assert!(account(bench, PROTECTED).is_some());
}

pub(crate) fn another_address_changes_nothing_else_of_an_account(bench: &dyn Bench) {
    let before = account(bench, ACCOUNT).unwrap();
    let move_to = |to: &str| Change::MoveUser {
        user: name(ACCOUNT),
        address: address(to),
    };
    let mut session = bench.session();
    let spelled = "sip:OcsChat-Retired@Contoso.com";
    session.apply(&move_to(spelled), &call(bench)).unwrap();
    let moved = account(bench, ACCOUNT).unwrap();
    assert_eq!(moved.sip_address.unwrap().as_str(), spelled);
    assert_eq!(moved.policies, before.policies);
    assert_eq!(moved.registrar, before.registrar);
    assert_eq!(account(bench, LOOKUP), None);
    session.apply(&move_to(LOOKUP), &call(bench)).unwrap();
    assert_eq!(account(bench, ACCOUNT), Some(before));
}

pub(crate) fn what_disabling_forgets_can_be_granted_again(bench: &dyn Bench) {
    let before = account(bench, ACCOUNT).unwrap();
    let mut session = bench.session();
    let disable = Change::DisableUser {
        user: name(ACCOUNT),
    };
    session.apply(&disable, &call(bench)).unwrap();
    assert_eq!(account(bench, ACCOUNT), None);
    session.apply(&enable(LOOKUP), &call(bench)).unwrap();
    assert_eq!(account(bench, ACCOUNT).unwrap().policies, []);
    for policy in policies() {
        let user = name(ACCOUNT);
        let grant = Change::GrantPolicy { user, policy };
        let preview = session.preview(&grant, &call(bench)).unwrap();
        assert!(!preview.text.is_empty());
        session.apply(&grant, &call(bench)).unwrap();
    }
    assert_eq!(account(bench, ACCOUNT), Some(before));
    let grant = Change::GrantPolicy {
        user: name("CN=nobody,DC=contoso,DC=com"),
        policy: policies().remove(0),
    };
    check_kind(session.apply(&grant, &call(bench)), UNKNOWN);
}

pub(crate) fn an_address_in_use_is_given_to_no_user(bench: &dyn Bench) {
    for taken in ["sip:HelpDesk@contoso.com", "sip:ocschat@fabrikam.com"] {
        let change = Change::MoveUser {
            user: AccountName::parse(LOOKUP).unwrap(),
            address: address(taken),
        };
        check_kind(bench.session().apply(&change, &call(bench)), HELD);
    }
    assert!(holder(bench, &address(LOOKUP)).is_some());
}

pub(crate) fn a_disabled_user_is_forgotten_and_may_be_enabled_anew(bench: &dyn Bench) {
    let mut session = bench.session();
    session.apply(&disable(), &call(bench)).unwrap();
    assert_eq!(holder(bench, &address(LOOKUP)), None);
    check_kind(session.apply(&disable(), &call(bench)), UNKNOWN);
    let taken = session.apply(&enable("sip:noc@contoso.com"), &call(bench));
    check_kind(taken, HELD);
    session.apply(&enable(LOOKUP), &call(bench)).unwrap();
    let back = holder(bench, &address(LOOKUP)).unwrap();
    assert_eq!(back.registrar, Some(fqdn("pool2010.contoso.com")));
    check_kind(session.apply(&enable(RETIRED), &call(bench)), HELD);
}

pub(crate) fn previews_of_user_changes_change_nothing(bench: &dyn Bench) {
    let moved = Change::MoveUser {
        user: AccountName::parse(LOOKUP).unwrap(),
        address: address(RETIRED),
    };
    for change in [moved, disable()] {
        let preview = bench.session().preview(&change, &call(bench)).unwrap();
        assert!(!preview.text.is_empty(), "{change:?}");
    }
    assert!(holder(bench, &address(LOOKUP)).is_some());
    assert_eq!(holder(bench, &address(RETIRED)), None);
}
