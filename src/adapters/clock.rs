//! The machine's clock and time zone: the only place that asks what time it is.

use std::thread;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use crate::domain::Moment;
use crate::ports::{Cancel, Clock};

/// How often a waiting thread looks whether it was cancelled.
const TICK: Duration = Duration::from_millis(50);

pub struct SystemClock {
    zone: TimeZone,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            zone: TimeZone::system(),
        }
    }
}

impl SystemClock {
    pub fn zone(&self) -> TimeZone {
        self.zone.clone()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        // Milliseconds are what people can read, and more than what servers tell apart.
        let precise = jiff::Timestamp::now();
        let now = jiff::Timestamp::from_millisecond(precise.as_millisecond()).unwrap_or(precise);
        Moment::new(now, self.zone.to_offset(now))
    }

    fn wait(&self, duration: Duration, cancel: &Cancel) {
        let begun = Instant::now();
        while !cancel.is_cancelled() {
            let left = duration.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(TICK));
        }
    }
}
