//! Time, as the core may know it.

use std::time::Duration;

use super::Cancel;
use crate::domain::Moment;

pub trait Clock: Send + Sync {
    fn now(&self) -> Moment;

    /// Waits for a duration, or until cancelled.
    fn wait(&self, duration: Duration, cancel: &Cancel);
}
