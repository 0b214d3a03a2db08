//! Puts events on the queue and wakes the window.

use std::sync::mpsc::Sender;

use super::Wake;
use crate::checklist::ProjectRecord;
use crate::console::Event;
use crate::ports::{PortErrorKind, PortResult};

#[derive(Clone)]
pub(super) struct Teller {
    events: Sender<Event>,
    wake: Wake,
}

impl Teller {
    pub(super) fn new(events: Sender<Event>, wake: Wake) -> Self {
        Self { events, wake }
    }

    pub(super) fn tell(&self, event: Event) {
        // Without a window there is nobody to tell; the journal has it.
        self.events.send(event).ok();
        (self.wake)();
    }

    pub(super) fn tell_recorded(&self, records: Vec<ProjectRecord>, result: PortResult<()>) {
        let event = self.recorded(records, result);
        self.tell(event);
    }

    /// What was written to a project. That somebody else has it is told on its own, before.
    pub(super) fn recorded(&self, records: Vec<ProjectRecord>, result: PortResult<()>) -> Event {
        if let Err(err) = &result
            && err.kind == PortErrorKind::ProjectTaken
        {
            self.tell(Event::ProjectLost(err.clone()));
        }
        Event::Recorded { records, result }
    }
}
