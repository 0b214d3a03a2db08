//! The journal, line by line, with the hashes by which it can be checked.

use super::Report;
use super::page::Page;
use crate::checklist::ProjectRecord;
use crate::localization::Localizer;
use crate::tr;

/// What was said at length stands with its step; here its beginning does, in characters.
const LONGEST: usize = 400;

pub(super) fn show(page: &mut Page, report: &Report<'_>, localizer: &Localizer) {
    page.element("h2", "", &tr!(localizer, "mig-report-journal"));
    page.paragraph("small", &tr!(localizer, "mig-report-journal-note"));
    let headings = [
        tr!(localizer, "mig-report-line"),
        tr!(localizer, "mig-report-time"),
        tr!(localizer, "mig-report-by"),
        tr!(localizer, "mig-report-step"),
        tr!(localizer, "mig-report-entry"),
        "SHA-256".to_owned(),
    ];
    page.within("table", "journal", |page| {
        page.within("thead", "", |page| {
            page.within("tr", "", |page| {
                for heading in &headings {
                    page.element("th", "", heading);
                }
            });
        });
        page.within("tbody", "", |page| {
            for record in report.records {
                line(page, record, localizer);
            }
        });
    });
    for damage in report.damages {
        page.paragraph("warn", &localizer.damage(damage));
    }
    let last = report.records.last();
    page.facts([
        (
            tr!(localizer, "mig-report-entries"),
            report.records.len().to_string(),
        ),
        (
            tr!(localizer, "mig-report-last-hash"),
            last.map(|record| record.hash.clone()).unwrap_or_default(),
        ),
        (
            tr!(localizer, "mig-report-check"),
            tr!(localizer, "mig-report-check-note"),
        ),
    ]);
}

fn line(page: &mut Page, record: &ProjectRecord, localizer: &Localizer) {
    let words = localizer.project_entry(&record.entry);
    page.within("tr", "", |page| {
        page.element("td", "", &format!("{}\n{}", record.number, record.file));
        page.element("td", "", &localizer.iso(record.at));
        let mut who = format!("{}\n{}", record.who.os_user, record.who.computer);
        if let Some(connection) = &record.who.connection {
            who = format!("{who}\n{}", connection.host);
        }
        page.element("td", "text", &who);
        let step = record.entry.step().map(ToString::to_string);
        page.element("td", "", &step.unwrap_or_default());
        page.within("td", "", |page| {
            page.paragraph("", &words.what);
            let said = shortened(&words.said);
            if !said.is_empty() {
                page.element("div", "text", &said);
            }
        });
        page.element("td", "hash", &record.hash);
    });
}

fn shortened(said: &str) -> String {
    match said.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", said.get(..at).unwrap_or_default()),
        None => said.to_owned(),
    }
}
