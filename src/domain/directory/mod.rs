//! The directory as far as it matters here: names of objects, who holds a SIP address, the account that is to give it
//! up, and the controllers that have to agree.

mod account;
mod address_holder;
mod change;
mod controller;
mod dial;
mod holder;
mod name;
mod reading;

pub use account::{
    AccountRights, AccountState, DirectoryAccount, DirectoryAttribute, DirectoryValue,
};
pub use address_holder::{AddressHolder, AddressHolders, AddressPlace, HolderClass, Partition};
pub use change::DirectoryChange;
pub use controller::{Controller, ControllerSighting};
pub use dial::{
    DirectoryConnection, DirectoryDial, DirectoryProblems, DirectoryProfile, DirectoryServer,
};
pub use holder::{Holder, HolderKind, Holders};
pub use name::{DistinguishedName, NotAGuid, ObjectGuid, Sid};
pub use reading::{DirectoryReading, LyncSchema};
