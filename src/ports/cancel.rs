//! The wish to stop, shared between the one who wishes and the one who works.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A cancel token. Cancelling is a wish: work stops at the next safe place and says what it had done.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
