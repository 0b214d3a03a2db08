//! Whether deleted objects are kept whole, and whether this account sees them. Asked once in a session.

use ldap3::Scope;

use super::dn;
use super::failure::{Failure, Outcome, code};
use super::filter::Filter;
use super::line::{Line, Search, Sight};
use super::root::Root;
use crate::domain::{Readable, Unread, UnreadReason};
use crate::ports::PortErrorKind;

/// `CN=Recycle Bin Feature,CN=Optional Features,CN=Directory Service,CN=Windows NT,CN=Services,<configuration>`
const FEATURE: &str = "CN=Recycle Bin Feature";

#[derive(Clone, Debug)]
pub(super) struct RecycleBin {
    pub(super) is_on: Readable<bool>,
    /// Whether the containers of deleted objects of the domain and the configuration can be looked into.
    pub(super) is_visible: Readable<()>,
}

impl RecycleBin {
    pub(super) async fn read(line: &Line, root: &Root) -> Outcome<Self> {
        let sight = root.sight(Sight {
            deleted: true,
            ..Sight::default()
        });
        let partitions = [&root.domain, &root.configuration]
            .map(|partition| format!("CN=Deleted Objects,{partition}"));
        let [of_domain, of_configuration] = &partitions;
        let (is_on, domain, configuration) = tokio::join!(
            is_on(line, root),
            looked_into(line, of_domain, sight),
            looked_into(line, of_configuration, sight),
        );
        Ok(Self {
            is_on: is_on?,
            is_visible: domain?.and(configuration?),
        })
    }

    /// Whether a question may look for deleted objects beside the others; why not, where their absence would say nothing.
    pub(super) fn shows_deleted(&self) -> Readable<bool> {
        match &self.is_on {
            Ok(true) => self.is_visible.clone().map(|()| true),
            Ok(false) => Ok(false),
            Err(unread) => Err(unread.clone()),
        }
    }
}

async fn is_on(line: &Line, root: &Root) -> Outcome<Readable<bool>> {
    let partitions = format!("CN=Partitions,{}", root.configuration);
    let search = Search {
        base: &partitions,
        scope: Scope::Base,
        filter: &Filter::present("objectClass"),
        attributes: &["msDS-EnabledFeature", "objectClass"],
        sight: Sight::default(),
    };
    readable(line.read(&search).await.map(|entry| match entry {
        Some(entry) => {
            let features = entry.texts("msDS-EnabledFeature");
            Ok(features.iter().any(|feature| {
                dn::parts(feature)
                    .first()
                    .is_some_and(|name| name.eq_ignore_ascii_case(FEATURE))
            }))
        }
        None => Err(Unread::new(
            UnreadReason::NoRight,
            format!("{partitions} is not shown"),
        )),
    }))
}

async fn looked_into(line: &Line, container: &str, sight: Sight) -> Outcome<Readable<()>> {
    if !sight.deleted {
        let words = "the server does not show deleted objects";
        return Ok(Err(Unread::new(UnreadReason::NotUnderstood, words)));
    }
    let search = Search {
        base: container,
        scope: Scope::Base,
        filter: &Filter::present("objectClass"),
        attributes: &["objectClass"],
        sight,
    };
    readable(line.read(&search).await.map(|entry| match entry {
        Some(_) => Ok(()),
        None => Err(Unread::new(
            UnreadReason::NoRight,
            format!("{container} is not shown"),
        )),
    }))
}

/// A refusal says why something is not known; a broken line is a failure.
pub(super) fn readable<T>(answered: Outcome<Readable<T>>) -> Outcome<Readable<T>> {
    match answered {
        Ok(answered) => Ok(answered),
        Err(failure) if failure.code.is_some() => Ok(Err(unread(&failure))),
        Err(failure) => Err(failure),
    }
}

pub(super) fn unread(failure: &Failure) -> Unread {
    let reason = match failure.kind {
        PortErrorKind::Forbidden | PortErrorKind::Unauthenticated => UnreadReason::NoRight,
        // A container that is not shown looks like one that is not there.
        PortErrorKind::NotFound if failure.has_code(code::NO_SUCH_OBJECT) => UnreadReason::NoRight,
        PortErrorKind::Refused | PortErrorKind::Protocol | PortErrorKind::Conflict => {
            UnreadReason::NotUnderstood
        }
        _ => UnreadReason::NoAnswer,
    };
    Unread::new(reason, failure.words.clone())
}
