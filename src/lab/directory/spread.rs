//! From when each controller shows what was written on one of them.

use crate::domain::Moment;

/// One moment for each controller, in their order.
#[derive(Clone)]
pub(in crate::lab) struct Spread(Vec<Moment>);

impl Spread {
    pub(super) fn new(moments: Vec<Moment>) -> Self {
        Self(moments)
    }

    pub(in crate::lab) fn has_reached(&self, controller: usize, now: Moment) -> bool {
        self.0.get(controller).is_none_or(|moment| *moment <= now)
    }

    pub(super) fn has_reached_all(&self, now: Moment) -> bool {
        self.0.iter().all(|moment| *moment <= now)
    }
}
