//! The lab's directory: it shares the site with the lab's deployment, so that what a cmdlet changes on one controller
//! shows on the others after a while, and what is deleted here is gone for the cmdlets.
//!
//! Accounts live in the domain, endpoints are application contacts in the configuration partition.

mod account;
mod file;
mod forest;
mod roles;
mod rules;
mod spread;
mod staged;

use std::time::Duration;

pub use account::Protection;
pub(super) use account::{LabAccount, SipSide};
pub(super) use file::{FileDirectory, FileUser};
pub(super) use forest::{Delays, Forest, OF_THE_DEPLOYMENT};
pub(super) use spread::Spread;
pub(super) use staged::{StagedAccount, netbios};

use account::Life;

use super::site::Site;
use super::{Lab, error, read_only};
use crate::domain::{
    Access, AccountRights, AccountState, AddressHolder, AddressHolders, Controller,
    ControllerSighting, DirectoryChange, DirectoryConnection, DirectoryReading, DirectoryRole,
    DistinguishedName, LabDirectorySettings, LabFault, Moment, ObjectGuid, Readable, SipUri,
    Source, Unread, UnreadReason,
};
use crate::ports::{Call, Directory, PortErrorKind, PortResult};

/// How long a change takes to the other controllers of its site, unless someone asks for another delay.
pub const WITHIN_SITE_DELAY: Duration = Duration::from_secs(3);

/// How long it takes to the controllers of other sites.
pub const BETWEEN_SITES_DELAY: Duration = Duration::from_secs(15);

/// A session with the lab's directory.
pub struct LabDirectory {
    lab: Lab,
    controller: usize,
    access: Access,
}

impl Lab {
    /// Opens a session with the directory of this lab, on another controller than the deployment works with.
    pub fn directory(&self) -> LabDirectory {
        self.directory_session(forest::OF_A_SESSION)
    }

    /// The same on a controller that is named; `None` when there is none of this name.
    pub fn directory_on(&self, host: &str) -> Option<LabDirectory> {
        let place = self.site().forest.place(host)?;
        Some(self.directory_session(place))
    }

    fn directory_session(&self, controller: usize) -> LabDirectory {
        LabDirectory {
            lab: self.clone(),
            controller,
            access: Access::Changes,
        }
    }

    pub fn set_directory(&self, settings: LabDirectorySettings) {
        self.site().forest.settings = settings;
    }

    pub fn set_recycle_bin(&self, is_on: bool) {
        self.site().forest.settings.has_recycle_bin = is_on;
    }

    pub fn has_recycle_bin(&self) -> bool {
        self.site().forest.settings.has_recycle_bin
    }

    pub fn set_directory_role(&self, role: DirectoryRole) {
        self.site().forest.settings.role = role;
    }

    /// Lets a controller answer nobody, or answer again. What was written meanwhile has reached it then.
    pub fn set_controller_down(&self, host: &str, is_down: bool) {
        let forest = &mut self.site().forest;
        if let Some(place) = forest.place(host) {
            forest.controllers[place].is_down = is_down;
        }
    }

    /// Changes how long the next changes take to other controllers.
    pub fn set_directory_delays(&self, within_site: Duration, between_sites: Duration) {
        self.site().forest.delays = Delays {
            within_site,
            between_sites,
        };
    }

    /// Lets the cmdlets leave the old `sip:` value in `proxyAddresses`, as real ones sometimes do.
    pub fn set_stale_proxy_addresses(&self, are_left: bool) {
        self.site().forest.settings.leaves_proxy_values = are_left;
    }

    /// Protects an account, on every controller at once.
    pub fn set_protection(&self, guid: ObjectGuid, protection: Protection) {
        self.rewrite(guid, |account| account.protection = protection);
    }

    /// Somebody else's change to `proxyAddresses`, on every controller at once.
    pub fn set_proxy_addresses(&self, guid: ObjectGuid, values: &[&str]) {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        self.rewrite(guid, |account| account.proxy_addresses = values);
    }

    /// Somebody else's change to `displayName`, on every controller at once.
    pub fn set_display_name(&self, guid: ObjectGuid, name: &str) {
        self.rewrite(guid, |account| name.clone_into(&mut account.display_name));
    }

    /// Creates an account anew under the names of a deleted one, as a person would: with a new GUID and a new SID, and
    /// without everything else.
    pub fn recreate_account(&self, guid: ObjectGuid) -> Option<ObjectGuid> {
        let now = self.clock.now();
        self.site().forest.recreate(guid, now)
    }

    /// Somebody with every right changes the directory, on the controller of the sessions.
    pub fn act_as_directory_operator(&self, change: &DirectoryChange) -> PortResult<()> {
        let now = self.clock.now();
        let mut site = self.site();
        let role = std::mem::take(&mut site.forest.settings.role);
        let done = site.change_directory(change, forest::OF_A_SESSION, now);
        site.forest.settings.role = role;
        done
    }

    fn rewrite(&self, guid: ObjectGuid, change: impl FnOnce(&mut LabAccount)) {
        let now = self.clock.now();
        self.site().forest.write_everywhere(guid, now, change);
    }
}

impl LabDirectory {
    /// The site and the moment, if the controller answers.
    fn ask(&self, operation: &str) -> PortResult<(std::sync::MutexGuard<'_, Site>, Moment)> {
        let now = self.lab.clock.now();
        let site = self.lab.site();
        if site.forest.controllers[self.controller].is_down {
            let words = "the controller does not answer";
            return Err(error(PortErrorKind::Unreachable, operation, words));
        }
        Ok((site, now))
    }
}

impl Directory for LabDirectory {
    fn connection(&self) -> DirectoryConnection {
        let site = self.lab.site();
        let host = site.forest.controllers[self.controller].facts.host.clone();
        DirectoryConnection {
            source: Source::Lab,
            url: format!("lab-ldaps://{host}:636"),
            host,
            forest: site.forest.dns_name(),
            account: site.forest.caller.clone(),
        }
    }

    fn set_access(&mut self, access: Access) {
        self.access = access;
    }

    fn keep_alive(&mut self, _call: &Call) -> PortResult<()> {
        self.ask("keep-alive").map(|_| ())
    }

    fn reading(&mut self, _call: &Call) -> PortResult<DirectoryReading> {
        let connection = self.connection();
        let (site, now) = self.ask("reading")?;
        let forest = &site.forest;
        let controllers = forest.controllers.iter();
        Ok(DirectoryReading {
            connection,
            forest: Some(forest.dns_name()),
            domain: Some(forest.dns_name()),
            domain_dn: DistinguishedName::new(forest.root.clone()),
            configuration_dn: forest.configuration(),
            forest_level: Some(forest.level),
            lync_schema: Ok(Some(forest.schema)),
            recycle_bin: Ok(forest.settings.has_recycle_bin),
            controllers: Ok(controllers.map(|known| known.facts.clone()).collect()),
            notices: Vec::new(),
            read_at: now,
        })
    }

    fn holders(&mut self, address: &SipUri, _call: &Call) -> PortResult<AddressHolders> {
        let (site, now) = self.ask("holders")?;
        let controller = &site.forest.controllers[self.controller].facts;
        Ok(AddressHolders {
            address: address.clone(),
            host: controller.host.clone(),
            is_global_catalog: controller.is_global_catalog,
            holders: site.holders_on(self.controller, address, now),
            deleted: site.deleted_holders_on(self.controller, address, now),
            notices: Vec::new(),
            read_at: now,
        })
    }

    fn account(&mut self, guid: ObjectGuid, _call: &Call) -> PortResult<AccountState> {
        let (site, now) = self.ask("account")?;
        let forest = &site.forest;
        let Some(account) = forest.account(guid, self.controller, now) else {
            return Ok(AccountState::Absent);
        };
        Ok(match &account.life {
            Life::Present => {
                let host = &forest.controllers[self.controller].facts.host;
                AccountState::Present(Box::new(account.captured(host, now)))
            }
            // Who has no right to the deleted objects is not told that there are any.
            Life::Deleted { .. } if !forest.settings.role.rules_deleted_objects() => {
                AccountState::Absent
            }
            Life::Deleted { dn, is_kept } => AccountState::Deleted {
                dn: dn.clone(),
                last_known_parent: account.parent(),
                is_recycled: !is_kept,
            },
        })
    }

    fn account_rights(&mut self, guid: ObjectGuid, _call: &Call) -> PortResult<AccountRights> {
        let (site, now) = self.ask("account-rights")?;
        let forest = &site.forest;
        let account = forest
            .account(guid, self.controller, now)
            .filter(|account| account.is_present());
        match account {
            Some(account) => Ok(forest.settings.role.rights_on(account)),
            None => Err(error(
                PortErrorKind::NotFound,
                "account-rights",
                &format!("There is no such object: <GUID={guid}>."),
            )),
        }
    }

    fn sightings(
        &mut self,
        address: &SipUri,
        controllers: &[Controller],
        _call: &Call,
    ) -> PortResult<Vec<ControllerSighting>> {
        let now = self.lab.clock.now();
        let site = self.lab.site();
        let sightings = controllers.iter().map(|controller| ControllerSighting {
            controller: controller.clone(),
            holders: site.sighting(&controller.host, address, now),
            read_at: now,
        });
        Ok(sightings.collect())
    }

    fn apply(&mut self, change: &DirectoryChange, call: &Call) -> PortResult<()> {
        let operation = rules::operation(change);
        if self.access == Access::ReadOnly {
            return Err(read_only(operation));
        }
        drop(self.ask(operation)?);
        let fault = self.lab.meet_fault(operation, call)?;
        let (mut site, now) = self.ask(operation)?;
        site.change_directory(change, self.controller, now)?;
        if fault == Some(LabFault::DropAfterAct) {
            return Err(super::dropped(operation));
        }
        Ok(())
    }
}

impl Site {
    /// Who holds an address as one controller shows it.
    fn holders_on(&self, controller: usize, address: &SipUri, now: Moment) -> Vec<AddressHolder> {
        let accounts = self
            .forest
            .on(controller, now)
            .filter(|account| account.is_present() && account.holds(address))
            .map(|account| account.as_holder(address));
        let contacts = self
            .contacts
            .iter()
            .filter(|contact| contact.is_on(controller, now))
            .filter_map(|contact| contact.as_holder(address));
        accounts.chain(contacts).collect()
    }

    /// What the recycle bin keeps of those that held it.
    fn deleted_holders_on(
        &self,
        controller: usize,
        address: &SipUri,
        now: Moment,
    ) -> Readable<Vec<AddressHolder>> {
        if !self.forest.settings.role.rules_deleted_objects() {
            let words = "Insufficient access rights to see deleted objects.";
            return Err(Unread::new(UnreadReason::NoRight, words));
        }
        let accounts = self
            .forest
            .on(controller, now)
            .filter(|account| !account.is_present() && account.holds(address))
            .map(|account| account.as_holder(address));
        let contacts = self
            .contacts
            .iter()
            .filter(|contact| contact.is_in_bin_of(controller, now))
            .filter_map(|contact| contact.as_holder(address));
        Ok(accounts.chain(contacts).collect())
    }

    fn sighting(&self, host: &str, address: &SipUri, now: Moment) -> Readable<Vec<AddressHolder>> {
        let place = self.forest.place(host);
        let answering = place.filter(|place| !self.forest.controllers[*place].is_down);
        match answering {
            Some(place) => Ok(self.holders_on(place, address, now)),
            None => Err(Unread::new(
                UnreadReason::NoAnswer,
                "the controller does not answer",
            )),
        }
    }
}
