//! The three catalogues say the same, in the words that were agreed on, and every message can be formatted.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use jiff::tz::{Offset, TimeZone};
use pchat_console::domain::{
    AttestationSubject, Authentication, CheckKind, ChecklistMessage, DistinguishedName,
    EndpointOrigin, Environment, Generation, HolderClass, HolderKind, Language, Layer,
    LayerVerdict, Message, Partition, PoolState, ServiceName, ServiceStatus, Severity, Source,
    SwapMessage, Task, UnreadReason, Verdict,
};
use pchat_console::localization::{Doing, Localizer, Localizers, catalogue};
use pchat_console::plan::{Act, PlanKind, StepStatus};
use pchat_console::ports::{PortError, PortErrorKind};
use unicode_normalization::is_nfc;

use crate::support::{address, endpoint, files_below, fqdn, repository, spec, start};

/// Messages that may read the same as the English ones although letters stand in them.
const SAME: &[&str] = &["overview-url", "settings-version"];

/// Words that were decided against, with the language they belong to (`wording.md`).
const FORBIDDEN: &[(Language, &str)] = &[
    (Language::Korean, "회의실"),
    (Language::Korean, "보류"),
    (Language::Korean, "테스트 환경"),
    (Language::Korean, "종단점"),
    (Language::Korean, "엔드포인트"),
    (Language::Korean, "을(를)"),
    (Language::Korean, "영속 채팅"),
    (Language::Korean, "지속 채팅"),
    (Language::Korean, "암호문"),
    (Language::Korean, "작업 시간대"),
    (Language::Korean, "사전 진단"),
    (Language::Korean, "주소 교체"),
    (Language::Korean, "Lookup 주소"),
    (Language::Japanese, "会議室"),
    (Language::Japanese, "事前診断"),
    (Language::Japanese, "予定時間"),
    (Language::Japanese, "ネクスト ホップ"),
    (Language::Japanese, "先行確認"),
    (Language::Japanese, "永続チャット"),
    (Language::Japanese, "永続的なチャット"),
    (Language::Japanese, "保留"),
    (Language::Japanese, "検証環境"),
    (Language::Japanese, "テスト環境"),
    (Language::Japanese, "再鑑者"),
    (Language::Japanese, "端点"),
    (Language::Japanese, "サーバ "),
    (Language::Japanese, "ユーザ "),
];

/// Names that stay as they are in every language.
const NAMES: &[&str] = &[
    "DNS",
    "FQDN",
    "Group Chat 2010",
    "NTLM",
    "Negotiate",
    "PowerShell",
    "SIP",
    "TLS",
];

/// One message or attribute, as text with its variables in place.
#[derive(Debug, PartialEq, Eq)]
struct Text {
    value: String,
    variables: BTreeSet<String>,
}

/// A catalogue: `id` and `id.attribute` to text.
type Texts = BTreeMap<String, Text>;

fn load(language: Language) -> Texts {
    let text = catalogue(language).unwrap();
    parse(&text).unwrap_or_else(|problem| panic!("{}: {problem}", language.tag()))
}

fn parse(text: &str) -> Result<Texts, String> {
    let resource = parser::parse(text).map_err(|(_, errors)| format!("{errors:?}"))?;
    let mut texts = Texts::new();
    let mut add = |id: String, pattern: &Pattern<&str>| {
        let mut text = Text {
            value: String::new(),
            variables: BTreeSet::new(),
        };
        write_pattern(pattern, &mut text);
        match texts.insert(id.clone(), text) {
            None => Ok(()),
            Some(_) => Err(format!("{id} stands there twice")),
        }
    };
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => {
                let id = message.id.name;
                let value = message
                    .value
                    .as_ref()
                    .ok_or_else(|| format!("{id} is empty"))?;
                add(id.to_owned(), value)?;
                for attribute in &message.attributes {
                    add(format!("{id}.{}", attribute.id.name), &attribute.value)?;
                }
            }
            Entry::Term(term) => add(format!("-{}", term.id.name), &term.value)?,
            Entry::Junk { content } => return Err(format!("junk: {content}")),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
        }
    }
    Ok(texts)
}

fn write_pattern(pattern: &Pattern<&str>, text: &mut Text) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.value.push_str(value),
            PatternElement::Placeable { expression } => write_expression(expression, text),
        }
    }
}

fn write_expression(expression: &Expression<&str>, text: &mut Text) {
    match expression {
        Expression::Inline(inline) => write_inline(inline, text),
        Expression::Select { selector, variants } => {
            write_inline(selector, text);
            for variant in variants {
                write_pattern(&variant.value, text);
            }
        }
    }
}

fn write_inline(inline: &InlineExpression<&str>, text: &mut Text) {
    match inline {
        InlineExpression::VariableReference { id } => {
            text.variables.insert(id.name.to_owned());
            text.value.push_str("{$");
            text.value.push_str(id.name);
            text.value.push('}');
        }
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            text.value.push_str(value);
        }
        InlineExpression::Placeable { expression } => write_expression(expression, text),
        InlineExpression::FunctionReference { id, .. }
        | InlineExpression::MessageReference { id, .. }
        | InlineExpression::TermReference { id, .. } => text.value.push_str(id.name),
    }
}

fn translations() -> [(Language, Texts); 2] {
    [Language::Korean, Language::Japanese].map(|language| (language, load(language)))
}

// The catalogues

#[test]
fn the_catalogues_have_no_junk_and_nothing_twice() {
    for language in Language::ALL {
        assert!(load(language).len() > 100, "{language:?}");
    }
}

#[test]
fn the_reader_of_catalogues_notices_junk_doubles_and_variables() {
    assert!(parse("a = b\na = c\n").unwrap_err().contains("twice"));
    parse("a = b\n= c\n").unwrap_err();
    parse("a = { $b\n").unwrap_err();
    let texts = parse("a = x { $b } { NUMBER($c) } y\n    .title = { $d }\n").unwrap();
    assert_eq!(texts["a"].value, "x {$b} NUMBER y");
    assert_eq!(texts["a.title"].variables, ["d".to_owned()].into());
}

#[test]
fn all_languages_have_the_same_messages_attributes_and_variables() {
    let english = load(Language::English);
    for (language, texts) in translations() {
        let ids: Vec<_> = texts.keys().collect();
        let wanted: Vec<_> = english.keys().collect();
        assert_eq!(ids, wanted, "{language:?}");
        for (id, text) in &texts {
            assert_eq!(text.variables, english[id].variables, "{language:?} {id}");
        }
    }
}

#[test]
fn nothing_is_left_untranslated() {
    let english = load(Language::English);
    let mut left = Vec::new();
    for (language, texts) in translations() {
        let same = |id: &str| texts[id].value == english[id].value;
        left.extend(
            english
                .iter()
                .filter(|(id, text)| same(id) && has_words(id, text))
                .map(|(id, _)| format!("{} {id}", language.tag())),
        );
        for id in SAME {
            assert!(same(id), "{id} is translated now: take it off the list");
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

/// Whether a text holds a word of a language beside its variables.
fn has_words(id: &str, text: &Text) -> bool {
    let letters = text.value.split('{').map(|part| {
        let rest = part.split_once('}').map_or(part, |(_, rest)| rest);
        rest.chars().filter(|c| c.is_alphabetic()).count()
    });
    !SAME.contains(&id) && letters.sum::<usize>() > 0
}

#[test]
fn translations_are_written_in_their_own_script() {
    let is_hangul = |c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c);
    let is_japanese =
        |c: char| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (language, texts) in translations() {
        for (id, text) in texts {
            if !has_words(&id, &text) {
                continue;
            }
            let (own, other): (&dyn Fn(char) -> bool, &dyn Fn(char) -> bool) = match language {
                Language::Korean => (&is_hangul, &is_japanese),
                _ => (&is_japanese, &is_hangul),
            };
            assert!(text.value.chars().any(own), "{language:?} {id}");
            assert!(!text.value.chars().any(other), "{language:?} {id}");
        }
    }
}

#[test]
fn words_that_were_decided_against_are_not_used() {
    let mut found = Vec::new();
    for (language, texts) in translations() {
        for (id, text) in &texts {
            let words = FORBIDDEN
                .iter()
                .filter(|(of, word)| *of == language && text.value.contains(word));
            found.extend(words.map(|(_, word)| format!("{} {id}: {word}", language.tag())));
            // The long vowel is written everywhere.
            let shortened = text.value.replace("レガシー", "");
            if shortened.contains("レガシ") {
                found.push(format!("{} {id}: レガシ", language.tag()));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn korean_particles_do_not_depend_on_what_a_variable_holds() {
    let mut found = Vec::new();
    for (id, text) in load(Language::Korean) {
        for behind in text.value.split('}').skip(1) {
            if has_bare_particle(behind) {
                found.push(format!("{id}: }}{behind}"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

/// Whether a text directly behind a variable begins with a particle whose form depends on the sound before it.
fn has_bare_particle(behind: &str) -> bool {
    let doubled = ["이(가)", "은(는)", "을(를)", "과(와)", "(으)로", "이(가"];
    if doubled.iter().any(|form| behind.starts_with(form)) {
        return false;
    }
    [
        "을", "를", "이", "가", "은", "는", "과", "와", "으로", "로 ",
    ]
    .iter()
    .any(|particle| behind.starts_with(particle))
}

#[test]
fn the_check_for_particles_can_fail() {
    for bare in [
        "을 제거",
        "는 없습니다",
        "이 있습니다",
        "은 이",
        "와 다릅니다",
    ] {
        assert!(has_bare_particle(bare), "{bare}");
    }
    for sound in [" 주소를 제거", " 풀은", "이(가) 아닌", "자입니다", ""] {
        assert!(!has_bare_particle(sound), "{sound}");
    }
}

/// What a reader takes for a name or types into something else: it is the same in every language.
fn fixed_parts(value: &str) -> Vec<String> {
    // Korean and Japanese words stand directly beside such a name.
    let mut parts: Vec<String> = value
        .split(|c: char| c.is_whitespace() || !c.is_ascii() || "(),;\"".contains(c))
        .map(|word| word.trim_matches(['.', ':']))
        .filter(|word| {
            word.starts_with("sip:")
                || word.starts_with("--")
                || word.starts_with("/Ocs")
                || word.starts_with("Cs")
                || word.ends_with("@domain")
                || ["://", "\\", ".contoso.com", "-Cs"]
                    .iter()
                    .any(|mark| word.contains(mark))
        })
        .map(str::to_owned)
        .collect();
    parts.sort();
    parts
}

#[test]
fn cmdlets_addresses_and_other_names_are_the_same_in_every_language() {
    let english = load(Language::English);
    let mut found = Vec::new();
    for (language, texts) in translations() {
        for (id, text) in &texts {
            let wanted = fixed_parts(&english[id].value);
            let parts = fixed_parts(&text.value);
            if parts != wanted {
                found.push(format!(
                    "{} {id}: {parts:?}, not {wanted:?}",
                    language.tag()
                ));
            }
            for name in NAMES {
                if english[id].value.contains(name) && !text.value.contains(name) {
                    found.push(format!("{} {id} has no {name}", language.tag()));
                }
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_check_for_names_sees_them_with_and_without_endings() {
    assert_eq!(
        fixed_parts("Run New-CsPersistentChatEndpoint, or --help (sip:a@contoso.com)."),
        [
            "--help",
            "New-CsPersistentChatEndpoint",
            "sip:a@contoso.com"
        ]
    );
    assert_eq!(fixed_parts("CsAdministrator의 역할"), ["CsAdministrator"]);
    assert_eq!(fixed_parts("短い名前です。sip:a@b のような"), ["sip:a@b"]);
    assert_eq!(fixed_parts("the address of a server"), Vec::<String>::new());
}

#[test]
fn catalogues_are_clean_text() {
    for language in Language::ALL {
        let text = catalogue(language).unwrap();
        assert!(is_nfc(&text), "{language:?} is composed");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
        for (number, line) in text.lines().enumerate() {
            let place = format!("{}:{}: {line}", language.tag(), number + 1);
            assert_eq!(line, line.trim_end(), "{place}");
            assert!(
                !line.contains(['\t', '\u{3000}', '\u{a0}', '\u{feff}']),
                "{place}"
            );
            assert!(
                !line.contains("..."),
                "an ellipsis is one character: {place}"
            );
        }
    }
}

#[test]
fn the_files_are_in_the_same_order_so_that_they_can_be_compared() {
    let order = |language| {
        let text = catalogue(language).unwrap();
        text.lines()
            .filter_map(|line| line.split_once(" =").map(|(id, _)| id.trim().to_owned()))
            .collect::<Vec<_>>()
    };
    let english = order(Language::English);
    for language in [Language::Korean, Language::Japanese] {
        assert_eq!(order(language), english, "{language:?}");
    }
}

#[test]
fn no_message_is_left_that_nobody_shows() {
    let mut sources = String::new();
    for path in files_below(&repository().join("src"), ".rs") {
        sources.push_str(&std::fs::read_to_string(path).unwrap());
    }
    let dead: Vec<_> = load(Language::English)
        .into_keys()
        .filter(|id| !id.contains('.') && !sources.contains(&format!("\"{id}\"")))
        .collect();
    assert_eq!(dead, Vec::<String>::new());
}

// Formatting

fn localizers() -> Vec<Localizer> {
    let zone = TimeZone::fixed(Offset::constant(9));
    Language::ALL
        .map(|language| Localizer::new(language, zone.clone()))
        .into()
}

/// A text as a person may read it: nothing is left to be filled in.
fn check_text(language: Language, what: &str, text: &str) {
    assert!(!text.trim().is_empty(), "{language:?} {what} is empty");
    for mark in ["{", "}", "$", "No localization", "\u{2068}", "\u{2069}"] {
        assert!(!text.contains(mark), "{language:?} {what}: {text}");
    }
}

/// One of each, with values that can be found again in the text.
fn messages() -> Vec<(Message, &'static [&'static str])> {
    let a = || address("sip:aa@contoso.com");
    let pool = || fqdn("pool-a.contoso.com");
    let reason = UnreadReason::NoRight;
    let odd = || DistinguishedName::new("CN=Odd");
    let names = || vec!["objectSid".to_owned(), "memberOf".to_owned()];
    let held = |kind, registrar: Option<&str>| Message::AddressHeld {
        kind,
        name: Some("Holder H".to_owned()),
        identity: None,
        registrar: registrar.map(fqdn),
    };
    vec![
        (Message::AddressMissing, &[]),
        (Message::AddressWithoutAt, &["sip:"]),
        (Message::AddressWithSeveralAts, &["@"]),
        (Message::AddressWithoutUser, &["@"]),
        (Message::AddressWithoutDomain, &["@"]),
        (Message::AddressWithBlank, &[]),
        (
            Message::AddressTooLong {
                length: 1234,
                longest: 256,
            },
            &["1234", "256"],
        ),
        (
            Message::SchemeAdded {
                address: "sip:aa@contoso.com".to_owned(),
            },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::InputNormalized {
                from: "ＡＡ".to_owned(),
                to: "aa".to_owned(),
            },
            &["ＡＡ", "aa"],
        ),
        (
            Message::ForbiddenCharacter {
                name: "U+202E RIGHT-TO-LEFT OVERRIDE".to_owned(),
            },
            &["U+202E RIGHT-TO-LEFT OVERRIDE"],
        ),
        (
            Message::UserPartCharacters {
                characters: "()".to_owned(),
            },
            &["( )"],
        ),
        (
            Message::UserPartUnusual {
                characters: "+!".to_owned(),
            },
            &["+ !"],
        ),
        (Message::UserPartDots, &[]),
        (
            Message::DomainPartInvalid {
                problem: Box::new(Message::FqdnCharacter {
                    character: "§".to_owned(),
                }),
            },
            &["§"],
        ),
        (
            Message::DomainNotConfigured {
                domain: "adatum.com".to_owned(),
                configured: vec!["contoso.com".to_owned(), "fabrikam.com".to_owned()],
            },
            &["adatum.com", "contoso.com, fabrikam.com"],
        ),
        (
            Message::DisplayNameTooLong {
                length: 1234,
                longest: 256,
            },
            &["1234", "256"],
        ),
        (Message::FqdnMissing, &["FQDN"]),
        (Message::FqdnTooLong { length: 1234 }, &["1234", "255"]),
        (
            Message::FqdnLabelTooLong {
                label: "label-l".to_owned(),
            },
            &["label-l", "63"],
        ),
        (Message::FqdnEmptyLabel, &[]),
        (
            Message::FqdnHyphen {
                label: "-label".to_owned(),
            },
            &["-label"],
        ),
        (
            Message::FqdnCharacter {
                character: "§".to_owned(),
            },
            &["§"],
        ),
        (Message::FqdnShortName, &["FQDN"]),
        (
            Message::PoolNotFound { pool: pool() },
            &["pool-a.contoso.com"],
        ),
        (
            Message::PoolIsSource { pool: pool() },
            &["pool-a.contoso.com"],
        ),
        (
            Message::PoolVersionUnknown {
                pool: pool(),
                version: Some(99),
            },
            &["pool-a.contoso.com", "99"],
        ),
        (
            Message::PoolVersionUnknown {
                pool: pool(),
                version: None,
            },
            &["pool-a.contoso.com"],
        ),
        (
            Message::PoolFailedOver { pool: pool() },
            &["pool-a.contoso.com"],
        ),
        (
            Message::EndpointAlreadyThere { address: a() },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::AddressOfEndpoint {
                address: a(),
                pool: Some(pool()),
            },
            &["sip:aa@contoso.com", "pool-a.contoso.com"],
        ),
        (
            Message::AddressOfEndpoint {
                address: a(),
                pool: None,
            },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::SecondLegacyEndpoint {
                pool: pool(),
                other: a(),
            },
            &["sip:aa@contoso.com", "pool-a.contoso.com"],
        ),
        (
            Message::LegacyEndpointInOtherDomain {
                pool: pool(),
                other: a(),
            },
            &["sip:aa@contoso.com", "pool-a.contoso.com"],
        ),
        (
            held(HolderKind::User, Some("reg.contoso.com")),
            &["Holder H", "reg.contoso.com"],
        ),
        (held(HolderKind::User, None), &["Holder H"]),
        (held(HolderKind::Contact, None), &["Holder H"]),
        (held(HolderKind::Other, None), &["Holder H"]),
        (
            Message::AddressHeld {
                kind: HolderKind::User,
                name: None,
                identity: Some(DistinguishedName::new("CN=Nameless")),
                registrar: None,
            },
            &["CN=Nameless"],
        ),
        (Message::NotChecked { reason }, &[]),
        (Message::PoolsUnread { reason }, &[]),
        (Message::SipDomainsUnread { reason }, &["SIP"]),
        (Message::PoolStateUnread { reason }, &[]),
        (
            Message::EndpointsOfPoolUnread {
                pool: pool(),
                reason,
            },
            &["pool-a.contoso.com"],
        ),
        (Message::EndpointsUnread { reason }, &[]),
        (Message::SourcePoolsUnread { reason }, &[]),
        (
            Message::DirectoryPartUnasked {
                part: "DC=emea,DC=contoso,DC=com".to_owned(),
            },
            &["DC=emea"],
        ),
        (
            Message::ObjectSkipped {
                kind: "Kind.K".to_owned(),
                identity: "CN=Odd".to_owned(),
            },
            &["Kind.K", "CN=Odd"],
        ),
        (Message::ServerWarning, &[]),
        (Message::StepRefused, &[]),
        (Message::StepNotSent, &[]),
        (
            Message::StepExistsDifferently {
                address: a(),
                pool: Some(pool()),
            },
            &["sip:aa@contoso.com", "pool-a.contoso.com"],
        ),
        (
            Message::StepExistsDifferently {
                address: a(),
                pool: None,
            },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::StepTargetChanged { address: a() },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::StepProtected { address: a() },
            &["sip:aa@contoso.com"],
        ),
        (Message::StepAnswerLost, &[]),
        (Message::StepAnswerLostButDone, &[]),
        (Message::StepNotVisibleYet { seconds: 125 }, &["2:05"]),
        (Message::StepStillVisible { seconds: 125 }, &["2:05"]),
        (Message::StepWaitCancelled, &[]),
        (Message::StepCancelledBeforeAct, &[]),
        (Message::StepReadBackDiffers, &[]),
        (Message::StepAddressStillHeld { seconds: 125 }, &["2:05"]),
        (Message::StepObserveFailed, &[]),
        (
            Message::StepServiceMissing {
                server: "pc01.contoso.com".to_owned(),
                service: lab_chat(),
            },
            &["pc01.contoso.com", "LABCHAT"],
        ),
        (Message::StepServiceNotRunning { seconds: 125 }, &["2:05"]),
        (Message::StepServiceNotStopped { seconds: 125 }, &["2:05"]),
        (
            Message::StepReplicaMissing {
                replica: "fe01.contoso.com".to_owned(),
            },
            &["fe01.contoso.com"],
        ),
        (Message::StepReplicaOutdated { seconds: 125 }, &["2:05"]),
        (
            Message::ServiceForeign {
                server: "pc01.contoso.com".to_owned(),
                service: lab_chat(),
            },
            &["pc01.contoso.com", "LABCHAT"],
        ),
        (
            Message::SwapOnCommunicationsServer,
            &["Office Communications Server"],
        ),
        (
            Message::SwapAddressNotOfAccount { address: a() },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::SwapRetiredSame { address: a() },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::SwapAccountProtected { account: odd() },
            &["CN=Odd"],
        ),
        (Message::SwapNoController, &[]),
        (
            Message::SwapAttestationMissing {
                subject: AttestationSubject::NobodyConnected,
            },
            &[],
        ),
        (
            Message::SwapAccountNotNameable { account: odd() },
            &["CN=Odd"],
        ),
        (
            Message::SwapNotKnownToLync { account: odd() },
            &["CN=Odd", "Lync"],
        ),
        (
            Message::SwapRegistrarUnknown { account: odd() },
            &["CN=Odd"],
        ),
        (Message::SwapNoWayBack, &["SID", "SQL Server", "NTFS"]),
        (Message::UndoOfWayBack, &[]),
        (Message::SwapOtherHolder { identity: odd() }, &["CN=Odd"]),
        (Message::SwapSecondHolder { identity: odd() }, &["CN=Odd"]),
        (Message::SwapAddressNotHeld { account: odd() }, &["CN=Odd"]),
        (
            Message::SwapAccountGone { account: odd() },
            &["CN=Odd", "Active Directory"],
        ),
        (
            Message::SwapAccountChanged { changed: names() },
            &["objectSid, memberOf"],
        ),
        (
            Message::SwapLyncChanged { changed: names() },
            &["objectSid, memberOf"],
        ),
        (
            Message::SwapLeftInProxies {
                identity: odd(),
                values: names(),
                command: "Set-ADObject -X".to_owned(),
            },
            &["CN=Odd", "objectSid, memberOf", "Set-ADObject -X"],
        ),
        (Message::SwapHoldersIncomplete, &[]),
        (
            Message::SwapNextHopDiffers {
                pool: pool(),
                registrar: Some(fqdn("pool-b.contoso.com")),
            },
            &["pool-a.contoso.com", "pool-b.contoso.com"],
        ),
        (
            Message::SwapNextHopDiffers {
                pool: pool(),
                registrar: None,
            },
            &["pool-a.contoso.com"],
        ),
        (
            Message::SwapRegistrarSilent { registrar: pool() },
            &["pool-a.contoso.com"],
        ),
        (
            Message::SwapRegistrarUncertain { registrar: pool() },
            &["pool-a.contoso.com"],
        ),
        (
            Message::SwapChatServicesRun { pool: pool() },
            &["pool-a.contoso.com"],
        ),
        (
            Message::SwapChatServicesUnread { pool: pool() },
            &["pool-a.contoso.com"],
        ),
        (Message::SwapContactDiffers { identity: odd() }, &["CN=Odd"]),
        (
            Message::SwapNotAsCaptured { changed: names() },
            &["objectSid, memberOf"],
        ),
        (
            Message::SwapAttributesDiffer { changed: names() },
            &["objectSid, memberOf"],
        ),
        (
            Message::StepControllersOutstanding { hosts: names() },
            &["objectSid, memberOf"],
        ),
        (Message::StepReplicatorCycles { cycles: 7 }, &["7"]),
        (Message::StepReplicatorNotObservable { cycles: 7 }, &["7"]),
        (Message::StepContactNotVisible { seconds: 125 }, &["2:05"]),
        (Message::StepEndpointUnsettled, &["Lync"]),
        (Message::StepHandedOver, &[]),
        (Message::StepHandOverOffered, &[]),
        (Message::StepDoneByAnotherHand, &[]),
        (Message::SwapHeldAgain { account: odd() }, &["CN=Odd"]),
        (Message::UriMissing, &[]),
        (Message::UriNotHttps, &["https://"]),
        (Message::UriWithUser, &[]),
        (Message::UserMissing, &["DOMAIN\\user", "user@domain"]),
        (
            Message::HeldInDirectory {
                class: HolderClass::ApplicationContact,
                partition: Partition::Configuration,
                dn: DistinguishedName::new("CN=chat,CN=Application Contacts"),
            },
            &["CN=chat,CN=Application Contacts"],
        ),
        (
            Message::LeftBehindInDirectory {
                dn: DistinguishedName::new("CN=ocschat,CN=Users"),
            },
            &["CN=ocschat,CN=Users", "proxyAddresses"],
        ),
        (
            Message::DeletedHolder {
                dn: DistinguishedName::new("CN=gone,CN=Deleted Objects"),
            },
            &["CN=gone,CN=Deleted Objects"],
        ),
        (Message::OnlyInDirectory, &["Get-CsAdPrincipal"]),
        (
            Message::NotInDirectory {
                host: "dc01.contoso.com".to_owned(),
            },
            &["dc01.contoso.com", "Get-CsAdPrincipal"],
        ),
        (Message::PasswordMissing, &[]),
        (Message::DirectoryServerMissing, &[]),
        (Message::DirectoryServerForm, &["ldaps://"]),
        (Message::DnsServerForm, &[]),
        (Message::NotConnected, &[]),
        (Message::ReadOnlySession, &[]),
        (Message::NothingRead, &[]),
        (Message::ReadingOutdated, &[]),
        (Message::OtherChangeRunning, &[]),
        (Message::ChecksFailed, &[]),
        (Message::ChecksRunning, &[]),
        (
            Message::EndpointProtected { address: a() },
            &["sip:aa@contoso.com"],
        ),
        (
            Message::PoolOfEndpointUnknown { address: a() },
            &["sip:aa@contoso.com"],
        ),
        (Message::NoEndpointSelected, &[]),
        (Message::SeveralEndpointsSelected, &[]),
        (Message::TypedAddressDiffers, &[]),
        (Message::TypedServerDiffers, &[]),
        (
            Message::NoRight {
                cmdlet: "Set-CsUser".to_owned(),
                roles: vec!["CsUserAdministrator".to_owned(), "Own".to_owned()],
            },
            &["Set-CsUser", "CsUserAdministrator, Own"],
        ),
        (
            Message::NoRight {
                cmdlet: "Get-CsPool".to_owned(),
                roles: Vec::new(),
            },
            &["Get-CsPool", "CsAdministrator"],
        ),
        (Message::NoCurrentUserHere, &["Kerberos"]),
        (
            Message::ServerNotRead {
                server: "pc01.contoso.com".to_owned(),
            },
            &["pc01.contoso.com"],
        ),
        (
            Message::ServiceNotPicked {
                service: "LABCHAT".to_owned(),
            },
            &["LABCHAT"],
        ),
        (
            Message::ServiceRunsAlready {
                service: "LABCHAT".to_owned(),
            },
            &["LABCHAT"],
        ),
        (
            Message::ServiceStoppedAlready {
                service: "LABCHAT".to_owned(),
            },
            &["LABCHAT"],
        ),
        (
            Message::ServiceIsChanging {
                service: "LABCHAT".to_owned(),
            },
            &["LABCHAT"],
        ),
        (
            Message::Checklist(ChecklistMessage::NoSuchStep {
                step: "C8a-9".to_owned(),
            }),
            &["C8a-9"],
        ),
        (
            Message::Swap(SwapMessage::OnCommunicationsServer),
            &["Office Communications Server"],
        ),
        (Message::NothingToUndo, &[]),
        (Message::NothingOpen, &[]),
        (Message::CheckAgainFirst, &[]),
        (Message::UndoneAlready, &[]),
        (Message::NotInThisDeployment, &[]),
        (Message::DirectoryNotConnected, &[]),
        (
            Message::NotInThisDirectory {
                forest: "corp.contoso.com".to_owned(),
            },
            &["corp.contoso.com"],
        ),
        (Message::Incomplete, &[]),
        (Message::DiagnosisAddressUnusable, &[]),
        (
            Message::DiagnosisNameNotFound {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisNameTimedOut {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisRefused {
                host: "x.contoso.com".to_owned(),
                port: 443,
            },
            &["x.contoso.com", "443"],
        ),
        (
            Message::DiagnosisConnectTimedOut {
                host: "x.contoso.com".to_owned(),
                port: 443,
            },
            &["x.contoso.com", "443"],
        ),
        (
            Message::DiagnosisUnreachable {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisSilentAddresses {
                addresses: vec!["y.contoso.com".to_owned()],
            },
            &["y.contoso.com"],
        ),
        (Message::DiagnosisNotEncrypted, &[]),
        (
            Message::DiagnosisCaFile {
                path: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisUntrusted {
                issuer: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisWrongHostName {
                host: "x.contoso.com".to_owned(),
                names: vec!["y.contoso.com".to_owned()],
            },
            &["x.contoso.com", "y.contoso.com"],
        ),
        (Message::DiagnosisExpired { time: start() }, &[]),
        (Message::DiagnosisNotYetValid { time: start() }, &[]),
        (Message::DiagnosisExpiresSoon { days: 12 }, &["12"]),
        (
            Message::DiagnosisNoCommonTls {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (Message::DiagnosisChainHidden, &[]),
        (
            Message::DiagnosisUnauthenticated {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisNoCommonSignIn {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (Message::DiagnosisNoDomainController, &[]),
        (Message::DiagnosisClockDiffers, &[]),
        (
            Message::DiagnosisServiceUnknown {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (Message::DiagnosisAccountUnusable, &[]),
        (Message::DiagnosisNoLogonTicket, &[]),
        (
            Message::DiagnosisSignInFailed {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (Message::DiagnosisNotBound, &[]),
        (
            Message::DiagnosisNotPowerShell {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisSessionForbidden {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisTooManySessions {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisSessionFailed {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisNoAnswer {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (
            Message::DiagnosisLineLost {
                host: "x.contoso.com".to_owned(),
            },
            &["x.contoso.com"],
        ),
        (Message::DiagnosisRightsUnknown, &[]),
        (Message::DiagnosisRightsPartly { missing: 7 }, &["7"]),
        (Message::DiagnosisCancelled, &[]),
        (Message::DiagnosisLab, &[]),
    ]
}

fn lab_chat() -> ServiceName {
    ServiceName::parse("LABCHAT").unwrap()
}

fn variant(message: &Message) -> String {
    let text = format!("{message:?}");
    text.split([' ', '(', '{']).next().unwrap().to_owned()
}

#[test]
fn there_is_a_sample_of_every_message() {
    let source = repository().join("src/domain/message.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let body = source.split_once("pub enum Message {").unwrap().1;
    let variants: BTreeSet<String> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.split([',', ' ', '(']).next().unwrap().to_owned())
        .collect();
    assert!(variants.contains("AddressMissing") && variants.contains("Incomplete"));
    let samples: BTreeSet<String> = messages().iter().map(|(m, _)| variant(m)).collect();
    assert_eq!(samples, variants);
}

#[test]
fn every_message_can_be_read_in_every_language_with_its_values() {
    for localizer in localizers() {
        let language = localizer.language();
        for (message, values) in messages() {
            let text = localizer.message(&message);
            check_text(language, &variant(&message), &text);
            for value in values {
                assert!(text.contains(value), "{language:?} {message:?}: {text}");
            }
        }
        for reason in [
            UnreadReason::NoRight,
            UnreadReason::NoAnswer,
            UnreadReason::NotUnderstood,
            UnreadReason::ServicesStopped,
        ] {
            check_text(language, "reason", &localizer.unread_reason(reason));
        }
    }
}

#[test]
fn a_value_that_looks_like_a_placeholder_stays_what_it_is() {
    for localizer in localizers() {
        let text = localizer.message(&Message::ForbiddenCharacter {
            name: "{ $name } { \"x\" }".to_owned(),
        });
        assert!(text.contains("{ $name } { \"x\" }"), "{text}");
    }
}

/// Words that stand in the same place on the screen are different words.
fn check_words(localizer: &Localizer, what: &str, words: &[String]) {
    for word in words {
        check_text(localizer.language(), what, word);
    }
    let different: BTreeSet<&String> = words.iter().collect();
    assert_eq!(different.len(), words.len(), "{what}: {words:?}");
}

#[test]
fn states_verdicts_and_kinds_have_a_word_of_their_own() {
    use StepStatus::{
        AlreadySatisfied, Done, DoneWithWarning, Failed, Interrupted, NotVisibleYet, Pending,
        Running, UnknownOutcome,
    };
    for l in localizers() {
        let statuses = [
            Pending,
            Running,
            Interrupted,
            Done,
            DoneWithWarning,
            AlreadySatisfied,
            Failed,
            UnknownOutcome,
            NotVisibleYet,
        ];
        check_words(&l, "statuses", &statuses.map(|s| l.step_status(s)));
        let verdicts = [
            Verdict::Passed,
            Verdict::NotChecked,
            Verdict::Warning,
            Verdict::Failed,
        ];
        check_words(&l, "verdicts", &verdicts.map(|v| l.verdict(v)));
        let severities = [Severity::Note, Severity::Warning, Severity::Error];
        check_words(&l, "severities", &severities.map(|s| l.severity(s)));
        check_words(&l, "checks", &CheckKind::ALL.map(|kind| l.check_kind(kind)));
        let origins = [
            EndpointOrigin::Automatic,
            EndpointOrigin::Legacy,
            EndpointOrigin::Unknown,
        ];
        check_words(&l, "origins", &origins.map(|origin| l.origin(origin)));
        let environments = [
            Environment::Lab,
            Environment::Rehearsal,
            Environment::Production,
        ];
        check_words(
            &l,
            "environments",
            &environments.map(|e| l.environment(e, Source::Live)),
        );
        let generations = [
            Generation::Lync2010,
            Generation::Lync2013,
            Generation::SkypeForBusiness2015,
            Generation::Other(Some(9)),
            Generation::Other(None),
        ];
        check_words(&l, "generations", &generations.map(|g| l.generation(g)));
        let kinds = [
            PlanKind::Create,
            PlanKind::Remove,
            PlanKind::Replace,
            PlanKind::StartService,
            PlanKind::StopService,
            PlanKind::Replicate,
            PlanKind::Swap,
        ];
        let mut words: Vec<String> = kinds.map(|kind| l.plan_kind(kind, false)).into();
        words.push(l.plan_kind(PlanKind::Create, true));
        check_words(&l, "plans", &words);
        let states = [
            Some(PoolState::Normal),
            Some(PoolState::FailedOver),
            Some(PoolState::Other("Odd".to_owned())),
            None,
        ];
        check_words(&l, "pool states", &states.map(|s| l.pool_state(s.as_ref())));
        let statuses = ["Running", "Stopped", "StartPending", "StopPending", "Odd"];
        let statuses = statuses.map(|word| l.service_status(&ServiceStatus::from_word(word)));
        check_words(&l, "service statuses", &statuses);
        check_words(&l, "tasks", &Task::ALL.map(|task| l.task(task)));
        let layers = [
            Layer::NameResolution,
            Layer::Tcp,
            Layer::Tls,
            Layer::SignIn,
            Layer::Session,
            Layer::Rights,
            Layer::Cmdlet("Get-CsPool".to_owned()),
        ];
        check_words(&l, "layers", &layers.map(|layer| l.layer(&layer)));
        let verdicts = [
            LayerVerdict::Passed,
            LayerVerdict::Warning,
            LayerVerdict::Failed,
            LayerVerdict::NotReached,
        ];
        check_words(
            &l,
            "layer verdicts",
            &verdicts.map(|verdict| l.layer_verdict(verdict)),
        );
        let methods = [
            Authentication::default(),
            Authentication::Negotiate { ntlm_allowed: true },
            Authentication::Kerberos,
            Authentication::Ntlm,
            Authentication::Basic,
        ];
        check_words(
            &l,
            "authentication",
            &methods.map(|method| l.authentication(method)),
        );
        let acts = [
            Act::CreateEndpoint(spec("sip:aa@contoso.com", "pool-a.contoso.com", None)),
            Act::RemoveEndpoint(endpoint("sip:aa@contoso.com", None, EndpointOrigin::Legacy)),
            Act::AwaitFreeAddress(address("sip:aa@contoso.com")),
        ];
        let words = acts.map(|act| l.act(&act));
        check_words(&l, "acts", &words);
        assert!(words.iter().all(|word| word.contains("sip:aa@contoso.com")));
    }
}

const KINDS: &[PortErrorKind] = &[
    PortErrorKind::NameNotFound,
    PortErrorKind::Unreachable,
    PortErrorKind::Timeout,
    PortErrorKind::LineLost,
    PortErrorKind::Untrusted,
    PortErrorKind::WrongHostName,
    PortErrorKind::CertificateExpired,
    PortErrorKind::InsecureChannel,
    PortErrorKind::Unauthenticated,
    PortErrorKind::NoCommonSignIn,
    PortErrorKind::NoTicket,
    PortErrorKind::NotPowerShell,
    PortErrorKind::Forbidden,
    PortErrorKind::NotFound,
    PortErrorKind::Conflict,
    PortErrorKind::Refused,
    PortErrorKind::Protocol,
    PortErrorKind::Cancelled,
    PortErrorKind::OutcomeUnknown,
    PortErrorKind::File,
    PortErrorKind::DiskFull,
    PortErrorKind::FolderReadOnly,
    PortErrorKind::FolderGone,
    PortErrorKind::AlreadyThere,
    PortErrorKind::NewerFile,
    PortErrorKind::TooLarge,
    PortErrorKind::ProjectTaken,
    PortErrorKind::ReadOnly,
    PortErrorKind::NoPreview,
];

#[test]
fn every_failure_says_what_happened_what_was_not_done_and_what_to_do() {
    let source = repository().join("src/ports/error.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let body = source.split_once("pub enum PortErrorKind {").unwrap().1;
    let body = body.split_once("\n}").unwrap().0;
    let count = body.lines().filter(|line| line.ends_with(',')).count();
    assert_eq!(KINDS.len(), count, "each kind is tried");
    let here = [
        Doing::Connecting,
        Doing::Reading,
        Doing::Changing,
        Doing::Keeping,
    ];
    let in_directory = [
        Doing::ConnectingDirectory,
        Doing::ReadingDirectory,
        Doing::ChangingDirectory,
    ];
    let places: [&[Doing]; 2] = [&here, &in_directory];
    let localizers = localizers();
    for (localizer, doings) in localizers
        .iter()
        .flat_map(|localizer| places.map(|doings| (localizer, doings)))
    {
        let mut sentences = BTreeSet::new();
        for kind in KINDS {
            let err = PortError::new(*kind, "Verb-CsNoun", "host.contoso.com", "own words");
            for doing in doings {
                let shown = localizer.present(&err, *doing);
                for text in [&shown.happened, &shown.not_done, &shown.next] {
                    check_text(localizer.language(), &format!("{kind:?}"), text);
                }
                assert!(shown.detail.contains("Verb-CsNoun"));
                assert!(shown.detail.contains("own words"));
                sentences.insert(shown.happened);
            }
        }
        assert_eq!(sentences.len(), KINDS.len(), "{:?}", localizer.language());
    }
}

#[test]
fn a_change_of_unknown_outcome_is_never_said_not_to_have_been_made() {
    for localizer in localizers() {
        let not_done = |kind| {
            let err = PortError::new(kind, "x", "y", "z");
            localizer.present(&err, Doing::Changing).not_done
        };
        let nothing = not_done(PortErrorKind::Refused);
        for kind in [
            PortErrorKind::OutcomeUnknown,
            PortErrorKind::Timeout,
            PortErrorKind::Protocol,
        ] {
            assert_ne!(not_done(kind), nothing, "{kind:?}");
        }
    }
}

#[test]
fn the_words_of_a_server_cannot_steer_the_screen() {
    for localizer in localizers() {
        let err = PortError::new(
            PortErrorKind::Refused,
            "New-X",
            "fe\u{1b}[31m01",
            "a\u{1b}[2Jb\u{202e}c\r\nd",
        );
        let shown = localizer.present(&err, Doing::Changing);
        let all = format!("{shown:?}{}", shown.detail);
        assert!(
            !shown.detail.contains(['\u{1b}', '\u{202e}', '\r']),
            "{all}"
        );
        assert!(shown.detail.contains("\\u{1b}[2Jb\\u{202e}c\nd"), "{all}");
    }
}

#[test]
fn times_are_written_in_the_zone_and_order_of_the_site() {
    let [korean, japanese, english] = localizers().try_into().unwrap();
    assert_eq!(korean.date_time(start()), "2026-11-20 09:00:00");
    assert_eq!(japanese.date_time(start()), "2026/11/20 09:00:00");
    assert_eq!(english.date_time(start()), "2026-11-20 09:00:00");
    for localizer in [korean, japanese, english] {
        assert_eq!(localizer.iso(start()), "2026-11-20T09:00:00+09:00");
        assert_eq!(localizer.time(start()), "09:00:00");
        assert_eq!(localizer.clock(Duration::from_secs(125)), "2:05");
        assert_eq!(localizer.clock(Duration::from_secs(3601)), "60:01");
    }
}

#[test]
fn each_language_is_found_among_all_of_them() {
    let all = Localizers::new(&TimeZone::UTC);
    for language in Language::ALL {
        assert_eq!(all.of(language).language(), language);
        assert_eq!(Language::from_tag(language.tag()), Some(language));
    }
    assert_eq!(Language::from_tag("ko-KR"), Some(Language::Korean));
    assert_eq!(Language::from_tag("ja_JP.UTF-8"), Some(Language::Japanese));
    assert_eq!(Language::from_tag("fr"), None);
}
