//! One act of the command line, whatever it changes: the same plans, engine and journal as the window.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use super::arguments::{ActArguments, ConnectionArguments, Format};
use super::{Exit, Streams, output, session};
use crate::adapters::clock::SystemClock;
use crate::adapters::files::{DataFolder, Place, save_plan};
use crate::adapters::log;
use crate::domain::text::visible_line;
use crate::domain::{Access, Change, Check, Inventory, Verdict};
use crate::localization::{Doing, Localizer};
use crate::lync::Cmdlet;
use crate::plan::{self, Limits, Plan, PlanRecord, Progress, StepStatus};
use crate::ports::{Call, Cancel, Clock as _, Deployment, PortError};
use crate::tr;
use crate::wiring;

/// Everything one act needs, opened in one place.
pub(super) struct Act<'a> {
    pub(super) deployment: Box<dyn Deployment>,
    pub(super) localizer: &'a Localizer,
    pub(super) clock: SystemClock,
    folder: DataFolder,
    pub(super) call: Call,
    cancel: Cancel,
    limits: Limits,
    pub(super) what_if: bool,
    format: Format,
}

impl<'a> Act<'a> {
    pub(super) fn open(
        connection: &ConnectionArguments,
        arguments: &ActArguments,
        data_dir: Option<PathBuf>,
        localizer: &'a Localizer,
        clock: SystemClock,
        streams: &mut Streams<'_>,
    ) -> Result<Self, Exit> {
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
        Ok(Self {
            deployment,
            localizer,
            clock,
            folder,
            call,
            cancel,
            limits,
            what_if: arguments.what_if,
            format: arguments.format,
        })
    }

    pub(super) fn inventory(&mut self, streams: &mut Streams<'_>) -> Result<Inventory, Exit> {
        match self.deployment.inventory(&self.call) {
            Ok(inventory) => {
                output::notices(streams.errors, &inventory.notices, self.localizer);
                Ok(inventory)
            }
            Err(err) => Err(self.failed(streams, &err, Doing::Reading)),
        }
    }

    pub(super) fn failed(&self, streams: &mut Streams<'_>, err: &PortError, doing: Doing) -> Exit {
        output::failure(streams.errors, self.localizer, err, doing);
        self.write_json(
            streams,
            &json!({ "error": { "kind": output::kebab(&format!("{:?}", err.kind)), "words": err.source } }),
            "failed",
        );
        Exit::Failed
    }

    pub(super) fn preview(&mut self, change: &Change, streams: &mut Streams<'_>) -> Exit {
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

    pub(super) fn run(&mut self, plan: Plan, streams: &mut Streams<'_>) -> Exit {
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
            &mut plan::Sides::deployment_only(self.deployment.as_mut()),
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
                    "subject": step.act.subject().to_string(),
                    "sip_address": step.act.address(),
                    "status": status_token(state.status),
                    "message": state.message.as_ref().map(output::message_json),
                    "endpoint": state.evidence.endpoint.as_ref().map(output::endpoint_json),
                    "service": state.evidence.service.as_deref().map(output::service_json),
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

    pub(super) fn write_checks(&self, streams: &mut Streams<'_>, checks: &[Check]) {
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
    pub(super) fn write_json(
        &self,
        streams: &mut Streams<'_>,
        fields: &serde_json::Value,
        status: &str,
    ) {
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

pub(super) fn check_json(check: &Check) -> serde_json::Value {
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
