//! Everything asked of outside, as one list. The runtime carries it out and answers with events.

use std::path::PathBuf;
use std::sync::Arc;

use super::migration::OpenMode;
use crate::checklist::{Procedure, Project, ProjectEntry, Reading, StepId, Surroundings};
use crate::domain::{
    Access, Change, Dial, DirectoryDial, Environment, Fqdn, LabAct, LabDeed, LabDirectorySettings,
    LabFault, LabStage, Profiles, RehearsalFault, Secret, Settings, SipUri, SwapQuestion,
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
        /// As the session is labelled.
        environment: Environment,
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
    // The migration
    /// Makes a project in a folder that is not there yet, and opens it for changes.
    CreateProject {
        folder: PathBuf,
        project: Box<Project>,
        procedure: Arc<Procedure>,
    },
    OpenProject {
        folder: PathBuf,
        mode: OpenMode,
    },
    CloseProject,
    /// Reads the files again: what another console wrote while this one watches.
    ReloadProject,
    /// Writes entries to the project's journal, in this order.
    Record(Vec<ProjectEntry>),
    /// Hashes a file, copies it into the project's folder, and writes down that it belongs to a step.
    AttachEvidence {
        step: StepId,
        file: PathBuf,
    },
    /// Reads the proof of a step on the servers.
    ReadProof {
        step: StepId,
        reading: Reading,
        around: Box<Surroundings>,
    },
    ReadExports(Vec<PathBuf>),
    PickExports,
    /// Asks for a file to attach to a step.
    PickEvidence,
    PickProjectFolder,
    /// Salts and hashes the reviewer's passphrase, away from the window: it takes a while on purpose.
    SealPassphrase(Secret),
    /// Finds out which of these folders hold a project right now.
    LookForProjects(Vec<PathBuf>),
    PickTemplate,
    /// Reads the text of a procedure a site has changed.
    ReadTemplate(PathBuf),
    SaveTemplate {
        file: PathBuf,
        text: String,
    },
    /// Replaces the procedure of the open project, which has not begun, and reads the project again.
    PinProcedure(Arc<Procedure>),
    /// Reads another project, to take the times it measured; the one that is open stays open.
    ReadRehearsal(PathBuf),
    /// Writes a report beside the project, or where a person says.
    SaveReport {
        name: String,
        html: String,
    },
    /// Sets the lab up for a rehearsal, with what is to go wrong.
    StageLab {
        stage: Box<LabStage>,
        faults: Vec<RehearsalFault>,
        /// What was done there before, when a rehearsal is gone on with: the lab forgets with its process.
        past: Vec<LabAct>,
    },
    /// Lets people around the console do in the lab what was handed to them; what they saw comes back as output.
    ActAsLabPeople {
        step: StepId,
        deeds: Vec<LabDeed>,
    },
    /// Asks for [`super::event::Event::Tick`] once a second, or no longer.
    SetTicking(bool),
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
