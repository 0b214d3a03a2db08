//! The lab's forest: its controllers, its accounts, and how long a change takes from one controller to another.

use std::time::Duration;

use super::account::{LabAccount, Life, Tracked};
use super::spread::Spread;
use crate::domain::{
    AccountName, Controller, DistinguishedName, Fqdn, LabDirectorySettings, LyncSchema, Moment,
    ObjectGuid, Sid,
};

/// The controller the cmdlets of the deployment read and write.
pub(in crate::lab) const OF_THE_DEPLOYMENT: usize = 0;

/// The controller a session with the directory is opened on, unless another is named. That it is not the deployment's
/// shows what replication does.
pub(super) const OF_A_SESSION: usize = 1;

#[derive(Clone)]
pub(in crate::lab) struct Forest {
    /// The distinguished name of its one domain.
    pub(in crate::lab) root: String,
    pub(in crate::lab) caller: String,
    pub(in crate::lab) domain_sid: String,
    pub(in crate::lab) level: u32,
    pub(in crate::lab) schema: LyncSchema,
    pub(in crate::lab) settings: LabDirectorySettings,
    pub(in crate::lab) delays: Delays,
    pub(in crate::lab) controllers: Vec<LabController>,
    pub(in crate::lab) accounts: Vec<Tracked>,
    /// Counts accounts that were created, so that their identities are the same in every run.
    pub(in crate::lab) created: u32,
    /// How late the next change shows in other sites, if it is to be late.
    pub(in crate::lab) lag: Option<Duration>,
    /// Whether the next cmdlet that frees an address leaves it in `proxyAddresses`.
    pub(in crate::lab) leaves_proxy_value_once: bool,
}

#[derive(Clone)]
pub(in crate::lab) struct LabController {
    pub(in crate::lab) facts: Controller,
    pub(in crate::lab) is_down: bool,
}

/// How long a change takes to the other controllers of its site, and to those of other sites.
#[derive(Clone, Copy, Default)]
pub(in crate::lab) struct Delays {
    pub(in crate::lab) within_site: Duration,
    pub(in crate::lab) between_sites: Duration,
}

impl Forest {
    pub(in crate::lab) fn add(&mut self, account: LabAccount) {
        self.accounts.push(Tracked::always(account));
    }

    /// What a controller shows, deleted accounts too.
    pub(in crate::lab) fn on(
        &self,
        controller: usize,
        now: Moment,
    ) -> impl Iterator<Item = &LabAccount> {
        let accounts = self.accounts.iter();
        accounts.filter_map(move |tracked| tracked.on(controller, now))
    }

    /// The accounts the deployment knows of.
    pub(in crate::lab) fn present(&self, now: Moment) -> impl Iterator<Item = &LabAccount> {
        self.on(OF_THE_DEPLOYMENT, now)
            .filter(|account| account.is_present())
    }

    pub(in crate::lab) fn named(&self, name: &AccountName, now: Moment) -> Option<&LabAccount> {
        self.present(now).find(|account| account.is_named(name))
    }

    pub(super) fn account(
        &self,
        guid: ObjectGuid,
        controller: usize,
        now: Moment,
    ) -> Option<&LabAccount> {
        self.on(controller, now)
            .find(|account| account.guid == guid)
    }

    /// Changes an account on one controller; the others follow.
    pub(in crate::lab) fn write(
        &mut self,
        guid: ObjectGuid,
        controller: usize,
        now: Moment,
        change: impl FnOnce(&mut LabAccount),
    ) {
        let delays = self.delays;
        if let Some(lag) = self.lag.take() {
            self.delays.between_sites = lag;
        }
        let spread = self.spread(controller, now);
        self.delays = delays;
        for tracked in &mut self.accounts {
            let shown = tracked.on(controller, now);
            if let Some(shown) = shown.filter(|account| account.guid == guid) {
                let mut account = shown.clone();
                account.when_changed = now;
                change(&mut account);
                tracked.write(account, spread, now);
                return;
            }
        }
    }

    /// Changes an account on every controller at once; what is to befall the next change befalls a later one.
    pub(in crate::lab) fn write_everywhere(
        &mut self,
        guid: ObjectGuid,
        now: Moment,
        change: impl FnOnce(&mut LabAccount),
    ) {
        let (delays, lag) = (std::mem::take(&mut self.delays), self.lag.take());
        self.write(guid, OF_THE_DEPLOYMENT, now, change);
        (self.delays, self.lag) = (delays, lag);
    }

    pub(in crate::lab) fn spread(&self, written_on: usize, now: Moment) -> Spread {
        let own = self.controllers.get(written_on);
        let site = own.and_then(|own| own.facts.site.as_deref());
        let moments = self.controllers.iter().enumerate().map(|(place, other)| {
            now.plus(if place == written_on {
                Duration::ZERO
            } else if other.facts.site.as_deref() == site {
                self.delays.within_site
            } else {
                self.delays.between_sites
            })
        });
        Spread::new(moments.collect())
    }

    /// A new account under the names of an older one: nothing else of it comes back, and least of all its SID.
    pub(super) fn recreate(&mut self, guid: ObjectGuid, now: Moment) -> Option<ObjectGuid> {
        let old = self.account(guid, OF_THE_DEPLOYMENT, now)?.clone();
        self.created += 1;
        let guid = format!("2ab00000-0000-4000-8000-{:012x}", self.created);
        let guid = ObjectGuid::parse(&guid).ok()?;
        let account = LabAccount {
            guid,
            sid: self.sid(9000 + self.created),
            sip: None,
            proxy_addresses: Vec::new(),
            service_principal_names: Vec::new(),
            groups: Vec::new(),
            protection: super::Protection::default(),
            last_logon: None,
            when_changed: now,
            life: Life::Present,
            ..old
        };
        let spread = self.spread(OF_THE_DEPLOYMENT, now);
        self.accounts.push(Tracked::new(account, spread));
        Some(guid)
    }

    /// The controller of this name.
    pub(super) fn place(&self, host: &str) -> Option<usize> {
        let mut controllers = self.controllers.iter();
        controllers.position(|known| known.facts.host.eq_ignore_ascii_case(host))
    }

    /// What `msRTCSIP-PrimaryHomeServer` says of an account that is homed on a registrar pool.
    pub(in crate::lab) fn home_server(&self, registrar: &Fqdn) -> String {
        let name = registrar.as_str().split('.').next().unwrap_or_default();
        let configuration = self.configuration();
        format!(
            "CN=Lc Services,CN=Microsoft,CN={name}:1,CN=Pools,CN=RTC Service,CN=Services,{configuration}"
        )
    }

    pub(in crate::lab) fn sid(&self, rid: u32) -> Sid {
        Sid::new(format!("{}-{rid}", self.domain_sid))
    }

    pub(in crate::lab) fn configuration(&self) -> DistinguishedName {
        DistinguishedName::new(format!("CN=Configuration,{}", self.root))
    }

    /// `contoso.com` of `DC=contoso,DC=com`.
    pub(super) fn dns_name(&self) -> String {
        let parts = self.root.split(',');
        let labels = parts.filter_map(|part| part.split_once('='));
        labels.map(|(_, label)| label).collect::<Vec<_>>().join(".")
    }
}
