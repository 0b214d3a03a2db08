//! Where a server says that another one holds a part of what was searched (RFC 4511 4.5.3): followed over TLS, with the
//! same account and the same trust, a few hops far, and never in a circle.

use std::collections::HashSet;
use std::net::IpAddr;

use super::dn;
use super::entry::Entry;
use super::failure::{Failure, Outcome};
use super::line::{Found, Line, Search};
use super::place::Place;
use super::session::Session;
use crate::ports::PortErrorKind;

/// A forest has one level of references; more is a mistake or a trap.
const MOST_HOPS: usize = 4;

/// A search that would lead to more servers than any forest has is given up.
const MOST_REFERENCES: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Followed {
    pub(super) entries: Vec<Entry>,
    /// What was asked elsewhere.
    pub(super) bases: Vec<String>,
    /// Addresses that did not answer, and why.
    pub(super) unasked: Vec<(String, String)>,
}

/// `ldap://host:port/base`; what follows the base is the server's business.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Reference {
    pub(super) place: Place,
    base: String,
}

pub(super) async fn follow(
    session: &Session,
    references: &[String],
    search: &Search<'_>,
) -> Outcome<Followed> {
    let mut followed = Followed::default();
    let mut known: HashSet<Reference> = HashSet::new();
    let mut waiting: Vec<(Vec<Reference>, String)> = references
        .iter()
        .map(|address| (Vec::new(), address.clone()))
        .collect();
    while let Some((mut path, address)) = waiting.pop() {
        let Some(reference) = Reference::parse(&address, &session.place) else {
            let words = "this address cannot be used".to_owned();
            followed.unasked.push((address, words));
            continue;
        };
        if path.is_empty() && is_asked_already(&reference.base, session) {
            continue;
        }
        let folded = Reference {
            base: reference.base.to_lowercase(),
            ..reference.clone()
        };
        if path.contains(&folded) {
            return Err(circle(
                &address,
                "the servers refer to each other in a circle",
            ));
        }
        // Two servers may refer to the same one.
        if !known.insert(folded.clone()) {
            continue;
        }
        path.push(folded);
        if path.len() > MOST_HOPS || known.len() > MOST_REFERENCES {
            return Err(circle(&address, "the servers refer to others without end"));
        }
        let search = Search {
            base: &reference.base,
            ..*search
        };
        match asked(session, &reference.place, &search).await {
            Ok(found) => {
                followed.bases.push(reference.base);
                followed.entries.extend(found.entries);
                let further = found.references.into_iter();
                waiting.extend(further.map(|address| (path.clone(), address)));
            }
            Err(failure) if session.limits.have_passed() => return Err(failure),
            Err(failure) => followed.unasked.push((address, failure.words)),
        }
    }
    Ok(followed)
}

async fn asked(session: &Session, place: &Place, search: &Search<'_>) -> Outcome<Found> {
    // A domain is referred to by its own name; its controllers are told by DNS.
    let services = if place.host.parse::<IpAddr>().is_ok() {
        Vec::new()
    } else {
        let names = &session.dialling.names;
        names.controllers(&place.host).await.unwrap_or_default()
    };
    let mut places: Vec<Place> = services
        .iter()
        .map(|service| place.at(&service.host))
        .collect();
    if places.is_empty() {
        places.push(place.clone());
    }
    let mut failure = Failure::new(PortErrorKind::NameNotFound, "no server is known").at(place);
    for place in places {
        let answered = async {
            let line = Line::open(&place, &session.dialling, &session.limits).await?;
            line.search(search).await
        };
        match answered.await {
            Ok(found) => return Ok(found),
            Err(err) if session.limits.have_passed() => return Err(err),
            Err(err) => failure = err,
        }
    }
    Err(failure)
}

/// A partition that was asked here, or one of DNS, in which nobody has an address.
fn is_asked_already(base: &str, session: &Session) -> bool {
    let root = &session.root;
    let is_of_dns = dn::parts(base).first().is_some_and(|part| {
        part.eq_ignore_ascii_case("DC=DomainDnsZones")
            || part.eq_ignore_ascii_case("DC=ForestDnsZones")
    });
    is_of_dns
        || [&root.domain, &root.configuration, &root.schema]
            .iter()
            .any(|asked| dn::is_same(base, asked))
}

fn circle(address: &str, words: &str) -> Failure {
    Failure::new(PortErrorKind::Protocol, words).at(address)
}

impl Reference {
    /// Reads a reference; without a port the server is reached as the one that referred to it.
    pub(super) fn parse(address: &str, by: &Place) -> Option<Self> {
        let (scheme, rest) = address.split_once("://")?;
        let (server, rest) = rest.split_once('/').unwrap_or((rest, ""));
        let base = percent_decoded(rest.split('?').next()?)?;
        let typed = Place::parse(&format!("{scheme}://{server}")).ok()?;
        let is_ldaps = scheme.eq_ignore_ascii_case("ldaps");
        let place = if is_ldaps || Place::names_port(server) {
            typed
        } else {
            by.at(&typed.host)
        };
        Some(Self { place, base })
    }
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expect: Option<(&str, &str)>) {
        let by = Place::parse("dc01.contoso.com").unwrap();
        let read = Reference::parse(address, &by)
            .map(|reference| (reference.place.to_string(), reference.base));
        let expect = expect.map(|(place, base)| (place.to_owned(), base.to_owned()));
        assert_eq!(read, expect, "{address}");
    }

    #[test]
    fn a_reference_is_followed_over_tls_whatever_it_says() {
        check(
            "ldap://emea.contoso.com/DC=emea,DC=contoso,DC=com",
            Some(("ldaps://emea.contoso.com:636", "DC=emea,DC=contoso,DC=com")),
        );
        check(
            "ldap://dc02:10389/CN=a%2cb%20c,DC=x??sub?(a=b)",
            Some(("ldap://dc02:10389", "CN=a,b c,DC=x")),
        );
        check("ldaps://dc02/DC=x", Some(("ldaps://dc02:636", "DC=x")));
        check("ldap://dc02", Some(("ldaps://dc02:636", "")));
    }

    #[test]
    fn what_names_no_server_is_not_followed() {
        for address in [
            "",
            "ldap:///DC=x",
            "http://dc02/DC=x",
            "ldap://a@b/DC=x",
            "ldap://dc02/%zz",
            "ldap://dc02/%ff",
        ] {
            check(address, None);
        }
    }
}
