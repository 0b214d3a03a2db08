//! Work with one answer, on a thread of its own, wrapped in a promise.
//!
//! A promise whose sender died panics the thread that polls it; so every job is caught and always sends a value.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use poll_promise::Promise;

use super::Wake;
use crate::console::{Event, JobName};

pub(super) struct Jobs {
    wake: Wake,
    running: Vec<Promise<Event>>,
}

impl Jobs {
    pub(super) fn new(wake: Wake) -> Self {
        Self {
            wake,
            running: Vec::new(),
        }
    }

    pub(super) fn start(&mut self, name: JobName, work: impl FnOnce() -> Event + Send + 'static) {
        let (sender, promise) = Promise::new();
        let wake = self.wake.clone();
        let started = thread::Builder::new()
            .name(format!("job {name:?}"))
            .spawn(move || {
                let event =
                    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Event::WorkerPanicked(name));
                sender.send(event);
                wake();
            });
        match started {
            Ok(_detached) => self.running.push(promise),
            // The closure, and with it the sender, is gone: this promise must never be polled.
            Err(err) => {
                tracing::error!(%err, ?name, "no thread could be started");
                self.running
                    .push(Promise::from_ready(Event::WorkerPanicked(name)));
            }
        }
    }

    pub(super) fn finished(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        for promise in std::mem::take(&mut self.running) {
            match promise.try_take() {
                Ok(event) => events.push(event),
                Err(promise) => self.running.push(promise),
            }
        }
        events
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_job_that_panics_is_reported_and_does_not_take_the_window_with_it() {
        let (woken, wait) = channel();
        let mut jobs = Jobs::new(Arc::new(move || {
            woken.send(()).ok();
        }));
        jobs.start(JobName::Files, || panic!("on purpose"));
        wait.recv().unwrap();
        assert!(matches!(
            jobs.finished().as_slice(),
            [Event::WorkerPanicked(JobName::Files)]
        ));
    }
}
