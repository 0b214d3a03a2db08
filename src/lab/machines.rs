//! The lab's computers: their Windows services and their copies of the Central Management store.
//!
//! The short names of Persistent Chat's services stand in no document, so those of the lab begin with LAB; the others
//! are there to show that nobody stops them.

use std::time::Duration;

use crate::domain::{Moment, Replica, ServiceName, ServiceStatus, WindowsService};

const CHAT_ROLE: &str = "PersistentChatService";

/// How long a service that hangs stays on its way: longer than a step waits for it.
const HANG: Duration = Duration::from_secs(150);

#[derive(Clone)]
pub(super) struct Machine {
    pub(super) fqdn: String,
    pub(super) pool: String,
    pub(super) services: Vec<LabService>,
    pub(super) replica: LabReplica,
    /// The next stop of its chat service takes long.
    pub(super) will_hang: bool,
    /// It goes down when a service is started.
    pub(super) will_be_lost: bool,
    is_lost: bool,
}

#[derive(Clone)]
pub(super) struct LabService {
    name: ServiceName,
    display_name: &'static str,
    role: &'static str,
    runs: bool,
    /// Until then it is on its way there.
    settles_at: Option<Moment>,
}

#[derive(Clone)]
pub(super) struct LabReplica {
    version: i64,
    is_up_to_date: bool,
    /// When a replication that was asked for is through.
    current_from: Option<Moment>,
    last_report: Moment,
}

impl Machine {
    pub(super) fn new(
        fqdn: String,
        pool: String,
        version: i64,
        is_chat_server: bool,
        now: Moment,
    ) -> Self {
        const CHAT: [(&str, &str, &str); 2] = [
            ("LABCHAT", "Persistent Chat", CHAT_ROLE),
            ("LABCHATCOMPLIANCE", "Persistent Chat Compliance", CHAT_ROLE),
        ];
        const FRONT_END: (&str, &str, &str) = ("RTCSRV", "Front-End", "Registrar");
        const EVERYWHERE: [(&str, &str, &str); 2] = [
            (
                "REPLICA",
                "Replica Replicator Agent",
                "ReplicaReplicatorAgent",
            ),
            ("W3SVC", "World Wide Web Publishing Service", "W3SVC"),
        ];
        let own: &[_] = if is_chat_server { &CHAT } else { &[FRONT_END] };
        let services =
            own.iter()
                .copied()
                .chain(EVERYWHERE)
                .filter_map(|(name, display_name, role)| {
                    Some(LabService {
                        name: ServiceName::parse(name).ok()?,
                        display_name,
                        role,
                        runs: true,
                        settles_at: None,
                    })
                });
        Self {
            fqdn,
            pool,
            services: services.collect(),
            replica: LabReplica {
                version,
                is_up_to_date: true,
                current_from: None,
                last_report: now,
            },
            will_hang: false,
            will_be_lost: false,
            is_lost: false,
        }
    }

    pub(super) fn is_named(&self, server: &str) -> bool {
        self.fqdn.eq_ignore_ascii_case(server)
    }

    /// Starts or stops one of its services; `false` when it has none of this name.
    pub(super) fn turn(
        &mut self,
        name: &ServiceName,
        runs: bool,
        now: Moment,
        delay: Duration,
    ) -> bool {
        let mut services = self.services.iter_mut();
        let Some(service) = services.find(|service| service.name.is_same(name)) else {
            return false;
        };
        let hangs = !runs && service.role == CHAT_ROLE && std::mem::take(&mut self.will_hang);
        service.turn(runs, now, if hangs { HANG } else { delay });
        true
    }

    /// Goes down if it was to, right before a service is started.
    pub(super) fn go_down(&mut self) {
        self.is_lost |= std::mem::take(&mut self.will_be_lost);
    }

    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Brings it back, and ends what hangs; whether there was anything to do.
    pub(super) fn repair(&mut self, now: Moment) -> bool {
        let was_lost = std::mem::take(&mut self.is_lost);
        let mut services = self.services.iter_mut();
        let hung = services.find(|service| service.status(now) == ServiceStatus::StopPending);
        match hung {
            Some(service) => {
                service.settles_at = None;
                true
            }
            None => was_lost,
        }
    }

    /// Whether the service that answers for rooms and categories runs.
    pub(super) fn answers(&self, now: Moment) -> bool {
        !self.is_lost
            && self.services.iter().any(|service| {
                service.name.as_str() == "LABCHAT" && service.status(now) == ServiceStatus::Running
            })
    }

    /// Whether any of its chat services is not stopped.
    pub(super) fn runs_chat(&self, now: Moment) -> bool {
        !self.is_lost
            && self.services.iter().any(|service| {
                service.role == CHAT_ROLE && service.status(now) != ServiceStatus::Stopped
            })
    }

    /// The replica as a reading shows it.
    pub(super) fn replica(&self, now: Moment) -> Replica {
        let state = &self.replica;
        let arrived = state.current_from.filter(|from| *from <= now);
        let last_report = arrived.unwrap_or(state.last_report).to_string();
        Replica {
            fqdn: self.fqdn.clone(),
            is_up_to_date: state.is_up_to_date || arrived.is_some(),
            last_status_report: Some(last_report.clone()),
            last_update: Some(last_report),
            product_version: Some(
                match state.version {
                    5 => "4.0.7577.0",
                    6 => "5.0.8308.0",
                    _ => "6.0.9319.0",
                }
                .to_owned(),
            ),
        }
    }
}

impl LabService {
    pub(super) fn status(&self, now: Moment) -> ServiceStatus {
        let is_settled = self.settles_at.is_none_or(|at| at <= now);
        match (self.runs, is_settled) {
            (true, true) => ServiceStatus::Running,
            (true, false) => ServiceStatus::StartPending,
            (false, true) => ServiceStatus::Stopped,
            (false, false) => ServiceStatus::StopPending,
        }
    }

    /// Starts or stops it; one that is there already is left as it is, which is no error.
    fn turn(&mut self, runs: bool, now: Moment, delay: Duration) {
        if self.runs != runs {
            self.runs = runs;
            self.settles_at = Some(now.plus(delay));
        }
    }

    /// The service as a reading shows it; some servers name no roles.
    pub(super) fn shown(&self, now: Moment, with_roles: bool) -> WindowsService {
        WindowsService {
            name: self.name.clone(),
            display_name: Some(self.display_name.to_owned()),
            status: self.status(now),
            roles: with_roles.then(|| vec![self.role.to_owned()]),
        }
    }
}

impl LabReplica {
    pub(super) fn set(&mut self, is_up_to_date: bool) {
        self.is_up_to_date = is_up_to_date;
        self.current_from = None;
    }

    /// Begins a replication; a replica that is up to date has nothing to wait for.
    pub(super) fn replicate(&mut self, now: Moment, delay: Duration) {
        if !self.is_up_to_date && self.current_from.is_none() {
            self.current_from = Some(now.plus(delay));
        }
    }
}
