//! The checks before a change: what was looked at, and how it came out.
//!
//! A check that could not be made is *not checked*; it is never shown as passed.

use super::{
    Finding, HolderKind, Holders, Inventory, Message, Readable, Severity, SipUri, Unread,
    draft::Examined,
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
    /// Other legacy endpoints of the same pool.
    OtherEndpoints,
}

impl CheckKind {
    pub const ALL: [Self; 7] = [
        Self::Pool,
        Self::AddressForm,
        Self::SipDomain,
        Self::Endpoints,
        Self::Holders,
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
/// `holders` is `None` while the question was not asked.
pub fn checks(
    examined: &Examined,
    inventory: &Inventory,
    holders: Option<&Readable<Holders>>,
    replacing: Option<&SipUri>,
) -> Vec<Check> {
    CheckKind::ALL
        .into_iter()
        .map(|kind| match kind {
            CheckKind::Holders => holders_check(holders, examined, replacing),
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
    // The endpoint that already is what is wanted, or that a Replace takes away, holds its own address.
    let own = replacing == Some(&holders.address)
        || examined
            .findings
            .iter()
            .any(|f| matches!(f.message, Message::EndpointAlreadyThere { .. }));
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
