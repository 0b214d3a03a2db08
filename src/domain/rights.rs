//! What the caller may do: the commands the session holds, and the roles that hold the others.
//!
//! A remote session contains only the cmdlets of the caller's roles, so a cmdlet that is not there is a right that
//! is not given.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Readable, Unread};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// The names of the cmdlets this console uses that the session holds.
    pub commands: Readable<BTreeSet<String>>,
    /// The deployment's roles with their cmdlets; reading them is a right of its own.
    pub roles: Readable<Vec<AdminRole>>,
}

/// A role of role-based access control, as `Get-CsAdminRole` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdminRole {
    pub name: String,
    pub cmdlets: Vec<String>,
}

/// Whether the caller may run a cmdlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    Held,
    /// The roles that would give it: the deployment's own where they were readable, else the documented one.
    Missing {
        roles: Vec<String>,
    },
    /// It could not be found out. The server decides when it is asked.
    Unknown(Unread),
}

impl Rights {
    pub fn right(&self, cmdlet: &str) -> Right {
        let commands = match &self.commands {
            Ok(commands) => commands,
            Err(unread) => return Right::Unknown(unread.clone()),
        };
        if commands
            .iter()
            .any(|command| command.eq_ignore_ascii_case(cmdlet))
        {
            return Right::Held;
        }
        let named = self.roles.iter().flatten().filter(|role| {
            role.cmdlets
                .iter()
                .any(|name| name.eq_ignore_ascii_case(cmdlet))
        });
        let mut roles: Vec<String> = named.map(|role| role.name.clone()).collect();
        if roles.is_empty() {
            roles.extend(documented_role(cmdlet).map(str::to_owned));
        }
        Right::Missing { roles }
    }
}

/// The standard role the product's documentation names for a cmdlet, besides `CsAdministrator`, which holds all.
fn documented_role(cmdlet: &str) -> Option<&'static str> {
    const SERVERS: &str = "CsServerAdministrator";
    const USERS: &str = "CsUserAdministrator";
    const CHAT: &str = "CsPersistentChatAdministrator";
    let name = cmdlet.to_ascii_lowercase();
    Some(match name.as_str() {
        "set-csuser" | "enable-csuser" | "disable-csuser" => USERS,
        _ if name.starts_with("grant-cs") => USERS,
        "start-cswindowsservice" | "stop-cswindowsservice" | "get-cswindowsservice" => SERVERS,
        _ if name.contains("-cspersistentchat") => CHAT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::UnreadReason;

    fn rights(commands: &[&str], roles: Vec<AdminRole>) -> Rights {
        Rights {
            commands: Ok(commands.iter().map(|name| (*name).to_owned()).collect()),
            roles: Ok(roles),
        }
    }

    #[test]
    fn a_cmdlet_of_the_session_is_held_in_any_case() {
        let rights = rights(&["Get-CsUser"], Vec::new());
        assert_eq!(rights.right("get-csuser"), Right::Held);
    }

    #[test]
    fn a_missing_cmdlet_names_the_roles_of_the_deployment_and_else_the_documented_one() {
        let own = AdminRole {
            name: "ChatOperators".to_owned(),
            cmdlets: vec!["Set-CsUser".to_owned()],
        };
        let missing = |roles: &[&str]| Right::Missing {
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        };
        assert_eq!(
            rights(&[], vec![own]).right("Set-CsUser"),
            missing(&["ChatOperators"])
        );
        assert_eq!(
            rights(&[], Vec::new()).right("Stop-CsWindowsService"),
            missing(&["CsServerAdministrator"])
        );
        assert_eq!(rights(&[], Vec::new()).right("Get-CsPool"), missing(&[]));
    }

    #[test]
    fn rights_that_could_not_be_read_are_unknown_and_not_missing() {
        let unread = Unread::new(UnreadReason::NoAnswer, "");
        let rights = Rights {
            commands: Err(unread.clone()),
            roles: Err(unread.clone()),
        };
        assert_eq!(rights.right("Set-CsUser"), Right::Unknown(unread));
    }
}
