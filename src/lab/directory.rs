//! The lab's directory.

use crate::domain::{
    Access, AccountRights, AccountState, AddressHolders, Controller, ControllerSighting,
    DirectoryChange, DirectoryConnection, DirectoryReading, ObjectGuid, SipUri, Source,
};
use crate::ports::{Call, Directory, PortError, PortErrorKind, PortResult};

/// A session with the lab's directory.
pub struct LabDirectory(());

impl super::Lab {
    /// Opens a session with the directory of this lab.
    pub fn directory(&self) -> LabDirectory {
        LabDirectory(())
    }
}

impl Directory for LabDirectory {
    fn connection(&self) -> DirectoryConnection {
        DirectoryConnection {
            source: Source::Lab,
            host: String::new(),
            url: String::new(),
            forest: String::new(),
            account: String::new(),
        }
    }

    fn set_access(&mut self, _access: Access) {}

    fn reading(&mut self, _call: &Call) -> PortResult<DirectoryReading> {
        Err(not_there())
    }

    fn holders(&mut self, _address: &SipUri, _call: &Call) -> PortResult<AddressHolders> {
        Err(not_there())
    }

    fn account(&mut self, _guid: ObjectGuid, _call: &Call) -> PortResult<AccountState> {
        Err(not_there())
    }

    fn account_rights(&mut self, _guid: ObjectGuid, _call: &Call) -> PortResult<AccountRights> {
        Err(not_there())
    }

    fn sightings(
        &mut self,
        _address: &SipUri,
        _controllers: &[Controller],
        _call: &Call,
    ) -> PortResult<Vec<ControllerSighting>> {
        Err(not_there())
    }

    fn apply(&mut self, _change: &DirectoryChange, _call: &Call) -> PortResult<()> {
        Err(not_there())
    }
}

fn not_there() -> PortError {
    PortError::new(PortErrorKind::Protocol, "directory", "", "not there yet")
}
