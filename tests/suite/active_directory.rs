//! The directory over LDAP, asked of a Samba domain controller that is not ours: how a session is opened, and what is
//! read in it.

use std::time::Duration;

use pchat_console::adapters::active_directory::ActiveDirectory;
use pchat_console::domain::{
    AccountState, AddressHolders, AddressPlace, DirectoryAccount, DirectoryDial, HolderClass,
    Partition, SipUri,
};
use pchat_console::ports::{Call, Cancel, Directory as _, PortError};

use crate::directory_servers::Samba;

fn call() -> Call {
    Call::new(Duration::from_secs(60), &Cancel::default())
}

fn connect(dial: &DirectoryDial) -> ActiveDirectory {
    ActiveDirectory::connect(dial, &call()).unwrap()
}

fn refused(dial: &DirectoryDial) -> PortError {
    match ActiveDirectory::connect(dial, &call()) {
        Ok(_) => panic!("a session was opened"),
        Err(err) => err,
    }
}

fn uri(text: &str) -> SipUri {
    SipUri::parse(text).unwrap()
}

fn holders(directory: &mut ActiveDirectory, address: &str) -> AddressHolders {
    directory.holders(&uri(address), &call()).unwrap()
}

fn present(directory: &mut ActiveDirectory, address: &str) -> DirectoryAccount {
    let guid = holders(directory, address).only().unwrap().guid;
    match directory.account(guid, &call()).unwrap() {
        AccountState::Present(account) => *account,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_is_found_by_its_address_and_read() {
    let dc = Samba::start(&[]);
    let mut directory = connect(&dc.dial("rtcadmin"));
    let found = holders(&mut directory, "SIP:OcsChat@contoso.com");
    println!("{found:#?}");
    let account = present(&mut directory, "sip:ocschat@contoso.com");
    println!("{account:#?}");
    println!("{:#?}", directory.reading(&call()).unwrap());
    println!(
        "{:#?}",
        directory.account_rights(account.guid, &call()).unwrap()
    );
    let controllers = directory.reading(&call()).unwrap().controllers.unwrap();
    println!(
        "{:#?}",
        directory.sightings(&uri("sip:ocschat@contoso.com"), &controllers, &call())
    );
    println!("{}", directory.requests());
}
