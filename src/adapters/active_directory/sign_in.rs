//! Signing in over a TLS line: with a name and a password, or as whoever runs this program.

use ldap3::Ldap;
use ldap3::result::LdapResult;

use super::failure::{Failure, Outcome};
use super::place::Place;
use crate::adapters::platform::{self, DirectorySignIn, Logon, LogonProblem};
use crate::domain::{Account, Secret};
use crate::ports::PortErrorKind;

/// Who signs in, checked: a directory may take a name without a password for nobody at all, and say yes (RFC 4513 5.1.2).
pub(super) enum Credentials {
    CurrentUser,
    Named { user: String, password: Secret },
}

impl Credentials {
    pub(super) fn of(account: &Account) -> Outcome<Self> {
        let unusable = |words| Err(Failure::new(PortErrorKind::Unauthenticated, words));
        match account {
            Account::CurrentUser if !platform::HAS_CURRENT_USER => Err(not_built_in()),
            Account::CurrentUser => Ok(Self::CurrentUser),
            Account::Named { user, .. } if user.trim().is_empty() => {
                unusable("the user name is empty")
            }
            Account::Named { password, .. } if password.is_empty() => {
                unusable("the password is empty")
            }
            Account::Named { user, password } => Ok(Self::Named {
                user: user.trim().to_owned(),
                password: password.clone(),
            }),
        }
    }

    /// What the account is called until the server says it.
    pub(super) fn label(&self) -> String {
        match self {
            Self::CurrentUser => platform::os_user(),
            Self::Named { user, .. } => user.clone(),
        }
    }

    pub(super) fn is_current_user(&self) -> bool {
        matches!(self, Self::CurrentUser)
    }
}

pub(super) async fn bind(
    ldap: &mut Ldap,
    place: &Place,
    credentials: &Credentials,
) -> Outcome<LdapResult> {
    match credentials {
        Credentials::Named { user, password } => ldap
            .simple_bind(user, password.expose())
            .await
            .map_err(|err| Failure::of_library(&err, place)),
        Credentials::CurrentUser => {
            ticket(&place.host).await?;
            match platform::sign_in_to_directory(ldap, &place.host).await {
                DirectorySignIn::NotBuiltIn => Err(not_built_in()),
                DirectorySignIn::Answered(Ok(result)) => Ok(result),
                DirectorySignIn::Answered(Err(err)) => {
                    let mut failure = Failure::of_library(&err, place);
                    if failure.kind == PortErrorKind::Protocol {
                        failure.kind = PortErrorKind::NoTicket;
                    }
                    Err(failure)
                }
            }
        }
    }
}

/// Gets the ticket on a thread of its own, because the system's library blocks while it asks the domain controller; the
/// sign-in then finds it in the cache.
async fn ticket(host: &str) -> Outcome<()> {
    let service = format!("ldap/{host}");
    let no_ticket = |words: String| {
        let words = format!("Kerberos: no tickets of the current user: {words}");
        Failure::new(PortErrorKind::NoTicket, words).at(host)
    };
    match tokio::task::spawn_blocking(move || Logon::begin(&service, None)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(LogonProblem::NotBuiltIn)) => Err(not_built_in()),
        Ok(Err(LogonProblem::NoTicket { words })) => Err(no_ticket(words)),
        Err(err) => Err(no_ticket(err.to_string())),
    }
}

fn not_built_in() -> Failure {
    Failure::new(
        PortErrorKind::NoTicket,
        "Kerberos: this program was built without the current user's tickets",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_signs_in_without_a_name_or_a_password() {
        for (user, password) in [("", "secret"), (" ", "secret"), ("admin", "")] {
            let account = Account::Named {
                user: user.to_owned(),
                password: Secret::new(password),
            };
            let refused = Credentials::of(&account).err().map(|failure| failure.kind);
            assert_eq!(refused, Some(PortErrorKind::Unauthenticated), "{user:?}");
        }
    }
}
