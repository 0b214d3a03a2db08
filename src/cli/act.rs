//! One act of the command line, whatever it changes: the same plans, engine and journal as the window.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use super::arguments::{ActArguments, Format};
use super::directory_session::{Opened, Wanted};
use super::{Exit, Streams, output};
use crate::adapters::clock::SystemClock;
use crate::adapters::files::{DataFolder, Place, save_plan};
use crate::adapters::log;
use crate::domain::text::visible_line;
use crate::domain::{Access, Change, Check, Hand, Inventory, Message, Verdict};
use crate::localization::{Doing, Localizer};
use crate::lync::{Cmdlet, ForbiddenCharacter};
use crate::plan::{self, JournalWriter, Limits, Plan, PlanRecord, Progress, RunEnd, StepStatus};
use crate::ports::{Call, Cancel, Clock, Deployment, Directory, PortError, PortResult};
use crate::tr;
use crate::wiring;

/// Everything one act needs, opened in one place.
pub(super) struct Act<'a> {
    pub(super) deployment: Box<dyn Deployment>,
    /// Beside the deployment, where an act needs both.
    pub(super) directory: Option<Box<dyn Directory>>,
    pub(super) localizer: &'a Localizer,
    pub(super) clock: SystemClock,
    folder: DataFolder,
    pub(super) call: Call,
    cancel: Cancel,
    limits: Limits,
    pub(super) what_if: bool,
    format: Format,
}

/// What a command that keeps a journal is run in.
pub(super) struct Surroundings<'a> {
    pub(super) data_dir: Option<PathBuf>,
    pub(super) localizer: &'a Localizer,
    pub(super) clock: SystemClock,
}

impl Surroundings<'_> {
    /// The same, for what is kept beside the servers.
    pub(super) fn again(&self) -> Self {
        Self {
            data_dir: self.data_dir.clone(),
            localizer: self.localizer,
            clock: SystemClock::default(),
        }
    }
}

impl<'a> Act<'a> {
    pub(super) fn open(
        wanted: Wanted<'_>,
        arguments: &ActArguments,
        around: Surroundings<'a>,
        streams: &mut Streams<'_>,
    ) -> Result<Self, Exit> {
        let Surroundings {
            data_dir,
            localizer,
            clock,
        } = around;
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
        let (usual, wait) = (Limits::default(), arguments.wait.map(Duration::from_secs));
        let limits = Limits {
            read_back: wait.unwrap_or(usual.read_back),
            hand_over: wait.unwrap_or(usual.hand_over),
            ..usual
        };
        let call = Call::new(limits.call, &cancel);
        let access = if arguments.what_if {
            Access::ReadOnly
        } else {
            Access::Changes
        };
        let Opened {
            deployment,
            directory,
        } = wanted.open(access, &call, localizer, streams)?;
        Ok(Self {
            deployment,
            directory,
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

    pub(super) fn sides(&mut self) -> plan::Sides<'_> {
        sides(&mut self.deployment, &mut self.directory)
    }

    /// Everything that was ever written down about this kind of deployment, the newest plan last.
    pub(super) fn records(&self) -> PortResult<Vec<PlanRecord>> {
        let journal = self.journal().read()?;
        Ok(plan::fold(&journal.records, None).0)
    }

    fn journal(&self) -> JournalWriter {
        let source = self.deployment.connection().source;
        wiring::journal(&self.folder, source, &self.clock)
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
        write_script(streams.errors, Cmdlet::act(change).to_powershell());
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
        for step in &plan.steps {
            self.write_lines(streams.errors, &step.act);
        }
        self.run_record(&PlanRecord::new(plan), streams)
    }

    /// Runs the steps of a plan that are not satisfied yet.
    pub(super) fn run_record(&mut self, record: &PlanRecord, streams: &mut Streams<'_>) -> Exit {
        self.work_into(record, &mut self.journal(), streams, plan::run)
    }

    /// Writes down that a step is done by another hand, and waits until it is seen to be done.
    pub(super) fn hand_over(
        &mut self,
        record: &PlanRecord,
        step: usize,
        streams: &mut Streams<'_>,
    ) -> Exit {
        let act = record.plan.steps.get(step).map(|step| &step.act);
        if let Some(script) = act.and_then(plan::Act::script) {
            write_script(streams.errors, script);
        }
        self.work_into(
            record,
            &mut self.journal(),
            streams,
            |record, sides, journal, clock, cancel, limits, on_event| {
                let connection = sides.deployment.connection();
                match plan::hand_over(record, step, &connection, journal, clock.now()) {
                    Ok(record) => {
                        plan::run(&record, sides, journal, clock, cancel, limits, on_event)
                    }
                    Err(err) => RunEnd {
                        record: record.clone(),
                        journal_error: Some(err),
                    },
                }
            },
        )
    }

    /// Reads the servers again for the first step whose outcome is open; then the plan goes on if that settles it.
    pub(super) fn continue_record(
        &mut self,
        record: &PlanRecord,
        streams: &mut Streams<'_>,
    ) -> Exit {
        let open = record.steps.iter().find(|step| !step.status.is_satisfied());
        let is_unread = open.is_some_and(|step| {
            matches!(
                step.status,
                StepStatus::UnknownOutcome | StepStatus::NotVisibleYet
            ) && step.readings <= 1
        });
        if is_unread {
            self.work_into(
                record,
                &mut self.journal(),
                streams,
                |record, sides, journal, clock, cancel, limits, on_event| {
                    let end =
                        plan::recheck(record, sides, journal, clock, cancel, limits, on_event);
                    let is_settled = |status: StepStatus| {
                        status.is_satisfied()
                            || matches!(status, StepStatus::Pending | StepStatus::Interrupted)
                    };
                    if end.journal_error.is_some() || !is_settled(end.record.status()) {
                        return end;
                    }
                    plan::run(&end.record, sides, journal, clock, cancel, limits, on_event)
                },
            )
        } else {
            self.run_record(record, streams)
        }
    }

    /// Runs the steps of a plan that are not satisfied yet, and writes down what happens in another journal than this
    /// computer's.
    pub(super) fn run_into(
        &mut self,
        record: &PlanRecord,
        journal: &mut dyn plan::PlanLog,
        streams: &mut Streams<'_>,
    ) -> Exit {
        self.work_into(record, journal, streams, plan::run)
    }

    fn work_into(
        &mut self,
        record: &PlanRecord,
        journal: &mut dyn plan::PlanLog,
        streams: &mut Streams<'_>,
        work: impl FnOnce(
            &PlanRecord,
            &mut plan::Sides<'_>,
            &mut dyn plan::PlanLog,
            &dyn Clock,
            &Cancel,
            Limits,
            &mut dyn FnMut(Progress),
        ) -> RunEnd,
    ) -> Exit {
        let localizer = self.localizer;
        let errors: &mut dyn Write = streams.errors;
        let mut waiting = None;
        let end = work(
            record,
            &mut sides(&mut self.deployment, &mut self.directory),
            journal,
            &self.clock,
            &self.cancel,
            self.limits,
            &mut |progress| match progress {
                Progress::Waiting {
                    step,
                    limit,
                    message,
                    ..
                } if waiting != Some((step, message.clone())) => {
                    let text = match &message {
                        Some(message) => localizer.message(message),
                        None => tr!(
                            localizer,
                            "waiting-to-appear",
                            limit = localizer.clock(limit)
                        ),
                    };
                    output::line(errors, &text);
                    waiting = Some((step, message));
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
                    "script": handed_over(&step.act),
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

    /// What an act sends, or what somebody else is to run.
    fn write_lines(&self, stream: &mut dyn Write, act: &plan::Act) {
        let lines = if act.hand() == Some(Hand::Operator) {
            output::line(stream, &visible_line(&self.localizer.act(act)));
            act.script()
        } else {
            act.command()
        };
        if let Some(lines) = lines {
            write_script(stream, lines);
        }
    }

    /// Refuses an act for a reason of the core.
    pub(super) fn refused(&self, streams: &mut Streams<'_>, message: &Message) -> Exit {
        output::line(streams.errors, &self.localizer.message(message));
        self.write_json(
            streams,
            &json!({ "message": output::message_json(message) }),
            "refused",
        );
        Exit::Failed
    }

    pub(super) fn is_table(&self) -> bool {
        self.format == Format::Table
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

fn sides<'a>(
    deployment: &'a mut Box<dyn Deployment>,
    directory: &'a mut Option<Box<dyn Directory>>,
) -> plan::Sides<'a> {
    let directory: Option<&mut dyn Directory> = match directory {
        Some(directory) => Some(directory.as_mut()),
        None => None,
    };
    plan::Sides::new(deployment.as_mut(), directory)
}

pub(super) fn check_json(check: &Check) -> serde_json::Value {
    json!({
        "check": output::kebab(&format!("{:?}", check.kind)),
        "verdict": verdict_token(check.verdict),
        "messages": check.messages.iter().map(output::message_json).collect::<Vec<_>>(),
        "words": check.words,
    })
}

pub(super) fn verdict_token(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::NotChecked => "not-checked",
        Verdict::Warning => "warning",
        Verdict::Failed => "failed",
    }
}

pub(super) fn status_token(status: StepStatus) -> &'static str {
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

/// What a person typed was checked before; what the server sent might still hide something in a name.
fn write_script(stream: &mut dyn Write, script: Result<String, ForbiddenCharacter>) {
    let text = script.unwrap_or_else(|forbidden| forbidden.to_string());
    for line in text.lines() {
        output::line(stream, line);
    }
}

/// The lines somebody else is to run; `None` of a step this program does itself.
fn handed_over(act: &plan::Act) -> Option<String> {
    (act.hand() == Some(Hand::Operator))
        .then(|| act.script()?.ok())
        .flatten()
}
