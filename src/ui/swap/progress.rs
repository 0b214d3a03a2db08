//! What a running swap waits for: controllers that are outstanding, what cannot be seen, what a person does.

use egui::Ui;

use crate::console::{ActiveRun, Intent, OpenSession, Waiting, swap_commands};
use crate::domain::text::visible_line;
use crate::domain::{ControllerSighting, Hand};
use crate::localization::Localizer;
use crate::plan::Act;
use crate::tr;
use crate::ui::run_view::{hint_ui, script_ui, small_hint_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Button, ChecklistRow, CodeBlock, badge, section_heading};
use crate::ui::{Screen, icons};

/// Under the banner of a run that waits: what it waits for, and what a person can do about it.
pub(in crate::ui) fn waiting_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    run: &ActiveRun,
    waiting: &Waiting,
) {
    let step = run.record.plan.steps.get(waiting.step);
    let Some(act) = step.map(|step| &step.act) else {
        return;
    };
    match act {
        Act::FreeAddress { .. } | Act::ReturnAddress { .. }
            if act.hand() == Some(Hand::Operator) =>
        {
            handed_over_ui(ui, screen, act);
        }
        Act::AwaitControllers {
            required,
            listed,
            owner,
            ..
        } => {
            let text = screen.text();
            section_heading(ui, &tr!(text, "swap-controllers"));
            let is_free = |sighting: &ControllerSighting| {
                sighting
                    .holders
                    .as_ref()
                    .is_ok_and(|holders| holders.iter().all(|holder| Some(holder.guid) == *owner))
            };
            for (controllers, is_required) in [(required, true), (listed, false)] {
                for controller in controllers {
                    let seen = waiting
                        .seen
                        .sightings
                        .iter()
                        .find(|seen| seen.controller.host == controller.host);
                    controller_ui(ui, text, &controller.host, seen, is_required, &is_free);
                }
            }
            hint_ui(ui, &tr!(text, "swap-repadmin"));
            // Not translated: the name of the shell.
            let directory = run.record.plan.directory.as_ref();
            let host = directory.map_or("", |directory| directory.host.as_str());
            let command = swap_commands::sync_directory(host);
            block_ui(ui, screen, "cmd", &command, "repadmin");
        }
        Act::AwaitReplicator { registrar, .. } => {
            let text = screen.text();
            ui.horizontal(|ui| {
                badge(ui, Tone::Unknown, &tr!(text, "swap-not-observable"));
            });
            hint_ui(ui, &tr!(text, "swap-not-observable-why"));
            if let Some(command) = swap_commands::update_user_database(registrar) {
                block_ui(ui, screen, "PowerShell", &command, "replicator");
            }
        }
        _ => {}
    }
}

fn handed_over_ui(ui: &mut Ui, screen: &mut Screen<'_>, act: &Act) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "swap-handed-over-heading"));
    hint_ui(ui, &tr!(text, "swap-handed-over-how"));
    script_ui(ui, screen, act, "handed over");
    let is_lab = screen
        .state
        .session
        .as_ref()
        .is_some_and(OpenSession::is_lab);
    if is_lab {
        ui.add_space(space::XS);
        let label = tr!(screen.text(), "swap-lab-act");
        if Button::secondary(&label).show(ui).clicked() {
            screen.ask(Intent::ActAsOperator);
        }
    }
}

fn controller_ui(
    ui: &mut Ui,
    text: &Localizer,
    host: &str,
    seen: Option<&ControllerSighting>,
    is_required: bool,
    is_free: &dyn Fn(&ControllerSighting) -> bool,
) {
    let (tone, icon, word) = match seen {
        None => (
            Tone::Neutral,
            icons::PENDING,
            tr!(text, "swap-controller-not-asked"),
        ),
        Some(seen) if seen.holders.is_err() => (
            Tone::Warning,
            icons::WARNING,
            tr!(text, "swap-controller-silent"),
        ),
        Some(seen) if is_free(seen) => (
            Tone::Success,
            icons::SUCCEEDED,
            tr!(text, "swap-controller-free"),
        ),
        Some(_) => (
            Tone::Info,
            icons::WAITING,
            tr!(text, "swap-controller-held"),
        ),
    };
    let aside = if is_required {
        tr!(text, "swap-controller-required")
    } else {
        tr!(text, "swap-controller-listed")
    };
    ChecklistRow::new(tone, &word, &visible_line(host))
        .icon(icon)
        .aside(&aside)
        .show(ui);
}

fn block_ui(ui: &mut Ui, screen: &mut Screen<'_>, shell: &str, command: &str, salt: &str) {
    let text = screen.text();
    let copy = tr!(text, "dialog-copy-command");
    let block = CodeBlock::new(shell, command, &copy).show(ui, salt);
    if block.clicked() {
        screen.ask(Intent::Copy(command.to_owned()));
    }
    ui.add_space(space::XS);
    small_hint_ui(ui, &tr!(text, "swap-copied-runs-elsewhere"));
}
