//! The account of Group Chat's Lookup service as the directory keeps it: captured before anything is touched, so that
//! there is a way back. The password is never among it.

use serde::{Deserialize, Serialize};

use super::{DistinguishedName, ObjectGuid, Sid};
use crate::domain::{Moment, Readable};

/// Everything about one account that the way back may need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryAccount {
    pub dn: DistinguishedName,
    pub guid: ObjectGuid,
    pub sid: Option<Sid>,
    pub sam_account_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub display_name: Option<String>,
    /// From `userAccountControl`; whether the account may sign in to Windows.
    pub enabled: Option<bool>,
    /// Every `msRTCSIP-*` attribute, sorted by name, with its values as they are spelled.
    pub sip_attributes: Vec<DirectoryAttribute>,
    /// Every value of `proxyAddresses` as it is spelled, sorted.
    pub proxy_addresses: Vec<String>,
    pub service_principal_names: Vec<String>,
    /// `memberOf`, sorted; the primary group is not among it.
    pub groups: Vec<DistinguishedName>,
    /// `adminCount` is 1: the account is, or was, in a protected group, and rights on it are reset every hour.
    pub is_admin_protected: bool,
    /// Whether the account inherits rights from its container; Lync's own groups get their rights by inheritance.
    pub inherits_rights: Readable<bool>,
    /// Protected from accidental deletion: everyone is denied deleting it.
    pub is_deletion_protected: Readable<bool>,
    /// `lastLogonTimestamp`, which is up to two weeks late.
    pub last_logon: Option<Moment>,
    pub when_changed: Option<Moment>,
    /// The controller it was read from.
    pub host: String,
    pub read_at: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryAttribute {
    pub name: String,
    pub values: Vec<DirectoryValue>,
}

/// A value as the directory stores it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DirectoryValue {
    Text(String),
    /// What is not UTF-8, or of an attribute that is not text, in hexadecimal digits.
    Binary(String),
}

/// What has become of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountState {
    Present(Box<DirectoryAccount>),
    /// In the recycle bin, from where it can be restored as it was.
    Deleted {
        /// Its name in the bin.
        dn: DistinguishedName,
        /// Where it was, if the directory still says.
        last_known_parent: Option<DistinguishedName>,
        /// Without the recycle bin, or when its time there is over, most attributes are gone for good.
        is_recycled: bool,
    },
    Absent,
}

/// What the signed-in account may do with another one, as the directory computes it. Each answer is advice: the
/// directory decides when it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRights {
    /// Whether `allowedAttributesEffective` names the SIP attributes.
    pub may_write_sip: Readable<bool>,
    pub may_delete: Readable<bool>,
}

impl DirectoryAccount {
    /// Whether what matters for the swap is as it was captured. What changes by itself, such as the time of the last
    /// logon or where it was read, does not count.
    pub fn is_as(&self, captured: &Self) -> bool {
        self.guid == captured.guid
            && self.dn == captured.dn
            && self.sid == captured.sid
            && self.sam_account_name == captured.sam_account_name
            && self.user_principal_name == captured.user_principal_name
            && self.enabled == captured.enabled
            && self.sip_attributes == captured.sip_attributes
            && self.proxy_addresses == captured.proxy_addresses
    }

    pub fn sip_attribute(&self, name: &str) -> Option<&str> {
        let mut named = self.sip_attributes.iter();
        let found = named.find(|attribute| attribute.name.eq_ignore_ascii_case(name))?;
        found.values.iter().find_map(|value| match value {
            DirectoryValue::Text(text) => Some(text.as_str()),
            DirectoryValue::Binary(_) => None,
        })
    }

    /// `msRTCSIP-PrimaryUserAddress` as it is spelled.
    pub fn sip_address(&self) -> Option<&str> {
        self.sip_attribute("msRTCSIP-PrimaryUserAddress")
    }
}
