//! What the signed-in account may do with another one, as the directory computes it. Advice: the directory decides when
//! it is asked.

use ldap3::Scope;

use super::account::rights;
use super::dn;
use super::entry::Entry;
use super::failure::{Failure, Outcome};
use super::filter::Filter;
use super::holders::PRIMARY;
use super::line::{Line, Search, Sight};
use super::recycle_bin::readable;
use super::security_descriptor::{DELETE, DELETE_CHILD};
use super::session::Session;
use crate::domain::{AccountRights, ObjectGuid, Readable, Sid, Unread, UnreadReason};
use crate::ports::PortErrorKind;

/// What an account may write on an object, computed for whoever asks ([MS-ADTS] 3.1.1.4.5.17).
const WRITABLE: &str = "allowedAttributesEffective";

impl Session {
    pub(super) async fn account_rights(&mut self, guid: ObjectGuid) -> Outcome<AccountRights> {
        let line = self.line().await?;
        let sight = self.root.sight(Sight {
            rights: true,
            ..Sight::default()
        });
        let attributes = [WRITABLE, "nTSecurityDescriptor", "objectClass"];
        let reached = self.reach_with(&line, guid, &attributes, sight).await?;
        let reached = reached.ok_or_else(|| {
            Failure::new(PortErrorKind::NotFound, "the account is not there any more")
        })?;
        let parent = dn::parent(&reached.entry.dn).unwrap_or_default().to_owned();
        let container = Search {
            base: &parent,
            scope: Scope::Base,
            filter: &Filter::present("objectClass"),
            attributes: &["nTSecurityDescriptor"],
            sight,
        };
        let (token, container) = tokio::join!(token(&line), line.read(&container));
        let container = readable(container.map(|entry| Ok(entry.unwrap_or_default())))?;
        Ok(AccountRights {
            may_write_sip: may_write_sip(&reached.entry),
            may_delete: may_delete(&reached.entry, container, token?),
        })
    }
}

fn may_write_sip(account: &Entry) -> Readable<bool> {
    let writable = account.texts(WRITABLE);
    // The server leaves the attribute out where there is nothing to name; one that does not compute it looks the same,
    // but then shows no list of rights either.
    if writable.is_empty() && !account.has("nTSecurityDescriptor") {
        return Err(Unread::new(
            UnreadReason::NoRight,
            format!("{WRITABLE} is not shown"),
        ));
    }
    Ok(writable
        .iter()
        .any(|name| name.eq_ignore_ascii_case(PRIMARY)))
}

/// Deleting needs the right to it on the object, or the right to delete what lies in its container.
fn may_delete(
    account: &Entry,
    container: Readable<Entry>,
    token: Readable<Vec<Sid>>,
) -> Readable<bool> {
    let token = token?;
    if rights(account)?.allows(&token, DELETE) {
        return Ok(true);
    }
    Ok(rights(&container?)?.allows(&token, DELETE_CHILD))
}

/// The name this line is signed in with, where the server says it in one way or another.
pub(super) async fn own_name(line: &Line) -> Outcome<Option<String>> {
    if let Some(name) = line.who_am_i().await?.filter(|name| !name.is_empty()) {
        return Ok(Some(name));
    }
    // Samba does not answer that, but both tell the account's own identity first.
    let Some(own) = token(line)
        .await?
        .ok()
        .and_then(|token| token.into_iter().next())
    else {
        return Ok(None);
    };
    let account = Search {
        base: &format!("<SID={own}>"),
        scope: Scope::Base,
        filter: &Filter::present("objectClass"),
        attributes: &["sAMAccountName", "userPrincipalName"],
        sight: Sight::default(),
    };
    let name = readable(line.read(&account).await.map(Ok))?;
    let entry = name.ok().flatten().unwrap_or_default();
    Ok(entry
        .text("userPrincipalName")
        .or_else(|| entry.text("sAMAccountName")))
}

/// Every identity this line is signed in with: the account itself and all its groups.
async fn token(line: &Line) -> Outcome<Readable<Vec<Sid>>> {
    let search = Search {
        base: "",
        scope: Scope::Base,
        filter: &Filter::present("objectClass"),
        attributes: &["tokenGroups"],
        sight: Sight::default(),
    };
    readable(line.read(&search).await.map(|entry| {
        let entry = entry.unwrap_or_default();
        let values = entry.values("tokenGroups").iter();
        let token: Vec<Sid> = values.filter_map(|value| Sid::from_bytes(value)).collect();
        if token.is_empty() {
            let words = "tokenGroups is not shown";
            return Err(Unread::new(UnreadReason::NoRight, words));
        }
        Ok(token)
    }))
}
