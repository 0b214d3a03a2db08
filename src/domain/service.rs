//! The Windows services of a server, as `Get-CsWindowsService -ExcludeActivityLevel` shows them.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowsService {
    /// The short name, the only one `Start-` and `Stop-CsWindowsService` take. None is documented.
    pub name: String,
    pub display_name: Option<String>,
    pub status: ServiceStatus,
    /// The roles the service belongs to; some servers leave them out.
    pub roles: Option<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServiceStatus {
    Running,
    Stopped,
    StartPending,
    StopPending,
    /// A word this console does not know, as the server wrote it.
    Other(String),
}

/// Whether a service is one of Persistent Chat's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    PersistentChat,
    /// Its roles say that it belongs to something else.
    Foreign,
    /// It names no role: only a person can tell.
    Unknown,
}

impl WindowsService {
    /// By role and never by display name, which is translated.
    pub fn kind(&self) -> ServiceKind {
        match self.roles.as_deref() {
            None | Some([]) => ServiceKind::Unknown,
            Some(roles)
                if roles
                    .iter()
                    .any(|role| contains_folded(role, "PersistentChat")) =>
            {
                ServiceKind::PersistentChat
            }
            Some(_) => ServiceKind::Foreign,
        }
    }
}

impl ServiceStatus {
    pub fn from_word(word: &str) -> Self {
        match word {
            _ if word.eq_ignore_ascii_case("Running") => Self::Running,
            _ if word.eq_ignore_ascii_case("Stopped") => Self::Stopped,
            _ if word.eq_ignore_ascii_case("StartPending") => Self::StartPending,
            _ if word.eq_ignore_ascii_case("StopPending") => Self::StopPending,
            other => Self::Other(other.to_owned()),
        }
    }

    pub fn word(&self) -> &str {
        match self {
            Self::Running => "Running",
            Self::Stopped => "Stopped",
            Self::StartPending => "StartPending",
            Self::StopPending => "StopPending",
            Self::Other(word) => word,
        }
    }
}

fn contains_folded(text: &str, part: &str) -> bool {
    text.to_ascii_lowercase()
        .contains(&part.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(roles: Option<&[&str]>) -> WindowsService {
        WindowsService {
            name: "LABCHAT".to_owned(),
            display_name: Some("영구 채팅".to_owned()),
            status: ServiceStatus::Running,
            roles: roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect()),
        }
    }

    #[test]
    fn a_service_is_known_by_its_role_and_never_by_its_display_name() {
        assert_eq!(
            service(Some(&["persistentchatservice"])).kind(),
            ServiceKind::PersistentChat
        );
        assert_eq!(service(Some(&["W3SVC"])).kind(), ServiceKind::Foreign);
        assert_eq!(service(Some(&[])).kind(), ServiceKind::Unknown);
        assert_eq!(service(None).kind(), ServiceKind::Unknown);
    }
}
