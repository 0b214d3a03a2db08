//! The screen: drawn from the console's state, answering with intents. egui lives only here and in `app`.
//!
//! Nothing in here reads a file, a clock or a server, and nothing changes the state: a page gets a [`Screen`] and
//! says what the user wants.

mod dialogs;
mod evidence;
mod fold;
pub mod fonts;
pub mod icons;
mod keyboard;
mod migration;
mod pages;
mod preview;
mod project;
mod run_view;
mod shell;
mod swap;
pub mod theme;
pub mod widgets;
mod wizard;
mod wizard_frame;

use egui::Ui;

use crate::console::{Intent, State};
use crate::localization::Localizer;

/// What a page may see, and where it leaves what the user wants.
pub struct Screen<'a> {
    pub state: &'a State,
    intents: Vec<Intent>,
}

impl<'a> Screen<'a> {
    fn new(state: &'a State) -> Self {
        Self {
            state,
            intents: Vec::new(),
        }
    }

    /// The language of the screen, for `tr!`.
    pub fn text(&self) -> &'a Localizer {
        &self.state.localizer
    }

    pub fn ask(&mut self, intent: Intent) {
        self.intents.push(intent);
    }
}

/// Draws the whole window and returns what the user wants.
pub fn show(ui: &mut Ui, state: &State) -> Vec<Intent> {
    keyboard::keep_from_composition(ui.ctx());
    let mut screen = Screen::new(state);
    shell::show(ui, &mut screen);
    screen.intents
}
