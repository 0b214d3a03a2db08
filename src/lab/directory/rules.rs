//! The rules of deleting and restoring accounts.

use super::account::{LabAccount, Life};
use crate::domain::{DirectoryChange, DistinguishedName, Moment, ObjectGuid};
use crate::lab::error;
use crate::lab::site::Site;
use crate::ports::{PortErrorKind, PortResult};

pub(super) fn operation(change: &DirectoryChange) -> &'static str {
    match change {
        DirectoryChange::DeleteAccount { .. } => "delete",
        DirectoryChange::RestoreAccount { .. } => "restore",
    }
}

impl Site {
    pub(super) fn change_directory(
        &mut self,
        change: &DirectoryChange,
        controller: usize,
        now: Moment,
    ) -> PortResult<()> {
        match change {
            DirectoryChange::DeleteAccount { guid, .. } => self.delete(*guid, controller, now),
            DirectoryChange::RestoreAccount { guid, .. } => self.restore(*guid, controller, now),
        }
    }

    fn delete(&mut self, guid: ObjectGuid, controller: usize, now: Moment) -> PortResult<()> {
        const DELETE: &str = "delete";
        let forest = &mut self.forest;
        let account = forest
            .account(guid, controller, now)
            .filter(|account| account.is_present());
        let Some(account) = account else {
            return Err(no_object(DELETE, guid));
        };
        if forest.settings.role.rights_on(account).may_delete != Ok(true) {
            return Err(no_right(DELETE));
        }
        let is_kept = forest.settings.has_recycle_bin;
        let bin = DistinguishedName::new(format!(
            "{}\\0ADEL:{guid},CN=Deleted Objects,{}",
            account.dn.as_str().split(',').next().unwrap_or_default(),
            forest.root
        ));
        forest.write(guid, controller, now, |account| {
            account.life = Life::Deleted { dn: bin, is_kept };
            if !is_kept {
                strip(account);
            }
        });
        Ok(())
    }

    fn restore(&mut self, guid: ObjectGuid, controller: usize, now: Moment) -> PortResult<()> {
        const RESTORE: &str = "restore";
        let forest = &mut self.forest;
        if !forest.settings.role.rules_deleted_objects() {
            return Err(no_right(RESTORE));
        }
        let Some(account) = forest.account(guid, controller, now) else {
            return Err(no_object(RESTORE, guid));
        };
        match &account.life {
            Life::Present => {
                let words = format!("\"{}\" is not deleted.", account.dn);
                return Err(error(PortErrorKind::Conflict, RESTORE, &words));
            }
            Life::Deleted { is_kept: false, .. } => {
                let words = "The recycle bin was off when the object was deleted.";
                return Err(error(PortErrorKind::Refused, RESTORE, words));
            }
            Life::Deleted { is_kept: true, .. } => {}
        }
        let is_taken = forest.on(controller, now).any(|other| {
            other.is_present()
                && (other.dn == account.dn
                    || other
                        .sam_account_name
                        .eq_ignore_ascii_case(&account.sam_account_name))
        });
        if is_taken {
            let words = format!("An object named \"{}\" already exists.", account.dn);
            return Err(error(PortErrorKind::Conflict, RESTORE, &words));
        }
        forest.write(guid, controller, now, |account| {
            account.life = Life::Present;
        });
        Ok(())
    }
}

/// What a tombstone loses.
fn strip(account: &mut LabAccount) {
    account.sip = None;
    account.proxy_addresses.clear();
    account.service_principal_names.clear();
    account.groups.clear();
    account.last_logon = None;
}

fn no_object(operation: &str, guid: ObjectGuid) -> crate::ports::PortError {
    let words = format!("There is no such object: <GUID={guid}>.");
    error(PortErrorKind::NotFound, operation, &words)
}

fn no_right(operation: &str) -> crate::ports::PortError {
    let words = "Insufficient access rights to perform the operation.";
    error(PortErrorKind::Forbidden, operation, words)
}
