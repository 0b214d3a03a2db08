//! How results are written: tables for people, JSON for programs. Server text is made safe for a terminal.

use std::io::Write;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::console::{endpoint_headings, endpoint_rows, pool_headings, pool_rows};
use crate::domain::text::visible_line;
use crate::domain::{
    DeploymentReading, Endpoint, Inventory, Message, Notice, Pool, PoolReading, Readable, Replica,
    Source, WindowsService,
};
use crate::localization::{Doing, Localizer};
use crate::ports::PortError;
use crate::tr;

/// The form of the JSON output; raised when a field changes its meaning.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// Writes a line. A reader that went away, such as `head`, is no failure of the command.
pub(super) fn line(stream: &mut dyn Write, text: &str) {
    writeln!(stream, "{text}").ok();
}

pub(super) fn json_document(stream: &mut dyn Write, document: &Value) {
    line(stream, &format!("{document:#}"));
}

/// Writes what happened, what was not done, what to do next, and the technical words below.
pub(super) fn failure(
    stream: &mut dyn Write,
    localizer: &Localizer,
    err: &PortError,
    doing: Doing,
) {
    let presented = localizer.present(err, doing);
    for text in [&presented.happened, &presented.not_done, &presented.next] {
        line(stream, text);
    }
    for detail in presented.detail.lines() {
        line(stream, &format!("  {}", visible_line(detail)));
    }
}

/// Writes rows under headings, aligned by display width: Korean and Japanese letters take two columns.
pub(super) fn table(stream: &mut dyn Write, headings: &[String], rows: &[Vec<String>]) {
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .chain([heading])
                .map(|cell| cell.width())
                .max()
                .unwrap_or_default()
        })
        .collect();
    for row in std::iter::once(headings).chain(rows.iter().map(Vec::as_slice)) {
        let mut text = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(
                ' ',
                width.saturating_sub(cell.width()) + 2,
            ));
        }
        line(stream, text.trim_end());
    }
}

pub(super) fn inventory_json(inventory: &Inventory) -> Value {
    let pools_unread = inventory
        .notices
        .iter()
        .any(|n| matches!(n.message, Message::PoolsUnread { .. }));
    let endpoints_unread = inventory.endpoints.is_empty()
        && inventory.notices.iter().any(|n| {
            matches!(
                n.message,
                Message::EndpointsUnread { .. } | Message::EndpointsOfPoolUnread { .. }
            )
        });
    json!({
        "schema_version": SCHEMA_VERSION,
        "pools": (!pools_unread).then(|| inventory.pools.iter().map(pool_json).collect::<Vec<_>>()),
        "endpoints": (!endpoints_unread).then(|| inventory.endpoints.iter().map(endpoint_json).collect::<Vec<_>>()),
        "sip_domains": inventory.sip_domains.as_ref().ok().map(|domains| {
            domains
                .iter()
                .map(|domain| json!({ "name": domain.name, "is_default": domain.is_default }))
                .collect::<Vec<_>>()
        }),
        "read_at": inventory.read_at.to_string(),
        "source": inventory.connection.source.token(),
        "warnings": inventory.notices.iter().map(notice_json).collect::<Vec<_>>(),
    })
}

fn pool_json(pool: &Pool) -> Value {
    json!({
        "fqdn": pool.fqdn,
        "generation": pool.generation.token(),
        "site": pool.site,
        "registrar": pool.registrar,
        "active_servers": pool.active_servers,
        "inactive_servers": pool.inactive_servers,
        "state": pool.state.as_ref().map(super::super::domain::pool::PoolState::word),
    })
}

pub(super) fn endpoint_json(endpoint: &Endpoint) -> Value {
    json!({
        "sip_address": endpoint.sip_address,
        "display_name": endpoint.display_name,
        "pool": endpoint.pool,
        "origin": endpoint.origin.token(),
        "identity": endpoint.identity,
        "enabled": endpoint.enabled,
    })
}

/// A value, or an object that says why it is not known.
pub(super) fn readable_json<T>(value: &Readable<T>, json: impl Fn(&T) -> Value) -> Value {
    match value {
        Ok(value) => json(value),
        Err(unread) => json!({
            "unread": kebab(&format!("{:?}", unread.reason)),
            "words": unread.words,
        }),
    }
}

pub(super) fn list_json<T>(list: &Readable<Vec<T>>, json: impl Fn(&T) -> Value) -> Value {
    readable_json(list, |list| list.iter().map(&json).collect())
}

pub(super) fn service_json(service: &WindowsService) -> Value {
    json!({
        "name": service.name,
        "display_name": service.display_name,
        "status": service.status.word(),
        "roles": service.roles,
        "kind": kebab(&format!("{:?}", service.kind())),
    })
}

fn replica_json(replica: &Replica) -> Value {
    json!({
        "fqdn": replica.fqdn,
        "is_up_to_date": replica.is_up_to_date,
        "last_status_report": replica.last_status_report,
        "last_update": replica.last_update,
        "product_version": replica.product_version,
    })
}

pub(super) fn pool_reading_json(reading: &PoolReading, source: Source) -> Value {
    let servers: Vec<Value> = reading
        .servers
        .iter()
        .map(|server| {
            json!({
                "server": server.server,
                "is_active": server.is_active,
                "services": list_json(&server.services, service_json),
                "replica": readable_json(&server.replica, |replica| {
                    replica.as_ref().map_or(Value::Null, replica_json)
                }),
            })
        })
        .collect();
    let names = |names: &Readable<Vec<String>>| list_json(names, |name| json!(name));
    json!({
        "schema_version": SCHEMA_VERSION,
        "source": source.token(),
        "read_at": reading.read_at.to_string(),
        "pool": reading.pool,
        "servers": servers,
        "categories": names(&reading.content.categories),
        "rooms": names(&reading.content.rooms),
        "addins": names(&reading.content.addins),
        "warnings": reading.notices.iter().map(notice_json).collect::<Vec<_>>(),
    })
}

pub(super) fn deployment_reading_json(reading: &DeploymentReading, source: Source) -> Value {
    let topology = &reading.topology;
    let policies = &reading.policies;
    json!({
        "schema_version": SCHEMA_VERSION,
        "source": source.token(),
        "read_at": reading.read_at.to_string(),
        "sites": list_json(&topology.sites, |site| json!({
            "identity": site.identity,
            "display_name": site.display_name,
            "kind": site.kind,
            "pools": site.pools,
        })),
        "pools": list_json(&topology.pools, |pool| json!({
            "fqdn": pool.fqdn,
            "site": pool.site,
            "computers": pool.computers,
            "services": pool.services,
        })),
        "computers": list_json(&topology.computers, |computer| json!({
            "fqdn": computer.fqdn,
            "pool": computer.pool,
        })),
        "replicas": list_json(&topology.replicas, replica_json),
        "user_replicators": list_json(&topology.user_replicators, |replicator| json!({
            "identity": replicator.identity,
            "cycle_seconds": replicator.cycle.map(|cycle| cycle.as_secs()),
        })),
        "client_version_policies": list_json(&policies.client_versions, |policy| json!({
            "identity": policy.identity,
            "is_enabled": policy.is_enabled,
            "rules": list_json(&policy.rules, |rule| json!({
                "user_agent": rule.user_agent,
                "version": rule.version,
                "comparison": rule.comparison,
                "action": rule.action.word(),
                "is_enabled": rule.is_enabled,
                "description": rule.description,
            })),
        })),
        "proxy_configurations": list_json(&policies.proxies, |proxy| json!({
            "identity": proxy.identity,
            "allows_kerberos": proxy.allows_kerberos,
            "allows_ntlm": proxy.allows_ntlm,
            "allows_certificate": proxy.allows_certificate,
        })),
        "compliance_configurations": list_json(&policies.compliance, |settings| json!({
            "identity": settings.identity,
            "adapter_type": settings.adapter_type,
            "adapter_name": settings.adapter_name,
            "output_folder": settings.output_folder,
            "run_interval_seconds": settings.run_interval.map(|interval| interval.as_secs()),
        })),
        "warnings": reading.notices.iter().map(notice_json).collect::<Vec<_>>(),
    })
}

pub(super) fn notice_json(notice: &Notice) -> Value {
    let mut document = message_json(&notice.message);
    if let Value::Object(fields) = &mut document {
        fields.insert("words".to_owned(), json!(notice.words));
    }
    document
}

/// A message as a stable code with its arguments; never a sentence.
pub(super) fn message_json(message: &Message) -> Value {
    match serde_json::to_value(message) {
        Ok(Value::String(name)) => json!({ "code": kebab(&name) }),
        Ok(Value::Object(variant)) => match variant.into_iter().next() {
            Some((name, arguments)) => json!({ "code": kebab(&name), "arguments": arguments }),
            None => Value::Null,
        },
        _ => Value::Null,
    }
}

/// A Rust name as the other codes of the output are written.
pub(super) fn kebab(name: &str) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

pub(super) fn inventory_tables(
    stream: &mut dyn Write,
    inventory: &Inventory,
    localizer: &Localizer,
) {
    line(stream, &tr!(localizer, "nav-pools"));
    table(
        stream,
        &pool_headings(localizer),
        pool_rows(inventory, localizer).cells(),
    );
    line(stream, "");
    line(stream, &tr!(localizer, "nav-endpoints"));
    table(
        stream,
        &endpoint_headings(localizer),
        endpoint_rows(inventory, localizer).cells(),
    );
    line(stream, "");
    let read = tr!(
        localizer,
        "read-at-from",
        time = localizer.iso(inventory.read_at),
        host = visible_line(&inventory.connection.host)
    );
    line(stream, &read);
}

pub(super) fn notices(stream: &mut dyn Write, notices: &[Notice], localizer: &Localizer) {
    for notice in notices {
        line(stream, &visible_line(&localizer.message(&notice.message)));
        if !notice.words.is_empty() {
            line(stream, &format!("  {}", visible_line(&notice.words)));
        }
    }
}
