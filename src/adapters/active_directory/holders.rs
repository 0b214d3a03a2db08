//! Who holds an address: one question to the global catalog, or one to each partition of the controller.

use std::collections::HashSet;
use std::sync::Arc;

use ldap3::Scope;

use super::dn;
use super::entry::{Entry, Item};
use super::failure::Outcome;
use super::filter::Filter;
use super::line::{Line, Search, Sight};
use super::recycle_bin::RecycleBin;
use super::references;
use super::root::Root;
use super::session::{Session, is_in_configuration, now};
use crate::domain::{
    AddressHolder, AddressHolders, AddressPlace, HolderClass, Message, Notice, ObjectGuid,
    Partition, SipUri,
};

pub(super) const PRIMARY: &str = "msRTCSIP-PrimaryUserAddress";
pub(super) const PROXY: &str = "proxyAddresses";

const ATTRIBUTES: &[&str] = &[
    "displayName",
    "isDeleted",
    "msRTCSIP-OwnerUrn",
    PRIMARY,
    "msRTCSIP-UserEnabled",
    "objectClass",
    "objectGUID",
    PROXY,
];

/// Below it every application that talks SIP has its endpoints.
const APPLICATION_CONTACTS: [&str; 2] = ["CN=Application Contacts", "CN=RTC Service"];

/// Matches as the directory does: without regard to case.
pub(super) fn filter(address: &SipUri) -> Filter {
    Filter::any([
        Filter::equals(PRIMARY, address.as_str()),
        Filter::equals(PROXY, address.as_str()),
    ])
}

/// What holds an address at or below an object, and as much of it as a holder is told by.
pub(super) fn below<'a>(base: &'a str, filter: &'a Filter, sight: Sight) -> Search<'a> {
    Search {
        base,
        scope: Scope::Subtree,
        filter,
        attributes: ATTRIBUTES,
        sight,
    }
}

impl Session {
    pub(super) async fn holders(&mut self, address: &SipUri) -> Outcome<AddressHolders> {
        let bin = self.recycle_bin().await?;
        let shows_deleted = bin.shows_deleted();
        let sight = self.root.sight(Sight {
            deleted: shows_deleted == Ok(true),
            ..Sight::default()
        });
        let filter = filter(address);
        let question = |base| below(base, &filter, sight);
        let mut notices = Vec::new();
        let catalog = self.catalog().await?;
        let is_global_catalog = catalog.is_ok();
        let root = self.root.clone();
        let mut gathered = Gathered::new(address, &root);
        let host = match catalog {
            Ok(line) => {
                let collect = |item| gathered.take(item);
                line.search_each(&question(""), collect).await?;
                if line.place.host == self.place.host {
                    self.host()
                } else {
                    line.place.host.clone()
                }
            }
            Err(words) => {
                let line = self.line().await?;
                gathered.both(&line, question).await?;
                let followed =
                    references::follow(self, &gathered.references, &question("")).await?;
                for domain in self.other_domains(&line).await?.iter() {
                    let is_asked = followed.bases.iter().any(|base| dn::is_same(base, domain));
                    if !is_asked {
                        notices.push(unasked(domain, &words));
                    }
                }
                for entry in followed.entries {
                    gathered.take(Item::Entry(entry));
                }
                for (address, words) in &followed.unasked {
                    notices.push(unasked(address, words));
                }
                self.host()
            }
        };
        Ok(AddressHolders {
            address: address.clone(),
            host,
            is_global_catalog,
            holders: gathered.holders,
            deleted: shows_deleted.map(|_| gathered.deleted),
            notices,
            read_at: now(),
        })
    }

    pub(super) async fn recycle_bin(&mut self) -> Outcome<RecycleBin> {
        if let Some(known) = &self.recycle_bin {
            return Ok(known.clone());
        }
        let line = self.line().await?;
        let read = RecycleBin::read(&line, &self.root).await?;
        self.recycle_bin = Some(read.clone());
        Ok(read)
    }

    /// The domains of the forest that this controller has no copy of, by their names.
    async fn other_domains(&mut self, line: &Line) -> Outcome<Arc<[String]>> {
        /// In the domain's own entry: a partition of the directory, and one of a domain.
        const DOMAIN_PARTITION: u32 = 3;
        if let Some(known) = &self.other_domains {
            return Ok(Arc::clone(known));
        }
        let search = Search {
            base: &format!("CN=Partitions,{}", self.root.configuration),
            scope: Scope::OneLevel,
            filter: &Filter::all([
                Filter::equals("objectClass", "crossRef"),
                Filter::has_bits("systemFlags", DOMAIN_PARTITION),
            ]),
            attributes: &["nCName"],
            sight: Sight::default(),
        };
        let found = match line.search(&search).await {
            Ok(found) => found.entries,
            // Another directory than Active Directory keeps no such list, and has no other domains.
            Err(failure) if failure.code.is_some() => Vec::new(),
            Err(failure) => return Err(failure),
        };
        let domains = found.iter().filter_map(|entry| entry.text("nCName"));
        let others: Arc<[String]> = domains
            .filter(|domain| !dn::is_same(domain, &self.root.domain))
            .collect();
        self.other_domains = Some(Arc::clone(&others));
        Ok(others)
    }
}

/// Those that hold an address and those that held it before they were deleted, each object once. They are made as the
/// answer arrives: a long one is never kept in the form it came in.
pub(super) struct Gathered<'a> {
    address: &'a SipUri,
    root: &'a Root,
    known: HashSet<String>,
    pub(super) holders: Vec<AddressHolder>,
    deleted: Vec<AddressHolder>,
    references: Vec<String>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(address: &'a SipUri, root: &'a Root) -> Self {
        Self {
            address,
            root,
            known: HashSet::new(),
            holders: Vec::new(),
            deleted: Vec::new(),
            references: Vec::new(),
        }
    }

    /// Asks both partitions that matter at the same time. An answer too long to come at once is asked for again in pages;
    /// what was known of it already is not taken twice.
    pub(super) async fn both(
        &mut self,
        line: &Line,
        question: impl Fn(&'a str) -> Search<'a>,
    ) -> Outcome<()> {
        let (domain, configuration) = (
            question(&self.root.domain),
            question(&self.root.configuration),
        );
        let answers = tokio::join!(
            line.search_at_once(&domain),
            line.search_at_once(&configuration)
        );
        for (search, answer) in [(domain, answers.0), (configuration, answers.1)] {
            let Some(found) = answer? else {
                line.search_each(&search, |item| self.take(item)).await?;
                continue;
            };
            self.references.extend(found.references);
            for entry in found.entries {
                self.take(Item::Entry(entry));
            }
        }
        Ok(())
    }

    pub(super) fn take(&mut self, item: Item) {
        let entry = match item {
            Item::Entry(entry) => entry,
            Item::Reference(addresses) => return self.references.extend(addresses),
            Item::Other => return,
        };
        if !self.known.insert(entry.dn.to_lowercase()) {
            return;
        }
        let holder = holder(&entry, self.address, self.root);
        if entry.flag("isDeleted") == Some(true) {
            self.deleted.push(holder);
        } else {
            self.holders.push(holder);
        }
    }
}

fn holder(entry: &Entry, address: &SipUri, root: &Root) -> AddressHolder {
    let sip_address = entry.text(PRIMARY);
    let is_it = |value: &String| {
        value.len() == address.folded().len() && value.eq_ignore_ascii_case(address.folded())
            || !value.is_ascii() && value.to_lowercase() == address.folded()
    };
    let mut proxy_values: Vec<String> = entry.texts(PROXY).into_iter().filter(is_it).collect();
    proxy_values.sort();
    let is_primary = sip_address.as_ref().is_some_and(is_it);
    let place = match (is_primary, proxy_values.is_empty()) {
        (true, false) => AddressPlace::Both,
        // The directory compares more generously than this program: what it found is there.
        (_, true) if sip_address.is_some() => AddressPlace::Primary,
        (false, false) | (_, true) => AddressPlace::ProxyOnly,
    };
    AddressHolder {
        dn: entry.name(),
        // Without the right to read it, an object is still a holder.
        guid: entry.guid().unwrap_or_else(no_guid),
        class: class(entry),
        partition: partition(&entry.dn, root),
        display_name: entry.text("displayName"),
        place,
        sip_address,
        proxy_values,
        sip_enabled: entry.flag("msRTCSIP-UserEnabled"),
        owner_urn: entry.text("msRTCSIP-OwnerUrn"),
    }
}

fn class(entry: &Entry) -> HolderClass {
    if entry.is_of_class("contact") {
        let parts = dn::parts(&entry.dn);
        let is_below = parts.windows(2).any(|pair| {
            pair.iter()
                .zip(APPLICATION_CONTACTS)
                .all(|(part, name)| part.eq_ignore_ascii_case(name))
        });
        return if is_below {
            HolderClass::ApplicationContact
        } else {
            HolderClass::Contact
        };
    }
    if entry.is_of_class("user") {
        HolderClass::User
    } else if entry.is_of_class("group") {
        HolderClass::Group
    } else {
        HolderClass::Other
    }
}

fn partition(object: &str, root: &Root) -> Partition {
    if is_in_configuration(object, root) {
        return Partition::Configuration;
    }
    let parts = dn::parts(object);
    let is_of_dns = parts.iter().any(|part| {
        ["DC=DomainDnsZones", "DC=ForestDnsZones"]
            .iter()
            .any(|zones| part.eq_ignore_ascii_case(zones))
    });
    let ends_in_a_domain = parts.last().is_some_and(|part| dn::is_domain_root(part));
    if is_of_dns || !ends_in_a_domain {
        Partition::Other
    } else {
        Partition::Domain
    }
}

fn no_guid() -> ObjectGuid {
    // INVARIANT: sixteen bytes are a GUID.
    ObjectGuid::from_bytes(&[0; 16]).expect("sixteen bytes")
}

fn unasked(part: &str, words: &str) -> Notice {
    Notice {
        message: Message::DirectoryPartUnasked {
            part: part.to_owned(),
        },
        words: words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::active_directory::root::sample;

    fn found(dn: &str, attributes: &[(&str, &[&[u8]])]) -> AddressHolder {
        let address = SipUri::parse("sip:ocschat@contoso.com").unwrap();
        holder(&Entry::made(dn, attributes), &address, &sample())
    }

    #[test]
    fn an_address_is_told_by_where_it_stands() {
        let check = |attributes: &[(&str, &[&[u8]])], expect: AddressPlace| {
            assert_eq!(found("CN=a,DC=contoso,DC=com", attributes).place, expect);
        };
        check(
            &[(PRIMARY, &[b"sip:OcsChat@contoso.com"])],
            AddressPlace::Primary,
        );
        check(
            &[(PROXY, &[b"SMTP:a@contoso.com", b"SIP:ocschat@Contoso.com"])],
            AddressPlace::ProxyOnly,
        );
        check(
            &[
                (PRIMARY, &[b"sip:ocschat@contoso.com"]),
                (PROXY, &[b"sip:ocschat@contoso.com"]),
            ],
            AddressPlace::Both,
        );
        check(
            &[
                (PRIMARY, &[b"sip:other@contoso.com"]),
                (PROXY, &[b"sip:ocschat@contoso.com"]),
            ],
            AddressPlace::ProxyOnly,
        );
    }

    #[test]
    fn an_object_is_told_by_its_class_and_its_place_in_the_forest() {
        let check = |dn: &str, class: &[u8], expect: (HolderClass, Partition)| {
            let holder = found(dn, &[("objectClass", &[b"top", class])]);
            assert_eq!((holder.class, holder.partition), expect, "{dn}");
        };
        check(
            "CN=a,DC=contoso,DC=com",
            b"user",
            (HolderClass::User, Partition::Domain),
        );
        check(
            "CN=a,DC=emea,DC=contoso,DC=com",
            b"group",
            (HolderClass::Group, Partition::Domain),
        );
        check(
            "CN=a,OU=b,DC=contoso,DC=com",
            b"contact",
            (HolderClass::Contact, Partition::Domain),
        );
        check(
            "CN={1},CN=Application Contacts,CN=RTC Service,CN=Services,CN=Configuration,DC=contoso,DC=com",
            b"contact",
            (HolderClass::ApplicationContact, Partition::Configuration),
        );
        check(
            "CN=x,DC=ForestDnsZones,DC=contoso,DC=com",
            b"dnsNode",
            (HolderClass::Other, Partition::Other),
        );
    }
}
