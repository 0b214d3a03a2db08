//! The place where the open project lies, shared by whoever writes to its journal.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::checklist::ProjectDesk;

/// Held for one entry or one look at a time.
#[derive(Clone, Default)]
pub(in crate::runtime) struct Slot(Arc<Mutex<Option<ProjectDesk>>>);

impl Slot {
    pub(in crate::runtime) fn lock(&self) -> MutexGuard<'_, Option<ProjectDesk>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
