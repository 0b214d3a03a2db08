//! A saved connection: everything needed to dial but no secret. It can be saved without ever having connected.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{DirectoryProfile, Environment, Message, Secret};

/// The newest form of the profiles file.
pub const VERSION: u32 = 1;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profiles {
    pub version: u32,
    pub profiles: Vec<Profile>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    pub name: String,
    pub uri: String,
    pub user: String,
    /// Signs in as whoever runs this program; no name and no password is asked for.
    pub current_user: bool,
    pub authentication: Authentication,
    pub ca_file: Option<PathBuf>,
    pub environment: Environment,
    /// The directory beside it, with an account of its own.
    pub directory: DirectoryProfile,
}

/// How to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authentication {
    /// What the server and this computer agree on: Kerberos, and NTLM only where it is allowed.
    Negotiate { ntlm_allowed: bool },
    /// Kerberos and nothing else.
    Kerberos,
    /// NTLM, offered by the server as `Negotiate` or as `NTLM`.
    Ntlm,
    /// For tests, on the command line only; over TLS or to this machine.
    Basic,
    /// Without signing in: for tests, on the command line only, and to this machine.
    Nobody,
}

/// Who signs in.
#[derive(Clone, Debug)]
pub enum Account {
    /// Whoever runs this program: the Windows logon, or the ticket cache elsewhere.
    CurrentUser,
    /// `DOMAIN\user`, `user@domain` or `user`.
    Named { user: String, password: Secret },
}

/// Everything needed to open a session. The password stays in memory.
#[derive(Clone, Debug)]
pub struct Dial {
    pub uri: String,
    pub account: Account,
    pub authentication: Authentication,
    pub ca_file: Option<PathBuf>,
    /// The domain controller that gives Kerberos tickets, as `host` or `host:port`, where it is not to be found out.
    pub kdc: Option<String>,
    pub access: Access,
    pub recording: Recording,
}

/// Whether a session writes down what it says and hears, for support. Secrets are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Recording {
    #[default]
    Off,
    /// A new file of the data folder; its name is told when the session is dialled.
    DataFolder,
    File(PathBuf),
}

impl Authentication {
    /// Whether it encrypts the bodies by itself where the line does not.
    pub fn seals(self) -> bool {
        match self {
            Self::Negotiate { .. } | Self::Kerberos | Self::Ntlm => true,
            Self::Basic | Self::Nobody => false,
        }
    }
}

impl Default for Authentication {
    fn default() -> Self {
        Self::Negotiate {
            ntlm_allowed: false,
        }
    }
}

/// What a session may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Changing commands are refused before anything is sent.
    #[default]
    ReadOnly,
    Changes,
}

/// What is wrong with the fields of a connection, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileProblems {
    pub uri: Option<Message>,
    pub user: Option<Message>,
    pub password: Option<Message>,
}

impl ProfileProblems {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Profile {
    /// What a person typed as an address, completed: a bare host gets the scheme and the path of remote PowerShell.
    pub fn completed_uri(&self) -> String {
        let typed = self.uri.trim();
        if typed.is_empty() || typed.contains("://") {
            return typed.to_owned();
        }
        if typed.contains('/') {
            format!("https://{typed}")
        } else {
            format!("https://{typed}/OcsPowershell")
        }
    }

    pub fn problems(&self, password: Option<&Secret>) -> ProfileProblems {
        let uri = self.completed_uri();
        let scheme = uri.to_ascii_lowercase();
        let is_protected = scheme.starts_with("https://")
            || scheme.starts_with("http://") && self.authentication.seals();
        let host = uri
            .split_once("://")
            .map(|(_, rest)| rest.split('/').next().unwrap_or_default());
        ProfileProblems {
            uri: match host {
                None | Some("") => Some(Message::UriMissing),
                Some(_) if !is_protected => Some(Message::UriNotHttps),
                Some(host) if host.contains('@') => Some(Message::UriWithUser),
                Some(host) if host.chars().any(char::is_whitespace) => Some(Message::UriMissing),
                Some(_) => None,
            },
            user: (!self.current_user && self.user.trim().is_empty())
                .then_some(Message::UserMissing),
            password: password
                .is_some_and(|password| !self.current_user && password.is_empty())
                .then_some(Message::PasswordMissing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Profile {
        Profile {
            uri: text.to_owned(),
            user: "CONTOSO\\admin".to_owned(),
            ..Profile::default()
        }
    }

    #[test]
    fn a_bare_host_becomes_the_address_of_remote_powershell() {
        assert_eq!(
            uri(" fe01.contoso.com ").completed_uri(),
            "https://fe01.contoso.com/OcsPowershell"
        );
        assert_eq!(
            uri("fe01:444/OcsPowershell").completed_uri(),
            "https://fe01:444/OcsPowershell"
        );
        assert_eq!(uri("https://fe01/x").completed_uri(), "https://fe01/x");
    }

    #[test]
    fn clear_text_and_embedded_users_are_refused() {
        let clear = Profile {
            authentication: Authentication::Basic,
            ..uri("http://fe01/OcsPowershell")
        };
        assert_eq!(clear.problems(None).uri, Some(Message::UriNotHttps));
        assert_eq!(
            uri("ftp://fe01/OcsPowershell").problems(None).uri,
            Some(Message::UriNotHttps)
        );
        assert_eq!(
            uri("https://a:b@fe01/OcsPowershell").problems(None).uri,
            Some(Message::UriWithUser)
        );
        assert_eq!(uri("").problems(None).uri, Some(Message::UriMissing));
        assert_eq!(
            uri("fe01.contoso.com")
                .problems(Some(&Secret::default()))
                .password,
            Some(Message::PasswordMissing)
        );
    }

    #[test]
    fn http_will_do_where_the_sign_in_encrypts_what_is_sent() {
        let typed = uri("http://fe01/OcsPowershell");
        assert_eq!(typed.problems(None).uri, None);
        assert_eq!(typed.completed_uri(), "http://fe01/OcsPowershell");
    }

    #[test]
    fn a_connection_without_a_label_counts_as_production() {
        assert_eq!(Profile::default().environment, Environment::Production);
    }
}
