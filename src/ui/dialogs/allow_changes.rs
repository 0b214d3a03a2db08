//! Leave to change, for this session: what becomes possible, and where.

use egui::{Id, Ui};

use crate::console::Intent;
use crate::domain::Environment;
use crate::domain::text::visible_line;
use crate::tr;
use crate::ui::Screen;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::{hint_ui, place_ui};
use crate::ui::theme::{Tone, space};
use crate::ui::widgets::{Banner, Button, Dialog, prose};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let state = screen.state;
    let arrival = Arrival::at(ui.ctx(), "allow changes", ());
    let is_production = state.environment() == Environment::Production;
    let title = tr!(text, "allow-title");
    let close = tr!(text, "dialog-close");
    let host = state
        .session
        .as_ref()
        .map(|session| visible_line(&session.connection.host));
    let outcome = Dialog::new(Id::unique("allow changes"), &title)
        .close(&close)
        .show(
            ui,
            |ui| {
                if is_production {
                    let host = host.unwrap_or_default();
                    Banner::new(Tone::Warning, &tr!(text, "dialog-production", host = host))
                        .body(&tr!(text, "allow-production"))
                        .show(ui, "production");
                } else {
                    place_ui(ui, state);
                }
                ui.add_space(space::XS);
                prose(ui, &tr!(text, "allow-what"));
                prose(ui, &tr!(text, "allow-how"));
                hint_ui(ui, &tr!(text, "allow-until"));
            },
            |ui| {
                let allow = Button::primary(&tr!(text, "allow-changes")).show(ui);
                let cancel = Button::secondary(&tr!(text, "dialog-cancel")).show(ui);
                // In production a thoughtless Enter must not be the answer.
                arrival.focus(if is_production { &cancel } else { &allow });
                (allow.clicked(), cancel.clicked())
            },
        );
    let (allowed, cancelled) = outcome.footer;
    if allowed {
        screen.ask(Intent::AllowChanges);
    } else if cancelled || outcome.cancelled {
        screen.ask(Intent::CloseDialog);
    }
}
