//! The [`Deployment`] port over a remote PowerShell session.

use super::errors::Doing;
use super::lane::Lane;
use super::reading::{Reading, place};
use super::session::Session;
use super::target::Target;
use crate::adapters::clock::SystemClock;
use crate::adapters::platform;
use crate::domain::{
    Access, Account, Applied, Change, Connection, Dial, Endpoint, Fqdn, Holders, Inventory, Pool,
    PoolContent, PoolReading, Preview, Readable, Rights, SipUri, Source, Unread, UnreadReason,
};
use crate::lync::{Cmdlet, Mode, decode};
use crate::ports::{Call, Clock as _, Deployment, PortErrorKind, PortResult};

const SIGN_IN: &str = "sign-in";

pub struct RemotePowerShell {
    session: Session,
    connection: Connection,
    access: Access,
    clock: SystemClock,
    /// The pools of the last reading, the one last acted on first.
    pools: Vec<Pool>,
}

impl RemotePowerShell {
    /// Signs in and opens a runspace.
    pub fn connect(dial: &Dial, call: &Call) -> PortResult<Self> {
        let doing = Doing {
            operation: SIGN_IN,
            target: &dial.uri,
            is_change: false,
            was_sent: false,
        };
        let target =
            Target::parse(&dial.uri, dial.authentication).map_err(|err| doing.target(&err))?;
        let host = target.host().to_owned();
        let doing = Doing {
            target: &host,
            ..doing
        };
        let connection = Connection {
            source: Source::Live,
            host: host.clone(),
            url: target.as_str().to_owned(),
            account: match &dial.account {
                Account::Named { user, .. } => user.clone(),
                Account::CurrentUser => platform::os_user(),
            },
        };
        let lane = Lane::new(target, dial).map_err(|err| doing.transport(&err))?;
        tracing::info!(%host, "signing in");
        let session = Session::open(lane, call)?;
        tracing::info!(%host, "session opened");
        Ok(Self {
            session,
            connection,
            access: dial.access,
            clock: SystemClock::default(),
            pools: Vec::new(),
        })
    }

    fn reading<'a>(&'a mut self, call: &'a Call) -> Reading<'a> {
        Reading {
            session: &mut self.session,
            call,
            notices: Vec::new(),
        }
    }
}

impl Deployment for RemotePowerShell {
    fn connection(&self) -> Connection {
        self.connection.clone()
    }

    fn set_access(&mut self, access: Access) {
        self.access = access;
    }

    fn inventory(&mut self, call: &Call) -> PortResult<Inventory> {
        let connection = self.connection.clone();
        let now = self.clock.now();
        let inventory = self.reading(call).inventory(connection, now)?;
        self.pools.clone_from(&inventory.pools);
        Ok(inventory)
    }

    fn endpoint(&mut self, address: &SipUri, call: &Call) -> PortResult<Option<Endpoint>> {
        let cmdlet = Cmdlet::GetEndpoint {
            address: address.clone(),
        };
        let reply = match self.session.run(&cmdlet, call) {
            Err(err) if err.kind == PortErrorKind::NotFound => return Ok(None),
            reply => reply?,
        };
        let found = decode::endpoints(&reply.objects, None).values;
        let Some(mut endpoint) = found
            .into_iter()
            .find(|endpoint| endpoint.sip_address == *address)
        else {
            let host = self.connection.host.clone();
            let doing = Doing {
                operation: cmdlet.name(),
                target: &host,
                is_change: false,
                was_sent: true,
            };
            return match reply.errors.first().map(|record| doing.record(record)) {
                Some(err) if err.kind != PortErrorKind::NotFound => Err(err),
                _ => Ok(None),
            };
        };
        if self.pools.is_empty() {
            self.pools = self.reading(call).pools()?;
        }
        place(&mut self.session, &mut endpoint, &self.pools, call)?;
        Ok(Some(endpoint))
    }

    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<Readable<Holders>> {
        self.reading(call).holders(address).map(Ok)
    }

    fn rights(&mut self, _call: &Call) -> PortResult<Rights> {
        let unread = Unread::new(UnreadReason::NotAsked, "");
        Ok(Rights {
            commands: Err(unread.clone()),
            roles: Err(unread),
        })
    }

    fn pool_reading(&mut self, pool: &Fqdn, _call: &Call) -> PortResult<PoolReading> {
        let unread = Unread::new(UnreadReason::NotAsked, "");
        Ok(PoolReading {
            pool: pool.clone(),
            read_at: self.clock.now(),
            servers: Vec::new(),
            content: PoolContent {
                categories: Err(unread.clone()),
                rooms: Err(unread.clone()),
                addins: Err(unread),
            },
        })
    }

    fn preview(&mut self, change: &Change, call: &Call) -> PortResult<Preview> {
        let cmdlet = Cmdlet::for_change(change, Mode::WhatIf);
        let reply = self.session.run(&cmdlet, call)?;
        if let Some(record) = reply.errors.first() {
            let host = self.connection.host.clone();
            let doing = Doing {
                operation: cmdlet.name(),
                target: &host,
                is_change: false,
                was_sent: true,
            };
            return Err(doing.record(record));
        }
        let words = reply.words();
        Ok(Preview {
            text: reply.lines,
            words,
        })
    }

    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied> {
        let cmdlet = Cmdlet::for_change(change, Mode::Act);
        let host = self.connection.host.clone();
        let doing = Doing {
            operation: cmdlet.name(),
            target: &host,
            is_change: true,
            was_sent: true,
        };
        if self.access == Access::ReadOnly {
            return Err(doing.error(PortErrorKind::ReadOnly, "the session is read-only"));
        }
        if let Change::CreateEndpoint(spec) = change {
            // The read-back asks this pool first.
            self.pools.sort_by_key(|pool| pool.fqdn != spec.pool);
        }
        tracing::info!(cmdlet = cmdlet.name(), "sending a change");
        let reply = self.session.run(&cmdlet, call)?;
        let returned = match change {
            Change::CreateEndpoint(spec) => decode::endpoints(&reply.objects, Some(&spec.pool))
                .values
                .into_iter()
                .next(),
            _ => None,
        };
        match reply.errors.first() {
            Some(record) if returned.is_none() => Err(doing.record(record)),
            _ if !reply.prompts.is_empty() => {
                Err(doing.error(PortErrorKind::Refused, reply.words().join("\n")))
            }
            _ => Ok(Applied {
                returned,
                words: reply.words(),
            }),
        }
    }
}
