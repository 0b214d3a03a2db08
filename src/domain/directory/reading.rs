//! One reading of the directory as a whole.

use serde::{Deserialize, Serialize};

use super::{Controller, DirectoryConnection, DistinguishedName};
use crate::domain::{Moment, Notice, Readable};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryReading {
    pub connection: DirectoryConnection,
    /// The DNS name of the forest's root domain.
    pub forest: Option<String>,
    /// The DNS name of the connected controller's domain.
    pub domain: Option<String>,
    pub domain_dn: DistinguishedName,
    pub configuration_dn: DistinguishedName,
    /// The functional level of the forest: 4 and higher can have a recycle bin.
    pub forest_level: Option<u32>,
    /// `None` when the forest was never prepared for Lync.
    pub lync_schema: Readable<Option<LyncSchema>>,
    pub recycle_bin: Readable<bool>,
    pub controllers: Readable<Vec<Controller>>,
    pub notices: Vec<Notice>,
    pub read_at: Moment,
}

/// `CN=ms-RTC-SIP-SchemaVersion`: 1150 and 3 stand for Lync Server 2013 and Skype for Business Server 2015.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LyncSchema {
    pub range_upper: Option<i32>,
    pub range_lower: Option<i32>,
}
