//! From what was typed to an endpoint that may be created: every finding, and the checks made of them.

use pchat_console::domain::check::{allow, checks};
use pchat_console::domain::draft::Examined;
use pchat_console::domain::{
    AddressHolder, AddressHolders, AddressPlace, Check, CheckKind, DistinguishedName,
    EndpointOrigin, EndpointSpec, Field, Fqdn, FqdnProblem, Generation, Holder, HolderClass,
    HolderKind, Holders, Inventory, Message, Notice, ObjectGuid, Partition, PoolState, Readable,
    Severity, SipUri, Unread, UnreadReason, Verdict,
};

use crate::support::{address, contoso, draft, endpoint, fqdn, listed, spec, start};

const SEOUL: &str = "pchat-seoul.contoso.com";
const TOKYO: &str = "pchat-tokyo.contoso.com";
const FABRIKAM: &str = "sip:ocschat@fabrikam.com";

fn examine(sip_address: &str, pool: &str, name: &str) -> Examined {
    draft(sip_address, pool, name).examine(&contoso(), None)
}

/// The findings about an address for the pool in Seoul.
fn check_address(typed: &str, wanted: &[(Severity, Message)]) {
    let found: Vec<_> = examine(typed, SEOUL, "")
        .findings
        .into_iter()
        .map(|finding| (finding.severity, finding.message))
        .collect();
    assert_eq!(found, wanted, "{typed:?}");
}

fn check_spec(typed: &str, wanted: &str) {
    let examined = examine(typed, SEOUL, "");
    assert_eq!(
        examined.spec.map(|spec| spec.sip_address.to_string()),
        Some(wanted.to_owned()),
        "{typed:?}: {:?}",
        examined.findings
    );
}

fn check_refused(examined: &Examined, wanted: &Message) {
    assert_eq!(examined.spec, None);
    assert!(
        examined
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error && finding.message == *wanted),
        "{:#?}",
        examined.findings
    );
}

#[test]
fn a_correct_draft_has_no_findings_and_becomes_a_specification() {
    let examined = examine("sip:persistentchat@contoso.com", SEOUL, " 영구 채팅 ");
    assert_eq!(examined.findings, []);
    assert!(examined.domain_checked);
    assert_eq!(
        examined.spec,
        Some(spec(
            "sip:persistentchat@contoso.com",
            SEOUL,
            Some("영구 채팅")
        ))
    );
}

#[test]
fn every_problem_is_told_at_once_and_beside_its_field() {
    let examined = examine("ch(at@adatum.com", "pchat_x", &"가".repeat(257));
    let errors: Vec<_> = examined
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.field, finding.check, finding.message.clone()))
        .collect();
    assert_eq!(
        errors,
        [
            (
                Field::SipAddress,
                CheckKind::AddressForm,
                Message::UserPartCharacters {
                    characters: "(".to_owned()
                }
            ),
            (
                Field::Pool,
                CheckKind::Pool,
                Message::FqdnCharacter {
                    character: "_".to_owned()
                }
            ),
            (Field::Pool, CheckKind::Pool, Message::FqdnShortName),
            (
                Field::DisplayName,
                CheckKind::DisplayName,
                Message::DisplayNameTooLong {
                    length: 257,
                    longest: 256
                }
            ),
            (
                Field::SipAddress,
                CheckKind::SipDomain,
                Message::DomainNotConfigured {
                    domain: "adatum.com".to_owned(),
                    configured: vec!["contoso.com".to_owned(), "fabrikam.com".to_owned()]
                }
            ),
        ]
    );
    assert_eq!(examined.spec, None);
}

#[test]
fn an_empty_draft_asks_for_an_address_and_a_pool_and_not_for_a_name() {
    let examined = examine("  ", "", "");
    let messages: Vec<_> = examined.findings.iter().map(|f| &f.message).collect();
    assert_eq!(messages, [&Message::AddressMissing, &Message::FqdnMissing]);
}

#[test]
fn a_missing_scheme_is_added_and_said() {
    check_address(
        "persistentchat@contoso.com",
        &[(
            Severity::Note,
            Message::SchemeAdded {
                address: "sip:persistentchat@contoso.com".to_owned(),
            },
        )],
    );
    check_spec(
        "persistentchat@contoso.com",
        "sip:persistentchat@contoso.com",
    );
}

#[test]
fn full_width_and_upper_case_input_is_converted_and_the_conversion_shown() {
    let typed = "ＳＩＰ：ＰＣｈａｔ＠Contoso．com";
    check_address(
        typed,
        &[(
            Severity::Note,
            Message::InputNormalized {
                from: typed.to_owned(),
                to: "sip:pchat@contoso.com".to_owned(),
            },
        )],
    );
    check_spec(typed, "sip:pchat@contoso.com");
    check_spec("  sip:PChat@contoso.com\t", "sip:pchat@contoso.com");
    check_spec(
        "ＰＣＨＡＴ＠ＣＯＮＴＯＳＯ．ＣＯＭ",
        "sip:pchat@contoso.com",
    );
}

#[test]
fn an_address_without_its_parts_is_refused_with_the_part_that_is_missing() {
    for (typed, message) in [
        ("sip:", Message::AddressWithoutAt),
        ("pchat", Message::AddressWithoutAt),
        ("sip:a@b@contoso.com", Message::AddressWithSeveralAts),
        ("sip:@contoso.com", Message::AddressWithoutUser),
        ("sip:pchat@", Message::AddressWithoutDomain),
        ("sip:p chat@contoso.com", Message::AddressWithBlank),
        // NFKC turns these into ordinary spaces.
        ("sip:p\u{a0}chat@contoso.com", Message::AddressWithBlank),
        ("sip:p\u{3000}chat@contoso.com", Message::AddressWithBlank),
    ] {
        check_refused(&examine(typed, SEOUL, ""), &message);
    }
}

#[test]
fn the_user_part_takes_letters_digits_periods_hyphens_and_underscores() {
    check_address("sip:group_chat-1.test@contoso.com", &[]);
    for (typed, characters) in [
        ("sip:a(b)c@contoso.com", "()"),
        ("sip:끝점@contoso.com", "끝점"),
        ("sip:チャット@contoso.com", "チャト"),
        ("sip:a\"b%c@contoso.com", "\"%"),
        ("sip:a`b|c;d@contoso.com", "`|;"),
        ("sip:a’b@contoso.com", "’"),
        ("sip:ocs\u{2014}chat@contoso.com", "\u{2014}"),
        ("sip:😀@contoso.com", "😀"),
    ] {
        let examined = examine(typed, SEOUL, "");
        let found = examined.findings.iter().find_map(|f| match &f.message {
            Message::UserPartCharacters { characters } => Some(characters.clone()),
            _ => None,
        });
        let found = found.unwrap_or_else(|| panic!("{typed}: {:?}", examined.findings));
        // A letter is named once, however often it occurs.
        for character in found.chars() {
            assert_eq!(found.matches(character).count(), 1, "{typed}");
        }
        assert!(
            characters.chars().all(|c| found.contains(c)),
            "{typed}: {found}"
        );
        assert_eq!(examined.spec, None, "{typed}");
    }
}

#[test]
fn legal_but_unusual_characters_are_a_warning_and_no_error() {
    let unusual = "&=+$/!~*'";
    for character in unusual.chars() {
        let typed = format!("sip:a{character}b@contoso.com");
        check_address(
            &typed,
            &[(
                Severity::Warning,
                Message::UserPartUnusual {
                    characters: character.to_string(),
                },
            )],
        );
        check_spec(&typed, &typed);
    }
}

#[test]
fn periods_at_an_edge_or_in_a_row_are_a_warning() {
    for typed in [
        "sip:.chat@contoso.com",
        "sip:chat.@contoso.com",
        "sip:a..b@contoso.com",
    ] {
        check_address(typed, &[(Severity::Warning, Message::UserPartDots)]);
    }
}

#[test]
fn an_address_may_have_two_hundred_and_fifty_six_characters_and_not_one_more() {
    let room = 256 - "sip:@contoso.com".len();
    let longest = format!("sip:{}@contoso.com", "a".repeat(room));
    check_address(&longest, &[]);
    // The scheme counts, also when nobody typed it.
    let too_long = format!("{}@contoso.com", "a".repeat(room + 1));
    check_refused(
        &examine(&too_long, SEOUL, ""),
        &Message::AddressTooLong {
            length: 257,
            longest: 256,
        },
    );
}

#[test]
fn a_display_name_may_have_two_hundred_and_fifty_six_characters_of_any_script() {
    for name in ["가".repeat(256), "永".repeat(256), "a".repeat(256)] {
        let examined = examine("sip:pchat@contoso.com", SEOUL, &name);
        assert_eq!(examined.findings, []);
        assert_eq!(examined.spec.unwrap().display_name, Some(name));
    }
    check_refused(
        &examine("sip:pchat@contoso.com", SEOUL, &"永".repeat(257)),
        &Message::DisplayNameTooLong {
            length: 257,
            longest: 256,
        },
    );
}

#[test]
fn a_decomposed_display_name_is_composed_and_quotes_stay_as_they_are() {
    let examined = examine(
        "sip:pchat@contoso.com",
        SEOUL,
        "\u{1112}\u{1161}\u{11ab} ’a’",
    );
    assert_eq!(
        examined.spec.unwrap().display_name.as_deref(),
        Some("한 ’a’")
    );
}

#[test]
fn forbidden_characters_are_refused_by_name_in_the_address_and_in_the_name() {
    for (character, name) in [
        ('\u{0}', "U+0000 NULL"),
        ('\n', "U+000A LINE FEED"),
        ('\u{1b}', "U+001B ESCAPE"),
        ('\u{200b}', "U+200B ZERO WIDTH SPACE"),
        ('\u{202e}', "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ('\u{2066}', "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ('\u{feff}', "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ('\u{e0041}', "U+E0041 TAG CHARACTER"),
    ] {
        let refused = Message::ForbiddenCharacter {
            name: name.to_owned(),
        };
        let typed = format!("sip:a{character}b@contoso.com");
        check_refused(&examine(&typed, SEOUL, ""), &refused);
        let typed = format!("a{character}b");
        check_refused(&examine("sip:pchat@contoso.com", SEOUL, &typed), &refused);
    }
}

#[test]
fn a_broken_domain_part_is_refused_with_the_reason() {
    for (typed, problem) in [
        (
            "sip:pchat@con_toso.com",
            Message::FqdnCharacter {
                character: "_".to_owned(),
            },
        ),
        (
            "sip:pchat@contoso.com:5061",
            Message::FqdnCharacter {
                character: ":".to_owned(),
            },
        ),
        ("sip:pchat@contoso..com", Message::FqdnEmptyLabel),
        ("sip:pchat@contoso", Message::FqdnShortName),
        (
            "sip:pchat@도메인.com",
            Message::FqdnCharacter {
                character: "도".to_owned(),
            },
        ),
    ] {
        check_refused(
            &examine(typed, SEOUL, ""),
            &Message::DomainPartInvalid {
                problem: Box::new(problem),
            },
        );
    }
}

#[test]
fn a_configured_domain_passes_in_any_case() {
    check_spec("sip:pchat@FABRIKAM.com", "sip:pchat@fabrikam.com");
}

#[test]
fn domains_that_could_not_be_read_are_not_checked_and_block_nothing() {
    let mut inventory = contoso();
    inventory.sip_domains = Err(Unread::new(UnreadReason::NoRight, "no cmdlet"));
    let examined = draft("sip:pchat@adatum.com", SEOUL, "").examine(&inventory, None);
    assert!(!examined.domain_checked);
    assert!(examined.spec.is_some());
    let checks = checks(
        &examined,
        &inventory,
        Some(&Ok(no_holders())),
        Some(&Ok(free())),
        None,
    );
    let domain = of(&checks, CheckKind::SipDomain);
    assert_eq!(domain.verdict, Verdict::NotChecked);
    assert_eq!(
        domain.messages,
        [Message::NotChecked {
            reason: UnreadReason::NoRight
        }]
    );
    assert_eq!(domain.words, ["no cmdlet"]);
    assert!(allow(&checks), "what could not be checked does not block");
}

#[test]
fn a_pool_has_to_be_a_whole_name_of_this_deployment() {
    for (typed, message) in [
        ("pchat-seoul", Message::FqdnShortName),
        (
            "pchat-busan.contoso.com",
            Message::PoolNotFound {
                pool: fqdn("pchat-busan.contoso.com"),
            },
        ),
        (
            "-pchat.contoso.com",
            Message::FqdnHyphen {
                label: "-pchat".to_owned(),
            },
        ),
        (
            "pchat\u{202e}.contoso.com",
            Message::FqdnCharacter {
                character: "U+202E RIGHT-TO-LEFT OVERRIDE".to_owned(),
            },
        ),
    ] {
        check_refused(&examine("sip:pchat@contoso.com", typed, ""), &message);
    }
    let shouted = examine("sip:pchat@contoso.com", " PCHAT-SEOUL.Contoso.com ", "");
    assert_eq!(shouted.spec.unwrap().pool, fqdn(SEOUL));
}

#[test]
fn a_label_of_a_name_has_at_most_sixty_three_characters() {
    let label = "a".repeat(64);
    assert_eq!(
        Fqdn::parse(&format!("{label}.contoso.com")),
        Err(vec![FqdnProblem::LabelTooLong { label }])
    );
}

#[test]
fn a_pool_that_runs_group_chat_is_never_a_target() {
    let source = fqdn("groupchat2010.contoso.com");
    let is_source = Message::PoolIsSource {
        pool: source.clone(),
    };
    check_refused(
        &examine("sip:pchat@contoso.com", source.as_str(), ""),
        &is_source,
    );
    // Also when it is only known by its version.
    let mut inventory = contoso();
    inventory.source_pools = Err(Unread::new(UnreadReason::NoRight, ""));
    inventory.pools[0].generation = Generation::Lync2010;
    let examined = draft("sip:pchat@contoso.com", SEOUL, "").examine(&inventory, None);
    check_refused(&examined, &Message::PoolIsSource { pool: fqdn(SEOUL) });
}

#[test]
fn a_pool_of_an_unknown_version_or_failed_over_is_a_warning() {
    let mut inventory = contoso();
    inventory.pools[0].generation = Generation::Other(Some(9));
    inventory.pools[0].state = Some(PoolState::FailedOver);
    let examined = draft("sip:pchat@contoso.com", SEOUL, "").examine(&inventory, None);
    let found: Vec<_> = examined
        .findings
        .iter()
        .map(|finding| (finding.severity, &finding.message))
        .collect();
    assert_eq!(
        found,
        [
            (
                Severity::Warning,
                &Message::PoolVersionUnknown {
                    pool: fqdn(SEOUL),
                    version: Some(9)
                }
            ),
            (
                Severity::Warning,
                &Message::PoolFailedOver { pool: fqdn(SEOUL) }
            ),
        ]
    );
    assert!(examined.spec.is_some());
}

#[test]
fn an_address_of_another_endpoint_is_refused_in_any_case() {
    check_refused(
        &examine("SIP:OcsChat@Fabrikam.com", SEOUL, ""),
        &Message::AddressOfEndpoint {
            address: address(FABRIKAM),
            pool: Some(fqdn(TOKYO)),
        },
    );
}

#[test]
fn an_endpoint_that_is_already_as_wanted_is_a_note_and_no_error() {
    let examined = examine(FABRIKAM, TOKYO, "Persistent Chat (Fabrikam)");
    assert_eq!(examined.findings.len(), 1, "{:?}", examined.findings);
    assert_eq!(examined.findings[0].severity, Severity::Note);
    assert_eq!(
        examined.findings[0].message,
        Message::EndpointAlreadyThere {
            address: address(FABRIKAM)
        }
    );
    assert!(examined.spec.is_some());
    // Without a name asked for, any will do; with another one, it is another endpoint.
    assert!(examine(FABRIKAM, TOKYO, "").spec.is_some());
    assert_eq!(examine(FABRIKAM, TOKYO, "Other").spec, None);
}

#[test]
fn an_endpoint_whose_pool_nobody_could_tell_is_no_proof_that_it_is_as_wanted() {
    let mut inventory = contoso();
    inventory.endpoints = vec![endpoint(
        "sip:pchat@contoso.com",
        None,
        EndpointOrigin::Unknown,
    )];
    let examined = draft("sip:pchat@contoso.com", SEOUL, "").examine(&inventory, None);
    check_refused(
        &examined,
        &Message::AddressOfEndpoint {
            address: address("sip:pchat@contoso.com"),
            pool: None,
        },
    );
}

#[test]
fn a_second_legacy_endpoint_in_the_same_domain_is_a_warning() {
    let examined = examine("sip:second@fabrikam.com", TOKYO, "");
    let found: Vec<_> = examined
        .findings
        .iter()
        .map(|f| (f.check, f.severity, f.message.clone()))
        .collect();
    assert_eq!(
        found,
        [(
            CheckKind::OtherEndpoints,
            Severity::Warning,
            Message::SecondLegacyEndpoint {
                pool: fqdn(TOKYO),
                other: address(FABRIKAM)
            }
        )]
    );
    assert!(examined.spec.is_some());
}

#[test]
fn a_second_legacy_endpoint_in_another_domain_is_a_note() {
    let examined = examine("sip:second@contoso.com", TOKYO, "");
    let found: Vec<_> = examined
        .findings
        .iter()
        .map(|f| (f.severity, f.message.clone()))
        .collect();
    assert_eq!(
        found,
        [(
            Severity::Note,
            Message::LegacyEndpointInOtherDomain {
                pool: fqdn(TOKYO),
                other: address(FABRIKAM)
            }
        )]
    );
}

#[test]
fn automatic_endpoints_of_the_pool_are_not_counted_as_others() {
    assert_eq!(examine("sip:first@contoso.com", SEOUL, "").findings, []);
}

#[test]
fn the_endpoint_that_is_replaced_is_neither_a_duplicate_nor_another_one() {
    let inventory = contoso();
    let replaced = address("sip:OcsChat@fabrikam.com");
    for typed in [FABRIKAM, "sip:new@fabrikam.com"] {
        let examined = draft(typed, TOKYO, "").examine(&inventory, Some(&replaced));
        assert_eq!(examined.findings, [], "{typed}");
    }
}

// The checks

fn no_holders() -> Holders {
    Holders {
        address: address("sip:pchat@contoso.com"),
        principals: Ok(Vec::new()),
        users: Ok(Vec::new()),
    }
}

/// The directory's own answer, of a global catalog that looked everywhere.
fn free() -> AddressHolders {
    AddressHolders {
        address: address("sip:pchat@contoso.com"),
        host: "dc01.contoso.com".to_owned(),
        is_global_catalog: true,
        holders: Vec::new(),
        deleted: Ok(Vec::new()),
        notices: Vec::new(),
        read_at: start(),
    }
}

fn object(class: HolderClass, place: AddressPlace) -> AddressHolder {
    AddressHolder {
        dn: DistinguishedName::new("CN=someone,DC=contoso,DC=com"),
        guid: ObjectGuid::from_bytes(&[7; 16]).unwrap(),
        class,
        partition: match class {
            HolderClass::ApplicationContact => Partition::Configuration,
            _ => Partition::Domain,
        },
        display_name: None,
        place,
        sip_address: None,
        proxy_values: Vec::new(),
        sip_enabled: None,
        owner_urn: None,
    }
}

fn holding(class: HolderClass, place: AddressPlace) -> AddressHolders {
    AddressHolders {
        holders: vec![object(class, place)],
        ..free()
    }
}

/// How the directory's answer comes out beside what the cmdlets said.
fn directory_check(
    directory: Option<&Readable<AddressHolders>>,
    cmdlets: &Holders,
    replacing: Option<&SipUri>,
) -> Check {
    let inventory = contoso();
    let examined = draft("sip:pchat@contoso.com", SEOUL, "").examine(&inventory, replacing);
    let cmdlets = Ok(cmdlets.clone());
    let checks = checks(&examined, &inventory, Some(&cmdlets), directory, replacing);
    of(&checks, CheckKind::Directory).clone()
}

fn check_directory(
    directory: AddressHolders,
    cmdlets: &Holders,
    verdict: Verdict,
    messages: &[Message],
) {
    let check = directory_check(Some(&Ok(directory)), cmdlets, None);
    assert_eq!(check.verdict, verdict, "{check:?}");
    assert_eq!(check.messages, messages);
}

fn seen(kind: HolderKind) -> Holders {
    Holders {
        principals: Ok(vec![holder(kind, None)]),
        ..no_holders()
    }
}

fn held_by(class: HolderClass, partition: Partition) -> Message {
    Message::HeldInDirectory {
        class,
        partition,
        dn: DistinguishedName::new("CN=someone,DC=contoso,DC=com"),
    }
}

#[test]
fn without_a_directory_its_check_says_that_none_is_connected() {
    let check = directory_check(None, &no_holders(), None);
    assert_eq!(check.verdict, Verdict::NotChecked);
    assert_eq!(check.messages, [Message::DirectoryNotConnected]);
    let silent = Err(Unread::new(UnreadReason::NoAnswer, "the line is gone"));
    let check = directory_check(Some(&silent), &no_holders(), None);
    assert_eq!(check.verdict, Verdict::NotChecked);
    assert_eq!(check.words, ["the line is gone"]);
}

#[test]
fn a_holder_in_the_directory_fails_the_check_whatever_the_cmdlets_say() {
    let user = held_by(HolderClass::User, Partition::Domain);
    check_directory(
        holding(HolderClass::User, AddressPlace::Both),
        &seen(HolderKind::User),
        Verdict::Failed,
        std::slice::from_ref(&user),
    );
    check_directory(
        holding(HolderClass::User, AddressPlace::Primary),
        &no_holders(),
        Verdict::Failed,
        &[user, Message::OnlyInDirectory],
    );
}

#[test]
fn that_the_cmdlets_miss_a_contact_of_the_configuration_partition_is_no_alarm() {
    check_directory(
        holding(HolderClass::ApplicationContact, AddressPlace::Primary),
        &no_holders(),
        Verdict::Failed,
        &[held_by(
            HolderClass::ApplicationContact,
            Partition::Configuration,
        )],
    );
}

#[test]
fn a_value_left_behind_is_reported_and_the_address_is_not_free() {
    check_directory(
        holding(HolderClass::User, AddressPlace::ProxyOnly),
        &no_holders(),
        Verdict::Failed,
        &[Message::LeftBehindInDirectory {
            dn: DistinguishedName::new("CN=someone,DC=contoso,DC=com"),
        }],
    );
}

#[test]
fn a_holder_that_only_the_cmdlets_show_is_a_warning_beside_the_directory() {
    let differs = Message::NotInDirectory {
        host: "dc01.contoso.com".to_owned(),
    };
    check_directory(
        free(),
        &seen(HolderKind::User),
        Verdict::Warning,
        &[differs],
    );
    // What the cmdlets could not say differs from nothing.
    let unread = Holders {
        users: Err(Unread::new(UnreadReason::NoRight, "")),
        ..seen(HolderKind::User)
    };
    check_directory(free(), &unread, Verdict::Passed, &[]);
}

#[test]
fn a_directory_that_could_not_ask_everywhere_does_not_pass() {
    let notice = Notice {
        message: Message::ServerWarning,
        words: "the partition is not here".to_owned(),
    };
    let partly = AddressHolders {
        notices: vec![notice],
        ..free()
    };
    let check = directory_check(Some(&Ok(partly)), &no_holders(), None);
    assert_eq!(check.verdict, Verdict::NotChecked);
    assert_eq!(check.messages, [Message::ServerWarning]);
    assert_eq!(check.words, ["the partition is not here"]);
}

#[test]
fn a_deleted_holder_is_mentioned_and_holds_nothing() {
    let deleted = AddressHolders {
        deleted: Ok(vec![object(HolderClass::User, AddressPlace::Both)]),
        ..free()
    };
    check_directory(
        deleted,
        &no_holders(),
        Verdict::Passed,
        &[Message::DeletedHolder {
            dn: DistinguishedName::new("CN=someone,DC=contoso,DC=com"),
        }],
    );
}

#[test]
fn the_endpoint_that_is_replaced_holds_its_own_address_in_the_directory_too() {
    let own = address("sip:pchat@contoso.com");
    let contact = Ok(holding(
        HolderClass::ApplicationContact,
        AddressPlace::Primary,
    ));
    let cmdlets = seen(HolderKind::Contact);
    let check = directory_check(Some(&contact), &cmdlets, Some(&own));
    assert_eq!(check.verdict, Verdict::Passed, "{check:?}");
    let user = Ok(holding(HolderClass::User, AddressPlace::Both));
    let check = directory_check(Some(&user), &cmdlets, Some(&own));
    assert_eq!(check.verdict, Verdict::Failed);
}

fn holder(kind: HolderKind, dn: Option<&str>) -> Holder {
    Holder {
        kind,
        sip_address: address("sip:pchat@contoso.com"),
        display_name: Some("Somebody".to_owned()),
        identity: dn.map(DistinguishedName::new),
        registrar: None,
    }
}

fn of(checks: &[Check], kind: CheckKind) -> &Check {
    checks.iter().find(|check| check.kind == kind).unwrap()
}

fn holders_check(
    holders: Option<&Readable<Holders>>,
    wanted: &EndpointSpec,
    replacing: Option<&SipUri>,
) -> Check {
    let inventory: Inventory = contoso();
    let examined = draft(
        wanted.sip_address.as_str(),
        wanted.pool.as_str(),
        wanted.display_name.as_deref().unwrap_or_default(),
    )
    .examine(&inventory, replacing);
    let checks = checks(&examined, &inventory, holders, None, replacing);
    of(&checks, CheckKind::Holders).clone()
}

fn check_holders(holders: Option<&Readable<Holders>>, verdict: Verdict) -> Check {
    let check = holders_check(holders, &spec("sip:pchat@contoso.com", SEOUL, None), None);
    assert_eq!(check.verdict, verdict, "{check:?}");
    check
}

#[test]
fn every_check_is_listed_once_and_a_clean_draft_passes_them_all() {
    let inventory = contoso();
    let examined = draft("sip:pchat@contoso.com", SEOUL, "").examine(&inventory, None);
    let checks = checks(
        &examined,
        &inventory,
        Some(&Ok(no_holders())),
        Some(&Ok(free())),
        None,
    );
    let kinds: Vec<_> = checks.iter().map(|check| check.kind).collect();
    assert_eq!(kinds, CheckKind::ALL);
    assert!(checks.iter().all(|check| check.verdict == Verdict::Passed));
    assert!(allow(&checks));
}

#[test]
fn a_failed_check_forbids_the_change_and_a_warning_does_not() {
    let inventory = contoso();
    let examined = draft("sip:second@fabrikam.com", TOKYO, "").examine(&inventory, None);
    let warned = checks(
        &examined,
        &inventory,
        Some(&Ok(no_holders())),
        Some(&Ok(free())),
        None,
    );
    assert_eq!(
        of(&warned, CheckKind::OtherEndpoints).verdict,
        Verdict::Warning
    );
    assert!(allow(&warned));
    let examined = draft(FABRIKAM, SEOUL, "").examine(&inventory, None);
    let failed = checks(
        &examined,
        &inventory,
        Some(&Ok(no_holders())),
        Some(&Ok(free())),
        None,
    );
    assert_eq!(of(&failed, CheckKind::Endpoints).verdict, Verdict::Failed);
    assert!(!allow(&failed));
}

#[test]
fn holders_nobody_asked_about_are_not_checked() {
    let check = check_holders(None, Verdict::NotChecked);
    assert_eq!(check.messages, []);
}

#[test]
fn holders_that_could_not_be_asked_about_are_not_checked_and_say_why() {
    let unread = Err(Unread::new(UnreadReason::NoAnswer, "the line is gone"));
    let check = check_holders(Some(&unread), Verdict::NotChecked);
    assert_eq!(
        check.messages,
        [Message::NotChecked {
            reason: UnreadReason::NoAnswer
        }]
    );
    assert_eq!(check.words, ["the line is gone"]);
}

#[test]
fn nobody_found_passes_only_when_both_questions_were_answered() {
    check_holders(Some(&Ok(no_holders())), Verdict::Passed);
    let mut half = no_holders();
    half.principals = Err(Unread::new(UnreadReason::NoRight, "no Get-CsAdPrincipal"));
    let check = check_holders(Some(&Ok(half.clone())), Verdict::NotChecked);
    assert_eq!(check.words, ["no Get-CsAdPrincipal"]);
    half.users = Err(Unread::new(UnreadReason::NoRight, "no Get-CsUser"));
    let check = check_holders(Some(&Ok(half)), Verdict::NotChecked);
    assert_eq!(check.words, ["no Get-CsAdPrincipal", "no Get-CsUser"]);
}

#[test]
fn a_holder_found_by_either_question_fails_the_check_and_is_named_once() {
    let user = holder(HolderKind::User, Some("CN=ocschat,DC=contoso,DC=com"));
    let mut shouted = user.clone();
    shouted.identity = Some(DistinguishedName::new("cn=OCSCHAT,dc=contoso,dc=com"));
    for (principals, users) in [
        (Ok(vec![user.clone()]), Ok(vec![shouted])),
        (
            Err(Unread::new(UnreadReason::NoRight, "")),
            Ok(vec![user.clone()]),
        ),
        (
            Ok(vec![user.clone()]),
            Err(Unread::new(UnreadReason::NoRight, "")),
        ),
    ] {
        let holders = Ok(Holders {
            address: address("sip:pchat@contoso.com"),
            principals,
            users,
        });
        let check = check_holders(Some(&holders), Verdict::Failed);
        assert_eq!(
            check.messages,
            [Message::AddressHeld {
                kind: HolderKind::User,
                name: Some("Somebody".to_owned()),
                identity: Some(DistinguishedName::new("CN=ocschat,DC=contoso,DC=com")),
                registrar: None
            }]
        );
    }
}

#[test]
fn the_endpoint_itself_is_no_stranger_that_holds_its_address() {
    let replaced = address(FABRIKAM);
    let wanted = spec(FABRIKAM, TOKYO, None);
    let with = |kind| {
        Ok(Holders {
            address: replaced.clone(),
            principals: Ok(vec![holder(kind, None)]),
            users: Ok(Vec::new()),
        })
    };
    // A contact may be the endpoint that is there already, or the one a Replace takes away …
    let check = holders_check(Some(&with(HolderKind::Contact)), &wanted, Some(&replaced));
    assert_eq!(check.verdict, Verdict::Passed);
    let check = holders_check(Some(&with(HolderKind::Contact)), &wanted, None);
    assert_eq!(check.verdict, Verdict::Passed);
    // … but never a user, and not when another endpoint is replaced.
    let check = holders_check(Some(&with(HolderKind::User)), &wanted, Some(&replaced));
    assert_eq!(check.verdict, Verdict::Failed);
    let other = address("sip:other@fabrikam.com");
    let unlike = spec(FABRIKAM, SEOUL, None);
    let check = holders_check(Some(&with(HolderKind::Contact)), &unlike, Some(&other));
    assert_eq!(check.verdict, Verdict::Failed);
}

#[test]
fn a_specification_is_met_by_what_was_asked_for_and_nothing_else() {
    let mut found = listed(&contoso(), FABRIKAM);
    let check = |found: &_, name: Option<&str>, pool, met| {
        let asked = spec("sip:OcsChat@fabrikam.com", pool, name);
        assert_eq!(asked.is_met_by(found), met, "{name:?} {pool}");
    };
    check(&found, None, TOKYO, true);
    check(&found, Some("Persistent Chat (Fabrikam)"), TOKYO, true);
    check(&found, Some("persistent chat (fabrikam)"), TOKYO, false);
    check(&found, None, SEOUL, false);
    assert_eq!(
        EndpointSpec::of(&found),
        Some(spec(FABRIKAM, TOKYO, Some("Persistent Chat (Fabrikam)")))
    );
    found.display_name = Some(String::new());
    assert_eq!(
        EndpointSpec::of(&found).unwrap().display_name,
        None,
        "an empty name is none"
    );
    found.pool = None;
    assert_eq!(
        EndpointSpec::of(&found),
        None,
        "without its pool nothing can be brought back"
    );
}
