//! What a reading showed can be read in every language, with its values, and stays in one line.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use pchat_console::domain::{
    ContentKind, DistinguishedName, Language, ReadingMessage, ServiceStatus, TlsProblem,
    TlsProblemKind, UnreadReason,
};
use pchat_console::localization::Localizer;

use crate::support::{address, fqdn, repository};

/// One of each, with the values that have to be found again.
fn samples() -> Vec<(ReadingMessage, &'static [&'static str])> {
    use ReadingMessage as M;
    let a = || address("sip:aa@contoso.com");
    let pool = || fqdn("pool-a.contoso.com");
    let other = || fqdn("pool-b.contoso.com");
    let dn = || DistinguishedName::new("CN=Odd");
    let s = |text: &str| text.to_owned();
    let names = || vec!["one".to_owned(), "two".to_owned()];
    let problem = |kind| TlsProblem {
        kind,
        words: "words".to_owned(),
    };
    let refused = |kind| M::CertificateRefused {
        host: s("host-a"),
        names: names(),
        problem: problem(kind),
    };
    let mut all: Vec<(ReadingMessage, &'static [&'static str])> = vec![
        (
            M::Unread {
                what: s("Get-CsX"),
                reason: UnreadReason::NoRight,
            },
            &["Get-CsX"],
        ),
        (M::PoolPublished { pool: pool() }, &["pool-a"]),
        (M::PoolMissing { pool: pool() }, &["pool-a"]),
        (M::PoolNormal { pool: pool() }, &["pool-a"]),
        (
            M::PoolNotNormal {
                pool: pool(),
                state: s("Odd"),
            },
            &["pool-a", "Odd"],
        ),
        (M::SourcePublished { pool: s("gc") }, &["gc"]),
        (M::SourceMissing { pool: s("gc") }, &["gc"]),
        (
            M::ForestSame {
                forest: s("contoso.com"),
            },
            &["contoso.com"],
        ),
        (
            M::ForestsDiffer {
                deployment: s("DC=a"),
                directory: s("DC=b"),
            },
            &["DC=a", "DC=b"],
        ),
        (M::ForestNotCompared, &[]),
        (
            M::LookupAccountFound {
                address: a(),
                identity: dn(),
            },
            &["sip:aa", "CN=Odd"],
        ),
        (M::LookupAccountMissing { address: a() }, &["sip:aa"]),
        (M::DirectoryNeeded, &[]),
        (M::VersionsTogether { products: names() }, &["one, two"]),
        (M::ThreeVersions { products: names() }, &["one, two"]),
        (M::VersionUnknown { pool: s("gc") }, &["gc"]),
        (
            M::TargetGenerationDiffers {
                pool: pool(),
                entered: s("E"),
                found: s("F"),
            },
            &["pool-a", "E", "F"],
        ),
        (M::PathCoexistenceOnly, &[]),
        (M::PathByWayOf2013, &["2007 R2", "Lync Server 2013"]),
        (M::PathUnknown, &[]),
        (M::HomePoolPublished { registrar: pool() }, &["pool-a"]),
        (M::HomePoolMissing { registrar: pool() }, &["pool-a"]),
        (
            M::HomePoolDiffers {
                entered: pool(),
                found: other(),
            },
            &["pool-a", "pool-b"],
        ),
        (M::HomePoolUnknown { pool: pool() }, &["pool-a"]),
        (M::ReplicaUpToDate { server: s("pc01") }, &["pc01"]),
        (M::ReplicaOutdated { server: s("pc01") }, &["pc01"]),
        (M::ReplicaMissing { server: s("pc01") }, &["pc01"]),
        (M::PoolWithoutServers { pool: pool() }, &["pool-a"]),
        (M::SourceRetired { pool: s("gc") }, &["gc"]),
        (
            M::SourceApplication {
                pool: s("gc"),
                application: s("urn:x"),
            },
            &["gc", "urn:x"],
        ),
        (M::SourceNotReadHere, &["2007 R2"]),
        (
            M::ServiceRuns {
                server: s("pc01"),
                service: s("CHAT"),
            },
            &["pc01", "CHAT"],
        ),
        (
            M::ServiceStopped {
                server: s("pc01"),
                service: s("CHAT"),
            },
            &["pc01", "CHAT"],
        ),
        (
            M::ServiceBetween {
                server: s("pc01"),
                service: s("CHAT"),
                status: ServiceStatus::Other(s("Odd")),
            },
            &["pc01", "CHAT", "Odd"],
        ),
        (M::NoChatService { server: s("pc01") }, &["pc01"]),
        (M::RolesNotShown { server: s("pc01") }, &["pc01"]),
        (
            M::Counted {
                categories: 11,
                rooms: 22,
                addins: 33,
            },
            &["11", "22", "33"],
        ),
        (
            M::CountsDiffer {
                kind: ContentKind::Rooms,
                expected: 11,
                found: 22,
            },
            &["11", "22"],
        ),
        (M::CountsAsExpected, &[]),
        (M::SourceNotCounted, &[]),
        (M::BaselineMissing, &[]),
        (M::PoolEmpty { pool: pool() }, &["pool-a"]),
        (M::PoolNotEmpty { pool: pool() }, &["pool-a"]),
        (M::NamesNotGiven, &[]),
        (
            M::NamesCollide {
                names: names(),
                more: 7,
            },
            &["one, two", "7"],
        ),
        (M::NoNameCollides { compared: 7 }, &["7"]),
        (M::AddressFree { address: a() }, &["sip:aa"]),
        (
            M::AddressHeld {
                address: a(),
                identity: s("CN=Odd"),
            },
            &["sip:aa", "CN=Odd"],
        ),
        (
            M::AddressLeftBehind {
                address: a(),
                identity: dn(),
            },
            &["sip:aa", "CN=Odd", "proxyAddresses"],
        ),
        (
            M::AddressTakenOver {
                address: a(),
                pool: pool(),
            },
            &["sip:aa", "pool-a"],
        ),
        (M::ControllersOutstanding { hosts: names() }, &["one, two"]),
        (M::ControllersAgree { count: 7 }, &["7"]),
        (M::NotAskedEverywhere { address: a() }, &["sip:aa"]),
        (M::AddressNotGiven, &[]),
        (
            M::EndpointStands {
                address: a(),
                pool: pool(),
            },
            &["sip:aa", "pool-a"],
        ),
        (
            M::EndpointElsewhere {
                address: a(),
                pool: pool(),
            },
            &["sip:aa", "pool-a"],
        ),
        (M::EndpointPoolUnknown { address: a() }, &["sip:aa"]),
        (M::EndpointMissing { address: a() }, &["sip:aa"]),
        (M::EndpointNotInDirectory { address: a() }, &["sip:aa"]),
        (M::OnlyHolder { address: a() }, &["sip:aa"]),
        (
            M::AutomaticEndpoint {
                pool: pool(),
                address: a(),
            },
            &["pool-a", "sip:aa"],
        ),
        (M::NoAutomaticEndpoint { pool: pool() }, &["pool-a"]),
        (
            M::BlockingRule {
                policy: s("Global"),
                user_agent: s("OC"),
                version: s("LSS 4"),
                action: s("Block"),
            },
            &["Global", "OC", "LSS 4", "Block"],
        ),
        (M::NoBlockingRule { policies: 7 }, &["7"]),
        (
            M::KerberosOff {
                identity: s("Global"),
            },
            &["Global", "Kerberos"],
        ),
        (
            M::NtlmOff {
                identity: s("Global"),
            },
            &["Global", "NTLM"],
        ),
        (
            M::SignInAllowed {
                identity: s("Global"),
            },
            &["Global"],
        ),
        (
            M::ChatPolicyOn {
                identity: s("Global"),
            },
            &["Global"],
        ),
        (M::NoChatPolicyOn, &[]),
        (
            M::ComplianceOn {
                identity: s("Global"),
                adapter: s("Xml"),
                folder: s("D:\\x"),
            },
            &["Global", "Xml", "D:\\x"],
        ),
        (
            M::ComplianceOff {
                identity: s("Global"),
            },
            &["Global"],
        ),
        (M::ComplianceNotConfigured, &[]),
        (M::RightsHeld { count: 7 }, &["7"]),
        (
            M::RightMissing {
                cmdlet: s("Get-CsX"),
                roles: names(),
            },
            &["Get-CsX", "one, two"],
        ),
        (
            M::ServiceRecordFound {
                name: s("_sip"),
                target: s("host-a"),
                port: 5061,
            },
            &["_sip", "host-a", "5061"],
        ),
        (
            M::ServiceRecordMissing { name: s("_sip") },
            &["_sip", "DNS"],
        ),
        (
            M::ServiceRecordPort {
                name: s("_sip"),
                port: 443,
            },
            &["_sip", "443", "5061"],
        ),
        (
            M::ServiceRecordOutside {
                name: s("_sip"),
                target: s("host-a"),
            },
            &["_sip", "host-a"],
        ),
        (
            M::HostAddresses {
                host: s("host-a"),
                addresses: names(),
            },
            &["host-a", "one, two"],
        ),
        (M::HostWithoutAddress { host: s("host-a") }, &["host-a"]),
        (
            M::HostRefuses {
                host: s("host-a"),
                port: 5061,
            },
            &["host-a", "5061"],
        ),
        (
            M::HostSilent {
                host: s("host-a"),
                port: 5061,
            },
            &["host-a", "5061"],
        ),
        (
            M::HostWithoutTls {
                host: s("host-a"),
                port: 5061,
            },
            &["host-a", "5061", "TLS"],
        ),
        (
            M::CertificateAccepted {
                host: s("host-a"),
                names: names(),
                expires: s("2027"),
            },
            &["host-a", "one, two", "2027"],
        ),
        (M::SipDomainsMissing, &[]),
    ];
    for kind in [
        TlsProblemKind::WrongName,
        TlsProblemKind::NotInForce,
        TlsProblemKind::SelfSigned,
        TlsProblemKind::Untrusted,
        TlsProblemKind::Other,
    ] {
        all.push((refused(kind), &["host-a", "one, two"]));
    }
    all
}

fn variant(message: &ReadingMessage) -> String {
    let text = format!("{message:?}");
    text.split([' ', '(', '{']).next().unwrap().to_owned()
}

#[test]
fn there_is_a_sample_of_everything_a_reading_can_show() {
    let source = repository().join("src/domain/reading_message.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let body = source.split_once("pub enum ReadingMessage {").unwrap().1;
    let body = body.split_once("\n}").unwrap().0;
    let variants: BTreeSet<String> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.split([',', ' ', '(']).next().unwrap().to_owned())
        .collect();
    assert!(variants.len() > 50);
    let sampled: BTreeSet<String> = samples()
        .iter()
        .map(|(message, _)| variant(message))
        .collect();
    assert_eq!(sampled, variants);
}

#[test]
fn every_reading_can_be_read_in_every_language_with_its_values() {
    for language in Language::ALL {
        let localizer = Localizer::new(language, TimeZone::UTC);
        let mut texts = BTreeSet::new();
        for (message, values) in samples() {
            let text = localizer.reading_message(&message);
            assert!(!text.contains(['{', '}', '$', '\u{2068}']), "{text}");
            assert!(!text.contains("No localization"), "{text}");
            for value in values {
                assert!(text.contains(value), "{language:?} {message:?}: {text}");
            }
            assert!(texts.insert(text.clone()), "said twice: {text}");
        }
        let kinds = [
            ContentKind::Categories,
            ContentKind::Rooms,
            ContentKind::Addins,
        ];
        let kinds: BTreeSet<String> = kinds.map(|kind| localizer.content_kind(kind)).into();
        assert_eq!(kinds.len(), 3);
    }
}

#[test]
fn what_servers_say_cannot_steer_the_screen() {
    let hostile = "a\u{1b}[2J\u{202e}b\r\nc";
    for language in Language::ALL {
        let localizer = Localizer::new(language, TimeZone::UTC);
        for message in [
            ReadingMessage::ServiceRuns {
                server: hostile.to_owned(),
                service: hostile.to_owned(),
            },
            ReadingMessage::NamesCollide {
                names: vec![hostile.to_owned()],
                more: 0,
            },
            ReadingMessage::AddressLeftBehind {
                address: address("sip:aa@contoso.com"),
                identity: DistinguishedName::new(hostile),
            },
            ReadingMessage::CertificateAccepted {
                host: hostile.to_owned(),
                names: vec![hostile.to_owned()],
                expires: hostile.to_owned(),
            },
        ] {
            let text = localizer.reading_message(&message);
            assert!(
                !text.contains(['\u{1b}', '\u{202e}', '\r', '\n']),
                "{text:?}"
            );
        }
    }
}
