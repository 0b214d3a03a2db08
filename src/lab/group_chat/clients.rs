//! What users of old and new clients meet, what is published of the old pool, and what people mend on the spot.

use super::Told;
use super::table::{lines, table};
use crate::domain::{Change, EndpointSpec, Moment, SipUri};
use crate::lab::Role;
use crate::lab::site::Site;

impl Site {
    /// The endpoint that has an address, whether readings show it yet or not.
    pub(super) fn endpoint_with(&self, address: &SipUri) -> Option<String> {
        let mut contacts = self.contacts.iter();
        let contact = contacts
            .find(|contact| contact.gone.is_none() && contact.endpoint.sip_address == *address)?;
        let identity = contact.endpoint.identity.as_ref();
        Some(
            identity
                .map(|dn| dn.as_str().to_owned())
                .unwrap_or_default(),
        )
    }

    pub(super) fn is_account_address(&self, address: &SipUri, now: Moment) -> bool {
        let mut accounts = self.forest.present(now);
        accounts.any(|account| account.address() == Some(address))
    }

    fn is_target_answering(&self, now: Moment) -> bool {
        let target = &self.group_chat.target;
        let mut pools = self.pools.iter();
        pools.any(|pool| pool.fqdn == *target && self.is_answering(pool, now))
    }

    /// An old client asks for the Lookup address of its domain, then joins a room of the pool it is sent to.
    pub(super) fn sign_in_with_legacy_client(&self, now: Moment) -> Told {
        let mut told = Vec::new();
        for address in &self.group_chat.lookup_addresses {
            let visible = self.visible_endpoints(now);
            let endpoint = visible
                .iter()
                .find(|endpoint| endpoint.sip_address == *address);
            if endpoint.is_none() {
                let why = if self.is_account_address(address, now) {
                    "480, Temporarily Unavailable: a user has this address, and nobody is signed in with it"
                } else {
                    "404, Not Found"
                };
                told.push(format!("INVITE {address}: {why}"));
                return Err(lines(&told));
            }
            told.push(format!("REGISTER sip:pilot1@{}: 200, OK", address.domain()));
            if !self.is_target_answering(now) {
                told.push(format!("INVITE {address}: 504, Server time-out"));
                return Err(lines(&told));
            }
            told.push(format!(
                "INVITE {address}: 200, OK (served by {})",
                self.group_chat.target
            ));
        }
        let mut rooms = self.rooms.iter();
        let room = rooms.rfind(|room| room.pool == self.group_chat.target);
        let Some(room) = room else {
            told.push("No room was found.".to_owned());
            return Err(lines(&told));
        };
        told.push(format!(
            "Joined \"{}\": the last messages are shown.",
            room.name
        ));
        Ok(lines(&told))
    }

    pub(super) fn test_message(&self, now: Moment) -> Told {
        let target = &self.group_chat.target;
        let is_entered =
            self.is_target_answering(now) && self.rooms.iter().any(|room| room.pool == *target);
        let result = if is_entered { "Success" } else { "Failure" };
        let told = table(
            &["Target Fqdn", "Result", "Latency"],
            &[vec![
                target.to_string(),
                result.to_owned(),
                "00:00:00.1820000".to_owned(),
            ]],
        );
        if is_entered {
            Ok(told)
        } else {
            Err(lines(&[told, "No chat room could be entered.".to_owned()]))
        }
    }

    /// Until users may use the new clients, they use the old ones.
    pub(super) fn find_legacy_users(&self) -> String {
        let are_new = self
            .chat_policies
            .iter()
            .any(|policy| policy.identity == "Global" && policy.is_enabled == Some(true));
        let rows: Vec<Vec<String>> = if are_new {
            Vec::new()
        } else {
            let addresses = self.group_chat.lookup_addresses.iter();
            addresses
                .map(|address| {
                    vec![
                        format!("pilot1@{}", address.domain()),
                        "GroupChat/4.0".to_owned(),
                    ]
                })
                .collect()
        };
        let shown = table(&["UserAtHost", "ClientVersion"], &rows);
        lines(&[
            shown,
            String::new(),
            format!("({} rows affected)", rows.len()),
        ])
    }

    pub(super) fn set_chat_policy(&mut self, enabled: bool) -> String {
        for policy in &mut self.chat_policies {
            if policy.identity == "Global" {
                policy.is_enabled = Some(enabled);
            }
        }
        let word = if enabled { "True" } else { "False" };
        lines(&[
            "Identity             : Global".to_owned(),
            format!("EnablePersistentChat : {word}"),
        ])
    }

    pub(super) fn retire_source(&mut self) -> Told {
        if self.group_chat.is_2007_r2 {
            return Ok("The trusted server entries of the pool were removed with the tools of their version.".to_owned());
        }
        let published = std::mem::take(&mut self.source_pools);
        if published.is_empty() {
            return Err(
                "Remove-CsTrustedApplicationPool: Cannot find the trusted application pool."
                    .to_owned(),
            );
        }
        let mut told = Vec::new();
        if self.group_chat.is_installed {
            told.push(
                "WARNING: Group Chat is still installed on the computers of this pool.".to_owned(),
            );
        }
        for pool in &published {
            for application in &pool.applications {
                told.push(format!("Remove-CsTrustedApplication: {application}"));
            }
            told.push(format!("Remove-CsTrustedApplicationPool: {}", pool.fqdn));
        }
        told.push("Enable-CsTopology: The topology was enabled.".to_owned());
        for site in &mut self.sites {
            if let Some(pools) = &mut site.pools {
                pools.retain(|name| {
                    published
                        .iter()
                        .all(|pool| pool.fqdn.as_str() != name.as_str())
                });
            }
        }
        self.group_chat.retired = published;
        Ok(lines(&told))
    }

    pub(super) fn republish_source(&mut self) -> Told {
        let retired = std::mem::take(&mut self.group_chat.retired);
        if retired.is_empty() {
            return Err("New-CsTrustedApplicationPool: The pool already exists.".to_owned());
        }
        let mut told: Vec<String> = retired
            .iter()
            .map(|pool| format!("New-CsTrustedApplicationPool: {}", pool.fqdn))
            .collect();
        told.push("Enable-CsTopology: The topology was enabled.".to_owned());
        if let Some(pools) = self.sites.first_mut().and_then(|site| site.pools.as_mut()) {
            pools.extend(retired.iter().map(|pool| pool.fqdn.to_string()));
        }
        self.source_pools = retired;
        Ok(lines(&told))
    }

    /// Takes the values of freed addresses out of `proxyAddresses`, on every controller at once.
    pub(super) fn remove_left_proxy_values(&mut self, now: Moment) -> String {
        let addresses = self.group_chat.lookup_addresses.clone();
        let left: Vec<_> = self
            .forest
            .present(now)
            .flat_map(|account| {
                addresses.iter().filter_map(move |address| {
                    let is_left = account.address() != Some(address) && account.holds(address);
                    is_left.then(|| (account.guid, account.dn.clone(), address.clone()))
                })
            })
            .collect();
        if left.is_empty() {
            return "No account has a left-over value.".to_owned();
        }
        let mut told = Vec::new();
        for (guid, dn, address) in left {
            told.push(format!("{dn}: removed {address} from proxyAddresses"));
            self.forest.write_everywhere(guid, now, |account| {
                let values = &mut account.proxy_addresses;
                values.retain(|value| value.to_lowercase() != address.folded());
            });
        }
        lines(&told)
    }

    pub(super) fn recreate_endpoints(&mut self, now: Moment) -> Told {
        let mut told = Vec::new();
        for sip_address in self.group_chat.lookup_addresses.clone() {
            if let Some(endpoint) = self.endpoint_with(&sip_address) {
                told.push(format!("{sip_address}: {endpoint} stands already."));
                continue;
            }
            let change = Change::CreateEndpoint(EndpointSpec {
                sip_address,
                pool: self.group_chat.target.clone(),
                display_name: None,
            });
            let role = std::mem::replace(&mut self.role, Role::Administrator);
            let created = self.apply(&change, now);
            self.role = role;
            let created = created.map_err(|err| err.to_string())?.returned;
            told.extend(created.map(|endpoint| {
                let pool = endpoint.pool.map(String::from).unwrap_or_default();
                format!("{}: created for {pool}", endpoint.sip_address)
            }));
        }
        Ok(lines(&told))
    }

    pub(super) fn repair_servers(&mut self, now: Moment) -> String {
        let repaired: Vec<String> = self
            .machines
            .iter_mut()
            .filter_map(|machine| {
                machine
                    .repair(now)
                    .then(|| format!("{}: back, its services can be started", machine.fqdn))
            })
            .collect();
        if repaired.is_empty() {
            return "Every server answers.".to_owned();
        }
        lines(&repaired)
    }
}
