//! The SIP address of the endpoint, and perhaps a display name.

use egui::{Key, Ui};

use crate::console::{Intent, Suggestion, Wizard, WizardEdit};
use crate::domain::text::visible_line;
use crate::domain::{Field, Message, Severity};
use crate::localization::Localizer;
use crate::tr;
use crate::ui::Screen;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, lines, note_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{FieldOutcome, TextField, radio_card, section_heading};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, arrival: Arrival) {
    let text = screen.text();
    let width = ui.available_width();
    section_heading(ui, &tr!(text, "wizard-address-heading"));

    let errors = errors(text, wizard, Field::SipAddress);
    let note = tr!(text, "wizard-address-note");
    let field = TextField::new(&tr!(text, "column-sip-address"))
        .hint("sip:ocschat@contoso.com")
        .note(Some(&note))
        .error(errors.as_deref().filter(|_| wizard.address_touched))
        .code()
        .width(width)
        .show(ui, "address", &wizard.draft.sip_address);
    arrival.focus(&field.response);
    if let Some(typed) = &field.edited {
        screen.ask(Intent::EditWizard(WizardEdit::Address(typed.clone())));
    }
    remarks_ui(ui, text, wizard, Field::SipAddress);
    order_ui(ui, text, wizard);

    let problem = self::errors(text, wizard, Field::DisplayName);
    let note = tr!(text, "wizard-name-note");
    let name = TextField::new(&tr!(text, "wizard-name"))
        .note(Some(&note))
        .error(problem.as_deref())
        .width(width)
        .show(ui, "name", &wizard.draft.display_name);
    if let Some(typed) = &name.edited {
        screen.ask(Intent::EditWizard(WizardEdit::DisplayName(typed.clone())));
    }
    remarks_ui(ui, text, wizard, Field::DisplayName);
    for field in [&field, &name] {
        go_on_with_enter(ui, screen, wizard, field);
    }

    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "wizard-suggestions"));
    for suggestion in &wizard.suggestions {
        suggestion_ui(ui, screen, wizard, suggestion);
    }
}

/// Enter in a field goes to the next page, or stays where something is wrong.
fn go_on_with_enter(ui: &Ui, screen: &mut Screen<'_>, wizard: &Wizard, field: &FieldOutcome) {
    if field.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        screen.ask(Intent::WizardNext);
        if wizard.may_go_on().is_err() {
            field.response.request_focus();
        }
    }
}

fn errors(text: &Localizer, wizard: &Wizard, field: Field) -> Option<String> {
    let errors: Vec<String> = wizard
        .findings(field)
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| text.message(&finding.message))
        .collect();
    (!errors.is_empty()).then(|| lines(errors.iter().map(String::as_str)))
}

/// What was converted, and what is unusual.
fn remarks_ui(ui: &mut Ui, text: &Localizer, wizard: &Wizard, field: Field) {
    for finding in wizard.findings(field) {
        let tone = match finding.severity {
            Severity::Note => Tone::Info,
            Severity::Warning => Tone::Warning,
            Severity::Error => continue,
        };
        note_ui(ui, tone, &text.message(&finding.message));
    }
}

/// What a *Replace* does in which order; it depends on the address.
fn order_ui(ui: &mut Ui, text: &Localizer, wizard: &Wizard) {
    let (Some(replaced), Some(spec)) = (wizard.replaced(), wizard.spec()) else {
        return;
    };
    if *replaced == spec.sip_address {
        note_ui(ui, Tone::Warning, &tr!(text, "wizard-replace-same"));
    } else {
        note_ui(ui, Tone::Info, &tr!(text, "wizard-replace-different"));
    }
}

fn suggestion_ui(ui: &mut Ui, screen: &mut Screen<'_>, wizard: &Wizard, suggestion: &Suggestion) {
    let text = screen.text();
    let address = suggestion.address.as_str();
    let is_chosen = wizard
        .spec()
        .map_or(wizard.draft.sip_address == address, |spec| {
            spec.sip_address == suggestion.address
        });
    let taken = suggestion
        .taken
        .as_ref()
        .map(|message| text.message(message));
    let taken = taken.map(|taken| visible_line(&taken));
    let kind = match (&taken, suggestion.is_conventional) {
        (Some(_), true) => tr!(text, "wizard-suggestion-conventional"),
        (None, true) => tr!(text, "wizard-suggestion-conventional-free"),
        (Some(_), false) => String::new(),
        (None, false) => tr!(text, "wizard-suggestion-free"),
    };
    let description = lines([kind.as_str(), taken.as_deref().unwrap_or_default()]);
    // An account can give its address up; another endpoint would have to be replaced.
    let belongs_to_endpoint = matches!(suggestion.taken, Some(Message::AddressOfEndpoint { .. }));
    let refusal = taken.as_deref().filter(|_| belongs_to_endpoint);
    let card = radio_card(ui, is_chosen, &visible_line(address), &description, refusal);
    if card.clicked() && !is_chosen {
        let address = address.to_owned();
        screen.ask(Intent::EditWizard(WizardEdit::Address(address)));
    }
    if belongs_to_endpoint {
        return;
    }
    if is_chosen && taken.is_some() {
        hint_ui(ui, &tr!(text, "wizard-suggestion-taken-next"));
    }
}
