//! Group Chat as it stands in the lab's file.

use serde::Deserialize;

use super::{GroupChat, Named, OldDatabase, Size};
use crate::domain::{Fqdn, Moment, SipUri};

#[derive(Deserialize)]
pub(in crate::lab) struct FileGroupChat {
    servers: Vec<String>,
    sql_instance: String,
    target: Fqdn,
    lookup_addresses: Vec<SipUri>,
    /// A room the target pool has, too.
    colliding_room: String,
    sip_domain: String,
    categories: u32,
    rooms: u32,
    addins: u32,
}

impl FileGroupChat {
    pub(in crate::lab) fn group_chat(self, now: Moment) -> GroupChat {
        let size = Size {
            categories: self.categories,
            rooms: self.rooms,
            addins: self.addins,
        };
        let named = Named {
            colliding: &self.colliding_room,
            sip_domain: &self.sip_domain,
            now,
        };
        GroupChat::new(
            false,
            &self.servers,
            self.sql_instance,
            OldDatabase::new(size, &named),
            self.target,
            self.lookup_addresses,
        )
    }
}
