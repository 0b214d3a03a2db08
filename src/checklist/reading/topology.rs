//! What is published: pools, versions, the forest, and whether the old system still is.

use std::collections::BTreeSet;

use super::asking::{Asking, not_cancelled};
use crate::checklist::path::{PathVerdict, judge};
use crate::checklist::project::SourceGeneration;
use crate::domain::{
    DistinguishedName, Fqdn, Generation, PoolState, ReadingMessage, SourcePool, Unread,
    UnreadReason,
};
use crate::ports::PortResult;

const REPLICATION: &str = "Get-CsManagementStoreReplicationStatus";

impl Asking<'_, '_> {
    /// Both are published in one topology, and where a directory is connected it is that topology's forest.
    pub(super) fn same_forest(&mut self) -> PortResult<()> {
        let Some(inventory) = self.inventory()? else {
            return Ok(());
        };
        let facts = &self.around.facts;
        let pool = facts.target.pool.clone();
        if inventory.pool(&pool).is_some() {
            self.shows(ReadingMessage::PoolPublished { pool });
        } else {
            self.contradicts(ReadingMessage::PoolMissing { pool });
        }
        let source = facts.source.pool.clone();
        match facts.source.generation {
            SourceGeneration::Lync2010 => {
                let published = self.known("Get-CsTrustedApplicationPool", inventory.source_pools);
                if let Some(published) = published {
                    if is_among(&published, &source) {
                        self.shows(ReadingMessage::SourcePublished { pool: source });
                    } else {
                        self.contradicts(ReadingMessage::SourceMissing { pool: source });
                    }
                }
            }
            // No topology of a later version lists it; its Lookup account is in the forest or is not.
            SourceGeneration::Ocs2007R2 => self.lookup_accounts()?,
        }
        let identities = inventory.endpoints.iter();
        let identity = identities.filter_map(|endpoint| endpoint.identity.clone());
        self.forest(identity.take(1).next())
    }

    fn lookup_accounts(&mut self) -> PortResult<()> {
        let addresses = self.around.facts.source.lookup_addresses.clone();
        let Some(directory) = &mut self.sides.directory else {
            self.lacks(ReadingMessage::DirectoryNeeded);
            return Ok(());
        };
        let host = directory.connection().host;
        let mut found = Vec::new();
        for address in addresses {
            let holders = directory.holders(&address, self.call);
            found.push((address, not_cancelled(holders)?));
        }
        for (address, holders) in found {
            let Some(holders) = self.known(&host, holders) else {
                continue;
            };
            match holders.holders.into_iter().next() {
                Some(holder) => self.shows(ReadingMessage::LookupAccountFound {
                    address,
                    identity: holder.dn,
                }),
                None => self.lacks(ReadingMessage::LookupAccountMissing { address }),
            }
        }
        Ok(())
    }

    /// An endpoint's name ends with the configuration partition of the deployment's forest.
    fn forest(&mut self, endpoint: Option<DistinguishedName>) -> PortResult<()> {
        let Some(directory) = &mut self.sides.directory else {
            return Ok(());
        };
        let host = directory.connection().host;
        let reading = not_cancelled(directory.reading(self.call))?;
        let Some(reading) = self.known(&host, reading) else {
            return Ok(());
        };
        let own = reading.configuration_dn.as_str().to_lowercase();
        match endpoint {
            None => self.warns(ReadingMessage::ForestNotCompared),
            Some(endpoint) if endpoint.as_str().to_lowercase().ends_with(&own) => {
                let forest = reading.forest.unwrap_or(own);
                self.shows(ReadingMessage::ForestSame { forest });
            }
            Some(endpoint) => self.contradicts(ReadingMessage::ForestsDiffer {
                deployment: endpoint.to_string(),
                directory: reading.configuration_dn.to_string(),
            }),
        }
        Ok(())
    }

    /// Two versions side by side are supported, three are not.
    pub(super) fn versions(&mut self) -> PortResult<()> {
        let Some(inventory) = self.inventory()? else {
            return Ok(());
        };
        let Some(reading) = self.surroundings()? else {
            return Ok(());
        };
        let facts = &self.around.facts;
        let (source, wanted) = (facts.source.generation, facts.target.generation);
        let target = facts.target.pool.clone();
        let registrars = self.known("Get-CsService -Registrar", reading.topology.registrars);
        let sources = self.known("Get-CsTrustedApplicationPool", inventory.source_pools);
        let mut versions: BTreeSet<Product> = BTreeSet::new();
        versions.insert(match source {
            SourceGeneration::Ocs2007R2 => Product::Ocs2007R2,
            SourceGeneration::Lync2010 => Product::Lync2010,
        });
        let pools = inventory
            .pools
            .iter()
            .map(|pool| (pool.fqdn.to_string(), pool.generation));
        let registrars = registrars.iter().flatten();
        let registrars =
            registrars.map(|registrar| (registrar.pool.to_string(), registrar.generation));
        // A trusted application pool without a version may be anything's.
        let sources = sources.iter().flatten();
        let sources = sources
            .filter(|pool| pool.generation == Generation::Lync2010)
            .map(|pool| (pool.fqdn.to_string(), pool.generation));
        for (pool, generation) in pools.chain(registrars).chain(sources) {
            match Product::of(generation) {
                Some(product) => {
                    versions.insert(product);
                }
                None => self.warns(ReadingMessage::VersionUnknown { pool }),
            }
        }
        let products: Vec<String> = versions
            .iter()
            .map(|product| product.name().to_owned())
            .collect();
        if versions.len() > 2 {
            self.contradicts(ReadingMessage::ThreeVersions { products });
        } else {
            self.shows(ReadingMessage::VersionsTogether { products });
        }
        match inventory.pools.iter().find(|pool| pool.fqdn == target) {
            None => self.contradicts(ReadingMessage::PoolMissing { pool: target }),
            Some(pool) if pool.generation != wanted => {
                self.contradicts(ReadingMessage::TargetGenerationDiffers {
                    pool: target,
                    entered: name_of(wanted),
                    found: name_of(pool.generation),
                });
            }
            Some(_) => {}
        }
        match judge(source, wanted) {
            PathVerdict::Documented => {}
            PathVerdict::CoexistenceOnly => self.warns(ReadingMessage::PathCoexistenceOnly),
            PathVerdict::ByWayOf2013 => self.contradicts(ReadingMessage::PathByWayOf2013),
            PathVerdict::Unknown => self.contradicts(ReadingMessage::PathUnknown),
        }
        Ok(())
    }

    /// The target's next hop is published, and it is the one that was entered.
    pub(super) fn home_pool(&mut self) -> PortResult<()> {
        let Some(inventory) = self.inventory()? else {
            return Ok(());
        };
        let facts = &self.around.facts;
        let (pool, entered) = (facts.target.pool.clone(), facts.target.registrar.clone());
        let Some(target) = inventory.pool(&pool) else {
            self.contradicts(ReadingMessage::PoolMissing { pool });
            return Ok(());
        };
        let Some(registrar) = target.registrar.clone() else {
            self.lacks(ReadingMessage::HomePoolUnknown { pool });
            return Ok(());
        };
        if let Some(entered) = entered.filter(|entered| *entered != registrar) {
            let found = registrar.clone();
            self.contradicts(ReadingMessage::HomePoolDiffers { entered, found });
        }
        let Some(reading) = self.surroundings()? else {
            return Ok(());
        };
        let registrars = self.known("Get-CsService -Registrar", reading.topology.registrars);
        if let Some(registrars) = registrars {
            if registrars.iter().any(|known| known.pool == registrar) {
                self.shows(ReadingMessage::HomePoolPublished { registrar });
            } else {
                self.contradicts(ReadingMessage::HomePoolMissing { registrar });
            }
        }
        Ok(())
    }

    /// Published, in its normal state, and every server's copy of the Central Management store up to date.
    pub(super) fn target_pool(&mut self) -> PortResult<()> {
        let Some(inventory) = self.inventory()? else {
            return Ok(());
        };
        let fqdn = self.around.facts.target.pool.clone();
        let pool = || fqdn.clone();
        let Some(target) = inventory.pool(&fqdn) else {
            self.contradicts(ReadingMessage::PoolMissing { pool: pool() });
            return Ok(());
        };
        self.shows(ReadingMessage::PoolPublished { pool: pool() });
        match &target.state {
            Some(PoolState::Normal) => self.shows(ReadingMessage::PoolNormal { pool: pool() }),
            Some(state) => self.contradicts(ReadingMessage::PoolNotNormal {
                pool: pool(),
                state: state.word().to_owned(),
            }),
            None => {
                let unread = Unread::new(UnreadReason::NoAnswer, "");
                self.unread("Get-CsPersistentChatState", &unread);
            }
        }
        let Some(reading) = self.target()? else {
            return Ok(());
        };
        if reading.servers.is_empty() {
            self.lacks(ReadingMessage::PoolWithoutServers { pool: pool() });
        }
        for reading in reading.servers {
            let server = reading.server;
            match reading.replica {
                Ok(Some(replica)) if replica.is_up_to_date => {
                    self.shows(ReadingMessage::ReplicaUpToDate { server });
                }
                Ok(Some(_)) => self.contradicts(ReadingMessage::ReplicaOutdated { server }),
                Ok(None) => self.contradicts(ReadingMessage::ReplicaMissing { server }),
                Err(unread) => self.unread(format!("{REPLICATION} ({server})"), &unread),
            }
        }
        Ok(())
    }

    /// Neither its pool nor an application of it is published any more.
    pub(super) fn source_retired(&mut self) -> PortResult<()> {
        if self.around.facts.source.generation == SourceGeneration::Ocs2007R2 {
            self.lacks(ReadingMessage::SourceNotReadHere);
            return Ok(());
        }
        let Some(inventory) = self.inventory()? else {
            return Ok(());
        };
        let Some(reading) = self.surroundings()? else {
            return Ok(());
        };
        let pool = self.around.facts.source.pool.clone();
        let pools = self.known("Get-CsTrustedApplicationPool", inventory.source_pools);
        let published = reading.topology.trusted_applications;
        let applications = self.known("Get-CsTrustedApplication", published);
        let (Some(pools), Some(applications)) = (pools, applications) else {
            return Ok(());
        };
        let own: Vec<_> = applications
            .into_iter()
            .filter(|application| is_same(&application.pool, &pool))
            .collect();
        let is_published = is_among(&pools, &pool);
        if own.is_empty() && !is_published {
            self.shows(ReadingMessage::SourceRetired { pool });
            return Ok(());
        }
        if is_published {
            self.contradicts(ReadingMessage::SourcePublished { pool: pool.clone() });
        }
        for application in own {
            self.contradicts(ReadingMessage::SourceApplication {
                pool: pool.clone(),
                application: application.id,
            });
        }
        Ok(())
    }
}

/// The products that may meet in one topology, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Product {
    Ocs2007R2,
    Lync2010,
    Lync2013,
    SkypeForBusiness2015,
}

impl Product {
    fn of(generation: Generation) -> Option<Self> {
        match generation {
            Generation::Lync2010 => Some(Self::Lync2010),
            Generation::Lync2013 => Some(Self::Lync2013),
            Generation::SkypeForBusiness2015 => Some(Self::SkypeForBusiness2015),
            Generation::Other(_) => None,
        }
    }

    /// Names of products are never translated.
    fn name(self) -> &'static str {
        match self {
            Self::Ocs2007R2 => "Office Communications Server 2007 R2",
            Self::Lync2010 => "Lync Server 2010",
            Self::Lync2013 => "Lync Server 2013",
            Self::SkypeForBusiness2015 => "Skype for Business Server 2015",
        }
    }
}

fn name_of(generation: Generation) -> String {
    match Product::of(generation) {
        Some(product) => product.name().to_owned(),
        None => generation.token(),
    }
}

fn is_among(pools: &[SourcePool], name: &str) -> bool {
    pools.iter().any(|pool| is_same(pool.fqdn.as_str(), name))
}

/// A name as people enter it, beside one that was read.
fn is_same(read: &str, entered: &str) -> bool {
    match Fqdn::parse(entered) {
        Ok(entered) => entered.as_str().eq_ignore_ascii_case(read),
        Err(_not_an_fqdn) => entered.trim().eq_ignore_ascii_case(read),
    }
}
