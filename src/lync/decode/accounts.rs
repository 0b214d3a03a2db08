//! SIP-enabled accounts with what was granted to them.

use super::{Decoded, decode, properties, string};
use crate::domain::{DistinguishedName, Fqdn, GrantedPolicy, LyncAccount, PolicyKind, SipUri};
use crate::psrp::clixml::Value;

/// `Get-CsUser`.
pub fn lync_accounts(objects: &[Value]) -> Decoded<LyncAccount> {
    decode(objects, "ADUser", |object| {
        let identity =
            string(object, "Identity").or_else(|| string(object, "DistinguishedName"))?;
        let registrar = string(object, "RegistrarPool");
        let home_server = string(object, "HomeServer");
        Some(LyncAccount {
            identity: DistinguishedName::new(identity),
            sip_address: string(object, "SipAddress").and_then(|text| SipUri::parse(&text).ok()),
            enabled: object.property("Enabled").and_then(Value::as_bool),
            // Office Communications Server knew no registrar pools.
            is_on_communications_server: registrar.is_none() && home_server.is_some(),
            registrar: registrar.and_then(|name| Fqdn::parse(&name).ok()),
            home_server,
            policies: granted_policies(object),
            properties: properties(object),
        })
    })
}

/// The policies granted to the account itself. Where a global or a site's policy applies the property is null on most
/// servers; others name the scope.
fn granted_policies(object: &Value) -> Vec<GrantedPolicy> {
    const SCOPES: [&str; 3] = ["Site:", "Service:", "Host:"];
    let policies = PolicyKind::ALL.into_iter().filter_map(|kind| {
        let text = string(object, kind.property())?;
        let is_wider = text.eq_ignore_ascii_case("Global")
            || SCOPES.iter().any(|scope| starts_with(&text, scope));
        if is_wider {
            return None;
        }
        let tag = starts_with(&text, "Tag:").then(|| text.get("Tag:".len()..));
        let name = tag.flatten().unwrap_or(&text).to_owned();
        Some(GrantedPolicy { kind, name }).filter(|policy| !policy.name.is_empty())
    });
    policies.collect()
}

fn starts_with(text: &str, prefix: &str) -> bool {
    let start = text.get(..prefix.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::psrp::clixml::ObjectBuilder;

    fn account(object: ObjectBuilder) -> LyncAccount {
        let object = object.adapted("Identity", "CN=ocschat,DC=contoso,DC=com");
        lync_accounts(&[object.build()]).values.remove(0)
    }

    #[test]
    fn a_granted_policy_is_told_from_none_and_from_wider_ones() {
        let account = account(
            ObjectBuilder::new()
                .adapted("PinPolicy", "서비스 계정")
                .adapted("VoicePolicy", "Tag:Seoul")
                .adapted("ClientPolicy", Value::Nil)
                .adapted("DialPlan", "Global")
                .adapted("LocationPolicy", "site:Seoul")
                .adapted("MobilityPolicy", "Tag:"),
        );
        let granted: Vec<_> = account
            .policies
            .iter()
            .map(|policy| (policy.kind, policy.name.as_str()))
            .collect();
        assert_eq!(
            granted,
            [
                (PolicyKind::Pin, "서비스 계정"),
                (PolicyKind::Voice, "Seoul")
            ]
        );
    }

    #[test]
    fn an_account_without_a_registrar_pool_is_homed_on_an_older_version() {
        let homed = |registrar: Value, home: Value| {
            account(
                ObjectBuilder::new()
                    .adapted("RegistrarPool", registrar)
                    .adapted("HomeServer", home),
            )
        };
        let home = || Value::from("CN=Lc Services,CN=Microsoft,CN=1:1,CN=Pools");
        assert!(homed(Value::Nil, home()).is_on_communications_server);
        assert!(!homed(Value::Nil, Value::Nil).is_on_communications_server);
        let lync = homed(Value::from("pool.contoso.com"), home());
        assert!(!lync.is_on_communications_server);
        assert_eq!(lync.registrar.unwrap().as_str(), "pool.contoso.com");
    }

    #[test]
    fn an_account_without_a_name_is_left_out() {
        let object = ObjectBuilder::new()
            .adapted("SipAddress", "sip:x@contoso.com")
            .build();
        assert_eq!(lync_accounts(&[object]).skipped.len(), 1);
    }
}
