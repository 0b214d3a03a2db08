//! A change to a deployment as a value: shown before it is done, and the only thing a port can be asked to do.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Endpoint, EndpointSpec, Fqdn, GrantedPolicy, ServiceName, SipUri};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    CreateEndpoint(EndpointSpec),
    RemoveEndpoint {
        address: SipUri,
    },
    /// One service of one server; never all of them.
    StartService {
        server: String,
        service: ServiceName,
    },
    /// Without draining: the services that depend on it stop too.
    StopService {
        server: String,
        service: ServiceName,
    },
    /// Gives a user another address; the way back is the same change with the old one.
    MoveUser {
        user: AccountName,
        address: SipUri,
    },
    /// Takes the address and everything the deployment stores for a user; there is no way back.
    DisableUser {
        user: AccountName,
    },
    /// Gives an account of the directory an address and a home.
    EnableUser {
        user: AccountName,
        address: SipUri,
        registrar: Fqdn,
    },
    /// Grants a policy to one account.
    GrantPolicy {
        user: AccountName,
        policy: GrantedPolicy,
    },
    /// Lets a registrar pool read the directory again at once.
    UpdateUserDatabase {
        pool: Fqdn,
    },
    /// Sends the Central Management store to one replica, or to all.
    Replicate {
        replica: Option<String>,
    },
}

/// The directory's name for one account that has no SIP address: its distinguished name, user principal name or
/// `DOMAIN\name`. A display name with a wildcard would mean several accounts, so there is none with `*` or `?`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

/// Why a text names no single account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' does not name one account")]
pub struct NotOneAccount(String);

impl AccountName {
    pub fn parse(text: &str) -> Result<Self, NotOneAccount> {
        let name = text.trim();
        if name.is_empty() || name.contains(['*', '?']) {
            Err(NotOneAccount(text.to_owned()))
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0
    }
}

impl TryFrom<String> for AccountName {
    type Error = NotOneAccount;

    fn try_from(text: String) -> Result<Self, NotOneAccount> {
        Self::parse(&text)
    }
}

/// What the server said to a change it carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The object the cmdlet returned, where it returns one (`-PassThru`).
    pub returned: Option<Endpoint>,
    /// Warnings and non-terminating errors, in the server's own words.
    pub words: Vec<String>,
}

/// What the server said to `-WhatIf`. Without text there was no preview: that is not a success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub text: Vec<String>,
    pub words: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::AccountName;

    #[test]
    fn an_account_name_means_one_account() {
        let name = "CN=ocschat,OU=Service Accounts,DC=contoso,DC=com";
        assert_eq!(AccountName::parse(name).unwrap().as_str(), name);
        for several in ["", " ", "*", "Ken*", "Ke?"] {
            assert!(AccountName::parse(several).is_err(), "{several}");
        }
    }
}
