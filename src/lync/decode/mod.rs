//! Property bags to domain values. Missing and extra properties are tolerated; an object without its one
//! indispensable property is left out and named.
//!
//! Which properties an endpoint has is not documented. `RegistrarPool` is the *registrar* its address is homed on,
//! not the chat pool: that is known only from having asked for one pool's endpoints.

mod accounts;
mod policies;
mod servers;
mod topology;

pub use accounts::lync_accounts;
pub use policies::{chat_policies, client_version_policies, compliance_settings, proxy_settings};
pub use servers::{chat_test, content_names, replicas, user_replicators, windows_services};
pub use topology::{
    admin_roles, computers, registrars, sites, source_pools, topology_pools, trusted_applications,
};

use std::borrow::Cow;
use std::time::Duration;

use crate::domain::{
    DistinguishedName, Endpoint, EndpointOrigin, Fqdn, Generation, Holder, HolderKind, Message,
    Pool, PoolState, Properties, SipDomain, SipUri, text,
};
use crate::psrp::clixml::{TimeSpan, Value};

/// Objects that could be read, and those that could not.
#[derive(Clone, Debug)]
pub struct Decoded<T> {
    pub values: Vec<T>,
    pub skipped: Vec<Message>,
}

impl<T> FromIterator<Result<T, Message>> for Decoded<T> {
    fn from_iter<I: IntoIterator<Item = Result<T, Message>>>(objects: I) -> Self {
        let objects = objects.into_iter();
        let mut decoded = Self {
            values: Vec::with_capacity(objects.size_hint().0),
            skipped: Vec::new(),
        };
        for object in objects {
            match object {
                Ok(value) => decoded.values.push(value),
                Err(skipped) => decoded.skipped.push(skipped),
            }
        }
        decoded
    }
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
        Some((fqdn, PoolState::from_word(&word(state))))
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
    objects
        .iter()
        .map(|object| endpoint(object, pool))
        .collect()
}

/// One of them, for lists too long to be kept as objects first; an error names what could not be read.
pub fn endpoint(object: &Value, pool: Option<&Fqdn>) -> Result<Endpoint, Message> {
    decode_one(object, "OCSPersistentChatContact", |object| {
        Some(Endpoint {
            identity: string(object, "Identity").map(DistinguishedName::new),
            sip_address: SipUri::parse(&text_of(object, "SipAddress")?).ok()?,
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
    objects
        .iter()
        .map(|object| decode_one(object, kind, &read))
        .collect()
}

fn decode_one<T>(
    object: &Value,
    kind: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<T, Message> {
    read(object).ok_or_else(|| {
        let identity = text_of(object, "Identity").unwrap_or_else(|| object.to_text());
        Message::ObjectSkipped {
            kind: kind.to_owned(),
            identity: text::visible_line(&identity),
        }
    })
}

/// A property as text; an empty one counts as missing.
fn string(object: &Value, name: &str) -> Option<String> {
    text_of(object, name).map(Cow::into_owned)
}

fn text_of<'v>(object: &'v Value, name: &str) -> Option<Cow<'v, str>> {
    // `$null` has no text, so it is empty.
    let text = object.property(name)?.to_text();
    Some(text).filter(|text| !text.is_empty())
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
    let texts = texts(object, name)?;
    let parts = texts
        .iter()
        .flat_map(|text| text.split([' ', ',', '{', '}']))
        .filter(|part| !part.is_empty());
    Some(parts.map(str::to_owned).collect())
}

/// A list of texts; a single value is a list of one.
fn texts(object: &Value, name: &str) -> Option<Vec<String>> {
    let items = object.property(name)?.as_list().iter();
    let texts = items.map(|item| item.to_text().into_owned());
    Some(texts.filter(|text| !text.is_empty()).collect())
}

/// The name of an enumeration's value, or the text that came instead.
fn word(value: &Value) -> String {
    value
        .enum_name()
        .map_or_else(|| value.to_text().into_owned(), str::to_owned)
}

/// A time span, typed or as text in either of its two forms; a negative one counts as missing.
fn duration(object: &Value, name: &str) -> Option<Duration> {
    const PER_SECOND: u64 = 10_000_000;
    let value = object.property(name)?;
    let text = || value.to_text();
    let span = value.as_time_span().or_else(|| text().parse().ok());
    let ticks = span
        .map(|span: TimeSpan| span.ticks)
        .or_else(|| clock_ticks(&text()))?;
    let ticks = u64::try_from(ticks).ok()?;
    let nanoseconds = u32::try_from(ticks % PER_SECOND * 100).ok()?;
    Some(Duration::new(ticks / PER_SECOND, nanoseconds))
}

/// The form PowerShell prints: `1.02:03:04.5000000`.
fn clock_ticks(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (days, hours) = hours.split_once('.').unwrap_or(("0", hours));
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let number = |digits: &str| digits.parse::<u32>().ok().map(i64::from);
    let whole = number(days)? * 86_400 + number(hours)? * 3600 + number(minutes)? * 60;
    let fraction = format!("{fraction:0<7}");
    let fraction = number(&fraction).filter(|ticks| *ticks < 10_000_000)?;
    (whole + number(seconds)?)
        .checked_mul(10_000_000)?
        .checked_add(fraction)
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
fn properties(object: &Value) -> Properties {
    let Some(bag) = object.as_object() else {
        return Properties::default();
    };
    bag.adapted()
        .iter()
        .chain(bag.extended())
        .map(|property| {
            let items = property.value.as_list();
            let text = match items {
                [] => property.value.to_text(),
                [item] => item.to_text(),
                items => items
                    .iter()
                    .map(Value::to_text)
                    .collect::<Vec<_>>()
                    .join(", ")
                    .into(),
            };
            (&property.name, text)
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
                .iter()
                .any(|pair| pair == ("SomethingNew", "5"))
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
