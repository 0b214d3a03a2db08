//! The words for what a directory holds.

use super::Localizer;
use crate::domain::{AddressPlace, HolderClass, LyncSchema, Partition};
use crate::tr;

/// The attribute of an object's own SIP address.
const PRIMARY_ADDRESS: &str = "msRTCSIP-PrimaryUserAddress";
/// The products whose preparation of a forest is the same.
const LYNC_2013: &str = "Lync Server 2013 / Skype for Business Server 2015";

impl Localizer {
    /// What an object is, at the head of what is shown of it.
    pub fn holder_title(&self, class: HolderClass) -> String {
        match class {
            HolderClass::User => tr!(self, "holder-user"),
            HolderClass::Contact => tr!(self, "holder-contact"),
            HolderClass::ApplicationContact => tr!(self, "holder-application-contact"),
            HolderClass::Group => tr!(self, "holder-group"),
            HolderClass::Other => tr!(self, "holder-other"),
        }
    }

    pub fn partition(&self, partition: Partition) -> String {
        match partition {
            Partition::Domain => tr!(self, "holder-partition-domain"),
            Partition::Configuration => tr!(self, "holder-partition-configuration"),
            Partition::Other => tr!(self, "holder-partition-other"),
        }
    }

    pub fn address_place(&self, place: AddressPlace) -> String {
        match place {
            AddressPlace::Primary => PRIMARY_ADDRESS.to_owned(),
            AddressPlace::ProxyOnly => tr!(self, "holder-place-proxy"),
            AddressPlace::Both => tr!(self, "holder-place-both"),
        }
    }

    /// What the forest was prepared for; numbers nobody knows are shown as they are.
    pub fn lync_schema(&self, schema: Option<LyncSchema>) -> String {
        let Some(schema) = schema else {
            return tr!(self, "directory-schema-none");
        };
        let number = |number: Option<i32>| {
            number.map_or_else(|| "–".to_owned(), |number| number.to_string())
        };
        let numbers = format!(
            "{}/{}",
            number(schema.range_upper),
            number(schema.range_lower)
        );
        match (schema.range_upper, schema.range_lower) {
            (Some(1150), Some(3)) => format!("{LYNC_2013} ({numbers})"),
            _ => tr!(self, "directory-schema-unknown", numbers = numbers),
        }
    }
}
