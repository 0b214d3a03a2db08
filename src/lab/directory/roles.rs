//! What the account of a directory session may do.

use super::account::LabAccount;
use crate::domain::AccountRights;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DirectoryRole {
    #[default]
    Administrator,
    /// Was given the right to write SIP attributes, which protected accounts do not inherit. May not delete.
    SipOperator,
    /// May only read.
    HelpDesk,
}

impl DirectoryRole {
    pub const ALL: [Self; 3] = [Self::Administrator, Self::SipOperator, Self::HelpDesk];

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
