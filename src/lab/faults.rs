//! What goes wrong in a rehearsal because it was asked to. Each strikes once, and people can overcome it.

use std::time::Duration;

use super::Lab;
use super::directory::Delays;
use crate::domain::{Change, Fqdn, LabAct, RehearsalFault};

/// How late the other site shows what was freed: far more than usual, and still waited for.
const LAG: Duration = Duration::from_mins(2);

impl Lab {
    /// Lets these go wrong from now on, each once.
    pub fn befall(&self, faults: &[RehearsalFault]) {
        let mut site = self.site();
        let target = site.group_chat.target.clone();
        for fault in faults {
            match fault {
                RehearsalFault::ServiceWillNotStop => {
                    if let Some(machine) = site.active_machines(&target).next() {
                        machine.will_hang = true;
                    }
                }
                RehearsalFault::ServerLost => {
                    if let Some(machine) = site.active_machines(&target).last() {
                        machine.will_be_lost = true;
                    }
                }
                RehearsalFault::ImportWarning => site.group_chat.warns_once = true,
                RehearsalFault::ReplicationLags => site.forest.lag = Some(LAG),
                RehearsalFault::AddressStillHeld => site.forest.leaves_proxy_value_once = true,
            }
        }
    }

    /// Brings a lab that was set up anew to where an earlier one stood, at once. What came out well then meets no
    /// fault now.
    pub fn replay(&self, acts: &[LabAct]) {
        let (replication, service, forest) = {
            let mut site = self.site();
            let delays = (
                site.replication_delay,
                site.service_delay,
                site.forest.delays,
            );
            site.replication_delay = Duration::ZERO;
            site.service_delay = Duration::ZERO;
            site.forest.delays = Delays::default();
            delays
        };
        for act in acts {
            let done = match act {
                LabAct::People(deed) => self.people_act(*deed).map(drop),
                LabAct::Deployment(change) => {
                    self.spare(change);
                    self.act_as_operator(change).map_err(|err| err.to_string())
                }
                LabAct::Directory(change) => self
                    .act_as_directory_operator(change)
                    .map_err(|err| err.to_string()),
            };
            if let Err(words) = done {
                // It may have failed then, too; the readings show where the lab stands.
                tracing::info!(?act, words, "the lab did not do again what was done before");
            }
        }
        let mut site = self.site();
        site.replication_delay = replication;
        site.service_delay = service;
        site.forest.delays = forest;
    }

    /// The fault of a server whose service was started or stopped then is over.
    fn spare(&self, change: &Change) {
        let (server, is_start) = match change {
            Change::StartService { server, .. } => (server, true),
            Change::StopService { server, .. } => (server, false),
            _ => return,
        };
        let mut site = self.site();
        for machine in site.machines.iter_mut().filter(|own| own.is_named(server)) {
            if is_start {
                machine.will_be_lost = false;
            } else {
                machine.will_hang = false;
            }
        }
    }
}

impl super::site::Site {
    fn active_machines(
        &mut self,
        pool: &Fqdn,
    ) -> impl Iterator<Item = &mut super::machines::Machine> {
        let pools = self.pools.iter().filter(|own| own.fqdn == *pool);
        let active: Vec<String> = pools
            .flat_map(|own| own.active_servers.iter().flatten().cloned())
            .collect();
        self.machines
            .iter_mut()
            .filter(move |machine| active.iter().any(|server| machine.is_named(server)))
    }
}
