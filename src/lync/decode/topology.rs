//! Sites, pools, computers and roles.

use super::{Decoded, behind_colon, decode, names, string, texts};
use crate::domain::{
    AdminRole, Computer, Fqdn, Generation, Registrar, Site, SourcePool, TopologyPool,
    TrustedApplication,
};
use crate::psrp::clixml::Value;

/// `Get-CsSite`.
pub fn sites(objects: &[Value]) -> Decoded<Site> {
    decode(objects, "Site", |object| {
        Some(Site {
            identity: string(object, "Identity")?,
            display_name: string(object, "DisplayName"),
            kind: string(object, "SiteType"),
            pools: names(object, "Pools"),
        })
    })
}

/// `Get-CsPool`.
pub fn topology_pools(objects: &[Value]) -> Decoded<TopologyPool> {
    decode(objects, "Cluster", |object| {
        Some(TopologyPool {
            fqdn: string(object, "Fqdn").or_else(|| string(object, "Identity"))?,
            site: behind_colon(object, "Site"),
            computers: names(object, "Computers"),
            services: names(object, "Services"),
        })
    })
}

/// `Get-CsComputer`.
pub fn computers(objects: &[Value]) -> Decoded<Computer> {
    decode(objects, "Machine", |object| {
        Some(Computer {
            fqdn: string(object, "Fqdn").or_else(|| string(object, "Identity"))?,
            pool: string(object, "Pool"),
        })
    })
}

/// `Get-CsTrustedApplicationPool`.
pub fn source_pools(objects: &[Value]) -> Decoded<SourcePool> {
    decode(objects, "TrustedApplicationPool", |object| {
        let name = string(object, "PoolFqdn").or_else(|| behind_colon(object, "Identity"))?;
        let fqdn = Fqdn::parse(&name).ok()?;
        Some(SourcePool {
            generation: Generation::from_version(
                object.property("Version").and_then(Value::as_i64),
            ),
            registrar: behind_colon(object, "Registrar").and_then(|name| Fqdn::parse(&name).ok()),
            applications: texts(object, "Applications").unwrap_or_default(),
            fqdn,
        })
    })
}

/// `Get-CsTrustedApplication`. An identity is `<pool>/urn:application:<name>`.
pub fn trusted_applications(objects: &[Value]) -> Decoded<TrustedApplication> {
    decode(objects, "TrustedApplication", |object| {
        let identity = string(object, "Identity");
        let (pool, id) = match identity.as_deref().and_then(|text| text.split_once('/')) {
            Some((pool, id)) => (Some(pool.to_owned()), Some(id.to_owned())),
            None => (None, None),
        };
        Some(TrustedApplication {
            pool: string(object, "TrustedApplicationPoolFqdn").or(pool)?,
            id: string(object, "ApplicationId").or(id)?,
        })
    })
}

/// `Get-CsService -Registrar`.
pub fn registrars(objects: &[Value]) -> Decoded<Registrar> {
    decode(objects, "Registrar", |object| {
        let name = string(object, "PoolFqdn").or_else(|| behind_colon(object, "Identity"))?;
        Some(Registrar {
            pool: Fqdn::parse(&name).ok()?,
            generation: Generation::from_version(
                object.property("Version").and_then(Value::as_i64),
            ),
        })
    })
}

/// `Get-CsAdminRole`. Each of its cmdlets prints as `Name=Get-CsPool`.
pub fn admin_roles(objects: &[Value]) -> Decoded<AdminRole> {
    decode(objects, "Role", |object| {
        let cmdlets = object.property("Cmdlets").map_or(&[][..], Value::as_list);
        Some(AdminRole {
            name: string(object, "Identity")?,
            cmdlets: cmdlets.iter().flat_map(cmdlet_names).collect(),
        })
    })
}

fn cmdlet_names(value: &Value) -> Vec<String> {
    if let Some(name) = string(value, "Name") {
        return vec![name];
    }
    let text = value.to_text();
    let parts = text.split([' ', ',', ';', '{', '}']);
    parts
        .map(|part| part.strip_prefix("Name=").unwrap_or(part))
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::{ListKind, ObjectBuilder};

    fn role(cmdlets: impl Into<Value>) -> AdminRole {
        let object = ObjectBuilder::new()
            .adapted("Identity", "CsHelpDesk")
            .adapted("Cmdlets", cmdlets)
            .build();
        admin_roles(&[object]).values.remove(0)
    }

    #[test]
    fn the_cmdlets_of_a_role_are_read_from_objects_texts_and_one_flattened_text() {
        let wanted = ["Get-CsUser", "Get-CsPool"];
        let object = |name: &str| ObjectBuilder::new().adapted("Name", name).build();
        let objects = wanted.map(object).to_vec();
        let objects = ObjectBuilder::new().list(ListKind::List, objects).build();
        assert_eq!(role(objects).cmdlets, wanted);
        let texts = ObjectBuilder::strings(["Name=Get-CsUser", "Name=Get-CsPool"]).build();
        assert_eq!(role(texts).cmdlets, wanted);
        assert_eq!(role("Name=Get-CsUser Name=Get-CsPool").cmdlets, wanted);
        assert_eq!(role(Value::Nil).cmdlets, Vec::<String>::new());
    }

    #[test]
    fn a_trusted_application_is_read_from_its_parts_or_from_its_identity() {
        let wanted = TrustedApplication {
            pool: "groupchat2010.contoso.com".to_owned(),
            id: "urn:application:ocschat".to_owned(),
        };
        let parts = ObjectBuilder::new()
            .adapted("TrustedApplicationPoolFqdn", "groupchat2010.contoso.com")
            .adapted("ApplicationId", "urn:application:ocschat")
            .build();
        let whole = ObjectBuilder::new()
            .adapted(
                "Identity",
                "groupchat2010.contoso.com/urn:application:ocschat",
            )
            .build();
        let decoded = trusted_applications(&[parts, whole]);
        assert_eq!(decoded.values, [wanted.clone(), wanted]);
        let nameless = ObjectBuilder::new().adapted("Port", 10_000).build();
        assert_eq!(trusted_applications(&[nameless]).skipped.len(), 1);
    }

    #[test]
    fn a_registrar_tells_its_generation() {
        let object = ObjectBuilder::new()
            .adapted("Identity", "Registrar:pool2010.contoso.com")
            .adapted("Version", 5)
            .build();
        let decoded = registrars(&[object]);
        let registrar = decoded.values.first().unwrap();
        assert_eq!(registrar.pool.as_str(), "pool2010.contoso.com");
        assert_eq!(registrar.generation, Generation::Lync2010);
    }

    #[test]
    fn a_trusted_application_pool_needs_no_more_than_its_name() {
        let full = ObjectBuilder::new()
            .adapted(
                "Identity",
                "TrustedApplicationPool:GroupChat2010.contoso.com",
            )
            .adapted("Registrar", "Registrar:pool2010.contoso.com")
            .adapted(
                "Applications",
                ObjectBuilder::strings(["urn:application:ocschat"]).build(),
            )
            .adapted("Version", 5)
            .build();
        let bare = ObjectBuilder::new()
            .adapted("PoolFqdn", "trusted.contoso.com")
            .build();
        let nameless = ObjectBuilder::new().adapted("Version", 5).build();
        let decoded = source_pools(&[full, bare, nameless]);
        let [full, bare] = decoded.values.as_slice() else {
            panic!("{decoded:?}");
        };
        assert_eq!(full.fqdn.as_str(), "groupchat2010.contoso.com");
        assert_eq!(full.generation, Generation::Lync2010);
        assert_eq!(full.applications, ["urn:application:ocschat"]);
        assert_eq!((&bare.registrar, bare.applications.len()), (&None, 0));
        assert_eq!(decoded.skipped.len(), 1);
    }
}
