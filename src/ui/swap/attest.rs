//! What only a person can confirm before the swap, with the output that shows it.

use egui::Ui;

use crate::console::{AttestationDraft, Intent, SwapEdit, SwapIntent, SwapWizard, swap_commands};
use crate::domain::AttestationSubject;
use crate::tr;
use crate::ui::Screen;
use crate::ui::run_view::{hint_ui, small_hint_ui};
use crate::ui::theme::space;
use crate::ui::widgets::{CodeBlock, TextField, checkbox, section_heading};

/// So many lines of pasted output are in view at once.
const ROWS: usize = 3;

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "swap-attest"));
    hint_ui(ui, &tr!(text, "swap-attest-hint"));
    for draft in &swap.attestations {
        ui.push_id(("attestation", draft.subject as u8), |ui| {
            attestation_ui(ui, screen, draft);
        });
        ui.add_space(space::XS);
    }
}

fn attestation_ui(ui: &mut Ui, screen: &mut Screen<'_>, draft: &AttestationDraft) {
    let text = screen.text();
    let subject = draft.subject;
    let (label, how) = match subject {
        AttestationSubject::GroupChatStopped => (
            tr!(text, "swap-attest-stopped"),
            tr!(text, "swap-attest-stopped-how"),
        ),
        AttestationSubject::NobodyConnected => (
            tr!(text, "swap-attest-nobody"),
            tr!(text, "swap-attest-nobody-how"),
        ),
    };
    if let Some(is_confirmed) = checkbox(ui, draft.confirmed_at.is_some(), &label, None) {
        let edit = SwapEdit::Confirm {
            subject,
            is_confirmed,
        };
        screen.ask(Intent::Swap(SwapIntent::Edit(edit)));
    }
    small_hint_ui(ui, &how);
    if subject == AttestationSubject::GroupChatStopped {
        command_ui(ui, screen);
    }
    let missing = tr!(text, "swap-attest-by-missing");
    let is_missing = draft.confirmed_at.is_some() && draft.by.trim().is_empty();
    let by = TextField::new(&tr!(text, "swap-attest-by"))
        .error(is_missing.then_some(missing.as_str()))
        .width(ui.available_width())
        .show(ui, "by", &draft.by);
    if let Some(by) = by.edited {
        let edit = SwapEdit::ConfirmedBy { subject, by };
        screen.ask(Intent::Swap(SwapIntent::Edit(edit)));
    }
    let output = TextField::new(&tr!(text, "swap-attest-output"))
        .code()
        .rows(ROWS)
        .width(ui.available_width())
        .show(ui, "output", &draft.output);
    if let Some(output) = output.edited {
        let edit = SwapEdit::Output { subject, output };
        screen.ask(Intent::Swap(SwapIntent::Edit(edit)));
    }
}

/// Shows how the services of Group Chat's servers stand; no remote PowerShell of Lync can ask them.
fn command_ui(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let Some(command) = screen
        .state
        .inventory
        .value()
        .and_then(|inventory| swap_commands::group_chat_services(inventory))
    else {
        return;
    };
    let copy = tr!(text, "dialog-copy-command");
    let block = CodeBlock::new("PowerShell", &command, &copy).show(ui, "services");
    if block.clicked() {
        screen.ask(Intent::Copy(command));
    }
}
