//! What there is to say about an address swap before it is run.

use serde::{Deserialize, Serialize};

use super::{AttestationSubject, DistinguishedName, Fqdn, HolderClass, SipUri};

/// Like [`super::Message`], of which these are a part: names and values, never sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SwapMessage {
    // Whose address it is
    NobodyHolds {
        address: SipUri,
    },
    SeveralHolders {
        names: Vec<DistinguishedName>,
    },
    HolderIsNoUser {
        class: HolderClass,
        dn: DistinguishedName,
    },
    /// The address was left behind in `proxyAddresses`; no cmdlet of the deployment takes it away.
    OnlyInProxyAddresses {
        dn: DistinguishedName,
    },
    HolderNotReadable {
        dn: DistinguishedName,
    },
    /// Only the tools of Office Communications Server 2007 R2 may change it.
    OnCommunicationsServer,
    /// Its name says that it belongs to the Channel, the Web or the Compliance service.
    AccountOfOtherService {
        name: String,
    },
    PerhapsOtherService {
        name: String,
    },
    UnknownToDeployment,
    /// The deployment's cmdlets name other holders than the directory.
    SidesDiffer {
        names: Vec<String>,
    },
    NotAskedEverywhere,
    DeletedHolders {
        names: Vec<DistinguishedName>,
    },
    // What the account is to become
    RetiredMissing,
    RetiredIsTheSame,
    RetiredHeld {
        names: Vec<DistinguishedName>,
    },
    RetiredFree,
    WayMissing,
    // The pre-checks
    HolderConfirmed {
        dn: DistinguishedName,
    },
    HolderIsAnother {
        dn: DistinguishedName,
    },
    AccountUnchanged,
    AccountChanged,
    AccountGone,
    RecycleBinOn,
    RecycleBinOff,
    /// The way that was chosen deletes nothing.
    RecycleBinNotNeeded,
    TargetPublished {
        pool: Fqdn,
    },
    TargetNotPublished {
        pool: Fqdn,
    },
    NextHopAnswers {
        server: String,
    },
    NextHopSilent {
        registrar: Fqdn,
    },
    NextHopUnknown {
        pool: Fqdn,
    },
    ServicesStopped,
    ServicesRunning,
    ServicesNotFound,
    CmdletsHeld,
    /// A person runs the script with rights of their own.
    HandedOver,
    /// Without these the way back has to be handed over.
    WayBackWithout {
        cmdlets: Vec<String>,
    },
    AdminProtected,
    InheritsNothing,
    DeletionProtected,
    MayNotDelete,
    MayDelete,
    AccountOpen,
    ControllersAgree {
        count: usize,
    },
    ControllersSilent {
        hosts: Vec<String>,
    },
    ControllersDiffer {
        hosts: Vec<String>,
    },
    NoControllers,
    AttestationMissing {
        subject: AttestationSubject,
    },
    Attested {
        by: String,
    },
    // Why a swap is not possible now
    /// An endpoint holds the address already.
    HeldByEndpoint {
        address: SipUri,
    },
    NotCaptured,
    /// Both sides have to be read before anything is done about a swap that is open.
    StandingUnread,
    /// What was asked for does not fit where the swap stands.
    DoesNotFit,
}
