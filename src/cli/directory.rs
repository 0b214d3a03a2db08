//! `directory holders` and `directory show`: who holds a SIP address in Active Directory, and how the forest stands.

use std::io::Write;
use std::time::Duration;

use serde_json::{Value, json};

use super::arguments::{
    DirectoryConnectionArguments, DirectoryHoldersCommand, DirectoryShowCommand, Format,
};
use super::output::{
    SCHEMA_VERSION, json_document, kebab, line, list_json, notice_json, readable_json, table,
};
use super::{Exit, Streams, directory_session, output};
use crate::adapters::clock::SystemClock;
use crate::domain::text::visible_line;
use crate::domain::{
    Access, AddressHolder, AddressHolders, AddressPlace, Controller, DirectoryReading, Source,
};
use crate::lab::Lab;
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Cancel, Directory, PortResult};
use crate::tr;

/// A directory answers in a second; a forest without a reachable catalog needs longer.
const DEADLINE: Duration = Duration::from_mins(2);

pub(super) fn holders(
    command: &DirectoryHoldersCommand,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Exit {
    let ask =
        |directory: &mut dyn Directory, call: &Call| directory.holders(&command.address, call);
    let (found, source) = match asked(&command.connection, ask, localizer, streams) {
        Ok(asked) => asked,
        Err(exit) => return exit,
    };
    match command.format {
        Format::Json => json_document(streams.output, &holders_json(&found, source)),
        Format::Table => holders_table(streams.output, &found, localizer),
    }
    output::notices(streams.errors, &found.notices, localizer);
    Exit::Done
}

pub(super) fn show(
    command: &DirectoryShowCommand,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Exit {
    let ask = |directory: &mut dyn Directory, call: &Call| directory.reading(call);
    let (reading, _) = match asked(&command.connection, ask, localizer, streams) {
        Ok(asked) => asked,
        Err(exit) => return exit,
    };
    match command.format {
        Format::Json => json_document(streams.output, &reading_json(&reading)),
        Format::Table => reading_table(streams.output, &reading, localizer),
    }
    output::notices(streams.errors, &reading.notices, localizer);
    Exit::Done
}

fn asked<T>(
    connection: &DirectoryConnectionArguments,
    ask: impl Fn(&mut dyn Directory, &Call) -> PortResult<T>,
    localizer: &Localizer,
    streams: &mut Streams<'_>,
) -> Result<(T, Source), Exit> {
    let call = Call::new(DEADLINE, &Cancel::default());
    let mut directory: Box<dyn Directory> = if connection.lab {
        line(streams.errors, &tr!(localizer, "lab-banner"));
        let clock = std::sync::Arc::new(SystemClock::default());
        Box::new(Lab::contoso(clock).directory())
    } else {
        let access = Access::ReadOnly;
        directory_session::open(&connection.directory, access, &call, localizer, streams)?
    };
    let source = directory.connection().source;
    match ask(directory.as_mut(), &call) {
        Ok(answer) => Ok((answer, source)),
        Err(err) => {
            output::failure(streams.errors, localizer, &err, Doing::ReadingDirectory);
            Err(Exit::Failed)
        }
    }
}

fn holders_json(found: &AddressHolders, source: Source) -> Value {
    json!({
        "schema_version": SCHEMA_VERSION,
        "source": source.token(),
        "read_at": found.read_at.to_string(),
        "address": found.address,
        "host": found.host,
        "is_global_catalog": found.is_global_catalog,
        "is_free": found.is_free(),
        "holders": found.holders.iter().map(holder_json).collect::<Vec<_>>(),
        "deleted": list_json(&found.deleted, holder_json),
        "warnings": found.notices.iter().map(notice_json).collect::<Vec<_>>(),
    })
}

fn holder_json(holder: &AddressHolder) -> Value {
    json!({
        "dn": holder.dn,
        "guid": holder.guid,
        "class": kebab(&format!("{:?}", holder.class)),
        "partition": kebab(&format!("{:?}", holder.partition)),
        "place": kebab(&format!("{:?}", holder.place)),
        "display_name": holder.display_name,
        "sip_address": holder.sip_address,
        "proxy_values": holder.proxy_values,
        "sip_enabled": holder.sip_enabled,
        "owner_urn": holder.owner_urn,
    })
}

fn reading_json(reading: &DirectoryReading) -> Value {
    json!({
        "schema_version": SCHEMA_VERSION,
        "source": reading.connection.source.token(),
        "read_at": reading.read_at.to_string(),
        "host": reading.connection.host,
        "url": reading.connection.url,
        "account": reading.connection.account,
        "forest": reading.forest,
        "domain": reading.domain,
        "domain_dn": reading.domain_dn,
        "configuration_dn": reading.configuration_dn,
        "forest_level": reading.forest_level,
        "lync_schema": readable_json(&reading.lync_schema, |schema| {
            schema.map_or(Value::Null, |schema| json!({
                "range_upper": schema.range_upper,
                "range_lower": schema.range_lower,
            }))
        }),
        "recycle_bin": readable_json(&reading.recycle_bin, |is_on| json!(is_on)),
        "controllers": list_json(&reading.controllers, controller_json),
        "warnings": reading.notices.iter().map(notice_json).collect::<Vec<_>>(),
    })
}

fn controller_json(controller: &Controller) -> Value {
    json!({
        "host": controller.host,
        "site": controller.site,
        "domain": controller.domain,
        "is_writable": controller.is_writable,
        "is_global_catalog": controller.is_global_catalog,
    })
}

fn holders_table(stream: &mut dyn Write, found: &AddressHolders, localizer: &Localizer) {
    line(stream, &summary(found, localizer));
    if !found.holders.is_empty() {
        line(stream, "");
        objects(stream, &found.holders, localizer);
    }
    match &found.deleted {
        Ok(deleted) if deleted.is_empty() => {}
        Ok(deleted) => {
            line(stream, "");
            line(stream, &tr!(localizer, "directory-deleted"));
            line(stream, &tr!(localizer, "directory-deleted-note"));
            objects(stream, deleted, localizer);
        }
        Err(unread) => {
            let reason = localizer.unread_reason(unread.reason);
            line(stream, "");
            line(
                stream,
                &tr!(localizer, "directory-deleted-unread", reason = reason),
            );
        }
    }
    line(stream, "");
    let time = localizer.iso(found.read_at);
    let host = visible_line(&found.host);
    let read = if found.is_global_catalog {
        tr!(
            localizer,
            "directory-read-from-catalog",
            time = time,
            host = host
        )
    } else {
        tr!(localizer, "read-at-from", time = time, host = host)
    };
    line(stream, &read);
}

/// What the answer comes to, in one sentence.
fn summary(found: &AddressHolders, localizer: &Localizer) -> String {
    let address = visible_line(found.address.as_str());
    let address = address.as_str();
    let is_left_behind = found
        .holders
        .iter()
        .all(|holder| holder.place == AddressPlace::ProxyOnly);
    match found.holders.len() {
        0 if found.is_free() => tr!(localizer, "directory-free", address = address),
        0 => tr!(localizer, "directory-not-complete", address = address),
        _ if is_left_behind => tr!(localizer, "directory-left-behind", address = address),
        count => tr!(
            localizer,
            "directory-held",
            count = count,
            address = address
        ),
    }
}

fn objects(stream: &mut dyn Write, holders: &[AddressHolder], localizer: &Localizer) {
    let headings = [
        tr!(localizer, "column-kind"),
        tr!(localizer, "column-display-name"),
        tr!(localizer, "holder-place"),
        tr!(localizer, "holder-partition"),
        tr!(localizer, "holder-dn"),
    ];
    let rows: Vec<Vec<String>> = holders
        .iter()
        .map(|holder| {
            vec![
                localizer.holder_title(holder.class),
                visible_line(holder.display_name.as_deref().unwrap_or("–")),
                localizer.address_place(holder.place),
                localizer.partition(holder.partition),
                visible_line(holder.dn.as_str()),
            ]
        })
        .collect();
    table(stream, &headings, &rows);
}

fn reading_table(stream: &mut dyn Write, reading: &DirectoryReading, localizer: &Localizer) {
    let unknown = |reason| localizer.unread_reason(reason);
    let or_dash = |text: &Option<String>| visible_line(text.as_deref().unwrap_or("–"));
    let schema = match &reading.lync_schema {
        Ok(schema) => localizer.lync_schema(*schema),
        Err(unread) => unknown(unread.reason),
    };
    let bin = match &reading.recycle_bin {
        Ok(true) => tr!(localizer, "directory-bin-on"),
        Ok(false) => tr!(localizer, "directory-bin-off"),
        Err(unread) => unknown(unread.reason),
    };
    for (name, value) in [
        (tr!(localizer, "directory-forest"), or_dash(&reading.forest)),
        (tr!(localizer, "directory-domain"), or_dash(&reading.domain)),
        (tr!(localizer, "directory-schema"), visible_line(&schema)),
        (tr!(localizer, "directory-bin"), bin),
    ] {
        line(stream, &format!("{name}: {value}"));
    }
    line(stream, "");
    match &reading.controllers {
        Ok(controllers) => {
            line(stream, &tr!(localizer, "directory-controllers"));
            let headings = [
                tr!(localizer, "column-controller"),
                tr!(localizer, "column-ad-site"),
                tr!(localizer, "column-domain"),
                tr!(localizer, "column-writable"),
                tr!(localizer, "column-global-catalog"),
            ];
            let word = |is_so: bool| {
                if is_so {
                    tr!(localizer, "page-yes")
                } else {
                    tr!(localizer, "page-no")
                }
            };
            let rows: Vec<Vec<String>> = controllers
                .iter()
                .map(|controller| {
                    vec![
                        visible_line(&controller.host),
                        or_dash(&controller.site),
                        or_dash(&controller.domain),
                        word(controller.is_writable),
                        word(controller.is_global_catalog),
                    ]
                })
                .collect();
            table(stream, &headings, &rows);
        }
        Err(unread) => {
            let reason = unknown(unread.reason);
            line(
                stream,
                &tr!(localizer, "directory-controllers-unread", reason = reason),
            );
        }
    }
    line(stream, "");
    let read = tr!(
        localizer,
        "read-at-from",
        time = localizer.iso(reading.read_at),
        host = visible_line(&reading.connection.host)
    );
    line(stream, &read);
}
