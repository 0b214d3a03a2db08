//! Makes a project's folder, whole or not at all, and writes what is in it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ron::ser::PrettyConfig;
use serde::Serialize;

use super::problem::problem;
use super::read::{PROCEDURE, PROJECT};
use crate::adapters::files::durable::{file_error, sync_folder, write_error};
use crate::checklist::{Procedure, Project};
use crate::ports::{PortError, PortErrorKind, PortResult};

/// The files are written into a folder of another name, which gets the right one when they are on disk.
pub(super) fn create(
    folder: &Path,
    process: u32,
    project: &Project,
    procedure: &Procedure,
) -> PortResult<()> {
    if folder.exists() {
        return Err(PortError::new(
            PortErrorKind::AlreadyThere,
            "create",
            folder.display().to_string(),
            "there is something of that name",
        ));
    }
    let project = pretty(&folder.join(PROJECT), project)?;
    let procedure = pretty(&folder.join(PROCEDURE), procedure)?;
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
        return Err(file_error("create", folder, &"the path names no folder"));
    };
    let made = missing(parent);
    let making = parent.join(format!(".{}-{process}.new", name.to_string_lossy()));
    let written = fs::create_dir_all(parent)
        .and_then(|()| fs::create_dir(&making))
        .and_then(|()| write_new(&making.join(PROCEDURE), &procedure))
        .and_then(|()| write_new(&making.join(PROJECT), &project))
        .and_then(|()| fs::rename(&making, folder));
    match written {
        Ok(()) => {
            sync_folder(parent);
            Ok(())
        }
        Err(err) => {
            // What cannot be removed either carries a name that is no project's.
            fs::remove_dir_all(&making).ok();
            for folder in made {
                fs::remove_dir(folder).ok();
            }
            Err(problem("create", nearest(parent), folder, &err))
        }
    }
}

/// The folders above that have to be made, the innermost first.
fn missing(parent: &Path) -> Vec<PathBuf> {
    let above = parent.ancestors().take_while(|folder| !folder.exists());
    above.map(Path::to_owned).collect()
}

fn nearest(parent: &Path) -> &Path {
    let there = parent.ancestors().find(|folder| folder.exists());
    there.unwrap_or(parent)
}

pub(super) fn pin(folder: &Path, procedure: &Procedure) -> PortResult<()> {
    let path = folder.join(PROCEDURE);
    let text = pretty(&path, procedure)?;
    replace(folder, &path, &text)
}

/// Never over another report: the next one gets a number.
pub(super) fn save_report(folder: &Path, name: &str, html: &str) -> PortResult<PathBuf> {
    let reports = folder.join("reports");
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "html"));
    let stem = safe_name(stem);
    let failed = |path: &Path, err: &io::Error| problem("write", folder, path, err);
    if !folder.is_dir() {
        let gone = io::Error::from(io::ErrorKind::NotFound);
        return Err(failed(folder, &gone));
    }
    fs::create_dir_all(&reports).map_err(|err| failed(&reports, &err))?;
    let mut number = 1;
    loop {
        let mark = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let path = reports.join(format!("{stem}{mark}.{}", safe_name(ending)));
        match write_new(&path, html) {
            Ok(()) => {
                sync_folder(&reports);
                return Ok(path);
            }
            Err(err) if err.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(err) => return Err(failed(&path, &err)),
        }
    }
}

/// A file that a person named; what is there already stays.
pub fn save_new(path: &Path, text: &str) -> PortResult<()> {
    write_new(path, text).map_err(|err| {
        if err.kind() == io::ErrorKind::AlreadyExists {
            let place = path.display().to_string();
            PortError::new(PortErrorKind::AlreadyThere, "write", place, err)
        } else {
            write_error("write", path, &err)
        }
    })
}

/// Writes beside the target and renames over it. Readable for whoever may read the folder: a project is shared.
fn replace(folder: &Path, path: &Path, text: &str) -> PortResult<()> {
    let beside = path.with_extension("new");
    let written = File::create(&beside)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    written.map_err(|err| {
        fs::remove_file(&beside).ok();
        problem("write", folder, path, &err)
    })?;
    sync_folder(folder);
    Ok(())
}

/// A file that is there wholly or not at all, unless the power fails meanwhile.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        fs::remove_file(path).ok();
    }
    written
}

fn pretty<T: Serialize>(path: &Path, value: &T) -> PortResult<String> {
    let text = ron::ser::to_string_pretty(value, PrettyConfig::new().struct_names(true))
        .map_err(|err| file_error("write", path, &err))?;
    Ok(text + "\n")
}

/// A file's name as every system takes it.
pub(super) fn safe_name(name: &str) -> String {
    const LONGEST: usize = 80;
    let kept: String = name
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    // The end is what tells the kind of a file.
    let over = kept.chars().count().saturating_sub(LONGEST);
    let short: String = kept.chars().skip(over).collect();
    let trimmed = short.trim_matches([' ', '.']);
    if trimmed.is_empty() {
        "file".to_owned()
    } else {
        trimmed.to_owned()
    }
}
