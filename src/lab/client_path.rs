//! The lab's network as a client's machine sees it: names of its own, and certificates nobody else trusts.

use std::time::Duration;

use super::{Lab, error};
use crate::domain::{Fqdn, SIP_TLS_PORT, ServiceRecord, TlsAnswer};
use crate::lab::site::Site;
use crate::ports::{Call, ClientPath, PortErrorKind, PortResult};

const SERVICE: &str = "_sipinternaltls._tcp.";

/// How long a certificate of the lab is still good.
const VALIDITY: Duration = Duration::from_hours(24 * 400);

pub struct LabClientPath(Lab);

impl Lab {
    pub fn client_path(&self) -> LabClientPath {
        LabClientPath(self.clone())
    }
}

impl ClientPath for LabClientPath {
    fn services(&mut self, name: &str, _call: &Call) -> PortResult<Vec<ServiceRecord>> {
        let site = self.0.site();
        let Some(domain) = name.strip_prefix(SERVICE) else {
            return Ok(Vec::new());
        };
        let mut domains = site.sip_domains.iter();
        if !domains.any(|known| known.name.eq_ignore_ascii_case(domain)) {
            return Ok(Vec::new());
        }
        let target = &site.group_chat.target;
        let pool = site.pools.iter().find(|pool| pool.fqdn == *target);
        let registrar = pool.and_then(|pool| pool.registrar.as_ref());
        Ok(registrar
            .map(|registrar| ServiceRecord {
                target: registrar.to_string(),
                port: SIP_TLS_PORT,
                priority: 0,
                weight: 0,
            })
            .into_iter()
            .collect())
    }

    fn addresses(&mut self, host: &Fqdn, _call: &Call) -> PortResult<Vec<String>> {
        Ok(self.0.site().addresses_of(host))
    }

    fn tls(&mut self, host: &Fqdn, port: u16, _call: &Call) -> PortResult<TlsAnswer> {
        let now = self.0.clock.now();
        let site = self.0.site();
        let is_listening = port == SIP_TLS_PORT && !site.computers_of(host).is_empty();
        let address = site.addresses_of(host).into_iter().next();
        let Some(address) = address.filter(|_| is_listening) else {
            let words = format!("Nothing answers on {host}:{port}.");
            return Err(error(PortErrorKind::Unreachable, "TLS", &words));
        };
        let domains = site.sip_domains.iter();
        let names = domains.map(|domain| format!("sip.{}", domain.name));
        Ok(TlsAnswer {
            address,
            subject: format!("CN={host}"),
            names: std::iter::once(host.to_string()).chain(names).collect(),
            issuer: "CN=Lab Certification Authority".to_owned(),
            expires: now.plus(VALIDITY).instant().to_string(),
            problem: None,
        })
    }
}

impl Site {
    /// The computers of a registrar pool, or the front end that is named.
    fn computers_of(&self, host: &Fqdn) -> Vec<&str> {
        let pools = self.registrar_pools.iter().filter(|pool| {
            let is_pool = pool.fqdn.eq_ignore_ascii_case(host.as_str());
            let mut computers = pool.computers.iter().flatten();
            is_pool || computers.any(|own| own.eq_ignore_ascii_case(host.as_str()))
        });
        pools
            .flat_map(|pool| {
                let is_pool = pool.fqdn.eq_ignore_ascii_case(host.as_str());
                let computers = pool.computers.iter().flatten().map(String::as_str);
                computers.filter(move |own| is_pool || own.eq_ignore_ascii_case(host.as_str()))
            })
            .collect()
    }

    /// By the place of the machine, so that they are the same in every run.
    fn addresses_of(&self, host: &Fqdn) -> Vec<String> {
        let computers = self.computers_of(host);
        let machines = self.machines.iter().enumerate().filter(|(_, machine)| {
            machine.is_named(host.as_str()) || computers.iter().any(|own| machine.is_named(own))
        });
        machines
            .map(|(place, _)| format!("10.0.{}.{}", place / 200, place % 200 + 10))
            .collect()
    }
}
