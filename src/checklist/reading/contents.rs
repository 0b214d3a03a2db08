//! What the target pool holds: how much, and under which names.

use std::collections::BTreeSet;

use super::Counts;
use super::asking::Asking;
use crate::domain::{ContentKind, PoolContent, Readable, ReadingMessage, Unread, UnreadReason};
use crate::ports::PortResult;

/// How many colliding names are named; the pre-flight lists them all.
const MOST_NAMES: usize = 20;

const CATEGORIES: &str = "Get-CsPersistentChatCategory";
const ROOMS: &str = "Get-CsPersistentChatRoom";
const ADDINS: &str = "Get-CsPersistentChatAddin";

impl Asking<'_, '_> {
    pub(super) fn baseline(&mut self) -> PortResult<()> {
        if let Some(found) = self.counted()? {
            self.shows(counted(found));
        }
        Ok(())
    }

    /// What is there beside what was there before and what was to come.
    pub(super) fn counts(&mut self) -> PortResult<()> {
        let Some(found) = self.counted()? else {
            return Ok(());
        };
        let before = self.around.baseline.unwrap_or_default();
        let source = self.around.source.unwrap_or_default();
        let mut is_exact = true;
        let mut is_lost = false;
        for (kind, found, before, source) in [
            (
                ContentKind::Categories,
                found.0,
                before.categories,
                source.categories,
            ),
            (ContentKind::Rooms, found.1, before.rooms, source.rooms),
            (ContentKind::Addins, found.2, before.addins, source.addins),
        ] {
            is_exact &= source.is_some() && before.is_some();
            // Whatever was to come, less than was there before is too little.
            let least = before.unwrap_or_default() + source.unwrap_or_default();
            let message = ReadingMessage::CountsDiffer {
                kind,
                expected: least,
                found,
            };
            if found < least {
                is_lost = true;
                self.contradicts(message);
            } else if found > least && source.is_some() && before.is_some() {
                is_lost = true;
                self.warns(message);
            }
        }
        if self.around.source.is_none() {
            self.warns(ReadingMessage::SourceNotCounted);
        }
        if self.around.baseline.is_none() {
            self.warns(ReadingMessage::BaselineMissing);
        }
        if is_exact && !is_lost {
            self.shows(ReadingMessage::CountsAsExpected);
        }
        self.shows(counted(found));
        Ok(())
    }

    /// A pool that is not empty is allowed; what has the name of something that comes is overwritten.
    pub(super) fn no_colliding_names(&mut self) -> PortResult<()> {
        let Some(pool) = self.target()? else {
            return Ok(());
        };
        let PoolContent {
            categories,
            rooms,
            addins,
        } = pool.content;
        let lists = [(CATEGORIES, categories), (ROOMS, rooms), (ADDINS, addins)];
        let mut there: Vec<String> = Vec::new();
        for (cmdlet, list) in lists {
            match self.list(cmdlet, list) {
                Some(names) => there.extend(names),
                None => return Ok(()),
            }
        }
        let fqdn = pool.pool;
        if there.is_empty() {
            self.shows(ReadingMessage::PoolEmpty { pool: fqdn });
        } else if self.around.names.is_empty() {
            self.warns(ReadingMessage::PoolNotEmpty { pool: fqdn });
        }
        if self.around.names.is_empty() {
            let said = ReadingMessage::NamesNotGiven;
            if there.is_empty() {
                self.shows(said);
            } else {
                self.warns(said);
            }
            return Ok(());
        }
        let coming: BTreeSet<String> = self.around.names.iter().map(|name| folded(name)).collect();
        let colliding: Vec<String> = there
            .into_iter()
            .filter(|name| coming.contains(&folded(name)))
            .collect();
        if colliding.is_empty() {
            let compared = self.around.names.len();
            self.shows(ReadingMessage::NoNameCollides { compared });
        } else {
            let more = colliding.len().saturating_sub(MOST_NAMES);
            let names = colliding.into_iter().take(MOST_NAMES).collect();
            self.contradicts(ReadingMessage::NamesCollide { names, more });
        }
        Ok(())
    }

    /// Categories, rooms and add-ins; nothing unless all of them could be counted.
    fn counted(&mut self) -> PortResult<Option<(usize, usize, usize)>> {
        let Some(pool) = self.target()? else {
            return Ok(None);
        };
        let count = |list: Option<Vec<String>>| list.map(|names| names.len());
        let content = pool.content;
        let categories = count(self.list(CATEGORIES, content.categories));
        let rooms = count(self.list(ROOMS, content.rooms));
        let addins = count(self.list(ADDINS, content.addins));
        self.counts = Some(Counts {
            categories,
            rooms,
            addins,
        });
        Ok(match (categories, rooms, addins) {
            (Some(categories), Some(rooms), Some(addins)) => Some((categories, rooms, addins)),
            _ => None,
        })
    }

    /// With the services stopped all three lists are unread for the same reason, which is said once.
    fn list(&mut self, cmdlet: &str, list: Readable<Vec<String>>) -> Option<Vec<String>> {
        match list {
            Ok(names) => Some(names),
            Err(Unread {
                reason: UnreadReason::ServicesStopped,
                ..
            }) if cmdlet != CATEGORIES => None,
            Err(unread) => {
                self.unread(cmdlet, &unread);
                None
            }
        }
    }
}

fn counted((categories, rooms, addins): (usize, usize, usize)) -> ReadingMessage {
    ReadingMessage::Counted {
        categories,
        rooms,
        addins,
    }
}

/// Names as the pool compares them: in any case, and however their accents were typed.
fn folded(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    name.trim().nfc().flat_map(char::to_lowercase).collect()
}
