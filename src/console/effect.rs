//! Everything asked of outside, as one list. The runtime carries it out and answers with events.

use crate::domain::{
    Access, Change, Dial, DirectoryDial, Fqdn, LabDirectorySettings, LabFault, Profiles, Settings,
    SipUri, SwapQuestion,
};
use crate::plan::{Deed, PlanRecord};

#[derive(Clone, Debug)]
pub enum Effect {
    ConnectLab {
        session: u64,
    },
    Connect {
        session: u64,
        dial: Dial,
    },
    CancelConnect,
    /// Tests a connection layer by layer; a test that still runs is cancelled.
    TestConnection {
        request: u64,
        dial: Dial,
    },
    CancelTest,
    /// Makes the session that was just opened the one that is worked with, and lets go of the one before.
    Adopt {
        session: u64,
    },
    /// Opens the directory of the embedded lab.
    ConnectLabDirectory {
        session: u64,
    },
    ConnectDirectory {
        session: u64,
        dial: DirectoryDial,
    },
    CancelConnectDirectory,
    /// Makes the directory that was just opened the one beside the session, and lets go of the one before.
    AdoptDirectory {
        session: u64,
    },
    DisconnectDirectory,
    /// Of the session and of the directory beside it.
    SetAccess(Access),
    /// Finds out what the session's account may do.
    ReadRights {
        request: u64,
    },
    ReadInventory {
        request: u64,
    },
    /// Reads what surrounds the chat pools.
    ReadDeployment {
        request: u64,
    },
    /// Reads the servers and the contents of one pool.
    ReadPool {
        request: u64,
        pool: Fqdn,
    },
    ReadHolders {
        request: u64,
        address: SipUri,
    },
    /// Captures the holder of an address on both sides.
    CaptureAccount {
        request: u64,
        address: SipUri,
    },
    /// Reads what the pre-checks of a swap are made from.
    SurveySwap {
        request: u64,
        question: Box<SwapQuestion>,
    },
    /// Reads what the directory beside the session is.
    ReadDirectory {
        request: u64,
    },
    /// Asks the directory who holds an address.
    FindHolders {
        request: u64,
        address: SipUri,
    },
    Preview {
        request: u64,
        change: Change,
    },
    /// Reads where a swap stands on both sides.
    ReadStanding {
        request: u64,
        record: Box<PlanRecord>,
    },
    /// Writes down that a step is done by another hand, and runs the rest.
    HandOver {
        record: PlanRecord,
        step: usize,
    },
    RunPlan(PlanRecord),
    Recheck(PlanRecord),
    /// Asks the running plan to stop waiting, or not to begin.
    CancelRun,
    ReadJournal {
        request: u64,
    },
    SaveSettings(Settings),
    SaveProfiles(Profiles),
    PickCaFile,
    Copy(String),
    SetLabFault(Option<LabFault>),
    SetLabDirectory(LabDirectorySettings),
    /// Lets somebody else change the lab.
    ActInLab(Deed),
    Quit,
}
