//! What a command does with the files of a project and the exports of the old system; no server is asked.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::desk::{failed, refused};
use crate::adapters::files::read_limited;
use crate::checklist::{
    Checklist, EvidenceFile, FACTS_EXAMPLE, Facts, OpenMode, PreflightGround, PreflightReport,
    Procedure, Project, ProjectDesk, ProjectEntry, ProjectKind, ProjectStore as _, Risk,
    StoredProject, fold, forecast, preflight as judge, read_export, seal_passphrase,
};
use crate::cli::act::Surroundings;
use crate::cli::arguments::Format;
use crate::cli::migration_arguments::{
    FolderCommand, NewProjectCommand, PreflightCommand, ReportCommand, VerifyCommand,
};
use crate::cli::{Exit, Streams, output, session};
use crate::domain::text::visible_line;
use crate::domain::{ChecklistMessage, Language};
use crate::localization::{Doing, Localizer};
use crate::ports::{Clock as _, PortError, PortErrorKind};
use crate::report::{self, Report};
use crate::tr;
use crate::wiring;

/// A file of facts or a procedure is written by hand.
const LONGEST_DOCUMENT: u64 = 4 << 20;
const LONGEST_EXPORT: u64 = 64 << 20;

type Done = Result<Exit, Exit>;

pub(super) fn new(
    command: &NewProjectCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let (Some(folder), Some(facts)) = (&command.folder, &command.facts) else {
        write!(streams.output, "{FACTS_EXAMPLE}").ok();
        return Ok(Exit::Done);
    };
    let mut facts: Facts = document(facts, around, streams, |text| {
        ron::from_str(text).map_err(|err| err.to_string())
    })?;
    let procedure = match &command.procedure {
        Some(file) => Arc::new(document(file, around, streams, Procedure::from_text)?),
        None => Procedure::built_in(),
    };
    if command.passphrase_stdin {
        let passphrase =
            session::password(streams.input).map_err(|err| failed(around, streams, &err))?;
        facts.passphrase = seal_passphrase(&passphrase, &rand::random());
        if facts.passphrase.is_none() {
            return Err(refused(around, streams, &ChecklistMessage::ReviewerMissing));
        }
    }
    let kind = if command.rehearsal {
        ProjectKind::Rehearsal {
            of: None,
            faults: Vec::new(),
            servers: Vec::new(),
        }
    } else {
        ProjectKind::Production
    };
    let project = Project::new(wiring::PROGRAM, kind, facts, around.clock.now());
    let store = wiring::project_store(folder.clone());
    store
        .create(&project, &procedure)
        .map_err(|err| failed(around, streams, &err))?;
    output::line(streams.output, &visible_line(&folder.display().to_string()));
    Ok(Exit::Done)
}

fn document<T>(
    file: &Path,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, Exit> {
    let read = read_limited(file, LONGEST_DOCUMENT).and_then(|bytes| {
        let text = std::str::from_utf8(&bytes).map_err(|err| err.to_string());
        text.and_then(parse).map_err(|words| {
            let file = file.display().to_string();
            PortError::new(PortErrorKind::File, "read", file, words)
        })
    });
    read.map_err(|err| {
        output::failure(streams.errors, around.localizer, &err, Doing::Reading);
        Exit::Failed
    })
}

/// What stands in a project, without touching it.
fn look(
    folder: &Path,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Result<(StoredProject, Checklist), Exit> {
    let store = wiring::project_store(folder.to_owned());
    let (_desk, stored) = ProjectDesk::open(Box::new(store), OpenMode::Watch, around.clock.now())
        .map_err(|err| failed(around, streams, &err))?;
    let checklist = fold(
        &stored.project,
        &stored.procedure,
        &stored.journal.records,
        None,
    );
    Ok((stored, checklist))
}

pub(super) fn show(
    command: &FolderCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let (stored, checklist) = look(&command.folder, around, streams)?;
    let localizer = around.localizer;
    let forecast = forecast(&checklist, around.clock.now());
    for warning in &forecast.warnings {
        let text = localizer.checklist_message(warning);
        output::line(streams.errors, &visible_line(&text));
    }
    for damage in &stored.journal.damages {
        output::line(streams.errors, &localizer.damage(damage));
    }
    if command.format == Format::Json {
        output::json_document(streams.output, &checklist_json(&checklist));
        return Ok(Exit::Done);
    }
    let headings = [
        tr!(localizer, "cli-step"),
        tr!(localizer, "cli-status"),
        tr!(localizer, "cli-owner"),
        tr!(localizer, "cli-title"),
    ];
    let rows: Vec<_> = checklist
        .items
        .iter()
        .map(|item| {
            vec![
                item.id.to_string(),
                localizer.checklist_status(item.status),
                visible_line(&item.owner),
                visible_line(item.step.title.of(localizer.language())),
            ]
        })
        .collect();
    output::table(streams.output, &headings, &rows);
    output::line(streams.output, &localizer.loss_limit(&forecast.loss));
    Ok(Exit::Done)
}

fn checklist_json(checklist: &Checklist) -> Value {
    let items = checklist.items.iter().map(|item| {
        json!({
            "step": item.id,
            "status": output::kebab(&format!("{:?}", item.status)),
            "title": item.step.title.of(Language::English),
            "verified": item.verified.as_ref().map(|verified| verified.at.to_string()),
            "attested_by": item.attested.as_ref().map(|attested| attested.by.clone()),
            "contradicted": item.contradicted.is_some(),
            "started_at": item.started_at.map(|at| at.to_string()),
            "ended_at": item.ended_at.map(|at| at.to_string()),
        })
    });
    json!({
        "schema_version": 1,
        "project": checklist.project.id,
        "is_rehearsal": checklist.project.is_rehearsal(),
        "is_rolled_back": checklist.direction != crate::checklist::Direction::Forwards,
        "current": checklist.current,
        "contradictions": checklist.contradictions,
        "steps": items.collect::<Vec<_>>(),
    })
}

pub(super) fn preflight(
    command: &PreflightCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let localizer = around.localizer;
    let mut exports = Vec::new();
    let mut is_whole = true;
    for file in &command.files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes =
            read_limited(file, LONGEST_EXPORT).map_err(|err| failed(around, streams, &err))?;
        let text = match read_export(&name, &bytes) {
            Ok(export) => {
                let text = localizer.taken_for(&export);
                exports.push(export);
                text
            }
            Err(message) => {
                is_whole = false;
                localizer.checklist_message(&message)
            }
        };
        output::line(streams.errors, &format!("{}: {text}", visible_line(&name)));
    }
    let report = judge(
        &exports,
        PreflightGround {
            sip_domains: &command.sip_domain,
            cut_off: command.cut_off.as_deref(),
            readings: &[],
        },
    );
    match command.format {
        Format::Json => output::json_document(streams.output, &risks_json(&report, localizer)),
        Format::Table => {
            for row in localizer.preflight_rows(&report).iter().skip(1) {
                let cells: Vec<_> = row.iter().filter(|cell| !cell.is_empty()).collect();
                let line = cells.iter().map(|cell| cell.as_str()).collect::<Vec<_>>();
                output::line(streams.output, &visible_line(&line.join(" | ")));
            }
        }
    }
    let stops = report
        .findings
        .iter()
        .any(|finding| finding.risk == Risk::Stops);
    Ok(if is_whole && !stops {
        Exit::Done
    } else {
        Exit::Failed
    })
}

fn risks_json(report: &PreflightReport, localizer: &Localizer) -> Value {
    let findings = report.findings.iter().map(|finding| {
        let columns = finding.evidence.columns.iter();
        json!({
            "risk": output::kebab(&format!("{:?}", finding.risk)),
            "topic": output::kebab(&format!("{:?}", finding.topic)),
            "what": finding.what.iter().map(|m| localizer.checklist_message(m)).collect::<Vec<_>>(),
            "advice": finding.advice.as_ref().map(|m| localizer.checklist_message(m)),
            "columns": columns.map(|c| output::kebab(&format!("{c:?}"))).collect::<Vec<_>>(),
            "rows": finding.evidence.rows,
        })
    });
    json!({ "schema_version": 1, "findings": findings.collect::<Vec<_>>() })
}

pub(super) fn report(
    command: &ReportCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let (stored, checklist) = look(&command.folder, around, streams)?;
    let now = around.clock.now();
    let language = command
        .language
        .map_or_else(|| around.localizer.language(), Language::from);
    let localizer = Localizer::new(language, around.clock.zone());
    let html = report::html(
        &Report {
            checklist: &checklist,
            forecast: &forecast(&checklist, now),
            records: &stored.journal.records,
            damages: &stored.journal.damages,
            made_at: now,
            program: wiring::PROGRAM,
        },
        &localizer,
    );
    let store = wiring::project_store(command.folder.clone());
    let file = store
        .save_report(&report::file_name(now, language), &html)
        .map_err(|err| failed(around, streams, &err))?;
    output::line(streams.output, &visible_line(&file.display().to_string()));
    Ok(Exit::Done)
}

/// The chain, the order of the entries, the kept files, and the hash that was signed.
pub(super) fn verify(
    command: &VerifyCommand,
    around: &Surroundings<'_>,
    streams: &mut Streams<'_>,
) -> Done {
    let (stored, checklist) = look(&command.folder, around, streams)?;
    let localizer = around.localizer;
    let store = wiring::project_store(command.folder.clone());
    let mut problems: Vec<String> = stored
        .journal
        .damages
        .iter()
        .map(|damage| localizer.damage(damage))
        .collect();
    if checklist.contradictions > 0 {
        problems.push(tr!(
            localizer,
            "cli-contradictions",
            count = checklist.contradictions
        ));
    }
    let files: Vec<&EvidenceFile> = stored
        .journal
        .records
        .iter()
        .filter_map(|record| match &record.entry {
            ProjectEntry::Attached { file, .. } | ProjectEntry::ExportAdded { file } => Some(file),
            _ => None,
        })
        .collect();
    for file in &files {
        let is_kept = store
            .is_kept(file)
            .map_err(|err| failed(around, streams, &err))?;
        if !is_kept {
            problems.push(tr!(
                localizer,
                "cli-evidence-changed",
                file = visible_line(&file.name)
            ));
        }
    }
    let last = stored
        .journal
        .records
        .last()
        .map(|record| record.hash.clone())
        .unwrap_or_default();
    // Lines may have been added since; one that was signed must be there.
    if let Some(signed) = &command.last_hash
        && !stored
            .journal
            .records
            .iter()
            .any(|record| record.hash.eq_ignore_ascii_case(signed.trim()))
    {
        problems.push(tr!(localizer, "cli-hash-missing"));
    }
    if command.format == Format::Json {
        let document = json!({
            "schema_version": 1,
            "entries": stored.journal.records.len(),
            "files": files.len(),
            "last_hash": last,
            "problems": problems,
        });
        output::json_document(streams.output, &document);
    } else {
        for problem in &problems {
            output::line(streams.errors, &visible_line(problem));
        }
        let said = tr!(
            localizer,
            "cli-verified",
            entries = stored.journal.records.len().to_string(),
            files = files.len().to_string(),
            problems = problems.len().to_string(),
            hash = last
        );
        output::line(streams.output, &said);
    }
    Ok(if problems.is_empty() {
        Exit::Done
    } else {
        Exit::Failed
    })
}
