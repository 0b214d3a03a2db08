//! The rules of services and of the Central Management store's replication.

use super::error;
use super::site::Site;
use crate::domain::{Applied, Moment, ServiceName};
use crate::ports::{PortErrorKind, PortResult};

impl Site {
    pub(super) fn turn_service(
        &mut self,
        cmdlet: &str,
        server: &str,
        name: &ServiceName,
        runs: bool,
        now: Moment,
    ) -> PortResult<Applied> {
        let delay = self.service_delay;
        let machine = self
            .machines
            .iter_mut()
            .find(|machine| machine.is_named(server));
        let Some(machine) = machine else {
            let words = format!("The computer \"{server}\" cannot be reached.");
            return Err(error(PortErrorKind::NotFound, cmdlet, &words));
        };
        if runs {
            machine.go_down();
        }
        if machine.is_lost() {
            let words = format!("\"{server}\": The RPC server is unavailable.");
            return Err(error(PortErrorKind::Refused, cmdlet, &words));
        }
        if !machine.turn(name, runs, now, delay) {
            let words = format!("Cannot find a service named \"{name}\" on \"{server}\".");
            return Err(error(PortErrorKind::NotFound, cmdlet, &words));
        }
        Ok(Applied::default())
    }

    pub(super) fn replicate(
        &mut self,
        cmdlet: &str,
        replica: Option<&str>,
        now: Moment,
    ) -> PortResult<Applied> {
        let delay = self.replication_delay;
        let mut asked = 0;
        for machine in &mut self.machines {
            if replica.is_none_or(|replica| machine.is_named(replica)) {
                machine.replica.replicate(now, delay);
                asked += 1;
            }
        }
        if asked == 0 {
            let words = format!(
                "Cannot find the replica \"{}\".",
                replica.unwrap_or_default()
            );
            return Err(error(PortErrorKind::NotFound, cmdlet, &words));
        }
        Ok(Applied::default())
    }
}
