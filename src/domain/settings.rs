//! What the program remembers about its window. Connections are profiles, in a file of their own.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Language;

/// The newest form of the settings file.
pub const VERSION: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub version: u32,
    /// `None` follows the system.
    pub language: Option<Language>,
    pub theme: Theme,
    /// Projects that were open, the newest first.
    pub recent_projects: Vec<RecentProject>,
}

/// A project that was open, so that it is found again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentProject {
    pub folder: PathBuf,
    pub name: String,
    pub is_rehearsal: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            language: None,
            theme: Theme::System,
            recent_projects: Vec::new(),
        }
    }
}

impl Settings {
    /// As many projects as one looks through.
    const MOST_RECENT: usize = 12;

    /// Puts a project first.
    pub fn remember(&mut self, project: RecentProject) {
        self.forget(&project.folder);
        self.recent_projects.insert(0, project);
        self.recent_projects.truncate(Self::MOST_RECENT);
    }

    pub fn forget(&mut self, folder: &Path) {
        self.recent_projects.retain(|known| known.folder != folder);
    }
}
