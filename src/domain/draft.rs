//! From what a person typed to an endpoint that may be created, with every problem reported at once.
//!
//! Input is accepted generously (a missing `sip:`, full-width letters, upper case) and stored strictly; each
//! change made on the way is said. What needs a question to a server is in `check`.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::{
    CheckKind, Endpoint, EndpointOrigin, Fqdn, FqdnProblem, Inventory, Message, SipUri,
    SipUriProblem, sip, text,
};

/// `proxyAddresses` and `displayName` hold at most this many characters.
const LONGEST: usize = 256;

/// What the wizard's fields hold; may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointDraft {
    pub sip_address: String,
    pub pool: String,
    pub display_name: String,
}

/// An endpoint that follows every rule the console can check by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointSpec {
    pub sip_address: SipUri,
    pub pool: Fqdn,
    pub display_name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    SipAddress,
    Pool,
    DisplayName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

/// One thing to say about a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub field: Field,
    pub check: CheckKind,
    pub severity: Severity,
    pub message: Message,
}

/// All findings about a draft; the specification is there when none of them is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    pub findings: Vec<Finding>,
    pub spec: Option<EndpointSpec>,
    /// Whether the SIP domain could be compared with the configured ones.
    pub domain_checked: bool,
}

impl EndpointSpec {
    /// Whether an endpoint on the server is what this specification asks for. Without a display name asked for,
    /// any will do: the server may fill in one of its own.
    pub fn is_met_by(&self, endpoint: &Endpoint) -> bool {
        self.sip_address == endpoint.sip_address
            && endpoint.pool.as_ref().is_none_or(|pool| *pool == self.pool)
            && self
                .display_name
                .as_ref()
                .is_none_or(|name| endpoint.display_name.as_ref() == Some(name))
    }

    /// The specification that brings back an endpoint as it was read.
    pub fn of(endpoint: &Endpoint) -> Option<Self> {
        Some(Self {
            sip_address: endpoint.sip_address.clone(),
            pool: endpoint.pool.clone()?,
            display_name: endpoint
                .display_name
                .clone()
                .filter(|name| !name.is_empty()),
        })
    }
}

impl EndpointDraft {
    /// Examines the draft against the newest reading. `replacing` is the endpoint a *Replace* takes away, which
    /// therefore is no duplicate.
    pub fn examine(&self, inventory: &Inventory, replacing: Option<&SipUri>) -> Examined {
        let mut findings = Vec::new();
        let address = examine_address(&self.sip_address, &mut findings);
        let pool = examine_pool(&self.pool, inventory, &mut findings);
        let display_name = examine_display_name(&self.display_name, &mut findings);
        let mut domain_checked = false;
        if let Some(address) = &address {
            domain_checked = examine_domain(address, inventory, &mut findings);
            examine_duplicates(
                address,
                pool.as_ref(),
                display_name.as_ref(),
                inventory,
                replacing,
                &mut findings,
            );
            if let Some(pool) = &pool {
                examine_other_endpoints(address, pool, inventory, replacing, &mut findings);
            }
        }
        let blocked = findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        let spec = match (blocked, address, pool) {
            (false, Some(sip_address), Some(pool)) => Some(EndpointSpec {
                sip_address,
                pool,
                display_name,
            }),
            _ => None,
        };
        Examined {
            findings,
            spec,
            domain_checked,
        }
    }
}

fn examine_address(typed: &str, findings: &mut Vec<Finding>) -> Option<SipUri> {
    let mut add = |severity, message| {
        findings.push(Finding {
            field: Field::SipAddress,
            check: CheckKind::AddressForm,
            severity,
            message,
        });
    };
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        add(Severity::Error, Message::AddressMissing);
        return None;
    }
    if let Some(name) = text::first_forbidden(trimmed) {
        add(Severity::Error, Message::ForbiddenCharacter { name });
        return None;
    }
    let mut normal = trimmed.nfkc().collect::<String>().to_lowercase();
    if normal != trimmed {
        add(
            Severity::Note,
            Message::InputNormalized {
                from: trimmed.to_owned(),
                to: normal.clone(),
            },
        );
    }
    if !normal.starts_with(sip::SCHEME) {
        normal = format!("{}{normal}", sip::SCHEME);
        add(
            Severity::Note,
            Message::SchemeAdded {
                address: normal.clone(),
            },
        );
    }
    let address = match SipUri::parse(&normal) {
        Ok(address) => address,
        Err(problem) => {
            add(
                Severity::Error,
                match problem {
                    SipUriProblem::NoScheme | SipUriProblem::NoAt => Message::AddressWithoutAt,
                    SipUriProblem::SeveralAts => Message::AddressWithSeveralAts,
                    SipUriProblem::NoUser => Message::AddressWithoutUser,
                    SipUriProblem::NoDomain => Message::AddressWithoutDomain,
                    SipUriProblem::Blank => Message::AddressWithBlank,
                },
            );
            return None;
        }
    };
    let length = normal.chars().count();
    if length > LONGEST {
        add(
            Severity::Error,
            Message::AddressTooLong {
                length,
                longest: LONGEST,
            },
        );
    }
    let mut unusual = String::new();
    let mut refused = String::new();
    for character in address.user().chars() {
        let list = match character {
            'a'..='z' | '0'..='9' | '.' | '_' | '-' => continue,
            // Legal in RFC 3261, but not among what clients and tools of this product line are known to take.
            '&' | '=' | '+' | '$' | '/' | '!' | '~' | '*' | '\'' => &mut unusual,
            _ => &mut refused,
        };
        if !list.contains(character) {
            list.push(character);
        }
    }
    if !refused.is_empty() {
        add(
            Severity::Error,
            Message::UserPartCharacters {
                characters: refused,
            },
        );
    }
    if !unusual.is_empty() {
        add(
            Severity::Warning,
            Message::UserPartUnusual {
                characters: unusual,
            },
        );
    }
    if address.user().starts_with('.')
        || address.user().ends_with('.')
        || address.user().contains("..")
    {
        add(Severity::Warning, Message::UserPartDots);
    }
    if let Err(problems) = Fqdn::parse(address.domain()) {
        for problem in problems {
            add(
                Severity::Error,
                Message::DomainPartInvalid {
                    problem: fqdn_message(problem).into(),
                },
            );
        }
    }
    Some(address)
}

fn examine_domain(address: &SipUri, inventory: &Inventory, findings: &mut Vec<Finding>) -> bool {
    let Ok(domains) = &inventory.sip_domains else {
        return false;
    };
    if !domains.iter().any(|domain| domain.name == address.domain()) {
        findings.push(Finding {
            field: Field::SipAddress,
            check: CheckKind::SipDomain,
            severity: Severity::Error,
            message: Message::DomainNotConfigured {
                domain: address.domain().to_owned(),
                configured: domains.iter().map(|domain| domain.name.clone()).collect(),
            },
        });
    }
    true
}

fn examine_pool(typed: &str, inventory: &Inventory, findings: &mut Vec<Finding>) -> Option<Fqdn> {
    let mut add = |severity, message| {
        findings.push(Finding {
            field: Field::Pool,
            check: CheckKind::Pool,
            severity,
            message,
        });
    };
    let fqdn = match Fqdn::parse(typed) {
        Ok(fqdn) => fqdn,
        Err(problems) => {
            for problem in problems {
                add(Severity::Error, fqdn_message(problem));
            }
            return None;
        }
    };
    if let Ok(sources) = &inventory.source_pools
        && sources.iter().any(|source| source.fqdn == fqdn)
    {
        add(
            Severity::Error,
            Message::PoolIsSource { pool: fqdn.clone() },
        );
        return Some(fqdn);
    }
    match inventory.pool(&fqdn) {
        Some(pool) => {
            if matches!(pool.generation, super::Generation::Lync2010) {
                add(
                    Severity::Error,
                    Message::PoolIsSource { pool: fqdn.clone() },
                );
            } else if let super::Generation::Other(version) = pool.generation {
                add(
                    Severity::Warning,
                    Message::PoolVersionUnknown {
                        pool: fqdn.clone(),
                        version,
                    },
                );
            }
            if matches!(pool.state, Some(super::PoolState::FailedOver)) {
                add(
                    Severity::Warning,
                    Message::PoolFailedOver { pool: fqdn.clone() },
                );
            }
        }
        None => add(
            Severity::Error,
            Message::PoolNotFound { pool: fqdn.clone() },
        ),
    }
    Some(fqdn)
}

fn examine_display_name(typed: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let name: String = typed.trim().nfc().collect();
    let mut add = |message| {
        findings.push(Finding {
            field: Field::DisplayName,
            check: CheckKind::DisplayName,
            severity: Severity::Error,
            message,
        });
    };
    if let Some(forbidden) = text::first_forbidden(&name) {
        add(Message::ForbiddenCharacter { name: forbidden });
    }
    let length = name.chars().count();
    if length > LONGEST {
        add(Message::DisplayNameTooLong {
            length,
            longest: LONGEST,
        });
    }
    Some(name).filter(|name| !name.is_empty())
}

fn examine_duplicates(
    address: &SipUri,
    pool: Option<&Fqdn>,
    display_name: Option<&String>,
    inventory: &Inventory,
    replacing: Option<&SipUri>,
    findings: &mut Vec<Finding>,
) {
    let Some(existing) = inventory
        .endpoint(address)
        .filter(|_| replacing != Some(address))
    else {
        return;
    };
    let wanted = pool.map(|pool| EndpointSpec {
        sip_address: address.clone(),
        pool: pool.clone(),
        display_name: display_name.cloned(),
    });
    // Pool *known* to be the wanted one: an endpoint whose pool nobody could tell is no proof.
    let same = existing.pool.is_some() && wanted.is_some_and(|wanted| wanted.is_met_by(existing));
    let (severity, message) = if same {
        (
            Severity::Note,
            Message::EndpointAlreadyThere {
                address: address.clone(),
            },
        )
    } else {
        (
            Severity::Error,
            Message::AddressOfEndpoint {
                address: existing.sip_address.clone(),
                pool: existing.pool.clone(),
            },
        )
    };
    findings.push(Finding {
        field: Field::SipAddress,
        check: CheckKind::Endpoints,
        severity,
        message,
    });
}

fn examine_other_endpoints(
    address: &SipUri,
    pool: &Fqdn,
    inventory: &Inventory,
    replacing: Option<&SipUri>,
    findings: &mut Vec<Finding>,
) {
    let others = inventory.endpoints_of(pool).filter(|other| {
        other.origin == EndpointOrigin::Legacy
            && other.sip_address != *address
            && replacing != Some(&other.sip_address)
    });
    for other in others {
        let (severity, message) = if other.sip_address.domain() == address.domain() {
            (
                Severity::Warning,
                Message::SecondLegacyEndpoint {
                    pool: pool.clone(),
                    other: other.sip_address.clone(),
                },
            )
        } else {
            (
                Severity::Note,
                Message::LegacyEndpointInOtherDomain {
                    pool: pool.clone(),
                    other: other.sip_address.clone(),
                },
            )
        };
        findings.push(Finding {
            field: Field::Pool,
            check: CheckKind::OtherEndpoints,
            severity,
            message,
        });
    }
}

/// An address somebody asks about, as tolerant as what directories hold: `sip:` may be left out, and the letters may
/// be as wide as a Japanese or Korean keyboard makes them.
pub fn typed_address(typed: &str) -> Result<SipUri, Message> {
    let typed: String = typed.trim().nfkc().collect();
    if typed.is_empty() {
        return Err(Message::AddressMissing);
    }
    let has_scheme = typed.to_lowercase().starts_with(sip::SCHEME);
    let address = if has_scheme {
        typed
    } else {
        format!("{}{typed}", sip::SCHEME)
    };
    SipUri::parse(&address).map_err(|problem| match problem {
        SipUriProblem::NoScheme | SipUriProblem::NoAt => Message::AddressWithoutAt,
        SipUriProblem::SeveralAts => Message::AddressWithSeveralAts,
        SipUriProblem::NoUser => Message::AddressWithoutUser,
        SipUriProblem::NoDomain => Message::AddressWithoutDomain,
        SipUriProblem::Blank => Message::AddressWithBlank,
    })
}

/// What a person reads about a broken FQDN.
pub fn fqdn_message(problem: FqdnProblem) -> Message {
    match problem {
        FqdnProblem::Empty => Message::FqdnMissing,
        FqdnProblem::TooLong { length } => Message::FqdnTooLong { length },
        FqdnProblem::LabelTooLong { label } => Message::FqdnLabelTooLong { label },
        FqdnProblem::EmptyLabel => Message::FqdnEmptyLabel,
        FqdnProblem::HyphenAtEdge { label } => Message::FqdnHyphen { label },
        FqdnProblem::Character { character } => Message::FqdnCharacter {
            character: text::forbidden_name(character).unwrap_or_else(|| character.to_string()),
        },
        FqdnProblem::ShortName => Message::FqdnShortName,
    }
}
