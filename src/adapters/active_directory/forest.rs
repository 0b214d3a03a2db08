//! The directory as a whole: its schema, its recycle bin and its controllers, asked for at the same time.

use ldap3::Scope;

use super::dn;
use super::entry::Entry;
use super::failure::Outcome;
use super::filter::Filter;
use super::line::{Line, Search, Sight};
use super::recycle_bin::{RecycleBin, readable};
use super::root::Root;
use super::session::{Session, now};
use crate::domain::{
    Controller, DirectoryConnection, DirectoryReading, DistinguishedName, LyncSchema, Readable,
};

/// In `options` of a controller's settings: it keeps a global catalog.
const IS_GLOBAL_CATALOG: u32 = 1;

impl Session {
    pub(super) async fn reading(
        &mut self,
        connection: DirectoryConnection,
    ) -> Outcome<DirectoryReading> {
        let line = self.line().await?;
        let root = &self.root;
        let (schema, bin, controllers) = tokio::join!(
            lync_schema(&line, root),
            RecycleBin::read(&line, root),
            controllers(&line, root),
        );
        let bin = bin?;
        let reading = DirectoryReading {
            connection,
            forest: root.forest_name(),
            domain: dn::domain_name(&root.domain),
            domain_dn: DistinguishedName::new(root.domain.clone()),
            configuration_dn: DistinguishedName::new(root.configuration.clone()),
            forest_level: root.forest_level,
            lync_schema: schema?,
            recycle_bin: bin.is_on.clone(),
            controllers: controllers?,
            notices: Vec::new(),
            read_at: now(),
        };
        // A fresh reading may find it switched on meanwhile.
        self.recycle_bin = Some(bin);
        Ok(reading)
    }
}

async fn lync_schema(line: &Line, root: &Root) -> Outcome<Readable<Option<LyncSchema>>> {
    let search = Search {
        base: &format!("CN=ms-RTC-SIP-SchemaVersion,{}", root.schema),
        scope: Scope::Base,
        filter: &Filter::present("objectClass"),
        attributes: &["rangeLower", "rangeUpper"],
        sight: Sight::default(),
    };
    readable(line.read(&search).await.map(|entry| {
        Ok(entry.map(|entry| LyncSchema {
            range_upper: entry.number("rangeUpper"),
            range_lower: entry.number("rangeLower"),
        }))
    }))
}

/// A controller's settings lie below its server object, which lies in its site and has its name.
async fn controllers(line: &Line, root: &Root) -> Outcome<Readable<Vec<Controller>>> {
    let sites = format!("CN=Sites,{}", root.configuration);
    let of_class = |class| Filter::equals("objectClass", class);
    let settings_filter = of_class("nTDSDSA");
    let servers_filter = of_class("server");
    let settings = Search {
        base: &sites,
        scope: Scope::Subtree,
        filter: &settings_filter,
        attributes: &[
            "hasMasterNCs",
            "msDS-HasDomainNCs",
            "msDS-hasMasterNCs",
            "objectCategory",
            "objectClass",
            "options",
        ],
        sight: Sight::default(),
    };
    let servers = Search {
        filter: &servers_filter,
        attributes: &["dNSHostName"],
        ..settings
    };
    let found = line.search_two(&settings, &servers).await;
    readable(found.map(|(settings, servers)| {
        let settings = settings.entries.iter();
        let mut controllers: Vec<Controller> = settings
            .filter_map(|settings| controller(settings, &servers.entries, root))
            .collect();
        controllers.sort_by(|a, b| (&a.site, &a.host).cmp(&(&b.site, &b.host)));
        Ok(controllers)
    }))
}

/// `None` for a controller without a name, which nobody can ask.
fn controller(settings: &Entry, servers: &[Entry], root: &Root) -> Option<Controller> {
    let server_dn = dn::parent(&settings.dn)?;
    let server = servers
        .iter()
        .find(|server| dn::is_same(&server.dn, server_dn))?;
    // `CN=<server>,CN=Servers,CN=<site>,CN=Sites,…`
    let site = dn::parts(server_dn).get(2).copied().and_then(dn::value);
    let is_read_only = settings.text("objectCategory").is_some_and(|category| {
        dn::parts(&category)
            .first()
            .is_some_and(|name| name.eq_ignore_ascii_case("CN=NTDS-DSA-RO"))
    }) || settings.is_of_class("nTDSDSARO");
    let options: u32 = settings.number("options").unwrap_or_default();
    Some(Controller {
        host: server.text("dNSHostName")?.to_lowercase(),
        site,
        domain: domain(settings, root),
        is_writable: !is_read_only,
        is_global_catalog: options & IS_GLOBAL_CATALOG != 0,
    })
}

/// The one domain a controller has whole.
fn domain(settings: &Entry, root: &Root) -> Option<String> {
    let of_domain = settings.texts("msDS-HasDomainNCs");
    let whole = settings.texts("hasMasterNCs");
    of_domain
        .iter()
        .chain(&whole)
        .find(|partition| dn::is_domain_root(partition))
        .and_then(|partition| dn::domain_name(partition))
        .or_else(|| {
            // A read-only copy names no partition it is the master of.
            dn::domain_name(&root.domain).filter(|_| settings.is_of_class("nTDSDSARO"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::active_directory::root::sample;

    const SERVER: &str =
        "CN=DC01,CN=Servers,CN=Seoul\\, HQ,CN=Sites,CN=Configuration,DC=contoso,DC=com";

    fn told(settings: &[(&str, &[&[u8]])]) -> Option<Controller> {
        let settings = Entry::made(&format!("CN=NTDS Settings,{SERVER}"), settings);
        let server = Entry::made(SERVER, &[("dNSHostName", &[b"DC01.contoso.com"])]);
        controller(&settings, &[server], &sample())
    }

    #[test]
    fn a_controller_is_told_by_its_settings_and_its_place() {
        let found = told(&[
            ("options", &[b"1"]),
            (
                "hasMasterNCs",
                &[b"CN=Configuration,DC=contoso,DC=com", b"DC=contoso,DC=com"],
            ),
            (
                "objectCategory",
                &[b"CN=NTDS-DSA,CN=Schema,CN=Configuration,DC=contoso,DC=com"],
            ),
        ]);
        let expect = Controller {
            host: "dc01.contoso.com".to_owned(),
            site: Some("Seoul, HQ".to_owned()),
            domain: Some("contoso.com".to_owned()),
            is_writable: true,
            is_global_catalog: true,
        };
        assert_eq!(found, Some(expect));
    }

    #[test]
    fn a_copy_without_passwords_is_not_writable() {
        let found = told(&[
            ("objectClass", &[b"nTDSDSA", b"nTDSDSARO"]),
            (
                "objectCategory",
                &[b"CN=NTDS-DSA-RO,CN=Schema,CN=Configuration,DC=contoso,DC=com"],
            ),
        ])
        .unwrap();
        assert!(!found.is_writable && !found.is_global_catalog);
        assert_eq!(found.domain.as_deref(), Some("contoso.com"));
    }
}
