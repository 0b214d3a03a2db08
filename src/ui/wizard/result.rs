//! How the change came out, what to set in the clients, and what to tell their users.

use egui::Ui;

use crate::console::{ActiveRun, Intent};
use crate::domain::{EndpointSpec, Language};
use crate::localization::Localizer;
use crate::plan::Act;
use crate::tr;
use crate::ui::Screen;
use crate::ui::run_view::{Host, hint_ui, journal_entry_ui, note_ui, result_ui, run_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{CodeBlock, key_values, prose, section_heading};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let Some(run) = &screen.state.run else {
        return;
    };
    // The server is being read once more.
    if !run.is_over {
        section_heading(ui, &tr!(text, "run-heading"));
        run_ui(ui, screen, run);
        return;
    }
    result_ui(ui, screen, run, Host::Wizard);
    if let Some(spec) = created(run) {
        clients_ui(ui, text, spec);
        notices_ui(ui, screen, spec);
    }
    journal_entry_ui(ui, screen, run, Host::Wizard);
}

/// The endpoint that certainly exists now, if this run was to make one.
fn created(run: &ActiveRun) -> Option<&EndpointSpec> {
    let steps = run.record.plan.steps.iter().zip(&run.record.steps);
    steps
        .filter(|(_, state)| state.status.is_satisfied())
        .find_map(|(step, _)| match &step.act {
            Act::CreateEndpoint(spec) => Some(spec),
            _ => None,
        })
}

/// Whether Group Chat clients look for this address by themselves.
fn is_conventional(spec: &EndpointSpec) -> bool {
    spec.sip_address.user() == "ocschat"
}

/// What to enter where. Only what is documented: the labels of the 2010 dialogs are not.
fn clients_ui(ui: &mut Ui, text: &Localizer, spec: &EndpointSpec) {
    let address = spec.sip_address.as_str();
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "result-clients"));
    if is_conventional(spec) {
        let domain = spec.sip_address.domain();
        note_ui(
            ui,
            Tone::Success,
            &tr!(text, "result-clients-automatic", domain = domain),
        );
        hint_ui(ui, &tr!(text, "result-clients-others"));
    } else {
        hint_ui(ui, &tr!(text, "result-clients-everyone"));
    }
    key_values(ui, |values| {
        values.code(&tr!(text, "result-clients-uri"), address);
        values.text(
            &tr!(text, "result-clients-2007"),
            &tr!(text, "result-clients-2007-how"),
        );
        values.text(
            &tr!(text, "result-clients-2010"),
            &tr!(text, "result-clients-2010-how"),
        );
        values.text(
            &tr!(text, "result-clients-policy"),
            &tr!(text, "result-clients-policy-how"),
        );
    });
}

/// The notice to users, in every language the users may read.
fn notices_ui(ui: &mut Ui, screen: &mut Screen<'_>, spec: &EndpointSpec) {
    let text = screen.text();
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "result-notice"));
    prose(ui, &tr!(text, "result-notice-hint"));
    let copy = tr!(text, "dialog-copy");
    for language in Language::ALL {
        let words = screen.state.localizers.of(language);
        let address = spec.sip_address.as_str();
        let notice = if is_conventional(spec) {
            let domain = spec.sip_address.domain();
            tr!(
                words,
                "notice-conventional",
                address = address,
                domain = domain
            )
        } else {
            tr!(words, "notice-other", address = address)
        };
        let block = CodeBlock::new(language.own_name(), &notice, &copy);
        if block.show(ui, language).clicked() {
            screen.ask(Intent::Copy(notice));
        }
    }
}
