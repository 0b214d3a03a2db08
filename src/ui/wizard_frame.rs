//! What the wizards look alike in: the steps and the place beside the page, and the question before entries go.

use egui::{Id, Ui, Vec2};

use super::Screen;
use super::run_view::{hint_ui, place_ui};
use super::theme::{size, space};
use super::widgets::{Button, Dialog, Step, StepState, stepper};
use crate::tr;

/// The frame round one page of a wizard.
pub(super) struct WizardFrame<'a> {
    pub(super) name: &'static str,
    pub(super) title: &'a str,
    /// The titles of all steps, and the place of the one in view.
    pub(super) steps: &'a [String],
    pub(super) current: usize,
    /// Nothing was begun yet, so one may go back, and leaving loses only what was entered.
    pub(super) is_open: bool,
    pub(super) has_entries: bool,
    /// A change is being made: the wizard stays.
    pub(super) is_busy: bool,
    /// What leaving means here.
    pub(super) meaning: &'a str,
}

/// What the person did with the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameOutcome {
    Nothing,
    /// So many steps back.
    Back(usize),
    Close,
}

impl WizardFrame<'_> {
    pub(super) fn show(
        &self,
        ui: &mut Ui,
        screen: &mut Screen<'_>,
        page: impl FnOnce(&mut Ui, &mut Screen<'_>),
        footer: impl FnOnce(&mut Ui, &mut Screen<'_>),
    ) -> FrameOutcome {
        let text = screen.text();
        let asks = Asks::of(ui, self.name);
        let close = tr!(text, "dialog-close");
        let mut dialog = Dialog::new(Id::unique(self.name), self.title)
            .width(size::WIZARD)
            .fixed_body(size::DIALOG_PAGES);
        if !self.is_busy {
            dialog = dialog.close(&close);
        }
        // Body and footer are drawn one after the other, but both have to be handed over at once.
        let mut below = Screen::new(screen.state);
        let outcome = dialog.show(
            ui,
            |ui| self.body_ui(ui, screen, page),
            |ui| {
                if asks.now && self.is_open {
                    question_ui(ui, &below, asks)
                } else {
                    footer(ui, &mut below);
                    false
                }
            },
        );
        screen.intents.append(&mut below.intents);
        if outcome.footer {
            return FrameOutcome::Close;
        }
        if outcome.cancelled && !self.is_busy {
            if self.is_open && self.has_entries && !asks.now {
                asks.set(ui, true);
            } else if asks.now {
                asks.set(ui, false);
            } else {
                return FrameOutcome::Close;
            }
        }
        match outcome.body {
            Some(place) => FrameOutcome::Back(self.current.saturating_sub(place)),
            None => FrameOutcome::Nothing,
        }
    }

    /// Returns the place of the step that was clicked.
    fn body_ui(
        &self,
        ui: &mut Ui,
        screen: &mut Screen<'_>,
        page: impl FnOnce(&mut Ui, &mut Screen<'_>),
    ) -> Option<usize> {
        let room = ui.available_size();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let column = Vec2::new(size::STEPPER, room.y);
            let clicked = ui
                .allocate_ui_with_layout(column, egui::Layout::top_down(egui::Align::Min), |ui| {
                    ui.set_min_size(column);
                    ui.set_max_width(column.x);
                    let clicked = self.steps_ui(ui, screen);
                    ui.add_space(space::M);
                    place_ui(ui, screen.state);
                    ui.add_space(space::S);
                    hint_ui(ui, self.meaning);
                    clicked
                })
                .inner;
            ui.add_space(space::L);
            ui.vertical(|ui| {
                ui.set_height(room.y);
                ui.spacing_mut().item_spacing.x = space::S;
                page(ui, screen);
            });
            clicked
        })
        .inner
    }

    fn steps_ui(&self, ui: &mut Ui, screen: &Screen<'_>) -> Option<usize> {
        let text = screen.text();
        let words = [
            tr!(text, "wizard-step-done"),
            tr!(text, "wizard-step-current"),
            tr!(text, "wizard-step-upcoming"),
        ];
        let [done, current, upcoming] = &words;
        let steps: Vec<Step<'_>> = self
            .steps
            .iter()
            .enumerate()
            .map(|(place, title)| {
                let (state, state_word) = match place.cmp(&self.current) {
                    std::cmp::Ordering::Less => (StepState::Done, done),
                    std::cmp::Ordering::Equal => (StepState::Current, current),
                    std::cmp::Ordering::Greater => (StepState::Upcoming, upcoming),
                };
                Step {
                    title,
                    state,
                    state_word,
                    open: place < self.current && self.is_open,
                }
            })
            .collect();
        stepper(ui, &tr!(text, "wizard-steps"), &steps)
    }
}

/// Whether Escape was pressed and the wizard asks if its entries may go. A question in the footer, not a dialog.
#[derive(Clone, Copy)]
struct Asks {
    id: Id,
    now: bool,
}

impl Asks {
    fn of(ui: &Ui, wizard: &str) -> Self {
        let id = Id::unique(("asks whether to close", wizard));
        let now = ui.data(|data| data.get_temp(id)).unwrap_or(false);
        Self { id, now }
    }

    fn set(self, ui: &Ui, asks: bool) {
        ui.data_mut(|data| data.insert_temp(self.id, asks));
        ui.request_repaint();
    }
}

/// Returns whether the entries may go.
fn question_ui(ui: &mut Ui, screen: &Screen<'_>, asks: Asks) -> bool {
    let text = screen.text();
    // Not the places of Back, Next and Cancel: what has the keyboard here loses it when the question goes.
    ui.push_id("question", |ui| {
        ui.add(egui::Label::new(tr!(text, "wizard-discard-question")).selectable(false));
        let discard = Button::danger(&tr!(text, "wizard-discard")).show(ui);
        if discard.clicked() {
            asks.set(ui, false);
        }
        let keep = Button::secondary(&tr!(text, "wizard-keep")).show(ui);
        if !discard.has_focus() && !keep.has_focus() {
            keep.request_focus();
        }
        if keep.clicked() {
            asks.set(ui, false);
        }
        discard.clicked()
    })
    .inner
}
