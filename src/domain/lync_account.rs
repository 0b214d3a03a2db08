//! A SIP-enabled account as the deployment keeps it: what `Disable-CsUser` forgets and the way back has to give again.

use serde::{Deserialize, Serialize};

use super::{DistinguishedName, Fqdn, Properties, SipUri};

/// `Get-CsUser -Identity <DN>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LyncAccount {
    pub identity: DistinguishedName,
    pub sip_address: Option<SipUri>,
    pub enabled: Option<bool>,
    pub registrar: Option<Fqdn>,
    pub home_server: Option<String>,
    /// Homed on Office Communications Server 2007 or 2007 R2: only that version's tools may change it.
    pub is_on_communications_server: bool,
    /// The policies granted to this account itself; global and site policies need no grant.
    pub policies: Vec<GrantedPolicy>,
    /// Everything the server sent, in its order.
    pub properties: Properties,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GrantedPolicy {
    pub kind: PolicyKind,
    /// Without the `Tag:` some versions put in front.
    pub name: String,
}

/// Policies that can be granted to one account, each with its own `Grant-Cs…` cmdlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PolicyKind {
    Archiving,
    Client,
    ClientVersion,
    Conferencing,
    DialPlan,
    ExternalAccess,
    HostedVoicemail,
    Location,
    Mobility,
    PersistentChat,
    Pin,
    Presence,
    Voice,
}

/// The cmdlet of each kind, in the order of [`PolicyKind::ALL`].
pub const GRANT_CMDLETS: [&str; PolicyKind::ALL.len()] = {
    let mut cmdlets = [""; PolicyKind::ALL.len()];
    let mut place = 0;
    while place < cmdlets.len() {
        cmdlets[place] = PolicyKind::ALL[place].grant_cmdlet();
        place += 1;
    }
    cmdlets
};

impl PolicyKind {
    pub const ALL: [Self; 13] = [
        Self::Archiving,
        Self::Client,
        Self::ClientVersion,
        Self::Conferencing,
        Self::DialPlan,
        Self::ExternalAccess,
        Self::HostedVoicemail,
        Self::Location,
        Self::Mobility,
        Self::PersistentChat,
        Self::Pin,
        Self::Presence,
        Self::Voice,
    ];

    /// The property of `Get-CsUser` that names the policy.
    pub fn property(self) -> &'static str {
        match self {
            Self::Archiving => "ArchivingPolicy",
            Self::Client => "ClientPolicy",
            Self::ClientVersion => "ClientVersionPolicy",
            Self::Conferencing => "ConferencingPolicy",
            Self::DialPlan => "DialPlan",
            Self::ExternalAccess => "ExternalAccessPolicy",
            Self::HostedVoicemail => "HostedVoicemailPolicy",
            Self::Location => "LocationPolicy",
            Self::Mobility => "MobilityPolicy",
            Self::PersistentChat => "PersistentChatPolicy",
            Self::Pin => "PinPolicy",
            Self::Presence => "PresencePolicy",
            Self::Voice => "VoicePolicy",
        }
    }

    pub const fn grant_cmdlet(self) -> &'static str {
        match self {
            Self::Archiving => "Grant-CsArchivingPolicy",
            Self::Client => "Grant-CsClientPolicy",
            Self::ClientVersion => "Grant-CsClientVersionPolicy",
            Self::Conferencing => "Grant-CsConferencingPolicy",
            Self::DialPlan => "Grant-CsDialPlan",
            Self::ExternalAccess => "Grant-CsExternalAccessPolicy",
            Self::HostedVoicemail => "Grant-CsHostedVoicemailPolicy",
            Self::Location => "Grant-CsLocationPolicy",
            Self::Mobility => "Grant-CsMobilityPolicy",
            Self::PersistentChat => "Grant-CsPersistentChatPolicy",
            Self::Pin => "Grant-CsPinPolicy",
            Self::Presence => "Grant-CsPresencePolicy",
            Self::Voice => "Grant-CsVoicePolicy",
        }
    }
}
