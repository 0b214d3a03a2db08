//! The rules of `New-` and `Remove-CsPersistentChatEndpoint`.

use super::directory::OF_THE_DEPLOYMENT;
use super::error;
use super::site::{Contact, Gone, Made, Site};
use crate::domain::{Applied, Change, EndpointOrigin, EndpointSpec, Moment, SipUri};
use crate::lync::Cmdlet;
use crate::ports::{PortErrorKind, PortResult};

const NEW: &str = "New-CsPersistentChatEndpoint";
const REMOVE: &str = "Remove-CsPersistentChatEndpoint";

impl Site {
    pub(super) fn apply(&mut self, change: &Change, now: Moment) -> PortResult<Applied> {
        let cmdlet = Cmdlet::act(change).name();
        self.check_role(cmdlet)?;
        match change {
            Change::CreateEndpoint(spec) => self.create(spec, now),
            Change::RemoveEndpoint { address } => self.remove(address, now),
            Change::StartService { server, service } => {
                self.turn_service(cmdlet, server, service, true, now)
            }
            Change::StopService { server, service } => {
                self.turn_service(cmdlet, server, service, false, now)
            }
            Change::MoveUser { user, address } => self.move_user(user, address, now),
            Change::GrantPolicy { user, policy } => self.grant(cmdlet, user, policy, now),
            Change::DisableUser { user } => self.disable_user(user, now),
            Change::EnableUser {
                user,
                address,
                registrar,
            } => self.enable_user(user, address, registrar, now),
            Change::UpdateUserDatabase { pool } => self.update_user_database(pool),
            Change::Replicate { replica } => self.replicate(cmdlet, replica.as_deref(), now),
        }
    }

    fn create(&mut self, spec: &EndpointSpec, now: Moment) -> PortResult<Applied> {
        let address = &spec.sip_address;
        if !self
            .sip_domains
            .iter()
            .any(|domain| domain.name == address.domain())
        {
            let words = format!(
                "The SIP domain \"{}\" is not configured in this deployment.",
                address.domain()
            );
            return Err(error(PortErrorKind::Refused, NEW, &words));
        }
        let Some(pool) = self
            .pools
            .iter()
            .find(|pool| pool.fqdn == spec.pool)
            .cloned()
        else {
            let words = format!(
                "Cannot find a Persistent Chat pool with the FQDN \"{}\".",
                spec.pool
            );
            return Err(error(PortErrorKind::NotFound, NEW, &words));
        };
        if let Some(holder) = self.holder_of(address, now) {
            let words = format!("The SIP address \"{address}\" is already in use by \"{holder}\".");
            return Err(error(PortErrorKind::Conflict, NEW, &words));
        }
        let words = self
            .visible_endpoints(now)
            .iter()
            .filter(|other| {
                other.pool.as_ref() == Some(&pool.fqdn) && other.origin == EndpointOrigin::Legacy
            })
            .map(|other| {
                format!(
                    "WARNING: The pool \"{}\" already has the endpoint \"{}\".",
                    pool.fqdn, other.sip_address
                )
            })
            .collect();
        self.created += 1;
        let guid = format!("1ab00000-0000-4000-8000-{:012x}", self.created);
        let endpoint = self.new_contact(&guid, address, spec.display_name.as_deref(), &pool.fqdn);
        self.contacts.push(Contact {
            endpoint: endpoint.clone(),
            made: Some(Box::new(Made {
                shown_from: now.plus(self.replication_delay),
                spread: self.forest.spread(OF_THE_DEPLOYMENT, now),
            })),
            gone: None,
        });
        Ok(Applied {
            returned: Some(endpoint),
            words,
        })
    }

    fn remove(&mut self, address: &SipUri, now: Moment) -> PortResult<Applied> {
        let delay = self.replication_delay;
        let mut contacts = self.contacts.iter_mut();
        let contact = contacts
            .find(|contact| contact.gone.is_none() && contact.endpoint.sip_address == *address);
        if let Some(contact) = contact {
            contact.gone = Some(Box::new(Gone {
                shown_until: now.plus(delay),
                spread: self.forest.spread(OF_THE_DEPLOYMENT, now),
                is_kept: self.forest.settings.has_recycle_bin,
            }));
            Ok(Applied::default())
        } else {
            let words = format!("Management object not found for identity \"{address}\".");
            Err(error(PortErrorKind::NotFound, REMOVE, &words))
        }
    }

    /// The object that holds an address on the deployment's own controller, whether readings show it yet or not.
    pub(super) fn holder_of(&self, address: &SipUri, now: Moment) -> Option<String> {
        let mut accounts = self.forest.present(now);
        let account = accounts.find(|account| account.address() == Some(address));
        let contact = || {
            let mut contacts = self.contacts.iter();
            contacts
                .find(|contact| contact.gone.is_none() && contact.endpoint.sip_address == *address)
                .and_then(|contact| contact.endpoint.identity.as_ref())
        };
        account
            .map(|account| &account.dn)
            .or_else(contact)
            .map(|dn| dn.as_str().to_owned())
    }
}
