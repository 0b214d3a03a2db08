//! How long one call may take, and how its caller stops it.

use std::time::{Duration, Instant};

use super::failure::{Failure, Outcome};
use crate::ports::{Call, Cancel, PortErrorKind};

/// How often a waiting call looks whether it was cancelled.
const TICK: Duration = Duration::from_millis(50);

#[derive(Clone, Debug)]
pub(super) struct Limits {
    allowed: Duration,
    until: Instant,
    cancel: Cancel,
}

impl Limits {
    pub(super) fn of(call: &Call) -> Self {
        let now = Instant::now();
        // A deadline beyond the clock is none.
        let until = now.checked_add(call.deadline).unwrap_or_else(|| {
            const LONG: Duration = Duration::from_hours(24 * 365);
            now + LONG
        });
        Self {
            allowed: call.deadline,
            until,
            cancel: call.cancel.clone(),
        }
    }

    /// The same caller, with no more than this for a part of the work.
    pub(super) fn at_most(&self, limit: Duration) -> Self {
        let left = self.until.saturating_duration_since(Instant::now());
        if limit >= left {
            return self.clone();
        }
        Self {
            allowed: limit,
            until: Instant::now() + limit,
            cancel: self.cancel.clone(),
        }
    }

    /// The same with something left over, to say how it went.
    pub(super) fn a_little_earlier(&self) -> Self {
        let left = self.until.saturating_duration_since(Instant::now());
        self.at_most(left.mul_f32(0.9))
    }

    pub(super) fn have_passed(&self) -> bool {
        self.cancel.is_cancelled() || Instant::now() >= self.until
    }

    /// Does the work, or gives it up at the deadline or soon after it was cancelled.
    pub(super) async fn within<T>(&self, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let mut work = std::pin::pin!(work);
        loop {
            if self.cancel.is_cancelled() {
                return Err(Failure::new(PortErrorKind::Cancelled, "cancelled"));
            }
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Failure::new(
                    PortErrorKind::Timeout,
                    format!("no answer within {:.1} seconds", self.allowed.as_secs_f32()),
                ));
            }
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = tokio::time::sleep(left.min(TICK)) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given_up(call: &Call) -> Failure {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let never = std::future::pending::<Outcome<()>>();
        runtime
            .block_on(Limits::of(call).within(never))
            .unwrap_err()
    }

    #[test]
    fn work_that_does_not_end_is_given_up_at_the_deadline() {
        let call = Call::new(Duration::from_millis(120), &Cancel::default());
        assert_eq!(given_up(&call).kind, PortErrorKind::Timeout);
    }

    #[test]
    fn work_that_was_cancelled_is_given_up_at_once() {
        let cancel = Cancel::default();
        cancel.cancel();
        let call = Call::new(Duration::MAX, &cancel);
        assert_eq!(given_up(&call).kind, PortErrorKind::Cancelled);
    }
}
