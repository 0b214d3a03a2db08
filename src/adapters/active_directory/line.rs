//! One signed-in line to one controller: it asks and changes, and knows nothing of what it is asked.
//!
//! The LDAP library drives the line in a task of the session's runtime, which runs only while a call does. The library
//! stops with a panic over some answers that are no LDAP; the session catches that and hangs up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ldap3::controls::{Control, ControlType, PagedResults, RawControl};
use ldap3::exop::WhoAmI;
use ldap3::result::LdapResult;
use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, Mod, Scope, StdStream};
use native_tls::TlsConnector;
use tokio::net::TcpStream;
use tokio::task::AbortHandle;

use super::entry::{Entry, Item};
use super::failure::{Failure, Outcome, code};
use super::filter::Filter;
use super::limits::Limits;
use super::names::Names;
use super::place::{Opening, Place};
use super::sign_in::{self, Credentials};
use super::start_tls::{self, StartTlsProblem};
use crate::ports::PortErrorKind;

/// How long one host may take to accept a connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// What Active Directory sends at most in one answer unless its policy was changed (`MaxPageSize`).
const PAGE: i32 = 1000;

const SHOW_DELETED: &str = "1.2.840.113556.1.4.417";
const SHOW_RECYCLED: &str = "1.2.840.113556.1.4.2064";
const SD_FLAGS: &str = "1.2.840.113556.1.4.801";

/// What every line of a session is made with.
pub(super) struct Dialling {
    pub(super) names: Names,
    pub(super) connector: TlsConnector,
    pub(super) credentials: Credentials,
    /// Every request that was sent, on whichever line.
    pub(super) requests: Arc<AtomicUsize>,
}

pub(super) struct Line {
    pub(super) place: Place,
    ldap: Ldap,
    driver: AbortHandle,
    requests: Arc<AtomicUsize>,
}

/// A question. Nothing in it is a value that was not escaped before.
pub(super) struct Search<'a> {
    pub(super) base: &'a str,
    pub(super) scope: Scope,
    pub(super) filter: &'a Filter,
    pub(super) attributes: &'a [&'a str],
    pub(super) sight: Sight,
}

/// What else a question brings to light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) deleted: bool,
    /// Deleted objects of which most attributes are gone.
    pub(super) recycled: bool,
    /// The list of rights in `nTSecurityDescriptor`, which without this comes with parts that need more rights to read.
    pub(super) rights: bool,
}

/// What was found, and where the server says that more may be.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) entries: Vec<Entry>,
    pub(super) references: Vec<String>,
}

impl Line {
    /// Connects, begins TLS and signs in.
    pub(super) async fn open(place: &Place, with: &Dialling, limits: &Limits) -> Outcome<Self> {
        let limits_here = limits.at_most(CONNECT_LIMIT);
        let stream = limits_here
            .within(connected(place, &with.names))
            .await
            .map_err(|failure| {
                if failure.kind == PortErrorKind::Timeout && !limits.have_passed() {
                    Failure::new(PortErrorKind::Unreachable, failure.words).at(place)
                } else {
                    failure
                }
            })?;
        let settings = LdapConnSettings::new()
            .set_connector(with.connector.clone())
            .set_std_stream(StdStream::Tcp(stream));
        let (connection, ldap) = LdapConnAsync::with_settings(settings, &place.library_url())
            .await
            .map_err(|err| Failure::of_library(&err, place))?;
        let driver = tokio::spawn(async move {
            // Whoever waits for an answer learns that the line broke.
            connection.drive().await.ok();
        });
        let mut line = Self {
            place: place.clone(),
            ldap,
            driver: driver.abort_handle(),
            requests: Arc::clone(&with.requests),
        };
        line.count();
        let result = sign_in::bind(&mut line.ldap, place, &with.credentials).await?;
        if result.rc == 0 {
            Ok(line)
        } else {
            Err(Failure::of_result(&result).at(place))
        }
    }

    /// Asks and collects the whole answer, in pages where it can be long.
    ///
    /// No other question may be asked in pages on this line meanwhile: there are servers that keep one place in one
    /// answer.
    pub(super) async fn search(&self, search: &Search<'_>) -> Outcome<Found> {
        let mut found = Found::default();
        self.search_each(search, |item| found.take(item)).await?;
        Ok(found)
    }

    /// Asks two questions at the same time. An answer too long to come at once is asked for again in pages.
    pub(super) async fn search_two(
        &self,
        one: &Search<'_>,
        other: &Search<'_>,
    ) -> Outcome<(Found, Found)> {
        let (of_one, of_other) = tokio::join!(self.search_at_once(one), self.search_at_once(other));
        let of_one = match of_one? {
            Some(found) => found,
            None => self.search(one).await?,
        };
        let of_other = match of_other? {
            Some(found) => found,
            None => self.search(other).await?,
        };
        Ok((of_one, of_other))
    }

    /// `None` when the server had more to say than it does without pages.
    pub(super) async fn search_at_once(&self, search: &Search<'_>) -> Outcome<Option<Found>> {
        let mut found = Found::default();
        let mut collect = |item| found.take(item);
        let controls = search.sight.controls();
        let result = self.page(search, controls, &mut collect).await?;
        match result.rc {
            0 => Ok(Some(found)),
            code::REFERRAL => {
                found.take(Item::Reference(result.refs));
                Ok(Some(found))
            }
            code::SIZE_LIMIT_EXCEEDED => Ok(None),
            _ => Err(Failure::of_result(&result).at(&self.place)),
        }
    }

    /// Reads one object; `None` when the directory does not have it, or does not show it to this account.
    pub(super) async fn read(&self, search: &Search<'_>) -> Outcome<Option<Entry>> {
        match self.search(search).await {
            Ok(found) => Ok(found.entries.into_iter().next()),
            Err(failure) if failure.has_code(code::NO_SUCH_OBJECT) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Hands over what a question brings to light as it arrives.
    pub(super) async fn search_each(
        &self,
        search: &Search<'_>,
        mut each: impl FnMut(Item),
    ) -> Outcome<()> {
        let is_paged = search.scope != Scope::Base;
        let mut cookie = Vec::new();
        loop {
            let mut controls = search.sight.controls();
            if is_paged {
                let page = PagedResults { size: PAGE, cookie };
                controls.push(page.into());
            }
            let result = self.page(search, controls, &mut each).await?;
            match result.rc {
                0 => {}
                code::REFERRAL => {
                    each(Item::Reference(result.refs));
                    return Ok(());
                }
                code::SIZE_LIMIT_EXCEEDED => {
                    let mut failure = Failure::of_result(&result);
                    failure.words = format!("the answer was cut short: {}", failure.words);
                    return Err(failure.at(&self.place));
                }
                _ => return Err(Failure::of_result(&result).at(&self.place)),
            }
            let next = next_page(&result)?;
            if next.is_empty() || !is_paged {
                return Ok(());
            }
            cookie = next;
        }
    }

    async fn page(
        &self,
        search: &Search<'_>,
        controls: Vec<RawControl>,
        each: &mut impl FnMut(Item),
    ) -> Outcome<LdapResult> {
        let failed = |err| Failure::of_library(&err, &self.place);
        let mut ldap = self.ldap.clone();
        self.count();
        let mut stream = ldap
            .with_controls(controls)
            .streaming_search(
                search.base,
                search.scope,
                search.filter.as_str(),
                search.attributes,
            )
            .await
            .map_err(failed)?;
        while let Some(message) = stream.next().await.map_err(failed)? {
            let item = Item::of(message).ok_or_else(|| {
                Failure::not_understood("an answer is not built as LDAP has it").at(&self.place)
            })?;
            each(item);
        }
        Ok(stream.finish().await)
    }

    /// The name this line is signed in with, as the server knows it (RFC 4532); none where it does not say.
    pub(super) async fn who_am_i(&self) -> Outcome<Option<String>> {
        let mut ldap = self.ldap.clone();
        self.count();
        let answer = ldap
            .extended(WhoAmI)
            .await
            .map_err(|err| Failure::of_library(&err, &self.place))?;
        if answer.1.rc != 0 {
            return Ok(None);
        }
        let name = answer.0.val.and_then(|value| String::from_utf8(value).ok());
        Ok(name.map(|name| match name.strip_prefix("u:") {
            Some(user) => user.to_owned(),
            None => name,
        }))
    }

    /// Asks something that every server answers, so that an idle line is not forgotten.
    pub(super) async fn still_there(&self) -> Outcome<()> {
        let search = Search {
            base: "",
            scope: Scope::Base,
            filter: &Filter::present("objectClass"),
            attributes: &["1.1"],
            sight: Sight::default(),
        };
        self.search(&search).await.map(|_found| ())
    }

    /// Deletes one object that has nothing below it.
    pub(super) async fn delete(&self, dn: &str) -> Outcome<()> {
        let mut ldap = self.ldap.clone();
        self.count();
        let result = ldap.delete(dn).await;
        self.changed(result)
    }

    /// Brings a deleted object back under a name.
    pub(super) async fn undelete(&self, deleted: &str, dn: &str) -> Outcome<()> {
        let mut ldap = self.ldap.clone();
        let shown = Sight {
            deleted: true,
            ..Sight::default()
        };
        self.count();
        let result = ldap
            .with_controls(shown.controls())
            .modify(
                deleted,
                vec![
                    Mod::Delete("isDeleted", std::collections::HashSet::new()),
                    Mod::Replace("distinguishedName", [dn].into()),
                ],
            )
            .await;
        self.changed(result)
    }

    fn changed(&self, result: ldap3::result::Result<LdapResult>) -> Outcome<()> {
        let result = result.map_err(|err| Failure::of_library(&err, &self.place))?;
        if result.rc == 0 {
            Ok(())
        } else {
            // A referral too: what was asked for was not done here, and is not asked for elsewhere.
            Err(Failure::of_result(&result).at(&self.place))
        }
    }

    fn count(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }
}

impl Found {
    fn take(&mut self, item: Item) {
        match item {
            Item::Entry(entry) => self.entries.push(entry),
            Item::Reference(addresses) => self.references.extend(addresses),
            Item::Other => {}
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Sight {
    fn controls(self) -> Vec<RawControl> {
        let control = |oid: &str, val| RawControl {
            ctype: oid.to_owned(),
            crit: true,
            val,
        };
        let mut controls = Vec::new();
        if self.recycled {
            controls.push(control(SHOW_RECYCLED, None));
        } else if self.deleted {
            controls.push(control(SHOW_DELETED, None));
        }
        if self.rights {
            // A SEQUENCE of the INTEGER for the discretionary list ([MS-ADTS] 3.1.1.3.4.1.11).
            controls.push(control(SD_FLAGS, Some(vec![0x30, 0x03, 0x02, 0x01, 0x04])));
        }
        controls
    }

    /// As much of it as a server can show.
    pub(super) fn as_supported(self, controls: &[String]) -> Self {
        let has = |oid: &str| controls.iter().any(|control| control == oid);
        Self {
            deleted: self.deleted && has(SHOW_DELETED),
            recycled: self.recycled && has(SHOW_RECYCLED),
            rights: self.rights && has(SD_FLAGS),
        }
    }
}

/// The cookie for what is still to come; empty at the end. The library's own reading of it panics without a value.
fn next_page(result: &LdapResult) -> Outcome<Vec<u8>> {
    let page = result.ctrls.iter().find_map(|control| match control {
        Control(Some(ControlType::PagedResults), raw) => Some(raw),
        _ => None,
    });
    match page {
        None => Ok(Vec::new()),
        Some(raw) if raw.val.is_some() => Ok(raw.parse::<PagedResults>().cookie),
        Some(_) => Err(Failure::not_understood("a page without a mark of its end")),
    }
}

async fn connected(place: &Place, names: &Names) -> Outcome<std::net::TcpStream> {
    let addresses = names.addresses(&place.host, place.port).await?;
    let mut failure = Failure::new(PortErrorKind::NameNotFound, "no address").at(place);
    for address in addresses {
        match begun(TcpStream::connect(address).await, place).await {
            Ok(stream) => return Ok(stream),
            Err(err) => failure = err,
        }
    }
    Err(failure)
}

async fn begun(stream: std::io::Result<TcpStream>, place: &Place) -> Outcome<std::net::TcpStream> {
    let unreachable =
        |err: std::io::Error| Failure::new(PortErrorKind::Unreachable, err.to_string()).at(place);
    let mut stream = stream.map_err(unreachable)?;
    // Questions are small and wait for their answers.
    stream.set_nodelay(true).ok();
    if place.opening == Opening::StartTls {
        start_tls::ask(&mut stream).await.map_err(|err| {
            let kind = match err {
                StartTlsProblem::Lost { .. } => PortErrorKind::Unreachable,
                StartTlsProblem::Refused { .. } => PortErrorKind::InsecureChannel,
                StartTlsProblem::NotUnderstood => PortErrorKind::Protocol,
            };
            Failure::new(kind, err.to_string()).at(place)
        })?;
    }
    stream.into_std().map_err(unreachable)
}
