//! What is wrong with a procedure that a site has changed.

use serde::{Deserialize, Serialize};

/// Like [`super::ChecklistMessage`], of which these are a part. Steps are named as the file names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProcedureProblem {
    /// Written by a newer version of this program.
    NewerFormat {
        format: u32,
        known: u32,
    },
    NoSteps,
    /// Two steps, or two phases, have one name.
    NameTwice {
        name: String,
    },
    /// A name may be made of small letters, digits and hyphens, and `undo-` is taken.
    NameInvalid {
        name: String,
    },
    /// A step that does not come with the program has to be named `own-…`.
    NotOwn {
        step: String,
    },
    TitleMissing {
        step: String,
    },
    NeedUnknown {
        step: String,
        need: String,
    },
    /// What has to be done before stands after it.
    NeedLater {
        step: String,
        need: String,
    },
    UntilUnknown {
        step: String,
        until: String,
    },
    /// What ends a fact stands before it, or is the step itself.
    UntilEarlier {
        step: String,
        until: String,
    },
    /// Only a reading holds until something; a person's word has no end.
    UntilWithoutReading {
        step: String,
    },
    /// The console shows a step done for each address, and its reading or operation is about no address; or the reverse.
    AddressMismatch {
        step: String,
    },
    /// A step the console only reads, without a reading.
    NothingToRead {
        step: String,
    },
    /// A way back that says who takes it, and not how it is shown to be done.
    UndoWithoutProof {
        step: String,
    },
    /// More minutes than there are in a week.
    MinutesTooMany {
        step: String,
        minutes: u32,
    },
    /// A step that comes with the program is missing.
    StepMissing {
        step: String,
    },
    /// How a step is done or shown to be done differs from the one that comes with the program.
    ProofChanged {
        step: String,
    },
    /// A step that comes with the program no longer waits for one it waited for.
    NeedRemoved {
        step: String,
        need: String,
    },
    /// A step of the site's own that the console would have to run.
    OwnRuns {
        step: String,
    },
    /// Two steps end the rollback without loss.
    TwoLossLimits {
        step: String,
    },
}
