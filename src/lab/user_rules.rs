//! The rules of `Set-`, `Disable-` and `Enable-CsUser` and of granting policies, and of the test two users make.
//!
//! None of the first three looks at the configured SIP domains; that is known of the real ones. All of them write on
//! the deployment's own controller.

use std::time::Duration;

use super::directory::{LabAccount, OF_THE_DEPLOYMENT, SipSide};
use super::error;
use super::site::Site;
use crate::domain::{
    AccountName, Applied, ChatTest, ChatTestOutcome, ChatTestResult, Fqdn, GrantedPolicy,
    LyncAccount, Moment, ObjectGuid, SipUri,
};
use crate::ports::{PortErrorKind, PortResult};

const GET: &str = "Get-CsUser";
const SET: &str = "Set-CsUser";
const DISABLE: &str = "Disable-CsUser";
const ENABLE: &str = "Enable-CsUser";
const UPDATE: &str = "Update-CsUserDatabase";

impl Site {
    pub(super) fn lync_account(
        &self,
        name: &AccountName,
        now: Moment,
    ) -> PortResult<Option<LyncAccount>> {
        self.check_role(GET)?;
        let account = self.forest.named(name, now);
        Ok(account.and_then(shown))
    }

    pub(super) fn move_user(
        &mut self,
        user: &AccountName,
        address: &SipUri,
        now: Moment,
    ) -> PortResult<Applied> {
        let own = self.changeable(SET, user, now)?;
        if let Some(holder) = self.holder_of(address, now)
            && holder != own.dn.as_str()
        {
            return Err(in_use(SET, address, &holder));
        }
        let guid = own.guid;
        self.write(guid, now, |account, leaves_proxy_values| {
            free(account, leaves_proxy_values);
            if let Some(sip) = &mut account.sip {
                sip.address = address.clone();
            }
            list(account, address);
        });
        self.forest.leaves_proxy_value_once = false;
        Ok(Applied::default())
    }

    /// Forgets the address, the home and everything stored; the account of the directory stays.
    pub(super) fn disable_user(&mut self, user: &AccountName, now: Moment) -> PortResult<Applied> {
        let guid = self.changeable(DISABLE, user, now)?.guid;
        self.write(guid, now, |account, leaves_proxy_values| {
            free(account, leaves_proxy_values);
            account.sip = None;
        });
        self.forest.leaves_proxy_value_once = false;
        Ok(Applied::default())
    }

    pub(super) fn enable_user(
        &mut self,
        name: &AccountName,
        address: &SipUri,
        registrar: &Fqdn,
        now: Moment,
    ) -> PortResult<Applied> {
        let Some(account) = self.forest.named(name, now) else {
            return Err(no_user(ENABLE, name.as_str()));
        };
        if account.sip.is_some() {
            let words = format!("The user \"{name}\" is already enabled.");
            return Err(error(PortErrorKind::Conflict, ENABLE, &words));
        }
        check_inheritance(ENABLE, account)?;
        self.check_registrar(ENABLE, registrar)?;
        if let Some(holder) = self.holder_of(address, now) {
            return Err(in_use(ENABLE, address, &holder));
        }
        let guid = account.guid;
        let sip = SipSide {
            address: address.clone(),
            home_server: self.forest.home_server(registrar),
            registrar: Some(registrar.clone()),
            policies: Vec::new(),
        };
        self.write(guid, now, |account, _| {
            account.sip = Some(sip);
            list(account, address);
        });
        Ok(Applied::default())
    }

    /// Policies are not looked up: the lab keeps no list of them, so each name is known.
    pub(super) fn grant(
        &mut self,
        cmdlet: &str,
        user: &AccountName,
        policy: &GrantedPolicy,
        now: Moment,
    ) -> PortResult<Applied> {
        let guid = self.changeable(cmdlet, user, now)?.guid;
        self.write(guid, now, |account, _| {
            if let Some(sip) = &mut account.sip {
                sip.policies.retain(|granted| granted.kind != policy.kind);
                sip.policies.push(policy.clone());
                sip.policies.sort();
            }
        });
        Ok(Applied::default())
    }

    /// The account with a SIP address that a cmdlet may change.
    fn changeable(&self, cmdlet: &str, name: &AccountName, now: Moment) -> PortResult<&LabAccount> {
        let account = self.forest.named(name, now);
        let account = account.and_then(|account| Some((account, account.sip.as_ref()?)));
        let Some((account, sip)) = account else {
            return Err(no_user(cmdlet, name.as_str()));
        };
        if sip.registrar.is_none() {
            let words = format!("\"{name}\" is homed on an earlier version; use its tools.");
            return Err(error(PortErrorKind::Refused, cmdlet, &words));
        }
        check_inheritance(cmdlet, account)?;
        Ok(account)
    }

    /// Changes an account, with whether the old `sip:` value is left behind.
    fn write(&mut self, guid: ObjectGuid, now: Moment, change: impl FnOnce(&mut LabAccount, bool)) {
        let leaves_proxy_values =
            self.forest.settings.leaves_proxy_values || self.forest.leaves_proxy_value_once;
        self.forest.write(guid, OF_THE_DEPLOYMENT, now, |account| {
            change(account, leaves_proxy_values);
        });
    }

    pub(super) fn update_user_database(&self, pool: &Fqdn) -> PortResult<Applied> {
        self.check_registrar(UPDATE, pool)?;
        Ok(Applied::default())
    }

    /// Fails without a room, without users who can sign in, and while no chat service answers.
    pub(super) fn test_chat(&self, test: &ChatTest, now: Moment) -> ChatTestResult {
        let failure = self.why_no_message(test, now);
        ChatTestResult {
            outcome: if failure.is_some() {
                ChatTestOutcome::Failure
            } else {
                ChatTestOutcome::Success
            },
            target: Some(test.registrar.to_string()),
            latency: failure.is_none().then_some(Duration::from_millis(182)),
            error: failure,
            diagnosis: None,
        }
    }

    fn why_no_message(&self, test: &ChatTest, now: Moment) -> Option<String> {
        if !self.is_registrar(&test.registrar) {
            return Some(format!("No such host is known: {}", test.registrar));
        }
        let absent = [&test.sender, &test.receiver].into_iter().find(|address| {
            let mut accounts = self.forest.present(now);
            !accounts.any(|account| account.address() == Some(*address))
        });
        if let Some(address) = absent {
            return Some(format!("404, Not Found: {address}"));
        }
        let mut rooms = self.rooms.iter().filter(|room| {
            let identity = format!("{}\\{}", room.pool, room.name);
            test.room.as_ref().is_none_or(|wanted| *wanted == identity)
        });
        let is_answered = rooms.any(|room| {
            let mut pools = self.pools.iter();
            pools.any(|pool| pool.fqdn == room.pool && self.is_answering(pool, now))
        });
        (!is_answered).then(|| "No chat room could be entered.".to_owned())
    }

    fn is_registrar(&self, pool: &Fqdn) -> bool {
        let mut known = self.registrar_pools.iter();
        known.any(|known| known.fqdn == pool.as_str())
    }

    fn check_registrar(&self, cmdlet: &str, pool: &Fqdn) -> PortResult<()> {
        if self.is_registrar(pool) {
            return Ok(());
        }
        let words = format!("Cannot find the pool \"{pool}\".");
        Err(error(PortErrorKind::NotFound, cmdlet, &words))
    }
}

/// The account as `Get-CsUser` shows it; `None` without an address.
fn shown(account: &LabAccount) -> Option<LyncAccount> {
    let sip = account.sip.as_ref()?;
    let registrar = sip.registrar.as_ref().map(ToString::to_string);
    let properties = [
        ("Identity", account.dn.as_str().to_owned()),
        ("SipAddress", sip.address.as_str().to_owned()),
        ("DisplayName", account.display_name.clone()),
        ("Enabled", "True".to_owned()),
        ("RegistrarPool", registrar.unwrap_or_default()),
        ("HomeServer", sip.home_server.clone()),
        ("UserPrincipalName", account.user_principal_name.clone()),
        ("SamAccountName", account.sam_account_name.clone()),
    ];
    let policies = sip.policies.iter();
    let policies = policies.map(|policy| (policy.kind.property(), policy.name.clone()));
    Some(LyncAccount {
        identity: account.dn.clone(),
        sip_address: Some(sip.address.clone()),
        enabled: Some(true),
        registrar: sip.registrar.clone(),
        home_server: Some(sip.home_server.clone()),
        is_on_communications_server: sip.registrar.is_none(),
        policies: sip.policies.clone(),
        properties: properties.into_iter().chain(policies).collect(),
    })
}

/// Takes the `sip:` value of an account's own address out of its `proxyAddresses`.
fn free(account: &mut LabAccount, leaves_proxy_values: bool) {
    let Some(address) = account.address().cloned() else {
        return;
    };
    if !leaves_proxy_values {
        let values = &mut account.proxy_addresses;
        values.retain(|value| value.to_lowercase() != address.folded());
    }
}

fn list(account: &mut LabAccount, address: &SipUri) {
    let values = &mut account.proxy_addresses;
    if !values
        .iter()
        .any(|value| value.to_lowercase() == address.folded())
    {
        values.push(address.as_str().to_owned());
    }
}

/// The groups the cmdlets act with have their rights by inheritance only.
fn check_inheritance(cmdlet: &str, account: &LabAccount) -> PortResult<()> {
    if account.protection.is_admin {
        let words = "Insufficient access rights to perform the operation.";
        return Err(error(PortErrorKind::Forbidden, cmdlet, words));
    }
    Ok(())
}

fn no_user(cmdlet: &str, identity: &str) -> crate::ports::PortError {
    let words = format!("Management object not found for identity \"{identity}\".");
    error(PortErrorKind::NotFound, cmdlet, &words)
}

fn in_use(cmdlet: &str, address: &SipUri, holder: &str) -> crate::ports::PortError {
    let words = format!("The SIP address \"{address}\" is already in use by \"{holder}\".");
    error(PortErrorKind::Conflict, cmdlet, &words)
}
