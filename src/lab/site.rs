//! What the lab's site holds, and what a reading of it shows.

use std::collections::VecDeque;
use std::time::Duration;

use super::machines::Machine;
use super::roles::Role;
use super::settings::Content;
use crate::domain::{
    AdminRole, ClientVersionPolicy, ComplianceSettings, Connection, DistinguishedName, Endpoint,
    EndpointOrigin, Fqdn, Holder, HolderKind, Holders, Inventory, LabFault, LookupAddress, Message,
    Moment, Notice, Pool, ProxySettings, SipDomain, SipUri, SourcePool, TopologyPool, Unread,
    origin,
};

pub(super) struct Site {
    pub(super) front_end: String,
    pub(super) caller: String,
    pub(super) forest_root: String,
    pub(super) sip_domains: Vec<SipDomain>,
    pub(super) pools: Vec<Pool>,
    pub(super) source_pools: Vec<SourcePool>,
    pub(super) sites: Vec<crate::domain::Site>,
    pub(super) registrar_pools: Vec<TopologyPool>,
    pub(super) machines: Vec<Machine>,
    pub(super) client_versions: Vec<ClientVersionPolicy>,
    pub(super) proxies: Vec<ProxySettings>,
    pub(super) compliance: Vec<ComplianceSettings>,
    pub(super) categories: Vec<Content>,
    pub(super) rooms: Vec<Content>,
    pub(super) addins: Vec<Content>,
    pub(super) users: Vec<User>,
    /// Accounts of the directory that have no address.
    pub(super) disabled: Vec<Account>,
    pub(super) contacts: Vec<Contact>,
    pub(super) roles: Vec<AdminRole>,
    pub(super) role: Role,
    pub(super) replication_delay: Duration,
    pub(super) service_delay: Duration,
    /// Whether services say which roles they belong to.
    pub(super) names_roles: bool,
    pub(super) faults: VecDeque<LabFault>,
    /// Counts created objects, so that their identities are the same in every run.
    pub(super) created: u32,
}

pub(super) struct User {
    pub(super) sip_address: SipUri,
    pub(super) registrar: Fqdn,
    pub(super) account: Account,
}

/// What the directory keeps of a person with or without a SIP address.
pub(super) struct Account {
    pub(super) display_name: String,
    pub(super) sam_account_name: String,
    pub(super) user_principal_name: String,
    pub(super) identity: DistinguishedName,
}

/// An application contact in the directory, with when readings begin and cease to show it.
pub(super) struct Contact {
    pub(super) endpoint: Endpoint,
    pub(super) shown_from: Option<Moment>,
    pub(super) gone_from: Option<Gone>,
}

/// A removed contact: gone for the directory at once, for readings only after replication.
#[derive(Clone, Copy)]
pub(super) struct Gone {
    pub(super) shown_until: Moment,
}

impl Contact {
    fn is_visible(&self, now: Moment) -> bool {
        self.shown_from.is_none_or(|from| from <= now)
            && self.gone_from.is_none_or(|gone| now < gone.shown_until)
    }
}

impl Site {
    pub(super) fn visible_endpoints(&self, now: Moment) -> Vec<Endpoint> {
        let mut endpoints: Vec<Endpoint> = self
            .contacts
            .iter()
            .filter(|contact| contact.is_visible(now))
            .map(|contact| contact.endpoint.clone())
            .collect();
        origin::assign(&mut endpoints, &self.pools);
        endpoints
    }

    pub(super) fn inventory(&self, connection: Connection, now: Moment) -> Inventory {
        let mut notices = Vec::new();
        let mut notice = |message: Message, unread: &Unread| {
            notices.push(Notice {
                message,
                words: unread.words.clone(),
            });
        };
        let sip_domains = self.readable("Get-CsSipDomain", || self.sip_domains.clone());
        if let Err(unread) = &sip_domains {
            let reason = unread.reason;
            notice(Message::SipDomainsUnread { reason }, unread);
        }
        let mut pools = self.pools.clone();
        if let Err(unread) = self.readable("Get-CsPersistentChatState", || ()) {
            let reason = unread.reason;
            notice(Message::PoolStateUnread { reason }, &unread);
            for pool in &mut pools {
                pool.state = None;
            }
        }
        let source_pools =
            self.readable("Get-CsTrustedApplicationPool", || self.source_pools.clone());
        if let Err(unread) = &source_pools {
            let reason = unread.reason;
            notice(Message::SourcePoolsUnread { reason }, unread);
        }
        let lookup_addresses = self
            .sip_domains
            .iter()
            .filter_map(Inventory::conventional_lookup_address)
            .map(|address| LookupAddress {
                holders: self.holders(&address),
                address,
            })
            .collect();
        Inventory {
            connection,
            read_at: now,
            pools,
            endpoints: self.visible_endpoints(now),
            sip_domains,
            source_pools,
            lookup_addresses,
            notices,
        }
    }

    /// `Get-CsAdPrincipal` and `Get-CsUser` by SIP address. Endpoints live in the configuration partition and are
    /// found by neither.
    pub(super) fn holders(&self, address: &SipUri) -> Holders {
        let found: Vec<Holder> = self
            .users
            .iter()
            .filter(|user| user.sip_address == *address)
            .map(|user| Holder {
                kind: HolderKind::User,
                sip_address: user.sip_address.clone(),
                display_name: Some(user.account.display_name.clone()),
                identity: Some(user.account.identity.clone()),
                registrar: Some(user.registrar.clone()),
            })
            .collect();
        Holders {
            address: address.clone(),
            principals: self.readable("Get-CsAdPrincipal", || found.clone()),
            users: self.readable("Get-CsUser", || found.clone()),
        }
    }

    pub(super) fn new_contact(
        &self,
        guid: &str,
        address: &SipUri,
        name: Option<&str>,
        pool: &Fqdn,
    ) -> Endpoint {
        let identity = DistinguishedName::new(format!(
            "CN={{{guid}}},CN=Application Contacts,CN=RTC Service,CN=Services,CN=Configuration,{}",
            self.forest_root
        ));
        let registrar = self
            .pools
            .iter()
            .find(|known| known.fqdn == *pool)
            .and_then(|known| known.registrar.clone());
        let properties = [
            ("Identity", identity.as_str().to_owned()),
            (
                "RegistrarPool",
                registrar.map(String::from).unwrap_or_default(),
            ),
            ("SipAddress", address.to_string()),
            ("DisplayName", name.unwrap_or_default().to_owned()),
            ("Enabled", "True".to_owned()),
        ];
        Endpoint {
            identity: Some(identity),
            sip_address: address.clone(),
            display_name: name.map(str::to_owned),
            pool: Some(pool.clone()),
            enabled: Some(true),
            origin: EndpointOrigin::Unknown,
            properties: properties.into_iter().collect(),
        }
    }
}
