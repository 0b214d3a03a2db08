//! Everything the core decides to tell a person, as data. `localization` turns it into text; each variant says
//! one thing and carries names and values, never sentences.

use serde::{Deserialize, Serialize};

use super::{
    AttestationSubject, ChecklistMessage, DistinguishedName, Fqdn, HolderClass, HolderKind, Moment,
    Partition, ServiceName, SipUri, SwapMessage, UnreadReason,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Message {
    // What was typed
    AddressMissing,
    AddressWithoutAt,
    AddressWithSeveralAts,
    AddressWithoutUser,
    AddressWithoutDomain,
    AddressWithBlank,
    AddressTooLong {
        length: usize,
        longest: usize,
    },
    SchemeAdded {
        address: String,
    },
    InputNormalized {
        from: String,
        to: String,
    },
    ForbiddenCharacter {
        name: String,
    },
    UserPartCharacters {
        characters: String,
    },
    UserPartUnusual {
        characters: String,
    },
    UserPartDots,
    DomainPartInvalid {
        problem: Box<Self>,
    },
    DomainNotConfigured {
        domain: String,
        configured: Vec<String>,
    },
    DisplayNameTooLong {
        length: usize,
        longest: usize,
    },
    FqdnMissing,
    FqdnTooLong {
        length: usize,
    },
    FqdnLabelTooLong {
        label: String,
    },
    FqdnEmptyLabel,
    FqdnHyphen {
        label: String,
    },
    FqdnCharacter {
        character: String,
    },
    FqdnShortName,
    // What the deployment says to it
    PoolNotFound {
        pool: Fqdn,
    },
    PoolIsSource {
        pool: Fqdn,
    },
    PoolVersionUnknown {
        pool: Fqdn,
        version: Option<i64>,
    },
    PoolFailedOver {
        pool: Fqdn,
    },
    EndpointAlreadyThere {
        address: SipUri,
    },
    AddressOfEndpoint {
        address: SipUri,
        pool: Option<Fqdn>,
    },
    SecondLegacyEndpoint {
        pool: Fqdn,
        other: SipUri,
    },
    LegacyEndpointInOtherDomain {
        pool: Fqdn,
        other: SipUri,
    },
    AddressHeld {
        kind: HolderKind,
        name: Option<String>,
        identity: Option<DistinguishedName>,
        registrar: Option<Fqdn>,
    },
    NotChecked {
        reason: UnreadReason,
    },
    /// As the directory itself shows it.
    HeldInDirectory {
        class: HolderClass,
        partition: Partition,
        dn: DistinguishedName,
    },
    /// Only in `proxyAddresses`: nobody uses the address, and yet it is not free.
    LeftBehindInDirectory {
        dn: DistinguishedName,
    },
    DeletedHolder {
        dn: DistinguishedName,
    },
    /// The directory shows a holder that the cmdlets did not show.
    OnlyInDirectory,
    /// The cmdlets show a holder that the directory did not show.
    NotInDirectory {
        host: String,
    },
    // What a reading could not bring
    PoolsUnread {
        reason: UnreadReason,
    },
    SipDomainsUnread {
        reason: UnreadReason,
    },
    PoolStateUnread {
        reason: UnreadReason,
    },
    EndpointsOfPoolUnread {
        pool: Fqdn,
        reason: UnreadReason,
    },
    EndpointsUnread {
        reason: UnreadReason,
    },
    SourcePoolsUnread {
        reason: UnreadReason,
    },
    /// A part of the directory, by its name or its address.
    DirectoryPartUnasked {
        part: String,
    },
    ObjectSkipped {
        kind: String,
        identity: String,
    },
    ServerWarning,
    // How a step of a plan came out
    StepRefused,
    StepNotSent,
    StepExistsDifferently {
        address: SipUri,
        pool: Option<Fqdn>,
    },
    StepTargetChanged {
        address: SipUri,
    },
    StepProtected {
        address: SipUri,
    },
    StepAnswerLost,
    StepAnswerLostButDone,
    StepNotVisibleYet {
        seconds: u64,
    },
    StepStillVisible {
        seconds: u64,
    },
    StepWaitCancelled,
    StepCancelledBeforeAct,
    StepReadBackDiffers,
    StepAddressStillHeld {
        seconds: u64,
    },
    StepObserveFailed,
    StepServiceMissing {
        server: String,
        service: ServiceName,
    },
    StepServiceNotRunning {
        seconds: u64,
    },
    StepServiceNotStopped {
        seconds: u64,
    },
    StepReplicaMissing {
        replica: String,
    },
    StepReplicaOutdated {
        seconds: u64,
    },
    // The address swap: why no plan of it is made
    SwapOnCommunicationsServer,
    SwapAddressNotOfAccount {
        address: SipUri,
    },
    SwapRetiredSame {
        address: SipUri,
    },
    /// Everyone is denied deleting the account.
    SwapAccountProtected {
        account: DistinguishedName,
    },
    SwapNoController,
    SwapAttestationMissing {
        subject: AttestationSubject,
    },
    /// Its name could mean several accounts to a cmdlet.
    SwapAccountNotNameable {
        account: DistinguishedName,
    },
    SwapNotKnownToLync {
        account: DistinguishedName,
    },
    SwapRegistrarUnknown {
        account: DistinguishedName,
    },
    /// The account was deleted and there is no recycle bin, or its time there is over.
    SwapNoWayBack,
    /// A way back is not taken back: the address is swapped anew.
    UndoOfWayBack,
    // The address swap: what its steps found
    SwapOtherHolder {
        identity: DistinguishedName,
    },
    SwapSecondHolder {
        identity: DistinguishedName,
    },
    SwapAddressNotHeld {
        account: DistinguishedName,
    },
    SwapAccountGone {
        account: DistinguishedName,
    },
    /// Names of attributes and properties.
    SwapAccountChanged {
        changed: Vec<String>,
    },
    SwapLyncChanged {
        changed: Vec<String>,
    },
    /// The address stands in `proxyAddresses` and nowhere else; the command takes it away.
    SwapLeftInProxies {
        identity: DistinguishedName,
        values: Vec<String>,
        command: String,
    },
    /// A part of the directory was not asked, so nobody knows who else holds the address.
    SwapHoldersIncomplete,
    SwapNextHopDiffers {
        pool: Fqdn,
        registrar: Option<Fqdn>,
    },
    SwapRegistrarSilent {
        registrar: Fqdn,
    },
    SwapRegistrarUncertain {
        registrar: Fqdn,
    },
    SwapChatServicesRun {
        pool: Fqdn,
    },
    SwapChatServicesUnread {
        pool: Fqdn,
    },
    SwapContactDiffers {
        identity: DistinguishedName,
    },
    SwapNotAsCaptured {
        changed: Vec<String>,
    },
    /// What the server fills in by itself is not as it was captured.
    SwapAttributesDiffer {
        changed: Vec<String>,
    },
    StepControllersOutstanding {
        hosts: Vec<String>,
    },
    StepReplicatorCycles {
        cycles: u32,
    },
    StepReplicatorNotObservable {
        cycles: u32,
    },
    StepContactNotVisible {
        seconds: u64,
    },
    StepEndpointUnsettled,
    StepHandedOver,
    StepHandOverOffered,
    StepDoneByAnotherHand,
    /// The journal says that the address was freed, but the account holds it.
    SwapHeldAgain {
        account: DistinguishedName,
    },
    /// About an address swap before it is run.
    Swap(SwapMessage),
    /// About a migration.
    Checklist(ChecklistMessage),
    // What was typed into a connection
    UriMissing,
    UriNotHttps,
    UriWithUser,
    UserMissing,
    PasswordMissing,
    DirectoryServerMissing,
    DirectoryServerForm,
    DnsServerForm,
    // Why something is not possible now
    NotConnected,
    ReadOnlySession,
    NothingRead,
    ReadingOutdated,
    OtherChangeRunning,
    ChecksFailed,
    ChecksRunning,
    EndpointProtected {
        address: SipUri,
    },
    PoolOfEndpointUnknown {
        address: SipUri,
    },
    /// Its roles say that the service belongs to something other than Persistent Chat.
    ServiceForeign {
        server: String,
        service: ServiceName,
    },
    NoEndpointSelected,
    SeveralEndpointsSelected,
    TypedAddressDiffers,
    /// The account is known not to have the right; the roles that have it, where they are known.
    NoRight {
        cmdlet: String,
        roles: Vec<String>,
    },
    /// This program was built without the library a ticket cache is read with.
    NoCurrentUserHere,
    ServerNotRead {
        server: String,
    },
    ServiceNotPicked {
        service: String,
    },
    ServiceRunsAlready {
        service: String,
    },
    ServiceStoppedAlready {
        service: String,
    },
    ServiceIsChanging {
        service: String,
    },
    TypedServerDiffers,
    NothingToUndo,
    /// Every outcome is known: there is nothing to check again and nothing left to do.
    NothingOpen,
    /// A step's outcome is open; it has to be read before anything is repeated.
    CheckAgainFirst,
    UndoneAlready,
    NotInThisDeployment,
    DirectoryNotConnected,
    NotInThisDirectory {
        forest: String,
    },
    Incomplete,
    // What a connection test found, and what to do about it
    DiagnosisAddressUnusable,
    DiagnosisNameNotFound {
        host: String,
    },
    DiagnosisNameTimedOut {
        host: String,
    },
    DiagnosisRefused {
        host: String,
        port: u16,
    },
    DiagnosisConnectTimedOut {
        host: String,
        port: u16,
    },
    DiagnosisUnreachable {
        host: String,
    },
    DiagnosisSilentAddresses {
        addresses: Vec<String>,
    },
    DiagnosisNotEncrypted,
    DiagnosisCaFile {
        path: String,
    },
    DiagnosisUntrusted {
        issuer: String,
    },
    DiagnosisWrongHostName {
        host: String,
        names: Vec<String>,
    },
    DiagnosisExpired {
        time: Moment,
    },
    DiagnosisNotYetValid {
        time: Moment,
    },
    DiagnosisExpiresSoon {
        days: i64,
    },
    DiagnosisNoCommonTls {
        host: String,
    },
    DiagnosisChainHidden,
    DiagnosisUnauthenticated {
        host: String,
    },
    DiagnosisNoCommonSignIn {
        host: String,
    },
    DiagnosisNoDomainController,
    DiagnosisClockDiffers,
    DiagnosisServiceUnknown {
        host: String,
    },
    DiagnosisAccountUnusable,
    DiagnosisNoLogonTicket,
    DiagnosisSignInFailed {
        host: String,
    },
    DiagnosisNotBound,
    DiagnosisNotPowerShell {
        host: String,
    },
    DiagnosisSessionForbidden {
        host: String,
    },
    DiagnosisTooManySessions {
        host: String,
    },
    DiagnosisSessionFailed {
        host: String,
    },
    DiagnosisNoAnswer {
        host: String,
    },
    DiagnosisLineLost {
        host: String,
    },
    DiagnosisRightsUnknown,
    DiagnosisRightsPartly {
        missing: usize,
    },
    DiagnosisCancelled,
    DiagnosisLab,
}
