//! What the lab's site holds, and what a reading of it shows.

use std::collections::VecDeque;
use std::time::Duration;

use crate::domain::{
    Connection, DistinguishedName, Endpoint, EndpointOrigin, Fqdn, Holder, HolderKind, Holders,
    Inventory, LabFault, LookupAddress, Message, Moment, Notice, Pool, SipDomain, SipUri,
    SourcePool, Unread, UnreadReason, origin,
};

/// What the lab's caller may do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Administrator,
    /// Sees everything; the session does not hold the changing cmdlets.
    ViewOnly,
    /// May change endpoints, but the session holds neither `Get-CsSipDomain` nor `Get-CsAdPrincipal`.
    EndpointsOnly,
}

pub(super) struct Site {
    pub(super) front_end: String,
    pub(super) caller: String,
    pub(super) forest_root: String,
    pub(super) sip_domains: Vec<SipDomain>,
    pub(super) pools: Vec<Pool>,
    pub(super) source_pools: Vec<SourcePool>,
    pub(super) users: Vec<User>,
    pub(super) contacts: Vec<Contact>,
    pub(super) role: Role,
    pub(super) replication_delay: Duration,
    pub(super) faults: VecDeque<LabFault>,
    /// Counts created objects, so that their identities are the same in every run.
    pub(super) created: u32,
}

pub(super) struct User {
    pub(super) sip_address: SipUri,
    pub(super) display_name: String,
    pub(super) identity: DistinguishedName,
    pub(super) registrar: Fqdn,
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
        let sip_domains = if self.role == Role::EndpointsOnly {
            let unread = no_cmdlet("Get-CsSipDomain");
            notices.push(Notice {
                message: Message::SipDomainsUnread {
                    reason: unread.reason,
                },
                words: unread.words.clone(),
            });
            Err(unread)
        } else {
            Ok(self.sip_domains.clone())
        };
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
            pools: self.pools.clone(),
            endpoints: self.visible_endpoints(now),
            sip_domains,
            source_pools: Ok(self.source_pools.clone()),
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
                display_name: Some(user.display_name.clone()),
                identity: Some(user.identity.clone()),
                registrar: Some(user.registrar.clone()),
            })
            .collect();
        let principals = if self.role == Role::EndpointsOnly {
            Err(no_cmdlet("Get-CsAdPrincipal"))
        } else {
            Ok(found.clone())
        };
        Holders {
            address: address.clone(),
            principals,
            users: Ok(found),
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

/// What a session says about a cmdlet its roles do not hold.
pub(super) fn not_recognized(cmdlet: &str) -> String {
    format!(
        "The term '{cmdlet}' is not recognized as the name of a cmdlet, function, script file, or operable program."
    )
}

fn no_cmdlet(cmdlet: &str) -> Unread {
    Unread::new(UnreadReason::NoRight, not_recognized(cmdlet))
}
