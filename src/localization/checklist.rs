//! The words of a migration.

use super::Localizer;
use crate::domain::ChecklistMessage;

impl Localizer {
    pub fn checklist_message(&self, message: &ChecklistMessage) -> String {
        format!("{message:?}")
    }
}
