//! Which cmdlets a session holds, asked in one question, and which roles hold the others.

use std::collections::BTreeSet;

use super::session::Session;
use crate::domain::{Readable, Rights, Unread, UnreadReason};
use crate::lync::{Cmdlet, NAMES, decode};
use crate::ports::{Call, PortResult};
use crate::psrp::clixml::Value;

/// Asks the session which of the cmdlets this console uses it holds.
///
/// A session without `Get-Command` leaves the answer unknown; a line that breaks is an error.
pub(super) fn discover(session: &mut Session, call: &Call) -> PortResult<Rights> {
    let commands = commands(session, call)?;
    let roles = match &commands {
        Err(unread) => Err(unread.clone()),
        Ok(held) if !held.contains(Cmdlet::GetAdminRoles.name()) => {
            Err(Unread::new(UnreadReason::NoRight, ""))
        }
        Ok(_) => match session.run(&Cmdlet::GetAdminRoles, call) {
            Ok(reply) => Ok(decode::admin_roles(&reply.objects).values),
            Err(err) if err.is_line_lost() => return Err(err),
            Err(err) => Err(err.unread()),
        },
    };
    Ok(Rights { commands, roles })
}

fn commands(session: &mut Session, call: &Call) -> PortResult<Readable<BTreeSet<String>>> {
    let reply = match session.run(&Cmdlet::GetCommands, call) {
        Err(err) if err.is_line_lost() => return Err(err),
        Err(err) => return Ok(Err(err.unread())),
        Ok(reply) => reply,
    };
    let found: Vec<String> = reply.objects.iter().filter_map(name).collect();
    // What the session does not hold is an error record each, which needs no look; but a reply of other errors alone
    // says nothing.
    let is_answer = !found.is_empty()
        || reply.errors.iter().all(|record| {
            record
                .fully_qualified_id
                .starts_with("CommandNotFoundException")
        });
    if !is_answer {
        let words = reply.words().join("\n");
        return Ok(Err(Unread::new(UnreadReason::NotUnderstood, words)));
    }
    let held = NAMES
        .iter()
        .filter(|used| found.iter().any(|name| name.eq_ignore_ascii_case(used)));
    Ok(Ok(held.map(|name| (*name).to_owned()).collect()))
}

/// A command's name: a property where it came as an object, its text where it was flattened.
fn name(command: &Value) -> Option<String> {
    command
        .property("Name")
        .and_then(Value::as_str)
        .or_else(|| command.as_str())
        .map(str::to_owned)
}
