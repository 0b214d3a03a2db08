//! Seconds, for the lock of a project and for what shows the time. Nothing wakes up while nobody asked for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::worker::Job;
use crate::console::Event;
use crate::runtime::Teller;

#[derive(Clone)]
pub(super) struct Ticker(Sender<Wanted>);

enum Wanted {
    ByProject(bool),
    ByConsole(bool),
}

struct Beats {
    teller: Teller,
    jobs: Sender<Job>,
    /// A worker that is held up finds one second waiting and not a minute of them: what it has not seen pass in peace
    /// it must not count.
    is_second_waiting: Arc<AtomicBool>,
    by_project: bool,
    by_console: bool,
}

impl Ticker {
    pub(super) fn start(
        second: Duration,
        teller: Teller,
        jobs: Sender<Job>,
        is_second_waiting: Arc<AtomicBool>,
    ) -> Self {
        let (sender, wanted) = channel();
        let beats = Beats {
            teller,
            jobs,
            is_second_waiting,
            by_project: false,
            by_console: false,
        };
        let started = thread::Builder::new()
            .name("seconds".to_owned())
            .spawn(move || beats.run(second, &wanted));
        if let Err(err) = started {
            tracing::error!(%err, "the seconds could not be started: the project's lock gives no sign of life");
        }
        Self(sender)
    }

    pub(super) fn tell_project(&self, is_wanted: bool) {
        // Without the thread there are no seconds, which was said when it could not be started.
        self.0.send(Wanted::ByProject(is_wanted)).ok();
    }

    pub(super) fn tell_console(&self, is_wanted: bool) {
        self.0.send(Wanted::ByConsole(is_wanted)).ok();
    }
}

impl Beats {
    fn run(mut self, second: Duration, wanted: &Receiver<Wanted>) {
        loop {
            let next = if self.by_project || self.by_console {
                wanted.recv_timeout(second)
            } else {
                wanted.recv().map_err(RecvTimeoutError::from)
            };
            match next {
                Ok(Wanted::ByProject(is_wanted)) => self.by_project = is_wanted,
                Ok(Wanted::ByConsole(is_wanted)) => self.by_console = is_wanted,
                Err(RecvTimeoutError::Timeout) => self.beat(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn beat(&self) {
        if self.by_project && !self.is_second_waiting.swap(true, Ordering::SeqCst) {
            // A worker that is gone has told so itself.
            self.jobs.send(Job::Second).ok();
        }
        if self.by_console {
            self.teller.tell(Event::Tick);
        }
    }
}
