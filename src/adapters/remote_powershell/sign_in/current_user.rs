//! Kerberos with the tickets of whoever runs this program, made by the system's own library.
//!
//! It asks the domain controller by itself and blocks meanwhile, so it works on a thread of its own. It binds the
//! sign-in to the server's certificate, unlike Kerberos with a password. Bodies are not sealed with it: on Unix the
//! library arranges sealed messages in another way than Windows expects, and remote PowerShell of Lync is reached over
//! https.

use super::ChannelBinding;
use super::kerberos::{IDENTIFIERS, KerberosProblem};
use super::mechanism::{Mechanism, MechanismError};
use crate::adapters::platform::{Logon, LogonProblem};

/// The current user on one connection.
pub(crate) struct CurrentUser {
    logon: Logon,
    /// Made with the ticket, until it is asked for.
    first: Option<Vec<u8>>,
    is_established: bool,
}

impl CurrentUser {
    pub(crate) async fn obtain(
        host: &str,
        binding: Option<&ChannelBinding>,
    ) -> Result<Self, KerberosProblem> {
        let service = format!("HTTP/{host}");
        let binding = binding.map(|binding| binding.as_bytes().to_vec());
        let begun =
            tokio::task::spawn_blocking(move || Logon::begin(&service, binding.as_deref())).await;
        match begun {
            Ok(Ok((logon, first))) => Ok(Self {
                logon,
                first: Some(first),
                is_established: false,
            }),
            Ok(Err(LogonProblem::NotBuiltIn)) => Err(KerberosProblem::NotBuiltIn),
            Ok(Err(LogonProblem::NoTicket { words })) => Err(KerberosProblem::NoTickets { words }),
            Err(err) => Err(KerberosProblem::NoTickets {
                words: err.to_string(),
            }),
        }
    }
}

impl Mechanism for CurrentUser {
    fn identifiers(&self) -> &'static [&'static [u8]] {
        IDENTIFIERS
    }

    fn step(
        &mut self,
        challenge: Option<&[u8]>,
        _binding: Option<&ChannelBinding>,
    ) -> Result<Option<Vec<u8>>, MechanismError> {
        let Some(challenge) = challenge else {
            return Ok(self.first.take());
        };
        self.logon.finish(challenge).map_err(MechanismError)?;
        self.is_established = true;
        Ok(None)
    }

    fn binds(&self) -> bool {
        true
    }

    fn has_spoken(&self) -> bool {
        self.first.is_none()
    }

    fn is_established(&self) -> bool {
        self.is_established
    }

    fn sign(&self, _text: &[u8]) -> Result<Option<Vec<u8>>, MechanismError> {
        Ok(None)
    }

    fn verify(&self, _text: &[u8], _code: &[u8]) -> Result<(), MechanismError> {
        Ok(())
    }

    fn seal(&mut self, _text: &mut Vec<u8>) -> Result<Vec<u8>, MechanismError> {
        Err(cannot_seal())
    }

    fn unseal(&mut self, _signature: &[u8], _text: &mut Vec<u8>) -> Result<(), MechanismError> {
        Err(cannot_seal())
    }
}

fn cannot_seal() -> MechanismError {
    MechanismError("the current user's sign-in does not seal".to_owned())
}
