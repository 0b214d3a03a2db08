//! A Lync Server or Skype for Business Server deployment, as far as this console talks to one.

use std::time::Duration;

use super::{Cancel, PortResult};
use crate::domain::{
    Access, AccountName, Applied, Change, ChatTest, ChatTestResult, Connection, DeploymentReading,
    Endpoint, Fqdn, Holders, Inventory, LyncAccount, PoolReading, Preview, Readable, Replica,
    Rights, SipUri, WindowsService,
};

/// The limits of one call: how long it may take, and how its caller can stop it.
#[derive(Clone, Debug)]
pub struct Call {
    pub deadline: Duration,
    pub cancel: Cancel,
}

impl Call {
    pub fn new(deadline: Duration, cancel: &Cancel) -> Self {
        Self {
            deadline,
            cancel: cancel.clone(),
        }
    }
}

pub trait Deployment: Send {
    fn connection(&self) -> Connection;

    /// Allows or forbids changes for the rest of the session. While they are forbidden, [`Self::apply`] sends nothing
    /// and returns [`super::PortErrorKind::ReadOnly`].
    fn set_access(&mut self, access: Access);

    /// Keeps an idle session from being forgotten. An error says that it is gone; the next call opens a new one.
    fn keep_alive(&mut self, _call: &Call) -> PortResult<()> {
        Ok(())
    }

    /// Reads pools, endpoints and SIP domains. What could not be read is a notice, not a failure.
    fn inventory(&mut self, call: &Call) -> PortResult<Inventory>;

    /// Reads one endpoint by its address; `None` when the server does not know it.
    fn endpoint(&mut self, address: &SipUri, call: &Call) -> PortResult<Option<Endpoint>>;

    /// Asks who holds an address among users and contacts.
    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<Readable<Holders>>;

    /// Reads one SIP-enabled account with everything granted to it; `None` when the deployment does not know it.
    fn account(&mut self, account: &AccountName, call: &Call) -> PortResult<Option<LyncAccount>>;

    /// Finds out what the caller may do.
    fn rights(&mut self, call: &Call) -> PortResult<Rights>;

    /// Reads the servers and the contents of one pool. What could not be read is said in its place.
    fn pool_reading(&mut self, pool: &Fqdn, call: &Call) -> PortResult<PoolReading>;

    /// Reads what surrounds the chat pools: topology, replicas and the settings that concern clients.
    fn deployment_reading(&mut self, call: &Call) -> PortResult<DeploymentReading>;

    /// Reads the services of one server.
    fn services(&mut self, server: &str, call: &Call) -> PortResult<Readable<Vec<WindowsService>>>;

    /// Reads how the copies of the Central Management store stand: one of them, or all.
    fn replicas(
        &mut self,
        replica: Option<&str>,
        call: &Call,
    ) -> PortResult<Readable<Vec<Replica>>>;

    /// Asks the server what a change would do (`-WhatIf`). Changes nothing. A cmdlet that has no `-WhatIf` is not
    /// asked: [`super::PortErrorKind::NoPreview`].
    fn preview(&mut self, change: &Change, call: &Call) -> PortResult<Preview>;

    /// Carries a change out, once. An answer that was lost is [`super::PortErrorKind::OutcomeUnknown`].
    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied>;

    /// Lets two users exchange a message in a room, by the path of Lync 2013 clients. The message stays in the room,
    /// so while changes are forbidden nothing is sent.
    fn test_chat(&mut self, test: &ChatTest, call: &Call) -> PortResult<ChatTestResult>;
}
