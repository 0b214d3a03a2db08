//! What a step saw on the server: the object as it was read back, or as it was found.

use super::widgets::KeyValues;
use crate::domain::text::visible_line;
use crate::domain::{AddressHolder, DirectoryAccount, Endpoint, Holder, Replica, WindowsService};
use crate::localization::Localizer;
use crate::plan::Evidence;
use crate::tr;

/// Whether there is an object to show.
pub(super) fn is_any(evidence: &Evidence) -> bool {
    evidence.endpoint.is_some()
        || evidence.service.is_some()
        || evidence.holder.is_some()
        || evidence.replica.is_some()
        || evidence.account.is_some()
        || !evidence.address_holders.is_empty()
        || !evidence.sightings.is_empty()
}

pub(super) fn show(values: &mut KeyValues<'_>, text: &Localizer, evidence: &Evidence) {
    if let Some(endpoint) = &evidence.endpoint {
        endpoint_ui(values, text, endpoint);
    }
    if let Some(service) = &evidence.service {
        service_ui(values, text, service);
    }
    if let Some(holder) = &evidence.holder {
        holder_ui(values, text, holder);
    }
    if let Some(replica) = &evidence.replica {
        replica_ui(values, text, replica);
    }
    if let Some(account) = &evidence.account {
        account_ui(values, text, account);
    }
    if !evidence.address_holders.is_empty() {
        let holders = named(text, &evidence.address_holders);
        values.code(&tr!(text, "evidence-holders"), &holders);
    }
    for sighting in &evidence.sightings {
        let seen = match &sighting.holders {
            Ok(holders) if holders.is_empty() => tr!(text, "swap-controller-free"),
            Ok(holders) => named(text, holders),
            Err(unread) => text.unread_reason(unread.reason),
        };
        values.text(&visible_line(&sighting.controller.host), &seen);
    }
}

fn account_ui(values: &mut KeyValues<'_>, text: &Localizer, account: &DirectoryAccount) {
    let dn = visible_line(account.dn.as_str());
    values.code(&tr!(text, "swap-dn"), &dn);
    values.code("objectGUID", &account.guid.to_string());
    let address = account.sip_address().map(visible_line);
    let address = address.unwrap_or_else(|| tr!(text, "page-no-value"));
    values.code(&tr!(text, "column-sip-address"), &address);
}

fn named(text: &Localizer, holders: &[AddressHolder]) -> String {
    let named: Vec<String> = holders
        .iter()
        .map(|holder| {
            let class = text.holder_class(holder.class);
            format!("{} ({class})", visible_line(holder.dn.as_str()))
        })
        .collect();
    named.join("\n")
}

fn endpoint_ui(values: &mut KeyValues<'_>, text: &Localizer, endpoint: &Endpoint) {
    let address = visible_line(endpoint.sip_address.as_str());
    values.code(&tr!(text, "column-sip-address"), &address);
    if let Some(name) = &endpoint.display_name {
        values.text(&tr!(text, "column-display-name"), &visible_line(name));
    }
    match &endpoint.pool {
        Some(pool) => values.code(&tr!(text, "column-pool"), &visible_line(pool.as_str())),
        None => values.text(&tr!(text, "column-pool"), &tr!(text, "pool-unknown")),
    };
    if let Some(identity) = &endpoint.identity {
        let identity = visible_line(identity.as_str());
        values.code(&tr!(text, "column-identity"), &identity);
    }
}

fn service_ui(values: &mut KeyValues<'_>, text: &Localizer, service: &WindowsService) {
    let name = visible_line(service.name.as_str());
    values.code(&tr!(text, "evidence-service"), &name);
    if let Some(name) = &service.display_name {
        values.text(&tr!(text, "column-display-name"), &visible_line(name));
    }
    values.text(
        &tr!(text, "column-state"),
        &text.service_status(&service.status),
    );
}

fn holder_ui(values: &mut KeyValues<'_>, text: &Localizer, holder: &Holder) {
    let address = visible_line(holder.sip_address.as_str());
    values.code(&tr!(text, "column-sip-address"), &address);
    if let Some(name) = &holder.display_name {
        values.text(&tr!(text, "column-display-name"), &visible_line(name));
    }
    if let Some(identity) = &holder.identity {
        let identity = visible_line(identity.as_str());
        values.code(&tr!(text, "column-identity"), &identity);
    }
}

fn replica_ui(values: &mut KeyValues<'_>, text: &Localizer, replica: &Replica) {
    let server = visible_line(&replica.fqdn);
    values.code(&tr!(text, "evidence-replica"), &server);
    let state = if replica.is_up_to_date {
        tr!(text, "replica-up-to-date")
    } else {
        tr!(text, "replica-behind")
    };
    values.text(&tr!(text, "column-state"), &state);
}
