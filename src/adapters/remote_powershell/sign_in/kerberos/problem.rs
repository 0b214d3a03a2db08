//! Why there is no ticket, or why the server did not take it: told apart by what a person would do about it.

use super::super::der::{OBJECT_IDENTIFIER, Reader, SEQUENCE};

/// Why Kerberos cannot be used. Nothing was sent to the server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KerberosProblem {
    #[error("Kerberos: the user name has no domain, and the server's address names none either")]
    NoRealm,
    #[error("Kerberos: no domain controller is known for {realm}")]
    NoKdc { realm: String },
    #[error("Kerberos: the domain controller cannot be reached: {words}")]
    KdcUnreachable { words: String },
    #[error(
        "Kerberos: the clocks of this computer and of the domain controller differ by more than is allowed"
    )]
    ClockSkew,
    #[error(
        "Kerberos: the domain knows no service {service}: the server was entered by a name it is not registered by"
    )]
    UnknownService { service: String },
    #[error("Kerberos: {realm} does not know the user")]
    UnknownUser { realm: String },
    #[error("Kerberos: the domain controller is not one of {realm}")]
    WrongRealm { realm: String },
    #[error("Kerberos: wrong password")]
    WrongPassword,
    #[error("Kerberos: the account is locked or disabled")]
    AccountLocked,
    #[error("Kerberos: the account has expired")]
    AccountExpired,
    #[error("Kerberos: the password has expired and has to be changed first")]
    PasswordExpired,
    #[error("Kerberos: the domain controller and this program share no encryption (AES is needed)")]
    NoCommonEncryption,
    #[error("Kerberos: the domain's policy does not allow it")]
    Policy,
    #[error("Kerberos: no tickets of the current user: {words}")]
    NoTickets { words: String },
    #[error("Kerberos: this program was built without the current user's tickets")]
    NotBuiltIn,
    #[error("Kerberos: {words}")]
    Other { words: String },
}

impl KerberosProblem {
    pub(super) fn other(err: &sspi::Error) -> Self {
        Self::Other {
            words: err.description.chars().take(500).collect(),
        }
    }

    /// By the number of a KRB-ERROR (RFC 4120 7.5.9).
    pub(super) fn of_code(code: u32, realm: &str, service: &str) -> Option<Self> {
        let realm = realm.to_owned();
        Some(match code {
            1 => Self::AccountExpired,
            6 => Self::UnknownUser { realm },
            7 => Self::UnknownService {
                service: service.to_owned(),
            },
            12 => Self::Policy,
            14 => Self::NoCommonEncryption,
            18 => Self::AccountLocked,
            23 => Self::PasswordExpired,
            // MIT answers 31 where the timestamp cannot be decrypted.
            24 | 31 => Self::WrongPassword,
            37 => Self::ClockSkew,
            68 => Self::WrongRealm { realm },
            _ => return None,
        })
    }

    /// Whether another way to read the user name may do.
    pub(super) fn is_about_the_name(&self) -> bool {
        matches!(
            self,
            Self::NoKdc { .. }
                | Self::UnknownUser { .. }
                | Self::WrongRealm { .. }
                | Self::KdcUnreachable { .. }
        )
    }

    /// Whether it is about the account itself: with NTLM it would be the same, and count as another wrong attempt.
    pub(crate) fn is_about_the_account(&self) -> bool {
        matches!(
            self,
            Self::WrongPassword
                | Self::AccountLocked
                | Self::AccountExpired
                | Self::PasswordExpired
        )
    }
}

const KRB_ERROR: u8 = 0x7e;
const INTEGER: u8 = 0x02;
const ERROR_CODE: u8 = 0xa6;

/// The number of a KRB-ERROR; none for every other message.
pub(super) fn code_of(message: &[u8]) -> Option<u32> {
    let mut fields =
        Reader::new(Reader::new(Reader::new(message).expect(KRB_ERROR)?).expect(SEQUENCE)?);
    loop {
        let (tag, contents) = fields.element()?;
        if tag == ERROR_CODE {
            let digits = Reader::new(contents).expect(INTEGER)?;
            return (digits.len() <= 4).then(|| {
                digits
                    .iter()
                    .fold(0, |number, digit| (number << 8) | u32::from(*digit))
            });
        }
    }
}

/// What a server says in place of its own proof, where it says a number (RFC 4121 4.1).
pub(super) fn refusal(token: &[u8]) -> Option<String> {
    const INITIAL_CONTEXT_TOKEN: u8 = 0x60;
    let inside = Reader::new(token).expect(INITIAL_CONTEXT_TOKEN)?;
    let mut parts = Reader::new(inside);
    parts.expect(OBJECT_IDENTIFIER)?;
    let code = code_of(parts.rest().strip_prefix(&[3, 0])?)?;
    Some(match code {
        37 => "the clocks of this computer and of the server differ by more than is allowed"
            .to_owned(),
        41 | 45 | 31 => {
            "the server cannot read the ticket: its service name is registered for another account"
                .to_owned()
        }
        _ => format!("the server refused the ticket with error {code}"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::der::element;
    use super::{ERROR_CODE, INTEGER, KRB_ERROR, KerberosProblem, SEQUENCE, code_of, refusal};

    fn krb_error(code: &[u8]) -> Vec<u8> {
        let mut fields = element(0xa0, &element(INTEGER, &[5]));
        fields.extend(element(0xa1, &element(INTEGER, &[30])));
        fields.extend(element(ERROR_CODE, &element(INTEGER, code)));
        element(KRB_ERROR, &element(SEQUENCE, &fields))
    }

    #[test]
    fn the_number_of_an_error_is_found_and_nothing_else_has_one() {
        assert_eq!(code_of(&krb_error(&[24])), Some(24));
        assert_eq!(code_of(&krb_error(&[1, 0])), Some(256));
        assert_eq!(code_of(&krb_error(&[1; 5])), None);
        assert_eq!(code_of(&element(0x6b, &element(SEQUENCE, &[]))), None);
        let whole = krb_error(&[24]);
        for length in 0..whole.len() {
            assert_eq!(code_of(&whole[..length]), None);
        }
    }

    #[test]
    fn a_server_that_cannot_read_the_ticket_says_so() {
        let mut inside = element(0x06, &[0x2a]);
        inside.extend([3, 0]);
        inside.extend(krb_error(&[41]));
        let said = refusal(&element(0x60, &inside)).unwrap();
        assert!(said.contains("registered for another account"), "{said}");
        assert_eq!(refusal(b""), None);
        assert_eq!(refusal(&element(0x60, &element(0x06, &[0x2a]))), None);
    }

    #[test]
    fn what_is_wrong_with_the_account_is_not_tried_again_with_ntlm() {
        for code in [1, 18, 23, 24, 31] {
            let problem = KerberosProblem::of_code(code, "R", "HTTP/x").unwrap();
            assert!(problem.is_about_the_account(), "{code}");
        }
        for code in [6, 7, 12, 14, 37, 68] {
            let problem = KerberosProblem::of_code(code, "R", "HTTP/x").unwrap();
            assert!(!problem.is_about_the_account(), "{code}");
        }
        assert_eq!(KerberosProblem::of_code(25, "R", "HTTP/x"), None);
    }
}
