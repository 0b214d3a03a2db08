//! Whose a Lookup address is, and which endpoints stand.

use super::asking::{Asking, unread_notice};
use crate::domain::{
    AddressHolders, AddressPlace, Endpoint, EndpointOrigin, Fqdn, Holder, Message, Readable,
    ReadingMessage, SipUri, Unread, UnreadReason,
};
use crate::plan::{AddressReading, ControllersSeen, read_address};
use crate::ports::PortResult;

const ENDPOINT: &str = "Get-CsPersistentChatEndpoint";

impl Asking<'_, '_> {
    /// Nobody holds it, on either side and on every controller that counts. Once the endpoint of the target pool has
    /// it, it was freed: freeing and taking over are one plan, and no reading may come between them.
    pub(super) fn address_free(&mut self) -> PortResult<()> {
        let Some(address) = self.address() else {
            return Ok(());
        };
        let site = self.target_site()?;
        let found = read_address(self.sides, &address, site.as_deref(), self.call)?;
        let target = self.around.facts.target.pool.clone();
        let own = self.known(ENDPOINT, found.endpoint).flatten();
        let pool = own.as_ref().and_then(|endpoint| endpoint.pool.clone());
        match (&own, pool) {
            (None, _) => {}
            (Some(_), Some(pool)) if pool == target => {}
            (Some(_), Some(pool)) => self.contradicts(ReadingMessage::EndpointElsewhere {
                address: address.clone(),
                pool,
            }),
            (Some(_), None) => self.lacks(ReadingMessage::EndpointPoolUnknown {
                address: address.clone(),
            }),
        }
        self.deployment_holders(&address, found.holders, own.as_ref());
        self.directory_holders(&address, found.directory);
        self.controllers(found.controllers);
        self.shows(match own {
            Some(_) => ReadingMessage::AddressTakenOver {
                address,
                pool: target,
            },
            None => ReadingMessage::AddressFree { address },
        });
        Ok(())
    }

    /// On the target pool, and with a directory to ask nobody beside it.
    pub(super) fn endpoint_stands(&mut self) -> PortResult<()> {
        let Some(address) = self.address() else {
            return Ok(());
        };
        let AddressReading {
            endpoint,
            holders,
            directory,
            ..
        } = self.both_sides(&address)?;
        let Some(endpoint) = self.known(ENDPOINT, endpoint) else {
            return Ok(());
        };
        let Some(endpoint) = endpoint else {
            self.contradicts(ReadingMessage::EndpointMissing { address });
            return Ok(());
        };
        let target = &self.around.facts.target.pool;
        match endpoint.pool.clone() {
            Some(pool) if pool == *target => self.shows(ReadingMessage::EndpointStands {
                address: address.clone(),
                pool,
            }),
            Some(pool) => self.contradicts(ReadingMessage::EndpointElsewhere {
                address: address.clone(),
                pool,
            }),
            None => self.lacks(ReadingMessage::EndpointPoolUnknown {
                address: address.clone(),
            }),
        }
        self.deployment_holders(&address, holders, Some(&endpoint));
        let Some(directory) = directory else {
            return Ok(());
        };
        let contacts = directory.as_ref().map_or(0, |found| {
            let contacts = found.holders.iter().filter(|holder| holder.is_endpoint());
            contacts.count()
        });
        let is_known = directory.is_ok();
        self.directory_holders(&address, Some(directory));
        match contacts {
            _ if !is_known => {}
            0 => self.contradicts(ReadingMessage::EndpointNotInDirectory { address }),
            1 => self.shows(ReadingMessage::OnlyHolder { address }),
            _ => self.contradicts(ReadingMessage::AddressHeld {
                identity: endpoint
                    .identity
                    .map_or_else(String::new, |identity| identity.to_string()),
                address,
            }),
        }
        Ok(())
    }

    /// Neither the deployment nor the directory has an endpoint with the address any more.
    pub(super) fn endpoint_gone(&mut self) -> PortResult<()> {
        let Some(address) = self.address() else {
            return Ok(());
        };
        let AddressReading {
            endpoint,
            directory,
            ..
        } = self.both_sides(&address)?;
        match self.known(ENDPOINT, endpoint) {
            None => {}
            Some(Some(endpoint)) => self.contradicts(match endpoint.pool {
                Some(pool) => ReadingMessage::EndpointStands {
                    address: address.clone(),
                    pool,
                },
                None => ReadingMessage::EndpointPoolUnknown {
                    address: address.clone(),
                },
            }),
            Some(None) => self.shows(ReadingMessage::EndpointMissing {
                address: address.clone(),
            }),
        }
        if let Some(directory) = directory {
            let host = self.directory_host();
            if let Some(found) = self.known(&host, directory) {
                for holder in found.holders.iter().filter(|holder| holder.is_endpoint()) {
                    self.contradicts(ReadingMessage::AddressHeld {
                        address: address.clone(),
                        identity: holder.dn.to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Every chat pool has the endpoint that comes with it: what new clients use.
    pub(super) fn automatic_endpoints(&mut self) -> PortResult<()> {
        let Some(inventory) = self.inventory()? else {
            return Ok(());
        };
        let unread = unread_notice(&inventory.notices, |message| match message {
            Message::EndpointsUnread { reason } | Message::EndpointsOfPoolUnread { reason, .. } => {
                Some(*reason)
            }
            _ => None,
        });
        if let Some(unread) = unread {
            self.unread(ENDPOINT, &unread);
            return Ok(());
        }
        if inventory.pools.is_empty() {
            let pool = self.around.facts.target.pool.clone();
            self.contradicts(ReadingMessage::PoolMissing { pool });
        }
        for pool in &inventory.pools {
            let automatic = inventory
                .endpoints_of(&pool.fqdn)
                .find(|endpoint| endpoint.origin == EndpointOrigin::Automatic);
            let pool = pool.fqdn.clone();
            match automatic {
                Some(endpoint) => self.shows(ReadingMessage::AutomaticEndpoint {
                    pool,
                    address: endpoint.sip_address.clone(),
                }),
                None => self.contradicts(ReadingMessage::NoAutomaticEndpoint { pool }),
            }
        }
        Ok(())
    }

    /// The address the step is about.
    fn address(&mut self) -> Option<SipUri> {
        let address = self.around.address.clone();
        if address.is_none() {
            self.lacks(ReadingMessage::AddressNotGiven);
        }
        address
    }

    fn both_sides(&mut self, address: &SipUri) -> PortResult<AddressReading> {
        read_address(self.sides, address, None, self.call)
    }

    /// The AD site of the target pool, as its topology calls it.
    fn target_site(&mut self) -> PortResult<Option<String>> {
        if self.sides.directory.is_none() {
            return Ok(None);
        }
        let target = self.around.facts.target.pool.clone();
        let inventory = self.inventory()?;
        let site = |pool: &Fqdn| {
            let inventory = inventory.as_ref()?;
            inventory.pool(pool)?.site.clone()
        };
        Ok(site(&target))
    }

    fn directory_host(&self) -> String {
        let directory = self.sides.directory.as_ref();
        directory.map_or_else(String::new, |directory| directory.connection().host)
    }

    /// The directory is what decides; a deployment that cannot be asked about accounts is a gap to know of.
    fn deployment_holders(
        &mut self,
        address: &SipUri,
        holders: Readable<crate::domain::Holders>,
        own: Option<&Endpoint>,
    ) {
        let holders = match holders {
            Ok(holders) if holders.is_known() => holders,
            Ok(holders) => {
                let unread = holders.users.err();
                let unread =
                    unread.unwrap_or_else(|| Unread::new(UnreadReason::NoAnswer, String::new()));
                return self.misses("Get-CsUser", &unread);
            }
            Err(unread) => return self.misses("Get-CsUser", &unread),
        };
        let is_own = |holder: &Holder| {
            own.is_some_and(|own| own.identity.is_some() && own.identity == holder.identity)
        };
        for holder in holders.found() {
            if !is_own(holder) {
                let identity = holder.identity.as_ref().map(ToString::to_string);
                self.contradicts(ReadingMessage::AddressHeld {
                    address: address.clone(),
                    identity: identity
                        .or_else(|| holder.display_name.clone())
                        .unwrap_or_default(),
                });
            }
        }
    }

    /// What is no endpoint and holds the address, or has it left behind.
    fn directory_holders(&mut self, address: &SipUri, found: Option<Readable<AddressHolders>>) {
        let host = self.directory_host();
        let Some(found) = found else {
            return self.lacks(ReadingMessage::DirectoryNeeded);
        };
        let Some(found) = self.known(&host, found) else {
            return;
        };
        for holder in found.beside_endpoints() {
            let address = address.clone();
            self.contradicts(match holder.place {
                AddressPlace::ProxyOnly => ReadingMessage::AddressLeftBehind {
                    address,
                    identity: holder.dn.clone(),
                },
                AddressPlace::Primary | AddressPlace::Both => ReadingMessage::AddressHeld {
                    address,
                    identity: holder.dn.to_string(),
                },
            });
        }
        if !found.notices.is_empty() {
            for notice in &found.notices {
                self.words(&notice.words);
            }
            self.lacks(ReadingMessage::NotAskedEverywhere {
                address: address.clone(),
            });
        }
    }

    fn controllers(&mut self, seen: Option<Readable<ControllersSeen>>) {
        let Some(seen) = seen else {
            return;
        };
        let host = self.directory_host();
        let Some(seen) = self.known(&host, seen) else {
            return;
        };
        if seen.outstanding.is_empty() {
            self.shows(ReadingMessage::ControllersAgree {
                count: seen.required,
            });
        } else {
            self.contradicts(ReadingMessage::ControllersOutstanding {
                hosts: seen.outstanding,
            });
        }
    }
}
