//! Settings of the deployment that decide whether legacy clients can sign in and whether chats are archived.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Readable;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerPolicies {
    pub client_versions: Readable<Vec<ClientVersionPolicy>>,
    pub proxies: Readable<Vec<ProxySettings>>,
    pub compliance: Readable<Vec<ComplianceSettings>>,
    pub chat: Readable<Vec<ChatPolicy>>,
}

/// `Get-CsClientVersionPolicy`. Which user agent a Group Chat client names is not documented, so whether a rule
/// meets it is for a person to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientVersionPolicy {
    /// Such as `Global` or `Site:Seoul`.
    pub identity: String,
    pub is_enabled: Option<bool>,
    /// In the order they are tried; unread where the server sent them as text only.
    pub rules: Readable<Vec<ClientVersionRule>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientVersionRule {
    pub user_agent: Option<String>,
    /// The parts of the version the rule compares with, such as `4.0.7577`.
    pub version: Option<String>,
    /// Such as `LSS` (lower) or `GEQ` (the same or higher), as the server wrote it.
    pub comparison: Option<String>,
    pub action: ClientAction,
    pub is_enabled: Option<bool>,
    pub description: Option<String>,
}

/// What happens to a client a rule meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientAction {
    Allow,
    AllowWithUrl,
    AllowAndUpgrade,
    Block,
    BlockWithUrl,
    BlockAndUpgrade,
    /// A word this console does not know, as the server wrote it.
    Other(String),
}

/// `Get-CsProxyConfiguration`: how clients may sign in. `None` where the server does not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxySettings {
    pub identity: String,
    pub allows_kerberos: Option<bool>,
    pub allows_ntlm: Option<bool>,
    pub allows_certificate: Option<bool>,
}

/// `Get-CsPersistentChatComplianceConfiguration`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplianceSettings {
    pub identity: String,
    /// Without one, no compliance data is saved.
    pub adapter_type: Option<String>,
    pub adapter_name: Option<String>,
    pub output_folder: Option<String>,
    pub run_interval: Option<Duration>,
}

/// `Get-CsPersistentChatPolicy`: who may use Persistent Chat at all. The global one is off when a deployment is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatPolicy {
    pub identity: String,
    pub description: Option<String>,
    /// `EnablePersistentChat`; `None` where the server does not say.
    pub is_enabled: Option<bool>,
}

impl ClientVersionPolicy {
    /// The rules in force that turn clients away.
    pub fn blocking_rules(&self) -> impl Iterator<Item = &ClientVersionRule> {
        let rules = self.rules.iter().flatten();
        let is_in_force = self.is_enabled != Some(false);
        rules.filter(move |rule| {
            is_in_force && rule.is_enabled != Some(false) && rule.action.is_blocking()
        })
    }
}

impl ClientAction {
    pub fn from_word(word: &str) -> Self {
        let known = [
            Self::Allow,
            Self::AllowWithUrl,
            Self::AllowAndUpgrade,
            Self::Block,
            Self::BlockWithUrl,
            Self::BlockAndUpgrade,
        ];
        known
            .into_iter()
            .find(|action| action.word().eq_ignore_ascii_case(word))
            .unwrap_or_else(|| Self::Other(word.to_owned()))
    }

    pub fn word(&self) -> &str {
        match self {
            Self::Allow => "Allow",
            Self::AllowWithUrl => "AllowWithUrl",
            Self::AllowAndUpgrade => "AllowAndUpgrade",
            Self::Block => "Block",
            Self::BlockWithUrl => "BlockWithUrl",
            Self::BlockAndUpgrade => "BlockAndUpgrade",
            Self::Other(word) => word,
        }
    }

    pub fn is_blocking(&self) -> bool {
        matches!(
            self,
            Self::Block | Self::BlockWithUrl | Self::BlockAndUpgrade
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(action: ClientAction, is_enabled: Option<bool>) -> ClientVersionRule {
        ClientVersionRule {
            user_agent: Some("OC".to_owned()),
            version: None,
            comparison: None,
            action,
            is_enabled,
            description: None,
        }
    }

    #[test]
    fn only_rules_in_force_block() {
        let mut policy = ClientVersionPolicy {
            identity: "Global".to_owned(),
            is_enabled: None,
            rules: Ok(vec![
                rule(ClientAction::Allow, None),
                rule(ClientAction::BlockWithUrl, Some(false)),
                rule(ClientAction::BlockAndUpgrade, None),
                rule(ClientAction::from_word("blockSomehow"), None),
            ]),
        };
        let blocking = |policy: &ClientVersionPolicy| {
            let rules = policy.blocking_rules();
            rules.map(|rule| rule.action.clone()).collect::<Vec<_>>()
        };
        assert_eq!(blocking(&policy), [ClientAction::BlockAndUpgrade]);
        policy.is_enabled = Some(false);
        assert_eq!(blocking(&policy), []);
    }

    #[test]
    fn an_action_is_known_by_its_word_in_any_case() {
        assert_eq!(
            ClientAction::from_word("BLOCKWITHURL"),
            ClientAction::BlockWithUrl
        );
        assert_eq!(ClientAction::from_word("Shake").word(), "Shake");
    }
}
