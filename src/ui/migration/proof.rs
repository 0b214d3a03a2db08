//! What shows that a step is done: what the console read, what a person said, outputs and files.

use egui::Ui;

use crate::checklist::{Attested, Finding, FindingOutcome, Item, Output};
use crate::console::Intent;
use crate::domain::Moment;
use crate::domain::text::{visible_line, visible_lines};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::pages::{remark_ui, server_words_ui};
use crate::ui::run_view::small_hint_ui;
use crate::ui::theme::{Tone, size};
use crate::ui::widgets::{ChecklistRow, CodeBlock, key_values, section_heading};
use crate::ui::{Screen, icons};

/// As many messages of a reading as are shown at once.
const MOST_MESSAGES: usize = 12;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, item: &Item) {
    let text = screen.text();
    let newest = item.newest.as_ref();
    let verified = item.verified.as_ref().map(|verified| &verified.finding);
    let has_anything = newest.is_some()
        || verified.is_some()
        || item.attested.is_some()
        || !item.outputs.is_empty()
        || !item.files.is_empty();
    if !has_anything {
        return;
    }
    section_heading(ui, &tr!(text, "mig-evidence"));
    if let Some(finding) = verified {
        finding_ui(ui, screen, finding, "verified");
    }
    // A reading that came later and showed something else stands beside the one that counted.
    if let Some(finding) = newest.filter(|newest| Some(*newest) != verified) {
        finding_ui(ui, screen, finding, "newest");
    }
    if let Some(attested) = &item.attested {
        attested_ui(ui, text, attested);
    }
    for (place, output) in item.outputs.iter().enumerate() {
        output_ui(ui, screen, output, place);
    }
    for (at, file) in &item.files {
        let name = visible_line(&file.name);
        let aside = tr!(
            text,
            "mig-file-aside",
            bytes = file.bytes.to_string(),
            hash = file.sha256.chars().take(16).collect::<String>()
        );
        ChecklistRow::new(Tone::Neutral, &text.time(*at), &name)
            .icon(icons::FILE)
            .aside(&aside)
            .show(ui);
    }
}

fn finding_ui(ui: &mut Ui, screen: &Screen<'_>, finding: &Finding, salt: &str) {
    let text = screen.text();
    let (tone, icon) = match finding.outcome {
        FindingOutcome::Holds => (Tone::Success, icons::TRUSTED),
        FindingOutcome::HoldsWithWarning => (Tone::Warning, icons::WARNING),
        FindingOutcome::Contradicts => (Tone::Danger, icons::FAILED),
        FindingOutcome::CannotBeRead => (Tone::Unknown, icons::UNKNOWN),
    };
    let title = text.reading_name(finding.reading);
    let outcome = text.finding_outcome(finding.outcome);
    let aside = tr!(
        text,
        "read-at-from",
        time = text.date_time(finding.read_at),
        host = visible_line(&finding.host)
    );
    ChecklistRow::new(tone, &outcome, &title)
        .icon(icon)
        .aside(&aside)
        .show(ui);
    for message in finding.messages.iter().take(MOST_MESSAGES) {
        let sentence = visible_lines(&text.checklist_message(message));
        remark_ui(ui, Tone::Neutral, icons::RIGHT, &sentence);
    }
    let rest = finding.messages.len().saturating_sub(MOST_MESSAGES);
    if rest > 0 {
        small_hint_ui(ui, &tr!(text, "overview-more-notices", count = rest));
    }
    server_words_ui(ui, screen, ("words", salt), &finding.words.join("\n"));
}

fn attested_ui(ui: &mut Ui, text: &Localizer, attested: &Attested) {
    key_values(ui, |values| {
        values.text(&tr!(text, "mig-attested"), &said_by(text, attested));
        if !attested.words.is_empty() {
            values.text(&tr!(text, "mig-words"), &visible_lines(&attested.words));
        }
    });
}

fn said_by(text: &Localizer, attested: &Attested) -> String {
    tr!(
        text,
        "mig-attested-by",
        outcome = text.attested_outcome(attested.outcome),
        by = visible_line(&attested.by),
        time = text.date_time(attested.at)
    )
}

fn output_ui(ui: &mut Ui, screen: &mut Screen<'_>, output: &Output, place: usize) {
    let text = screen.text();
    let at = |at: Moment| text.time(at);
    let folded = Folded {
        show: tr!(text, "mig-output-show", time = at(output.at)),
        hide: tr!(text, "mig-output-hide", time = at(output.at)),
    };
    let mut is_copied = false;
    let words = visible_lines(&output.text);
    foldable_ui(ui, ("output", place), &folded, |ui| {
        let title = tr!(text, "mig-output");
        let copy = tr!(text, "page-copy");
        is_copied = CodeBlock::new(&title, &words, &copy)
            .max_height(size::DETAILS_TEXT)
            .show(ui, "output")
            .clicked();
    });
    if is_copied {
        screen.ask(Intent::Copy(words));
    }
}
