//! The Windows services of a server, as `Get-CsWindowsService -ExcludeActivityLevel` shows them.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::first_forbidden;

/// The longest name Windows gives a service.
const LONGEST_NAME: usize = 256;

/// The short name of exactly one service, the only kind `Start-` and `Stop-CsWindowsService` take.
///
/// Without a name those cmdlets act on every service of the server, so there is no empty one and none with a
/// wildcard. None of Persistent Chat's names is documented: they come from a reading or from the operator.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServiceName(String);

/// Why a text names no single service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceNameProblem {
    #[error("the service name is empty")]
    Empty,
    #[error("the service name has {length} characters, more than {LONGEST_NAME}")]
    TooLong { length: usize },
    #[error("the character '{character}' could match several services")]
    Wildcard { character: char },
    #[error("the service name contains '{character}'")]
    Separator { character: char },
    #[error("the service name contains {name}")]
    Forbidden { name: String },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowsService {
    pub name: ServiceName,
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

impl ServiceName {
    pub fn parse(text: &str) -> Result<Self, ServiceNameProblem> {
        let name = text.trim();
        if name.is_empty() {
            return Err(ServiceNameProblem::Empty);
        }
        let length = name.chars().count();
        if length > LONGEST_NAME {
            return Err(ServiceNameProblem::TooLong { length });
        }
        if let Some(name) = first_forbidden(name) {
            return Err(ServiceNameProblem::Forbidden { name });
        }
        match name.chars().find(|c| "*?[]`/\\".contains(*c)) {
            Some(character @ ('/' | '\\')) => Err(ServiceNameProblem::Separator { character }),
            Some(character) => Err(ServiceNameProblem::Wildcard { character }),
            None => Ok(Self(name.to_owned())),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Windows does not tell upper from lower case in a service's name.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ServiceName> for String {
    fn from(name: ServiceName) -> Self {
        name.0
    }
}

impl TryFrom<String> for ServiceName {
    type Error = ServiceNameProblem;

    fn try_from(text: String) -> Result<Self, ServiceNameProblem> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for ServiceName {
    type Err = ServiceNameProblem;

    fn from_str(text: &str) -> Result<Self, ServiceNameProblem> {
        Self::parse(text)
    }
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
            name: ServiceName::parse("LABCHAT").unwrap(),
            display_name: Some("영구 채팅".to_owned()),
            status: ServiceStatus::Running,
            roles: roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect()),
        }
    }

    #[test]
    fn nothing_but_the_name_of_one_service_is_a_service_name() {
        assert_eq!(ServiceName::parse(" RTCSrv ").unwrap().as_str(), "RTCSrv");
        for empty in ["", " ", "\t", "\u{3000}"] {
            assert_eq!(ServiceName::parse(empty), Err(ServiceNameProblem::Empty));
        }
        for character in ['*', '?', '[', ']', '`'] {
            assert_eq!(
                ServiceName::parse(&format!("RTC{character}")),
                Err(ServiceNameProblem::Wildcard { character })
            );
        }
        assert!(matches!(
            ServiceName::parse("RTC/Srv"),
            Err(ServiceNameProblem::Separator { character: '/' })
        ));
        assert!(matches!(
            ServiceName::parse("RTC\nSrv"),
            Err(ServiceNameProblem::Forbidden { .. })
        ));
        assert_eq!(
            ServiceName::parse(&"a".repeat(257)),
            Err(ServiceNameProblem::TooLong { length: 257 })
        );
        assert!(serde_json::from_str::<ServiceName>("\"\"").is_err());
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
