//! Whether the session may run what the console does in the course of a migration.

use super::asking::Asking;
use crate::domain::{ReadingMessage, Right};
use crate::ports::PortResult;

/// What the steps of the console need. What is handed over is run by others, with rights of their own.
const NEEDED: [&str; 19] = [
    "Get-CsService",
    "Get-CsPool",
    "Get-CsTrustedApplicationPool",
    "Get-CsTrustedApplication",
    "Get-CsManagementStoreReplicationStatus",
    "Get-CsWindowsService",
    "Stop-CsWindowsService",
    "Start-CsWindowsService",
    "Get-CsPersistentChatEndpoint",
    "New-CsPersistentChatEndpoint",
    "Remove-CsPersistentChatEndpoint",
    "Get-CsPersistentChatCategory",
    "Get-CsPersistentChatRoom",
    "Get-CsPersistentChatAddin",
    "Get-CsPersistentChatPolicy",
    "Get-CsPersistentChatComplianceConfiguration",
    "Get-CsClientVersionPolicy",
    "Get-CsProxyConfiguration",
    "Get-CsUser",
];

impl Asking<'_, '_> {
    pub(super) fn rights(&mut self) -> PortResult<()> {
        let rights = super::asking::answered(self.sides.deployment.rights(self.call))?;
        let Some(rights) = self.known("Get-Command", rights) else {
            return Ok(());
        };
        let mut held = 0;
        for cmdlet in NEEDED {
            match rights.right(cmdlet) {
                Right::Held => held += 1,
                Right::Missing { roles } => self.contradicts(ReadingMessage::RightMissing {
                    cmdlet: cmdlet.to_owned(),
                    roles,
                }),
                Right::Unknown(unread) => {
                    self.unread("Get-Command", &unread);
                    return Ok(());
                }
            }
        }
        if held == NEEDED.len() {
            self.shows(ReadingMessage::RightsHeld { count: held });
        }
        Ok(())
    }
}
