//! What is done with projects as a whole: which there were, what is asked about them, the template that is edited.

use std::path::PathBuf;

use crate::domain::RehearsalFault;

#[derive(Clone, Debug, Default)]
pub struct Projects {
    /// Folders of recent projects that hold none any more.
    pub gone: Vec<PathBuf>,
}

/// What the user wants of projects as a whole.
#[derive(Clone, Debug)]
pub enum ProjectIntent {
    /// Makes a rehearsal of the lab's own deployment, with everything filled in, and opens it.
    StartLabRehearsal(Vec<RehearsalFault>),
}
