//! Who holds a SIP address, as the directory itself tells it.

use serde::{Deserialize, Serialize};

use super::{DistinguishedName, ObjectGuid};
use crate::domain::{Moment, Notice, Readable, SipUri};

/// The directory's answer to "who holds this address", over users, contacts and application contacts in the domain and
/// the configuration partitions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressHolders {
    pub address: SipUri,
    /// The controller that answered, and whether it answered as a global catalog.
    pub host: String,
    pub is_global_catalog: bool,
    pub holders: Vec<AddressHolder>,
    /// Objects in the recycle bin that held it; they hold nothing now, but would again when they are restored.
    pub deleted: Readable<Vec<AddressHolder>>,
    /// What could not be asked, such as a partition this controller does not have.
    pub notices: Vec<Notice>,
    pub read_at: Moment,
}

/// One object that carries the address. Every text may be hostile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressHolder {
    pub dn: DistinguishedName,
    pub guid: ObjectGuid,
    pub class: HolderClass,
    pub partition: Partition,
    pub display_name: Option<String>,
    pub place: AddressPlace,
    /// `msRTCSIP-PrimaryUserAddress` as it is spelled, whatever it is.
    pub sip_address: Option<String>,
    /// The values of `proxyAddresses` that are the address, as they are spelled.
    pub proxy_values: Vec<String>,
    /// `msRTCSIP-UserEnabled`.
    pub sip_enabled: Option<bool>,
    /// `msRTCSIP-OwnerUrn` of an application contact.
    pub owner_urn: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HolderClass {
    User,
    Contact,
    /// A contact below `CN=Application Contacts,CN=RTC Service`: an endpoint of some application.
    ApplicationContact,
    Group,
    Other,
}

/// Where in the forest an object lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Partition {
    Domain,
    Configuration,
    Other,
}

/// In which attributes the address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressPlace {
    Primary,
    /// Only in `proxyAddresses`: left behind, but the address is not free.
    ProxyOnly,
    Both,
}

impl AddressHolder {
    /// Whether it is an endpoint of an application, where endpoints are.
    pub fn is_endpoint(&self) -> bool {
        self.class == HolderClass::ApplicationContact && self.partition == Partition::Configuration
    }
}

impl AddressHolders {
    /// Whether nobody holds the address and nothing was left unasked.
    pub fn is_free(&self) -> bool {
        self.holders.is_empty() && self.notices.is_empty()
    }

    /// The holders that are no endpoints of the Configuration partition.
    pub fn beside_endpoints(&self) -> impl Iterator<Item = &AddressHolder> {
        self.holders.iter().filter(|holder| !holder.is_endpoint())
    }

    /// The one holder, if there is exactly one.
    pub fn only(&self) -> Option<&AddressHolder> {
        match self.holders.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }
}
