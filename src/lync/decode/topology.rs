//! Sites, pools, computers and roles.

use super::{Decoded, behind_colon, decode, names, string, texts};
use crate::domain::{AdminRole, Computer, Fqdn, Generation, Site, SourcePool, TopologyPool};
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
