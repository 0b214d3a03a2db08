//! A reading in progress: whom it asks, what was said so far, and what that amounts to.

use super::{Counts, Finding, FindingOutcome, Surroundings};
use crate::checklist::procedure::Reading;
use crate::domain::{
    DeploymentReading, Inventory, Message, Moment, Notice, PoolReading, Readable, ReadingMessage,
    Unread,
};
use crate::plan::Sides;
use crate::ports::{Call, ClientPath, PortErrorKind, PortResult};

pub(super) struct Asking<'a, 'b> {
    pub(super) around: &'a Surroundings,
    pub(super) sides: &'a mut Sides<'b>,
    pub(super) path: &'a mut dyn ClientPath,
    pub(super) call: &'a Call,
    pub(super) counts: Option<Counts>,
    said: Vec<(Weight, ReadingMessage)>,
    words: Vec<String>,
}

/// How much a message decides; the heaviest one is what the whole reading comes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Contradicts,
    Unread,
    Warns,
    Shows,
}

impl<'a, 'b> Asking<'a, 'b> {
    pub(super) fn new(
        around: &'a Surroundings,
        sides: &'a mut Sides<'b>,
        path: &'a mut dyn ClientPath,
        call: &'a Call,
    ) -> Self {
        Self {
            around,
            sides,
            path,
            call,
            counts: None,
            said: Vec::new(),
            words: Vec::new(),
        }
    }

    /// It speaks for what is to be proved.
    pub(super) fn shows(&mut self, message: ReadingMessage) {
        self.said.push((Weight::Shows, message));
    }

    /// It does not speak against it, but a person has to look.
    pub(super) fn warns(&mut self, message: ReadingMessage) {
        self.said.push((Weight::Warns, message));
    }

    /// Without it nothing can be said.
    pub(super) fn lacks(&mut self, message: ReadingMessage) {
        self.said.push((Weight::Unread, message));
    }

    pub(super) fn contradicts(&mut self, message: ReadingMessage) {
        self.said.push((Weight::Contradicts, message));
    }

    /// Something could not be read; `what` is the cmdlet, the host or the name that was asked.
    pub(super) fn unread(&mut self, what: impl Into<String>, unread: &Unread) {
        self.words(&unread.words);
        self.lacks(ReadingMessage::Unread {
            what: what.into(),
            reason: unread.reason,
        });
    }

    /// The same where the rest is enough to go by.
    pub(super) fn misses(&mut self, what: impl Into<String>, unread: &Unread) {
        self.words(&unread.words);
        self.warns(ReadingMessage::Unread {
            what: what.into(),
            reason: unread.reason,
        });
    }

    pub(super) fn words(&mut self, words: &str) {
        if !words.is_empty() && !self.words.iter().any(|known| known == words) {
            self.words.push(words.to_owned());
        }
    }

    /// The value, or nothing after saying why.
    pub(super) fn known<T>(&mut self, what: &str, value: Readable<T>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(unread) => {
                self.unread(what, &unread);
                None
            }
        }
    }

    pub(super) fn inventory(&mut self) -> PortResult<Option<Inventory>> {
        let inventory = answered(self.sides.deployment.inventory(self.call))?;
        let Some(inventory) = self.known("Get-CsService", inventory) else {
            return Ok(None);
        };
        for notice in &inventory.notices {
            self.words(&notice.words);
        }
        // Without its pools an inventory says nothing: none would look as if none were published.
        match unread_notice(&inventory.notices, |message| match message {
            Message::PoolsUnread { reason } => Some(*reason),
            _ => None,
        }) {
            Some(unread) => {
                self.unread("Get-CsService", &unread);
                Ok(None)
            }
            None => Ok(Some(inventory)),
        }
    }

    pub(super) fn surroundings(&mut self) -> PortResult<Option<DeploymentReading>> {
        let reading = answered(self.sides.deployment.deployment_reading(self.call))?;
        let known = self.known("Get-CsPool", reading);
        for notice in known.iter().flat_map(|reading| &reading.notices) {
            self.words(&notice.words);
        }
        Ok(known)
    }

    pub(super) fn target(&mut self) -> PortResult<Option<PoolReading>> {
        let pool = &self.around.facts.target.pool;
        match self.sides.deployment.pool_reading(pool, self.call) {
            Err(err) if err.kind == PortErrorKind::NotFound => {
                self.words(&err.source);
                self.lacks(ReadingMessage::PoolMissing { pool: pool.clone() });
                Ok(None)
            }
            result => {
                let reading = answered(result)?;
                let known = self.known("Get-CsService", reading);
                for notice in known.iter().flat_map(|reading| &reading.notices) {
                    self.words(&notice.words);
                }
                Ok(known)
            }
        }
    }

    pub(super) fn finding(mut self, reading: Reading, now: Moment, host: String) -> Finding {
        self.said.sort_by_key(|(weight, _)| *weight);
        let outcome = match self.said.first() {
            Some((Weight::Contradicts, _)) => FindingOutcome::Contradicts,
            Some((Weight::Warns, _)) => FindingOutcome::HoldsWithWarning,
            Some((Weight::Shows, _)) => FindingOutcome::Holds,
            // INVARIANT: what nothing speaks for does not hold.
            Some((Weight::Unread, _)) | None => FindingOutcome::CannotBeRead,
        };
        let messages = self.said.into_iter().map(|(_, message)| message.into());
        Finding {
            reading,
            outcome,
            messages: messages.collect(),
            counts: self.counts,
            words: self.words,
            read_at: now,
            host,
        }
    }
}

/// A failure that concerns one question is said in its place; a line that is gone, or a person who gave up, ends it.
pub(super) fn answered<T>(result: PortResult<T>) -> PortResult<Readable<T>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(err) if err.is_line_lost() => Err(err),
        Err(err) => Ok(Err(err.unread())),
    }
}

/// The same for the directory and the network, which are asked beside the deployment.
pub(super) fn not_cancelled<T>(result: PortResult<T>) -> PortResult<Readable<T>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(err) if err.kind == PortErrorKind::Cancelled => Err(err),
        Err(err) => Ok(Err(err.unread())),
    }
}

/// What a notice says could not be read, with the server's words.
pub(super) fn unread_notice(
    notices: &[Notice],
    reason: impl Fn(&Message) -> Option<crate::domain::UnreadReason>,
) -> Option<Unread> {
    notices.iter().find_map(|notice| {
        reason(&notice.message).map(|reason| Unread::new(reason, notice.words.clone()))
    })
}
