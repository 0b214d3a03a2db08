//! Settings that decide who may sign in and chat, and whether chats are archived.

use super::asking::Asking;
use crate::domain::{ProxySettings, ReadingMessage, Unread, UnreadReason};
use crate::ports::PortResult;

const VERSIONS: &str = "Get-CsClientVersionPolicy";
const PROXIES: &str = "Get-CsProxyConfiguration";

impl Asking<'_, '_> {
    /// Whether a rule meets an old client is not documented, so a person judges what turns clients away.
    pub(super) fn client_access(&mut self) -> PortResult<()> {
        let Some(reading) = self.surroundings()? else {
            return Ok(());
        };
        if let Some(policies) = self.known(VERSIONS, reading.policies.client_versions) {
            let mut is_clear = true;
            for policy in &policies {
                if let Err(unread) = &policy.rules {
                    is_clear = false;
                    self.unread(format!("{VERSIONS} ({})", policy.identity), unread);
                }
                for rule in policy.blocking_rules() {
                    is_clear = false;
                    let version = [rule.comparison.as_deref(), rule.version.as_deref()];
                    let version: Vec<&str> = version.into_iter().flatten().collect();
                    self.warns(ReadingMessage::BlockingRule {
                        policy: policy.identity.clone(),
                        user_agent: rule.user_agent.clone().unwrap_or_default(),
                        version: version.join(" "),
                        action: rule.action.word().to_owned(),
                    });
                }
            }
            if is_clear {
                let policies = policies.len();
                self.shows(ReadingMessage::NoBlockingRule { policies });
            }
        }
        for proxy in self
            .known(PROXIES, reading.policies.proxies)
            .into_iter()
            .flatten()
        {
            self.proxy(proxy);
        }
        Ok(())
    }

    fn proxy(&mut self, proxy: ProxySettings) {
        let identity = proxy.identity;
        let allowed = [
            (
                proxy.allows_kerberos,
                ReadingMessage::KerberosOff {
                    identity: identity.clone(),
                },
            ),
            (
                proxy.allows_ntlm,
                ReadingMessage::NtlmOff {
                    identity: identity.clone(),
                },
            ),
        ];
        let mut is_open = true;
        for (is_allowed, message) in allowed {
            match is_allowed {
                Some(true) => {}
                Some(false) => {
                    is_open = false;
                    self.warns(message);
                }
                None => {
                    is_open = false;
                    let unread = Unread::new(UnreadReason::NotUnderstood, "");
                    self.unread(format!("{PROXIES} ({identity})"), &unread);
                }
            }
        }
        if is_open {
            self.shows(ReadingMessage::SignInAllowed { identity });
        }
    }

    /// Read for a person to compare with the old system's.
    pub(super) fn compliance(&mut self) -> PortResult<()> {
        const CMDLET: &str = "Get-CsPersistentChatComplianceConfiguration";
        let Some(reading) = self.surroundings()? else {
            return Ok(());
        };
        let Some(settings) = self.known(CMDLET, reading.policies.compliance) else {
            return Ok(());
        };
        if settings.is_empty() {
            self.warns(ReadingMessage::ComplianceNotConfigured);
        }
        for settings in settings {
            let identity = settings.identity;
            match settings.adapter_type {
                Some(adapter) => self.shows(ReadingMessage::ComplianceOn {
                    identity,
                    adapter: settings.adapter_name.unwrap_or(adapter),
                    folder: settings.output_folder.unwrap_or_default(),
                }),
                None => self.warns(ReadingMessage::ComplianceOff { identity }),
            }
        }
        Ok(())
    }

    /// The global policy of a new deployment lets nobody in.
    pub(super) fn chat_policy(&mut self) -> PortResult<()> {
        let Some(reading) = self.surroundings()? else {
            return Ok(());
        };
        let Some(policies) = self.known("Get-CsPersistentChatPolicy", reading.policies.chat) else {
            return Ok(());
        };
        let mut is_on = false;
        for policy in policies {
            if policy.is_enabled == Some(true) {
                is_on = true;
                let identity = policy.identity;
                self.shows(ReadingMessage::ChatPolicyOn { identity });
            }
        }
        if !is_on {
            self.contradicts(ReadingMessage::NoChatPolicyOn);
        }
        Ok(())
    }
}
