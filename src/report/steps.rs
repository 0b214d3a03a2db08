//! Every step: how it stands, how that is known, what was handed over, run, read, said and attached.

use super::facts::span;
use super::page::Page;
use super::{Report, facts};
use crate::checklist::{Finding, Item, Slot, Status, commands};
use crate::localization::Localizer;
use crate::plan::PlanRecord;
use crate::tr;

pub(super) fn show(page: &mut Page, report: &Report<'_>, localizer: &Localizer) {
    let language = localizer.language();
    for phase in &report.checklist.procedure.phases {
        let mut items = report
            .checklist
            .items
            .iter()
            .filter(|item| item.phase == phase.id && item.undoes.is_none())
            .peekable();
        if items.peek().is_some() {
            let title = format!("{} · {}", phase.id, phase.title.of(language));
            page.element("h2", "", &title);
            page.paragraph("purpose", phase.purpose.of(language));
        }
        for item in items {
            step(page, report, item, localizer);
        }
    }
    let mut taken_back = report
        .checklist
        .items
        .iter()
        .filter(|item| item.undoes.is_some())
        .peekable();
    if taken_back.peek().is_some() {
        page.element("h2", "", &tr!(localizer, "mig-report-rollback-steps"));
    }
    for item in taken_back {
        step(page, report, item, localizer);
    }
}

fn step(page: &mut Page, report: &Report<'_>, item: &Item, localizer: &Localizer) {
    let language = localizer.language();
    page.within("section", "step", |page| {
        page.within("div", "head", |page| {
            let mut title = format!("{} {}", item.id, item.step.title.of(language));
            if let Some((_, address)) = &item.address {
                title = format!("{title} · {address}");
            }
            page.element("h3", "", &title);
            let status = format!(
                "{} {}",
                mark(item.status),
                localizer.checklist_status(item.status)
            );
            page.element("span", "status", &status);
        });
        let what = if item.undoes.is_some() {
            item.step.undo.text.of(language)
        } else {
            item.step.what.of(language)
        };
        page.paragraph("text", what);
        times(page, report, item, localizer);
        for obstacle in &item.obstacles {
            page.paragraph("small", &localizer.checklist_message(&obstacle.0));
        }
        if let Some(reason) = &item.reason {
            said(page, &tr!(localizer, "mig-report-reason"), reason);
        }
        proofs(page, item, localizer);
        handed(page, report, item, localizer);
        for plan in item
            .plans
            .iter()
            .filter_map(|id| report.checklist.plans.get(id))
        {
            ran(page, plan, localizer);
        }
        for output in &item.outputs {
            let title = tr!(
                localizer,
                "mig-report-output",
                time = localizer.iso(output.at)
            );
            said(page, &title, &output.text);
        }
        files(page, item, localizer);
        for (at, note) in &item.notes {
            let title = format!(
                "{} · {}",
                tr!(localizer, "mig-report-note"),
                localizer.iso(*at)
            );
            said(page, &title, note);
        }
    });
}

/// Beside the word, for those who look for it.
fn mark(status: Status) -> &'static str {
    match status {
        Status::Done | Status::AlreadySatisfied => "✔",
        Status::DoneWithWarning => "▲",
        Status::Failed => "✖",
        Status::UnknownOutcome | Status::CannotBeRead => "?",
        Status::Interrupted => "‖",
        Status::Running => "▶",
        Status::Skipped | Status::NotApplicable => "–",
        Status::Pending | Status::Ready | Status::Blocked => "○",
    }
}

fn times(page: &mut Page, report: &Report<'_>, item: &Item, localizer: &Localizer) {
    let slot: Option<&Slot> = report
        .forecast
        .slots
        .iter()
        .find(|slot| slot.step == item.id);
    let mut parts = Vec::new();
    if !item.owner.is_empty() {
        parts.push(tr!(
            localizer,
            "mig-report-owner",
            owner = item.owner.as_str()
        ));
    }
    match slot.and_then(|slot| slot.planned) {
        Some((from, until)) => parts.push(tr!(
            localizer,
            "mig-report-planned",
            span = span(localizer, from, Some(until))
        )),
        None => parts.push(tr!(
            localizer,
            "mig-report-planned-minutes",
            minutes = item.minutes.to_string()
        )),
    }
    if let Some(from) = item.started_at.or(item.ended_at) {
        parts.push(tr!(
            localizer,
            "mig-report-actual",
            span = span(localizer, from, item.ended_at)
        ));
    }
    if item.step.two_people {
        parts.push(match &item.confirmed {
            Some(confirmed) => tr!(
                localizer,
                "mig-report-confirmed",
                reviewer = confirmed.reviewer.as_str(),
                time = localizer.iso(confirmed.at)
            ),
            None => tr!(localizer, "mig-report-unconfirmed"),
        });
    }
    page.paragraph("small", &parts.join(" · "));
}

/// What the console read and what a person said are told apart by their frames and their words.
fn proofs(page: &mut Page, item: &Item, localizer: &Localizer) {
    if let Some(verified) = &item.verified {
        page.within("div", "proof console", |page| {
            page.element("h4", "", &tr!(localizer, "mig-report-verified"));
            finding(page, &verified.finding, localizer);
        });
    } else if let Some(newest) = &item.newest {
        page.within("div", "proof", |page| {
            page.element("h4", "", &tr!(localizer, "mig-report-reading"));
            finding(page, newest, localizer);
        });
    }
    if let Some(attested) = &item.attested {
        page.within("div", "proof person", |page| {
            let title = format!(
                "{} · {}",
                tr!(localizer, "mig-report-attested"),
                localizer.attested_outcome(attested.outcome)
            );
            page.element("h4", "", &title);
            let who = format!("{} · {}", attested.by, localizer.iso(attested.at));
            page.paragraph("small", &who);
            page.paragraph("text", &attested.words);
        });
    }
    if let Some(contradiction) = &item.contradicted {
        page.within("div", "proof console", |page| {
            let title = tr!(localizer, "mig-report-contradicted");
            page.element("h4", "warn", &title);
            finding(page, &contradiction.finding, localizer);
        });
    }
}

fn finding(page: &mut Page, finding: &Finding, localizer: &Localizer) {
    let head = format!(
        "{} · {} · {} · {}",
        localizer.reading_name(finding.reading),
        localizer.finding_outcome(finding.outcome),
        localizer.iso(finding.read_at),
        finding.host
    );
    page.paragraph("small", &head);
    for message in &finding.messages {
        page.paragraph("", &localizer.checklist_message(message));
    }
    if !finding.words.is_empty() {
        page.element("div", "code", &finding.words.join("\n"));
    }
}

fn handed(page: &mut Page, report: &Report<'_>, item: &Item, localizer: &Localizer) {
    let facts = &report.checklist.facts;
    let handed = commands(item, facts);
    if handed.is_empty() {
        return;
    }
    page.element("h4", "", &tr!(localizer, "mig-report-commands"));
    for command in handed {
        page.paragraph("small", &format!("{} · {}", command.machine, command.role));
        match &command.text {
            Some(text) => page.element("div", "code", text),
            None => page.paragraph("warn", &tr!(localizer, "mig-report-command-forbidden")),
        }
    }
}

/// What the console ran, with the commands it sent and what came of each.
fn ran(page: &mut Page, record: &PlanRecord, localizer: &Localizer) {
    let title = format!(
        "{} · {}",
        localizer.plan_kind(record.plan.kind, record.plan.undoes.is_some()),
        record.plan.id
    );
    page.element("h4", "", &title);
    let headings = [
        tr!(localizer, "mig-report-act"),
        tr!(localizer, "mig-report-status"),
        tr!(localizer, "mig-report-time"),
    ];
    let rows = record
        .plan
        .steps
        .iter()
        .zip(&record.steps)
        .map(|(step, state)| {
            let command = step.act.command().and_then(Result::ok).unwrap_or_default();
            let words = state.evidence.words.join("\n");
            let message = state
                .message
                .as_ref()
                .map(|message| localizer.message(message))
                .unwrap_or_default();
            let time = state
                .started_at
                .map(|from| span(localizer, from, state.ended_at))
                .unwrap_or_default();
            vec![
                facts::lines([localizer.act(&step.act), command]),
                facts::lines([localizer.step_status(state.status), message, words]),
                time,
            ]
        });
    page.table("", &headings, rows);
}

fn files(page: &mut Page, item: &Item, localizer: &Localizer) {
    if item.files.is_empty() {
        return;
    }
    page.element("h4", "", &tr!(localizer, "mig-report-files"));
    let headings = [
        tr!(localizer, "mig-report-time"),
        tr!(localizer, "mig-report-file"),
        tr!(localizer, "mig-report-bytes"),
        "SHA-256".to_owned(),
    ];
    let rows = item.files.iter().map(|(at, file)| {
        vec![
            localizer.iso(*at),
            file.name.clone(),
            file.bytes.to_string(),
            file.sha256.clone(),
        ]
    });
    page.table("", &headings, rows);
}

fn said(page: &mut Page, title: &str, text: &str) {
    page.element("h4", "", title);
    page.element("div", "code", text);
}
