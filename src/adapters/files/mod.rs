//! Files in the data folder: settings, profiles, plans and the journal, all versioned RON a person can read.

mod data_folder;
mod documents;
mod durable;
mod journal;

pub use data_folder::{DataFolder, Place};
pub use documents::{
    Loaded, load_profiles, load_settings, save_plan, save_profiles, save_settings,
};
pub use durable::write_text;
pub use journal::FileJournal;
