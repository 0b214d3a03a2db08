//! Active Directory, as far as this console talks to it.

use super::{Call, PortResult};
use crate::domain::{
    Access, AccountRights, AccountState, AddressHolders, Controller, ControllerSighting,
    DirectoryChange, DirectoryConnection, DirectoryReading, ObjectGuid, SipUri,
};

pub trait Directory: Send {
    fn connection(&self) -> DirectoryConnection;

    /// Allows or forbids changes for the rest of the session. While they are forbidden, [`Self::apply`] sends nothing
    /// and returns [`super::PortErrorKind::ReadOnly`].
    fn set_access(&mut self, access: Access);

    /// Keeps an idle session from being forgotten. An error says that it is gone; the next call opens a new one.
    fn keep_alive(&mut self, _call: &Call) -> PortResult<()> {
        Ok(())
    }

    /// Reads what the forest is: its partitions, schema, recycle bin and controllers.
    fn reading(&mut self, call: &Call) -> PortResult<DirectoryReading>;

    /// Asks who holds an address, in the domain and the configuration partitions, deleted objects too.
    fn holders(&mut self, address: &SipUri, call: &Call) -> PortResult<AddressHolders>;

    /// Reads one account, wherever it is, from the controller that is changed.
    fn account(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountState>;

    /// Finds out what the signed-in account may do with another one.
    fn account_rights(&mut self, guid: ObjectGuid, call: &Call) -> PortResult<AccountRights>;

    /// Asks each of these controllers who holds an address. One that does not answer is said in its place.
    fn sightings(
        &mut self,
        address: &SipUri,
        controllers: &[Controller],
        call: &Call,
    ) -> PortResult<Vec<ControllerSighting>>;

    /// Carries a change out, once, on the named writable controller. An answer that was lost is
    /// [`super::PortErrorKind::OutcomeUnknown`].
    fn apply(&mut self, change: &DirectoryChange, call: &Call) -> PortResult<()>;
}
