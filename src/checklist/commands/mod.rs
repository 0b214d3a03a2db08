//! The commands that are handed over, from typed values.
//!
//! What the project does not know, such as the short name of a service, stands in the text as a place to fill in:
//! `<service name>`. No file, server or service can have such a name, so a command that is run unfilled does nothing.

mod make;
mod places;

use super::procedure::CommandKind;
use super::project::Facts;
use super::state::Item;
use make::Maker;

/// A command with where it is run and what whoever runs it needs to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedCommand {
    pub kind: CommandKind,
    /// The machine, by name where there is one.
    pub machine: String,
    /// Such as `CsPersistentChatAdministrator`.
    pub role: String,
    /// `None` when a value carries a character no command may carry.
    pub text: Option<String>,
}

/// The commands of a step, in their order.
pub fn commands(item: &Item, facts: &Facts) -> Vec<HandedCommand> {
    all(&item.step.commands, item, facts)
}

/// The commands that take it back. A step that is itself a taking back has them as its own.
pub fn undo_commands(item: &Item, facts: &Facts) -> Vec<HandedCommand> {
    if item.undoes.is_some() {
        return commands(item, facts);
    }
    all(&item.step.undo.commands, item, facts)
}

fn all(kinds: &[CommandKind], item: &Item, facts: &Facts) -> Vec<HandedCommand> {
    let mut maker = Maker::new(item, facts);
    for kind in kinds {
        maker.make(kind);
    }
    maker.made
}
