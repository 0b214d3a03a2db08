//! What a step saw on the server: the object as it was read back, or as it was found.

use super::widgets::KeyValues;
use crate::domain::text::visible_line;
use crate::domain::{Endpoint, Holder, Replica, WindowsService};
use crate::localization::Localizer;
use crate::plan::Evidence;
use crate::tr;

/// Whether there is an object to show.
pub(super) fn is_any(evidence: &Evidence) -> bool {
    evidence.endpoint.is_some()
        || evidence.service.is_some()
        || evidence.holder.is_some()
        || evidence.replica.is_some()
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
