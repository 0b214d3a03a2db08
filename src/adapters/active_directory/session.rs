//! A session with a directory: the line to the controller that is asked and changed, beside it a line to a global
//! catalog, and what was learned once and need not be asked again.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use super::account::SipAttribute;
use super::dn;
use super::failure::{Failure, Outcome};
use super::limits::Limits;
use super::line::{Dialling, Line};
use super::names::{Names, own_domains};
use super::place::Place;
use super::recycle_bin::RecycleBin;
use super::rights::own_name;
use super::root::Root;
use super::sign_in::Credentials;
use crate::adapters::clock::SystemClock;
use crate::adapters::tls::{Trust, TrustProblem};
use crate::domain::{DirectoryDial, DirectoryServer, Moment};
use crate::ports::{Clock as _, PortErrorKind};

/// How long one of several controllers may take until the next one is tried.
const ONE_OF_SEVERAL: Duration = Duration::from_secs(10);

pub(super) struct Session {
    pub(super) dialling: Dialling,
    pub(super) limits: Limits,
    /// Where the controller is that is asked and changed.
    pub(super) place: Place,
    pub(super) root: Root,
    /// What the account is called.
    pub(super) account: String,
    line: Option<Arc<Line>>,
    catalog: Catalog,
    pub(super) recycle_bin: Option<RecycleBin>,
    pub(super) sip_attributes: Option<Arc<[SipAttribute]>>,
    pub(super) other_domains: Option<Arc<[String]>>,
}

/// The global catalog that answers questions about the whole forest.
enum Catalog {
    NotAsked,
    At(Place, Option<Arc<Line>>),
    /// None answers, or there is none; whose fault it is.
    None(String),
}

impl Session {
    pub(super) async fn open(
        dial: &DirectoryDial,
        credentials: Credentials,
        requests: Arc<AtomicUsize>,
        limits: &Limits,
    ) -> Outcome<Self> {
        let trust = Trust {
            ca_file: dial.ca_file.clone(),
        };
        let connector = trust.connector().map_err(|err| {
            let words = err.to_string();
            match err {
                TrustProblem::CaFile { path, .. } => {
                    Failure::new(PortErrorKind::File, words).at(path.display())
                }
                TrustProblem::Unavailable { .. } => {
                    Failure::new(PortErrorKind::InsecureChannel, words)
                }
            }
        })?;
        let dialling = Dialling {
            names: Names::of(dial.dns.as_deref()).await?,
            connector,
            credentials,
            requests,
        };
        let (line, root) = match &dial.server {
            DirectoryServer::Typed(typed) => {
                let place = Place::parse(typed).map_err(|problem| {
                    Failure::new(PortErrorKind::NameNotFound, problem.to_string()).at(typed)
                })?;
                let line = Line::open(&place, &dialling, limits).await?;
                let root = Root::read(&line).await?;
                (line, root)
            }
            DirectoryServer::Discovered { domain } => {
                let domain = domain.as_ref().map(|domain| domain.as_str().to_owned());
                discovered(domain, &dialling, limits).await?
            }
        };
        let account = if dialling.credentials.is_current_user() {
            own_name(&line).await?
        } else {
            None
        };
        Ok(Self {
            account: account.unwrap_or_else(|| dialling.credentials.label()),
            dialling,
            limits: limits.clone(),
            place: line.place.clone(),
            root,
            line: Some(Arc::new(line)),
            catalog: Catalog::NotAsked,
            recycle_bin: None,
            sip_attributes: None,
            other_domains: None,
        })
    }

    /// The line to the controller; a new one where the last broke.
    pub(super) async fn line(&mut self) -> Outcome<Arc<Line>> {
        if let Some(line) = &self.line {
            return Ok(Arc::clone(line));
        }
        let line = Line::open(&self.place, &self.dialling, &self.limits).await?;
        let line = Arc::new(line);
        self.line = Some(Arc::clone(&line));
        Ok(line)
    }

    /// A line to a global catalog, or why there is none. Which one it is, is found out once.
    pub(super) async fn catalog(&mut self) -> Outcome<Result<Arc<Line>, String>> {
        match &self.catalog {
            Catalog::At(_, Some(line)) => return Ok(Ok(Arc::clone(line))),
            Catalog::None(words) => return Ok(Err(words.clone())),
            Catalog::At(..) | Catalog::NotAsked => {}
        }
        let places = match &self.catalog {
            Catalog::At(place, _) => vec![place.clone()],
            _ => self.catalog_places().await,
        };
        let mut words = "no global catalog is known".to_owned();
        for place in places {
            let limits = self.limits.at_most(ONE_OF_SEVERAL);
            match limits
                .within(Line::open(&place, &self.dialling, &limits))
                .await
            {
                Ok(line) => {
                    let line = Arc::new(line);
                    self.catalog = Catalog::At(place, Some(Arc::clone(&line)));
                    return Ok(Ok(line));
                }
                Err(failure) if self.limits.have_passed() => return Err(failure),
                Err(failure) => words = failure.words,
            }
        }
        self.catalog = Catalog::None(words.clone());
        Ok(Err(words))
    }

    /// The catalog on the controller itself, so that both show the same; else those of the forest.
    async fn catalog_places(&self) -> Vec<Place> {
        if !self.place.has_usual_port() {
            return Vec::new();
        }
        if self.root.is_global_catalog {
            return vec![self.place.catalog_at(&self.place.host)];
        }
        let Some(forest) = self.root.forest_name() else {
            return Vec::new();
        };
        let services = self.dialling.names.catalogs(&forest).await;
        services
            .unwrap_or_default()
            .iter()
            .map(|service| self.place.catalog_at(&service.host))
            .collect()
    }

    /// Forgets the lines: the next question opens new ones.
    pub(super) fn hang_up(&mut self) {
        self.line = None;
        match &mut self.catalog {
            Catalog::At(_, line) => *line = None,
            // Perhaps there is one now.
            catalog => *catalog = Catalog::NotAsked,
        }
    }

    /// Asks, and once more over a new line where the first broke. Never for changes.
    pub(super) async fn asking<T>(
        &mut self,
        question: impl AsyncFn(&mut Self) -> Outcome<T>,
    ) -> Outcome<T> {
        match question(self).await {
            Err(failure) if failure.is_lost() => {
                self.hang_up();
                question(self).await
            }
            answered => answered,
        }
    }

    /// The controller's own name.
    pub(super) fn host(&self) -> String {
        let host = self.root.dns_host.clone();
        host.unwrap_or_else(|| self.place.host.clone())
    }

    pub(super) fn forest(&self) -> String {
        let forest = self.root.forest_name();
        forest.unwrap_or_else(|| self.root.forest.clone())
    }
}

pub(super) fn now() -> Moment {
    SystemClock::default().now()
}

/// The first controller of a domain that answers and can be changed; one that can only be read where there is no other.
async fn discovered(
    domain: Option<String>,
    dialling: &Dialling,
    limits: &Limits,
) -> Outcome<(Line, Root)> {
    let domains = match domain {
        Some(domain) => vec![domain],
        None => own_domains(),
    };
    let mut failure = Failure::new(
        PortErrorKind::NameNotFound,
        "this computer names no domain of its own, and none was entered",
    );
    let mut only_readable = None;
    for domain in domains {
        let services = match dialling.names.controllers(&domain).await {
            Ok(services) => services,
            Err(err) => {
                failure = err;
                continue;
            }
        };
        for service in services {
            match opened(&service.host, service.port, dialling, limits).await {
                Ok((line, root)) if root.is_read_only => only_readable = Some((line, root)),
                Ok(found) => return Ok(found),
                Err(err) if limits.have_passed() => return Err(err),
                // Another controller would count it as one more wrong attempt.
                Err(err) if err.kind == PortErrorKind::Unauthenticated => return Err(err),
                Err(err) => failure = err,
            }
        }
    }
    only_readable.ok_or(failure)
}

/// LDAPS, or `StartTLS` on the registered port where nobody listens for LDAPS.
async fn opened(
    host: &str,
    port: u16,
    dialling: &Dialling,
    limits: &Limits,
) -> Outcome<(Line, Root)> {
    let limits = limits.at_most(ONE_OF_SEVERAL);
    let open = async |place: &Place| {
        let line = Line::open(place, dialling, &limits).await?;
        let root = Root::read(&line).await?;
        Ok((line, root))
    };
    match limits.within(open(&Place::ldaps(host))).await {
        Err(err) if err.kind == PortErrorKind::Unreachable && !limits.have_passed() => {
            limits.within(open(&Place::start_tls(host, port))).await
        }
        other => other,
    }
}

/// In which kind of partition an object lies.
pub(super) fn is_in_configuration(object: &str, root: &Root) -> bool {
    dn::is_at_or_below(object, &root.configuration)
}
