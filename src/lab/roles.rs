//! Role-based access control: which cmdlets the lab's session holds.

use std::collections::BTreeSet;

use super::error;
use super::site::Site;
use crate::domain::{AdminRole, Readable, Rights, Unread, UnreadReason};
use crate::lync::NAMES;
use crate::ports::{PortErrorKind, PortResult};

/// What the lab's caller may do: a standard role, or one made up for training.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Administrator,
    PersistentChatAdministrator,
    UserAdministrator,
    ServerAdministrator,
    /// Sees everything; the session does not hold the changing cmdlets.
    ViewOnly,
    /// May change endpoints, but the session holds neither `Get-CsSipDomain` nor `Get-CsAdPrincipal`.
    EndpointsOnly,
}

impl Role {
    pub const ALL: [Self; 6] = [
        Self::Administrator,
        Self::PersistentChatAdministrator,
        Self::UserAdministrator,
        Self::ServerAdministrator,
        Self::ViewOnly,
        Self::EndpointsOnly,
    ];

    /// The name a role is known by; a made-up one has none.
    fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Administrator => "CsAdministrator",
            Self::PersistentChatAdministrator => "CsPersistentChatAdministrator",
            Self::UserAdministrator => "CsUserAdministrator",
            Self::ServerAdministrator => "CsServerAdministrator",
            Self::ViewOnly => "CsViewOnlyAdministrator",
            Self::EndpointsOnly => return None,
        })
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == Some(name))
    }
}

impl Site {
    pub(super) fn holds(&self, cmdlet: &str) -> bool {
        match self.role.name() {
            None => !matches!(cmdlet, "Get-CsSipDomain" | "Get-CsAdPrincipal"),
            Some(name) => self
                .roles
                .iter()
                .any(|role| role.name == name && role.cmdlets.iter().any(|held| held == cmdlet)),
        }
    }

    pub(super) fn check_role(&self, cmdlet: &str) -> PortResult<()> {
        if self.holds(cmdlet) {
            Ok(())
        } else {
            let words = not_recognized(cmdlet);
            Err(error(PortErrorKind::Forbidden, cmdlet, &words))
        }
    }

    /// What a cmdlet brings, if the session holds it.
    pub(super) fn readable<T>(&self, cmdlet: &str, value: impl FnOnce() -> T) -> Readable<T> {
        if self.holds(cmdlet) {
            Ok(value())
        } else {
            Err(Unread::new(UnreadReason::NoRight, not_recognized(cmdlet)))
        }
    }

    pub(super) fn rights(&self) -> Rights {
        let held = NAMES.into_iter().filter(|name| self.holds(name));
        let commands: BTreeSet<String> = held.map(str::to_owned).collect();
        Rights {
            commands: Ok(commands),
            roles: self.readable("Get-CsAdminRole", || self.roles.clone()),
        }
    }
}

/// What a session says about a cmdlet its roles do not hold.
fn not_recognized(cmdlet: &str) -> String {
    format!(
        "The term '{cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program."
    )
}

/// A role as the file has it.
#[derive(serde::Deserialize)]
pub(super) struct FileRole {
    identity: String,
    cmdlets: Vec<String>,
}

impl From<FileRole> for AdminRole {
    fn from(file: FileRole) -> Self {
        Self {
            name: file.identity,
            cmdlets: file.cmdlets,
        }
    }
}
