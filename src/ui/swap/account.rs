//! Whose address it is: the address, and everything both sides know of the account that holds it.

use egui::{Key, Ui};

use crate::console::{Intent, Offer, SwapEdit, SwapIntent, SwapWizard};
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{DirectoryAccount, DirectoryValue, Readable, Severity, Statement, SwapCapture};
use crate::localization::{Doing, Localizer};
use crate::tr;
use crate::ui::fold::{Folded, foldable_ui};
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{failure_ui, hint_ui, lines, note_ui, small_hint_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{
    Button, Choice, KeyValues, TextField, key_values, radio_card, radio_row, section_heading,
};
use crate::ui::{Screen, icons};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    match swap.capture.value() {
        Some(capture) if swap.capture.is_fresh() => captured_ui(ui, screen, swap, capture),
        _ => address_ui(ui, screen, swap, arrival),
    }
}

fn address_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, arrival: Arrival) {
    let text = screen.text();
    section_heading(ui, &tr!(text, "swap-address-heading"));
    hint_ui(ui, &tr!(text, "swap-address-hint"));
    for offer in &swap.offers {
        let card = offer_ui(ui, text, swap, offer);
        if offer.refusal.is_none() {
            arrival.focus(&card);
        }
        if card.clicked() && offer.refusal.is_none() {
            let address = offer.address.to_string();
            screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Address(address))));
        }
    }
    ui.add_space(space::XS);
    let problem = swap.typed_address().err();
    let problem = problem.map(|problem| text.message(&problem));
    let note = tr!(text, "swap-address-note");
    let field = TextField::new(&tr!(text, "column-sip-address"))
        .hint("sip:ocschat@contoso.com")
        .note(Some(&note))
        .error(problem.as_deref().filter(|_| swap.address_touched))
        .code()
        .width(ui.available_width())
        .show(ui, "swap address", &swap.address);
    arrival.focus(&field.response);
    if let Some(typed) = field.edited {
        screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Address(typed))));
    }
    if field.response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        screen.ask(Intent::Swap(SwapIntent::Next));
    }
    if swap.capture.is_loading() {
        note_ui(ui, Tone::Info, &tr!(text, "swap-looking-up"));
    }
    if let Some(err) = swap.capture.error() {
        let presented = text.present(err, Doing::Reading);
        failure_ui(ui, text, "capture", &presented, None);
    }
}

fn offer_ui(ui: &mut Ui, text: &Localizer, swap: &SwapWizard, offer: &Offer) -> egui::Response {
    let is_chosen = swap
        .typed_address()
        .is_ok_and(|address| address == offer.address);
    let holder = offer
        .holder
        .as_ref()
        .map(|(name, registrar)| match registrar {
            Some(registrar) => tr!(
                text,
                "lookup-account-on",
                name = name.as_str(),
                registrar = registrar.as_str()
            ),
            None => tr!(text, "lookup-account-name", name = name.as_str()),
        });
    let refusal = offer.refusal.as_ref().map(|refusal| text.message(refusal));
    let unknown = tr!(text, "lookup-not-known-meaning");
    let said = refusal.as_deref().or(holder.as_deref()).unwrap_or(&unknown);
    let said = visible_line(said);
    let address = visible_line(offer.address.as_str());
    radio_card(ui, is_chosen, &address, &said, refusal.as_deref())
}

fn captured_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard, capture: &SwapCapture) {
    let text = screen.text();
    let address = visible_line(capture.address.as_str());
    section_heading(
        ui,
        &tr!(text, "swap-account-heading", address = address.as_str()),
    );
    for finding in &swap.findings {
        let tone = match finding.severity {
            Severity::Note => Tone::Info,
            Severity::Warning => Tone::Warning,
            Severity::Error => Tone::Danger,
        };
        note_ui(ui, tone, &visible_lines(&text.message(&finding.message)));
    }
    if let Some(account) = &capture.account {
        account_ui(ui, text, account);
        lync_ui(ui, text, capture);
        attributes_ui(ui, text, account);
        questions_ui(ui, screen, swap);
    }
    ui.add_space(space::XS);
    let other = tr!(text, "swap-other-address");
    if Button::quiet(&other)
        .icon(icons::LEFT)
        .small()
        .show(ui)
        .clicked()
    {
        let address = swap.address.clone();
        screen.ask(Intent::Swap(SwapIntent::Edit(SwapEdit::Address(address))));
    }
}

fn account_ui(ui: &mut Ui, text: &Localizer, account: &DirectoryAccount) {
    key_values(ui, |values| {
        if let Some(name) = &account.display_name {
            values.text(&tr!(text, "column-display-name"), &visible_line(name));
        }
        values.code(&tr!(text, "swap-dn"), &visible_line(account.dn.as_str()));
        if let Some(name) = &account.sam_account_name {
            values.code(&tr!(text, "swap-sam"), &visible_line(name));
        }
        if let Some(name) = &account.user_principal_name {
            values.code("UPN", &visible_line(name));
        }
        let enabled = account.enabled.map(|enabled| yes_or_no(text, enabled));
        let enabled = enabled.unwrap_or_else(|| tr!(text, "not-read"));
        values.text(&tr!(text, "swap-enabled"), &enabled);
        let logon = match account.last_logon {
            Some(moment) => text.date_time(moment),
            None => tr!(text, "swap-last-logon-none"),
        };
        values.text(&tr!(text, "swap-last-logon"), &logon);
    });
    small_hint_ui(ui, &tr!(text, "swap-last-logon-note"));
}

fn lync_ui(ui: &mut Ui, text: &Localizer, capture: &SwapCapture) {
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "swap-in-lync"));
    let lync = match &capture.lync {
        Ok(Some(lync)) => lync,
        Ok(None) => {
            hint_ui(ui, &tr!(text, "swap-unknown-to-deployment"));
            return;
        }
        Err(unread) => {
            hint_ui(ui, &text.unread_reason(unread.reason));
            return;
        }
    };
    key_values(ui, |values| {
        let home = match &lync.registrar {
            Some(registrar) => registrar.to_string(),
            None => lync.home_server.clone().unwrap_or_default(),
        };
        values.code(&tr!(text, "swap-registrar"), &visible_line(&home));
        let policies: Vec<String> = lync
            .policies
            .iter()
            .map(|policy| format!("{}: {}", policy.kind.property(), visible_line(&policy.name)))
            .collect();
        if policies.is_empty() {
            values.text(
                &tr!(text, "swap-policies"),
                &tr!(text, "swap-policies-none"),
            );
        } else {
            values.text(&tr!(text, "swap-policies"), &policies.join("\n"));
        }
    });
}

/// What is compared letter by letter, or matters only to the way back; folded away, but all of it.
fn attributes_ui(ui: &mut Ui, text: &Localizer, account: &DirectoryAccount) {
    let folded = Folded {
        show: tr!(text, "swap-attributes-show"),
        hide: tr!(text, "swap-attributes-hide"),
    };
    foldable_ui(ui, "captured", &folded, |ui| {
        key_values(ui, |values| {
            values.code("objectGUID", &account.guid.to_string());
            if let Some(sid) = &account.sid {
                values.code("objectSid", sid.as_str());
            }
            for attribute in &account.sip_attributes {
                let held: Vec<String> = attribute.values.iter().map(value_line).collect();
                values.code(&visible_line(&attribute.name), &held.join("\n"));
            }
            many(values, "proxyAddresses", &account.proxy_addresses);
            many(
                values,
                "servicePrincipalName",
                &account.service_principal_names,
            );
            let groups = account.groups.iter().map(ToString::to_string);
            many(values, "memberOf", &groups.collect::<Vec<_>>());
            let protected = yes_or_no(text, account.is_admin_protected);
            values.text(&tr!(text, "swap-admin-count"), &protected);
            let inherits = said(text, &account.inherits_rights);
            values.text(&tr!(text, "swap-inherits"), &inherits);
            let kept = said(text, &account.is_deletion_protected);
            values.text(&tr!(text, "swap-deletion-protection"), &kept);
            values.text(
                &tr!(text, "overview-read-at"),
                &tr!(
                    text,
                    "read-at-from",
                    time = text.date_time(account.read_at),
                    host = visible_line(&account.host)
                ),
            );
        });
    });
    small_hint_ui(ui, &tr!(text, "swap-no-password"));
}

fn value_line(value: &DirectoryValue) -> String {
    match value {
        DirectoryValue::Text(text) => visible_line(text),
        DirectoryValue::Binary(digits) => format!("0x{digits}"),
    }
}

fn many(values: &mut KeyValues<'_>, name: &str, held: &[String]) {
    if !held.is_empty() {
        let held: Vec<String> = held.iter().map(|value| visible_line(value)).collect();
        values.code(name, &held.join("\n"));
    }
}

fn said(text: &Localizer, value: &Readable<bool>) -> String {
    match value {
        Ok(value) => yes_or_no(text, *value),
        Err(unread) => text.unread_reason(unread.reason),
    }
}

fn yes_or_no(text: &Localizer, value: bool) -> String {
    if value {
        tr!(text, "page-yes")
    } else {
        tr!(text, "page-no")
    }
}

/// What only the operator can know, with what each answer means for what follows.
fn questions_ui(ui: &mut Ui, screen: &mut Screen<'_>, swap: &SwapWizard) {
    let text = screen.text();
    ui.add_space(space::S);
    section_heading(ui, &tr!(text, "swap-questions"));
    let windows = Question {
        question: tr!(text, "swap-service-logon"),
        meanings: [
            tr!(text, "swap-service-logon-yes"),
            tr!(text, "swap-service-logon-no"),
            tr!(text, "swap-service-logon-unknown"),
        ],
    };
    if let Some(answer) = windows.show(ui, text, swap.statements.is_service_logon) {
        let edit = SwapEdit::ServiceLogon(answer);
        screen.ask(Intent::Swap(SwapIntent::Edit(edit)));
    }
    ui.add_space(space::XS);
    let database = Question {
        question: tr!(text, "swap-sql-login"),
        meanings: [
            tr!(text, "swap-sql-login-yes"),
            tr!(text, "swap-sql-login-no"),
            tr!(text, "swap-sql-login-unknown"),
        ],
    };
    if let Some(answer) = database.show(ui, text, swap.statements.is_sql_login) {
        let edit = SwapEdit::SqlLogin(answer);
        screen.ask(Intent::Swap(SwapIntent::Edit(edit)));
    }
}

struct Question {
    question: String,
    /// Of yes, no and not known.
    meanings: [String; 3],
}

impl Question {
    const ANSWERS: [Statement; 3] = [Statement::Yes, Statement::No, Statement::NotKnown];

    fn show(&self, ui: &mut Ui, text: &Localizer, answer: Statement) -> Option<Statement> {
        let words = [
            tr!(text, "page-yes"),
            tr!(text, "page-no"),
            tr!(text, "swap-not-known"),
        ];
        crate::ui::widgets::prose(ui, &self.question);
        let choices: Vec<Choice<'_>> = words
            .iter()
            .zip(&self.meanings)
            .map(|(title, meaning)| Choice {
                title,
                meaning,
                disabled_because: None,
            })
            .collect();
        let place = Self::ANSWERS.iter().position(|known| *known == answer);
        let chosen = ui
            .push_id(&self.question, |ui| radio_row(ui, &choices, place))
            .inner;
        let meaning = place.and_then(|place| self.meanings.get(place));
        small_hint_ui(ui, &lines(meaning.map(String::as_str)));
        chosen.and_then(|place| Self::ANSWERS.get(place).copied())
    }
}
