//! What the account of a directory session may do.

use super::account::LabAccount;
use crate::domain::{AccountRights, DirectoryRole};

impl DirectoryRole {
    /// Whether it may delete, restore and see what was deleted.
    pub(super) fn rules_deleted_objects(self) -> bool {
        self == Self::Administrator
    }

    pub(super) fn rights_on(self, account: &LabAccount) -> AccountRights {
        AccountRights {
            may_write_sip: Ok(match self {
                Self::Administrator => true,
                Self::SipOperator => !account.protection.is_admin,
                Self::HelpDesk => false,
            }),
            may_delete: Ok(self.rules_deleted_objects() && !account.protection.from_deletion),
        }
    }
}
