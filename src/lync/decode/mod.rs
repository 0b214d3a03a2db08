//! Property bags to domain values. Missing and extra properties are tolerated; an object without its one
//! indispensable property is left out and named.
//!
//! Which properties an endpoint has is not documented. `RegistrarPool` is the *registrar* its address is homed on,
//! not the chat pool: that is known only from having asked for one pool's endpoints.

use crate::domain::{
    DistinguishedName, Endpoint, EndpointOrigin, Fqdn, Generation, Holder, HolderKind, Message,
    Pool, PoolState, SipDomain, SipUri, text,
};
use crate::psrp::clixml::Value;

/// Objects that could be read, and those that could not.
#[derive(Clone, Debug)]
pub struct Decoded<T> {
    pub values: Vec<T>,
    pub skipped: Vec<Message>,
}

/// `Get-CsService -PersistentChatServer`.
pub fn pools(objects: &[Value]) -> Decoded<Pool> {
    decode(objects, "PersistentChatServer", |object| {
        let fqdn =
            Fqdn::parse(&string(object, "PoolFqdn").or_else(|| behind_colon(object, "Identity"))?)
                .ok()?;
        Some(Pool {
            fqdn,
            site: behind_colon(object, "SiteId"),
            generation: Generation::from_version(
                object.property("Version").and_then(Value::as_i64),
            ),
            registrar: behind_colon(object, "Registrar").and_then(|name| Fqdn::parse(&name).ok()),
            active_servers: names(object, "ActiveServers"),
            inactive_servers: names(object, "InactiveServers"),
            state: None,
            service_id: string(object, "ServiceId"),
            properties: properties(object),
        })
    })
}

/// `Get-CsPersistentChatState`: the pool, and its state.
pub fn pool_states(objects: &[Value]) -> Decoded<(Fqdn, PoolState)> {
    decode(objects, "PersistentChatState", |object| {
        let fqdn = Fqdn::parse(&behind_colon(object, "Identity")?).ok()?;
        let state = object.property("PoolState")?;
        let word = state
            .enum_name()
            .map_or_else(|| state.to_text().into_owned(), str::to_owned);
        Some((fqdn, PoolState::from_word(&word)))
    })
}

/// `Get-CsSipDomain`.
pub fn sip_domains(objects: &[Value]) -> Decoded<SipDomain> {
    decode(objects, "SipDomain", |object| {
        let name = string(object, "Name").or_else(|| string(object, "Identity"))?;
        let is_default = object
            .property("IsDefault")
            .and_then(Value::as_bool)
            .unwrap_or_default();
        Some(SipDomain::new(&name, is_default))
    })
}

/// `Get-CsPersistentChatEndpoint`, asked for one pool or for all.
pub fn endpoints(objects: &[Value], pool: Option<&Fqdn>) -> Decoded<Endpoint> {
    decode(objects, "OCSPersistentChatContact", |object| {
        Some(Endpoint {
            identity: string(object, "Identity").map(DistinguishedName::new),
            sip_address: SipUri::parse(&string(object, "SipAddress")?).ok()?,
            display_name: string(object, "DisplayName"),
            pool: pool.cloned(),
            enabled: object.property("Enabled").and_then(Value::as_bool),
            // Only the whole list tells; see `origin`.
            origin: EndpointOrigin::Unknown,
            properties: properties(object),
        })
    })
}

/// `Get-CsAdPrincipal` and `Get-CsUser`. `kind` is what the cmdlet returns where the object does not say.
pub fn holders(objects: &[Value], kind: HolderKind) -> Decoded<Holder> {
    decode(objects, "OCSADPrincipal", |object| {
        Some(Holder {
            kind: object_class(object).unwrap_or(kind),
            sip_address: SipUri::parse(&string(object, "SipAddress")?).ok()?,
            display_name: string(object, "DisplayName").or_else(|| string(object, "Name")),
            identity: string(object, "Identity")
                .or_else(|| string(object, "DistinguishedName"))
                .map(DistinguishedName::new),
            registrar: string(object, "RegistrarPool").and_then(|name| Fqdn::parse(&name).ok()),
        })
    })
}

fn decode<T>(objects: &[Value], kind: &str, read: impl Fn(&Value) -> Option<T>) -> Decoded<T> {
    let mut decoded = Decoded {
        values: Vec::with_capacity(objects.len()),
        skipped: Vec::new(),
    };
    for object in objects {
        if let Some(value) = read(object) {
            decoded.values.push(value);
        } else {
            let identity =
                string(object, "Identity").unwrap_or_else(|| object.to_text().into_owned());
            decoded.skipped.push(Message::ObjectSkipped {
                kind: kind.to_owned(),
                identity: text::visible_line(&identity),
            });
        }
    }
    decoded
}

/// A property as text; an empty one counts as missing.
fn string(object: &Value, name: &str) -> Option<String> {
    let value = object.property(name)?;
    if value.is_nil() {
        return None;
    }
    Some(value.to_text().into_owned()).filter(|text| !text.is_empty())
}

/// The name in an identity such as `Registrar:pool01.contoso.com` or `Site:Seoul`.
fn behind_colon(object: &Value, name: &str) -> Option<String> {
    let text = string(object, name)?;
    let name = text.split_once(':').map_or(text.as_str(), |(_, name)| name);
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

/// A list of server names, or one text with all of them: nested lists may arrive flattened. A name holds no space,
/// comma or brace, so each text is taken apart at those.
fn names(object: &Value, name: &str) -> Option<Vec<String>> {
    let value = object.property(name)?;
    let texts: Vec<String> = match value.as_list() {
        _ if value.is_nil() => Vec::new(),
        [] => vec![value.to_text().into_owned()],
        items => items
            .iter()
            .map(|item| item.to_text().into_owned())
            .collect(),
    };
    let parts = texts
        .iter()
        .flat_map(|text| text.split([' ', ',', '{', '}']))
        .filter(|part| !part.is_empty());
    Some(parts.map(str::to_owned).collect())
}

/// The most specific class that is known: `objectClass` runs from `top` to the object's own class.
fn object_class(object: &Value) -> Option<HolderKind> {
    let class = object.property("ObjectClass")?;
    let own = class
        .as_list()
        .last()
        .unwrap_or(class)
        .to_text()
        .to_lowercase();
    Some(match own.as_str() {
        _ if own.contains("contact") => HolderKind::Contact,
        _ if own.contains("user") || own.contains("inetorgperson") => HolderKind::User,
        "" => return None,
        _ => HolderKind::Other,
    })
}

/// Everything the object holds, as text, in the server's order.
fn properties(object: &Value) -> Vec<(String, String)> {
    let Some(bag) = object.as_object() else {
        return Vec::new();
    };
    bag.adapted()
        .iter()
        .chain(bag.extended())
        .map(|property| {
            let items = property.value.as_list();
            let text = if items.is_empty() {
                property.value.to_text().into_owned()
            } else {
                items
                    .iter()
                    .map(Value::to_text)
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            (property.name.to_string(), text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::ObjectBuilder;

    #[test]
    fn missing_and_extra_properties_are_tolerated() {
        let object = ObjectBuilder::new()
            .adapted("SipAddress", "sip:OcsChat@contoso.com")
            .adapted("SomethingNew", 5)
            .build();
        let decoded = endpoints(&[object], None);
        let endpoint = decoded.values.first().unwrap();
        assert_eq!(endpoint.sip_address.as_str(), "sip:OcsChat@contoso.com");
        assert_eq!(
            (endpoint.enabled, &endpoint.display_name, &endpoint.pool),
            (None, &None, &None)
        );
        assert!(
            endpoint
                .properties
                .contains(&("SomethingNew".to_owned(), "5".to_owned()))
        );
    }

    #[test]
    fn an_object_without_its_address_is_left_out_and_named() {
        let object = ObjectBuilder::new()
            .adapted("Identity", "CN=x\u{1b}[31m")
            .build();
        let decoded = endpoints(&[object], None);
        assert!(decoded.values.is_empty());
        assert_eq!(
            decoded.skipped,
            [Message::ObjectSkipped {
                kind: "OCSPersistentChatContact".to_owned(),
                identity: "CN=x\\u{1b}[31m".to_owned()
            }]
        );
    }

    #[test]
    fn servers_are_read_from_a_list_and_from_a_flattened_text() {
        for servers in [
            ObjectBuilder::strings(["a.contoso.com", "b.contoso.com"]).build(),
            Value::from("a.contoso.com b.contoso.com"),
        ] {
            let object = ObjectBuilder::new()
                .adapted("PoolFqdn", "pchat.contoso.com")
                .adapted("ActiveServers", servers)
                .adapted("Registrar", "Registrar:pool.contoso.com")
                .adapted("Version", 6)
                .build();
            let decoded = pools(&[object]);
            let pool = decoded.values.first().unwrap();
            assert_eq!(
                pool.active_servers.as_deref().unwrap(),
                ["a.contoso.com", "b.contoso.com"]
            );
            assert_eq!(
                pool.registrar.as_ref().unwrap().as_str(),
                "pool.contoso.com"
            );
            assert_eq!(pool.generation, Generation::Lync2013);
        }
    }
}
