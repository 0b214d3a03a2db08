//! Active Directory over LDAP.

use crate::domain::{
    Access, AccountRights, AccountState, AddressHolders, Controller, ControllerSighting,
    DirectoryChange, DirectoryConnection, DirectoryDial, DirectoryReading, ObjectGuid, SipUri,
    Source,
};
use crate::ports::{Call, Directory, PortError, PortErrorKind, PortResult};

pub struct ActiveDirectory(());

impl ActiveDirectory {
    pub fn connect(_dial: &DirectoryDial, _call: &Call) -> PortResult<Self> {
        Err(not_there())
    }
}

impl Directory for ActiveDirectory {
    fn connection(&self) -> DirectoryConnection {
        DirectoryConnection {
            source: Source::Live,
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
