//! The words of `migration`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::arguments::{ActArguments, Format, SidesArguments, Tag};

#[derive(Debug, Subcommand)]
pub(super) enum MigrationCommand {
    /// Make a project in a new folder, from facts in a file (RON); --example writes such a file
    New(NewProjectCommand),
    /// Say where a migration stands, step by step
    Show(FolderCommand),
    /// Judge exports of the old system: CSV files of categories, rooms, managers and members
    Preflight(PreflightCommand),
    /// Read the proof of a step on the servers, and write down what was found
    Read(Box<StepSessionCommand>),
    /// Let the console do a step: stop or start services, or remove an endpoint
    Run(Box<StepSessionCommand>),
    /// Begin a step that people do
    Begin(StepCommand),
    /// Say how a step came out
    Attest(AttestCommand),
    /// Keep what a command that was handed over said; from standard input
    Output(StepCommand),
    /// Keep a file as evidence of a step
    Attach(AttachCommand),
    /// Leave a step out
    Skip(ReasonCommand),
    /// Say that a step does not apply
    NotApplicable(ReasonCommand),
    /// Do a step that is over again
    Reopen(ReasonCommand),
    /// Write a remark down, about a step or about the whole
    Note(NoteCommand),
    /// Confirm a step as the reviewer, with the passphrase from the first line of standard input
    Confirm(StepCommand),
    /// Decide for or against going on, at the gate before a step
    Decide(DecideCommand),
    /// Begin to take back everything that was done
    Rollback(RollbackCommand),
    /// Write the record as one page: the checklist with its evidence and its journal
    Report(ReportCommand),
    /// Check the chain of the journal and the hashes of the evidence, without any server
    Verify(VerifyCommand),
}

#[derive(Debug, Args)]
pub(super) struct NewProjectCommand {
    /// Folder to make
    #[arg(value_name = "FOLDER", required_unless_present = "example")]
    pub(super) folder: Option<PathBuf>,
    /// What is migrated, when and by whom
    #[arg(long, value_name = "FILE", required_unless_present = "example")]
    pub(super) facts: Option<PathBuf>,
    /// A site's own procedure; the one of this program by default
    #[arg(long, value_name = "FILE")]
    pub(super) procedure: Option<PathBuf>,
    /// The project is a rehearsal
    #[arg(long)]
    pub(super) rehearsal: bool,
    /// Take the reviewer's passphrase from the first line of standard input
    #[arg(long)]
    pub(super) passphrase_stdin: bool,
    /// Write facts to start from to standard output, and make nothing
    #[arg(long)]
    pub(super) example: bool,
}

#[derive(Debug, Args)]
pub(super) struct FolderCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct PreflightCommand {
    /// Exports, in any order
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// SIP domain of the deployment; may be repeated. People of others lose access
    #[arg(long, value_name = "DOMAIN")]
    pub(super) sip_domain: Vec<String>,
    /// Day before which messages stay behind, such as 2010-01-01
    #[arg(long, value_name = "DAY")]
    pub(super) cut_off: Option<String>,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct StepSessionCommand {
    #[command(flatten)]
    pub(super) step: StepCommand,
    #[command(flatten)]
    pub(super) sides: SidesArguments,
    #[command(flatten)]
    pub(super) act: ActArguments,
}

#[derive(Debug, Args)]
pub(super) struct StepCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Step, as `show` names it
    #[arg(long, value_name = "STEP")]
    pub(super) step: String,
    /// Who does it
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(super) by: String,
    /// Why it is done outside the order
    #[arg(long, value_name = "TEXT", requires = "by")]
    pub(super) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct AttestCommand {
    #[command(flatten)]
    pub(super) step: StepCommand,
    #[arg(long, value_name = "OUTCOME", default_value = "done")]
    pub(super) outcome: OutcomeWord,
    /// What was seen
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(super) words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutcomeWord {
    Done,
    DoneWithWarning,
    Failed,
}

#[derive(Debug, Args)]
pub(super) struct AttachCommand {
    #[command(flatten)]
    pub(super) step: StepCommand,
    #[arg(long, value_name = "FILE")]
    pub(super) file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct ReasonCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Step, as `show` names it
    #[arg(long, value_name = "STEP")]
    pub(super) step: String,
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
}

#[derive(Debug, Args)]
pub(super) struct NoteCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    #[arg(long, value_name = "STEP")]
    pub(super) step: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(super) text: String,
}

#[derive(Debug, Args)]
pub(super) struct DecideCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Step the gate stands before
    #[arg(long, value_name = "STEP")]
    pub(super) gate: String,
    #[arg(value_enum)]
    pub(super) decision: DecisionWord,
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(super) reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DecisionWord {
    Go,
    NoGo,
}

#[derive(Debug, Args)]
pub(super) struct RollbackCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    #[arg(long, value_name = "TEXT")]
    pub(super) reason: String,
}

#[derive(Debug, Args)]
pub(super) struct ReportCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Language of the page; the one of this command by default
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) language: Option<Tag>,
}

#[derive(Debug, Args)]
pub(super) struct VerifyCommand {
    /// Folder of the project
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
    /// Last hash as it was printed and signed: shows whether lines were cut off at the end
    #[arg(long, value_name = "SHA-256")]
    pub(super) last_hash: Option<String>,
    #[arg(long, default_value = "table")]
    pub(super) format: Format,
}
