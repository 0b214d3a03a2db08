//! A project's journal as a list: one row an entry, newest entries last as they were written.

use super::lists::Rows;
use crate::checklist::ProjectRecord;
use crate::domain::text::visible_line;
use crate::localization::{Localizer, step_code};
use crate::tr;

/// The columns of the record, from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordColumn {
    At,
    Step,
    What,
    Who,
}

impl RecordColumn {
    pub const ALL: &'static [Self] = &[Self::At, Self::Step, Self::What, Self::Who];
}

pub fn record_headings(localizer: &Localizer) -> Vec<String> {
    vec![
        tr!(localizer, "column-made-at"),
        tr!(localizer, "mig-column-step"),
        tr!(localizer, "mig-column-what"),
        tr!(localizer, "mig-column-who"),
    ]
}

/// What a row of the list is found again by.
pub fn record_key(record: &ProjectRecord) -> String {
    format!("{}:{}", record.file, record.number)
}

impl Rows {
    /// Takes the entries that have come since; the rows of the others stay as they are.
    pub(super) fn take_records(&mut self, records: &[ProjectRecord], localizer: &Localizer) {
        let known = self.cells().len();
        for record in records.iter().skip(known) {
            let step = record.entry.step().map(|step| step_code(&step.0));
            let words = localizer.project_entry(&record.entry);
            let mut said = words.said.lines();
            let what = match said.next() {
                Some(first) => format!("{} – {}", words.what, visible_line(first)),
                None => words.what,
            };
            let cells = vec![
                localizer.date_time(record.at),
                step.unwrap_or_default(),
                what,
                visible_line(&record.who.os_user),
            ];
            self.push(record_key(record), cells);
        }
    }
}
