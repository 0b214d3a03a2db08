//! The directory over LDAP, asked of a Samba domain controller that is not ours: how a session is opened, what is read
//! in it, and what becomes of it when the controller falls silent or dies.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use pchat_console::adapters::active_directory::ActiveDirectory;
use pchat_console::domain::{
    Account, AccountState, AddressHolders, AddressPlace, Controller, DirectoryAccount,
    DirectoryDial, DirectoryServer, DirectoryValue, DistinguishedName, Fqdn, HolderClass,
    ObjectGuid, Partition, Secret, SipUri, UnreadReason,
};
use pchat_console::ports::{Call, Cancel, Directory as _, PortError, PortErrorKind};

use crate::directory_servers::{Samba, Server};
use crate::small_dns::{Record, SmallDns};

pub(crate) fn call() -> Call {
    Call::new(Duration::from_mins(1), &Cancel::default())
}

pub(crate) fn within(seconds: u64) -> Call {
    Call::new(Duration::from_secs(seconds), &Cancel::default())
}

pub(crate) fn connect(dial: &DirectoryDial) -> ActiveDirectory {
    ActiveDirectory::connect(dial, &call()).unwrap()
}

pub(crate) fn refused(dial: &DirectoryDial) -> PortError {
    match ActiveDirectory::connect(dial, &call()) {
        Ok(_) => panic!("a session was opened"),
        Err(err) => err,
    }
}

pub(crate) fn uri(text: &str) -> SipUri {
    SipUri::parse(text).unwrap()
}

pub(crate) fn holders(directory: &mut ActiveDirectory, address: &str) -> AddressHolders {
    directory.holders(&uri(address), &call()).unwrap()
}

/// The GUID of the one holder of an address.
pub(crate) fn guid_of(directory: &mut ActiveDirectory, address: &str) -> ObjectGuid {
    holders(directory, address).only().unwrap().guid
}

pub(crate) fn present(directory: &mut ActiveDirectory, guid: ObjectGuid) -> DirectoryAccount {
    match directory.account(guid, &call()).unwrap() {
        AccountState::Present(account) => *account,
        other => panic!("{other:?}"),
    }
}

/// The digits of all bytes, one after the other.
pub(crate) fn every_byte() -> String {
    use std::fmt::Write as _;
    (0..=255_u8).fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").unwrap();
        digits
    })
}

/// Lets something go on beside a test for as long as the process lives.
pub(crate) fn beside(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .name("beside".to_owned())
        .spawn(work)
        .unwrap();
}

/// The same controller by another address, with everything else of the dial.
pub(crate) fn typed(dial: DirectoryDial, address: impl Into<String>) -> DirectoryDial {
    DirectoryDial {
        server: DirectoryServer::Typed(address.into()),
        ..dial
    }
}

fn named(dial: DirectoryDial, user: &str, password: Secret) -> DirectoryDial {
    DirectoryDial {
        account: Account::Named {
            user: user.to_owned(),
            password,
        },
        ..dial
    }
}

// Opening a session

#[test]
fn a_session_is_opened_over_ldaps_and_over_start_tls_and_by_every_form_of_a_name() {
    let dc = Samba::start(&[]);
    let name = "CN=rtcadmin,OU=Operators,DC=contoso,DC=com";
    for address in [
        dc.host().to_owned(),
        format!("ldaps://{}:636", dc.address()),
        format!("ldap://{}", dc.host()),
        format!("ldap://{}:389", dc.address()),
    ] {
        let dial = typed(dc.dial("rtcadmin"), &address);
        let directory = connect(&dial);
        let connection = directory.connection();
        assert_eq!(connection.host, dc.host(), "{address}");
        assert_eq!(connection.forest, "contoso.com", "{address}");
        let starts_tls = address.starts_with("ldap://");
        assert_eq!(
            connection.url.starts_with("ldap://"),
            starts_tls,
            "{address}"
        );
    }
    for user in ["rtcadmin@contoso.com", "CONTOSO\\rtcadmin", name] {
        let dial = named(dc.dial("rtcadmin"), user, dc.password());
        assert_eq!(connect(&dial).connection().account, user);
    }
    let log = dc.log();
    assert!(log.contains("simple bind/TLS"), "{log}");
    let in_clear = log.lines().find(|line| line.contains("[LDAP,simple bind]"));
    assert_eq!(in_clear, None, "nothing is said in clear");
}

#[test]
fn controllers_are_found_through_dns() {
    let dc = Samba::start(&[]);
    let dial = DirectoryDial {
        server: DirectoryServer::Discovered {
            domain: Some(Fqdn::parse("contoso.com").unwrap()),
        },
        ..dc.dial("rtcadmin")
    };
    let mut directory = connect(&dial);
    assert_eq!(directory.connection().url, "ldaps://dc1.contoso.com:636");
    let found = holders(&mut directory, "sip:ocschat@contoso.com");
    assert!(found.is_global_catalog);
    let unknown = refused(&DirectoryDial {
        server: DirectoryServer::Discovered {
            domain: Some(Fqdn::parse("fabrikam.example").unwrap()),
        },
        ..dial
    });
    assert_eq!(unknown.kind, PortErrorKind::NameNotFound, "{unknown}");
}

#[test]
fn a_controller_that_does_not_answer_is_passed_over_for_the_next() {
    let dc = Samba::start(&[]);
    let records = "_ldap._tcp.dc._msdcs.contoso.com";
    let dns = SmallDns::start(vec![
        Record::Service(records, 0, 389, "gone.contoso.com"),
        Record::Service(records, 1, 389, "dead.contoso.com"),
        Record::Service(records, 2, 389, "dc1.contoso.com"),
        // Nobody listens there.
        Record::Address("dead.contoso.com", Ipv4Addr::new(127, 255, 255, 254)),
        Record::Address("dc1.contoso.com", dc.address().parse().unwrap()),
    ]);
    let dial = DirectoryDial {
        server: DirectoryServer::Discovered {
            domain: Some(Fqdn::parse("contoso.com").unwrap()),
        },
        dns: Some(dns.address.clone()),
        ..dc.dial("rtcadmin")
    };
    assert_eq!(connect(&dial).connection().host, dc.host());
    let only_dead = SmallDns::start(vec![
        Record::Service(records, 1, 389, "dead.contoso.com"),
        Record::Address("dead.contoso.com", Ipv4Addr::new(127, 255, 255, 254)),
    ]);
    let err = refused(&DirectoryDial {
        dns: Some(only_dead.address.clone()),
        ..dial
    });
    assert_eq!(err.kind, PortErrorKind::Unreachable, "{err}");
}

#[test]
fn what_is_wrong_with_a_sign_in_is_told_apart() {
    let dc = Samba::start(&[]);
    let dial = dc.dial("rtcadmin");
    let check = |dial: &DirectoryDial, expect: PortErrorKind| {
        let err = refused(dial);
        assert_eq!(err.kind, expect, "{err}");
        assert!(!err.to_string().contains("wr0ng"), "{err}");
    };
    check(
        &named(
            dial.clone(),
            "rtcadmin@contoso.com",
            Secret::new("wr0ng!canary"),
        ),
        PortErrorKind::Unauthenticated,
    );
    check(
        &DirectoryDial {
            ca_file: Some(dc.other_ca_file()),
            ..dial.clone()
        },
        PortErrorKind::Untrusted,
    );
    check(
        &DirectoryDial {
            ca_file: Some("/does/not/exist.pem".into()),
            ..dial.clone()
        },
        PortErrorKind::File,
    );
    check(
        &typed(dial.clone(), "ldaps://nobody.contoso.com"),
        PortErrorKind::NameNotFound,
    );
    check(
        &typed(dial.clone(), format!("ldaps://{}:1", dc.address())),
        PortErrorKind::Unreachable,
    );
    // TLS from the first byte where StartTLS is expected
    let silent = ActiveDirectory::connect(
        &typed(dial.clone(), format!("ldaps://{}:389", dc.address())),
        &within(5),
    );
    assert!(silent.is_err());
    check(&typed(dial, "ldaps://"), PortErrorKind::NameNotFound);
}

#[test]
fn a_certificate_that_is_not_right_ends_the_session_before_the_password_is_sent() {
    for (certificate, expect) in [
        ("expired", PortErrorKind::CertificateExpired),
        ("wrong-name", PortErrorKind::WrongHostName),
        ("other-ca", PortErrorKind::Untrusted),
    ] {
        let dc = Samba::start(&["--certificate", certificate]);
        for scheme in ["ldaps", "ldap"] {
            let address = format!("{scheme}://{}", dc.host());
            let err = refused(&typed(dc.dial("rtcadmin"), address));
            assert_eq!(err.kind, expect, "{certificate}: {err}");
        }
        assert!(!dc.log().contains("rtcadmin"), "{certificate}");
    }
}

#[test]
fn an_empty_password_is_refused_before_anything_is_sent() {
    let dc = Samba::start(&[]);
    // Nobody listens there, so an attempt would fail differently.
    let nowhere = typed(dc.dial("rtcadmin"), format!("ldaps://{}:1", dc.address()));
    for (user, password) in [("rtcadmin", ""), ("", "Passw0rd")] {
        let err = refused(&named(nowhere.clone(), user, Secret::new(password)));
        assert_eq!(err.kind, PortErrorKind::Unauthenticated, "{err}");
        assert!(err.source.contains("empty"), "{err}");
    }
}

#[cfg(not(feature = "ticket-cache"))]
#[test]
fn a_build_without_the_ticket_cache_says_that_it_has_no_current_user() {
    let dc = Samba::start(&[]);
    let err = refused(&DirectoryDial {
        account: Account::CurrentUser,
        ..dc.dial("rtcadmin")
    });
    assert_eq!(err.kind, PortErrorKind::NoTicket);
    assert!(err.source.contains("built without"), "{err}");
}

// Who holds an address

#[test]
fn an_address_is_found_wherever_it_stands_and_however_it_is_spelled() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let mut check = |address: &str, class, partition, place| {
        let found = holders(&mut directory, address);
        let only = found
            .only()
            .unwrap_or_else(|| panic!("{address}: {found:?}"));
        assert_eq!(
            (only.class, only.partition, only.place),
            (class, partition, place),
            "{address}"
        );
        assert!(found.is_global_catalog && found.notices.is_empty());
        assert_eq!(found.host, dc.host());
        only.clone()
    };
    let lookup = check(
        "SIP:OcsChat@CONTOSO.com",
        HolderClass::User,
        Partition::Domain,
        AddressPlace::Both,
    );
    assert_eq!(
        lookup.sip_address.as_deref(),
        Some("sip:ocschat@contoso.com")
    );
    assert_eq!(lookup.sip_enabled, Some(true));
    let left = check(
        "sip:left.behind@contoso.com",
        HolderClass::User,
        Partition::Domain,
        AddressPlace::ProxyOnly,
    );
    assert_eq!(left.proxy_values, ["Sip:Left.Behind@Contoso.COM"]);
    assert_eq!(left.sip_address, None);
    check(
        "sip:team@contoso.com",
        HolderClass::Group,
        Partition::Domain,
        AddressPlace::ProxyOnly,
    );
    let base = format!("CN=Configuration,{}", dc.base());
    let endpoints = dc.search(
        &base,
        "(msRTCSIP-OwnerUrn=urn:application:PersistentChat)",
        &["msRTCSIP-PrimaryUserAddress"],
    );
    assert!(!endpoints.is_empty());
    for endpoint in endpoints {
        let address = endpoint.texts("msRTCSIP-PrimaryUserAddress").remove(0);
        let contact = check(
            &address,
            HolderClass::ApplicationContact,
            Partition::Configuration,
            AddressPlace::Both,
        );
        assert_eq!(contact.dn.as_str(), endpoint.dn);
        assert_eq!(
            contact.owner_urn.as_deref(),
            Some("urn:application:PersistentChat")
        );
    }
    assert!(holders(&mut directory, "sip:nobody@contoso.com").is_free());
}

#[test]
fn one_holder_costs_one_request_once_the_session_knows_its_controller() {
    let dc = Samba::start(&["--recycle-bin", "on"]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    assert_eq!(directory.requests(), 2, "the sign-in and the root entry");
    holders(&mut directory, "sip:ocschat@contoso.com");
    let learned = directory.requests();
    assert_eq!(
        learned,
        2 + 3 + 1 + 1,
        "the recycle bin, the catalog's sign-in, the question"
    );
    for (count, address) in ["sip:ocschat@contoso.com", "sip:nobody@contoso.com"]
        .iter()
        .enumerate()
    {
        // Deleted objects are looked for in the same question.
        assert_eq!(holders(&mut directory, address).deleted, Ok(vec![]));
        assert_eq!(directory.requests(), learned + count + 1);
    }
}

#[test]
fn without_a_global_catalog_both_partitions_are_asked_at_once() {
    let dc = Samba::start(&[]);
    let way = Way::to(&dc);
    // Another port than the usual says nothing about where a catalog would be.
    let mut directory = connect(&typed(dc.dial("rtcadmin"), way.address(&dc)));
    for address in ["sip:ocschat@contoso.com", "sip:nobody@contoso.com"] {
        let found = holders(&mut directory, address);
        assert!(!found.is_global_catalog);
        assert_eq!(found.notices, [], "there is no other domain");
        assert_eq!(
            found.holders.len(),
            usize::from(address.contains("ocschat"))
        );
    }
    let asked = directory.requests();
    let base = format!("CN=Configuration,{}", dc.base());
    let endpoint = &dc.search(
        &base,
        "(msRTCSIP-OwnerUrn=urn:application:PersistentChat)",
        &["msRTCSIP-PrimaryUserAddress"],
    )[0];
    let address = endpoint.texts("msRTCSIP-PrimaryUserAddress").remove(0);
    let found = holders(&mut directory, &address);
    assert_eq!(found.only().unwrap().partition, Partition::Configuration);
    assert_eq!(directory.requests(), asked + 2);
}

#[test]
fn what_looks_like_a_filter_is_an_address_like_any_other() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    for address in [
        "sip:*@contoso.com",
        "sip:*",
        "sip:ocschat@contoso.com)(objectClass=*",
        "sip:x@contoso.com)(|(objectClass=*)",
        "sip:\\2a@contoso.com",
        "sip:ocschat\\40contoso.com@x",
    ] {
        let Ok(address) = SipUri::parse(address) else {
            continue;
        };
        let found = directory.holders(&address, &call()).unwrap();
        assert_eq!(found.holders, [], "{address}");
    }
}

#[test]
fn objects_with_every_special_character_in_their_names_are_found_and_read() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let special = dc.search(
        "OU=Special,DC=contoso,DC=com",
        "(objectClass=contact)",
        &["msRTCSIP-PrimaryUserAddress", "displayName"],
    );
    assert!(special.len() >= 20);
    for entry in special {
        let address = entry.texts("msRTCSIP-PrimaryUserAddress").remove(0);
        let found = holders(&mut directory, &address);
        let only = found
            .only()
            .unwrap_or_else(|| panic!("{address}: {found:?}"));
        assert_eq!(only.dn.as_str(), entry.dn, "{address}");
        assert_eq!(
            only.display_name,
            entry.texts("displayName").pop(),
            "{address}"
        );
        let account = present(&mut directory, only.guid);
        assert_eq!(account.dn.as_str(), entry.dn, "{address}");
        let rights = directory.account_rights(only.guid, &call()).unwrap();
        assert_eq!(rights.may_delete, Ok(true), "{address}");
    }
}

// One account

#[test]
fn an_account_is_captured_with_everything_but_its_password() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, "sip:ocschat@contoso.com");
    let account = present(&mut directory, guid);
    let dn = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";
    let told = &dc.search(dn, "(objectClass=user)", &["*"])[0];
    assert_eq!(account.dn.as_str(), dn);
    assert_eq!(
        Some(account.guid),
        ObjectGuid::from_bytes(&told.bytes("objectGUID")[0])
    );
    assert!(account.sid.is_some());
    assert_eq!(account.sam_account_name.as_deref(), Some("ocschat"));
    assert_eq!(
        account.user_principal_name,
        told.texts("userPrincipalName").pop()
    );
    assert_eq!(account.enabled, Some(true));
    assert_eq!(account.proxy_addresses, told.texts("proxyAddresses"));
    let groups: Vec<&str> = account
        .groups
        .iter()
        .map(DistinguishedName::as_str)
        .collect();
    assert_eq!(groups, told.texts("memberOf"));
    assert_eq!(account.host, dc.host());
    assert!(!account.is_admin_protected);
    assert_eq!(account.inherits_rights, Ok(true));
    assert_eq!(account.is_deletion_protected, Ok(false));
    assert!(account.when_changed.is_some());
    let mut expected: Vec<String> = told
        .attribute_names()
        .filter(|name| name.starts_with("msrtcsip-"))
        .map(str::to_owned)
        .collect();
    expected.sort();
    let mut captured: Vec<String> = account
        .sip_attributes
        .iter()
        .map(|attribute| attribute.name.to_lowercase())
        .collect();
    captured.sort();
    assert_eq!(captured, expected);
    // Reading it again finds the same.
    assert!(present(&mut directory, guid).is_as(&account));
    let whole = format!("{account:?}");
    assert!(!whole.contains("Pwd") && !whole.contains("assword"));
}

#[test]
fn values_that_are_no_text_are_kept_in_digits() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, "sip:binary@contoso.com");
    let account = present(&mut directory, guid);
    let values = |name: &str| {
        let mut attributes = account.sip_attributes.iter();
        let found = attributes.find(|attribute| attribute.name == name);
        found
            .map(|attribute| attribute.values.clone())
            .unwrap_or_default()
    };
    let digits = every_byte();
    assert_eq!(
        values("msRTCSIP-UserRoutingGroupId"),
        [DirectoryValue::Binary(digits)]
    );
    assert!(matches!(
        values("msRTCSIP-OriginatorSid").as_slice(),
        [DirectoryValue::Binary(_)]
    ));
    let texts =
        ["line\r\nbreak", "one", "두 번째"].map(|text| DirectoryValue::Text(text.to_owned()));
    assert_eq!(values("msRTCSIP-UserExtension"), texts);
    assert_eq!(
        account.display_name.as_deref(),
        Some("Bytes \u{1b}[31m and \u{202e}order")
    );
}

#[test]
fn a_protected_account_says_so() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, "sip:adminlookup@contoso.com");
    let admin = present(&mut directory, guid);
    assert!(admin.is_admin_protected);
    assert_eq!(admin.inherits_rights, Ok(false));
    let guid = guid_of(&mut directory, "sip:keptlookup@contoso.com");
    let kept = present(&mut directory, guid);
    assert_eq!(kept.is_deletion_protected, Ok(true));
    let rights = directory.account_rights(guid, &call()).unwrap();
    assert_eq!(rights.may_delete, Ok(false), "everybody is denied it");
    assert_eq!(rights.may_write_sip, Ok(true));
}

#[test]
fn the_rights_of_the_signed_in_account_are_computed_for_it() {
    let dc = Samba::start(&[]);
    for (user, may_write, may_delete) in [
        ("rtcadmin", true, true),
        ("rtcoperator", true, false),
        ("helpdesk", false, false),
    ] {
        let mut directory = connect(&dc.dial(user));
        let guid = guid_of(&mut directory, "sip:ocschat@contoso.com");
        let rights = directory.account_rights(guid, &call()).unwrap();
        assert_eq!(rights.may_write_sip, Ok(may_write), "{user}");
        assert_eq!(rights.may_delete, Ok(may_delete), "{user}");
    }
}

#[test]
fn an_account_that_is_nowhere_is_absent() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let nobody = ObjectGuid::from_bytes(&[7; 16]).unwrap();
    assert_eq!(directory.account(nobody, &call()), Ok(AccountState::Absent));
    let err = directory.account_rights(nobody, &call()).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::NotFound);
}

// The directory as a whole

#[test]
fn the_directory_tells_its_schema_its_recycle_bin_and_its_controllers() {
    for (bin, is_on) in [("off", false), ("on", true)] {
        let dc = Samba::start(&["--recycle-bin", bin]);
        let reading = connect(&dc.dial("helpdesk")).reading(&call()).unwrap();
        assert_eq!(reading.forest.as_deref(), Some("contoso.com"));
        assert_eq!(reading.domain.as_deref(), Some("contoso.com"));
        assert_eq!(reading.domain_dn.as_str(), dc.base());
        assert_eq!(reading.forest_level, Some(4));
        let schema = reading.lync_schema.unwrap().unwrap();
        assert_eq!(
            (schema.range_upper, schema.range_lower),
            (Some(1150), Some(3))
        );
        assert_eq!(reading.recycle_bin, Ok(is_on));
        let expect = Controller {
            host: dc.host().to_owned(),
            site: Some("Default-First-Site-Name".to_owned()),
            domain: Some("contoso.com".to_owned()),
            is_writable: true,
            is_global_catalog: true,
        };
        assert_eq!(reading.controllers, Ok(vec![expect]));
    }
}

#[test]
fn a_controller_that_does_not_answer_is_said_in_its_place() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let here = directory
        .reading(&call())
        .unwrap()
        .controllers
        .unwrap()
        .remove(0);
    let gone = Controller {
        host: "dc9.contoso.com".to_owned(),
        ..here.clone()
    };
    let not_a_catalog = Controller {
        is_global_catalog: false,
        ..here.clone()
    };
    let asked = [gone, here, not_a_catalog];
    let sightings = directory
        .sightings(&uri("sip:ocschat@contoso.com"), &asked, &call())
        .unwrap();
    let controllers: Vec<&Controller> = sightings.iter().map(|seen| &seen.controller).collect();
    assert_eq!(controllers, asked.iter().collect::<Vec<_>>());
    let silent = sightings[0].holders.as_ref().unwrap_err();
    assert_eq!(silent.reason, UnreadReason::NoAnswer, "{silent:?}");
    for seen in &sightings[1..] {
        let holders = seen.holders.as_ref().unwrap();
        assert_eq!(holders.len(), 1, "{seen:?}");
        assert_eq!(
            holders[0].sip_address.as_deref(),
            Some("sip:ocschat@contoso.com")
        );
    }
}

// When the controller falls silent or dies

#[test]
fn a_controller_that_stops_answering_ends_at_the_deadline_and_cancelling_ends_sooner() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let address = uri("sip:ocschat@contoso.com");
    directory.holders(&address, &call()).unwrap();
    dc.pause();
    let begun = Instant::now();
    let err = directory.holders(&address, &within(2)).unwrap_err();
    assert_eq!(err.kind, PortErrorKind::Timeout, "{err}");
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    let cancel = Cancel::default();
    let wish = cancel.clone();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // The other thread waits for an answer that does not come.
            std::thread::sleep(Duration::from_millis(300));
            wish.cancel();
        });
        let err = directory
            .holders(&address, &Call::new(Duration::from_mins(1), &cancel))
            .unwrap_err();
        assert_eq!(err.kind, PortErrorKind::Cancelled, "{err}");
    });
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    let controllers = [Controller {
        host: dc.host().to_owned(),
        site: None,
        domain: None,
        is_writable: true,
        is_global_catalog: true,
    }];
    let seen = directory
        .sightings(&address, &controllers, &within(3))
        .unwrap();
    assert!(seen[0].holders.is_err(), "{seen:?}");
    assert!(ActiveDirectory::connect(&dc.dial("rtcadmin"), &within(2)).is_err());
    dc.resume();
    assert_eq!(
        holders(&mut directory, "sip:ocschat@contoso.com")
            .holders
            .len(),
        1
    );
}

#[test]
fn a_controller_that_was_killed_and_comes_back_is_asked_again_by_the_same_session() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let guid = guid_of(&mut directory, "sip:ocschat@contoso.com");
    directory.keep_alive(&call()).unwrap();
    dc.kill();
    assert!(directory.keep_alive(&within(5)).is_err());
    let err = directory
        .holders(&uri("sip:ocschat@contoso.com"), &within(5))
        .unwrap_err();
    assert!(
        matches!(
            err.kind,
            PortErrorKind::Unreachable | PortErrorKind::NameNotFound
        ),
        "{err}"
    );
    dc.revive();
    assert_eq!(
        present(&mut directory, guid).sam_account_name.as_deref(),
        Some("ocschat")
    );
    assert_eq!(
        holders(&mut directory, "sip:ocschat@contoso.com")
            .only()
            .unwrap()
            .guid,
        guid
    );
    // A line that broke unnoticed is replaced while a question is asked.
    dc.kill();
    dc.revive();
    assert_eq!(present(&mut directory, guid).guid, guid);
}

/// A way to a controller that can be cut: it carries bytes both ways until it is told to stop.
pub(crate) struct Way {
    port: u16,
    cut: std::sync::Arc<Cut>,
}

#[derive(Default)]
struct Cut {
    /// After so many more pieces from the console both ends are closed; 0 carries everything.
    after: std::sync::atomic::AtomicUsize,
    /// Whether the last piece still arrives at the controller.
    delivers_last: std::sync::atomic::AtomicBool,
}

impl Way {
    pub(crate) fn to(server: &Server) -> Self {
        let address = server.address().to_owned();
        let listener = std::net::TcpListener::bind((address.as_str(), 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let cut = std::sync::Arc::new(Cut::default());
        let shared = std::sync::Arc::clone(&cut);
        beside(move || {
            for console in listener.incoming().map_while(Result::ok) {
                let Ok(controller) = std::net::TcpStream::connect((address.as_str(), 636)) else {
                    return;
                };
                shared.carry(&console, &controller);
            }
        });
        Self { port, cut }
    }

    pub(crate) fn address(&self, server: &Server) -> String {
        format!("ldaps://{}:{}", server.address(), self.port)
    }

    /// Closes both ends with the so-manieth piece from now on, before or after the controller has it.
    pub(crate) fn cut_at(&self, piece: usize, delivers_last: bool) {
        use std::sync::atomic::Ordering::SeqCst;
        self.cut.delivers_last.store(delivers_last, SeqCst);
        self.cut.after.store(piece, SeqCst);
    }
}

impl Cut {
    fn carry(
        self: &std::sync::Arc<Self>,
        console: &std::net::TcpStream,
        controller: &std::net::TcpStream,
    ) {
        use std::io::{Read as _, Write as _};
        use std::net::Shutdown::Both;
        use std::sync::atomic::Ordering::SeqCst;
        let clone = |stream: &std::net::TcpStream| stream.try_clone().unwrap();
        let (mut from, mut to) = (clone(controller), clone(console));
        beside(move || {
            std::io::copy(&mut from, &mut to).ok();
            to.shutdown(Both).ok();
        });
        let (mut from, mut to, cut) = (clone(console), clone(controller), self.clone());
        beside(move || {
            let mut piece = vec![0; 65536];
            while let Ok(length @ 1..) = from.read(&mut piece) {
                let is_last = cut
                    .after
                    .fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1))
                    == Ok(1);
                if is_last {
                    // Nothing of the answer gets through any more.
                    from.shutdown(Both).ok();
                    if cut.delivers_last.load(SeqCst) {
                        to.write_all(&piece[..length]).ok();
                        // The controller is heard out, so that it has done what it was asked.
                        let mut rest = clone_of(&to);
                        rest.set_read_timeout(Some(Duration::from_secs(2))).ok();
                        let _answered = rest.read(&mut piece).is_ok();
                    }
                    to.shutdown(Both).ok();
                    return;
                }
                if to.write_all(&piece[..length]).is_err() {
                    return;
                }
            }
            to.shutdown(Both).ok();
        });
    }
}

fn clone_of(stream: &std::net::TcpStream) -> std::net::TcpStream {
    stream.try_clone().unwrap()
}
