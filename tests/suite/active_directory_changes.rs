//! The two changes to the directory, made on a Samba domain controller that is not ours: deleting an account and
//! bringing it back, and everything that keeps them from being made twice or to the wrong object.

use pchat_console::adapters::active_directory::ActiveDirectory;
use pchat_console::domain::{
    Access, AccountState, DirectoryAccount, DirectoryChange, DistinguishedName, ObjectGuid,
};
use pchat_console::ports::{Directory as _, PortError, PortErrorKind};

use crate::active_directory::{Way, call, connect, guid_of, holders, present, typed, within};
use crate::directory_servers::Samba;

const ADDRESS: &str = "sip:ocschat@contoso.com";
const DN: &str = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";

fn delete(guid: ObjectGuid) -> DirectoryChange {
    DirectoryChange::DeleteAccount {
        guid,
        dn: DistinguishedName::new(DN),
    }
}

fn restore(account: &DirectoryAccount) -> DirectoryChange {
    DirectoryChange::RestoreAccount {
        guid: account.guid,
        dn: account.dn.clone(),
    }
}

fn refused(directory: &mut ActiveDirectory, change: &DirectoryChange) -> PortError {
    directory.apply(change, &call()).unwrap_err()
}

/// Whether the account is in the directory, as another client sees it.
fn is_there(dc: &Samba) -> bool {
    !dc.search(dc.base(), "(sAMAccountName=ocschat)", &["cn"])
        .is_empty()
}

#[test]
fn an_account_is_deleted_and_restored_as_it_was() {
    let dc = Samba::start(&["--recycle-bin", "restorable"]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, ADDRESS);
    let before = present(&mut directory, guid);

    directory.apply(&delete(guid), &call()).unwrap();
    assert!(!is_there(&dc));
    let found = holders(&mut directory, ADDRESS);
    assert!(found.is_free(), "{found:?}");
    let deleted = found.deleted.unwrap();
    assert_eq!(
        deleted.len(),
        1,
        "it would hold it again when it is restored"
    );
    assert_eq!(deleted[0].guid, guid);
    match directory.account(guid, &call()).unwrap() {
        AccountState::Deleted {
            dn,
            last_known_parent,
            is_recycled,
        } => {
            assert!(dn.as_str().contains("CN=Deleted Objects"), "{dn}");
            let parent = last_known_parent.unwrap();
            assert_eq!(parent.as_str(), "OU=Service Accounts,DC=contoso,DC=com");
            assert!(!is_recycled);
        }
        other => panic!("{other:?}"),
    }
    let gone = refused(&mut directory, &delete(guid));
    assert_eq!(gone.kind, PortErrorKind::NotFound, "{gone}");

    directory.apply(&restore(&before), &call()).unwrap();
    let after = present(&mut directory, guid);
    assert!(after.is_as(&before), "{after:#?}\n{before:#?}");
    assert_eq!(holders(&mut directory, ADDRESS).only().unwrap().guid, guid);
    let again = refused(&mut directory, &restore(&before));
    assert_eq!(again.kind, PortErrorKind::Conflict, "{again}");
}

#[test]
fn without_the_recycle_bin_an_account_is_gone_for_good() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, ADDRESS);
    let before = present(&mut directory, guid);
    directory.apply(&delete(guid), &call()).unwrap();
    let state = directory.account(guid, &call()).unwrap();
    assert!(
        matches!(
            state,
            AccountState::Deleted {
                is_recycled: true,
                ..
            }
        ),
        "{state:?}"
    );
    let err = refused(&mut directory, &restore(&before));
    assert_eq!(err.kind, PortErrorKind::Refused, "{err}");
    assert!(!is_there(&dc));
}

#[test]
fn a_name_that_was_taken_meanwhile_stops_a_restore() {
    let dc = Samba::start(&["--recycle-bin", "restorable"]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, ADDRESS);
    let before = present(&mut directory, guid);
    directory.apply(&delete(guid), &call()).unwrap();
    dc.change(&format!(
        "dn: {DN}\nchangetype: add\nobjectClass: contact\n"
    ));
    let err = refused(&mut directory, &restore(&before));
    assert_eq!(err.kind, PortErrorKind::Conflict, "{err}");
}

#[test]
fn a_session_that_may_only_read_sends_nothing() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, ADDRESS);
    directory.set_access(Access::ReadOnly);
    let asked = directory.requests();
    let err = refused(&mut directory, &delete(guid));
    assert_eq!(err.kind, PortErrorKind::ReadOnly);
    assert_eq!(directory.requests(), asked);
    assert!(is_there(&dc));
}

#[test]
fn who_has_no_right_is_refused_in_the_controllers_words() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("helpdesk"));
    let guid = guid_of(&mut directory, ADDRESS);
    let err = refused(&mut directory, &delete(guid));
    assert_eq!(err.kind, PortErrorKind::Forbidden, "{err}");
    assert!(err.source.contains("result 50"), "{err}");
    assert!(is_there(&dc));
    let mut directory = connect(&dc.dial("rtcadmin"));
    let kept = guid_of(&mut directory, "sip:keptlookup@contoso.com");
    let dn = present(&mut directory, kept).dn;
    let err = refused(
        &mut directory,
        &DirectoryChange::DeleteAccount { guid: kept, dn },
    );
    assert_eq!(
        err.kind,
        PortErrorKind::Forbidden,
        "protected from deletion: {err}"
    );
}

#[test]
fn an_account_that_was_moved_meanwhile_is_not_deleted() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, ADDRESS);
    dc.change(&format!(
        "dn: {DN}\nchangetype: modrdn\nnewrdn: CN=ocschat\ndeleteoldrdn: 1\n\
         newsuperior: OU=Operators,DC=contoso,DC=com\n"
    ));
    let err = refused(&mut directory, &delete(guid));
    assert_eq!(err.kind, PortErrorKind::Conflict, "{err}");
    assert!(err.source.contains("OU=Operators"), "{err}");
    assert!(is_there(&dc));
}

#[test]
fn an_account_with_something_below_it_is_not_deleted() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, ADDRESS);
    dc.change(&format!(
        "dn: CN=service,{DN}\nchangetype: add\nobjectClass: classStore\n"
    ));
    let err = refused(&mut directory, &delete(guid));
    assert_eq!(err.kind, PortErrorKind::Refused, "{err}");
    assert!(err.source.contains("CN=service"), "{err}");
    assert!(is_there(&dc));
}

/// A deletion is decided on by two questions, so the third piece is the deletion itself.
#[test]
fn a_line_that_breaks_in_the_middle_of_a_change_leaves_its_outcome_unknown() {
    for (delivers_last, stays) in [(true, false), (false, true)] {
        let dc = Samba::start(&[]);
        let way = Way::to(&dc);
        let mut directory = connect(&typed(dc.dial("rtcadmin"), way.address(&dc)));
        let guid = guid_of(&mut directory, ADDRESS);
        present(&mut directory, guid);
        let asked = directory.requests();
        way.cut_at(3, delivers_last);
        let err = directory.apply(&delete(guid), &within(20)).unwrap_err();
        assert_eq!(err.kind, PortErrorKind::OutcomeUnknown, "{err}");
        assert_eq!(directory.requests(), asked + 3, "never sent twice");
        assert_eq!(is_there(&dc), stays);
        // Reading tells how it came out.
        let state = directory.account(guid, &call()).unwrap();
        assert_eq!(
            matches!(state, AccountState::Present(_)),
            stays,
            "{state:?}"
        );
    }
}

#[test]
fn a_line_that_breaks_before_a_change_is_replaced_and_the_change_is_made_once() {
    let dc = Samba::start(&[]);
    let way = Way::to(&dc);
    let mut directory = connect(&typed(dc.dial("rtcadmin"), way.address(&dc)));
    let guid = guid_of(&mut directory, ADDRESS);
    present(&mut directory, guid);
    way.cut_at(1, false);
    directory.apply(&delete(guid), &within(30)).unwrap();
    assert!(!is_there(&dc));
}

#[test]
fn a_controller_that_falls_silent_before_a_change_has_changed_nothing() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, ADDRESS);
    dc.pause();
    let err = directory.apply(&delete(guid), &within(2)).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Timeout, "{err}");
    dc.resume();
    assert!(is_there(&dc));
}
