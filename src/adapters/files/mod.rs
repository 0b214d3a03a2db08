//! Files in the data folder: settings, profiles, plans and the journal, all versioned RON a person can read.

mod data_folder;
mod documents;
mod durable;
mod journal;
mod project;

pub use data_folder::{DataFolder, Place};
pub use documents::{
    Loaded, load_profiles, load_settings, save_plan, save_profiles, save_settings,
};
pub use durable::write_text;
pub use journal::FileJournal;
pub use project::{EVIDENCE_LIMIT, ProjectFolder, Run, has_project, read_limited, save_new};
