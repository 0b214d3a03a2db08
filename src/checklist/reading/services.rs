//! Whether the chat services of the target pool are stopped, or run.

use super::asking::Asking;
use crate::domain::{ReadingMessage, ServerReading, ServiceKind, ServiceStatus, WindowsService};
use crate::ports::PortResult;

impl Asking<'_, '_> {
    /// On every server: an inactive one that runs would take part as soon as it is made active.
    pub(super) fn services_stopped(&mut self) -> PortResult<()> {
        self.every_service(|_| true, &ServiceStatus::Stopped)
    }

    /// On the active servers only; the others wait for a failover.
    pub(super) fn services_running(&mut self) -> PortResult<()> {
        self.every_service(|server| server.is_active, &ServiceStatus::Running)
    }

    fn every_service(
        &mut self,
        counts: impl Fn(&ServerReading) -> bool,
        wanted: &ServiceStatus,
    ) -> PortResult<()> {
        let Some(pool) = self.target()? else {
            return Ok(());
        };
        let servers: Vec<&ServerReading> = pool.servers.iter().filter(|s| counts(s)).collect();
        if servers.is_empty() {
            let pool = pool.pool.clone();
            self.lacks(ReadingMessage::PoolWithoutServers { pool });
        }
        for server in servers {
            self.server(server, wanted);
        }
        Ok(())
    }

    fn server(&mut self, reading: &ServerReading, wanted: &ServiceStatus) {
        let server = || reading.server.clone();
        let services = match &reading.services {
            Err(unread) => return self.unread(server(), unread),
            Ok(services) => services,
        };
        let chat: Vec<&WindowsService> = reading.chat_services().collect();
        if chat.is_empty() {
            let is_untold = services
                .iter()
                .any(|service| service.kind() == ServiceKind::Unknown);
            return self.lacks(if is_untold {
                ReadingMessage::RolesNotShown { server: server() }
            } else {
                ReadingMessage::NoChatService { server: server() }
            });
        }
        for service in chat {
            let name = service.name.to_string();
            let message = match &service.status {
                ServiceStatus::Running => ReadingMessage::ServiceRuns {
                    server: server(),
                    service: name,
                },
                ServiceStatus::Stopped => ReadingMessage::ServiceStopped {
                    server: server(),
                    service: name,
                },
                status => ReadingMessage::ServiceBetween {
                    server: server(),
                    service: name,
                    status: status.clone(),
                },
            };
            if service.status == *wanted {
                self.shows(message);
            } else {
                self.contradicts(message);
            }
        }
    }
}
