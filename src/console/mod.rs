//! The application model: what the screen is a function of, and how it changes.
//!
//! [`update()`] is the only place that changes a [`State`]. It takes what the user wants ([`Intent`]) or what arrived
//! from outside ([`Event`]) and returns what is asked of outside ([`Effect`]). Pure: no I/O, no clock, no egui.

mod connect;
mod connection_test;
mod dialog;
mod directory;
mod directory_dialog;
mod effect;
mod event;
mod fetched;
mod guard;
mod intent;
mod journal_view;
mod lists;
mod migration;
mod pool_servers;
mod project_draft;
mod projects;
mod record_list;
mod run;
mod standing;
mod state;
pub mod step_dialog;
pub mod step_guard;
mod step_run;
mod swap;
pub mod swap_commands;
pub mod table;
mod update;
mod wizard;

pub use connect::{ConnectDialog, ConnectEdit};
pub use connection_test::ConnectionTest;
pub use dialog::{Confirmation, Dialog, PlanDialog, PlanStage};
pub use directory::{DirectoryState, HolderSearch};
pub use directory_dialog::{DirectoryDialog, DirectoryEdit};
pub use effect::Effect;
pub use event::{Event, JobName};
pub use fetched::Fetched;
pub use guard::Act;
pub use intent::{Input, Intent, SwapIntent};
pub use journal_view::JournalView;
pub use lists::{
    ControllerColumn, EndpointColumn, JournalColumn, List, PoolColumn, Rows, controller_headings,
    controller_rows, endpoint_headings, endpoint_rows, journal_headings, journal_rows,
    pool_headings, pool_rows,
};
pub use migration::{
    ExportProblem, LockHolder, Migration, MigrationIntent, MigrationView, OpenMode, OpenProject,
    ProjectAccess, ProjectFiles,
};
pub use pool_servers::PoolServers;
pub use project_draft::{
    DraftPage, DraftPurpose, LookupChoice, ProjectDraft, ProjectEdit, ProjectField, ProjectProblem,
};
pub use projects::{
    MeasuredTime, OwnEdit, Picks, ProjectDialog, ProjectIntent, Projects, TemplateDraft,
    TemplateEdit, TemplateGoal, TemplateProblem, TimesDialog,
};
pub use record_list::{RecordColumn, record_headings, record_key};
pub use run::{ActiveRun, Waiting};
pub use standing::SwapStanding;
pub use state::{Note, NoteKind, OpenSession, Page, Places, RecordingState, State};
pub use step_dialog::{StepDialog, StepEdit, StepQuestion};
pub use step_run::{StepRun, StepRunStage};
pub use swap::{AttestationDraft, Offer, SwapEdit, SwapStep, SwapWizard, WayKind};
pub use update::update;
pub use wizard::{Purpose, Suggestion, Wizard, WizardEdit, WizardStep};
