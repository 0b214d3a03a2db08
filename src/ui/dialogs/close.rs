//! The window's close button was pressed while a change is being made.

use egui::{Id, Ui};

use crate::console::Intent;
use crate::tr;
use crate::ui::Screen;
use crate::ui::keyboard::Arrival;
use crate::ui::run_view::steps_ui;
use crate::ui::theme::{size, space};
use crate::ui::widgets::{Button, Dialog, prose};

pub(super) fn show(ui: &mut Ui, screen: &mut Screen<'_>) {
    let text = screen.text();
    let state = screen.state;
    let is_running = state.is_running();
    let arrival = Arrival::at(ui.ctx(), "close", is_running);
    let title = tr!(text, "close-title");
    let outcome = Dialog::new(Id::unique("close"), &title)
        .width(size::DIALOG_WIDE)
        .show(
            ui,
            |ui| {
                if is_running {
                    prose(ui, &tr!(text, "close-running"));
                    prose(ui, &tr!(text, "close-unknown-meaning"));
                } else {
                    prose(ui, &tr!(text, "close-over"));
                }
                ui.add_space(space::XS);
                if let Some(run) = &state.run {
                    steps_ui(ui, text, &run.record);
                }
            },
            |ui| {
                if !is_running {
                    let close = Button::primary(&tr!(text, "close-now")).show(ui);
                    arrival.focus(&close);
                    let keep = Button::secondary(&tr!(text, "close-keep-open")).show(ui);
                    return if close.clicked() {
                        Some(Intent::CloseAnyway)
                    } else {
                        keep.clicked().then_some(Intent::CloseDialog)
                    };
                }
                let wait = Button::primary(&tr!(text, "close-wait")).show(ui);
                arrival.focus(&wait);
                let leave = Button::danger(&tr!(text, "close-leave-unknown")).show(ui);
                let keep = Button::secondary(&tr!(text, "close-keep-open")).show(ui);
                if wait.clicked() {
                    Some(Intent::CloseWhenDone)
                } else if leave.clicked() {
                    Some(Intent::CloseAnyway)
                } else {
                    keep.clicked().then_some(Intent::CloseDialog)
                }
            },
        );
    let escaped = outcome.cancelled.then_some(Intent::CloseDialog);
    if let Some(intent) = outcome.footer.or(escaped) {
        screen.ask(intent);
    }
}
