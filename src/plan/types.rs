//! A plan as data: what is to be done, in which order, to what, and how each act is undone.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::{
    AddressHolder, Attestation, AttestationSubject, Change, Connection, Controller,
    ControllerSighting, DirectoryAccount, DirectoryChange, DirectoryConnection, Endpoint,
    EndpointSpec, Fqdn, GrantedPolicy, Hand, Holder, LookupAccount, Moment, ObjectGuid, Replica,
    ServiceName, SipUri, Way, WindowsService,
};
use crate::lync::{Cmdlet, DirectoryCmdlet, ForbiddenCharacter};

pub(super) const SCHEMA_VERSION: u32 = 1;

/// Names a plan in the journal: made from the moment it was made and what it is about, so it sorts and reads well.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlanId(pub String);

impl fmt::Display for PlanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub schema_version: u32,
    pub id: PlanId,
    pub kind: PlanKind,
    /// The deployment the plan was made for. It is run against no other.
    pub connection: Connection,
    /// The directory beside it, for plans that need one.
    #[serde(default)]
    pub directory: Option<DirectoryConnection>,
    pub made_at: Moment,
    /// The plan this one undoes.
    pub undoes: Option<PlanId>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanKind {
    Create,
    Remove,
    Replace,
    StartService,
    StopService,
    /// Those of several servers, one after the other.
    StartServices,
    StopServices,
    Replicate,
    Swap,
    /// The way back of a swap.
    SwapBack,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub act: Act,
    /// Prepared before the act, because afterwards what was there can no longer be read.
    pub undo: Option<Act>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    CreateEndpoint(EndpointSpec),
    /// Removes the endpoint that was captured, and no other that may have taken its address since.
    RemoveEndpoint(Endpoint),
    /// Waits until neither an endpoint nor a user nor a contact holds the address.
    AwaitFreeAddress(SipUri),
    /// Starts one service of one server.
    StartService {
        server: String,
        service: ServiceName,
    },
    StopService {
        server: String,
        service: ServiceName,
    },
    /// Sends the Central Management store to one replica.
    Replicate {
        replica: String,
    },
    /// Confirms that the captured account, unchanged since, is the only holder of its address.
    ConfirmHolder(Box<LookupAccount>),
    /// Writes down what a person confirmed; nothing is read.
    Attest(Attestation),
    /// Confirms that the target pool is published and that its next hop answers. Its chat services should be stopped.
    CheckTarget {
        pool: Fqdn,
        registrar: Fqdn,
    },
    /// Frees the address of the captured account.
    FreeAddress {
        account: Box<LookupAccount>,
        way: Way,
        hand: Hand,
    },
    /// Waits until the required controllers show the address free; the others are only listed.
    AwaitControllers {
        address: SipUri,
        required: Vec<Controller>,
        listed: Vec<Controller>,
        /// On the way back: the account itself, which may hold the address already or still.
        owner: Option<ObjectGuid>,
    },
    /// Waits so many cycles of the User Replicator. Nothing shows whether it has read the directory.
    AwaitReplicator {
        registrar: Fqdn,
        cycle: Duration,
        cycles: u32,
    },
    /// Confirms in the directory that the new contact, and nothing else, holds the address.
    ConfirmContact {
        address: SipUri,
        pool: Fqdn,
    },
    /// Finds out whether an endpoint stands whose creation is open: it may have been written where only one controller
    /// shows it. Waits until the deployment shows it, so that it can be removed, or until no controller does.
    SettleEndpoint {
        address: SipUri,
        pool: Fqdn,
        controllers: Vec<Controller>,
    },
    /// Confirms, before anything is taken away, that the captured account is there to take its address back, or can be
    /// restored.
    ConfirmReturnable {
        account: Box<LookupAccount>,
        way: Way,
        hand: Hand,
    },
    /// Gives the captured account its address again.
    ReturnAddress {
        account: Box<LookupAccount>,
        way: Way,
        hand: Hand,
    },
    /// Grants the captured account a policy again.
    GrantPolicy {
        account: Box<LookupAccount>,
        policy: GrantedPolicy,
    },
    /// Confirms that the account is on both sides as it was captured.
    ConfirmReturned(Box<LookupAccount>),
}

/// What an act asks, of which side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Deployment(Change),
    Directory(DirectoryChange),
}

/// What an act or a plan is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    Address(&'a SipUri),
    Service {
        server: &'a str,
        service: &'a ServiceName,
    },
    Replica(&'a str),
    Account(&'a LookupAccount),
    Pool(&'a Fqdn),
    Attestation(AttestationSubject),
}

/// What was seen, by whom it was said, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The object as it was read back, or as it was found before the act.
    pub endpoint: Option<Endpoint>,
    /// The same of a service, a user or a replica; journals of earlier versions have none.
    #[serde(default)]
    pub service: Option<Box<WindowsService>>,
    #[serde(default)]
    pub holder: Option<Box<Holder>>,
    #[serde(default)]
    pub replica: Option<Box<Replica>>,
    /// The account as the directory showed it.
    #[serde(default)]
    pub account: Option<Box<DirectoryAccount>>,
    /// Who held the address in the directory.
    #[serde(default)]
    pub address_holders: Vec<AddressHolder>,
    /// What each controller showed of the address.
    #[serde(default)]
    pub sightings: Vec<ControllerSighting>,
    /// Warnings and errors in the server's own words.
    pub words: Vec<String>,
    pub read_at: Option<Moment>,
}

impl Plan {
    /// What the plan is about: the subject of its first act; of a swap, the address that changes hands.
    pub fn subject(&self) -> Option<Subject<'_>> {
        let mut acts = self.steps.iter().map(|step| &step.act);
        if matches!(self.kind, PlanKind::Swap | PlanKind::SwapBack) {
            return acts.find_map(Act::address).map(Subject::Address);
        }
        acts.next().map(Act::subject)
    }
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Service { server, service } => write!(f, "{server}\\{service}"),
            Self::Replica(replica) => f.write_str(replica),
            Self::Account(account) => account.directory.dn.fmt(f),
            Self::Pool(pool) => pool.fmt(f),
            Self::Attestation(subject) => write!(f, "{subject:?}"),
        }
    }
}

impl Act {
    pub fn subject(&self) -> Subject<'_> {
        match self {
            Self::CreateEndpoint(spec) => Subject::Address(&spec.sip_address),
            Self::RemoveEndpoint(endpoint) => Subject::Address(&endpoint.sip_address),
            Self::StartService { server, service } | Self::StopService { server, service } => {
                Subject::Service { server, service }
            }
            Self::ConfirmHolder(account)
            | Self::FreeAddress { account, .. }
            | Self::ConfirmReturnable { account, .. }
            | Self::ReturnAddress { account, .. }
            | Self::GrantPolicy { account, .. }
            | Self::ConfirmReturned(account) => Subject::Account(account),
            Self::Attest(attestation) => Subject::Attestation(attestation.subject),
            Self::CheckTarget { pool, .. } => Subject::Pool(pool),
            Self::AwaitReplicator { registrar, .. } => Subject::Pool(registrar),
            Self::AwaitFreeAddress(address)
            | Self::AwaitControllers { address, .. }
            | Self::ConfirmContact { address, .. }
            | Self::SettleEndpoint { address, .. } => Subject::Address(address),
            Self::Replicate { replica } => Subject::Replica(replica),
        }
    }

    /// The address the act is about, if it is about one.
    pub fn address(&self) -> Option<&SipUri> {
        match self.subject() {
            Subject::Address(address) => Some(address),
            _ => None,
        }
    }

    /// What the act asks, of which side. Waiting, reading and what a person does ask nothing.
    pub fn deed(&self) -> Option<Deed> {
        match self {
            Self::FreeAddress {
                hand: Hand::Operator,
                ..
            }
            | Self::ReturnAddress {
                hand: Hand::Operator,
                ..
            } => None,
            act => act.deed_whoever_acts(),
        }
    }

    /// The same, whoever acts.
    pub fn deed_whoever_acts(&self) -> Option<Deed> {
        let change = match self {
            Self::CreateEndpoint(spec) => Change::CreateEndpoint(spec.clone()),
            Self::RemoveEndpoint(endpoint) => Change::RemoveEndpoint {
                address: endpoint.sip_address.clone(),
            },
            Self::StartService { server, service } => Change::StartService {
                server: server.clone(),
                service: service.clone(),
            },
            Self::StopService { server, service } => Change::StopService {
                server: server.clone(),
                service: service.clone(),
            },
            Self::Replicate { replica } => Change::Replicate {
                replica: Some(replica.clone()),
            },
            Self::FreeAddress { account, way, .. } => match way {
                Way::Rename { retired } => Change::MoveUser {
                    user: account.name()?,
                    address: retired.clone(),
                },
                Way::RemoveFromLync => Change::DisableUser {
                    user: account.name()?,
                },
                Way::DeleteAccount => {
                    return Some(Deed::Directory(DirectoryChange::DeleteAccount {
                        guid: account.directory.guid,
                        dn: account.directory.dn.clone(),
                    }));
                }
            },
            Self::ReturnAddress { account, way, .. } => match way {
                Way::Rename { .. } => Change::MoveUser {
                    user: account.name()?,
                    address: account.address()?,
                },
                Way::RemoveFromLync => Change::EnableUser {
                    user: account.name()?,
                    address: account.address()?,
                    registrar: account.lync.as_ref()?.registrar.clone()?,
                },
                Way::DeleteAccount => {
                    return Some(Deed::Directory(DirectoryChange::RestoreAccount {
                        guid: account.directory.guid,
                        dn: account.directory.dn.clone(),
                    }));
                }
            },
            Self::GrantPolicy { account, policy } => Change::GrantPolicy {
                user: account.name()?,
                policy: policy.clone(),
            },
            Self::AwaitFreeAddress(_)
            | Self::ConfirmHolder(_)
            | Self::Attest(_)
            | Self::CheckTarget { .. }
            | Self::AwaitControllers { .. }
            | Self::AwaitReplicator { .. }
            | Self::ConfirmContact { .. }
            | Self::SettleEndpoint { .. }
            | Self::ConfirmReturnable { .. }
            | Self::ConfirmReturned(_) => return None,
        };
        Some(Deed::Deployment(change))
    }

    /// The change asked of the deployment, if the act asks one of it.
    pub fn change(&self) -> Option<Change> {
        match self.deed()? {
            Deed::Deployment(change) => Some(change),
            Deed::Directory(_) => None,
        }
    }

    /// The exact command, as an administrator would type it; waiting and reading have none.
    pub fn command(&self) -> Option<Result<String, ForbiddenCharacter>> {
        Some(match self.deed_whoever_acts()? {
            Deed::Deployment(change) => Cmdlet::act(&change).to_powershell(),
            Deed::Directory(change) => self.directory_cmdlet(&change)?.to_powershell(),
        })
    }

    /// The lines that are handed to a person who may do what this console may not: they show the account, and do
    /// exactly what the act is for.
    pub fn script(&self) -> Option<Result<String, ForbiddenCharacter>> {
        let captured = &self.account()?.directory;
        let act = self.command()?;
        let show = DirectoryCmdlet::show_user(&captured.host, captured.guid).to_powershell();
        // In the bin there is no user to be shown.
        let is_restored = matches!(
            self,
            Self::ReturnAddress {
                way: Way::DeleteAccount,
                ..
            }
        );
        Some(act.and_then(|act| {
            let show = show?;
            Ok(if is_restored {
                format!("{act}\r\n{show}\r\n")
            } else {
                format!("{show}\r\n{act}\r\n")
            })
        }))
    }

    /// Who acts, where that may be somebody else than the console.
    pub fn hand(&self) -> Option<Hand> {
        match self {
            Self::FreeAddress { hand, .. } | Self::ReturnAddress { hand, .. } => Some(*hand),
            _ => None,
        }
    }

    /// Whether the act only looks, and changes nothing whoever does it.
    pub(super) fn is_reading(&self) -> bool {
        matches!(
            self,
            Self::ConfirmHolder(_)
                | Self::CheckTarget { .. }
                | Self::AwaitControllers { .. }
                | Self::ConfirmContact { .. }
                | Self::SettleEndpoint { .. }
                | Self::ConfirmReturnable { .. }
                | Self::ConfirmReturned(_)
        )
    }

    /// Whether the console is the one to change an account.
    pub(super) fn changes_account(&self) -> bool {
        match self {
            Self::FreeAddress { hand, .. } | Self::ReturnAddress { hand, .. } => {
                *hand == Hand::Console
            }
            Self::GrantPolicy { .. } => true,
            _ => false,
        }
    }

    /// The captured account the act is about.
    pub fn account(&self) -> Option<&LookupAccount> {
        match self.subject() {
            Subject::Account(account) => Some(account),
            _ => None,
        }
    }

    fn directory_cmdlet(&self, change: &DirectoryChange) -> Option<DirectoryCmdlet> {
        let host = &self.account()?.directory.host;
        Some(match change {
            DirectoryChange::DeleteAccount { guid, .. } => {
                DirectoryCmdlet::remove_user(host, *guid)
            }
            DirectoryChange::RestoreAccount { guid, .. } => {
                DirectoryCmdlet::restore_object(host, *guid)
            }
        })
    }

    /// The act that takes this one back, as far as it is known before it is done.
    pub(super) fn undo(&self) -> Option<Self> {
        match self {
            Self::RemoveEndpoint(endpoint) => EndpointSpec::of(endpoint).map(Self::CreateEndpoint),
            Self::StartService { server, service } => Some(Self::StopService {
                server: server.clone(),
                service: service.clone(),
            }),
            Self::StopService { server, service } => Some(Self::StartService {
                server: server.clone(),
                service: service.clone(),
            }),
            // What to remove is known exactly only once the new endpoint was read back.
            _ => None,
        }
    }
}
