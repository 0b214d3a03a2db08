//! Where this program keeps its files.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::domain::{Moment, Source};
use crate::ports::{PortError, PortErrorKind, PortResult};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    root: PathBuf,
}

/// A place Settings shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Settings,
    Profiles,
    Journal,
    Plans,
    Logs,
    Transcripts,
    /// Where a project is made that is not made elsewhere.
    Projects,
}

impl DataFolder {
    /// The folder asked for, or the platform's own.
    pub fn new(asked: Option<PathBuf>) -> PortResult<Self> {
        let root = match asked {
            Some(root) => root,
            None => ProjectDirs::from("", "", "pchat-console")
                .map(|dirs| dirs.data_dir().to_owned())
                .ok_or_else(|| {
                    PortError::new(
                        PortErrorKind::File,
                        "data folder",
                        "",
                        "the system names no home folder",
                    )
                })?,
        };
        Ok(Self { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn place(&self, place: Place) -> PathBuf {
        self.root.join(match place {
            Place::Settings => "settings.ron",
            Place::Profiles => "profiles.ron",
            Place::Journal => "journal",
            Place::Plans => "plans",
            Place::Logs => "logs",
            Place::Transcripts => "transcripts",
            Place::Projects => "projects",
        })
    }

    /// The lab keeps a journal of its own, so that a rehearsal never stands among real acts.
    pub fn journal(&self, source: Source) -> PathBuf {
        self.place(Place::Journal).join(source.token())
    }

    /// A name for the transcript of a session that begins now.
    pub fn new_transcript(&self, started: Moment, process: u32) -> PathBuf {
        let time = started.instant().strftime("%Y%m%dT%H%M%S%3fZ");
        self.place(Place::Transcripts)
            .join(format!("{time}-{process}.transcript"))
    }
}
