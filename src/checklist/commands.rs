//! The commands that are handed over, from typed values.

use super::procedure::CommandKind;
use super::project::Facts;
use super::state::Item;

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
    let _ = (item, facts);
    Vec::new()
}

/// The commands that take it back.
pub fn undo_commands(item: &Item, facts: &Facts) -> Vec<HandedCommand> {
    let _ = (item, facts);
    Vec::new()
}
