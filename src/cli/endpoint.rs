//! `endpoint new` and `endpoint remove`.

use serde_json::json;

use super::act::{Act, Surroundings, check_json};
use super::arguments::{NewCommand, RemoveCommand};
use super::directory_session::Wanted;
use super::{Exit, Streams, output};
use crate::domain::{Change, EndpointDraft, Message, SipUri, check};
use crate::localization::Doing;
use crate::plan;
use crate::ports::Clock as _;
use crate::tr;

pub(super) fn create(
    command: &NewCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let wanted = Wanted::BothWhereNamed(&command.sides);
    let opened = Act::open(wanted, &command.act, around, streams);
    let read = opened.and_then(|mut act| {
        let inventory = act.inventory(streams)?;
        Ok((act, inventory))
    });
    let (mut act, inventory) = match read {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let draft = EndpointDraft {
        sip_address: command.sip_address.clone(),
        pool: command.pool.clone(),
        display_name: command.display_name.clone().unwrap_or_default(),
    };
    let examined = draft.examine(&inventory, None);
    let holders = match &examined.spec {
        Some(spec) => match act.deployment.holders(&spec.sip_address, &act.call) {
            Ok(holders) => Some(holders),
            Err(err) if err.is_line_lost() => return act.failed(streams, &err, Doing::Reading),
            Err(err) => Some(Err(err.unread())),
        },
        None => None,
    };
    let held = match (&examined.spec, &mut act.directory) {
        (Some(spec), Some(directory)) => {
            let held = directory.holders(&spec.sip_address, &act.call);
            Some(held.map_err(|err| err.unread()))
        }
        _ => None,
    };
    let checks = check::checks(&examined, &inventory, holders.as_ref(), held.as_ref(), None);
    act.write_checks(streams, &checks);
    let Some(spec) = examined.spec.filter(|_| check::allow(&checks)) else {
        act.write_json(
            streams,
            &json!({ "checks": checks.iter().map(check_json).collect::<Vec<_>>() }),
            "refused",
        );
        return Exit::Failed;
    };
    if act.what_if {
        return act.preview(&Change::CreateEndpoint(spec), streams);
    }
    let plan = plan::create(act.deployment.connection(), spec, act.clock.now());
    act.run(plan, streams)
}

pub(super) fn remove(
    command: &RemoveCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let localizer = around.localizer;
    let Some(address) = parse_address(&command.sip_address) else {
        output::line(
            streams.errors,
            &localizer.message(&Message::AddressWithoutAt),
        );
        return Exit::Usage;
    };
    if let Some(confirm) = &command.confirm
        && parse_address(confirm).as_ref() != Some(&address)
    {
        // Nothing was opened yet, and the two words of the command line contradict each other.
        output::line(
            streams.errors,
            &localizer.message(&Message::TypedAddressDiffers),
        );
        return Exit::Failed;
    }
    let wanted = Wanted::Deployment(&command.connection);
    let opened = Act::open(wanted, &command.act, around, streams);
    let read = opened.and_then(|mut act| {
        let inventory = act.inventory(streams)?;
        Ok((act, inventory))
    });
    let (mut act, inventory) = match read {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let Some(endpoint) = inventory.endpoint(&address).cloned() else {
        output::line(
            streams.errors,
            &tr!(localizer, "endpoint-not-listed", address = address.as_str()),
        );
        act.write_json(
            streams,
            &json!({ "message": { "code": "endpoint-not-listed" } }),
            "refused",
        );
        return Exit::Failed;
    };
    let plan = match plan::remove(act.deployment.connection(), endpoint, act.clock.now()) {
        Ok(plan) => plan,
        Err(message) => {
            output::line(streams.errors, &localizer.message(&message));
            act.write_json(
                streams,
                &json!({ "message": output::message_json(&message) }),
                "refused",
            );
            return Exit::Failed;
        }
    };
    if act.what_if {
        return act.preview(&Change::RemoveEndpoint { address }, streams);
    }
    act.run(plan, streams)
}

/// An address as typed, with `sip:` added where it is missing.
fn parse_address(typed: &str) -> Option<SipUri> {
    let typed = typed.trim();
    SipUri::parse(typed)
        .or_else(|_no_scheme| SipUri::parse(&format!("sip:{typed}")))
        .ok()
}
