//! The checks before a change: what was looked at, and how it came out.
//!
//! A check that could not be made is *not checked*; it is never shown as passed.

use super::{
    AddressHolder, AddressHolders, AddressPlace, Finding, HolderClass, HolderKind, Holders,
    Inventory, Message, Partition, Readable, Severity, SipUri, Unread, draft::Examined,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckKind {
    AddressForm,
    SipDomain,
    Pool,
    DisplayName,
    /// The address among the endpoints that were read.
    Endpoints,
    /// The address among users and contacts.
    Holders,
    /// The address in the directory itself, in all its partitions.
    Directory,
    /// Other legacy endpoints of the same pool.
    OtherEndpoints,
}

impl CheckKind {
    pub const ALL: [Self; 8] = [
        Self::Pool,
        Self::AddressForm,
        Self::SipDomain,
        Self::Endpoints,
        Self::Holders,
        Self::Directory,
        Self::OtherEndpoints,
        Self::DisplayName,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Passed,
    /// No right, or no answer.
    NotChecked,
    Warning,
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub kind: CheckKind,
    pub verdict: Verdict,
    pub messages: Vec<Message>,
    /// The server's own words, where something could not be asked.
    pub words: Vec<String>,
}

/// Puts what the console found by itself and what the server said about holders into one list.
/// `holders` is `None` while the question was not asked, `directory` also where no directory is connected.
pub fn checks(
    examined: &Examined,
    inventory: &Inventory,
    holders: Option<&Readable<Holders>>,
    directory: Option<&Readable<AddressHolders>>,
    replacing: Option<&SipUri>,
) -> Vec<Check> {
    CheckKind::ALL
        .into_iter()
        .map(|kind| match kind {
            CheckKind::Holders => holders_check(holders, examined, replacing),
            CheckKind::Directory => directory_check(directory, holders, examined, replacing),
            CheckKind::SipDomain if !examined.domain_checked => {
                not_checked(kind, inventory.sip_domains.as_ref().err())
            }
            _ => findings_check(kind, &examined.findings),
        })
        .collect()
}

/// Whether the list as a whole allows the change.
pub fn allow(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.verdict != Verdict::Failed)
}

fn findings_check(kind: CheckKind, findings: &[Finding]) -> Check {
    let mine: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.check == kind)
        .collect();
    let verdict = match mine.iter().map(|finding| finding.severity).max() {
        None | Some(Severity::Note) => Verdict::Passed,
        Some(Severity::Warning) => Verdict::Warning,
        Some(Severity::Error) => Verdict::Failed,
    };
    let messages = mine
        .into_iter()
        .map(|finding| finding.message.clone())
        .collect();
    Check {
        kind,
        verdict,
        messages,
        words: Vec::new(),
    }
}

fn not_checked(kind: CheckKind, unread: Option<&Unread>) -> Check {
    Check {
        kind,
        verdict: Verdict::NotChecked,
        messages: unread
            .map(|unread| Message::NotChecked {
                reason: unread.reason,
            })
            .into_iter()
            .collect(),
        words: unread
            .map(|unread| unread.words.clone())
            .into_iter()
            .collect(),
    }
}

fn holders_check(
    holders: Option<&Readable<Holders>>,
    examined: &Examined,
    replacing: Option<&SipUri>,
) -> Check {
    let kind = CheckKind::Holders;
    let holders = match holders {
        Some(Ok(holders)) => holders,
        Some(Err(unread)) => return not_checked(kind, Some(unread)),
        None => return not_checked(kind, None),
    };
    let own = is_own(&holders.address, examined, replacing);
    let found: Vec<Message> = holders
        .found()
        .into_iter()
        .filter(|holder| !(own && holder.kind != HolderKind::User))
        .map(|holder| Message::AddressHeld {
            kind: holder.kind,
            name: holder.display_name.clone(),
            identity: holder.identity.clone(),
            registrar: holder.registrar.clone(),
        })
        .collect();
    if !found.is_empty() {
        return Check {
            kind,
            verdict: Verdict::Failed,
            messages: found,
            words: Vec::new(),
        };
    }
    let unread: Vec<&Unread> = [
        holders.principals.as_ref().err(),
        holders.users.as_ref().err(),
    ]
    .into_iter()
    .flatten()
    .collect();
    match unread.first() {
        None => Check {
            kind,
            verdict: Verdict::Passed,
            messages: Vec::new(),
            words: Vec::new(),
        },
        Some(first) => Check {
            kind,
            verdict: Verdict::NotChecked,
            messages: vec![Message::NotChecked {
                reason: first.reason,
            }],
            words: unread.iter().map(|unread| unread.words.clone()).collect(),
        },
    }
}

/// Whether the address may be held by an endpoint: the one that already is what is wanted, or that a Replace takes
/// away, holds its own address.
fn is_own(address: &SipUri, examined: &Examined, replacing: Option<&SipUri>) -> bool {
    let mut findings = examined.findings.iter();
    replacing == Some(address)
        || findings.any(|finding| matches!(finding.message, Message::EndpointAlreadyThere { .. }))
}

/// What the directory itself says, beside the cmdlets. A value that was left behind fails as a holder does: the address
/// is not free for the deployment either, and an endpoint made with it would be in conflict with the other object.
fn directory_check(
    directory: Option<&Readable<AddressHolders>>,
    holders: Option<&Readable<Holders>>,
    examined: &Examined,
    replacing: Option<&SipUri>,
) -> Check {
    let kind = CheckKind::Directory;
    let answer = match directory {
        Some(Ok(answer)) => answer,
        Some(Err(unread)) => return not_checked(kind, Some(unread)),
        None => {
            return Check {
                messages: vec![Message::DirectoryNotConnected],
                ..not_checked(kind, None)
            };
        }
    };
    let own = is_own(&answer.address, examined, replacing);
    let is_endpoint = |holder: &&AddressHolder| {
        matches!(
            holder.class,
            HolderClass::Contact | HolderClass::ApplicationContact
        )
    };
    let found: Vec<&AddressHolder> = answer
        .holders
        .iter()
        .filter(|holder| !(own && is_endpoint(holder)))
        .collect();
    let mut messages: Vec<Message> = found.iter().map(|holder| held(holder)).collect();
    let mut words = Vec::new();
    let mut verdict = if found.is_empty() {
        Verdict::Passed
    } else {
        Verdict::Failed
    };
    if found.is_empty() && !answer.notices.is_empty() {
        // Nobody was found, but not everybody was asked.
        verdict = Verdict::NotChecked;
        for notice in &answer.notices {
            messages.push(notice.message.clone());
            words.push(notice.words.clone());
        }
    }
    if let Some(Ok(cmdlets)) = holders
        && let Some(message) = difference(answer, cmdlets)
    {
        messages.push(message);
        verdict = verdict.max(Verdict::Warning);
    }
    let deleted = answer.deleted.iter().flatten();
    messages.extend(deleted.map(|holder| Message::DeletedHolder {
        dn: holder.dn.clone(),
    }));
    Check {
        kind,
        verdict,
        messages,
        words,
    }
}

fn held(holder: &AddressHolder) -> Message {
    let dn = holder.dn.clone();
    match holder.place {
        AddressPlace::ProxyOnly => Message::LeftBehindInDirectory { dn },
        AddressPlace::Primary | AddressPlace::Both => Message::HeldInDirectory {
            class: holder.class,
            partition: holder.partition,
            dn,
        },
    }
}

/// Where the two answers differ in a way that means something. The cmdlets are not known to look into the configuration
/// partition, nor at values that were left behind: that they miss one of those is no alarm.
fn difference(answer: &AddressHolders, cmdlets: &Holders) -> Option<Message> {
    if cmdlets.principals.is_err() || cmdlets.users.is_err() {
        return None;
    }
    let is_expected = |holder: &&AddressHolder| {
        holder.partition == Partition::Domain && holder.place != AddressPlace::ProxyOnly
    };
    let by_cmdlets = cmdlets.found();
    if by_cmdlets.is_empty() {
        let mut expected = answer.holders.iter().filter(is_expected);
        return expected.next().map(|_missed| Message::OnlyInDirectory);
    }
    (answer.holders.is_empty() && answer.notices.is_empty()).then(|| Message::NotInDirectory {
        host: answer.host.clone(),
    })
}
