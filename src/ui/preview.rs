//! What the server says it would do (`-WhatIf`), before anything is done.

use egui::Ui;

use super::run_view::{Folded, failure_ui, hint_ui, note_ui};
use super::theme::Tone;
use super::widgets::{Banner, BannerOutcome, Button, CodeBlock};
use super::{Screen, icons};
use crate::console::{Fetched, Intent};
use crate::domain::Preview;
use crate::domain::text::visible_lines;
use crate::localization::{Doing, Localizer};
use crate::tr;

pub(super) fn show(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    preview: &Fetched<Preview>,
    is_plural: bool,
) {
    let text = screen.text();
    if preview.is_loading() {
        hint_ui(ui, &tr!(text, "wizard-what-if-asking"));
        return;
    }
    let again = tr!(text, "wizard-what-if-again");
    if let Some(err) = preview.error() {
        let mut presented = text.present(err, Doing::Reading);
        presented.not_done = tr!(text, "wizard-what-if-failed");
        let button = Button::secondary(&again).icon(icons::REFRESH);
        let outcome = failure_ui(ui, text, "preview", &presented, Some(button));
        if outcome == BannerOutcome::Action {
            screen.ask(Intent::AskForPreview);
        }
        return;
    }
    if let Some(answer) = preview.value() {
        answer_ui(ui, text, answer);
        if is_plural {
            hint_ui(ui, &tr!(text, "wizard-what-if-first"));
        }
        if answer.text.iter().any(|line| !line.trim().is_empty()) {
            return;
        }
    }
    if Button::quiet(&again)
        .icon(icons::REFRESH)
        .small()
        .show(ui)
        .clicked()
    {
        screen.ask(Intent::AskForPreview);
    }
}

fn answer_ui(ui: &mut Ui, text: &Localizer, preview: &Preview) {
    let answer = visible_lines(&preview.text.join("\n"));
    if answer.trim().is_empty() {
        // Nothing said is not a promise that all is well.
        note_ui(ui, Tone::Unknown, &tr!(text, "no-preview"));
    } else {
        let title = tr!(text, "dialog-details-title");
        CodeBlock::new(&title, &answer, &tr!(text, "dialog-copy")).show(ui, "preview");
    }
    let words = visible_lines(&preview.words.join("\n"));
    if !words.trim().is_empty() {
        let warning = tr!(text, "server-warning");
        let folded = Folded::new(text);
        Banner::new(Tone::Warning, &warning)
            .details(folded.details(&words))
            .show(ui, "preview words");
    }
}
