//! Where a swap stands in Active Directory and in Lync, and what fits from there.

use egui::Ui;

use crate::console::{Act as Wish, Intent, SwapIntent};
use crate::domain::text::{visible_line, visible_lines};
use crate::domain::{AccountState, Message};
use crate::localization::{Doing, Localizer};
use crate::plan::{PlanRecord, Standing, SwapReading};
use crate::tr;
use crate::ui::run_view::{Host, failure_ui, hint_ui, lines, note_ui, small_hint_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Banner, BannerOutcome, Button, key_values, section_heading};
use crate::ui::{Screen, icons};

/// The section of one swap; `host` is the dialog it stands in, which goes before another one comes.
pub(in crate::ui) fn show(
    ui: &mut Ui,
    screen: &mut Screen<'_>,
    record: &PlanRecord,
    host: Option<Host>,
) {
    let text = screen.text();
    let id = &record.plan.id;
    ui.add_space(space::XS);
    section_heading(ui, &tr!(text, "swap-standing"));
    let standing = screen.state.standing_of(id);
    let is_reading = standing.is_some_and(|standing| standing.reading.is_loading());
    let again = match standing {
        Some(_) => tr!(text, "swap-standing-read-again"),
        None => tr!(text, "swap-standing-read"),
    };
    let reading = tr!(text, "swap-standing-reading");
    let refusal = screen.state.directory().err().map(|why| text.message(&why));
    let refusal = is_reading
        .then_some(reading.as_str())
        .or(refusal.as_deref());
    let button = Button::secondary(&again)
        .icon(icons::REFRESH)
        .disabled_because(refusal);
    let mut is_asked = false;
    if let Some(err) = standing.and_then(|standing| standing.reading.error()) {
        let presented = text.present(err, Doing::Reading);
        failure_ui(ui, text, "standing", &presented, None);
    }
    match screen.state.whereabouts(record) {
        Some(found) => {
            let said: Vec<String> = found
                .messages
                .iter()
                .map(|message| visible_lines(&text.message(message)))
                .collect();
            let body = lines(said.iter().map(String::as_str));
            let title = text.standing(found.standing);
            let mut banner = Banner::new(tone(found.standing), &title).action(button);
            if !body.is_empty() {
                banner = banner.body(&body);
            }
            is_asked = banner.show(ui, "standing") == BannerOutcome::Action;
            if let Some(reading) = standing.and_then(|standing| standing.reading.value()) {
                reading_ui(ui, text, reading);
            }
            offers_ui(ui, screen, record, host);
            no_way_back_ui(ui, screen, record);
        }
        None if is_reading => {
            hint_ui(ui, &reading);
        }
        None => is_asked = button.show(ui).clicked(),
    }
    if is_asked {
        screen.ask(Intent::Swap(SwapIntent::ReadStanding(id.clone())));
    }
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::NotBegun => Tone::Neutral,
        Standing::Freed | Standing::EndpointNotVisible => Tone::Warning,
        Standing::EndpointStands | Standing::Returned => Tone::Success,
        Standing::Lost | Standing::Conflict => Tone::Danger,
    }
}

fn reading_ui(ui: &mut Ui, text: &Localizer, reading: &SwapReading) {
    let holders: Vec<String> = reading
        .holders
        .holders
        .iter()
        .map(|holder| {
            let class = text.holder_class(holder.class);
            format!("{} ({class})", visible_line(holder.dn.as_str()))
        })
        .collect();
    let holders = if holders.is_empty() {
        tr!(text, "swap-standing-nobody")
    } else {
        holders.join("\n")
    };
    let account = match &reading.account {
        AccountState::Present(_) => tr!(text, "swap-standing-account-there"),
        AccountState::Deleted {
            is_recycled: false, ..
        } => tr!(text, "swap-standing-account-deleted"),
        AccountState::Deleted { .. } => tr!(text, "swap-standing-account-recycled"),
        AccountState::Absent => tr!(text, "swap-standing-account-gone"),
    };
    let endpoint = match &reading.endpoint {
        Some(endpoint) => {
            let pool = endpoint.pool.as_ref().map(ToString::to_string);
            let pool = pool.unwrap_or_else(|| tr!(text, "pool-unknown"));
            tr!(text, "swap-standing-endpoint", pool = pool)
        }
        None => tr!(text, "swap-standing-no-endpoint"),
    };
    let user = reading.lync.as_ref().map(|lync| {
        let address = lync.sip_address.as_ref().map(ToString::to_string);
        visible_line(&address.unwrap_or_default())
    });
    key_values(ui, |values| {
        let directory = lines([holders.as_str(), account.as_str()]);
        values.text(&tr!(text, "swap-standing-directory"), &directory);
        values.text(&tr!(text, "swap-standing-lync"), &endpoint);
        if let Some(user) = user {
            values.code("Get-CsUser", &user);
        }
    });
    let time = text.date_time(reading.holders.read_at);
    let host = visible_line(&reading.holders.host);
    small_hint_ui(ui, &tr!(text, "read-at-from", time = time, host = host));
}

/// Only what fits: going on, leaving the refused step to somebody else, the way back.
fn offers_ui(ui: &mut Ui, screen: &mut Screen<'_>, record: &PlanRecord, host: Option<Host>) {
    let text = screen.text();
    let state = screen.state;
    let id = &record.plan.id;
    let is_open = record.steps.iter().any(|step| !step.status.is_satisfied());
    let may = |wish: Wish| state.possible(&wish).is_ok();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let label = tr!(text, "result-continue");
        if is_open
            && may(Wish::Continue(id.clone()))
            && Button::secondary(&label)
                .icon(icons::RUN)
                .show(ui)
                .clicked()
        {
            close(screen, host);
            screen.ask(Intent::AskToContinue(id.clone()));
        }
        let label = tr!(text, "swap-hand-over");
        if is_open
            && may(Wish::HandOver(id.clone()))
            && Button::secondary(&label)
                .icon(icons::PERSON)
                .show(ui)
                .clicked()
        {
            screen.ask(Intent::Swap(SwapIntent::HandOver(id.clone())));
        }
        let label = tr!(text, "swap-back-button");
        if may(Wish::Undo(id.clone()))
            && Button::secondary(&label)
                .icon(icons::UNDO)
                .show(ui)
                .clicked()
        {
            close(screen, host);
            screen.ask(Intent::AskToUndo(id.clone()));
        }
    });
}

/// Where there is no way back: that, and what is not one.
fn no_way_back_ui(ui: &mut Ui, screen: &Screen<'_>, record: &PlanRecord) {
    let text = screen.text();
    let refused = screen.state.possible(&Wish::Undo(record.plan.id.clone()));
    if let Err(message @ Message::SwapNoWayBack) = refused {
        note_ui(ui, Tone::Danger, &text.message(&message));
        hint_ui(ui, &tr!(text, "swap-back-recreate"));
    }
}

fn close(screen: &mut Screen<'_>, host: Option<Host>) {
    if let Some(host) = host {
        screen.ask(host.close());
    }
}
