//! What the lab's site holds, and what a reading of it shows.

use std::collections::VecDeque;
use std::time::Duration;

use super::directory::{Forest, Spread};
use super::group_chat::GroupChat;
use super::machines::Machine;
use super::roles::Role;
use super::settings::Content;
use crate::domain::{
    AddressHolder, AddressPlace, AdminRole, ChatPolicy, ClientVersionPolicy, ComplianceSettings,
    Connection, DistinguishedName, Endpoint, EndpointOrigin, Fqdn, Holder, HolderClass, HolderKind,
    Holders, Inventory, LabFault, LookupAddress, Message, Moment, Notice, ObjectGuid, Partition,
    Pool, ProxySettings, Registrar, SipDomain, SipUri, SourcePool, TopologyPool, Unread, origin,
};

#[derive(Clone)]
pub(super) struct Site {
    pub(super) front_end: String,
    pub(super) caller: String,
    pub(super) forest: Forest,
    /// What the deployment does not see.
    pub(super) group_chat: GroupChat,
    pub(super) sip_domains: Vec<SipDomain>,
    pub(super) pools: Vec<Pool>,
    pub(super) source_pools: Vec<SourcePool>,
    pub(super) sites: Vec<crate::domain::Site>,
    pub(super) registrar_pools: Vec<TopologyPool>,
    pub(super) registrars: Vec<Registrar>,
    pub(super) machines: Vec<Machine>,
    pub(super) client_versions: Vec<ClientVersionPolicy>,
    pub(super) proxies: Vec<ProxySettings>,
    pub(super) compliance: Vec<ComplianceSettings>,
    pub(super) chat_policies: Vec<ChatPolicy>,
    pub(super) categories: Vec<Content>,
    pub(super) rooms: Vec<Content>,
    pub(super) addins: Vec<Content>,
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

/// An application contact in the directory, with when readings begin and cease to show it.
#[derive(Clone)]
pub(super) struct Contact {
    pub(super) endpoint: Endpoint,
    /// One without has always been there. Nearly all have neither, and there may be a hundred thousand.
    pub(super) made: Option<Box<Made>>,
    pub(super) gone: Option<Box<Gone>>,
}

#[derive(Clone)]
pub(super) struct Made {
    pub(super) shown_from: Moment,
    pub(super) spread: Spread,
}

/// A removed contact: gone for the deployment's own controller at once, for readings only after replication.
#[derive(Clone)]
pub(super) struct Gone {
    pub(super) shown_until: Moment,
    pub(super) spread: Spread,
    /// Whether the recycle bin was on.
    pub(super) is_kept: bool,
}

/// What an endpoint's contact names as its owner; the real value is not known.
const OWNER_URN: &str = "urn:application:persistentchat";

impl Contact {
    pub(super) fn always(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            made: None,
            gone: None,
        }
    }

    fn is_visible(&self, now: Moment) -> bool {
        let made = self.made.as_ref();
        let gone = self.gone.as_ref();
        made.is_none_or(|made| made.shown_from <= now)
            && gone.is_none_or(|gone| now < gone.shown_until)
    }

    /// Whether one controller of the directory has it.
    pub(super) fn is_on(&self, controller: usize, now: Moment) -> bool {
        let made = self.made.as_ref();
        made.is_none_or(|made| made.spread.has_reached(controller, now))
            && !self.is_gone_from(controller, now)
    }

    pub(super) fn is_in_bin_of(&self, controller: usize, now: Moment) -> bool {
        self.gone.as_ref().is_some_and(|gone| gone.is_kept) && self.is_gone_from(controller, now)
    }

    fn is_gone_from(&self, controller: usize, now: Moment) -> bool {
        let gone = self.gone.as_ref();
        gone.is_some_and(|gone| gone.spread.has_reached(controller, now))
    }

    /// The contact as the directory shows it, if it has this address.
    pub(super) fn as_holder(&self, address: &SipUri) -> Option<AddressHolder> {
        let endpoint = &self.endpoint;
        if endpoint.sip_address != *address {
            return None;
        }
        let dn = endpoint.identity.clone()?;
        let name = dn.as_str().strip_prefix("CN=")?.split(',').next()?;
        Some(AddressHolder {
            guid: ObjectGuid::parse(name).ok()?,
            dn,
            class: HolderClass::ApplicationContact,
            partition: Partition::Configuration,
            display_name: endpoint.display_name.clone(),
            place: AddressPlace::Primary,
            sip_address: Some(endpoint.sip_address.as_str().to_owned()),
            proxy_values: Vec::new(),
            sip_enabled: endpoint.enabled,
            owner_urn: Some(OWNER_URN.to_owned()),
        })
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
                holders: self.holders(&address, now),
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
    pub(super) fn holders(&self, address: &SipUri, now: Moment) -> Holders {
        let users = self.forest.present(now);
        let found: Vec<Holder> = users
            .filter_map(|account| Some((account, account.sip.as_ref()?)))
            .filter(|(_, sip)| sip.address == *address)
            .map(|(account, sip)| Holder {
                kind: HolderKind::User,
                sip_address: sip.address.clone(),
                display_name: Some(account.display_name.clone()),
                identity: Some(account.dn.clone()),
                registrar: sip.registrar.clone(),
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
            self.forest.root
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
