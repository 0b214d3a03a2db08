//! What a reading for a migration's proof showed.

use super::Localizer;
use crate::domain::ReadingMessage;
use crate::domain::text::visible_line;
use crate::tr;

impl Localizer {
    pub fn reading_message(&self, message: &ReadingMessage) -> String {
        match message {
            ReadingMessage::Unread { what, reason } => tr!(
                self,
                "reading-unread",
                what = visible_line(what),
                reason = self.unread_reason(*reason)
            ),
            ReadingMessage::PoolPublished { pool } => {
                tr!(self, "reading-pool-published", pool = pool.as_str())
            }
            ReadingMessage::PoolMissing { pool } => {
                tr!(self, "reading-pool-missing", pool = pool.as_str())
            }
            ReadingMessage::ServiceRuns { server, service } => tr!(
                self,
                "reading-service-runs",
                server = visible_line(server),
                service = visible_line(service)
            ),
            ReadingMessage::ServiceStopped { server, service } => tr!(
                self,
                "reading-service-stopped",
                server = visible_line(server),
                service = visible_line(service)
            ),
            ReadingMessage::NoChatService { server } => tr!(
                self,
                "reading-no-chat-service",
                server = visible_line(server)
            ),
            ReadingMessage::AddressFree { address } => {
                tr!(self, "reading-address-free", address = address.as_str())
            }
            ReadingMessage::EndpointStands { address, pool } => tr!(
                self,
                "reading-endpoint-stands",
                address = address.as_str(),
                pool = pool.as_str()
            ),
            ReadingMessage::EndpointMissing { address } => {
                tr!(self, "reading-endpoint-missing", address = address.as_str())
            }
            ReadingMessage::CountsSame {
                categories,
                rooms,
                addins,
            } => tr!(
                self,
                "reading-counts",
                categories = categories.to_string(),
                rooms = rooms.to_string(),
                addins = addins.to_string()
            ),
            ReadingMessage::CountsDiffer {
                kind,
                expected,
                found,
            } => tr!(
                self,
                "reading-counts-differ",
                kind = visible_line(kind),
                expected = expected.to_string(),
                found = found.to_string()
            ),
        }
    }
}
