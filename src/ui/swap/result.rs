//! How the swap came out, where it stands on both sides, what comes next, and the way back.

use egui::Ui;

use crate::console::{Act as Wish, Intent};
use crate::plan::{Act, PlanKind, PlanRecord};
use crate::tr;
use crate::ui::run_view::{Host, hint_ui, journal_entry_ui, result_ui, run_ui};
use crate::ui::theme::space;
use crate::ui::widgets::{Button, prose, section_heading};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let Some(run) = &screen.state.run else {
        return;
    };
    // The servers are being read once more.
    if !run.is_over {
        section_heading(ui, &tr!(text, "run-heading"));
        run_ui(ui, screen, run);
        return;
    }
    result_ui(ui, screen, run, Host::Swap);
    next_steps_ui(ui, screen, &run.record, Host::Swap);
    journal_entry_ui(ui, screen, run, Host::Swap);
}

/// What is to be done after a swap that came out, and the way back from it.
pub(in crate::ui) fn next_steps_ui(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    record: &PlanRecord,
    host: Host,
) {
    let text = screen.text();
    let is_whole = record.steps.iter().all(|step| step.status.is_satisfied());
    if !is_whole {
        return;
    }
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "swap-next"));
    match record.plan.kind {
        PlanKind::Swap => {
            let pool = record.plan.steps.iter().find_map(|step| match &step.act {
                Act::CreateEndpoint(spec) => Some(spec.pool.as_str()),
                _ => None,
            });
            let pool = pool.unwrap_or_default();
            prose(ui, &tr!(text, "swap-next-start", pool = pool));
            prose(ui, &tr!(text, "swap-next-test"));
            prose(ui, &tr!(text, "swap-next-monday"));
            hint_ui(ui, &tr!(text, "swap-next-account"));
            back_button_ui(ui, screen, record, host);
        }
        PlanKind::SwapBack => {
            prose(ui, &tr!(text, "swap-back-next-start"));
            prose(ui, &tr!(text, "swap-back-next-users"));
        }
        _ => {}
    }
}

fn back_button_ui(ui: &mut Ui, screen: &mut Screen<'_>, record: &PlanRecord, host: Host) {
    let text = screen.text();
    let id = &record.plan.id;
    let why_not = screen.state.possible(&Wish::Undo(id.clone())).err();
    let why_not = why_not.map(|message| text.message(&message));
    let label = tr!(text, "swap-back-button");
    let button = Button::secondary(&label)
        .icon(icons::UNDO)
        .disabled_because(why_not.as_deref());
    if button.show(ui).clicked() {
        screen.ask(host.close());
        screen.ask(Intent::AskToUndo(id.clone()));
    }
}
