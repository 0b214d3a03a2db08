//! One account of the lab's directory, and the versions of it that are on their way from controller to controller.

use super::spread::Spread;
use crate::domain::{
    AccountName, AddressHolder, AddressPlace, DirectoryAccount, DirectoryAttribute, DirectoryValue,
    DistinguishedName, Fqdn, GrantedPolicy, HolderClass, Moment, ObjectGuid, Partition, Sid,
    SipUri,
};

/// What the directory keeps of a person or a service with or without a SIP address.
#[derive(Clone)]
pub(in crate::lab) struct LabAccount {
    pub(in crate::lab) dn: DistinguishedName,
    pub(in crate::lab) guid: ObjectGuid,
    pub(in crate::lab) sid: Sid,
    pub(in crate::lab) display_name: String,
    pub(in crate::lab) sam_account_name: String,
    pub(in crate::lab) user_principal_name: String,
    pub(in crate::lab) sip: Option<SipSide>,
    pub(in crate::lab) proxy_addresses: Vec<String>,
    pub(in crate::lab) service_principal_names: Vec<String>,
    pub(in crate::lab) groups: Vec<DistinguishedName>,
    pub(in crate::lab) protection: Protection,
    pub(in crate::lab) last_logon: Option<Moment>,
    pub(in crate::lab) when_changed: Moment,
    pub(in crate::lab) life: Life,
}

/// What `Enable-CsUser` writes and `Disable-CsUser` takes.
#[derive(Clone)]
pub(in crate::lab) struct SipSide {
    pub(in crate::lab) address: SipUri,
    /// `None` when it is homed on an older version.
    pub(in crate::lab) registrar: Option<Fqdn>,
    pub(in crate::lab) home_server: String,
    pub(in crate::lab) policies: Vec<GrantedPolicy>,
}

/// What keeps an account from being changed or deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Protection {
    /// `adminCount` is 1 and nothing is inherited from the container, so that delegated rights do not reach it.
    pub is_admin: bool,
    /// Protected from accidental deletion.
    pub from_deletion: bool,
}

#[derive(Clone, PartialEq, Eq)]
pub(in crate::lab) enum Life {
    Present,
    Deleted {
        /// Its name among the deleted objects.
        dn: DistinguishedName,
        /// Whether the recycle bin kept its attributes.
        is_kept: bool,
    },
}

impl LabAccount {
    pub(in crate::lab) fn is_present(&self) -> bool {
        self.life == Life::Present
    }

    pub(in crate::lab) fn address(&self) -> Option<&SipUri> {
        self.sip.as_ref().map(|sip| &sip.address)
    }

    /// Whether a cmdlet's `-Identity` means this one.
    pub(in crate::lab) fn is_named(&self, name: &AccountName) -> bool {
        let name = name.as_str();
        let short = name.rsplit('\\').next().unwrap_or_default();
        self.dn == DistinguishedName::new(name)
            || self.user_principal_name.eq_ignore_ascii_case(name)
            || self.sam_account_name.eq_ignore_ascii_case(short)
            || self
                .address()
                .is_some_and(|address| address.folded() == name.to_lowercase())
    }

    /// What stands behind the name of the account itself.
    pub(super) fn parent(&self) -> Option<DistinguishedName> {
        let (_, parent) = self.dn.as_str().split_once(',')?;
        Some(DistinguishedName::new(parent))
    }

    pub(in crate::lab) fn holds(&self, address: &SipUri) -> bool {
        self.address() == Some(address) || self.proxy_values(address).next().is_some()
    }

    /// The values of `proxyAddresses` that are an address.
    pub(super) fn proxy_values(&self, address: &SipUri) -> impl Iterator<Item = &String> {
        let values = self.proxy_addresses.iter();
        values.filter(|value| value.to_lowercase() == address.folded())
    }

    pub(super) fn as_holder(&self, address: &SipUri) -> AddressHolder {
        let proxy_values: Vec<String> = self.proxy_values(address).cloned().collect();
        let is_primary = self.address() == Some(address);
        AddressHolder {
            dn: match &self.life {
                Life::Present => self.dn.clone(),
                Life::Deleted { dn, .. } => dn.clone(),
            },
            guid: self.guid,
            class: HolderClass::User,
            partition: Partition::Domain,
            display_name: Some(self.display_name.clone()),
            place: match (is_primary, proxy_values.is_empty()) {
                (true, true) => AddressPlace::Primary,
                (true, false) => AddressPlace::Both,
                (false, _) => AddressPlace::ProxyOnly,
            },
            sip_address: self.address().map(|own| own.as_str().to_owned()),
            proxy_values,
            sip_enabled: self.sip.as_ref().map(|_| true),
            owner_urn: None,
        }
    }

    pub(super) fn captured(&self, host: &str, now: Moment) -> DirectoryAccount {
        let mut proxy_addresses = self.proxy_addresses.clone();
        proxy_addresses.sort();
        let mut groups = self.groups.clone();
        groups.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        DirectoryAccount {
            dn: self.dn.clone(),
            guid: self.guid,
            sid: Some(self.sid.clone()),
            sam_account_name: Some(self.sam_account_name.clone()),
            user_principal_name: Some(self.user_principal_name.clone()),
            display_name: Some(self.display_name.clone()),
            enabled: Some(true),
            sip_attributes: self.sip.as_ref().map(attributes).unwrap_or_default(),
            proxy_addresses,
            service_principal_names: self.service_principal_names.clone(),
            groups,
            is_admin_protected: self.protection.is_admin,
            inherits_rights: Ok(!self.protection.is_admin),
            is_deletion_protected: Ok(self.protection.from_deletion),
            last_logon: self.last_logon,
            when_changed: Some(self.when_changed),
            host: host.to_owned(),
            read_at: now,
        }
    }
}

/// The `msRTCSIP-*` attributes, sorted by name.
fn attributes(sip: &SipSide) -> Vec<DirectoryAttribute> {
    let attribute = |name: &str, value: &str| DirectoryAttribute {
        name: format!("msRTCSIP-{name}"),
        values: vec![DirectoryValue::Text(value.to_owned())],
    };
    vec![
        attribute("DeploymentLocator", "SRV:"),
        attribute("FederationEnabled", "TRUE"),
        attribute("InternetAccessEnabled", "TRUE"),
        attribute("OptionFlags", "257"),
        attribute("PrimaryHomeServer", &sip.home_server),
        attribute("PrimaryUserAddress", sip.address.as_str()),
        attribute("UserEnabled", "TRUE"),
    ]
}

/// An account as it was and as it is: each controller shows the newest version that has reached it.
#[derive(Clone)]
pub(in crate::lab) struct Tracked {
    /// The oldest first. One without a spread has always been there.
    versions: Vec<(LabAccount, Option<Spread>)>,
}

impl Tracked {
    pub(super) fn always(account: LabAccount) -> Self {
        Self {
            versions: vec![(account, None)],
        }
    }

    pub(super) fn new(account: LabAccount, spread: Spread) -> Self {
        Self {
            versions: vec![(account, Some(spread))],
        }
    }

    pub(super) fn on(&self, controller: usize, now: Moment) -> Option<&LabAccount> {
        let versions = self.versions.iter().rev();
        let shown = |spread: &Option<Spread>| {
            spread
                .as_ref()
                .is_none_or(|spread| spread.has_reached(controller, now))
        };
        versions
            .filter(|(_, spread)| shown(spread))
            .map(|(account, _)| account)
            .next()
    }

    /// Adds a version, and forgets those no controller shows any more.
    pub(super) fn write(&mut self, account: LabAccount, spread: Spread, now: Moment) {
        let settled = self.versions.iter().rposition(|(_, spread)| {
            let spread = spread.as_ref();
            spread.is_none_or(|spread| spread.has_reached_all(now))
        });
        if let Some(settled) = settled {
            self.versions.drain(..settled);
        }
        self.versions.push((account, Some(spread)));
    }
}
