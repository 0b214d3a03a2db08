//! The two changes: deleting an account and bringing it back. Each is decided on by what is read just before, and sent once.

use std::sync::atomic::{AtomicBool, Ordering};

use ldap3::Scope;

use super::failure::{Failure, Outcome};
use super::filter::Filter;
use super::line::{Line, Search, Sight};
use super::session::Session;
use crate::domain::{DirectoryChange, DistinguishedName, ObjectGuid};
use crate::ports::PortErrorKind;

impl Session {
    /// `is_sent` is set before the change leaves: afterwards only an answer tells whether it was made.
    pub(super) async fn apply(
        &mut self,
        change: &DirectoryChange,
        is_sent: &AtomicBool,
    ) -> Outcome<()> {
        match change {
            DirectoryChange::DeleteAccount { guid, dn } => self.delete(*guid, dn, is_sent).await,
            DirectoryChange::RestoreAccount { guid, dn } => self.restore(*guid, dn, is_sent).await,
        }
    }

    async fn delete(
        &mut self,
        guid: ObjectGuid,
        dn: &DistinguishedName,
        is_sent: &AtomicBool,
    ) -> Outcome<()> {
        let reached = self
            .asking(async |session| session.reach(guid).await)
            .await?;
        let gone = || Failure::new(PortErrorKind::NotFound, "the account is not there any more");
        let reached = reached.ok_or_else(gone)?;
        if reached.entry.flag("isDeleted") == Some(true) {
            return Err(gone());
        }
        Self::same_place(&reached, dn)?;
        let line = self.line().await?;
        if let Some(child) = below(&line, &reached.entry.dn).await? {
            return Err(Failure::new(
                PortErrorKind::Refused,
                format!(
                    "there are objects below the account, such as {child}; nothing was deleted"
                ),
            ));
        }
        is_sent.store(true, Ordering::SeqCst);
        line.delete(&reached.handle).await
    }

    async fn restore(
        &mut self,
        guid: ObjectGuid,
        dn: &DistinguishedName,
        is_sent: &AtomicBool,
    ) -> Outcome<()> {
        let reached = self
            .asking(async |session| session.reach(guid).await)
            .await?;
        let reached = reached.ok_or_else(|| {
            let words = "the directory does not have the account any more, or does not show it";
            Failure::new(PortErrorKind::NotFound, words)
        })?;
        if reached.entry.flag("isDeleted") != Some(true) {
            return Err(Failure::new(
                PortErrorKind::Conflict,
                format!("the account is not deleted; it is {}", reached.entry.dn),
            ));
        }
        if reached.entry.flag("isRecycled") == Some(true) {
            return Err(Failure::new(
                PortErrorKind::Refused,
                "most of the account's attributes are gone for good: it cannot be restored as it was",
            ));
        }
        let line = self.line().await?;
        is_sent.store(true, Ordering::SeqCst);
        // A deleted object's name has its GUID in it, so it means no other; Samba finds it for this change by no other.
        line.undelete(&reached.entry.dn, dn.as_str()).await
    }
}

/// The name of something below an object, if there is anything.
async fn below(line: &Line, dn: &str) -> Outcome<Option<String>> {
    let search = Search {
        base: dn,
        scope: Scope::OneLevel,
        filter: &Filter::present("objectClass"),
        attributes: &["objectClass"],
        sight: Sight::default(),
    };
    let found = line.search(&search).await?;
    Ok(found.entries.into_iter().next().map(|entry| entry.dn))
}
