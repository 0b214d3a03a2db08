//! `connection test`: a connection, layer by layer, and what to do about the one that fails.

use std::time::Duration;

use serde_json::{Value, json};

use super::arguments::{Format, TestCommand};
use super::output::{SCHEMA_VERSION, json_document, line, message_json};
use super::{Exit, Streams, output, session};
use crate::adapters::remote_powershell::diagnose;
use crate::domain::{Access, Certificate, Layer, LayerFacts, LayerResult, LayerVerdict, Message};
use crate::localization::{Doing, Localizer};
use crate::ports::{Call, Cancel};

/// Each layer has a shorter patience of its own.
const DEADLINE: Duration = Duration::from_mins(3);

pub(super) fn run(command: &TestCommand, localizer: &Localizer, streams: &mut Streams<'_>) -> Exit {
    let Some(uri) = &command.connection.uri else {
        line(streams.errors, &localizer.message(&Message::DiagnosisLab));
        return Exit::Usage;
    };
    let dial = match session::dial(&command.connection, uri, Access::ReadOnly, streams.input) {
        Ok(dial) => dial,
        Err(err) => {
            output::failure(streams.errors, localizer, &err, Doing::Connecting);
            return Exit::Failed;
        }
    };
    let call = Call::new(DEADLINE, &Cancel::default());
    let mut results = Vec::new();
    diagnose(&dial, &call, &mut |result| results.push(result));
    let failed = results
        .iter()
        .find(|result| result.verdict == LayerVerdict::Failed);
    match command.format {
        Format::Table => line(
            streams.output,
            localizer.test_report(&dial.uri, &results).trim_end(),
        ),
        Format::Json => json_document(
            streams.output,
            &json!({
                "schema_version": SCHEMA_VERSION,
                "uri": dial.uri,
                "failed_layer": failed.map(|result| layer_token(&result.layer)),
                "layers": results.iter().map(layer_json).collect::<Vec<_>>(),
            }),
        ),
    }
    failed.map_or(Exit::Done, |result| Exit::of_layer(&result.layer))
}

fn layer_json(result: &LayerResult) -> Value {
    json!({
        "layer": layer_token(&result.layer),
        "verdict": match result.verdict {
            LayerVerdict::Passed => "passed",
            LayerVerdict::Warning => "warning",
            LayerVerdict::Failed => "failed",
            LayerVerdict::NotReached => "not-reached",
        },
        "messages": result.messages.iter().map(message_json).collect::<Vec<_>>(),
        "facts": facts_json(&result.facts),
        "words": result.words,
    })
}

/// A layer's stable word; a cmdlet's is its name.
fn layer_token(layer: &Layer) -> &str {
    match layer {
        Layer::NameResolution => "name-resolution",
        Layer::Tcp => "tcp",
        Layer::Tls => "tls",
        Layer::SignIn => "sign-in",
        Layer::Session => "session",
        Layer::Rights => "rights",
        Layer::Cmdlet(name) => name,
    }
}

fn facts_json(facts: &LayerFacts) -> Value {
    match facts {
        LayerFacts::None => Value::Null,
        LayerFacts::Addresses(addresses) => json!({ "addresses": addresses }),
        LayerFacts::Connected(address) => json!({ "address": address }),
        LayerFacts::Tls {
            protocol,
            cipher,
            chain,
        } => json!({
            "protocol": protocol,
            "cipher": cipher,
            "chain": chain.iter().map(certificate_json).collect::<Vec<_>>(),
        }),
        LayerFacts::SignIn {
            offered,
            used,
            account,
            is_sealed,
            is_bound_to_channel,
        } => json!({
            "offered": offered,
            "used": used,
            "account": account,
            "is_sealed": is_sealed,
            "is_bound_to_channel": is_bound_to_channel,
        }),
        LayerFacts::Session {
            protocol,
            powershell,
        } => json!({ "protocol": protocol, "powershell": powershell }),
        LayerFacts::Rights { held, used } => json!({ "held": held, "used": used }),
    }
}

fn certificate_json(certificate: &Certificate) -> Value {
    json!({
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "names": certificate.names,
        "not_before": certificate.not_before,
        "not_after": certificate.not_after,
        "sha256": certificate.sha256,
    })
}
