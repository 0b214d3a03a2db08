//! Whose address may be swapped, and the checks before a swap: the rules, on what the lab shows.

use std::collections::BTreeSet;

use pchat_console::domain::swap_check::{
    capture_findings, hand_over_because, swap_allowed, swap_checks,
};
use pchat_console::domain::{
    AccountRights, AddressPlace, Attestation, AttestationSubject, Examined, Hand, HolderClass,
    Message, Readable, Rights, Severity, SwapCapture, SwapCheck, SwapCheckKind, SwapMessage,
    SwapQuestion, SwapSurvey, SwapWishes, Unread, UnreadReason, Verdict, Way,
};
use pchat_console::lab::{Lab, Role};
use pchat_console::plan::{Sides, capture, survey};
use pchat_console::ports::Deployment as _;

use crate::support::{address, call, draft, fqdn, lab, start};

const LOOKUP: &str = "sip:ocschat@contoso.com";
const RETIRED: &str = "sip:ocschat-retired@contoso.com";
const POOL: &str = "pchat-seoul.contoso.com";
const REGISTRAR: &str = "pool2013-seoul.contoso.com";

fn captured(lab: &mut Lab) -> SwapCapture {
    captured_of(lab, LOOKUP)
}

fn captured_of(lab: &mut Lab, of: &str) -> SwapCapture {
    let mut directory = lab.directory();
    let mut sides = Sides::new(lab, Some(&mut directory));
    capture(&mut sides, &address(of), &call()).unwrap()
}

fn surveyed(lab: &mut Lab, capture: &SwapCapture) -> SwapSurvey {
    let question = SwapQuestion {
        account: capture.account.clone().unwrap(),
        address: capture.address.clone(),
        retired: Some(address(RETIRED)),
        pool: fqdn(POOL),
        registrar: fqdn(REGISTRAR),
        controllers: capture.controllers().to_vec(),
    };
    let mut directory = lab.directory();
    let mut sides = Sides::new(lab, Some(&mut directory));
    survey(&mut sides, question, &call()).unwrap()
}

/// What everything but the check in question is about: a rename by the console, confirmed by a person.
struct Desk {
    lab: Lab,
    way: Way,
    hand: Hand,
    sites: BTreeSet<String>,
    attestations: Vec<Attestation>,
    rights: Option<Rights>,
    examined: Examined,
}

impl Desk {
    fn new() -> Self {
        let (mut lab, _clock) = lab();
        let inventory = lab.inventory(&call()).unwrap();
        let attested = |subject| Attestation {
            subject,
            by: "CONTOSO\\operator".to_owned(),
            at: start(),
            output: String::new(),
        };
        Self {
            rights: Some(lab.rights(&call()).unwrap()),
            examined: draft(LOOKUP, POOL, "").examine(&inventory, None),
            lab,
            way: Way::Rename {
                retired: address(RETIRED),
            },
            hand: Hand::Console,
            sites: BTreeSet::from(["Seoul".to_owned()]),
            attestations: AttestationSubject::ALL.map(attested).to_vec(),
        }
    }

    fn checks(&self, survey: Option<&SwapSurvey>) -> Vec<SwapCheck> {
        let wishes = SwapWishes {
            way: &self.way,
            hand: self.hand,
            sites: &self.sites,
            written_to: "dc02.contoso.com",
            attestations: &self.attestations,
            rights: self.rights.as_ref(),
            examined: &self.examined,
        };
        swap_checks(survey, &wishes)
    }

    /// The verdict of one check after the lab was asked.
    fn verdict(&mut self, kind: SwapCheckKind) -> Verdict {
        let capture = captured(&mut self.lab);
        let survey = surveyed(&mut self.lab, &capture);
        verdict_of(&self.checks(Some(&survey)), kind)
    }
}

fn verdict_of(checks: &[SwapCheck], kind: SwapCheckKind) -> Verdict {
    let mut checks = checks.iter();
    checks.find(|check| check.kind == kind).unwrap().verdict
}

fn said(capture: &SwapCapture) -> Vec<(Severity, SwapMessage)> {
    let findings = capture_findings(capture).into_iter();
    findings
        .map(|finding| match finding.message {
            Message::Swap(message) => (finding.severity, message),
            other => unreachable!("{other:?}"),
        })
        .collect()
}

#[test]
fn the_lookup_account_of_the_lab_may_be_swapped() {
    let mut desk = Desk::new();
    let capture = captured(&mut desk.lab);
    assert_eq!(said(&capture), []);
    let survey = surveyed(&mut desk.lab, &capture);
    let checks = desk.checks(Some(&survey));
    assert!(swap_allowed(&checks), "{checks:#?}");
}

#[test]
fn an_address_is_swapped_only_from_the_one_user_who_holds_it() {
    let (mut lab, _clock) = lab();
    let good = captured(&mut lab);
    let holder = good.holders.holders[0].clone();
    let check = |change: &dyn Fn(&mut SwapCapture), expected: SwapMessage| {
        let mut capture = good.clone();
        change(&mut capture);
        assert_eq!(said(&capture), [(Severity::Error, expected)]);
    };
    check(
        &|capture| {
            capture.holders.holders.clear();
            capture.account = None;
        },
        SwapMessage::NobodyHolds {
            address: address(LOOKUP),
        },
    );
    check(
        &|capture| {
            capture.holders.holders.push(holder.clone());
            capture.account = None;
        },
        SwapMessage::SeveralHolders {
            names: vec![holder.dn.clone(), holder.dn.clone()],
        },
    );
    for class in [
        HolderClass::Contact,
        HolderClass::ApplicationContact,
        HolderClass::Group,
        HolderClass::Other,
    ] {
        check(
            &|capture| {
                capture.holders.holders[0].class = class;
                capture.account = None;
            },
            SwapMessage::HolderIsNoUser {
                class,
                dn: holder.dn.clone(),
            },
        );
    }
    check(
        &|capture| capture.holders.holders[0].place = AddressPlace::ProxyOnly,
        SwapMessage::OnlyInProxyAddresses {
            dn: holder.dn.clone(),
        },
    );
    check(
        &|capture| {
            if let Ok(Some(lync)) = &mut capture.lync {
                lync.is_on_communications_server = true;
            }
        },
        SwapMessage::OnCommunicationsServer,
    );
}

#[test]
fn accounts_of_the_other_services_are_refused_by_their_names() {
    let (mut lab, _clock) = lab();
    let good = captured(&mut lab);
    let check = |name: &str, expected: Option<Severity>| {
        let mut capture = good.clone();
        let account = capture.account.as_mut().unwrap();
        account.sam_account_name = Some(name.to_owned());
        account.user_principal_name = None;
        account.display_name = None;
        let found = said(&capture);
        assert_eq!(
            found.first().map(|(s, _)| *s),
            expected,
            "{name}: {found:?}"
        );
    };
    check("gc-channel01", Some(Severity::Error));
    check("GCCompliance", Some(Severity::Error));
    check("GroupChatWeb", Some(Severity::Error));
    check("svc-groupchat", None);
    check("webmaster", None);
    check("lookup-and-channel", Some(Severity::Warning));
}

#[test]
fn a_holder_only_one_side_names_is_said_and_a_contact_the_cmdlets_miss_is_not() {
    let (mut lab, _clock) = lab();
    let mut capture = captured(&mut lab);
    let mut other = capture.clone();
    if let Ok(holders) = &mut other.deployment_holders
        && let Ok(users) = &mut holders.users
    {
        users[0].identity = Some(pchat_console::domain::DistinguishedName::new("CN=Odd"));
    }
    if let Ok(holders) = &mut other.deployment_holders {
        holders.principals = Ok(Vec::new());
    }
    let found = said(&other);
    assert!(
        matches!(
            found.as_slice(),
            [(Severity::Warning, SwapMessage::SidesDiffer { .. })]
        ),
        "{found:?}"
    );
    if let Ok(holders) = &mut capture.deployment_holders {
        holders.principals = Ok(Vec::new());
        holders.users = Ok(Vec::new());
    }
    assert_eq!(said(&capture), [], "missing one is no alarm");
}

#[test]
fn without_a_reading_nothing_is_taken_for_passed() {
    let desk = Desk::new();
    let checks = desk.checks(None);
    assert!(!swap_allowed(&checks));
    for kind in [
        SwapCheckKind::Holder,
        SwapCheckKind::Account,
        SwapCheckKind::Target,
        SwapCheckKind::NextHop,
        SwapCheckKind::Controllers,
    ] {
        assert_eq!(verdict_of(&checks, kind), Verdict::NotChecked, "{kind:?}");
    }
}

#[test]
fn a_holder_that_could_not_be_asked_for_does_not_allow_the_swap() {
    let mut desk = Desk::new();
    let capture = captured(&mut desk.lab);
    let mut survey = surveyed(&mut desk.lab, &capture);
    survey.holders = Err(Unread::new(UnreadReason::NoAnswer, ""));
    let checks = desk.checks(Some(&survey));
    assert_eq!(
        verdict_of(&checks, SwapCheckKind::Holder),
        Verdict::NotChecked
    );
    assert!(!swap_allowed(&checks));
}

#[test]
fn the_recycle_bin_matters_only_where_the_account_is_deleted() {
    let mut desk = Desk::new();
    desk.lab.set_recycle_bin(false);
    assert_eq!(desk.verdict(SwapCheckKind::RecycleBin), Verdict::Passed);
    desk.way = Way::DeleteAccount;
    assert_eq!(desk.verdict(SwapCheckKind::RecycleBin), Verdict::Warning);
    desk.lab.set_recycle_bin(true);
    assert_eq!(desk.verdict(SwapCheckKind::RecycleBin), Verdict::Passed);
}

#[test]
fn missing_cmdlets_stop_the_console_and_not_a_person() {
    let mut desk = Desk::new();
    let mut rights = desk.rights.clone().unwrap();
    if let Ok(commands) = &mut rights.commands {
        commands.remove("Set-CsUser");
    }
    desk.rights = Some(rights.clone());
    assert_eq!(desk.verdict(SwapCheckKind::Cmdlets), Verdict::Failed);
    desk.hand = Hand::Operator;
    assert_eq!(
        desk.verdict(SwapCheckKind::Cmdlets),
        Verdict::Warning,
        "the way back would have to be handed over too"
    );
    if let Ok(commands) = &mut rights.commands {
        commands.remove("New-CsPersistentChatEndpoint");
    }
    desk.rights = Some(rights);
    assert_eq!(desk.verdict(SwapCheckKind::Cmdlets), Verdict::Failed);
}

#[test]
fn protection_is_told_by_the_way_that_is_taken() {
    let mut desk = Desk::new();
    let capture = captured(&mut desk.lab);
    let mut survey = surveyed(&mut desk.lab, &capture);
    let kind = SwapCheckKind::Protection;
    assert_eq!(
        verdict_of(&desk.checks(Some(&survey)), kind),
        Verdict::Passed
    );
    survey.question.account.is_admin_protected = true;
    assert_eq!(
        verdict_of(&desk.checks(Some(&survey)), kind),
        Verdict::Warning
    );
    desk.hand = Hand::Operator;
    assert_eq!(
        verdict_of(&desk.checks(Some(&survey)), kind),
        Verdict::Passed
    );
    desk.way = Way::DeleteAccount;
    survey.question.account.is_deletion_protected = Ok(true);
    let stops_everybody = verdict_of(&desk.checks(Some(&survey)), kind);
    assert_eq!(stops_everybody, Verdict::Failed);
    survey.question.account.is_deletion_protected = Ok(false);
    desk.hand = Hand::Console;
    survey.rights = Ok(AccountRights {
        may_write_sip: Ok(true),
        may_delete: Ok(false),
    });
    assert_eq!(
        verdict_of(&desk.checks(Some(&survey)), kind),
        Verdict::Failed
    );
}

#[test]
fn the_console_hands_over_what_it_is_known_to_have_no_right_to() {
    let mut desk = Desk::new();
    let account = captured(&mut desk.lab).account.unwrap();
    let yes: Readable<bool> = Ok(true);
    let rights = desk.rights.as_ref();
    assert_eq!(hand_over_because(&desk.way, &account, &yes, rights), None);
    desk.lab.set_role(Role::ViewOnly);
    let few = desk.lab.rights(&call()).unwrap();
    let refused = hand_over_because(&desk.way, &account, &yes, Some(&few));
    assert!(
        matches!(refused, Some(Message::NoRight { .. })),
        "{refused:?}"
    );
    let deleting = hand_over_because(&Way::DeleteAccount, &account, &Ok(false), rights);
    assert_eq!(deleting, Some(Message::Swap(SwapMessage::MayNotDelete)));
    let mut closed = account;
    closed.inherits_rights = Ok(false);
    let lync = hand_over_because(&desk.way, &closed, &yes, rights);
    assert_eq!(lync, Some(Message::Swap(SwapMessage::InheritsNothing)));
    let unknown = Err(Unread::new(UnreadReason::NoRight, ""));
    let not_known = hand_over_because(&Way::DeleteAccount, &closed, &unknown, rights);
    assert_eq!(not_known, None, "what is not known turns nothing off");
}

#[test]
fn controllers_that_are_not_waited_for_change_no_verdict() {
    let mut desk = Desk::new();
    let kind = SwapCheckKind::Controllers;
    assert_eq!(desk.verdict(kind), Verdict::Passed);
    desk.lab.set_controller_down("dc11.contoso.com", true);
    assert_eq!(desk.verdict(kind), Verdict::Passed, "it is only listed");
    desk.sites.insert("Tokyo".to_owned());
    assert_eq!(desk.verdict(kind), Verdict::Warning);
}

#[test]
fn running_chat_services_are_a_warning_and_stopped_ones_are_expected() {
    let mut desk = Desk::new();
    let kind = SwapCheckKind::Services;
    assert_eq!(desk.verdict(kind), Verdict::Warning);
    let capture = captured(&mut desk.lab);
    let mut survey = surveyed(&mut desk.lab, &capture);
    if let Ok(target) = &mut survey.target {
        for server in &mut target.servers {
            for service in server.services.iter_mut().flatten() {
                service.status = pchat_console::domain::ServiceStatus::Stopped;
            }
        }
    }
    assert_eq!(
        verdict_of(&desk.checks(Some(&survey)), kind),
        Verdict::Passed
    );
}

#[test]
fn nothing_is_allowed_that_no_person_confirmed() {
    let mut desk = Desk::new();
    let capture = captured(&mut desk.lab);
    let survey = surveyed(&mut desk.lab, &capture);
    desk.attestations.pop();
    let checks = desk.checks(Some(&survey));
    let kind = SwapCheckKind::NobodyConnected;
    assert_eq!(verdict_of(&checks, kind), Verdict::Failed);
    assert!(!swap_allowed(&checks));
}

#[test]
fn the_retired_address_must_be_free() {
    let mut desk = Desk::new();
    assert_eq!(desk.verdict(SwapCheckKind::Retired), Verdict::Passed);
    let capture = captured(&mut desk.lab);
    let mut survey = surveyed(&mut desk.lab, &capture);
    survey.retired = Some(Ok(capture.holders.clone()));
    let checks = desk.checks(Some(&survey));
    assert_eq!(verdict_of(&checks, SwapCheckKind::Retired), Verdict::Failed);
}
