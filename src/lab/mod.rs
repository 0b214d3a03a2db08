//! The embedded deployment: an in-memory Lync site that obeys the documented rules of the real cmdlets.
//!
//! It is part of the product: what the console starts on, what a migration is rehearsed on, and the test double of
//! every layer above the ports. The words of its errors are ours; what real servers say is not documented.

mod client_path;
mod contoso;
mod directory;
mod faults;
mod group_chat;
mod growth;
mod journal;
mod machines;
mod readings;
mod roles;
mod rules;
mod server_rules;
mod settings;
mod site;
mod stage;
mod user_rules;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use client_path::LabClientPath;
pub use directory::{BETWEEN_SITES_DELAY, LabDirectory, Protection, WITHIN_SITE_DELAY};
pub use journal::MemoryJournal;
pub use roles::Role;

pub use crate::domain::DirectoryRole;

use crate::domain::{
    Access, AccountName, Applied, Change, ChatTest, ChatTestResult, Connection, DeploymentReading,
    Endpoint, Fqdn, Holders, Inventory, LabFault, LyncAccount, PoolReading, Preview, Readable,
    Replica, Rights, SipUri, Source, WindowsService,
};
use crate::lync::Cmdlet;
use crate::ports::{Call, Clock, Deployment, PortError, PortErrorKind, PortResult};
use site::Site;

/// How long a change takes to show in a reading, unless someone asks for another delay.
pub const REPLICATION_DELAY: Duration = Duration::from_secs(4);

/// How long a service is on its way, unless someone asks for another delay.
pub const SERVICE_DELAY: Duration = Duration::from_secs(2);

/// How long a slow act takes.
const SLOW: Duration = Duration::from_secs(20);

/// A handle on a lab site. Clones share the site, as several sessions share a server.
#[derive(Clone)]
pub struct Lab {
    site: Arc<Mutex<Site>>,
    clock: Arc<dyn Clock>,
    /// The lab is there to be changed; a session can still be made read-only.
    access: Access,
}

impl Lab {
    /// The Contoso deployment every installation of this program starts on.
    pub fn contoso(clock: Arc<dyn Clock>) -> Self {
        Self::new(contoso::site(clock.now()), clock)
    }

    /// Contoso grown to at least so many pools and endpoints, always the same from the same seed.
    pub fn grown(clock: Arc<dyn Clock>, pools: usize, endpoints: usize, seed: u64) -> Self {
        let now = clock.now();
        let mut site = contoso::site(now);
        growth::grow(&mut site, pools, endpoints, seed, now);
        Self::new(site, clock)
    }

    /// A lab that stands where this one stands, and goes its own way from here on.
    #[must_use]
    pub fn fork(&self, clock: Arc<dyn Clock>) -> Self {
        let site = self.site().clone();
        Self::new(site, clock)
    }

    fn new(site: Site, clock: Arc<dyn Clock>) -> Self {
        Self {
            site: Arc::new(Mutex::new(site)),
            clock,
            access: Access::Changes,
        }
    }

    /// Lets the next `times` changes meet a fault.
    pub fn inject(&self, fault: LabFault, times: usize) {
        self.site().faults.extend(std::iter::repeat_n(fault, times));
    }

    /// Takes back every fault that has not struck yet.
    pub fn clear_faults(&self) {
        self.site().faults.clear();
    }

    pub fn set_role(&self, role: Role) {
        self.site().role = role;
    }

    pub fn set_replication_delay(&self, delay: Duration) {
        self.site().replication_delay = delay;
    }

    pub fn set_service_delay(&self, delay: Duration) {
        self.site().service_delay = delay;
    }

    /// Lets services name the roles they belong to, or not: some servers do not.
    pub fn set_role_names(&self, named: bool) {
        self.site().names_roles = named;
    }

    /// Lets a server's copy of the Central Management store fall behind or catch up.
    pub fn set_replica(&self, server: &str, is_up_to_date: bool) {
        for machine in &mut self.site().machines {
            if machine.is_named(server) {
                machine.replica.set(is_up_to_date);
            }
        }
    }

    /// Somebody with every right changes something, whatever the session may and whatever befalls its next change.
    pub fn act_as_operator(&self, change: &Change) -> PortResult<()> {
        let now = self.clock.now();
        let mut site = self.site();
        let role = std::mem::replace(&mut site.role, Role::Administrator);
        let done = site.apply(change, now);
        site.role = role;
        done.map(|_applied| ())
    }

    fn site(&self) -> MutexGuard<'_, Site> {
        // A panic while the lock was held cannot leave the lists half-written: each change is one push or one flag.
        self.site.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the next fault strike. One that strikes after the act is returned.
    fn meet_fault(&self, operation: &str, call: &Call) -> PortResult<Option<LabFault>> {
        let fault = self.site().faults.pop_front();
        match fault {
            Some(LabFault::Refuse) => {
                return Err(error(
                    PortErrorKind::Refused,
                    operation,
                    "The operation was refused because the lab was asked to refuse it.",
                ));
            }
            Some(LabFault::TimeOut) => self.linger(Duration::MAX, operation, call)?,
            Some(LabFault::Slow) => self.linger(SLOW, operation, call)?,
            Some(LabFault::DropAfterAct) | None => {}
        }
        Ok(fault)
    }

    /// Waits as a slow server lets one wait, and gives up at the call's deadline as a client does.
    fn linger(&self, duration: Duration, operation: &str, call: &Call) -> PortResult<()> {
        self.clock.wait(duration.min(call.deadline), &call.cancel);
        if call.cancel.is_cancelled() {
            return Err(error(
                PortErrorKind::Cancelled,
                operation,
                "cancelled while waiting for the lab",
            ));
        }
        if duration >= call.deadline {
            return Err(error(
                PortErrorKind::Timeout,
                operation,
                "no answer before the deadline",
            ));
        }
        Ok(())
    }
}

impl Deployment for Lab {
    fn connection(&self) -> Connection {
        let site = self.site();
        Connection {
            source: Source::Lab,
            host: site.front_end.clone(),
            url: format!("lab://{}/OcsPowershell", site.front_end),
            account: site.caller.clone(),
        }
    }

    fn set_access(&mut self, access: Access) {
        self.access = access;
    }

    fn inventory(&mut self, _call: &Call) -> PortResult<Inventory> {
        let connection = self.connection();
        let now = self.clock.now();
        Ok(self.site().inventory(connection, now))
    }

    fn endpoint(&mut self, address: &SipUri, _call: &Call) -> PortResult<Option<Endpoint>> {
        let now = self.clock.now();
        Ok(self
            .site()
            .visible_endpoints(now)
            .into_iter()
            .find(|endpoint| endpoint.sip_address == *address))
    }

    fn holders(&mut self, address: &SipUri, _call: &Call) -> PortResult<Readable<Holders>> {
        let now = self.clock.now();
        Ok(Ok(self.site().holders(address, now)))
    }

    fn account(&mut self, account: &AccountName, _call: &Call) -> PortResult<Option<LyncAccount>> {
        let now = self.clock.now();
        self.site().lync_account(account, now)
    }

    fn rights(&mut self, _call: &Call) -> PortResult<Rights> {
        Ok(self.site().rights())
    }

    fn pool_reading(&mut self, pool: &Fqdn, _call: &Call) -> PortResult<PoolReading> {
        let now = self.clock.now();
        self.site().pool_reading(pool, now)
    }

    fn deployment_reading(&mut self, _call: &Call) -> PortResult<DeploymentReading> {
        let now = self.clock.now();
        Ok(self.site().deployment_reading(now))
    }

    fn services(
        &mut self,
        server: &str,
        _call: &Call,
    ) -> PortResult<Readable<Vec<WindowsService>>> {
        let now = self.clock.now();
        Ok(self.site().services(server, now))
    }

    fn replicas(
        &mut self,
        replica: Option<&str>,
        _call: &Call,
    ) -> PortResult<Readable<Vec<Replica>>> {
        let now = self.clock.now();
        Ok(self.site().replicas(replica, now))
    }

    fn preview(&mut self, change: &Change, _call: &Call) -> PortResult<Preview> {
        let Some(cmdlet) = Cmdlet::preview(change) else {
            return Err(error(
                PortErrorKind::NoPreview,
                Cmdlet::act(change).name(),
                "the cmdlet has no -WhatIf",
            ));
        };
        self.site().check_role(cmdlet.name())?;
        let target = match change {
            Change::CreateEndpoint(spec) => spec.sip_address.to_string(),
            Change::RemoveEndpoint { address } => address.to_string(),
            Change::StartService { service, .. } | Change::StopService { service, .. } => {
                service.to_string()
            }
            Change::MoveUser { user, .. }
            | Change::DisableUser { user }
            | Change::EnableUser { user, .. }
            | Change::GrantPolicy { user, .. } => user.to_string(),
            Change::UpdateUserDatabase { pool } => pool.to_string(),
            Change::Replicate { replica } => replica.clone().unwrap_or_default(),
        };
        let text = format!(
            "What if: Performing the operation \"{}\" on target \"{target}\".",
            cmdlet.name()
        );
        Ok(Preview {
            text: vec![text],
            words: Vec::new(),
        })
    }

    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied> {
        let operation = Cmdlet::act(change).name();
        if self.access == Access::ReadOnly {
            return Err(read_only(operation));
        }
        let fault = self.meet_fault(operation, call)?;
        let now = self.clock.now();
        let applied = self.site().apply(change, now)?;
        if fault == Some(LabFault::DropAfterAct) {
            return Err(dropped(operation));
        }
        Ok(applied)
    }

    fn test_chat(&mut self, test: &ChatTest, _call: &Call) -> PortResult<ChatTestResult> {
        const TEST: &str = "Test-CsPersistentChatMessage";
        if self.access == Access::ReadOnly {
            return Err(read_only(TEST));
        }
        let now = self.clock.now();
        let site = self.site();
        site.check_role(TEST)?;
        Ok(site.test_chat(test, now))
    }
}

fn read_only(operation: &str) -> PortError {
    error(
        PortErrorKind::ReadOnly,
        operation,
        "the session is read-only",
    )
}

fn dropped(operation: &str) -> PortError {
    error(
        PortErrorKind::OutcomeUnknown,
        operation,
        "the connection was closed before the answer arrived",
    )
}

fn error(kind: PortErrorKind, operation: &str, words: &str) -> PortError {
    PortError::new(kind, operation, "lab", words)
}
