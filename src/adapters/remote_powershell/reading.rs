//! A reading of a whole deployment: one question after the other, with what could not be read said.

use std::collections::BTreeSet;

use super::errors::Doing;
use super::reply::Reply;
use super::session::Session;
use crate::domain::{
    Connection, Endpoint, Generation, Holder, HolderKind, Holders, Inventory, LookupAddress,
    Message, Moment, Notice, Pool, Readable, SipDomain, SipUri, SourcePool, Unread, UnreadReason,
    origin,
};
use crate::lync::Cmdlet;
use crate::lync::decode::{self, Decoded};
use crate::ports::{Call, PortError, PortResult};
use crate::psrp::clixml::Value;

/// A reading in progress.
pub(super) struct Reading<'a> {
    pub(super) session: &'a mut Session,
    pub(super) call: &'a Call,
    pub(super) notices: Vec<Notice>,
}

impl Reading<'_> {
    pub(super) fn inventory(
        &mut self,
        connection: Connection,
        now: Moment,
    ) -> PortResult<Inventory> {
        let mut pools = self.pools()?;
        self.pool_states(&mut pools)?;
        let sip_domains = self.sip_domains()?;
        let mut endpoints = self.endpoints(&pools)?;
        origin::assign(&mut endpoints, &pools);
        let source_pools = self.source_pools()?;
        let mut lookup_addresses = Vec::new();
        for domain in sip_domains.iter().flatten() {
            if let Some(address) = Inventory::conventional_lookup_address(domain) {
                let holders = self.holders(&address)?;
                lookup_addresses.push(LookupAddress { address, holders });
            }
        }
        Ok(Inventory {
            connection,
            read_at: now,
            pools,
            endpoints,
            sip_domains,
            source_pools,
            lookup_addresses,
            notices: std::mem::take(&mut self.notices),
        })
    }

    pub(super) fn pools(&mut self) -> PortResult<Vec<Pool>> {
        let reply = self.ask(&Cmdlet::GetPersistentChatServices)?;
        Ok(self
            .known(reply, decode::pools, |reason| Message::PoolsUnread {
                reason,
            })
            .unwrap_or_default())
    }

    fn pool_states(&mut self, pools: &mut [Pool]) -> PortResult<()> {
        if pools.is_empty() {
            return Ok(());
        }
        let reply = self.ask(&Cmdlet::GetPersistentChatStates)?;
        let states = self.known(reply, decode::pool_states, |reason| {
            Message::PoolStateUnread { reason }
        });
        for (fqdn, state) in states.unwrap_or_default() {
            if let Some(pool) = pools.iter_mut().find(|pool| pool.fqdn == fqdn) {
                pool.state = Some(state);
            }
        }
        Ok(())
    }

    fn sip_domains(&mut self) -> PortResult<Readable<Vec<SipDomain>>> {
        let reply = self.ask(&Cmdlet::GetSipDomains)?;
        Ok(self.known(reply, decode::sip_domains, |reason| {
            Message::SipDomainsUnread { reason }
        }))
    }

    /// Group Chat is a trusted application of the generation before Persistent Chat; later pools are something else's.
    fn source_pools(&mut self) -> PortResult<Readable<Vec<SourcePool>>> {
        let reply = self.ask(&Cmdlet::GetTrustedApplicationPools)?;
        let pools = self.known(reply, decode::source_pools, |reason| {
            Message::SourcePoolsUnread { reason }
        });
        Ok(pools.map(|mut pools| {
            pools.retain(|pool| {
                matches!(pool.generation, Generation::Lync2010 | Generation::Other(_))
            });
            pools
        }))
    }

    /// Once per pool, because only the question tells which pool an endpoint belongs to, and once for all of them.
    fn endpoints(&mut self, pools: &[Pool]) -> PortResult<Vec<Endpoint>> {
        let mut endpoints: Vec<Endpoint> = Vec::new();
        let mut seen: BTreeSet<SipUri> = BTreeSet::new();
        let questions = pools
            .iter()
            .map(|pool| Some(pool.fqdn.clone()))
            .chain([None]);
        for pool in questions {
            let question = Cmdlet::GetEndpoints { pool: pool.clone() };
            // There may be a hundred thousand: each is turned into what is kept as it arrives.
            let reply =
                self.ask_each(&question, |object| decode::endpoint(&object, pool.as_ref()))?;
            let found = self.known_each(reply, |reason| match &pool {
                Some(pool) => Message::EndpointsOfPoolUnread {
                    pool: pool.clone(),
                    reason,
                },
                None => Message::EndpointsUnread { reason },
            });
            for endpoint in found.unwrap_or_default() {
                if seen.insert(endpoint.sip_address.clone()) {
                    endpoints.push(endpoint);
                }
            }
        }
        Ok(endpoints)
    }

    pub(super) fn holders(&mut self, address: &SipUri) -> PortResult<Holders> {
        // How a filter escapes these is not documented, so an address that has them is not asked about.
        if address.as_str().contains(['"', '$', '`']) {
            let unread = Unread::new(
                UnreadReason::NotUnderstood,
                "a filter cannot name this address",
            );
            return Ok(Holders {
                address: address.clone(),
                principals: Err(unread.clone()),
                users: Err(unread),
            });
        }
        let principals = self.ask(&Cmdlet::GetAdPrincipals {
            address: address.clone(),
        })?;
        let users = self.ask(&Cmdlet::GetUsers {
            address: address.clone(),
        })?;
        Ok(Holders {
            address: address.clone(),
            principals: holders_of(address, principals, HolderKind::Other),
            users: holders_of(address, users, HolderKind::User),
        })
    }

    /// Asks one question. A failure of the question is an answer too; only a lost line ends the reading.
    pub(super) fn ask(&mut self, cmdlet: &Cmdlet) -> PortResult<Result<Reply, PortError>> {
        self.ask_each(cmdlet, |object| object)
    }

    /// The same, keeping of each object only what `read` makes of it.
    fn ask_each<T>(
        &mut self,
        cmdlet: &Cmdlet,
        read: impl Fn(Value) -> T,
    ) -> PortResult<Result<Reply<T>, PortError>> {
        match self.session.run_each(cmdlet, self.call, read) {
            Err(err) if err.is_line_lost() => Err(err),
            Ok(reply) if reply.objects.is_empty() && !reply.errors.is_empty() => {
                let target = cmdlet.name();
                let doing = Doing {
                    operation: target,
                    target,
                    is_change: false,
                    was_sent: true,
                };
                Ok(Err(reply.errors.first().map_or_else(
                    || doing.error(crate::ports::PortErrorKind::Refused, ""),
                    |record| doing.record(record),
                )))
            }
            result => Ok(result),
        }
    }

    /// What a question brought; what it did not bring becomes a notice.
    fn known<T>(
        &mut self,
        reply: Result<Reply, PortError>,
        decode: impl Fn(&[Value]) -> Decoded<T>,
        unread: impl Fn(UnreadReason) -> Message,
    ) -> Readable<Vec<T>> {
        self.taken_in(reply, |objects| decode(&objects), unread)
    }

    /// The same for objects that were read one by one as they arrived.
    fn known_each<T>(
        &mut self,
        reply: Result<Reply<Result<T, Message>>, PortError>,
        unread: impl Fn(UnreadReason) -> Message,
    ) -> Readable<Vec<T>> {
        self.taken_in(reply, Decoded::from_iter, unread)
    }

    fn taken_in<O, T>(
        &mut self,
        reply: Result<Reply<O>, PortError>,
        decode: impl Fn(Vec<O>) -> Decoded<T>,
        unread: impl Fn(UnreadReason) -> Message,
    ) -> Readable<Vec<T>> {
        match reply {
            // A question about one thing that is not there has no answer, and that is one.
            Err(err) if err.kind == crate::ports::PortErrorKind::NotFound => Ok(Vec::new()),
            Err(err) => {
                let why = err.unread();
                self.notices.push(Notice {
                    message: unread(why.reason),
                    words: why.words.clone(),
                });
                Err(why)
            }
            Ok(reply) => {
                for words in reply.words() {
                    self.notices.push(Notice {
                        message: Message::ServerWarning,
                        words,
                    });
                }
                let decoded = decode(reply.objects);
                self.notices
                    .extend(decoded.skipped.into_iter().map(|message| Notice {
                        message,
                        words: String::new(),
                    }));
                Ok(decoded.values)
            }
        }
    }
}

fn holders_of(
    address: &SipUri,
    reply: Result<Reply, PortError>,
    kind: HolderKind,
) -> Readable<Vec<Holder>> {
    match reply {
        Err(err) if err.kind == crate::ports::PortErrorKind::NotFound => Ok(Vec::new()),
        Err(err) => Err(err.unread()),
        // The filter ran on the server; what it let through is compared here all the same.
        Ok(reply) => Ok(decode::holders(&reply.objects, kind)
            .values
            .into_iter()
            .filter(|holder| holder.sip_address == *address)
            .collect()),
    }
}

/// Finds the pool an endpoint belongs to, asking the likeliest first, and with that pool's other endpoints its origin.
pub(super) fn place(
    session: &mut Session,
    endpoint: &mut Endpoint,
    pools: &[Pool],
    call: &Call,
) -> PortResult<()> {
    for pool in pools {
        let question = Cmdlet::GetEndpoints {
            pool: Some(pool.fqdn.clone()),
        };
        let mut neighbours = match session.run(&question, call) {
            Ok(reply) => decode::endpoints(&reply.objects, Some(&pool.fqdn)).values,
            Err(err) if err.is_line_lost() => return Err(err),
            Err(_unreadable) => continue,
        };
        origin::assign(&mut neighbours, pools);
        let found = neighbours
            .into_iter()
            .find(|other| other.sip_address == endpoint.sip_address);
        if let Some(found) = found {
            endpoint.pool = found.pool;
            endpoint.origin = found.origin;
            return Ok(());
        }
    }
    Ok(())
}
