//! Who signs in, and with what.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::super::transport_error::{TransportError, UserNameProblem};
use crate::domain::secret::Secret;

/// An account as a person writes it, and its password.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    /// `DOMAIN\user`, `user@domain` or `user`.
    pub user: String,
    pub password: Secret,
}

/// How the account is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authentication {
    /// NTLM, inside SPNEGO where the server offers `Negotiate`.
    Ntlm,
    /// The password itself; the target guarantees TLS or loopback.
    Basic,
}

impl Credentials {
    /// Refuses what no server should be asked: many treat an empty password as an anonymous visitor.
    pub(crate) fn check(&self, authentication: Authentication) -> Result<(), TransportError> {
        if self.password.is_empty() {
            return Err(TransportError::PasswordEmpty);
        }
        let problem = match authentication {
            Authentication::Ntlm => Account::parse(&self.user).err(),
            Authentication::Basic if self.user.trim().is_empty() => Some(UserNameProblem::Empty),
            Authentication::Basic if self.user.contains(':') => Some(UserNameProblem::Colon),
            Authentication::Basic => None,
        };
        if let Some(problem) = problem {
            return Err(TransportError::UserName { problem });
        }
        // sspi would take such a password for the hash of another one.
        if authentication == Authentication::Ntlm
            && self.password.expose().starts_with(sspi::NTLM_HASH_PREFIX)
        {
            return Err(TransportError::PasswordUnusable {
                prefix: sspi::NTLM_HASH_PREFIX,
            });
        }
        Ok(())
    }

    /// The value of an `Authorization` header (RFC 7617, UTF-8).
    pub(crate) fn basic(&self) -> Zeroizing<String> {
        let pair = Zeroizing::new(format!("{}:{}", self.user.trim(), self.password.expose()));
        let encoded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
        Zeroizing::new(format!("Basic {}", encoded.as_str()))
    }
}

/// A user name taken apart the way Windows does it for NTLM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Account<'a> {
    pub(super) domain: &'a str,
    pub(super) name: &'a str,
}

impl<'a> Account<'a> {
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
    use super::{Account, Authentication, Credentials};
    use crate::adapters::remote_powershell::transport_error::{TransportError, UserNameProblem};
    use crate::domain::secret::Secret;

    fn credentials(user: &str, password: &str) -> Credentials {
        Credentials {
            user: user.to_owned(),
            password: Secret::new(password),
        }
    }

    #[test]
    fn user_names_come_apart_as_windows_does_it() {
        let check = |user: &str, domain: &str, name: &str| {
            assert_eq!(Account::parse(user), Ok(Account { domain, name }), "{user}");
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
        assert_eq!(Account::parse("CONTOSO\\"), Err(UserNameProblem::Empty));
        assert_eq!(Account::parse(" "), Err(UserNameProblem::Empty));
        assert_eq!(
            Account::parse("A\\B\\c"),
            Err(UserNameProblem::TwoBackslashes)
        );
    }

    #[test]
    fn what_cannot_be_proved_is_refused_before_anything_is_sent() {
        let refuse =
            |user: &str, password: &str, how| credentials(user, password).check(how).unwrap_err();
        let ntlm = Authentication::Ntlm;
        let basic = Authentication::Basic;
        assert!(matches!(
            refuse("a", "", ntlm),
            TransportError::PasswordEmpty
        ));
        assert!(matches!(
            refuse("a", "", basic),
            TransportError::PasswordEmpty
        ));
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
        assert!(credentials("a", "$NTLM$:00").check(basic).is_ok());
        assert!(credentials("D\\a", "p").check(ntlm).is_ok());
    }

    #[test]
    fn basic_is_base64_of_utf8() {
        assert_eq!(
            credentials("관리자", "パス:ワード").basic().as_str(),
            "Basic 6rSA66as7J6QOuODkeOCuTrjg6/jg7zjg4k="
        );
    }

    #[test]
    fn debug_output_does_not_contain_the_password() {
        assert!(!format!("{:?}", credentials("a", "canary")).contains("canary"));
    }
}
