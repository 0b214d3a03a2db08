//! The rules of an address swap: whose address may be swapped, and the checks before it.
//!
//! A check that could not be made is *not checked*; it is never shown as passed.

use std::collections::BTreeSet;

use super::swap_reading::split_controllers;
use super::{
    AccountState, AddressPlace, Attestation, AttestationSubject, DirectoryAccount,
    DistinguishedName, Examined, Hand, Message, PoolReading, Readable, Right, Rights, Severity,
    SwapCapture, SwapMessage, SwapSurvey, Unread, UnreadReason, Verdict, Way,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SwapCheckKind {
    /// Exactly one object holds the address, and it is the captured one.
    Holder,
    /// The account is as it was captured.
    Account,
    /// Nobody holds the address the account is to get.
    Retired,
    RecycleBin,
    /// What the session's account may do in the deployment.
    Cmdlets,
    /// What stands in the way of a change of the account in the directory.
    Protection,
    Target,
    NextHop,
    Services,
    /// The endpoint as it is to be created.
    Endpoint,
    Controllers,
    GroupChatStopped,
    NobodyConnected,
}

/// One check and how it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapCheck {
    pub kind: SwapCheckKind,
    pub verdict: Verdict,
    pub messages: Vec<Message>,
    /// The server's own words, where something could not be asked.
    pub words: Vec<String>,
}

/// What was chosen, as far as the checks depend on it.
#[derive(Clone, Copy, Debug)]
pub struct SwapWishes<'a> {
    pub way: &'a Way,
    pub hand: Hand,
    /// The AD sites whose controllers are waited for.
    pub sites: &'a BTreeSet<String>,
    /// The controller the directory is changed on.
    pub written_to: &'a str,
    pub attestations: &'a [Attestation],
    /// What the session may run; `None` when that was never read.
    pub rights: Option<&'a Rights>,
    pub examined: &'a Examined,
}

/// Something to say about whose address it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwapFinding {
    pub severity: Severity,
    pub message: Message,
}

impl Way {
    /// The cmdlet of the deployment that frees the address; deleting is the directory's own act.
    pub fn cmdlet(&self) -> Option<&'static str> {
        match self {
            Self::Rename { .. } => Some("Set-CsUser"),
            Self::RemoveFromLync => Some("Disable-CsUser"),
            Self::DeleteAccount => None,
        }
    }

    /// The cmdlets of the way back, besides removing the endpoint.
    fn cmdlets_back(&self) -> &'static [&'static str] {
        match self {
            Self::Rename { .. } => &["Set-CsUser"],
            Self::RemoveFromLync => &["Enable-CsUser"],
            Self::DeleteAccount => &[],
        }
    }
}

/// What there is to say about a captured holder. With an error among it there is no swap.
pub fn capture_findings(capture: &SwapCapture) -> Vec<SwapFinding> {
    let mut findings = Vec::new();
    let mut add = |severity, message| {
        findings.push(SwapFinding {
            severity,
            message: Message::Swap(message),
        });
    };
    match capture.holders.holders.as_slice() {
        [] => add(
            Severity::Error,
            SwapMessage::NobodyHolds {
                address: capture.address.clone(),
            },
        ),
        [one] if SwapCapture::user(&capture.holders).is_none() => add(
            Severity::Error,
            SwapMessage::HolderIsNoUser {
                class: one.class,
                dn: one.dn.clone(),
            },
        ),
        [one] if one.place == AddressPlace::ProxyOnly => add(
            Severity::Error,
            SwapMessage::OnlyInProxyAddresses { dn: one.dn.clone() },
        ),
        [one] if capture.account.is_none() => add(
            Severity::Error,
            SwapMessage::HolderNotReadable { dn: one.dn.clone() },
        ),
        [_one] => {}
        several => add(
            Severity::Error,
            SwapMessage::SeveralHolders {
                names: several.iter().map(|holder| holder.dn.clone()).collect(),
            },
        ),
    }
    if let Some(account) = &capture.account {
        match other_service(account) {
            Some((name, Severity::Error)) => {
                add(Severity::Error, SwapMessage::AccountOfOtherService { name });
            }
            Some((name, _)) => add(Severity::Warning, SwapMessage::PerhapsOtherService { name }),
            None => {}
        }
        match &capture.lync {
            Ok(Some(lync)) if lync.is_on_communications_server => {
                add(Severity::Error, SwapMessage::OnCommunicationsServer);
            }
            Ok(None) => add(Severity::Warning, SwapMessage::UnknownToDeployment),
            Ok(Some(_)) | Err(_) => {}
        }
        let others = other_names(capture, account);
        if !others.is_empty() {
            add(
                Severity::Warning,
                SwapMessage::SidesDiffer { names: others },
            );
        }
    }
    if !capture.holders.notices.is_empty() {
        add(Severity::Warning, SwapMessage::NotAskedEverywhere);
    }
    let deleted: Vec<DistinguishedName> = capture
        .holders
        .deleted
        .iter()
        .flatten()
        .map(|holder| holder.dn.clone())
        .collect();
    if !deleted.is_empty() {
        add(
            Severity::Note,
            SwapMessage::DeletedHolders { names: deleted },
        );
    }
    findings
}

/// Whether the account's names speak of another service of Group Chat than Lookup. Those stay as they are.
fn other_service(account: &DirectoryAccount) -> Option<(String, Severity)> {
    let names = [
        account.sam_account_name.as_deref(),
        account.display_name.as_deref(),
        account.user_principal_name.as_deref(),
    ];
    let names: Vec<&str> = names
        .into_iter()
        .flatten()
        .chain(account.service_principal_names.iter().map(String::as_str))
        .collect();
    let speaks_of = |name: &str, words: &[&str]| {
        let name = name.to_lowercase();
        words.iter().any(|word| name.contains(word))
    };
    let found = names.iter().find(|name| {
        speaks_of(name, &["channel", "compliance"])
            || speaks_of(name, &["web"]) && speaks_of(name, &["chat", "service"])
    })?;
    let is_lookup = names
        .iter()
        .any(|name| speaks_of(name, &["lookup", "ocschat"]));
    let severity = if is_lookup {
        Severity::Warning
    } else {
        Severity::Error
    };
    Some(((*found).to_owned(), severity))
}

/// Holders the deployment's cmdlets name and the directory does not. The other way round is no alarm: whether they
/// search the configuration partition is not documented.
fn other_names(capture: &SwapCapture, account: &DirectoryAccount) -> Vec<String> {
    let Ok(holders) = &capture.deployment_holders else {
        return Vec::new();
    };
    let others = holders.found().into_iter().filter(|holder| {
        holder
            .identity
            .as_ref()
            .is_some_and(|identity| *identity != account.dn)
    });
    others
        .filter_map(|holder| holder.identity.as_ref().map(ToString::to_string))
        .collect()
}

/// The checks before a swap, in the order they are read in. Without a survey what needs one is not checked.
pub fn swap_checks(survey: Option<&SwapSurvey>, wishes: &SwapWishes<'_>) -> Vec<SwapCheck> {
    use SwapCheckKind as Kind;
    let mut checks = Vec::new();
    let asked = |kind, check: &dyn Fn(&SwapSurvey) -> SwapCheck| match survey {
        Some(survey) => check(survey),
        None => of(kind, Verdict::NotChecked, Vec::new()),
    };
    checks.push(asked(Kind::Holder, &holder_check));
    checks.push(asked(Kind::Account, &account_check));
    if matches!(wishes.way, Way::Rename { .. }) {
        checks.push(asked(Kind::Retired, &retired_check));
    }
    checks.push(asked(Kind::RecycleBin, &|survey| bin_check(survey, wishes)));
    checks.push(cmdlets_check(wishes));
    checks.push(asked(Kind::Protection, &|survey| {
        protection_check(survey, wishes)
    }));
    checks.push(asked(Kind::Target, &target_check));
    checks.push(asked(Kind::NextHop, &next_hop_check));
    checks.push(asked(Kind::Services, &services_check));
    checks.push(endpoint_check(wishes.examined));
    checks.push(asked(Kind::Controllers, &|survey| {
        controllers_check(survey, wishes)
    }));
    for (kind, subject) in [
        (Kind::GroupChatStopped, AttestationSubject::GroupChatStopped),
        (Kind::NobodyConnected, AttestationSubject::NobodyConnected),
    ] {
        checks.push(attestation_check(kind, subject, wishes.attestations));
    }
    checks
}

/// Whether the list as a whole allows the swap. Who holds the address, and that the account is as it was captured,
/// has to be known.
pub fn swap_allowed(checks: &[SwapCheck]) -> bool {
    checks.iter().all(|check| match check.kind {
        SwapCheckKind::Holder | SwapCheckKind::Account => check.verdict == Verdict::Passed,
        _ => check.verdict != Verdict::Failed,
    })
}

fn holder_check(survey: &SwapSurvey) -> SwapCheck {
    let kind = SwapCheckKind::Holder;
    let account = &survey.question.account;
    match &survey.holders {
        Err(unread) => unread_check(kind, unread),
        Ok(holders) => match holders.holders.as_slice() {
            [] => failed(
                kind,
                SwapMessage::NobodyHolds {
                    address: survey.question.address.clone(),
                },
            ),
            [one] if one.guid == account.guid => {
                passed(kind, SwapMessage::HolderConfirmed { dn: one.dn.clone() })
            }
            [one] => failed(kind, SwapMessage::HolderIsAnother { dn: one.dn.clone() }),
            several => failed(
                kind,
                SwapMessage::SeveralHolders {
                    names: several.iter().map(|holder| holder.dn.clone()).collect(),
                },
            ),
        },
    }
}

fn account_check(survey: &SwapSurvey) -> SwapCheck {
    let kind = SwapCheckKind::Account;
    match &survey.account {
        Err(unread) => unread_check(kind, unread),
        Ok(AccountState::Present(now)) if now.is_as(&survey.question.account) => {
            passed(kind, SwapMessage::AccountUnchanged)
        }
        Ok(AccountState::Present(_)) => failed(kind, SwapMessage::AccountChanged),
        Ok(AccountState::Deleted { .. } | AccountState::Absent) => {
            failed(kind, SwapMessage::AccountGone)
        }
    }
}

fn retired_check(survey: &SwapSurvey) -> SwapCheck {
    let kind = SwapCheckKind::Retired;
    match &survey.retired {
        None => failed(kind, SwapMessage::RetiredMissing),
        Some(Err(unread)) => unread_check(kind, unread),
        Some(Ok(holders)) if holders.holders.is_empty() => passed(kind, SwapMessage::RetiredFree),
        Some(Ok(holders)) => {
            let names = holders.holders.iter();
            failed(
                kind,
                SwapMessage::RetiredHeld {
                    names: names.map(|holder| holder.dn.clone()).collect(),
                },
            )
        }
    }
}

fn bin_check(survey: &SwapSurvey, wishes: &SwapWishes<'_>) -> SwapCheck {
    let kind = SwapCheckKind::RecycleBin;
    let bin = match &survey.directory {
        Ok(reading) => &reading.recycle_bin,
        Err(unread) => return unread_check(kind, unread),
    };
    match (bin, wishes.way) {
        (Ok(true), _) => passed(kind, SwapMessage::RecycleBinOn),
        (Ok(false), Way::DeleteAccount) => warning(kind, SwapMessage::RecycleBinOff),
        (Ok(false), _) => passed(kind, SwapMessage::RecycleBinNotNeeded),
        (Err(unread), _) => unread_check(kind, unread),
    }
}

fn cmdlets_check(wishes: &SwapWishes<'_>) -> SwapCheck {
    let kind = SwapCheckKind::Cmdlets;
    let Some(rights) = wishes.rights else {
        return of(kind, Verdict::NotChecked, Vec::new());
    };
    let freeing = match wishes.hand {
        Hand::Console => wishes.way.cmdlet(),
        Hand::Operator => None,
    };
    let needed = freeing.into_iter().chain([
        "New-CsPersistentChatEndpoint",
        "Get-CsPersistentChatEndpoint",
    ]);
    let mut missing = Vec::new();
    for cmdlet in needed {
        match rights.right(cmdlet) {
            Right::Missing { roles } => missing.push(Message::NoRight {
                cmdlet: cmdlet.to_owned(),
                roles,
            }),
            Right::Unknown(unread) => return unread_check(kind, &unread),
            Right::Held => {}
        }
    }
    if !missing.is_empty() {
        return of(kind, Verdict::Failed, missing);
    }
    let back = ["Remove-CsPersistentChatEndpoint"]
        .iter()
        .chain(wishes.way.cmdlets_back());
    let without: Vec<String> = back
        .filter(|cmdlet| matches!(rights.right(cmdlet), Right::Missing { .. }))
        .map(|cmdlet| (*cmdlet).to_owned())
        .collect();
    if !without.is_empty() {
        return warning(kind, SwapMessage::WayBackWithout { cmdlets: without });
    }
    passed(kind, SwapMessage::CmdletsHeld)
}

/// The deployment changes accounts with rights that its groups inherit; the directory deletes with the rights of
/// whoever asks. A person with a script has rights of their own, but protection stops everybody.
fn protection_check(survey: &SwapSurvey, wishes: &SwapWishes<'_>) -> SwapCheck {
    let kind = SwapCheckKind::Protection;
    let account = &survey.question.account;
    if *wishes.way == Way::DeleteAccount {
        return delete_check(survey, wishes.hand, account);
    }
    if wishes.hand == Hand::Operator {
        return passed(kind, SwapMessage::HandedOver);
    }
    if account.is_admin_protected {
        return warning(kind, SwapMessage::AdminProtected);
    }
    match &account.inherits_rights {
        Ok(true) => passed(kind, SwapMessage::AccountOpen),
        Ok(false) => warning(kind, SwapMessage::InheritsNothing),
        Err(unread) => unread_check(kind, unread),
    }
}

fn delete_check(survey: &SwapSurvey, hand: Hand, account: &DirectoryAccount) -> SwapCheck {
    let kind = SwapCheckKind::Protection;
    if account.is_deletion_protected == Ok(true) {
        return failed(kind, SwapMessage::DeletionProtected);
    }
    if hand == Hand::Operator {
        return passed(kind, SwapMessage::HandedOver);
    }
    match survey.rights.as_ref().map(|rights| &rights.may_delete) {
        Ok(Ok(true)) => passed(kind, SwapMessage::MayDelete),
        Ok(Ok(false)) => failed(kind, SwapMessage::MayNotDelete),
        Ok(Err(unread)) | Err(unread) => unread_check(kind, unread),
    }
}

fn target_check(survey: &SwapSurvey) -> SwapCheck {
    let kind = SwapCheckKind::Target;
    let pool = &survey.question.pool;
    let pools = match &survey.deployment {
        Ok(reading) => &reading.topology.pools,
        Err(unread) => return unread_check(kind, unread),
    };
    match pools {
        Err(unread) => unread_check(kind, unread),
        Ok(pools) => {
            let is_published = pools
                .iter()
                .any(|known| known.fqdn.eq_ignore_ascii_case(pool.as_str()));
            if is_published {
                passed(kind, SwapMessage::TargetPublished { pool: pool.clone() })
            } else {
                failed(kind, SwapMessage::TargetNotPublished { pool: pool.clone() })
            }
        }
    }
}

fn next_hop_check(survey: &SwapSurvey) -> SwapCheck {
    let kind = SwapCheckKind::NextHop;
    match &survey.next_hop {
        Ok(server) => passed(
            kind,
            SwapMessage::NextHopAnswers {
                server: server.clone(),
            },
        ),
        Err(unread) if unread.reason == UnreadReason::NoRight => unread_check(kind, unread),
        Err(unread) => SwapCheck {
            words: vec![unread.words.clone()],
            ..failed(
                kind,
                SwapMessage::NextHopSilent {
                    registrar: survey.question.registrar.clone(),
                },
            )
        },
    }
}

/// Before the swap the chat services of the target are stopped: rollback without loss ends when they start.
fn services_check(survey: &SwapSurvey) -> SwapCheck {
    let kind = SwapCheckKind::Services;
    match survey.target.as_ref().map(PoolReading::is_stopped) {
        Ok(Some(true)) => passed(kind, SwapMessage::ServicesStopped),
        Ok(Some(false)) => warning(kind, SwapMessage::ServicesRunning),
        Ok(None) => of(
            kind,
            Verdict::NotChecked,
            vec![Message::Swap(SwapMessage::ServicesNotFound)],
        ),
        Err(unread) => unread_check(kind, unread),
    }
}

/// What the ordinary examination says of the endpoint: its SIP domain, its pool, its name.
fn endpoint_check(examined: &Examined) -> SwapCheck {
    let verdict = match examined
        .findings
        .iter()
        .map(|finding| finding.severity)
        .max()
    {
        None | Some(Severity::Note) if !examined.domain_checked => Verdict::NotChecked,
        None | Some(Severity::Note) => Verdict::Passed,
        Some(Severity::Warning) => Verdict::Warning,
        Some(Severity::Error) => Verdict::Failed,
    };
    let messages = examined.findings.iter();
    of(
        SwapCheckKind::Endpoint,
        verdict,
        messages.map(|finding| finding.message.clone()).collect(),
    )
}

fn controllers_check(survey: &SwapSurvey, wishes: &SwapWishes<'_>) -> SwapCheck {
    let kind = SwapCheckKind::Controllers;
    let sightings = match &survey.sightings {
        Ok(sightings) => sightings,
        Err(unread) => return unread_check(kind, unread),
    };
    let (required, _) = split_controllers(
        &survey.question.controllers,
        wishes.written_to,
        wishes.sites,
    );
    if required.is_empty() {
        return failed(kind, SwapMessage::NoControllers);
    }
    let is_required = |host: &str| required.iter().any(|controller| controller.host == host);
    let mut silent = Vec::new();
    let mut differing = Vec::new();
    for sighting in sightings {
        let host = &sighting.controller.host;
        if !is_required(host) {
            continue;
        }
        match &sighting.holders {
            Err(_unread) => silent.push(host.clone()),
            Ok(holders) => {
                let is_same = matches!(
                    holders.as_slice(),
                    [one] if one.guid == survey.question.account.guid
                );
                if !is_same {
                    differing.push(host.clone());
                }
            }
        }
    }
    if !silent.is_empty() {
        return warning(kind, SwapMessage::ControllersSilent { hosts: silent });
    }
    if !differing.is_empty() {
        return warning(kind, SwapMessage::ControllersDiffer { hosts: differing });
    }
    passed(
        kind,
        SwapMessage::ControllersAgree {
            count: required.len(),
        },
    )
}

fn attestation_check(
    kind: SwapCheckKind,
    subject: AttestationSubject,
    attestations: &[Attestation],
) -> SwapCheck {
    match attestations.iter().find(|given| given.subject == subject) {
        Some(given) => passed(
            kind,
            SwapMessage::Attested {
                by: given.by.clone(),
            },
        ),
        None => failed(kind, SwapMessage::AttestationMissing { subject }),
    }
}

fn of(kind: SwapCheckKind, verdict: Verdict, messages: Vec<Message>) -> SwapCheck {
    SwapCheck {
        kind,
        verdict,
        messages,
        words: Vec::new(),
    }
}

fn passed(kind: SwapCheckKind, message: SwapMessage) -> SwapCheck {
    of(kind, Verdict::Passed, vec![Message::Swap(message)])
}

fn warning(kind: SwapCheckKind, message: SwapMessage) -> SwapCheck {
    of(kind, Verdict::Warning, vec![Message::Swap(message)])
}

fn failed(kind: SwapCheckKind, message: SwapMessage) -> SwapCheck {
    of(kind, Verdict::Failed, vec![Message::Swap(message)])
}

fn unread_check(kind: SwapCheckKind, unread: &Unread) -> SwapCheck {
    SwapCheck {
        words: vec![unread.words.clone()],
        ..of(
            kind,
            Verdict::NotChecked,
            vec![Message::NotChecked {
                reason: unread.reason,
            }],
        )
    }
}

/// Whether a holder of rights is known to lack what freeing the address takes, so that the step is better handed
/// over; and why.
pub fn hand_over_because(
    way: &Way,
    account: &DirectoryAccount,
    may_delete: &Readable<bool>,
    rights: Option<&Rights>,
) -> Option<Message> {
    if let Some(cmdlet) = way.cmdlet() {
        if let Some(Right::Missing { roles }) = rights.map(|rights| rights.right(cmdlet)) {
            let cmdlet = cmdlet.to_owned();
            return Some(Message::NoRight { cmdlet, roles });
        }
        if account.is_admin_protected {
            return Some(Message::Swap(SwapMessage::AdminProtected));
        }
        if account.inherits_rights == Ok(false) {
            return Some(Message::Swap(SwapMessage::InheritsNothing));
        }
        return None;
    }
    (*may_delete == Ok(false)).then_some(Message::Swap(SwapMessage::MayNotDelete))
}
