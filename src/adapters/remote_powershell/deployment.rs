//! The [`Deployment`] port over a remote PowerShell session.

use super::errors::Doing;
use super::lane::Lane;
use super::permit::ChangePermit;
use super::reading::{Reading, place};
use super::reply::Reply;
use super::rights;
use super::session::Session;
use super::surroundings::known_pool;
use super::target::Target;
use super::transcript::Transcript;
use crate::adapters::clock::SystemClock;
use crate::adapters::platform;
use crate::domain::{
    Access, Account, AccountName, Applied, Change, ChatTest, ChatTestResult, Connection,
    DeploymentReading, Dial, Endpoint, Fqdn, Holders, Inventory, LyncAccount, Pool, PoolReading,
    Preview, Readable, Recording, Replica, Rights, SipUri, Source, WindowsService,
};
use crate::lync::{Cmdlet, decode};
use crate::ports::{Call, Clock as _, Deployment, PortError, PortErrorKind, PortResult};

const SIGN_IN: &str = "sign-in";

pub struct RemotePowerShell {
    session: Session,
    connection: Connection,
    /// There is none while the session is read-only.
    permit: Option<ChangePermit>,
    clock: SystemClock,
    /// The pools of the last reading, the one last acted on first.
    pools: Vec<Pool>,
}

impl RemotePowerShell {
    /// Signs in and opens a runspace.
    pub fn connect(dial: &Dial, call: &Call) -> PortResult<Self> {
        let lane = lane(dial)?;
        let connection = Connection {
            source: Source::Live,
            host: lane.target().host().to_owned(),
            url: lane.target().as_str().to_owned(),
            account: account(dial),
        };
        let transcript = transcript(dial)?;
        let host = connection.host.as_str();
        tracing::info!(%host, "signing in");
        let mut session = Session::new(lane, transcript)?;
        session.open(call)?;
        tracing::info!(%host, "session opened");
        Ok(Self {
            session,
            connection,
            permit: ChangePermit::grant(dial.access),
            clock: SystemClock::default(),
            pools: Vec::new(),
        })
    }

    /// Sends what changes something, where the session may.
    fn change(&mut self, cmdlet: &Cmdlet, call: &Call) -> PortResult<Reply> {
        let Some(permit) = &self.permit else {
            let doing = self.answered(cmdlet, true);
            return Err(doing.error(PortErrorKind::ReadOnly, "the session is read-only"));
        };
        tracing::info!(cmdlet = cmdlet.name(), "sending a change");
        self.session.change(permit, cmdlet, call)
    }

    /// For what an answered cmdlet had to say.
    fn answered(&self, cmdlet: &Cmdlet, is_change: bool) -> Doing<'_> {
        Doing {
            operation: cmdlet.name(),
            target: &self.connection.host,
            is_change,
            was_sent: true,
        }
    }

    fn reading<'a>(&'a mut self, call: &'a Call) -> Reading<'a> {
        Reading {
            session: &mut self.session,
            call,
            notices: Vec::new(),
        }
    }
}

/// The lane to where a person wants to go, as who they want to be; nothing is sent yet.
pub(super) fn lane(dial: &Dial) -> PortResult<Lane> {
    let doing = Doing {
        operation: SIGN_IN,
        target: &dial.uri,
        is_change: false,
        was_sent: false,
    };
    let target = Target::parse(&dial.uri, dial.authentication).map_err(|err| doing.target(&err))?;
    let host = target.host().to_owned();
    let doing = Doing {
        target: &host,
        ..doing
    };
    Lane::new(target, dial).map_err(|err| doing.transport(&err))
}

/// The transcript that was asked for. In the data folder none is begun before somebody has given it a name.
pub(super) fn transcript(dial: &Dial) -> PortResult<Option<Transcript>> {
    match &dial.recording {
        Recording::File(path) => Transcript::create(path, &account(dial)).map(Some),
        Recording::Off | Recording::DataFolder => Ok(None),
    }
}

/// The account as it was given.
pub(super) fn account(dial: &Dial) -> String {
    match &dial.account {
        Account::Named { user, .. } => user.clone(),
        Account::CurrentUser => platform::os_user(),
    }
}

impl Deployment for RemotePowerShell {
    fn connection(&self) -> Connection {
        self.connection.clone()
    }

    fn set_access(&mut self, access: Access) {
        self.permit = ChangePermit::grant(access);
    }

    fn keep_alive(&mut self, call: &Call) -> PortResult<()> {
        self.session.keep_alive(call)
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

    fn account(&mut self, account: &AccountName, call: &Call) -> PortResult<Option<LyncAccount>> {
        let cmdlet = Cmdlet::GetUser {
            account: account.clone(),
        };
        let reply = match self.session.run(&cmdlet, call) {
            Err(err) if err.kind == PortErrorKind::NotFound => return Ok(None),
            reply => reply?,
        };
        let doing = self.answered(&cmdlet, false);
        let mut found = decode::lync_accounts(&reply.objects).values;
        match (found.pop(), reply.errors.first()) {
            (Some(account), _) if found.is_empty() => Ok(Some(account)),
            // A name may turn out to mean several accounts; none of them is taken for the one that was meant.
            (Some(_), _) => Err(doing.error(PortErrorKind::Conflict, "several accounts answer")),
            (None, Some(record)) => match doing.record(record) {
                err if err.kind == PortErrorKind::NotFound => Ok(None),
                err => Err(err),
            },
            (None, None) if reply.objects.is_empty() => Ok(None),
            (None, None) => Err(doing.error(PortErrorKind::Refused, "the account has no name")),
        }
    }

    fn rights(&mut self, call: &Call) -> PortResult<Rights> {
        rights::discover(&mut self.session, call)
    }

    fn pool_reading(&mut self, pool: &Fqdn, call: &Call) -> PortResult<PoolReading> {
        if !self.pools.iter().any(|known| known.fqdn == *pool) {
            self.pools = self.reading(call).pools()?;
        }
        let pool = known_pool(&self.pools, pool, &self.connection.host)?;
        let now = self.clock.now();
        self.reading(call).pool_reading(&pool, now)
    }

    fn deployment_reading(&mut self, call: &Call) -> PortResult<DeploymentReading> {
        let now = self.clock.now();
        self.reading(call).deployment_reading(now)
    }

    fn services(&mut self, server: &str, call: &Call) -> PortResult<Readable<Vec<WindowsService>>> {
        self.reading(call).services(server)
    }

    fn replicas(
        &mut self,
        replica: Option<&str>,
        call: &Call,
    ) -> PortResult<Readable<Vec<Replica>>> {
        self.reading(call).replicas(replica)
    }

    fn preview(&mut self, change: &Change, call: &Call) -> PortResult<Preview> {
        let Some(cmdlet) = Cmdlet::preview(change) else {
            let cmdlet = Cmdlet::act(change).name();
            return Err(PortError::new(
                PortErrorKind::NoPreview,
                cmdlet,
                self.connection.host.clone(),
                "the cmdlet has no -WhatIf",
            ));
        };
        let reply = self.session.run(&cmdlet, call)?;
        if let Some(record) = reply.errors.first() {
            return Err(self.answered(&cmdlet, false).record(record));
        }
        let words = reply.words();
        Ok(Preview {
            text: reply.lines,
            words,
        })
    }

    fn apply(&mut self, change: &Change, call: &Call) -> PortResult<Applied> {
        let cmdlet = Cmdlet::act(change);
        if let Change::CreateEndpoint(spec) = change {
            // The read-back asks this pool first.
            self.pools.sort_by_key(|pool| pool.fqdn != spec.pool);
        }
        let reply = self.change(&cmdlet, call)?;
        let doing = self.answered(&cmdlet, true);
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

    fn test_chat(&mut self, test: &ChatTest, call: &Call) -> PortResult<ChatTestResult> {
        let cmdlet = Cmdlet::TestChat(test.clone());
        let reply = self.change(&cmdlet, call)?;
        let doing = self.answered(&cmdlet, true);
        match (decode::chat_test(&reply.objects), reply.errors.first()) {
            (Some(result), _) => Ok(result),
            (None, Some(record)) => Err(doing.record(record)),
            (None, None) => Err(doing.lost(PortErrorKind::Protocol, "the test returned nothing")),
        }
    }
}
