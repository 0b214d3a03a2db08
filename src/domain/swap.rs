//! The address swap: the address of the Lookup account is freed and a legacy endpoint takes it over.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    AccountName, Controller, DirectoryAccount, EndpointSpec, Fqdn, LyncAccount, Moment, SipUri,
};

/// The account whose address is swapped, captured on both sides before anything is touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookupAccount {
    pub directory: DirectoryAccount,
    /// `None` when the deployment does not know the account.
    pub lync: Option<LyncAccount>,
    pub statements: Statements,
}

/// What only the operator can know of the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statements {
    /// Whether a service of Group Chat signs in to Windows with it.
    pub is_service_logon: Statement,
    /// Whether SQL Server knows it as a login.
    pub is_sql_login: Statement,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Statement {
    #[default]
    NotKnown,
    Yes,
    No,
}

/// How the address is freed, most reversible first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// `Set-CsUser -SipAddress`: account, registrar pool and policies stay.
    Rename { retired: SipUri },
    /// `Disable-CsUser`: policies and back-end data are gone.
    RemoveFromLync,
    /// The account is deleted, as Microsoft's page says. Without the recycle bin there is no way back.
    DeleteAccount,
}

/// Who acts: the console, or a person to whom a script is handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hand {
    #[default]
    Console,
    Operator,
}

/// What a person confirmed, with the output that shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    pub subject: AttestationSubject,
    pub by: String,
    pub at: Moment,
    /// Pasted, such as the output of `Get-Service`; hostile text.
    pub output: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttestationSubject {
    GroupChatStopped,
    NobodyConnected,
}

/// Everything a plan of the swap is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapRequest {
    pub account: LookupAccount,
    pub way: Way,
    /// Who frees the address.
    pub hand: Hand,
    /// The endpoint; its address has the captured spelling.
    pub endpoint: EndpointSpec,
    /// The registrar pool the target pool's next hop is.
    pub registrar: Fqdn,
    pub attestations: Vec<Attestation>,
    /// Controllers and global catalogs that have to show the address free.
    pub required: Vec<Controller>,
    /// The others: asked and shown, not waited for.
    pub listed: Vec<Controller>,
    /// How often a registrar pool reads the directory.
    pub replicator_cycle: Duration,
    /// Whether the directory's recycle bin is on; `None` when it could not be read.
    pub recycle_bin: Option<bool>,
}

/// How many cycles of the User Replicator are waited for: one may have begun just before the change.
pub const REPLICATOR_CYCLES: u32 = 2;

impl LookupAccount {
    /// The address it holds, as it was spelled when it was captured.
    pub fn address(&self) -> Option<SipUri> {
        SipUri::parse(self.directory.sip_address()?).ok()
    }

    /// What the deployment's cmdlets call it; `None` where its name could mean several accounts.
    pub fn name(&self) -> Option<AccountName> {
        AccountName::parse(self.directory.dn.as_str()).ok()
    }
}

impl AttestationSubject {
    pub const ALL: [Self; 2] = [Self::GroupChatStopped, Self::NobodyConnected];
}
