//! The way back of a swap in words: prepared before the act, and what cannot be taken back.

use egui::Ui;

use crate::domain::{LookupAccount, Way};
use crate::localization::Localizer;
use crate::plan::{Act, Plan, swap_account};
use crate::tr;
use crate::ui::run_view::{hint_ui, note_ui};
use crate::ui::theme::Tone;
use crate::ui::widgets::{key_values, prose, section_heading};

/// The way of freeing the address a swap's plan takes.
pub(in crate::ui) fn way_of(plan: &Plan) -> Option<&Way> {
    let mut acts = plan.steps.iter().map(|step| &step.act);
    acts.find_map(|act| match act {
        Act::FreeAddress { way, .. } | Act::ReturnAddress { way, .. } => Some(way),
        _ => None,
    })
}

/// Whether the plan prepared a way back before its act.
fn is_prepared(plan: &Plan) -> bool {
    let mut steps = plan.steps.iter();
    steps.any(|step| matches!(step.act, Act::FreeAddress { .. }) && step.undo.is_some())
}

/// The steps of the way back, and from where on there is none.
pub(in crate::ui) fn show(ui: &mut Ui, text: &Localizer, plan: &Plan) {
    let Some(way) = way_of(plan) else {
        return;
    };
    section_heading(ui, &tr!(text, "swap-back"));
    if !is_prepared(plan) {
        note_ui(ui, Tone::Danger, &tr!(text, "swap-back-none"));
        hint_ui(ui, &tr!(text, "swap-back-recreate"));
        return;
    }
    let policies = swap_account(plan).map_or(0, policies_of);
    let mut steps = vec![
        tr!(text, "swap-back-remove"),
        tr!(text, "swap-back-wait"),
        match way {
            Way::Rename { .. } => tr!(text, "swap-back-rename"),
            Way::RemoveFromLync => tr!(text, "swap-back-enable"),
            Way::DeleteAccount => tr!(text, "swap-back-restore"),
        },
    ];
    if *way == Way::RemoveFromLync && policies > 0 {
        steps.push(tr!(text, "swap-back-policies", count = policies));
    }
    steps.push(tr!(text, "swap-back-verify"));
    for (number, step) in steps.iter().enumerate() {
        let number = (number + 1).to_string();
        let step = step.as_str();
        prose(
            ui,
            &tr!(text, "dialog-numbered", number = number, act = step),
        );
    }
    hint_ui(ui, &lost(text, way));
    if *way == Way::DeleteAccount {
        hint_ui(ui, &tr!(text, "swap-back-recreate"));
    }
}

fn policies_of(account: &LookupAccount) -> usize {
    account.lync.as_ref().map_or(0, |lync| lync.policies.len())
}

/// What does not come back even so.
fn lost(text: &Localizer, way: &Way) -> String {
    match way {
        Way::Rename { .. } => tr!(text, "swap-lost-rename"),
        Way::RemoveFromLync => tr!(text, "swap-lost-remove"),
        Way::DeleteAccount => tr!(text, "swap-lost-delete"),
    }
}

/// From where on there is no way back, or none without loss.
pub(in crate::ui) fn point_of_no_return_ui(ui: &mut Ui, text: &Localizer, plan: &Plan) {
    let Some(way) = way_of(plan) else {
        return;
    };
    section_heading(ui, &tr!(text, "swap-no-return"));
    let freeing = plan
        .steps
        .iter()
        .position(|step| matches!(step.act, Act::FreeAddress { .. }))
        .map_or(0, |place| place + 1)
        .to_string();
    let freeing = freeing.as_str();
    match way {
        Way::DeleteAccount if !is_prepared(plan) => note_ui(
            ui,
            Tone::Danger,
            &tr!(text, "swap-no-return-delete", number = freeing),
        ),
        Way::DeleteAccount => note_ui(ui, Tone::Warning, &tr!(text, "swap-no-return-bin")),
        Way::RemoveFromLync => note_ui(
            ui,
            Tone::Warning,
            &tr!(text, "swap-no-return-remove", number = freeing),
        ),
        Way::Rename { .. } => note_ui(ui, Tone::Info, &tr!(text, "swap-no-return-rename")),
    }
    hint_ui(ui, &tr!(text, "swap-no-return-services"));
}

/// What the way back brings and what it does not.
pub(in crate::ui) fn consequences_ui(ui: &mut Ui, text: &Localizer, plan: &Plan) {
    let Some(way) = way_of(plan) else {
        return;
    };
    key_values(ui, |values| {
        values.text(&tr!(text, "plan-lost"), &lost(text, way));
        values.text(&tr!(text, "plan-kept"), &tr!(text, "swap-back-kept"));
        values.text(&tr!(text, "plan-undo-way"), &tr!(text, "swap-back-again"));
    });
}
