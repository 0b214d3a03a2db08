//! Who sits on the address, and how an account differs from what was captured of it.

use crate::domain::{
    AccountState, AddressHolder, AddressHolders, AddressPlace, DirectoryAccount,
    DirectoryAttribute, GrantedPolicy, LookupAccount, LyncAccount, Message,
};
use crate::lync::DirectoryCmdlet;
use crate::plan::observe::Object;
use crate::plan::sides::Sides;
use crate::plan::types::Evidence;
use crate::ports::{Call, PortError, PortErrorKind, PortResult};

/// The captured address and the captured account, read together from the directory.
pub(super) struct Seat {
    pub(super) holders: AddressHolders,
    pub(super) state: AccountState,
}

pub(super) fn seat(
    sides: &mut Sides<'_>,
    account: &LookupAccount,
    call: &Call,
) -> PortResult<Seat> {
    let captured = &account.directory;
    let address = account.address().ok_or_else(|| {
        PortError::new(
            PortErrorKind::Refused,
            "who-holds",
            captured.dn.as_str(),
            "the captured account has no address",
        )
    })?;
    let directory = sides.open_directory()?;
    Ok(Seat {
        state: directory.account(captured.guid, call)?,
        holders: directory.holders(&address, call)?,
    })
}

impl Seat {
    /// The captured account among those who hold the address.
    pub(super) fn own(&self, account: &LookupAccount) -> Option<&AddressHolder> {
        let mut holders = self.holders.holders.iter();
        holders.find(|holder| holder.guid == account.directory.guid)
    }

    /// Somebody else who holds the address, as what he is where the account was expected.
    pub(super) fn foreign(&self, account: &LookupAccount) -> Option<Message> {
        self.other(account, |holder| Message::SwapOtherHolder {
            identity: holder.dn.clone(),
        })
    }

    /// The same beside the account.
    pub(super) fn second(&self, account: &LookupAccount) -> Option<Message> {
        self.other(account, |holder| Message::SwapSecondHolder {
            identity: holder.dn.clone(),
        })
    }

    fn other(
        &self,
        account: &LookupAccount,
        message: impl Fn(&AddressHolder) -> Message,
    ) -> Option<Message> {
        let captured = &account.directory;
        let mut holders = self.holders.holders.iter();
        let other = holders.find(|holder| holder.guid != captured.guid)?;
        Some(if other.place == AddressPlace::ProxyOnly {
            left(captured, other)
        } else {
            message(other)
        })
    }

    /// Whether the whole directory was asked.
    pub(super) fn is_complete(&self) -> bool {
        self.holders.notices.is_empty()
    }

    pub(super) fn into_object(self) -> Object {
        Object::of(Evidence {
            account: match self.state {
                AccountState::Present(account) => Some(account),
                AccountState::Deleted { .. } | AccountState::Absent => None,
            },
            address_holders: self.holders.holders,
            ..Evidence::default()
        })
    }
}

/// What to say of an object in which the address was left behind.
pub(super) fn left(captured: &DirectoryAccount, holder: &AddressHolder) -> Message {
    let values = &holder.proxy_values;
    let command = DirectoryCmdlet::take_proxies(&captured.host, holder.guid, values);
    Message::SwapLeftInProxies {
        identity: holder.dn.clone(),
        values: values.clone(),
        command: command
            .to_powershell()
            .unwrap_or_else(|forbidden| forbidden.to_string()),
    }
}

/// Where an account is not as it was captured, by the names of attributes.
pub(super) struct Changed {
    /// What makes it another account, or one that was changed by hand.
    pub(super) identity: Vec<String>,
    /// What servers fill in, and memberships.
    pub(super) attributes: Vec<String>,
}

impl Changed {
    pub(super) fn all(self) -> Vec<String> {
        [self.identity, self.attributes].concat()
    }
}

pub(super) fn changed(found: &DirectoryAccount, captured: &DirectoryAccount) -> Changed {
    let identity = [
        ("objectGUID", found.guid == captured.guid),
        ("distinguishedName", found.dn == captured.dn),
        ("objectSid", found.sid == captured.sid),
        (
            "sAMAccountName",
            found.sam_account_name == captured.sam_account_name,
        ),
        (
            "userPrincipalName",
            found.user_principal_name == captured.user_principal_name,
        ),
        ("userAccountControl", found.enabled == captured.enabled),
    ];
    let mut attributes: Vec<&str> = Vec::new();
    let named = |attribute: &DirectoryAttribute, name: &str| attribute.name == name;
    for attribute in found.sip_attributes.iter().chain(&captured.sip_attributes) {
        let name = attribute.name.as_str();
        let of = |account: &DirectoryAccount| {
            let mut all = account.sip_attributes.iter();
            all.find(|other| named(other, name)).cloned()
        };
        if of(found) != of(captured) && !attributes.contains(&name) {
            attributes.push(name);
        }
    }
    if found.proxy_addresses != captured.proxy_addresses {
        attributes.push("proxyAddresses");
    }
    if found.groups != captured.groups {
        attributes.push("memberOf");
    }
    Changed {
        identity: identity
            .into_iter()
            .filter(|(_, is_same)| !is_same)
            .map(|(name, _)| name.to_owned())
            .collect(),
        attributes: attributes.into_iter().map(str::to_owned).collect(),
    }
}

/// Where the deployment's side of an account is not as it was captured, by the names of its properties.
pub(super) fn changed_in_lync(
    found: Option<&LyncAccount>,
    captured: Option<&LyncAccount>,
) -> Vec<String> {
    let (found, captured) = match (found, captured) {
        (None, None) => return Vec::new(),
        (Some(found), Some(captured)) => (found, captured),
        _ => return vec!["Identity".to_owned()],
    };
    let mut changed: Vec<&str> = Vec::new();
    if found.sip_address != captured.sip_address {
        changed.push("SipAddress");
    }
    if found.registrar != captured.registrar {
        changed.push("RegistrarPool");
    }
    let policies = found.policies.iter().chain(&captured.policies);
    for policy in policies {
        let is_known = is_granted(found, policy) && is_granted(captured, policy);
        let property = policy.kind.property();
        if !is_known && !changed.contains(&property) {
            changed.push(property);
        }
    }
    changed.into_iter().map(str::to_owned).collect()
}

pub(super) fn is_granted(account: &LyncAccount, policy: &GrantedPolicy) -> bool {
    let mut granted = account.policies.iter();
    granted.any(|granted| {
        granted.kind == policy.kind && granted.name.eq_ignore_ascii_case(&policy.name)
    })
}
