//! A forest made for a rehearsal, with the accounts a migration meets.

use super::account::{LabAccount, Life, Protection, SipSide};
use super::forest::{Delays, Forest, LabController};
use super::{BETWEEN_SITES_DELAY, WITHIN_SITE_DELAY};
use crate::domain::{
    Controller, DistinguishedName, Fqdn, LabDirectorySettings, LyncSchema, Moment, ObjectGuid,
    SipUri,
};

/// An account with an address.
pub(in crate::lab) struct StagedAccount {
    pub(in crate::lab) address: SipUri,
    pub(in crate::lab) display_name: String,
    pub(in crate::lab) registrar: Fqdn,
    pub(in crate::lab) unit: &'static str,
}

impl Forest {
    /// Two controllers in the first site and one in the second, as in the lab everybody starts on.
    pub(in crate::lab) fn staged(domain: &str, sites: [&str; 2], schema: LyncSchema) -> Self {
        let controller = |host: &str, site: &str, is_global_catalog| LabController {
            facts: Controller {
                host: format!("{host}.{domain}"),
                site: Some(site.to_owned()),
                domain: Some(domain.to_owned()),
                is_writable: true,
                is_global_catalog,
            },
            is_down: false,
        };
        let labels: Vec<String> = domain
            .split('.')
            .map(|label| format!("DC={label}"))
            .collect();
        Self {
            root: labels.join(","),
            caller: format!("{}\\directory-admin", netbios(domain)),
            domain_sid: "S-1-5-21-1004336348-1177238915-682003330".to_owned(),
            level: 5,
            schema,
            settings: LabDirectorySettings::default(),
            delays: Delays {
                within_site: WITHIN_SITE_DELAY,
                between_sites: BETWEEN_SITES_DELAY,
            },
            controllers: vec![
                controller("dc01", sites[0], true),
                controller("dc02", sites[0], false),
                controller("dc11", sites[1], true),
            ],
            accounts: Vec::new(),
            created: 0,
            lag: None,
            leaves_proxy_value_once: false,
        }
    }

    /// Adds accounts that have always been there.
    pub(in crate::lab) fn populate(&mut self, accounts: Vec<StagedAccount>, now: Moment) {
        for (number, staged) in (1_u32..).zip(accounts) {
            let Ok(guid) = ObjectGuid::parse(&format!("4ab00000-0000-4000-8000-{number:012x}"))
            else {
                continue;
            };
            let user = staged.address.user().to_owned();
            // Two domains may have the same user, and names are unique in a domain of the directory.
            let is_taken = self
                .present(now)
                .any(|account| account.sam_account_name.eq_ignore_ascii_case(&user));
            let name = if is_taken {
                format!("{user}{number}")
            } else {
                user
            };
            let account = LabAccount {
                dn: DistinguishedName::new(format!("CN={name},OU={},{}", staged.unit, self.root)),
                guid,
                sid: self.sid(1600 + number),
                display_name: staged.display_name,
                sam_account_name: name.clone(),
                user_principal_name: format!("{name}@{}", self.dns_name()),
                proxy_addresses: vec![staged.address.as_str().to_owned()],
                sip: Some(SipSide {
                    home_server: self.home_server(&staged.registrar),
                    registrar: Some(staged.registrar),
                    policies: Vec::new(),
                    address: staged.address,
                }),
                service_principal_names: Vec::new(),
                groups: Vec::new(),
                protection: Protection::default(),
                last_logon: Some(now),
                when_changed: now,
                life: Life::Present,
            };
            self.add(account);
        }
    }
}

/// `CONTOSO` of `contoso.com`.
pub(in crate::lab) fn netbios(domain: &str) -> String {
    let label = domain.split('.').next().unwrap_or_default();
    label.chars().take(15).collect::<String>().to_uppercase()
}
