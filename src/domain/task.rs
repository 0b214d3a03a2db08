//! What an account is needed for, task by task, and whether the one that is signed in may do it.

use super::lync_account::GRANT_CMDLETS;
use super::{Right, Rights};

/// Something an administrator does with this console, with the cmdlets it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    ReadEndpoints,
    FindHolders,
    CreateEndpoints,
    RemoveEndpoints,
    ReadServers,
    ControlServices,
    ReadRooms,
    ChangeUsers,
    GrantPolicies,
    UpdateUserDatabase,
    Replicate,
    SendTestMessage,
}

/// Whether the account may do a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ability {
    Held,
    /// The cmdlets that are missing, each with the roles that have it.
    Missing(Vec<(&'static str, Vec<String>)>),
    Unknown,
}

impl Task {
    pub const ALL: [Self; 12] = [
        Self::ReadEndpoints,
        Self::FindHolders,
        Self::CreateEndpoints,
        Self::RemoveEndpoints,
        Self::ReadServers,
        Self::ControlServices,
        Self::ReadRooms,
        Self::ChangeUsers,
        Self::GrantPolicies,
        Self::UpdateUserDatabase,
        Self::Replicate,
        Self::SendTestMessage,
    ];

    pub fn cmdlets(self) -> &'static [&'static str] {
        match self {
            Self::ReadEndpoints => &[
                "Get-CsService",
                "Get-CsPersistentChatState",
                "Get-CsPersistentChatEndpoint",
                "Get-CsSipDomain",
            ],
            Self::FindHolders => &["Get-CsAdPrincipal", "Get-CsUser"],
            Self::CreateEndpoints => &["New-CsPersistentChatEndpoint"],
            Self::RemoveEndpoints => &["Remove-CsPersistentChatEndpoint"],
            Self::ReadServers => &[
                "Get-CsWindowsService",
                "Get-CsManagementStoreReplicationStatus",
            ],
            Self::ControlServices => &["Start-CsWindowsService", "Stop-CsWindowsService"],
            Self::ReadRooms => &[
                "Get-CsPersistentChatCategory",
                "Get-CsPersistentChatRoom",
                "Get-CsPersistentChatAddin",
            ],
            Self::ChangeUsers => &["Set-CsUser", "Disable-CsUser", "Enable-CsUser"],
            Self::GrantPolicies => &GRANT_CMDLETS,
            Self::UpdateUserDatabase => &["Update-CsUserDatabase"],
            Self::Replicate => &["Invoke-CsManagementStoreReplication"],
            Self::SendTestMessage => &["Test-CsPersistentChatMessage"],
        }
    }
}

impl Rights {
    pub fn ability(&self, task: Task) -> Ability {
        let mut missing = Vec::new();
        for cmdlet in task.cmdlets() {
            match self.right(cmdlet) {
                Right::Held => {}
                Right::Missing { roles } => missing.push((*cmdlet, roles)),
                Right::Unknown(_) => return Ability::Unknown,
            }
        }
        if missing.is_empty() {
            Ability::Held
        } else {
            Ability::Missing(missing)
        }
    }
}
