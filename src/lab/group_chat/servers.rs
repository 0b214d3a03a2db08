//! The services of the Group Chat servers. `Get-CsWindowsService` never shows them: they are other machines' services.
//!
//! Their short names stand in no document, so those of the lab begin with LAB.

use super::table::{lines, table};
use super::{GroupChat, Told};
use crate::domain::Moment;
use crate::lab::site::Site;

#[derive(Clone)]
pub(super) struct OldService {
    server: String,
    name: &'static str,
    display_name: &'static str,
    pub(super) runs: bool,
}

/// Each server has the first; the others stand on the first server only, as Lookup and Compliance do.
const SERVICES: [(&str, &str, bool); 4] = [
    ("LABGCCHANNEL", "Group Chat Channel", true),
    ("LABGCLOOKUP", "Group Chat Lookup", false),
    ("LABGCCOMPLIANCE", "Group Chat Compliance", false),
    ("LABGCWEB", "Group Chat Web Service", true),
];

pub(super) fn services(servers: &[String]) -> Vec<OldService> {
    servers
        .iter()
        .enumerate()
        .flat_map(|(place, server)| {
            SERVICES
                .into_iter()
                .filter(move |(_, _, everywhere)| *everywhere || place == 0)
                .map(|(name, display_name, _)| OldService {
                    server: server.clone(),
                    name,
                    display_name,
                    runs: true,
                })
        })
        .collect()
}

impl GroupChat {
    fn shown(&self) -> String {
        let rows: Vec<Vec<String>> = self
            .services
            .iter()
            .map(|service| {
                let status = if service.runs { "Running" } else { "Stopped" };
                vec![
                    service.server.clone(),
                    status.to_owned(),
                    service.name.to_owned(),
                    service.display_name.to_owned(),
                ]
            })
            .collect();
        table(&["MachineName", "Status", "Name", "DisplayName"], &rows)
    }

    fn not_installed(&self) -> String {
        format!(
            "Cannot find any service with service name 'LABGC*': {} is not installed on this computer.",
            self.product()
        )
    }

    pub(super) fn show_services(&self) -> Told {
        if self.is_installed {
            Ok(self.shown())
        } else {
            Err(self.not_installed())
        }
    }

    pub(super) fn stop(&mut self) -> Told {
        if !self.is_installed {
            return Err(self.not_installed());
        }
        for service in &mut self.services {
            service.runs = false;
        }
        Ok(self.shown())
    }

    pub(super) fn uninstall(&mut self) -> Told {
        if !self.is_installed {
            return Err(self.not_installed());
        }
        let mut told = Vec::new();
        if self.imported.is_none() {
            told.push(
                "WARNING: The database of this pool was never imported into Persistent Chat Server."
                    .to_owned(),
            );
        } else if !self.verified {
            told.push(
                "WARNING: The imported data was not compared with the database of this pool."
                    .to_owned(),
            );
        }
        if self.runs() {
            told.push("WARNING: Services were running; they are stopped first.".to_owned());
        }
        for service in &mut self.services {
            service.runs = false;
        }
        self.is_installed = false;
        let product = self.product();
        let mut servers: Vec<&str> = self
            .services
            .iter()
            .map(|service| service.server.as_str())
            .collect();
        servers.dedup();
        told.extend(servers.iter().map(|server| {
            format!("{server}: {product} was removed. The database stays where it is.")
        }));
        Ok(lines(&told))
    }

    pub(super) fn reinstall(&mut self) -> Told {
        if self.is_installed {
            return Err(format!("{} is installed already.", self.product()));
        }
        self.is_installed = true;
        Ok(format!(
            "{} was installed with the existing database on {}.\n{}",
            self.product(),
            self.sql_instance,
            self.shown()
        ))
    }
}

impl Site {
    /// The Lookup service registers with its own account: where that has no address, or an endpoint has it, it stops
    /// again at once, and without it no client finds a room.
    pub(super) fn start_group_chat(&mut self, now: Moment) -> Told {
        if !self.group_chat.is_installed {
            return Err(self.group_chat.not_installed());
        }
        let addresses = self.group_chat.lookup_addresses.clone();
        for address in &addresses {
            let why = if let Some(endpoint) = self.endpoint_with(address) {
                format!("the address is in use by \"{endpoint}\"")
            } else if !self.is_account_address(address, now) {
                "404, Not Found: no user has this address".to_owned()
            } else {
                continue;
            };
            let service = self.group_chat.services.iter();
            let mut lookup = service.filter(|service| service.name == "LABGCLOOKUP");
            let server = lookup.next().map(|service| service.server.clone());
            return Err(lines(&[
                format!(
                    "Failed to start service 'Group Chat Lookup (LABGCLOOKUP)' on computer '{}'.",
                    server.unwrap_or_default()
                ),
                format!("Lookup could not register as {address}: {why}."),
            ]));
        }
        for service in &mut self.group_chat.services {
            service.runs = true;
        }
        Ok(self.group_chat.shown())
    }
}
