//! The rules of `Set-`, `Disable-` and `Enable-CsUser`, and of the test two users make.
//!
//! None of the three looks at the configured SIP domains; that is known of the real ones.

use std::time::Duration;

use super::error;
use super::site::{Account, Site, User};
use crate::domain::{
    AccountName, Applied, ChatTest, ChatTestOutcome, ChatTestResult, Fqdn, Moment, SipUri,
};
use crate::ports::{PortErrorKind, PortResult};

const SET: &str = "Set-CsUser";
const DISABLE: &str = "Disable-CsUser";
const ENABLE: &str = "Enable-CsUser";
const UPDATE: &str = "Update-CsUserDatabase";

impl Site {
    pub(super) fn move_user(
        &mut self,
        user: &AccountName,
        address: &SipUri,
    ) -> PortResult<Applied> {
        let own = self.named(user).map(|user| user.account.identity.clone());
        let Some(own) = own else {
            return Err(no_user(SET, user.as_str()));
        };
        if let Some(holder) = self.holder_of(address)
            && holder != own.as_str()
        {
            return Err(in_use(SET, address, &holder));
        }
        if let Some(user) = self.users.iter_mut().find(|other| other.is_named(user)) {
            user.sip_address = address.clone();
        }
        Ok(Applied::default())
    }

    /// Forgets the address, the home and everything stored; the account of the directory stays.
    pub(super) fn disable_user(&mut self, user: &AccountName) -> PortResult<Applied> {
        let place = self.users.iter().position(|other| other.is_named(user));
        let Some(place) = place else {
            return Err(no_user(DISABLE, user.as_str()));
        };
        let user = self.users.remove(place);
        self.disabled.push(user.account);
        Ok(Applied::default())
    }

    pub(super) fn enable_user(
        &mut self,
        account: &AccountName,
        address: &SipUri,
        registrar: &Fqdn,
    ) -> PortResult<Applied> {
        let place = self
            .disabled
            .iter()
            .position(|known| known.is_named(account));
        let Some(place) = place else {
            if self.users.iter().any(|user| user.account.is_named(account)) {
                let words = format!("The user \"{account}\" is already enabled.");
                return Err(error(PortErrorKind::Conflict, ENABLE, &words));
            }
            return Err(no_user(ENABLE, account.as_str()));
        };
        self.check_registrar(ENABLE, registrar)?;
        if let Some(holder) = self.holder_of(address) {
            return Err(in_use(ENABLE, address, &holder));
        }
        let account = self.disabled.remove(place);
        self.users.push(User {
            sip_address: address.clone(),
            registrar: registrar.clone(),
            account,
        });
        Ok(Applied::default())
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
        let absent = [&test.sender, &test.receiver]
            .into_iter()
            .find(|address| self.user(address).is_none());
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

    fn named(&self, name: &AccountName) -> Option<&User> {
        self.users.iter().find(|user| user.is_named(name))
    }

    fn user(&self, address: &SipUri) -> Option<&User> {
        self.users.iter().find(|user| user.sip_address == *address)
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

impl User {
    fn is_named(&self, name: &AccountName) -> bool {
        self.sip_address
            .as_str()
            .eq_ignore_ascii_case(name.as_str())
            || self.account.is_named(name)
    }
}

impl Account {
    fn is_named(&self, name: &AccountName) -> bool {
        let short = name.as_str().rsplit('\\').next().unwrap_or_default();
        [self.identity.as_str(), self.user_principal_name.as_str()]
            .into_iter()
            .any(|own| own.eq_ignore_ascii_case(name.as_str()))
            || self.sam_account_name.eq_ignore_ascii_case(short)
    }
}

fn no_user(cmdlet: &str, identity: &str) -> crate::ports::PortError {
    let words = format!("Management object not found for identity \"{identity}\".");
    error(PortErrorKind::NotFound, cmdlet, &words)
}

fn in_use(cmdlet: &str, address: &SipUri, holder: &str) -> crate::ports::PortError {
    let words = format!("The SIP address \"{address}\" is already in use by \"{holder}\".");
    error(PortErrorKind::Conflict, cmdlet, &words)
}
