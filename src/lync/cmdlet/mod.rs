//! The cmdlets this console calls, as typed values.
//!
//! There is no `Set-CsPersistentChatEndpoint`, there is nothing here that could remove several endpoints at once, and
//! nothing that could stop more than one service. Filtering happens on our side or through a plain `-Filter` string:
//! the session may run in no-language mode.

mod acting;
mod reading;

use super::quoting::{ForbiddenCharacter, quote};
use crate::domain::{AccountName, Change, ChatTest, Credential, Fqdn, SipUri};

pub use acting::Previewable;

/// One call of one cmdlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cmdlet {
    GetPersistentChatServices,
    GetSipDomains,
    GetPersistentChatStates,
    GetEndpoints {
        pool: Option<Fqdn>,
    },
    GetEndpoint {
        address: SipUri,
    },
    GetAdPrincipals {
        address: SipUri,
    },
    GetUsers {
        address: SipUri,
    },
    /// One account with everything granted to it.
    GetUser {
        account: AccountName,
    },
    GetSites,
    GetPools,
    GetComputers,
    GetWindowsServices {
        server: String,
    },
    GetReplicationStatus {
        replica: Option<String>,
    },
    GetUserReplicatorConfiguration,
    GetAdminRoles,
    /// Which of the cmdlets of [`NAMES`] the session holds.
    GetCommands,
    GetCategories {
        pool: Fqdn,
    },
    GetRooms {
        pool: Fqdn,
    },
    GetAddins {
        pool: Fqdn,
    },
    GetTrustedApplicationPools,
    GetTrustedApplications,
    GetRegistrars,
    GetClientVersionPolicies,
    GetProxyConfigurations,
    GetComplianceConfigurations,
    GetChatPolicies,
    /// Carries a change out.
    Act(Change),
    /// Asks what a change would do.
    Preview(Previewable),
    TestChat(ChatTest),
}

/// A named parameter with a typed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    pub value: Argument,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    Text(String),
    List(Vec<String>),
    /// A switch parameter; `false` is written `:$false`.
    Switch(bool),
    /// Shown as a variable, which whoever runs the shown command fills with `Get-Credential`.
    Credential(Credential),
}

/// Every cmdlet this console may call, by name.
pub const NAMES: [&str; 45] = [
    "Get-CsService",
    "Get-CsSipDomain",
    "Get-CsPersistentChatState",
    "Get-CsPersistentChatEndpoint",
    "Get-CsAdPrincipal",
    "Get-CsUser",
    "Get-CsSite",
    "Get-CsPool",
    "Get-CsComputer",
    "Get-CsWindowsService",
    "Get-CsManagementStoreReplicationStatus",
    "Get-CsUserReplicatorConfiguration",
    "Get-CsAdminRole",
    "Get-CsPersistentChatCategory",
    "Get-CsPersistentChatRoom",
    "Get-CsPersistentChatAddin",
    "Get-CsTrustedApplicationPool",
    "Get-CsTrustedApplication",
    "Get-CsClientVersionPolicy",
    "Get-CsProxyConfiguration",
    "Get-CsPersistentChatComplianceConfiguration",
    "Get-CsPersistentChatPolicy",
    "New-CsPersistentChatEndpoint",
    "Remove-CsPersistentChatEndpoint",
    "Start-CsWindowsService",
    "Stop-CsWindowsService",
    "Set-CsUser",
    "Disable-CsUser",
    "Enable-CsUser",
    "Grant-CsArchivingPolicy",
    "Grant-CsClientPolicy",
    "Grant-CsClientVersionPolicy",
    "Grant-CsConferencingPolicy",
    "Grant-CsDialPlan",
    "Grant-CsExternalAccessPolicy",
    "Grant-CsHostedVoicemailPolicy",
    "Grant-CsLocationPolicy",
    "Grant-CsMobilityPolicy",
    "Grant-CsPersistentChatPolicy",
    "Grant-CsPinPolicy",
    "Grant-CsPresencePolicy",
    "Grant-CsVoicePolicy",
    "Update-CsUserDatabase",
    "Invoke-CsManagementStoreReplication",
    "Test-CsPersistentChatMessage",
];

impl Cmdlet {
    /// The cmdlet that carries a change out.
    pub fn act(change: &Change) -> Self {
        Self::Act(change.clone())
    }

    /// The cmdlet that says what a change would do; `None` where the server's own has no `-WhatIf`.
    pub fn preview(change: &Change) -> Option<Self> {
        Previewable::new(change).map(Self::Preview)
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Act(change) => acting::name(change),
            Self::Preview(previewable) => acting::name(previewable.change()),
            Self::TestChat(_) => "Test-CsPersistentChatMessage",
            Self::GetPersistentChatServices | Self::GetRegistrars => "Get-CsService",
            Self::GetSipDomains => "Get-CsSipDomain",
            Self::GetPersistentChatStates => "Get-CsPersistentChatState",
            Self::GetEndpoints { .. } | Self::GetEndpoint { .. } => "Get-CsPersistentChatEndpoint",
            Self::GetAdPrincipals { .. } => "Get-CsAdPrincipal",
            Self::GetUsers { .. } | Self::GetUser { .. } => "Get-CsUser",
            Self::GetSites => "Get-CsSite",
            Self::GetPools => "Get-CsPool",
            Self::GetComputers => "Get-CsComputer",
            Self::GetWindowsServices { .. } => "Get-CsWindowsService",
            Self::GetReplicationStatus { .. } => "Get-CsManagementStoreReplicationStatus",
            Self::GetUserReplicatorConfiguration => "Get-CsUserReplicatorConfiguration",
            Self::GetAdminRoles => "Get-CsAdminRole",
            Self::GetCommands => "Get-Command",
            Self::GetCategories { .. } => "Get-CsPersistentChatCategory",
            Self::GetRooms { .. } => "Get-CsPersistentChatRoom",
            Self::GetAddins { .. } => "Get-CsPersistentChatAddin",
            Self::GetTrustedApplicationPools => "Get-CsTrustedApplicationPool",
            Self::GetTrustedApplications => "Get-CsTrustedApplication",
            Self::GetClientVersionPolicies => "Get-CsClientVersionPolicy",
            Self::GetProxyConfigurations => "Get-CsProxyConfiguration",
            Self::GetComplianceConfigurations => "Get-CsPersistentChatComplianceConfiguration",
            Self::GetChatPolicies => "Get-CsPersistentChatPolicy",
        }
    }

    /// Whether running it changes the deployment.
    pub fn is_changing(&self) -> bool {
        // The message of a test stays in its room.
        matches!(self, Self::Act(_) | Self::TestChat(_))
    }

    /// The named parameters in the order they are shown.
    pub fn parameters(&self) -> Vec<Parameter> {
        match self {
            Self::Act(change) => acting::parameters(change),
            Self::Preview(previewable) => previewable.parameters(),
            Self::TestChat(test) => acting::test_parameters(test),
            question => reading::parameters(question),
        }
    }

    /// The command as an administrator would type it; what is bound on the wire is the same list.
    pub fn to_powershell(&self) -> Result<String, ForbiddenCharacter> {
        let mut command = self.name().to_owned();
        for Parameter { name, value } in self.parameters() {
            let argument = match value {
                Argument::Text(value) => format!(" -{name} {}", quote(&value)?),
                Argument::List(values) => {
                    let quoted: Result<Vec<_>, _> =
                        values.iter().map(|value| quote(value)).collect();
                    format!(" -{name} {}", quoted?.join(","))
                }
                Argument::Switch(true) => format!(" -{name}"),
                Argument::Switch(false) => format!(" -{name}:$false"),
                Argument::Credential(_) => format!(" -{name} ${}", variable(name)),
            };
            command.push_str(&argument);
        }
        Ok(command)
    }
}

/// The name of the variable that stands for a parameter's value.
fn variable(parameter: &str) -> String {
    let mut name = parameter.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

fn text(name: &'static str, value: impl std::fmt::Display) -> Parameter {
    Parameter {
        name,
        value: Argument::Text(value.to_string()),
    }
}

fn switch(name: &'static str, on: bool) -> Parameter {
    Parameter {
        name,
        value: Argument::Switch(on),
    }
}

fn credential(name: &'static str, value: &Credential) -> Parameter {
    Parameter {
        name,
        value: Argument::Credential(value.clone()),
    }
}
