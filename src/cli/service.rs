//! `service start` and `service stop`: one service of one server.

use serde_json::json;

use super::act::{Act, Surroundings};
use super::arguments::{ServiceArguments, StopCommand};
use super::directory_session::Wanted;
use super::{Exit, Streams, output};
use crate::domain::{Change, Connection, Message, Moment, WindowsService};
use crate::localization::Doing;
use crate::plan::{self, Plan};
use crate::ports::{Clock as _, PortErrorKind};

/// How a plan is made from a service as it was read.
type Make = fn(Connection, &str, &WindowsService, Moment) -> Result<Plan, Message>;

pub(super) fn start(
    command: &ServiceArguments,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let change = Change::StartService {
        server: command.server.to_string(),
        service: command.service.clone(),
    };
    let wanted = Wanted::Deployment(&command.connection);
    match Act::open(wanted, &command.act, around, streams) {
        Ok(act) => carry_out(act, command, &change, plan::start_service, streams),
        Err(exit) => exit,
    }
}

pub(super) fn stop(
    command: &StopCommand,
    around: Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Exit {
    let what = &command.what;
    if command
        .confirm
        .as_ref()
        .is_some_and(|confirm| *confirm != what.server)
    {
        let message = Message::TypedServerDiffers;
        output::line(streams.errors, &around.localizer.message(&message));
        return Exit::Failed;
    }
    let change = Change::StopService {
        server: what.server.to_string(),
        service: what.service.clone(),
    };
    let wanted = Wanted::Deployment(&what.connection);
    match Act::open(wanted, &what.act, around, streams) {
        Ok(act) => carry_out(act, what, &change, plan::stop_service, streams),
        Err(exit) => exit,
    }
}

fn carry_out(
    mut act: Act<'_>,
    command: &ServiceArguments,
    change: &Change,
    plan_of: Make,
    streams: &mut Streams<'_>,
) -> Exit {
    let server = command.server.as_str();
    let services = match act.deployment.services(server, &act.call) {
        Ok(Ok(services)) => services,
        Ok(Err(unread)) => {
            let err = crate::ports::PortError::new(
                PortErrorKind::Refused,
                "Get-CsWindowsService",
                server,
                unread.words,
            );
            return act.failed(streams, &err, Doing::Reading);
        }
        Err(err) => return act.failed(streams, &err, Doing::Reading),
    };
    let mut services = services.iter();
    let found = services.find(|service| service.name.is_same(&command.service));
    let made = match found {
        Some(service) => plan_of(
            act.deployment.connection(),
            server,
            service,
            act.clock.now(),
        ),
        None => Err(Message::StepServiceMissing {
            server: server.to_owned(),
            service: command.service.clone(),
        }),
    };
    match made {
        Ok(_) if act.what_if => act.preview(change, streams),
        Ok(plan) => act.run(plan, streams),
        Err(message) => {
            output::line(streams.errors, &act.localizer.message(&message));
            let document = json!({ "message": output::message_json(&message) });
            act.write_json(streams, &document, "refused");
            Exit::Failed
        }
    }
}
