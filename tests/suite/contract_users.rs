//! Users: giving an address away, taking it back, and what cannot be taken back.

use pchat_console::domain::{AccountName, Change, Holder, SipUri};

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
