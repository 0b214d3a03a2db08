//! What the user wants, as one closed list. Menu, button, shortcut and test all produce the same values.

use std::path::PathBuf;

use super::connect::ConnectEdit;
use super::directory_dialog::DirectoryEdit;
use super::event::Event;
use super::migration::MigrationIntent;
use super::state::Page;
use super::swap::SwapEdit;
use super::table::TableEvent;
use super::wizard::WizardEdit;
use crate::domain::{Fqdn, LabDirectorySettings, LabFault, Language, SipUri, Theme};
use crate::plan::PlanId;

/// Everything [`super::update()`] takes.
#[derive(Clone, Debug)]
pub enum Input {
    Intent(Intent),
    Event(Box<Event>),
}

#[derive(Clone, Debug)]
pub enum Intent {
    Navigate(Page),
    /// `None` follows the system.
    SetLanguage(Option<Language>),
    SetTheme(Theme),

    // The session
    OpenConnect,
    EditConnect(ConnectEdit),
    /// Tries the connection layer by layer and shows what each of them says.
    TestConnection,
    CancelTest,
    /// Goes back from the test to the fields.
    LeaveTest,
    SaveProfile,
    DeleteProfile,
    PickCaFile,
    Connect,
    /// Stops waiting for a server that does not answer.
    CancelConnect,
    /// Leaves the live session and goes back to the embedded lab.
    UseLab,
    AskToAllowChanges,
    AllowChanges,
    MakeReadOnly,
    /// Reads the server again.
    Refresh,
    /// Reads what surrounds the chat pools.
    ReadDeployment,
    /// Reads the servers and the contents of one pool.
    ReadPool(Fqdn),
    /// Says of a service without roles that it is Persistent Chat's, or takes that back.
    PickService {
        server: String,
        service: String,
        is_chat: bool,
    },
    /// Writes down what is said on the connections made from now on, or no longer.
    SetRecording(bool),

    // The directory beside the session
    /// Opens the dialog a directory is connected in; the lab's own is connected at once.
    OpenDirectory,
    EditDirectory(DirectoryEdit),
    /// Saves how the directory is reached in the profile of the session.
    SaveDirectory,
    ConnectDirectory,
    CancelConnectDirectory,
    DisconnectDirectory,
    ReadDirectory,
    /// The address somebody wants to know the holders of.
    TypeHolderAddress(String),
    FindHolders,
    Controllers(TableEvent<String>),

    // Lists
    Pools(TableEvent<String>),
    Endpoints(TableEvent<String>),
    Journal(TableEvent<String>),
    RefreshJournal,

    // The wizard
    OpenWizard {
        pool: Option<Fqdn>,
    },
    OpenReplace(SipUri),
    EditWizard(WizardEdit),
    WizardNext,
    WizardBack,
    CloseWizard,
    CheckAgainInWizard,
    AskForPreview,
    RunWizard,

    Swap(SwapIntent),

    Migration(MigrationIntent),

    // Plans outside the wizard
    AskToRemove(SipUri),
    AskToStart {
        server: String,
        service: String,
    },
    AskToStop {
        server: String,
        service: String,
    },
    AskToUndo(PlanId),
    /// Runs the rest of a plan that stopped between two steps.
    AskToContinue(PlanId),
    TypeConfirmation(String),
    RunDialogPlan,
    /// Reads the server once more for a step whose outcome is open.
    CheckAgain(PlanId),
    /// Stops waiting for the server to show a change. The change itself is not taken back.
    StopWaiting,
    /// In the lab, does what was handed over to somebody else.
    ActAsOperator,

    CloseDialog,
    DismissNote(u64),
    Copy(String),
    /// Lets the lab's next change meet a fault; `None` takes it back.
    SetLabFault(Option<LabFault>),
    /// Sets the lab's directory up; it stays so until it is set up otherwise.
    SetLabDirectory(LabDirectorySettings),

    /// The window's close button.
    RequestClose,
    /// Closes although a change is running, which leaves its outcome unknown.
    CloseAnyway,
    /// Waits for the running change and closes then.
    CloseWhenDone,
    /// A CA file typed or dropped rather than picked.
    SetCaFile(Option<PathBuf>),
}

/// What the user wants of the wizard of the address swap.
#[derive(Clone, Debug)]
pub enum SwapIntent {
    /// Opens the wizard, with an address if one was pointed at.
    Open(Option<SipUri>),
    Edit(SwapEdit),
    /// Reads who holds the address and everything about that account.
    Capture,
    Next,
    Back,
    CheckAgain,
    Run,
    Close,
    /// Reads where a swap stands on both sides.
    ReadStanding(PlanId),
    /// Lets a person do the step that was refused.
    HandOver(PlanId),
}
