//! The directory over LDAP, asked of slapd: long answers in pages, limits, and references to other servers.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use native_tls::{Identity, TlsAcceptor};
use pchat_console::adapters::active_directory::ActiveDirectory;
use pchat_console::domain::{
    Access, Account, DirectoryDial, DirectoryServer, DirectoryValue, Message, Secret, Unread,
};
use pchat_console::ports::{Directory as _, PortErrorKind};

use crate::active_directory::{
    beside, call, connect, every_byte, guid_of, holders, present, uri, within,
};
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

/// Answers that are no LDAP, sent by whoever has the certificate.
#[test]
fn a_server_that_speaks_no_ldap_ends_in_an_error_and_nothing_worse() {
    let folder = tempfile::tempdir().unwrap();
    let made = std::process::Command::new("openssl")
        .current_dir(folder.path())
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt"])
        .args(["ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-keyout", "key.pem"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-out", "certificate.pem"])
        .output()
        .expect("openssl is there");
    assert!(made.status.success(), "{made:?}");
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let identity = Identity::from_pkcs8(&read("certificate.pem"), &read("key.pem")).unwrap();
    let acceptor = TlsAcceptor::new(identity).unwrap();
    let answers: [&[u8]; 7] = [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x30\x00",
        // A result code that is no number, a text that is none, a control that is none
        b"\x30\x0c\x02\x01\x01\x61\x07\x04\x01\x00\x04\x00\x04\x00",
        b"\x30\x0e\x02\x01\x01\x61\x09\x0a\x01\x31\x04\x00\x04\x02\xff\xfe",
        b"\x30\x10\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00\xa0\x02\x04\x00",
        b"\xff\xff\xff\xff\xff\xff\xff\xff",
    ];
    for answer in answers {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = acceptor.clone();
        beside(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut line = acceptor.accept(stream).unwrap();
            // The sign-in, of which only that it came matters.
            let mut request = [0; 1024];
            let _asked = line.read(&mut request).is_ok();
            line.write_all(answer).ok();
            line.shutdown().ok();
        });
        let dial = DirectoryDial {
            server: DirectoryServer::Typed(format!("ldaps://127.0.0.1:{port}")),
            account: Account::Named {
                user: "rtcadmin".to_owned(),
                password: Secret::new("unimportant"),
            },
            ca_file: Some(folder.path().join("certificate.pem")),
            dns: None,
            access: Access::ReadOnly,
        };
        let err = ActiveDirectory::connect(&dial, &within(10)).err().unwrap();
        assert!(
            matches!(
                err.kind,
                PortErrorKind::Protocol | PortErrorKind::LineLost | PortErrorKind::Timeout
            ),
            "{answer:?}: {err}"
        );
    }
}
