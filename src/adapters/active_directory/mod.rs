//! Active Directory over LDAP: `ldap3` and the platform's TLS below, one session with a controller above. The port is
//! synchronous; each call runs the session's own little runtime until it is answered, cancelled or out of time.

mod account;
mod change;
mod dn;
mod entry;
mod failure;
mod filter;
mod forest;
mod holders;
mod limits;
mod line;
mod names;
mod place;
mod recycle_bin;
mod references;
mod rights;
mod root;
mod security_descriptor;
mod session;
mod sightings;
mod sign_in;
mod start_tls;
#[doc(hidden)]
pub mod untrusted;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::runtime::Runtime;

use crate::domain::{
    Access, AccountRights, AccountState, AddressHolders, Controller, ControllerSighting,
    DirectoryChange, DirectoryConnection, DirectoryDial, DirectoryReading, DirectoryServer,
    ObjectGuid, SipUri, Source,
};
use crate::ports::{Call, Directory, PortError, PortErrorKind, PortResult};
use failure::{Failure, Outcome};
use limits::Limits;
use session::Session;
use sign_in::Credentials;

const CONNECT: &str = "directory-sign-in";

pub struct ActiveDirectory {
    runtime: Option<Runtime>,
    session: Session,
    access: Access,
    requests: Arc<AtomicUsize>,
}

impl ActiveDirectory {
    /// Finds a controller, connects over TLS and signs in.
    pub fn connect(dial: &DirectoryDial, call: &Call) -> PortResult<Self> {
        let target = match &dial.server {
            DirectoryServer::Typed(typed) => typed.clone(),
            DirectoryServer::Discovered { domain } => domain
                .as_ref()
                .map(|domain| domain.as_str().to_owned())
                .unwrap_or_default(),
        };
        let failed = |failure: Failure| {
            let target = failure.target.unwrap_or_else(|| target.clone());
            PortError::new(failure.kind, CONNECT, target, failure.words)
        };
        let credentials = Credentials::of(&dial.account).map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|err| PortError::new(PortErrorKind::Protocol, CONNECT, &target, err))?;
        let requests = Arc::new(AtomicUsize::new(0));
        let limits = Limits::of(call);
        let opening = Session::open(dial, credentials, Arc::clone(&requests), &limits);
        let opened = guarded(&runtime, limits.within(opening));
        let session = match opened {
            Ok(session) => session,
            Err(failure) => {
                // A name that is still being looked up is not waited for.
                runtime.shutdown_background();
                return Err(failed(failure));
            }
        };
        Ok(Self {
            runtime: Some(runtime),
            session,
            access: dial.access,
            requests,
        })
    }

    /// How many requests the session has sent in all, on whichever line.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    fn run<T>(
        &mut self,
        operation: &str,
        call: &Call,
        work: impl AsyncFnOnce(&mut Session) -> Outcome<T>,
    ) -> PortResult<T> {
        let done = self.work(call, work);
        done.map_err(|failure| failure.into_port_error(operation, &self.session.place))
    }

    /// Lets the session work within the limits of a call. What was given up in the middle leaves a line on which answers
    /// would be mistaken for others, so it is hung up.
    fn work<T>(
        &mut self,
        call: &Call,
        work: impl AsyncFnOnce(&mut Session) -> Outcome<T>,
    ) -> Outcome<T> {
        let limits = Limits::of(call);
        self.session.limits = limits.clone();
        // INVARIANT: it is taken only when the session ends.
        let runtime = self.runtime.as_ref().expect("a running session");
        let done = guarded(runtime, limits.within(work(&mut self.session)));
        if done.as_ref().is_err_and(Failure::spoils_the_line) {
            self.session.hang_up();
        }
        done
    }
}

impl Drop for ActiveDirectory {
    fn drop(&mut self) {
        self.session.hang_up();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Directory for ActiveDirectory {
    fn connection(&self) -> DirectoryConnection {
        DirectoryConnection {
            source: Source::Live,
            host: self.session.host(),
            url: self.session.place.to_string(),
            forest: self.session.forest(),
            account: self.session.account.clone(),
        }
    }

    fn set_access(&mut self, access: Access) {
        self.access = access;
    }

    fn keep_alive(&mut self, call: &Call) -> PortResult<()> {
        self.run("keep-alive", call, async |session| {
            session.line().await?.still_there().await
        })
    }

    fn reading(&mut self, call: &Call) -> PortResult<DirectoryReading> {
        let connection = self.connection();
        self.run("directory-reading", call, async |session| {
            session
                .asking(async |session| session.reading(connection.clone()).await)
                .await
        })
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<AddressHolders> {
        self.run("directory-holders", call, async |session| {
            session
                .asking(async |session| session.holders(address).await)
                .await
        })
    }

    fn account(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountState> {
        self.run("directory-account", call, async |session| {
            session
                .asking(async |session| session.account(guid).await)
                .await
        })
    }

    fn account_rights(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountRights> {
        self.run("directory-rights", call, async |session| {
            session
                .asking(async |session| session.account_rights(guid).await)
                .await
        })
    }

    fn sightings(
        &mut self,
        address: &SipUri,
        controllers: &[Controller],
        call: &Call,
    ) -> PortResult<Vec<ControllerSighting>> {
        self.run("directory-sightings", call, async |session| {
            Ok(session.sightings(address, controllers).await)
        })
    }

    fn apply(&mut self, change: &DirectoryChange, call: &Call) -> PortResult<()> {
        let operation = match change {
            DirectoryChange::DeleteAccount { .. } => "delete-account",
            DirectoryChange::RestoreAccount { .. } => "restore-account",
        };
        if self.access == Access::ReadOnly {
            let target = self.session.place.to_string();
            let words = "the session allows reading only";
            return Err(PortError::new(
                PortErrorKind::ReadOnly,
                operation,
                target,
                words,
            ));
        }
        let is_sent = AtomicBool::new(false);
        let done = self.work(call, async |session| session.apply(change, &is_sent).await);
        done.map_err(|mut failure| {
            // A refusal is an answer: nothing was changed then.
            if failure.code.is_none() && is_sent.load(Ordering::SeqCst) {
                failure.kind = PortErrorKind::OutcomeUnknown;
            }
            failure.into_port_error(operation, &self.session.place)
        })
    }
}

/// Runs work to its end; a panic of the LDAP library over an answer that is no LDAP ends the work and not the program.
fn guarded<T>(runtime: &Runtime, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    catch_unwind(AssertUnwindSafe(|| runtime.block_on(work))).unwrap_or_else(|_panic| {
        Err(Failure::not_understood(
            "the server's answer is not built as LDAP has it",
        ))
    })
}
