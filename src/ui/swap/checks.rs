//! What was checked before the swap and how it came out, and what a person has to confirm.

use egui::Ui;

use super::attest;
use crate::console::{Intent, SwapIntent, SwapWizard};
use crate::domain::text::visible_lines;
use crate::domain::{Message, SwapCheck, SwapCheckKind, Verdict};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::run_view::{Folded, lines};
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{Banner, BannerOutcome, Button, ChecklistRow, section_heading};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "wizard-checks-heading"));
    summary_ui(ui, screen, swap);
    // What needs somebody first: it must not have to be looked for among what passed.
    let (passed, open): (Vec<_>, Vec<_>) = swap
        .checks
        .iter()
        .filter(|check| !is_to_be_confirmed(check))
        .partition(|check| check.verdict == Verdict::Passed);
    checks_ui(ui, text, swap, &open);
    ui.add_space(space::XS);
    attest::show(ui, screen, swap);
    if !passed.is_empty() {
        section_heading(ui, &tr!(text, "swap-checks-passed-list"));
        checks_ui(ui, text, swap, &passed);
    }
}

fn checks_ui(ui: &mut Ui, text: &Localizer, swap: &SwapWizard, checks: &[&SwapCheck]) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        for check in checks {
            check_ui(ui, text, check, swap.is_checking());
        }
    });
}

/// What only a person can say; nobody said it yet.
fn is_to_be_confirmed(check: &SwapCheck) -> bool {
    check.verdict == Verdict::Failed
        && matches!(
            check.kind,
            SwapCheckKind::GroupChatStopped | SwapCheckKind::NobodyConnected
        )
}

/// All checks in one sentence: the worst one decides.
fn summary_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    let has = |verdict| {
        let mut checks = swap.checks.iter();
        checks.any(|check| check.verdict == verdict && !is_to_be_confirmed(check))
    };
    let (tone, title, body) = if swap.is_checking() {
        (
            Tone::Info,
            text.message(&Message::ChecksRunning),
            tr!(text, "swap-checks-running"),
        )
    } else if let Some(err) = swap.survey.error() {
        let presented = text.present(err, crate::localization::Doing::Reading);
        (Tone::Danger, presented.happened, presented.next)
    } else if has(Verdict::Failed) {
        (
            Tone::Danger,
            text.message(&Message::ChecksFailed),
            tr!(text, "swap-checks-failed"),
        )
    } else if swap.checks.iter().any(is_to_be_confirmed) {
        (
            Tone::Info,
            tr!(text, "swap-checks-to-confirm"),
            tr!(text, "swap-checks-to-confirm-body"),
        )
    } else if has(Verdict::NotChecked) {
        (
            Tone::Unknown,
            tr!(text, "wizard-checks-not-checked"),
            tr!(text, "wizard-checks-not-checked-body"),
        )
    } else if has(Verdict::Warning) {
        (
            Tone::Warning,
            tr!(text, "wizard-checks-warning"),
            tr!(text, "wizard-checks-warning-body"),
        )
    } else {
        (
            Tone::Success,
            tr!(text, "wizard-checks-passed"),
            tr!(text, "swap-checks-passed"),
        )
    };
    let running = text.message(&Message::ChecksRunning);
    let label = tr!(text, "wizard-check-again");
    let again = Button::secondary(&label)
        .icon(icons::REFRESH)
        .disabled_because(swap.is_checking().then_some(running.as_str()));
    let banner = Banner::new(tone, &title).body(&body).action(again);
    if banner.show(ui, "swap checks") == BannerOutcome::Action {
        screen.ask(Intent::Swap(SwapIntent::CheckAgain));
    }
}

fn check_ui(ui: &mut Ui, text: &Localizer, check: &SwapCheck, is_checking: bool) {
    let is_asked_now = is_checking && check.verdict == Verdict::NotChecked;
    let (tone, icon) = match check.verdict {
        _ if is_asked_now => (Tone::Info, icons::RUNNING),
        Verdict::Passed => (Tone::Success, icons::SUCCEEDED),
        Verdict::NotChecked => (Tone::Unknown, icons::UNKNOWN),
        Verdict::Warning => (Tone::Warning, icons::WARNING),
        Verdict::Failed => (Tone::Danger, icons::FAILED),
    };
    let is_said = matches!(
        check.kind,
        SwapCheckKind::GroupChatStopped | SwapCheckKind::NobodyConnected
    );
    let word = match check.verdict {
        _ if is_asked_now => tr!(text, "wizard-checking"),
        // What a person says is never called checked.
        Verdict::Passed if is_said => tr!(text, "swap-attested-word"),
        verdict => text.verdict(verdict),
    };
    let title = text.swap_check_kind(check.kind);
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
    let words = visible_lines(&check.words.join("\n"));
    if !words.trim().is_empty() && !is_asked_now {
        let folded = Folded::new(text);
        ui.horizontal_top(|ui| {
            ui.add_space(size::ICON + space::S);
            ui.vertical(|ui| folded.details(&words).show(ui, check.kind));
        });
    }
}
