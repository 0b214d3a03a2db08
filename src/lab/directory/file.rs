//! The forest as it stands in the lab's file.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::account::{LabAccount, Life, Protection, SipSide};
use super::forest::{Delays, Forest, LabController};
use super::{BETWEEN_SITES_DELAY, WITHIN_SITE_DELAY};
use crate::domain::{
    Controller, DistinguishedName, Fqdn, GrantedPolicy, LabDirectorySettings, LyncSchema, Moment,
    ObjectGuid, PolicyKind, SipUri,
};

#[derive(Deserialize)]
pub(in crate::lab) struct FileDirectory {
    caller: String,
    domain_sid: String,
    forest_level: u32,
    lync_schema: LyncSchema,
    controllers: Vec<FileController>,
    /// Accounts without a SIP address.
    accounts: Vec<FileAccount>,
}

#[derive(Deserialize)]
struct FileController {
    host: String,
    site: String,
    global_catalog: bool,
}

#[derive(Deserialize)]
pub(in crate::lab) struct FileUser {
    sip_address: SipUri,
    /// None of an account that is homed on an older version.
    registrar_pool: Option<Fqdn>,
    home_server: Option<String>,
    /// By the property of `Get-CsUser` that names them.
    #[serde(default)]
    policies: BTreeMap<String, String>,
    #[serde(flatten)]
    account: FileAccount,
}

#[derive(Deserialize)]
struct FileAccount {
    display_name: String,
    sam_account_name: String,
    user_principal_name: String,
    dn: DistinguishedName,
    guid: ObjectGuid,
    rid: u32,
    proxy_addresses: Vec<String>,
    #[serde(default)]
    groups: Vec<DistinguishedName>,
    #[serde(default)]
    service_principal_names: Vec<String>,
    #[serde(default)]
    admin_protected: bool,
    #[serde(default)]
    deletion_protected: bool,
    /// Whether it has signed in lately.
    #[serde(default)]
    signs_in: bool,
}

impl FileDirectory {
    pub(in crate::lab) fn forest(self, root: String, users: Vec<FileUser>, now: Moment) -> Forest {
        let mut forest = Forest {
            root,
            caller: self.caller,
            domain_sid: self.domain_sid,
            level: self.forest_level,
            schema: self.lync_schema,
            settings: LabDirectorySettings::default(),
            delays: Delays {
                within_site: WITHIN_SITE_DELAY,
                between_sites: BETWEEN_SITES_DELAY,
            },
            controllers: Vec::new(),
            accounts: Vec::new(),
            created: 0,
            lag: None,
            leaves_proxy_value_once: false,
        };
        let domain = forest.dns_name();
        let controllers = self.controllers.into_iter().map(|file| LabController {
            facts: Controller {
                host: file.host,
                site: Some(file.site),
                domain: Some(domain.clone()),
                is_writable: true,
                is_global_catalog: file.global_catalog,
            },
            is_down: false,
        });
        forest.controllers = controllers.collect();
        for user in users {
            let policies = PolicyKind::ALL.into_iter().filter_map(|kind| {
                let name = user.policies.get(kind.property())?.clone();
                Some(GrantedPolicy { kind, name })
            });
            let sip = SipSide {
                policies: policies.collect(),
                home_server: user.home_server.unwrap_or_else(|| {
                    let registrar = user.registrar_pool.as_ref();
                    registrar
                        .map(|registrar| forest.home_server(registrar))
                        .unwrap_or_default()
                }),
                address: user.sip_address,
                registrar: user.registrar_pool,
            };
            let account = account(user.account, Some(sip), &forest, now);
            forest.add(account);
        }
        for other in self.accounts {
            let account = account(other, None, &forest, now);
            forest.add(account);
        }
        forest
    }
}

fn account(file: FileAccount, sip: Option<SipSide>, forest: &Forest, now: Moment) -> LabAccount {
    LabAccount {
        sid: forest.sid(file.rid),
        dn: file.dn,
        guid: file.guid,
        display_name: file.display_name,
        sam_account_name: file.sam_account_name,
        user_principal_name: file.user_principal_name,
        sip,
        proxy_addresses: file.proxy_addresses,
        service_principal_names: file.service_principal_names,
        groups: file.groups,
        protection: Protection {
            is_admin: file.admin_protected,
            from_deletion: file.deletion_protected,
        },
        last_logon: file.signs_in.then_some(now),
        when_changed: now,
        life: Life::Present,
    }
}
