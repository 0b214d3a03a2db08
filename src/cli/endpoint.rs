//! `endpoint new` and `endpoint remove`: the same plans, engine and journal as the window.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use super::arguments::{ActArguments, ConnectionArguments, Format, NewCommand, RemoveCommand};
use super::{Exit, Streams, output, session};
use crate::adapters::clock::SystemClock;
use crate::adapters::files::{DataFolder, Place, save_plan};
use crate::adapters::log;
use crate::domain::text::visible_line;
use crate::domain::{
    Access, Change, Check, EndpointDraft, Inventory, Message, SipUri, Verdict, check,
};
use crate::localization::{Doing, Localizer};
use crate::lync::Cmdlet;
use crate::plan::{self, Limits, Plan, PlanRecord, Progress, StepStatus};
use crate::ports::{Call, Cancel, Clock as _, Deployment, PortError};
use crate::tr;
use crate::wiring;

pub(super) fn create(
    command: &NewCommand,
    data_dir: Option<PathBuf>,
    localizer: &Localizer,
    clock: SystemClock,
    streams: &mut Streams<'_>,
) -> Exit {
    let opened = Act::open(
        &command.connection,
        &command.act,
        data_dir,
        localizer,
        clock,
        streams,
    );
    let (mut act, inventory) = match opened {
        Ok(opened) => opened,
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
    let checks = check::checks(&examined, &inventory, holders.as_ref(), None);
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
    data_dir: Option<PathBuf>,
    localizer: &Localizer,
    clock: SystemClock,
    streams: &mut Streams<'_>,
) -> Exit {
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
    let opened = Act::open(
        &command.connection,
        &command.act,
        data_dir,
        localizer,
        clock,
        streams,
    );
    let (mut act, inventory) = match opened {
        Ok(opened) => opened,
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

/// Everything one act needs, opened in one place.
struct Act<'a> {
    deployment: Box<dyn Deployment>,
    localizer: &'a Localizer,
    clock: SystemClock,
    folder: DataFolder,
    call: Call,
    cancel: Cancel,
    limits: Limits,
    what_if: bool,
    format: Format,
}

impl<'a> Act<'a> {
    /// Opens the deployment and reads it: nothing is done that was not looked at first.
    fn open(
        connection: &ConnectionArguments,
        arguments: &ActArguments,
        data_dir: Option<PathBuf>,
        localizer: &'a Localizer,
        clock: SystemClock,
        streams: &mut Streams<'_>,
    ) -> Result<(Self, Inventory), Exit> {
        let folder = DataFolder::new(data_dir).map_err(|err| {
            output::failure(streams.errors, localizer, &err, Doing::Keeping);
            Exit::Failed
        })?;
        if let Err(err) = log::start(&folder.place(Place::Logs), clock.now(), std::process::id()) {
            output::line(
                streams.errors,
                &tr!(localizer, "log-not-written", words = err.to_string()),
            );
        }
        let cancel = Cancel::default();
        let limits = Limits {
            read_back: Duration::from_secs(arguments.wait),
            ..Limits::default()
        };
        let call = Call::new(limits.call, &cancel);
        let access = if arguments.what_if {
            Access::ReadOnly
        } else {
            Access::Changes
        };
        let deployment = session::open(connection, access, &call, localizer, streams)?;
        let mut act = Self {
            deployment,
            localizer,
            clock,
            folder,
            call,
            cancel,
            limits,
            what_if: arguments.what_if,
            format: arguments.format,
        };
        let inventory = act.inventory(streams)?;
        Ok((act, inventory))
    }

    fn inventory(&mut self, streams: &mut Streams<'_>) -> Result<Inventory, Exit> {
        match self.deployment.inventory(&self.call) {
            Ok(inventory) => {
                output::notices(streams.errors, &inventory, self.localizer);
                Ok(inventory)
            }
            Err(err) => Err(self.failed(streams, &err, Doing::Reading)),
        }
    }

    fn failed(&self, streams: &mut Streams<'_>, err: &PortError, doing: Doing) -> Exit {
        output::failure(streams.errors, self.localizer, err, doing);
        self.write_json(
            streams,
            &json!({ "error": { "kind": output::kebab(&format!("{:?}", err.kind)), "words": err.source } }),
            "failed",
        );
        Exit::Failed
    }

    fn preview(&mut self, change: &Change, streams: &mut Streams<'_>) -> Exit {
        Self::write_command(streams.errors, change);
        match self.deployment.preview(change, &self.call) {
            Err(err) => self.failed(streams, &err, Doing::Reading),
            Ok(preview) => {
                for words in &preview.words {
                    output::line(streams.errors, &visible_line(words));
                }
                self.write_json(
                    streams,
                    &json!({ "preview": preview.text, "words": preview.words }),
                    "preview",
                );
                if preview.text.is_empty() {
                    output::line(streams.errors, &tr!(self.localizer, "no-preview"));
                    return Exit::Failed;
                }
                if self.format == Format::Table {
                    for text in &preview.text {
                        output::line(streams.output, &visible_line(text));
                    }
                }
                Exit::Done
            }
        }
    }

    fn run(&mut self, plan: Plan, streams: &mut Streams<'_>) -> Exit {
        if let Err(err) = save_plan(&self.folder, &plan) {
            return self.failed(streams, &err, Doing::Changing);
        }
        for change in plan.steps.iter().filter_map(|step| step.act.change()) {
            Self::write_command(streams.errors, &change);
        }
        let source = self.deployment.connection().source;
        let mut journal = wiring::journal(&self.folder, source, &self.clock);
        let record = PlanRecord::new(plan);
        let localizer = self.localizer;
        let errors: &mut dyn Write = streams.errors;
        let mut waiting = false;
        let end = plan::run(
            &record,
            self.deployment.as_mut(),
            &mut journal,
            &self.clock,
            &self.cancel,
            self.limits,
            &mut |progress| match progress {
                Progress::Waiting { limit, .. } if !waiting => {
                    waiting = true;
                    output::line(
                        errors,
                        &tr!(
                            localizer,
                            "waiting-to-appear",
                            limit = localizer.clock(limit)
                        ),
                    );
                }
                Progress::Waiting { .. } | Progress::Changed(_) => {}
            },
        );
        self.write_end(streams, &end.record);
        if let Some(err) = end.journal_error {
            output::failure(streams.errors, self.localizer, &err, Doing::Keeping);
            return if end.record.status() == StepStatus::Pending {
                Exit::Failed
            } else {
                Exit::Open
            };
        }
        Exit::of(&end.record)
    }

    fn write_end(&self, streams: &mut Streams<'_>, record: &PlanRecord) {
        for (step, state) in record.plan.steps.iter().zip(&record.steps) {
            let text = tr!(
                self.localizer,
                "step-line",
                status = self.localizer.step_status(state.status),
                act = self.localizer.act(&step.act)
            );
            output::line(streams.errors, &text);
            if let Some(message) = &state.message {
                output::line(streams.errors, &self.localizer.message(message));
            }
            for words in &state.evidence.words {
                output::line(streams.errors, &format!("  {}", visible_line(words)));
            }
        }
        let steps: Vec<_> = record
            .plan
            .steps
            .iter()
            .zip(&record.steps)
            .map(|(step, state)| {
                json!({
                    "sip_address": step.act.address(),
                    "status": status_token(state.status),
                    "message": state.message.as_ref().map(output::message_json),
                    "endpoint": state.evidence.endpoint.as_ref().map(output::endpoint_json),
                    "words": state.evidence.words,
                    "read_at": state.evidence.read_at.map(|at| at.to_string()),
                })
            })
            .collect();
        let status = status_token(record.status());
        self.write_json(
            streams,
            &json!({ "plan": record.plan.id, "steps": steps }),
            status,
        );
        if self.format == Format::Table {
            output::line(streams.output, &self.localizer.step_status(record.status()));
        }
    }

    fn write_command(stream: &mut dyn Write, change: &Change) {
        // What a person typed was checked before; what the server sent might still hide something.
        let text = Cmdlet::act(change)
            .to_powershell()
            .unwrap_or_else(|err| err.to_string());
        output::line(stream, &text);
    }

    fn write_checks(&self, streams: &mut Streams<'_>, checks: &[Check]) {
        for check in checks
            .iter()
            .filter(|check| check.verdict != Verdict::Passed || !check.messages.is_empty())
        {
            let text = tr!(
                self.localizer,
                "check-line",
                verdict = self.localizer.verdict(check.verdict),
                check = self.localizer.check_kind(check.kind)
            );
            output::line(streams.errors, &text);
            for message in &check.messages {
                output::line(
                    streams.errors,
                    &format!("  {}", visible_line(&self.localizer.message(message))),
                );
            }
            for words in &check.words {
                output::line(streams.errors, &format!("  {}", visible_line(words)));
            }
        }
    }

    /// Writes the one JSON document of a command that was asked for JSON.
    fn write_json(&self, streams: &mut Streams<'_>, fields: &serde_json::Value, status: &str) {
        if self.format != Format::Json {
            return;
        }
        let mut document = json!({
            "schema_version": output::SCHEMA_VERSION,
            "source": self.deployment.connection().source.token(),
            "status": status,
        });
        if let (Some(document), Some(fields)) = (document.as_object_mut(), fields.as_object()) {
            document.extend(fields.clone());
        }
        output::json_document(streams.output, &document);
    }
}

fn check_json(check: &Check) -> serde_json::Value {
    json!({
        "check": output::kebab(&format!("{:?}", check.kind)),
        "verdict": match check.verdict {
            Verdict::Passed => "passed",
            Verdict::NotChecked => "not-checked",
            Verdict::Warning => "warning",
            Verdict::Failed => "failed",
        },
        "messages": check.messages.iter().map(output::message_json).collect::<Vec<_>>(),
        "words": check.words,
    })
}

fn status_token(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Pending => "pending",
        StepStatus::Running => "running",
        StepStatus::Interrupted => "interrupted",
        StepStatus::Done => "done",
        StepStatus::DoneWithWarning => "done-with-warning",
        StepStatus::AlreadySatisfied => "already-satisfied",
        StepStatus::Failed => "failed",
        StepStatus::UnknownOutcome => "unknown-outcome",
        StepStatus::NotVisibleYet => "not-visible-yet",
    }
}
