//! What a controller says of itself before it is asked anything else: its root entry (RFC 4512 5.1, [MS-ADTS] 3.1.1.3.2).

use ldap3::Scope;

use super::dn;
use super::entry::Entry;
use super::failure::{Failure, Outcome};
use super::filter::Filter;
use super::line::{Line, Search, Sight};

/// Named one by one: Active Directory computes some only when they are asked for by name.
const ATTRIBUTES: &[&str] = &[
    "configurationNamingContext",
    "defaultNamingContext",
    "dnsHostName",
    "forestFunctionality",
    "isGlobalCatalogReady",
    "namingContexts",
    "rootDomainNamingContext",
    "schemaNamingContext",
    "supportedCapabilities",
    "supportedControl",
];

/// A controller that keeps a copy without passwords and changes nothing.
const READ_ONLY_CONTROLLER: &str = "1.2.840.113556.1.4.1920";

#[derive(Clone, Debug)]
pub(super) struct Root {
    pub(super) domain: String,
    pub(super) configuration: String,
    pub(super) schema: String,
    pub(super) forest: String,
    pub(super) dns_host: Option<String>,
    pub(super) forest_level: Option<u32>,
    pub(super) is_global_catalog: bool,
    pub(super) is_read_only: bool,
    pub(super) controls: Vec<String>,
}

impl Root {
    pub(super) async fn read(line: &Line) -> Outcome<Self> {
        let search = Search {
            base: "",
            scope: Scope::Base,
            filter: &Filter::present("objectClass"),
            attributes: ATTRIBUTES,
            sight: Sight::default(),
        };
        let entry = line
            .read(&search)
            .await?
            .ok_or_else(|| Failure::not_understood("the server says nothing of itself"))?;
        Self::of(&entry).ok_or_else(|| {
            let words = "the server names no partition: it is no directory of a domain";
            Failure::not_understood(words).at(&line.place)
        })
    }

    fn of(entry: &Entry) -> Option<Self> {
        let partitions = entry.texts("namingContexts");
        // Other directories than Active Directory name their partitions, and none as the default.
        let domain = entry
            .text("defaultNamingContext")
            .or_else(|| partitions.iter().find(|dn| dn::is_domain_root(dn)).cloned())?;
        let configuration = entry
            .text("configurationNamingContext")
            .unwrap_or_else(|| format!("CN=Configuration,{domain}"));
        Some(Self {
            schema: entry
                .text("schemaNamingContext")
                .unwrap_or_else(|| format!("CN=Schema,{configuration}")),
            forest: entry
                .text("rootDomainNamingContext")
                .unwrap_or_else(|| domain.clone()),
            dns_host: entry.text("dnsHostName").map(|host| host.to_lowercase()),
            forest_level: entry.number("forestFunctionality"),
            is_global_catalog: entry.flag("isGlobalCatalogReady") == Some(true),
            is_read_only: entry
                .texts("supportedCapabilities")
                .iter()
                .any(|capability| capability == READ_ONLY_CONTROLLER),
            controls: entry.texts("supportedControl"),
            domain,
            configuration,
        })
    }

    pub(super) fn forest_name(&self) -> Option<String> {
        dn::domain_name(&self.forest)
    }

    /// What questions may bring to light on this controller.
    pub(super) fn sight(&self, sight: Sight) -> Sight {
        sight.as_supported(&self.controls)
    }
}

/// A controller of contoso.com, for tests.
#[cfg(test)]
pub(super) fn sample() -> Root {
    let entry = Entry::made("", &[("defaultNamingContext", &[b"DC=contoso,DC=com"])]);
    Root::of(&entry).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_controller_names_its_partitions() {
        let entry = Entry::made(
            "",
            &[
                ("defaultNamingContext", &[b"DC=emea,DC=contoso,DC=com"]),
                (
                    "configurationNamingContext",
                    &[b"CN=Configuration,DC=contoso,DC=com"],
                ),
                ("rootDomainNamingContext", &[b"DC=contoso,DC=com"]),
                ("dnsHostName", &[b"DC01.emea.contoso.com"]),
                ("isGlobalCatalogReady", &[b"TRUE"]),
                ("forestFunctionality", &[b"6"]),
                (
                    "supportedCapabilities",
                    &[b"1.2.840.113556.1.4.800", b"1.2.840.113556.1.4.1920"],
                ),
            ],
        );
        let root = Root::of(&entry).unwrap();
        assert_eq!(root.forest_name().as_deref(), Some("contoso.com"));
        assert_eq!(root.dns_host.as_deref(), Some("dc01.emea.contoso.com"));
        assert_eq!(root.forest_level, Some(6));
        assert!(root.is_global_catalog && root.is_read_only);
    }

    #[test]
    fn another_directory_is_taken_by_its_first_domain() {
        let entry = Entry::made(
            "",
            &[("namingContexts", &[b"cn=monitor", b"DC=contoso,DC=local"])],
        );
        let root = Root::of(&entry).unwrap();
        assert_eq!(root.domain, "DC=contoso,DC=local");
        assert_eq!(root.configuration, "CN=Configuration,DC=contoso,DC=local");
        assert!(Root::of(&Entry::default()).is_none());
    }
}
