//! Every sentence of the swap's checks can be read in every language, with its values.

use jiff::tz::{Offset, TimeZone};
use pchat_console::domain::{
    AttestationSubject, DistinguishedName, HolderClass, Language, Message, SwapCheckKind,
    SwapMessage,
};
use pchat_console::localization::Localizer;

use crate::support::{address, fqdn};

fn samples() -> Vec<(SwapMessage, &'static str)> {
    let a = || address("sip:aa@contoso.com");
    let dn = || DistinguishedName::new("CN=Odd");
    let dns = || vec![DistinguishedName::new("CN=Odd")];
    let pool = || fqdn("pool-a.contoso.com");
    let hosts = || vec!["dc01.contoso.com".to_owned()];
    let name = || "NameN".to_owned();
    let attestation = |subject| SwapMessage::AttestationMissing { subject };
    vec![
        (
            SwapMessage::NobodyHolds { address: a() },
            "sip:aa@contoso.com",
        ),
        (SwapMessage::SeveralHolders { names: dns() }, "CN=Odd"),
        (
            SwapMessage::HolderIsNoUser {
                class: HolderClass::Group,
                dn: dn(),
            },
            "CN=Odd",
        ),
        (SwapMessage::OnlyInProxyAddresses { dn: dn() }, "CN=Odd"),
        (SwapMessage::HolderNotReadable { dn: dn() }, "CN=Odd"),
        (SwapMessage::OnCommunicationsServer, "2007 R2"),
        (SwapMessage::AccountOfOtherService { name: name() }, "NameN"),
        (SwapMessage::PerhapsOtherService { name: name() }, "NameN"),
        (SwapMessage::UnknownToDeployment, "Lync"),
        (
            SwapMessage::SidesDiffer {
                names: vec![name()],
            },
            "NameN",
        ),
        (SwapMessage::NotAskedEverywhere, ""),
        (SwapMessage::DeletedHolders { names: dns() }, "CN=Odd"),
        (SwapMessage::RetiredMissing, ""),
        (SwapMessage::RetiredIsTheSame, ""),
        (SwapMessage::RetiredHeld { names: dns() }, "CN=Odd"),
        (SwapMessage::RetiredFree, ""),
        (SwapMessage::WayMissing, ""),
        (SwapMessage::HolderConfirmed { dn: dn() }, "CN=Odd"),
        (SwapMessage::HolderIsAnother { dn: dn() }, "CN=Odd"),
        (SwapMessage::AccountUnchanged, ""),
        (SwapMessage::AccountChanged, ""),
        (SwapMessage::AccountGone, ""),
        (SwapMessage::RecycleBinOn, "SID"),
        (SwapMessage::RecycleBinOff, ""),
        (SwapMessage::RecycleBinNotNeeded, ""),
        (
            SwapMessage::TargetPublished { pool: pool() },
            "pool-a.contoso.com",
        ),
        (
            SwapMessage::TargetNotPublished { pool: pool() },
            "pool-a.contoso.com",
        ),
        (SwapMessage::NextHopAnswers { server: name() }, "NameN"),
        (
            SwapMessage::NextHopSilent { registrar: pool() },
            "pool-a.contoso.com",
        ),
        (
            SwapMessage::NextHopUnknown { pool: pool() },
            "pool-a.contoso.com",
        ),
        (SwapMessage::ServicesStopped, ""),
        (SwapMessage::ServicesRunning, ""),
        (SwapMessage::ServicesNotFound, ""),
        (SwapMessage::CmdletsHeld, ""),
        (SwapMessage::HandedOver, ""),
        (
            SwapMessage::WayBackWithout {
                cmdlets: vec!["Enable-CsUser".to_owned()],
            },
            "Enable-CsUser",
        ),
        (SwapMessage::AdminProtected, "adminCount"),
        (SwapMessage::InheritsNothing, "Lync"),
        (SwapMessage::DeletionProtected, "Active Directory"),
        (SwapMessage::MayNotDelete, ""),
        (SwapMessage::MayDelete, ""),
        (SwapMessage::AccountOpen, ""),
        (SwapMessage::ControllersAgree { count: 1 }, ""),
        (SwapMessage::ControllersAgree { count: 7 }, "7"),
        (
            SwapMessage::ControllersSilent { hosts: hosts() },
            "dc01.contoso.com",
        ),
        (
            SwapMessage::ControllersDiffer { hosts: hosts() },
            "dc01.contoso.com",
        ),
        (SwapMessage::NoControllers, "AD"),
        (attestation(AttestationSubject::GroupChatStopped), ""),
        (attestation(AttestationSubject::NobodyConnected), ""),
        (SwapMessage::Attested { by: name() }, "NameN"),
        (
            SwapMessage::HeldByEndpoint { address: a() },
            "sip:aa@contoso.com",
        ),
        (SwapMessage::NotCaptured, ""),
        (SwapMessage::StandingUnread, ""),
        (SwapMessage::DoesNotFit, ""),
    ]
}

fn localizers() -> [Localizer; 3] {
    let zone = TimeZone::fixed(Offset::constant(9));
    Language::ALL.map(|language| Localizer::new(language, zone.clone()))
}

#[test]
fn every_sentence_can_be_read_in_every_language_with_its_values() {
    for localizer in localizers() {
        for (message, value) in samples() {
            let text = localizer.message(&Message::Swap(message.clone()));
            assert!(!text.is_empty() && !text.contains("{ $"), "{message:?}");
            assert!(text.contains(value), "{message:?}: {text}");
        }
    }
}

#[test]
fn there_is_a_sample_of_every_sentence() {
    let source = crate::support::repository().join("src/domain/swap_message.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let body = source.split_once("pub enum SwapMessage {").unwrap().1;
    let variants: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .filter_map(|line| line.split([',', ' ', '(']).next())
        .collect();
    let samples: Vec<String> = samples()
        .iter()
        .map(|(message, _)| format!("{message:?}"))
        .collect();
    for variant in variants {
        let is_there = samples.iter().any(|sample| {
            let name = sample.split([' ', '(', '{']).next();
            name == Some(variant)
        });
        assert!(is_there, "{variant}");
    }
}

#[test]
fn hostile_names_stay_on_their_line() {
    for localizer in localizers() {
        let hostile = DistinguishedName::new("CN=x\r\n\u{202e}evil\u{1b}[2J");
        let message = SwapMessage::HolderIsAnother { dn: hostile };
        let text = localizer.message(&Message::Swap(message));
        assert!(
            !text.contains(['\n', '\r', '\u{202e}', '\u{1b}']),
            "{text:?}"
        );
    }
}

#[test]
fn checks_have_a_word_of_their_own() {
    use SwapCheckKind as Kind;
    let kinds = [
        Kind::Holder,
        Kind::Account,
        Kind::Retired,
        Kind::RecycleBin,
        Kind::Cmdlets,
        Kind::Protection,
        Kind::Target,
        Kind::NextHop,
        Kind::Services,
        Kind::Endpoint,
        Kind::Controllers,
        Kind::GroupChatStopped,
        Kind::NobodyConnected,
    ];
    for localizer in localizers() {
        let words = kinds.map(|kind| localizer.swap_check_kind(kind));
        let different: std::collections::BTreeSet<&String> = words.iter().collect();
        assert_eq!(different.len(), words.len(), "{words:?}");
    }
}
