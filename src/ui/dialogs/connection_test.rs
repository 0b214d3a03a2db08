//! The test of a connection: one line per layer, in their order, and what to do about the one that fails.

use egui::Ui;

use crate::console::{ConnectDialog, ConnectionTest, Intent};
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{Layer, LayerFacts, LayerResult, LayerVerdict, Message};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, lines, scrolling};
use crate::ui::theme::{Tone, size, space};
use crate::ui::widgets::{
    Banner, Button, ChecklistRow, CodeBlock, key_values, section_heading, trailing,
};
use crate::ui::{Screen, icons};

pub(super) fn body_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    dialog: &ConnectDialog,
    trial: &ConnectionTest,
) {
    let text = screen.text();
    scrolling(ui, "test", |ui| {
        outcome_ui(ui, text, dialog, trial);
        let (cmdlets, layers): (Vec<_>, Vec<_>) = trial
            .results
            .iter()
            .partition(|result| matches!(result.layer, Layer::Cmdlet(_)));
        ui.spacing_mut().item_spacing.y = space::XS;
        for result in &layers {
            layer_ui(ui, text, result);
        }
        if let Some(layer) = trial.current() {
            let word = tr!(text, "test-now");
            ChecklistRow::new(Tone::Info, &word, &text.layer(&layer))
                .icon(icons::RUNNING)
                .show(ui);
        }
        cmdlets_ui(ui, text, &cmdlets);
        if trial.is_over && !trial.results.is_empty() {
            report_ui(ui, screen, dialog, trial);
        }
    });
}

fn outcome_ui(ui: &mut Ui, text: &Localizer, dialog: &ConnectDialog, trial: &ConnectionTest) {
    let uri = visible_line(&dialog.profile.completed_uri());
    if !trial.is_over {
        let title = if trial.is_stopped {
            tr!(text, "test-stopping")
        } else {
            tr!(text, "test-running", uri = uri)
        };
        Banner::new(Tone::Info, &title)
            .body(&tr!(text, "test-running-body"))
            .show(ui, "running");
        return;
    }
    if let Some(failed) = trial.failed_layer() {
        let title = tr!(text, "test-failed", layer = text.layer(&failed.layer));
        Banner::new(Tone::Danger, &title)
            .body(&sentences(text, failed))
            .show(ui, "failed");
        return;
    }
    let (tone, title, body) = match trial.verdict() {
        _ if trial.is_stopped => (
            Tone::Unknown,
            tr!(text, "test-stopped"),
            tr!(text, "test-stopped-body"),
        ),
        Some(LayerVerdict::Passed) => (
            Tone::Success,
            tr!(text, "test-passed"),
            tr!(text, "test-passed-body"),
        ),
        Some(LayerVerdict::Warning | LayerVerdict::Failed) => (
            Tone::Warning,
            tr!(text, "test-warning"),
            tr!(text, "test-warning-body"),
        ),
        Some(LayerVerdict::NotReached) | None => (
            Tone::Unknown,
            tr!(text, "test-nothing"),
            tr!(text, "test-stopped-body"),
        ),
    };
    Banner::new(tone, &title).body(&body).show(ui, "outcome");
}

fn layer_ui(ui: &mut Ui, text: &Localizer, result: &LayerResult) {
    let (tone, icon) = sign(result.verdict);
    let word = text.layer_verdict(result.verdict);
    let title = text.layer(&result.layer);
    let summary = text.layer_summary(&result.facts);
    // What is to be done about a failure stands above already.
    let said = match result.verdict {
        LayerVerdict::Failed => String::new(),
        _ => sentences(text, result),
    };
    let detail = lines([summary.as_deref().unwrap_or_default(), said.as_str()]);
    let mut row = ChecklistRow::new(tone, &word, &title).icon(icon);
    if !detail.is_empty() {
        row = row.detail(&detail);
    }
    row.show(ui);
    let has_facts = match &result.facts {
        LayerFacts::Tls { chain, .. } => !chain.is_empty(),
        facts => !text.layer_facts(facts).is_empty(),
    };
    let is_failed = result.verdict == LayerVerdict::Failed;
    ui.push_id(&title, |ui| {
        ui.indent("facts", |ui| {
            // Of a failure the words are what a person needs next; of the rest they are for the curious.
            if is_failed {
                words_ui(ui, text, result);
            }
            if has_facts || !is_failed && !result.words.is_empty() {
                facts_ui(ui, text, result);
            }
        });
    });
}

/// All there is to know about a layer, folded away.
fn facts_ui(ui: &mut Ui, text: &Localizer, result: &LayerResult) {
    let folded = match &result.facts {
        LayerFacts::Tls { .. } => Folded {
            show: tr!(text, "test-certificates-show"),
            hide: tr!(text, "test-certificates-hide"),
        },
        _ => Folded {
            show: tr!(text, "test-details-show"),
            hide: tr!(text, "test-details-hide"),
        },
    };
    foldable_ui(ui, "layer", &folded, |ui| {
        key_values(ui, |values| {
            for (label, value) in text.layer_facts(&result.facts) {
                values.text(&label, &value);
            }
        });
        if let LayerFacts::Tls { chain, .. } = &result.facts {
            for (place, certificate) in chain.iter().enumerate() {
                let title = tr!(
                    text,
                    "test-certificate",
                    number = (place + 1).to_string(),
                    count = chain.len().to_string()
                );
                section_heading(ui, &title);
                key_values(ui, |values| {
                    for (label, value) in text.certificate_facts(certificate) {
                        values.code(&label, &value);
                    }
                });
            }
        }
        if result.verdict != LayerVerdict::Failed {
            words_ui(ui, text, result);
        }
    });
}

/// What the server, the platform or a library said, untranslated.
fn words_ui(ui: &mut Ui, text: &Localizer, result: &LayerResult) {
    if result.words.is_empty() {
        return;
    }
    let words = visible_lines(&result.words.join("\n"));
    let title = tr!(text, "test-words");
    let copy = tr!(text, "dialog-copy");
    CodeBlock::new(&title, &words, &copy)
        .max_height(size::DETAILS_TEXT)
        .show(ui, "words");
}

/// The cmdlets together: what is missing in view, what is there behind a button.
fn cmdlets_ui(ui: &mut Ui, text: &Localizer, cmdlets: &[&LayerResult]) {
    if cmdlets.is_empty() {
        return;
    }
    let is_fine = |result: &&&LayerResult| result.verdict == LayerVerdict::Passed;
    let fine: Vec<_> = cmdlets.iter().filter(is_fine).collect();
    section_heading(ui, &tr!(text, "test-cmdlets"));
    for result in cmdlets.iter().filter(|result| !is_fine(result)) {
        let (tone, icon) = sign(result.verdict);
        let word = text.layer_verdict(result.verdict);
        let said = sentences(text, result);
        ChecklistRow::new(tone, &word, &text.layer(&result.layer))
            .icon(icon)
            .detail(&said)
            .show(ui);
    }
    if fine.is_empty() {
        return;
    }
    let folded = Folded {
        show: tr!(text, "test-cmdlets-show"),
        hide: tr!(text, "test-cmdlets-hide"),
    };
    foldable_ui(ui, "cmdlets", &folded, |ui| {
        for result in &fine {
            let word = text.layer_verdict(result.verdict);
            ChecklistRow::new(Tone::Success, &word, &text.layer(&result.layer)).show(ui);
        }
    });
}

fn report_ui(ui: &mut Ui, screen: &mut Screen<'_>, dialog: &ConnectDialog, trial: &ConnectionTest) {
    let text = screen.text();
    ui.horizontal(|ui| {
        hint_ui(ui, &tr!(text, "test-report-note"));
        let copy = tr!(text, "test-report-copy");
        let copy = Button::secondary(&copy).icon(icons::COPY).small();
        if trailing(ui, "report", |ui| copy.show(ui)).clicked() {
            let uri = dialog.profile.completed_uri();
            let report = text.test_report(&uri, &trial.results);
            screen.ask(Intent::Copy(report));
        }
    });
}

pub(super) fn footer_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    trial: &ConnectionTest,
    arrival: Arrival,
) {
    let text = screen.text();
    if !trial.is_over {
        let stopping = tr!(text, "test-stopping");
        let cancel = tr!(text, "dialog-cancel");
        let cancel = Button::secondary(&cancel)
            .disabled_because(trial.is_stopped.then_some(stopping.as_str()))
            .show(ui);
        arrival.focus(&cancel);
        if cancel.clicked() {
            screen.ask(Intent::CancelTest);
        }
        return;
    }
    let back = Button::secondary(&tr!(text, "dialog-back"))
        .icon(icons::LEFT)
        .show(ui);
    if back.clicked() {
        screen.ask(Intent::LeaveTest);
    }
    // After a failure there is nothing to connect to: the way on is to remove the cause and test again.
    let is_broken = trial.failed_layer().is_some();
    let again = tr!(text, "test-again");
    let again = if is_broken {
        Button::primary(&again)
    } else {
        Button::secondary(&again)
    };
    if again.icon(icons::REFRESH).show(ui).clicked() {
        screen.ask(Intent::TestConnection);
    }
    let running = text.message(&Message::OtherChangeRunning);
    let connect = tr!(text, "connect-connect");
    let connect = if is_broken {
        Button::secondary(&connect)
    } else {
        Button::primary(&connect)
    };
    let connect = connect
        .disabled_because(screen.state.is_running().then_some(running.as_str()))
        .show(ui);
    arrival.focus(if is_broken { &back } else { &connect });
    if connect.clicked() {
        screen.ask(Intent::Connect);
    }
}

fn sentences(text: &Localizer, result: &LayerResult) -> String {
    let sentences: Vec<_> = result
        .messages
        .iter()
        .map(|message| visible_lines(&text.message(message)))
        .collect();
    sentences.join("\n")
}

fn sign(verdict: LayerVerdict) -> (Tone, &'static str) {
    match verdict {
        LayerVerdict::Passed => (Tone::Success, icons::SUCCEEDED),
        LayerVerdict::Warning => (Tone::Warning, icons::WARNING),
        LayerVerdict::Failed => (Tone::Danger, icons::FAILED),
        LayerVerdict::NotReached => (Tone::Neutral, icons::SKIPPED),
    }
}
