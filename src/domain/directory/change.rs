//! A change to the directory as a value: the only thing the port can be asked to do. SIP addresses are changed by the
//! deployment's cmdlets, never here.

use serde::{Deserialize, Serialize};

use super::{DistinguishedName, ObjectGuid};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DirectoryChange {
    /// Deletes one account. The GUID decides which; the name is only shown.
    DeleteAccount {
        guid: ObjectGuid,
        dn: DistinguishedName,
    },
    /// Brings one account back from the recycle bin, to where it was.
    RestoreAccount {
        guid: ObjectGuid,
        dn: DistinguishedName,
    },
}
