//! How the swap came out, where it stands on both sides, what comes next, and the way back.

use egui::Ui;

use super::back;
use crate::domain::Way;
use crate::plan::{Act, PlanKind, PlanRecord};
use crate::tr;
use crate::ui::Screen;
use crate::ui::run_view::{Host, hint_ui, journal_entry_ui, result_ui, run_ui};
use crate::ui::theme::space;
use crate::ui::widgets::{prose, section_heading};

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
    journal_entry_ui(ui, screen, run, Host::Swap);
}

/// What is to be done after a swap, or its way back, that came out.
pub(in crate::ui) fn next_steps_ui(ui: &mut Ui, screen: &Screen<'_>, record: &PlanRecord) {
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
            // A deleted account is kept by the recycle bin, or not at all.
            if back::way_of(&record.plan) != Some(&Way::DeleteAccount) {
                hint_ui(ui, &tr!(text, "swap-next-account"));
            }
        }
        PlanKind::SwapBack => {
            prose(ui, &tr!(text, "swap-back-next-start"));
            prose(ui, &tr!(text, "swap-back-next-users"));
        }
        _ => {}
    }
}
