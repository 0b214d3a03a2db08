//! Domain controllers and global catalogs, and what each of them shows of an address.

use serde::{Deserialize, Serialize};

use super::AddressHolder;
use crate::domain::{Moment, Readable};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Controller {
    /// Its DNS name.
    pub host: String,
    /// The AD site it stands in.
    pub site: Option<String>,
    /// The DNS name of its domain.
    pub domain: Option<String>,
    pub is_writable: bool,
    pub is_global_catalog: bool,
}

/// Who holds an address as one controller shows it. `Err` is a controller that did not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControllerSighting {
    pub controller: Controller,
    pub holders: Readable<Vec<AddressHolder>>,
    pub read_at: Moment,
}
