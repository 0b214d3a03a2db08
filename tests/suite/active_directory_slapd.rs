//! The directory over LDAP, asked of slapd: long answers in pages, limits, and references to other servers.

use pchat_console::domain::{DirectoryDial, DirectoryValue, Message, Unread};
use pchat_console::ports::{Directory as _, PortErrorKind};

use crate::active_directory::{call, connect, every_byte, guid_of, holders, present, uri};
use crate::directory_servers::Slapd;

const CROWD: &str = "sip:crowd@contoso.com";

/// Nobody answers questions about names there.
fn dial(slapd: &Slapd) -> DirectoryDial {
    DirectoryDial {
        dns: Some(format!("{}:9", slapd.address())),
        ..slapd.dial("rtcadmin")
    }
}

#[test]
fn an_answer_of_ten_thousand_entries_is_read_in_pages_to_its_end() {
    let slapd = Slapd::start(&["--entries", "10000"]);
    let mut directory = connect(&dial(&slapd));
    let found = holders(&mut directory, CROWD);
    assert_eq!(found.holders.len(), 10_000);
    // More than a page holds, and more than the server gives who does not ask for pages.
    let log = slapd.log();
    let pages = log.matches("nentries=1000 ").count();
    assert!(pages >= 10, "{pages}");
    assert_eq!(
        holders(&mut directory, "sip:bulk009999@contoso.com")
            .holders
            .len(),
        1
    );
}

#[test]
fn an_answer_that_was_cut_short_is_no_answer() {
    let slapd = Slapd::start(&["--entries", "3000", "--total", "1500"]);
    let mut directory = connect(&dial(&slapd));
    let err = directory.holders(&uri(CROWD), &call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Refused, "{err}");
    assert!(err.source.contains("cut short"), "{err}");
    // The session is as good as before.
    assert_eq!(
        holders(&mut directory, "sip:bulk000001@contoso.com")
            .holders
            .len(),
        1
    );
}

#[test]
fn servers_that_refer_in_a_circle_are_an_error() {
    let slapd = Slapd::start(&["--refer-to", "itself"]);
    let mut directory = connect(&dial(&slapd));
    let err = directory.holders(&uri(CROWD), &call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Protocol, "{err}");
    assert!(err.source.contains("circle"), "{err}");
}

#[test]
fn what_was_referred_to_and_cannot_be_asked_is_said() {
    let slapd = Slapd::start(&["--refer-to", "127.0.0.1:1"]);
    let mut directory = connect(&dial(&slapd));
    let found = holders(&mut directory, "sip:nobody@contoso.com");
    assert!(!found.is_free(), "somebody may hold it there");
    let parts: Vec<&Message> = found.notices.iter().map(|notice| &notice.message).collect();
    assert!(
        matches!(parts.as_slice(), [Message::DirectoryPartUnasked { part }] if part.contains("127.0.0.1:1")),
        "{found:?}"
    );
}

#[test]
fn an_object_of_another_directory_is_found_by_its_guid_too() {
    let slapd = Slapd::start(&[]);
    let mut directory = connect(&dial(&slapd));
    let guid = guid_of(&mut directory, "sip:ocschat@contoso.com");
    let account = present(&mut directory, guid);
    assert_eq!(account.sam_account_name.as_deref(), Some("ocschat"));
    assert!(account.inherits_rights.is_err(), "it has no list of rights");
    let digits = every_byte();
    let mut attributes = account.sip_attributes.iter();
    let binary = attributes.find(|attribute| attribute.name == "msRTCSIP-UserRoutingGroupId");
    assert_eq!(binary.unwrap().values, [DirectoryValue::Binary(digits)]);
}

#[test]
fn names_with_every_special_character_are_read_as_they_are_spelled() {
    let slapd = Slapd::start(&[]);
    let mut directory = connect(&dial(&slapd));
    let special = slapd.search(
        "OU=Special,DC=contoso,DC=com",
        "(objectClass=contact)",
        &["msRTCSIP-PrimaryUserAddress"],
    );
    assert!(special.len() >= 20);
    for entry in special {
        let address = entry.texts("msRTCSIP-PrimaryUserAddress").remove(0);
        let only = holders(&mut directory, &address).only().cloned().unwrap();
        assert_eq!(only.dn.as_str(), entry.dn, "{address}");
        assert_eq!(
            present(&mut directory, only.guid).dn.as_str(),
            entry.dn,
            "{address}"
        );
    }
}

#[test]
fn a_directory_that_is_none_of_a_domain_tells_what_it_does_not_know() {
    let slapd = Slapd::start(&[]);
    let mut directory = connect(&dial(&slapd));
    let reading = directory.reading(&call()).unwrap();
    assert_eq!(reading.lync_schema, Ok(None));
    assert!(reading.recycle_bin.is_err());
    assert!(matches!(reading.controllers, Err(Unread { .. })));
    let found = holders(&mut directory, "sip:ocschat@contoso.com");
    assert!(found.deleted.is_err(), "{found:?}");
}
