//! Settings that concern clients: client version policies, proxy and compliance configurations.

use super::servers::flag;
use super::{Decoded, decode, duration, string, word};
use crate::domain::{
    ChatPolicy, ClientAction, ClientVersionPolicy, ClientVersionRule, ComplianceSettings,
    ProxySettings, Readable, Unread, UnreadReason,
};
use crate::psrp::clixml::Value;

/// `Get-CsClientVersionPolicy`.
pub fn client_version_policies(objects: &[Value]) -> Decoded<ClientVersionPolicy> {
    decode(objects, "ClientVersionPolicy", |object| {
        Some(ClientVersionPolicy {
            identity: string(object, "Identity")?,
            is_enabled: flag(object, "Enabled"),
            rules: rules(object.property("Rules")),
        })
    })
}

/// Nested lists may arrive flattened; the text of a rule is not documented, so it is kept and not interpreted.
fn rules(value: Option<&Value>) -> Readable<Vec<ClientVersionRule>> {
    let items = value.map_or(&[][..], Value::as_list);
    let rules: Option<Vec<ClientVersionRule>> = items.iter().map(rule).collect();
    if let (Some(_), Some(rules)) = (value, rules) {
        return Ok(rules);
    }
    let words: Vec<_> = items.iter().map(Value::to_text).collect();
    Err(Unread::new(UnreadReason::NotUnderstood, words.join("\n")))
}

fn rule(value: &Value) -> Option<ClientVersionRule> {
    Some(ClientVersionRule {
        action: ClientAction::from_word(&word(value.property("Action")?)),
        user_agent: string(value, "UserAgent"),
        version: version(value),
        comparison: value
            .property("CompareOp")
            .map(word)
            .filter(|word| !word.is_empty()),
        is_enabled: flag(value, "Enabled"),
        description: string(value, "Description"),
    })
}

/// The parts that are given, down to the first that is not.
fn version(rule: &Value) -> Option<String> {
    let parts: Vec<String> = ["MajorVersion", "MinorVersion", "BuildNumber", "QfeNumber"]
        .into_iter()
        .map_while(|name| string(rule, name))
        .collect();
    (!parts.is_empty()).then(|| parts.join("."))
}

/// `Get-CsProxyConfiguration`.
pub fn proxy_settings(objects: &[Value]) -> Decoded<ProxySettings> {
    decode(objects, "ProxySettings", |object| {
        Some(ProxySettings {
            identity: string(object, "Identity")?,
            allows_kerberos: flag(object, "UseKerberosForClientToProxyAuth"),
            allows_ntlm: flag(object, "UseNtlmForClientToProxyAuth"),
            allows_certificate: flag(object, "UseCertificateForClientToProxyAuth"),
        })
    })
}

/// `Get-CsPersistentChatComplianceConfiguration`.
pub fn compliance_settings(objects: &[Value]) -> Decoded<ComplianceSettings> {
    decode(objects, "PersistentChatComplianceConfiguration", |object| {
        Some(ComplianceSettings {
            identity: string(object, "Identity")?,
            adapter_type: string(object, "AdapterType"),
            adapter_name: string(object, "AdapterName"),
            output_folder: string(object, "AdapterOutputDirectory"),
            run_interval: duration(object, "RunInterval"),
        })
    })
}

/// `Get-CsPersistentChatPolicy`.
pub fn chat_policies(objects: &[Value]) -> Decoded<ChatPolicy> {
    decode(objects, "PersistentChatPolicy", |object| {
        Some(ChatPolicy {
            identity: string(object, "Identity")?,
            description: string(object, "Description"),
            is_enabled: flag(object, "EnablePersistentChat"),
        })
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::psrp::clixml::{ListKind, ObjectBuilder, TimeSpan};

    fn policy(rules: Value) -> ClientVersionPolicy {
        let object = ObjectBuilder::new()
            .adapted("Identity", "Global")
            .adapted("Rules", rules)
            .build();
        client_version_policies(&[object]).values.remove(0)
    }

    #[test]
    fn a_rule_is_read_with_the_version_parts_it_has() {
        let rule = ObjectBuilder::new()
            .adapted("UserAgent", "OC")
            .adapted("MajorVersion", 4)
            .adapted("MinorVersion", 0)
            .adapted("QfeNumber", 7)
            .adapted(
                "Action",
                ObjectBuilder::enumeration("Some.Action", "BlockWithUrl", 4).build(),
            )
            .adapted("CompareOp", "LSS")
            .build();
        let rules = ObjectBuilder::new()
            .list(ListKind::List, vec![rule])
            .build();
        let policy = policy(rules);
        let rule = policy.blocking_rules().next().unwrap();
        assert_eq!(rule.version.as_deref(), Some("4.0"));
        assert_eq!(rule.action, ClientAction::BlockWithUrl);
        assert_eq!(rule.comparison.as_deref(), Some("LSS"));
        assert_eq!(rule.is_enabled, None);
    }

    #[test]
    fn flattened_rules_are_kept_as_words_and_not_interpreted() {
        let flat = policy(ObjectBuilder::strings(["OC < 4: Block", "RTC: Allow"]).build());
        assert_eq!(
            flat.rules,
            Err(Unread::new(
                UnreadReason::NotUnderstood,
                "OC < 4: Block\nRTC: Allow"
            ))
        );
        assert_eq!(flat.blocking_rules().count(), 0);
        assert_eq!(policy(Value::Nil).rules, Ok(Vec::new()));
    }

    #[test]
    fn a_chat_policy_enables_only_where_it_says_so() {
        let policy = |enabled: Value| {
            let object = ObjectBuilder::new()
                .adapted("Identity", "Tag:영업")
                .adapted("EnablePersistentChat", enabled)
                .build();
            chat_policies(&[object]).values.remove(0).is_enabled
        };
        assert_eq!(policy(Value::Bool(true)), Some(true));
        assert_eq!(policy(Value::from("False")), Some(false));
        assert_eq!(policy(Value::Nil), None);
    }

    #[test]
    fn an_interval_is_read_typed_and_as_text() {
        let interval = |value: Value| {
            let object = ObjectBuilder::new()
                .adapted("Identity", "Global")
                .adapted("RunInterval", value)
                .build();
            compliance_settings(&[object]).values.remove(0).run_interval
        };
        let quarter = Some(Duration::from_mins(15));
        assert_eq!(
            interval(Value::TimeSpan(TimeSpan::from_seconds(900))),
            quarter
        );
        assert_eq!(interval(Value::from("00:15:00")), quarter);
        assert_eq!(interval(Value::from("PT15M")), quarter);
        let days = interval(Value::from("1.02:03:04.5000000"));
        assert_eq!(days, Some(Duration::from_millis(93_784_500)));
        for odd in [
            "",
            "-00:01:00",
            "soon",
            "1:2",
            "99999999999999999999.00:00:00",
        ] {
            assert_eq!(interval(Value::from(odd)), None, "{odd}");
        }
    }
}
