//! Policies, configurations and the contents of pools, as they stand in the lab's file.

use std::time::Duration;

use serde::Deserialize;

use crate::domain::{
    ChatPolicy, ClientAction, ClientVersionPolicy, ClientVersionRule, ComplianceSettings, Fqdn,
    ProxySettings,
};

#[derive(Deserialize)]
pub(super) struct FilePolicy {
    identity: String,
    enabled: bool,
    rules: Vec<FileRule>,
}

#[derive(Deserialize)]
struct FileRule {
    user_agent: String,
    version: String,
    compare: String,
    action: String,
    enabled: bool,
    description: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct FileProxy {
    identity: String,
    kerberos: bool,
    ntlm: bool,
    certificate: bool,
}

#[derive(Deserialize)]
pub(super) struct FileChatPolicy {
    identity: String,
    description: Option<String>,
    enabled: bool,
}

#[derive(Deserialize)]
pub(super) struct FileCompliance {
    identity: String,
    adapter_type: Option<String>,
    adapter_name: Option<String>,
    output_folder: Option<String>,
    run_interval_seconds: u64,
}

/// A category, a room or an add-in, as far as a reading names it.
#[derive(Clone, Deserialize)]
pub(super) struct Content {
    pub(super) pool: Fqdn,
    pub(super) name: String,
}

impl From<FilePolicy> for ClientVersionPolicy {
    fn from(file: FilePolicy) -> Self {
        let rules = file.rules.into_iter().map(|rule| ClientVersionRule {
            user_agent: Some(rule.user_agent),
            version: Some(rule.version),
            comparison: Some(rule.compare),
            action: ClientAction::from_word(&rule.action),
            is_enabled: Some(rule.enabled),
            description: rule.description,
        });
        Self {
            identity: file.identity,
            is_enabled: Some(file.enabled),
            rules: Ok(rules.collect()),
        }
    }
}

impl From<FileProxy> for ProxySettings {
    fn from(file: FileProxy) -> Self {
        Self {
            identity: file.identity,
            allows_kerberos: Some(file.kerberos),
            allows_ntlm: Some(file.ntlm),
            allows_certificate: Some(file.certificate),
        }
    }
}

impl From<FileChatPolicy> for ChatPolicy {
    fn from(file: FileChatPolicy) -> Self {
        Self {
            identity: file.identity,
            description: file.description,
            is_enabled: Some(file.enabled),
        }
    }
}

impl From<FileCompliance> for ComplianceSettings {
    fn from(file: FileCompliance) -> Self {
        Self {
            identity: file.identity,
            adapter_type: file.adapter_type,
            adapter_name: file.adapter_name,
            output_folder: file.output_folder,
            run_interval: Some(Duration::from_secs(file.run_interval_seconds)),
        }
    }
}
