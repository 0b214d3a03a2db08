//! What was checked before the change, and how it came out.

use egui::Ui;

use crate::console::{Intent, Wizard};
use crate::domain::text::visible_lines;
use crate::domain::{Check, HolderKind, Message, Verdict};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::run_view::{Folded, lines, small_hint_ui};
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{Banner, BannerOutcome, Button, ChecklistRow, section_heading};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "wizard-checks-heading"));
    summary_ui(ui, screen, wizard);
    ui.spacing_mut().item_spacing.y = space::XS;
    for check in &wizard.checks {
        check_ui(ui, text, check, wizard.is_asking(check.kind));
    }
}

/// All checks in one sentence: the worst one decides.
fn summary_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard) {
    let text = screen.text();
    let has = |verdict| wizard.checks.iter().any(|check| check.verdict == verdict);
    let (tone, title, body) = if wizard.is_checking() {
        let title = text.message(&Message::ChecksRunning);
        (Tone::Info, title, tr!(text, "wizard-checks-running-body"))
    } else if has(Verdict::Failed) {
        let title = text.message(&Message::ChecksFailed);
        (Tone::Danger, title, tr!(text, "wizard-checks-failed-body"))
    } else if has(Verdict::NotChecked) {
        let title = tr!(text, "wizard-checks-not-checked");
        (
            Tone::Unknown,
            title,
            tr!(text, "wizard-checks-not-checked-body"),
        )
    } else if has(Verdict::Warning) {
        let title = tr!(text, "wizard-checks-warning");
        (
            Tone::Warning,
            title,
            tr!(text, "wizard-checks-warning-body"),
        )
    } else {
        let title = tr!(text, "wizard-checks-passed");
        (Tone::Success, title, tr!(text, "wizard-checks-passed-body"))
    };
    let running = text.message(&Message::ChecksRunning);
    let label = tr!(text, "wizard-check-again");
    let again = Button::secondary(&label)
        .icon(icons::REFRESH)
        .disabled_because(wizard.is_checking().then_some(running.as_str()));
    let banner = Banner::new(tone, &title).body(&body).action(again);
    if banner.show(ui, "checks") == BannerOutcome::Action {
        screen.ask(Intent::CheckAgainInWizard);
    }
}

fn check_ui(ui: &mut Ui, text: &Localizer, check: &Check, is_asked_now: bool) {
    let (tone, icon) = match check.verdict {
        _ if is_asked_now => (Tone::Info, icons::RUNNING),
        Verdict::Passed => (Tone::Success, icons::SUCCEEDED),
        Verdict::NotChecked => (Tone::Unknown, icons::UNKNOWN),
        Verdict::Warning => (Tone::Warning, icons::WARNING),
        Verdict::Failed => (Tone::Danger, icons::FAILED),
    };
    let word = if is_asked_now {
        tr!(text, "wizard-checking")
    } else {
        text.verdict(check.verdict)
    };
    let title = text.check_kind(check.kind);
    let messages: Vec<String> = check
        .messages
        .iter()
        .map(|message| visible_lines(&text.message(message)))
        .collect();
    let detail = lines(messages.iter().map(String::as_str));
    let mut row = ChecklistRow::new(tone, &word, &title).icon(icon);
    if !detail.is_empty() && !is_asked_now {
        row = row.detail(&detail);
    }
    row.show(ui);
    let is_held_by_user = check.messages.iter().any(|message| {
        matches!(
            message,
            Message::AddressHeld {
                kind: HolderKind::User,
                ..
            }
        )
    });
    if is_held_by_user && !is_asked_now {
        indented(ui, |ui| {
            small_hint_ui(ui, &tr!(text, "wizard-free-the-address"))
        });
    }
    let words = visible_lines(&check.words.join("\n"));
    if !words.trim().is_empty() && !is_asked_now {
        let folded = Folded::new(text);
        indented(ui, |ui| folded.details(&words).show(ui, check.kind));
    }
}

/// Under the words of the row above.
fn indented<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) {
    ui.horizontal_top(|ui| {
        ui.add_space(size::ICON + space::S);
        ui.vertical(add);
    });
}
