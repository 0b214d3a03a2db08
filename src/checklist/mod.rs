//! The migration from Group Chat to Persistent Chat: its procedure as data, a project that carries it out, and what
//! stands where, computed from the project's journal and from nothing else.
//!
//! Pure but for [`read`], which asks the ports. No clock: whoever calls brings the moment.

mod built_in;
mod clock;
mod commands;
mod desk;
mod entry;
mod facts_example;
mod fold;
mod gate;
mod lab_past;
mod operation;
mod path;
mod people;
mod preflight;
mod procedure;
mod project;
mod reading;
mod rules;
mod state;
mod store;
mod template;
mod validation;

pub use clock::{Forecast, LossLimit, Slot, forecast, measured};
pub use commands::{HandedCommand, commands, undo_commands};
pub use desk::{BEAT_EVERY, Observed, OpenMode, ProjectDesk, STALE_AFTER};
pub use entry::{
    AttestedOutcome, Decision, EvidenceFile, ProjectEntry, ProjectJournal, ProjectRecord,
};
pub use facts_example::FACTS_EXAMPLE;
pub use fold::fold;
pub use gate::{Gate, GateState};
pub use lab_past::lab_past;
pub use operation::{Ground, PickedService, plan_of, steps_of};
pub use path::{PathVerdict, judge};
pub use people::{NewPassphrase, is_passphrase, seal_passphrase};
pub use preflight::{
    Column, Delimiter, EvidenceColumn, EvidenceTable, ExportEncoding, ExportKind, ExportRow,
    LONGEST_NAME, PreflightFinding, PreflightGround, PreflightReport, Risk, RiskTopic,
    SourceExport, names, preflight, read_export, source_counts,
};
pub use procedure::{
    Applies, CommandKind, Crew, DoneBy, FORMAT as PROCEDURE_FORMAT, Operation, Phase, PhaseId,
    Previewing, Procedure, ProcedureStep, Proof, Reading, StepId, Undo,
};
pub use project::{
    FORMAT as PROJECT_FORMAT, Facts, People, Project, ProjectId, ProjectKind, SourceGeneration,
    SourceSystem, TargetSystem, Window, file_name_of,
};
pub use reading::{Counts, Finding, FindingOutcome, Surroundings, read};
pub use rules::StepAct;
pub use state::{
    Attested, Checklist, Confirmed, Contradiction, Decided, Deviation, Direction, Item, Obstacle,
    Output, Status, Verified,
};
pub use store::{Holder, LockSeen, LockState, ProjectLock, ProjectStore, StoredProject};
pub use template::OwnStep;
pub use validation::StepChange;
