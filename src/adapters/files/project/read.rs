//! Reads a project's folder and changes nothing in it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::evidence::too_large;
use super::has_project;
use super::problem::problem;
use crate::adapters::files::durable::file_error;
use crate::adapters::files::journal;
use crate::checklist::{
    PROCEDURE_FORMAT, PROJECT_FORMAT, Procedure, Project, ProjectJournal, StoredProject,
};
use crate::ports::{PortError, PortErrorKind, PortResult};

pub(super) const PROJECT: &str = "project.ron";
pub(super) const PROCEDURE: &str = "procedure.ron";

/// Far more than either file ever has.
const DOCUMENT_LIMIT: u64 = 16 * 1024 * 1024;

/// Read on its own first, so that a newer form is recognised before its fields are.
trait Head: DeserializeOwned {
    fn format(&self) -> u32;
    /// The program, where the file names it.
    fn made_by(self) -> Option<String>;
}

#[derive(Deserialize)]
#[serde(rename = "Project")]
struct ProjectHead {
    format: u32,
    #[serde(default)]
    made_by: String,
}

#[derive(Deserialize)]
#[serde(rename = "Procedure")]
struct ProcedureHead {
    format: u32,
}

impl Head for ProjectHead {
    fn format(&self) -> u32 {
        self.format
    }

    fn made_by(self) -> Option<String> {
        Some(self.made_by).filter(|program| !program.is_empty())
    }
}

impl Head for ProcedureHead {
    fn format(&self) -> u32 {
        self.format
    }

    fn made_by(self) -> Option<String> {
        None
    }
}

pub(super) fn read(folder: &Path, journal: &Path) -> PortResult<StoredProject> {
    let project: Project = document::<_, ProjectHead>(folder, PROJECT, PROJECT_FORMAT)?;
    let procedure: Procedure = document::<_, ProcedureHead>(folder, PROCEDURE, PROCEDURE_FORMAT)?;
    let files = journal::read_files(journal, |path, err| problem("read", folder, path, err))?;
    Ok(StoredProject {
        project,
        procedure: Arc::new(procedure),
        journal: ProjectJournal::read(&files),
        rehearsals: rehearsals(folder)?,
    })
}

fn document<T: DeserializeOwned, H: Head>(folder: &Path, name: &str, newest: u32) -> PortResult<T> {
    let path = folder.join(name);
    let bytes = limited(&path, DOCUMENT_LIMIT, &|err| {
        problem("read", folder, &path, err)
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|err| file_error("read", &path, &err))?;
    let head: H = ron::from_str(text).map_err(|err| file_error("read", &path, &err))?;
    if head.format() > newest {
        let format = head.format();
        let version = head.made_by().unwrap_or_else(|| format.to_string());
        return Err(PortError::new(
            PortErrorKind::NewerFile,
            "read",
            path.display().to_string(),
            version,
        ));
    }
    ron::from_str(text).map_err(|err| file_error("read", &path, &err))
}

/// The bytes of a file that a person chose, if it is not too large.
pub fn read_limited(path: &Path, limit: u64) -> PortResult<Vec<u8>> {
    limited(path, limit, &|err| file_error("read", path, err))
}

fn limited(
    path: &Path,
    limit: u64,
    failed: &dyn Fn(&io::Error) -> PortError,
) -> PortResult<Vec<u8>> {
    let file = File::open(path).map_err(|err| failed(&err))?;
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|err| failed(&err))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(path, limit));
    }
    Ok(bytes)
}

pub(super) fn lengths(folder: &Path, journal: &Path) -> PortResult<Vec<(String, u64)>> {
    if !folder.is_dir() {
        let gone = io::Error::from(io::ErrorKind::NotFound);
        return Err(problem("read", folder, folder, &gone));
    }
    journal::lengths(journal).map_err(|err| problem("read", folder, journal, &err))
}

fn rehearsals(folder: &Path) -> PortResult<Vec<PathBuf>> {
    let all = folder.join("rehearsals");
    let entries = match fs::read_dir(&all) {
        Ok(entries) => entries,
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(err) => return Err(problem("read", folder, &all, &err)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|err| problem("read", folder, &all, &err))?
            .path();
        if has_project(&path) {
            found.push(path);
        }
    }
    // 10 comes after 9.
    found.sort_by_key(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        (name.len(), name.into_owned())
    });
    Ok(found)
}
