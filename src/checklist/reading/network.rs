//! What a legacy client meets on its way: the service record of its SIP domain, the host's address, its certificate.

use std::collections::BTreeSet;

use super::asking::{Asking, not_cancelled};
use crate::domain::{
    Fqdn, ReadingMessage, SIP_TLS_PORT, ServiceRecord, SipUri, TlsAnswer, TlsProblemKind, Unread,
    UnreadReason,
};
use crate::ports::{PortErrorKind, PortResult};

/// A target of one dot says that the service is decidedly not there (RFC 2782).
const NOWHERE: &str = ".";

impl Asking<'_, '_> {
    /// `_sipinternaltls._tcp` for each SIP domain a Lookup address is in.
    pub(super) fn service_records(&mut self) -> PortResult<()> {
        for domain in self.domains() {
            self.records(&domain)?;
        }
        Ok(())
    }

    /// From the service record over the address to the certificate, for each SIP domain and for the home pool.
    pub(super) fn client_path(&mut self) -> PortResult<()> {
        let mut hosts: BTreeSet<(String, u16)> = BTreeSet::new();
        for domain in self.domains() {
            for record in self.records(&domain)? {
                hosts.insert((host_name(&record), record.port));
            }
        }
        if let Some(registrar) = self.home()? {
            hosts.insert((registrar.to_string(), SIP_TLS_PORT));
        }
        for (host, port) in hosts {
            self.host(&host, port)?;
        }
        Ok(())
    }

    /// As entered, else as the topology names it.
    fn home(&mut self) -> PortResult<Option<Fqdn>> {
        let entered = self.around.facts.target.registrar.clone();
        if entered.is_some() {
            return Ok(entered);
        }
        let pool = self.around.facts.target.pool.clone();
        let inventory = self.inventory()?;
        let registrar = inventory.and_then(|found| found.pool(&pool)?.registrar.clone());
        if registrar.is_none() {
            self.lacks(ReadingMessage::HomePoolUnknown { pool });
        }
        Ok(registrar)
    }

    fn domains(&mut self) -> BTreeSet<String> {
        let addresses = &self.around.facts.source.lookup_addresses;
        let domains: BTreeSet<String> = addresses
            .iter()
            .map(SipUri::domain)
            .map(str::to_lowercase)
            .collect();
        if domains.is_empty() {
            self.lacks(ReadingMessage::SipDomainsMissing);
        }
        domains
    }

    fn records(&mut self, domain: &str) -> PortResult<Vec<ServiceRecord>> {
        let name = format!("_sipinternaltls._tcp.{domain}");
        let records = not_cancelled(self.path.services(&name, self.call))?;
        let Some(mut records) = self.known(&name, records) else {
            return Ok(Vec::new());
        };
        records.retain(|record| record.target != NOWHERE && !record.target.is_empty());
        if records.is_empty() {
            self.contradicts(ReadingMessage::ServiceRecordMissing { name });
            return Ok(records);
        }
        records.sort_by_key(|record| (record.priority, record.target.clone()));
        for record in &records {
            let (name, target) = (|| name.clone(), host_name(record));
            self.shows(ReadingMessage::ServiceRecordFound {
                name: name(),
                target: target.clone(),
                port: record.port,
            });
            if record.port != SIP_TLS_PORT {
                self.warns(ReadingMessage::ServiceRecordPort {
                    name: name(),
                    port: record.port,
                });
            }
            let own = target.to_lowercase();
            let is_inside = own
                .strip_suffix(domain)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            if !is_inside {
                self.warns(ReadingMessage::ServiceRecordOutside {
                    name: name(),
                    target,
                });
            }
        }
        Ok(records)
    }

    fn host(&mut self, host: &str, port: u16) -> PortResult<()> {
        let Ok(fqdn) = Fqdn::parse(host) else {
            let unread = Unread::new(UnreadReason::NotUnderstood, host);
            self.unread(host, &unread);
            return Ok(());
        };
        let addresses = not_cancelled(self.path.addresses(&fqdn, self.call))?;
        let Some(addresses) = self.known(host, addresses) else {
            return Ok(());
        };
        let host = host.to_owned();
        if addresses.is_empty() {
            self.contradicts(ReadingMessage::HostWithoutAddress { host });
            return Ok(());
        }
        self.shows(ReadingMessage::HostAddresses {
            host: host.clone(),
            addresses,
        });
        match self.path.tls(&fqdn, port, self.call) {
            Ok(answer) => self.certificate(host, answer),
            Err(err) => {
                self.words(&err.source);
                match err.kind {
                    PortErrorKind::Cancelled => return Err(err),
                    PortErrorKind::Unreachable => {
                        self.contradicts(ReadingMessage::HostRefuses { host, port });
                    }
                    PortErrorKind::InsecureChannel | PortErrorKind::LineLost => {
                        self.contradicts(ReadingMessage::HostWithoutTls { host, port });
                    }
                    // It may be this machine's own way that is blocked.
                    PortErrorKind::Timeout => {
                        self.lacks(ReadingMessage::HostSilent { host, port });
                    }
                    _ => self.unread(host, &err.unread()),
                }
            }
        }
        Ok(())
    }

    fn certificate(&mut self, host: String, answer: TlsAnswer) {
        let names = answer.names;
        match answer.problem {
            None => self.shows(ReadingMessage::CertificateAccepted {
                host,
                names,
                expires: answer.expires,
            }),
            Some(problem) => {
                self.words(&problem.words);
                // Clients of the domain may trust an issuer this machine does not.
                let is_here_only = problem.kind == TlsProblemKind::Untrusted;
                let refused = ReadingMessage::CertificateRefused {
                    host,
                    names,
                    problem,
                };
                if is_here_only {
                    self.warns(refused);
                } else {
                    self.contradicts(refused);
                }
            }
        }
    }
}

/// DNS ends a name with a dot.
fn host_name(record: &ServiceRecord) -> String {
    record.target.trim_end_matches('.').to_owned()
}
