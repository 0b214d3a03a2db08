//! Readings of a pool and of a deployment as tables and lines for people.

use std::io::Write;

use super::output::{line, table};
use crate::domain::text::visible_line;
use crate::domain::{
    DeploymentReading, PoolReading, Readable, Replica, ServerReading, ServiceKind,
};
use crate::localization::Localizer;
use crate::tr;

pub(super) fn pool(stream: &mut dyn Write, reading: &PoolReading, localizer: &Localizer) {
    let headings = [
        tr!(localizer, "column-server"),
        tr!(localizer, "column-state"),
        tr!(localizer, "column-service"),
        tr!(localizer, "column-status"),
        tr!(localizer, "column-replica"),
    ];
    let rows: Vec<Vec<String>> = reading
        .servers
        .iter()
        .flat_map(|server| server_rows(server, localizer))
        .collect();
    line(stream, &tr!(localizer, "servers-title"));
    table(stream, &headings, &rows);
    line(stream, "");
    line(stream, &tr!(localizer, "contents-title"));
    for (what, names) in [
        (
            tr!(localizer, "contents-categories"),
            &reading.content.categories,
        ),
        (tr!(localizer, "contents-rooms"), &reading.content.rooms),
        (tr!(localizer, "contents-addins"), &reading.content.addins),
    ] {
        content(stream, &what, names, localizer);
    }
}

/// A row for each service that is Persistent Chat's or may be; one that says why where there is none.
fn server_rows(server: &ServerReading, localizer: &Localizer) -> Vec<Vec<String>> {
    let place = if server.is_active {
        tr!(localizer, "server-active")
    } else {
        tr!(localizer, "server-inactive")
    };
    let row = |service: String, status: String| {
        vec![
            visible_line(&server.server),
            place.clone(),
            service,
            status,
            replica(&server.replica, localizer),
        ]
    };
    let services = match &server.services {
        Ok(services) => services,
        Err(unread) => return vec![row(String::new(), localizer.unread_reason(unread.reason))],
    };
    let shown: Vec<_> = services
        .iter()
        .filter(|service| service.kind() != ServiceKind::Foreign)
        .map(|service| {
            let status = localizer.service_status(&service.status);
            row(service.name.to_string(), status)
        })
        .collect();
    if shown.is_empty() {
        return vec![row(String::new(), tr!(localizer, "services-none"))];
    }
    shown
}

fn replica(replica: &Readable<Option<Replica>>, localizer: &Localizer) -> String {
    match replica {
        Ok(Some(replica)) if replica.is_up_to_date => tr!(localizer, "replica-up-to-date"),
        Ok(Some(_)) => tr!(localizer, "replica-behind"),
        Ok(None) => tr!(localizer, "replica-not-listed"),
        Err(_unread) => tr!(localizer, "replica-unread"),
    }
}

fn content(
    stream: &mut dyn Write,
    what: &str,
    names: &Readable<Vec<String>>,
    localizer: &Localizer,
) {
    match names {
        Ok(names) => {
            let count = names.len();
            line(
                stream,
                &tr!(localizer, "contents-show", what = what, count = count),
            );
            for name in names {
                line(stream, &format!("  {}", visible_line(name)));
            }
        }
        Err(unread) => {
            let reason = localizer.unread_reason(unread.reason);
            line(
                stream,
                &tr!(localizer, "contents-unread", what = what, reason = reason),
            );
        }
    }
}

/// What matters before a changeover, and how many of everything else; the JSON document has it all.
pub(super) fn deployment(
    stream: &mut dyn Write,
    reading: &DeploymentReading,
    localizer: &Localizer,
) {
    let topology = &reading.topology;
    count(
        stream,
        &tr!(localizer, "deployment-sites"),
        &topology.sites,
        localizer,
    );
    count(
        stream,
        &tr!(localizer, "deployment-pools"),
        &topology.pools,
        localizer,
    );
    count(
        stream,
        &tr!(localizer, "deployment-computers"),
        &topology.computers,
        localizer,
    );
    count(
        stream,
        &tr!(localizer, "deployment-replicas"),
        &topology.replicas,
        localizer,
    );
    let replicas = topology.replicas.iter().flatten();
    for replica in replicas.filter(|replica| !replica.is_up_to_date) {
        let server = visible_line(&replica.fqdn);
        let said = tr!(localizer, "deployment-replica-behind", server = server);
        line(stream, &format!("  {said}"));
    }
    let policies = &reading.policies;
    count(
        stream,
        &tr!(localizer, "deployment-clients"),
        &policies.client_versions,
        localizer,
    );
    for policy in policies.client_versions.iter().flatten() {
        let blocking = policy.blocking_rules().count();
        if blocking > 0 {
            let said = tr!(
                localizer,
                "deployment-blocks",
                policy = visible_line(&policy.identity),
                count = blocking
            );
            line(stream, &format!("  {said}"));
        }
    }
    count(
        stream,
        &tr!(localizer, "deployment-proxies"),
        &policies.proxies,
        localizer,
    );
    count(
        stream,
        &tr!(localizer, "deployment-compliance"),
        &policies.compliance,
        localizer,
    );
}

fn count<T>(stream: &mut dyn Write, what: &str, things: &Readable<Vec<T>>, localizer: &Localizer) {
    let said = match things {
        Ok(things) => tr!(
            localizer,
            "contents-show",
            what = what,
            count = things.len()
        ),
        Err(unread) => {
            let reason = localizer.unread_reason(unread.reason);
            tr!(localizer, "contents-unread", what = what, reason = reason)
        }
    };
    line(stream, &said);
}
