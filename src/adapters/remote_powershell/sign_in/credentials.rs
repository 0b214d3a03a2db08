//! Who signs in, and with what.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::super::transport_error::{TransportError, UserNameProblem};
use crate::domain::{Account, Authentication, Secret};

/// Refuses what no server should be asked: many treat an empty password as an anonymous visitor.
pub(crate) fn check(
    account: &Account,
    authentication: Authentication,
) -> Result<(), TransportError> {
    let (user, password) = match (account, authentication) {
        (_, Authentication::Nobody)
        | (Account::CurrentUser, Authentication::Negotiate { .. } | Authentication::Kerberos) => {
            return Ok(());
        }
        (Account::CurrentUser, Authentication::Ntlm | Authentication::Basic) => {
            return Err(TransportError::PasswordEmpty);
        }
        (Account::Named { user, password }, _) => (user, password),
    };
    if password.is_empty() {
        return Err(TransportError::PasswordEmpty);
    }
    let problem = if authentication == Authentication::Basic {
        if user.trim().is_empty() {
            Some(UserNameProblem::Empty)
        } else {
            user.contains(':').then_some(UserNameProblem::Colon)
        }
    } else {
        AccountName::parse(user).err()
    };
    if let Some(problem) = problem {
        return Err(TransportError::UserName { problem });
    }
    // sspi would take such a password for the hash of another one.
    if authentication != Authentication::Basic
        && password.expose().starts_with(sspi::NTLM_HASH_PREFIX)
    {
        return Err(TransportError::PasswordUnusable {
            prefix: sspi::NTLM_HASH_PREFIX,
        });
    }
    Ok(())
}

/// The value of an `Authorization` header (RFC 7617, UTF-8).
pub(crate) fn basic(user: &str, password: &Secret) -> Zeroizing<String> {
    let pair = Zeroizing::new(format!("{}:{}", user.trim(), password.expose()));
    let encoded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
    Zeroizing::new(format!("Basic {}", encoded.as_str()))
}

/// A user name taken apart the way Windows does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AccountName<'a> {
    pub(super) domain: &'a str,
    pub(super) name: &'a str,
}

impl<'a> AccountName<'a> {
    /// `user@domain` stays whole, with an empty domain: the domain controller resolves it.
    pub(super) fn parse(user: &'a str) -> Result<Self, UserNameProblem> {
        let user = user.trim();
        let (domain, name) = user.split_once('\\').unwrap_or(("", user));
        if name.contains('\\') {
            return Err(UserNameProblem::TwoBackslashes);
        }
        if name.is_empty() {
            return Err(UserNameProblem::Empty);
        }
        Ok(Self { domain, name })
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, AccountName, Authentication, basic, check};
    use crate::adapters::remote_powershell::transport_error::{TransportError, UserNameProblem};
    use crate::domain::Secret;

    fn named(user: &str, password: &str) -> Account {
        Account::Named {
            user: user.to_owned(),
            password: Secret::new(password),
        }
    }

    #[test]
    fn user_names_come_apart_as_windows_does_it() {
        let check = |user: &str, domain: &str, name: &str| {
            assert_eq!(
                AccountName::parse(user),
                Ok(AccountName { domain, name }),
                "{user}"
            );
        };
        check("CONTOSO\\admin", "CONTOSO", "admin");
        check("admin@contoso.example", "", "admin@contoso.example");
        check("admin", "", "admin");
        check(".\\admin", ".", "admin");
        check("\\admin", "", "admin");
        check(
            "CONTOSO\\admin@contoso.example",
            "CONTOSO",
            "admin@contoso.example",
        );
        check("  CONTOSO\\관리자 ", "CONTOSO", "관리자");
        assert_eq!(AccountName::parse("CONTOSO\\"), Err(UserNameProblem::Empty));
        assert_eq!(AccountName::parse(" "), Err(UserNameProblem::Empty));
        assert_eq!(
            AccountName::parse("A\\B\\c"),
            Err(UserNameProblem::TwoBackslashes)
        );
    }

    #[test]
    fn what_cannot_be_proved_is_refused_before_anything_is_sent() {
        let refuse =
            |user: &str, password: &str, how| check(&named(user, password), how).unwrap_err();
        let ntlm = Authentication::Ntlm;
        let basic = Authentication::Basic;
        for how in [
            ntlm,
            basic,
            Authentication::Kerberos,
            Authentication::default(),
        ] {
            assert!(matches!(
                refuse("a", "", how),
                TransportError::PasswordEmpty
            ));
        }
        assert!(matches!(
            refuse("", "p", basic),
            TransportError::UserName {
                problem: UserNameProblem::Empty
            }
        ));
        assert!(matches!(
            refuse("a:b", "p", basic),
            TransportError::UserName {
                problem: UserNameProblem::Colon
            }
        ));
        assert!(matches!(
            refuse("D\\", "p", ntlm),
            TransportError::UserName {
                problem: UserNameProblem::Empty
            }
        ));
        assert!(matches!(
            refuse("a", "$NTLM$:00", ntlm),
            TransportError::PasswordUnusable { .. }
        ));
        assert!(check(&named("a", "$NTLM$:00"), basic).is_ok());
        assert!(check(&named("D\\a", "p"), ntlm).is_ok());
    }

    #[test]
    fn the_current_user_has_tickets_and_no_password() {
        let me = Account::CurrentUser;
        assert!(check(&me, Authentication::default()).is_ok());
        assert!(check(&me, Authentication::Kerberos).is_ok());
        check(&me, Authentication::Ntlm).unwrap_err();
        check(&me, Authentication::Basic).unwrap_err();
    }

    #[test]
    fn basic_is_base64_of_utf8() {
        assert_eq!(
            basic("관리자", &Secret::new("パス:ワード")).as_str(),
            "Basic 6rSA66as7J6QOuODkeOCuTrjg6/jg7zjg4k="
        );
    }
}
