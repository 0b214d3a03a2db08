//! The first page: what was migrated, when, by whom, how it ended, and where people sign.

use super::Report;
use super::page::Page;
use crate::checklist::{
    Checklist, Counts, Decided, Direction, Procedure, SourceGeneration, StepChange, StepId,
};
use crate::domain::Moment;
use crate::localization::Localizer;
use crate::tr;

pub(super) fn show(page: &mut Page, report: &Report<'_>, localizer: &Localizer) {
    let facts = &report.checklist.facts;
    page.element(
        "h1",
        "",
        &tr!(localizer, "mig-report-title", name = facts.name.as_str()),
    );
    if report.checklist.project.is_rehearsal() {
        page.element("p", "band", &tr!(localizer, "mig-report-rehearsal"));
    }
    if !report.damages.is_empty() || report.checklist.contradictions > 0 {
        let count = report.damages.len() + report.checklist.contradictions;
        page.element(
            "p",
            "warn",
            &tr!(localizer, "mig-report-damaged", count = count),
        );
    }
    sign(page, report, localizer);
    page.element("h2", "", &tr!(localizer, "mig-report-facts"));
    page.facts(project(report, localizer));
    page.element("h2", "", &tr!(localizer, "mig-report-outcome"));
    page.facts(outcome(report, localizer));
    counts(page, report, localizer);
    decisions(page, report, localizer);
}

/// The boxes people sign or put their seal into.
fn sign(page: &mut Page, report: &Report<'_>, localizer: &Localizer) {
    let people = &report.checklist.facts.people;
    page.within("table", "sign", |page| {
        let heads = [
            tr!(localizer, "mig-report-operator"),
            tr!(localizer, "mig-report-reviewer"),
            tr!(localizer, "mig-report-approver"),
        ];
        let names = [&people.operator, &people.reviewer, &people.approver];
        row(page, "th", "", heads.iter().map(String::as_str));
        row(page, "td", "", names.into_iter().map(String::as_str));
        row(page, "td", "seal", [""; 3]);
        let date = tr!(localizer, "mig-report-date");
        row(page, "td", "small", [date.as_str(); 3]);
    });
}

fn row<'t>(
    page: &mut Page,
    tag: &'static str,
    class: &'static str,
    cells: impl IntoIterator<Item = &'t str>,
) {
    page.within("tr", "", |page| {
        for cell in cells {
            page.element(tag, class, cell);
        }
    });
}

fn project(report: &Report<'_>, localizer: &Localizer) -> Vec<(String, String)> {
    let checklist = report.checklist;
    let facts = &checklist.facts;
    let (source, target) = (&facts.source, &facts.target);
    let generation = match source.generation {
        SourceGeneration::Ocs2007R2 => "Office Communications Server 2007 R2",
        SourceGeneration::Lync2010 => "Lync Server 2010",
    };
    let language = localizer.language();
    vec![
        (
            tr!(localizer, "mig-report-source"),
            lines([
                format!("{generation} Group Chat"),
                source.pool.clone(),
                source.servers.join(", "),
                joined(&source.sql_instance, &source.database),
            ]),
        ),
        (
            tr!(localizer, "mig-report-lookup-addresses"),
            lines(source.lookup_addresses.iter().map(ToString::to_string)),
        ),
        (
            tr!(localizer, "mig-report-target"),
            lines([
                localizer.generation(target.generation),
                target.pool.to_string(),
                target.sql_instance.clone(),
                target.files.clone(),
            ]),
        ),
        (
            tr!(localizer, "mig-report-window-planned"),
            span(localizer, facts.window.start, Some(facts.window.end)),
        ),
        (
            tr!(localizer, "mig-report-window-actual"),
            actual(report).map_or_else(
                || tr!(localizer, "mig-report-not-begun"),
                |(from, until)| span(localizer, from, until),
            ),
        ),
        (
            tr!(localizer, "mig-report-pilots"),
            facts.people.pilots.join(", "),
        ),
        (
            tr!(localizer, "mig-report-two-people"),
            if facts.passphrase.is_some() {
                tr!(localizer, "mig-report-two-people-on")
            } else {
                tr!(localizer, "mig-report-two-people-off")
            },
        ),
        (
            tr!(localizer, "mig-report-procedure"),
            lines([
                checklist.procedure.name.of(language).to_owned(),
                tr!(
                    localizer,
                    "mig-report-edition",
                    edition = checklist.procedure.edition.as_str()
                ),
                site_changes(checklist, localizer),
            ]),
        ),
        (
            tr!(localizer, "mig-report-project"),
            lines([
                checklist.project.id.to_string(),
                localizer.iso(checklist.project.made_at),
                checklist.project.made_by.clone(),
            ]),
        ),
        (
            tr!(localizer, "mig-report-made"),
            lines([
                localizer.iso(report.made_at),
                report.program.to_owned(),
                localizer.zone().iana_name().unwrap_or_default().to_owned(),
            ]),
        ),
    ]
}

/// When the first step inside the window was begun, and when the last of them ended if all are over.
fn actual(report: &Report<'_>) -> Option<(Moment, Option<Moment>)> {
    let in_window = report.checklist.items.iter().filter(|item| {
        let phases = &report.checklist.procedure.phases;
        phases
            .iter()
            .any(|phase| phase.in_window && phase.id == item.phase)
    });
    let from = in_window
        .clone()
        .filter_map(|item| item.started_at.or(item.ended_at))
        .min()?;
    let is_over = in_window.clone().all(|item| item.status.is_over());
    let until = in_window.filter_map(|item| item.ended_at).max();
    Some((from, until.filter(|_| is_over)))
}

fn outcome(report: &Report<'_>, localizer: &Localizer) -> Vec<(String, String)> {
    let (checklist, forecast) = (report.checklist, report.forecast);
    let (over, all) = checklist.progress();
    let mut rows = vec![(
        tr!(localizer, "mig-report-progress"),
        tr!(
            localizer,
            "mig-report-steps-over",
            over = over.to_string(),
            all = all.to_string()
        ),
    )];
    if let Direction::Rollback { since, by, reason } = &checklist.direction {
        rows.push((
            tr!(localizer, "mig-report-rollback"),
            lines([localizer.iso(*since), by.clone(), reason.clone()]),
        ));
    }
    if let Some(end) = forecast.end {
        rows.push((
            tr!(localizer, "mig-report-forecast-end"),
            localizer.iso(end),
        ));
    }
    rows.push((
        tr!(localizer, "mig-report-way-back"),
        localizer.loss_limit(&forecast.loss),
    ));
    for (name, moment) in [
        (
            tr!(localizer, "mig-report-services-started"),
            checklist.services_started,
        ),
        (
            tr!(localizer, "mig-report-swapped-at"),
            checklist.swapped_at,
        ),
    ] {
        if let Some(moment) = moment {
            rows.push((name, localizer.iso(moment)));
        }
    }
    for warning in &forecast.warnings {
        rows.push((
            tr!(localizer, "mig-report-warning"),
            localizer.checklist_message(warning),
        ));
    }
    rows.push((
        tr!(localizer, "mig-report-deviations"),
        checklist.deviations.len().to_string(),
    ));
    rows
}

/// How many of one kind there are.
type Pick = fn(&Counts) -> Option<usize>;

fn counts(page: &mut Page, report: &Report<'_>, localizer: &Localizer) {
    let checklist = report.checklist;
    let columns = [
        checklist.source_counts,
        checklist.baseline,
        checklist.counts,
    ];
    if columns.iter().all(Option::is_none) {
        return;
    }
    page.element("h2", "", &tr!(localizer, "mig-report-counts"));
    let said = |pick: Pick| {
        columns.map(|counts| match counts.as_ref().and_then(pick) {
            Some(count) => count.to_string(),
            None => tr!(localizer, "not-read"),
        })
    };
    let kinds: [(String, Pick); 3] = [
        (tr!(localizer, "export-categories"), |counts| {
            counts.categories
        }),
        (tr!(localizer, "export-rooms"), |counts| counts.rooms),
        (tr!(localizer, "mig-report-addins"), |counts| counts.addins),
    ];
    let rows = kinds.map(|(kind, pick)| {
        let mut row = vec![kind];
        row.extend(said(pick));
        row
    });
    let headings = [
        tr!(localizer, "mig-report-kind"),
        tr!(localizer, "mig-report-counts-source"),
        tr!(localizer, "mig-report-counts-before"),
        tr!(localizer, "mig-report-counts-after"),
    ];
    page.table("", &headings, rows);
}

/// Go and no-go, what was done outside the order, who took the project over, and remarks.
fn decisions(page: &mut Page, report: &Report<'_>, localizer: &Localizer) {
    let checklist = report.checklist;
    let name = |step: &StepId| named(report, localizer, step);
    if !checklist.decisions.is_empty() {
        page.element("h2", "", &tr!(localizer, "mig-report-decisions"));
        let headings = [
            tr!(localizer, "mig-report-time"),
            tr!(localizer, "mig-report-gate"),
            tr!(localizer, "mig-report-decision"),
            tr!(localizer, "mig-report-by"),
            tr!(localizer, "mig-report-reason"),
        ];
        let rows = checklist.decisions.iter().map(|decided: &Decided| {
            vec![
                localizer.iso(decided.at),
                name(&decided.gate),
                localizer.decision(decided.decision),
                decided.by.clone(),
                decided.reason.clone(),
            ]
        });
        page.table("", &headings, rows);
    }
    if !checklist.deviations.is_empty() {
        page.element("h2", "", &tr!(localizer, "mig-report-deviations"));
        let headings = [
            tr!(localizer, "mig-report-time"),
            tr!(localizer, "mig-report-step"),
            tr!(localizer, "mig-report-by"),
            tr!(localizer, "mig-report-reason"),
        ];
        let rows = checklist.deviations.iter().map(|deviation| {
            vec![
                localizer.iso(deviation.at),
                name(&deviation.step),
                deviation.by.clone(),
                deviation.reason.clone(),
            ]
        });
        page.table("", &headings, rows);
    }
    if !checklist.takeovers.is_empty() {
        page.element("h2", "", &tr!(localizer, "mig-report-takeovers"));
        let headings = [
            tr!(localizer, "mig-report-time"),
            tr!(localizer, "mig-report-from-user"),
            tr!(localizer, "mig-report-from-computer"),
        ];
        let rows = checklist
            .takeovers
            .iter()
            .map(|(at, user, computer)| vec![localizer.iso(*at), user.clone(), computer.clone()]);
        page.table("", &headings, rows);
    }
    if !checklist.notes.is_empty() {
        page.element("h2", "", &tr!(localizer, "mig-report-notes"));
        let headings = [
            tr!(localizer, "mig-report-time"),
            tr!(localizer, "mig-report-note"),
        ];
        let rows = checklist
            .notes
            .iter()
            .map(|(at, text)| vec![localizer.iso(*at), text.clone()]);
        page.table("", &headings, rows);
    }
}

/// A step by its number and its title.
pub(super) fn named(report: &Report<'_>, localizer: &Localizer, step: &StepId) -> String {
    let title = report
        .checklist
        .item(step)
        .map(|item| item.step.title.of(localizer.language()));
    match title {
        Some(title) => format!("{step} {title}"),
        None => step.to_string(),
    }
}

pub(super) fn span(localizer: &Localizer, from: Moment, until: Option<Moment>) -> String {
    let until = until.map(|until| localizer.iso(until)).unwrap_or_default();
    format!("{} – {until}", localizer.iso(from))
}

pub(super) fn lines(parts: impl IntoIterator<Item = String>) -> String {
    let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join("\n")
}

fn joined(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (false, false) => format!("{first} · {second}"),
        _ => format!("{first}{second}"),
    }
}

/// What the site changed about the procedure that comes with this program; empty when it changed nothing.
fn site_changes(checklist: &Checklist, localizer: &Localizer) -> String {
    let changes = checklist.procedure.changed_from(&Procedure::built_in());
    let named = changes.iter().map(|(step, change)| {
        let step = step.to_string();
        match change {
            StepChange::Added => tr!(localizer, "mig-report-step-added", step = step),
            StepChange::Minutes => tr!(localizer, "mig-report-step-minutes", step = step),
            StepChange::Owner => tr!(localizer, "mig-report-step-owner", step = step),
            StepChange::Notes => tr!(localizer, "mig-report-step-notes", step = step),
            StepChange::Content => tr!(localizer, "mig-report-step-content", step = step),
        }
    });
    let named: Vec<String> = named.collect();
    named.join("\n")
}
