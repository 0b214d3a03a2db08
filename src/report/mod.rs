//! What the approver wants that night: the checklist with its evidence and its journal as one HTML page that needs
//! nothing else. No script, no address, no picture; whatever came from servers and people is text.

mod facts;
mod page;
mod record;
mod steps;
mod style;

use crate::checklist::{Checklist, Forecast, ProjectRecord};
use crate::domain::{Language, Moment};
use crate::localization::Localizer;
use crate::plan::Damage;
use crate::tr;
use page::Page;

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    pub checklist: &'a Checklist,
    pub forecast: &'a Forecast,
    pub records: &'a [ProjectRecord],
    pub damages: &'a [Damage],
    pub made_at: Moment,
    /// The program that makes it.
    pub program: &'a str,
}

/// The whole page, in the localizer's language.
pub fn html(report: &Report<'_>, localizer: &Localizer) -> String {
    let mut page = Page::new(
        tag(localizer.language()),
        &tr!(
            localizer,
            "mig-report-title",
            name = report.checklist.facts.name.as_str()
        ),
    );
    if report.checklist.project.is_rehearsal() {
        page.element("div", "mark", &tr!(localizer, "mig-report-rehearsal-mark"));
    }
    facts::show(&mut page, report, localizer);
    steps::show(&mut page, report, localizer);
    record::show(&mut page, report, localizer);
    page.finish()
}

/// What the file is called: when it was made, and in which language.
pub fn file_name(made_at: Moment, language: Language) -> String {
    let time = made_at.civil().strftime("%Y%m%d-%H%M%S");
    format!("{time}-{}.html", tag(language))
}

fn tag(language: Language) -> &'static str {
    language.tag()
}
