//! The cmdlets this console calls, as typed values.
//!
//! There is no `Set-CsPersistentChatEndpoint`, and there is nothing here that could remove several endpoints at once.
//! Filtering happens on our side or through a plain `-Filter` string: the session may run in no-language mode.

use super::quoting::{ForbiddenCharacter, quote};
use crate::domain::{Change, EndpointSpec, Fqdn, SipUri};

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
    /// Which of the cmdlets of [`NAMES`] the session holds.
    GetCommands,
    NewEndpoint {
        spec: EndpointSpec,
        mode: Mode,
    },
    RemoveEndpoint {
        address: SipUri,
        mode: Mode,
    },
    StartService {
        server: String,
        service: String,
        mode: Mode,
    },
    StopService {
        server: String,
        service: String,
        mode: Mode,
    },
    SetUserAddress {
        user: SipUri,
        address: SipUri,
        mode: Mode,
    },
    DisableUser {
        user: SipUri,
        mode: Mode,
    },
    EnableUser {
        user: String,
        address: SipUri,
        registrar: Fqdn,
        mode: Mode,
    },
    UpdateUserDatabase {
        pool: Fqdn,
        mode: Mode,
    },
    ReplicateStore {
        replica: Option<String>,
        mode: Mode,
    },
}

/// Whether a changing cmdlet acts or only says what it would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Act,
    WhatIf,
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
    Texts(Vec<String>),
    /// A switch parameter; `false` is written `:$false`.
    Switch(bool),
}

/// Every cmdlet this console may call, by name.
pub const NAMES: [&str; 30] = [
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
    "Get-CsClientVersionPolicy",
    "Get-CsProxyConfiguration",
    "Get-CsPersistentChatComplianceConfiguration",
    "New-CsPersistentChatEndpoint",
    "Remove-CsPersistentChatEndpoint",
    "Start-CsWindowsService",
    "Stop-CsWindowsService",
    "Set-CsUser",
    "Disable-CsUser",
    "Enable-CsUser",
    "Update-CsUserDatabase",
    "Invoke-CsManagementStoreReplication",
    "Test-CsPersistentChatMessage",
];

impl Cmdlet {
    /// The cmdlet that carries a change out, or previews it.
    pub fn for_change(change: &Change, mode: Mode) -> Self {
        match change {
            Change::CreateEndpoint(spec) => Self::NewEndpoint {
                spec: spec.clone(),
                mode,
            },
            Change::RemoveEndpoint { address } => Self::RemoveEndpoint {
                address: address.clone(),
                mode,
            },
            Change::StartService { server, service } => Self::StartService {
                server: server.clone(),
                service: service.clone(),
                mode,
            },
            Change::StopService { server, service } => Self::StopService {
                server: server.clone(),
                service: service.clone(),
                mode,
            },
            Change::MoveUser { user, address } => Self::SetUserAddress {
                user: user.clone(),
                address: address.clone(),
                mode,
            },
            Change::DisableUser { user } => Self::DisableUser {
                user: user.clone(),
                mode,
            },
            Change::EnableUser {
                user,
                address,
                registrar,
            } => Self::EnableUser {
                user: user.clone(),
                address: address.clone(),
                registrar: registrar.clone(),
                mode,
            },
            Change::UpdateUserDatabase { pool } => Self::UpdateUserDatabase {
                pool: pool.clone(),
                mode,
            },
            Change::Replicate { replica } => Self::ReplicateStore {
                replica: replica.clone(),
                mode,
            },
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::GetPersistentChatServices => "Get-CsService",
            Self::GetSipDomains => "Get-CsSipDomain",
            Self::GetPersistentChatStates => "Get-CsPersistentChatState",
            Self::GetEndpoints { .. } | Self::GetEndpoint { .. } => "Get-CsPersistentChatEndpoint",
            Self::GetAdPrincipals { .. } => "Get-CsAdPrincipal",
            Self::GetUsers { .. } => "Get-CsUser",
            Self::GetCommands => "Get-Command",
            Self::NewEndpoint { .. } => "New-CsPersistentChatEndpoint",
            Self::RemoveEndpoint { .. } => "Remove-CsPersistentChatEndpoint",
            Self::StartService { .. } => "Start-CsWindowsService",
            Self::StopService { .. } => "Stop-CsWindowsService",
            Self::SetUserAddress { .. } => "Set-CsUser",
            Self::DisableUser { .. } => "Disable-CsUser",
            Self::EnableUser { .. } => "Enable-CsUser",
            Self::UpdateUserDatabase { .. } => "Update-CsUserDatabase",
            Self::ReplicateStore { .. } => "Invoke-CsManagementStoreReplication",
        }
    }

    /// Whether running it changes the deployment.
    pub fn is_changing(&self) -> bool {
        matches!(
            self,
            Self::NewEndpoint {
                mode: Mode::Act,
                ..
            } | Self::RemoveEndpoint {
                mode: Mode::Act,
                ..
            }
        )
    }

    /// The named parameters in the order they are shown.
    pub fn parameters(&self) -> Vec<Parameter> {
        match self {
            Self::GetPersistentChatServices => vec![switch("PersistentChatServer", true)],
            Self::GetSipDomains
            | Self::GetPersistentChatStates
            | Self::GetEndpoints { pool: None } => Vec::new(),
            Self::GetEndpoints { pool: Some(pool) } => vec![text("PersistentChatPoolFqdn", pool)],
            Self::GetCommands => vec![Parameter {
                name: "Name",
                value: Argument::Texts(NAMES.map(str::to_owned).to_vec()),
            }],
            Self::GetEndpoint { address } => vec![text("Identity", address)],
            Self::GetAdPrincipals { address } | Self::GetUsers { address } => {
                vec![text("Filter", format_args!("SipAddress -eq \"{address}\""))]
            }
            Self::NewEndpoint { spec, mode } => {
                let mut parameters = vec![
                    text("SipAddress", &spec.sip_address),
                    text("PersistentChatPoolFqdn", &spec.pool),
                ];
                parameters.extend(
                    spec.display_name
                        .as_ref()
                        .map(|name| text("DisplayName", name)),
                );
                // Without -PassThru the cmdlet outputs nothing, and there would be no object to compare.
                parameters.push(switch("PassThru", true));
                parameters.extend(mode.parameters());
                parameters
            }
            Self::RemoveEndpoint { address, mode } => {
                let mut parameters = vec![text("Identity", address)];
                parameters.extend(mode.parameters());
                parameters
            }
            other => unimplemented!("{other:?}"),
        }
    }

    /// The command as an administrator would type it; what is bound on the wire is the same list.
    pub fn to_powershell(&self) -> Result<String, ForbiddenCharacter> {
        let mut command = self.name().to_owned();
        for Parameter { name, value } in self.parameters() {
            let argument = match value {
                Argument::Text(value) => format!(" -{name} {}", quote(&value)?),
                Argument::Texts(values) => {
                    let quoted: Result<Vec<_>, _> =
                        values.iter().map(|value| quote(value)).collect();
                    format!(" -{name} {}", quoted?.join(","))
                }
                Argument::Switch(true) => format!(" -{name}"),
                Argument::Switch(false) => format!(" -{name}:$false"),
            };
            command.push_str(&argument);
        }
        Ok(command)
    }
}

impl Mode {
    fn parameters(self) -> Vec<Parameter> {
        // A prompt would wait for an answer nobody can give; the person was asked by this program.
        let confirm = switch("Confirm", false);
        match self {
            Self::Act => vec![confirm],
            Self::WhatIf => vec![confirm, switch("WhatIf", true)],
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn new_endpoint(display_name: Option<&str>, mode: Mode) -> Cmdlet {
        Cmdlet::NewEndpoint {
            spec: EndpointSpec {
                sip_address: SipUri::parse("sip:ocschat@contoso.com").unwrap(),
                pool: Fqdn::parse("pchat-seoul.contoso.com").unwrap(),
                display_name: display_name.map(str::to_owned),
            },
            mode,
        }
    }

    #[test]
    fn the_text_shows_every_bound_parameter_in_order() {
        assert_eq!(
            new_endpoint(Some("Ken’s chat"), Mode::Act)
                .to_powershell()
                .unwrap(),
            "New-CsPersistentChatEndpoint -SipAddress 'sip:ocschat@contoso.com' \
             -PersistentChatPoolFqdn 'pchat-seoul.contoso.com' -DisplayName 'Ken’’s chat' -PassThru -Confirm:$false"
        );
        assert_eq!(
            Cmdlet::RemoveEndpoint {
                address: SipUri::parse("sip:ocschat@contoso.com").unwrap(),
                mode: Mode::WhatIf
            }
            .to_powershell()
            .unwrap(),
            "Remove-CsPersistentChatEndpoint -Identity 'sip:ocschat@contoso.com' -Confirm:$false -WhatIf"
        );
    }

    #[test]
    fn what_if_does_not_count_as_a_change() {
        assert!(new_endpoint(None, Mode::Act).is_changing());
        assert!(!new_endpoint(None, Mode::WhatIf).is_changing());
        assert!(!Cmdlet::GetSipDomains.is_changing());
    }
}
