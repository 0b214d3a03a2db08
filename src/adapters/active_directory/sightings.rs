//! What each controller shows of an address: every one is asked on a line of its own, all at the same time.

use std::time::Duration;

use super::failure::Outcome;
use super::holders::{Gathered, below, filter};
use super::line::{Line, Sight};
use super::place::Place;
use super::recycle_bin::unread;
use super::root::Root;
use super::session::{Session, now};
use crate::domain::{AddressHolder, Controller, ControllerSighting, Readable, SipUri};

/// How long one controller may take. The others' answers count even when one is silent.
const ONE_CONTROLLER: Duration = Duration::from_secs(15);

impl Session {
    pub(super) async fn sightings(
        &self,
        address: &SipUri,
        controllers: &[Controller],
    ) -> Vec<ControllerSighting> {
        let asked: Vec<_> = controllers
            .iter()
            .map(|controller| self.sighting(address, controller))
            .collect();
        together(asked).await
    }

    async fn sighting(&self, address: &SipUri, controller: &Controller) -> ControllerSighting {
        // A part of the whole time is kept for saying who did not answer.
        let limits = self.limits.at_most(ONE_CONTROLLER).a_little_earlier();
        let shown = limits.within(self.shown(address, controller)).await;
        let holders: Readable<Vec<AddressHolder>> = shown.map_err(|failure| unread(&failure));
        ControllerSighting {
            controller: controller.clone(),
            holders,
            read_at: now(),
        }
    }

    /// A global catalog shows the whole forest; another controller its own partitions.
    async fn shown(
        &self,
        address: &SipUri,
        controller: &Controller,
    ) -> Outcome<Vec<AddressHolder>> {
        let is_this = controller.host.eq_ignore_ascii_case(&self.host());
        let place = if is_this {
            self.place.clone()
        } else {
            self.place.at(&controller.host)
        };
        let filter = filter(address);
        let question = |base| below(base, &filter, Sight::default());
        if controller.is_global_catalog && place.has_usual_port() {
            match self.opened(&place.catalog_at(&place.host)).await {
                Ok(line) => {
                    let mut gathered = Gathered::new(address, &self.root);
                    let collect = |item| gathered.take(item);
                    line.search_each(&question(""), collect).await?;
                    return Ok(gathered.holders);
                }
                // Perhaps a firewall lets only the usual port through.
                Err(failure) if failure.is_unreachable() => {}
                Err(failure) => return Err(failure),
            }
        }
        let line = self.opened(&place).await?;
        let root = Root::read(&line).await?;
        let mut gathered = Gathered::new(address, &root);
        gathered.both(&line, question).await?;
        Ok(gathered.holders)
    }

    async fn opened(&self, place: &Place) -> Outcome<Line> {
        Line::open(place, &self.dialling, &self.limits).await
    }
}

/// Waits for all of them at the same time.
async fn together<T>(work: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = work
        .into_iter()
        .map(|work| (Box::pin(work), None))
        .collect();
    std::future::poll_fn(|context| {
        let mut is_ready = true;
        for (work, done) in &mut waiting {
            if done.is_some() {
                continue;
            }
            match work.as_mut().poll(context) {
                std::task::Poll::Ready(value) => *done = Some(value),
                std::task::Poll::Pending => is_ready = false,
            }
        }
        if is_ready {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}
