//! Commands a person runs elsewhere, in a shell with rights of its own: shown and copied, never sent.

use crate::domain::{Change, Fqdn, Inventory};
use crate::lync::{Cmdlet, quote};

/// Shows how the services of Group Chat's servers stand: no session with Lync can ask those servers.
pub fn group_chat_services(inventory: &Inventory) -> Option<String> {
    let sources = inventory.source_pools.iter().flatten();
    let servers: Vec<String> = sources
        .filter_map(|source| quote(source.fqdn.as_str()).ok())
        .collect();
    if servers.is_empty() {
        return None;
    }
    let servers = servers.join(", ");
    Some(format!(
        "Get-Service -ComputerName {servers} | Sort-Object Status, Name"
    ))
}

/// Lets a registrar pool read the directory at once.
pub fn update_user_database(registrar: &Fqdn) -> Option<String> {
    let change = Change::UpdateUserDatabase {
        pool: registrar.clone(),
    };
    Cmdlet::act(&change).to_powershell().ok()
}

/// Lets a controller push its changes to all others. A name that is none is left out.
pub fn sync_directory(host: &str) -> String {
    match Fqdn::parse(host) {
        Ok(host) => format!("repadmin /syncall {host} /AdeP"),
        Err(_problems) => "repadmin /syncall /AdeP".to_owned(),
    }
}

/// Tells which AD site a server stands in.
pub fn site_of(server: &Fqdn) -> String {
    format!("nltest /server:{server} /dsgetsite")
}
