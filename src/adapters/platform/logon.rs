//! The tickets of whoever runs this program: the Windows logon, or the ticket cache of `kinit` elsewhere.

use cross_krb5::{ClientCtx, InitiateFlags, PendingClientCtx, Step};

use super::{DirectorySignIn, LogonProblem};

/// A sign-in to one service that waits for the service's own proof.
pub struct Logon {
    waiting: Option<PendingClientCtx>,
}

impl Logon {
    /// Gets a ticket and makes the first message. Blocks while the domain controller is asked.
    pub fn begin(service: &str, binding: Option<&[u8]>) -> Result<(Self, Vec<u8>), LogonProblem> {
        let (waiting, token) = ClientCtx::new(InitiateFlags::empty(), None, service, binding)
            .map_err(|err| LogonProblem::NoTicket {
                words: format!("{err:#}"),
            })?;
        let token = token.to_vec();
        Ok((
            Self {
                waiting: Some(waiting),
            },
            token,
        ))
    }

    /// Checks what the service proves.
    pub fn finish(&mut self, token: &[u8]) -> Result<(), String> {
        let waiting = self.waiting.take().ok_or("nothing is waited for")?;
        match waiting.step(token).map_err(|err| format!("{err:#}"))? {
            Step::Finished(_) => Ok(()),
            Step::Continue(_) => Err("the server wants more than there is to say".to_owned()),
        }
    }
}

/// Signs in to a directory over a TLS line, bound to the server's certificate. The LDAP library makes the messages by
/// itself.
pub async fn sign_in_to_directory(ldap: &mut ldap3::Ldap, host: &str) -> DirectorySignIn {
    DirectorySignIn::Answered(ldap.sasl_gssapi_bind(host).await)
}
